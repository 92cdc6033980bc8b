#pragma once
/// Time and memory against size, from 10^4 to 10^8: graphs, and typed, dated networks.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace capnet::bench {

/// A Kronecker graph of so many raw edges, in order of degree.
struct graph_scale {
  std::size_t edges = 0;
  std::size_t order = 0;
  double build_s = 0;          ///< ordered_graph::from_columns, all cores
  double bfs_s = 0;            ///< from a vertex of the largest degree
  double pagerank_s = 0;       ///< an iteration of ten, fp64, with what is made before the first
  std::size_t bytes = 0;       ///< both directions and both permutations
  std::size_t peak_bytes = 0;  ///< of the build, above its columns
};

/// A typed, dated network (generate/typed_network.hpp) of so many ties of six relations.
struct network_scale {
  std::size_t ties = 0;
  std::size_t order = 0;
  double check_s = 0;            ///< builder::add_vertices and add_ties
  double freeze_s = 0;           ///< builder::freeze, by locality, all cores
  std::size_t column_bytes = 0;  ///< that it is built from
  std::size_t hot_bytes = 0;     ///< of ties: both directions, weights, days
  std::size_t cold_bytes = 0;    ///< of ties: what is stored once
  std::size_t vertex_bytes = 0;
  std::size_t peak_bytes = 0;  ///< of check and freeze, above the columns; the snapshot is in it
  double write_s = 0;          ///< write_native, forced to the disk
  std::size_t file_bytes = 0;
  double open_s = 0;            ///< read_native, warm
  double first_s = 0;           ///< the same, and the two-hop question answered for one start
  double p50_s = 0, p99_s = 0;  ///< of the two-hop question from 10,000 starts, in memory
  double flatten_s = 0;         ///< all relations as one undirected simple graph
  std::size_t flat_edges = 0;
  double bfs_s = 0;       ///< on that graph, from the vertex of the largest degree, all cores
  double pagerank_s = 0;  ///< an iteration of ten, fp64, with what is made before the first

  [[nodiscard]] std::size_t snapshot_bytes() const { return hot_bytes + cold_bytes + vertex_bytes; }
};

/// Sizes run up to the largest that is asked for and fits into the memory that is free.
std::vector<graph_scale> scale_graphs(std::size_t most_edges, const std::function<void(const graph_scale&)>& heard);
std::vector<network_scale> scale_networks(std::size_t most_ties,
                                          const std::function<void(const network_scale&)>& heard);

/// What has been measured, and when. Lines for the terminal.
struct scaling_tables {
  std::vector<graph_scale> graphs{};
  std::vector<network_scale> networks{};
};
std::string head_of_graph_scaling();
std::string line_of(const graph_scale& r);
std::string head_of_network_scaling();
std::string line_of(const network_scale& r);

}  // namespace capnet::bench
