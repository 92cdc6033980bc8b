#pragma once
/// Who takes which seats where a pair takes up some of what a column has: generalized assignment, with a bound.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>

namespace capnet {

/// As assignment_problem, but each arc takes up `size` of its column, which may take several seats of different rows.
struct generalized_problem {
  std::vector<std::int64_t> capacity{};  ///< of each column, 0 or more
  std::vector<std::size_t> offset{0};    ///< the arcs of row r are [offset[r], offset[r + 1])
  std::vector<std::uint32_t> column{};   ///< of each arc; within a row each at most once
  std::vector<std::int64_t> value{};     ///< of each arc, 0 or more
  std::vector<std::int64_t> size{};      ///< of each arc, 0 or more
  std::vector<std::uint32_t> seats{};    ///< of each row
  [[nodiscard]] std::size_t rows() const { return offset.size() - 1; }
};

struct generalized_result {
  std::vector<bool> taken{};    ///< of each arc
  std::int64_t value = 0;       ///< of the arcs that are taken
  double bound = 0;             ///< no choice has more
  std::vector<double> price{};  ///< of a unit of each column, 0 or more: gives the bound
};

struct generalized_options {
  std::size_t rounds = 200;  ///< of the subgradient method
};

/// A bound on the value of all choices by Lagrange's multipliers of the columns' capacities: for prices l_j >= 0 the
/// sum of l_j times capacity and, for each row, of its best `seats` arcs by value - l_j size, those below 0 left out.
/// An arc that alone takes more than its column has is no arc. At the best prices it equals the linear program's bound,
/// to which Shmoys & Tardos (1993) round. It holds for whatever prices; those below 0 count as 0. Rounded up by 2^-40
/// of itself for what floating point may lose. Time O(m).
[[nodiscard]] inline double lagrangian_bound(const generalized_problem& p, const std::vector<double>& price,
                                             std::vector<double>* used = nullptr) {
  double bound = 0;
  for (std::size_t j = 0; j < p.capacity.size(); ++j)
    bound += std::max(price[j], 0.0) * static_cast<double>(p.capacity[j]);
  std::vector<std::pair<double, std::size_t>> best;
  for (std::size_t r = 0; r < p.rows(); ++r) {
    best.clear();
    for (std::size_t a = p.offset[r]; a < p.offset[r + 1]; ++a) {
      const std::uint32_t j = p.column[a];
      if (p.size[a] > p.capacity[j]) continue;
      const double left = static_cast<double>(p.value[a]) - std::max(price[j], 0.0) * static_cast<double>(p.size[a]);
      if (left > 0) best.push_back({-left, a});
    }
    const std::size_t most = std::min<std::size_t>(p.seats[r], best.size());
    std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(most));
    for (std::size_t k = 0; k < most; ++k) {
      bound -= best[k].first;
      if (used != nullptr) (*used)[p.column[best[k].second]] += static_cast<double>(p.size[best[k].second]);
    }
  }
  return bound + std::ldexp(std::abs(bound), -40);
}

