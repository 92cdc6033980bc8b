#pragma once
/// Lessons: events, courses and people that teach skills between two days.
#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/skill/skill_risk.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Who teaches what between the two days.
struct lesson {
  vertex_ref what{};  ///< the source of `teaches`
  std::string key{};
  std::optional<double> cost{};
  std::optional<std::size_t> seats{};
  std::optional<partial_date> day{};
  std::map<std::size_t, std::optional<double>> levels{};  ///< by column of the skill; nothing: of unknown level
};

namespace detail {

/// Lessons of a network that are held or planned from one day to another, by key.
[[nodiscard]] inline std::vector<lesson> lessons_of(const network_view& view, const skill_levels& levels,
                                                    const turnover_question& asked) {
  const snapshot& net = view.net();
  const capnet::schema& known = net.schema();
  view_options any;
  any.statuses.set(static_cast<std::size_t>(status::planned));
  const network_view said{net, any};
  const kind_index events = known.index_of<kind::event>(), people = known.index_of<kind::person>();
  std::map<vertex_ref, lesson> found;
  problem_list problems;
  const auto amount = [&](vertex_ref v, const char* name) -> std::optional<double> {
    const auto value = view.value(v, name);
    if (!value || value->empty()) return std::nullopt;
    const auto number = parse_number(value->text());
    if (number && *number >= 0) return number;
    problems.add({"", 0, 0,
                  std::string{name} + " " + quote(value->text()) + " of " + quote(net.key(v)) +
                      "; expected a number of 0 or more, or an empty cell if unknown"});
    return std::nullopt;
  };
  const auto takes_place = [&](vertex_ref v) {
    const held_when when = net.held(v);
    if (!asked.from || !asked.until || when.undated()) return true;
    const std::int32_t from = held_when::number(*asked.from), until = held_when::number(*asked.until);
    if (known.is_a(v.kind, events) && when.begin_latest > first_of_days && when.begin_earliest <= from) return false;
    return when.begin_latest <= until && when.end_earliest > from;
  };
  said.for_each_tie(known.index_of<rel::teaches>(), [&](tie_ref, const dated_tie& uv) {
    if (!takes_place(uv.source) || !levels.skills.admits(uv.target.kind)) return;
    if (known.is_a(uv.source.kind, people) && !view.contains(uv.source)) return;
    const auto [at, added] = found.try_emplace(uv.source);
    lesson& one = at->second;
    if (added) {
      one.what = uv.source, one.key = net.key(uv.source);
      one.cost = amount(uv.source, "cost");
      if (const auto seats = amount(uv.source, "seats")) one.seats = static_cast<std::size_t>(std::min(*seats, 1e9));
      if (const held_when when = net.held(uv.source); known.is_a(uv.source.kind, events) && !when.undated())
        one.day = when.when().begin;
    }
    auto& level = one.levels[levels.column_of(uv.target)];
    if (uv.weight && (!level || *uv.weight > *level)) level = uv.weight;  // of several ties the highest
  });
  if (!problems.empty()) throw input_error{std::move(problems)};
  std::vector<lesson> all;
  for (auto& [what, one] : found) all.push_back(std::move(one));
  std::ranges::sort(all, {}, &lesson::key);
  return all;
}

}  // namespace detail

}  // namespace capnet
