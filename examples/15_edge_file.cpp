// A graph from a file of edges, of which there may be hundreds of millions: how long does a question travel?
#include <cmath>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/algorithm/sssp_distances.hpp>
#include <capnet/capnet.hpp>
#include <capnet/io/edge_file.hpp>

using namespace capnet;

int main() {
  // Columns come as arrays; vertices are numbered in the order in which the file first names them.
  const edge_columns read = read_edges("examples/data/handovers.csv");
  std::cout << read.keys.size() << " desks, " << read.sources.size() << " ways\n";

  // Weights are lengths here, so that of parallel arcs the shortest counts; by default they would add up.
  const auto g = compressed_graph::from_columns(read.keys.size(), read.sources, read.targets, read.weights,
                                                {.directed = true, .parallel = parallel_edges::min});
  const vertex_index start = 0;
  const sssp_result ways = sssp_tree(g, start);
  for (vertex_index v = 0; v < g.order(); ++v) {
    std::cout << read.keys[v] << ": ";
    if (std::isinf(ways.distances[v])) {
      std::cout << "no way\n";
      continue;
    }
    std::string way = read.keys[v];
    for (vertex_index u = v; u != start;) {
      u = ways.parents[u];
      way = read.keys[u] + " -> " + way;
    }
    std::cout << ways.distances[v] << " days, " << way << '\n';
  }

  // The same columns are a network, without a copy: a tie each, with every way that the file says.
  const std::vector<std::string_view> keys(read.keys.begin(), read.keys.end());
  builder net;
  const id<organization> first = net.add_vertices<organization>({.count = keys.size(), .keys = keys});
  net.add_ties<shares_knowledge_with>({.source_kind = net.schema().index_of<organization>(),
                                       .target_kind = net.schema().index_of<organization>(),
                                       .sources = read.sources,
                                       .targets = read.targets,
                                       .weights = read.weights});
  const snapshot now = net.freeze();
  std::cout << now.key(now.ref(first)) << " has " << now.layer<shares_knowledge_with>().out(now.ref(first)).size()
            << " ways on\n";
}
