// expect: capnet: the relation of the step before does not list this attribute: see its `attributes`
#include <capnet/query/pipeline.hpp>

void long_visits(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<organization>(net) | out<attends> | where_tie<attr::amount>(comparison::at_least, 2));
#else
  (void)(from<organization>(net) | out<attends> | where_tie<attr::hours>(comparison::at_least, 2));
#endif
}
