// expect: tie_relation
#include <capnet/network/builder.hpp>

void employment(capnet::builder& net) {
  const auto npo = net.add<capnet::organization>("npo");
#ifdef MISUSE
  net.tie<capnet::person>(npo, net.add<capnet::person>("staff"));
#else
  net.tie<capnet::employs>(npo, net.add<capnet::person>("staff"));
#endif
}
