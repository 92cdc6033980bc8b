// expect: capnet: this step can't start where the one before ended: see `source` and `target` of its relation
#include <capnet/query/pipeline.hpp>

void audience(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<organization>(net) | in<attends>);
#else
  (void)(from<organization>(net) | out<delivers> | in<attends>);
#endif
}
