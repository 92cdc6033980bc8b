#pragma once
/// Rows of ends that walks of a query reached, and sets of them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/large_vector.hpp>
#include <capnet/query/detail/asked_days.hpp>
#include <capnet/query/plan.hpp>

namespace capnet::detail {

/// Walks that end at one vertex, on some of the days. Of the rows of one group and position no two share a day.
struct reached {
  std::int32_t position;
  std::uint32_t group;  ///< what was named on the way, and the start where several are asked side by side
  std::uint64_t days;
  std::uint64_t walks;
  double weight;
  std::uint64_t unknown;

  /// Walks to the same end on the same days.
  void add(const reached& more) {
    walks = saturating_sum(walks, more.walks);
    weight += more.weight;
    unknown = saturating_sum(unknown, more.unknown);
  }
};
using reached_rows = large_vector<reached>;

/// Adds rows of one group and position to others: each day's walks summed up in the order of the rows, days that come
/// to the same in one row.
inline void join(std::span<const reached> same, reached_rows& out) {
  std::uint64_t seen = 0;
  bool overlap = false, alike = true;
  for (const reached& r : same) {
    overlap = overlap || (seen & r.days) != 0;
    alike = alike && r.days == same.front().days;
    seen |= r.days;
  }
  if (!overlap) return static_cast<void>(out.insert(out.end(), same.begin(), same.end()));
  if (alike) {
    reached one = same.front();
    for (const reached& r : same.subspan(1)) one.add(r);
    return out.push_back(one);
  }
  std::array<reached, asked_days::most> on;  // [day]
  seen = 0;
  for (const reached& r : same) {
    for_each_bit(r.days, [&](std::size_t d) {
      (seen >> d & 1) != 0 ? on[d].add(r) : static_cast<void>(on[d] = r);
      seen |= std::uint64_t{1} << d;
    });
  }
  const std::size_t first = out.size();
  for_each_bit(seen, [&](std::size_t d) {  // days that come to the same are one row
    const auto known = std::find_if(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), [&](const reached& r) {
      return r.walks == on[d].walks && r.weight == on[d].weight && r.unknown == on[d].unknown;
    });
    if (known != out.end()) return static_cast<void>(known->days |= std::uint64_t{1} << d);
    on[d].days = std::uint64_t{1} << d;
    out.push_back(on[d]);
  });
}

/// Puts rows in order, with memory that is kept.
class row_order {
 public:
  /// By group and position; those of one of each keep their order.
  void order(reached_rows& rows) {
    const auto key = [](const reached& r) {
      return std::uint64_t{r.group} << 32 | static_cast<std::uint32_t>(r.position);
    };
    bool sorted = true;
    for (std::size_t k = 1; k < rows.size() && sorted; ++k) sorted = key(rows[k - 1]) <= key(rows[k]);
    if (sorted) return;
    order_.clear();
    for (std::uint32_t k = 0; k < rows.size(); ++k) order_.emplace_back(key(rows[k]), k);
    std::sort(order_.begin(), order_.end());
    spare_.clear();
    spare_.reserve(rows.size());
    for (const auto& [place, k] : order_) spare_.push_back(rows[k]);
    std::swap(rows, spare_);
  }
  /// Adds up what walks to one position have in common: afterwards no two rows of a group and position share a day.
  void put_together(reached_rows& rows) {
    order(rows);
    std::size_t kept = 0;
    reached_rows& out = spare_;
    out.clear();
    for (std::size_t first = 0; first < rows.size(); first = kept) {
      kept = first + 1;
      while (kept < rows.size() && rows[kept].position == rows[first].position && rows[kept].group == rows[first].group)
        ++kept;
      join({rows.data() + first, kept - first}, out);
    }
    std::swap(rows, out);
  }

 private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order_;
  reached_rows spare_;
};

}  // namespace capnet::detail
