// Builds, queries and measures a network with include/ alone: no library, no build system.
#include <cmath>
#include <iostream>

#include <capnet/algorithm/degree_centralization.hpp>
#include <capnet/capnet.hpp>
#include <capnet/view/flatten.hpp>

using namespace capnet;

//   hub - a    A star: everyone depends on the hub, so degree centralization (Freeman) is 1.
//    |  \      .
//    c   b
int main() {
  builder net;
  const auto hub = net.add<organization>("hub");
  for (const char* key : {"a", "b", "c"}) net.tie<collaborates_with>(hub, net.add<organization>(key));
  const snapshot now = net.freeze();
  const flattened flat = flatten<collaborates_with>(all_held(now), {.only_tied = true});
  const auto star = degree_centralization(flat.graph);
  std::cout << now.order<organization>() << " organizations, centralization " << star.value_or(-1) << '\n';
  return now.layer<collaborates_with>().out(now.ref(hub)).size() == 3 && star && std::abs(*star - 1) < 1e-12 ? 0 : 1;
}
