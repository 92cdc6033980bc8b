#pragma once
/// From values to cells and back, and cells of a row as bytes. Not interface: see builder.hpp.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/attribute_column.hpp>
#include <capnet/network/name_list.hpp>

namespace capnet::detail {

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
  void add(const said_row& row) {
    cells.add(row.cells);
    try {
      details.add(row.details);
    } catch (...) {
      cells.pop();
      throw;
    }
  }
  void append(const said_rows& more) {
    cells.append(more.cells);
    details.append(more.details);
  }
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
  void shrink_to_fit() { cells.shrink_to_fit(), details.shrink_to_fit(); }
};

inline void append_cell(std::string& row, attribute_index k, attribute_cell cell) {
  char bytes[sizeof k + sizeof cell];
  std::memcpy(bytes, &k, sizeof k);
  std::memcpy(bytes + sizeof k, &cell, sizeof cell);
  row.append(bytes, sizeof bytes);
}
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
inline void expect_meant(meaning means, double number, std::string_view name) {
  const bool from_0 = means == meaning::count || means == meaning::length || means == meaning::duration;
  const char* expected = nullptr;
  if (!std::isfinite(number))
    expected = "a finite number, or nothing if unknown";
  else if (means == meaning::probability && !(number >= 0 && number <= 1))
    expected = "a probability from 0 to 1";
  else if (from_0 && number < 0)
    expected = "0 or more";
  if (expected == nullptr) return;
  throw input_error{quote(name) + " is " + short_number(number, 12) + "; expected " + expected};
}

/// The value as a value of that type, read from its text where it is one; nothing if it can't be one. Pre: the type is
/// not text.
[[nodiscard]] inline std::optional<attribute_value> as_type(value_type type, const attribute_value& value) {
  const auto* const text = value.get_if<std::string>();
  switch (type) {
    case value_type::number:
      if (const auto number = text != nullptr ? number_in<double>(*text) : value.number()) return *number;
      break;
    case value_type::integer:
      if (text != nullptr) {
        if (const auto number = number_in<std::int64_t>(*text)) return *number;
      } else if (value.type() == value_type::integer) {
        return value;
      } else if (const auto number = value.number();
                 number && std::trunc(*number) == *number && std::abs(*number) < 9e18) {
        return static_cast<std::int64_t>(*number);
      }
      break;
    case value_type::yes_no:
      if (text != nullptr && (*text == "yes" || *text == "no")) return *text == "yes";
      if (value.type() == value_type::yes_no) return value;
      break;
    case value_type::date:
      if (text != nullptr) {
        if (const auto day = parse_date(*text)) return *day;
      }
      if (value.type() == value_type::date) return value;
      break;
    default:
      return attribute_value{value.text()};
  }
  return std::nullopt;
}

/// The cell of a value; nothing if it says nothing: an empty text, NaN. Throws input_error for a value that the
/// attribute can't have.
[[nodiscard]] inline std::optional<attribute_cell> cell_of(const attribute_info& info, const attribute_value& value,
                                                           name_list& words) {
  if (value.empty()) return std::nullopt;
  if (const auto* number = value.get_if<double>(); number != nullptr && std::isnan(*number)) return std::nullopt;
  const auto typed = as_type(info.type, value);
  if (!typed) {
    throw input_error{
        quote(info.name) + " is " + quote(value.text()) + "; expected " +
        (info.type == value_type::yes_no ? "yes or no" : "a value of the type " + std::string{to_string(info.type)}) +
        ", or nothing if unknown"};
  }
  if (const auto number = typed->number()) expect_meant(info.meaning, *number, info.name);
  switch (info.type) {
    case value_type::number:
      return std::bit_cast<attribute_cell>(*typed->get_if<double>());
    case value_type::integer:
      return static_cast<attribute_cell>(*typed->get_if<std::int64_t>());
    case value_type::yes_no:
      return *typed->get_if<bool>() ? 2 : 1;
    case value_type::date:
      return capnet::cell_of(*typed->get_if<partial_date>());
    default:
      return words.number(typed->text());
  }
}

/// The value of a cell; nothing where it is missing.
[[nodiscard]] inline std::optional<attribute_value> value_of_cell(value_type type, attribute_cell cell,
                                                                  const std::vector<std::string>& words) {
  if (is_missing(type, cell)) return std::nullopt;
  switch (type) {
    case value_type::number:
      return std::bit_cast<double>(cell);
    case value_type::integer:
      return static_cast<std::int64_t>(cell);
    case value_type::yes_no:
      return cell == 2;
    case value_type::date: {
      const auto day = [](attribute_cell half) { return held_when::day(static_cast<std::int32_t>(half)); };
      return partial_date{day(cell >> 32), day(cell & 0xFFFFFFFFu)};
    }
    default:
      return cell < words.size() ? std::optional{attribute_value{words[cell]}} : std::nullopt;
  }
}
inline void append_value(std::vector<attribute>& to, const attribute_info& info, attribute_cell cell,
                         const std::vector<std::string>& words) {
  if (auto value = value_of_cell(info.type, cell, words)) to.emplace_back(info.name, *std::move(value));
}

/// The cell of a bulk value.
[[nodiscard]] inline attribute_cell cell_at(const value_column& column, value_type type, std::size_t row,
                                            const name_list& words) {
  return std::visit(
      [&](const auto& rows) -> attribute_cell {
        using element = std::remove_cvref_t<decltype(rows[row])>;
        if constexpr (std::is_same_v<element, double>)
          return std::bit_cast<attribute_cell>(rows[row]);
        else if constexpr (std::is_same_v<element, std::int64_t>)
          return type == value_type::number
                     ? (rows[row] == missing_integer ? missing_cell(type)
                                                     : std::bit_cast<attribute_cell>(static_cast<double>(rows[row])))
                     : static_cast<attribute_cell>(rows[row]);
        else if constexpr (std::is_same_v<element, std::uint8_t>)
          return rows[row];
        else if constexpr (std::is_same_v<element, partial_date>)
          return capnet::cell_of(rows[row]);
        else
          return words.find(rows[row]).value_or(0);
      },
      column.values);
}

}  // namespace capnet::detail
