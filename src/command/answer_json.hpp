#pragma once
/// An answer for programs, as JSON.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <ostream>

#include <capnet/core/answer.hpp>

namespace capnet::command {

[[nodiscard]] boost::json::value cell_json(const answer_cell& cell);
/// What the columns with a name say of a row; without what it does not have.
[[nodiscard]] boost::json::object row_json(const answer_table& table, std::size_t row);
/// In its shape.
[[nodiscard]] boost::json::value table_json(const answer_table& table);

/// An object on one line: the tables by name, `columns` of the main one (name, label, unit, type), and the manifest
/// unless it is empty. Row by row: the rows of a large answer are never in memory as JSON.
void print_json(std::ostream& out, const answer& all, const boost::json::object& manifest);

}  // namespace capnet::command
