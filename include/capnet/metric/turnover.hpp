#pragma once
/// What came and what went between two days: ties and members.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/wilson.hpp>
#include <capnet/metric/detail/seen_on.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/observed.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

/// What two days have in common.
struct turnover_estimates {
  estimate joined{};       ///< there on the second day alone; bounds over partial dates
  estimate left{};         ///< on the first alone; likewise
  estimate stayed{};       ///< on both; likewise
  estimate turnover{};     ///< (joined + left) / (number on the first + on the second)
  estimate persistence{};  ///< stayed / number on the first
  estimate jaccard{};      ///< stayed / (joined + left + stayed)
};

namespace detail {

/// Counts what the rows say of each pair. A pair of which one of the days is unknown is left out of the shares.
[[nodiscard]] inline turnover_estimates turnover_of(const network_reading& reading, std::vector<seen_row> rows,
                                                    bool of_members, const std::string& unit, const std::string& what) {
  const auto by_pair = [](const seen_row& a, const seen_row& b) { return std::tie(a.u, a.v) < std::tie(b.u, b.v); };
  if (!std::is_sorted(rows.begin(), rows.end(), by_pair)) std::sort(rows.begin(), rows.end(), by_pair);
  std::int64_t joined = 0, left = 0, stayed = 0, known_first = 0;              // what is known
  std::int64_t may_join = 0, may_leave = 0, may_stay = 0, all = 0, first = 0;  // with what may be
  provenance either{reading}, came{reading}, went{reading}, both{reading}, before{reading};
  for (auto at = rows.begin(); at != rows.end();) {
    auto next = at;
    std::uint8_t seen = 0;
    for (; next != rows.end() && next->u == at->u && next->v == at->v; ++next) seen |= next->seen;
    const bool surely_first = seen & sure_first, perhaps_first = seen & maybe_first;
    const bool surely_second = seen & sure_second, perhaps_second = seen & maybe_second;
    const bool comes = !perhaps_first && surely_second, goes = surely_first && !perhaps_second;
    const bool stays = surely_first && surely_second;
    ++all, first += perhaps_first;
    joined += comes, left += goes, stayed += stays, known_first += goes || stays;
    may_join += !surely_first && perhaps_second;
    may_leave += perhaps_first && !surely_second;
    may_stay += perhaps_first && perhaps_second;
    for (; at != next; ++at) {
      const auto add = [&](provenance& to) { of_members ? to.add(at->u) : to.add(at->tie); };
      if (comes || goes || stays) add(either);
      if (goes || stays) add(before);
      if (comes) add(came);
      if (goes) add(went);
      if (stays) add(both);
    }
  }
  const auto known_of = [](std::int64_t known, std::int64_t asked) {
    return asked == 0 ? 1.0 : static_cast<double>(known) / static_cast<double>(asked);
  };
  const double coverage = known_of(joined + left + stayed, all);
  const auto count = [&](std::int64_t n, std::int64_t most, const char* how, provenance& behind) {
    estimate result{.value = static_cast<double>(n),
                    .low = static_cast<double>(n),
                    .high = static_cast<double>(most),
                    .unit = unit,
                    .numerator = n,
                    .coverage = coverage,
                    .interval_kind = std::string{interval_kinds::dates},
                    .definition = what + how};
    behind.write(result);
    return result;
  };
  const auto share = [&](std::int64_t part, std::int64_t whole, const std::string& definition) {
    estimate result{
        .unit = "share", .numerator = part, .denominator = whole, .coverage = coverage, .definition = definition};
    if (whole == 0) return result;
    const share_interval of = wilson(part, whole);
    result.value = of.share, result.low = of.low, result.high = of.high;
    result.interval_kind = interval_kinds::wilson;
    return result;
  };
  turnover_estimates found{.joined = count(joined, may_join, " on the second day alone", came),
                           .left = count(left, may_leave, " on the first day alone", went),
                           .stayed = count(stayed, may_stay, " on both days", both)};
  found.persistence = share(stayed, left + stayed, what + " on both days / on the first");
  found.persistence.coverage = known_of(known_first, first);
  before.write(found.persistence);
  found.jaccard = share(stayed, joined + left + stayed,
                        what + " on both days / on either day (Jaccard 1912; Snijders, van de Bunt & Steglich 2010)");
  either.write(found.jaccard);
  // With j the Jaccard index, turnover is (1 - j) / (1 + j): its interval is that of j, turned.
  found.turnover = found.jaccard;
  found.turnover.numerator = joined + left;
  found.turnover.denominator = joined + left + 2 * stayed;
  found.turnover.definition =
      "(joined + left) / (number on the first day + on the second) of " + what + " (Diamond 1969)";
  if (found.jaccard.value) {
    const auto turned = [](double j) { return (1 - j) / (1 + j); };
    found.turnover.value = static_cast<double>(joined + left) / static_cast<double>(joined + left + 2 * stayed);
    found.turnover.low = turned(*found.jaccard.high);
    found.turnover.high = turned(*found.jaccard.low);
  }
  return found;
}

[[nodiscard]] inline turnover_estimates tie_turnover_in(const network_reading& reading, relation_index r,
                                                        std::pair<date, date> days) {
  std::vector<seen_row> rows;
  const bool directed = reading.net().layer(r).directed();
  add_seen(
      reading.view(), r, days, [](const dated_tie&) { return true; },
      [&](const dated_tie& uv) {
        return directed || uv.source < uv.target ? std::pair{uv.source, uv.target} : std::pair{uv.target, uv.source};
      },
      rows);
  return turnover_of(reading, std::move(rows), false, "pair", "pairs tied by " + reading.schema().relation(r).name);
}

[[nodiscard]] inline turnover_estimates member_turnover_in(const network_reading& reading, std::pair<date, date> days) {
  const capnet::schema& schema = reading.schema();
  const kind_index organizations = schema.index_of<kind::organization>(), programs = schema.index_of<kind::program>();
  std::vector<seen_row> rows;
  const auto add = [&](relation_index r) {
    add_seen(
        reading.view(), r, days,
        [&](const dated_tie& uv) {
          return schema.is_a(uv.source.kind, organizations) && schema.is_a(uv.target.kind, programs);
        },
        [](const dated_tie& uv) { return std::pair{uv.source, uv.source}; }, rows);
  };
  for (const relation_index r : schema.relations_with(relation_traits::lead | relation_traits::membership)) add(r);
  return turnover_of(reading, std::move(rows), true, "organization", "organizations taking part");
}

inline void expect_ordered(date first, date second) {
  if (second < first)
    refuse("change from ", to_string(first), " to ", to_string(second), "; expected the earlier day first");
}

}  // namespace detail

