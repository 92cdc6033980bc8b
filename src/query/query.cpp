// What executor.hpp and table.hpp declare: see core/config.hpp. One source, so that loops over ties have what they call
// beside them.
#include <capnet/query/executor-inl.hpp>
#include <capnet/query/table-inl.hpp>
