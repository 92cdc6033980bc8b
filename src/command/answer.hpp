#pragma once
/// How every command answers: with tables, sentences, and in JSON a manifest of the run.
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/answer.hpp>
#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>

#include "command/common.hpp"

namespace capnet::command {

/// The words that the command was called with, but those that change no answer: `--threads`. Set by main, and by
/// `replay` for what it runs.
void set_arguments(const std::vector<std::string>& words);
[[nodiscard]] const std::vector<std::string>& given_arguments();

/// `{"version", "data_hash", "arguments"}`, with `"seed"` where random numbers are drawn.
[[nodiscard]] boost::json::object manifest_of(const snapshot& net, std::optional<std::uint64_t> seed = {});
[[nodiscard]] boost::json::object manifest_of(const std::string& data_hash, std::optional<std::uint64_t> seed = {});
[[nodiscard]] boost::json::object manifest_of(const std::string& data_hash, std::optional<std::uint64_t> seed,
                                              const std::vector<std::string>& arguments);

/// From now on no answer is printed but one with this manifest: `print_answer` throws input_error, with what differs
/// and `file` as its place, before it prints anything.
void expect_manifest(boost::json::object manifest, std::string file);

/// Prints an answer as it is asked for: text that fits the terminal, JSON with the manifest last, or the rows of the
/// main table as CSV.
void print_answer(const output_options& output, const answer& all, const boost::json::object& manifest);
/// The same with the manifest of a network, whose hash is reckoned where it is shown.
void print_answer(const output_options& output, const answer& all, const snapshot& net,
                  std::optional<std::uint64_t> seed = {});

/// Tells of a folder that was written: its vertices and ties, as JSON with the manifest too.
void print_written(const std::string& folder, const snapshot& net, bool json, const std::vector<std::string>& arguments,
                   std::optional<std::uint64_t> seed = {});

/// A day as a cell.
[[nodiscard]] inline std::optional<std::string> day_cell(const std::optional<date>& day) {
  return day ? std::optional{capnet::to_string(*day)} : std::nullopt;
}

/// The keys of some vertices as a cell.
[[nodiscard]] inline std::vector<std::string> keys_of(const snapshot& net, const std::vector<vertex_ref>& all) {
  std::vector<std::string> keys;
  for (const vertex_ref v : all) keys.push_back(net.key(v));
  return keys;
}

}  // namespace capnet::command
