#pragma once
/// Who takes part in an event, what they have in common, and who of them has met.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Those who take part in an event, each by name. Persons and organizations are never added: where persons are named,
/// they take part, else the organizations.
struct event_members {
  vertex_ref event{};
  std::vector<vertex_ref> members{};  ///< by key
  std::vector<vertex_ref>
      left_out{};  ///< by key: cohorts, whose members nobody names, and organizations beside persons
};

/// Who takes part in an event: its `attends` ties, held on the view's day or planned for any. Time O(ties log).
[[nodiscard]] inline event_members members_of_event(const network_view& view, vertex_ref event) {
  event_members found{.event = event};
  view_options both{.sure = view.options().sure};
  both.statuses.set(static_cast<std::size_t>(status::planned));
  const network_view plans{view.net(), both};
  const schema& known = view.schema();
  const relation_index attends = known.index_of<rel::attends>();
  std::vector<vertex_ref> persons, organizations;
  plans.for_each_in(attends, event, [&](const tie_end& end) {
    const bool planned = view.net().layer(attends).tie(end.tie.row).when.status == status::planned;
    if (!planned && !view.contains(end.tie)) return;
    if (known.is_a(end.vertex.kind, known.index_of<kind::person>()))
      persons.push_back(end.vertex);
    else if (known.is_a(end.vertex.kind, known.index_of<kind::organization>()))
      organizations.push_back(end.vertex);
    else
      found.left_out.push_back(end.vertex);
  });
  found.members = persons.empty() ? organizations : persons;
  if (!persons.empty()) found.left_out.insert(found.left_out.end(), organizations.begin(), organizations.end());
  for (auto* const list : {&found.members, &found.left_out}) {
    std::ranges::sort(*list, [&](vertex_ref a, vertex_ref b) { return view.net().key(a) < view.net().key(b); });
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return found;
}

/// The event with the most members, of equals the first by key; of the day's or planned ones. Nothing: no event has one
/// who is named. Time O(events + ties log).
[[nodiscard]] inline std::optional<event_members> largest_event(const network_view& view) {
  std::optional<event_members> largest;
  for (const kind_index k : view.schema().subkinds(view.schema().index_of<kind::event>())) {
    for (const vertex_ref v : view.net().vertices(k)) {
      event_members one = members_of_event(view, v);
      if (one.members.empty()) continue;
      const bool more =
          !largest || one.members.size() > largest->members.size() ||
          (one.members.size() == largest->members.size() && view.net().key(v) < view.net().key(largest->event));
      if (more) largest = std::move(one);
    }
  }
  return largest;
}

namespace detail {

/// Those whom a member speaks for too: of a person, the organizations that employ it or that it is a member of.
[[nodiscard]] inline std::vector<vertex_ref> member_and_employers(const network_view& view, vertex_ref v) {
  std::vector<vertex_ref> all{v};
  const schema& known = view.schema();
  if (!known.is_a(v.kind, known.index_of<kind::person>())) return all;
  view.for_each_in(known.index_of<rel::employs>(), v, [&](const tie_end& end) { all.push_back(end.vertex); });
  view.for_each_out(known.index_of<rel::member_of>(), v, [&](const tie_end& end) {
    if (known.is_a(end.vertex.kind, known.index_of<kind::organization>())) all.push_back(end.vertex);
  });
  return all;
}
/// Ascending, each once.
template <class T>
void make_set(std::vector<T>& all) {
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
}
template <class T>
[[nodiscard]] std::vector<T> common(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<T> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both;
}

}  // namespace detail

/// [member] the needs that it has, ascending: its `has_need` ties and those of the organizations that a person is
/// employed by or a member of.
[[nodiscard]] inline std::vector<std::vector<vertex_ref>> needs_of_members(const network_view& view,
                                                                           const std::vector<vertex_ref>& members) {
  const relation_index has_need = view.schema().index_of<rel::has_need>();
  std::vector<std::vector<vertex_ref>> needs;
  for (const vertex_ref v : members) {
    std::vector<vertex_ref>& mine = needs.emplace_back();
    for (const vertex_ref of : detail::member_and_employers(view, v)) {
      if (view.net().layer(has_need).sources().admits(of.kind))
        view.for_each_out(has_need, of, [&](const tie_end& end) { mine.push_back(end.vertex); });
    }
    detail::make_set(mine);
  }
  return needs;
}

/// Where a member is: by attribute `region` and `located_in` ties, its own, else those of a person's organizations; and
/// the regions that these lie in.
struct member_regions {
  std::vector<std::string> own{}, around{};  ///< ascending; `around` has the own ones too
};
[[nodiscard]] inline std::vector<member_regions> regions_of_members(const network_view& view,
                                                                    const std::vector<vertex_ref>& members) {
  const relation_index located = view.schema().index_of<rel::located_in>();
  const endpoint_domain& can = view.net().layer(located).sources();
  std::vector<member_regions> all;
  for (const vertex_ref v : members) {
    member_regions& one = all.emplace_back();
    for (const vertex_ref of : detail::member_and_employers(view, v)) {
      if (const std::string& name = view.region(of); !name.empty()) one.own.push_back(name), one.around.push_back(name);
      if (can.admits(of.kind)) {
        view.for_each_out(located, of, [&](const tie_end& end) {
          one.own.push_back(view.net().label_en(end.vertex));
          one.around.push_back(one.own.back());
          if (!can.admits(end.vertex.kind)) return;
          view.for_each_out(located, end.vertex,
                            [&](const tie_end& up) { one.around.push_back(view.net().label_en(up.vertex)); });
        });
      }
      if (!one.own.empty()) break;
    }
    detail::make_set(one.own), detail::make_set(one.around);
  }
  return all;
}

/// [member] its known levels by skill, as shares of the skill's scale; without a scale, of the span between the lowest
/// and the highest level known of the members. An organization holds what it or the best of its people holds.
[[nodiscard]] inline std::vector<std::map<std::size_t, double>> strengths_of_members(
    const network_view& view, const std::vector<vertex_ref>& members) {
  const skill_levels levels = read_skill_levels(view);
  std::vector<std::map<std::size_t, double>> all(members.size());
  const auto hear = [&](std::map<std::size_t, double>& mine, std::size_t row) {
    for (std::size_t cell = levels.held.first(row); cell < levels.held.last(row); ++cell) {
      if (const auto level = levels.held.known(cell)) {
        const auto column = static_cast<std::size_t>(levels.held.columns[cell]);
        const auto [at, added] = mine.try_emplace(column, *level);
        if (!added) at->second = std::max(at->second, *level);
      }
    }
  };
  std::map<std::size_t, std::pair<double, double>> spans;
  for (std::size_t m = 0; m < members.size(); ++m) {
    if (const auto row = levels.held.row_of(members[m])) hear(all[m], *row);
    for (const std::uint32_t row : levels.staff.of(members[m])) hear(all[m], row);
    for (const auto& [skill, level] : all[m]) {
      auto& span = spans.try_emplace(skill, level, level).first->second;
      span = {std::min(span.first, level), std::max(span.second, level)};
    }
  }
  for (auto& mine : all) {
    for (auto& [skill, level] : mine) {
      const auto& scale = levels.scales[skill];
      const double low = scale ? scale->lowest : spans[skill].first,
                   high = scale ? scale->highest : spans[skill].second;
      level = high > low ? (std::max(level, low) - low) / (high - low) : 0;
    }
  }
  return all;
}

/// The mean difference of two members' shares of the scales, over the skills known of both, in [0, 1]; nothing: no such
/// skill. It treats the steps of a scale as alike, and so does whoever asks for it.
[[nodiscard]] inline std::optional<double> difference_of_strength(const std::map<std::size_t, double>& a,
                                                                  const std::map<std::size_t, double>& b) {
  double sum = 0;
  std::size_t known = 0;
  for (const auto& [skill, level] : a) {
    const auto at = b.find(skill);
    if (at != b.end()) sum += std::abs(level - at->second), ++known;
  }
  return known > 0 ? std::optional{sum / static_cast<double>(known)} : std::nullopt;
}

/// [u * members + v] 1 where two members have met: they attended one event on the view's day or before, other than
/// `but_for`, one organization employs both, or a tie of the trait `contact` joins them. Time O(members^2 (events +
/// organizations)) at most.
[[nodiscard]] inline std::vector<char> who_has_met(const network_view& view, const std::vector<vertex_ref>& members,
                                                   vertex_ref but_for) {
  const std::size_t n = members.size();
  std::vector<char> met(n * n, 0);
  std::map<vertex_ref, std::uint32_t> number;
  for (std::uint32_t m = 0; m < n; ++m) number[members[m]] = m;
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    if (a != b) met[a * n + b] = met[b * n + a] = 1;
  };
  std::map<vertex_ref, std::vector<std::uint32_t>> at_event;
  const kind_index events = view.schema().index_of<kind::event>();
  view.for_each_tie_with(relation_traits::contact, [&](tie_ref, const dated_tie& uv) {
    const auto source = number.find(uv.source);
    if (source == number.end()) return;
    if (view.schema().is_a(uv.target.kind, events)) {
      if (uv.target != but_for) at_event[uv.target].push_back(source->second);
    } else if (const auto target = number.find(uv.target); target != number.end()) {
      join(source->second, target->second);
    }
  });
  // Colleagues stand together as those at an event do.
  const relation_index employs = view.schema().index_of<rel::employs>();
  for (std::uint32_t m = 0; m < n; ++m) {
    if (!view.net().layer(employs).targets().admits(members[m].kind)) continue;
    view.for_each_in(employs, members[m], [&](const tie_end& end) { at_event[end.vertex].push_back(m); });
  }
  for (const auto& [event, who] : at_event) {
    for (const std::uint32_t a : who) {
      for (const std::uint32_t b : who) join(a, b);
    }
  }
  return met;
}

}  // namespace capnet
