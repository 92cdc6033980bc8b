// expect: capnet: no vertex here is of this kind: see what the step before leads to
#include <capnet/query/pipeline.hpp>

void courses(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<organization>(net) | out<delivers> | only<person>);
#else
  (void)(from<organization>(net) | out<delivers> | only<course>);
#endif
}
