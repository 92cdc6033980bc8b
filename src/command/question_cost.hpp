#pragma once
/// What asking a question costs: counted, and timed.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <capnet/network/snapshot.hpp>

#include "command/question_file.hpp"

namespace capnet::command {

struct question_cost {
  std::uint64_t rows = 0;                      ///< of the answer
  std::uint64_t touched_bytes = 0;             ///< by all steps of the plan: the same on every machine
  std::uint64_t touched_lines = 0;             ///< 64-byte cache lines
  double median_ns = 0, q1_ns = 0, q3_ns = 0;  ///< of an answer, over the rounds
  double cpu_ns = 0;                           ///< median over the rounds, of all threads
  std::uint64_t iterations = 0;                ///< answers that were timed
};

/// Times are comparable where this is equal.
struct timing_place {
  std::string processor{};  ///< its model; empty: unknown
  unsigned cores = 0;
  std::string build{};  ///< debug: with assertions or without optimization; else release

  /// Equal, and known.
  [[nodiscard]] bool comparable(const timing_place& other) const {
    return !processor.empty() && processor == other.processor && cores == other.cores && build == other.build;
  }
};
[[nodiscard]] timing_place timing_here();

/// Asks the questions in turn, round after round, so that a busy moment hits all alike. In a round a question is asked
/// as often as 200 microseconds need. `rounds` empty: 100, or as many as take about 5 seconds, at least 5.
[[nodiscard]] std::vector<question_cost> ask(const snapshot& net, std::span<const question* const> questions,
                                             std::optional<std::uint64_t> rounds);

}  // namespace capnet::command
