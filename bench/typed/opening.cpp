/// Opening the packed file beside reading its bytes, and beside reading the network back from a Boost.Serialization
/// archive.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <capnet/io/native_file.hpp>

#include "../peers/boost_serialization.hpp"
#include "parts.hpp"

namespace capnet::bench {
namespace {

/// A read() of the whole file, as fast as the system has it.
double raw_read(const std::filesystem::path& file) {
  std::vector<char> memory(std::filesystem::file_size(file));
  const stopwatch watch;
  const int opened = ::open(file.c_str(), O_RDONLY);
  std::size_t done = 0;
  for (ssize_t got; opened >= 0 && (got = ::read(opened, memory.data() + done, memory.size() - done)) > 0;) {
    done += static_cast<std::size_t>(got);
  }
  const double seconds = watch.seconds();
  ::close(opened);
  return seconds;
}

#ifdef CAPNET_BENCH_BOOST_SERIALIZATION
archived_network archived(const snapshot& net) {
  archived_network rows{.regions = net.regions(), .vertices = {}, .ties = {}};
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
      rows.vertices.push_back(
          {net.key(v), static_cast<std::uint16_t>(k), static_cast<std::uint8_t>(net.sector(v)), net.region_code(v)});
    }
  }
  for (const layer& ties : net.layers()) {
    auto& list = rows.ties.emplace_back();
    ties.for_each([&](std::uint32_t, const dated_tie& uv) {
      list.push_back(
          {uv.source.value, uv.target.value, uv.when.begin_latest, uv.when.end_earliest, uv.weight.value_or(1)});
    });
  }
  return rows;
}
double weight_of(const archived_network& net) {
  double sum = 0;
  for (const auto& list : net.ties) {
    for (const archived_tie& uv : list) sum += uv.weight;
  }
  return sum;
}
/// Seconds to read it back, and whether it is all there.
std::pair<double, bool> boost_read(const snapshot& net, const std::filesystem::path& file) {
  const archived_network rows = archived(net);
  write_boost_archive(rows, file);
  const stopwatch watch;
  const archived_network read = read_boost_archive(file);
  const double seconds = watch.seconds();
  std::filesystem::remove(file);
  return {seconds, read.vertices.size() == rows.vertices.size() && weight_of(read) == weight_of(rows)};
}
#endif

}  // namespace

void run_opening(const typed_case& made, family_rows& rows) {
  const snapshot& net = made.net;
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("capnet_bench_" + std::to_string(::getpid()) + ".capnet");
  write_native(net, file);
  const double read_s = std::min(raw_read(file), raw_read(file));
  double open_s = 1e300, first_s = 1e300;
  bool equal = true;
  for (std::size_t round = 0; round < made.rounds; ++round) {
    const stopwatch watch;
    const snapshot opened = read_native(file);
    open_s = std::min(open_s, watch.seconds());
    const std::size_t degree = opened.layer<participates_in>().out(opened.find("o7").value()).size();
    first_s = std::min(first_s, watch.seconds());
    equal = equal && opened.size() == net.size() && degree == net.layer<participates_in>().out(net.vertex("o7")).size();
  }
  const stopwatch watch;
  const native_check checked = verify_native(file);
  const double verify_s = watch.seconds();
  std::cout << "typed: the packed file has " << checked.bytes << " bytes" << std::endl;
  rows.add("open", 1, open_s, "raw read()", read_s, 1.0, equal, made.rounds);
  rows.add("open-and-first-answer", 1, first_s, "raw read()", read_s, 1.0, equal, made.rounds);
  rows.add("read-and-check-all", 2, verify_s, "raw read()", read_s, std::nullopt,
           checked.bytes == std::filesystem::file_size(file), 1);
#ifdef CAPNET_BENCH_BOOST_SERIALIZATION
  std::filesystem::path archive = file;
  const auto [boost_s, same] = boost_read(net, archive.replace_extension(".archive"));
  rows.add("open-beside-archive", 1, open_s, "Boost.Serialization", boost_s, made.small ? 200 : 500, equal && same,
           made.rounds);
#endif
  std::filesystem::remove(file);
}

}  // namespace capnet::bench
