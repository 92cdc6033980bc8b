#pragma once
/// What measures on many days share: how many there are of everything, and the organizations of each day.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

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
struct member_day_list {
  std::vector<member_days> all{};  ///< by who, then days, which don't meet
  days_counted counted{};
};

}  // namespace detail

/// Counts of a network on any day, of one certainty, of what is held. Each part is made when it is first asked for, in
/// the time of one day's answer; then a day costs O(log n). For one thread.
class network_history {
 public:
  network_history(snapshot net, certainty sure) : net_{std::move(net)}, sure_{sure} {}

  [[nodiscard]] const organization_history& organizations() const {
    if (!organizations_) organizations_.emplace(net_, sure_);
    return *organizations_;
  }
  /// How many `member_organizations` there are, and who.
  [[nodiscard]] std::int64_t member_count(date day) const { return members().counted.on(held_when::number(day)); }
  [[nodiscard]] std::vector<vertex_ref> members(date day) const {
    const std::int32_t t = held_when::number(day);
    std::vector<vertex_ref> found;
    for (const detail::member_days& m : members().all) {
      if (m.days.on(t)) found.push_back(m.who);
    }
    return found;
  }
  /// Vertices of a kind that count.
  [[nodiscard]] std::int64_t order(kind_index k, date day) const {
    return counted(orders_, k, day, [&](detail::days_counted& days) {
      for (const vertex_ref v : net_.vertices(k)) days.add(detail::days_of(net_.held(v), sure_));
    });
  }
  /// Vertices of a kind that can be parties of ties of a nature.
  [[nodiscard]] std::int64_t parties(kind_index k, tie_nature nature, date day) const {
    if (nature == tie_nature::state) return order(k, day);
    return counted(began_, k, day, [&](detail::days_counted& days) {
      for (const vertex_ref v : net_.vertices(k)) days.add(detail::days_of_party(net_.held(v), nature, sure_));
    });
  }
  /// Pairs of different vertices that ties of a relation join; an undirected pair once.
  [[nodiscard]] std::int64_t tied_pairs(relation_index r, date day) const {
    return counted(pairs_, r, day, [&](detail::days_counted& days) {
      struct tied {
        vertex_ref a, b;
        detail::span_of_days days;
        auto operator<=>(const tied&) const = default;
      };
      std::vector<tied> all;
      const bool directed = net_.schema().relation(r).directed;
      net_.for_each_tie_as_it_lies(r, [&](std::uint32_t, const dated_tie& uv) {
        const detail::span_of_days when = detail::days_of_tie(net_, r, uv, sure_);
        if (uv.source == uv.target || !when.some()) return;
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
    if (!deliveries_) {
      deliveries_.emplace();
      for (const relation_index r : net_.schema().relations_with(relation_traits::delivery)) {
        net_.for_each_tie_as_it_lies(r, [&](std::uint32_t, const dated_tie& uv) {
          const detail::span_of_days when = detail::days_of_tie(net_, r, uv, sure_);
          if (when.some()) deliveries_->emplace_back(uv.source, when);
        });
      }
      std::sort(deliveries_->begin(), deliveries_->end());
    }
    const std::int32_t t = held_when::number(day);
    for (std::size_t k = 0; k < deliveries_->size();) {
      const vertex_ref who = (*deliveries_)[k].first;
      std::int64_t n = 0;
      for (; k < deliveries_->size() && (*deliveries_)[k].first == who; ++k) n += (*deliveries_)[k].second.on(t);
      if (n > 0) visit(who, n);
    }
  }

 private:
  const detail::member_day_list& members() const {
    if (members_) return *members_;
    members_.emplace();
    const kind_index programs = net_.schema().index_of<kind::program>();
    const kind_index organizations = net_.schema().index_of<kind::organization>();
    const auto see = [&](relation_index r) {
      net_.for_each_tie_as_it_lies(r, [&](std::uint32_t, const dated_tie& uv) {
        if (!net_.schema().is_a(uv.target.kind, programs) || !net_.schema().is_a(uv.source.kind, organizations)) return;
        const detail::span_of_days when = detail::days_of_tie(net_, r, uv, sure_);
        if (when.some()) members_->all.push_back({uv.source, when});
      });
    };
    constexpr relation_traits taking_part = relation_traits::lead | relation_traits::membership;
    for (const relation_index r : net_.schema().relations_with(taking_part)) see(r);
    std::sort(members_->all.begin(), members_->all.end());
    detail::merge_days(members_->all,
                       [](const detail::member_days& a, const detail::member_days& b) { return a.who == b.who; });
    for (const detail::member_days& m : members_->all) members_->counted.add(m.days);
    members_->counted.sort();
    return *members_;
  }

  template <class Key, class Fill>
  std::int64_t counted(std::map<Key, detail::days_counted>& all, Key key, date day, const Fill& fill) const {
    auto found = all.find(key);
    if (found == all.end()) {
      found = all.emplace(key, detail::days_counted{}).first;
      fill(found->second);
      found->second.sort();
    }
    return found->second.on(held_when::number(day));
  }

  snapshot net_;
  certainty sure_;
  mutable std::optional<organization_history> organizations_;
  mutable std::optional<detail::member_day_list> members_;
  mutable std::map<kind_index, detail::days_counted> orders_, began_;
  mutable std::map<relation_index, detail::days_counted> pairs_;
  mutable std::optional<std::vector<std::pair<vertex_ref, detail::span_of_days>>> deliveries_;
};

}  // namespace capnet
