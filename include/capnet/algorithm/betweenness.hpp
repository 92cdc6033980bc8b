#pragma once
/// How often a vertex lies between two others.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/betweenness_batch.hpp>
#include <capnet/algorithm/detail/draw_sources.hpp>
#include <capnet/algorithm/detail/search_order.hpp>
#include <capnet/algorithm/detail/single_source_betweenness.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/simple_projection.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet {

struct betweenness_options {
  unsigned threads = 0;  ///< 0: one for each core; the result is the same
  std::stop_token stop{};
  progress_callback report{};
  std::vector<vertex_index> sources{};  ///< paths from these alone; each entry counts. Empty: from all
  std::size_t samples = 0;  ///< paths from so many vertices drawn at random, scaled up. 0, or n and more: from all
  std::uint64_t seed = 0;   ///< of the draw
  bool single_precision = false;  ///< half the time on large graphs, and a relative error of about 3e-5
};

struct betweenness_result {
  std::vector<double> raw{};  ///< undirected: over unordered pairs
  /// Pairs of other vertices: (n - 1)(n - 2), halved if undirected; with `sources` their share of it.
  double pairs = 0;
  /// If sampled: with probability 95% `normalized` of a vertex that is chosen beforehand is no further from the exact
  /// value than this.
  std::optional<double> error{};

  /// raw / pairs, in [0, 1] (sampled: 1 within the error); empty below three vertices.
  [[nodiscard]] std::optional<double> normalized(vertex_index u) const {
    if (!(pairs > 0)) return std::nullopt;
    return raw[u] / pairs;
  }
};

namespace detail {

/// Sums of the dependencies of sources on the vertices of a graph that is simple and lies in order of degree.
///
/// Sources are taken in batches of 64. A batch is fast where its sources reach a vertex at few different distances: on
/// networks with hubs any sources do, on others near ones. Where even near ones don't, as on grids and long chains,
/// single sources are faster, on a graph in which near vertices lie together.
template <class Real>
class batched_dependencies {
 public:
  batched_dependencies(const ordered_graph& from, const betweenness_options& options)
      : g_{from.graph()}, options_{options}, used_{order_used(g_)}, batch_{g_.out_rows(), g_.in_rows(), used_} {}

  /// `sources` are positions.
  [[nodiscard]] std::vector<double> operator()(std::vector<vertex_index> sources) {
    std::erase_if(sources, [&](vertex_index s) { return s >= used_; });
    if (sources.size() > 64) {
      places_ = search_places(g_);
      sort_by_place(sources, places_);
    }
    sum_ = filled_vector<double>(g_.order());
    const auto report = [&](std::size_t done) {
      if (!options_.report) return;
      const double part = sources.empty() ? 1 : static_cast<double>(done) / static_cast<double>(sources.size());
      options_.report({part, "betweenness"});
    };
    for (std::size_t first = 0; first < sources.size(); first += told) {
      const auto group = std::span{sources}.subspan(first, std::min(told, sources.size() - first));
      std::ranges::rotate(group, group.begin() + static_cast<std::ptrdiff_t>(group.size() / 2));
      const bool together = add_batch(group.first(std::min<std::size_t>(64, group.size())));
      for (std::size_t k = 64; k < group.size();) {
        const std::size_t count = std::min<std::size_t>(together ? 64 : told, group.size() - k);
        report(first + k);
        if (together)
          (void)add_batch(group.subspan(k, count));
        else
          add_single(group.subspan(k, count));
        k += count;
      }
    }
    report(sources.size());
    return std::move(sum_);
  }

 private:
  static constexpr std::size_t told = 64 * 64;  ///< so many sources are searched as a batch from their middle tells
  static constexpr double few_lanes = 4;        ///< sources for each vertex and distance: below, single ones are faster

