#pragma once
/// How skill gaps changed between two days, and which skills changed them.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/skill/gap_parts.hpp>
#include <capnet/skill/organization_gap.hpp>

namespace capnet {

/// What a skill adds to a party's gap on two days; see detail::shares_of. Nothing where it is not required then, or not
/// known to be held at some level.
struct skill_change {
  vertex_ref skill{};
  std::optional<double> before{}, after{};
  requirement level_before{}, level_after{};
  /// after - before, either 0 where there is none: the changes of all skills sum to that of the gap.
  [[nodiscard]] double change() const { return after.value_or(0) - before.value_or(0); }
};

/// A party's gap on two days.
struct gap_change {
  vertex_ref party{};
  std::optional<skill_gap_result> before{}, after{};  ///< nothing: it required nothing then
  /// after - before; nothing unless both are known.
  std::optional<double> change{};
  std::vector<skill_change> skills{};  ///< that changed it; most first, ties by key
  std::string reason{};                ///< one sentence
};

namespace detail {

[[nodiscard]] inline std::string change_reason(const snapshot& net, const gap_change& row) {
  const auto level = [](const std::optional<double>& one) { return one ? short_number(*one) : std::string{"unknown"}; };
  if (!row.before) return "It required nothing before.";
  if (!row.after) return "It requires nothing any more.";
  if (!row.change)
    return std::string{"No gap was known "} + (row.before->gap  ? "after."
                                               : row.after->gap ? "before."
                                                                : "on either day.");
  if (row.skills.empty()) return "Nothing changed it.";
  const skill_change& first = row.skills.front();
  std::string text = net.label_en(first.skill) + (first.change() < 0 ? " lowered" : " raised") + " it most, by " +
                     short_number(std::abs(first.change()));
  const auto moved = [&](const char* what, const std::optional<double>& a, const std::optional<double>& b) {
    if (a != b) text += std::string{what} + level(a) + " to " + level(b);
  };
  moved(": held from ", first.level_before.held, first.level_after.held);
  moved(first.level_before.held != first.level_after.held ? ", required from " : ": required from ",
        first.level_before.required, first.level_after.required);
  if (row.before->coverage != row.after->coverage)
    text +=
        "; covered " + short_number(row.before->coverage) + " before, " + short_number(row.after->coverage) + " after";
  return text + ".";
}

}  // namespace detail

/// How the gaps of two reports of one network differ, such as of a view on each of two days: the fall of most first,
/// what is unknown last; ties by key. Parties of either. A gap that changed because more became known than before is
/// told apart by its coverage. Time O(cells log cells), space O(cells).
[[nodiscard]] inline std::vector<gap_change> gap_changes(const snapshot& net, const gap_report& before,
                                                         const gap_report& after) {
  std::map<vertex_ref, std::pair<const organization_gap*, const organization_gap*>> parties;
  for (const organization_gap& row : before.organizations) parties[row.organization].first = &row;
  for (const organization_gap& row : after.organizations) parties[row.organization].second = &row;
  std::vector<gap_change> changes;
  for (const auto& [party, rows] : parties) {
    gap_change one{.party = party};
    if (rows.first != nullptr) one.before = rows.first->gap;
    if (rows.second != nullptr) one.after = rows.second->gap;
    if (one.before && one.after && one.before->gap && one.after->gap) one.change = *one.after->gap - *one.before->gap;
    if (one.change) {
      std::map<vertex_ref, skill_change> skills;
      for (const bool then : {true, false}) {
        const organization_gap& row = then ? *rows.first : *rows.second;
        for (const required_skill& s : row.skills)
          (then ? skills[s.skill].level_before : skills[s.skill].level_after) = s.level;
        for (const gap_share& share : detail::shares_of(row))
          (then ? skills[share.vertex].before : skills[share.vertex].after) = share.share;
      }
      for (auto& [skill, change] : skills) {
        change.skill = skill;
        if (change.change() != 0) one.skills.push_back(change);
      }
      std::ranges::sort(one.skills, [&](const skill_change& a, const skill_change& b) {
        const double x = std::abs(a.change()), y = std::abs(b.change());
        return x != y ? x > y : net.key(a.skill) < net.key(b.skill);
      });
    }
    one.reason = detail::change_reason(net, one);
    changes.push_back(std::move(one));
  }
  std::ranges::sort(changes, [&](const gap_change& a, const gap_change& b) {
    if (a.change.has_value() != b.change.has_value()) return a.change.has_value();
    if (a.change && *a.change != *b.change) return *a.change < *b.change;
    return net.key(a.party) < net.key(b.party);
  });
  return changes;
}

}  // namespace capnet
