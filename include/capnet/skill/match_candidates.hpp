#pragma once
/// Who can work on a project: found by the skills it requires, not by looking at everybody.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/skill/match_fit.hpp>

namespace capnet {

/// Volunteers by skill, the highest level first. What many of them say alike, of hours and period or of all else but
/// skills, is held against a project once.
class match_candidates {
 public:
  struct candidate {
    std::uint32_t volunteer = 0;  ///< number in match_parties
    match_score score{};
  };

  /// Pre: `all` outlives it. Time O(held cells * log + volunteers * log * list lengths).
  match_candidates(const match_parties& all, const match_weights& weights)
      : all_{all},
        weights_{weights},
        scratch_{[this] {
          return scratch{std::vector<double>(all_.volunteers.size()), std::vector<verdict>(schedules_.size()),
                         std::vector<verdict>(surroundings_.size()), std::vector<match_interest>(surroundings_.size())};
        }},
        by_skill_(static_cast<std::size_t>(all.levels.skills.size())) {
    add_alike();
    add_holders();
  }
  match_candidates(const match_candidates&) = delete;
  match_candidates& operator=(const match_candidates&) = delete;

  /// All volunteers that meet every condition of a project, each once, with their scores. Time O(holders of its skills
  /// at its levels + what differs among volunteers).
  [[nodiscard]] std::vector<candidate> of(std::size_t project) const {
    const match_project& p = all_.projects[project];
    const match_skills skills{all_};
    const double total = skills.total_importance(p);
    std::vector<candidate> found;
    if (!(total > 0) || !p.terms.hours) return found;
    scratch& mine = scratch_.local();
    std::ranges::fill(mine.schedules, verdict::open);
    std::ranges::fill(mine.surroundings, verdict::open);
    for (auto [cell, last] = skills.required(p); cell < last; ++cell) {
      const double importance = all_.levels.importance(cell);
      if (!(importance > 0)) continue;
      const holders& of_skill = by_skill_[static_cast<std::size_t>(all_.levels.required.columns[cell])];
      const auto add = [&](std::size_t first, std::size_t past) {
        for (std::size_t k = first; k < past; ++k) {
          const holder& h = of_skill.who[k];
          if (!fits(h, p, mine)) continue;
          if (mine.importance[h.volunteer] == 0) mine.met.push_back(h);
          mine.importance[h.volunteer] += importance;
        }
      };
      const std::vector<double>& level = of_skill.level;
      const auto enough = [&, required = all_.levels.required.level[cell]](double held) {
        return detail::meets(held, required);
      };
      const auto known = level.begin() + static_cast<std::ptrdiff_t>(of_skill.known);
      add(0, static_cast<std::size_t>(std::partition_point(level.begin(), known, enough) - level.begin()));
      if (known != level.end() && enough(*known)) add(of_skill.known, level.size());
    }
    found.reserve(mine.met.size());
    for (const holder& h : mine.met) {
      const double share = mine.importance[h.volunteer] / total;
      mine.importance[h.volunteer] = 0;
      found.push_back({h.volunteer, score_of(mine.interests[h.surrounding], share, weights_)});
    }
    mine.met.clear();
    return found;
  }

 private:
  enum class verdict : std::uint8_t { open, fits, fails };
  struct holder {
    std::uint32_t volunteer, schedule, surrounding;  // the latter two number who says the same
  };
  struct holders {
    std::vector<double> level{};  // descending, unknown ones last; of equal ones those who say the same together
    std::vector<holder> who{};
    std::size_t known = 0;
  };
  struct scratch {
    std::vector<double> importance;  // of what is met, by volunteer; else 0
    std::vector<verdict> schedules, surroundings;
    std::vector<match_interest> interests;  // by surrounding that fits
    std::vector<holder> met{};              // whose importance is above 0
  };

