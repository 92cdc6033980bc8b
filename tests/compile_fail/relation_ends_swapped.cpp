// expect: capnet: this relation does not join these two kinds: see its `source` and `target`
#include <capnet/network/builder.hpp>

void seminar(capnet::builder& net) {
  const auto dell = net.add<capnet::organization>("dell");
  const auto storage = net.add<capnet::event>("storage");
#ifdef MISUSE
  net.tie<capnet::delivers>(storage, dell);
#else
  net.tie<capnet::delivers>(dell, storage);
#endif
}
