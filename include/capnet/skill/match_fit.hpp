#pragma once
/// How well a volunteer and a project fit, what stands between them, and what would have to change.
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
#include <capnet/skill/match_parties.hpp>

namespace capnet {

/// What each part of a score counts. Parts of which one side says nothing are left out, and the others count for all.
struct match_weights {
  double skills = .6;   ///< share of the importance of the required skills whose level is surely held
  double causes = .15;  ///< 1 if they share a cause, else 0
  double tools = .1;    ///< share of the project's tools that the volunteer uses
  double region = .15;  ///< on site alone: 1 / (1 + steps up the regions to a common one, from both)
};

/// A pair that meets every condition. All in [0, 1].
struct match_score {
  double skills = 0;    ///< the part of the skills
  double interest = 0;  ///< the mean of the other parts, by weight; 0 if none is known
  double score = 0;     ///< the mean of all parts, by weight
};

/// What has to hold of a pair, else they can't be matched.
enum class match_condition : std::uint8_t { skill, hours, period, mode, place, language, conflict };
inline constexpr std::array<std::string_view, 7> match_condition_names{"skill", "hours",    "period",  "mode",
                                                                       "place", "language", "conflict"};

/// A condition that a pair does not meet, and the change of what the volunteer says that would meet it.
struct match_obstacle {
  match_condition what{};
  double lacking = 0;        ///< levels, hours a week, or days; else 1
  vertex_ref skill{};        ///< of a skill: which one
  std::string attribute{};   ///< the column to change; "has_skill" for a level; empty: no change would do
  std::string from{}, to{};  ///< its value now and then
  std::string text{};        ///< "SEO at level 3 is required, level 1 is held"
};

namespace detail {

[[nodiscard]] inline bool share_word(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) return true;
    *x < *y ? ++x : ++y;
  }
  return false;
}

/// Whether a level that is held surely meets one that is required; NaN: not stated. Where no level is required any
/// above 0 will do; where none is held it is unknown whether it would.
[[nodiscard]] inline bool meets(double held, double required) {
  return std::isnan(required) ? !(held <= 0) : held >= required;
}

/// Steps up from both to the first region that both lie in, or nothing.
[[nodiscard]] inline std::optional<std::size_t> region_steps(const std::vector<std::uint32_t>& a,
                                                             const std::vector<std::uint32_t>& b) {
  for (std::size_t up = 0; up < a.size(); ++up) {
    const auto at = std::ranges::find(b, a[up]);
    if (at != b.end()) return up + static_cast<std::size_t>(at - b.begin());
  }
  return std::nullopt;
}

/// Where they can work together: what one side does not state is no limit.
[[nodiscard]] inline work_mode common_mode(work_mode v, work_mode p) {
  if (v == work_mode::unstated) return p;
  if (p == work_mode::unstated) return v;
  return common(v, p);
}
[[nodiscard]] inline bool modes_clash(work_mode v, work_mode p) {
  return v != work_mode::unstated && p != work_mode::unstated && common(v, p) == work_mode::unstated;
}
[[nodiscard]] inline bool too_far(const match_terms& v, const match_terms& p) {
  return common_mode(v.mode, p.mode) == work_mode::on_site && !v.regions.empty() && !p.regions.empty() &&
         !region_steps(v.regions, p.regions);
}
[[nodiscard]] inline bool in_conflict(const match_volunteer& v, const match_project& p) {
  const auto names = [](const std::vector<vertex_ref>& list, vertex_ref one) {
    return std::ranges::binary_search(list, one);
  };
  return names(v.terms.conflicts, p.project) || names(p.terms.conflicts, v.person) ||
         std::ranges::any_of(v.employers, [&](vertex_ref e) { return names(p.terms.conflicts, e); }) ||
         (p.organization && (names(v.terms.conflicts, *p.organization))) ||
         std::ranges::find(v.projects, p.project) != v.projects.end();
}
/// Days of the project before and after those that are offered; months that lack, as days, where no days are known.
[[nodiscard]] inline double days_lacking(const match_terms& v, const match_terms& p) {
  double lacking = 0;
  if (v.begin && p.begin) {
    lacking += std::max(0.0, static_cast<double>((*v.begin - *p.begin).count()));
    if (v.end() && p.end()) return lacking + std::max(0.0, static_cast<double>((*p.end() - *v.end()).count()));
  }
  if (v.months && p.months) lacking += std::max(0.0, (*p.months - *v.months) * 30.4375);
  return lacking;
}
[[nodiscard]] inline bool has_hours(const match_volunteer& v, const match_project& p) {
  const auto free = v.free_hours();
  return free && p.terms.hours && *free + 1e-9 >= *p.terms.hours;
}

