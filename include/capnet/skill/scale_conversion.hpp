#pragma once
/// Levels of one proficiency scale as levels of another, by a rule that somebody has stated.
///
/// Levels are ordinal: no rule follows from two scales alone, and nothing here is averaged. What a rule does not say
/// stays unknown.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/proficiency_scale.hpp>

namespace capnet {

/// The place of a value on its scale in percent, 100 (O - L) / (H - L) (O*NET's standardized score): importance 3 on
/// 1-5 is 50, level 5 on 0-7 is 71.43. Nothing for a value outside the scale. Treats levels as numbers, as O*NET does.
/// Throws: nothing.
[[nodiscard]] inline std::optional<double> standardized_score(double value, const proficiency_scale& scale) {
  if (!(value >= scale.lowest && value <= scale.highest)) return std::nullopt;
  return 100 * (value - scale.lowest) / (scale.highest - scale.lowest);
}

/// Reads one level, `3`, or a range of levels, `1-2`, `1..2` or `1–2`; at least 0. Nothing for other text. Throws:
/// nothing.
[[nodiscard]] inline std::optional<level_range> parse_level_range(std::string_view text) {
  if (const auto level = parse_number(text); level && *level >= 0) return level_range{*level, *level};
  const auto range = parse_scale(text);
  return range ? std::optional{level_range{range->lowest, range->highest}} : std::nullopt;
}

/// `3` or `1-2`, so that `parse_level_range` reads it back; `1e-05..2` where a number has a sign.
[[nodiscard]] inline std::string to_string(const level_range& level) {
  if (level.low == level.high) return shortest_number(level.low);
  const std::string low = shortest_number(level.low), high = shortest_number(level.high);
  return low + ((low + high).find('-') == std::string::npos ? "-" : "..") + high;
}

/// A rule for levels: the same ones, a table, a straight line between two scales, or several of them in turn.
class scale_conversion {
 public:
  /// Levels `from`, the ends included, are `to`.
  struct row {
    level_range from{}, to{};
    friend bool operator==(const row&, const row&) = default;
  };
  static constexpr std::size_t most_rows = 1'000, most_steps = 64;

  /// Levels stay as they are.
  [[nodiscard]] static scale_conversion same() { return {}; }

  /// By a table: `1-2=1|3-4=2|5-6=3|7-8=4` makes DigComp's 8 levels 4. A level in no row is unknown. Higher levels may
  /// not become lower ones. Throws input_error for a table without rows, with rows that overlap or fall, with a range
  /// that ends below its begin, and for over `most_rows`. Time O(rows log rows).
  [[nodiscard]] static scale_conversion table(std::vector<row> rows) {
    if (rows.empty() || rows.size() > most_rows)
      throw input_error{"a table of levels has " + std::to_string(rows.size()) + " rows; expected 1 to " +
                        std::to_string(most_rows)};
    std::ranges::sort(rows, {}, [](const row& one) { return one.from.low; });
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const row& one = rows[k];
      if (!(one.from.low <= one.from.high && one.to.low <= one.to.high))
        throw input_error{quote(text_of(one)) +
                          " has a range that ends below its begin; expected the lower level first"};
      if (k == 0) continue;
      const row& before = rows[k - 1];
      if (!(before.from.high < one.from.low))
        throw input_error{quote(text_of(before)) + " and " + quote(text_of(one)) +
                          " are both about some level; expected each level once"};
      if (one.to.low < before.to.low || one.to.high < before.to.high)
        throw input_error{quote(text_of(one)) + " falls below " + quote(text_of(before)) +
                          "; expected that higher levels stay at least as high"};
    }
    scale_conversion made;
    made.steps_.push_back(std::move(rows));
    return made;
  }

  /// L' + (O - L) (H' - L') / (H - L): who states this takes both scales for interval ones. A level outside `from` is
  /// unknown. Throws input_error unless the highest level of both lies above the lowest.
  [[nodiscard]] static scale_conversion linear(proficiency_scale from, proficiency_scale to) {
    for (const proficiency_scale& one : {from, to}) {
      if (!(one.lowest < one.highest))
        throw input_error{"a scale whose highest level is not above its lowest; expected one such as 0-7"};
    }
    scale_conversion made;
    made.steps_.push_back(line{from, to});
    return made;
  }

