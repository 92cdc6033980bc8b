#pragma once
/// What stands between a volunteer and a project, how far they are from a match, and which change would make one.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/skill/match_fit.hpp>
#include <capnet/skill/match_parties.hpp>

namespace capnet {

/// What has to hold of a pair, else they can't be matched.
enum class match_condition : std::uint8_t { skill, hours, period, mode, place, language, conflict };
inline constexpr std::array<std::string_view, 7> match_condition_names{"skill", "hours",    "period",  "mode",
                                                                       "place", "language", "conflict"};

/// A condition that a pair does not meet, and the change of what the volunteer says that would meet it.
struct match_obstacle {
  match_condition what{};
  double lacking = 0;  ///< levels, hours a week, or days; else 1
  vertex_ref skill{};  ///< of a skill: which one
  /// The column to change; "has_skill" for a level, "located_in" where ties tell the region; empty: no change would do.
  std::string attribute{};
  std::string from{}, to{};  ///< its value now and then
  std::string text{};        ///< "SEO at level 3 is required, level 1 is held"
};

namespace detail {

/// Calls add(condition, lacking, whether a change would do, make) for the begin of the offer, and for its months once
/// that is changed; `make()` is the obstacle in words.
template <class Add>
void visit_period_obstacles(const match_terms& v, const match_terms& p, const Add& add) {
  match_terms able = v;
  if (v.begin && p.begin && *v.begin > *p.begin) {
    const auto lacking = static_cast<double>((*v.begin - *p.begin).count());
    add(match_condition::period, lacking, true, [&] {
      const std::string from = capnet::to_string(*v.begin), to = capnet::to_string(*p.begin);
      return match_obstacle{match_condition::period,
                            lacking,
                            {},
                            "period_begin",
                            from,
                            to,
                            "it begins on " + to + ", the offer on " + from};
    });
    able.begin = p.begin;
  }
  const double lacking = days_lacking(able, p);
  if (lacking <= 0) return;
  const double months = able.begin && p.end() ? able.months_until(*p.end()) : *p.months;
  const bool possible = months <= most_months;
  add(match_condition::period, lacking, possible, [&] {
    const auto told = [](double n, const char* what) {
      return shortest_number(n) + what + (n == 1 ? " is " : " are ");
    };
    return match_obstacle{
        match_condition::period,
        lacking,
        {},
        possible ? "months" : "",
        shortest_number(*v.months),
        shortest_number(months),
        told(months, months == 1 ? " month" : " months") + "needed, " + told(*v.months, "") + "offered"};
  });
}

/// The skill whose level lacks least: of one that is not known to be held the level that is required.
struct nearest_skill {
  double lacking = std::numeric_limits<double>::infinity();
  std::size_t required = 0;           // cell
  std::optional<std::size_t> held{};  // cell
};
[[nodiscard]] inline std::optional<nearest_skill> nearest_skill_of(const match_parties& all, const match_volunteer& v,
                                                                   const match_project& p) {
  const match_skills skills{all};
  std::optional<nearest_skill> best;
  for (auto [cell, last] = skills.required(p); cell < last; ++cell) {
    if (!(all.levels.importance(cell) > 0)) continue;
    const double asked = skills.least_level(cell);
    const auto mine = skills.held(v, all.levels.required.columns[cell]);
    const std::optional<double> level = mine ? all.levels.held.known(*mine) : std::nullopt;
    const double lacking = asked - level.value_or(0);
    if (!best || lacking < best->lacking) best = {lacking, cell, mine};
  }
  return best;
}

/// Calls add(condition, lacking, whether a change would do, make) for everything that stands between a pair; `make()`
/// is the obstacle in words. Time O(skills * log + list lengths).
template <class Add>
void visit_obstacles(const snapshot& net, const match_parties& all, const match_volunteer& v, const match_project& p,
                     const Add& add) {
  const auto shown = [](double n) { return short_number(n, 3); };
  if (match_skills{all}.share(v, p) <= 0) {
    const auto nearest = nearest_skill_of(all, v, p);
    add(match_condition::skill, nearest ? nearest->lacking : 1, nearest.has_value(), [&] {
      match_obstacle o{.what = match_condition::skill, .lacking = 1};
      if (!nearest) {
        o.text = "the project requires no skill that counts";
        return o;
      }
      const double asked = match_skills{all}.least_level(nearest->required);
      const std::optional<double> level = nearest->held ? all.levels.held.known(*nearest->held) : std::nullopt;
      o.lacking = nearest->lacking;
      o.skill = all.levels.skill(static_cast<std::size_t>(all.levels.required.columns[nearest->required]));
      o.attribute = "has_skill";
      o.from = level ? shortest_number(*level) : "";
      o.to = shortest_number(asked);
      o.text = net.label_en(o.skill) + " at level " + shown(asked) + " is required, " +
               (level           ? "level " + shown(*level) + " is held"
                : nearest->held ? std::string{"the level held is unknown"}
                                : std::string{"not known to be held"});
      return o;
    });
  }
  if (!p.terms.hours) {
    add(match_condition::hours, 1, false, [] {
      return match_obstacle{
          .what = match_condition::hours, .lacking = 1, .text = "the project does not say its hours a week"};
    });
  } else if (!has_hours(v, p)) {
    const double free = v.free_hours().value_or(0), lacking = *p.terms.hours - free;
    // Rounded up to hundredths, so that the change suffices as it is written.
    const double wanted = std::max(0.0, std::ceil((*p.terms.hours + v.used) * 100 - 1e-8) / 100);
    add(match_condition::hours, lacking, wanted <= 168, [&] {
      match_obstacle o{.what = match_condition::hours, .lacking = lacking};
      o.from = v.terms.hours ? shortest_number(*v.terms.hours) : "";
      if (wanted <= 168) o.attribute = "hours_per_week", o.to = shortest_number(wanted);
      o.text =
          shown(*p.terms.hours) + " h a week " + (*p.terms.hours == 1 ? "is" : "are") + " asked, " +
          (!v.terms.hours ? std::string{"it is not said how many are offered"}
                          : shown(free) + (v.used > 0 ? " of " + shown(*v.terms.hours) + " are left" : " offered"));
      return o;
    });
  }
  visit_period_obstacles(v.terms, p.terms, add);
  const bool clash = modes_clash(v.terms.mode, p.terms.mode);
  if (clash) {
    add(match_condition::mode, 1, true, [&] {
      const auto word = [](work_mode m) { return m == work_mode::online ? "online" : "on site"; };
      return match_obstacle{
          match_condition::mode,
          1,
          {},
          "mode",
          word(v.terms.mode),
          "either",
          std::string{"it is "} + word(p.terms.mode) + ", the offer " + word(v.terms.mode) + " alone"};
    });
  }
  // Once the mode is changed it may be too far.
  if (too_far(clash ? work_mode::either : v.terms.mode, v.terms.regions, p.terms)) {
    // Where ties tell the region a change of the column does nothing, and a tie needs a region of the network.
    const bool by_tie = !v.terms.located_in.empty();
    const bool possible = !by_tie || all.region_words.contains(p.terms.regions.front());
    add(match_condition::place, 1, possible, [&] {
      const std::string& here = all.words[v.terms.regions.front()];
      const std::string& there = all.words[p.terms.regions.front()];
      std::string from = by_tie ? "" : here;
      for (const vertex_ref region : v.terms.located_in) from += (from.empty() ? "" : "|") + net.key(region);
      return match_obstacle{match_condition::place,
                            1,
                            {},
                            !possible ? ""
                            : by_tie  ? "located_in"
                                      : "region",
                            from,
                            possible ? there : "",
                            "it is on site in " + there + ", the offer is from " + here};
    });
  }
  if (!v.terms.languages.empty() && !p.terms.languages.empty() && !share_word(v.terms.languages, p.terms.languages)) {
    add(match_condition::language, 1, true, [&] {
      const auto names = [&](const std::vector<std::uint32_t>& list) {
        std::vector<std::string> texts;
        for (const std::uint32_t w : list) texts.push_back(all.words[w]);
        return texts;
      };
      std::string to;
      for (const std::string& one : names(v.terms.languages)) to += one + "|";
      return match_obstacle{match_condition::language,
                            1,
                            {},
                            "language",
                            to.substr(0, to.size() - 1),
                            to + all.words[p.terms.languages.front()],
                            "it is in " + join_names(names(p.terms.languages), " or ") + ", the offer in " +
                                join_names(names(v.terms.languages), " and ")};
    });
  }
  if (in_conflict(v, p)) {
    add(match_condition::conflict, 1, false, [&] {
      const bool there = std::ranges::find(v.projects, p.project) != v.projects.end();
      return match_obstacle{.what = match_condition::conflict,
                            .lacking = 1,
                            .text = there ? "already at work on it" : "they are said to be in conflict"};
    });
  }
}

}  // namespace detail

/// Everything that stands between a pair; nothing if they fit. Time O(skills * log + list lengths).
[[nodiscard]] inline std::vector<match_obstacle> obstacles_between(const snapshot& net, const match_parties& all,
                                                                   const match_volunteer& v, const match_project& p) {
  std::vector<match_obstacle> found;
  detail::visit_obstacles(net, all, v, p,
                          [&](match_condition, double, bool, const auto& make) { found.push_back(make()); });
  return found;
}

/// How far a pair is from a match: conditions that are not met, each once; then levels, hours by four, days by thirty,
/// and 1 for each other. No change would do: nothing.
[[nodiscard]] inline std::optional<std::pair<std::size_t, double>> distance_between(const snapshot& net,
                                                                                    const match_parties& all,
                                                                                    const match_volunteer& v,
                                                                                    const match_project& p) {
  std::pair<std::size_t, double> sum{0, 0};
  std::array<bool, match_condition_names.size()> counted{};
  bool possible = true;
  detail::visit_obstacles(net, all, v, p, [&](match_condition what, double lacking, bool change, const auto&) {
    possible = possible && change;
    if (!std::exchange(counted[static_cast<std::size_t>(what)], true)) ++sum.first;  // a begin and months are one
    sum.second += what == match_condition::skill    ? lacking
                  : what == match_condition::hours  ? lacking / 4
                  : what == match_condition::period ? lacking / 30
                                                    : 1;
  });
  return possible ? std::optional{sum} : std::nullopt;
}

}  // namespace capnet
