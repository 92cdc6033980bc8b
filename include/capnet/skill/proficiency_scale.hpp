#pragma once
/// The scale that proficiency levels of a skill are given on, and levels on it.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace capnet {

/// Whether a difference of one means the same everywhere on a scale, so that levels can be averaged.
enum class scale_type : std::uint8_t { unstated, ordinal, interval };

/// Lowest and highest level of a scale: 1 and 8 for DigComp 2.2, 0 and 7 for O*NET levels. Levels are ordinal unless it
/// is said otherwise: a difference of one need not mean the same everywhere.
struct proficiency_scale {
  double lowest = 0;
  double highest = 0;
  scale_type type = scale_type::unstated;
  friend bool operator==(const proficiency_scale&, const proficiency_scale&) = default;
};

/// A level that is known only to lie between two.
struct level_range {
  double low = 0;
  double high = 0;
  friend bool operator==(const level_range&, const level_range&) = default;
};

/// A finite decimal number that takes all of the text, else nothing. Does not depend on the locale. Throws: nothing.
[[nodiscard]] inline std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, fault] = std::from_chars(text.data(), last, number);
  if (fault != std::errc{} || end != last || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// Reads a scale written as `0-4`, `1..8`, `1~5`, `1–8` (en dash) or `1〜8`, with `ordinal` or `interval` after it
/// where its type is stated: `0-100 interval`. Nothing for other text, for levels below 0, and unless the highest is
/// above the lowest. Throws: nothing.
[[nodiscard]] inline std::optional<proficiency_scale> parse_scale(std::string_view text) {
  auto trim = [](std::string_view part) {
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    return part;
  };
  text = trim(text);
  scale_type type = scale_type::unstated;
  for (const auto& [word, named] : {std::pair{std::string_view{" ordinal"}, scale_type::ordinal},
                                    std::pair{std::string_view{" interval"}, scale_type::interval}}) {
    if (!text.ends_with(word)) continue;
    type = named;
    text.remove_suffix(word.size());
  }
  for (const std::string_view separator : {"..", "-", "~", "\xE2\x80\x93", "\xE3\x80\x9C", "\xEF\xBD\x9E"}) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) continue;
    const auto lowest = parse_number(trim(text.substr(0, at)));
    const auto highest = parse_number(trim(text.substr(at + separator.size())));
    if (lowest && highest && 0 <= *lowest && *lowest < *highest) return proficiency_scale{*lowest, *highest, type};
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace capnet
