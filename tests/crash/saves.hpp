#pragma once
/// Two small networks, and the two ways in which one is saved over the other.
#include <filesystem>
#include <string>
#include <vector>

#include <capnet/io/native_file.hpp>
#include <capnet/io/report.hpp>
#include <capnet/network/builder.hpp>

namespace capnet::fixture {

/// `n` organizations in a row.
inline snapshot row_network(std::uint32_t n) {
  builder net;
  std::vector<id<organization>> all;
  for (std::uint32_t k = 0; k < n; ++k) all.push_back(net.add<organization>("o" + std::to_string(k)));
  for (std::uint32_t k = 1; k < n; ++k) net.tie<collaborates_with>(all[k - 1], all[k]);
  return net.freeze();
}

/// `capnet pack`, `capnet report`.
inline void pack(const snapshot& net, const std::filesystem::path& file) { write_native(net, file); }
inline void report(const snapshot& net, const std::filesystem::path& file) { write_report(net, file); }
struct saving {
  const char* name;
  void (*save)(const snapshot&, const std::filesystem::path&);
  std::uint32_t rounds;  ///< a report takes longer to make
};
inline constexpr saving savings[] = {{"pack", pack, 750}, {"report", report, 150}};

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> all;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) all.push_back(entry.path());
  return all;
}

}  // namespace capnet::fixture
