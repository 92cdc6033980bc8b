#pragma once
/// Many edges from one file: a line each, keys of any text.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/io/load_limits.hpp>

namespace capnet {

struct edge_file_options {
  bool two_mode = false;  ///< sources and targets are numbered apart
  unsigned threads = 0;
  std::stop_token stop{};
  load_limits limits{.bytes = std::size_t{64} << 30, .rows = 1'000'000'000};
};

/// Edges in columns, ready for `tie_columns` or `compressed_graph::from_columns`. Vertices are numbered in the order in
/// which their keys first stand in the file, line by line.
struct edge_columns {
  std::vector<std::string> keys{};  ///< of sources and targets; of sources alone if the file was read as two-mode
  std::vector<std::string> target_keys{};  ///< two-mode alone
  std::vector<std::uint32_t> sources{}, targets{};
  /// Days since 1970-01-01, unbounded where the cell is empty; empty without such columns.
  std::vector<std::int32_t> begins{}, ends{};
  std::vector<double> weights{};  ///< NaN where unknown; empty without such a column
};

/// Reads a file of edges: fields between tabs, commas or semicolons (of which the first line has more) or spaces, no
/// quotes; lines that end with LF, CRLF or, all of them, CR. Lines that begin with # or %, and empty ones, are passed
/// over. The first other line names the columns if it has the words `source` and `target`; `weight`, `begin` and `end`
/// are read too, others are not. Without it, the columns are source, target and, where there is a third, weight. Where
/// semicolons separate, a weight may have a decimal comma. A line has at most `limits.columns` fields.
///
/// The file is parsed in pieces on several threads; the result does not depend on their number. Throws input_error with
/// file and line of every problem, up to `limits.problems`, and for files past the limits of bytes, rows, columns and
/// ids. In memory are at most 20 bytes for each byte of the file, whatever `limits.memory_factor` and
/// `limits.memory_base` say. Time O(bytes / threads + vertices).
[[nodiscard]] edge_columns read_edges(const std::filesystem::path& file, const edge_file_options& options = {});

}  // namespace capnet
