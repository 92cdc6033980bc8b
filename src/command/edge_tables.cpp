#include "command/edge_tables.hpp"

#include <string_view>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/io/csv.hpp>
#include <capnet/network/builder.hpp>

#include "command/graph_files.hpp"
#include "io/cell_values.hpp"

namespace capnet::command {
namespace {

using detail::row_reader;

class edge_network_reader {
 public:
  edge_network_reader(const std::string& nodes, const std::string& edges, const data_folder_options& options)
      : nodes_{nodes}, edges_{edges}, options_{options} {}

  snapshot read() {
    csv_reader nodes = csv_reader::read(nodes_, options_.limits, problems_, options_.encoding);
    csv_reader edges = csv_reader::read(edges_, options_.limits, problems_, options_.encoding);
    const bool good_nodes = has_columns(nodes, {"id"}, problems_),
               good_edges = has_columns(edges, {"source", "target"}, problems_);
    file_ = net_.add_file(nodes_);
    while (good_nodes && nodes.next()) read_node(nodes);
    file_ = net_.add_file(edges_);
    while (good_nodes && good_edges && edges.next()) read_edge(edges);
    if (!problems_.empty()) throw input_error{std::move(problems_)};
    return net_.freeze();
  }

 private:
  template <class Record>
  void attempt(row_reader& row, std::string_view column, const Record& record) {
    if (!row.good()) return;
    try {
      record();
    } catch (const input_error& refusal) {
      row.complain(column, refusal.problems().front().message);
    }
  }

  void read_node(csv_reader& table) {
    row_reader row{table, problems_, {options_.day_first, options_.inclusive_ends}};
    const std::string id{row.required("id")};
    const std::string_view kind_name = row.text("kind");
    const auto kind = kind_name.empty() ? std::optional{net_.schema().index_of<kind::organization>()}
                                        : std::optional{net_.declare_kind(kind_name)};
    vertex_properties p{.name = std::string{row.text("name")},
                        .name_en = std::string{row.text("name_en")},
                        .region = std::string{row.text("region")},
                        .size = row.integer("size"),
                        .existence = row.active(),
                        .status = row.status(),
                        .where = {file_, row.line()}};
    attempt(row, "sector", [&] { p.sector = net_.declare_sector(row.text("sector")); });
    attempt(row, "id", [&] { net_.add_vertex(*kind, id, std::move(p)); });
  }

  void read_edge(csv_reader& table) {
    row_reader row{table, problems_, {options_.day_first, options_.inclusive_ends}};
    const auto source = end(row, "source"), target = end(row, "target");
    const std::string_view name = row.text("relation");
    relation_index relation = net_.schema().index_of<rel::collaborates_with>();
    attempt(row, "relation", [&] {
      if (!name.empty()) relation = relation_of(name);
    });
    tie_properties p{
        .active = row.active(), .status = row.status(), .weight = row.number("weight"), .where = {file_, row.line()}};
    attempt(row, "source", [&] { net_.add_tie(relation, *source, *target, std::move(p)); });
  }

  /// A relation that is not known joins whatever it joins.
  relation_index relation_of(std::string_view name) {
    if (const auto known = net_.schema().find_relation(name)) return *known;
    std::vector<kind_index> kinds;
    for (std::size_t k = 0; k < net_.schema().kind_count(); ++k) kinds.push_back(static_cast<kind_index>(k));
    return net_.declare(relation_info{.name = std::string{name}, .source_kinds = kinds, .target_kinds = kinds});
  }

  std::optional<vertex_ref> end(row_reader& row, std::string_view column) {
    const std::string_view id = row.required(column);
    const auto found = id.empty() ? std::nullopt : net_.find(id);
    if (!id.empty() && !found) row.complain(column, quote(id) + " is no node; expected an id of " + shortened(nodes_));
    return found;
  }

  const std::string &nodes_, &edges_;
  const data_folder_options& options_;
  problem_list problems_;
  builder net_;
  std::uint32_t file_ = 0;
};

}  // namespace

snapshot read_edge_network(const std::string& nodes, const std::string& edges, const data_folder_options& options) {
  return edge_network_reader{nodes, edges, options}.read();
}

}  // namespace capnet::command
