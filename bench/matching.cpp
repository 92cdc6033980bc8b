/// Assignment: ours and LEMON's in turn, the building of LEMON's graph counted for it as reading our arrays is for us.
#include "matching.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/optimize/assignment.hpp>
#include <capnet/optimize/assignment_certificate.hpp>

#include "family_rows.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {

#if defined(CAPNET_BENCH_LEMON_MATCHING)
std::int64_t lemon_assignment(std::size_t rows, std::size_t seats, const std::size_t* offset,
                              const std::uint32_t* column, const std::int64_t* cost);

namespace {

/// As many columns as seats, of each row `seats`: random arcs, and of each row those to columns that are its own, so
/// that all can be assigned; a seat left empty costs more than all.
assignment_problem random_assignment(std::uint32_t rows, std::uint32_t seats, std::uint32_t degree,
                                     std::uint32_t costs) {
  random_stream rng{{.seed = 1}};
  const std::uint32_t n = rows * seats;
  assignment_problem p{.columns = n};
  std::vector<std::uint32_t> columns;
  for (std::uint32_t r = 0; r < rows; ++r) {
    columns.clear();
    for (std::uint32_t k = 0; k < seats; ++k) columns.push_back(r * seats + k);
    while (degree < n && columns.size() < degree) columns.push_back(rng.below(n));
    for (std::uint32_t j = 0; degree >= n && j < n; ++j) columns.push_back(j);
    std::ranges::sort(columns);
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    for (const std::uint32_t j : columns) {
      p.column.push_back(j);
      p.cost.push_back(1 + rng.below(costs));
    }
    p.offset.push_back(p.column.size());
    for (std::uint32_t k = 0; k < seats; ++k) {
      p.seat_row.push_back(r);
      p.empty.push_back(std::int64_t{costs} * n);
    }
  }
  return p;
}

/// Ours and LEMON's in turn.
void run_assignment(family_rows& rows, const std::string& name, std::uint32_t n, std::uint32_t seats,
                    std::uint32_t degree, std::uint32_t costs) {
  constexpr std::size_t rounds = 3;
  const assignment_problem p = random_assignment(n, seats, degree, costs);
  double ours_s = std::numeric_limits<double>::max(), theirs_s = ours_s;
  std::int64_t theirs = 0;
  assignment_result ours;
  for (std::size_t round = 0; round < rounds; ++round) {
    const stopwatch mine;
    ours = assign(p);
    ours_s = std::min(ours_s, mine.seconds());
    const stopwatch other;
    theirs = lemon_assignment(p.rows(), seats, p.offset.data(), p.column.data(), p.cost.data());
    theirs_s = std::min(theirs_s, other.seconds());
  }
  const assignment_certificate proof = check_assignment(p, ours);
  rows.add(name + "-" + std::to_string(n) + "-costs-" + std::to_string(costs), 1, ours_s, "LEMON", theirs_s, 1,
           proof.optimal() && proof.cost == theirs, rounds);
}

}  // namespace

void run_matching(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"matching", heard};
  const std::uint32_t smaller = quick ? 10 : 1;
  for (const std::uint32_t costs : {100u, 1'000'000u}) {
    run_assignment(rows, "dense", 2'000 / smaller, 1, 2'000, costs);
    run_assignment(rows, "sparse", 20'000 / smaller, 1, 20, costs);
  }
  // Projects with ten places each, and many pairs that are worth the same.
  run_assignment(rows, "crowded", 5'000 / smaller, 10, 200, 20);
}
#else
void run_matching(bool, const std::function<void(const row&)>&) {}
#endif

}  // namespace capnet::bench
