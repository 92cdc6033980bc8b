#pragma once
/// Mutually reinforcing activities: whether what members do answers what members need, and how it differs (after Kania
/// & Kramer 2011 and Preskill, Parkhurst & Splansky Juster 2014; the operationalization is capnet's own).
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/wilson.hpp>
#include <capnet/metric/common_agenda.hpp>

namespace capnet {

namespace detail {

/// Whether a kind is one of what members do: an event, program, course, practice, offer or project.
[[nodiscard]] inline bool is_activity(const schema& known, kind_index k) {
  for (const kind_index one :
       {known.index_of<kind::event>(), known.index_of<kind::program>(), known.index_of<kind::course>(),
        known.index_of<kind::practice>(), known.index_of<kind::offer>(), known.index_of<kind::project>()}) {
    if (known.is_a(k, one)) return true;
  }
  return false;
}

/// What each member delivers, runs, offers or uses.
[[nodiscard]] inline const member_sets& activities_of_members(const network_reading& reading) {
  struct activities;
  return reading.once<activities>([&] {
    const condition_members& members = members_asked(reading);
    const schema& known = reading.schema();
    member_sets sets{.of = std::vector<std::vector<vertex_ref>>(members.vertices.size())};
    constexpr relation_traits doing = relation_traits::delivery | relation_traits::lead | relation_traits::activity;
    reading.view().for_each_tie_with(doing, [&](tie_ref t, const dated_tie& uv) {
      if (is_activity(known, uv.target.kind)) sets.add(members, t, uv);
    });
    sets.order();
    return sets;
  });
}

/// What an activity answers, by itself and by its parts: what is part of it, and what it delivers.
class answers {
 public:
  explicit answers(const network_reading& reading) : reading_{&reading} {
    const schema& known = reading.schema();
    answer_ = known.relations_with(relation_traits::answer);
    delivery_ = known.relations_with(relation_traits::delivery);
    part_ = known.relations_with(relation_traits::part);
  }
  /// Ascending, each once. Time O(ties of the activity and its parts).
  [[nodiscard]] std::vector<vertex_ref> of(vertex_ref activity, std::vector<tie_ref>& ties) const {
    const network_view& view = reading_->view();
    std::vector<vertex_ref> all{activity}, needs;
    std::vector<vertex_ref> seen;
    met_[activity] = activity_;
    for (std::size_t at = 0; at < all.size(); ++at) {
      const vertex_ref now = all[at];
      for (const relation_index r : answer_) {
        view.for_each_out(r, now, [&](const tie_end& end) { needs.push_back(end.vertex), ties.push_back(end.tie); });
      }
      const auto part = [&](const tie_end& end) {
        if (is_activity(reading_->schema(), end.vertex.kind)) seen.push_back(end.vertex);
      };
      seen.clear();
      for (const relation_index r : part_) view.for_each_in(r, now, part);
      for (const relation_index r : delivery_) view.for_each_out(r, now, part);
      for (const vertex_ref v : seen) {
        if (met_.emplace(v, 0).first->second != activity_) met_[v] = activity_, all.push_back(v);
      }
    }
    ++activity_;
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    return needs;
  }

