#pragma once
/// What the parts of the typed benchmark share: one network, its starts, and the rows that they add to the table.
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>

#include "../family_rows.hpp"
#include "question.hpp"

namespace capnet::bench {

/// A network of generate/typed_network.hpp and what is asked of it: from 10,000 random organizations, on a day.
struct typed_case {
  snapshot net{};
  double freeze_s = 0;
  date day = two_hop_day();
  std::vector<vertex_ref> starts{};
  bool small = false;      ///< so that most of it lies in the cache: some targets differ
  std::size_t rounds = 3;  ///< of each question

  [[nodiscard]] kind_index organizations() const { return net.schema().index_of<organization>(); }
};

/// What the two-hop question took and found: for the peers that are asked later.
struct two_hop_times {
  double p50 = 0, p99 = 0;
  double batch[2] = {0, 0};  ///< mean for each start, with one thread and with two
  typed_answer all{};
};

two_hop_times run_two_hops(const typed_case& made, family_rows& rows);
/// Three hops, results in the thousands, a window, two relations, two days at once.
void run_more_questions(const typed_case& made, family_rows& rows);
void run_additions(const typed_case& made, family_rows& rows);
void run_opening(const typed_case& made, family_rows& rows);
/// Reading a data folder beside DuckDB, where npm is.
void run_reading(family_rows& rows);
/// Beside DuckDB and Kuzu, where npm is.
void run_beside_databases(const typed_case& made, const two_hop_times& ours, family_rows& rows);

}  // namespace capnet::bench
