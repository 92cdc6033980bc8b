// expect: capnet: this attribute is no number: it can be counted, but not added up
#include <capnet/query/pipeline.hpp>

void evidence(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<person>(net) | out<has_skill> | sum_of<attr::evidence>);
#else
  (void)(from<person>(net) | out<has_skill> | sum_of<attr::hours>);
#endif
}
