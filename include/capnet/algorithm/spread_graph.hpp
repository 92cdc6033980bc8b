#pragma once
/// The graph that spreading runs on: arcs that pass with a probability, each with a key for its coins.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/algorithm/detail/arc_coins.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/memo.hpp>
#include <capnet/core/problem_list.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

/// Times of edges that have no bounds.
inline constexpr std::int32_t first_time = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int32_t last_time = std::numeric_limits<std::int32_t>::max();

/// An edge along which something passes from `source` to `target` with some probability; the other way too if
/// `both_ways`.
struct spread_edge {
  vertex_index source = 0;
  vertex_index target = 0;
  double probability = 0;  ///< in the linear threshold model the weight
  bool both_ways = false;
  /// Names the edge where coins are drawn by edge: its coin depends on (seed, sample, key) alone; so keys differ.
  /// Empty: its ends name it, and among parallel edges the rank of its probability.
  std::optional<std::uint64_t> key{};
  /// The times [begin, end) at which it can be used, for dated models alone.
  std::int32_t begin = first_time, end = last_time;
  friend bool operator==(const spread_edge&, const spread_edge&) = default;
};

/// What coins of arcs depend on, beside seed and sample. Either way samples don't depend on threads, instruction sets
/// or the order in which edges are given.
enum class coin_keys : std::uint8_t {
  by_row,   ///< the vertex it leaves and the place in its row: fast; another edge there changes the others' coins
  by_edge,  ///< the edge's key: each edge keeps its coins whatever else the graph holds, so that two graphs can be
            ///< compared with common random numbers
};

/// Edges with probabilities in compressed rows, prepared once to be asked often, from any thread. A row lists the arcs
/// that leave a vertex by target, parallel ones by probability; loops pass nothing and are left out. Immutable.
class spread_graph {
 public:
  spread_graph() : spread_graph{0, {}} {}

  /// Throws: input_error for ends outside [0, order) and probabilities outside [0, 1], all of them, and for more edges
  /// than 2^30. Time O(order + m log of the largest out-degree), space O(order + m).
  spread_graph(std::size_t order, std::span<const spread_edge> edges)
      : edges_(edges.begin(), edges.end()), memo_{std::make_unique<memo>()} {
    check(order);
    both_ways_ = std::ranges::any_of(edges_, &spread_edge::both_ways);
    table_.degree.assign(order, 0);
    for_arcs([&](vertex_index u, vertex_index, std::uint32_t) { ++table_.degree[u]; });
    table_.first.assign(order + 1, 0);
    for (std::size_t u = 0; u < order; ++u)  // whole groups of four
      table_.first[u + 1] = table_.first[u] + (table_.degree[u] + 3) / 4;
    const std::size_t groups = table_.first.back();
    table_.groups.assign(groups + 1, {});  // the last one is of no row
    table_.low.assign(4 * (groups + 1), 0);
    table_.edge.assign(4 * (groups + 1), detail::arc_coins::no_edge);
    std::vector<std::uint32_t> next(order);
    for (std::size_t u = 0; u < order; ++u) next[u] = 4 * table_.first[u];
    for_arcs([&](vertex_index u, vertex_index, std::uint32_t e) { table_.edge[next[u]++] = e; });
    const auto place = [&](vertex_index u, std::uint32_t e) {
      const spread_edge& uv = edges_[e];
      return std::tuple{uv.source == u ? uv.target : uv.source, uv.probability, uv.key, uv.both_ways, uv.begin, uv.end};
    };
    for (vertex_index u = 0; u < order; ++u) {
      const auto row = std::span{table_.edge}.subspan(table_.row_begin(u), table_.degree[u]);
      const auto before = [&](std::uint32_t a, std::uint32_t b) { return place(u, a) < place(u, b); };
      if (!std::is_sorted(row.begin(), row.end(), before)) std::sort(row.begin(), row.end(), before);
      for (std::size_t k = 0; k < row.size(); ++k) {
        const spread_edge& uv = edges_[row[k]];
        detail::arc_group& group = table_.groups[table_.first[u] + k / 4];
        group.target[k % 4] = uv.source == u ? uv.target : uv.source;
        const std::uint64_t threshold = detail::threshold_of(uv.probability);
        group.threshold[k % 4] = static_cast<std::uint32_t>(threshold >> 32);
        table_.low[table_.row_begin(u) + k] = static_cast<std::uint32_t>(threshold);
      }
    }
  }

  [[nodiscard]] std::size_t order() const noexcept { return table_.first.size() - 1; }
  [[nodiscard]] std::span<const spread_edge> edges() const noexcept { return edges_; }
  /// Calls `visit(target, edge)` for each arc that leaves u, with the position of its edge.
  template <class Visit>
  void for_each_out(vertex_index u, const Visit& visit) const {
    const std::size_t end = table_.row_end(u);
    for (std::size_t at = table_.row_begin(u); at < end; ++at) visit(table_.target(at), table_.edge[at]);
  }
  /// The same for each arc, by source: `visit(source, target, edge)`.
  template <class Visit>
  void for_each_arc(const Visit& visit) const {
    for (vertex_index u = 0; u < order(); ++u)
      for_each_out(u, [&](vertex_index v, std::uint32_t e) { visit(u, v, e); });
  }

