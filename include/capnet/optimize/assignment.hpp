#pragma once
/// Who takes which seat, at the least cost: assignment over sparse arcs, with rows of several seats.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
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
  expect(p.columns < unassigned && p.seats() < unassigned, "4,294,967,295 columns or seats; expected fewer");
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

/// Jonker & Volgenant's augmenting row reduction, then a shortest augmenting path for each seat that is left.
class assignment_solver {
 public:
  explicit assignment_solver(const assignment_problem& p)
      : p_{p},
        price_(p.columns, 0),
        holder_(p.columns, unassigned),
        seat_price_(p.seats(), 0),
        seat_column_(p.seats(), unassigned) {}

  [[nodiscard]] assignment_result solve() {
    std::vector<std::uint32_t> free(p_.seats());
    for (std::uint32_t s = 0; s < free.size(); ++s) free[s] = s;
    for (int pass = 0; pass < 12 && !free.empty(); ++pass) free = bid(free);
    std::ranges::sort(free);
    distance_.assign(p_.columns, 0);
    from_.assign(p_.columns, unassigned);
    reached_.assign(p_.columns, unassigned);
    for (const std::uint32_t s : free) augment(s);
    return {std::move(seat_column_), std::move(price_)};
  }

 private:
  struct best_two {
    std::int64_t first, second;
    std::uint32_t column, other;
  };
  /// The cheapest two choices of a seat at these prices, to stay empty among them; a free column before a taken one.
  [[nodiscard]] best_two choices(std::uint32_t s) const {
    best_two best{p_.empty[s], std::numeric_limits<std::int64_t>::max(), unassigned, unassigned};
    const std::size_t r = p_.seat_row[s];
    for (std::size_t a = p_.offset[r]; a < p_.offset[r + 1]; ++a) {
      const std::uint32_t j = p_.column[a];
      const std::int64_t asked = p_.cost[a] - price_[j];
      if (asked >= best.second) continue;
      if (asked < best.first) {
        best.second = best.first, best.other = best.column;
        best.first = asked, best.column = j;
      } else {
        best.second = asked, best.other = j;
      }
    }
    if (best.first == best.second && best.column != unassigned && holder_[best.column] != unassigned &&
        (best.other == unassigned || holder_[best.other] == unassigned))
      std::swap(best.column, best.other);
    return best;
  }

  /// Each free seat takes its best choice and drives its price up to the second best, so that who had it bids next. The
  /// seats that found only a tie are left, as are those that the bids allowed for don't reach.
  [[nodiscard]] std::vector<std::uint32_t> bid(const std::vector<std::uint32_t>& free) {
    std::vector<std::uint32_t> left;
    std::size_t bids = 0;
    const std::size_t most = 100 * free.size() + 64;
    for (const std::uint32_t first : free) {
      std::uint32_t s = first;
      while (s != unassigned) {
        const best_two best = choices(s);
        if (best.column == unassigned) {  // to stay empty is best, and prices only rise
          seat_price_[s] = best.first;
          break;
        }
        const std::uint32_t displaced = holder_[best.column];
        if (displaced != unassigned && (best.first == best.second || ++bids > most)) {
          left.push_back(s);
          break;
        }
        seat_price_[s] = best.second;
        price_[best.column] -= best.second - best.first;
        holder_[best.column] = s;
        seat_column_[s] = best.column;
        if (displaced != unassigned) seat_column_[displaced] = unassigned;
        s = displaced;
      }
    }
    return left;
  }

  /// Dijkstra over reduced costs from a seat to the nearest free column, or seat that had better stay empty.
  void augment(std::uint32_t start) {
    seat_price_[start] = choices(start).first;
    heap_.clear();
    settled_.clear();
    nearest_ = std::numeric_limits<std::int64_t>::max();
    end_column_ = end_seat_ = unassigned;
    scan(start, start, 0);
    while (!heap_.empty() && heap_.front().first < nearest_) {
      std::ranges::pop_heap(heap_, std::greater{});
      const auto [d, j] = heap_.back();
      heap_.pop_back();
      if (d > distance_[j]) continue;  // reached on a shorter way since
      settled_.push_back(j);
      scan(start, holder_[j], d);
    }
    for (const std::uint32_t j : settled_) {
      price_[j] -= nearest_ - distance_[j];
      seat_price_[holder_[j]] += nearest_ - distance_[j];
    }
    seat_price_[start] += nearest_;
    std::uint32_t j = end_column_;
    if (j == unassigned) {
      if (end_seat_ == start) return;
      j = std::exchange(seat_column_[end_seat_], unassigned);
    }
    while (true) {
      const std::uint32_t s = from_[j];
      holder_[j] = s;
      std::swap(seat_column_[s], j);
      if (s == start) return;
    }
  }
  void scan(std::uint32_t start, std::uint32_t s, std::int64_t base) {
    const std::int64_t reduced = base - seat_price_[s];
    if (const std::int64_t d = reduced + p_.empty[s]; d < nearest_) {
      nearest_ = d;
      end_seat_ = s, end_column_ = unassigned;
    }
    const std::size_t r = p_.seat_row[s];
    for (std::size_t a = p_.offset[r]; a < p_.offset[r + 1]; ++a) {
      const std::uint32_t j = p_.column[a];
      const std::int64_t d = reduced + p_.cost[a] - price_[j];
      if (d >= nearest_ || (reached_[j] == start && d >= distance_[j])) continue;
      reached_[j] = start;
      distance_[j] = d;
      from_[j] = s;
      if (holder_[j] == unassigned) {
        nearest_ = d;
        end_column_ = j;
      } else {
        heap_.push_back({d, j});
        std::ranges::push_heap(heap_, std::greater{});
      }
    }
  }

  const assignment_problem& p_;
  std::vector<std::int64_t> price_;
  std::vector<std::uint32_t> holder_;  // seat of each column
  std::vector<std::int64_t> seat_price_;
  std::vector<std::uint32_t> seat_column_;
  std::vector<std::int64_t> distance_{};
  std::vector<std::uint32_t> from_{}, reached_{}, settled_{};  // seat before a column; the search that reached it
  std::vector<std::pair<std::int64_t, std::uint32_t>> heap_{};
  std::int64_t nearest_ = 0;
  std::uint32_t end_column_ = unassigned, end_seat_ = unassigned;
};

}  // namespace detail

/// An assignment of the least cost: each seat takes a column that its row has an arc to or stays empty, each column has
/// one seat at most. All numbers are whole, so the optimum is exact.
///
/// Jonker & Volgenant (1987) without their column reduction, since a column need not be taken: augmenting row
/// reduction, then successive shortest augmenting paths over the sparse arcs. To fill as many seats as can be, let an
/// empty one cost more than all arcs together. Of several optima always the same one: ties go by the number of seats
/// and columns.
///
/// No seats, no columns or no arcs: all seats stay empty. Throws input_error for arcs or seats out of range, and for
/// costs over 2^60 / (seats + 2). Time O(seats * m log m) at worst, far less as a rule; space O(m + columns + seats).
[[nodiscard]] inline assignment_result assign(const assignment_problem& problem) {
  detail::expect_assignment(problem);
  return detail::assignment_solver{problem}.solve();
}

}  // namespace capnet
