#pragma once
/// From values to cells and back, and cells of a row as bytes. Not interface: see builder.hpp.
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <capnet/network/attribute_column.hpp>

namespace capnet::detail {

class name_list;

/// The texts that rows name by number, and what the attributes of relations are.
struct vocabulary {
  std::vector<std::string> names{};                 ///< of attributes that are texts
  std::vector<std::string> words{std::string{}};    ///< of categories; [0] is none
  std::vector<std::vector<attribute_info>> ties{};  ///< [relation]: its attributes
};

/// What was said of one row beside its columns.
struct said_row {
  std::string cells{}, details{};
};
/// The same of many rows.
struct said_rows {
  bytes_writer cells{}, details{};

  /// Or throws std::bad_alloc and changes nothing.
  void add(const said_row& row);
  void append(const said_rows& more);
  /// Makes room for so many rows in all, with the bytes of all parts.
  template <class Parts, class SaidBy>
  void reserve(std::size_t rows, const Parts& parts, const SaidBy& said_by) {
    std::size_t cell_bytes = 0, detail_bytes = 0;
    for (const auto& part : parts) {
      cell_bytes += said_by(part).cells.bytes();
      detail_bytes += said_by(part).details.bytes();
    }
    cells.reserve(rows, cell_bytes);
    details.reserve(rows, detail_bytes);
  }
  void shrink_to_fit();
};

void append_cell(std::string& row, attribute_index k, attribute_cell cell);
/// Calls `visit(attribute_index, attribute_cell)` for each cell of a row.
template <class Visit>
void for_each_cell(std::string_view row, Visit&& visit) {
  attribute_index k{};
  attribute_cell cell{};
  for (std::size_t at = 0; at < row.size(); at += sizeof k + sizeof cell) {
    std::memcpy(&k, row.data() + at, sizeof k);
    std::memcpy(&cell, row.data() + at + sizeof k, sizeof cell);
    visit(k, cell);
  }
}

/// A number read whole, or nothing.
template <class Number>
[[nodiscard]] std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

/// Throws input_error for a number that can't have its meaning: a probability outside 0 to 1, a negative count, length
/// or duration, what is not finite.
void expect_meant(meaning means, double number, std::string_view name);

/// The value as a value of that type, read from its text where it is one; nothing if it can't be one. Pre: the type is
/// not text.
[[nodiscard]] std::optional<attribute_value> as_type(value_type type, const attribute_value& value);

/// The cell of a value; nothing if it says nothing: an empty text, NaN. Throws input_error for a value that the
/// attribute can't have.
[[nodiscard]] std::optional<attribute_cell> cell_of(const attribute_info& info, const attribute_value& value,
                                                    name_list& words);

/// The value of a cell; nothing where it is missing.
[[nodiscard]] std::optional<attribute_value> value_of_cell(value_type type, attribute_cell cell,
                                                           const std::vector<std::string>& words);
void append_value(std::vector<attribute>& to, const attribute_info& info, attribute_cell cell,
                  const std::vector<std::string>& words);

/// The place of the attribute of that name. Pre: it is one of them.
[[nodiscard]] attribute_index place_of(std::string_view name, const std::vector<attribute_info>& infos);
/// The cell of a bulk value.
[[nodiscard]] attribute_cell cell_at(const value_column& column, value_type type, std::size_t row,
                                     const name_list& words);

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/attribute_cells-inl.hpp>  // IWYU pragma: export
#endif
