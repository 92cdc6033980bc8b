#pragma once
/// The life cycle of an engagement: a volunteer and a project from the inventory of skills to the close, step by step.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/network/attribute_cells.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// The steps of an engagement in their order; during one of them both sides are in regular contact.
struct life_cycle {
  std::vector<std::string> steps{"inventory", "search", "apply", "agree", "active", "closed"};
  std::size_t active = 4;

  [[nodiscard]] std::optional<std::size_t> find(std::string_view step) const {
    const auto at = std::ranges::find(steps, step);
    return at == steps.end() ? std::nullopt : std::optional{static_cast<std::size_t>(at - steps.begin())};
  }
};

/// A step taken on a day; the active step again on a later day is a contact. A step that is left out is said to be.
struct engagement_entry {
  std::size_t step = 0;
  std::optional<date> day{};
  bool left_out = false;
  problem where{};  ///< file and line, for messages
};

/// What became of one volunteer and one project.
struct engagement {
  std::string of{};                           ///< for messages: "ann and site"
  std::vector<engagement_entry> entries{};    ///< in order
  std::optional<std::size_t> contact_days{};  ///< the longest time between two contacts that was agreed
};

/// Where an engagement stands, and each transition that is not allowed.
struct engagement_state {
  std::optional<std::size_t> step{};   ///< the last one taken; nothing: not begun
  std::optional<date> since{};         ///< the day of it
  std::optional<date> last_contact{};  ///< begin of the active step, or a later contact
  std::vector<problem> problems{};     ///< of every transition
};

/// The days of "weekly", "every two weeks", "monthly"; "daily"; or of a whole number of days: "10". Nothing for others.
[[nodiscard]] inline std::optional<std::size_t> contact_days(std::string_view words) {
  constexpr std::pair<std::string_view, std::size_t> known[]{
      {"daily", 1}, {"weekly", 7}, {"every two weeks", 14}, {"biweekly", 14}, {"monthly", 31}};
  for (const auto& [word, days] : known) {
    if (word == words) return days;
  }
  const auto days = detail::number_in<std::size_t>(words);
  return days && *days > 0 ? days : std::nullopt;
}

/// Runs an engagement through its life cycle as of a day.
///
/// Allowed is the next step, on the day of the step before or later; a step that is left out if an entry says so; and,
/// during the active step, contacts. After the last step nothing. From the begin of the active step to the next step,
/// or to the day if it lasts, no two contacts may be further apart than was agreed. What lies after `today` has not
/// happened: it is a problem too. An entry without a day can only leave a step out. Every problem names its transition.
///
/// Throws: nothing. Time O(entries).
[[nodiscard]] inline engagement_state run_engagement(const life_cycle& cycle, const engagement& one,
                                                     std::optional<date> today = {}) {
  engagement_state state;
  std::size_t next = 0;  // the step that is due
  const auto transition = [&](const engagement_entry& entry) {
    return (state.step ? cycle.steps[*state.step] : std::string{"begin"}) + " -> " + cycle.steps[entry.step] + " of " +
           one.of;
  };
  const auto fault = [&](const engagement_entry& entry, const std::string& message) {
    problem told = entry.where;
    told.message = transition(entry) + ": " + message;
    state.problems.push_back(std::move(told));
  };
  const auto check_contact = [&](const engagement_entry& entry, date day, const char* what) {
    if (!one.contact_days || !state.last_contact) return;
    const auto days = (day - *state.last_contact).count();
    if (days > static_cast<std::int64_t>(*one.contact_days))
      fault(entry, std::string{what} + " " + std::to_string(days) + " days after the contact on " +
                       capnet::to_string(*state.last_contact) + "; expected one every " +
                       std::to_string(*one.contact_days) + " days, as agreed");
  };
  for (const engagement_entry& entry : one.entries) {
    if (entry.left_out) {
      if (entry.step != next)
        fault(entry, "left out, but " + (next < cycle.steps.size() ? cycle.steps[next] + " is due" : "all is over"));
      else
        ++next;
      continue;
    }
    if (!entry.day) {
      fault(entry, "no day; expected one, or that the step is left out");
      continue;
    }
    const date day = *entry.day;
    if (today && day > *today) {
      fault(entry,
            "on " + capnet::to_string(day) + ", after " + capnet::to_string(*today) + "; it has not happened yet");
      continue;
    }
    const bool contact = state.step == cycle.active && entry.step == cycle.active && next == cycle.active + 1;
    if (!contact && entry.step != next) {
      fault(entry, next == cycle.steps.size() ? "after the last step nothing follows"
                   : entry.step < next        ? "a step back; expected " + cycle.steps[next]
                                              : cycle.steps[next] + " is skipped; expected it, or that it is left out");
      if (entry.step < next) continue;
    }
    if (state.since && day < *state.since)
      fault(entry, "on " + capnet::to_string(day) + ", before " + cycle.steps[*state.step] + " on " +
                       capnet::to_string(*state.since));
    if (contact) {
      check_contact(entry, day, "a contact");
      state.last_contact = state.last_contact ? std::max(*state.last_contact, day) : day;
      continue;
    }
    if (state.step == cycle.active) check_contact(entry, day, "ends");
    state.step = entry.step;
    state.since = day;
    next = entry.step + 1;
    if (entry.step == cycle.active) state.last_contact = day;
  }
  if (today && state.step == cycle.active && next == cycle.active + 1)
    check_contact({.step = cycle.active, .where = one.entries.back().where}, *today, "no contact");
  return state;
}

