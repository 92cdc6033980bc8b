#pragma once
/// The file in which a sweep keeps runs that are finished: a cell, a shard, or all of it.
///
/// A line of JSON (`capnet_sweep`, the manifest, shard, start, days, measures), a line `cell,replica,step,values` for
/// each row, and a last line `end,ROWS,HASH`, without which or with another hash the file was cut short or changed.
#include <boost/json/object.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/sim/ensemble.hpp>

namespace capnet::command {

/// What the members and ties of a sweep begin with.
struct sweep_start {
  std::optional<date> day{};
  std::vector<date> days{};  ///< of the steps; none without a day
  std::uint64_t members = 0, ties = 0;
  std::string program{};  ///< key; empty: none
};

/// What a sweep is of: all that its rows depend on, and how its answer is told.
struct sweep_frame {
  std::string version{}, data_hash{};
  std::vector<std::string> arguments{};  ///< from which it can be run again, without --shard, --bands and --format
  parameter_grid grid{};
  std::uint64_t seed = 0;
  std::uint32_t replicas = 1, steps = 12;
  ensemble_shard shard{};
  sweep_start start{};
};

/// Writes runs so that the file is the old one or the new one, whatever happens. Throws output_error.
void write_sweep_file(const std::filesystem::path& file, const sweep_frame& frame,
                      const std::vector<std::string>& measures, std::span<const ensemble_run> runs);

struct sweep_part {
  sweep_frame frame{};
  ensemble_result result{};
};
/// Reads what `write_sweep_file` wrote, of any sweep. Throws input_error, with the file as its place, for another
/// file, one that was cut short or changed, and one of another version.
[[nodiscard]] sweep_part read_sweep_file(const std::filesystem::path& file);

/// Throws input_error, with `file` as its place, if `other` is not a part of the same sweep: other data, seed or
/// arguments, wherever the data lies. `same_shard`: nor one of another shard.
void expect_same_sweep(const sweep_frame& mine, const sweep_frame& other, const std::filesystem::path& file,
                       bool same_shard);

/// The files of cells in a folder, by name.
[[nodiscard]] std::vector<std::filesystem::path> cell_files_in(const std::filesystem::path& folder);
/// The file of a cell in a folder.
[[nodiscard]] std::filesystem::path cell_file(const std::filesystem::path& folder, std::uint32_t cell);

/// How the first line of such a file begins.
inline constexpr std::string_view sweep_file_beginning = "{\"capnet_sweep\":";

}  // namespace capnet::command
