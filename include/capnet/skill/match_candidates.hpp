#pragma once
/// Who can work on a project: found by the skills it requires, not by looking at everybody.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/skill/match_fit.hpp>

namespace capnet {

/// Volunteers by skill, the highest level first.
class match_candidates {
 public:
  struct candidate {
    std::uint32_t volunteer = 0;  ///< number in match_parties
    match_score score{};
  };

  /// Pre: `all` outlives it. Time O(held cells * log).
  match_candidates(const match_parties& all, const match_weights& weights)
      : all_{all},
        weights_{weights},
        scratch_{[n = all.volunteers.size()] { return scratch{std::vector<double>(n, 0.0)}; }},
        holders_(static_cast<std::size_t>(all.levels.skills.size())) {
    const level_rows& held = all.levels.held;
    for (std::uint32_t v = 0; v < all.volunteers.size(); ++v) {
      const match_volunteer& one = all.volunteers[v];
      briefs_.push_back({one.free_hours().value_or(-1), one.terms.months.value_or(1e9), one.terms.mode});
      const auto row = held.row_of(one.person);
      if (!row || !one.terms.hours) continue;
      for (std::size_t cell = held.first(*row); cell < held.last(*row); ++cell)
        holders_[static_cast<std::size_t>(held.columns[cell])].push_back({held.level[cell], v});
    }
    for (auto& list : holders_) {
      std::ranges::sort(list, [](const holder& a, const holder& b) {
        const double x = std::isnan(a.level) ? -1 : a.level, y = std::isnan(b.level) ? -1 : b.level;
        return x != y ? x > y : a.volunteer < b.volunteer;
      });
    }
  }

  /// All volunteers that meet every condition of a project, each once, with their scores. Time O(holders of its skills
  /// at its levels).
  [[nodiscard]] std::vector<candidate> of(std::size_t project) const {
    const match_project& p = all_.projects[project];
    const match_skills skills{all_};
    const double total = skills.total_importance(p);
    std::vector<candidate> found;
    if (!(total > 0) || !p.terms.hours) return found;
    scratch& sums = scratch_.local();
    for (auto [cell, last] = skills.required(p); cell < last; ++cell) {
      const double required = all_.levels.required.level[cell], importance = all_.levels.importance(cell);
      if (!(importance > 0)) continue;
      for (const holder& h : holders_[static_cast<std::size_t>(all_.levels.required.columns[cell])]) {
        if (!detail::meets(h.level, required)) {
          if (std::isnan(required)) continue;  // those of unknown level come last, and do
          break;
        }
        if (!may_fit(briefs_[h.volunteer], p.terms)) continue;
        if (sums.importance[h.volunteer] == 0) sums.met.push_back(h.volunteer);
        sums.importance[h.volunteer] += importance;
      }
    }
    for (const std::uint32_t v : sums.met) {
      const double share = sums.importance[v] / total;
      sums.importance[v] = 0;
      if (terms_fit(all_.volunteers[v], p)) found.push_back({v, score_of(all_.volunteers[v], p, share, weights_)});
    }
    sums.met.clear();
    return found;
  }

 private:
  /// What most pairs fail by, close together in memory.
  struct brief {
    double hours, months;
    work_mode mode;
  };
  /// False only where terms_fit is: months may differ by a day that rounding makes up for.
  [[nodiscard]] static bool may_fit(const brief& v, const match_terms& p) {
    return v.hours + 1e-9 >= *p.hours && (!p.months || v.months + .04 >= *p.months) &&
           !detail::modes_clash(v.mode, p.mode);
  }
  struct holder {
    double level;
    std::uint32_t volunteer;
  };
  const match_parties& all_;
  match_weights weights_;
  std::vector<brief> briefs_{};
  struct scratch {
    std::vector<double> importance;    // of what is met, by volunteer; else 0
    std::vector<std::uint32_t> met{};  // those above 0
  };
  mutable per_thread<scratch> scratch_;
  std::vector<std::vector<holder>> holders_;  // by skill
};

}  // namespace capnet
