/// capnet measure: the structure of any graph, from a file of nodes and a file of edges.
#include <boost/json/object.hpp>

#include <algorithm>
#include <bit>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/view/flatten.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/graph_files.hpp"
#include "command/graph_measures.hpp"
#include "command/measure_list.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

struct measure_options {
  folder_options folder;
  graph_file_options files;
  bool directed = false;
  std::optional<parallel_edges> parallel;
  bool all = false, list = false;
  std::vector<std::string> only;
  output_options output;
};

/// A graph to be measured, and where it is from.
struct measured_graph {
  compressed_graph graph;
  std::vector<std::string> ids;
  std::vector<group_index> groups;
  bool weighted = false;
  std::optional<network_view> view{};  ///< of a network
  std::string relations{};             ///< of a network: in words
  std::string data_hash{};
};

std::string unit_of(std::string_view name) {
  for (const measure_row& row : measure_rows()) {
    if (row.graph != nullptr && row.info->name == name) return std::string{row.info->unit};
  }
  return {};
}

/// What the graph has as a whole: numbers, and lists of vertices, of which people see how many.
answer_table of_graph(const measured_graph& of, const graph_findings& found) {
  answer_table graph{.name = "graph", .title = "Graph", .shape = answer_shape::fields, .size = 1};
  for (const auto& m : found.graph) graph.set({.name = std::string{m.name}, .unit = unit_of(m.name)}, m.value);
  for (const auto& list : found.lists) {
    std::vector<std::string> ids;
    for (const vertex_index u : list.vertices) ids.push_back(of.ids[u]);
    graph.set({.name = std::string{list.name}, .words = [n = ids.size()](std::size_t) { return grouped(n); }}, ids);
  }
  for (answer_column& column : graph.columns) column.header = column.name;
  return graph;
}

/// A row a vertex; people see those that lead.
answer_table of_vertices(const measured_graph& of, const graph_findings& found) {
  constexpr std::size_t most = 20;
  table_maker rows{{.name = "vertices"}, of.ids};
  rows.add({.name = "id"}, [](const std::string& id) { return id; });
  for (const graph_findings::column& column : found.vertices) {
    rows.add({.name = std::string{column.name},
              .header = std::string{column.name},
              .unit = unit_of(column.name),
              .type = column.of_vertices ? answer_type::text : answer_type::number},
             [&](const std::string&, std::size_t u) -> answer_cell {
               if (!column.of_vertices || !column.values[u]) return column.values[u];
               return of.ids[static_cast<std::size_t>(*column.values[u])];
             });
  }
  answer_table& table = rows.table;
  if (found.vertices.empty()) {
    table.rows_shown.emplace();
    return std::move(table);
  }
  const auto& first = found.vertices.front();
  std::vector<std::size_t> order(of.ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t shown = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                    [&](std::size_t u, std::size_t v) {
                      const double a = first.values[u].value_or(-1), b = first.values[v].value_or(-1);
                      return a != b ? a > b : u < v;
                    });
  table.title = "Vertices by " + std::string{first.name};
  if (shown < order.size()) {
    table.title +=
        ": the first " + std::to_string(shown) + " of " + std::to_string(order.size()) + " (--format json has all)";
  }
  order.resize(shown);
  table.rows_shown = std::move(order);
  return std::move(table);
}

answer measure_answer(const measured_graph& of, const graph_findings& found, const std::vector<std::string>& left_out) {
  const dropped_edges dropped = of.graph.dropped();
  answer all{.order = {"dropped", "as_of", "left_out", "graph", "vertices"}};
  std::string lead;
  answer_table further = answer_table::fields({});
  if (of.view) {
    const auto& day = of.view->options().day;
    lead = of.relations + (day ? " as of " + capnet::to_string(*day) : std::string{}) + ". ";
    further.set({.name = "as_of"}, day_cell(day));
  }
  lead += std::string{of.graph.directed() ? "Directed" : "Undirected"} + " graph; " + grouped(dropped.loops) +
          " loops left out, " + grouped(dropped.repeats) + " repeated edges " + (of.weighted ? "merged" : "left out");
  all.lead = {std::move(lead)};
  if (!left_out.empty()) {
    all.lead.push_back("Not measured, as parallel edges stay: " + join_names(left_out, " and ", left_out.size()));
    further.set({.name = "left_out"}, left_out);
  }
  all.tables = {answer_table::fields("dropped", {{"loops", dropped.loops}, {"repeats", dropped.repeats}}),
                std::move(further), of_graph(of, found), of_vertices(of, found)};
  all.main = of.ids.empty() || found.vertices.empty() ? "graph" : "vertices";
  return all;
}