 private:
  const network_reading* reading_;
  std::vector<relation_index> answer_, delivery_, part_;
  mutable std::map<vertex_ref, std::size_t> met_;  // by which activity last
  mutable std::size_t activity_ = 1;
};

[[nodiscard]] inline estimate needs_addressed_in(const network_reading& reading) {
  const condition_members& members = members_asked(reading);
  const std::size_t n = members.vertices.size();
  const member_sets needs = sets_by(reading, relation_traits::need);
  const member_sets& activities = activities_of_members(reading);
  const known_sets known{members, needs};
  estimate result{.unit = "share",
                  .coverage = part_of_all(known.members.size(), n),
                  .definition =
                      "needs of members that an activity of a member addresses / needs of members (capnet, "
                      "after Kania & Kramer 2011)"};
  std::vector<vertex_ref> all_needs;
  for (const auto& set : known.sets) all_needs.insert(all_needs.end(), set.begin(), set.end());
  std::sort(all_needs.begin(), all_needs.end());
  all_needs.erase(std::unique(all_needs.begin(), all_needs.end()), all_needs.end());
  const auto numbers_of = [&](const std::vector<vertex_ref>& some) {
    std::vector<std::uint32_t> numbers;
    for (const vertex_ref v : some) {
      const auto at = std::lower_bound(all_needs.begin(), all_needs.end(), v);
      if (at != all_needs.end() && *at == v) numbers.push_back(static_cast<std::uint32_t>(at - all_needs.begin()));
    }
    return numbers;
  };
  std::vector<std::vector<std::uint32_t>> needed(n), done(n), answered;  // [member], [member], [activity]
  std::map<vertex_ref, std::uint32_t> numbers;
  std::vector<tie_ref> ties = needs.ties;
  const answers known_answers{reading};
  std::size_t work = 2 * all_needs.size();
  for (std::size_t k = 0; k < n; ++k) {
    needed[k] = numbers_of(needs.of[k]);
    for (const vertex_ref a : activities.of[k]) {
      const auto [at, fresh] = numbers.try_emplace(a, static_cast<std::uint32_t>(answered.size()));
      if (fresh) answered.push_back(numbers_of(known_answers.of(a, ties))), work += answered.back().size() + 1;
      if (!answered[at->second].empty()) done[k].push_back(at->second);
    }
    work += needed[k].size() + done[k].size();
  }
  const auto count = [&](std::span<const std::uint32_t> times) {
    std::vector<bool> wanted(all_needs.size()), met(all_needs.size()), active(answered.size());
    for (std::size_t k = 0; k < n; ++k) {
      if (times[k] == 0) continue;
      for (const std::uint32_t need : needed[k]) wanted[need] = true;
      for (const std::uint32_t a : done[k]) active[a] = true;
    }
    for (std::size_t a = 0; a < answered.size(); ++a) {
      if (!active[a]) continue;
      for (const std::uint32_t need : answered[a]) met[need] = true;
    }
    std::pair<std::int64_t, std::int64_t> both{};
    for (std::size_t d = 0; d < wanted.size(); ++d) both.first += wanted[d] && met[d], both.second += wanted[d];
    return both;
  };
  const auto statistic = [&](std::span<const std::uint32_t> times) -> std::optional<double> {
    const auto [met, wanted] = count(times);
    if (wanted == 0) return std::nullopt;
    return static_cast<double>(met) / static_cast<double>(wanted);
  };
  if (all_needs.empty()) return result;
  const std::vector<std::uint32_t> once(n, 1);
  result.value = statistic(once);
  std::tie(result.numerator, result.denominator) = count(once);
  write_bootstrap(reading, members.vertices, statistic, result, work, 0x6e656564);
  ties.insert(ties.end(), activities.ties.begin(), activities.ties.end());
  write_rows(reading, members.vertices, ties, result);
  return result;
}

[[nodiscard]] inline estimate hand_off_share_in(const network_reading& reading) {
  estimate result{.unit = "share",
                  .definition =
                      "ties by which one takes up what another has done / these and contacts, between members "
                      "and between activities (capnet, after Kania & Kramer 2011)"};
  const condition_members& members = members_asked(reading);
  const schema& known = reading.schema();
  std::int64_t handed = 0, all = 0;
  provenance rows{reading};
  for (const relation_index r : known.relations_with(relation_traits::hand_off | relation_traits::contact)) {
    const bool hand_off = share_one(known.relation(r).traits, relation_traits::hand_off);
    reading.view().for_each_tie_as_it_lies(r, [&](tie_ref t, const dated_tie& uv) {
      const bool between_members = members.numbers.contains(uv.source) && members.numbers.contains(uv.target);
      const bool between_activities = is_activity(known, uv.source.kind) && is_activity(known, uv.target.kind);
      if ((!between_members && !between_activities) || uv.source == uv.target) return;
      ++all, handed += hand_off;
      rows.add(t);
    });
  }
  if (all == 0) return result;
  const share_interval share = wilson(handed, all);
  result.value = share.share, result.low = share.low, result.high = share.high;
  result.numerator = handed, result.denominator = all;
  result.interval_kind = std::string{interval_kinds::wilson};
  rows.write(result);
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure mutually_reinforcing_activities{
    .info = {.name = "mutually_reinforcing_activities",
             .label = {"Mutually reinforcing activities", "相互に補強し合う活動"},
             .meaning = {"share of the members' needs that something a member does addresses",
                         "参加団体のニーズのうち、いずれかの参加団体の活動が応えている割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "needs of members that an activity of a member addresses / needs of members",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program whose members have needs",
             .rank = 53},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) { return detail::needs_addressed_in(reading); }};
inline constexpr network_measure activity_differentiation{
    .info = {.name = "activity_differentiation",
             .label = {"Differentiation of activities", "活動の分担"},
             .meaning = {"how little the activities of two members overlap; 1 if each does something else",
                         "2つの参加団体の活動がどれだけ異なるか。1: それぞれ別のことをしている"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "1 - mean Jaccard index of the activities of pairs of members whose activities are known",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program whose members have activities",
             .rank = 54},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::mean_similarity(
          reading, detail::activities_of_members(reading), true,
          "1 - mean Jaccard index of the activities of pairs of members whose activities are "
          "known (capnet, after Kania & Kramer 2011)",
          0x64696666);
    }};
inline constexpr network_measure hand_off_share{
    .info = {.name = "hand_off_share",
             .label = {"Share of hand-offs", "引き継ぎの割合"},
             .meaning = {"of the ties between members and between activities, those in which one takes up what another "
                         "has done",
                         "参加団体どうし・活動どうしのつながりのうち、一方が他方の成果を引き継ぐものの割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "hand-off ties / hand-off and contact ties, both ends members or both activities",
             .source = "capnet, after Kania & Kramer 2011",
             .defined_for = "networks with ties between members or between activities",
             .rank = 55},
    .group = measure_groups::conditions,
    .of = [](const network_reading& reading, std::string_view) { return detail::hand_off_share_in(reading); }};
}  // namespace measure

/// Coverage of needs: |needs of members that an activity of a member addresses| / |needs of members|.
///
/// Needs are what members have by relations of the trait `need` (`has_need`); an activity is an event, program, course,
/// practice, offer or project that a member delivers, runs, offers or uses (the traits `delivery`, `lead`, `activity`).
/// It addresses a need by relations of the trait `answer` (`addresses`), and so does what is part of it (`part`) or
/// what it delivers. Members are those of `common_agenda`. Range [0, 1]. `coverage` is the share of members of whom a
/// need is known: nobody is without needs because none is recorded. No need of a member: `value` is empty.
///
/// Interval: bootstrap over members. Fewer different members have fewer needs and activities, so that it tends to lie
/// low; it is widened to hold the value. Time O(ties log), and the bootstrap's.
[[nodiscard]] inline estimate mutually_reinforcing_activities(const network_view& view) {
  return measure::mutually_reinforcing_activities(view);
}
/// Differentiation: 1 - mean Jaccard index of the activities of pairs of members whose activities are known, that is,
/// at least one. Range [0, 1]; 1 if no two members share one. Fewer than two such members: empty. As `common_agenda`.
[[nodiscard]] inline estimate activity_differentiation(const network_view& view) {
  return measure::activity_differentiation(view);
}
/// The share of hand-offs: of the ties of the traits `hand_off` and `contact` that join two members or two activities,
/// those of `hand_off`, such as a follow-up that depends on a visit. Range [0, 1], with Wilson's interval. None: empty.
/// Time O(ties of these relations).
[[nodiscard]] inline estimate hand_off_share(const network_view& view) { return measure::hand_off_share(view); }

}  // namespace capnet