  /// What a level becomes, as far as the rule says; of a range, what its two ends become. Time O(steps log rows).
  [[nodiscard]] std::optional<level_range> operator()(level_range level) const {
    std::optional<level_range> now = level;
    for (const step& one : steps_) {
      if (!now) break;
      now = std::visit([&](const auto& rule) { return applied(rule, *now); }, one);
    }
    return now;
  }
  [[nodiscard]] std::optional<level_range> operator()(double level) const { return (*this)(level_range{level, level}); }

  /// The lowest and the highest level to which levels of a range lead, those between its ends too, and ranges of them;
  /// nothing if they lead nowhere. Rows of a table that are about no level of the range don't count. Throws: nothing.
  /// Time O(steps rows log rows).
  [[nodiscard]] std::optional<level_range> reach(level_range levels) const {
    std::size_t k = 0;
    for (; k < steps_.size() && std::holds_alternative<line>(steps_[k]); ++k) {
      const auto& rule = std::get<line>(steps_[k]);
      levels = {std::max(levels.low, rule.from.lowest), std::min(levels.high, rule.from.highest)};
      if (!(levels.low <= levels.high)) return std::nullopt;
      levels = *applied(rule, levels);
    }
    if (k == steps_.size()) return levels;
    // From here on each end goes its own way, and neither falls from row to row: a level may begin where the lower end
    // of one row leads, and end where the upper end of that row, or of a higher one, leads.
    std::optional<double> low, lowest, highest;
    for (const row& one : std::get<rows>(steps_[k])) {
      if (one.from.high < levels.low || one.from.low > levels.high) continue;
      if (!low) low = end_after(k + 1, one.to.low, &level_range::low);
      const auto high = end_after(k + 1, one.to.high, &level_range::high);
      if (low && high) lowest = low, highest = high;
    }
    if (!lowest) return std::nullopt;
    return level_range{*lowest, *highest};
  }

  /// First this rule, then the other. Throws input_error for over `most_steps`.
  [[nodiscard]] scale_conversion then(const scale_conversion& next) const {
    if (steps_.size() + next.steps_.size() > most_steps)
      throw input_error{"a rule for levels has over " + std::to_string(most_steps) +
                        " steps; expected at most so many"};
    scale_conversion both = *this;
    both.steps_.insert(both.steps_.end(), next.steps_.begin(), next.steps_.end());
    return both;
  }

  /// The way back. Where several levels became one, it becomes the range of them: 1 of 4 levels is 1-2 of DigComp's 8.
  [[nodiscard]] scale_conversion inverse() const {
    scale_conversion back;
    for (auto one = steps_.rbegin(); one != steps_.rend(); ++one)
      back.steps_.push_back(std::visit([](const auto& rule) { return step{inverted(rule)}; }, *one));
    return back;
  }

  [[nodiscard]] bool is_same() const { return steps_.empty(); }
  friend bool operator==(const scale_conversion&, const scale_conversion&) = default;

  friend std::string to_string(const scale_conversion& rule);

 private:
  struct line {
    proficiency_scale from{}, to{};
    friend bool operator==(const line&, const line&) = default;
  };
  using rows = std::vector<row>;
  using step = std::variant<rows, line>;