namespace detail {

inline void expect_generalized(const generalized_problem& p) {
  expect(!p.offset.empty() && p.offset.front() == 0 && p.offset.back() == p.column.size() &&
             std::ranges::is_sorted(p.offset),
         "offsets of rows that don't span the arcs");
  expect(p.value.size() == p.column.size() && p.size.size() == p.column.size() && p.seats.size() == p.rows(),
         "lists of differing lengths; expected a value and a size for each arc, and seats for each row");
  constexpr std::int64_t most = std::int64_t{1} << 40;
  for (std::size_t a = 0; a < p.column.size(); ++a) {
    expect(p.column[a] < p.capacity.size(), "an arc to column ", p.column[a], " of ", p.capacity.size());
    expect(0 <= p.value[a] && p.value[a] <= most && 0 <= p.size[a] && p.size[a] <= most, "a value of ", p.value[a],
           " and a size of ", p.size[a], "; expected 0 to 2^40");
  }
  for (const std::int64_t c : p.capacity) expect(0 <= c && c <= most, "a capacity of ", c, "; expected 0 to 2^40");
}

/// A choice under way: arcs in and out, with what is left.
class generalized_choice {
 public:
  explicit generalized_choice(const generalized_problem& p)
      : p_{p},
        row_(p.column.size()),
        left_{p.capacity},
        open_{p.seats},
        taken_(p.column.size(), false),
        least_taken_(p.rows(), changed) {
    for (std::uint32_t r = 0; r < p.rows(); ++r)
      std::fill(row_.begin() + at(p.offset[r]), row_.begin() + at(p.offset[r + 1]), r);
    arcs_of_.resize(p.capacity.size());
  }
  void fill(const std::vector<std::size_t>& order) {
    for (const std::size_t a : order) {
      if (!taken_[a] && open_[row_[a]] > 0 && p_.size[a] <= left_[p_.column[a]]) put(a);
    }
  }
  /// Moves until none gains: an arc goes in, where it needs a seat or room, in place of one other of its row, and of
  /// one other of its column, whichever lose least together. Each gains at least 1, so it ends; `most` passes at any
  /// rate.
  void improve(const std::vector<std::size_t>& order, std::size_t most) {
    bool moved = true;
    for (std::size_t pass = 0; moved && pass < most; ++pass) {
      moved = false;
      for (const std::size_t a : order) moved = try_to_put(a) || moved;
      fill(order);
    }
  }
  [[nodiscard]] std::int64_t value() const { return value_; }
  [[nodiscard]] const std::vector<bool>& taken() const { return taken_; }

 private:
  static constexpr std::size_t changed = SIZE_MAX;
  static std::ptrdiff_t at(std::size_t n) { return static_cast<std::ptrdiff_t>(n); }
  void put(std::size_t a) {
    taken_[a] = true;
    least_taken_[row_[a]] = changed;
    --open_[row_[a]];
    left_[p_.column[a]] -= p_.size[a];
    arcs_of_[p_.column[a]].push_back(a);
    value_ += p_.value[a];
  }
  void remove(std::size_t a) {
    taken_[a] = false;
    least_taken_[row_[a]] = changed;
    ++open_[row_[a]];
    left_[p_.column[a]] += p_.size[a];
    std::erase(arcs_of_[p_.column[a]], a);
    value_ -= p_.value[a];
  }
  bool try_to_put(std::size_t a) {
    const std::uint32_t r = row_[a], j = p_.column[a];
    if (taken_[a] || p_.size[a] > p_.capacity[j] || p_.seats[r] == 0) return false;
    constexpr std::size_t none = SIZE_MAX;
    std::size_t of_row = none, of_column = none;
    std::int64_t gain = p_.value[a];
    if (open_[r] == 0) {
      of_row = least_taken(r);
      gain -= p_.value[of_row];
    }
    if (gain <= 0) return false;
    if (p_.size[a] > left_[j]) {
      for (const std::size_t b : arcs_of_[j]) {
        if (left_[j] + p_.size[b] >= p_.size[a] && (of_column == none || p_.value[b] < p_.value[of_column] ||
                                                    (p_.value[b] == p_.value[of_column] && b < of_column)))
          of_column = b;
      }
      if (of_column == none) return false;
      // Whom it displaces may find another column.
      gain -= p_.value[of_column];
      const std::size_t other = elsewhere(of_column, j);
      if (gain + (other == none ? 0 : p_.value[other]) <= 0) return false;
      if (of_row != none) remove(of_row);
      remove(of_column);
      put(a);
      if (other != none && open_[row_[other]] > 0 && p_.size[other] <= left_[p_.column[other]]) put(other);
      return true;
    }
    if (of_row != none) remove(of_row);
    put(a);
    return true;
  }
  /// The taken arc of a row that is worth least. Pre: there is one.
  [[nodiscard]] std::size_t least_taken(std::uint32_t r) {
    std::size_t& least = least_taken_[r];
    if (least != changed) return least;
    for (std::size_t b = p_.offset[r]; b < p_.offset[r + 1]; ++b) {
      if (taken_[b] && (least == changed || p_.value[b] < p_.value[least])) least = b;
    }
    return least;
  }
  /// The best other arc of the row of one, to a column with room.
  [[nodiscard]] std::size_t elsewhere(std::size_t a, std::uint32_t not_here) const {
    std::size_t best = SIZE_MAX;
    const std::uint32_t r = row_[a];
    for (std::size_t b = p_.offset[r]; b < p_.offset[r + 1]; ++b) {
      if (!taken_[b] && p_.column[b] != not_here && p_.size[b] <= left_[p_.column[b]] &&
          (best == SIZE_MAX || p_.value[b] > p_.value[best]))
        best = b;
    }
    return best;
  }

