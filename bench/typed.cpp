#include "typed.hpp"

#include <iostream>

#include <capnet/network/bulk.hpp>

#include "generate/typed_network.hpp"
#include "typed/parts.hpp"

namespace capnet::bench {
namespace {

typed_case make_typed_case(std::size_t ties) {
  const bool small = ties < 5'000'000;
  typed_case made{.small = small, .rounds = small ? 5u : 3u};
  const typed_columns columns = make_typed_columns(ties);
  const builder recorded = build(columns);
  const stopwatch watch;
  made.net = recorded.freeze({.renumber = true, .run = on_threads()});
  made.freeze_s = watch.seconds();
  made.starts = random_organizations(made.net, 10'000);
  const snapshot::memory_use bytes = made.net.memory();
  const auto m = static_cast<double>(made.net.size());
  std::cout << "typed: " << made.net.order() << " vertices, " << made.net.size() << " ties, frozen in " << made.freeze_s
            << " s, " << static_cast<double>(bytes.ties) / m << " bytes a tie, " << static_cast<double>(bytes.cold) / m
            << " cold" << std::endl;
  return made;
}

}  // namespace

std::vector<row> run_typed(std::size_t ties, bool databases, const std::function<void(const row&)>& heard) {
  family_rows rows{"typed", heard};
  const typed_case made = make_typed_case(ties);
  const two_hop_times ours = run_two_hops(made, rows);
  run_more_questions(made, rows);
  run_additions(made, rows);
  run_opening(made, rows);
  if (databases) run_beside_databases(made, ours, rows), run_reading(rows);
  return rows.take();
}

}  // namespace capnet::bench
