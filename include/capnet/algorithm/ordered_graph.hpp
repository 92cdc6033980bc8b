#pragma once
/// A graph renumbered by falling degree: what makes kernels fast on large networks with hubs.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/detail/sliced_rows.hpp>
#include <capnet/algorithm/detail/sort_columns.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

namespace capnet {

/// A graph whose vertices stand in positions by falling degree (directed: out and in together), equals by number, and
/// the way back. Kernels that take one answer in the numbers of the graph it was made from.
class ordered_graph {
 public:
  ordered_graph() = default;
  /// The graph `g` in order, the same at any number of threads. Time O(n + m log(longest row)), space O(n + m).
  explicit ordered_graph(const compressed_graph& g, unsigned threads = 0) {
    place_vertices(g, threads);
    graph_.size_ = g.size_;
    graph_.dropped_ = g.dropped_;
    graph_.unknown_weights_ = g.unknown_weights_;
    graph_.directed_ = g.directed_;
    graph_.simple_ = g.simple_;
    graph_.weighted_ = g.weighted_;
    graph_.weights_ = g.weighted_ ? detail::large_vector<double>(g.weights_.size()) : g.weights_;
    renumber(g.out_rows(), graph_.offsets_, graph_.targets_, graph_.weights_.data(), threads);
    if (g.directed_) renumber(g.in_rows(), graph_.in_offsets_, graph_.sources_, nullptr, threads);
  }
  /// The same as the graph that `compressed_graph::from_columns` makes of them, put in order. Throws: as that does.
  [[nodiscard]] static ordered_graph from_columns(std::size_t order, std::span<const vertex_index> sources,
                                                  std::span<const vertex_index> targets,
                                                  std::span<const double> weights = {},
                                                  const graph_options& options = {}) {
    return ordered_graph{compressed_graph::from_columns(order, sources, targets, weights, options), options.threads};
  }

  [[nodiscard]] vertex_index order() const noexcept { return graph_.order(); }
  [[nodiscard]] std::size_t size() const noexcept { return graph_.size(); }
  [[nodiscard]] bool directed() const noexcept { return graph_.directed(); }
  /// The same graph in positions.
  [[nodiscard]] const compressed_graph& graph() const noexcept { return graph_; }
  /// `original()[p]` is the vertex at position p, `position()[u]` the position of vertex u.
  [[nodiscard]] std::span<const vertex_index> original() const noexcept { return original_; }
  [[nodiscard]] std::span<const vertex_index> position() const noexcept { return position_; }
  /// For kernels: the arcs in without weights, 16 rows side by side. Made when it is first asked for and kept, 4 bytes
  /// an arc; copies of this graph share it. Safe from several threads.
  [[nodiscard]] std::shared_ptr<const detail::sliced_rows> sliced_in_rows(const execution& how = {}) const {
    {
      const std::lock_guard reading{kept_->lock};
      if (kept_->in_rows) return kept_->in_rows;
    }
    // Made without the lock: a thread that waits for its own blocks may come by here. Who is second throws its own
    // away.
    compressed_rows in = graph_.in_rows();
    in.weights = {};
    auto made = std::make_shared<const detail::sliced_rows>(in, true, how);
    const std::lock_guard writing{kept_->lock};
    if (!kept_->in_rows) kept_->in_rows = std::move(made);
    return kept_->in_rows;
  }

 private:
  struct kept_layout {
    std::mutex lock;
    std::shared_ptr<const detail::sliced_rows> in_rows{};
  };
  /// Counts degrees, then puts each vertex behind those of larger degree and its equals of smaller number.
  void place_vertices(const compressed_graph& g, unsigned threads) {
    const vertex_index n = g.order();
    original_.resize(n);
    position_.resize(n);
    const auto degree = [&](vertex_index u) {
      return std::uint64_t{g.out_degree(u)} + (g.directed() ? g.in_degree(u) : 0);
    };
    const std::size_t grain =
        std::max<std::size_t>(std::size_t{1} << 14, n / (4 * std::size_t{detail::wanted_threads(threads)}) + 1);
    const auto largest = parallel_reduce(
        n, grain, threads, std::uint64_t{0},
        [&](std::size_t first, std::size_t last) {
          std::uint64_t most = 0;
          for (std::size_t u = first; u < last; ++u) most = std::max(most, degree(static_cast<vertex_index>(u)));
          return most;
        },
        [](std::uint64_t a, std::uint64_t b) { return std::max(a, b); });
    // Degrees up to this have a counter each; the few vertices beyond are sorted.
    const std::uint64_t counted = std::min<std::uint64_t>(largest, 4095);
    std::vector<vertex_index> beyond;
    const std::size_t blocks = n / grain + (n % grain != 0);
    std::vector<vertex_index> next((counted + 1) * blocks, 0);
    parallel_for_blocks(n, grain, threads, [&](std::size_t block, std::size_t first, std::size_t last) {
      vertex_index* const counts = next.data() + block * (counted + 1);
      for (std::size_t u = first; u < last; ++u) {
        const std::uint64_t d = degree(static_cast<vertex_index>(u));
        if (d <= counted) ++counts[d];
      }
    });
    if (largest > counted) {
      for (vertex_index u = 0; u < n; ++u) {
        if (degree(u) > counted) beyond.push_back(u);
      }
      std::sort(beyond.begin(), beyond.end(),
                [&](vertex_index u, vertex_index v) { return degree(u) != degree(v) ? degree(u) > degree(v) : u < v; });
      for (std::size_t p = 0; p < beyond.size(); ++p) {
        original_[p] = beyond[p];
        position_[beyond[p]] = static_cast<vertex_index>(p);
      }
    }
    auto sum = static_cast<vertex_index>(beyond.size());
    for (std::uint64_t d = counted + 1; d-- > 0;) {
      for (std::size_t block = 0; block < blocks; ++block) sum += std::exchange(next[block * (counted + 1) + d], sum);
    }
    parallel_for_blocks(n, grain, threads, [&](std::size_t block, std::size_t first, std::size_t last) {
      vertex_index* const places = next.data() + block * (counted + 1);
      for (std::size_t k = first; k < last; ++k) {
        const auto u = static_cast<vertex_index>(k);
        const std::uint64_t d = degree(u);
        if (d > counted) continue;
        const vertex_index p = places[d]++;
        original_[p] = u;
        position_[u] = p;
      }
    });
  }

