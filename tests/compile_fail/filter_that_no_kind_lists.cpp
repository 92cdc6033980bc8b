// expect: capnet: no kind here lists this attribute: see its `attributes`, and what the step before leads to
#include <capnet/query/pipeline.hpp>

void large(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<organization>(net) | out<delivers> | where_attribute<attr::importance>(comparison::at_least, 3));
#else
  (void)(from<organization>(net) | out<delivers> | where_attribute<attr::seats>(comparison::at_least, 30));
#endif
}