  static vertex_index order_used(const compressed_graph& g) {
    vertex_index used = g.order();
    while (used > 0 && g.out_degree(used - 1) + g.in_degree(used - 1) == 0) --used;
    return used;
  }
  /// Whether the sources were near enough to each other to be faster together.
  bool add_batch(std::span<const vertex_index> sources) {
    if (batch_.add(sources, sum_, {options_.threads, options_.stop, {}})) return batch_.shared_lanes() >= few_lanes;
    // More paths than a Real holds: single source by single source, in numbers that can.
    auto wide = filled_vector<double>(g_.order());
    add_single_source_dependencies<wide_number>(g_, sources, wide, options_.stop);
    for (std::size_t u = 0; u < wide.size(); ++u) sum_[u] += wide[u];
    return true;
  }
  void add_single(std::span<const vertex_index> sources) {
    if (!near_) near_.emplace(renumbered(g_, places_, options_.threads));
    std::vector<vertex_index> own(sources.size());
    for (std::size_t k = 0; k < own.size(); ++k) own[k] = places_[sources[k]];
    const std::vector<double> more = single_source_dependencies(*near_, own, {options_.threads, options_.stop, {}});
    for (std::size_t u = 0; u < sum_.size(); ++u) sum_[u] += more[places_[u]];
  }

  const compressed_graph& g_;
  const betweenness_options& options_;
  const vertex_index used_;  ///< the others have no arc
  betweenness_batch<Real> batch_;
  std::vector<vertex_index> places_;
  std::optional<compressed_graph> near_;
  std::vector<double> sum_;
};

/// Below this order each source is searched from alone.
inline constexpr vertex_index small_betweenness = 4'096;

/// g is simple. `ordered` is the same graph in positions, or is made if it is needed; from `small_betweenness` on, g
/// may then be it.
inline betweenness_result betweenness_of(const compressed_graph& g, const ordered_graph* ordered,
                                         const betweenness_options& options) {
  const vertex_index n = g.order();
  betweenness_result result;
  result.raw = filled_vector<double>(n);
  const double all_pairs = n > 2 ? (n - 1.0) * (n - 2.0) / (g.directed() ? 1 : 2) : 0;
  for (const vertex_index s : options.sources) expect_vertex(s, n);
  const bool sampled = options.sources.empty() && options.samples > 0 && options.samples < n;
  const std::vector<vertex_index> sources =
      !options.sources.empty() ? options.sources : draw_sources(n, sampled ? options.samples : n, options.seed);
  result.pairs = options.sources.empty() ? all_pairs : all_pairs * static_cast<double>(sources.size()) / n;
  if (n < small_betweenness) {
    result.raw = single_source_dependencies(g, sources, {options.threads, options.stop, options.report});
  } else {
    std::optional<ordered_graph> own;
    if (ordered == nullptr) ordered = &own.emplace(g, options.threads);
    std::vector<vertex_index> positions(sources.size());
    for (std::size_t k = 0; k < sources.size(); ++k) positions[k] = ordered->position()[sources[k]];
    std::sort(positions.begin(), positions.end());  // sources alike in degree reach most vertices at the same level
    const std::vector<double> sum = options.single_precision
                                        ? batched_dependencies<float>{*ordered, options}(std::move(positions))
                                        : batched_dependencies<double>{*ordered, options}(std::move(positions));
    for (vertex_index p = 0; p < n; ++p) result.raw[ordered->original()[p]] = sum[p];
  }
  double scale = g.directed() ? 1 : .5;
  if (sampled) {
    const auto k = static_cast<double>(sources.size());
    scale *= n / k;
    if (all_pairs > 0) result.error = n / (n - 1.0) * std::sqrt(std::log(2 / .05) / (2 * k));
  }
  for (double& value : result.raw) value *= scale;
  return result;
}

}  // namespace detail

