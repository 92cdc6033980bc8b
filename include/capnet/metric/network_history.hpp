#pragma once
/// What measures on many days share: how many there are of everything, and the organizations of each day.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <capnet/core/memo.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/metric/days_counted.hpp>
#include <capnet/metric/organization_history.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

namespace detail {

/// Days on which somebody takes part.
struct member_days {
  vertex_ref who;
  span_of_days days;
  friend auto operator<=>(const member_days&, const member_days&) = default;
};
struct dated_participation {
  vertex_ref program, who;
  tie_ref tie;
  span_of_days days;
  friend auto operator<=>(const dated_participation&, const dated_participation&) = default;
};
struct member_day_list {
  std::vector<member_days> all{};  ///< by who, then days, which don't meet
  days_counted counted{};
};

}  // namespace detail

/// Counts of a network on any day, of one certainty, of what is held. Each part is made when it is first asked for, in
/// the time of one day's answer; then a day costs O(log n). From any thread.
class network_history {
 public:
  /// `beside`: of the other certainty, which is asked whenever this one is: what takes long is made for both at once.
  network_history(snapshot net, certainty sure, std::shared_ptr<const network_history> beside = nullptr)
      : net_{std::move(net)}, sure_{sure}, beside_{std::move(beside)} {}

  [[nodiscard]] const organization_history& organizations() const {
    return *memo_.once<organization_history>([&] {
      std::shared_ptr<const organization_history> mine;
      parallel_tasks(beside_ != nullptr ? 2 : 1, 0, [&](std::size_t task) {
        if (task == 0)
          mine = std::make_shared<organization_history>(net_, sure_);
        else
          (void)beside_->organizations();
      });
      return mine;
    });
  }
  /// Who of a kind takes part, and when: by who, each with days that don't meet.
  [[nodiscard]] const std::vector<detail::member_days>& member_days(kind_index k) const { return members(k).all; }
  /// Who participates in which program, on which days, and by which tie: by program, who, then tie.
  [[nodiscard]] const std::vector<detail::dated_participation>& participations() const {
    struct participations_of;
    return memo_.once<participations_of>([&] {
      std::vector<detail::dated_participation> all;
      const kind_index programs = net_.schema().index_of<kind::program>();
      for (const relation_index r : net_.schema().relations_with(relation_traits::membership)) {
        for_each_tie(r, [&](std::uint32_t row, const dated_tie& uv, const detail::span_of_days& when) {
          if (net_.schema().is_a(uv.target.kind, programs)) all.push_back({uv.target, uv.source, {r, row}, when});
        });
      }
      std::sort(all.begin(), all.end());
      return all;
    });
  }
  /// How many `member_organizations` there are, and who.
  [[nodiscard]] std::int64_t member_count(date day) const {
    return organizations_taking_part().counted.on(held_when::number(day));
  }
  [[nodiscard]] std::vector<vertex_ref> members(date day) const {
    const std::int32_t t = held_when::number(day);
    std::vector<vertex_ref> found;
    for (const detail::member_days& m : organizations_taking_part().all) {
      if (m.days.on(t)) found.push_back(m.who);
    }
    return found;
  }
  /// Vertices of a kind that count.
  [[nodiscard]] std::int64_t order(kind_index k, date day) const {
    struct orders;
    return counted<orders>(k, day, [&](detail::days_counted& days) {
      for (const vertex_ref v : net_.vertices(k)) days.add(detail::days_of(net_.held(v), sure_));
    });
  }
  /// Vertices of a kind that can be parties of ties of a nature.
  [[nodiscard]] std::int64_t parties(kind_index k, tie_nature nature, date day) const {
    if (nature == tie_nature::state) return order(k, day);
    struct began;
    return counted<began>(k, day, [&](detail::days_counted& days) {
      for (const vertex_ref v : net_.vertices(k)) days.add(detail::days_of_party(net_.held(v), nature, sure_));
    });
  }
  /// Pairs of different vertices that ties of a relation join; an undirected pair once.
  [[nodiscard]] std::int64_t tied_pairs(relation_index r, date day) const {
    struct pairs;
    return counted<pairs>(r, day, [&](detail::days_counted& days) {
      struct tied {
        vertex_ref a, b;
        detail::span_of_days days;
        auto operator<=>(const tied&) const = default;
      };
      std::vector<tied> all;
      const bool directed = net_.schema().relation(r).directed;
      for_each_tie(r, [&](std::uint32_t, const dated_tie& uv, const detail::span_of_days& when) {
        if (uv.source == uv.target) return;
        const bool swap = !directed && uv.target < uv.source;
        all.push_back({swap ? uv.target : uv.source, swap ? uv.source : uv.target, when});
      });
      std::sort(all.begin(), all.end());
      detail::merge_days(all, [](const tied& x, const tied& y) { return x.a == y.a && x.b == y.b; });
      for (const tied& one : all) days.add(one.days);
    });
  }
  /// Calls `visit(provider, deliveries)` for each provider that has some by then, ascending.
  template <class Visit>
  void for_each_provider(date day, const Visit& visit) const {
    struct deliveries_of;
    const auto& deliveries = memo_.once<deliveries_of>([&] {
      std::vector<std::pair<vertex_ref, detail::span_of_days>> all;
      for (const relation_index r : net_.schema().relations_with(relation_traits::delivery)) {
        for_each_tie(r, [&](std::uint32_t, const dated_tie& uv, const detail::span_of_days& when) {
          all.emplace_back(uv.source, when);
        });
      }
      std::sort(all.begin(), all.end());
      return all;
    });
    const std::int32_t t = held_when::number(day);
    for (std::size_t k = 0; k < deliveries.size();) {
      const vertex_ref who = deliveries[k].first;
      std::int64_t n = 0;
      for (; k < deliveries.size() && deliveries[k].first == who; ++k) n += deliveries[k].second.on(t);
      if (n > 0) visit(who, n);
    }
  }

