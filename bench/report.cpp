#include "report.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

#include <capnet/core/simd.hpp>

namespace capnet::bench {
namespace {

template <class... Parts>
std::string format(const char* pattern, Parts... parts) {
  std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, pattern, parts...)), ' ');
  std::snprintf(text.data(), text.size() + 1, pattern, parts...);
  return text;
}

/// Three digits and a unit.
std::string duration(double seconds) {
  const auto [factor, unit] = seconds >= 1 ? std::pair{1.0, "s"} : seconds >= 1e-3 ? std::pair{1e3, "ms"} : std::pair{1e6, "us"};
  const double value = seconds * factor;
  return format(value >= 100 ? "%.0f %s" : value >= 10 ? "%.1f %s" : "%.2f %s", value, unit);
}
std::string ratio_text(const std::optional<double>& ratio) { return ratio ? format(*ratio >= 100 ? "%.0f" : *ratio >= 10 ? "%.1f" : "%.2f", *ratio) : "-"; }
std::string share(const std::optional<double>& fraction) { return fraction ? format("%.0f%%", *fraction * 100) : "-"; }
std::string size_text(double bytes) {
  if (bytes >= 1 << 30) return format("%.3g GiB", bytes / (1 << 30));
  if (bytes >= 1 << 20) return format("%.3g MiB", bytes / (1 << 20));
  return format("%.3g KiB", bytes / (1 << 10));
}
std::string digits(std::size_t n) {
  std::string text = std::to_string(n);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

/// Of a build that fits into memory that was there already, nothing can be seen.
std::string peak_text(const scale_row& r) {
  return r.peak_bytes < std::size_t{4} << 20 ? "-" : format("%.2f", static_cast<double>(r.peak_bytes) / static_cast<double>(r.graph_bytes));
}

std::string first_value(const char* path, const std::string& key) {
  std::ifstream in{path};
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    const auto colon = line.find(':');
    const auto from = line.find_first_not_of(" \t", colon + 1);
    return from == std::string::npos ? "" : line.substr(from);
  }
  return {};
}

std::string simd_name() {
  switch (current_simd()) {
    case simd_level::avx512: return "AVX-512";
    case simd_level::avx2: return "AVX2";
    case simd_level::portable: break;
  }
  return "portable";
}

}  // namespace

circumstances here(bool quick, unsigned scale) {
  circumstances run{.quick = quick, .scale = scale};
  char day[16];
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::strftime(day, sizeof day, "%Y-%m-%d", &utc);
  run.date = day;
  const double memory = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  const std::string processor = first_value("/proc/cpuinfo", "model name");
  run.machine = (processor.empty() ? "unknown processor" : processor) + ", " + std::to_string(std::thread::hardware_concurrency()) + " cores, " +
                size_text(memory);
#if defined(__clang__)
  run.compiler = "clang " __clang_version__;
#else
  run.compiler = "g++ " __VERSION__;
#endif
  run.compiler += std::string{", "} + CAPNET_BENCH_FLAGS;
  run.simd = simd_name();
  return run;
}

std::string head_of_table() {
  return format("%-36s %3s %10s  %-14s %10s %7s %7s %6s  %s", "kernel", "thr", "ours", "best peer", "", "ratio", "target", "limit", "repetitions");
}
std::string line_of_table(const row& r) {
  std::string text = format("%-36s %3u %10s  %-14s %10s %7s %7s %6s  %zu", r.kernel.c_str(), r.threads, duration(r.ours_s).c_str(),
                            r.peer.empty() ? "-" : r.peer.c_str(), r.peer.empty() ? "" : duration(r.peer_s).c_str(), ratio_text(r.ratio).c_str(),
                            ratio_text(r.target).c_str(), share(r.limit_fraction).c_str(), r.repetitions);
  if (r.ratio && r.target && *r.ratio < *r.target) text += "  below target";
  if (!r.checksum_equal) text += "  ANSWERS DIFFER";
  return text;
}

std::string limits_as_text(const machine_limits& limits) {
  std::string text = "sequential read, GB/s (1; 2 threads):";
  for (std::size_t k = 0; k < limits.sequential[0].size(); ++k) {
    text += format("  %s %.1f; %.1f", size_text(static_cast<double>(limits.sequential[0][k].bytes)).c_str(), limits.sequential[0][k].bytes_per_second / 1e9,
                   limits.sequential[1][k].bytes_per_second / 1e9);
  }
  text += format("\nrandom 64-byte lines, M/s: 4 KiB pages %.0f; %.0f  huge pages %.0f; %.0f", limits.lines_small_pages[0] / 1e6,
                 limits.lines_small_pages[1] / 1e6, limits.lines_huge_pages[0] / 1e6, limits.lines_huge_pages[1] / 1e6);
  text += "\nfp32 gather, M/s:";
  for (std::size_t k = 0; k < limits.gathers[0].size(); ++k) {
    text += format("  %s %.0f; %.0f", size_text(static_cast<double>(limits.gathers[0][k].bytes)).c_str(), limits.gathers[0][k].per_second / 1e6,
                   limits.gathers[1][k].per_second / 1e6);
  }
  return text + "\n";
}

