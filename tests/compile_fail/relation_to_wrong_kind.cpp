// expect: capnet: this relation does not join these two kinds: see its `source` and `target`
#include <capnet/network/builder.hpp>

void employment(capnet::builder& net) {
  const auto npo = net.add<capnet::organization>("npo");
#ifdef MISUSE
  net.tie<capnet::employs>(npo, net.add<capnet::cohort>("volunteers"));
#else
  net.tie<capnet::employs>(npo, net.add<capnet::person>("staff"));
#endif
}
