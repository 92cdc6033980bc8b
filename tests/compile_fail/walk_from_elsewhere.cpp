// expect: capnet: this step can't start where the one before ended: see `source` and `target` of its relations
#include <capnet/query/pipeline.hpp>

void colleagues(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<skill>(net) | within<collaborates_with, supports>(1, 3));
#else
  (void)(from<organization>(net) | within<collaborates_with, supports>(1, 3));
#endif
}
