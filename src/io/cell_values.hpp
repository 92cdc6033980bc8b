#pragma once
/// Values of cells, with a complaint where one is not what its column promises.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/csv.hpp>
#include <capnet/model/figure.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/model/status.hpp>
#include <capnet/network/attribute_cells.hpp>

#include "io/numerals.hpp"

namespace capnet::detail {

/// What the dates of a table mean.
struct date_reading {
  bool day_first = false;       ///< 31/12/2023 is a day
  bool inclusive_ends = false;  ///< an end is the last day on which something held
};

/// A column by its name; of a large table it is looked up once, not for each row.
struct column_name {
  std::string_view name;
  static constexpr std::size_t missing = static_cast<std::size_t>(-1), not_looked_up = missing - 1;
  std::size_t at = not_looked_up;
  column_name(std::string_view called, std::size_t place = not_looked_up) : name{called}, at{place} {}
  column_name(const char* called) : name{called} {}
  column_name(const std::string& called) : name{called} {}
  column_name(const csv_reader& table, std::string_view called)
      : name{called}, at{table.find_column(called).value_or(missing)} {}
};

/// Reads the cells of the row that a table is at by the names of their columns and collects complaints.
class row_reader {
 public:
  row_reader(const csv_reader& table, problem_list& problems, date_reading dates = {})
      : table_{table}, row_{table.row()}, problems_{problems}, dates_{dates} {}

  [[nodiscard]] const std::string& file() const { return table_.file(); }
  [[nodiscard]] const csv_cell& cell(const column_name& column) const {
    const std::size_t k = column.at == column_name::not_looked_up ? column_name{table_, column.name}.at : column.at;
    return k == column_name::missing ? nowhere_ : row_[k];
  }
  [[nodiscard]] std::string_view text(const column_name& column) const { return cell(column).text; }
  [[nodiscard]] std::uint32_t line() const { return row_[0].line; }
  [[nodiscard]] bool good() const { return good_; }

  void complain(const csv_cell& where, std::string message) {
    good_ = false;
    problems_.add(
        {table_.file(), where.line == 0 ? line() : where.line, where.line == 0 ? 1 : where.column, std::move(message)});
  }
  void complain(const column_name& column, std::string message) { complain(cell(column), std::move(message)); }