  /// Row by row in the order of positions: the columns renumbered and sorted, equals in their order.
  void renumber(const compressed_rows& from, detail::large_vector<arc_index>& offsets,
                detail::large_vector<vertex_index>& columns, double* weights, unsigned threads) const {
    const std::size_t n = original_.size();
    offsets.resize(n + 1);
    offsets[0] = 0;
    for (std::size_t p = 0; p < n; ++p) offsets[p + 1] = offsets[p] + from.degree(original_[p]);
    columns.resize(from.columns.size());
    const bool weighted = weights != nullptr && !from.weights.empty();
    const auto bits = static_cast<unsigned>(std::bit_width(n));
    const detail::column_sort map_and_sort = detail::map_and_sort(current_simd(), bits);
    // Blocks of about as many arcs: a block is the rows that begin in a stretch of so many.
    constexpr std::size_t stretch = std::size_t{1} << 16;
    constexpr std::size_t ahead = 16;
    const std::size_t arcs = from.columns.size();
    parallel_for_blocks(arcs, stretch, threads, [&](std::size_t, std::size_t first, std::size_t last) {
      auto p = static_cast<std::size_t>(std::lower_bound(offsets.begin(), offsets.end() - 1, first) - offsets.begin());
      std::vector<vertex_index> spare;
      std::vector<std::pair<std::uint64_t, double>> pairs;
      const vertex_index* const position = position_.data();
      for (; p < n && offsets[p] < last; ++p) {
        if (p + ahead < n) {
          detail::prefetch(from.offsets.data() + original_[p + ahead]);
          detail::prefetch(from.columns.data() + from.offsets[original_[p + ahead / 2]]);
        }
        const std::size_t degree = offsets[p + 1] - offsets[p];
        const vertex_index* const row = from.columns.data() + from.offsets[original_[p]];
        vertex_index* const to = columns.data() + offsets[p];
        if (weighted) {
          const double* const weight = from.weights.data() + from.offsets[original_[p]];
          pairs.resize(degree);
          for (std::size_t k = 0; k < degree; ++k) pairs[k] = {std::uint64_t{position[row[k]]} << 32 | k, weight[k]};
          std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
          for (std::size_t k = 0; k < degree; ++k) {
            to[k] = static_cast<vertex_index>(pairs[k].first >> 32);
            weights[offsets[p] + k] = pairs[k].second;
          }
          continue;
        }
        if (spare.size() < degree) spare.resize(degree);
        map_and_sort(position, row, to, spare.data(), degree, bits);
      }
    });
  }

  compressed_graph graph_;
  detail::large_vector<vertex_index> original_, position_;
  std::shared_ptr<kept_layout> kept_ = std::make_shared<kept_layout>();
};

namespace detail {

/// g itself if it is in compressed rows, else a copy that is. Borrows g.
template <adjacency_graph Graph>
class compressed_view {
 public:
  explicit compressed_view(const Graph& g) {
    if constexpr (std::is_same_v<Graph, compressed_graph>) {
      view_ = &g;
    } else {
      std::vector<edge> edges;
      edges.reserve(g.size());
      for (vertex_index u = 0; u < g.order(); ++u) {
        std::size_t k = 0;
        for (const vertex_index v : g.successors(u)) {
          double weight = 1;
          if constexpr (weighted_graph<Graph>) weight = g.weights(u)[k];
          if (g.directed() || u <= v) edges.push_back({u, v, weight});
          ++k;
        }
      }
      view_ = &own_.emplace(compressed_graph::from_edges(
          g.order(), edges,
          {.directed = g.directed(), .keep_loops = true, .parallel = parallel_edges::all, .unknown_weights = true}));
    }
  }
  compressed_view(const compressed_view&) = delete;
  compressed_view& operator=(const compressed_view&) = delete;
  [[nodiscard]] const compressed_graph& operator*() const noexcept { return *view_; }

 private:
  std::optional<compressed_graph> own_;
  const compressed_graph* view_ = nullptr;
};

}  // namespace detail
}  // namespace capnet
