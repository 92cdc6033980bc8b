#pragma once
/// On which days statements count, and how many do.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include <capnet/model/validity.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet::detail {

/// Half open.
struct span_of_days {
  std::int32_t begin = std::numeric_limits<std::int32_t>::min(), end = std::numeric_limits<std::int32_t>::max();
  [[nodiscard]] bool on(std::int32_t day) const { return begin <= day && day < end; }
  [[nodiscard]] bool some() const { return begin < end; }
  friend auto operator<=>(const span_of_days&, const span_of_days&) = default;
};
[[nodiscard]] inline span_of_days both(const span_of_days& a, const span_of_days& b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}
/// On which a held statement counts; none if it is not held.
[[nodiscard]] inline span_of_days days_of(const held_when& when, certainty sure) {
  if (when.status != status::held) return {0, 0};
  return sure == certainty::certain ? span_of_days{when.begin_latest, when.end_earliest}
                                    : span_of_days{when.begin_earliest, when.end_latest};
}
/// On which a vertex lets the ties of a nature count: of deeds for good, once it began.
[[nodiscard]] inline span_of_days days_of_party(const held_when& when, tie_nature nature, certainty sure) {
  span_of_days there = days_of(when, sure);
  if (nature == tie_nature::deed && when.status == status::held) there.end = std::numeric_limits<std::int32_t>::max();
  return there;
}
/// On which a tie counts, given its parties.
[[nodiscard]] inline span_of_days days_of_tie(const snapshot& net, relation_index r, const dated_tie& uv,
                                              certainty sure) {
  const tie_nature nature = net.schema().relation(r).nature;
  return both(days_of(uv.when, sure), both(days_of_party(net.parts().held(uv.source), nature, sure),
                                           days_of_party(net.parts().held(uv.target), nature, sure)));
}

/// Calls `visit(row, uv, days)` for each tie of a relation that ever counts, as they lie.
template <class Visit>
void for_each_tie_with_days(const snapshot& net, relation_index r, certainty sure, const Visit& visit) {
  net.for_each_tie_as_it_lies(r, [&](std::uint32_t row, const dated_tie& uv) {
    const span_of_days when = days_of_tie(net, r, uv, sure);
    if (when.some()) visit(row, uv, when);
  });
}

/// Of sorted rows those of one whose days meet become one row.
template <class Row, class Same>
void merge_days(std::vector<Row>& rows, const Same& same) {
  std::size_t kept = 0;
  for (const Row& row : rows) {
    if (kept > 0 && same(rows[kept - 1], row) && row.days.begin <= rows[kept - 1].days.end)
      rows[kept - 1].days.end = std::max(rows[kept - 1].days.end, row.days.end);
    else
      rows[kept++] = row;
  }
  rows.resize(kept);
}

/// How many of many spans hold on a day, in O(log n).
class days_counted {
 public:
  void add(const span_of_days& days) {
    if (days.some()) begins_.push_back(days.begin), ends_.push_back(days.end);
  }
  void sort() {
    std::sort(begins_.begin(), begins_.end());
    std::sort(ends_.begin(), ends_.end());
  }
  /// Pre: sorted.
  [[nodiscard]] std::int64_t on(std::int32_t day) const {
    return (std::upper_bound(begins_.begin(), begins_.end(), day) - begins_.begin()) -
           (std::upper_bound(ends_.begin(), ends_.end(), day) - ends_.begin());
  }

 private:
  std::vector<std::int32_t> begins_, ends_;
};

}  // namespace capnet::detail