/// Which pairs a relation tied on two days, and which on one alone.
///
/// `turnover` is the relative turnover of Diamond 1969: (joined + left) / (number on the first day + on the second),
/// which is (joined + left) / (2 x mean number). Range [0, 1]; 0 where nothing changed, 1 where nothing stayed.
/// `persistence` is the share of the pairs of the first day that are tied on the second, whatever came between;
/// `jaccard` is stayed / (joined + left + stayed) (Jaccard 1912), with which Snijders, van de Bunt & Steglich 2010 ask
/// whether two observations are alike enough to be two of one network. Both in [0, 1], with Wilson intervals, which
/// take the pairs for a sample; that of `turnover`, which is (1 - jaccard) / (1 + jaccard), follows from it.
///
/// Parallel ties of a pair are one, loops a pair of their own; a pair without direction counts once. A tie whose dates
/// say neither begin nor end may have held on any day; one that has one of them alone is open on the other side. A pair
/// of which it is unknown whether it was tied on one of the days, by a partial date or for want of any, counts in no
/// share and lowers their `coverage`; `low` and `high` of the three counts bound what it may add, and their values are
/// of what is known. Nobody tied on either day: the shares are empty. Ties that are planned never count.
///
/// Throws: input_error if `second` is before `first`. Time O(m) where ties lie in order, else O(m log m).
[[nodiscard]] inline turnover_estimates tie_turnover(const snapshot& net, relation_index relation, date first,
                                                     date second, const measure_options& options = {}) {
  detail::expect_ordered(first, second);
  return detail::tie_turnover_in(network_reading{as_of(net, second), options}, relation, {first, second});
}
template <tie_relation Relation>
[[nodiscard]] turnover_estimates tie_turnover(const snapshot& net, date first, date second) {
  return tie_turnover(net, net.schema().template index_of<Relation>(), first, second);
}

