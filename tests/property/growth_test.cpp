#include <capnet/sim/data_hash.hpp>
#include <capnet/sim/growth.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

/// A random network with members of some sectors in one of two programs.
snapshot make_random_network(std::uint32_t replica) {
  random_stream rng{{.seed = 5, .replica = replica}};
  builder net;
  const id<program> programs[] = {net.add<program>("p"), net.add<program>("q")};
  const std::uint32_t n = rng.below(12);
  for (std::uint32_t v = 0; v < n; ++v) {
    const auto member = net.add<organization>("o" + std::to_string(v), {.sector = static_cast<sector>(rng.below(5))});
    if (rng.bernoulli(.8))
      net.tie<participates_in>(member, programs[rng.below(2)],
                               {.active = {.begin = make_date(2020 + static_cast<int>(rng.below(5)), 1, 31)}});
  }
  return std::move(net).freeze();
}

TEST(GrowthProperty, NothingThatWasThereChanges) {
  for (std::uint32_t replica = 0; replica < 50; ++replica) {
    const snapshot net = make_random_network(replica);
    const auto grown = simulate_growth(net, {.steps = 4, .seed = replica, .rate = 2.5});
    for (const vertex_ref v : net.vertices(net.schema().index_of<organization>())) {
      EXPECT_EQ(grown.net.key(v), net.key(v));
      EXPECT_EQ(grown.net.sector(v), net.sector(v));
    }
    const relation_index r = net.schema().index_of<participates_in>();
    const auto rows = net.ties(r);
    for (std::uint32_t row = 0; row < rows.size(); ++row) EXPECT_EQ(grown.net.tie({r, row}).source, rows[row].source);
  }
}

TEST(GrowthProperty, MembersNeverFallAndTheThreadsDoNotMatter) {
  for (std::uint32_t replica = 0; replica < 20; ++replica) {
    const snapshot net = make_random_network(replica);
    const growth_options options{.steps = 4, .seed = replica, .threads = 1, .rate = 70.5, .ties = 1 + replica % 4};
    growth_options eight = options;
    eight.threads = 8;
    const auto grown = simulate_growth(net, options);
    EXPECT_EQ(data_hash(simulate_growth(net, eight).net), data_hash(grown.net));
    std::uint64_t members = grown.start.members;
    for (const growth_step& step : grown.history) {
      EXPECT_EQ(step.members, members + step.joined);
      EXPECT_LE(step.formed_within_sector, step.formed);
      members = step.members;
    }
  }
}

}  // namespace
}  // namespace capnet
