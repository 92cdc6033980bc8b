// What headers of query declare: see core/config.hpp. One source, so that loops over ties have what they call
// beside them.
#include <capnet/query/executor-inl.hpp>
#include <capnet/query/explain-inl.hpp>
#include <capnet/query/query_text-inl.hpp>
#include <capnet/query/query_text_error-inl.hpp>
#include <capnet/query/table-inl.hpp>
#include <capnet/query/text_form-inl.hpp>
#include <capnet/query/why-inl.hpp>
