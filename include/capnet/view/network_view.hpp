#pragma once
/// What of a network counts: as of a day or over a window, surely or possibly, with which statuses.
#include <algorithm>
#include <bitset>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include <capnet/core/date.hpp>
#include <capnet/core/id.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// Which statements a view keeps. By default all that are held, whatever their days.
struct view_options {
  std::optional<date> day{};         ///< keep what is active on this day
  std::optional<interval> window{};  ///< keep what is active on some day of the window; with `day` too, both must hold
  certainty sure = certainty::certain;
  std::bitset<5> statuses = 1;  ///< bit k: keep status k; by default held alone
};

/// A snapshot seen through `view_options`. Nothing is copied; cheap to pass by value.
class network_view {
 public:
  explicit network_view(snapshot net, view_options options = {}) : net_{std::move(net)}, options_{options} {
    prepare();
  }

  [[nodiscard]] const snapshot& net() const { return net_; }
  [[nodiscard]] const capnet::schema& schema() const { return net_.schema(); }
  [[nodiscard]] const view_options& options() const { return options_; }
  /// The day that dated attributes are read at: the view's day, else the last one of its window, else none.
  [[nodiscard]] date day() const {
    return options_.day      ? *options_.day
           : options_.window ? options_.window->end - std::chrono::days{1}
                             : unbounded_future;
  }
  /// The same view with another certainty.
  [[nodiscard]] network_view with(certainty sure) const {
    network_view other = *this;
    other.options_.sure = sure;
    other.prepare();
    return other;
  }

  /// Whether what held then and so counts.
  [[nodiscard]] bool keeps(const held_when& when) const {
    const bool possible = options_.sure == certainty::possible;
    const std::int32_t begin = possible ? when.begin_earliest : when.begin_latest;
    const std::int32_t end = possible ? when.end_latest : when.end_earliest;
    return options_.statuses.test(static_cast<std::size_t>(when.status)) && begin <= last_begin_ && end > first_end_ &&
           (!options_.window || std::max(begin, window_begin_) < std::min(end, window_end_));
  }
  [[nodiscard]] bool contains(vertex_ref v) const { return keeps(net_.held(v)); }
  /// Whether the tie counts. Its ends need not: a tie may outlast what it is tied to, which the audit reports.
  [[nodiscard]] bool contains(tie_ref t) const {
    const capnet::layer& ties = net_.layer(t.relation);
    return !ties.is_retracted(t.row) && keeps(ties.tie(t.row).when);
  }
  [[nodiscard]] capnet::sector sector(vertex_ref v) const { return net_.sector(v, day()); }

  /// Calls `visit(vertex_ref)` for each vertex of a kind that counts, by id. Time O(vertices of the kind).
  template <class Visit>
  void for_each_vertex(kind_index k, Visit&& visit) const {
    for (const vertex_ref v : net_.vertices(k)) {
      if (contains(v)) visit(v);
    }
  }
  /// Calls `visit(tie_ref, const dated_tie&)` for each tie of a relation that counts, by row. Time O(ties of the
  /// relation).
  template <class Visit>
  void for_each_tie(relation_index r, Visit&& visit) const {
    net_.layer(r).for_each([&](std::uint32_t row, const dated_tie& uv) {
      if (keeps(uv.when)) visit(tie_ref{r, row}, uv);
    });
  }
  /// The same for ties whose ends count too: what measures of the network as it stood are made of.
  template <class Visit>
  void for_each_whole_tie(relation_index r, Visit&& visit) const {
    for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
      if (contains(uv.source) && contains(uv.target)) visit(t, uv);
    });
  }
  /// Calls `visit(tie_end)` for each tie that leaves (`out`) or reaches (`in`) a vertex and counts. Time O(degree).
  template <class Visit>
  void for_each_out(relation_index r, vertex_ref v, Visit&& visit) const {
    filter(net_.layer(r), true, v, visit);
  }
  template <class Visit>
  void for_each_in(relation_index r, vertex_ref v, Visit&& visit) const {
    filter(net_.layer(r), false, v, visit);
  }

  /// Number of vertices of a kind, and of ties of a relation, that count.
  [[nodiscard]] std::size_t order(kind_index k) const {
    std::size_t n = 0;
    for_each_vertex(k, [&](vertex_ref) { ++n; });
    return n;
  }
  [[nodiscard]] std::size_t size(relation_index r) const {
    std::size_t m = 0;
    for_each_tie(r, [&](tie_ref, const dated_tie&) { ++m; });
    return m;
  }

 private:
  template <class Visit>
  void filter(const layer& ties, bool forward, vertex_ref v, Visit&& visit) const {
    const endpoint_domain& mine = forward ? ties.sources() : ties.targets();
    const endpoint_domain& other = forward ? ties.targets() : ties.sources();
    if (!mine.admits(v.kind)) return;
    const layer::row_range row = forward ? ties.out_row(mine.position(v)) : ties.in_row(mine.position(v));
    for (std::size_t at = row.first; at < row.last; ++at) {
      if (keeps(row.side->times[at]))
        visit(tie_end{other.at(row.side->neighbors[at]), {ties.relation(), row.side->row(at)}});
    }
  }
  // The day as bounds that hold for all if no day is asked for: begin <= last_begin_ and end > first_end_.
  void prepare() {
    last_begin_ = options_.day ? held_when::number(*options_.day) : std::numeric_limits<std::int32_t>::max();
    first_end_ = options_.day ? held_when::number(*options_.day) : std::numeric_limits<std::int32_t>::min();
    if (!options_.window) return;
    window_begin_ = held_when::number(options_.window->begin);
    window_end_ = held_when::number(options_.window->end);
  }
  snapshot net_;
  view_options options_;
  std::int32_t last_begin_ = 0, first_end_ = 0, window_begin_ = 0, window_end_ = 0;
};

/// The network as it stood on a day. `certain` is never more than `possible`.
[[nodiscard]] inline network_view as_of(const snapshot& net, date day, certainty sure = certainty::certain) {
  return network_view{net, {.day = day, .sure = sure}};
}
/// All that was ever held.
[[nodiscard]] inline network_view all_held(const snapshot& net) { return network_view{net}; }

}  // namespace capnet
