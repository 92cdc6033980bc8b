#include "metric/audit_words.hpp"

#include <array>
#include <cmath>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/metric/audit.hpp>

namespace capnet::detail {
namespace {

/// Digits of `number` / 10^decimals.
std::string fixed_point(wide_int number, int decimals) {
  const bool negative = number < 0;
  if (negative) number = -number;
  std::string digits;
  for (; number > 0 || static_cast<int>(digits.size()) <= decimals; number /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
  if (decimals > 0) digits.insert(digits.size() - static_cast<std::size_t>(decimals), ".");
  return (negative ? "-" : "") + digits;
}

std::string plural(std::string_view unit) {
  std::string word = shown(unit);
  for (char& c : word) c = c == '_' ? ' ' : c;
  const auto ends = [&](std::string_view tail) { return word.ends_with(tail); };
  if (ends("y") && word.size() > 1 && std::string_view{"aeiou"}.find(word[word.size() - 2]) == std::string_view::npos)
    return word.substr(0, word.size() - 1) + "ies";
  if (ends("s") || ends("people") || static_cast<unsigned char>(word.back()) >= 0x80) return word;
  return word + (ends("x") || ends("ch") || ends("sh") ? "es" : "s");
}

}  // namespace

std::string shown(std::string_view name) { return shortened(name, 200); }

std::string to_text(decimal number) { return to_string(number); }

std::string percent_of(std::int64_t k, std::int64_t n, int decimals) {
  wide_int scale = 100;
  for (int d = 0; d < decimals; ++d) scale *= 10;
  return fixed_point((2 * scale * k + n) / (wide_int{n} * 2), decimals) + "%";
}

std::string percent_text(double share) {
  const double tenths = std::round(share * 1000);
  std::string text = fixed_point(static_cast<wide_int>(tenths), 1);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + "%";
}

std::string date_text(const partial_date& day) {
  std::string text = shortest_text(day);
  if (const std::size_t dots = text.find(".."); dots != std::string::npos) text.replace(dots, 2, " to ");
  return text;
}

std::string counted(const std::string& number, std::string_view unit, std::string_view if_unknown) {
  if (unit.empty()) return if_unknown.empty() ? number : number + " " + std::string{if_unknown};
  std::string one = shown(unit);
  for (char& c : one) c = c == '_' ? ' ' : c;
  return number + " " + (number == "1" ? one : plural(unit));
}

std::string counted_ja(const std::string& number, std::string_view unit) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> words{
      {{"organization", "団体"},
       {"person", "人"},
       {"response", "件の回答"},
       {"answer", "件の回答"},
       {"municipality", "自治体"},
       {"prefecture", "都道府県"},
       {"prefectural_government", "都道府県庁"},
       {"company", "社"},
       {"employee", "人の社員"},
       {"center", "館"},
       {"member", "会員"},
       {"event", "件のイベント"}}};
  for (const auto& [name, word] : words) {
    if (name == unit) return number + std::string{word};
  }
  return unit.empty() ? number : number + "（" + shown(unit) + "）";
}

std::string range_text(count_range numbers) {
  const std::string first = std::to_string(numbers.first);
  if (!numbers.bounded()) return first + " or more";
  if (numbers.single()) return first;
  return first + (numbers.size() == 2 ? " or " : " to ") + std::to_string(numbers.last);
}

std::string range_text_ja(count_range numbers) {
  const std::string first = std::to_string(numbers.first);
  if (!numbers.bounded()) return first + "以上";
  if (numbers.single()) return first;
  return first + (numbers.size() == 2 ? "または" : "〜") + std::to_string(numbers.last);
}

std::vector<std::int64_t> listed(count_range numbers) {
  std::vector<std::int64_t> list;
  if (numbers.empty()) return list;
  for (std::int64_t k = numbers.first; std::ssize(list) < finding_list_limit; ++k) {
    list.push_back(k);
    if (k == numbers.last) break;
  }
  return list;
}

std::string value_text(const figure& f) {
  if (!f.value) return f.numerator ? counted(std::to_string(*f.numerator), f.unit) : "a figure without a value";
  const std::string number = to_text(*f.value);
  if (f.kind == figure_kind::percent) return number + "%";
  if (f.kind == figure_kind::change_points) return number + (number == "1" ? " point" : " points");
  return f.kind == figure_kind::count ? counted(number, f.unit) : number;
}

std::string value_text_ja(const figure& f) {
  if (!f.value) return f.numerator ? counted_ja(std::to_string(*f.numerator), f.unit) : "値のない数値";
  const std::string number = to_text(*f.value);
  if (f.kind == figure_kind::percent) return number + "%";
  if (f.kind == figure_kind::change_points) return number + "ポイント";
  return f.kind == figure_kind::count ? counted_ja(number, f.unit) : number;
}

std::string named_value(const figure& f) {
  return value_text(f) + (f.label.empty() ? "" : " (" + shown(f.label) + ")");
}
std::string named_value_ja(const figure& f) {
  return value_text_ja(f) + (f.label.empty() ? "" : "（" + shown(f.label) + "）");
}

std::string join_ja(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t k = 0; k < words.size(); ++k) text += (k == 0 ? "" : k + 1 == words.size() ? "と" : "、") + words[k];
  return text;
}

}  // namespace capnet::detail
