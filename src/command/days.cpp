#include "command/days.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet::command {
namespace {

constexpr std::size_t most_days = 100'000;

partial_date read(const std::string& option, const std::string& text) {
  if (const auto day = parse_date(text)) return *day;
  throw input_error{option + ": " + quote(text) +
                    " is no date; expected one such as 2024-07-23, 2024-07, 2024, FY2024 or 2024年度"};
}

/// The k-th month after that of a day.
date months_later(date first, int months) {
  using namespace std::chrono;
  const year_month_day day{first};
  const year_month month = year_month{day.year(), day.month()} + std::chrono::months{months};
  const year_month_day_last last{month.year(), month_day_last{month.month()}};
  const bool was_last = day.day() == year_month_day_last{day.year(), month_day_last{day.month()}}.day();
  return was_last || day.day() > last.day() ? date{sys_days{last}} : date{sys_days{month / day.day()}};
}

/// A number of days, weeks, months or years.
struct step {
  int count = 0;
  char unit = 'd';
  /// The day that lies `k` steps after another, or before.
  [[nodiscard]] date after(date first, int k) const {
    if (unit == 'd') return first + std::chrono::days{k * count};
    if (unit == 'w') return first + std::chrono::days{7 * k * count};
    return months_later(first, k * count * (unit == 'y' ? 12 : 1));
  }
};
step step_of(const std::string& option, const std::string& text) {
  step found;
  const char* const end = text.data() + text.size();
  const auto [unit, fault] = std::from_chars(text.data(), end, found.count);
  const bool known = fault == std::errc{} && found.count > 0 && found.count <= 10'000 && unit + 1 == end &&
                     std::string_view{"dwmy"}.find(*unit) != std::string_view::npos;
  if (!known)
    throw input_error{option + ": " + quote(text) + " is no step; expected a number with d, w, m or y, such as 1m"};
  found.unit = *unit;
  return found;
}

}  // namespace

void add_days_options(CLI::App& command, days_options& options) {
  command
      .add_option("--window", options.window,
                  "what held on some day of DAY..DAY, both counted, instead of on one; with --as-of, both must hold")
      ->type_name("DAY..DAY");
  add_each_day_options(command, options);
}
void add_each_day_options(CLI::App& command, days_options& options) {
  command.add_option("--from", options.from, "ask on each of many days: the first")->type_name("DAY");
  command.add_option("--to", options.to, "up to this day, which counts too")->type_name("DAY");
  command.add_option("--every", options.every, "each day, week, month or year: 1d, 1w, 1m, 1y, 3m")->type_name("STEP");
}

std::optional<interval> window_of(const std::string& window) {
  if (window.empty()) return std::nullopt;
  const std::size_t dots = window.find("..");
  if (dots == std::string::npos)
    throw input_error{"--window: " + quote(window) +
                      " is no window; expected two days, such as 2024-01-01..2024-06-30"};
  const date first = read("--window", window.substr(0, dots)).earliest,
             last = read("--window", window.substr(dots + 2)).latest;
  if (last < first)
    throw input_error{"--window: " + quote(window) + " ends before it begins; expected the first day first"};
  return interval{first, last + std::chrono::days{1}};
}

std::vector<date> days_of(const days_options& options) {
  if (!options.many()) return {};
  if (options.from.empty() || options.to.empty() || options.every.empty())
    throw input_error{
        "--from, --to and --every ask on many days together; expected all three, such as --from 2020-01-01 "
        "--to 2024-12-31 --every 1m"};
  const date first = read("--from", options.from).earliest, last = read("--to", options.to).latest;
  if (last < first) throw input_error{"--to: " + quote(options.to) + " lies before --from; expected a later day"};
  const step every = step_of("--every", options.every);
  std::vector<date> days;
  for (int k = 0;; ++k) {
    const date day = every.after(first, k);
    if (day > last) return days;
    if (days.size() == most_days)
      throw input_error{"--every: more than 100,000 days lie from " + quote(options.from) + " to " + quote(options.to) +
                        "; expected a longer step"};
    days.push_back(day);
  }
}

std::vector<interval> windows_of(const std::vector<date>& days, const std::string& length) {
  std::vector<interval> windows;
  if (length.empty()) return windows;
  const step back = step_of("--window", length);
  const date first_of_all = make_date(1, 1, 1);
  for (const date day : days) {
    const std::chrono::days one{1};
    windows.push_back({std::max(first_of_all, back.after(day, -1) + one), day + one});
  }
  return windows;
}

}  // namespace capnet::command
