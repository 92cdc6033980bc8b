#include "databases.hpp"

#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>

namespace capnet::bench {
namespace {

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return text + "'";
}

bool succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

std::string output_of(const std::string& command) {
  struct closer {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<std::FILE, closer> pipe{popen(command.c_str(), "r")};
  std::string text;
  std::array<char, 4096> part{};
  while (pipe) {
    const std::size_t got = std::fread(part.data(), 1, part.size(), pipe.get());
    if (got == 0) break;
    text.append(part.data(), got);
  }
  return text;
}

/// What a script beside the program prints; nothing, and a line that says so, where npm or its packages are missing.
std::optional<std::string> run_script(const std::string& script, const std::string& words) {
  if (!succeeds("command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1")) {
    std::cerr << "databases: npm is not there; DuckDB and Kuzu are left out\n";
    return std::nullopt;
  }
  // The build puts package.json and the scripts beside the program.
  const std::filesystem::path here = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "databases";
  if (!std::filesystem::exists(here / "node_modules" / "kuzu") &&
      !succeeds("cd " + quoted(here.string()) +
                " && npm install --no-audit --no-fund --no-package-lock >/dev/null 2>&1")) {
    std::cerr << "databases: npm install failed; DuckDB and Kuzu are left out\n";
    return std::nullopt;
  }
  return output_of("node " + quoted((here / script).string()) + " " + words);
}

}  // namespace

std::vector<database_times> run_databases(const std::string& folder, const std::string& starts, const std::string& day,
                                          std::size_t singles) {
  const auto text = run_script("typed_query.mjs", quoted(folder) + " --day " + quoted(day) + " --starts " +
                                                      quoted(starts) + " --singles " + std::to_string(singles));
  if (!text) return {};
  std::vector<database_times> all;
  try {
    const boost::json::value answered = boost::json::parse(*text);
    for (const boost::json::value& one : answered.at("databases").as_array()) {
      const boost::json::object& read = one.as_object();
      if (const auto* error = read.if_contains("error")) {
        std::cerr << "databases: " << read.at("name").as_string() << " is left out: " << error->as_string() << '\n';
        continue;
      }
      const auto number = [&](const char* key) { return read.contains(key) ? read.at(key).to_number<double>() : 0.0; };
      all.push_back({.name = std::string{read.at("name").as_string()},
                     .version = std::string{read.at("version").as_string()},
                     .load_s = number("load_s"),
                     .p50_s = number("p50_us") * 1e-6,
                     .p99_s = number("p99_us") * 1e-6,
                     .queries = static_cast<std::size_t>(number("queries")),
                     .results = static_cast<std::size_t>(number("results")),
                     .top_weight = number("top_weight")});
      if (const auto* batches = read.if_contains("batches")) {
        for (const boost::json::value& b : batches->as_array()) {
          all.back().batches.push_back({.threads = b.at("threads").to_number<unsigned>(),
                                        .mean_s = b.at("mean_us").to_number<double>() * 1e-6,
                                        .results = b.at("results").to_number<std::size_t>(),
                                        .top_weight = b.at("top_weight").to_number<double>()});
        }
      }
    }
  } catch (const std::exception& wrong) {
    std::cerr << "databases: what typed_query.mjs printed can't be read: " << wrong.what() << '\n';
  }
  return all;
}

std::optional<folder_times> load_folder(const std::string& folder, unsigned threads) {
  const auto text = run_script("load_folder.mjs", quoted(folder) + " --threads " + std::to_string(threads));
  if (!text) return std::nullopt;
  try {
    const boost::json::value read = boost::json::parse(*text);
    return folder_times{.seconds = read.at("seconds").to_number<double>(),
                        .open_ties = read.at("open_ties").to_number<std::size_t>()};
  } catch (const std::exception& wrong) {
    std::cerr << "databases: what load_folder.mjs printed can't be read: " << wrong.what() << '\n';
    return std::nullopt;
  }
}

std::optional<gap_times> ask_skill_gaps(std::size_t organizations, unsigned threads) {
  const auto text =
      run_script("skill_gap.mjs", std::to_string(organizations) + " --threads " + std::to_string(threads));
  if (!text) return std::nullopt;
  try {
    const boost::json::value read = boost::json::parse(*text);
    const auto number = [&](const char* key) { return read.at(key).to_number<double>(); };
    return gap_times{.seconds = number("seconds"),
                     .sum = {.known = read.at("known").to_number<std::size_t>(),
                             .gap = number("gap"),
                             .low = number("low"),
                             .high = number("high"),
                             .coverage = number("coverage")}};
  } catch (const std::exception& wrong) {
    std::cerr << "databases: what skill_gap.mjs printed can't be read: " << wrong.what() << '\n';
    return std::nullopt;
  }
}

}  // namespace capnet::bench
