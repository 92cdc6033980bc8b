#pragma once
/// Which volunteer works on which project: the best matching, its proof, and why nobody else is matched.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/optimize/assignment.hpp>
#include <capnet/optimize/assignment_certificate.hpp>
#include <capnet/optimize/deferred_acceptance.hpp>
#include <capnet/optimize/generalized_assignment.hpp>
#include <capnet/skill/match_candidates.hpp>

namespace capnet {

/// What makes a matching the best.
enum class match_goal : std::uint8_t {
  places,  ///< as many places filled as can be, and of those matchings the one of the highest sum of scores
  fair,    ///< first as many projects with somebody as can be, then as `places`
  stable,  ///< no volunteer and project that would both rather have each other
  hours    ///< the highest sum of scores, where a volunteer takes as many projects as there are hours for
};

struct match_options {
  match_goal goal = match_goal::places;
  match_weights weights{};
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
  /// How many volunteers each project is first considered with; more as long as prices show that they could gain. 0:
  /// all.
  std::size_t candidates = 256;
};

struct matched_pair {
  std::size_t volunteer = 0, project = 0;  ///< numbers in match_parties
  match_score score{};
};

struct match_result {
  std::vector<matched_pair> pairs{};  ///< by project, then volunteer
  std::size_t places = 0;             ///< that were to fill
  std::size_t served = 0;             ///< projects with a place to fill that got somebody
  std::size_t fitting = 0;            ///< pairs that meet every condition
  double score = 0;                   ///< the sum of the pairs' scores, each rounded to 1/10,000
  /// No matching has a higher sum: of `places` and `fair` none that fills as many places, and as many projects; of
  /// `hours` none at all. Of `stable` nothing is claimed.
  std::optional<double> bound{};
  bool certified = false;                       ///< the check of the certificate found the matching the best one
  std::optional<std::size_t> blocking_pairs{};  ///< of `stable`, counted by the check: 0
};

namespace detail {

inline constexpr double score_units = 10'000;
inline constexpr double hour_units = 1e9;

[[nodiscard]] inline std::int64_t score_in_units(double score) { return std::llround(score * score_units); }
[[nodiscard]] inline std::int64_t hours_in_units(double hours) { return std::llround(hours * hour_units); }

/// Solves for one goal over candidates.
class volunteer_matcher {
 public:
  volunteer_matcher(const match_parties& all, const match_candidates& candidates, const match_options& options)
      : all_{all},
        candidates_{candidates},
        options_{options},
        lists_(all.projects.size()),
        fitting_(all.projects.size()),
        left_out_(all.projects.size()) {}

  [[nodiscard]] match_result solve() {
    const std::size_t most = options_.goal == match_goal::stable ? 0 : options_.candidates;
    for (const match_project& p : all_.projects) result_.places += p.places();
    parallel_for_blocks(lists_.size(), 8, options_.threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) {
        if (all_.projects[p].places() == 0) continue;
        lists_[p] = candidates_.of(p);
        fitting_[p] = lists_[p].size();
        keep_best(p, most);
      }
    });
    for (const std::size_t fit : fitting_) result_.fitting += fit;
    switch (options_.goal) {
      case match_goal::places:
      case match_goal::fair:
        by_assignment();
        break;
      case match_goal::stable:
        by_acceptance();
        break;
      case match_goal::hours:
        by_hours();
        break;
    }
    std::ranges::sort(result_.pairs, {}, [](const matched_pair& m) { return std::pair{m.project, m.volunteer}; });
    std::vector<bool> served(lists_.size());
    for (const matched_pair& m : result_.pairs) {
      result_.score += static_cast<double>(score_in_units(m.score.score));
      served[m.project] = true;
    }
    result_.score /= score_units;
    result_.served = static_cast<std::size_t>(std::ranges::count(served, true));
    return std::move(result_);
  }

 private:
  using candidate = match_candidates::candidate;

