#pragma once
/// Several relations of a view as one plain graph, for algorithms that know no kinds.
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/text.hpp>
#include <capnet/view/network_view.hpp>
#include <capnet/view/tie_number.hpp>

namespace capnet {

struct flatten_options {
  bool directed = false;                          ///< keep directions; undirected relations then become arcs both ways
  parallel_edges parallel = parallel_edges::sum;  ///< fits a strength; `min` fits a length
  std::optional<double> unknown_weight{};  ///< stands for a weight that is not known; empty: it stays unknown (NaN)
  bool only_tied = false;                  ///< leave out vertices that no kept tie touches
  std::string_view weight = "weight";      ///< the attribute that is the weight: `attr::hours::name`
};

/// Which number a vertex has in a plain graph. Time O(1); space 4 bytes for each id up to the largest that has one,
/// kind by kind.
class vertex_numbers {
 public:
  /// Gives the vertex a number unless it has one; returns whether it had none.
  bool emplace(vertex_ref v, vertex_index number) {
    const auto k = static_cast<std::size_t>(v.kind);
    if (k >= numbers_.size()) numbers_.resize(k + 1);
    if (v.value >= numbers_[k].size()) numbers_[k].resize(std::size_t{v.value} + 1, none);
    if (numbers_[k][v.value] != none) return false;
    numbers_[k][v.value] = number;
    return true;
  }
  [[nodiscard]] std::optional<vertex_index> find(vertex_ref v) const {
    const auto k = static_cast<std::size_t>(v.kind);
    if (k >= numbers_.size() || v.value >= numbers_[k].size() || numbers_[k][v.value] == none) return std::nullopt;
    return numbers_[k][v.value];
  }
  [[nodiscard]] bool contains(vertex_ref v) const { return find(v).has_value(); }
  /// Throws std::out_of_range if it has none.
  [[nodiscard]] vertex_index at(vertex_ref v) const {
    if (const auto number = find(v)) return *number;
    throw std::out_of_range{"a vertex has no number in this graph"};
  }

 private:
  static constexpr vertex_index none = 0xFFFFFFFF;  // no graph has so many vertices
  std::vector<std::vector<vertex_index>> numbers_;  // [kind][id]
};

/// A plain graph and whom its numbers stand for.
struct flattened {
  compressed_graph graph{};
  std::vector<vertex_ref> vertices{};  ///< [number], by kind and then id
  vertex_numbers numbers{};
};

/// The ties of `relations` that count in `view`. Vertices are all those that the relations admit, so that isolates are
/// seen too; of a deed also those that have ended. Loops are dropped and counted.
///
/// Several ties between the same two vertices, of one relation or of several, undirected in either direction, become
/// one edge by `parallel`. If no tie of the relations ever had a weight, nor is there an `unknown_weight`, the graph
/// has no weights and what is repeated counts once. Else a tie without one has an unknown weight, and so has every edge
/// that it becomes part of (but for `parallel_edges::first`): see compressed_graph::unknown_weights. The graph does not
/// depend on the order of the rows, but for `first` and `all`.
///
/// Time O(n + m); space the graph and 40 bytes a tie. Throws input_error for more ties than a graph holds, for an
/// `unknown_weight` that is no finite number, for weights whose sum is none, for a relation without the attribute that
/// is to be the weight, and for units or meanings of it that differ.
[[nodiscard]] inline flattened flatten(const network_view& view, std::span<const relation_index> relations,
                                       const flatten_options& options = {}) {
  flattened flat;
  std::vector<bool> wanted(view.schema().kind_count());
  std::size_t most_edges = 0;
  const double unknown_weight = options.unknown_weight.value_or(std::numeric_limits<double>::quiet_NaN());
  if (options.unknown_weight && !std::isfinite(unknown_weight))
    throw input_error{"unknown_weight is " + short_number(unknown_weight) + "; expected a finite number, or nothing"};
  bool weighted = options.unknown_weight.has_value();
  expect_one_unit(view.net(), relations, options.weight);
  std::vector<tie_number> numbers;
  for (const relation_index r : relations) {
    for (const kind_index k : view.schema().relation(r).sources) wanted[static_cast<std::size_t>(k)] = true;
    for (const kind_index k : view.schema().relation(r).targets) wanted[static_cast<std::size_t>(k)] = true;
    most_edges += view.net().layer(r).size() * (options.directed && !view.schema().relation(r).directed ? 2 : 1);
    weighted = numbers.emplace_back(view.net(), r, options.weight).known() || weighted;
  }
  vertex_numbers tied;
  if (options.only_tied) {
    for (const relation_index r : relations) {
      view.for_each_tie(r,
                        [&](tie_ref, const dated_tie& uv) { tied.emplace(uv.source, 0), tied.emplace(uv.target, 0); });
    }
  }
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    if (!wanted[k]) continue;
    view.for_each_party(relations, static_cast<kind_index>(k), [&](vertex_ref v) {
      if (options.only_tied && !tied.contains(v)) return;
      flat.numbers.emplace(v, static_cast<vertex_index>(flat.vertices.size()));
      flat.vertices.push_back(v);
    });
  }
  detail::large_vector<vertex_index> sources, targets;
  detail::large_vector<double> weights;
  sources.reserve(most_edges), targets.reserve(most_edges), weights.reserve(weighted ? most_edges : 0);
  auto add = [&](vertex_index u, vertex_index v, double weight) {
    sources.push_back(u), targets.push_back(v);
    if (weighted) weights.push_back(weight);
  };
  for (std::size_t k = 0; k < relations.size(); ++k) {
    const relation_index r = relations[k];
    const bool both_ways = options.directed && !view.schema().relation(r).directed;
    view.for_each_tie(r, [&](tie_ref tie, const dated_tie& uv) {
      const auto u = flat.numbers.find(uv.source);
      const auto v = flat.numbers.find(uv.target);
      if (!u || !v) return;
      const double weight = numbers[k](tie, uv).value_or(unknown_weight);
      add(*u, *v, weight);
      if (both_ways) add(*v, *u, weight);
    });
  }
  flat.graph = compressed_graph::from_columns(
      flat.vertices.size(), sources, targets, weights,
      {.directed = options.directed, .parallel = options.parallel, .unknown_weights = true});
  return flat;
}

/// The same for declared relations: `flatten<collaborates_with, supports>(view)`.
template <tie_relation... Relations>
[[nodiscard]] flattened flatten(const network_view& view, const flatten_options& options = {}) {
  const relation_index relations[] = {view.schema().template index_of<Relations>()...};
  return flatten(view, relations, options);
}

}  // namespace capnet
