#pragma once
/// Which volunteer and project fit, and how well.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

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

}  // namespace capnet
