#pragma once
/// The columns of an answer's table for Arrow. Not interface: see arrow.hpp.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/interop/arrow.hpp>
#include <capnet/interop/detail/arrow_column.hpp>

namespace capnet::detail {

/// Bits for yes_no, else one value after the other; those that are empty are null.
template <class T>
[[nodiscard]] arrow_column arrow_values(std::string name, const char* format,
                                        const std::vector<std::optional<T>>& values) {
  arrow_column made = make_arrow_column(std::move(name), format, values.size());
  made.validity([&](std::size_t row) { return values[row].has_value(); });
  if constexpr (std::same_as<T, bool>) {
    std::vector<std::uint8_t> bits((values.size() + 7) / 8);
    for (std::size_t row = 0; row < values.size(); ++row)
      bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | (values[row].value_or(false) ? 1u << row % 8 : 0u));
    made.own(std::move(bits));
  } else if constexpr (std::same_as<T, std::string>) {
    std::vector<std::int64_t> offsets{0};
    std::vector<char> bytes;
    for (const std::optional<std::string>& text : values) {
      if (text) bytes.insert(bytes.end(), text->begin(), text->end());
      offsets.push_back(static_cast<std::int64_t>(bytes.size()));
    }
    made.own(std::move(offsets));
    made.own(std::move(bytes));
  } else {
    std::vector<T> own;
    for (const std::optional<T>& value : values) own.push_back(value.value_or(T{}));
    made.own(std::move(own));
  }
  return made;
}

/// Lists of values, of the child's format.
template <class T>
[[nodiscard]] arrow_column arrow_lists(std::string name, const char* format,
                                       const std::vector<std::optional<std::vector<T>>>& lists) {
  arrow_column made = make_arrow_column(std::move(name), "+L", lists.size());
  made.validity([&](std::size_t row) { return lists[row].has_value(); });
  std::vector<std::int64_t> offsets{0};
  std::vector<std::optional<T>> values;
  for (const auto& list : lists) {
    if (list) values.insert(values.end(), list->begin(), list->end());
    offsets.push_back(static_cast<std::int64_t>(values.size()));
  }
  made.own(std::move(offsets));
  made.children.push_back(arrow_values("item", format, values));
  return made;
}

/// A cell as T, or nothing: whole numbers are numbers too.
template <class T>
[[nodiscard]] std::optional<T> arrow_value(const answer_cell& cell) {
  if (const T* const value = cell.get_if<T>()) return *value;
  if constexpr (std::same_as<T, double>) {
    if (const auto* whole = cell.get_if<std::int64_t>()) return static_cast<double>(*whole);
    if (const auto* count = cell.get_if<std::uint64_t>()) return static_cast<double>(*count);
  } else if constexpr (std::same_as<T, std::int64_t>) {
    if (const auto* count = cell.get_if<std::uint64_t>()) return static_cast<std::int64_t>(*count);
  }
  return std::nullopt;
}

[[nodiscard]] inline arrow_column arrow_of(const answer_column& column, std::size_t size) {
  std::vector<answer_cell> cells;
  bool large = false;
  for (std::size_t row = 0; row < size; ++row) {
    cells.push_back(column.cell(row));
    const auto* const count = cells.back().get_if<std::uint64_t>();
    large = large || (count != nullptr && *count > std::uint64_t{std::numeric_limits<std::int64_t>::max()});
  }
  const auto values = [&]<class T>(T) {
    std::vector<std::optional<T>> all;
    for (const answer_cell& cell : cells) all.push_back(arrow_value<T>(cell));
    return all;
  };
  switch (column.type) {
    case answer_type::yes_no:
      return arrow_values(column.name, "b", values(bool{}));
    case answer_type::integer:
      if (!large) return arrow_values(column.name, "l", values(std::int64_t{}));
      [[fallthrough]];
    case answer_type::number:
      return arrow_values(column.name, "g", values(double{}));
    case answer_type::texts:
      return arrow_lists(column.name, "U", values(std::vector<std::string>{}));
    case answer_type::integers:
      return arrow_lists(column.name, "l", values(std::vector<std::int64_t>{}));
    case answer_type::text:
    case answer_type::table:
      break;
  }
  return arrow_values(column.name, "U", values(std::string{}));
}

}  // namespace capnet::detail

namespace capnet {

inline void export_arrow(const answer_table& table, ArrowSchema& schema, ArrowArray& rows) {
  std::vector<detail::arrow_column> columns;
  for (const answer_column& column : table.columns) {
    if (column.name.empty() || column.type == answer_type::table) continue;
    columns.push_back(detail::arrow_of(column, table.size));
    for (const auto& [key, value] : {std::pair{"unit", column.unit}, {"label", column.heading()}}) {
      if (!value.empty()) columns.back().metadata.emplace_back(key, value);
    }
  }
  detail::fill_arrow(std::move(columns), table.size, schema, rows);
}

}  // namespace capnet
