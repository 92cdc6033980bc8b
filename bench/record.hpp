#pragma once
/// What was measured, as JSON files that the page is made of.
#include <span>
#include <string>
#include <vector>

#include "limits.hpp"
#include "report.hpp"
#include "row.hpp"
#include "scaling.hpp"

namespace capnet::bench {

/// The rows: an array of {"kernel", "threads", "ours_s", "peer", "peer_s", "ratio", "target_ratio", "limit_fraction",
/// "checksum_equal"}, with ratio = peer_s / ours_s, and "best_ratio", "repetitions", "spread" and "others" beside them.
/// null: there is none.
std::string as_json(std::span<const row> rows);
/// What the run was and what the machine can do.
std::string as_json(const circumstances& run, const machine_limits& limits);
/// The scaling tables, with what their run was.
std::string as_json(const circumstances& run, const scaling_tables& tables);

/// All of them, from a folder.
struct record {
  circumstances run{};
  machine_limits limits{};
  std::vector<row> rows{};
  circumstances scaling_run{};
  scaling_tables scaling{};  ///< empty tables if the folder has none
};
inline constexpr const char* rows_file = "rows.json";
inline constexpr const char* run_file = "run.json";
inline constexpr const char* scaling_file = "scaling.json";
/// Throws std::runtime_error that names the file and what is wrong in it.
record read_record(const std::string& folder);

}  // namespace capnet::bench
