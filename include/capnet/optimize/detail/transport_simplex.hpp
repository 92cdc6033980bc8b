#pragma once
/// The network simplex over rows with seats and columns, from an assignment to the best one.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <capnet/optimize/assignment_problem.hpp>

namespace capnet::detail {

/// Seats as a flow: each row sends a unit for each seat, to columns or, as an empty seat, to the root; each column
/// takes one, from a row or, if it stays free, from the root. A basis is a tree over rows, columns and the root, in
/// which every node can send flow to the root (strongly feasible, Cunningham 1976), so that no basis comes twice.
///
/// Arcs are numbered: those of the problem; of each row to the root, one for each cost of its empty seats; of the root
/// to each column.
class transport_simplex {
 public:
  explicit transport_simplex(const assignment_problem& p)
      : p_{p},
        rows_{static_cast<node>(p.rows())},
        root_{static_cast<node>(p.rows() + p.columns)},
        parent_(root_ + std::size_t{1}, none),
        first_child_(parent_.size(), none),
        next_(parent_.size(), none),
        previous_(parent_.size(), none),
        depth_(parent_.size()),
        arc_(parent_.size()),
        to_parent_(parent_.size()),
        flow_(parent_.size()),
        potential_(parent_.size()) {}

  /// Pre: `seat_column` is an assignment.
  [[nodiscard]] assignment_result solve(const std::vector<std::uint32_t>& seat_column) {
    plant(seat_column);
    const auto block = static_cast<std::size_t>(std::sqrt(static_cast<double>(to_columns() + p_.columns)));
    while (price(block)) pivot();
    return result();
  }

 private:
  using node = std::uint32_t;
  static constexpr node none = std::numeric_limits<node>::max();
  static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();
  /// Seats of a row whose being empty costs the same; the dearest of a row are as many as may be.
  struct tier {
    std::int64_t cost, capacity;
    bool full = false;  // and not in the tree
  };
  struct entering_arc {
    std::size_t arc = 0;
    node from = 0, to = 0;
    std::int64_t capacity = unlimited;
    bool full = false;         // its flow falls
    std::int64_t reduced = 0;  // what a unit of change costs, below 0
  };

  [[nodiscard]] node column_node(std::size_t j) const { return rows_ + static_cast<node>(j); }
  [[nodiscard]] std::size_t to_columns() const { return p_.column.size() + tiers_.size(); }  // first arc of the root
  [[nodiscard]] tier* tier_of(std::size_t arc) {
    return arc >= p_.column.size() && arc < to_columns() ? &tiers_[arc - p_.column.size()] : nullptr;
  }
  /// What more the arc of a node can carry.
  [[nodiscard]] std::int64_t left_on(node v) {
    const tier* const t = tier_of(arc_[v]);
    return (t == nullptr ? unlimited : t->capacity) - flow_[v];
  }

  void hang(node v, node under, std::size_t arc, bool to_parent, std::int64_t flow) {
    parent_[v] = under, arc_[v] = arc, to_parent_[v] = to_parent, flow_[v] = flow;
    next_[v] = first_child_[under], previous_[v] = none;
    if (next_[v] != none) previous_[next_[v]] = v;
    first_child_[under] = v;
  }
  void cut(node v) {
    (previous_[v] == none ? first_child_[parent_[v]] : next_[previous_[v]]) = next_[v];
    if (next_[v] != none) previous_[next_[v]] = previous_[v];
  }

