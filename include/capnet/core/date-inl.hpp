#pragma once
/// Definitions of date.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/core/date.hpp>

namespace capnet {

CAPNET_INLINE std::string to_string(date day) {
  if (day <= unbounded_past) return "-inf";
  if (day >= unbounded_future) return "+inf";
  const std::chrono::year_month_day parts{day};
  auto two = [](unsigned number) { return (number < 10 ? "-0" : "-") + std::to_string(number); };
  std::string year = std::to_string(static_cast<int>(parts.year()));
  if (parts.year() >= std::chrono::year{0} && year.size() < 4) year.insert(0, 4 - year.size(), '0');
  return year + two(static_cast<unsigned>(parts.month())) + two(static_cast<unsigned>(parts.day()));
}

}  // namespace capnet

namespace capnet::detail {

CAPNET_INLINE void refuse_reversed(date first, date last) {
  refuse("a partial date has the earliest day ", to_string(first), " and the latest day ", to_string(last),
         "; expected the earliest not to be after the latest");
}

}  // namespace capnet::detail

namespace capnet {

CAPNET_INLINE std::string to_string(const partial_date& day) {
  return day.exact() ? to_string(day.earliest) : to_string(day.earliest) + ".." + to_string(day.latest);
}

}  // namespace capnet

namespace capnet {

namespace detail {

/// Consumes one character at a time from a date's text.
class date_scanner {
 public:
  explicit date_scanner(std::string_view text) : text_{text} {}
  [[nodiscard]] bool done() const { return text_.empty(); }
  bool accept(std::string_view token) {
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  /// A number of one to four digits, ASCII or full-width; a negative one if there is none.
  int number() {
    int value = -1;
    for (int digits = 0; digits < 4 && !text_.empty(); ++digits) {
      int digit = -1;
      if (text_[0] >= '0' && text_[0] <= '9') {
        digit = text_[0] - '0';
        text_.remove_prefix(1);
      } else if (text_.size() >= 3 && text_.starts_with("\xEF\xBC")) {  // U+FF10 to U+FF19
        const int low = static_cast<unsigned char>(text_[2]) - 0x90;
        if (low < 0 || low > 9) break;
        digit = low;
        text_.remove_prefix(3);
      }
      if (digit < 0) break;
      value = (value < 0 ? 0 : value * 10) + digit;
    }
    return value;
  }

 private:
  std::string_view text_;
};

[[nodiscard]] inline std::optional<partial_date> fiscal_year(int year) {
  return year < last_year ? std::optional{partial_date::fiscal_year(year)} : std::nullopt;
}

[[nodiscard]] inline std::optional<partial_date> month_or_day(int year, int month, int day) {
  using namespace std::chrono;
  if (year < 1) return std::nullopt;
  if (month < 0) return partial_date::year(year);
  if (month < 1 || month > 12) return std::nullopt;
  const auto the_month = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)};
  if (day < 0) return partial_date{date{the_month / 1}, date{the_month / last}};
  if (day > 31) return std::nullopt;  // std::chrono::day keeps the lowest byte of it
  const year_month_day the_day = the_month / std::chrono::day{static_cast<unsigned>(day)};
  if (!the_day.ok()) return std::nullopt;
  return partial_date{date{the_day}};
}

/// The day of a text like 2024-07-23; nothing for any other.
[[nodiscard]] inline std::optional<partial_date> plain_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  bool digits = true;
  const auto number = [&](std::size_t first, std::size_t last) {
    int value = 0;
    for (std::size_t at = first; at < last; ++at) {
      digits = digits && text[at] >= '0' && text[at] <= '9';
      value = value * 10 + (text[at] - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 7), day = number(8, 10);
  return digits && year >= 100 ? month_or_day(year, month, day) : std::nullopt;
}

[[nodiscard]] inline std::optional<partial_date> parse_one_date(std::string_view text) {
  if (const auto day = plain_day(text)) return day;
  date_scanner scan{text};
  if (scan.accept("FY") || scan.accept("fy")) {
    const int year = scan.number();
    return year >= 1000 && scan.done() ? fiscal_year(year) : std::nullopt;
  }
  struct era {
    std::string_view name;
    int before, last;
  };
  int offset = 0, last = last_year;
  for (const era& e : {era{"令和", 2018, last_year - 2018}, era{"平成", 1988, 31}, era{"昭和", 1925, 64},
                       era{"大正", 1911, 15}, era{"明治", 1867, 45}}) {
    if (offset == 0 && scan.accept(e.name)) offset = e.before, last = e.last;
  }
  int year = offset != 0 && scan.accept("元") ? 1 : scan.number();
  if (year < 1 || year > last || (offset == 0 && year < 100)) return std::nullopt;  // "24" is no year, "970" is
  year += offset;
  if (scan.accept("年度")) return scan.done() ? fiscal_year(year) : std::nullopt;
  int month = -1;
  int day = -1;
  if (scan.accept("年")) {
    if (!scan.done()) {
      month = scan.number();
      if (month < 0 || !scan.accept("月")) return std::nullopt;
      if (!scan.done()) {
        day = scan.number();
        if (day < 0 || !scan.accept("日")) return std::nullopt;
      }
    }
  } else if (offset == 0) {
    const std::string_view separator = scan.accept("-") ? "-" : scan.accept("/") ? "/" : "";
    if (!separator.empty()) {
      month = scan.number();
      if (month < 0) return std::nullopt;
      if (scan.accept(separator)) {
        day = scan.number();
        if (day < 0) return std::nullopt;
      }
    }
  }
  if (!scan.done()) return std::nullopt;
  return month_or_day(year, month, day);
}

CAPNET_INLINE std::optional<year_last> scan_year_last(std::string_view text) {
  date_scanner scan{text};
  const int first = scan.number();
  const std::string_view separator = scan.accept("/") ? "/" : scan.accept(".") ? "." : scan.accept("-") ? "-" : "";
  if (first < 0 || separator.empty()) return std::nullopt;
  const int second = scan.number();
  const bool third = scan.accept(separator);
  const int year = third ? scan.number() : second;
  if (second < 0 || year < 100 || !scan.done()) return std::nullopt;
  return third ? year_last{first, second, year} : year_last{-1, first, year};
}

/// A date as `parse_one` reads it, or two with `..` between.
template <class ParseOne>
[[nodiscard]] std::optional<partial_date> parse_dates(std::string_view text, const ParseOne& parse_one) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return parse_one(text);
  const auto first = parse_one(text.substr(0, dots)), last = parse_one(text.substr(dots + 2));
  if (!first || !last || last->latest < first->earliest) return std::nullopt;
  return partial_date{first->earliest, last->latest};
}

}  // namespace detail

CAPNET_INLINE std::optional<partial_date> parse_date(std::string_view text) {
  return detail::parse_dates(text, detail::parse_one_date);
}

CAPNET_INLINE std::optional<partial_date> parse_day_first(std::string_view text) {
  return detail::parse_dates(text, [](std::string_view one) {
    const auto numbers = detail::scan_year_last(one);
    return numbers ? detail::month_or_day(numbers->year, numbers->month, numbers->day) : detail::parse_one_date(one);
  });
}

CAPNET_INLINE std::string shortest_text(const partial_date& day) {
  const std::chrono::year_month_day first{day.earliest};
  const int year = static_cast<int>(first.year());
  const std::string text = to_string(day.earliest);
  if (day.exact() || text.size() != 10) return to_string(day);
  if (day == partial_date::year(year)) return text.substr(0, 4);
  if (year >= 1000 && day == partial_date::fiscal_year(year)) return "FY" + text.substr(0, 4);
  const bool month = day == partial_date{date{first.year() / first.month() / 1},
                                         date{first.year() / first.month() / std::chrono::last}};
  return month ? text.substr(0, 7) : to_string(day);
}

}  // namespace capnet
