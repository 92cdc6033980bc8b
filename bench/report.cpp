#include "report.hpp"

#include <unistd.h>
#include <ctime>
#include <fstream>
#include <thread>

#include <capnet/core/simd.hpp>

#include "text.hpp"

namespace capnet::bench {
namespace {

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
    case simd_level::avx512:
      return "AVX-512";
    case simd_level::avx2:
      return "AVX2";
    case simd_level::portable:
      break;
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
  run.machine = (processor.empty() ? "unknown processor" : processor) + ", " +
                std::to_string(std::thread::hardware_concurrency()) + " cores, " + size_text(memory);
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
  return format("%-36s %3s %10s  %-14s %10s %7s %7s %6s %6s %4s", "kernel", "thr", "ours", "best peer", "", "ratio",
                "target", "limit", "spread", "rep");
}
std::string line_of_table(const row& r) {
  std::string text =
      format("%-36s %3u %10s  %-14s %10s %7s %7s %6s %6s %4zu", r.kernel.c_str(), r.threads, duration(r.ours_s).c_str(),
             r.peer.empty() ? "-" : r.peer.c_str(), r.peer.empty() ? "" : duration(r.peer_s).c_str(),
             ratio_text(r.ratio).c_str(), ratio_text(r.target).c_str(), percent(r.limit_fraction).c_str(),
             percent(r.spread).c_str(), r.repetitions);
  if (r.missed()) text += "  below target";
  if (!r.checksum_equal) text += "  ANSWERS DIFFER";
  return text;
}

std::string limits_as_text(const machine_limits& limits) {
  std::string text = "sequential read, GB/s (1; 2 threads):";
  for (std::size_t k = 0; k < limits.sequential[0].size(); ++k) {
    text += format("  %s %.1f; %.1f", size_text(static_cast<double>(limits.sequential[0][k].bytes)).c_str(),
                   limits.sequential[0][k].bytes_per_second / 1e9, limits.sequential[1][k].bytes_per_second / 1e9);
  }
  text += format("\nrandom 64-byte lines, M/s: 4 KiB pages %.0f; %.0f  huge pages %.0f; %.0f",
                 limits.lines_small_pages[0] / 1e6, limits.lines_small_pages[1] / 1e6, limits.lines_huge_pages[0] / 1e6,
                 limits.lines_huge_pages[1] / 1e6);
  text += "\nfp32 gather, M/s:";
  for (std::size_t k = 0; k < limits.gathers[0].size(); ++k) {
    text += format("  %s %.0f; %.0f", size_text(static_cast<double>(limits.gathers[0][k].bytes)).c_str(),
                   limits.gathers[0][k].per_second / 1e6, limits.gathers[1][k].per_second / 1e6);
  }
  return text + "\n";
}

}  // namespace capnet::bench