  [[nodiscard]] std::size_t out_degree(vertex_index u) const { return table_.degree[u]; }
  /// Some edge passes both ways.
  [[nodiscard]] bool both_ways() const noexcept { return both_ways_; }

  /// For kernels.
  [[nodiscard]] const detail::arc_coins& coins() const noexcept { return table_; }
  /// What edges are named by in their coins, each beside its arcs, see `spread_edge::key`. Throws input_error if two
  /// edges have the same key: they would pass together or not at all. Time O(m log m) once.
  [[nodiscard]] std::span<const std::uint64_t> coin_names() const {
    return memo_->once<spread_graph>([&] { return name_arcs(); });
  }

 private:
  template <class Visit>
  void for_arcs(const Visit& visit) const {
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].source == edges_[e].target) continue;
      visit(edges_[e].source, edges_[e].target, e);
      if (edges_[e].both_ways) visit(edges_[e].target, edges_[e].source, e);
    }
  }

  void check(std::size_t order) const {
    detail::expect(order < std::numeric_limits<vertex_index>::max(), order, " vertices; expected fewer than 2^32 - 1");
    detail::expect(edges_.size() + order / 4 <= std::size_t{1} << 30, edges_.size(),
                   " edges; expected at most 2^30, less a fourth of the vertices");
    problem_list problems;
    const auto fault = [&](std::string message) { problems.add({"", 0, 0, std::move(message)}); };
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].source >= order || edges_[e].target >= order)
        fault("edge " + std::to_string(e) + " ends at no vertex; expected ends below " + std::to_string(order));
      if (!(edges_[e].probability >= 0 && edges_[e].probability <= 1))
        fault("edge " + std::to_string(e) + " passes with probability " + short_number(edges_[e].probability, 12) +
              "; expected one in [0, 1]");
    }
    if (!problems.empty()) throw input_error{std::move(problems)};
  }

  [[nodiscard]] std::vector<std::uint64_t> name_arcs() const {
    struct name {
      std::uint64_t entity;
      bool keyed, both_ways;
      double probability;
      std::uint32_t edge;
      [[nodiscard]] auto kind() const { return std::tuple{keyed, both_ways && !keyed, entity}; }
      [[nodiscard]] auto place() const { return std::tuple{kind(), probability, edge}; }
    };
    std::vector<name> names;
    names.reserve(edges_.size());
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
      const spread_edge& uv = edges_[e];
      const bool turned = uv.both_ways && uv.target < uv.source;
      const std::uint64_t ends = std::uint64_t{turned ? uv.target : uv.source} << 32 | (turned ? uv.source : uv.target);
      names.push_back({uv.key.value_or(ends), uv.key.has_value(), uv.both_ways, uv.probability, e});
    }
    std::ranges::sort(names, {}, &name::place);
    std::vector<std::uint64_t> of_edge(edges_.size());
    std::uint32_t rank = 0;
    for (std::size_t k = 0; k < names.size(); ++k) {
      const name& one = names[k];
      const bool again = k > 0 && names[k - 1].kind() == one.kind();
      if (again && one.keyed) {
        const auto [a, b] = std::minmax(names[k - 1].edge, one.edge);
        throw input_error{"edges " + std::to_string(a) + " and " + std::to_string(b) +
                          " have the same key; expected another for each edge, or none"};
      }
      rank = again ? rank + 1 : 0;
      of_edge[one.edge] = one.keyed ? one.entity : detail::name_by_ends(one.entity, rank, one.both_ways);
    }
    std::vector<std::uint64_t> of_arc(table_.edge.size());
    for (std::size_t at = 0; at < of_arc.size(); ++at) {
      if (table_.edge[at] != detail::arc_coins::no_edge) of_arc[at] = of_edge[table_.edge[at]];
    }
    return of_arc;
  }

  std::vector<spread_edge> edges_;
  bool both_ways_ = false;
  detail::arc_coins table_{};
  std::unique_ptr<memo> memo_;
};

/// The vertices of `starts`, each once, ascending. Throws input_error that lists those that are none of the graph.
[[nodiscard]] inline std::vector<vertex_index> distinct_starts(const spread_graph& g,
                                                               std::span<const vertex_index> starts) {
  problem_list problems;
  for (const vertex_index v : starts) {
    if (v >= g.order())
      problems.add(
          {"", 0, 0, "start " + std::to_string(v) + " is no vertex; expected one below " + std::to_string(g.order())});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  std::vector<vertex_index> once{starts.begin(), starts.end()};
  std::ranges::sort(once);
  once.erase(std::unique(once.begin(), once.end()), once.end());
  return once;
}

}  // namespace capnet
