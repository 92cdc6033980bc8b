#pragma once
/// Communities by listening to the neighbors.
#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet {

struct label_propagation_options {
  int max_iterations = 100;  ///< over all vertices
  unsigned threads = 0;      ///< 0: one for each core
  std::stop_token stop{};
  progress_callback report{};
};

struct label_propagation_result {
  std::vector<vertex_index> label{};  ///< of each vertex: the smallest member of its community
  std::size_t communities = 0;
  bool converged = false;
  int iterations = 0;  ///< the last one changed nothing, if converged
};

namespace detail {

/// The labels heard by one vertex, counted. One for each thread.
class label_poll {
 public:
  /// The label that most of `heard` have, the smallest of several; but `current` if no other has more. `heard` is
  /// reordered.
  [[nodiscard]] vertex_index winner(std::vector<vertex_index>& heard, vertex_index current) {
    return heard.size() <= 64 ? of_few(heard, current) : of_many(heard, current);
  }

 private:
  struct best {
    vertex_index label = 0;
    std::size_t votes = 0;
    void offer(vertex_index other, std::size_t count) {
      if (count > votes || (count == votes && other < label)) *this = {other, count};
    }
  };

  static vertex_index of_few(std::vector<vertex_index>& heard, vertex_index current) {
    std::sort(heard.begin(), heard.end());
    best found;
    std::size_t own = 0;
    for (std::size_t k = 0; k < heard.size();) {
      std::size_t end = k + 1;
      while (end < heard.size() && heard[end] == heard[k]) ++end;
      if (heard[k] == current) own = end - k;
      found.offer(heard[k], end - k);
      k = end;
    }
    return found.votes > own ? found.label : current;
  }

  /// With a table of open addressing of at least twice the size.
  vertex_index of_many(const std::vector<vertex_index>& heard, vertex_index current) {
    const std::size_t size = std::bit_ceil(heard.size() * 2);
    if (table_.size() < size) table_.resize(size);
    std::fill_n(table_.begin(), size, slot{});
    best found;
    std::size_t own = 0;
    for (const vertex_index label : heard) {
      std::size_t at = (label * std::size_t{0x9e3779b97f4a7c15}) >> 20 & (size - 1);
      while (table_[at].votes != 0 && table_[at].label != label) at = (at + 1) & (size - 1);
      table_[at].label = label;
      found.offer(label, ++table_[at].votes);  // the end is what counts: a label is offered again whenever it gains
      if (label == current) own = table_[at].votes;
    }
    return found.votes > own ? found.label : current;
  }

  struct slot {
    vertex_index label = 0;
    std::uint32_t votes = 0;
  };
  std::vector<slot> table_;
};

/// `out` and `in` are the same of an undirected graph. `original` names the vertices; empty: by their numbers.
class label_propagation_run {
 public:
  label_propagation_run(const compressed_graph& g, std::span<const vertex_index> original,
                        std::span<const vertex_index> position, const label_propagation_options& options)
      : out_{g.out_rows()},
        in_{g.in_rows()},
        directed_{g.directed()},
        original_{original},
        position_{position},
        options_{options} {}

  [[nodiscard]] label_propagation_result run() {
    const execution how{options_.threads, options_.stop, {}};
    const vertex_index n = out_.order();
    color();
    label_.resize(n);
    for (vertex_index p = 0; p < n; ++p) label_[p] = name(p);
    asked_.assign(n, 1);
    label_propagation_result result;
    while (!result.converged && result.iterations < options_.max_iterations) {
      bool changed = false;
      for (std::size_t c = 0; c + 1 < first_of_color_.size(); ++c) {
        changed |=
            listen(std::span{by_color_}.subspan(first_of_color_[c], first_of_color_[c + 1] - first_of_color_[c]), how);
      }
      ++result.iterations;
      result.converged = !changed;
      if (options_.report) {
        options_.report({result.converged ? 1 : static_cast<double>(result.iterations) / options_.max_iterations,
                         "label propagation"});
      }
    }
    if (n == 0) result.converged = true;
    // The name of a community: its smallest member.
    std::vector<vertex_index> smallest(n, std::numeric_limits<vertex_index>::max());
    for (vertex_index p = 0; p < n; ++p) smallest[label_[p]] = std::min(smallest[label_[p]], name(p));
    result.label.resize(n);
    for (vertex_index p = 0; p < n; ++p) result.label[name(p)] = smallest[label_[p]];
    for (const vertex_index member : smallest) result.communities += member != std::numeric_limits<vertex_index>::max();
    return result;
  }

 private:
  [[nodiscard]] vertex_index name(vertex_index p) const { return original_.empty() ? p : original_[p]; }

  template <class Visit>
  void for_neighbors(vertex_index p, const Visit& visit) const {
    for (const vertex_index q : out_[p]) {
      if (q != p) visit(q);
    }
    if (!directed_) return;
    for (const vertex_index q : in_[p]) {
      if (q != p) visit(q);
    }
  }

  /// First fit in the order of names: neighbors never have the same color. Within a color, by position.
  void color() {
    constexpr vertex_index none = std::numeric_limits<vertex_index>::max();
    const vertex_index n = out_.order();
    std::vector<vertex_index> color(n, none), taken_by;
    first_of_color_.assign(1, 0);
    for (vertex_index u = 0; u < n; ++u) {
      if (u % 65536 == 0) throw_if_stopped(options_.stop);
      const vertex_index p = position_.empty() ? u : position_[u];
      taken_by.resize(first_of_color_.size(), none);
      for_neighbors(p, [&](vertex_index q) {
        if (color[q] != none) taken_by[color[q]] = u;
      });
      vertex_index c = 0;
      while (taken_by[c] == u) ++c;
      color[p] = c;
      if (c + 1 == first_of_color_.size()) first_of_color_.push_back(0);
      ++first_of_color_[c + 1];
    }
    for (std::size_t c = 1; c < first_of_color_.size(); ++c) first_of_color_[c] += first_of_color_[c - 1];
    std::vector<std::size_t> next(first_of_color_.begin(), first_of_color_.end() - 1);
    by_color_.resize(n);
    for (vertex_index p = 0; p < n; ++p) by_color_[next[color[p]]++] = p;
  }

