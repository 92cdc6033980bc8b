#pragma once
/// The rows of an answer as CSV.
#include <ostream>

#include <capnet/core/answer.hpp>

namespace capnet::command {

/// RFC 4180: the columns that have a name; lists joined by `|`, what is nested as JSON, what is unknown empty.
void print_csv(std::ostream& out, const answer_table& table);

}  // namespace capnet::command
