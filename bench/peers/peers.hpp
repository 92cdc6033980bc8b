#pragma once
/// The libraries that ours is measured against: those that were found when this was built.
#include <memory>

#include "../contender.hpp"

#define CAPNET_BENCH_PEER [[gnu::visibility("default")]]

namespace capnet::bench {

CAPNET_BENCH_PEER std::unique_ptr<library> make_boost_graph();
CAPNET_BENCH_PEER std::unique_ptr<library> make_igraph();
CAPNET_BENCH_PEER std::unique_ptr<library> make_graphblas();
CAPNET_BENCH_PEER std::unique_ptr<library> make_eigen();
CAPNET_BENCH_PEER std::unique_ptr<library> make_lemon();

}  // namespace capnet::bench
