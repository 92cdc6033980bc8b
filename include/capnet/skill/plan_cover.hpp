#pragma once
/// Which planned events could close what organizations lack, as coverage with levels.
#include <algorithm>
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
#include <capnet/skill/planned_teaching.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Limits over all that is held.
struct plan_question {
  std::size_t events = 5;
  std::optional<std::size_t> seats{};  ///< how many attend in all, whoever attends two events twice
  std::optional<double> money{};       ///< the sum of the costs
  std::optional<double> hours{};       ///< the sum of the hours, of each event once
  execution how{};
};

namespace detail {

/// A network as coverage with levels, and the way back: groups are organizations that lack a level, topics skills,
/// takers the people of those organizations, options events and courses.
class plan_cover {
 public:
  /// `gaps`: those of `view`.
  plan_cover(const network_view& view, const plan_question& question, gap_report gaps)
      : report{std::move(gaps)}, teaching{read_planned_teaching(view)}, view_{view}, asked_{question} {
    expect_one_currency();
    add_cells();
    add_people();
    add_options();
  }

  gap_report report;                       ///< organizations by key
  std::vector<planned_teaching> teaching;  ///< by option
  level_cover_problem cover{};
  std::string currency{};
  std::vector<vertex_ref> organizations{}, people{};                   ///< by group, by taker
  std::map<vertex_ref, std::uint32_t> number{};                        ///< option of an event
  std::map<std::pair<vertex_ref, vertex_ref>, std::size_t> cell_at{};  ///< of organization and skill
  std::vector<std::string> passed_over{};  ///< by option, why it can't be chosen or gains nothing