/// Betweenness: over the pairs of other vertices, the share of their shortest paths that pass through u (Freeman 1977).
///
/// Pairs that no path joins add 0. Loops and repeats are ignored: a path is a sequence of vertices. Weights are not
/// used. With `sources` only pairs that begin at one of them count, undirected halved as always: so all vertices as
/// sources give the exact value. With `samples` the sources are drawn without replacement and the sum is scaled by n /
/// samples (Brandes & Pich 2007); `error` is Hoeffding's bound for it, which a vertex's true error rarely comes near.
///
/// Kernel: Brandes 2001. Below 4,096 vertices, and where many sources share few distances even to near ones (grids,
/// long chains), one breadth-first search and one sweep back from each source. Else 64 near sources at once on the
/// graph in order of degree: a mask of 64 bits for each vertex and level (Then et al. 2014), and a row of 64 numbers a
/// vertex; vertices pull path counts forward and (1 + dependency) / paths back, so that nothing is shared between
/// threads, and every sum has a fixed order. Rows are of floats if `single_precision` and the graph is that large. So
/// the order in which vertices are numbered changes the time little. A batch with more than 1e300 paths (floats: 1e30)
/// to a vertex is done with numbers of unbounded exponent, one source at a time. Verifier: tests/oracle (all shortest
/// paths listed; one source at a time), NetworkX (tests/golden).
///
/// Throws: input_error for a source that is no vertex; stopped.
/// Time O(sources (n + m)), space O(n + m) + 256 or 512 bytes and up to 16 for each level in which it is reached for
/// each vertex.
template <adjacency_graph Graph>
[[nodiscard]] betweenness_result betweenness(const Graph& graph, const betweenness_options& options = {}) {
  const detail::simple_view view{graph, true};
  return detail::betweenness_of(*view, nullptr, options);
}

/// In the numbers of the graph that g was made from, and the same bits.
[[nodiscard]] inline betweenness_result betweenness(const ordered_graph& g, const betweenness_options& options = {}) {
  if (g.graph().simple() && g.order() >= detail::small_betweenness)
    return detail::betweenness_of(g.graph(), &g, options);
  const compressed_graph original = detail::in_original_order(g);
  const detail::simple_view view{original, true};
  return detail::betweenness_of(*view, nullptr, options);
}

/// Betweenness centralization: sum over u of (max b - b_u) / (n - 1), with b normalized (Freeman 1979). Range [0, 1]; 1
/// is a star. Below three vertices: empty.   Time O(n).
[[nodiscard]] inline std::optional<double> betweenness_centralization(const betweenness_result& b) {
  if (!(b.pairs > 0)) return std::nullopt;
  const double largest = *std::max_element(b.raw.begin(), b.raw.end());
  double sum = 0;
  for (const double raw : b.raw) sum += largest - raw;
  return sum / (b.pairs * (static_cast<double>(b.raw.size()) - 1));
}

namespace detail {
inline const betweenness_result& shared_betweenness(const graph_context& context) {
  return context.once<betweenness_result>([&] { return betweenness(context.graph(), {.threads = 0}); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure betweenness_centralization{
    .info = {.name = "betweenness_centralization",
             .label = {"Betweenness centralization", "媒介中心化"},
             .meaning = {"1 if all shortest paths pass one vertex", "1: すべての最短経路が1つを通る"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "sum of differences from the largest betweenness / the most that a star has",
             .source = "Freeman 1979",
             .cost = measure_cost::heavy,
             .defined_for = "simple graphs",
             .rank = 206},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("betweenness_centralization", capnet::betweenness_centralization(detail::shared_betweenness(context)));
    }};
inline constexpr graph_measure betweenness{
    .info =
        {.name = "betweenness",
         .label = {"Betweenness", "媒介中心性"},
         .meaning = {"shortest paths between others that pass it", "他の2つの間の最短経路のうち、通るものの数"},
         .unit = "path",
         .definition =
             "sum over pairs of the share of their shortest paths that pass the vertex; unordered pairs if undirected",
         .source = "Freeman 1977; Brandes 2001",
         .cost = measure_cost::heavy,
         .defined_for = "simple graphs",
         .rank = 270},
    .of_vertices = true,
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("betweenness", detail::shared_betweenness(context).raw);
    }};
inline constexpr graph_measure betweenness_normalized{
    .info = {.name = "betweenness_normalized",
             .label = {"Betweenness, normalized", "媒介中心性（正規化）"},
             .meaning = {"the share of pairs of others that go by it", "他の組のうち、通る割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "betweenness / pairs of other vertices",
             .source = "Freeman 1977; Brandes 2001",
             .cost = measure_cost::heavy,
             .defined_for = "simple graphs",
             .rank = 271},
    .of_vertices = true,
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      const betweenness_result& all = detail::shared_betweenness(context);
      std::vector<std::optional<double>> normalized;
      for (vertex_index u = 0; u < context.graph().order(); ++u) normalized.push_back(all.normalized(u));
      found.add_column("betweenness_normalized", normalized);
    }};
}  // namespace measure

}  // namespace capnet
