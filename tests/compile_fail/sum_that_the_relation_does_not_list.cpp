// expect: capnet: the relation of the step before does not list this attribute: see its `attributes`
#include <capnet/query/pipeline.hpp>

void money(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<organization>(net) | out<funds> | sum_of<attr::hours>);
#else
  (void)(from<organization>(net) | out<funds> | sum_of<attr::amount>);
#endif
}
