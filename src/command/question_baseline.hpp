#pragma once
/// What questions cost before, and where they cost more now.
#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "command/question_cost.hpp"

namespace capnet::command {

/// What a run of `capnet bench` asked of what, and where: the "context" of its JSON.
struct bench_context {
  timing_place place{};
  std::string data_hash{};             ///< empty: unknown
  std::optional<std::string> as_of{};  ///< as it was asked for; empty: the last day of the data
  bool possible = false;
};
/// A run of before, as its JSON has it.
struct question_baseline {
  std::filesystem::path file{};
  bench_context context{};
  std::map<std::string, question_cost, std::less<>> costs{};  ///< [query]; without times they are 0
};

/// Reads what `capnet bench --json FILE` wrote. Throws input_error that names the file, the benchmark and the field.
[[nodiscard]] question_baseline read_question_baseline(const std::filesystem::path& file);

/// How much more is allowed, as shares: .1 is a tenth.
struct bench_tolerance {
  double touched = 0;
  double time = 1;
};
/// One number of a question that is worse than the baseline allows.
struct question_loss {
  const question* asked = nullptr;
  std::string field{};  ///< its name in the JSON
  std::uint64_t value = 0, baseline = 0;
  std::string message{};  ///< "touches 440 bytes; expected at most 400, as in the baseline"
};
struct bench_comparison {
  std::size_t compared = 0;  ///< questions that have a baseline
  bool times = false;        ///< were compared too
  std::vector<question_loss> losses{};
  std::vector<std::string> notes{};  ///< what was not compared, and what may explain a loss
};

/// A loss is: more bytes or cache lines touched than `tolerance.touched` allows; another number of rows, where the
/// network is another one beyond that tolerance; and, where the machine is of the same kind, a fastest quarter
/// (`q1_ns`) that takes longer than the slowest quarter of the baseline (`q3_ns`) and `tolerance.time` of it.
[[nodiscard]] bench_comparison compare(const question_baseline& before, const bench_context& now,
                                       std::span<const question> questions, std::span<const question_cost> costs,
                                       const bench_tolerance& tolerance);

}  // namespace capnet::command
