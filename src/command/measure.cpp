/// capnet measure: the structure of any graph, from a file of nodes and a file of edges.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <bit>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
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
#include "command/table.hpp"
#include "io/json_text.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;
using detail::to_json;

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

/// The id of the vertex that a value stands for; null for plain numbers and where nothing is known.
const std::string* id_of(const graph_findings::column& column, std::size_t u, const std::vector<std::string>& ids) {
  return column.of_vertices && column.values[u] ? &ids[static_cast<std::size_t>(*column.values[u])] : nullptr;
}

json::object graph_json(const measured_graph& of, const graph_findings& found) {
  json::object graph;
  for (const auto& m : found.graph) graph[m.name] = to_json(m.value);
  for (const auto& list : found.lists) {
    json::array ids;
    for (const vertex_index u : list.vertices) ids.emplace_back(of.ids[u]);
    graph[list.name] = std::move(ids);
  }
  return graph;
}
json::object vertex_json(const measured_graph& of, const graph_findings& found, std::size_t u) {
  json::object vertex{{"id", of.ids[u]}};
  for (const auto& column : found.vertices) {
    if (const std::string* const other = id_of(column, u, of.ids))
      vertex[column.name] = *other;
    else
      vertex[column.name] = to_json(column.values[u]);
  }
  return vertex;
}

/// Vertex by vertex, so that a large graph is never in memory as JSON.
void print_json(const measured_graph& of, const graph_findings& found, const std::vector<std::string>& left_out) {
  const json::object dropped{{"loops", of.graph.dropped().loops}, {"repeats", of.graph.dropped().repeats}};
  std::cout << "{\"dropped\":" << detail::json_text(dropped);
  if (of.view) {
    const auto& day = of.view->options().day;
    std::cout << ",\"as_of\":" << (day ? '"' + capnet::to_string(*day) + '"' : "null");
  }
  if (!left_out.empty()) std::cout << ",\"left_out\":" << detail::json_text(to_json(left_out));
  std::cout << ",\"graph\":" << detail::json_text(graph_json(of, found)) << ",\"vertices\":[";
  for (std::size_t u = 0; u < of.ids.size(); ++u)
    std::cout << (u == 0 ? "" : ",") << detail::json_text(vertex_json(of, found, u));
  std::cout << "],\"manifest\":" << detail::json_text(of.view ? manifest_of(of.view->net()) : manifest_of(of.data_hash))
            << "}\n";
}
void print_csv(const output_options& output, const measured_graph& of, const graph_findings& found) {
  json::array rows;
  for (std::size_t u = 0; u < of.ids.size(); ++u) rows.push_back(vertex_json(of, found, u));
  if (rows.empty() || found.vertices.empty()) rows = {graph_json(of, found)};
  print_answer(output, {{"vertices", std::move(rows)}}, json::object{}, "vertices");
}

void print_text(const measured_graph& of, const graph_findings& measured, const std::vector<std::string>& left_out) {
  const compressed_graph& g = of.graph;
  const std::vector<std::string>& ids = of.ids;
  constexpr std::size_t most = 20;
  std::ostream& out = std::cout;
  const dropped_edges dropped = g.dropped();
  if (of.view) {
    const auto& day = of.view->options().day;
    out << printable(of.relations) << (day ? " as of " + capnet::to_string(*day) : std::string{}) << ". ";
  }
  out << (g.directed() ? "Directed" : "Undirected") << " graph; " << dropped.loops << " loops left out, "
      << dropped.repeats << " repeated edges " << (of.weighted ? "merged" : "left out") << '\n';
  if (!left_out.empty()) {
    out << "Not measured, as parallel edges stay: " << join_names(left_out, " and ", left_out.size()) << '\n';
  }
  out << "\nGraph\n";
  table whole{{"measure", "value"}, {false, true}};
  for (const auto& m : measured.graph) whole.add({std::string{m.name}, short_number(m.value)});
  for (const auto& list : measured.lists) whole.add({std::string{list.name}, std::to_string(list.vertices.size())});
  whole.print(out);
  if (measured.vertices.empty()) return;

  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto& first = measured.vertices.front();
  const std::size_t shown = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                    [&](std::size_t u, std::size_t v) {
                      const double a = first.values[u].value_or(-1);
                      const double b = first.values[v].value_or(-1);
                      return a != b ? a > b : u < v;
                    });
  out << "\nVertices by " << first.name;
  if (shown < order.size()) out << ": the first " << shown << " of " << order.size() << " (--format json has all)";
  out << '\n';
  std::vector<std::string> header{"id"};
  std::vector<bool> right{false};
  for (const graph_findings::column& column : measured.vertices) {
    header.emplace_back(column.name);
    right.push_back(!column.of_vertices);
  }
  table rows{std::move(header), std::move(right)};
  for (std::size_t k = 0; k < shown; ++k) {
    std::vector<std::string> cells{ids[order[k]]};
    for (const graph_findings::column& column : measured.vertices) {
      const std::string* const other = id_of(column, order[k], ids);
      cells.push_back(other != nullptr ? *other : short_number(column.values[order[k]]));
    }
    rows.add(std::move(cells));
  }
  rows.print(out);
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
  if (options.output.text())
    print_text(of, found, chosen.left_out);
  else if (options.output.csv())
    print_csv(options.output, of, found);
  else
    print_json(of, found, chosen.left_out);
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
