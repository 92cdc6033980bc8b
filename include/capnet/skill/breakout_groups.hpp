#pragma once
/// Who of an event should sit together: groups of nearly the same size by shared need, mixed strength or region.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/text.hpp>
#include <capnet/optimize/group_meetings.hpp>
#include <capnet/skill/meeting_members.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Those who share a need together; those of differing levels together; those of one region together.
enum class group_objective : std::uint8_t { shared, mixed, region };
inline constexpr std::array<std::string_view, 3> group_objective_names{"shared", "mixed", "region"};

struct breakout_question {
  std::optional<vertex_ref> event{};  ///< else the one with the most members
  std::optional<std::size_t> into{};  ///< how many groups; else of about six
  group_objective objective = group_objective::shared;
  std::vector<std::pair<vertex_ref, vertex_ref>> together{}, apart{};
  std::vector<std::pair<vertex_ref, std::size_t>> fixed{};  ///< to a group, from 1 on
  std::vector<vertex_ref> absent{};                         ///< who stays away after the groups were made
  std::size_t meetings = 1;
  std::uint64_t seed = 0;
  execution how{};
};

struct breakout_group {
  std::size_t meeting = 1, group = 1;
  std::vector<vertex_ref> members{};    ///< by key
  std::vector<vertex_ref> moved{};      ///< of them, who was in another group before some stayed away
  std::size_t pairs = 0, repeated = 0;  ///< pairs of them, and how many of these have met before
  double value = 0;                     ///< shared needs, differences of strength or regions in common, over pairs
  std::string reason{};
};

struct breakout_groups_result {
  std::optional<vertex_ref> event{};
  std::vector<vertex_ref> members{}, left_out{};
  std::vector<breakout_group> groups{};  ///< by meeting, then group
  double value = 0;                      ///< over all meetings, of those who are there
  double bound = 0;                      ///< no groups are worth more, if nobody stays away
  bool optimal = false;                  ///< the groups are the best, first by repeated pairs, then by value
  std::int64_t repeats = 0, repeats_at_least = 0;
  std::size_t moved = 0;
  bool balanced = true;     ///< after some stayed away
  std::size_t unknown = 0;  ///< members of whom no need, level or region is known
  std::string empty{};      ///< why there are none
};

namespace detail {

class breakout_maker {
 public:
  breakout_maker(const network_view& view, const breakout_question& question, event_members who)
      : view_{view}, asked_{question}, who_{std::move(who)} {
    for (std::uint32_t m = 0; m < who_.members.size(); ++m) number_[who_.members[m]] = m;
  }

  [[nodiscard]] breakout_groups_result make() {
    const std::size_t n = who_.members.size();
    breakout_groups_result result{.event = who_.event, .members = who_.members, .left_out = who_.left_out};
    constexpr std::size_t most = 3'000;
    if (n > most)
      throw input_error{std::to_string(n) + " take part in " + quote(key(who_.event)) + "; expected at most 3,000"};
    problem_.members = static_cast<std::uint32_t>(n);
    const std::size_t into = asked_.into.value_or(std::max<std::size_t>(1, (n + 3) / 6));
    if (into == 0 || into > n)
      throw input_error{std::to_string(into) + " groups of the " + plural(n, "member") + " of " +
                        quote(key(who_.event)) + "; expected from 1 to " + std::to_string(n)};
    problem_.groups = static_cast<std::uint32_t>(into);
    read_constraints();
    result.unknown = read_worth();
    std::vector<char> met = who_has_met(view_, who_.members, who_.event);
    const group_meetings_result found =
        group_meetings(problem_, asked_.meetings, met, {.seed = asked_.seed, .how = asked_.how});
    for (const group_result& one : found.meetings) {
      if (one.conflict) throw infeasible_error{sentence_of(*one.conflict)};
    }
    result.repeats_at_least = found.repeats_at_least;
    result.optimal = found.repeats == found.repeats_at_least;
    for (std::size_t m = 0; m < found.meetings.size(); ++m) {
      const group_result& one = found.meetings[m];
      result.bound += scaled(one.bound);
      result.optimal = result.optimal && one.optimal;
      add_meeting(m, one.group_of, met, result);
    }
    if (!absent_.empty()) result.optimal = false;
    return result;
  }

