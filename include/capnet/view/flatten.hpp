#pragma once
/// Several relations of a view as one plain graph, for algorithms that know no kinds.
#include <span>
#include <unordered_map>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

struct flatten_options {
  bool directed = false;           ///< keep directions; undirected relations then become arcs both ways
  bool keep_parallel = false;      ///< keep several ties between the same two vertices
  double unknown_weight = 1;       ///< stands for a weight that is not known
  bool only_tied = false;          ///< leave out vertices that no kept tie touches
};

/// A plain graph and whom its numbers stand for.
struct flattened {
  compressed_graph graph{};
  std::vector<vertex_ref> vertices{};  ///< [number], by kind and then id
  std::unordered_map<vertex_ref, vertex_index> numbers{};
};

/// The ties of `relations` that count in `view`, between vertices that count in it. Vertices are all those that the relations
/// admit, so that isolates are seen too. Loops are dropped and counted. Time O(n + m log m).
[[nodiscard]] inline flattened flatten(const network_view& view, std::span<const relation_index> relations,
                                       const flatten_options& options = {}) {
  flattened flat;
  std::vector<bool> wanted(view.schema().kind_count());
  for (const relation_index r : relations) {
    for (const kind_index k : view.schema().relation(r).source_kinds) wanted[static_cast<std::size_t>(k)] = true;
    for (const kind_index k : view.schema().relation(r).target_kinds) wanted[static_cast<std::size_t>(k)] = true;
  }
  std::unordered_map<vertex_ref, bool> tied;
  if (options.only_tied) {
    for (const relation_index r : relations) {
      view.for_each_tie(r, [&](tie_ref, const dated_tie& uv) { tied[uv.source] = tied[uv.target] = true; });
    }
  }
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    if (!wanted[k]) continue;
    view.for_each_vertex(static_cast<kind_index>(k), [&](vertex_ref v) {
      if (options.only_tied && !tied.contains(v)) return;
      flat.numbers.emplace(v, static_cast<vertex_index>(flat.vertices.size()));
      flat.vertices.push_back(v);
    });
  }
  std::vector<edge> edges;
  for (const relation_index r : relations) {
    view.for_each_tie(r, [&](tie_ref, const dated_tie& uv) {
      const auto u = flat.numbers.find(uv.source);
      const auto v = flat.numbers.find(uv.target);
      if (u == flat.numbers.end() || v == flat.numbers.end()) return;
      const double weight = uv.weight.value_or(options.unknown_weight);
      edges.push_back({u->second, v->second, weight});
      if (options.directed && !view.schema().relation(r).directed) edges.push_back({v->second, u->second, weight});
    });
  }
  flat.graph = compressed_graph::from_edges(static_cast<vertex_index>(flat.vertices.size()), edges,
                                            {.directed = options.directed, .keep_parallel = options.keep_parallel});
  return flat;
}

/// The same for declared relations: `flatten<collaborates_with, supports>(view)`.
template <tie_relation... Relations>
[[nodiscard]] flattened flatten(const network_view& view, const flatten_options& options = {}) {
  const relation_index relations[] = {view.schema().template index_of<Relations>()...};
  return flatten(view, relations, options);
}

}  // namespace capnet
