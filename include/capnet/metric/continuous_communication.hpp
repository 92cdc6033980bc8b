#pragma once
/// Continuous communication: whether members are in contact half-year after half-year (after Kania & Kramer 2011 and
/// Preskill, Parkhurst & Splansky Juster 2014; the operationalization is capnet's own).
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/metric/bootstrap.hpp>
#include <capnet/metric/condition_members.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/model/validity.hpp>

namespace capnet {

namespace detail {

/// The days [first, last] on one of which, or on all of which, there was contact.
struct contact_days {
  std::int32_t first = 0, last = 0;
  bool all = false;
};
/// The contacts of each member up to a day.
struct contact_log {
  std::int32_t day = 0;                              ///< up to and with which
  std::int32_t from = first_of_days;                 ///< not before which
  std::vector<std::optional<std::int32_t>> since{};  ///< [member] its first day of taking part
  std::vector<std::size_t> first{};                  ///< [member] where its contacts begin; one more at the end
  std::vector<contact_days> days{};                  ///< member by member
  std::vector<tie_ref> ties{};
  bool open = false;  ///< of some contact it isn't known which day it was

  [[nodiscard]] std::span<const contact_days> of(std::size_t member) const {
    return std::span{days}.subspan(first[member], first[member + 1] - first[member]);
  }
};

/// What held at any time up to the view's last day: states too that have ended.
[[nodiscard]] inline std::optional<network_view> history_of(const network_view& view) {
  view_options asked = view.options();
  interval window = asked.window.value_or(interval{});
  if (asked.day) window.end = std::min(window.end, *asked.day + std::chrono::days{1});
  if (window.end >= unbounded_future) {
    const auto last = view.net().last_day();
    if (!last) return std::nullopt;
    window.end = *last + std::chrono::days{1};
  }
  asked.day.reset();
  asked.window = window;
  return network_view{view.net(), asked};
}

[[nodiscard]] inline std::optional<contact_log> contacts_of_members(const network_reading& reading) {
  const std::optional<network_view> history = history_of(reading.view());
  if (!history) return std::nullopt;
  const condition_members& members = members_asked(reading);
  const schema& known = reading.schema();
  const snapshot& net = reading.net();
  const bool sure = history->options().sure == certainty::certain;
  contact_log log{.day = held_when::number(history->options().window->end) - 1,
                  .from = held_when::number(history->options().window->begin)};
  const std::size_t n = members.vertices.size();
  log.since.resize(n);
  std::vector<std::pair<vertex_index, contact_days>> contacts;
  const auto begin_of = [&](const held_when& when) { return sure ? when.begin_latest : when.begin_earliest; };
  const auto dated = [](std::int32_t day) { return day > first_of_days; };
  const auto joined = [&](tie_ref, const dated_tie& uv) {
    const auto k = members.numbers.find(uv.source);
    if (!k) return;
    std::int32_t begin = begin_of(uv.when);
    if (!dated(begin)) begin = std::max(begin_of(net.held(uv.target)), begin_of(net.held(uv.source)));
    if (dated(begin)) log.since[*k] = std::max(log.from, std::min(log.since[*k].value_or(last_of_days), begin));
  };
  for_each_running(*history, joined);
  for_each_participation(*history, joined);
  const kind_index events = known.index_of<kind::event>();
  for (const relation_index r : known.relations_with(relation_traits::contact | relation_traits::delivery)) {
    const bool contact = share_one(known.relation(r).traits, relation_traits::contact);
    const bool state = known.relation(r).nature == tie_nature::state;
    history->for_each_tie_as_it_lies(r, [&](tie_ref t, const dated_tie& uv) {
      if (!contact && !known.is_a(uv.target.kind, events)) return;
      const auto u = members.numbers.find(uv.source), v = members.numbers.find(uv.target);
      if (!u && !v) return;
      contact_days days{uv.when.begin_earliest, uv.when.begin_latest, false};
      if (state) {
        const spell held = uv.when.when();
        const interval on = days_of(held, sure ? certainty::certain : certainty::possible);
        days = {held_when::number(on.begin), held_when::number(on.end) - 1, true};
      } else if (!dated(days.last)) {  // its event says when
        const held_when when = net.held(known.is_a(uv.source.kind, events) ? uv.source : uv.target);
        days = {when.begin_earliest, when.begin_latest, false};
      }
      log.open |= !days.all && days.first < days.last;
      log.open |= !days.all && !dated(days.last);
      if (!days.all && !dated(days.last)) days = {first_of_days, log.day, false};
      days.last = std::min(days.last, log.day);
      log.ties.push_back(t);
      if (u) contacts.emplace_back(*u, days);
      if (v && v != u) contacts.emplace_back(*v, days);
    });
  }
  log.first.resize(n + 1);
  for (const auto& [member, days] : contacts) ++log.first[member + 1];
  std::partial_sum(log.first.begin(), log.first.end(), log.first.begin());
  log.days.resize(contacts.size());
  std::vector<std::size_t> next(log.first.begin(), log.first.end() - 1);
  for (const auto& [member, days] : contacts) log.days[next[member]++] = days;
  return log;
}
[[nodiscard]] inline const std::optional<contact_log>& contacts(const network_reading& reading) {
  return reading.once<contact_log>([&] { return contacts_of_members(reading); });
}

/// First days of windows of half a year back from a day, the last window first: each ends before the one before begins.
[[nodiscard]] inline std::vector<std::int32_t> half_years_back(std::int32_t day, std::int32_t first) {
  constexpr std::size_t most = 4'000;  // two thousand years
  const std::chrono::year_month_day after{held_when::day(day + 1)};
  std::vector<std::int32_t> begins;
  do {
    std::chrono::year_month_day begin = after - std::chrono::months{6 * (begins.size() + 1)};
    if (!begin.ok()) begin = begin.year() / begin.month() / std::chrono::last;
    begins.push_back(held_when::number(date{begin}));
  } while (begins.back() > first && begins.size() < most);
  return begins;
}

[[nodiscard]] inline estimate continuous_communication_in(const network_reading& reading) {
  estimate result{.unit = "share",
                  .definition =
                      "half-years of members with a contact / half-years since they began to take part "
                      "(capnet, after Kania & Kramer 2011)"};
  const auto& log = contacts(reading);
  const condition_members& members = members_asked(reading);
  const std::size_t n = members.vertices.size();
  if (!log || n == 0) return result;
  std::int32_t first = log->day + 1;
  std::size_t known = 0;
  std::size_t dated = 0;
  for (std::size_t k = 0; k < n; ++k) {
    if (!log->since[k]) continue;
    first = std::min(first, *log->since[k]), ++dated;
    known += !log->of(k).empty();
  }
  result.coverage = part_of_all(known, n);
  if (dated == 0 || log->ties.empty()) return result;
  const std::vector<std::int32_t> begins = half_years_back(log->day, first);
  // The number of the window that a day lies in, 0 the last.
  const auto window_of = [&](std::int32_t day) {
    const auto at = std::lower_bound(begins.begin(), begins.end(), day, std::greater{});
    return std::min(at - begins.begin(), std::ssize(begins) - 1);
  };
  const bool sure = reading.view().options().sure == certainty::certain;
  std::vector<std::int64_t> asked(n), met(n);
  std::vector<std::pair<std::int64_t, std::int64_t>> windows;  // from the later to the earlier, both included
  for (std::size_t k = 0; k < n; ++k) {
    if (!log->since[k]) continue;
    asked[k] = window_of(*log->since[k]) + 1;
    windows.clear();
    for (const contact_days& days : log->of(k)) {
      if (days.last < *log->since[k]) continue;
      const std::pair<std::int64_t, std::int64_t> some{window_of(days.last),
                                                       window_of(std::max(days.first, *log->since[k]))};
      const bool before =
          !days.all && days.first < *log->since[k] && begins[static_cast<std::size_t>(some.second)] > days.first;
      if (days.all || !sure || (some.first == some.second && !before)) windows.push_back(some);
    }
    std::sort(windows.begin(), windows.end());
    std::int64_t next = 0;
    for (const auto& [from, to] : windows) {
      met[k] += std::max<std::int64_t>(0, to + 1 - std::max(from, next));
      next = std::max(next, to + 1);
    }
  }
  const auto statistic = [&](std::span<const std::uint32_t> times) -> std::optional<double> {
    double all = 0, some = 0;
    for (std::size_t k = 0; k < n; ++k)
      all += times[k] * static_cast<double>(asked[k]), some += times[k] * static_cast<double>(met[k]);
    return all > 0 ? std::optional{some / all} : std::nullopt;
  };
  result.value = statistic(std::vector<std::uint32_t>(n, 1));
  result.numerator = std::accumulate(met.begin(), met.end(), std::int64_t{0});
  result.denominator = std::accumulate(asked.begin(), asked.end(), std::int64_t{0});
  // Days that are open leave more in doubt than who takes part: then the two readings are told.
  if (!log->open) write_bootstrap(reading, members.vertices, statistic, result, 0, 0x74616c6b);
  write_rows(reading, members.vertices, log->ties, result);
  return result;
}

[[nodiscard]] inline estimate longest_silence_in(const network_reading& reading) {
  estimate result{.unit = "day",
                  .definition =
                      "longest time without a contact of a member, since it began to take part (capnet, after "
                      "Kania & Kramer 2011)"};
  const auto& log = contacts(reading);
  const condition_members& members = members_asked(reading);
  if (!log || log->ties.empty()) return result;
  const bool sure = reading.view().options().sure == certainty::certain;
  std::size_t known = 0;
  std::optional<std::pair<std::int32_t, std::size_t>> longest;
  std::vector<std::pair<std::int32_t, std::int32_t>> spells;
  for (std::size_t k = 0; k < members.vertices.size(); ++k) {
    if (!log->since[k]) continue;
    known += !log->of(k).empty();
    spells.clear();
    for (const contact_days& days : log->of(k)) {
      if (!days.all && days.first <= first_of_days) continue;  // some day or other
      const std::int32_t on = sure ? days.last : days.first;
      spells.push_back(days.all ? std::pair{days.first, days.last} : std::pair{on, on});
    }
    std::sort(spells.begin(), spells.end());
    std::int32_t silent = 0, last = *log->since[k];
    for (const auto& [from, to] : spells) silent = std::max(silent, from - last), last = std::max(last, to);
    silent = std::max(silent, log->day - last);
    const auto key = [&](std::size_t member) { return reading.net().key(members.vertices[member]); };
    if (!longest || silent > longest->first || (silent == longest->first && key(k) < key(longest->second)))
      longest = {silent, k};
  }
  result.coverage = part_of_all(known, members.vertices.size());
  if (!longest) return result;
  result.value = longest->first;
  result.numerator = longest->first;
  result.definition += "; of " + reading.net().label_en(members.vertices[longest->second]);
  write_rows(reading, members.vertices, log->ties, result);
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure continuous_communication{
    .info = {.name = "continuous_communication",
             .label = {"Continuous communication", "継続的なコミュニケーション"},
             .meaning = {"share of the half-years since members began to take part in which they had a contact",
                         "参加してからの半年ごとの期間のうち、接点のあった割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "half-years of members with a contact / half-years since they began to take part",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program and dated contacts",
             .rank = 56},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::continuous_communication_in(reading);
    }};
inline constexpr network_measure longest_silence{
    .info = {.name = "longest_silence",
             .label = {"Longest silence", "連絡が途絶えた最長期間"},
             .meaning = {"days that some member went without a contact", "接点のないまま過ぎた最長の日数"},
             .unit = "day",
             .definition = "longest time without a contact of a member, since it began to take part and up to the day",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program and dated contacts",
             .rank = 57},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) { return detail::longest_silence_in(reading); }};
}  // namespace measure

/// Continuous communication: the share of cells (member, half-year) with at least one contact.
///
/// Half-years are counted back from the view's day (the last one of its window; without either the last day of the
/// data), six calendar months each, to the one in which the member began to take part, no further than the window
/// reaches. The first day of taking part is the begin of its earliest tie to a program, else the begin of that program
/// or of the member; a member of whom none is known is left out. A member of whom no contact is known at all has had
/// none; `coverage` is the share of members of whom a first day and some contact are known. Members are those of
/// `common_agenda` on the view's day; their contacts are those of all the time up to then.
///
/// A contact is a tie of the trait `contact` (`attends`, `shares_knowledge_with`, `collaborates_with`), or a delivery
/// at an event. A state counts in each half-year that it surely overlaps, a deed in that of its begin, or of its
/// event's begin where it has none. A deed whose day is open counts surely only if the half-year is not; else `low` and
/// `high` are the readings that count it nowhere and everywhere it could be. Where no day is open they are the
/// bootstrap's over members.
///
/// Range [0, 1]. No dates, or no contact of any member known: `value` is empty. Time O(ties + contacts log).
[[nodiscard]] inline estimate continuous_communication(const network_view& view) {
  return measure::continuous_communication(view);
}
/// The longest time, in days, that a member went without a contact, from the day on which it began to take part,
/// between contacts, and up to the view's day. Contacts of an open day are taken on its last one, in the possible
/// reading on its first. No dates, or no contact of any member known: `value` is empty. Time O(ties + contacts log).
[[nodiscard]] inline estimate longest_silence(const network_view& view) { return measure::longest_silence(view); }

}  // namespace capnet
