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
  double lacking = 0;  ///< levels, hours a week, or days; else 1
  vertex_ref skill{};  ///< of a skill: which one
  /// The column to change; "has_skill" for a level, "located_in" where ties tell the region; empty: no change would do.
  std::string attribute{};
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
[[nodiscard]] inline bool too_far(work_mode mode, const std::vector<std::uint32_t>& regions, const match_terms& p) {
  return common_mode(mode, p.mode) == work_mode::on_site && !regions.empty() && !p.regions.empty() &&
         !region_steps(regions, p.regions);
}
[[nodiscard]] inline bool in_conflict(const match_volunteer& v, const match_project& p) {
  const auto names = [](const std::vector<vertex_ref>& list, vertex_ref one) {
    return std::ranges::binary_search(list, one);
  };
  return names(v.terms.conflicts, p.project) || names(p.terms.conflicts, v.person) ||
         std::ranges::any_of(v.employers, [&](vertex_ref e) { return names(p.terms.conflicts, e); }) ||
         std::ranges::any_of(p.organizations, [&](vertex_ref o) { return names(v.terms.conflicts, o); }) ||
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

}  // namespace detail

namespace detail {

/// Hours and period.
[[nodiscard]] inline bool schedule_fits(const match_volunteer& v, const match_project& p) {
  return has_hours(v, p) && days_lacking(v.terms, p.terms) == 0;
}
/// Mode, place and language.
[[nodiscard]] inline bool surroundings_fit(const match_terms& v, const match_terms& p) {
  return !modes_clash(v.mode, p.mode) && !too_far(v.mode, v.regions, p) &&
         (v.languages.empty() || p.languages.empty() || share_word(v.languages, p.languages));
}

}  // namespace detail

/// Whether a pair meets every condition but that of the skills. Time O(list lengths).
[[nodiscard]] inline bool terms_fit(const match_volunteer& v, const match_project& p) {
  return detail::schedule_fits(v, p) && detail::surroundings_fit(v.terms, p.terms) && !detail::in_conflict(v, p);
}

/// What a score has beside skills: the sum of the parts that are known, by weight, and their weights.
struct match_interest {
  double weight = 0, sum = 0;
};

[[nodiscard]] inline match_interest interest_of(const match_terms& v, const match_terms& p,
                                                const match_weights& weights) {
  match_interest found;
  const auto add = [&](double w, double part) { found.weight += w, found.sum += w * part; };
  if (!v.causes.empty() && !p.causes.empty()) add(weights.causes, detail::share_word(v.causes, p.causes) ? 1 : 0);
  if (!v.tools.empty() && !p.tools.empty()) {
    std::size_t used = 0;
    for (const std::uint32_t tool : p.tools) used += std::ranges::binary_search(v.tools, tool) ? 1u : 0u;
    add(weights.tools, static_cast<double>(used) / static_cast<double>(p.tools.size()));
  }
  if (detail::common_mode(v.mode, p.mode) == work_mode::on_site && !v.regions.empty() && !p.regions.empty()) {
    const auto steps = detail::region_steps(v.regions, p.regions);
    add(weights.region, steps ? 1 / (1 + static_cast<double>(*steps)) : 0);
  }
  return found;
}

/// The score of a pair, given the part of its skills.
[[nodiscard]] inline match_score score_of(const match_interest& interest, double skills, const match_weights& weights) {
  const double weight = interest.weight + weights.skills, sum = interest.sum + weights.skills * skills;
  return {skills, interest.weight > 0 ? interest.sum / interest.weight : 0, weight > 0 ? sum / weight : 0};
}
[[nodiscard]] inline match_score score_of(const match_volunteer& v, const match_project& p, double skills,
                                          const match_weights& weights) {
  return score_of(interest_of(v.terms, p.terms, weights), skills, weights);
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
  /// The least level that meets a required cell; where none is stated the lowest of the scale, but of one that starts
  /// at 0, or where there is none, 1, or the highest if that is less.
  [[nodiscard]] double least_level(std::size_t cell) const {
    if (const auto stated = all_.levels.required.known(cell)) return *stated;
    const auto& scale = all_.levels.scales[static_cast<std::size_t>(all_.levels.required.columns[cell])];
    if (!scale) return 1;
    return scale->lowest > 0 ? scale->lowest : std::min(1.0, scale->highest);
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

namespace detail {

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
