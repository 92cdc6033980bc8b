#pragma once
/// Which events and courses could be held, what they teach, and what they take.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/proficiency_scale.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

enum class teaching_state : std::uint8_t {
  to_come,     ///< it can be held
  took_place,  ///< it can't be held again
  over,        ///< planned, for days that are over: nobody is known to have attended it
  undecided    ///< neither held nor planned, such as what is only intended
};

/// An event or course that is planned, or that one depends on.
struct planned_teaching {
  vertex_ref event{};
  std::vector<std::pair<vertex_ref, double>> levels{};  ///< what it teaches up to which level, by skill
  std::vector<vertex_ref> unknown_levels{};             ///< skills that it teaches up to a level nobody states
  std::optional<std::int64_t> seats{};                  ///< empty, here and below: unknown
  std::optional<double> cost{}, hours{};
  std::vector<vertex_ref> needs{};  ///< the events that it depends on
  teaching_state state = teaching_state::to_come;
  std::vector<vertex_ref> attended{};  ///< of one that took place, the persons who did, ascending
};

/// What is planned, by key; and, after it, by key, what that depends on: whether it can be held or not.
///
/// An event is planned if its own status is, or that of a `teaches` tie. A course also is if it is on the view's day.
/// What is taught counts with the planned ties, whatever their days, and a course's with those of the view; the weight
/// is the level up to which, several ties to one skill count with the highest. `depends_on` counts held or planned,
/// whatever the status of what it leads to.
///
/// An event took place if by the view's day anyone had delivered, attended or taught it, or if it is held itself and
/// had begun; also if it is held, nothing says when, and it is planned nowhere. One that is planned itself is over once
/// it has surely ended by the day, or had surely begun before it and no end is said. A course goes on until it ends.
/// Without a day or window nothing planned is over.
///
/// Throws: input_error with all levels below 0, infinite or outside their skill's scale, and all seats, costs and hours
/// that are negative, with file and line. Time O(events + their ties
/// log), space likewise.
[[nodiscard]] inline std::vector<planned_teaching> read_planned_teaching(const network_view& view);

namespace detail {

class teaching_reader {
 public:
  explicit teaching_reader(const network_view& view)
      : view_{view},
        plans_{view.net(), both(view)},
        every_{view.net(), {.sure = view.options().sure, .statuses = 0b11111}},
        past_{view.net(), until(view)} {}

  [[nodiscard]] std::vector<planned_teaching> read() {
    const capnet::schema& known = view_.schema();
    const kind_index courses = known.index_of<kind::course>();
    std::vector<planned_teaching> all;
    for (const kind_index root : {known.index_of<kind::event>(), courses}) {
      for (const kind_index k : known.subkinds(root)) {
        for (const vertex_ref v : view_.net().vertices(k)) {
          if (plans_.contains(v)) consider(v, root == courses, all);
        }
      }
    }
    const auto by_key = [&](const planned_teaching& a, const planned_teaching& b) {
      return view_.net().key(a.event) < view_.net().key(b.event);
    };
    std::ranges::sort(all, by_key);
    add_needed(all, by_key);
    if (!problems_.empty()) throw input_error{std::move(problems_)};
    return all;
  }

