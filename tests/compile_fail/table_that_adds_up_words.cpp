// expect: capnet: this attribute is no number: it can be counted, but not added up
#include <capnet/query/table.hpp>

capnet::table_column evidence() {
  using namespace capnet;
#ifdef MISUSE
  return sum_column<attr::evidence>("t");
#else
  return unknown_column<attr::evidence>("t");
#endif
}