 private:
  [[nodiscard]] std::string key(vertex_ref v) const { return view_.net().key(v); }
  [[nodiscard]] std::string label(std::uint32_t m) const { return view_.net().label_en(who_.members[m]); }
  [[nodiscard]] double scaled(std::int64_t worth) const {
    return asked_.objective == group_objective::mixed ? static_cast<double>(worth) / 1e6 : static_cast<double>(worth);
  }

  void read_constraints() {
    problem_list problems;
    const auto number = [&](vertex_ref v) -> std::uint32_t {
      const auto at = number_.find(v);
      if (at != number_.end()) return at->second;
      problems.add(
          {"", 0, 0, quote(key(v)) + " is no member of " + quote(key(who_.event)) + "; expected one who takes part"});
      return 0;
    };
    for (const auto& [u, v] : asked_.together) problem_.together.emplace_back(number(u), number(v));
    for (const auto& [u, v] : asked_.apart) problem_.apart.emplace_back(number(u), number(v));
    for (const auto& [v, g] : asked_.fixed) {
      if (g < 1 || g > problem_.groups)
        problems.add({"", 0, 0,
                      "group " + std::to_string(g) + " for " + quote(key(v)) + "; expected one from 1 to " +
                          std::to_string(problem_.groups)});
      problem_.fixed.emplace_back(number(v), static_cast<std::uint32_t>(g - 1));
    }
    for (const vertex_ref v : asked_.absent) absent_.push_back(number(v));
    make_set(absent_);
    if (!problems.empty()) throw input_error{std::move(problems)};
    if (who_.members.size() - absent_.size() < problem_.groups) {
      throw input_error{plural(who_.members.size() - absent_.size(), "member") + " who are there for " +
                        plural(problem_.groups, "group") + "; expected at least as many"};
    }
  }
  /// Fills in what each pair is worth; returns of how many members nothing is known.
  std::size_t read_worth() {
    const std::uint32_t n = problem_.members;
    problem_.worth.assign(std::size_t{n} * n, 0);
    const auto fill = [&](const auto& worth) {
      for (std::uint32_t u = 0; u < n; ++u) {
        for (std::uint32_t v = u + 1; v < n; ++v)
          problem_.worth[std::size_t{u} * n + v] = problem_.worth[std::size_t{v} * n + u] = worth(u, v);
      }
    };
    const auto empty = [](const auto& one) { return one.empty(); };
    if (asked_.objective == group_objective::shared) {
      needs_ = needs_of_members(view_, who_.members);
      fill([&](std::uint32_t u, std::uint32_t v) { return std::ssize(common(needs_[u], needs_[v])); });
      return static_cast<std::size_t>(std::ranges::count_if(needs_, empty));
    }
    if (asked_.objective == group_objective::mixed) {
      strengths_ = strengths_of_members(view_, who_.members);
      fill([&](std::uint32_t u, std::uint32_t v) {
        return std::llround(1e6 * difference_of_strength(strengths_[u], strengths_[v]).value_or(0));
      });
      return static_cast<std::size_t>(std::ranges::count_if(strengths_, empty));
    }
    regions_ = regions_of_members(view_, who_.members);
    fill([&](std::uint32_t u, std::uint32_t v) -> std::int64_t {
      if (!common(regions_[u].own, regions_[v].own).empty()) return 2;
      return common(regions_[u].around, regions_[v].around).empty() ? 0 : 1;
    });
    return static_cast<std::size_t>(std::ranges::count_if(regions_, [](const auto& one) { return one.own.empty(); }));
  }
  void add_meeting(std::size_t meeting, std::vector<std::uint32_t> group_of, std::vector<char>& met,
                   breakout_groups_result& result) const {
    std::vector<std::uint32_t> moved;
    const std::vector<std::uint32_t> before = group_of;
    if (!absent_.empty()) {
      regrouped now = regroup(problem_, group_of, absent_);
      group_of = std::move(now.group_of), moved = std::move(now.moved);
      result.balanced = result.balanced && now.balanced;
      result.moved += moved.size();
    }
    for (std::uint32_t g = 0; g < problem_.groups; ++g) {
      std::vector<std::uint32_t> members;
      for (std::uint32_t m = 0; m < group_of.size(); ++m) {
        if (group_of[m] == g) members.push_back(m);
      }
      breakout_group row{.meeting = meeting + 1, .group = g + 1};
      std::int64_t worth = 0;
      std::string comers;
      for (const std::uint32_t u : members) {
        row.members.push_back(who_.members[u]);
        if (std::ranges::binary_search(moved, u)) {
          row.moved.push_back(who_.members[u]);
          comers += (comers.empty() ? "; " : ", ") + label(u) + " comes from group " + std::to_string(before[u] + 1);
        }
        for (const std::uint32_t v : members) {
          if (v <= u) continue;
          ++row.pairs;
          worth += problem_.worth_of(u, v);
          row.repeated += met[std::size_t{u} * problem_.members + v] != 0 ? 1u : 0u;
        }
      }
      row.value = scaled(worth);
      row.reason = common_of(members, row) + met_of(row) + comers + ".";
      result.value += row.value;
      result.repeats += static_cast<std::int64_t>(row.repeated);
      result.groups.push_back(std::move(row));
    }
    for (std::uint32_t u = 0; u < group_of.size(); ++u) {
      for (std::uint32_t v = 0; v < group_of.size(); ++v) {
        if (u != v && group_of[u] == group_of[v] && group_of[u] != regrouped::away)
          met[std::size_t{u} * problem_.members + v] = 1;
      }
    }
  }
  /// "3 of 15 pairs have met before".
  [[nodiscard]] static std::string met_of(const breakout_group& row) {
    if (row.pairs == 0) return "";
    if (row.repeated == 0) return "; no two of them are known to have met";
    return "; " + std::to_string(row.repeated) + " of " + plural(row.pairs, "pair") +
           (row.repeated == 1 ? " has met before" : " have met before");
  }
  /// The most frequent of some texts, with its count; of equals the first.
  [[nodiscard]] static std::pair<std::string, std::size_t> most_frequent(
      const std::map<std::string, std::size_t>& count) {
    std::pair<std::string, std::size_t> best;
    for (const auto& [text, times] : count) {
      if (times > best.second) best = {text, times};
    }
    return best;
  }
  [[nodiscard]] std::string common_of(const std::vector<std::uint32_t>& members, const breakout_group& row) const {
    std::map<std::string, std::size_t> count;
    std::size_t joined = 0, known = 0;
    double sum = 0;
    for (const std::uint32_t u : members) {
      if (!needs_.empty()) {
        for (const vertex_ref need : needs_[u]) ++count[view_.net().label_en(need)];
      } else if (!regions_.empty()) {
        for (const std::string& region : regions_[u].own) ++count[region];
      }
      for (const std::uint32_t v : members) {
        if (v <= u) continue;
        if (!strengths_.empty()) {
          if (const auto by = difference_of_strength(strengths_[u], strengths_[v])) ++known, sum += *by;
        } else if (!regions_.empty()) {
          joined += problem_.worth_of(u, v) == 2 ? 1u : 0u;
        } else {
          joined += problem_.worth_of(u, v) > 0 ? 1u : 0u;
        }
      }
    }
    const auto [first, times] = most_frequent(count);
    const std::string size = std::to_string(members.size());
    if (asked_.objective == group_objective::mixed) {
      if (known == 0) return "Of no two of them is a level in one skill known";
      return "Their levels differ by " + short_number(100 * sum / static_cast<double>(known), 3) +
             "% of the scales on average over " + std::to_string(known) + " of " + plural(row.pairs, "pair");
    }
    const bool needs = asked_.objective == group_objective::shared;
    if (times == 0) return needs ? "No need of any of them is known" : "The region of none of them is known";
    const std::string most = std::to_string(times) + " of " + size + (needs ? " have the need " : " are of ") + first;
    if (row.pairs == 0) return most;
    return most + "; " + std::to_string(joined) + " of " + plural(row.pairs, "pair") +
           (needs ? (joined == 1 ? " shares a need" : " share a need")
                  : (joined == 1 ? " is of one region" : " are of one region"));
  }
  [[nodiscard]] std::string sentence_of(const group_conflict& conflict) const {
    const auto sizes = balanced_sizes(problem_.members, problem_.groups);
    std::string text = plural(problem_.groups, "group") + " of " + std::to_string(sizes.back()) +
                       (sizes.front() != sizes.back() ? " or " + std::to_string(sizes.front()) : "") + " members ";
    if (!conflict.proven && conflict.together.empty() && conflict.apart.empty() && conflict.fixed.empty())
      return "no " + text +
             "were found that keep every constraint, and the search was given up; expected fewer constraints";
    std::vector<std::string> parts;
    for (const std::size_t k : conflict.together)
      parts.push_back(key_of(problem_.together[k].first) + " with " + key_of(problem_.together[k].second));
    for (const std::size_t k : conflict.apart)
      parts.push_back(key_of(problem_.apart[k].first) + " without " + key_of(problem_.apart[k].second));
    for (const std::size_t k : conflict.fixed)
      parts.push_back(key_of(problem_.fixed[k].first) + " in group " + std::to_string(problem_.fixed[k].second + 1));
    return text + "can't hold all of this: " + join_names(parts, " and ", 20) +
           (conflict.proven ? "; without any one of these they could" : "");
  }
  [[nodiscard]] std::string key_of(std::uint32_t m) const { return quote(key(who_.members[m])); }