  const generalized_problem& p_;
  std::vector<std::uint32_t> row_;
  std::vector<std::int64_t> left_;
  std::vector<std::uint32_t> open_;
  std::vector<bool> taken_;
  std::vector<std::size_t> least_taken_;             // of each row, or `changed`
  std::vector<std::vector<std::size_t>> arcs_of_{};  // taken, of each column
  std::int64_t value_ = 0;
};

}  // namespace detail

/// A choice of arcs of much value within the seats of rows and the capacities of columns, and a bound on the best one.
///
/// The bound is Lagrange's (`lagrangian_bound`), its prices by Held & Karp's subgradient method (1971). The choice is
/// the best of greedy ones, by value, by value for its size, and by value at the bound's prices, each improved by moves
/// of one arc in and at most one out of its row and of its column. The problem is NP-hard; how far the choice may be
/// from the best is told by the bound. Ties go by the number of the arc; the same bits everywhere.
///
/// No arcs: nothing is taken, and the bound is 0. Throws input_error for lists that don't fit, and for values, sizes or
/// capacities below 0 or over 2^40. Time O(rounds * m log m), space O(m).
[[nodiscard]] inline generalized_result generalized_assignment(const generalized_problem& p,
                                                               const generalized_options& options = {}) {
  detail::expect_generalized(p);
  generalized_result best{.taken = std::vector<bool>(p.column.size(), false),
                          .price = std::vector<double>(p.capacity.size(), 0.0)};
  const auto number = [](std::int64_t n) { return static_cast<double>(n); };
  const auto choose = [&](const std::vector<double>& key) {
    std::vector<std::size_t> order(p.column.size());
    for (std::size_t a = 0; a < order.size(); ++a) order[a] = a;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return key[a] != key[b] ? key[a] > key[b] : a < b; });
    detail::generalized_choice choice{p};
    choice.fill(order);
    choice.improve(order, 20);
    if (choice.value() <= best.value) return;
    best.value = choice.value();
    best.taken = choice.taken();
  };
  std::vector<double> key(p.column.size());
  for (std::size_t a = 0; a < key.size(); ++a) key[a] = number(p.value[a]);
  choose(key);
  for (std::size_t a = 0; a < key.size(); ++a) key[a] = number(p.value[a]) / (number(p.size[a]) + 1);
  choose(key);

  std::vector<double> price = best.price, used(p.capacity.size());
  best.bound = lagrangian_bound(p, price);
  double step = 2;
  std::size_t stuck = 0;
  for (std::size_t round = 0; round < options.rounds && best.bound > number(best.value); ++round) {
    std::ranges::fill(used, 0);
    const double bound = lagrangian_bound(p, price, &used);
    if (bound < best.bound) {
      best.bound = bound, best.price = price, stuck = 0;
    } else if (++stuck == 10) {
      step /= 2, stuck = 0, price = best.price;
      continue;
    }
    double length = 0;
    for (std::size_t j = 0; j < price.size(); ++j) {
      const double over = used[j] - number(p.capacity[j]);
      if (price[j] > 0 || over > 0) length += over * over;
    }
    if (length == 0) break;  // nothing is over, and what has a price is used up: the bound is met
    const double scale = step * (bound - number(best.value)) / length;
    for (std::size_t j = 0; j < price.size(); ++j)
      price[j] = std::max(0.0, price[j] + scale * (used[j] - number(p.capacity[j])));
  }
  for (std::size_t a = 0; a < key.size(); ++a)
    key[a] = number(p.value[a]) - best.price[p.column[a]] * number(p.size[a]);
  choose(key);
  return best;
}

}  // namespace capnet
