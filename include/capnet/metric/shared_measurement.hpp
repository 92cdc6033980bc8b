#pragma once
/// Shared measurement: whether members report the same indicators in the same way (after Kania & Kramer 2011 and
/// Preskill, Parkhurst & Splansky Juster 2014; the operationalization is capnet's own).
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/metric/bootstrap.hpp>
#include <capnet/metric/condition_members.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/model/validity.hpp>

namespace capnet {

namespace detail {

/// The indicators in use: those that a program measures, else those that a member does; and which members say so.
struct shared_indicators {
  std::vector<vertex_ref> vertices{};  ///< ascending
  member_sets measured{};              ///< by members
};
[[nodiscard]] inline shared_indicators indicators_in_use(const network_reading& reading) {
  shared_indicators found{.measured = sets_by(reading, relation_traits::measurement)};
  const kind_index programs = reading.schema().index_of<kind::program>();
  reading.view().for_each_tie_with(relation_traits::measurement, [&](tie_ref t, const dated_tie& uv) {
    if (!reading.schema().is_a(uv.source.kind, programs)) return;
    found.vertices.push_back(uv.target);
    found.measured.ties.push_back(t);
  });
  if (found.vertices.empty()) {
    for (const auto& set : found.measured.of) found.vertices.insert(found.vertices.end(), set.begin(), set.end());
  }
  std::sort(found.vertices.begin(), found.vertices.end());
  found.vertices.erase(std::unique(found.vertices.begin(), found.vertices.end()), found.vertices.end());
  return found;
}

/// A figure of a member about an indicator in use.
struct member_report {
  std::size_t member = 0, indicator = 0;
  std::optional<int> year{};
  std::tuple<figure_kind, std::string, bool> way{};  ///< kind, unit, whether a share says what it is a share of
};
/// Which year a report is for: the calendar year in which its days begin, so that fiscal year 2023 is 2023.
[[nodiscard]] inline int year_of(date day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); }
[[nodiscard]] inline std::vector<member_report> reports_of_members(const network_reading& reading,
                                                                   const std::vector<vertex_ref>& indicators) {
  const snapshot& net = reading.net();
  const condition_members& members = members_asked(reading);
  std::unordered_map<std::string, std::size_t, text_hash> named;
  for (std::size_t k = 0; k < indicators.size(); ++k) {
    const vertex_properties said = net.properties(indicators[k]);
    named.try_emplace(net.key(indicators[k]), k);
    for (const std::string* name : {&said.name, &said.name_en}) {
      if (!name->empty()) named.try_emplace(*name, k);
    }
    for (const std::string& alias : said.aliases) named.try_emplace(alias, k);
  }
  const view_options& asked = reading.view().options();
  const auto in_view = [&](const partial_date& d) {
    const bool sure = asked.sure == certainty::certain;
    if (asked.day && (sure ? d.latest : d.earliest) > *asked.day) return false;
    return !asked.window || ((sure ? d.earliest : d.latest) >= asked.window->begin &&
                             (sure ? d.latest : d.earliest) < asked.window->end);
  };
  std::vector<member_report> found;
  for (const figure& f : net.figures()) {
    if (!asked.statuses.test(static_cast<std::size_t>(f.status)) || !f.value || f.subject.empty()) continue;
    if (f.day && !in_view(*f.day)) continue;
    const auto who = net.find(f.subject);
    const auto member = who ? members.numbers.find(*who) : std::nullopt;
    if (!member) continue;
    auto about = named.end();
    for (const auto& [name, value] : f.attributes) {
      if (name == "indicator") about = named.find(value.text());
    }
    for (const std::string* text : {&f.series, &f.label, &f.survey}) {
      if (about == named.end()) about = named.find(*text);
    }
    if (about == named.end()) continue;
    const bool share = f.kind == figure_kind::percent || f.kind == figure_kind::ratio;
    found.push_back({*member,
                     about->second,
                     f.day ? std::optional{year_of(f.day->earliest)} : std::nullopt,
                     {f.kind, f.unit, share && f.denominator.has_value()}});
  }
  return found;
}

/// Of each indicator the way in which most reports are made; among equals the first in order.
[[nodiscard]] inline std::vector<std::tuple<figure_kind, std::string, bool>> usual_ways(
    const std::vector<member_report>& reports, std::size_t indicators) {
  std::vector<std::map<std::tuple<figure_kind, std::string, bool>, std::size_t>> counts(indicators);
  for (const member_report& r : reports) ++counts[r.indicator][r.way];
  std::vector<std::tuple<figure_kind, std::string, bool>> usual(indicators);
  for (std::size_t k = 0; k < indicators; ++k) {
    const auto most = std::ranges::max_element(counts[k], {}, [](const auto& one) { return one.second; });
    if (most != counts[k].end()) usual[k] = most->first;
  }
  return usual;
}

/// The first year in which each member took part, as far as a day is known: no report is asked of it for those before.
[[nodiscard]] inline std::vector<std::optional<int>> first_years(const network_reading& reading) {
  const condition_members& members = members_asked(reading);
  std::vector<std::int32_t> first(members.vertices.size(), last_of_days);
  const bool sure = reading.view().options().sure == certainty::certain;
  auto see = [&](tie_ref, const dated_tie& uv) {
    if (const auto k = members.numbers.find(uv.source))
      first[*k] = std::min(first[*k], sure ? uv.when.begin_latest : uv.when.begin_earliest);
  };
  for_each_running(reading.view(), see);
  for_each_participation(reading.view(), see);
  std::vector<std::optional<int>> years(first.size());
  for (std::size_t k = 0; k < first.size(); ++k) {
    if (first[k] > first_of_days && first[k] < last_of_days) years[k] = year_of(held_when::day(first[k]));
  }
  return years;
}

[[nodiscard]] inline estimate shared_measurement_in(const network_reading& reading) {
  estimate result{.unit = "share",
                  .definition =
                      "cells (member, shared indicator, year) reported with the usual unit and denominator / "
                      "all such cells (capnet, after Kania & Kramer 2011)"};
  const condition_members& members = members_asked(reading);
  const shared_indicators shared = indicators_in_use(reading);
  const std::size_t n = members.vertices.size();
  if (n == 0 || shared.vertices.empty()) return result;
  std::vector<std::int64_t> asked(n), reported(n);
  std::vector<bool> known(n);
  const std::vector<member_report> reports = reports_of_members(reading, shared.vertices);
  if (reports.empty()) {  // what members say that they measure
    result.definition += "; no member's figures are known: reported is what a member is said to measure";
    for (std::size_t k = 0; k < n; ++k) {
      asked[k] = std::ssize(shared.vertices);
      reported[k] = std::ranges::count_if(shared.measured.of[k], [&](vertex_ref v) {
        return std::binary_search(shared.vertices.begin(), shared.vertices.end(), v);
      });
      known[k] = reported[k] > 0;
    }
  } else {
    const bool dated = std::ranges::any_of(reports, [](const member_report& r) { return r.year.has_value(); });
    const auto usual = usual_ways(reports, shared.vertices.size());
    std::vector<std::set<int>> years(shared.vertices.size());  // in which anyone reports the indicator
    std::set<std::tuple<std::size_t, std::size_t, int>> cells;
    const auto since = first_years(reading);
    for (const member_report& r : reports) {
      known[r.member] = true;
      if (dated && !r.year) continue;
      const int year = dated ? *r.year : 0;
      years[r.indicator].insert(year);
      const bool early = dated && since[r.member] && year < *since[r.member];
      if (r.way == usual[r.indicator] && !early) cells.emplace(r.member, r.indicator, year);
    }
    for (const auto& [member, indicator, year] : cells) ++reported[member];
    std::vector<int> all_years;  // one for each indicator and year, ascending
    for (auto& one : years) {
      if (one.empty()) one = {dated ? *std::ranges::max_element(reports, {}, &member_report::year)->year : 0};
      all_years.insert(all_years.end(), one.begin(), one.end());
    }
    std::sort(all_years.begin(), all_years.end());
    for (std::size_t k = 0; k < n; ++k) {
      const auto from =
          dated && since[k] ? std::lower_bound(all_years.begin(), all_years.end(), *since[k]) : all_years.begin();
      asked[k] = all_years.end() - from;
    }
  }
  const auto of_known = static_cast<std::size_t>(std::count(known.begin(), known.end(), true));
  result.coverage = part_of_all(of_known, n);
  if (of_known == 0) return result;
  const auto statistic = [&](std::span<const std::uint32_t> times) -> std::optional<double> {
    double all = 0, some = 0;
    for (std::size_t k = 0; k < n; ++k)
      all += times[k] * static_cast<double>(asked[k]), some += times[k] * static_cast<double>(reported[k]);
    return all > 0 ? std::optional{some / all} : std::nullopt;
  };
  result.value = statistic(std::vector<std::uint32_t>(n, 1));
  result.numerator = std::accumulate(reported.begin(), reported.end(), std::int64_t{0});
  result.denominator = std::accumulate(asked.begin(), asked.end(), std::int64_t{0});
  write_bootstrap(reading, members.vertices, statistic, result, 0, 0x6d656173);
  write_rows(reading, members.vertices, shared.measured.ties, result);
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure shared_measurement{
    .info =
        {.name = "shared_measurement",
         .label = {"Shared measurement", "共有された測定"},
         .meaning = {"share of what members could report of the shared indicators, year by year, that they report in "
                     "the same way",
                     "参加団体が年ごとに報告しうる共通指標のうち、同じ単位・分母で報告された割合"},
         .unit = "share",
         .range = value_range{0, 1},
         .definition = "cells (member, shared indicator, year) reported with the usual unit and denominator / all "
                       "such cells",
         .source = "capnet, after Kania & Kramer 2011",
         .cost = measure_cost::near_linear,
         .defined_for = "networks with shared indicators on which a member reports",
         .rank = 52},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) { return detail::shared_measurement_in(reading); }};
}  // namespace measure