/// The same of the organizations that take part: those that run a program or participate in one (`members`). Who leaves
/// one program for another stays. Time O(ties of both relations), and their log where they don't lie in order.
[[nodiscard]] inline turnover_estimates member_turnover(const snapshot& net, date first, date second,
                                                        const measure_options& options = {}) {
  detail::expect_ordered(first, second);
  return detail::member_turnover_in(network_reading{as_of(net, second), options}, {first, second});
}

namespace detail {

/// One of the shares, over the days that the view asks for.
[[nodiscard]] inline estimate turnover_part(const network_reading& reading, std::string_view relation,
                                            estimate turnover_estimates::* part) {
  const auto days = days_of_change(reading.view());
  if (!days) return {.unit = "share", .coverage = 0, .definition = "no day is known to compare with another"};
  turnover_estimates found =
      relation.empty() ? member_turnover_in(reading, *days)
                       : tie_turnover_in(reading, reading.schema().relation_named(std::string{relation}), *days);
  estimate result = std::move(found.*part);
  result.definition += ", from " + to_string(days->first) + " to " + to_string(days->second);
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure member_turnover{
    .info = {.name = "member_turnover",
             .label = {"Turnover of organizations taking part", "参加団体の入れ替わり"},
             .meaning = {"over a year: 0 if the same take part, 1 if none of them stayed",
                         "1年間で、0: 同じ顔ぶれのまま、1: すべて入れ替わった"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "(joined + left) / (number a year ago + now) of the organizations taking part",
             .source = "Diamond 1969",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program and dates",
             .rank = 190},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::turnover_part(reading, {}, &turnover_estimates::turnover);
    }};
inline constexpr network_measure member_persistence{
    .info = {.name = "member_persistence",
             .label = {"Organizations that stayed a year", "1年後も続けている参加団体"},
             .meaning = {"of those that took part a year ago, the share that still does",
                         "1年前に参加していた団体のうち、いまも参加している割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "organizations taking part a year ago and now / a year ago",
             .source = "capnet",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program and dates",
             .rank = 191},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::turnover_part(reading, {}, &turnover_estimates::persistence);
    }};
/// Of each relation that is a state and has dates.
inline constexpr network_measure tie_turnover{
    .info = {.name = "tie_turnover.",
             .label = {"Turnover of ties: ", "つながりの入れ替わり: "},
             .meaning = {"over a year: 0 if the same pairs are tied, 1 if none of them stayed",
                         "1年間で、0: 同じ組のまま、1: すべて入れ替わった"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "(joined + left) / (number a year ago + now) of the pairs that a relation ties",
             .source = "Diamond 1969",
             .cost = measure_cost::near_linear,
             .defined_for = "relations that are states, with dates",
             .rank = 192},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of =
        [](const network_reading& reading, std::string_view relation) {
          return detail::turnover_part(reading, relation, &turnover_estimates::turnover);
        },
    .subjects = detail::dated_states};
inline constexpr network_measure tie_persistence{
    .info = {.name = "tie_persistence.",
             .label = {"Ties that stayed a year: ", "1年後も続いているつながり: "},
             .meaning = {"of the pairs tied a year ago, the share that still is",
                         "1年前に結ばれていた組のうち、いまも結ばれている割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "pairs that a relation ties a year ago and now / a year ago",
             .source = "capnet",
             .cost = measure_cost::near_linear,
             .defined_for = "relations that are states, with dates",
             .rank = 193},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of =
        [](const network_reading& reading, std::string_view relation) {
          return detail::turnover_part(reading, relation, &turnover_estimates::persistence);
        },
    .subjects = detail::dated_states};
}  // namespace measure

}  // namespace capnet
