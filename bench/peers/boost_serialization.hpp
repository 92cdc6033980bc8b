#pragma once
/// What one writes with Boost.Serialization to keep a network: records in vectors in a binary archive.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace capnet::bench {

struct archived_vertex {
  std::string key{};
  std::uint16_t kind = 0;
  std::uint8_t sector = 0;
  std::uint32_t region = 0;
};
struct archived_tie {
  std::uint32_t source = 0, target = 0;
  std::int32_t begin = 0, end = 0;
  double weight = 0;
};
struct archived_network {
  std::vector<std::string> regions{};
  std::vector<archived_vertex> vertices{};
  std::vector<std::vector<archived_tie>> ties{};  ///< [relation]
};

void write_boost_archive(const archived_network& net, const std::filesystem::path& file);
archived_network read_boost_archive(const std::filesystem::path& file);

}  // namespace capnet::bench