/// Of the begin of the offer, and of its months once that is changed.
inline void add_period_obstacles(const match_terms& v, const match_terms& p, std::vector<match_obstacle>& found) {
  match_terms able = v;
  if (v.begin && p.begin && *v.begin > *p.begin) {
    const std::string from = capnet::to_string(*v.begin), to = capnet::to_string(*p.begin);
    found.push_back({match_condition::period,
                     static_cast<double>((*v.begin - *p.begin).count()),
                     {},
                     "period_begin",
                     from,
                     to,
                     "it begins on " + to + ", the offer on " + from});
    able.begin = p.begin;
  }
  const double lacking = days_lacking(able, p);
  if (lacking <= 0) return;
  double months = *p.months;
  if (able.begin && p.end()) months = able.months_until(*p.end());
  const auto told = [](double n, const char* what) { return shortest_number(n) + what + (n == 1 ? " is " : " are "); };
  found.push_back({match_condition::period,
                   lacking,
                   {},
                   months <= most_months ? "months" : "",
                   shortest_number(*v.months),
                   shortest_number(months),
                   told(months, months == 1 ? " month" : " months") + "needed, " + told(*v.months, "") + "offered"});
}

}  // namespace detail

/// Whether a pair meets every condition but that of the skills. Time O(list lengths).
[[nodiscard]] inline bool terms_fit(const match_volunteer& v, const match_project& p) {
  return detail::has_hours(v, p) && !detail::modes_clash(v.terms.mode, p.terms.mode) &&
         detail::days_lacking(v.terms, p.terms) == 0 && !detail::too_far(v.terms, p.terms) &&
         (v.terms.languages.empty() || p.terms.languages.empty() ||
          detail::share_word(v.terms.languages, p.terms.languages)) &&
         !detail::in_conflict(v, p);
}

/// The score of a pair, given the part of its skills.
[[nodiscard]] inline match_score score_of(const match_volunteer& v, const match_project& p, double skills,
                                          const match_weights& weights) {
  double weight = 0, sum = 0;
  const auto add = [&](double w, double part) { weight += w, sum += w * part; };
  if (!v.terms.causes.empty() && !p.terms.causes.empty())
    add(weights.causes, detail::share_word(v.terms.causes, p.terms.causes) ? 1 : 0);
  if (!v.terms.tools.empty() && !p.terms.tools.empty()) {
    std::size_t used = 0;
    for (const std::uint32_t tool : p.terms.tools) used += std::ranges::binary_search(v.terms.tools, tool) ? 1u : 0u;
    add(weights.tools, static_cast<double>(used) / static_cast<double>(p.terms.tools.size()));
  }
  if (detail::common_mode(v.terms.mode, p.terms.mode) == work_mode::on_site && !v.terms.regions.empty() &&
      !p.terms.regions.empty()) {
    const auto steps = detail::region_steps(v.terms.regions, p.terms.regions);
    add(weights.region, steps ? 1 / (1 + static_cast<double>(*steps)) : 0);
  }
  const double interest = weight > 0 ? sum / weight : 0;
  add(weights.skills, skills);
  return {skills, interest, weight > 0 ? sum / weight : 0};
}

/// Reads skills of pairs in what is held and required.
class match_skills {
 public:
  explicit match_skills(const match_parties& all) : all_{all} {}

  /// Required cells of a project, [first, last).
  [[nodiscard]] std::pair<std::size_t, std::size_t> required(const match_project& p) const {
    const level_rows& rows = all_.levels.required;
    const auto row = rows.row_of(p.project);
    return row ? std::pair{rows.first(*row), rows.last(*row)} : std::pair{std::size_t{0}, std::size_t{0}};
  }
  /// The cell of what a person holds in a skill.
  [[nodiscard]] std::optional<std::size_t> held(const match_volunteer& v, std::int32_t skill) const {
    const level_rows& rows = all_.levels.held;
    const auto row = rows.row_of(v.person);
    return row ? rows.cell_of(*row, skill) : std::nullopt;
  }
  [[nodiscard]] double total_importance(const match_project& p) const {
    double sum = 0;
    for (auto [cell, last] = required(p); cell < last; ++cell) sum += all_.levels.importance(cell);
    return sum;
  }
  /// Whether the volunteer surely meets a required cell.
  [[nodiscard]] bool meets(const match_volunteer& v, std::size_t cell) const {
    const auto mine = held(v, all_.levels.required.columns[cell]);
    return mine && detail::meets(all_.levels.held.level[*mine], all_.levels.required.level[cell]);
  }
  /// The share of the importance of what is required that the volunteer surely meets.
  [[nodiscard]] double share(const match_volunteer& v, const match_project& p) const {
    double met = 0;
    for (auto [cell, last] = required(p); cell < last; ++cell) {
      if (meets(v, cell)) met += all_.levels.importance(cell);
    }
    const double all = total_importance(p);
    return all > 0 ? met / all : 0;
  }

 private:
  const match_parties& all_;
};

