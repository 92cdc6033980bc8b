// expect: id<
#include <capnet/core/id.hpp>
#include <capnet/model/kinds.hpp>

#ifdef MISUSE
capnet::id<capnet::person> first = 0;
#else
capnet::id<capnet::person> first{0};
#endif
