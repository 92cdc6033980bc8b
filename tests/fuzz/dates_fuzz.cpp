/// Dates against a reading by shape: all numbers of a text are taken out, and what is left must be one of a list.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/date.hpp>

#include "fuzz/fuzz.hpp"

namespace capnet {
namespace {

/// `N` for each run of up to four digits, ASCII or full-width, and everything else as it is.
struct shaped {
  std::string shape{};
  std::vector<int> numbers{};
};
shaped shape_of(std::string_view text) {
  static const std::vector<std::string_view> wide{"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
  shaped read;
  int digits = 0;
  while (!text.empty()) {
    int digit = text[0] >= '0' && text[0] <= '9' ? text[0] - '0' : -1;
    std::size_t bytes = 1;
    for (std::size_t d = 0; d < wide.size(); ++d) {
      if (text.starts_with(wide[d])) digit = static_cast<int>(d), bytes = 3;
    }
    if (digit < 0) {
      read.shape += text[0] == 'N' ? 'x' : text[0];
      digits = 0;
    } else if (digits % 4 == 0) {
      read.shape += 'N';
      read.numbers.push_back(digit);
      ++digits;
    } else {
      read.numbers.back() = read.numbers.back() * 10 + digit;
      ++digits;
    }
    text.remove_prefix(bytes);
  }
  return read;
}

bool leap(int y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }
int days_in(int y, int m) {
  const int days[] = {31, leap(y) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[m - 1];
}
/// Days since 1970-01-01, counted year by year.
date counted(int y, int m, int d) {
  int days = d - 1;
  for (int month = 1; month < m; ++month) days += days_in(y, month);
  for (int year = 1970; year < y; ++year) days += leap(year) ? 366 : 365;
  for (int year = y; year < 1970; ++year) days -= leap(year) ? 366 : 365;
  return date{std::chrono::days{days}};
}

std::optional<partial_date> naive_one(std::string_view text) {
  struct era {
    std::string_view name;
    int before, last;
  };
  shaped read = shape_of(text);
  int before = 0, last = 9999;
  for (const era& e : {era{"令和", 2018, 7981}, era{"平成", 1988, 31}, era{"昭和", 1925, 64}, era{"大正", 1911, 15},
                       era{"明治", 1867, 45}}) {
    if (before != 0 || !read.shape.starts_with(e.name)) continue;
    before = e.before, last = e.last;
    read.shape.erase(0, e.name.size());
    if (read.shape.starts_with("元")) read.shape.replace(0, 3, "N"), read.numbers.insert(read.numbers.begin(), 1);
  }
  const std::vector<int>& n = read.numbers;
  const std::string& shape = read.shape;
  if (n.empty() || n[0] < 1 || n[0] > last) return std::nullopt;
  const int y = n[0] + before;
  if (shape == "N年度" || (before == 0 && (shape == "FYN" || shape == "fyN"))) {
    if (y >= 9999 || y < (shape == "N年度" ? 100 : 1000)) return std::nullopt;
    return partial_date{counted(y, 4, 1), counted(y + 1, 3, 31)};
  }
  if (y < 100) return std::nullopt;
  const bool signs = before == 0 && (shape == "N-N" || shape == "N/N" || shape == "N-N-N" || shape == "N/N/N");
  if (shape == "N" || shape == "N年") return partial_date{counted(y, 1, 1), counted(y, 12, 31)};
  if (!signs && shape != "N年N月" && shape != "N年N月N日") return std::nullopt;
  if (n[1] < 1 || n[1] > 12) return std::nullopt;
  if (n.size() == 2) return partial_date{counted(y, n[1], 1), counted(y, n[1], days_in(y, n[1]))};
  if (n[2] < 1 || n[2] > days_in(y, n[1])) return std::nullopt;
  return partial_date{counted(y, n[1], n[2])};
}

std::optional<partial_date> naive(std::string_view text) {
  const std::string all{text};
  const std::size_t dots = all.find("..");
  if (dots == std::string::npos) return naive_one(all);
  const auto first = naive_one(all.substr(0, dots)), last = naive_one(all.substr(dots + 2));
  if (!first || !last || first->earliest > last->latest) return std::nullopt;
  return partial_date{first->earliest, last->latest};
}

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  const std::string_view text = fuzz::text_of(data, size);
  const auto day = parse_date(text);
  const auto expected = naive(text);
  fuzz::require(day.has_value() == expected.has_value(), "a text is a date for both or neither");
  if (!day) return 0;
  fuzz::require_same(to_string(*day), to_string(*expected), "both read the same days");
  fuzz::require(*day == *expected, "both read the same days");
  fuzz::require(parse_date(shortest_text(*day)) == day, "days that are written can be read");
  for (const date one : {day->earliest, day->latest})
    fuzz::require(parse_date(to_string(one)) == std::optional{partial_date{one}}, "a day that is written can be read");
  return 0;
}
