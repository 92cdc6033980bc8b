#pragma once
/// The table on the terminal, as JSON and in Markdown; the guard against losses.
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "limits.hpp"
#include "row.hpp"

namespace capnet::bench {

/// What a run was.
struct circumstances {
  bool quick = false;
  unsigned scale = 20;
  std::string date{};
  std::string machine{};   ///< processor, cores, memory; no names
  std::string compiler{};  ///< and flags
  std::string simd{};
  std::vector<std::string> libraries{};  ///< with versions
};

/// Of this machine and build, today.
circumstances here(bool quick, unsigned scale);

std::string head_of_table();
std::string line_of_table(const row& r);
std::string limits_as_text(const machine_limits& limits);

std::string as_json(std::span<const row> rows);

/// One line of the scaling table.
struct scale_row {
  std::size_t edges = 0;
  std::size_t order = 0;
  double build_s = 0;        ///< ordered_graph::from_columns, all cores
  double bfs_s = 0;
  double pagerank_s = 0;     ///< an iteration, fp64
  std::size_t graph_bytes = 0;
  std::size_t peak_bytes = 0;  ///< of the build, above what was there before
};
std::string head_of_scaling();
std::string line_of_scaling(const scale_row& r);

/// The page docs/performance.md.
std::string as_markdown(const circumstances& run, const machine_limits& limits, std::span<const row> rows, std::span<const scale_row> scaling);

/// What a row must not fall below.
struct baseline {
  std::string kernel{};
  unsigned threads = 1;
  double ratio = 0;
  double tolerance = 0;  ///< relative
};
struct baselines {
  std::string simd{};  ///< of the machine that they are from
  std::vector<baseline> rows{};
};
/// Throws std::runtime_error that names the file and what is wrong in it.
baselines read_baselines(const std::string& path);
/// From several runs: the median ratio, and as tolerance twice the largest distance from it, at least a fifth, at most .6.
std::string as_baselines(const std::string& simd, std::span<const std::vector<row>> runs);

}  // namespace capnet::bench