  const network_view& view_;
  const breakout_question& asked_;
  event_members who_;
  std::map<vertex_ref, std::uint32_t> number_{};
  group_problem problem_{};
  std::vector<std::uint32_t> absent_{};
  std::vector<std::vector<vertex_ref>> needs_{};
  std::vector<std::map<std::size_t, double>> strengths_{};
  std::vector<member_regions> regions_{};
};

}  // namespace detail

/// Splits those who take part in an event (`members_of_event`) into groups of floor(n / k) or one more.
///
/// First as few pairs as can be found who have met (`who_has_met`; in several meetings: also in an earlier one), then
/// the largest value over the pairs in one group: `shared`, the needs that both have; `mixed`, the difference of their
/// levels (anticlustering, Papenberg & Klau 2021); `region`, 2 for one region and 1 for two in one. What is not known
/// of a member counts for nothing and is counted. Those who stay away leave the groups as they were, but for the fewest
/// moves that balance them. See group_meetings and regroup.
///
/// Nobody takes part, or no event has members: no groups, and `empty` says why. Throws: input_error for members who
/// take no part, groups that there are not, more groups than members, and more than 3,000 members; infeasible_error
/// that names the constraints that conflict. Time: that of group_meetings, and O(n^2) of pairs. The same for the same
/// seed.
[[nodiscard]] inline breakout_groups_result breakout_groups(const network_view& view,
                                                            const breakout_question& question = {}) {
  std::optional<event_members> who = question.event ? members_of_event(view, *question.event) : largest_event(view);
  if (!who || who->members.empty()) {
    breakout_groups_result none{.event = question.event};
    if (who) none.left_out = who->left_out;
    none.empty = question.event
                     ? "Nobody who is named takes part in " + quote(view.net().key(*question.event)) +
                           ": ties.csv has no attends tie of a person or organization to it."
                     : "Nobody who is named takes part in any event: ties.csv has no attends tie of a person or "
                       "organization.";
    if (!none.left_out.empty()) none.empty += " A cohort is known by its size alone.";
    return none;
  }
  return detail::breakout_maker{view, question, std::move(*who)}.make();
}

}  // namespace capnet
