#pragma once
/// Which events and courses to hold, and whom to send, so that organizations lack as little as possible of what they
/// require.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/text.hpp>
#include <capnet/optimize/level_cover.hpp>
#include <capnet/skill/organization_gap.hpp>
#include <capnet/skill/plan_cover.hpp>
#include <capnet/skill/planned_teaching.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A level of an organization that rises because someone of it attends.
struct raised_level {
  vertex_ref organization{}, skill{};
  double required = 0, before = 0, after = 0;
  double gain = 0;
};

struct planned_event {
  vertex_ref event{};
  double gain = 0;  ///< by how much the mean gap falls, after the events before it
  std::optional<double> cost{}, hours{};
  std::optional<std::int64_t> seats{};
  std::vector<vertex_ref> attendees{};    ///< by key
  std::vector<raised_level> raised{};     ///< the largest gain first, then by key
  std::optional<vertex_ref> needed_by{};  ///< where it gains nothing itself: the first that depends on it
  std::string reason{};
};

/// What was planned and is not chosen for a reason of its own.
struct passed_over_event {
  vertex_ref event{};
  std::string reason{};
};

/// The gap of an organization before and after.
struct planned_gap {
  vertex_ref organization{};
  skill_gap_result before{}, after{};
};

struct training_plan {
  std::vector<planned_event> events{};           ///< in order of choice; what one depends on stands before it
  std::vector<passed_over_event> passed_over{};  ///< by key
  std::vector<planned_gap> organizations{};      ///< that fall; the largest fall first, then by key
  gap_mean before{}, after{};
  double gain = 0;                        ///< before less after: the sum of the gains
  double bound = 0;                       ///< no plan within the limits gains more
  std::optional<double> ratio{};          ///< gain / bound; nothing if the bound is 0
  double guarantee = 0;                   ///< see maximum_level_cover
  std::size_t candidates = 0;             ///< events and courses that could be held
  std::size_t seats_unknown = 0;          ///< of them, with no stated seats: taken as having enough
  std::size_t seats = 0;                  ///< taken
  std::optional<double> cost{}, hours{};  ///< sums; nothing if one of them is unknown
  std::string currency{};
  std::string empty{};  ///< why nothing is chosen
};

namespace detail {

/// Solves a plan and tells it in the words of the network.
class plan_teller {
 public:
  plan_teller(const network_view& view, const plan_question& question, gap_report gaps)
      : view_{view}, asked_{question}, network_{view, question, std::move(gaps)} {}

  [[nodiscard]] training_plan solve() {
    training_plan plan;
    plan.before = network_.report.all;
    plan.currency = network_.currency;
    for (const planned_teaching& one : network_.teaching) {
      if (one.state != teaching_state::to_come || (one.levels.empty() && one.unknown_levels.empty())) continue;
      ++plan.candidates;
      plan.seats_unknown += one.seats ? 0u : 1u;
    }
    const level_cover_result found = maximum_level_cover(network_.cover, {.how = asked_.how});
    plan.bound = found.bound, plan.guarantee = found.guarantee;
    if (found.bound > 0) plan.ratio = found.value / found.bound;
    plan.gain = found.value;
    std::vector<char> chosen(network_.teaching.size(), 0);
    plan.cost = 0, plan.hours = 0;
    for (const level_cover_choice& choice : found.chosen) {
      chosen[choice.option] = 1;
      plan.events.push_back(event_of(choice));
      const planned_event& row = plan.events.back();
      plan.seats += row.attendees.size();
      const auto add = [](std::optional<double>& sum, const std::optional<double>& more) {
        sum = sum && more ? std::optional{*sum + *more} : std::nullopt;
      };
      add(plan.cost, row.cost), add(plan.hours, row.hours);
    }
    for (planned_event& row : plan.events) {
      for (const planned_event& later : plan.events) {
        const auto& needs = network_.teaching[network_.number.at(later.event)].needs;
        if (!(row.gain > 0) && !row.needed_by && std::ranges::binary_search(needs, row.event))
          row.needed_by = later.event;
      }
      row.reason = reason_of(row);
    }
    for (std::size_t o = 0; o < network_.teaching.size(); ++o) {
      if (chosen[o] == 0 && !network_.passed_over[o].empty())
        plan.passed_over.push_back({network_.teaching[o].event, network_.passed_over[o]});
    }
    std::ranges::sort(plan.passed_over, [&](const passed_over_event& a, const passed_over_event& b) {
      return key(a.event) < key(b.event);
    });
    add_gaps(plan);
    if (plan.events.empty()) plan.empty = why_empty(plan);
    return plan;
  }

