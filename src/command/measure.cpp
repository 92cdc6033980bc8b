/// capnet measure: the structure of any graph, from a file of nodes and a file of edges.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <set>

#include <capnet/core/text.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/graph_files.hpp"
#include "command/graph_measures.hpp"
#include "command/table.hpp"
#include "io/json_text.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;
using detail::to_json;

struct measure_options {
  graph_file_options files;
  bool directed = false;
  parallel_edges parallel = parallel_edges::sum;
  bool all = false;
  std::vector<std::string> only;
  output_options output;
};

struct wanted_names {
  std::set<std::string, std::less<>> measures;
  std::vector<std::string> left_out;  ///< that would have been taken of a simple graph
};

wanted_names wanted_measures(const measure_options& options, problem_list& problems) {
  wanted_names wanted;
  const bool grouped = !options.files.group.empty();
  const bool simple = options.parallel != parallel_edges::all;
  if (options.only.empty()) {
    for (const measure_name& m : measure_names()) {
      if ((m.asked && !options.all) || (m.of_groups && !grouped)) continue;
      if (m.of_simple && !simple)
        wanted.left_out.emplace_back(m.name);
      else
        wanted.measures.emplace(m.name);
    }
    return wanted;
  }
  std::vector<std::string> known;
  for (const measure_name& m : measure_names()) known.emplace_back(m.name);
  for (const std::string& name : options.only) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      problems.add(
          {"--only", 0, 0,
           quote(name) + " is no measure; expected some of " + join_names(known, " or ") + did_you_mean(name, known)});
      continue;
    }
    const measure_name& m = measure_names()[static_cast<std::size_t>(found - known.begin())];
    if (m.of_groups && !grouped)
      problems.add({"--only", 0, 0, quote(name) + " is about groups; expected --group COLUMN beside it"});
    if (m.of_simple && !simple) {
      problems.add({"--only", 0, 0,
                    quote(name) + " is defined for graphs without parallel edges; expected --parallel sum, or "
                                  "another way to make one of them"});
    }
    wanted.measures.insert(name);
  }
  return wanted;
}

/// The id of the vertex that a value stands for; null for plain numbers and where nothing is known.
const std::string* id_of(const vertex_column& column, std::size_t u, const std::vector<std::string>& ids) {
  return column.of_ids && column.values[u] ? &ids[static_cast<std::size_t>(*column.values[u])] : nullptr;
}

/// Vertex by vertex, so that a large graph is never in memory as JSON.
void print_json(const compressed_graph& g, const std::vector<std::string>& ids, const graph_measures& measured,
                const std::vector<std::string>& left_out) {
  const json::object dropped{{"loops", g.dropped().loops}, {"repeats", g.dropped().repeats}};
  json::object graph;
  for (const graph_value& m : measured.graph) graph[m.name] = to_json(m.value);
  if (measured.articulation_points) {
    json::array points;
    for (const vertex_index u : *measured.articulation_points) points.emplace_back(ids[u]);
    graph["articulation_points"] = std::move(points);
  }
  std::cout << "{\"dropped\":" << detail::json_text(dropped);
  if (!left_out.empty()) std::cout << ",\"left_out\":" << detail::json_text(to_json(left_out));
  std::cout << ",\"graph\":" << detail::json_text(graph) << ",\"vertices\":[";
  for (std::size_t u = 0; u < ids.size(); ++u) {
    json::object vertex{{"id", ids[u]}};
    for (const vertex_column& column : measured.vertices) {
      if (const std::string* const other = id_of(column, u, ids))
        vertex[column.name] = *other;
      else
        vertex[column.name] = to_json(column.values[u]);
    }
    std::cout << (u == 0 ? "" : ",") << detail::json_text(vertex);
  }
  std::cout << "]}\n";
}

void print_text(const compressed_graph& g, const std::vector<std::string>& ids, bool weighted,
                const graph_measures& measured, const std::vector<std::string>& left_out) {
  constexpr std::size_t most = 20;
  std::ostream& out = std::cout;
  const dropped_edges dropped = g.dropped();
  out << (g.directed() ? "Directed" : "Undirected") << " graph; " << dropped.loops << " loops left out, "
      << dropped.repeats << " repeated edges " << (weighted ? "merged" : "left out") << '\n';
  if (!left_out.empty()) {
    out << "Not measured, as parallel edges stay: " << join_names(left_out, " and ", left_out.size()) << '\n';
  }
  out << "\nGraph\n";
  table whole{{"measure", "value"}, {false, true}};
  for (const graph_value& m : measured.graph) whole.add({m.name, short_number(m.value)});
  if (measured.articulation_points) {
    whole.add({"articulation_points", std::to_string(measured.articulation_points->size())});
  }
  whole.print(out);
  if (measured.vertices.empty()) return;

  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const vertex_column& first = measured.vertices.front();
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
  for (const vertex_column& column : measured.vertices) {
    header.push_back(column.name);
    right.push_back(!column.of_ids);
  }
  table rows{std::move(header), std::move(right)};
  for (std::size_t k = 0; k < shown; ++k) {
    std::vector<std::string> cells{ids[order[k]]};
    for (const vertex_column& column : measured.vertices) {
      const std::string* const other = id_of(column, order[k], ids);
      cells.push_back(other != nullptr ? *other : short_number(column.values[order[k]]));
    }
    rows.add(std::move(cells));
  }
  rows.print(out);
}

void measure(const measure_options& options) {
  problem_list problems;
  const auto wanted = wanted_measures(options, problems);
  const named_graph read = read_graph(options.files, problems);
  if (!problems.empty()) throw input_error{std::move(problems)};
  const bool weighted = !options.files.weight.empty();
  const auto g = compressed_graph::from_edges(
      read.ids.size(), read.edges,
      {.directed = options.directed, .parallel = weighted ? options.parallel : parallel_edges::first});
  const group_map groups = read.groups ? group_map{read.groups->of} : group_map{};
  const graph_measures measured = measure_graph(g, groups, weighted, wanted.measures);
  options.output.json() ? print_json(g, read.ids, measured, wanted.left_out)
                        : print_text(g, read.ids, weighted, measured, wanted.left_out);
}

std::string footer() {
  std::string text = "Measures for --only:";
  for (const measure_name& m : measure_names()) text += ' ' + std::string{m.name};
  return text +
         "\n\nLoops and repeated edges are left out and counted. A node with an empty group is unknown: group measures "
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
  CLI::App* command =
      app.add_subcommand("measure", "the structure of any graph, from a file of nodes and a file of edges");
  command->add_option("--nodes", options->files.nodes, "CSV with a column id")->required();
  command->add_option("--edges", options->files.edges, "CSV with columns source and target")->required();
  add_encoding(*command, options->files.encoding);
  command->add_flag("--directed", options->directed, "edges are arcs from source to target");
  command->add_option("--group", options->files.group, "column of the nodes that says which group each is in");
  CLI::Option* weight =
      command->add_option("--weight", options->files.weight, "column of the edges with weights of at least 0");
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
  command->callback([options] { measure(*options); });
}

}  // namespace capnet::command
