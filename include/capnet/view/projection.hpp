#pragma once
/// Who is tied through what: organizations by the events that they attend, skills by who has them.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/algorithm/one_mode_projection.hpp>
#include <capnet/algorithm/two_mode_graph.hpp>
#include <capnet/core/text.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// One end of a relation: those whom its ties leave, or those whom they reach.
enum class relation_end : std::uint8_t { sources, targets };

struct two_mode_options {
  /// Of the sources those alone that are of this kind, or of one that is; by default all that the relation admits.
  std::optional<kind_index> source_kind{};
  std::optional<kind_index> target_kind{};
  bool only_tied = false;  ///< leave out vertices that no kept tie touches
};

/// A relation as a two-mode graph and whom its numbers stand for: the sources, then the targets, each by kind and then
/// id. A vertex of a kind that the relation admits at both ends has two numbers, one in each mode.
struct flattened_two_mode {
  two_mode_graph graph{};              ///< sources are the first mode
  std::vector<vertex_ref> vertices{};  ///< [number]
};

namespace detail {

/// Numbers vertices in the order in which they are added.
class end_numbers {
 public:
  void add(vertex_ref v) {
    if (numbers_.emplace(v, static_cast<vertex_index>(vertices_.size()))) vertices_.push_back(v);
  }
  [[nodiscard]] std::optional<vertex_index> find(vertex_ref v) const { return numbers_.find(v); }
  [[nodiscard]] const std::vector<vertex_ref>& vertices() const { return vertices_; }

 private:
  vertex_numbers numbers_;
  std::vector<vertex_ref> vertices_;
};

/// The kinds of one end that are wanted. Throws input_error if the relation does not admit `only` there.
inline std::vector<kind_index> end_kinds(const schema& names, const std::string& relation, const char* end,
                                         const std::vector<kind_index>& admitted, std::optional<kind_index> only) {
  if (!only) return admitted;
  std::vector<kind_index> wanted;
  std::ranges::set_intersection(admitted, names.subkinds(*only), std::back_inserter(wanted));
  if (!wanted.empty()) return wanted;
  std::vector<std::string> expected;
  for (const kind_index k : admitted) expected.emplace_back(names.name(k));
  throw input_error{"relation " + quote(relation) + " has no " + end + " of the kind " + quote(names.name(*only)) +
                    "; expected " + join_names(expected, " or ")};
}

}  // namespace detail

/// The ties of a relation that count in the view, and the vertices that can be their parties, as a two-mode graph.
///
/// Which ties are certain is for the view to say. Parallel ties count once; a tie of a vertex to itself is left out;
/// vertices without a tie are kept unless `only_tied`. An undirected tie counts both ways round, as far as the relation
/// admits its kinds so. Attendance is a deed: as of a day it is all that was attended by then, also what is over.
///
/// Throws: input_error if the relation does not admit the kind asked for.   Time O(n + m), space O(n + m).
[[nodiscard]] inline flattened_two_mode flatten_two_mode(const network_view& view, relation_index relation,
                                                         const two_mode_options& options = {}) {
  const relation_info& info = view.schema().relation(relation);
  const std::vector<kind_index> from =
      detail::end_kinds(view.schema(), info.name, "source", info.sources, options.source_kind);
  const std::vector<kind_index> to =
      detail::end_kinds(view.schema(), info.name, "target", info.targets, options.target_kind);

  std::vector<std::pair<vertex_ref, vertex_ref>> ties;
  auto admit = [&](vertex_ref a, vertex_ref b) {
    if (std::ranges::find(from, a.kind) != from.end() && std::ranges::find(to, b.kind) != to.end())
      ties.emplace_back(a, b);
  };
  view.for_each_tie(relation, [&](tie_ref, const dated_tie& uv) {
    if (uv.source == uv.target) return;
    admit(uv.source, uv.target);
    if (!info.directed) admit(uv.target, uv.source);
  });

  std::unordered_map<vertex_ref, unsigned> tied;  // bit 0: as a source, bit 1: as a target
  if (options.only_tied) {
    for (const auto& [a, b] : ties) tied[a] |= 1u, tied[b] |= 2u;
  }
  auto number = [&](const std::vector<kind_index>& kinds, unsigned bit) {
    detail::end_numbers numbers;
    for (const kind_index k : kinds) {
      view.for_each_party({&relation, 1}, k, [&](vertex_ref v) {
        if (options.only_tied) {
          const auto found = tied.find(v);
          if (found == tied.end() || (found->second & bit) == 0) return;
        }
        numbers.add(v);
      });
    }
    return numbers;
  };
  const detail::end_numbers sources = number(from, 1u);
  const detail::end_numbers targets = number(to, 2u);
  const auto first_order = static_cast<vertex_index>(sources.vertices().size());
  std::vector<edge> edges;
  edges.reserve(ties.size());
  for (const auto& [a, b] : ties) edges.push_back({*sources.find(a), first_order + *targets.find(b)});

  flattened_two_mode flat;
  flat.vertices = sources.vertices();
  flat.vertices.insert(flat.vertices.end(), targets.vertices().begin(), targets.vertices().end());
  flat.graph = two_mode_graph{
      compressed_graph::from_edges(flat.vertices.size(), edges, {.parallel = parallel_edges::first}), first_order};
  return flat;
}

/// The same for a declared relation: `flatten_two_mode<attends>(view)`.
template <tie_relation Relation>
[[nodiscard]] flattened_two_mode flatten_two_mode(const network_view& view, const two_mode_options& options = {}) {
  return flatten_two_mode(view, view.schema().template index_of<Relation>(), options);
}

/// One end of a relation, tied through the other: an edge joins two vertices that share a neighbor by ties that count
/// in the view.
///
/// Weights and what they leave out: one_mode_projection of a two_mode_graph; vertices and ties: flatten_two_mode. Where
/// `source_kind` or `target_kind` leave kinds out, these lend no weight either: with organizations alone, Newman's k is
/// the number of organizations at the event, not of persons. A cohort is one vertex, whatever its size.
///
///     one_mode_projection<attends>(view, relation_end::sources, {.source_kind =
///     view.schema().index_of<organization>()})
///
/// Throws: as flatten_two_mode.   Time O(n + m + sum of d^2 over the other end), space O(n + m + edges of the result).
[[nodiscard]] inline flattened one_mode_projection(const network_view& view, relation_index relation,
                                                   relation_end onto = relation_end::sources,
                                                   const two_mode_options& options = {},
                                                   projection_weight weight = projection_weight::shared) {
  const flattened_two_mode both = flatten_two_mode(view, relation, options);
  const mode m = onto == relation_end::sources ? mode::first : mode::second;
  flattened flat;
  flat.graph = one_mode_projection(both.graph, m, weight);
  for (const vertex_index u : both.graph.vertices(m)) {
    flat.numbers.emplace(both.vertices[u], static_cast<vertex_index>(flat.vertices.size()));
    flat.vertices.push_back(both.vertices[u]);
  }
  return flat;
}

/// The same for a declared relation.
template <tie_relation Relation>
[[nodiscard]] flattened one_mode_projection(const network_view& view, relation_end onto = relation_end::sources,
                                            const two_mode_options& options = {},
                                            projection_weight weight = projection_weight::shared) {
  return one_mode_projection(view, view.schema().template index_of<Relation>(), onto, options, weight);
}

}  // namespace capnet