  /// One volunteer of each schedule and of each surrounding.
  void add_alike() {
    const auto schedule = [](const match_volunteer& v) {
      const match_terms& t = v.terms;
      return std::tuple{v.free_hours(), t.months, t.begin};
    };
    const auto surrounding = [](const match_volunteer& v) {
      const match_terms& t = v.terms;
      return std::tie(t.mode, t.regions, t.causes, t.tools, t.languages);
    };
    std::map<decltype(schedule(all_.volunteers.front())), std::uint32_t> schedules;
    std::map<decltype(surrounding(all_.volunteers.front())), std::uint32_t> surroundings;
    for (std::uint32_t v = 0; v < all_.volunteers.size(); ++v) {
      const match_volunteer& one = all_.volunteers[v];
      const auto s = schedules.try_emplace(schedule(one), static_cast<std::uint32_t>(schedules_.size()));
      if (s.second) schedules_.push_back(v);
      const auto a = surroundings.try_emplace(surrounding(one), static_cast<std::uint32_t>(surroundings_.size()));
      if (a.second) surroundings_.push_back(v);
      alike_.push_back({v, s.first->second, a.first->second});
      in_conflict_.push_back(!one.terms.conflicts.empty() || !one.projects.empty());
    }
  }
  void add_holders() {
    const level_rows& held = all_.levels.held;
    for (const holder& h : alike_) {
      const match_volunteer& one = all_.volunteers[h.volunteer];
      const auto row = held.row_of(one.person);
      if (!row || !one.terms.hours) continue;
      for (std::size_t cell = held.first(*row); cell < held.last(*row); ++cell) {
        holders& of_skill = by_skill_[static_cast<std::size_t>(held.columns[cell])];
        of_skill.level.push_back(held.level[cell]);
        of_skill.who.push_back(h);
      }
    }
    std::vector<std::pair<double, holder>> sorted;
    for (holders& one : by_skill_) {
      sorted.clear();
      for (std::size_t k = 0; k < one.who.size(); ++k) sorted.emplace_back(one.level[k], one.who[k]);
      std::ranges::sort(sorted, [](const auto& a, const auto& b) {
        const bool x = std::isnan(a.first), y = std::isnan(b.first);
        if (x != y) return y;
        if (!x && a.first != b.first) return a.first > b.first;
        return std::tie(a.second.schedule, a.second.surrounding, a.second.volunteer) <
               std::tie(b.second.schedule, b.second.surrounding, b.second.volunteer);
      });
      for (std::size_t k = 0; k < sorted.size(); ++k) {
        std::tie(one.level[k], one.who[k]) = sorted[k];
        if (!std::isnan(one.level[k])) one.known = k + 1;
      }
    }
  }
  /// Whether all but the skills of a volunteer fit a project: what others say alike was looked at once.
  [[nodiscard]] bool fits(const holder& h, const match_project& p, scratch& mine) const {
    verdict& schedule = mine.schedules[h.schedule];
    if (schedule == verdict::open) {
      schedule = detail::schedule_fits(all_.volunteers[schedules_[h.schedule]], p) ? verdict::fits : verdict::fails;
    }
    if (schedule == verdict::fails) return false;
    verdict& surrounding = mine.surroundings[h.surrounding];
    if (surrounding == verdict::open) {
      const match_terms& one = all_.volunteers[surroundings_[h.surrounding]].terms;
      surrounding = detail::surroundings_fit(one, p.terms) ? verdict::fits : verdict::fails;
      if (surrounding == verdict::fits) mine.interests[h.surrounding] = interest_of(one, p.terms, weights_);
    }
    if (surrounding == verdict::fails) return false;
    return (!in_conflict_[h.volunteer] && p.terms.conflicts.empty()) ||
           !detail::in_conflict(all_.volunteers[h.volunteer], p);
  }

  const match_parties& all_;
  match_weights weights_;
  std::vector<std::uint32_t> schedules_{}, surroundings_{};  // one who says it
  std::vector<holder> alike_{};                              // by volunteer
  std::vector<bool> in_conflict_{};                          // with something, by volunteer
  mutable per_thread<scratch> scratch_;
  std::vector<holders> by_skill_;
};

}  // namespace capnet
