#pragma once
/// Who can work on a project: found by the skills it requires, not by looking at everybody.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/stable_order.hpp>
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
      : all_{all}, weights_{weights}, holders_(static_cast<std::size_t>(all.levels.skills.size())) {
    const level_rows& held = all.levels.held;
    for (std::uint32_t v = 0; v < all.volunteers.size(); ++v) {
      const auto row = held.row_of(all.volunteers[v].person);
      if (!row || !all.volunteers[v].terms.hours) continue;
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

  /// All volunteers that meet every condition of a project, by number, with their scores. Time O(holders of its skills
  /// at its levels * log).
  [[nodiscard]] std::vector<candidate> of(std::size_t project) const {
    const match_project& p = all_.projects[project];
    const match_skills skills{all_};
    const double total = skills.total_importance(p);
    std::vector<candidate> found;
    if (!(total > 0) || !p.terms.hours) return found;
    std::vector<std::pair<std::uint32_t, double>> met;  // volunteer, importance
    for (auto [cell, last] = skills.required(p); cell < last; ++cell) {
      const double required = all_.levels.required.level[cell], importance = all_.levels.importance(cell);
      if (!(importance > 0)) continue;
      for (const holder& h : holders_[static_cast<std::size_t>(all_.levels.required.columns[cell])]) {
        if (!detail::meets(h.level, required)) {
          if (std::isnan(required)) continue;  // those of unknown level come last, and do
          break;
        }
        met.push_back({h.volunteer, importance});
      }
    }
    // Stable, so that sums have the order of the skills.
    detail::sort_stably(met, [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t first = 0, last = 0; first < met.size(); first = last) {
      double sum = 0;
      for (; last < met.size() && met[last].first == met[first].first; ++last) sum += met[last].second;
      const match_volunteer& v = all_.volunteers[met[first].first];
      if (terms_fit(v, p)) found.push_back({met[first].first, score_of(v, p, sum / total, weights_)});
    }
    return found;
  }

 private:
  struct holder {
    double level;
    std::uint32_t volunteer;
  };
  const match_parties& all_;
  match_weights weights_;
  std::vector<std::vector<holder>> holders_;  // by skill
};

}  // namespace capnet
