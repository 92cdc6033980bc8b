#pragma once
/// The rows that a hop leads to: of one group after the other, those of one end added up as they come.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/simd.hpp>
#include <capnet/query/detail/lowered_filter.hpp>
#include <capnet/query/detail/query_memory.hpp>
#include <capnet/query/detail/reached.hpp>

namespace capnet::detail {

/// Rows, and for each position the number of its row, from 1, while a group is at hand. Grows before a loop and not
/// within it.
class row_sums {
 public:
  /// Empty, for ends at positions below n.
  void begin(std::size_t n, bool one_day) {
    slots_ = memory_.of(n);
    size_ = first_ = 0;
    group_ = ~std::uint32_t{0};
    one_day_ = one_day;
  }
  /// Rows from here on are of this group, and are added to no row before.
  void begin_group(std::uint32_t group) {
    if (group == group_) return;
    end_group();
    group_ = group;
  }
  /// Makes room for n more.
  void expect(std::size_t n) {
    if (rows_.size() < size_ + n) rows_.resize(2 * (size_ + n));
  }
  /// Asks for the memory of an end ahead of its use.
  void prefetch(std::int32_t position) const { detail::prefetch(slots_ + position); }

  /// Adds a row to that of its end.   Pre: there is room for it.
  void add(const reached& more) {
    std::uint32_t& slot = slots_[more.position];
    if (slot == 0) {
      rows_[size_] = more;
      slot = static_cast<std::uint32_t>(++size_);
      return;
    }
    reached& row = rows_[(slot & ~apart) - 1];
    if (row.days == more.days && (slot & apart) == 0) return row.add(more);
    slot |= apart;
    some_apart_ = true;
    rows_[size_++] = more;
  }
  /// The same of a row that is added to none: of a group of its own.   Pre: there is room for it.
  void add_alone(const reached& row) { rows_[size_++] = row; }
  /// Adds the walks `from` on to each end that `each` calls its argument with, a candidate. `factors`: what their ties
  /// multiply weights by, NaN where it is unknown; null: nothing. Where most of a query's time is spent.
  /// Pre: there is room for them.
  template <class Each>
  void add_walks(const reached& from, const double* factors, const Each& each) {
    const auto walk_to = [&](const candidate& end) {
      const double factor = factors == nullptr ? 1 : factors[end.tie];
      const bool known = factor == factor;
      return reached{end.position,
                     from.group,
                     end.days,
                     from.walks,
                     known ? from.weight * factor : from.weight,
                     known ? from.unknown : saturating_sum(from.unknown, from.walks)};
    };
    // Among a few rows ends are mostly new ones, which the processor foresees; among many it can't.
    constexpr std::size_t few = 64;
    if (!one_day_ || size_ - first_ < few) return each([&](const candidate& end) { add(walk_to(end)); });
    std::size_t size = size_;
    reached* const rows = rows_.data();
    std::uint32_t* const slots = slots_;
    each([&](const candidate& end) {
      const reached more = walk_to(end);
      const std::uint32_t slot = slots[end.position];
      const std::uint64_t met = slot == 0 ? 0 : ~std::uint64_t{0};
      const std::size_t place = slot == 0 ? size : slot - 1;
      reached& row = rows[place];  // of no value if it is new
      row.position = more.position, row.group = more.group, row.days = more.days;
      row.walks = saturating_sum(row.walks & met, more.walks);
      row.weight = std::bit_cast<double>((std::bit_cast<std::uint64_t>(row.weight) & met) | (~met & minus_zero));
      row.weight += more.weight;
      row.unknown = saturating_sum(row.unknown & met, more.unknown);
      slots[end.position] = static_cast<std::uint32_t>(place + 1);
      size += slot == 0 ? 1 : 0;
    });
    size_ = size;
  }

  /// Hands its rows over, group by group, and is empty.
  void move_to(reached_rows& rows) {
    end_group();
    rows_.resize(size_);
    std::swap(rows_, rows);
    rows_.resize(rows_.capacity());  // elements are left without a value
    size_ = first_ = 0;
  }

 private:
  static constexpr std::uint64_t minus_zero = std::uint64_t{1} << 63;  // bits of a number that sums begin with
  static constexpr std::uint32_t apart = 0x80000000u;  // of a slot: rows of this position follow that can't be merged

  void end_group() {
    for (std::size_t k = first_; k < size_; ++k) slots_[rows_[k].position] = 0;
    if (some_apart_) join_apart();
    first_ = size_;
    some_apart_ = false;
  }
  // Adds up what the group's rows of one position have in common. Slots become chains of such rows on the way.
  void join_apart() {
    later_.resize(size_ - first_);
    for (std::size_t k = size_; k-- > first_;)
      later_[k - first_] = std::exchange(slots_[rows_[k].position], static_cast<std::uint32_t>(k + 1));
    joined_.clear();
    for (std::size_t k = first_; k < size_; ++k) {
      std::uint32_t& slot = slots_[rows_[k].position];
      if (slot != k + 1) continue;  // stands in a chain
      slot = 0;
      same_.clear();
      for (std::size_t at = k + 1; at != 0; at = later_[at - 1 - first_]) same_.push_back(rows_[at - 1]);
      join(same_, joined_);
    }
    size_ = first_;
    expect(joined_.size());
    for (const reached& r : joined_) rows_[size_++] = r;
  }

  reached_rows rows_;
  std::size_t size_ = 0, first_ = 0;  // of the rows; row that the group at hand begins with
  std::uint32_t group_ = 0;
  bool one_day_ = true, some_apart_ = false;
  zeroed_array<std::uint32_t> memory_;
  std::uint32_t* slots_ = nullptr;    // [position]
  std::vector<std::uint32_t> later_;  // [row of the group] number of the next of its position, from 1; or 0
  reached_rows same_, joined_;
};

}  // namespace capnet::detail
