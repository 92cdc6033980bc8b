// expect: capnet: there is no tie to look at: this stands behind `out` or `in`
#include <capnet/query/pipeline.hpp>

void visits(const capnet::snapshot& net) {
  using namespace capnet;
#ifdef MISUSE
  (void)(from<organization>(net) | where_tie<attr::hours>(comparison::at_least, 2) | out<attends>);
#else
  (void)(from<organization>(net) | out<attends> | where_tie<attr::hours>(comparison::at_least, 2));
#endif
}
