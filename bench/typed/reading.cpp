/// Reading a folder of 100,000 vertices and a million dated ties to a first answer, beside DuckDB, which loads the same
/// files and finds both ends by a join.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <capnet/core/random.hpp>
#include <capnet/io/data_folder.hpp>

#include "../databases/databases.hpp"
#include "../stopwatch.hpp"
#include "parts.hpp"

namespace capnet::bench {
namespace {

constexpr std::uint32_t vertices = 100'000, ties = 1'000'000, first_target = 60'000;

std::string key(std::uint32_t v) {
  std::string digits = std::to_string(v);
  digits.insert(0, 6 - digits.size(), '0');
  return (v < first_target ? "org-" : "prg-") + digits;
}

/// Of organizations and programs; a begin in fifty is a month alone, and one tie in three has no end.
void write_large_folder(const std::filesystem::path& folder) {
  random_stream rng{{.seed = 1}};
  std::ofstream list{folder / "vertices.csv"};
  list << "id,kind,sector,region\n";
  for (std::uint32_t v = 0; v < vertices; ++v) {
    list << key(v) << (v < first_target ? ",organization,nonprofit" : ",program,") << ",region-" << rng() % 47 << '\n';
  }
  constexpr std::array<const char*, 4> relations{"participates_in", "runs", "funds", "collaborates_with"};
  std::ofstream rows{folder / "ties.csv"};
  rows << "relation,source,target,begin,end,weight\n";
  for (std::uint32_t row = 0; row < ties; ++row) {
    const std::uint32_t r = rng() % 4, source = rng() % first_target;
    const std::uint32_t target = r == 3 ? rng() % first_target : first_target + rng() % (vertices - first_target);
    const date begin = make_date(2010, 1, 1) + std::chrono::days{rng() % 4'000};
    rows << relations.at(r) << ',' << key(source) << ',' << key(target) << ','
         << to_string(begin).substr(0, rng() % 50 == 0 ? 7 : 10) << ',';
    if (rng() % 3 != 0) rows << to_string(begin + std::chrono::days{31 + rng() % 1'500});
    rows << ',' << (1 + rng() % 1'000) / 1'000.0 << '\n';
  }
}

/// Ties without an end.
std::size_t open_ties(const snapshot& net) {
  std::size_t open = 0;
  for (const layer& of_relation : net.layers()) {
    of_relation.for_each(
        [&](std::uint32_t, const dated_tie& uv) { open += uv.when.end_earliest == last_of_days ? 1u : 0u; });
  }
  return open;
}

}  // namespace

void run_reading(family_rows& rows) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("capnet_bench_folder_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  write_large_folder(folder);
  constexpr std::size_t rounds = 5;
  for (const unsigned threads : {1u, 2u}) {
    double ours = 1e300, theirs = 1e300;
    std::size_t open = 0;
    std::optional<folder_times> loaded;
    for (std::size_t round = 0; round < rounds; ++round) {  // in turn
      const stopwatch watch;
      open = open_ties(read_folder(folder, {.threads = threads}));
      ours = std::min(ours, watch.seconds());
      loaded = load_folder(folder.string(), threads);
      if (!loaded) break;
      theirs = std::min(theirs, loaded->seconds);
    }
    if (loaded) {
      rows.add("read-folder-1m", threads, ours, "DuckDB", theirs, threads == 2 ? std::optional{1 / 1.5} : std::nullopt,
               open == loaded->open_ties, rounds);
    }
  }
  std::filesystem::remove_all(folder);
}

}  // namespace capnet::bench
