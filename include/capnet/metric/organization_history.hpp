#pragma once
/// The organization network of every day at once: its links with the days on which they hold.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/metric/days_counted.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// All links that organizations ever had, of one certainty: what answers on many days share. Made once, in the time of
/// one day's organization network and its memory: 24 bytes a link. Of what is held alone.
class organization_history {
 public:
  organization_history(const snapshot& net, certainty sure) : net_{net}, sure_{sure} {
    const kind_index organizations = net.schema().index_of<kind::organization>();
    for (const kind_index k : net.schema().subkinds(organizations)) {
      for (const vertex_ref v : net.vertices(k)) {
        numbers_.emplace(v, static_cast<vertex_index>(vertices_.size()));
        vertices_.push_back(v);
        exists_.push_back(days(net.held(v)));
      }
    }
    see_direct(organizations);
    see_programs();
    see_meetings();
    std::sort(links_.begin(), links_.end());
    detail::merge_days(links_, [](const link& a, const link& b) { return a.u == b.u && a.v == b.v; });
    lay_out();
  }

  /// As `organization_network` of the view of that day. Time O(n + links).
  [[nodiscard]] flattened organizations(date day) const {
    const std::int32_t t = held_when::number(day);
    flattened flat;
    std::vector<vertex_index> number(vertices_.size(), none);
    for (vertex_index u = 0; u < vertices_.size(); ++u) {
      if (!exists_[u].on(t)) continue;
      number[u] = static_cast<vertex_index>(flat.vertices.size());
      flat.numbers.emplace(vertices_[u], number[u]);
      flat.vertices.push_back(vertices_[u]);
    }
    detail::large_vector<arc_index> offsets(1, 0);
    offsets.reserve(flat.vertices.size() + 1);
    detail::large_vector<vertex_index> targets(to_.size() + 1);
    std::size_t arcs = 0;
    for (vertex_index u = 0; u < vertices_.size(); ++u) {
      if (number[u] == none) continue;
      for (std::size_t a = first_[u]; a < first_[u + 1]; ++a) {  // written whether it counts or not
        targets[arcs] = number[to_[a]];
        arcs += static_cast<std::size_t>(begin_[a] <= t) & static_cast<std::size_t>(t < end_[a]);
      }
      offsets.push_back(static_cast<arc_index>(arcs));
    }
    targets.resize(arcs);
    flat.graph = compressed_graph::from_rows(std::move(offsets), std::move(targets));
    return flat;
  }

 private:
  using span_of_days = detail::span_of_days;
  static constexpr vertex_index none = std::numeric_limits<vertex_index>::max();
  struct link {
    vertex_index u, v;
    span_of_days days;
    friend auto operator<=>(const link&, const link&) = default;
  };
  struct runner {
    vertex_ref program, who;
    span_of_days when;
    friend auto operator<=>(const runner&, const runner&) = default;
  };
  struct attendance {
    vertex_ref event;
    vertex_index who;
    span_of_days when;
    friend auto operator<=>(const attendance&, const attendance&) = default;
  };
  [[nodiscard]] span_of_days days(const held_when& when) const { return detail::days_of(when, sure_); }
  /// Calls `visit(uv, days)` for each tie that ever counts.
  template <class Visit>
  void for_each_tie(relation_index r, const Visit& visit) const {
    detail::for_each_tie_with_days(
        net_, r, sure_, [&](std::uint32_t, const dated_tie& uv, const span_of_days& when) { visit(uv, when); });
  }
  template <class Visit>
  void for_each_tie_with(relation_traits traits, const Visit& visit) const {
    for (const relation_index r : net_.schema().relations_with(traits)) for_each_tie(r, visit);
  }
  void add(vertex_ref a, vertex_ref b, const span_of_days& when) {
    const auto u = numbers_.find(a), v = numbers_.find(b);
    if (u && v) add(*u, *v, when);
  }
  void add(vertex_index u, vertex_index v, span_of_days when) {
    when = both(when, both(exists_[u], exists_[v]));
    if (u != v && when.some()) links_.push_back({std::min(u, v), std::max(u, v), when});
  }

  void see_direct(kind_index organizations) {
    const auto some = [&](const endpoint_domain& ends) {
      return std::ranges::any_of(net_.schema().subkinds(organizations), [&](kind_index k) { return ends.admits(k); });
    };
    for (const layer& rows : net_.layers()) {
      if (!some(rows.sources()) || !some(rows.targets())) continue;
      for_each_tie(rows.relation(),
                   [&](const dated_tie& uv, const span_of_days& when) { add(uv.source, uv.target, when); });
    }
  }

