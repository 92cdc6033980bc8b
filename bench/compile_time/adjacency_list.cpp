// What examples/01 is held against: a small Boost.Graph program.
#include <iostream>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>

int main() {
  using graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
  graph g(4);
  add_edge(0, 1, g);
  add_edge(1, 2, g);
  std::cout << num_vertices(g) << " " << num_edges(g) << "\n";
  for (auto [v, last] = adjacent_vertices(1, g); v != last; ++v) std::cout << *v << "\n";
}
