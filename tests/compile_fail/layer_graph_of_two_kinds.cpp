// expect: capnet: this relation joins different kinds at its two ends: flatten() makes a graph of both
#include <capnet/interop/layer_graph.hpp>

void whom(const capnet::snapshot& net) {
#ifdef MISUSE
  (void)capnet::make_layer_graph<capnet::attends>(net);
#else
  (void)capnet::make_layer_graph<capnet::collaborates_with>(net);
#endif
}
