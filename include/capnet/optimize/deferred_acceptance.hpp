#pragma once
/// Stable matching of proposers with rows that have several seats, and the verifier of stability.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/optimize/assignment_problem.hpp>

namespace capnet {

/// Who may take a seat where, and how much either side likes it. Ties go by number: the lower one is liked better.
struct stable_problem {
  std::size_t columns = 0;                   ///< proposers; each takes one seat at most
  std::vector<std::size_t> offset{0};        ///< the arcs of row r are [offset[r], offset[r + 1])
  std::vector<std::uint32_t> column{};       ///< of each arc; within a row each at most once
  std::vector<std::int64_t> column_likes{};  ///< of each arc: how much the column likes the row
  std::vector<std::int64_t> row_likes{};     ///< how much the row likes the column
  std::vector<std::uint32_t> seats{};        ///< of each row
  [[nodiscard]] std::size_t rows() const { return offset.size() - 1; }
};

namespace detail {

inline void expect_stable(const stable_problem& p) {
  expect(!p.offset.empty() && p.offset.front() == 0 && p.offset.back() == p.column.size() &&
             std::ranges::is_sorted(p.offset),
         "offsets of rows that don't span the arcs");
  expect(
      p.column_likes.size() == p.column.size() && p.row_likes.size() == p.column.size() && p.seats.size() == p.rows(),
      "lists of differing lengths; expected a liking of either side for each arc, and seats for each row");
  for (const std::uint32_t j : p.column) expect(j < p.columns, "an arc to column ", j, " of ", p.columns);
}

}  // namespace detail

/// The row that each column is matched with, or `unassigned`: deferred acceptance (Gale & Shapley 1962), where columns
/// propose. It is stable: no column and row that are not matched would both rather be; and of all stable matchings
/// every column likes this best. Which seats are filled is the same in all of them (Roth 1986).
///
/// Throws input_error for lists that don't fit. Time O(m log m), space O(m).
[[nodiscard]] inline std::vector<std::uint32_t> deferred_acceptance(const stable_problem& p) {
  detail::expect_stable(p);
  struct wish {
    std::uint32_t column, row;
    std::size_t arc;
  };
  std::vector<wish> wishes;
  wishes.reserve(p.column.size());
  for (std::uint32_t r = 0; r < p.rows(); ++r) {
    for (std::size_t a = p.offset[r]; a < p.offset[r + 1]; ++a) wishes.push_back({p.column[a], r, a});
  }
  std::ranges::sort(wishes, [&](const wish& x, const wish& y) {
    if (x.column != y.column) return x.column < y.column;
    const std::int64_t more = p.column_likes[x.arc], less = p.column_likes[y.arc];
    return more != less ? more > less : x.row < y.row;
  });
  std::vector<std::size_t> next(p.columns + 1, 0);  // of each column, its next wish
  for (const wish& w : wishes) ++next[w.column + 1];
  for (std::size_t j = 0; j < p.columns; ++j) next[j + 1] += next[j];
  const std::vector<std::size_t> last(next.begin() + 1, next.end());
  std::vector<std::uint32_t> row_of(p.columns, unassigned);
  // Who has a seat in each row, as a heap with the one it likes least on top: (likes, column counted down).
  using seated = std::pair<std::int64_t, std::int64_t>;
  std::vector<std::vector<seated>> held(p.rows());
  for (std::uint32_t first = 0; first < p.columns; ++first) {
    for (std::uint32_t j = first; next[j] < last[j];) {
      const wish& w = wishes[next[j]++];
      if (p.seats[w.row] == 0) continue;
      std::vector<seated>& here = held[w.row];
      const seated mine{p.row_likes[w.arc], -static_cast<std::int64_t>(j)};
      if (here.size() == p.seats[w.row] && mine < here.front()) continue;
      here.push_back(mine);
      std::ranges::push_heap(here, std::greater{});
      row_of[j] = w.row;
      if (here.size() <= p.seats[w.row]) break;
      std::ranges::pop_heap(here, std::greater{});
      j = static_cast<std::uint32_t>(-here.back().second);
      row_of[j] = unassigned;
      here.pop_back();
    }
  }
  return row_of;
}

/// How many arcs block a matching: the column is free or likes the row better than its own, and the row has a seat left
/// or likes the column better than one that it has. A stable matching has none. Pre: `row_of` respects seats and arcs.
/// Throws input_error for lists that don't fit. Time O(m).
[[nodiscard]] inline std::size_t blocking_pairs(const stable_problem& p, const std::vector<std::uint32_t>& row_of) {
  detail::expect_stable(p);
  detail::expect(row_of.size() == p.columns, row_of.size(), " rows for ", p.columns, " columns; expected one each");
  std::vector<std::int64_t> own(p.columns);  // how much each column likes what it has
  for (std::size_t r = 0; r < p.rows(); ++r) {
    for (std::size_t a = p.offset[r]; a < p.offset[r + 1]; ++a) {
      if (row_of[p.column[a]] == r) own[p.column[a]] = p.column_likes[a];
    }
  }
  std::size_t blocking = 0;
  for (std::size_t r = 0; r < p.rows(); ++r) {
    std::size_t filled = 0;
    std::pair<std::int64_t, std::int64_t> least{INT64_MAX, INT64_MAX};
    for (std::size_t a = p.offset[r]; a < p.offset[r + 1]; ++a) {
      if (row_of[p.column[a]] != r) continue;
      ++filled;
      least = std::min(least, {p.row_likes[a], -static_cast<std::int64_t>(p.column[a])});
    }
    if (p.seats[r] == 0) continue;
    for (std::size_t a = p.offset[r]; a < p.offset[r + 1]; ++a) {
      const std::uint32_t j = p.column[a];
      if (row_of[j] == r) continue;
      const bool wants =
          row_of[j] == unassigned || p.column_likes[a] > own[j] || (p.column_likes[a] == own[j] && r < row_of[j]);
      const bool wanted = filled < p.seats[r] || std::pair{p.row_likes[a], -static_cast<std::int64_t>(j)} > least;
      blocking += wants && wanted ? 1 : 0;
    }
  }
  return blocking;
}

}  // namespace capnet
