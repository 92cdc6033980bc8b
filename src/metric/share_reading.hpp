#pragma once
/// A reported figure read as a share of a group.
#include <cstdint>
#include <optional>

#include <capnet/metric/feasible_counts.hpp>

#include "metric/audit_context.hpp"

namespace capnet::detail {

/// A figure read as a share: what it states of value, count and denominator.
struct reading {
  figure_index figure = 0;
  std::optional<rounded_share> share{};
  std::optional<std::int64_t> count{};
  std::optional<std::int64_t> denominator{};

  /// Whether n respondents agree with what it states, its own denominator aside.
  [[nodiscard]] bool agrees(std::int64_t n) const {
    if (!share) return !count || (n > 0 && *count >= 0 && *count <= n);
    return count ? share->fits(*count, n) : !share->feasible_counts(n).empty();
  }
};

/// Nothing if the figure is no share of anything: a plain count, a change, a ratio over 1 such as persons for each
/// organization.
[[nodiscard]] inline std::optional<reading> read_share(const audit_context& context, figure_index at) {
  const figure& f = context.at(at);
  reading r{.figure = at, .count = f.numerator, .denominator = f.denominator};
  switch (f.kind) {
    case figure_kind::percent:
      if (f.value) r.share = rounded_share::percent(*f.value, f.rounding);
      break;
    case figure_kind::ratio:
      if (f.value) r.share = rounded_share::ratio(*f.value, f.rounding);
      if ((r.share && r.share->empty()) || (!r.share && r.count > r.denominator)) return std::nullopt;
      break;
    case figure_kind::count:
      if (!r.count) r.count = context.firm_count(at);
      break;
    case figure_kind::change_points:
      return std::nullopt;
  }
  if (!r.share && !(r.count && r.denominator)) return std::nullopt;
  return r;
}

}  // namespace capnet::detail
