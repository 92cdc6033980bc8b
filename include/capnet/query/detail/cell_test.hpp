#pragma once
/// A filter by attribute, resolved for the column of one kind or relation: many values are tested at a time.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <capnet/network/attribute_column.hpp>
#include <capnet/query/attribute_filter.hpp>
#include <capnet/query/detail/day_test.hpp>

namespace capnet::detail {

/// Whether values in a column pass a `step_attribute`: the same as `passes` says of each of them.
class cell_test {
 public:
  /// `words`: of the network, by the numbers of categories. Pre: `type` is not text.
  cell_test(const step_attribute& filter, value_type type, const std::vector<std::string>& words)
      : how_{filter.how}, type_{type} {
    const bool ordered = is_order(how_);
    for (const attribute_value& with : filter.values) {
      unknown_ = unknown_ || with.empty();
      if (const auto* whole = with.get_if<std::int64_t>(); whole != nullptr && type == value_type::integer) {
        wholes_.push_back(*whole);
        continue;
      }
      const bool number = is_number(type);
      const auto typed = as_type(number ? value_type::number : type, with);
      if (!typed || with.empty()) continue;  // is equal to none, and different from each
      if (number) {
        numbers_.push_back(*typed->number());
      } else if (type == value_type::date) {
        days_.push_back(*typed->get_if<partial_date>());
      } else if (type == value_type::yes_no) {
        if (!ordered) words_.push_back(*typed->get_if<bool>() ? 2 : 1);
      } else if (const auto found = std::find(words.begin() + 1, words.end(), typed->text());
                 found != words.end() && !ordered) {
        words_.push_back(static_cast<std::uint32_t>(found - words.begin()));
      }
    }
  }

  [[nodiscard]] bool operator()(attribute_cell cell) const {
    if (is_missing(type_, cell)) return unknown_ && how_ == comparison::equal;
    if (type_ == value_type::number) return compares(numbers_, std::bit_cast<double>(cell));
    if (type_ == value_type::integer) {
      const auto whole = static_cast<std::int64_t>(cell);
      return negated() ? compares(wholes_, whole) && compares(numbers_, static_cast<double>(whole))
                       : compares(wholes_, whole) || compares(numbers_, static_cast<double>(whole));
    }
    if (type_ == value_type::date) return date(static_cast<std::int32_t>(cell >> 32), static_cast<std::int32_t>(cell));
    return (std::ranges::find(words_, static_cast<std::uint32_t>(cell)) != words_.end()) != negated();
  }
  /// Bit k: the value at first + k passes. Without a column none is known. Pre: n in [1, 64].
  [[nodiscard]] std::uint64_t operator()(const attribute_column* column, std::size_t first, std::size_t n) const {
    if (column == nullptr || type_ == value_type::number)
      return of_numbers(column == nullptr ? nullptr : column->numbers.slice(first, first + n).data(), n);
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < n; ++k) word |= std::uint64_t{(*this)((*column)[first + k])} << k;
    return word;
  }
  /// The same of n numbers. Null: none is known.
  [[nodiscard]] std::uint64_t of_numbers(const double* values, std::size_t n) const {
    if (values == nullptr) return (*this)(missing_cell(type_)) ? low_bits(n) : 0;
    if (numbers_.size() == 1 && !unknown_) return compared(values, n, numbers_.front());
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < n; ++k) word |= std::uint64_t{(*this)(std::bit_cast<attribute_cell>(values[k]))} << k;
    return word;
  }
  [[nodiscard]] value_type type() const { return type_; }

 private:
  [[nodiscard]] bool negated() const { return how_ == comparison::not_equal; }
  // Different means from each; else one of them will do.
  template <class Values, class One>
  [[nodiscard]] bool one_or_each(const Values& values, const One& one) const {
    return negated() ? std::ranges::all_of(values, one) : std::ranges::any_of(values, one);
  }
  template <class T>
  [[nodiscard]] bool compares(const std::vector<T>& values, T value) const {
    return with_sign(how_, [&](const auto& holds) {
      return one_or_each(values, [&](T with) { return static_cast<bool>(holds(value, with)); });
    });
  }
  [[nodiscard]] bool date(std::int32_t first, std::int32_t last) const {
    const partial_date value{held_when::day(first), held_when::day(last)};
    return one_or_each(days_, [&](const partial_date& with) { return compares_days(value, how_, with); });
  }
  [[nodiscard]] std::uint64_t compared(const double* values, std::size_t n, double with) const {
    return with_sign(how_, [&](const auto& holds) {
      std::array<std::uint8_t, 64> passing{};
      for (std::size_t k = 0; k < n; ++k) passing[k] = static_cast<std::uint8_t>(holds(values[k], with));
      std::uint64_t word = 0;  // eight bytes that are 0 or 1 become eight bits
      for (std::size_t k = 0; k < 64; k += 8) {
        std::uint64_t eight = 0;
        for (std::size_t b = 0; b < 8; ++b) eight |= std::uint64_t{passing[k + b]} << (8 * b);
        word |= (eight * 0x0102040810204080u >> 56) << k;
      }
      return word;
    });
  }

  comparison how_;
  value_type type_;
  bool unknown_ = false;  // "" is among the values
  std::vector<double> numbers_;
  std::vector<std::int64_t> wholes_;
  std::vector<partial_date> days_;
  std::vector<std::uint32_t> words_;
};

}  // namespace capnet::detail