/// Shared measurement: the share of the cells (member, indicator, year) that are reported, with the same unit and
/// denominator.
///
/// Shared are the indicators that a program measures (relations of the trait `measurement`, such as `measures`), else
/// those that at least one member does. A report is a figure that the view's statuses keep, up to its day, whose
/// subject is a member, and whose attribute `indicator`, or else series, label or survey, is the id, a name or an alias
/// of the indicator. Its year is the calendar year in which its days begin; a fiscal year is so that of its April. The
/// years of an indicator are those in which any member reports it: a cell of such a year without a report of the member
/// is one not reported on time. Nothing is asked of a member for years before that in which it began to take part, as
/// far as that is known. An indicator that nobody reports has one cell for each member, in the last year of any report.
///
/// The same way is the one of most of the indicator's reports: kind of figure, unit, and, of a share, whether its
/// denominator is stated. Reports without a date count in no cell, unless none has one: then there is one period.
/// Without any figure of a member there is one period too, and reported is what ties say that members measure.
///
/// Range [0, 1]. A member of whom no report is known has reported nothing; `coverage` is the share of members of whom
/// some is. No shared indicator, or no report of any member: `value` is empty. Interval: bootstrap over members, since
/// the cells of one hang together. Time O(ties + figures log + members log).
[[nodiscard]] inline estimate shared_measurement(const network_view& view) { return measure::shared_measurement(view); }

}  // namespace capnet
