#pragma once
/// Who could take which seat, at what cost.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <capnet/core/expect.hpp>

namespace capnet {

/// Rows that have seats, columns that can take one seat each, and what each pair that is allowed costs.
struct assignment_problem {
  std::size_t columns = 0;
  std::vector<std::size_t> offset{0};     ///< the arcs of row r are [offset[r], offset[r + 1])
  std::vector<std::uint32_t> column{};    ///< of each arc; within a row each at most once
  std::vector<std::int64_t> cost{};       ///< of each arc, of either sign
  std::vector<std::uint32_t> seat_row{};  ///< row of each seat, ascending
  std::vector<std::int64_t> empty{};      ///< what it costs to leave each seat empty

  [[nodiscard]] std::size_t rows() const { return offset.size() - 1; }
  [[nodiscard]] std::size_t seats() const { return seat_row.size(); }
};

inline constexpr std::uint32_t unassigned = 0xFFFFFFFF;

struct assignment_result {
  std::vector<std::uint32_t> seat_column{};  ///< of each seat; `unassigned` if it stays empty
  /// Of each column, 0 or less, and 0 where the column is free: the dual, which proves that no assignment costs less
  /// (assignment_certificate.hpp).
  std::vector<std::int64_t> price{};
};

namespace detail {

/// Refuses what is no such problem, or has numbers that sums of could overflow.
inline void expect_assignment(const assignment_problem& p) {
  expect(!p.offset.empty() && p.offset.front() == 0 && p.offset.back() == p.column.size(),
         "offsets of rows that don't span the arcs; expected one more than rows, from 0 to ", p.column.size());
  expect(p.cost.size() == p.column.size(), p.cost.size(), " costs for ", p.column.size(), " arcs; expected one each");
  expect(p.empty.size() == p.seats(), p.empty.size(), " costs of empty seats for ", p.seats(),
         " seats; expected one each");
  expect(p.columns < unassigned && p.seats() < unassigned && p.rows() < unassigned - p.columns,
         "4,294,967,295 seats, or rows and columns; expected fewer");
  for (std::size_t r = 0; r + 1 < p.offset.size(); ++r)
    expect(p.offset[r] <= p.offset[r + 1], "the arcs of row ", r, " end before they begin");
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() / 8 / static_cast<std::int64_t>(p.seats() + 2);
  const auto small = [most](std::int64_t cost) { return -most <= cost && cost <= most; };
  for (std::size_t a = 0; a < p.column.size(); ++a) {
    expect(p.column[a] < p.columns, "an arc to column ", p.column[a], " of ", p.columns);
    expect(small(p.cost[a]), "a cost of ", p.cost[a], "; expected at most ", most, ", for sums of it are reckoned");
  }
  for (std::size_t s = 0; s < p.seats(); ++s) {
    expect(p.seat_row[s] < p.rows() && (s == 0 || p.seat_row[s - 1] <= p.seat_row[s]),
           "seats are not in the order of their rows, or there is no row ", p.seat_row[s]);
    expect(small(p.empty[s]), "an empty seat costs ", p.empty[s], "; expected at most ", most);
  }
}

/// Refuses what is no assignment.
inline void expect_assigned(const assignment_problem& p, const std::vector<std::uint32_t>& seat_column) {
  expect(seat_column.size() == p.seats(), "columns for ", seat_column.size(), " seats; expected ", p.seats());
  std::vector<bool> taken(p.columns);
  for (std::size_t s = 0; s < p.seats(); ++s) {
    const std::uint32_t j = seat_column[s];
    if (j == unassigned) continue;
    const auto row = p.column.begin();
    const auto first = row + static_cast<std::ptrdiff_t>(p.offset[p.seat_row[s]]);
    const auto last = row + static_cast<std::ptrdiff_t>(p.offset[p.seat_row[s] + std::size_t{1}]);
    expect(std::find(first, last, j) != last && !taken[j], "seat ", s, " starts in column ", j,
           ", which its row has no arc to or another has; expected an assignment");
    taken[j] = true;
  }
}

}  // namespace detail
}  // namespace capnet
