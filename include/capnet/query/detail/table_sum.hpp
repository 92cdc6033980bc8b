#pragma once
/// What the values of a column of a table add up to.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/query/plan.hpp>

namespace capnet::detail {

/// A sum of numbers, whole as long as they are.
class number_sum {
 public:
  void add(const attribute_value& value, std::uint64_t times) {
    const double number = *value.number();
    real_ += number * static_cast<double>(times);
    const auto* one = value.get_if<std::int64_t>();
    std::int64_t product = 0;
    whole_ = whole_ && one != nullptr &&
             times <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) &&
             !__builtin_mul_overflow(*one, static_cast<std::int64_t>(times), &product) &&
             !__builtin_add_overflow(sum_, product, &sum_);
  }
  [[nodiscard]] attribute_value value() const { return whole_ ? attribute_value{sum_} : attribute_value{real_}; }
  [[nodiscard]] double real() const { return whole_ ? static_cast<double>(sum_) : real_; }

 private:
  bool whole_ = true;
  std::int64_t sum_ = 0;
  double real_ = 0;
};

/// What the values of one column come to over the matches of a row.
class table_sum {
 public:
  /// `each` is kept for quantiles.
  void add(const std::optional<attribute_value>& value, std::uint64_t matches, bool each) {
    if (!value) return static_cast<void>(unknown_ = saturating_sum(unknown_, matches));
    known_ = saturating_sum(known_, matches);
    if (!value->number()) return;  // of which only what is unknown is asked
    sum_.add(*value, matches);
    if (!least_ || less(*value, *least_)) least_ = value;
    if (!most_ || less(*most_, *value)) most_ = value;
    if (each) each_.emplace_back(*value, matches);
  }
  [[nodiscard]] std::uint64_t known() const { return known_; }
  [[nodiscard]] std::uint64_t unknown() const { return unknown_; }
  [[nodiscard]] attribute_value sum() const { return sum_.value(); }
  [[nodiscard]] attribute_value mean() const { return attribute_value{sum_.real() / static_cast<double>(known_)}; }
  [[nodiscard]] const std::optional<attribute_value>& least() const { return least_; }
  [[nodiscard]] const std::optional<attribute_value>& most() const { return most_; }
  /// The least value that so many of those known don't exceed, in exact arithmetic: the share is a decimal.
  [[nodiscard]] attribute_value quantile(const std::string& share) {
    std::ranges::sort(each_, [](const auto& a, const auto& b) { return less(a.first, b.first); });
    __extension__ using wide = unsigned __int128;
    wide part = 0, whole = 1;
    bool behind_point = false;
    for (const char c : share) {
      if (c == '.') {
        behind_point = true;
        continue;
      }
      part = part * 10 + static_cast<unsigned>(c - '0');
      if (behind_point) whole *= 10;
    }
    wide seen = 0;
    for (const auto& [value, matches] : each_) {
      seen += matches;
      if (seen * whole >= part * known_) return value;
    }
    return each_.back().first;
  }

 private:
  // By number, and whole numbers that are one as doubles by themselves.
  static bool less(const attribute_value& a, const attribute_value& b) {
    const auto key = [](const attribute_value& value) {
      const auto* whole = value.get_if<std::int64_t>();
      return std::pair{*value.number(), whole == nullptr ? std::int64_t{0} : *whole};
    };
    return key(a) < key(b);
  }

  std::uint64_t known_ = 0, unknown_ = 0;
  number_sum sum_{};
  std::optional<attribute_value> least_{}, most_{};
  std::vector<std::pair<attribute_value, std::uint64_t>> each_;
};

}  // namespace capnet::detail
