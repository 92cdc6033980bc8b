#pragma once
/// Why a volunteer or a place is left over, how far it is from a match, and the nearest change that would make one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/skill/match_obstacles.hpp>
#include <capnet/skill/volunteer_match.hpp>

namespace capnet {

/// A volunteer without a project, or a project with a place left.
struct match_leftover {
  std::size_t self = 0;                     ///< its number in match_parties
  std::optional<std::size_t> other{};       ///< the project or volunteer that it is nearest to
  std::uint32_t missing = 0;                ///< of a project: places left
  std::vector<match_obstacle> obstacles{};  ///< between the two, each with the change of what the volunteer says
  bool another_place = false;               ///< the change needs one more place in the project too
  bool another_volunteer = false;           ///< the change is one more volunteer, as that one is but for `obstacles`
  std::string reason{}, change{};           ///< a sentence each; no change: none is known
};

struct match_leftovers {
  std::vector<match_leftover> volunteers{}, projects{};  ///< by number
  /// Pairs were too many to look at all: the nearest is that of as many as were looked at.
  bool sampled = false;
};

namespace detail {

class leftover_finder {
 public:
  leftover_finder(const snapshot& net, const match_parties& all, const match_result& result,
                  const match_options& options)
      : net_{net},
        all_{all},
        options_{options},
        candidates_{all, options.weights},
        matched_(all.volunteers.size()),
        left_(all.projects.size()) {
    for (std::size_t p = 0; p < left_.size(); ++p) left_[p] = all.projects[p].places();
    for (const matched_pair& m : result.pairs) matched_[m.volunteer] = true, --left_[m.project];
    for (std::size_t p = 0; p < left_.size(); ++p) {
      if (left_[p] > 0) open_.push_back(p);
      if (all.projects[p].places() > 0 && left_[p] == 0) full_.push_back(p);
    }
    for (std::size_t v = 0; v < matched_.size(); ++v) (matched_[v] ? taken_ : free_).push_back(v);
  }

