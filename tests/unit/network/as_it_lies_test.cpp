/// Ties in the order in which they lie are the ties by row.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {
namespace {

using lying_tie = std::tuple<std::uint32_t, vertex_ref, vertex_ref, std::int32_t, double>;

/// Each tie by its row; the ends of undirected ones sorted.
std::set<lying_tie> ties_of(const snapshot& net, relation_index r, bool by_row) {
  std::set<lying_tie> all;
  const bool sorted =
      !net.schema().relation(r).directed && net.schema().relation(r).sources == net.schema().relation(r).targets;
  const auto see = [&](std::uint32_t row, const dated_tie& uv) {
    const bool swap = sorted && uv.target < uv.source;
    const bool fresh = all.emplace(row, swap ? uv.target : uv.source, swap ? uv.source : uv.target,
                                   uv.when.begin_earliest, uv.weight.value_or(-1))
                           .second;
    EXPECT_TRUE(fresh) << "row " << row << " comes twice";
  };
  by_row ? net.layer(r).for_each(see) : net.for_each_tie_as_it_lies(r, see);
  return all;
}

TEST(TiesAsTheyLie, AreThoseByRow) {
  random_stream rng{{.seed = 8}};
  for (int round = 0; round < 30; ++round) {
    builder net;
    const relation_index backs =
        net.declare(relation_info{.name = "backs",
                                  .source_kinds = {net.schema().index_of<kind::organization>()},
                                  .target_kinds = {net.schema().index_of<kind::program>()},
                                  .directed = false});
    for (int k = 0; k < 6; ++k) {
      net.add<kind::organization>("o" + std::to_string(k), {.region = k % 2 == 0 ? "north" : "south"});
      net.add<kind::program>("p" + std::to_string(k));
    }
    const auto one = [&](const char* kind) { return *net.find(kind + std::to_string(rng.below(6))); };
    const relation_index relations[] = {net.schema().index_of<rel::collaborates_with>(),
                                        net.schema().index_of<rel::supports>(), backs};
    const auto add = [&](int n) {
      for (int k = 0; k < n; ++k) {
        const relation_index r = relations[rng.below(3)];
        tie_properties p{.active = {.begin = partial_date{make_date(2020, 1, 1) + std::chrono::days{rng.below(99)}}},
                         .weight = static_cast<double>(rng.below(5))};
        net.add_tie(r, one("o"), one(r == backs ? "p" : "o"), std::move(p));  // loops and parallel ties too
      }
    };
    add(25);
    const snapshot frozen = net.freeze({.by_locality = rng.bernoulli(.5)});
    for (const relation_index r : relations) EXPECT_EQ(ties_of(frozen, r, true), ties_of(frozen, r, false));
    builder next{frozen};
    next.add_tie(relations[1], *next.find("o1"), *next.find("o2"));
    if (frozen.layer(relations[0]).rows() > 0) next.retract({relations[0], 0});
    const snapshot later = next.freeze();
    for (const relation_index r : relations) EXPECT_EQ(ties_of(later, r, true), ties_of(later, r, false));
  }
}

}  // namespace
}  // namespace capnet