 private:
  [[nodiscard]] std::string key(vertex_ref v) const { return view_.net().key(v); }
  [[nodiscard]] std::string label(vertex_ref v) const { return view_.net().label_en(v); }
  [[nodiscard]] planned_event event_of(const level_cover_choice& choice) {
    const planned_teaching& one = network_.teaching[choice.option];
    planned_event row{
        .event = one.event, .gain = choice.gain, .cost = one.cost, .hours = one.hours, .seats = one.seats};
    std::map<std::pair<vertex_ref, vertex_ref>, raised_level> raised;
    for (const std::uint32_t t : choice.takers) {
      row.attendees.push_back(network_.people[t]);
      for (const std::uint32_t g : network_.cover.takers[t]) {
        for (const auto& [skill, level] : one.levels) {
          double& taught = taught_[{network_.organizations[g], skill}];
          taught = std::max(taught, level);
          const auto at = network_.cell_at.find({network_.organizations[g], skill});
          if (at == network_.cell_at.end()) continue;
          auto& cell = network_.cover.cells[at->second];
          const double after = std::min(level, cell.wanted);
          if (!(after > cell.level)) continue;
          raised[at->first] = {network_.organizations[g],        skill, cell.wanted, cell.level, level,
                               cell.worth * (after - cell.level)};
          cell.level = level;
        }
      }
    }
    for (const auto& [of, one_raised] : raised) row.raised.push_back(one_raised);
    std::ranges::sort(row.raised, [&](const raised_level& a, const raised_level& b) {
      if (a.gain != b.gain) return a.gain > b.gain;
      return std::pair{key(a.organization), key(a.skill)} < std::pair{key(b.organization), key(b.skill)};
    });
    return row;
  }
  [[nodiscard]] std::string reason_of(const planned_event& row) const {
    std::string text;
    if (row.raised.empty()) {
      text = row.needed_by ? "Closes nothing itself, but " + label(*row.needed_by) + " depends on it"
                           : "Closes nothing that those before it leave";
    } else {
      const raised_level& first = row.raised.front();
      std::vector<vertex_ref> at;
      for (const raised_level& one : row.raised) at.push_back(one.organization);
      std::ranges::sort(at);
      at.erase(std::unique(at.begin(), at.end()), at.end());
      text = label(first.skill) + " of " + label(first.organization) + " rises from " + short_number(first.before) +
             " to " + short_number(first.after) + " where " + short_number(first.required) + " is required";
      if (row.raised.size() > 1)
        text += ", which closes most of the " + plural(row.raised.size(), "level") + " that rise at " +
                plural(at.size(), "organization");
    }
    text += "; " +
            std::string{row.attendees.size() == 1 ? "one attends" : std::to_string(row.attendees.size()) + " attend"};
    if (row.seats)
      text += std::cmp_equal(row.attendees.size(), *row.seats)
                  ? ", which takes every seat"
                  : " of " + plural(static_cast<std::size_t>(*row.seats), "seat");
    else
      text += ", as many as it closes something for; its seats are unknown";
    return text + ".";
  }
  void add_gaps(training_plan& plan) {
    gap_sum all;
    for (const organization_gap& row : network_.report.organizations) {
      std::vector<requirement> levels;
      bool touched = false;
      for (const required_skill& s : row.skills) {
        levels.push_back(s.level);
        const auto at = taught_.find({row.organization, s.skill});
        if (at == taught_.end()) continue;
        requirement& one = levels.back();
        touched = true;
        if (one.held) one.held = std::max(*one.held, at->second);
        one.range = {std::max(one.range.low, at->second), std::max(one.range.high, at->second)};
      }
      const skill_gap_result after = touched ? skill_gap(levels) : row.gap;
      all.add(after);
      if (touched) plan.organizations.push_back({row.organization, row.gap, after});
    }
    plan.after = all.done();
    std::ranges::sort(plan.organizations, [&](const planned_gap& a, const planned_gap& b) {
      const double x = *a.before.gap - *a.after.gap, y = *b.before.gap - *b.after.gap;
      return x != y ? x > y : key(a.organization) < key(b.organization);
    });
  }
  [[nodiscard]] std::string why_empty(const training_plan& plan) const {
    if (plan.candidates == 0 && !plan.passed_over.empty())
      return "No event or course that teaches a skill can still be held: below is why.";
    if (plan.candidates == 0)
      return "No event or course can be held that teaches a skill: ties.csv has no teaches tie of a planned event or of a "
             "course.";
    if (network_.report.all.known == 0) return "Of no organization is the gap known: see capnet gap.";
    if (network_.cover.cells.empty()) return "No organization whose gap is known lacks anything.";
    if (asked_.events == 0) return "No event may be held.";
    if (asked_.seats == std::size_t{0}) return "Nobody may attend.";
    return (plan.candidates == 1 ? std::string{"The one event or course that could be held closes nothing"}
                                 : "None of the " + std::to_string(plan.candidates) +
                                       " events and courses that could be held closes anything") +
           " within the limits: below is why.";
  }