 private:
  [[nodiscard]] std::string key(vertex_ref v) const { return view_.net().key(v); }
  [[nodiscard]] std::string label(vertex_ref v) const { return view_.net().label_en(v); }
  [[nodiscard]] std::string money(double amount) const {
    return short_number(amount, 12) + (currency.empty() ? "" : " " + currency);
  }
  void expect_one_currency() {
    std::string of;
    for (const planned_teaching& one : teaching) {
      const auto at = view_.schema().find_attribute(one.event.kind, attr::cost::name);
      const std::string unit = at && one.cost ? view_.schema().attribute(one.event.kind, *at).unit : std::string{};
      if (unit.empty() || unit == currency) continue;
      if (!currency.empty() && asked_.money) {
        throw input_error{"the cost of " + quote(key(one.event)) + " is in " + unit + ", that of " + quote(of) +
                          " in " + currency + "; expected one currency, which the limit of money is in"};
      }
      currency = unit, of = key(one.event);
    }
  }
  /// The levels that are known and fall short, of organizations whose gap is known. Worth: what a level adds to the gap
  /// as a share of what the organization requires, over the number of those organizations.
  void add_cells() {
    std::ranges::sort(report.organizations,
                      [&](const auto& a, const auto& b) { return key(a.organization) < key(b.organization); });
    for (const organization_gap& row : report.organizations) {
      if (!row.gap.gap) continue;
      double most_important = 0, highest = 0, asked = 0;
      for (const required_skill& s : row.skills) {
        if (!s.level.required || !s.level.held) continue;
        most_important = std::max(most_important, s.level.importance), highest = std::max(highest, *s.level.required);
      }
      for (const required_skill& s : row.skills) {  // relative to the largest, so that nothing overflows
        if (s.level.required && s.level.held)
          asked += s.level.importance / most_important * (*s.level.required / highest);
      }
      const std::uint32_t group = cover.groups;
      bool lacks = false;
      for (const required_skill& s : row.skills) {
        if (!s.level.required || !s.level.held || !(s.level.shortfall(*s.level.held) > 0)) continue;
        const double worth =
            s.level.importance / most_important / highest / asked / static_cast<double>(report.all.known);
        const auto topic = topics_.try_emplace(s.skill, static_cast<std::uint32_t>(topics_.size())).first->second;
        cell_at[{row.organization, s.skill}] = cover.cells.size();
        cover.cells.push_back({group, topic, *s.level.held, *s.level.required, worth});
        lacks = true;
      }
      if (lacks) ++cover.groups, organizations.push_back(row.organization);
    }
  }
  void add_people() {
    const relation_index employs = view_.schema().index_of<rel::employs>();
    std::map<vertex_ref, std::vector<std::uint32_t>> groups;
    for (std::uint32_t g = 0; g < organizations.size(); ++g) {
      view_.for_each_out(employs, organizations[g], [&](const tie_end& end) {
        if (view_.contains(end.vertex)) groups[end.vertex].push_back(g);
      });
    }
    for (const auto& [person, of] : groups) people.push_back(person);
    std::ranges::sort(people, [&](vertex_ref a, vertex_ref b) { return key(a) < key(b); });
    for (std::uint32_t t = 0; t < people.size(); ++t) {
      taker_[people[t]] = t;
      cover.takers.push_back(groups[people[t]]);
    }
  }
  void add_options() {
    for (std::uint32_t o = 0; o < teaching.size(); ++o) number[teaching[o].event] = o;
    cover.most_options = asked_.events;
    if (asked_.seats) cover.most_places = *asked_.seats;
    if (asked_.money) cover.most_amounts.push_back(*asked_.money);
    if (asked_.hours) cover.most_amounts.push_back(*asked_.hours);
    passed_over.resize(teaching.size());
    for (std::size_t k = 0; k < teaching.size(); ++k) {
      const planned_teaching& one = teaching[k];
      level_cover_problem::option option;
      bool lacked = false;
      for (const auto& [skill, level] : one.levels) {
        const auto at = topics_.find(skill);
        if (at == topics_.end()) continue;
        option.lifts.push_back({at->second, level});
        lacked = true;
      }
      std::string& why = passed_over[k];
      if (one.seats) option.places = static_cast<std::size_t>(*one.seats);
      const auto limit = [&](const std::string& what, const std::optional<double>& value,
                             const std::optional<double>& most, const auto& shown) {
        if (!most) return;
        option.costs.push_back(value.value_or(0));
        if (one.state != teaching_state::to_come || (value && *value <= *most)) return;
        option.barred = true;
        if (!why.empty()) return;
        why = what +
              (value ? shown(*value) + ", more than the limit of " + shown(*most)
                     : "unknown, so that it can't be chosen under a limit of " + shown(*most)) +
              ".";
      };
      limit("Its cost is ", one.cost, asked_.money, [&](double amount) { return money(amount); });
      limit("Its hours are ", one.hours, asked_.hours, [](double hours) { return short_number(hours, 12); });
      if (one.state == teaching_state::over) {
        option.barred = true;
        option.lifts.clear();
        why = "The days that it was planned for are over.";
      } else if (one.state == teaching_state::undecided) {
        option.barred = true;
      } else if (one.state == teaching_state::took_place) {
        option.given = true;
        option.lifts.clear();
        if (!one.levels.empty() || !one.unknown_levels.empty()) why = "It took place, and can't be held again.";
        for (const vertex_ref v : one.attended) {
          if (const auto at = taker_.find(v); at != taker_.end()) option.takers.push_back(at->second);
        }
        std::ranges::sort(option.takers);
      } else {
        for (const vertex_ref need : one.needs) option.needs.push_back(number.at(need));
      }
      if (one.state == teaching_state::to_come && why.empty()) {
        if (option.places == 0 && one.seats)
          why = "It has no seats.";
        else if (one.levels.empty() && !one.unknown_levels.empty())
          why = "It states no level for " + names(one.unknown_levels) + ", so that nobody can tell what it closes.";
        else if (!lacked && !one.levels.empty())
          why = "No organization whose gap is known lacks what it teaches.";
      }
      cover.options.push_back(std::move(option));
    }
    cover.topics = static_cast<std::uint32_t>(topics_.size());
    if (const auto round = cycle_of_needs(cover); !round.empty()) {
      std::string text = "events depend on each other in a round: ";
      for (std::size_t k = 0; k < round.size(); ++k) text += (k > 0 ? " -> " : "") + key(teaching[round[k]].event);
      text += "; expected depends_on to lead from later to earlier events, and never back";
      throw input_error{{view_.net().problem_at(place_of_need(round[0], round[1]), std::move(text))}};
    }
    add_reasons_of_needs();
  }
  /// Where the tie stands by which an option depends on another.
  [[nodiscard]] origin place_of_need(std::uint32_t later, std::uint32_t earlier) const {
    const relation_index depends = view_.schema().index_of<rel::depends_on>();
    network_view all{view_.net(), {.sure = view_.options().sure, .statuses = 0b11}};
    std::optional<tie_ref> found;
    all.for_each_out(depends, teaching[later].event, [&](const tie_end& end) {
      if (!found && end.vertex == teaching[earlier].event) found = end.tie;
    });
    return found ? view_.net().tie(*found).properties.where : origin{};
  }
  /// What can't be chosen since something that it depends on can't; what nobody could attend, or gains nothing.
  void add_reasons_of_needs() {
    const level_cover_index index{cover};
    level_cover_scratch scratch{index};
    const level_cover_state state{index};
    for (std::uint32_t o = 0; o < teaching.size(); ++o) {
      std::string& why = passed_over[o];
      if (!why.empty() || teaching[o].state != teaching_state::to_come) continue;
      if (index.closure[o].size() > 1) why = what_needs_forbid(index.closure[o]);
      if (!why.empty() || teaching[o].levels.empty()) continue;
      state.find_gains(index.lifts[o], scratch);
      if (scratch.groups.empty())
        why = "It teaches nothing above what the organizations hold that lack it.";
      else if (scratch.classes.empty())
        why = "Nobody is known to work at the organizations that lack what it teaches.";
    }
  }
  /// Why an event can't be chosen with all that it depends on.
  [[nodiscard]] std::string what_needs_forbid(const std::vector<std::uint32_t>& all) const {
    std::size_t further = 0, over = 0;
    double cost = 0, hours = 0;
    std::map<std::uint32_t, std::size_t> attended;  // of those who lack a level, how much of what is over
    for (const std::uint32_t d : all) {
      const planned_teaching& need = teaching[d];
      if (need.state == teaching_state::over)
        return "It depends on " + label(need.event) + ", which was planned for days that are over.";
      if (need.state == teaching_state::undecided)
        return "It depends on " + label(need.event) + ", which is only " +
               std::string{to_string(view_.net().held(need.event).status)} + ": it is neither held nor planned.";
      if (cover.options[d].barred) return "It depends on " + label(need.event) + ", which can't be chosen.";
      if (!cover.options[d].given) {
        if (cover.options[d].places == 0) return "It depends on " + label(need.event) + ", which has no seats.";
        ++further, cost += need.cost.value_or(0), hours += need.hours.value_or(0);
        continue;
      }
      if (cover.options[d].takers.empty())
        return "It depends on " + label(need.event) + ", which nobody who lacks a level is known to have attended.";
      ++over;
      for (const std::uint32_t t : cover.options[d].takers) ++attended[t];
    }
    if (over > 1 && std::ranges::none_of(attended, [&](const auto& one) { return one.second == over; }))
      return "Nobody who lacks a level is known to have attended all that it depends on.";
    const std::string more = ", more than the limit of ";
    if (asked_.money && cost > *asked_.money * (1 + 1e-12))
      return "With what it depends on it costs " + money(cost) + more + money(*asked_.money) + ".";
    if (asked_.hours && hours > *asked_.hours * (1 + 1e-12))
      return "With what it depends on it takes " + short_number(hours, 12) + " hours" + more +
             short_number(*asked_.hours, 12) + ".";
    if (further > 1 && further > asked_.events)
      return "With what it depends on it is " + std::to_string(further) + " events" + more +
             std::to_string(asked_.events) + ".";
    if (further > 1 && asked_.seats && further > *asked_.seats)
      return "Who attends it attends what it depends on too, which takes " + std::to_string(further) + " seats" + more +
             std::to_string(*asked_.seats) + ".";
    return {};
  }
  [[nodiscard]] std::string names(const std::vector<vertex_ref>& all) const {
    std::vector<std::string> words;
    for (const vertex_ref v : all) words.push_back(label(v));
    return join_names(words, " and ", 3);
  }

  const network_view& view_;
  const plan_question& asked_;
  std::map<vertex_ref, std::uint32_t> topics_{}, taker_{};
};

}  // namespace detail
}  // namespace capnet