  /// What the steps from `k` on make of the lower or the upper end of a level.
  [[nodiscard]] std::optional<double> end_after(std::size_t k, double at, double level_range::* end) const {
    std::optional<double> now = at;
    for (; now && k < steps_.size(); ++k) {
      const auto next = std::visit([&](const auto& rule) { return applied(rule, level_range{*now, *now}); }, steps_[k]);
      now = next ? std::optional{(*next).*end} : std::nullopt;
    }
    return now;
  }
  static std::optional<level_range> applied(const rows& table, level_range level) {
    const auto row_of = [&](double at) -> const row* {
      const auto after = std::ranges::upper_bound(table, at, {}, [](const row& one) { return one.from.low; });
      return after != table.begin() && at <= std::prev(after)->from.high ? &*std::prev(after) : nullptr;
    };
    const row *const low = row_of(level.low), *const high = row_of(level.high);
    if (low == nullptr || high == nullptr) return std::nullopt;
    return level_range{low->to.low, high->to.high};
  }
  static std::optional<level_range> applied(const line& rule, level_range level) {
    const auto moved = [&](double at) -> std::optional<double> {
      if (!(at >= rule.from.lowest && at <= rule.from.highest)) return std::nullopt;
      if (at == rule.from.highest) return rule.to.highest;
      return rule.to.lowest +
             (at - rule.from.lowest) * (rule.to.highest - rule.to.lowest) / (rule.from.highest - rule.from.lowest);
    };
    const auto low = moved(level.low), high = moved(level.high);
    if (!low || !high) return std::nullopt;
    return level_range{*low, *high};
  }
  static rows inverted(const rows& table) {
    rows back;
    for (const row& one : table) {
      if (!back.empty() && one.to.low <= back.back().from.high) {
        back.back().from.high = std::max(back.back().from.high, one.to.high);
        back.back().to.high = one.from.high;
      } else {
        back.push_back({one.to, one.from});
      }
    }
    return back;
  }
  static line inverted(const line& rule) { return {rule.to, rule.from}; }
  static std::string text_of(const row& one) { return to_string(one.from) + '=' + to_string(one.to); }
  static std::string text_of(const rows& table) {
    std::string text;
    for (const row& one : table) text += (text.empty() ? "" : "|") + text_of(one);
    return text;
  }
  static std::string text_of(const line& rule) {
    return "linear:" + to_string(level_range{rule.from.lowest, rule.from.highest}) + ':' +
           to_string(level_range{rule.to.lowest, rule.to.highest});
  }

  std::vector<step> steps_{};
};

/// `same`, `1-2=1|3-4=2`, `linear:0-7:1-8`, and of several `... then ...`. Reads back by `parse_scale_conversion`.
[[nodiscard]] inline std::string to_string(const scale_conversion& rule) {
  if (rule.is_same()) return "same";
  std::string text;
  for (const scale_conversion::step& one : rule.steps_) {
    if (!text.empty()) text += " then ";
    text += std::visit([](const auto& shown) { return scale_conversion::text_of(shown); }, one);
  }
  return text;
}

/// DigComp's four bands, 1 to 4 (basic, intermediate, advanced, highly advanced), of its eight levels: 1-2, 3-4, 5-6
/// and 7-8.
[[nodiscard]] inline scale_conversion digcomp_bands() {
  return scale_conversion::table({{{1, 2}, {1, 1}}, {{3, 4}, {2, 2}}, {{5, 6}, {3, 3}}, {{7, 8}, {4, 4}}});
}

namespace detail {

[[nodiscard]] inline scale_conversion parse_conversion_step(std::string_view text) {
  const auto refuse = [&]() -> input_error {
    return input_error{quote(text) +
                       " is no rule for levels; expected same, a table such as 1-2=1|3-4=2, or linear:0-7:1-8"};
  };
  if (text == "same") return scale_conversion::same();
  if (text.starts_with("linear:")) {
    const std::string_view scales = text.substr(7);
    const std::size_t colon = std::min(scales.find(':'), scales.size());
    const auto from = parse_scale(scales.substr(0, colon));
    const auto to = parse_scale(scales.substr(std::min(colon + 1, scales.size())));
    if (!from || !to) throw refuse();
    return scale_conversion::linear(*from, *to);
  }
  std::vector<scale_conversion::row> rows;
  for_each_listed(text, [&](std::string_view part) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) throw refuse();
    const auto from = parse_level_range(part.substr(0, equals)), to = parse_level_range(part.substr(equals + 1));
    if (!from || !to) throw refuse();
    rows.push_back({*from, *to});
    if (rows.size() > scale_conversion::most_rows) throw refuse();
  });
  if (rows.empty()) throw refuse();
  return scale_conversion::table(std::move(rows));
}

}  // namespace detail

/// The reverse of `to_string`. Throws input_error for other text.
[[nodiscard]] inline scale_conversion parse_scale_conversion(std::string_view text) {
  constexpr std::string_view between = " then ";
  scale_conversion all;
  for (;;) {
    const std::size_t end = text.find(between);
    all = all.then(detail::parse_conversion_step(text.substr(0, end)));
    if (end == std::string_view::npos) return all;
    text.remove_prefix(end + between.size());
  }
}

}  // namespace capnet
