#pragma once
/// An answer for people.
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/answer.hpp>

namespace capnet::command {

/// At most `digits` significant digits, without trailing zeros; "-" if there is no number.
[[nodiscard]] std::string short_number(std::optional<double> number, int digits = 4);

/// Columns that fit on a line: those of the terminal if standard output is one, else COLUMNS, else 100.
[[nodiscard]] std::size_t text_width();

/// A text made printable, on lines of at most `width` columns where its words allow it. It is broken at spaces and
/// beside East Asian wide letters; lines after the first are indented by `hanging`.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t hanging = 2);

/// Sentences, tables, sentences of rows and notes, with a blank line between. What does not fit beside each other
/// stands below: words of a cell on further lines, columns under the others, with the first one again. Nothing is cut
/// off.
void print_text(std::ostream& out, const answer& all, std::size_t width);

}  // namespace capnet::command
