// expect: capnet: there is no tie to name: `tie_named` stands behind `out` or `in`
#include <capnet/query/pipeline.hpp>

void visits(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<organization>(net) | tie_named("t"));
#else
  (void)(from<organization>(net) | out<attends> | tie_named("t"));
#endif
}
