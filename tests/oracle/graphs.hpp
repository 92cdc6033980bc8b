#pragma once
/// Graphs that every textbook knows, and random ones with everything that can go wrong: for tests.
#include <deque>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/group_map.hpp>
#include <capnet/core/random.hpp>

namespace capnet::fixture {

/// The cells of a small CSV without quoted separators, below its header.
inline std::vector<std::vector<std::string>> read_golden(const std::string& file) {
  std::ifstream in{std::string{CAPNET_SOURCE_DIR} + "/tests/golden/" + file};
  if (!in) throw std::runtime_error{"can't read tests/golden/" + file};
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells{line};
    rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

inline vertex_index number(const std::string& cell) { return static_cast<vertex_index>(std::stoul(cell)); }

inline std::vector<edge> golden_edges(const std::string& file) {
  std::vector<edge> edges;
  for (const auto& row : read_golden(file)) edges.push_back({number(row[0]), number(row[1])});
  return edges;
}

/// 0---1---2---3
inline const std::vector<edge> path_of_four{{0, 1}, {1, 2}, {2, 3}};

/// Zachary's karate club: 34 members, 78 ties, members from 0.
inline compressed_graph karate() { return compressed_graph::from_edges(34, golden_edges("karate_edges.csv")); }

/// The club that each member joined after the split: 0 Mr Hi's, 1 the officers'. The column `allegiance` of
/// karate_nodes.csv is the side taken in the quarrel, which differs for vertex 8 alone: he sided with the officers and
/// joined Mr Hi.
inline std::vector<group_index> karate_clubs() {
  std::vector<group_index> clubs;
  for (const auto& row : read_golden("karate_nodes.csv")) clubs.push_back(number(row.at(2)) - 1);
  clubs.at(8) = 0;
  return clubs;
}

/// Davis's southern women: vertices 0-17 are the women (Evelyn, Laura, Theresa, ...), 18-31 the events E1-E14.
inline compressed_graph southern_women() {
  return compressed_graph::from_edges(32, golden_edges("southern_women_edges.csv"));
}
inline constexpr vertex_index women = 18;

enum florentine_family : vertex_index {
  acciaiuoli,
  albizzi,
  barbadori,
  bischeri,
  castellani,
  ginori,
  guadagni,
  lamberteschi,
  medici,
  pazzi,
  peruzzi,
  ridolfi,
  salviati,
  strozzi,
  tornabuoni
};

/// Marriages of Florentine families (Padgett & Ansell 1993), without Pucci who married nobody: 15 families, 20 ties.
inline compressed_graph florentine() {
  const std::vector<edge> edges{
      {acciaiuoli, medici}, {castellani, peruzzi}, {castellani, strozzi}, {castellani, barbadori},
      {medici, barbadori},  {medici, ridolfi},     {medici, tornabuoni},  {medici, albizzi},
      {medici, salviati},   {salviati, pazzi},     {peruzzi, strozzi},    {peruzzi, bischeri},
      {strozzi, ridolfi},   {strozzi, bischeri},   {ridolfi, tornabuoni}, {tornabuoni, guadagni},
      {albizzi, ginori},    {albizzi, guadagni},   {bischeri, guadagni},  {guadagni, lamberteschi}};
  return compressed_graph::from_edges(15, edges);
}

/// Krackhardt's kite (1990): degree, betweenness and closeness each name another most central vertex.
inline compressed_graph kite() {
  const std::vector<edge> edges{{0, 1}, {0, 2}, {0, 3}, {0, 5}, {1, 3}, {1, 4}, {1, 6}, {2, 3}, {2, 5},
                                {3, 4}, {3, 5}, {3, 6}, {4, 6}, {5, 6}, {5, 7}, {6, 7}, {7, 8}, {8, 9}};
  return compressed_graph::from_edges(10, edges);
}

/// Borgatti's holes graph (1997), A to G as 0 to 6, with weights.
inline std::vector<edge> holes_edges() {
  return {{0, 1, 2}, {0, 5, 3}, {0, 6, 5}, {0, 4, 2}, {4, 6, 8},
          {5, 6, 3}, {1, 6, 4}, {1, 3, 1}, {3, 6, 3}, {6, 2, 10}};
}

/// Two complete graphs of k vertices.
inline std::vector<edge> two_cliques(vertex_index k) {
  std::vector<edge> edges;
  for (vertex_index first : {vertex_index{0}, k}) {
    for (vertex_index u = 0; u < k; ++u) {
      for (vertex_index v = u + 1; v < k; ++v) edges.push_back({first + u, first + v});
    }
  }
  return edges;
}

/// One of a long series of small graphs: directed or not, with loops, parallel edges, isolated vertices and weights, or
/// none.
struct random_case {
  vertex_index order = 0;
  std::vector<edge> edges;
  bool directed = false;
  compressed_graph g;  ///< everything kept
};

inline random_case make_random_case(std::uint32_t replica, vertex_index largest = 9) {
  random_stream rng{{.seed = 20'240'723, .replica = replica}};
  random_case c;
  c.order = 1 + rng.below(largest);
  c.directed = rng.below(2) == 1;
  c.edges.resize(rng.below(c.order * (c.directed ? 3 : 2) + 1));
  for (edge& uv : c.edges) uv = {rng.below(c.order), rng.below(c.order), 1.0 + rng.below(4)};
  c.g = compressed_graph::from_edges(c.order, c.edges,
                                     {.directed = c.directed, .keep_loops = true, .parallel = parallel_edges::all});
  return c;
}

/// The least that an adjacency_graph can be: neither weighted nor bidirectional.
class row_graph {
 public:
  explicit row_graph(const compressed_graph& g) : rows_(g.order()), size_{g.size()}, directed_{g.directed()} {
    for (vertex_index u = 0; u < g.order(); ++u) rows_[u].assign(g.successors(u).begin(), g.successors(u).end());
  }
  [[nodiscard]] vertex_index order() const { return static_cast<vertex_index>(rows_.size()); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool directed() const { return directed_; }
  [[nodiscard]] std::size_t out_degree(vertex_index u) const { return rows_[u].size(); }
  [[nodiscard]] const std::deque<vertex_index>& successors(vertex_index u) const { return rows_[u]; }

 private:
  std::vector<std::deque<vertex_index>> rows_;
  std::size_t size_;
  bool directed_;
};

using matrix = std::vector<std::vector<double>>;

/// Adjacency as a table of 0 and 1, without loops. The naive side of an oracle.
inline matrix adjacency(const random_case& c, bool directed) {
  matrix a(c.order, std::vector<double>(c.order, 0));
  for (const edge& uv : c.edges) {
    if (uv.source == uv.target) continue;
    a[uv.source][uv.target] = 1;
    if (!directed || !c.directed) a[uv.target][uv.source] = 1;
  }
  return a;
}

}  // namespace capnet::fixture