 private:
  template <class Visit>
  void for_each_tie(relation_index r, const Visit& visit) const {
    detail::for_each_tie_with_days(net_, r, sure_, visit);
  }
  const detail::member_day_list& organizations_taking_part() const {
    return members(net_.schema().index_of<kind::organization>());
  }
  const detail::member_day_list& members(kind_index k) const {
    return memo_.once<detail::member_day_list>([&] { return find_members(k); }, static_cast<std::uint64_t>(k));
  }
  [[nodiscard]] detail::member_day_list find_members(kind_index members) const {
    detail::member_day_list found;
    const kind_index programs = net_.schema().index_of<kind::program>();
    const auto see = [&](relation_index r) {
      for_each_tie(r, [&](std::uint32_t, const dated_tie& uv, const detail::span_of_days& when) {
        if (net_.schema().is_a(uv.target.kind, programs) && net_.schema().is_a(uv.source.kind, members))
          found.all.push_back({uv.source, when});
      });
    };
    constexpr relation_traits taking_part = relation_traits::lead | relation_traits::membership;
    for (const relation_index r : net_.schema().relations_with(taking_part)) see(r);
    std::sort(found.all.begin(), found.all.end());
    detail::merge_days(found.all,
                       [](const detail::member_days& a, const detail::member_days& b) { return a.who == b.who; });
    for (const detail::member_days& m : found.all) found.counted.add(m.days);
    found.counted.sort();
    return found;
  }

  /// `Of` names what is counted, `key` of which kind or relation.
  template <class Of, class Key, class Fill>
  [[nodiscard]] std::int64_t counted(Key key, date day, const Fill& fill) const {
    const detail::days_counted& found = memo_.once<Of>(
        [&] {
          detail::days_counted days;
          fill(days);
          days.sort();
          return days;
        },
        static_cast<std::uint64_t>(key));
    return found.on(held_when::number(day));
  }

  snapshot net_;
  certainty sure_;
  std::shared_ptr<const network_history> beside_;
  memo memo_;
};

}  // namespace capnet
