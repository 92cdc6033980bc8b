#pragma once
/// What ties that hold today say of a later day, and those that follow them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// Whether what held then is over on a day; nothing if it has no end, or the day may be before or after it.
[[nodiscard]] inline std::optional<bool> over_on(const held_when& when, const std::optional<date>& day) {
  if (!day) return std::nullopt;
  const std::int32_t on = held_when::number(*day);
  if (when.end_latest <= on) return true;
  if (when.end_earliest > on && when.end_latest < last_of_days) return false;
  return std::nullopt;
}
[[nodiscard]] inline partial_date end_of(const held_when& when) { return when.when().end; }

/// What possibly holds on a day, of the statuses that count in a view; without a day, of the view's.
[[nodiscard]] inline network_view possibly_on(const network_view& view, const std::optional<date>& day) {
  view_options then = view.options();
  then.sure = certainty::possible;
  if (day) then.day = day, then.window.reset();
  return network_view{view.net(), then};
}

/// What a tie that tells a level today says of a day.
struct level_then {
  std::optional<double> level{};  ///< today
  bool over = false;              ///< the tie surely ends by the day
  partial_date ends{};            ///< then
  bool followed = false;          ///< and another between the same two possibly holds on the day
  bool surely = false;            ///< and surely does
  /// Of those that surely do, the one that began last, then was recorded last, tells it. Else the highest of those that
  /// possibly do; nothing if of one it is not known.
  std::optional<double> next{};
  double days = 0;  ///< until the day, from today or from when the next level began, whichever is later
};

/// Of each cell of a row of skill_levels::held. `then`: possibly_on the day `until`. Time O(ties of the row, x log).
[[nodiscard]] inline std::vector<level_then> levels_then(const network_view& view, const network_view& then,
                                                         const skill_levels& levels, std::size_t row,
                                                         std::optional<date> from, std::optional<date> until) {
  const level_rows& held = levels.held;
  const layer& ties = view.net().layer(held.relation);
  const double days = from && until ? static_cast<double>((*until - *from).count()) : 0;
  std::vector<level_then> all;
  std::map<vertex_ref, std::size_t> ended;  // skills
  const std::size_t first = held.first(row);
  for (std::size_t at = first; at < held.last(row); ++at) {
    all.push_back({.level = held.known(at), .days = days});
    const held_when when = ties.tie(held.tie(at).row).when;
    if (over_on(when, until) != true) continue;
    all.back().over = true, all.back().ends = end_of(when);
    ended.emplace(levels.skill(static_cast<std::size_t>(held.columns[at])), at - first);
  }
  if (ended.empty()) return all;
  const network_view surely = then.with(certainty::certain);
  std::map<vertex_ref, std::pair<std::int32_t, std::uint32_t>> told;  // when the one that surely tells began, its row
  then.for_each_out(held.relation, held.vertex(row), [&](const tie_end& end) {
    const auto of = ended.find(end.vertex);
    if (of == ended.end()) return;
    level_then& one = all[of->second];
    const dated_tie uv = ties.tie(end.tie.row);
    if (surely.keeps(held.relation, uv)) {
      const std::pair began{uv.when.begin_latest, end.tie.row};
      const auto [at, added] = told.try_emplace(end.vertex, began);
      if (!added && began < at->second) return;
      at->second = began;
      one.followed = one.surely = true, one.next = uv.weight;
      one.days = std::min(days, static_cast<double>(held_when::number(*until)) - uv.when.begin_earliest);
    } else if (!one.followed) {
      one.followed = true, one.next = uv.weight;
    } else if (!one.surely) {
      one.next = one.next && uv.weight ? std::optional{std::max(*one.next, *uv.weight)} : std::nullopt;
    }
  });
  return all;
}

}  // namespace capnet::detail