std::string as_json(std::span<const row> rows) {
  boost::json::array all;
  const auto number = [](const std::optional<double>& value) { return value ? boost::json::value(*value) : boost::json::value(nullptr); };  // braces would make arrays
  for (const row& r : rows) {
    boost::json::array others;
    for (const row::other& o : r.others) others.push_back({{"peer", o.name}, {"seconds", o.seconds}});
    all.push_back({{"kernel", r.kernel},
                   {"threads", r.threads},
                   {"ours_s", r.ours_s},
                   {"peer", r.peer.empty() ? boost::json::value(nullptr) : boost::json::value(r.peer)},
                   {"peer_s", number(r.peer.empty() ? std::nullopt : std::optional{r.peer_s})},
                   {"ratio", number(r.ratio)},
                   {"target_ratio", number(r.target)},
                   {"limit_fraction", number(r.limit_fraction)},
                   {"checksum_equal", r.checksum_equal},
                   {"repetitions", r.repetitions},
                   {"spread", r.spread},
                   {"others", std::move(others)}});
  }
  std::string text = "[\n";
  for (std::size_t k = 0; k < all.size(); ++k) text += boost::json::serialize(all[k]) + (k + 1 < all.size() ? ",\n" : "\n");
  return text + "]\n";
}

std::string head_of_scaling() {
  return format("%12s %11s %10s %10s %10s %10s %12s %10s", "edges", "vertices", "build", "ns/edge", "BFS", "PageRank", "bytes/edge", "peak/graph");
}
std::string line_of_scaling(const scale_row& r) {
  const auto m = static_cast<double>(r.edges);
  return format("%12s %11s %10s %10.1f %10s %10s %12.1f %10s", digits(r.edges).c_str(), digits(r.order).c_str(), duration(r.build_s).c_str(),
                r.build_s / m * 1e9, duration(r.bfs_s).c_str(), duration(r.pagerank_s).c_str(), static_cast<double>(r.graph_bytes) / m,
                peak_text(r).c_str());
}