measured_graph from_files(const measure_options& options, problem_list& problems) {
  named_graph read = read_graph(options.files, problems);
  if (!problems.empty()) throw input_error{std::move(problems)};
  measured_graph of;
  of.weighted = !options.files.weight.empty();
  of.graph = compressed_graph::from_edges(
      read.ids.size(), read.edges,
      {.directed = options.directed,
       .parallel = of.weighted ? options.parallel.value_or(parallel_edges::sum) : parallel_edges::first});
  std::uint64_t hash = stable_hash("capnet graph 1");
  for (const std::string& id : read.ids) hash = stable_hash(std::to_string(id.size()) + ':' + id, hash);
  for (const edge& uv : read.edges) {
    hash = stable_hash(std::to_string(uv.source) + ' ' + std::to_string(uv.target) + ' ' +
                           std::to_string(std::bit_cast<std::uint64_t>(uv.weight)) + ';',
                       hash);
  }
  of.data_hash = hash_text(hash);
  of.ids = std::move(read.ids);
  if (read.groups) of.groups = std::move(read.groups->of);
  return of;
}

/// The sector, region or another attribute of each vertex as its group.
std::vector<group_index> groups_by(const network_view& view, std::span<const vertex_ref> vertices,
                                   const std::string& attribute) {
  std::vector<std::string> names;
  for (const vertex_ref v : vertices) {
    const auto value = view.value(v, attribute);
    names.push_back(attribute == "kind"     ? view.schema().name(v.kind)
                    : attribute == "sector" ? view.schema().name(view.sector(v))
                    : attribute == "region" ? view.region(v)
                    : value                 ? value->text()
                                            : std::string{});
  }
  return make_grouping(names).of;
}

measured_graph from_network(const measure_options& options) {
  folder_options part = options.folder;
  const snapshot whole = load_whole(part);
  std::vector<std::string> names = std::exchange(part.relations, {});
  if (!part.project.empty() && names.empty()) names = {projected_name(part, whole)};
  const snapshot net = part_of(part, whole);
  const network_view view = view_of(part, net);
  measured_graph of;
  of.view = view;
  flattened flat;
  if (names.empty()) {
    flat = organization_network(view);
    of.relations = "The organization network";
  } else {
    std::vector<relation_index> relations;
    problem_list problems;
    for (const std::string& name : names)
      try_to(problems, "--relation", [&] { relations.push_back(net.schema().relation_named(name)); });
    if (!problems.empty()) throw input_error{std::move(problems)};
    of.weighted = !options.files.weight.empty();
    flatten_options how{.directed = options.directed};
    if (of.weighted) how.weight = options.files.weight, how.parallel = options.parallel.value_or(parallel_edges::sum);
    flat = flatten(view, relations, how);
    of.relations = "Ties of " + join_names(names);
  }
  of.graph = std::move(flat.graph);
  if (!of.weighted && of.graph.weighted()) {
    // Weights don't count: neither do they where some are unknown.
    std::vector<edge> edges;
    for (vertex_index u = 0; u < of.graph.order(); ++u) {
      for (const vertex_index v : of.graph.successors(u)) {
        if (of.graph.directed() || u <= v) edges.push_back({u, v});
      }
    }
    of.graph = compressed_graph::from_edges(of.graph.order(), edges,
                                            {.directed = options.directed, .parallel = parallel_edges::first});
  }
  for (const vertex_ref v : flat.vertices) of.ids.push_back(net.key(v));
  if (!options.files.group.empty()) of.groups = groups_by(view, flat.vertices, options.files.group);
  return of;
}