/// The life cycle that a network describes: its practices with a whole `step`, in that order, each one `precedes` the
/// next where the network has such a relation; the active one is the one whose `terms` say "regular contact". A network
/// that has no such practice has the six steps of life_cycle.
///
/// Throws input_error for a step that is no whole number beside one that is, two practices of one step, none in regular
/// contact, or steps that don't precede each other.
[[nodiscard]] inline life_cycle read_life_cycle(const network_view& view) {
  std::map<std::int64_t, std::vector<vertex_ref>> steps;
  problem_list faults;
  view.for_each_vertex_of(view.schema().index_of<kind::practice>(), [&](vertex_ref v) {
    if (const auto step = view.value(v, "step")) {
      const std::string text = step->text();
      const auto number = detail::number_in<std::int64_t>(text);
      if (!number && !text.empty())
        faults.add(view.net().problem_at(view.net().properties(v).where,
                                         "step " + quote(text) + " of " + quote(view.net().key(v)) +
                                             "; expected a whole number, or an empty cell if it is no step"));
      if (number) steps[*number].push_back(v);
    }
  });
  if (steps.empty()) return {};
  if (!faults.empty()) throw input_error{std::move(faults)};
  life_cycle cycle{.steps = {}, .active = steps.size()};
  const auto precedes = view.schema().find_relation("precedes");
  std::optional<vertex_ref> before;
  for (const auto& [number, practices] : steps) {
    const vertex_ref v = practices.front();
    if (practices.size() > 1)
      throw input_error{"step " + std::to_string(number) + " is " + quote(view.net().key(v)) + " and " +
                        quote(view.net().key(practices[1])) + "; expected one practice for each step"};
    const auto terms = view.value(v, "terms");
    if (terms && terms->text().find("regular contact") != std::string::npos) cycle.active = cycle.steps.size();
    if (precedes && before) {
      bool follows = false;
      view.for_each_out(*precedes, *before, [&](const tie_end& end) { follows = follows || end.vertex == v; });
      if (!follows)
        throw input_error{"step " + std::to_string(number) + ", " + quote(view.net().key(v)) + ", is not preceded by " +
                          quote(view.net().key(*before)) + "; expected a tie precedes between them"};
    }
    before = v;
    cycle.steps.push_back(view.net().key(v));
  }
  if (cycle.active == steps.size())
    throw input_error{"no practice with a step has 'regular contact' in its terms; expected one, the active step"};
  return cycle;
}

/// The engagements that a network records: ties `uses` of a person to a practice of the life cycle, begun on the day of
/// the step, with the project as role. The active step again is a contact; the attribute `left_out` of `yes` says that
/// a step was left out. How often contact is agreed is the project's `communication`. By person and project, in the
/// order in which they were recorded. Throws input_error for a communication that is no frequency.
[[nodiscard]] inline std::vector<engagement> read_engagements(const network_view& view, const life_cycle& cycle) {
  const snapshot& net = view.net();
  std::map<std::pair<vertex_ref, std::string>, engagement> found;
  problem_list faults;
  view.for_each_tie(view.schema().index_of<rel::uses>(), [&](tie_ref t, const dated_tie& uv) {
    const auto step = cycle.find(net.key(uv.target));
    const tie_record record = net.tie(t);
    if (!step || record.properties.role.empty()) return;
    const std::string& role = record.properties.role;
    engagement& one = found[{uv.source, role}];
    const problem place = net.problem_at(record.properties.where, {});
    if (one.entries.empty()) {
      one.of = net.key(uv.source) + " and " + role;
      const auto project = net.find(role);
      const auto words = project ? view.value(*project, "communication") : std::nullopt;
      if (words && !words->empty()) {
        one.contact_days = contact_days(words->text());
        if (!one.contact_days)
          faults.add(net.problem_at(record.properties.where,
                                    "communication " + quote(words->text()) + " of " + quote(role) +
                                        "; expected weekly, every two weeks, monthly, or a number of days"));
      }
    }
    const auto left_out = view.value(t, "left_out");
    const date day = record.properties.active.begin.latest;
    one.entries.push_back({*step, day == unbounded_past ? std::nullopt : std::optional{day},
                           left_out && left_out->text() == "yes", place});
  });
  if (!faults.empty()) throw input_error{std::move(faults)};
  std::vector<engagement> all;
  for (auto& [key, one] : found) all.push_back(std::move(one));
  return all;
}

}  // namespace capnet