  /// Whether some who fit a project are not in its list.
  [[nodiscard]] bool leaves_out(std::size_t p) const { return fitting_[p] > lists_[p].size(); }
  /// The place of each volunteer among equals, from another one on for each project, or all would vie for the same few.
  /// Pre: there is a volunteer.
  [[nodiscard]] auto turns_of(std::size_t p) const {
    const std::size_t n = all_.volunteers.size(), start = (p * 2'654'435'761u) % n;
    return [n, start](const candidate& c) { return (c.volunteer + n - start) % n; };
  }

  /// The best ones; of equal scores by turns.
  void keep_best(std::size_t p, std::size_t most) {
    std::vector<candidate>& list = lists_[p];
    const auto by_number = [&list] { std::ranges::sort(list, {}, &candidate::volunteer); };
    if (most == 0 || list.size() <= most) return by_number();
    const auto turn = turns_of(p);
    std::ranges::nth_element(list, list.begin() + static_cast<std::ptrdiff_t>(most),
                             [&](const candidate& a, const candidate& b) {
                               const std::int64_t x = score_in_units(a.score.score), y = score_in_units(b.score.score);
                               return x != y ? x > y : turn(a) < turn(b);
                             });
    left_out_[p] = score_in_units(list[most].score.score);
    list.resize(most);
    by_number();
  }

  /// Projects are rows with their places, volunteers columns; a place left empty costs more than all scores together.
  /// Places beyond the volunteers that fit stay empty in every matching, and are left out.
  void by_assignment() {
    const auto places = [&](std::size_t p) { return std::min<std::size_t>(all_.projects[p].places(), fitting_[p]); };
    std::size_t seats = 0;
    for (std::size_t p = 0; p < lists_.size(); ++p) seats += places(p);
    const auto most = static_cast<std::int64_t>(std::min(seats, all_.volunteers.size()) + 1);
    const std::int64_t empty = static_cast<std::int64_t>(score_units) * most;
    // Seats that can be filled together are a matroid: most of them, and of the first ones most, go together. Twice is
    // enough.
    const std::int64_t starved = options_.goal == match_goal::fair ? 2 * empty : empty;
    assignment_problem problem{.columns = all_.volunteers.size()};
    for (std::uint32_t p = 0; p < lists_.size(); ++p) {
      for (std::size_t k = 0; k < places(p); ++k) {
        problem.seat_row.push_back(p);
        problem.empty.push_back(k == 0 && all_.projects[p].working == 0 ? starved : empty);
      }
    }
    assignment_result x;
    assignment_certificate proof;
    while (true) {
      problem.offset.assign(1, 0);
      problem.column.clear(), problem.cost.clear();
      for (const auto& list : lists_) {
        for (const candidate& c : list) {
          problem.column.push_back(c.volunteer);
          problem.cost.push_back(-score_in_units(c.score.score));
        }
        problem.offset.push_back(problem.column.size());
      }
      x = assign(problem, std::move(x.seat_column));
      proof = check_assignment(problem, x);
      // Volunteers that were left out may be cheaper at these prices: then they come in, until the proof is over all.
      if (!price_left_out(problem, x)) break;
    }
    std::int64_t without = 0;
    for (std::size_t s = 0; s < x.seat_column.size(); ++s) {
      if (x.seat_column[s] == unassigned)
        without += problem.empty[s];
      else
        add_pair(problem.seat_row[s], std::size_t{x.seat_column[s]});
    }
    result_.bound = static_cast<double>(without - proof.bound) / score_units;
    result_.certified = proof.optimal();
  }
  /// Brings in the volunteers left out with whom places would cost less at these prices, the cheapest first: as many as
  /// are there already, so that few rounds do. Whether there are any.
  [[nodiscard]] bool price_left_out(const assignment_problem& problem, const assignment_result& x) {
    std::vector<char> some(lists_.size());
    parallel_for_blocks(lists_.size(), 8, options_.threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) some[p] = leaves_out(p) && price_left_out(problem, x, p);
    });
    return std::ranges::find(some, 1) != some.end();
  }
  [[nodiscard]] bool price_left_out(const assignment_problem& problem, const assignment_result& x, std::size_t p) {
    const auto asks = [&](const candidate& c) { return -score_in_units(c.score.score) - x.price[c.volunteer]; };
    std::int64_t limit = INT64_MAX;  // what the cheapest of the list asks
    for (const candidate& c : lists_[p]) limit = std::min(limit, asks(c));
    if (limit <= -left_out_[p]) return false;
    const auto seat = std::ranges::lower_bound(problem.seat_row, static_cast<std::uint32_t>(p));
    limit = std::min(limit, problem.empty[static_cast<std::size_t>(seat - problem.seat_row.begin())]);  // the dearest
    std::vector<std::pair<std::int64_t, candidate>> cheaper;
    for (const candidate& c : candidates_.of(p)) {
      if (const std::int64_t asked = asks(c); asked < limit) cheaper.push_back({asked, c});
    }
    std::ranges::sort(cheaper, {},
                      [turn = turns_of(p)](const auto& one) { return std::pair{one.first, turn(one.second)}; });
    cheaper.resize(std::min(cheaper.size(), std::max(options_.candidates, lists_[p].size())));
    for (const auto& [asked, c] : cheaper) lists_[p].push_back(c);
    std::ranges::sort(lists_[p], {}, &candidate::volunteer);
    return !cheaper.empty();
  }

  void by_acceptance() {
    stable_problem problem{.columns = all_.volunteers.size()};
    for (std::size_t p = 0; p < lists_.size(); ++p) {
      for (const candidate& c : lists_[p]) {
        const std::int64_t score = score_in_units(c.score.score);
        problem.column.push_back(c.volunteer);
        problem.column_likes.push_back(score_in_units(c.score.interest) * 20'000 + score);
        problem.row_likes.push_back(score_in_units(c.score.skills) * 20'000 + score);
      }
      problem.offset.push_back(problem.column.size());
      problem.seats.push_back(all_.projects[p].places());
    }
    const std::vector<std::uint32_t> row_of = deferred_acceptance(problem);
    for (std::uint32_t v = 0; v < row_of.size(); ++v) {
      if (row_of[v] != unassigned) add_pair(row_of[v], std::size_t{v});
    }
    result_.blocking_pairs = blocking_pairs(problem, row_of);
    result_.certified = *result_.blocking_pairs == 0;
  }

  /// Hours are counted in billionths.
  void by_hours() {
    generalized_problem problem;
    for (std::size_t v = 0; v < all_.volunteers.size(); ++v) problem.capacity.push_back(hours_of(v));
    for (std::size_t p = 0; p < lists_.size(); ++p) {
      for (const candidate& c : lists_[p]) {
        problem.column.push_back(c.volunteer);
        problem.value.push_back(score_in_units(c.score.score));
        problem.size.push_back(size_of(p, c.volunteer));
      }
      problem.offset.push_back(problem.column.size());
      problem.seats.push_back(all_.projects[p].places());
    }
    const generalized_result x =
        generalized_assignment(problem, {.rounds = problem.column.size() > 1'000'000 ? 50u : 200u});
    std::vector<std::int64_t> left = problem.capacity;
    std::int64_t value = 0;
    const auto take = [&](std::size_t p, const candidate& c) {
      left[c.volunteer] -= size_of(p, c.volunteer);
      value += score_in_units(c.score.score);
      add_pair(p, c);
    };
    for (std::size_t p = 0; p < lists_.size(); ++p) {
      for (std::size_t k = 0; k < lists_[p].size(); ++k) {
        if (x.taken[problem.offset[p] + k]) take(p, lists_[p][k]);
      }
    }
    // Places that are left take whoever has hours left of those who were left out.
    std::vector<std::size_t> filled(lists_.size());
    for (const matched_pair& m : result_.pairs) ++filled[m.project];
    for (std::size_t p = 0; p < lists_.size(); ++p) {
      if (!leaves_out(p) || filled[p] == all_.projects[p].places()) continue;
      std::vector<candidate> others = candidates_.of(p);
      std::erase_if(others, [&](const candidate& c) {
        return in_list(p, c.volunteer) || size_of(p, c.volunteer) > left[c.volunteer];
      });
      std::ranges::sort(others, {},
                        [](const candidate& c) { return std::pair{-score_in_units(c.score.score), c.volunteer}; });
      others.resize(std::min<std::size_t>(others.size(), all_.projects[p].places() - filled[p]));
      for (const candidate& c : others) take(p, c);
    }
    // The same bound over all candidates, those left out too, at these prices.
    double bound = x.bound;
    bool all_in = true;
    for (std::size_t p = 0; p < lists_.size(); ++p) all_in = all_in && !leaves_out(p);
    if (!all_in) {
      bound = 0;
      for (std::size_t v = 0; v < x.price.size(); ++v) bound += x.price[v] * static_cast<double>(problem.capacity[v]);
      std::vector<double> best(lists_.size());
      parallel_for_blocks(lists_.size(), 8, options_.threads, [&](std::size_t, std::size_t first, std::size_t last) {
        std::vector<double> worth;
        for (std::size_t p = first; p < last; ++p) {
          if (all_.projects[p].places() == 0) continue;
          worth.clear();
          for (const candidate& c : candidates_.of(p))
            worth.push_back(static_cast<double>(score_in_units(c.score.score)) -
                            x.price[c.volunteer] * static_cast<double>(size_of(p, c.volunteer)));
          std::ranges::sort(worth, std::greater{});
          worth.resize(std::min<std::size_t>(worth.size(), all_.projects[p].places()));
          for (const double one : worth) best[p] += std::max(0.0, one);
        }
      });
      for (const double one : best) bound += one;
      bound += std::ldexp(bound, -30);  // for what floating point may lose
    }
    result_.bound = bound / score_units;
    // Scores are whole units: below the next one is met.
    result_.certified = std::floor(bound + 1e-6) <= static_cast<double>(value);
  }

  [[nodiscard]] std::int64_t hours_of(std::size_t v) const {
    return hours_in_units(all_.volunteers[v].free_hours().value_or(0));
  }
  /// What a project takes of the hours of a volunteer who fits it: all of them where rounding would make it more.
  [[nodiscard]] std::int64_t size_of(std::size_t p, std::size_t v) const {
    return std::min(hours_in_units(all_.projects[p].terms.hours.value_or(0)), hours_of(v));
  }

  [[nodiscard]] bool in_list(std::size_t p, std::uint32_t v) const {
    return std::ranges::binary_search(lists_[p], v, {}, &candidate::volunteer);
  }
  void add_pair(std::size_t p, std::size_t v) {
    add_pair(p, *std::ranges::lower_bound(lists_[p], v, {}, [](const candidate& c) { return c.volunteer; }));
  }
  void add_pair(std::size_t p, const candidate& c) {
    result_.pairs.push_back({c.volunteer, p, c.score});
    double& score = result_.pairs.back().score.score;
    score = static_cast<double>(score_in_units(score)) / score_units;
  }

  const match_parties& all_;
  const match_candidates& candidates_;
  const match_options& options_;
  std::vector<std::vector<candidate>> lists_;  // of each project, by volunteer
  std::vector<std::size_t> fitting_;           // of each project, how many fit
  std::vector<std::int64_t> left_out_;         // of each project, the best score that was left out at first
  match_result result_{};
};

}  // namespace detail

/// Matches volunteers with projects.
///
/// A pair can be matched if the volunteer surely holds a required skill at its level, has the hours a week that the
/// project asks of each, offers its period, can work where it is (online, or on site in a region with one around it in
/// common), shares a language, and no conflict is said; what one side does not state beside skills and hours is no
/// reason against it. How well they fit is match_score, by `weights`. Each volunteer takes one project, but for
/// `match_goal::hours`; each project has its places.
///
/// `places` and `fair` are a minimum-cost flow (`assign`), its optimum proven by prices; with many volunteers the best
/// candidates of each project come first, and others as long as prices show that they could gain: the proof is over
/// all. `hours` is generalized assignment, with Lagrange's bound. `stable` is deferred acceptance: volunteers like what
/// interests them, projects the skills they need; either by score where that is equal.
///
/// Nobody or nothing: no pairs. Time O(candidates by skill + assign), space O(candidates kept + n).
[[nodiscard]] inline match_result match_volunteers(const match_parties& all, const match_options& options = {}) {
  const match_candidates candidates{all, options.weights};
  return detail::volunteer_matcher{all, candidates, options}.solve();
}

}  // namespace capnet
