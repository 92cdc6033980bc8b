/// LEMON: NetworkSimplex, the fastest of its solvers for assignment. A file of its own, as its maps don't compile as
/// C++20, which took construct() and destroy() from std::allocator. With -O3 -march=native, in its favor.
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

using digraph = lemon::StaticDigraph;

struct costs {
  using Key = digraph::Arc;
  using Value = std::int64_t;
  const std::int64_t* of;
  Value operator[](Key a) const { return of[digraph::id(a)]; }
};
struct supplies {
  using Key = digraph::Node;
  using Value = std::int64_t;
  int rows, seats;
  Value operator[](Key v) const { return digraph::id(v) < rows ? seats : -1; }
};
struct ones {
  using Key = digraph::Arc;
  using Value = std::int64_t;
  Value operator[](Key) const { return 1; }
};

}  // namespace

namespace capnet::bench {

__attribute__((visibility("default"))) std::int64_t lemon_assignment(std::size_t rows, std::size_t seats,
                                                                     const std::size_t* offset,
                                                                     const std::uint32_t* column,
                                                                     const std::int64_t* cost);

/// The cost of the best assignment of as many columns as seats, so many in each row; -1 if there is none.
std::int64_t lemon_assignment(std::size_t rows, std::size_t seats, const std::size_t* offset,
                              const std::uint32_t* column, const std::int64_t* cost) {
  const int n = static_cast<int>(rows), of_row = static_cast<int>(seats);
  std::vector<std::pair<int, int>> arcs;
  arcs.reserve(offset[rows]);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t a = offset[r]; a < offset[r + 1]; ++a)
      arcs.push_back(std::make_pair(static_cast<int>(r), n + static_cast<int>(column[a])));
  }
  digraph g;
  g.build(n + n * of_row, arcs.begin(), arcs.end());
  lemon::NetworkSimplex<digraph, std::int64_t, std::int64_t> simplex(g);
  simplex.upperMap(ones()).costMap(costs{cost}).supplyMap(supplies{n, of_row});
  if (simplex.run() != simplex.OPTIMAL) return -1;
  return simplex.totalCost<std::int64_t>();
}

}  // namespace capnet::bench
