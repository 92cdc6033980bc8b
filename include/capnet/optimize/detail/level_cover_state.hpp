#pragma once
/// What every option would still gain, and what changes when one is chosen. Not interface.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/optimize/level_cover_problem.hpp>

namespace capnet {

/// The options of a round trip through `needs`, in that order and the first one again at the end; none: empty. The one
/// found from the smallest number. Throws input_error for a need that is no option. Time O(options + needs).
[[nodiscard]] inline std::vector<std::uint32_t> cycle_of_needs(const level_cover_problem& problem) {
  const std::size_t n = problem.options.size();
  std::vector<char> seen(n, 0);  // 1: on the way, 2: done
  std::vector<std::uint32_t> way;
  std::vector<std::size_t> next;
  for (std::uint32_t first = 0; first < n; ++first) {
    if (seen[first] != 0) continue;
    way = {first}, next = {0}, seen[first] = 1;
    while (!way.empty()) {
      const auto& needs = problem.options[way.back()].needs;
      if (next.back() == needs.size()) {
        seen[way.back()] = 2;
        way.pop_back(), next.pop_back();
        continue;
      }
      const std::uint32_t need = needs[next.back()++];
      detail::expect(need < n, "option ", way.back(), " needs option ", need, " of ", n,
                     "; expected a number below that");
      if (seen[need] == 1) {
        std::vector<std::uint32_t> round(std::ranges::find(way, need), way.end());
        round.push_back(need);
        return round;
      }
      if (seen[need] == 0) way.push_back(need), next.push_back(0), seen[need] = 1;
    }
  }
  return {};
}

namespace detail {

inline void expect_level_cover(const level_cover_problem& p) {
  const auto from_0 = [](double number) { return number >= 0 && std::isfinite(number); };
  for (const auto& o : p.options) {
    expect(o.costs.size() == p.most_amounts.size(), o.costs.size(), " costs of an option; expected one for each of ",
           p.most_amounts.size(), " amounts that are limited");
    for (const double cost : o.costs) expect(from_0(cost), "a cost of ", cost, "; expected a finite number from 0");
    for (const auto& lift : o.lifts) {
      expect(lift.topic < p.topics, "topic ", lift.topic, " of ", p.topics, "; expected a number below that");
      expect(from_0(lift.level), "a level of ", lift.level, "; expected a finite number from 0");
    }
    for (const std::uint32_t t : o.takers)
      expect(t < p.takers.size(), "taker ", t, " of ", p.takers.size(), "; expected a number below that");
  }
  for (const double most : p.most_amounts)
    expect(from_0(most), "a limit of ", most, "; expected a finite number from 0");
  for (const auto& groups : p.takers) {
    for (const std::uint32_t g : groups)
      expect(g < p.groups, "group ", g, " of ", p.groups, "; expected a number below that");
  }
  for (const auto& c : p.cells) {
    expect(c.group < p.groups && c.topic < p.topics, "a cell of group ", c.group, " and topic ", c.topic,
           "; expected numbers below ", p.groups, " and ", p.topics);
    expect(from_0(c.level) && from_0(c.wanted) && from_0(c.worth), "a cell of level ", c.level, ", wanted ", c.wanted,
           ", worth ", c.worth, "; expected finite numbers from 0");
  }
}

/// What does not change while options are chosen: cells by topic, takers by the groups that they are in, and of each
/// option what it comes with.
class level_cover_index {
 public:
  struct range {
    std::size_t first = 0, last = 0;
  };
  explicit level_cover_index(const level_cover_problem& p) : problem{p} {
    expect_level_cover(p);
    if (!cycle_of_needs(p).empty()) refuse("options that need each other in a round; expected none that needs itself");
    place.resize(p.cells.size());
    std::iota(place.begin(), place.end(), std::uint32_t{0});
    std::ranges::sort(place, [&](std::uint32_t a, std::uint32_t b) {
      const auto &x = p.cells[a], &y = p.cells[b];
      return std::pair{x.topic, x.group} < std::pair{y.topic, y.group};
    });
    of_topic.resize(p.topics);
    for (const std::uint32_t c : place) cells.push_back(p.cells[c]);
    for (std::size_t k = 0; k < cells.size(); ++k) {
      range& row = of_topic[cells[k].topic];
      if (row.first == row.last) row.first = k;
      row.last = k + 1;
    }
    class_takers();
    for (const auto& o : p.options) {
      std::vector<level_cover_problem::lift> own;
      add_lifts(own, o);
      lifts.push_back(merged(std::move(own)));
    }
    close_needs();
  }