 private:
  static view_options both(const network_view& view) {
    view_options options{.sure = view.options().sure};
    options.statuses.set(static_cast<std::size_t>(status::planned));
    return options;
  }
  static view_options until(const network_view& view) {
    view_options options = view.options();
    if (options.day || options.window) options.window = interval{unbounded_past, view.day() + std::chrono::days{1}};
    options.day.reset();
    return options;
  }
  void consider(vertex_ref v, bool course, std::vector<planned_teaching>& all) {
    const relation_index teaches = view_.schema().index_of<rel::teaches>();
    const bool itself = view_.net().held(v).status == status::planned;
    bool planned = itself || (course && view_.contains(v));
    std::vector<std::pair<vertex_ref, tie_ref>> ties;
    plans_.for_each_out(teaches, v, [&](const tie_end& end) {
      const dated_tie& uv = view_.net().layer(teaches).tie(end.tie.row);
      const bool plan = uv.when.status == status::planned;
      planned = planned || plan;
      if (plan || itself || (course && view_.contains(end.tie))) ties.emplace_back(end.vertex, end.tie);
    });
    if (!planned || ties.empty()) return;
    planned_teaching one = described(v);
    if (!course) add_history(one, false);
    add_end(one);
    std::ranges::sort(ties);
    for (const auto& [skill, t] : ties) {
      const std::optional<double> level = level_of(t, skill);
      if (!level) {
        if (one.unknown_levels.empty() || one.unknown_levels.back() != skill) one.unknown_levels.push_back(skill);
      } else if (!one.levels.empty() && one.levels.back().first == skill) {
        one.levels.back().second = std::max(one.levels.back().second, *level);
      } else {
        one.levels.emplace_back(skill, *level);
      }
    }
    all.push_back(std::move(one));
  }
  [[nodiscard]] planned_teaching described(vertex_ref v) {
    planned_teaching one{.event = v};
    one.seats = view_.value<attr::seats>(v);
    one.cost = view_.value<attr::cost>(v);
    one.hours = view_.value<attr::hours>(v);
    const auto check = [&](const char* what, bool fits, double value) {
      if (fits) return;
      fault(view_.net().properties(v).where, std::string{what} + " of " + quote(view_.net().key(v)) + ": " +
                                                 short_number(value, 12) +
                                                 "; expected 0 or more, or an empty cell if unknown");
    };
    check("seats", one.seats.value_or(0) >= 0, static_cast<double>(one.seats.value_or(0)));
    check("cost", one.cost.value_or(0) >= 0 && std::isfinite(one.cost.value_or(0)), one.cost.value_or(0));
    check("hours", one.hours.value_or(0) >= 0 && std::isfinite(one.hours.value_or(0)), one.hours.value_or(0));
    const relation_index depends = view_.schema().index_of<rel::depends_on>();
    if (view_.net().layer(depends).sources().admits(v.kind))
      every_.for_each_out(depends, v, [&](const tie_end& end) {
        const status how = view_.net().layer(depends).tie(end.tie.row).when.status;
        if (how == status::held || how == status::planned) one.needs.push_back(end.vertex);
      });
    std::ranges::sort(one.needs);
    one.needs.erase(std::unique(one.needs.begin(), one.needs.end()), one.needs.end());
    return one;
  }
  /// Adds what is needed at any remove and can't be planned itself.
  template <class ByKey>
  void add_needed(std::vector<planned_teaching>& all, const ByKey& by_key) {
    std::vector<vertex_ref> seen;
    for (const planned_teaching& one : all) seen.push_back(one.event);
    std::ranges::sort(seen);
    std::vector<vertex_ref> next;
    const auto follow = [&](const planned_teaching& one) {
      if (one.state == teaching_state::to_come) next.insert(next.end(), one.needs.begin(), one.needs.end());
    };
    for (const planned_teaching& one : all) follow(one);
    const auto own = static_cast<std::ptrdiff_t>(all.size());
    while (!next.empty()) {
      const vertex_ref v = next.back();
      next.pop_back();
      const auto at = std::ranges::lower_bound(seen, v);
      if (at != seen.end() && *at == v) continue;
      seen.insert(at, v);
      planned_teaching one = described(v);
      if (plans_.contains(v)) {
        add_history(one, true);
        add_end(one);
      } else {
        one.state = teaching_state::undecided;
      }
      follow(one);
      all.push_back(std::move(one));
    }
    std::sort(all.begin() + own, all.end(), by_key);
  }
  /// Whether it took place, and who attended. `unplanned`: it is planned nowhere, so that a held event of no known day
  /// isn't to come.
  void add_history(planned_teaching& one, bool unplanned) const {
    const capnet::schema& known = view_.schema();
    const held_when own = view_.net().held(one.event);
    const std::int32_t today = held_when::number(view_.day());
    const auto take = [&] { one.state = teaching_state::took_place; };
    const bool of_one_day = is_event(one.event), no_begin = own.begin_latest <= first_of_days;
    if (own.status == status::held &&
        (has_ended(own) || (of_one_day && (no_begin ? unplanned : own.begin_latest <= today))))
      take();
    for (const relation_index r : {known.index_of<rel::delivers>(), known.index_of<rel::attends>()}) {
      if (!view_.net().layer(r).targets().admits(one.event.kind)) continue;
      past_.for_each_in(r, one.event, [&](const tie_end& end) {
        take();
        if (r == known.index_of<rel::attends>() && known.is_a(end.vertex.kind, known.index_of<kind::person>()))
          one.attended.push_back(end.vertex);
      });
    }
    if (of_one_day) past_.for_each_out(known.index_of<rel::teaches>(), one.event, [&](const tie_end&) { take(); });
    std::ranges::sort(one.attended);
    one.attended.erase(std::unique(one.attended.begin(), one.attended.end()), one.attended.end());
  }
  [[nodiscard]] bool is_event(vertex_ref v) const {
    return view_.schema().is_a(v.kind, view_.schema().index_of<kind::event>());
  }
  [[nodiscard]] bool has_ended(const held_when& own) const {
    return own.end_latest < last_of_days && own.end_latest <= held_when::number(view_.day());
  }
  /// Whether the days that it was planned for are over.
  void add_end(planned_teaching& one) const {
    const held_when own = view_.net().held(one.event);
    if (one.state != teaching_state::to_come || own.status != status::planned) return;
    if (!view_.options().day && !view_.options().window) return;
    const bool of_one_day = is_event(one.event) && own.end_earliest >= last_of_days && own.begin_latest > first_of_days;
    if (has_ended(own) || (of_one_day && own.begin_latest < held_when::number(view_.day())))
      one.state = teaching_state::over;
  }
  [[nodiscard]] std::optional<double> level_of(tie_ref t, vertex_ref skill) {
    const std::optional<double> level = view_.net().tie(t).properties.weight;
    if (!level) return level;
    const auto text = view_.value(skill, "scale");
    const auto scale = text ? parse_scale(text->text()) : std::nullopt;
    const bool fits = *level >= 0 && std::isfinite(*level) &&
                      (!scale || *level == 0 || (scale->lowest <= *level && *level <= scale->highest));
    if (fits) return level;
    fault(view_.net().tie(t).properties.where,
          "level " + short_number(*level, 12) + " of " + quote(view_.net().key(skill)) + "; expected " +
              (scale ? short_number(scale->lowest, 12) + " to " + short_number(scale->highest, 12) : "0 or more") +
              ", or an empty cell if unknown");
    return std::nullopt;
  }
  void fault(const origin& where, std::string message) {
    problems_.add(view_.net().problem_at(where, std::move(message)));
  }

  network_view view_, plans_, every_, past_;  ///< every_: whatever its status; past_: all that is held up to the day
  problem_list problems_{};
};

}  // namespace detail

[[nodiscard]] inline std::vector<planned_teaching> read_planned_teaching(const network_view& view) {
  return detail::teaching_reader{view}.read();
}

}  // namespace capnet
