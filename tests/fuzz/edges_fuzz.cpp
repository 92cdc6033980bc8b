/// Files of edges, whose first byte says how they are read: what is read is whole, and is the same when it is written
/// and read again.
#include <capnet/io/edge_file.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include <capnet/core/date.hpp>
#include <capnet/network/time_columns.hpp>

#include "fuzz/fuzz.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

using fuzz::require;

void require_whole(const edge_columns& edges, bool two_mode) {
  const std::size_t m = edges.sources.size();
  const auto& targets = two_mode ? edges.target_keys : edges.keys;
  require(edges.targets.size() == m, "a target for each source");
  for (const std::size_t length : {edges.weights.size(), edges.begins.size(), edges.ends.size()})
    require(length == 0 || length == m, "a column has all rows or none");
  require(two_mode || edges.target_keys.empty(), "one list of keys unless it is two-mode");
  std::uint32_t sources = 0, others = 0;  // seen so far
  for (std::size_t at = 0; at < m; ++at) {
    require(edges.sources[at] <= sources, "keys are numbered as they come");
    sources = std::max(sources, edges.sources[at] + 1);
    std::uint32_t& seen = two_mode ? others : sources;
    require(edges.targets[at] <= seen, "keys are numbered as they come");
    seen = std::max(seen, edges.targets[at] + 1);
  }
  require(sources == edges.keys.size() && others == edges.target_keys.size(), "each key is of some edge");
  for (const auto* keys : {&edges.keys, &targets}) {
    require(std::set<std::string>(keys->begin(), keys->end()).size() == keys->size(), "a key has one number");
    for (const std::string& key : *keys) require(!key.empty(), "a key is not empty");
  }
  for (std::size_t at = 0; at < edges.begins.size() && at < edges.ends.size(); ++at)
    require(edges.begins[at] <= edges.ends[at], "it does not end before it begins");
}

/// A separator that is in no key.
std::optional<char> separator_for(const edge_columns& edges) {
  for (const char c : {'\t', ';', ','}) {
    const auto has = [&](const std::string& key) { return key.find(c) != std::string::npos; };
    if (std::ranges::none_of(edges.keys, has) && std::ranges::none_of(edges.target_keys, has)) return c;
  }
  return std::nullopt;
}

/// The edges as a file with a header, the weight before the ends, since a line that begins with # is none.
std::string written(const edge_columns& edges, bool two_mode, char separator) {
  const auto& target_keys = two_mode ? edges.target_keys : edges.keys;
  const auto day = [](std::int32_t number) {
    return number == first_of_days || number == last_of_days ? std::string{}
                                                             : to_string(date{std::chrono::days{number}});
  };
  std::string text;
  const auto line = [&](const std::array<std::string, 5>& cells) {
    for (const std::string& cell : cells) text += cell, text += separator;
    text.back() = '\n';
  };
  line({"weight", "source", "target", "begin", "end"});
  for (std::size_t at = 0; at < edges.sources.size(); ++at) {
    std::string weight;
    if (!edges.weights.empty() && !std::isnan(edges.weights[at])) {
      std::array<char, 32> digits{};
      weight.assign(digits.data(), std::to_chars(digits.begin(), digits.end(), edges.weights[at]).ptr);
    }
    line({weight, edges.keys[edges.sources[at]], target_keys[edges.targets[at]],
          edges.begins.empty() ? "" : day(edges.begins[at]), edges.ends.empty() ? "" : day(edges.ends[at])});
  }
  return text;
}

bool same_weight(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  static const scratch_folder folder;
  fuzz::byte_reader input{data, size};
  const std::uint8_t how = input.byte();
  edge_file_options options{.two_mode = (how & 1) != 0, .threads = 1};
  if ((how & 2) != 0) options.limits.columns = 4, options.limits.field_bytes = 8;
  if ((how & 4) != 0) options.limits.rows = 8, options.limits.problems = 2;
  folder.write("edges.csv", std::string{input.take(size)});
  edge_columns edges;
  if (fuzz::refused([&] { edges = read_edges(folder.path() / "edges.csv", options); })) return 0;
  require_whole(edges, options.two_mode);
  const auto separator = separator_for(edges);
  if (!separator) return 0;
  folder.write("again.csv", written(edges, options.two_mode, *separator));
  const edge_columns again = read_edges(folder.path() / "again.csv", {.two_mode = options.two_mode, .threads = 1});
  fuzz::require(again.keys == edges.keys && again.target_keys == edges.target_keys, "keys survive writing and reading");
  fuzz::require(again.sources == edges.sources && again.targets == edges.targets, "ends survive writing and reading");
  for (std::size_t at = 0; at < edges.sources.size(); ++at) {
    const double weight = edges.weights.empty() ? std::numeric_limits<double>::quiet_NaN() : edges.weights[at];
    fuzz::require(same_weight(again.weights[at], weight), "weights survive writing and reading");
    const std::int32_t begin = edges.begins.empty() ? first_of_days : edges.begins[at];
    const std::int32_t end = edges.ends.empty() ? last_of_days : edges.ends[at];
    fuzz::require(again.begins[at] == begin && again.ends[at] == end, "days survive writing and reading");
  }
  return 0;
}
