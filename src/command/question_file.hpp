#pragma once
/// Questions in a file, a query a line: what `capnet bench` asks.
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <capnet/network/snapshot.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/query/query_text_error.hpp>

namespace capnet::command {

struct question {
  std::string text{};  ///< without the white space around it: its name
  std::size_t line = 0;
  query_plan plan{};
};

/// The faults of a query, each whether it was told or not; with `excerpts` each shows what it is about.
[[nodiscard]] std::vector<problem> faults_of(const query_text_error& error, bool excerpts);

/// The queries of a file, parsed. Blank lines and lines that begin with # are none. At most 10,000, each once.
///
/// Throws input_error with every fault of every line at its place; with `excerpts` each shows what it is about.
[[nodiscard]] std::vector<question> read_questions(const std::filesystem::path& file, const snapshot& net,
                                                   bool excerpts);

}  // namespace capnet::command