  /// The tree of an assignment: rows below the root, columns below their rows, free ones below the root.
  void plant(const std::vector<std::uint32_t>& seat_column) {
    std::vector<std::int64_t> costs;
    for (std::size_t r = 0, s = 0; r < rows_; ++r) {
      costs.clear();
      std::int64_t empty = 0;
      for (; s < p_.seats() && p_.seat_row[s] == r; ++s) {
        costs.push_back(p_.empty[s]);
        empty += seat_column[s] == unassigned ? 1 : 0;
      }
      std::ranges::sort(costs);
      if (costs.empty()) costs.push_back(0);
      for (const std::int64_t cost : costs) {
        if (tiers_.size() > first_tier_[r] && tiers_.back().cost == cost)
          ++tiers_.back().capacity;
        else
          tiers_.push_back({cost, 1});
      }
      tiers_.back().capacity = unlimited;
      std::size_t t = first_tier_[r];
      for (; empty >= tiers_[t].capacity; ++t) empty -= tiers_[t].capacity, tiers_[t].full = true;
      hang(static_cast<node>(r), root_, p_.column.size() + t, true, empty);
      potential_[r] = -tiers_[t].cost;
      first_tier_.push_back(tiers_.size());
    }
    std::vector<bool> taken(p_.columns);
    for (std::size_t s = 0; s < p_.seats(); ++s) {
      if (seat_column[s] == unassigned) continue;
      const node r = p_.seat_row[s], j = column_node(seat_column[s]);
      std::size_t arc = p_.offset[r];
      while (p_.column[arc] != seat_column[s]) ++arc;
      hang(j, r, arc, false, 1);
      potential_[j] = potential_[r] + p_.cost[arc];
      taken[seat_column[s]] = true;
    }
    for (std::size_t j = 0; j < p_.columns; ++j) {
      if (!taken[j]) hang(column_node(j), root_, to_columns() + j, false, 1);
    }
    for (node v = 0; v < root_; ++v) depth_[v] = parent_[v] == root_ ? 1 : 2;
  }

  /// Finds the arc to bring in: the best of the first rows that have one and make up a block together.
  [[nodiscard]] bool price(std::size_t block) {
    entering_.reduced = 0;
    std::size_t seen = 0;
    for (std::size_t looked = 0; looked <= rows_; ++looked) {
      if (turn_ == rows_)
        price_root();
      else if (p_.offset[turn_] != p_.offset[turn_ + 1])
        price_row(turn_);
      seen += turn_ == rows_ ? p_.columns : p_.offset[turn_ + 1] - p_.offset[turn_];
      turn_ = turn_ == rows_ ? 0 : turn_ + 1;
      if (entering_.reduced < 0 && seen >= block) return true;
    }
    return entering_.reduced < 0;
  }
  void price_row(node r) {
    const std::int64_t mine = potential_[r];
    std::size_t at = to_columns();
    for (std::size_t a = p_.offset[r]; a < p_.offset[r + 1]; ++a) {
      const std::int64_t reduced = p_.cost[a] + mine - potential_[rows_ + p_.column[a]];
      if (reduced < entering_.reduced) entering_.reduced = reduced, at = a;
    }
    if (at != to_columns()) entering_ = {at, r, column_node(p_.column[at]), unlimited, false, entering_.reduced};
    for (std::size_t t = first_tier_[r]; t < first_tier_[r + 1]; ++t) {
      const tier& one = tiers_[t];
      const std::int64_t reduced = one.cost + mine - potential_[root_], change = one.full ? -reduced : reduced;
      if (change < entering_.reduced) entering_ = {p_.column.size() + t, r, root_, one.capacity, one.full, change};
    }
  }
  void price_root() {
    for (std::size_t j = 0; j < p_.columns; ++j) {
      const std::int64_t reduced = potential_[root_] - potential_[column_node(j)];
      if (reduced < entering_.reduced) entering_ = {to_columns() + j, root_, column_node(j), unlimited, false, reduced};
    }
  }