  [[nodiscard]] match_leftovers find() {
    match_leftovers found;
    best_fits();
    found.volunteers.resize(free_.size());
    found.projects.resize(open_.size());
    constexpr std::size_t most = 20'000'000;  // pairs that are looked at, for each of the two sides and ways
    const auto share = [&](std::size_t rows) { return rows == 0 ? most : std::max<std::size_t>(16, most / rows); };
    const std::size_t by_volunteer = share(free_.size()), by_project = share(open_.size());
    found.sampled = (!free_.empty() && std::max(open_.size(), full_.size()) > by_volunteer) ||
                    (!open_.empty() && std::max(free_.size(), taken_.size()) > by_project);
    parallel_for_blocks(free_.size(), 64, options_.threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t k = first; k < last; ++k) found.volunteers[k] = of_volunteer(free_[k], by_volunteer);
    });
    parallel_for_blocks(open_.size(), 8, options_.threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t k = first; k < last; ++k) found.projects[k] = of_project(open_[k], by_project);
    });
    return found;
  }

 private:
  struct nearest {
    std::optional<std::size_t> at{};
    bool can_change = false;  // what stands between can
  };
  /// Of some parties, from one on, the one that is nearest; ties by the order of the list.
  template <class Distance>
  [[nodiscard]] nearest nearest_of(const std::vector<std::size_t>& list, std::size_t self, std::size_t most,
                                   const Distance& distance) const {
    constexpr std::pair<std::size_t, double> out_of_reach{std::numeric_limits<std::size_t>::max(), 0};
    nearest best;
    std::pair<std::size_t, double> least;
    const std::size_t start = list.size() > most ? self * most % list.size() : 0;
    for (std::size_t k = 0; k < std::min(most, list.size()); ++k) {
      const std::size_t other = list[(start + k) % list.size()];
      const auto found = distance(other);
      if (best.at && found.value_or(out_of_reach) >= least) continue;
      least = found.value_or(out_of_reach), best = {other, found.has_value()};
    }
    return best;
  }
  [[nodiscard]] auto distance(std::size_t v, std::size_t p) const {
    return distance_between(net_, all_, all_.volunteers[v], all_.projects[p]);
  }
  [[nodiscard]] std::vector<match_obstacle> between(std::size_t v, std::size_t p) const {
    return obstacles_between(net_, all_, all_.volunteers[v], all_.projects[p]);
  }

  /// Of each volunteer without a project the full one that it fits best, and how many it fits.
  void best_fits() {
    best_.resize(all_.volunteers.size());
    const std::size_t grain = full_.size() / 32 + 1;
    std::vector<std::vector<fit>> blocks(full_.size() / grain + 1);
    parallel_for_blocks(full_.size(), grain, options_.threads,
                        [&](std::size_t block, std::size_t first, std::size_t last) {
                          std::vector<fit>& best = blocks[block];
                          best.resize(best_.size());
                          for (std::size_t k = first; k < last; ++k) {
                            for (const auto& c : candidates_.of(full_[k]))
                              best[c.volunteer].add({1, full_[k], c.score.score});
                          }
                        });
    for (const auto& block : blocks) {
      for (std::size_t v = 0; v < block.size(); ++v) best_[v].add(block[v]);
    }
  }

  [[nodiscard]] match_leftover of_volunteer(std::size_t v, std::size_t most) const {
    match_leftover left{.self = v};
    nearest open = nearest_of(open_, v, most, [&](std::size_t p) { return distance(v, p); });
    if (!open.can_change && best_[v].count > 0) {
      const fit& best = best_[v];
      left.other = best.project, left.another_place = true;
      const bool one = best.count == 1;
      left.reason = "The " + (one ? std::string{"project"} : std::to_string(best.count) + " projects") + " that " +
                    (one ? "it fits has" : "it fits have") + " no place left" +
                    (one ? "" : "; it fits " + project_name(best.project) + " best") + ", at a score of " +
                    short_number(best.score, 3);
      left.change = "One more place in " + project_name(best.project) +
                    (stable() ? ", kept for it, would match it." : " would fill one more, and could be this one's.");
      left.reason += ".";
      return left;
    }
    if (!open.can_change) {
      nearest full = nearest_of(full_, v, most, [&](std::size_t p) { return distance(v, p); });
      if (full.can_change) {
        left.another_place = true;
        open = full;
      } else if (!open.at) {
        open = full;
      }
    }
    left.other = open.at;
    if (!open.at) {
      left.reason = all_.projects.empty() ? "There is no project to match." : "No project has a place to fill.";
      return left;
    }
    left.obstacles = between(v, *open.at);
    left.reason = std::string{left.another_place ? "No place is left that it is near to. Nearest of all is "
                              : open_.empty()    ? "No place is left. Nearest of all is "
                                                 : "Nearest to a place in "} +
                  project_name(*open.at) + ": " + told(left.obstacles) + ".";
    if (open.can_change)
      left.change = as_sentence(changes(left.obstacles)) +
                    (!left.another_place ? " would match it."
                     : stable()          ? ", and one more place there, kept for it, would match it."
                                         : ", and one more place there, would fill one more.");
    return left;
  }

  [[nodiscard]] match_leftover of_project(std::size_t p, std::size_t most) const {
    match_leftover left{.self = p, .missing = left_[p]};
    nearest free = nearest_of(free_, p, most, [&](std::size_t v) { return distance(v, p); });
    const std::vector<match_candidates::candidate> fits = candidates_.of(p);
    const std::string places = left_[p] == 1 ? "One place is left. " : std::to_string(left_[p]) + " places are left. ";
    if (!free.can_change && !fits.empty()) {
      const auto best = std::ranges::max_element(fits, [](const auto& a, const auto& b) {
        return a.score.score != b.score.score ? a.score.score < b.score.score : a.volunteer > b.volunteer;
      });
      left.other = best->volunteer, left.another_volunteer = true;
      left.reason = places +
                    (fits.size() == 1 ? "The one volunteer that fits"
                                      : "All " + std::to_string(fits.size()) + " volunteers that fit") +
                    (fits.size() == 1 ? " is matched already." : " are matched already.");
      left.change = "One more volunteer like " + volunteer_name(best->volunteer) + filling();
      return left;
    }
    if (!free.can_change) {
      nearest taken = nearest_of(taken_, p, most, [&](std::size_t v) { return distance(v, p); });
      if (taken.can_change) {
        left.another_volunteer = true;
        free = taken;
      } else if (!free.at) {
        free = taken;
      }
    }
    left.other = free.at;
    if (!free.at) {
      left.reason = places + "There is no volunteer.";
      return left;
    }
    left.obstacles = between(*free.at, p);
    left.reason = places +
                  (left.another_volunteer ? "Nearest is "
                   : free_.empty()        ? "Nobody is free; nearest is "
                                          : "Nearest of those free is ") +
                  volunteer_name(*free.at) + ": " + told(left.obstacles) + ".";
    if (free.can_change)
      left.change = (left.another_volunteer ? "One more volunteer like " : "") + volunteer_name(*free.at) + " with " +
                    changes(left.obstacles) + filling();
    return left;
  }

  [[nodiscard]] bool stable() const { return options_.goal == match_goal::stable; }
  /// What somebody who fits a place would do: in a stable matching they may rather take another one, from somebody.
  [[nodiscard]] std::string filling() const {
    return stable() ? ", wanting no other project, would fill one more place, and this one."
                    : " would fill one more place, and could fill this one.";
  }
  [[nodiscard]] std::string project_name(std::size_t p) const { return net_.label_en(all_.projects[p].project); }
  [[nodiscard]] std::string volunteer_name(std::size_t v) const { return net_.label_en(all_.volunteers[v].person); }
  [[nodiscard]] static std::string told(const std::vector<match_obstacle>& obstacles) {
    std::string text;
    for (const match_obstacle& o : obstacles) text += (text.empty() ? "" : "; ") + o.text;
    return text;
  }
  [[nodiscard]] std::string changes(const std::vector<match_obstacle>& obstacles) const {
    std::string text;
    for (const match_obstacle& o : obstacles) {
      text += text.empty() ? "" : &o == &obstacles.back() ? " and " : ", ";
      text += o.what == match_condition::skill   ? "level " + o.to + " in " + net_.label_en(o.skill)
              : o.what == match_condition::hours ? o.to + " h a week"
              : o.attribute == "months"          ? o.to + (o.to == "1" ? " month" : " months")
              : o.attribute == "period_begin"    ? "a begin on " + o.to
                                                 : o.attribute + " " + o.to;
      if (!o.from.empty()) text += " instead of " + o.from;
    }
    return text;
  }
  [[nodiscard]] static std::string as_sentence(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
      text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
  }

  struct fit {
    std::size_t count = 0, project = 0;
    double score = 0;
    void add(const fit& other) {
      if (other.count > 0 && (count == 0 || other.score > score)) project = other.project, score = other.score;
      count += other.count;
    }
  };
  const snapshot& net_;
  const match_parties& all_;
  const match_options& options_;
  match_candidates candidates_;
  std::vector<char> matched_;
  std::vector<std::uint32_t> left_;
  std::vector<std::size_t> open_{}, full_{}, free_{}, taken_{};
  std::vector<fit> best_{};
};

}  // namespace detail

