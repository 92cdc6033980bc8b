#pragma once
/// A graph from a file of nodes and a file of edges.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/group_map.hpp>
#include <capnet/core/error.hpp>
#include <capnet/io/csv.hpp>

namespace capnet::command {

struct graph_file_options {
  std::string nodes;     ///< a file with a column `id`
  std::string edges;     ///< a file with columns `source` and `target`
  std::string group;     ///< a column of nodes, or nothing
  std::string weight;    ///< a column of edges, or nothing
  std::string encoding;  ///< of both files; empty: UTF-8
};

struct named_graph {
  std::vector<std::string> ids;  ///< in the order of the file
  std::vector<edge> edges;
  std::optional<grouping> groups;
};

/// Complains about each of `names` that the table has no column of. A table without a header has been complained about.
[[nodiscard]] bool has_columns(const csv_reader& table, std::initializer_list<std::string_view> names,
                               problem_list& problems);
/// Reads both files. Every fault is added to `problems`; the result is then of no use.
[[nodiscard]] named_graph read_graph(const graph_file_options& options, problem_list& problems);

}  // namespace capnet::command
