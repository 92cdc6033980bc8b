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

#include "../row.hpp"
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

/// The rows of the table, each handed on when it is there.
class typed_rows {
 public:
  explicit typed_rows(const std::function<void(const row&)>& heard) : heard_{heard} {}
  void add(std::string name, unsigned threads, double ours, std::string peer, double theirs,
           std::optional<double> target, bool equal, std::size_t rounds) {
    row r{.kernel = "typed/" + std::move(name),
          .threads = threads,
          .ours_s = ours,
          .peer = std::move(peer),
          .peer_s = theirs,
          .ratio = theirs / ours,
          .target = target,
          .checksum_equal = equal,
          .repetitions = rounds};
    heard_(r);
    rows_.push_back(std::move(r));
  }
  [[nodiscard]] std::vector<row> take() { return std::move(rows_); }

 private:
  const std::function<void(const row&)>& heard_;
  std::vector<row> rows_;
};

/// What the two-hop question took and found: for the peers that are asked later.
struct two_hop_times {
  double p50 = 0, p99 = 0;
  double batch[2] = {0, 0};  ///< mean for each start, with one thread and with two
  typed_answer all{};
};

two_hop_times run_two_hops(const typed_case& made, typed_rows& rows);
/// Three hops, results in the thousands, a window, two relations, two days at once.
void run_more_questions(const typed_case& made, typed_rows& rows);
void run_additions(const typed_case& made, typed_rows& rows);
void run_opening(const typed_case& made, typed_rows& rows);
/// Reading a data folder beside DuckDB, where npm is.
void run_reading(typed_rows& rows);
/// Beside DuckDB and Kuzu, where npm is.
void run_beside_databases(const typed_case& made, const two_hop_times& ours, typed_rows& rows);

}  // namespace capnet::bench