/// Everybody who is left over, with the reason and the nearest change.
///
/// Nearest is the pair with the fewest conditions that are not met, then with the least lacking: levels, hours a week
/// by four, days by thirty, 1 for each other; ties by number. A change of what a volunteer says makes it fit a project
/// with a place left: under `places` and `fair` every best matching then has that volunteer, and one place more is
/// filled; under `stable` too it gets a project, though somebody else may lose theirs; under `hours` it can be added to
/// the matching as it stands. A change that needs another place or volunteer fills one place more; under `stable` it
/// does if the place is kept for that volunteer, or that volunteer wants no other project.
///
/// Where more than 20 million pairs would have to be looked at, each party looks at as many as that allows. Throws:
/// nothing. Time O(left volunteers * open projects + open projects * left volunteers), but for that.
[[nodiscard]] inline match_leftovers match_leftovers_of(const snapshot& net, const match_parties& all,
                                                        const match_result& result, const match_options& options = {}) {
  return detail::leftover_finder{net, all, result, options}.find();
}

/// Why a pair is matched: which skills it meets, and what else they share.
[[nodiscard]] inline std::string reason_of(const snapshot& net, const match_parties& all, const matched_pair& pair) {
  const match_volunteer& v = all.volunteers[pair.volunteer];
  const match_project& p = all.projects[pair.project];
  const match_skills skills{all};
  std::vector<std::string> met;
  std::size_t required = 0;
  for (auto [cell, last] = skills.required(p); cell < last; ++cell, ++required) {
    if (skills.meets(v, cell))
      met.push_back(net.label_en(all.levels.skill(static_cast<std::size_t>(all.levels.required.columns[cell]))));
  }
  std::string text = "Meets " + std::to_string(met.size()) + " of " + plural(required, "skill") + " (" +
                     percent_text(pair.score.skills) + " by importance): " + join_names(met);
  if (detail::share_word(v.terms.causes, p.terms.causes)) text += "; shares a cause";
  if (detail::share_word(v.terms.tools, p.terms.tools)) text += "; uses its tools";
  return text + "; gives " + short_number(p.terms.hours.value_or(0), 3) + " of " +
         short_number(v.free_hours().value_or(0), 3) + " h a week.";
}

}  // namespace capnet
