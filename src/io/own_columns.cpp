#include "io/own_columns.hpp"

#include <algorithm>
#include <charconv>

namespace capnet::detail {
namespace {

/// Whether a text is what a number prints that is read from it.
template <class Number>
bool prints_back(std::string_view cell) {
  const auto value = number_in<Number>(cell);
  if (!value) return false;
  char digits[32];
  return std::string_view{digits, std::to_chars(digits, digits + sizeof digits, *value).ptr} == cell;
}
bool is_date(std::string_view cell) {
  const auto day = parse_date(cell);
  return day && to_string(*day) == cell;
}

}  // namespace

void type_guess::see(std::string_view cell) {
  seen_ = true;
  integer_ = integer_ && prints_back<std::int64_t>(cell);
  number_ = number_ && prints_back<double>(cell);
  yes_no_ = yes_no_ && (cell == "yes" || cell == "no");
  date_ = date_ && is_date(cell);
}

own_columns::own_columns(const csv_reader& table, const folder_table& shape) {
  for (std::size_t k = 0; k < table.header().size(); ++k) {
    const std::string_view name = table.header()[k].text;
    if (!name.empty() && std::ranges::find(shape.columns, name) == shape.columns.end())
      places_.push_back({k, std::string{name}});
  }
}

std::optional<attribute_value> own_columns::read(row_reader& row, const attribute_info& info,
                                                 const column_name& column) {
  const auto meant = [&](auto number) -> std::optional<attribute_value> {
    if (!number) return std::nullopt;
    try {
      expect_meant(info.meaning, static_cast<double>(*number), info.name);
    } catch (const input_error& refusal) {
      row.complain(column, refusal.problems().front().message);
      return std::nullopt;
    }
    return attribute_value{*number};
  };
  switch (info.type) {
    case value_type::number:
      return meant(row.number(column));
    case value_type::integer:
      return meant(row.whole(column));
    case value_type::date:
      if (const auto day = row.day(column)) return attribute_value{*day};
      return std::nullopt;
    case value_type::yes_no:
      if (const std::string_view text = row.text(column); text == "yes" || text == "no")
        return attribute_value{text == "yes"};
      else if (!text.empty())
        row.complain(column, quote(text) + " is neither yes nor no; expected one of them, or nothing if unknown");
      return std::nullopt;
    default:
      break;
  }
  return row.text(column).empty() ? std::nullopt : std::optional{attribute_value{row.text(column)}};
}

}  // namespace capnet::detail
