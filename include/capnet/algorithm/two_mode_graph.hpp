#pragma once
/// Two kinds of vertices, and edges only between them: women and the events they went to.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/simple_projection.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// One of the two kinds of vertices of a two-mode graph.
enum class mode : std::uint8_t { first, second };

[[nodiscard]] constexpr mode other(mode m) noexcept { return m == mode::first ? mode::second : mode::first; }

/// An undirected simple graph each of whose edges joins a vertex of the first mode to one of the second (Borgatti &
/// Everett 1997).
///
/// Numbers are those of the graph that it was made from, whose directions and repeats are forgotten. Models
/// adjacency_graph, so that every one-mode algorithm takes it too. A mode may have no vertex, and a vertex no edge.
class two_mode_graph {
 public:
  /// No vertices of either mode.
  two_mode_graph() = default;

  /// Throws: input_error unless `modes` has an entry for every vertex of g, and one that names the edges within a mode,
  /// loops too, the first 20 of them.   Time and space O(n + m).
  template <adjacency_graph Graph>
  two_mode_graph(const Graph& g, std::span<const mode> modes) : modes_(modes.begin(), modes.end()) {
    detail::expect_entries(modes_.size(), g.order());
    check(g);
    graph_ = simple_projection(g);
    number();
  }

  /// The same where the first mode is the vertices below `first_order`: input_error if g has not so many.
  template <adjacency_graph Graph>
  two_mode_graph(const Graph& g, vertex_index first_order) : modes_(g.order(), mode::second) {
    detail::expect(first_order <= g.order(), first_order, " vertices of the first mode in a graph of ", g.order(),
                   "; expected at most as many");
    for (vertex_index u = 0; u < first_order; ++u) modes_[u] = mode::first;
    check(g);
    graph_ = simple_projection(g);
    number();
  }

  [[nodiscard]] vertex_index order() const noexcept { return graph_.order(); }
  [[nodiscard]] std::size_t size() const noexcept { return graph_.size(); }
  [[nodiscard]] bool directed() const noexcept { return false; }
  [[nodiscard]] std::size_t out_degree(vertex_index u) const noexcept { return graph_.out_degree(u); }
  [[nodiscard]] std::span<const vertex_index> successors(vertex_index u) const noexcept { return graph_.successors(u); }
  /// The same as a plain graph, without a copy.
  [[nodiscard]] const compressed_graph& graph() const noexcept { return graph_; }

  [[nodiscard]] mode mode_of(vertex_index u) const noexcept { return modes_[u]; }
  /// The vertices of a mode, ascending.
  [[nodiscard]] std::span<const vertex_index> vertices(mode m) const noexcept {
    return m == mode::first ? first_ : second_;
  }
  /// The number of vertices of a mode.
  [[nodiscard]] vertex_index order(mode m) const noexcept { return static_cast<vertex_index>(vertices(m).size()); }
  /// The place of u among the vertices of its mode: `vertices(mode_of(u))[place(u)] == u`.
  [[nodiscard]] vertex_index place(vertex_index u) const noexcept { return places_[u]; }

 private:
  template <adjacency_graph Graph>
  void check(const Graph& g) const {
    constexpr std::size_t most = 20;
    std::vector<problem> problems;
    std::size_t within = 0;
    for (vertex_index u = 0; u < g.order(); ++u) {
      for (const vertex_index v : g.successors(u)) {
        if (modes_[u] != modes_[v] || (v < u && !g.directed())) continue;
        if (++within > most) continue;
        problems.push_back({"", 0, 0,
                            "the edge " + std::to_string(u) + "-" + std::to_string(v) + " lies within the " +
                                (modes_[u] == mode::first ? "first" : "second") +
                                " mode; expected edges between the two"});
      }
    }
    if (within > most)
      problems.push_back({"", 0, 0, "and " + std::to_string(within - most) + " further edges within a mode"});
    if (!problems.empty()) throw input_error{std::move(problems)};
  }
  void number() {
    places_.reserve(modes_.size());
    for (vertex_index u = 0; u < order(); ++u) {
      std::vector<vertex_index>& same = modes_[u] == mode::first ? first_ : second_;
      places_.push_back(static_cast<vertex_index>(same.size()));
      same.push_back(u);
    }
  }

  compressed_graph graph_;
  std::vector<mode> modes_;
  std::vector<vertex_index> places_;
  std::vector<vertex_index> first_;
  std::vector<vertex_index> second_;
};

static_assert(adjacency_graph<two_mode_graph>);

}  // namespace capnet