std::string as_markdown(const circumstances& run, const machine_limits& limits, std::span<const row> rows, std::span<const scale_row> scaling) {
  std::ostringstream out;
  out << "# Performance\n\n"
         "Made by `./dev bench --markdown docs/performance.md" << (run.quick ? " --quick" : "") << (scaling.empty() ? "" : " --scaling")
      << "`; don't edit. Ours and theirs run in turn in one process on the same\n"
         "simple graph, sources and tolerance; times are medians, answers are compared, and a kernel whose answer differs fails the run.\n\n";
  out << "- " << run.date << ": " << run.machine << "; our kernels chose " << run.simd << ".\n- Ours: " << run.compiler
      << ", no `-march`. Packaged peers as packaged; Boost.Graph, Eigen and LEMON from headers with `-O3 -march=native`, in their favor.\n- Peers: ";
  for (std::size_t k = 0; k < run.libraries.size(); ++k) out << (k == 0 ? "" : ", ") << run.libraries[k];
  out << ". At two threads the best of those with two and with one counts (`at 1`).\n"
         "- Warm: structures are made before the clock starts, except in `build`, which takes raw columns and gives a simple graph in both\n"
         "  directions, sorted. The rows without a suffix run on an `ordered_graph`, whose order `build` makes; `-unordered` ones on a\n"
         "  `compressed_graph`, so that what a kernel does to the order is in its time. Vertex numbers in and out are the original ones.\n"
         "- BFS and SSSP: for one source; PageRank: for one iteration (`solve`: until the change is below 1e-10).\n"
         "- *limit*: the time that this machine needs to read the least bytes that the kernel must move (`bench/byte_model.hpp`), as a share of\n"
         "  ours; from the bandwidth measured in the same run for a buffer of that size. Empty where bytes don't bound the kernel.\n\n";
  std::map<std::string, std::vector<const row*>> graphs;
  std::vector<std::string> order;
  for (const row& r : rows) {
    const std::string graph = r.kernel.substr(0, r.kernel.find('/'));
    if (!graphs.contains(graph)) order.push_back(graph);
    graphs[graph].push_back(&r);
  }
  for (const std::string& graph : order) {
    out << "## " << graph << "\n\n| kernel | threads | ours | best peer | | times faster | target | limit | slower peers | repetitions |\n"
           "|---|---:|---:|---|---:|---:|---:|---:|---|---:|\n";
    for (const row* r : graphs[graph]) {
      out << "| " << r->kernel.substr(graph.size() + 1) << " | " << r->threads << " | " << duration(r->ours_s) << " | " << r->peer << " | "
          << (r->peer.empty() ? "" : duration(r->peer_s)) << " | " << (r->ratio ? ratio_text(r->ratio) : "") << " | "
          << (r->target ? ratio_text(r->target) : "") << (r->ratio && r->target && *r->ratio < *r->target ? " (missed)" : "") << " | "
          << (r->limit_fraction ? share(r->limit_fraction) : "") << " | ";
      for (std::size_t k = 0; k < r->others.size(); ++k) out << (k == 0 ? "" : ", ") << r->others[k].name << ' ' << duration(r->others[k].seconds);
      out << " | " << r->repetitions << " |\n";
    }
    out << '\n';
  }
  if (!scaling.empty()) {
    out << "## Scaling\n\nKronecker graphs of rising size, all cores. Bytes of the graph: both directions and both permutations, for each edge kept or\n"
           "dropped. Peak: what the build took above its input, over the graph.\n\n"
           "| raw edges | vertices | build | ns for each edge | BFS | PageRank iteration, fp64 | bytes for each edge | peak / graph |\n"
           "|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const scale_row& r : scaling) {
      const auto m = static_cast<double>(r.edges);
      out << "| " << digits(r.edges) << " | " << digits(r.order) << " | " << duration(r.build_s) << " | " << format("%.1f", r.build_s / m * 1e9) << " | "
          << duration(r.bfs_s) << " | " << duration(r.pagerank_s) << " | " << format("%.1f", static_cast<double>(r.graph_bytes) / m) << " | "
          << peak_text(r) << " |\n";
    }
    out << '\n';
  }
  out << "## Limits of the machine in this run\n\n| | 1 thread | 2 threads |\n|---|---:|---:|\n";
  for (std::size_t k = 0; k < limits.sequential[0].size(); ++k) {
    out << "| sequential read of " << size_text(static_cast<double>(limits.sequential[0][k].bytes)) << " | "
        << format("%.1f GB/s | %.1f GB/s |\n", limits.sequential[0][k].bytes_per_second / 1e9, limits.sequential[1][k].bytes_per_second / 1e9);
  }
  out << format("| random 64-byte lines, 4 KiB pages | %.0f M/s | %.0f M/s |\n", limits.lines_small_pages[0] / 1e6, limits.lines_small_pages[1] / 1e6);
  out << format("| random 64-byte lines, huge pages | %.0f M/s | %.0f M/s |\n", limits.lines_huge_pages[0] / 1e6, limits.lines_huge_pages[1] / 1e6);
  for (std::size_t k = 0; k < limits.gathers[0].size(); ++k) {
    out << "| fp32 gather from " << size_text(static_cast<double>(limits.gathers[0][k].bytes)) << " | "
        << format("%.0f M/s | %.0f M/s |\n", limits.gathers[0][k].per_second / 1e6, limits.gathers[1][k].per_second / 1e6);
  }
  out << "\nWhat was tried and did not pay: `bench/DEAD_ENDS.md`.\n";
  return out.str();
}

baselines read_baselines(const std::string& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error{path + ": can't be read; expected the baselines that --baseline writes"};
  std::ostringstream text;
  text << in.rdbuf();
  try {
    const boost::json::value all = boost::json::parse(text.str());
    baselines read;
    read.simd = std::string{all.at("simd").as_string()};
    for (const boost::json::value& one : all.at("rows").as_array()) {
      read.rows.push_back({std::string{one.at("kernel").as_string()}, one.at("threads").to_number<unsigned>(), one.at("ratio").to_number<double>(),
                           one.at("tolerance").to_number<double>()});
    }
    return read;
  } catch (const std::exception& wrong) {
    throw std::runtime_error{path + ": " + wrong.what() + "; expected the baselines that --baseline writes"};
  }
}

std::string as_baselines(const std::string& simd, std::span<const std::vector<row>> runs) {
  std::string text = "{\"simd\": \"" + simd + "\", \"runs\": " + std::to_string(runs.size()) + ", \"rows\": [";
  const char* between = "\n";
  for (const row& one : runs.front()) {
    std::vector<double> ratios;
    for (const std::vector<row>& run : runs) {
      for (const row& r : run) {
        if (r.kernel == one.kernel && r.threads == one.threads && r.ratio) ratios.push_back(*r.ratio);
      }
    }
    if (ratios.empty()) continue;
    std::sort(ratios.begin(), ratios.end());
    const double middle = ratios[ratios.size() / 2];
    const double away = std::max(middle - ratios.front(), ratios.back() - middle) / middle;
    text += between + format("  {\"kernel\": \"%s\", \"threads\": %u, \"ratio\": %.3g, \"tolerance\": %.2f}", one.kernel.c_str(), one.threads, middle,
                             std::clamp(2 * away, .2, .6));
    between = ",\n";
  }
  return text + "\n]}\n";
}

}  // namespace capnet::bench