  void see_programs() {
    std::vector<runner> runners;
    const kind_index programs = net_.schema().index_of<kind::program>();
    for_each_tie_with(relation_traits::lead, [&](const dated_tie& uv, const span_of_days& when) {
      if (!net_.schema().is_a(uv.target.kind, programs)) return;
      runners.push_back({uv.target, uv.source, when});
    });
    std::sort(runners.begin(), runners.end());
    for_each_tie_with(relation_traits::membership, [&](const dated_tie& uv, const span_of_days& when) {
      if (!net_.schema().is_a(uv.target.kind, programs)) return;
      for (auto at = std::lower_bound(runners.begin(), runners.end(), uv.target,
                                      [](const runner& r, vertex_ref program) { return r.program < program; });
           at != runners.end() && at->program == uv.target; ++at)
        add(at->who, uv.source, both(at->when, when));
    });
  }

  /// Everybody who was at an event is linked to everybody else there, on days on which no more are there than a meeting
  /// links.
  void see_meetings() {
    std::vector<attendance> all;
    const kind_index events = net_.schema().index_of<kind::event>();
    for_each_tie_with(relation_traits::delivery | relation_traits::contact,
                      [&](const dated_tie& uv, const span_of_days& when) {
                        for (const auto& [who, where] : {std::pair{uv.source, uv.target}, {uv.target, uv.source}}) {
                          if (!net_.schema().is_a(where.kind, events)) continue;
                          const auto u = numbers_.find(who);
                          if (!u) continue;
                          const span_of_days there = both(when, exists_[*u]);
                          if (there.some()) all.push_back({where, *u, there});
                        }
                      });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    for (auto first = all.begin(), last = first; first != all.end(); first = last) {
      std::size_t present = 0;
      for (last = first; last != all.end() && last->event == first->event; ++last)
        present += last == first || last->who != std::prev(last)->who;
      const std::vector<span_of_days> small =
          present <= most_ ? std::vector<span_of_days>{span_of_days{}} : small_days(first, last);
      for (auto a = first; a != last; ++a) {
        for (auto b = std::next(a); b != last; ++b) {
          if (a->who == b->who) continue;
          for (const span_of_days& days : small) add(a->who, b->who, both(days, both(a->when, b->when)));
        }
      }
    }
  }
  /// The days on which at most `most_` different organizations are there.
  template <class Attendance>
  [[nodiscard]] std::vector<span_of_days> small_days(Attendance first, Attendance last) const {
    std::map<std::int32_t, std::vector<std::pair<vertex_index, int>>> changes;  // [day]: who, +1 or -1
    for (auto a = first; a != last; ++a) {
      changes[a->when.begin].emplace_back(a->who, 1);
      changes[a->when.end].emplace_back(a->who, -1);
    }
    std::map<vertex_index, int> there;
    std::size_t present = 0;
    std::vector<span_of_days> small;
    std::int32_t since = std::numeric_limits<std::int32_t>::min();
    for (const auto& [day, who] : changes) {
      if (present <= most_ && since < day) small.push_back({since, day});
      for (const auto& [u, step] : who) {
        int& count = there[u];
        present -= count > 0;
        count += step;
        present += count > 0;
      }
      since = day;
    }
    if (present <= most_) small.push_back({since, std::numeric_limits<std::int32_t>::max()});
    return small;
  }

  /// From links to rows: to smaller neighbors, then to larger ones, each ascending.
  void lay_out() {
    first_.assign(vertices_.size() + 1, 0);
    for (const link& uv : links_) ++first_[uv.u + 1], ++first_[uv.v + 1];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    to_.resize(2 * links_.size()), begin_.resize(to_.size()), end_.resize(to_.size());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    const auto put = [&](vertex_index row, vertex_index neighbor, const span_of_days& when) {
      const std::size_t at = next[row]++;
      to_[at] = neighbor, begin_[at] = when.begin, end_[at] = when.end;
    };
    for (const link& uv : links_) put(uv.v, uv.u, uv.days);
    for (const link& uv : links_) put(uv.u, uv.v, uv.days);
    links_ = {};
  }

  snapshot net_;
  certainty sure_;
  std::size_t most_ = organization_network_options{}.largest_meeting;
  vertex_numbers numbers_;
  std::vector<vertex_ref> vertices_;
  std::vector<span_of_days> exists_;
  std::vector<link> links_;         // until they are laid out
  std::vector<std::size_t> first_;  // [vertex] where its row begins
  std::vector<vertex_index> to_;
  std::vector<std::int32_t> begin_, end_;  // the days [begin, end) on which the arc holds
};

}  // namespace capnet
