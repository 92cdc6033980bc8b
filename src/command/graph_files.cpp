#include "command/graph_files.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

#include <capnet/core/text.hpp>
#include <capnet/io/csv.hpp>
#include <capnet/io/load_limits.hpp>

#include "io/cell_values.hpp"
#include "io/key_table.hpp"

namespace capnet::command {
namespace {

using detail::row_reader;

class graph_reader {
 public:
  graph_reader(const graph_file_options& options, problem_list& problems) : options_{options}, problems_{problems} {}

  named_graph read() {
    csv_reader nodes = csv_reader::read(options_.nodes, limits_, problems_, options_.encoding);
    csv_reader edges = csv_reader::read(options_.edges, limits_, problems_, options_.encoding);
    const bool nodes_usable = has_columns(nodes, {"id", options_.group}, problems_);
    const bool edges_usable = has_columns(edges, {"source", "target", options_.weight}, problems_);
    if (nodes_usable) read_nodes(nodes);
    // Without nodes every end would be unknown: one message is enough.
    if (nodes_usable && edges_usable) read_edges(edges);
    graph_.ids = ids_.take_keys();
    return std::move(graph_);
  }

 private:
  void read_nodes(csv_reader& nodes) {
    std::vector<std::string> groups;
    std::vector<std::uint32_t> lines;
    ids_.reserve(nodes.rows_at_most()), lines.reserve(nodes.rows_at_most());
    while (nodes.next()) {
      row_reader row{nodes, problems_};
      const std::string id{row.required("id")};
      const auto [known, fresh] = ids_.add(id);
      if (fresh)
        lines.push_back(row.cell("id").line);
      else if (!id.empty())
        row.complain("id",
                     quote(id) + " is also the id on line " + std::to_string(lines[known]) + "; expected each id once");
      if (!options_.group.empty()) groups.emplace_back(row.text(options_.group));
    }
    if (!options_.group.empty()) graph_.groups = make_grouping(groups);
  }

  void read_edges(csv_reader& edges) {
    graph_.edges.reserve(edges.rows_at_most());
    while (edges.next()) {
      row_reader row{edges, problems_};
      edge uv;
      uv.source = end(row, "source");
      uv.target = end(row, "target");
      if (!options_.weight.empty()) uv.weight = weight(edges, row);
      graph_.edges.push_back(uv);
    }
  }

  vertex_index end(row_reader& row, std::string_view column) {
    const std::string_view id = row.text(column);
    if (const auto known = ids_.find(id)) return *known;
    if (id.empty()) {
      row.complain(column, quote(column) + " is empty; expected an id of " + shortened(options_.nodes));
    } else {
      const bool suggest = ++suggestions_ <= 20;  // each looks at all ids
      row.complain(column, quote(id) + " is no node; expected an id of " + shortened(options_.nodes) +
                               (suggest ? did_you_mean(id, ids_.keys()) : ""));
    }
    return 0;
  }

  double weight(const csv_reader& edges, row_reader& row) {
    const std::string text = detail::numeral(row.text(options_.weight), edges.separator());
    double value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure == std::errc{} && end == text.data() + text.size() && std::isfinite(value) && value >= 0) return value;
    row.complain(options_.weight, (text.empty() ? "the weight is empty" : quote(text) + " is no weight") +
                                      "; expected a finite number of at least 0");
    return 1;
  }

  const graph_file_options& options_;
  problem_list& problems_;
  load_limits limits_;
  named_graph graph_;
  detail::key_table<std::string> ids_;
  int suggestions_ = 0;
};

}  // namespace

bool has_columns(const csv_reader& table, std::initializer_list<std::string_view> names, problem_list& problems) {
  if (table.header().empty()) return false;
  std::vector<std::string> columns;
  for (const csv_cell& cell : table.header()) columns.emplace_back(cell.text);
  bool all = true;
  for (const std::string_view name : names) {
    if (name.empty() || table.find_column(name)) continue;
    all = false;
    problems.add({table.file(), 1, 1,
                  "there is no column " + quote(name) + "; expected one of the columns " + join_names(columns, " or ") +
                      did_you_mean(name, columns)});
  }
  return all;
}

named_graph read_graph(const graph_file_options& options, problem_list& problems) {
  return graph_reader{options, problems}.read();
}

}  // namespace capnet::command
