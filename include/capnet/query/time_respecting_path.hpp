#pragma once
/// Who can have heard by when: ways whose ties come one after the other in time.
#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/query/shortest_path.hpp>

namespace capnet {

struct time_respecting_options {
  date from = unbounded_past;     ///< nothing starts before
  date until = unbounded_future;  ///< nothing arrives on or after it
  std::chrono::days delay{0};     ///< that a tie takes; not negative
};

/// When a vertex can be reached first, and by which tie.
struct arrival {
  vertex_ref vertex{};
  date day{};
  std::uint32_t ties = 0;                   ///< of the path that is told
  std::optional<detail::path_parent> by{};  ///< the last tie of it; nothing for the start
};

/// Earliest arrivals from a vertex over time-respecting paths (Kempe, Kleinberg & Kumar 2002; Wu et al. 2014).
///
/// A tie can be entered on any day that it holds, from the day one has arrived at its end, and takes `delay` days for
/// which it must hold on; with a delay of 0 several ties can be taken on one day. One waits where one is, as long as
/// that vertex exists. A tie holds from its begin until before its end, of partial dates what the view's certainty
/// says; the view's day, window and statuses say which ties count at all, and a window also bounds the days of
/// entering. An absent begin: always, so that the start's day is `from`, which may be `unbounded_past`.
///
/// By day, then number of ties, then kind and id; the start is the first. Of several paths that arrive first one is
/// told, the same whatever the order in which ties were recorded between other vertices. Nothing if the start does not
/// count or does not exist in time. Throws input_error for a delay below 0.   Time O(m log m) over what is reached,
/// space O(n).
[[nodiscard]] inline std::vector<arrival> earliest_arrivals(const network_view& view, vertex_ref start,
                                                            const tie_ways& ways,
                                                            const time_respecting_options& options = {}) {
  detail::expect(options.delay.count() >= 0, "a tie takes ", options.delay.count(), " days; expected 0 or more");
  std::vector<arrival> settled;
  if (!view.contains(start)) return settled;
  const interval own = detail::days_of(view, start);
  date first = std::max(options.from, own.begin);
  if (view.options().window) first = std::max(first, view.options().window->begin);
  if (first >= own.end || first >= options.until) return settled;
  struct found {
    arrival best{};
    bool settled = false;
  };
  std::unordered_map<vertex_ref, found> seen{{start, {{start, first}}}};
  using entry = std::tuple<date, std::uint32_t, vertex_ref>;
  std::priority_queue<entry, std::vector<entry>, std::greater<>> open;
  open.push({first, 0, start});
  while (!open.empty()) {
    const vertex_ref u = std::get<2>(open.top());
    open.pop();
    found& here = seen.at(u);
    if (std::exchange(here.settled, true)) continue;
    settled.push_back(here.best);
    const arrival at_u = here.best;
    const date leaves = detail::days_of(view, u).end;  // one can wait until before it
    for_each_neighbor(view, ways, u, [&](const tie_end& uv, bool forward) {
      const interval tie = detail::days_of(view, uv.tie);
      const interval there = detail::days_of(view, uv.vertex);
      const date entered =
          std::max({at_u.day, tie.begin, there.begin == unbounded_past ? there.begin : there.begin - options.delay});
      const date arrived = entered <= unbounded_past ? entered : entered + options.delay;
      const bool holds = entered < leaves && entered < tie.end && arrived <= tie.end && arrived < there.end &&
                         arrived < options.until && (!view.options().window || entered < view.options().window->end);
      if (!holds) return;
      const arrival through{uv.vertex, arrived, at_u.ties + 1, detail::path_parent{u, uv.tie, forward}};
      const auto [at, fresh] = seen.try_emplace(uv.vertex, found{through});
      found& best = at->second;
      const auto order = [](const arrival& a) { return std::tie(a.day, a.ties); };
      if (fresh || (!best.settled && order(through) < order(best.best))) {
        best.best = through;
        open.push({arrived, through.ties, uv.vertex});
      } else if (!best.settled && order(through) == order(best.best) && *through.by < *best.best.by) {
        best.best = through;
      }
    });
  }
  return settled;
}

/// A time-respecting path: the day of arrival at the end of each tie beside it.
struct dated_path {
  tie_path path{};
  date departure{};              ///< the day at the start
  std::vector<date> arrivals{};  ///< [leg]
};

/// The path by which `to` is reached first (see `earliest_arrivals`), or nothing if it can't be.
[[nodiscard]] inline std::optional<dated_path> time_respecting_path(const network_view& view, vertex_ref from,
                                                                    vertex_ref to, const tie_ways& ways,
                                                                    const time_respecting_options& options = {}) {
  const std::vector<arrival> arrivals = earliest_arrivals(view, from, ways, options);
  std::unordered_map<vertex_ref, const arrival*> by_vertex;
  for (const arrival& a : arrivals) by_vertex.emplace(a.vertex, &a);
  if (!by_vertex.contains(to)) return std::nullopt;
  dated_path found{detail::path_by_parents(
                       from, to, [&](vertex_ref v) -> const detail::path_parent& { return *by_vertex.at(v)->by; }),
                   arrivals.front().day,
                   {}};
  for (const tie_path::leg& leg : found.path.legs) found.arrivals.push_back(by_vertex.at(leg.to)->day);
  return found;
}

}  // namespace capnet
