#pragma once
/// Whose level counts as an organization's: the best holder's, the k-th best's, or the mean.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/proficiency_scale.hpp>

namespace capnet {

/// How the levels of a group of holders become one. The k-th best is the level that is left after the k - 1 best have
/// gone. A mean treats ordinal levels as numbers: choose it knowingly.
class holder_rule {
 public:
  [[nodiscard]] static constexpr holder_rule best() { return holder_rule{1}; }
  [[nodiscard]] static constexpr holder_rule mean() { return holder_rule{0}; }
  /// Throws input_error for a k of 0.
  [[nodiscard]] static constexpr holder_rule kth_best(std::size_t k) {
    detail::expect(k > 0, "the 0th best holder; expected the first or a later one");
    return holder_rule{k};
  }

  [[nodiscard]] constexpr bool is_mean() const { return k_ == 0; }
  [[nodiscard]] constexpr std::size_t k() const { return k_; }  ///< 0 for the mean
  friend constexpr bool operator==(const holder_rule&, const holder_rule&) = default;

 private:
  constexpr explicit holder_rule(std::size_t k) : k_{k} {}
  std::size_t k_ = 1;
};

/// `best`, `mean` or `k:2`, as the command takes it.
[[nodiscard]] inline std::string to_string(holder_rule rule) {
  return rule.is_mean() ? "mean" : rule == holder_rule::best() ? "best" : "k:" + std::to_string(rule.k());
}

/// The reverse; `k:1` is `best`. Throws input_error for other text.
[[nodiscard]] inline holder_rule parse_holder_rule(std::string_view text) {
  if (text == "best") return holder_rule::best();
  if (text == "mean") return holder_rule::mean();
  if (text.starts_with("k:")) {
    std::size_t k = 0;
    const char* const last = text.data() + text.size();
    const auto [end, fault] = std::from_chars(text.data() + 2, last, k);
    if (fault == std::errc{} && end == last && k > 0) return holder_rule::kth_best(k);
  }
  throw input_error{quote(text) + " is no rule for holders; expected best, mean or k:N with N from 1, such as k:2"};
}

namespace detail {
// Pre: `levels` not empty.
[[nodiscard]] inline double combine(std::vector<double> levels, holder_rule rule) {
  if (rule.is_mean()) {
    const auto n = static_cast<double>(levels.size());
    const double sum = std::accumulate(levels.begin(), levels.end(), 0.0);
    if (std::isfinite(sum)) return sum / n;
    return std::accumulate(levels.begin(), levels.end(), 0.0,
                           [n](double mean, double level) { return mean + level / n; });
  }
  if (rule.k() > levels.size()) return 0;
  const auto kth = levels.begin() + static_cast<std::ptrdiff_t>(rule.k() - 1);
  std::ranges::nth_element(levels, kth, std::ranges::greater{});
  return *kth;
}
}  // namespace detail

/// The level that a group holds, over its members whose level is known; `unknown` others are in it too.
///
/// Nothing if no level is known, or if fewer than k levels are known of a group that has k members: the k-th best is
/// then open. A group with fewer than k members holds 0 by the k-th best: after the k - 1 best have gone, nobody is
/// left. Time O(known), space O(known). Throws: nothing.
[[nodiscard]] inline std::optional<double> held_level(const std::vector<double>& known, std::size_t unknown,
                                                      holder_rule rule) {
  const std::size_t group = known.size() + unknown;
  if (group == 0) return std::nullopt;
  if (group < rule.k()) return 0;
  if (known.size() < std::max<std::size_t>(rule.k(), 1)) return std::nullopt;
  return detail::combine(known, rule);
}

/// The lowest and the highest level that the group can hold, letting each unknown level be anything on the scale; every
/// rule rises with each level, so the ends are reached at all lowest and all highest. Without a scale an unknown level
/// is at least 0 and has no highest (infinity). Of a group without members nothing is known: it ranges over the whole
/// scale. Time O(known + unknown), space O(known + unknown). Throws: nothing.
[[nodiscard]] inline level_range held_range(std::vector<double> known, std::size_t unknown, holder_rule rule,
                                            const std::optional<proficiency_scale>& scale) {
  const double lowest = scale ? scale->lowest : 0;
  const double highest = scale ? scale->highest : std::numeric_limits<double>::infinity();
  if (known.empty() && unknown == 0) return {lowest, highest};
  const std::size_t first_unknown = known.size();
  known.resize(first_unknown + unknown, lowest);
  level_range range;
  range.low = detail::combine(known, rule);
  std::fill(known.begin() + static_cast<std::ptrdiff_t>(first_unknown), known.end(), highest);
  range.high = detail::combine(std::move(known), rule);
  return range;
}

}  // namespace capnet