/// Everything that stands between a pair; nothing if they fit. Time O(skills * log + list lengths).
[[nodiscard]] inline std::vector<match_obstacle> obstacles_between(const snapshot& net, const match_parties& all,
                                                                   const match_volunteer& v, const match_project& p) {
  const match_skills skills{all};
  std::vector<match_obstacle> found;
  const auto shown = [](double n) { return short_number(n, 3); };
  if (skills.share(v, p) <= 0) {
    // The skill whose level lacks least: of one that is not known to be held the level that is required.
    match_obstacle nearest{.what = match_condition::skill, .lacking = std::numeric_limits<double>::infinity()};
    for (auto [cell, last] = skills.required(p); cell < last; ++cell) {
      if (!(all.levels.importance(cell) > 0)) continue;
      const double asked = all.levels.required.known(cell).value_or(1);
      const auto mine = skills.held(v, all.levels.required.columns[cell]);
      const double level = mine ? all.levels.held.level[*mine] : std::numeric_limits<double>::quiet_NaN();
      const bool known = !std::isnan(level);
      const double lacking = known ? asked - level : asked;
      if (lacking >= nearest.lacking) continue;
      nearest.lacking = lacking;
      nearest.skill = all.levels.skill(static_cast<std::size_t>(all.levels.required.columns[cell]));
      nearest.attribute = "has_skill";
      nearest.from = known ? shortest_number(level) : "";
      nearest.to = shortest_number(asked);
      nearest.text = net.label_en(nearest.skill) + " at level " + shown(asked) + " is required, " +
                     (known  ? "level " + shown(level) + " is held"
                      : mine ? std::string{"the level held is unknown"}
                             : std::string{"not known to be held"});
    }
    if (nearest.attribute.empty()) nearest.lacking = 1, nearest.text = "the project requires no skill that counts";
    found.push_back(std::move(nearest));
  }
  if (!p.terms.hours) {
    found.push_back(
        {.what = match_condition::hours, .lacking = 1, .text = "the project does not say its hours a week"});
  } else if (!detail::has_hours(v, p)) {
    const double free = v.free_hours().value_or(0);
    // Rounded up to hundredths, so that the change suffices as it is written.
    const double wanted = std::max(0.0, std::ceil((*p.terms.hours + v.used) * 100 - 1e-8) / 100);
    match_obstacle o{.what = match_condition::hours, .lacking = *p.terms.hours - free};
    o.from = v.terms.hours ? shortest_number(*v.terms.hours) : "";
    if (wanted <= 168) o.attribute = "hours_per_week", o.to = shortest_number(wanted);
    o.text = shown(*p.terms.hours) + " h a week " + (*p.terms.hours == 1 ? "is" : "are") + " asked, " +
             (!v.terms.hours ? std::string{"it is not said how many are offered"}
                             : shown(free) + (v.used > 0 ? " of " + shown(*v.terms.hours) + " are left" : " offered"));
    found.push_back(std::move(o));
  }
  detail::add_period_obstacles(v.terms, p.terms, found);
  match_terms able = v.terms;
  if (detail::modes_clash(v.terms.mode, p.terms.mode)) {
    const auto word = [](work_mode m) { return m == work_mode::online ? "online" : "on site"; };
    found.push_back({match_condition::mode,
                     1,
                     {},
                     "mode",
                     word(v.terms.mode),
                     "either",
                     std::string{"it is "} + word(p.terms.mode) + ", the offer " + word(v.terms.mode) + " alone"});
    able.mode = work_mode::either;
  }
  if (detail::too_far(able, p.terms)) {
    const std::string& here = all.words[v.terms.regions.front()];
    const std::string& there = all.words[p.terms.regions.front()];
    found.push_back({match_condition::place,
                     1,
                     {},
                     "region",
                     here,
                     there,
                     "it is on site in " + there + ", the offer is from " + here});
  }
  if (!v.terms.languages.empty() && !p.terms.languages.empty() &&
      !detail::share_word(v.terms.languages, p.terms.languages)) {
    const auto names = [&](const std::vector<std::uint32_t>& list) {
      std::vector<std::string> texts;
      for (const std::uint32_t w : list) texts.push_back(all.words[w]);
      return texts;
    };
    std::string to;
    for (const std::string& one : names(v.terms.languages)) to += one + "|";
    found.push_back({match_condition::language,
                     1,
                     {},
                     "language",
                     to.substr(0, to.size() - 1),
                     to + all.words[p.terms.languages.front()],
                     "it is in " + join_names(names(p.terms.languages), " or ") + ", the offer in " +
                         join_names(names(v.terms.languages), " and ")});
  }
  if (detail::in_conflict(v, p)) {
    const bool there = std::ranges::find(v.projects, p.project) != v.projects.end();
    found.push_back({.what = match_condition::conflict,
                     .lacking = 1,
                     .text = there ? "already at work on it" : "they are said to be in conflict"});
  }
  return found;
}

}  // namespace capnet