void measure(const measure_options& options) {
  if (options.list) return list_measures(options.output);
  problem_list problems;
  const bool from_tables = !options.files.nodes.empty() || !options.files.edges.empty();
  const auto chosen = choose_measures({.only = options.only,
                                       .all = options.all,
                                       .grouped = !options.files.group.empty(),
                                       .parallel = options.parallel == parallel_edges::all},
                                      problems);
  if (!from_tables && !problems.empty()) throw input_error{std::move(problems)};
  const measured_graph of = from_tables ? from_files(options, problems) : from_network(options);
  const graph_findings found = measure_graph(graph_context{of.graph, of.groups, of.weighted}, chosen);
  print_answer(options.output, measure_answer(of, found, chosen.left_out),
               !options.output.json() ? json::object{}
               : of.view              ? manifest_of(of.view->net())
                                      : manifest_of(of.data_hash));
}

std::string footer() {
  std::string text = "Measures for --only:";
  for (const std::string& name : graph_measure_names()) text += ' ' + name;
  return text +
         "\n\nOf a network: the ties of --relation, or without it the organization network.\n"
         "Loops and repeated edges are left out and counted. A node with an empty group is unknown: group measures "
         "leave it out.\n"
         "What is not defined is null, in text -: local clustering below two neighbors, constraint and effective size "
         "of an isolate.\n"
         "With --weight, PageRank, modularity, constraint and effective size use the weights; the others do not. Edges "
         "between the same\n"
         "two nodes (undirected: in either direction) are merged by --parallel; where they stay (all), measures that "
         "are defined for\n"
         "graphs without parallel edges are left out, and refused by --only.\n"
         "With --directed: density, reciprocity, degree assortativity (out-degree of the source, in-degree of the "
         "target), E-I,\n"
         "assortativity, modularity, PageRank and betweenness follow arcs; closeness and harmonic take the distances "
         "from the vertex;\n"
         "degree and its centralization count arcs in and out; constraint and effective size weigh a tie both ways twice; "
         "components are the\n"
         "weak ones; triangles, transitivity, local clustering, cores, articulation points, bridges and "
         "communities\n"
         "ignore directions. Strong components follow arcs; undirected they are the components.\n"
         "Communities are found by label propagation, each named by its first node: listed in another order, the same "
         "graph may fall\n"
         "into others.";
}

}  // namespace

void add_measure(CLI::App& app) {
  auto options = std::make_shared<measure_options>();
  CLI::App* command = app.add_subcommand(
      "measure", "the structure of a network's relations, or of any graph: nodes in one file, edges in another");
  CLI::Option* nodes = command->add_option("--nodes", options->files.nodes, "CSV with a column id");
  CLI::Option* edges = command->add_option("--edges", options->files.edges, "CSV with columns source and target");
  nodes->needs(edges), edges->needs(nodes);
  add_folder_options(*command, options->folder, {.tables = true});
  command->add_flag("--list", options->list, "instead, all measures: label, unit, source, cost, and what each is of");
  command->add_flag("--directed", options->directed, "edges are arcs from source to target");
  command->add_option("--group", options->files.group,
                      "column of the nodes that says which group each is in; of a network sector, region, kind or "
                      "another attribute");
  CLI::Option* weight = command->add_option(
      "--weight", options->files.weight,
      "column of the edges with weights of at least 0; of a network the attribute, such as weight or hours");
  const std::map<std::string, parallel_edges> ways{{"sum", parallel_edges::sum},     {"min", parallel_edges::min},
                                                   {"max", parallel_edges::max},     {"mean", parallel_edges::mean},
                                                   {"first", parallel_edges::first}, {"all", parallel_edges::all}};
  command
      ->add_option_function<std::string>(
          "--parallel", [options, ways](const std::string& way) { options->parallel = ways.at(way); },
          "what edges between the same two nodes weigh together; all: they stay apart")
      ->check(CLI::IsMember(ways))
      ->default_str("sum")
      ->needs(weight);
  CLI::Option* only =
      command->add_option("--only", options->only, "measures to take, separated by commas")->delimiter(',');
  command
      ->add_flag("--all", options->all,
                 "also betweenness, closeness and harmonic centrality, which take much longer on large graphs, and "
                 "communities")
      ->excludes(only);
  add_output_options(*command, options->output);
  command->footer(footer());
  command->callback([options] {
    options->files.encoding = options->folder.reading.encoding;
    measure(*options);
  });
}

}  // namespace capnet::command
