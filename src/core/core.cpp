// What the core's headers declare: see core/config.hpp.
#include <capnet/core/date-inl.hpp>
#include <capnet/core/detail/first_blocks-inl.hpp>
#include <capnet/core/error-inl.hpp>
#include <capnet/core/expect-inl.hpp>
#include <capnet/core/hash-inl.hpp>
#include <capnet/core/memo-inl.hpp>
#include <capnet/core/parallel-inl.hpp>
#include <capnet/core/problem_list-inl.hpp>
#include <capnet/core/text-inl.hpp>
