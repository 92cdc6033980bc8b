#pragma once
/// Compressed rows laid out for gathers: 16 rows side by side, so that one vector instruction adds an arc to each.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet::detail {

/// Rows in places by falling length, equal lengths by number (SELL-16 after Kreutzer et al. 2014, sorted as a whole).
/// 16 places in a row form a slice: its slots hold the first arc of each of its rows, then the second of each, and so
/// on.
///
/// A row of `long_row` arcs or more is cut into strands instead: arc k of a piece goes to lane k mod 16 of a slice of
/// its own. So what is added up in which order depends on the length of the row alone. The slots that pad stay below 16
/// (long_row + slices).
class sliced_rows {
 public:
  static constexpr std::size_t lanes = 16;
  static constexpr arc_index long_row = 4096;
  static constexpr arc_index piece_size = 1u << 16;
  /// Slots beyond the last that may be read, to look ahead.
  static constexpr std::ptrdiff_t ahead = 64;
  /// Slices that one thread takes at a time; they depend on the rows alone.
  struct task {
    std::size_t first = 0, last = 0;
  };

  sliced_rows() = default;
  /// `relabel`: columns become places as well, so that vectors stand in the order of the places. Weights are laid out
  /// apart. Time O(n + m), space O(n + m).   Throws: stopped.
  sliced_rows(const compressed_rows& rows, bool relabel, const execution& how) : order_{rows.order()} {
    sort_by_length(rows);
    if (relabel && !in_order_) {
      place_.resize(order_);
      for (vertex_index p = 0; p < order_; ++p) place_[row_[p]] = p;
    }
    cut(rows);
    fill(rows, how);
    place_ = {};
  }

  [[nodiscard]] vertex_index order() const noexcept { return order_; }
  [[nodiscard]] std::size_t slices() const noexcept { return first_slot_.size() - 1; }
  /// The row at a place. The identity if `in_order()`.
  [[nodiscard]] std::span<const vertex_index> row() const noexcept { return row_; }
  [[nodiscard]] bool in_order() const noexcept { return in_order_; }
  /// Places before this one have arcs, those from it on have none.
  [[nodiscard]] vertex_index empty_from() const noexcept { return empty_from_; }

  /// The first slices are pieces of long rows: `piece_place()[s]` is the place of the row.
  [[nodiscard]] std::span<const vertex_index> piece_place() const noexcept { return piece_place_; }
  [[nodiscard]] vertex_index long_rows() const noexcept { return long_rows_; }
  /// The first place of a slice that isn't a piece.
  [[nodiscard]] std::size_t first_place(std::size_t slice) const noexcept {
    return long_rows_ + lanes * (slice - piece_place_.size());
  }
  [[nodiscard]] std::span<const task> tasks() const noexcept { return tasks_; }

  [[nodiscard]] const vertex_index* columns(std::size_t slice) const noexcept {
    return columns_.data() + first_slot_[slice];
  }
  /// Where a slice begins, among all slots.
  [[nodiscard]] std::size_t first_slot(std::size_t slice) const noexcept { return first_slot_[slice]; }
  /// Of the 16 lanes, never rising. At most long_row.
  [[nodiscard]] const std::int32_t* lengths(std::size_t slice) const noexcept {
    return lengths_.data() + lanes * slice;
  }

  /// The weights of the rows that this was made from, in the order of the slots; what pads is 0. Empty if they have
  /// none.
  template <class Real>
  [[nodiscard]] large_vector<Real> weights_of(const compressed_rows& rows, const execution& how) const {
    large_vector<Real> weights;
    if (rows.weights.empty()) return weights;
    weights.resize(first_slot_.back());
    for_each_slice(how, [&](std::size_t s) {
      std::fill(weights.data() + first_slot_[s], weights.data() + first_slot_[s + 1], Real{0});
      for_each_lane(rows, s, [&](std::size_t slot, std::size_t stride, arc_index first, arc_index count) {
        for (arc_index k = 0; k < count; ++k) weights[slot + k * stride] = static_cast<Real>(rows.weights[first + k]);
      });
    });
    return weights;
  }

 private:
  void sort_by_length(const compressed_rows& rows) {
    row_.resize(order_);
    std::iota(row_.begin(), row_.end(), vertex_index{0});
    arc_index longest = 0;
    for (vertex_index u = 0; u < order_; ++u) {
      if (u > 0 && rows.degree(u) > rows.degree(u - 1)) in_order_ = false;
      longest = std::max(longest, rows.degree(u));
    }
    if (!in_order_) {
      std::vector<vertex_index> next(std::size_t{longest} + 2, 0);  // by how much shorter than the longest
      for (vertex_index u = 0; u < order_; ++u) ++next[longest - rows.degree(u) + 1];
      for (std::size_t k = 1; k < next.size(); ++k) next[k] += next[k - 1];
      for (vertex_index u = 0; u < order_; ++u) row_[next[longest - rows.degree(u)]++] = u;
    }
    const auto shorter_than = [&](arc_index length) {
      return static_cast<vertex_index>(
          std::partition_point(row_.begin(), row_.end(), [&](vertex_index u) { return rows.degree(u) >= length; }) -
          row_.begin());
    };
    empty_from_ = shorter_than(1);
    long_rows_ = shorter_than(long_row);
  }

