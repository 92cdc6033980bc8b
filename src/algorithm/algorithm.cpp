// What kernels share that is no template: see core/config.hpp.
#include <capnet/algorithm/detail/sort_columns-inl.hpp>