  /// Lets the vertices of one color take their new labels. They aren't neighbors, so it doesn't matter in which order.
  bool listen(std::span<const vertex_index> members, const execution& how) {
    std::atomic<bool> changed{false};
    parallel_for_blocks(members.size(), 512, how, [&](std::size_t, std::size_t first, std::size_t last) {
      thread_local label_poll poll;
      thread_local std::vector<vertex_index> heard;
      bool any = false;
      for (std::size_t k = first; k < last; ++k) {
        const vertex_index p = members[k];
        if (asked_[p] == 0) continue;  // nobody around has changed since
        asked_[p] = 0;
        heard.clear();
        for_neighbors(p, [&](vertex_index q) { heard.push_back(label_[q]); });
        if (heard.empty()) continue;
        const vertex_index to = poll.winner(heard, label_[p]);
        if (to == label_[p]) continue;
        label_[p] = to;
        any = true;
        for_neighbors(p, [&](vertex_index q) { std::atomic_ref{asked_[q]}.store(1, std::memory_order_relaxed); });
      }
      if (any) changed.store(true, std::memory_order_relaxed);
    });
    return changed;
  }

  compressed_rows out_, in_;
  bool directed_;
  std::span<const vertex_index> original_, position_;
  const label_propagation_options& options_;
  std::vector<std::size_t> first_of_color_;
  std::vector<vertex_index> by_color_, label_;
  std::vector<std::uint8_t> asked_;
};

}  // namespace detail

/// Communities by label propagation (Raghavan, Albert & Kumara 2007): everybody starts with a label of its own and
/// takes, again and again, the label that most of its neighbors have, until nobody wants to change.
///
/// The direction of arcs doesn't matter: an arc is heard at both its ends. A parallel edge counts as often as it
/// stands, weights don't count, loops are ignored; a vertex without neighbors stays alone. A community may fall into
/// parts that touch nowhere: those who handed a label on may have left it. Without vertices: no labels, converged.
///
/// Deterministic where the original draws lots: a vertex keeps its label unless another has more neighbors, then takes
/// the smallest of those that have most. It is semi-synchronous (Cordasco & Gargano 2010): vertices are colored by
/// first fit in the order of their numbers, and those of a color change at once, color after color. Neighbors never
/// change at once, so each change makes more edges agree, and it always ends: `converged` is false only for want of
/// iterations. The order of the edges and of the threads does not matter. The numbers of the vertices do: they are the
/// first labels, so the same graph numbered otherwise may fall into other communities.
///
/// Kernel: as above; only those are asked again of whom a neighbor has changed. Verifier:
/// tests/oracle/label_propagation_test.cpp (one vertex after the other).
/// Throws: input_error if max_iterations is below 0; stopped.   Time O(m + iterations m log / threads) at most, space
/// O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] label_propagation_result label_propagation(const Graph& g,
                                                         const label_propagation_options& options = {}) {
  detail::expect(options.max_iterations >= 0, options.max_iterations, " iterations at most; expected 0 or more");
  const detail::compressed_view<Graph> view{g};
  return detail::label_propagation_run{*view, {}, {}, options}.run();
}

[[nodiscard]] inline label_propagation_result label_propagation(const ordered_graph& g,
                                                                const label_propagation_options& options = {}) {
  detail::expect(options.max_iterations >= 0, options.max_iterations, " iterations at most; expected 0 or more");
  return detail::label_propagation_run{g.graph(), g.original(), g.position(), options}.run();
}

namespace detail {
inline const label_propagation_result& shared_communities(const graph_context& context) {
  return context.once<label_propagation_result>([&] { return label_propagation(context.graph()); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure communities{
    .info = {.name = "communities",
             .label = {"Communities", "コミュニティ"},
             .meaning = {"groups that are linked more closely within; empty if labels still change",
                         "内側がより密につながる集団の数"},
             .unit = "community",
             .definition = "sets of vertices that label propagation settles on",
             .source = "Raghavan, Albert & Kumara 2007",
             .cost = measure_cost::heavy,
             .defined_for = "graphs",
             .rank = 205},
    .find = [](const graph_context& context, graph_findings& found) {
      const label_propagation_result& all = detail::shared_communities(context);
      found.add("communities", all.converged ? std::optional{static_cast<double>(all.communities)} : std::nullopt);
    }};
inline constexpr graph_measure community{
    .info = {.name = "community",
             .label = {"Community", "属するコミュニティ"},
             .meaning = {"the community's first vertex", "そのコミュニティの最初の頂点"},
             .unit = "vertex",
             .definition = "the label that label propagation settles on",
             .source = "Raghavan, Albert & Kumara 2007",
             .cost = measure_cost::heavy,
             .defined_for = "graphs",
             .rank = 300},
    .of_vertices = true,
    .find = [](const graph_context& context, graph_findings& found) {
      const label_propagation_result& all = detail::shared_communities(context);
      std::vector<std::optional<double>> labels(all.label.size());
      if (all.converged) std::copy(all.label.begin(), all.label.end(), labels.begin());
      found.add_column("community", labels, true);
    }};
}  // namespace measure

}  // namespace capnet
