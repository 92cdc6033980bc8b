#pragma once
/// Who can have heard by when, and how: ways whose ties come one after the other in time.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/query/shortest_path.hpp>

namespace capnet {

/// Which time-respecting path is the best (Wu et al. 2014). In Bui-Xuan, Ferreira & Jarry 2003 the first and the last
/// are the foremost and the fastest journey.
enum class time_rank : std::uint8_t {
  earliest,  ///< arrives first
  latest,    ///< leaves last; of these it arrives first
  fastest    ///< least from departure to arrival; of these it arrives first
};

struct time_respecting_options {
  date from = unbounded_past;     ///< nothing starts before
  date until = unbounded_future;  ///< nothing arrives on or after it
  std::chrono::days delay{0};     ///< that a tie takes; not negative
  time_rank rank = time_rank::earliest;
};

/// When a vertex can be reached first, and by which tie.
struct arrival {
  vertex_ref vertex{};
  date day{};
  std::uint32_t ties = 0;                   ///< of the path that is told
  std::optional<detail::path_parent> by{};  ///< the last tie of it; nothing for the start
};

namespace detail {

/// The days on which a tie can be entered at u so as to arrive at v `delay` days later.
[[nodiscard]] inline interval entry_days(const network_view& view, const time_respecting_options& options, tie_ref t,
                                         vertex_ref u, vertex_ref v) {
  const auto delay = options.delay, rest = std::max(delay - std::chrono::days{1}, std::chrono::days{0});
  const interval tie = days_of(view, t), here = days_of(view, u), there = days_of(view, v),
                 window = view.options().window.value_or(interval{});
  const date appears = there.begin == unbounded_past ? there.begin : there.begin - delay;
  return {std::max({options.from, window.begin, tie.begin, here.begin, appears}),
          std::min({window.end, tie.end - rest, here.end, there.end - delay, options.until - delay})};
}

/// Earliest arrivals, until `to` is reached if it is given.
[[nodiscard]] inline way_tree<date> arrivals_from(const network_view& view, vertex_ref start, const tie_ways& ways,
                                                  const time_respecting_options& options,
                                                  std::optional<vertex_ref> to = {}) {
  expect(options.delay.count() >= 0, "a tie takes ", options.delay.count(), " days; expected 0 or more");
  if (!view.contains(start)) return {};
  const interval own = days_of(view, start);
  const date first = std::max({options.from, own.begin, view.options().window.value_or(interval{}).begin});
  if (first >= own.end || first >= options.until) return {};
  const auto step = [&](date day, vertex_ref u, const tie_end& uv) -> std::optional<date> {
    const interval days = entry_days(view, options, uv.tie, u, uv.vertex);
    const date entered = std::max(day, days.begin);
    if (entered >= days.end) return std::nullopt;
    return entered <= unbounded_past ? entered : entered + options.delay;
  };
  return best_ways(view, ways, start, first, step, to);
}

/// The last day on which one can leave and be at `to` on the day `by`, which is bounded: the same search back in time.
[[nodiscard]] inline std::optional<date> latest_departure(const network_view& view, vertex_ref from, vertex_ref to,
                                                          const tie_ways& ways, const time_respecting_options& options,
                                                          date by) {
  const interval there = days_of(view, to);
  by = std::min(by, there.end - std::chrono::days{1});
  if (by < std::max(there.begin, options.from)) return std::nullopt;
  using before = std::chrono::days;  // `by`
  const auto step = [&](before cost, vertex_ref v, const tie_end& uv) -> std::optional<before> {
    const interval days = entry_days(view, options, uv.tie, uv.vertex, v);
    const date entered = std::min(by - cost - options.delay, days.end - std::chrono::days{1});
    return entered < days.begin ? std::nullopt : std::optional{by - entered};
  };
  const auto tree = best_ways(view, ways.reversed(), to, before{0}, step, from);
  return tree.ways.contains(from) ? std::optional{by - tree.ways.at(from).cost} : std::nullopt;
}

/// The day on which the fastest path leaves that arrives first. Such a path can't be taken any earlier: so one of its
/// ties is entered on the first day that it can be, and from there on it waits nowhere. That leaves few days of
/// arrival.
[[nodiscard]] inline std::optional<date> fastest_departure(const network_view& view, vertex_ref from, vertex_ref to,
                                                           const tie_ways& ways,
                                                           const time_respecting_options& options) {
  const way_tree<date> tree = arrivals_from(view, from, ways, options);
  if (!tree.ways.contains(to)) return std::nullopt;
  std::vector<date> begins;
  for (const vertex_ref u : tree.order) {
    for_each_neighbor(view, ways, u, [&](const tie_end& uv, bool) {
      const interval days = entry_days(view, options, uv.tie, u, uv.vertex);
      if (days.begin < days.end) begins.push_back(days.begin);
    });
  }
  std::ranges::sort(begins);
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  const auto fewest = shortest_path(view, from, to, ways);
  const auto least = options.delay * static_cast<std::int64_t>(fewest ? fewest->legs.size() : 0);  // no path is faster
  std::optional<date> best;
  std::chrono::days duration = std::chrono::days::max();
  for (date by = tree.ways.at(to).cost; by < options.until && duration > least;) {
    const auto leaves = latest_departure(view, from, to, ways, options, by);
    if (leaves && by - *leaves < duration) best = leaves, duration = by - *leaves;
    date next = options.until;
    for (const date begin : begins) {
      if (options.delay.count() == 0 && begin > by) next = std::min(next, begin);
      if (options.delay.count() == 0) continue;
      const auto ties = std::max((by - begin) / options.delay, std::int64_t{0}) + 1;
      if (ties <= std::ssize(tree.order)) next = std::min(next, begin + options.delay * ties);
    }
    by = next;
  }
  return best;
}

}  // namespace detail

/// Earliest arrivals from a vertex over time-respecting paths (Kempe, Kleinberg & Kumar 2002; Holme & Saramäki 2012).
///
/// A tie can be entered on any day that it holds, from the day one has arrived at its end, and takes `delay` days for
/// which it must hold on; with a delay of 0 several ties can be taken on one day. One waits where one is, as long as
/// that vertex exists. A tie holds from its begin until before its end, of partial dates what the view's certainty
/// says; the view's day, window and statuses say which ties count at all, and a window also bounds the days of
/// entering. An absent begin: always, so that the start's day is `from`, which may be `unbounded_past`.
///
/// By day, then number of ties, then kind and id; the start is the first. Of several paths that arrive first one is
/// told that is at each of its vertices as early as can be, the same whatever the order in which ties were recorded
/// between other vertices. Nothing if the start does not count or does not exist in time. Throws input_error for a
/// delay below 0.   Time O(m log m) over what is reached, space O(n).
[[nodiscard]] inline std::vector<arrival> earliest_arrivals(const network_view& view, vertex_ref start,
                                                            const tie_ways& ways,
                                                            const time_respecting_options& options = {}) {
  const auto tree = detail::arrivals_from(view, start, ways, options);
  std::vector<arrival> settled;
  for (const vertex_ref v : tree.order) {
    const auto& [day, ties, by] = tree.ways.at(v);
    settled.push_back({v, day, ties, by});
  }
  return settled;
}

/// A time-respecting path: the day of arrival at the end of each tie beside it.
struct dated_path {
  tie_path path{};
  date departure{};              ///< the day on which the first tie is entered; without ties the day at the start
  std::vector<date> arrivals{};  ///< [leg]
  [[nodiscard]] date arrival() const { return arrivals.empty() ? departure : arrivals.back(); }
};

/// The best time-respecting path by `options.rank`, or nothing if there is none. When ties can be entered, and which
/// of several paths with the same days is told, say `earliest_arrivals`.
///
/// Throws input_error also for `latest` without a last day `until`, and for `fastest` without a first day `from`, as
/// ties that always held let one leave at any time.   Time O(m log m); `fastest` takes as many times that as there are
/// days on which ties begin, times the ties of a path where they take days.
[[nodiscard]] inline std::optional<dated_path> time_respecting_path(const network_view& view, vertex_ref from,
                                                                    vertex_ref to, const tie_ways& ways,
                                                                    time_respecting_options options = {}) {
  detail::expect(options.rank != time_rank::latest || options.until < unbounded_future,
                 "the latest departure is asked for without a last day; expected a day `until`");
  detail::expect(options.rank != time_rank::fastest || options.from > unbounded_past,
                 "the fastest path is asked for without a first day; expected a day `from`");
  if (options.rank != time_rank::earliest) {
    const auto leaves =
        options.rank == time_rank::fastest
            ? detail::fastest_departure(view, from, to, ways, options)
            : detail::latest_departure(view, from, to, ways, options, options.until - std::chrono::days{1});
    if (!leaves) return std::nullopt;
    options.from = *leaves;
  }
  const auto tree = detail::arrivals_from(view, from, ways, options, to);
  if (!tree.ways.contains(to)) return std::nullopt;
  dated_path found{tree.path(to), tree.ways.at(from).cost, {}};
  for (const tie_path::leg& leg : found.path.legs) found.arrivals.push_back(tree.ways.at(leg.to).cost);
  if (!found.arrivals.empty() && found.arrivals[0] > unbounded_past)
    found.departure = found.arrivals[0] - options.delay;
  return found;
}

}  // namespace capnet
