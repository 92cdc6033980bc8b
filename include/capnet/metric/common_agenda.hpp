#pragma once
/// Common agenda: whether members pursue the same goals (after Kania & Kramer 2011 and Preskill, Parkhurst & Splansky
/// Juster 2014; the operationalization is capnet's own).
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <capnet/core/wilson.hpp>
#include <capnet/metric/bootstrap.hpp>
#include <capnet/metric/condition_members.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/set_similarity.hpp>

namespace capnet {

namespace detail {

[[nodiscard]] inline const member_sets& goals_of_members(const network_reading& reading) {
  struct goals;
  return reading.once<goals>([&] { return sets_by(reading, relation_traits::agenda); });
}

/// Mean pairwise Jaccard index of known sets, with the interval.
[[nodiscard]] inline estimate mean_similarity(const network_reading& reading, const member_sets& sets, bool differences,
                                              std::string definition, std::uint32_t purpose) {
  const condition_members& members = members_asked(reading);
  const known_sets known{members, sets};
  estimate result{.unit = "index",
                  .coverage = part_of_all(known.members.size(), members.vertices.size()),
                  .definition = std::move(definition)};
  result.denominator = static_cast<std::int64_t>(known.members.size());
  const mean_pair_similarity alike{known.sets, vertex_keys(reading.net(), known.members), reading.options().seed};
  const auto statistic = [&](std::span<const std::uint32_t> times) {
    const auto mean = alike(times);
    return mean && differences ? std::optional{1 - *mean} : mean;
  };
  result.value = statistic(std::vector<std::uint32_t>(known.members.size(), 1));
  if (alike.drawn())
    result.definition += "; over " + std::to_string(mean_pair_similarity::drawn_pairs) + " pairs that were drawn";
  write_bootstrap(reading, known.members, statistic, result, alike.work(), purpose);
  write_rows(reading, known.members, sets.ties, result);
  return result;
}

/// What most of some pursue, among `allowed` if there are any; then what most members do; then the smaller key.
[[nodiscard]] inline std::optional<vertex_ref> agreed_goal_in(const network_reading& reading) {
  const network_view& view = reading.view();
  std::map<vertex_ref, std::int64_t> by_members, by_programs, by_main;
  for (const auto& set : goals_of_members(reading).of) {
    for (const vertex_ref goal : set) ++by_members[goal];
  }
  std::optional<vertex_ref> main;
  std::size_t most = 0;
  for (const auto& [program, followers] : followers_of_programs(view)) {
    const bool more =
        followers > most || (main && followers == most && view.net().key(program) < view.net().key(*main));
    if (!main || more) main = program, most = followers;
  }
  std::vector<std::pair<vertex_ref, vertex_ref>> pursued;
  const kind_index programs = view.schema().index_of<kind::program>();
  view.for_each_tie_with(relation_traits::agenda, [&](tie_ref, const dated_tie& uv) {
    if (view.schema().is_a(uv.source.kind, programs)) pursued.emplace_back(uv.source, uv.target);
  });
  std::sort(pursued.begin(), pursued.end());
  pursued.erase(std::unique(pursued.begin(), pursued.end()), pursued.end());
  for (const auto& [program, goal] : pursued) {
    ++by_programs[goal];
    if (main == program) ++by_main[goal];
  }
  const auto& asked = !by_main.empty() ? by_main : !by_programs.empty() ? by_programs : by_members;
  std::optional<vertex_ref> best;
  std::tuple<std::int64_t, std::int64_t> best_count{};
  for (const auto& [goal, count] : asked) {
    const auto of_members = by_members.find(goal);
    const std::tuple now{count, of_members == by_members.end() ? 0 : of_members->second};
    if (!best || now > best_count || (now == best_count && view.net().key(goal) < view.net().key(*best)))
      best = goal, best_count = now;
  }
  return best;
}

[[nodiscard]] inline estimate agenda_endorsement_in(const network_reading& reading) {
  const condition_members& members = members_asked(reading);
  const member_sets& goals = goals_of_members(reading);
  const known_sets known{members, goals};
  estimate result{.unit = "share",
                  .coverage = part_of_all(known.members.size(), members.vertices.size()),
                  .definition =
                      "members that pursue the agreed goal / members whose goals are known (capnet, after "
                      "Kania & Kramer 2011)"};
  const std::optional<vertex_ref> agreed = agreed_goal_in(reading);
  if (!agreed || known.members.empty()) return result;
  result.definition += "; the agreed goal is " + reading.net().label_en(*agreed);
  result.denominator = static_cast<std::int64_t>(known.members.size());
  result.numerator = std::ranges::count_if(
      known.sets, [&](const auto& set) { return std::binary_search(set.begin(), set.end(), *agreed); });
  const share_interval share = wilson(*result.numerator, *result.denominator);
  result.value = share.share, result.low = share.low, result.high = share.high;
  result.interval_kind = std::string{interval_kinds::wilson};
  write_rows(reading, known.members, goals.ties, result);
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure common_agenda{
    .info = {.name = "common_agenda",
             .label = {"Common agenda", "共通のアジェンダ"},
             .meaning = {"how much the goals of two members overlap; 1 if all pursue the same",
                         "2つの参加団体の目標がどれだけ重なるか。1: 全員が同じ目標"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "mean Jaccard index of the goals of pairs of members whose goals are known",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program whose members pursue goals",
             .rank = 50},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::mean_similarity(reading, detail::goals_of_members(reading), false,
                                     "mean Jaccard index of the goals of pairs of members whose goals are known "
                                     "(capnet, after Kania & Kramer 2011)",
                                     0x6167656e);
    }};
inline constexpr network_measure agenda_endorsement{
    .info = {.name = "agenda_endorsement",
             .label = {"Members behind the agreed goal", "合意した目標を掲げる参加団体"},
             .meaning = {"share of the members whose goals are known that pursue it",
                         "目標の分かる参加団体のうち、その目標を掲げる割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition =
                 "members that pursue the agreed goal / members whose goals are known; agreed is what the main "
                 "program pursues, else most programs, else most members",
             .source = "capnet, after Kania & Kramer 2011",
             .defined_for = "networks with a program whose members pursue goals",
             .rank = 51},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) { return detail::agenda_endorsement_in(reading); }};
}  // namespace measure

/// Common agenda: the mean, over pairs of members, of the Jaccard index of the goals that they pursue (relations of the
/// trait `agenda`, such as `pursues`, held in the view).
///
/// Members run a program or take part in one: organizations, and cohorts as one each; persons are left out. Range
/// [0, 1]. Only pairs in which both members' goals are known count, that is, at least one: a member of whom no goal is
/// known lowers `coverage`, never the value. `denominator` is the number of members whose goals are known. Fewer than
/// two: `value` is empty. Interval: bootstrap over members (Efron 1979), in which a member drawn twice makes no pair
/// with itself. Time near O(ties + members) for few different sets of goals: see mean_pair_similarity.
[[nodiscard]] inline estimate common_agenda(const network_view& view) { return measure::common_agenda(view); }

/// The share of the members with known goals that pursue the agreed one, with Wilson's interval. Agreed is the goal of
/// the main program, which is the one with the most organizations and cohorts taking part; if that names none, the one
/// of most programs; else the one of most members. Among several the one that most members pursue, then the one of the
/// smaller key. No goal, or no member whose goals are known: `value` is empty. Time O(ties log).
[[nodiscard]] inline estimate agenda_endorsement(const network_view& view) { return measure::agenda_endorsement(view); }

}  // namespace capnet
