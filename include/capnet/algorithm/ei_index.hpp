#pragma once
/// How far ties reach across groups.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/group_map.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/random.hpp>

namespace capnet {

struct ei_options {
  std::uint32_t permutations = 999;  ///< 0: no p
  std::uint64_t seed = 0;
  /// A key of each vertex that stays with it however vertices are numbered, such as `stable_hash(id)`. Empty: its
  /// number.
  std::span<const std::uint64_t> keys{};
};

struct ei_result {
  std::optional<double> value;     ///< (E - I) / (E + I)
  std::optional<double> expected;  ///< under random mixing; empty if fewer than two vertices have a known group
  std::optional<double> p;         ///< two-sided
  double coverage = 1;             ///< share of vertices whose group is known
  std::size_t external = 0;        ///< E
  std::size_t internal = 0;        ///< I
};

/// E-I index: how far ties reach across groups rather than stay inside them.
///
/// (E - I) / (E + I), with E the number of ties between groups and I within (Krackhardt & Stern 1988). Range [-1, 1];
/// -1 all within. `expected` is the value under random mixing of the same group sizes: the index of the graph in which
/// all are tied to all. `p` is two-sided: with k of `permutations` relabelings as far from `expected` or farther, (k +
/// 1) / (permutations + 1) (Phipson & Smyth 2010), so it is never 0. It depends on the seed, the graph with its groups,
/// and `keys`, which say whom a relabeling gives which group: with them not on the numbers of the vertices; without
/// them on these too. The order of edges and the numbers of groups never matter.
///
/// Undirected and directed alike; parallel ties count each; loops are ignored. A vertex of unknown group is left out
/// with its ties and lowers `coverage`. No tie left: `value` and `p` are empty.
///
/// Throws: input_error unless `groups` has an entry for every vertex of `g`, and so has `keys` unless it is empty.
/// Time O(n log n + m + permutations * (n + m)), space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] ei_result ei_index(const Graph& g, group_map groups, const ei_options& options = {}) {
  detail::expect_entries(groups.size(), g.order());
  if (!options.keys.empty()) detail::expect_entries(options.keys.size(), g.order());
  std::vector<vertex_index> order(g.order());
  std::iota(order.begin(), order.end(), vertex_index{0});
  if (!options.keys.empty())  // equals by number; not std::stable_sort, which libstdc++ 12 warns about under clang
    std::ranges::sort(order, {}, [&](vertex_index u) { return std::pair{options.keys[u], u}; });
  std::vector<group_index> known;  // the groups to shuffle, one for each vertex of known group, in this order
  std::vector<std::uint32_t> place(g.order());
  for (const vertex_index u : order) {
    place[u] = static_cast<std::uint32_t>(known.size());
    if (groups[u] != unknown_group) known.push_back(groups[u]);
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ties;
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (groups[u] == unknown_group) continue;
    for (const vertex_index v : g.successors(u)) {
      if (u != v && groups[v] != unknown_group && (g.directed() || u < v)) ties.emplace_back(place[u], place[v]);
    }
  }
  const auto count_external = [&] {
    std::size_t external = 0;
    for (const auto& [a, b] : ties) external += known[a] != known[b];
    return external;
  };

  ei_result result;
  result.coverage = group_coverage(groups);
  result.external = count_external();
  result.internal = ties.size() - result.external;
  const double n = static_cast<double>(known.size());
  const double m = static_cast<double>(ties.size());
  if (known.size() >= 2) {
    double within = 0;  // pairs, counted twice
    for (const std::size_t size : group_sizes(known))
      within += static_cast<double>(size) * (static_cast<double>(size) - 1);
    result.expected = 1 - 2 * within / (n * (n - 1));
  }
  if (ties.empty()) return result;
  result.value = (static_cast<double>(result.external) - static_cast<double>(result.internal)) / m;
  if (options.permutations == 0) return result;

  const auto distance = [&](std::size_t external) {
    return std::abs(static_cast<double>(external) - m * (1 + *result.expected) / 2);
  };
  const double observed = distance(result.external) - 1e-9 * m;  // equally far, but for rounding
  std::size_t as_far = 0;
  constexpr std::uint32_t purpose = 0x45492d49;  // "EI-I"
  for (std::uint32_t replica = 0; replica < options.permutations; ++replica) {
    random_stream rng{{.seed = options.seed, .replica = replica, .purpose = purpose}};
    for (std::uint32_t k = static_cast<std::uint32_t>(known.size()); k > 1; --k)
      std::swap(known[k - 1], known[rng.below(k)]);
    as_far += distance(count_external()) >= observed;
  }
  result.p = static_cast<double>(as_far + 1) / (static_cast<double>(options.permutations) + 1);
  return result;
}

namespace detail {
inline const ei_result& shared_ei_index(const graph_context& context) {
  return context.once<ei_result>([&] { return ei_index(context.graph(), context.groups(), {.permutations = 0}); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure ei_index{.info = {.name = "ei_index",
                                                 .label = {"E-I index", "E-I指数"},
                                                 .meaning = {"1 if all links cross groups, -1 if none does",
                                                             "1: すべてのつながりが集団を越える、-1: まったく越えない"},
                                                 .unit = "index",
                                                 .range = value_range{-1, 1},
                                                 .definition = "(edges across groups - edges within) / both",
                                                 .source = "Krackhardt & Stern 1988",
                                                 .cost = measure_cost::linear,
                                                 .defined_for = "graphs with groups",
                                                 .rank = 197},
                                        .of_groups = true,
                                        .find = [](const graph_context& context, graph_findings& found) {
                                          const ei_result& ei = detail::shared_ei_index(context);
                                          found.add("ei_index", ei.value);
                                          found.add("ei_expected", ei.expected);
                                        }};
inline constexpr graph_measure ei_expected{
    .info = {.name = "ei_expected",
             .label = {"E-I index by chance", "偶然のE-I指数"},
             .meaning = {"the E-I index if links were drawn at random", "つながりが無作為なときのE-I指数"},
             .unit = "index",
             .range = value_range{-1, 1},
             .definition = "the index of the graph in which all are tied to all",
             .source = "Krackhardt & Stern 1988",
             .cost = measure_cost::linear,
             .defined_for = "graphs with groups",
             .rank = 197},
    .of_groups = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("ei_expected", detail::shared_ei_index(context).expected);
    }};
}  // namespace measure

}  // namespace capnet
