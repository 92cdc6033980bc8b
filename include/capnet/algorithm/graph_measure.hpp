#pragma once
/// The contract of a measure of any graph: one row beside its function, from which commands and documents are made.
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/algorithm/group_map.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/measure_info.hpp>
#include <capnet/core/memo.hpp>

namespace capnet {

class compressed_graph;

/// A graph, and what measures of it share: each is computed once, when it is first asked for. Borrows the graph and the
/// groups. From any thread.
class graph_context {
 public:
  explicit graph_context(const compressed_graph& g, group_map groups = {}, bool weighted = false)
      : g_{&g}, groups_{groups}, weighted_{weighted} {}

  [[nodiscard]] const compressed_graph& graph() const { return *g_; }
  [[nodiscard]] group_map groups() const { return groups_; }  ///< empty where none were given
  [[nodiscard]] bool weighted() const { return weighted_; }   ///< weights count where a measure knows them
  /// `make()`, the first time that the key is asked for.
  template <class Key, class Make>
  const std::invoke_result_t<const Make&>& once(const Make& make) const {
    return memo_.once<Key>(make);
  }

 private:
  const compressed_graph* g_;
  group_map groups_;
  bool weighted_;
  memo memo_;
};

/// What measures found, in their order. A value that is not defined is empty, never 0.
struct graph_findings {
  struct number {
    std::string_view name;
    std::optional<double> value;
  };
  struct list {
    std::string_view name;
    std::vector<vertex_index> vertices;
  };
  struct column {
    std::string_view name;
    std::vector<std::optional<double>> values;  ///< [vertex]
    bool of_vertices = false;                   ///< values are numbers of vertices
  };
  std::vector<number> graph{};
  std::vector<list> lists{};
  std::vector<column> vertices{};

  /// Each name once: what two measures find is the same.
  void add(std::string_view name, std::optional<double> value) {
    for (const number& one : graph) {
      if (one.name == name) return;
    }
    graph.push_back({name, value});
  }
  void add_list(std::string_view name, std::vector<vertex_index> members) {
    lists.push_back({name, std::move(members)});
  }
  template <class Values>
  void add_column(std::string_view name, const Values& values, bool of_vertices = false) {
    column one{name, {}, of_vertices};
    one.values.reserve(values.size());
    for (const auto& value : values) one.values.emplace_back(value);
    vertices.push_back(std::move(one));
  }
};

/// A measure of any graph. Its row stands in the namespace `measure` of its function's header, called as the measure
/// is; what is built of all rows finds it there (cmake/measures.cmake).
struct graph_measure {
  measure_info info{};
  bool of_vertices = false;  ///< one value for each vertex, else one or several of the graph
  bool of_groups = false;    ///< needs groups
  bool of_simple = false;    ///< defined for graphs without parallel edges
  void (*find)(const graph_context&, graph_findings&) = nullptr;
};

}  // namespace capnet
