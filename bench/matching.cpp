/// Assignment: ours and LEMON's in turn, the building of LEMON's graph counted for it as reading our arrays is for us.
#include "matching.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/optimize/assignment_certificate.hpp>

#include "family_rows.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {

#if defined(CAPNET_BENCH_LEMON_MATCHING)
std::int64_t lemon_assignment(std::size_t rows, const std::size_t* offset, const std::uint32_t* column,
                              const std::int64_t* cost);

namespace {

/// Random arcs, the diagonal among them so that all rows can be assigned; a seat left empty costs more than all.
assignment_problem random_square(std::uint32_t n, std::uint32_t degree, std::uint32_t costs) {
  random_stream rng{{.seed = 1}};
  assignment_problem p{.columns = n};
  std::vector<std::uint32_t> columns;
  for (std::uint32_t r = 0; r < n; ++r) {
    columns.assign(1, r);
    while (degree < n && columns.size() < degree) columns.push_back(rng.below(n));
    for (std::uint32_t j = 0; degree >= n && j < n; ++j) columns.push_back(j);
    std::ranges::sort(columns);
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    for (const std::uint32_t j : columns) {
      p.column.push_back(j);
      p.cost.push_back(1 + rng.below(costs));
    }
    p.offset.push_back(p.column.size());
    p.seat_row.push_back(r);
    p.empty.push_back(std::int64_t{costs} * n);
  }
  return p;
}

}  // namespace

void run_matching(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"matching", heard};
  constexpr std::size_t rounds = 3;
  for (const bool dense : {true, false}) {
    const std::uint32_t n = (dense ? 2'000u : 20'000u) / (quick ? 10u : 1u);
    for (const std::uint32_t costs : {100u, 1'000'000u}) {
      const assignment_problem p = random_square(n, dense ? n : 20, costs);
      double ours_s = std::numeric_limits<double>::max(), theirs_s = ours_s;
      std::int64_t theirs = 0;
      assignment_result ours;
      for (std::size_t round = 0; round < rounds; ++round) {
        const stopwatch mine;
        ours = assign(p);
        ours_s = std::min(ours_s, mine.seconds());
        const stopwatch other;
        theirs = lemon_assignment(p.rows(), p.offset.data(), p.column.data(), p.cost.data());
        theirs_s = std::min(theirs_s, other.seconds());
      }
      const assignment_certificate proof = check_assignment(p, ours);
      rows.add(std::string{dense ? "dense-" : "sparse-"} + std::to_string(n) + "-costs-" + std::to_string(costs), 1,
               ours_s, "LEMON", theirs_s, 1, proof.optimal() && proof.cost == theirs, rounds);
    }
  }
}
#else
void run_matching(bool, const std::function<void(const row&)>&) {}
#endif

}  // namespace capnet::bench