  /// Sends what can be round the cycle that the entering arc closes; the arc that blocks leaves the tree.
  void pivot() {
    const auto [arc, from, to, capacity, full, reduced] = entering_;
    const node first = full ? to : from, second = full ? from : to;  // the cycle leads from the first to the second
    node join = first;
    for (node other = second; join != other;) {
      node& deeper = depth_[join] >= depth_[other] ? join : other;
      deeper = parent_[deeper];
    }
    // Of several arcs that block, the last one on the way from the join round to it.
    std::int64_t most = capacity;
    node out = none;
    bool on_first = false;
    for (node v = first; v != join; v = parent_[v]) {
      const std::int64_t left = to_parent_[v] ? flow_[v] : left_on(v);
      if (left < most) most = left, out = v, on_first = true;
    }
    for (node v = second; v != join; v = parent_[v]) {
      const std::int64_t left = to_parent_[v] ? left_on(v) : flow_[v];
      if (left <= most) most = left, out = v, on_first = false;
    }
    if (most > 0) {
      for (node v = first; v != join; v = parent_[v]) flow_[v] += to_parent_[v] ? -most : most;
      for (node v = second; v != join; v = parent_[v]) flow_[v] += to_parent_[v] ? most : -most;
    }
    if (out == none) {  // the entering arc itself, which can only be that of empty seats
      tier_of(arc)->full = !full;
      return;
    }
    if (tier* const leaving = tier_of(arc_[out])) leaving->full = flow_[out] > 0;
    if (tier* const entered = tier_of(arc)) entered->full = false;
    const node top = on_first ? first : second;
    turn_round(top, out, on_first ? second : first, arc, top == from, full ? capacity - most : most);
    shift(top, (top == from) == full ? reduced : -reduced);
  }
  /// Cuts off what hangs below the arc that leaves, and hangs it up by another of its nodes.
  void turn_round(node v, node out, node under, std::size_t arc, bool to_parent, std::int64_t flow) {
    while (true) {
      const node above = parent_[v];
      const std::size_t old_arc = arc_[v];
      const bool up = to_parent_[v];
      const std::int64_t old_flow = flow_[v];
      cut(v);
      hang(v, under, arc, to_parent, flow);
      if (v == out) return;
      under = v, arc = old_arc, to_parent = !up, flow = old_flow;
      v = above;
    }
  }
  /// Potentials and depths of all below a node.
  void shift(node top, std::int64_t by) {
    node v = top;
    while (true) {
      potential_[v] += by;
      depth_[v] = depth_[parent_[v]] + 1;
      if (first_child_[v] != none) {
        v = first_child_[v];
        continue;
      }
      while (v != top && next_[v] == none) v = parent_[v];
      if (v == top) return;
      v = next_[v];
    }
  }

  /// The columns of a row go to those of its seats that are dearest empty, then to the first.
  [[nodiscard]] assignment_result result() const {
    assignment_result x{std::vector(p_.seats(), unassigned), std::vector<std::int64_t>(p_.columns)};
    std::vector<std::pair<node, std::uint32_t>> taken;  // row and column
    for (node v = 0; v < root_; ++v) {
      if (arc_[v] < p_.column.size() && flow_[v] > 0)
        taken.emplace_back(v < rows_ ? v : parent_[v], p_.column[arc_[v]]);
    }
    std::ranges::sort(taken);
    std::vector<std::pair<std::int64_t, std::size_t>> seats;
    for (std::size_t s = 0, k = 0; s < p_.seats();) {
      const node r = p_.seat_row[s];
      seats.clear();
      for (; s < p_.seats() && p_.seat_row[s] == r; ++s) seats.emplace_back(-p_.empty[s], s);
      std::ranges::sort(seats);
      for (std::size_t n = 0; k < taken.size() && taken[k].first == r; ++k, ++n)
        x.seat_column[seats[n].second] = taken[k].second;
    }
    for (std::size_t j = 0; j < p_.columns; ++j) x.price[j] = potential_[column_node(j)] - potential_[root_];
    return x;
  }

  const assignment_problem& p_;
  const node rows_, root_;                                    // nodes: rows, columns, the root
  std::vector<node> parent_, first_child_, next_, previous_;  // the tree; siblings
  std::vector<std::uint32_t> depth_;
  std::vector<std::size_t> arc_;         // between a node and its parent
  std::vector<std::uint8_t> to_parent_;  // it leads there
  std::vector<std::int64_t> flow_;       // on it
  std::vector<std::int64_t> potential_;  // the reduced cost of an arc: its cost + that of its source - its target's
  std::vector<tier> tiers_{};
  std::vector<std::size_t> first_tier_{0};  // of each row
  node turn_ = 0;                           // the row that is priced next
  entering_arc entering_{};
};

}  // namespace capnet::detail
