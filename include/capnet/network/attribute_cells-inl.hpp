#pragma once
/// Definitions of attribute_cells.hpp: see core/config.hpp.
#include <bit>
#include <cmath>
#include <utility>
#include <variant>

#include <capnet/core/config.hpp>
#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/attribute_cells.hpp>
#include <capnet/network/name_list.hpp>

namespace capnet::detail {

CAPNET_INLINE void said_rows::add(const said_row& row) {
  cells.add(row.cells);
  try {
    details.add(row.details);
  } catch (...) {
    cells.pop();
    throw;
  }
}

CAPNET_INLINE void said_rows::append(const said_rows& more) {
  cells.append(more.cells);
  details.append(more.details);
}

CAPNET_INLINE void said_rows::shrink_to_fit() { cells.shrink_to_fit(), details.shrink_to_fit(); }

CAPNET_INLINE void append_cell(std::string& row, attribute_index k, attribute_cell cell) {
  char bytes[sizeof k + sizeof cell];
  std::memcpy(bytes, &k, sizeof k);
  std::memcpy(bytes + sizeof k, &cell, sizeof cell);
  row.append(bytes, sizeof bytes);
}

CAPNET_INLINE void expect_meant(meaning means, double number, std::string_view name) {
  const bool from_0 = means == meaning::count || means == meaning::length || means == meaning::duration;
  const char* expected = nullptr;
  if (!std::isfinite(number))
    expected = "a finite number, or nothing if unknown";
  else if (means == meaning::probability && !(number >= 0 && number <= 1))
    expected = "a probability from 0 to 1";
  else if (from_0 && number < 0)
    expected = "0 or more";
  if (expected == nullptr) return;
  refuse_with({quote(name), " is ", short_number(number, 12), "; expected ", expected});
}

CAPNET_INLINE std::optional<attribute_value> as_type(value_type type, const attribute_value& value) {
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

CAPNET_INLINE std::optional<attribute_cell> cell_of(const attribute_info& info, const attribute_value& value,
                                                    name_list& words) {
  if (value.empty()) return std::nullopt;
  if (const auto* number = value.get_if<double>(); number != nullptr && std::isnan(*number)) return std::nullopt;
  const auto typed = as_type(info.type, value);
  if (!typed) {
    refuse_with(
        {quote(info.name), " is ", quote(value.text()), "; expected ",
         (info.type == value_type::yes_no ? "yes or no" : "a value of the type " + std::string{to_string(info.type)}),
         ", or nothing if unknown"});
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

CAPNET_INLINE std::optional<attribute_value> value_of_cell(value_type type, attribute_cell cell,
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

CAPNET_INLINE void append_value(std::vector<attribute>& to, const attribute_info& info, attribute_cell cell,
                                const std::vector<std::string>& words) {
  if (auto value = value_of_cell(info.type, cell, words)) to.emplace_back(info.name, *std::move(value));
}

CAPNET_INLINE attribute_index place_of(std::string_view name, const std::vector<attribute_info>& infos) {
  std::size_t k = 0;
  while (infos[k].name != name) ++k;
  return static_cast<attribute_index>(k);
}

CAPNET_INLINE attribute_cell cell_at(const value_column& column, value_type type, std::size_t row,
                                     const name_list& words) {
  if (const auto* numbers = std::get_if<std::span<const double>>(&column.values))
    return std::bit_cast<attribute_cell>((*numbers)[row]);
  if (const auto* integers = std::get_if<std::span<const std::int64_t>>(&column.values)) {
    const std::int64_t number = (*integers)[row];
    if (type != value_type::number) return static_cast<attribute_cell>(number);
    return number == missing_integer ? missing_cell(type) : std::bit_cast<attribute_cell>(static_cast<double>(number));
  }
  if (const auto* flags = std::get_if<std::span<const std::uint8_t>>(&column.values)) return (*flags)[row];
  if (const auto* days = std::get_if<std::span<const partial_date>>(&column.values))
    return capnet::cell_of((*days)[row]);
  return words.find(std::get<std::span<const std::string_view>>(column.values)[row]).value_or(0);
}

}  // namespace capnet::detail
