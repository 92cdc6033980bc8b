#include "report/changed.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/metric/days_counted.hpp>
#include <capnet/metric/registry.hpp>

#include "io/json_values.hpp"
#include "report/day_stops.hpp"
#include "report/json_parts.hpp"
#include "report/measure_series.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;
using refs = std::vector<vertex_ref>;

std::optional<date> earlier_day(const std::optional<interval>& range, date now, std::span<const date> days) {
  std::chrono::year_month_day before{std::chrono::year_month_day{now} - std::chrono::years{1}};
  if (!before.ok()) before = before.year() / before.month() / std::chrono::last;
  if (range && range->begin <= date{before}) return date{before};
  return days.size() > 1 ? std::optional{days[days.size() - 2]} : std::nullopt;
}

refs without(const refs& a, const refs& b) {
  refs left;
  std::ranges::set_difference(a, b, std::back_inserter(left));
  return left;
}

/// Who is in `sure` but not in `not_possible`, and who may be: [surely, at most], and the first of them by name.
object came(const snapshot& net, const picture& drawn, const refs& sure, const refs& possible, const refs& other_sure,
            const refs& other_possible) {
  constexpr std::size_t most_named = 20;
  const refs certain = without(sure, other_possible), at_most = without(possible, other_sure);
  array named;
  for (const bool surely : {true, false}) {
    for (const vertex_ref v : surely ? certain : without(at_most, certain)) {
      if (named.size() == most_named) break;
      object one{{"who", drawn_or_named(net, drawn, v)}};
      if (!surely) one["possible"] = true;
      named.push_back(std::move(one));
    }
  }
  return {{"count", array{certain.size(), at_most.size()}}, {"named", std::move(named)}};
}

using bounds_of_ties = std::array<std::int64_t, 2>;  ///< surely, at most
struct tie_changes {
  bounds_of_ties begun{}, ended{}, between{};
  void add(bounds_of_ties& to, bool surely, bool at_most) { to[0] += surely, to[1] += at_most; }
};

array ties_changed(const snapshot& net, date then, date now) {
  const network_view sure_between{net, {.window = interval{then + std::chrono::days{1}, now}}},
      possible_between = sure_between.with(certainty::possible);
  std::vector<std::pair<std::string, tie_changes>> rows;
  for (const layer& ties : net.layers()) {
    tie_changes found;
    const relation_index r = ties.relation();
    const std::int32_t day_then = held_when::number(then), day_now = held_when::number(now);
    net.for_each_tie_as_it_lies(r, [&](std::uint32_t, const dated_tie& uv) {
      const span_of_days sure = days_of_tie(net, r, uv, certainty::certain),
                         possible = days_of_tie(net, r, uv, certainty::possible);
      const bool c0 = sure.on(day_then), p0 = possible.on(day_then), c1 = sure.on(day_now), p1 = possible.on(day_now);
      found.add(found.begun, c1 && !p0, p1 && !c0);
      found.add(found.ended, c0 && !p1, p0 && !c1);
      if (c0 || c1) return;
      found.add(found.between, !p0 && !p1 && sure_between.keeps(r, uv), possible_between.keeps(r, uv));
    });
    if (found.begun[1] + found.ended[1] + found.between[1] > 0) rows.emplace_back(net.schema().relation(r).name, found);
  }
  std::ranges::sort(rows, {}, [](const auto& row) {
    return std::tuple{-row.second.begun[1] - row.second.ended[1] - row.second.between[1], std::string_view{row.first}};
  });
  constexpr std::size_t most_relations = 40;
  if (rows.size() > most_relations) rows.resize(most_relations);
  array all;
  for (const auto& [name, found] : rows) {
    all.push_back({{"relation", clipped(name, 120)},
                   {"begun", array(found.begun.begin(), found.begun.end())},
                   {"ended", array(found.ended.begin(), found.ended.end())},
                   {"between", array(found.between.begin(), found.between.end())}});
  }
  return all;
}

/// What lies between two values, each with what stands around it.
object difference_json(const estimate& then, const estimate& now) {
  auto triple = [](const std::optional<double>& value, const std::optional<double>& low,
                   const std::optional<double>& high) {
    const bool open = low && high && *low < *high;
    return array{to_json(value), open ? to_json(low) : nullptr, open ? to_json(high) : nullptr};
  };
  object one{{"then", triple(then.value, then.low, then.high)}};
  if (then.low && then.high && *then.low < *then.high) one["interval_then"] = interval_word(then);
  if (!then.value || !now.value) return one;
  const auto low_then = then.low ? then.low : then.value, high_then = then.high ? then.high : then.value,
             low_now = now.low ? now.low : now.value, high_now = now.high ? now.high : now.value;
  one["difference"] = triple(*now.value - *then.value, *low_now - *high_then, *high_now - *low_then);
  // Proven only where both are: an exact value is.
  const auto proven = [](const estimate& e) { return !e.low || *e.low == *e.high || interval_word(e) == "bounds"; };
  one["proven"] = proven(then) && proven(now);
  return one;
}

array measures_changed(const measure_context& earlier, std::span<const named_estimate> measures) {
  std::vector<std::size_t> places;
  std::vector<asked_measure> asked;
  for (std::size_t place = 0; place < measures.size(); ++place) {
    const auto row =
        std::ranges::find(measure_rows(), measures[place].name, [](const measure_row& r) { return r.info->name; });
    if (row == measure_rows().end() || row->family()) continue;  // reported series say their days themselves
    places.push_back(place);
    asked.push_back({.name = measures[place].name, .row = &*row});
  }
  array all;
  std::vector<estimate> before(asked.size());
  parallel_tasks(asked.size(), 0, [&](std::size_t k) { before[k] = asked[k](earlier); });
  for (std::size_t k = 0; k < asked.size(); ++k) {
    const estimate& now = measures[places[k]].value;
    if (!before[k].value && !now.value) continue;
    object one = difference_json(before[k], now);
    one["measure"] = places[k];
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

void add_changed(object& payload, const measure_context& context, const std::optional<interval>& range,
                 std::span<const named_estimate> measures, std::span<const date> days, const picture& drawn) {
  const network_reading& sure = context.certain();
  const snapshot& net = sure.net();
  if (!sure.view().options().day) return;
  const date now = *sure.view().options().day;
  const auto then = earlier_day(range, now, days);
  if (!then) return;
  const measure_context before{as_of(net, *then), {.rows = rows_kept::none, .chance = false}};
  const refs &sure_then = before.certain().members(), &possible_then = before.possible().members(),
             &sure_now = sure.members(), &possible_now = context.possible().members();
  payload["changed"] = {
      {"since", capnet::to_string(*then)},
      {"joined", came(net, drawn, sure_now, possible_now, sure_then, possible_then)},
      {"left", came(net, drawn, sure_then, possible_then, sure_now, possible_now)},
      {"ties", ties_changed(net, *then, now)},
      {"measures", measures_changed(before, measures)},
  };
}

}  // namespace capnet::detail