  std::string_view required(const column_name& column) {
    const std::string_view found = text(column);
    if (found.empty()) complain(column, quote(column.name) + " is empty; expected a text");
    return found;
  }
  /// A required name that much else may repeat: an id, a kind.
  std::string name(const column_name& column, std::size_t most) {
    const std::string_view found = required(column);
    expect_short(column, found, most);
    return std::string{found};
  }
  void expect_short(const column_name& column, std::string_view name, std::size_t most) {
    if (name.size() <= most) return;
    complain(column,
             quote(name) + " has " + std::to_string(name.size()) + " bytes; expected at most " + std::to_string(most));
  }
  std::optional<std::int64_t> integer(const column_name& column) {
    const std::string_view found = text(column);
    if (found.empty()) return std::nullopt;
    const std::string digits = narrow_digits(found);
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc{} || end != digits.data() + digits.size() || value < 0 || value > 1'000'000'000'000) {
      complain(column, quote(found) +
                           " is no count; expected a whole number from 0 to 1,000,000,000,000, or nothing if unknown");
      return std::nullopt;
    }
    return value;
  }
  /// A whole number, negative ones too.
  std::optional<std::int64_t> whole(const column_name& column) {
    const std::string_view found = text(column);
    if (found.empty()) return std::nullopt;
    const auto value = number_in<std::int64_t>(narrow_digits(found));
    if (!value) complain(column, quote(found) + " is no whole number; expected one, or nothing if unknown");
    return value;
  }
  std::optional<double> number(const column_name& column) {
    const std::string_view found = text(column);
    if (found.empty()) return std::nullopt;
    const std::string digits = numeral(found, table_.separator());
    double value = 0;
    const bool plus = digits.front() == '+';
    const auto [end, failure] = std::from_chars(digits.data() + (plus ? 1 : 0), digits.data() + digits.size(), value);
    if ((plus && digits.find('-') == 1) || failure != std::errc{} || end != digits.data() + digits.size() ||
        !std::isfinite(value)) {
      complain(column, quote(found) + " is no finite number; expected one such as 0.5, or nothing if unknown");
      return std::nullopt;
    }
    return value;
  }
  std::optional<decimal> exact(const column_name& column) {
    const std::string_view found = text(column);
    if (found.empty()) return std::nullopt;
    const auto value = parse_decimal(numeral(found, table_.separator()));
    if (!value) {
      complain(column,
               quote(found) +
                   " is no decimal number of at most 15 digits; expected one such as 63.9, or nothing if unknown");
    }
    return value;
  }
  std::optional<partial_date> day(const column_name& column) {
    const std::string_view found = text(column);
    if (found.empty()) return std::nullopt;
    const auto value = dates_.day_first ? parse_day_first(found) : parse_date(found);
    if (!value) {
      const bool ambiguous = !dates_.day_first && scan_year_last(found);
      complain(column, quote(found) +
                           (ambiguous ? " has the year last, and day or month may come first; expected one such as "
                                        "2024-07-23, or --day-first where the day does"
                                      : " is no date; expected one such as 2024-07-23, 2024-07, 2024, FY2024, 2024年度 "
                                        "or 令和6年7月23日, or nothing if unknown"));
    }
    return value;
  }
  /// One of `names`, by position; the first if the cell is empty, nothing if it is none of them.
  template <class Names>
  std::optional<std::size_t> choice(const column_name& column, const Names& names) {
    const std::string_view found = text(column);
    if (found.empty()) return 0;
    const auto known = std::ranges::find(names, found);
    if (known != names.end()) return static_cast<std::size_t>(known - names.begin());
    complain(column, quote(found) + " is no " + std::string{column.name} + "; expected one of " +
                         join_names(names, " or ") + did_you_mean(found, names));
    return std::nullopt;
  }
  capnet::status status(const column_name& column = "status") {
    return static_cast<capnet::status>(choice(column, status_names).value_or(0));
  }
  relation_traits traits() {
    auto all = relation_traits::none;
    for (const std::string& one : list("traits")) {
      const auto known = std::ranges::find(relation_trait_names, one);
      if (known == relation_trait_names.end()) {
        complain("traits", quote(one) + " is no trait; expected some of " +
                               join_names(relation_trait_names, " and ", relation_trait_names.size()) +
                               did_you_mean(one, relation_trait_names));
      } else {
        all = all | static_cast<relation_traits>(1u << (known - relation_trait_names.begin()));
      }
    }
    return all;
  }
  spell active(const column_name& begin = "begin", const column_name& end = "end") {
    spell when;
    if (const auto first = day(begin)) when.begin = *first;
    if (const auto last = day(end)) when.end = *last;
    if (!when.consistent()) {
      complain(end, "the end " + std::string{text(end)} + " lies before the begin " + std::string{text(begin)} +
                        "; expected an end that is not before the begin");
    }
    if (dates_.inclusive_ends && when.end != never_ends) when.end = day_after(when.end.latest);
    return when;
  }
  /// The cells of the columns that `known` does not name.
  template <class Names>
  std::vector<attribute> others(const Names& known) const {
    std::vector<attribute> found;
    for (std::size_t k = 0; k < row_.size(); ++k) {
      const std::string_view name = table_.header()[k].text;
      if (row_[k].text.empty() || name.empty() || std::find(known.begin(), known.end(), name) != known.end()) continue;
      found.emplace_back(name, row_[k].text);
    }
    return found;
  }
  /// `a|b|c`.
  [[nodiscard]] std::vector<std::string> list(const column_name& column) const {
    std::vector<std::string> parts;
    for_each_listed(text(column), [&](std::string_view part) { parts.emplace_back(part); });
    return parts;
  }

 private:
  /// The calendar's last day, which tables give to what has no end, has none after it.
  static partial_date day_after(date last) {
    return last < make_date(last_year, 12, 31) ? partial_date{last + std::chrono::days{1}} : never_ends;
  }

  static constexpr csv_cell nowhere_{};
  const csv_reader& table_;
  std::span<const csv_cell> row_;
  problem_list& problems_;
  date_reading dates_;
  bool good_ = true;
};

}  // namespace capnet::detail
