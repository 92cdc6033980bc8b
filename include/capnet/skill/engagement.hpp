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
  std::optional<partial_date> day{};
  bool left_out = false;
  problem where{};  ///< file and line, for messages
};

/// What became of one volunteer and one project.
struct engagement {
  std::string of{};                           ///< for messages: "ann and site"
  std::vector<engagement_entry> entries{};    ///< in order
  std::optional<std::size_t> contact_days{};  ///< the longest time between two contacts that was agreed
};

/// Where an engagement stands, and each transition that is not allowed. A day that is known only in part is as narrow
/// as the order of the steps makes it.
struct engagement_state {
  std::optional<std::size_t> step{};           ///< the last one surely taken; nothing: not surely begun
  std::optional<partial_date> since{};         ///< the day of it
  std::optional<partial_date> last_contact{};  ///< begin of the active step, or a later contact, that surely was
  std::vector<problem> problems{};             ///< of every transition
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
/// Allowed is the next step, on the day of the step before or later, after the active step not before a contact; a step
/// that is left out if an entry says so; and, during the active step, contacts, in the order of their days. After the
/// last step nothing. From the begin of the active step to the next step, or to the day if it lasts, no two contacts
/// that follow each other by their days may be further apart than was agreed. What surely lies after `today` has not
/// happened: it is a problem too. Without `today` nothing is to come. An entry without a day can only leave a step out.
/// Every problem names its transition.
///
/// Of days known only in part, what is out of order or too far apart whatever they are is a problem. An entry that may
/// or may not have come by `today` is neither to come nor does it leave its step skipped.
///
/// Throws: nothing. Time O(entries log entries).
[[nodiscard]] inline engagement_state run_engagement(const life_cycle& cycle, const engagement& one,
                                                     std::optional<date> today = {}) {
  engagement_state state;
  std::optional<std::size_t> step;                                // the last one, perhaps not surely taken yet
  std::optional<partial_date> since;                              // the day of it
  std::size_t next = 0;                                           // the step that is due
  std::multimap<partial_date, const engagement_entry*> contacts;  // in the active step, after its begin
  const auto fault = [&](const engagement_entry& entry, const std::string& message) {
    problem told = entry.where;
    told.message = (step ? cycle.steps[*step] : std::string{"begin"}) + " -> " + cycle.steps[entry.step] + " of " +
                   one.of + ": " + message;
    state.problems.push_back(std::move(told));
  };
  const auto on = [](const partial_date& day) { return (day.exact() ? "on " : "in ") + shortest_text(day); };
  const auto check_gap = [&](const engagement_entry& entry, const partial_date& last, const partial_date& day,
                             const std::string& what) {
    const auto days = (day.earliest - last.latest).count();
    if (one.contact_days && days > static_cast<std::int64_t>(*one.contact_days))
      fault(entry, what + (last.exact() && day.exact() ? " " : " at least ") + std::to_string(days) +
                       " days after the contact " + on(last) + "; expected one every " +
                       std::to_string(*one.contact_days) + " days, as agreed");
  };
  const auto check_contacts = [&] {  // gives the last one
    partial_date last = *since;
    for (const auto& [day, entry] : contacts) {
      check_gap(*entry, last, day, "a contact");
      if (day.latest >= last.latest) last = day;
    }
    return last;
  };
  for (const engagement_entry& entry : one.entries) {
    if (entry.day && today && entry.day->earliest > *today) {
      fault(entry, on(*entry.day) + ", after " + capnet::to_string(*today) + "; it has not happened yet");
      continue;
    }
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
    partial_date day = *entry.day;
    const bool active = step == cycle.active;
    const bool contact = active && entry.step == cycle.active && next == cycle.active + 1;
    if (!contact && entry.step != next) {
      fault(entry, next == cycle.steps.size() ? "after the last step nothing follows"
                   : entry.step < next        ? "a step back; expected " + cycle.steps[next]
                                              : cycle.steps[next] + " is skipped; expected it, or that it is left out");
      if (entry.step < next) continue;
    }
    const bool early = since && day.latest < since->earliest;
    const bool before_contact = !contacts.empty() && day.latest < contacts.rbegin()->first.earliest;
    if (early)
      fault(entry, on(day) + ", before " + cycle.steps[*step] + " " + on(*since));
    else if (before_contact)
      fault(entry, on(day) + (contact ? ", recorded after" : ", before") + " the contact " +
                       on(contacts.rbegin()->first) + "; expected them in the order of their days");
    else if (!contact && !contacts.empty())
      day.earliest = std::max(day.earliest, contacts.rbegin()->first.earliest);
    if (since && !early) day.earliest = std::max(day.earliest, since->earliest);
    const bool sure = !today || day.latest <= *today;
    if (contact && early) continue;
    if (contact) {
      since->latest = std::min(since->latest, day.latest);
      contacts.emplace(day, &entry);
    } else {
      if (active) {
        const partial_date last = check_contacts();
        if (!early && !before_contact) check_gap(entry, last, day, "ends");
        contacts.clear();
      }
      step = entry.step;
      since = day;
      next = entry.step + 1;
    }
    if (!sure) continue;
    state.step = step;
    state.since = since;
    if (entry.step == cycle.active) state.last_contact = std::max(state.last_contact, std::optional{day});
  }
  if (step == cycle.active) {
    const partial_date last = check_contacts();
    if (today && next == cycle.active + 1)
      check_gap({.step = cycle.active, .where = one.entries.back().where}, last, *today, "no contact");
  }
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
/// a step was left out. How often contact is agreed is the project's `communication`, as the view has it. All that is
/// held counts, whatever its days and those of the view: run_engagement tells what is to come. What is planned is never
/// a step taken. By person and project, in the order in which they were recorded. Throws input_error for a
/// communication that is no frequency.
[[nodiscard]] inline std::vector<engagement> read_engagements(const network_view& view, const life_cycle& cycle) {
  const snapshot& net = view.net();
  std::map<std::pair<vertex_ref, std::string>, engagement> found;
  problem_list faults;
  all_held(net).for_each_tie(view.schema().index_of<rel::uses>(), [&](tie_ref t, const dated_tie& uv) {
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
    const partial_date day = record.properties.active.begin;
    one.entries.push_back({*step, day.latest == unbounded_past ? std::nullopt : std::optional{day},
                           left_out && left_out->text() == "yes", place});
  });
  if (!faults.empty()) throw input_error{std::move(faults)};
  std::vector<engagement> all;
  for (auto& [key, one] : found) all.push_back(std::move(one));
  return all;
}

}  // namespace capnet