  /// The cell of a group and topic; `cells.size()`: none.
  [[nodiscard]] std::size_t cell_of(std::uint32_t topic, std::uint32_t group) const {
    const range row = of_topic[topic];
    const auto first = cells.begin() + static_cast<std::ptrdiff_t>(row.first);
    const auto last = cells.begin() + static_cast<std::ptrdiff_t>(row.last);
    const auto at = std::lower_bound(first, last, group,
                                     [](const level_cover_problem::cell& c, std::uint32_t g) { return c.group < g; });
    return at != last && at->group == group ? static_cast<std::size_t>(at - cells.begin()) : cells.size();
  }

  const level_cover_problem& problem;
  std::vector<level_cover_problem::cell> cells{};  ///< by topic, then group
  std::vector<std::uint32_t> place{};              ///< of each in the problem
  std::vector<range> of_topic{};
  // A class: the takers in the same groups, of which one does as well as another; by its first member.
  std::vector<std::vector<std::uint32_t>> class_groups{}, class_members{};
  std::vector<std::vector<std::uint32_t>> classes_of{};         ///< [group]
  bool in_several = false;                                      ///< some taker is in several groups
  std::vector<std::vector<level_cover_problem::lift>> lifts{};  ///< [option] by topic, each once
  // [option] itself and all that it needs at any remove, each after what it needs; and the lifts of all of them.
  std::vector<std::vector<std::uint32_t>> closure{};
  std::vector<std::vector<level_cover_problem::lift>> closure_lifts{};
  std::vector<std::vector<std::uint32_t>> needed_by{};  ///< [option] those that need it at any remove, and itself
  std::vector<char> barred{};                           ///< itself or one that it needs
  /// [option] whether `barred` or some given one is among what it needs.
  [[nodiscard]] bool after_given(std::uint32_t o) const { return after_given_[o] != 0; }

 private:
  static void add_lifts(std::vector<level_cover_problem::lift>& all, const level_cover_problem::option& o) {
    all.insert(all.end(), o.lifts.begin(), o.lifts.end());
  }
  static std::vector<level_cover_problem::lift> merged(std::vector<level_cover_problem::lift> all) {
    std::ranges::sort(
        all, [](const auto& a, const auto& b) { return a.topic != b.topic ? a.topic < b.topic : a.level > b.level; });
    all.erase(std::unique(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.topic == b.topic; }),
              all.end());
    return all;
  }
  void class_takers() {
    std::map<std::vector<std::uint32_t>, std::size_t> known;
    for (std::uint32_t t = 0; t < problem.takers.size(); ++t) {
      std::vector<std::uint32_t> groups = problem.takers[t];
      std::ranges::sort(groups);
      groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
      if (groups.empty()) continue;
      in_several = in_several || groups.size() > 1;
      const auto [at, added] = known.try_emplace(groups, class_groups.size());
      if (added) class_groups.push_back(std::move(groups)), class_members.emplace_back();
      class_members[at->second].push_back(t);
    }
    classes_of.resize(problem.groups);
    for (std::uint32_t c = 0; c < class_groups.size(); ++c) {
      for (const std::uint32_t g : class_groups[c]) classes_of[g].push_back(c);
    }
  }
  void close_needs() {
    const auto n = static_cast<std::uint32_t>(problem.options.size());
    closure.resize(n), closure_lifts.resize(n), needed_by.resize(n);
    barred.resize(n), after_given_.resize(n);
    std::vector<char> done(n, 0);
    // Depth first; there is no cycle.
    std::vector<std::pair<std::uint32_t, std::size_t>> way;
    for (std::uint32_t o = 0; o < n; ++o) {
      if (problem.options[o].needs.empty()) {
        closure[o] = {o};
      } else {
        std::ranges::fill(done, char{0});
        way = {{o, 0}};
        done[o] = 1;
        while (!way.empty()) {
          auto& [at, next] = way.back();
          if (next == problem.options[at].needs.size() || problem.options[at].given) {
            closure[o].push_back(at);
            way.pop_back();
            continue;
          }
          const std::uint32_t need = problem.options[at].needs[next++];
          if (done[need] == 0) done[need] = 1, way.emplace_back(need, std::size_t{0});
        }
      }
      std::vector<level_cover_problem::lift> all;
      for (const std::uint32_t d : closure[o]) {
        add_lifts(all, problem.options[d]);
        needed_by[d].push_back(o);
        if (problem.options[d].barred && !problem.options[d].given) barred[o] = 1;
        if (problem.options[d].given) after_given_[o] = 1;
      }
      closure_lifts[o] = merged(std::move(all));
    }
  }
  std::vector<char> after_given_{};
};

/// The gain of each class of takers: room that is used again and again.
struct level_cover_scratch {
  explicit level_cover_scratch(const level_cover_index& index)
      : group_gain(index.problem.groups, 0),
        class_gain(index.class_groups.size(), 0),
        served(index.problem.groups, 0) {}
  std::vector<double> group_gain, class_gain;
  std::vector<std::uint32_t> groups{}, classes{};  ///< that gain
  std::vector<char> served;
};

/// The levels as they stand.
class level_cover_state {
 public:
  explicit level_cover_state(const level_cover_index& index) : index_{index} {
    for (const auto& c : index.cells) levels.push_back(c.level);
  }
  std::vector<double> levels{};  ///< of the cells, as they stand in the index

