/// The two-hop question: single answers beside a plain loop and beside a loop over the same columns by hand, and many
/// at once.
#include <algorithm>
#include <atomic>

#include <capnet/core/parallel.hpp>

#include "hand_written.hpp"
#include "parts.hpp"
#include "plain_loop.hpp"

namespace capnet::bench {
namespace {

/// Answers all starts from several threads, each with its own sums: `ask(id, sums)`.
template <class Ask>
void plain_batch(const std::vector<vertex_ref>& starts, unsigned threads, const plain_sums& empty, const Ask& ask) {
  std::atomic<std::size_t> next{0};
  parallel_for_blocks(threads, 1, threads, [&](std::size_t, std::size_t, std::size_t) {
    plain_sums own = empty;
    constexpr std::size_t grain = 256;
    for (std::size_t first; (first = next.fetch_add(grain)) < starts.size();) {
      for (std::size_t k = first; k < std::min(starts.size(), first + grain); ++k) ask(starts[k].value, own);
    }
  });
}

}  // namespace

two_hop_times run_two_hops(const typed_case& made, family_rows& rows) {
  const snapshot& net = made.net;
  const query_executor executor{net};
  const query_plan plan = two_hop_plan(net);
  const layer& ties = net.layer<participates_in>();
  const plain_ties out{ties, net.order(made.organizations()), true}, in{ties, net.order<program>(), false};
  const plain_organizations known{net};
  const plain_day counts{made.day};
  plain_sums sums{known.region.size()};
  const auto plain = [&](std::uint32_t u, plain_sums& own) {
    plain_two_hops(
        out, in, u, counts, [&](std::uint32_t v) { return known.nonprofit[v] && known.region[v] == known.region[u]; },
        own);
    return own.take();
  };
  hand_written by_hand{net, made.day};
  latencies written, ours, theirs, first_ten, hand;
  for (std::size_t round = 0; round < made.rounds; ++round) {
    written.round(made.starts, writing(net));
    ours.round(made.starts, asking(net, plan));
    theirs.round(made.starts, [&](vertex_ref v) { return plain(v.value, sums); });
    first_ten.round(made.starts, [&](vertex_ref v) {
      typed_answer found = plain(v.value, sums);
      found.results = std::min<std::uint64_t>(found.results, 10);
      return found;
    });
    hand.round(made.starts, [&](vertex_ref v) { return by_hand(v); });
  }
  const bool same = written.all().equal(first_ten.all());
  rows.add("pipeline-p50", 1, written.p50(), "plain loop", first_ten.p50(), 1, same, made.rounds);
  rows.add("pipeline-p99", 1, written.p99(), "plain loop", first_ten.p99(), 4, same, made.rounds);
  rows.add("two-hop-p50", 1, ours.p50(), "plain loop", theirs.p50(), 1.4, ours.all().equal(theirs.all()), made.rounds);
  rows.add("two-hop-p99", 1, ours.p99(), "plain loop", theirs.p99(), 8, ours.all().equal(theirs.all()), made.rounds);
  rows.add("abstraction-penalty", 1, ours.mean(), "hand-written", hand.mean(), 1 / 1.05, ours.all().equal(hand.all()),
           made.rounds);

  two_hop_times times{.p50 = ours.p50(), .p99 = ours.p99(), .all = ours.all()};
  const auto n = static_cast<double>(made.starts.size());
  for (const unsigned threads : {1u, 2u}) {
    double best = 1e300, plain_best = 1e300;
    std::atomic<std::uint64_t> results{0}, plain_results{0};
    for (std::size_t round = 0; round < 2 * made.rounds; ++round) {
      results = plain_results = 0;
      stopwatch watch;
      executor.run_each(plan, made.starts,
                        [&](std::size_t, std::span<const query_row>, std::size_t total) { results += total; },
                        {.threads = threads});
      best = std::min(best, watch.seconds());
      watch = {};
      plain_batch(made.starts, threads, sums,
                  [&](std::uint32_t u, plain_sums& own) { plain_results += plain(u, own).results; });
      plain_best = std::min(plain_best, watch.seconds());
    }
    times.batch[threads - 1] = best / n;
    const bool equal = results == plain_results && results == ours.all().results;
    rows.add("two-hop-batch", threads, best / n, "plain loop", plain_best / n, made.small ? 4.5 : 5.5, equal,
             2 * made.rounds);
  }
  return times;
}

}  // namespace capnet::bench
