/// A network that is added to: what a day costs, and what questions pay for ties beside the base.
#include <optional>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>

#include "parts.hpp"

namespace capnet::bench {

void run_additions(const typed_case& made, family_rows& rows) {
  const snapshot& net = made.net;
  random_stream rng{{.seed = 11}};
  const auto programs = static_cast<std::uint32_t>(net.order<program>()),
             n = static_cast<std::uint32_t>(net.order(made.organizations()));
  const auto add_ties = [&](builder& to, std::size_t count) {
    while (count-- > 0)
      to.tie<participates_in>(id<organization>{rng.below(n)}, id<program>{rng.below(programs)}, {.weight = .5});
  };
  builder next{net};
  const stopwatch watch;
  add_ties(next, 1'000);
  const snapshot later = next.freeze();
  rows.add("add-1000-ties", 1, watch.seconds(), "freeze anew", made.freeze_s, std::nullopt,
           later.size() == net.size() + 1'000, 1);

  builder more{later};
  add_ties(more, net.size() / 100);
  const snapshot grown = more.freeze();
  const snapshot whole = grown.compacted();
  const query_plan plan = two_hop_plan(net);
  latencies ours, theirs;
  for (std::size_t round = 0; round < made.rounds; ++round) {
    ours.round(made.starts, asking(grown, plan));
    theirs.round(made.starts, asking(whole, plan));
  }
  const std::optional<double> target = grown.extended() ? std::optional{made.small ? .85 : .9} : std::nullopt;
  rows.add("two-hop-with-1%-added", 1, ours.mean(), "the same, compacted", theirs.mean(), target,
           ours.all().equal(theirs.all()), made.rounds);
}

}  // namespace capnet::bench
