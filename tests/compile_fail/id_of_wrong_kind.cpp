// expect: id<capnet::kind::organization>
#include <capnet/network/builder.hpp>

void seminar(capnet::builder& net) {
#ifdef MISUSE
  const capnet::id<capnet::event> host = net.add<capnet::organization>("jnpoc");
#else
  const capnet::id<capnet::organization> host = net.add<capnet::organization>("jnpoc");
#endif
  (void)host;
}