  /// Slices of places with arcs, and tasks of about as many slots each.
  void cut(const compressed_rows& rows) {
    constexpr std::size_t slots_of_task = 1u << 15;
    first_slot_.assign(1, 0);
    task current;
    const auto add = [&](std::size_t steps) {
      first_slot_.push_back(first_slot_.back() + steps * lanes);
      current.last = slices();
      if (first_slot_.back() + current.last * 4 * lanes - (first_slot_[current.first] + current.first * 4 * lanes) <
          slots_of_task)
        return;
      tasks_.push_back(current);
      current.first = current.last;
    };
    for (vertex_index p = 0; p < long_rows_; ++p) {
      const arc_index length = rows.degree(row_[p]);
      for (arc_index done = 0; done < length; done += std::min(length - done, piece_size)) {
        piece_place_.push_back(p);
        add((std::min(length - done, piece_size) + lanes - 1) / lanes);
      }
    }
    if (current.last > current.first) {  // a task is of pieces alone or of none
      tasks_.push_back(current);
      current.first = current.last;
    }
    for (std::size_t p = long_rows_; p < empty_from_; p += lanes) add(rows.degree(row_[p]));
    if (current.last > current.first) tasks_.push_back(current);
  }

  template <class Work>
  void for_each_slice(const execution& how, const Work& work) const {
    parallel_for_blocks(tasks_.size(), 1, how, [&](std::size_t k, std::size_t, std::size_t) {
      for (std::size_t s = tasks_[k].first; s < tasks_[k].last; ++s) work(s);
    });
  }

  /// The arcs of a slice: `visit(slot, stride, first, count)` where the arc `first + k` has the slot `slot + k stride`,
  /// for k < count.
  template <class Visit>
  void for_each_lane(const compressed_rows& rows, std::size_t s, const Visit& visit) const {
    if (s < piece_place_.size()) {
      const auto [first, size] = piece(rows, s);
      visit(first_slot_[s], 1, first, size);
      return;
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t p = first_place(s) + lane;
      if (p < order_) visit(first_slot_[s] + lane, lanes, rows.offsets[row_[p]], rows.degree(row_[p]));
    }
  }
  struct stretch {
    arc_index first = 0, size = 0;
  };
  [[nodiscard]] stretch piece(const compressed_rows& rows, std::size_t s) const {
    const vertex_index p = piece_place_[s];
    std::size_t before = s;
    while (before > 0 && piece_place_[before - 1] == p) --before;
    const arc_index skipped = static_cast<arc_index>(s - before) * piece_size;
    return {rows.offsets[row_[p]] + skipped, std::min(rows.degree(row_[p]) - skipped, piece_size)};
  }

  void fill(const compressed_rows& rows, const execution& how) {
    columns_.resize(first_slot_.back() + ahead);
    std::fill(columns_.end() - ahead, columns_.end(), vertex_index{0});
    lengths_.resize(lanes * slices());
    for_each_slice(how, [&](std::size_t s) {
      s < piece_place_.size() ? fill_piece(rows, s) : fill_slice(rows, s);
      if (place_.empty()) return;
      const vertex_index* const place = place_.data();
      for (std::size_t slot = first_slot_[s]; slot < first_slot_[s + 1]; ++slot) columns_[slot] = place[columns_[slot]];
    });
  }

  void fill_piece(const compressed_rows& rows, std::size_t s) {
    const auto [first, size] = piece(rows, s);
    vertex_index* const to = columns_.data() + first_slot_[s];
    std::copy_n(rows.columns.data() + first, size, to);
    std::fill(to + size, columns_.data() + first_slot_[s + 1], vertex_index{0});
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      lengths_[lanes * s + lane] = static_cast<std::int32_t>((size + lanes - 1 - lane) / lanes);
    }
  }

  /// Slot after slot, so that each line of the layout is written once; 16 rows are read side by side.
  void fill_slice(const compressed_rows& rows, std::size_t s) {
    std::array<const vertex_index*, lanes> from{};
    std::int32_t* const lengths = lengths_.data() + lanes * s;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::size_t p = first_place(s) + lane;
      lengths[lane] = p < order_ ? static_cast<std::int32_t>(rows.degree(row_[p])) : 0;
      from[lane] = rows.columns.data() + (lengths[lane] > 0 ? rows.offsets[row_[p]] : 0);
    }
    vertex_index* to = columns_.data() + first_slot_[s];
    std::int32_t k = 0;
    for (const std::int32_t shortest = lengths[lanes - 1]; k < shortest; ++k, to += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) to[lane] = from[lane][k];
    }
    for (const std::int32_t longest = lengths[0]; k < longest; ++k, to += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) to[lane] = k < lengths[lane] ? from[lane][k] : 0;
    }
  }

  vertex_index order_ = 0, empty_from_ = 0, long_rows_ = 0;
  bool in_order_ = true;
  std::vector<vertex_index> row_, place_, piece_place_;
  std::vector<std::size_t> first_slot_ = std::vector<std::size_t>(1, 0);
  std::vector<task> tasks_;
  large_vector<vertex_index> columns_;
  large_vector<std::int32_t> lengths_;
};

/// The 16 strands of a piece as one sum, in a fixed order.
template <class Real>
[[nodiscard]] Real sum_of_strands(const Real* lane, std::size_t stride = 1) {
  std::array<Real, 8> s{};
  for (std::size_t k = 0; k < 8; ++k) s[k] = lane[k * stride] + lane[(k + 8) * stride];
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

}  // namespace capnet::detail