  const network_view& view_;
  const plan_question& asked_;
  plan_cover network_;
  std::map<std::pair<vertex_ref, vertex_ref>, double> taught_{};  // of organization and skill, the highest level taught
};

}  // namespace detail

/// A training plan: which of the planned events and courses to hold (`read_planned_teaching`) and whom of the
/// organizations that require skills to send, so that the mean gap falls most (`skill_gaps` by the best holder).
///
/// Whoever attends holds what is taught at the level taught, or what was held before if that is more; so an
/// organization's level, that of its best holder, rises, and the gain of an event is by how much the mean gap falls,
/// over the organizations whose gap is known, with the requirements whose held level is known: the gains add up to
/// `before.mean` - `after.mean`. One of an organization is enough, the first by key of those who can; so seats stay
/// free where nobody else's attendance would close anything. Unknown levels gain nothing, but the intervals hold what
/// they can be, and rise with what is taught.
///
/// Who attends an event that depends on others attends those too, or attended them, if they took place. Under a limit
/// of money or hours an event whose cost or hours are unknown can't be chosen; one without stated seats has enough for
/// all. Choice, `bound` and `guarantee`: maximum_level_cover. Nothing to choose: an empty plan that says why.
///
/// Throws: input_error as `skill_gaps` and `read_planned_teaching`, for events that depend on each other in a round,
/// costs in different currencies under a limit of money, and limits that are negative or not finite. Time: that of
/// `skill_gaps`, and of maximum_level_cover over organizations x skills that fall short.
///
/// `gaps`, where they are known already: pre: `skill_gaps(view)`.
[[nodiscard]] inline training_plan plan_training(const network_view& view, const plan_question& question,
                                                 gap_report gaps) {
  for (const auto& [what, most] : {std::pair{"money", question.money}, std::pair{"hours", question.hours}}) {
    if (most && !(*most >= 0 && std::isfinite(*most)))
      throw input_error{std::string{"a limit of "} + short_number(*most) + " on " + what +
                        "; expected a finite number from 0"};
  }
  return detail::plan_teller{view, question, std::move(gaps)}.solve();
}
[[nodiscard]] inline training_plan plan_training(const network_view& view, const plan_question& question = {}) {
  return plan_training(view, question, skill_gaps(view));
}

}  // namespace capnet
