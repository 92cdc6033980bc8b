#pragma once
/// Embedded databases from npm as peers of the typed query, where npm is present.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace capnet::bench {

struct database_times {
  std::string name{};
  std::string version{};
  double load_s = 0;
  double p50_s = 0, p99_s = 0;  ///< of single queries, in turn
  std::size_t queries = 0;      ///< the first so many of the starts
  std::size_t results = 0;      ///< of these
  double top_weight = 0;        ///< sum over the queries of their ten largest weights
  /// All starts in one statement; empty if the database has no such statement.
  struct batch {
    unsigned threads = 1;
    double mean_s = 0;  ///< for each start
    std::size_t results = 0;
    double top_weight = 0;
  };
  std::vector<batch> batches{};
};

/// Asks the typed two-hop query (typed_query.mjs) of the network in `folder`, which holds vertices.csv and ties.csv:
/// from the first `singles` of the starts in the file one by one, with two threads, and from all at once, with one and
/// with two. Without npm, or if the packages can't be installed, says so on the error stream and returns none. The
/// packages are installed beside the program, once.
std::vector<database_times> run_databases(const std::string& folder, const std::string& starts, const std::string& day,
                                          std::size_t singles);

struct folder_times {
  double seconds = 0;
  std::size_t open_ties = 0;  ///< without an end
};
/// How long DuckDB takes to load a data folder and to count its ties without an end (load_folder.mjs). Nothing where
/// npm is not there or fails, as above.
std::optional<folder_times> load_folder(const std::string& folder, unsigned threads);

/// Sums over the gaps of organizations.
struct gap_checksum {
  std::size_t known = 0;
  double gap = 0, low = 0, high = 0, coverage = 0;
};
struct gap_times {
  double seconds = 0;
  gap_checksum sum{};
};
/// How long DuckDB takes for the skill gaps of so many organizations (skill_gap.mjs). Nothing where npm is not there or
/// fails, as above.
std::optional<gap_times> ask_skill_gaps(std::size_t organizations, unsigned threads);

}  // namespace capnet::bench