  /// Finds what the lifts would gain in each group and class: `s.classes` has those that gain, in no order.
  void find_gains(std::span<const level_cover_problem::lift> lifts, level_cover_scratch& s) const {
    for (const std::uint32_t g : s.groups) s.group_gain[g] = 0;
    for (const std::uint32_t c : s.classes) s.class_gain[c] = 0;
    s.groups.clear(), s.classes.clear();
    for (const auto& lift : lifts) {
      const auto row = index_.of_topic[lift.topic];
      for (std::size_t k = row.first; k < row.last; ++k) {
        const auto& c = index_.cells[k];
        const double rise = std::min(lift.level, c.wanted) - levels[k];
        if (!(rise > 0) || !(c.worth > 0)) continue;
        if (s.group_gain[c.group] == 0) s.groups.push_back(c.group);
        s.group_gain[c.group] += c.worth * rise;
      }
    }
    for (const std::uint32_t g : s.groups) {
      for (const std::uint32_t c : index_.classes_of[g]) {
        if (s.class_gain[c] == 0) s.classes.push_back(c);
        s.class_gain[c] += s.group_gain[g];
      }
    }
  }
  /// Orders the first `most` of the classes that gain: by gain, equals by number. Returns the sum of their gains: no
  /// choice of so many takers gains more.
  [[nodiscard]] static double best_classes(level_cover_scratch& s, std::size_t most) {
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
      return s.class_gain[a] != s.class_gain[b] ? s.class_gain[a] > s.class_gain[b] : a < b;
    };
    const std::size_t kept = std::min(most, s.classes.size());
    std::partial_sort(s.classes.begin(), s.classes.begin() + static_cast<std::ptrdiff_t>(kept), s.classes.end(),
                      before);
    double sum = 0;
    for (std::size_t k = 0; k < kept; ++k) sum += s.class_gain[s.classes[k]];
    return sum;
  }
  /// Lifts the groups of a taker; what the value rises by.
  double lift(std::uint32_t taker, std::span<const level_cover_problem::lift> lifts) {
    double gain = 0;
    for (const std::uint32_t g : index_.problem.takers[taker]) {
      for (const auto& lift : lifts) {
        const std::size_t at = index_.cell_of(lift.topic, g);
        if (at == levels.size()) continue;
        const auto& c = index_.cells[at];
        const double rise = std::min(lift.level, c.wanted) - levels[at];
        if (rise > 0) gain += c.worth * rise;
        levels[at] = std::max(levels[at], lift.level);
      }
    }
    return gain;
  }

 private:
  const level_cover_index& index_;
};

}  // namespace detail
}  // namespace capnet
