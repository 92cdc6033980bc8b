/// The executor answers as a loop over all ties does, asked once or from many starts.
#include <capnet/query/executor.hpp>

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>

#include "query_network.hpp"

namespace capnet {
namespace {

using fixture::answer;
using fixture::sorted;

/// Walks over all ties, hop by hop: participation there and back, ends of one region and sector.
answer naive(const network_view& view, vertex_ref start, bool same_region, std::optional<sector> wanted) {
  struct sums {
    std::uint64_t walks = 0;
    double weight = 0;
    std::uint64_t unknown = 0;
  };
  std::map<vertex_ref, sums> now, next;
  if (!view.contains(start)) return {};
  now[start] = {1, 1, 0};
  bool weighed = false;
  const relation_index r = view.schema().index_of<participates_in>();
  for (const tie_record& uv : view.net().ties(r)) weighed = weighed || uv.properties.weight;
  for (const bool forward : {true, false}) {
    next.clear();
    view.for_each_tie(r, [&](tie_ref, const dated_tie& uv) {
      const vertex_ref from = forward ? uv.source : uv.target, to = forward ? uv.target : uv.source;
      const auto found = now.find(from);
      if (found == now.end() || !view.contains(to)) return;
      next[to].walks += found->second.walks;
      next[to].weight += found->second.weight * uv.weight.value_or(1);
      next[to].unknown += found->second.unknown + (weighed && !uv.weight ? found->second.walks : 0);
    });
    std::swap(now, next);
  }
  answer all;
  for (const auto& [v, sum] : now) {
    if (same_region && (view.region(start).empty() || view.region(v) != view.region(start))) continue;
    if (wanted && view.sector(v) != *wanted) continue;
    all.emplace_back(v, sum.walks, sum.weight, sum.unknown);
  }
  return all;
}

TEST(QueryExecutor, AnswersAsALoopOverAllTiesFromOneStartOrMany) {
  for (std::uint32_t replica = 0; replica < 1'000; ++replica) {
    limit_simd(static_cast<simd_level>(replica % 3));
    const snapshot net = fixture::frozen_network(replica, replica % 2 == 0);
    random_stream rng{{.seed = 32, .replica = replica}};
    const relation_index r = net.schema().index_of<participates_in>();
    query_plan plan{.steps = {step_along{r, true}, step_along{r, false}}};
    const bool same_region = rng.below(2) == 0;
    std::optional<sector> wanted;
    if (same_region) plan.steps.push_back(in_same_region());
    if (rng.below(2) == 0) plan.steps.push_back(in_sector(*(wanted = static_cast<sector>(rng.below(4)))));
    if (rng.below(4) != 0) plan.day = make_date(2024, 1, 1) + std::chrono::days{rng.below(120)};
    if (rng.below(4) == 0) plan.window = interval{make_date(2024, 2, 1), make_date(2024, 3, 1)};
    if (rng.below(3) == 0) plan.sure = certainty::possible;
    query_plan best = plan;
    best.steps.push_back(top_k(3));
    query_executor executor{net};
    const network_view view{net, {.day = plan.day, .window = plan.window, .sure = plan.sure}};
    const std::vector<vertex_ref> starts = fixture::all_vertices(net);
    std::vector<answer> expected;
    std::vector<std::vector<query_row>> ranked;
    for (const vertex_ref start : starts) {
      plan.start = best.start = {start};
      expected.push_back(sorted(executor.run(plan)));
      ASSERT_EQ(expected.back(), naive(view, start, same_region, wanted)) << replica << " from " << net.key(start);
      ranked.push_back(executor.run(best));
      ASSERT_EQ(executor.total(), expected.back().size()) << replica;
    }
    for (const unsigned threads : {1u, 2u, 8u}) {
      std::vector<answer> found(starts.size());
      std::vector<std::vector<query_row>> found_best(starts.size());
      executor.run_each(plan, starts,
                        [&](std::size_t k, std::span<const query_row> rows, std::size_t) { found[k] = sorted(rows); },
                        {.threads = threads});
      ASSERT_EQ(found, expected) << replica;
      executor.run_each(best, starts,
                        [&](std::size_t k, std::span<const query_row> rows, std::size_t) {
                          found_best[k].assign(rows.begin(), rows.end());
                        },
                        {.threads = threads});
      ASSERT_EQ(found_best, ranked) << replica;
    }
  }
  limit_simd(simd_level::avx512);
}

}  // namespace
}  // namespace capnet
