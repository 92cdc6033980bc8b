/// Damaged and hostile native files: an error, never a crash, a wrong answer or much memory.
#include <capnet/io/native_file.hpp>

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/view/network_view.hpp>

#include "io/native_format.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}
void put(const std::filesystem::path& file, const std::string& bytes) { std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes; }

snapshot small_network() {
  builder net;
  const auto a = net.add<organization>("a", {.name = "Alpha", .region = "Kanto", .aliases = {"A"}});
  const auto b = net.add<organization>("b", {.sector = sector::company});
  const auto p = net.add<program>("p");
  net.retract(net.tie<participates_in>(a, p, {.weight = 4, .role = "trainee"}));
  net.tie<participates_in>(b, p, {.active = {.begin = partial_date::year(2024)}, .status = status::planned, .weight = 2.5});
  net.tie<collaborates_with>(b, a);
  net.add_figure({.id = "f", .label = "l", .value = decimal{74, 0}});
  return net.freeze();
}

/// Reads everything that there is.
std::uint64_t use(const std::filesystem::path& file) {
  const snapshot net = read_native(file);
  std::uint64_t hash = data_hash(net);
  for (const layer& ties : net.layers()) {
    for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
      for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
        (void)net.find(net.key(v));
        for (const tie_end& end : ties.out(v)) hash += end.vertex.value;
        for (const tie_end& end : ties.in(v)) hash += end.vertex.value;
      }
    }
    all_held(net).for_each_tie(ties.relation(), [&](tie_ref, const dated_tie& uv) { hash += uv.source.value; });
  }
  return hash;
}

TEST(HostileNativeFile, NoFlippedBitGoesUnnoticed) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  const std::string good = content(file);
  const std::uint64_t hash = use(file);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good.size(); at += at < 128 ? 1 : 3) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    put(file, bad);
    try {
      EXPECT_EQ(use(file), hash) << "byte " << at << " lies between columns";
    } catch (const input_error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, good.size() / 8);
}

TEST(HostileNativeFile, NoCutGoesUnnoticed) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  const std::string good = content(file);
  for (std::size_t length = 0; length < good.size(); length += 7) {
    put(file, good.substr(0, length));
    EXPECT_THROW((void)use(file), input_error) << length;
  }
  put(file, good + "x");
  EXPECT_THROW((void)use(file), input_error);
}

TEST(HostileNativeFile, CutWhileItIsOpenIsReported) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  const snapshot net = read_native(file);
  ASSERT_EQ(::truncate(file.c_str(), 64), 0);
  try {
    (void)data_hash(net);
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    EXPECT_NE(std::string{failure.what()}.find("cut while it was open"), std::string::npos) << failure.what();
  }
}

/// Sets all checksums right again, as one who means harm would.
std::string signed_again(std::string bytes) {
  native::header head;
  std::memcpy(&head, bytes.data(), sizeof head);
  if (head.contents_offset > bytes.size() || head.section_count > 10'000 || head.block_count > 10'000) return bytes;
  auto* sections = reinterpret_cast<native::section*>(bytes.data() + head.contents_offset);
  auto* blocks = reinterpret_cast<std::uint64_t*>(sections + head.section_count);
  for (std::size_t k = 0; k < head.section_count; ++k) {
    const native::section& s = sections[k];
    const std::size_t count = (s.bytes + native::block_bytes - 1) / native::block_bytes;
    if (s.first_block + count > head.block_count || s.offset + s.bytes > head.contents_offset) continue;
    for (std::size_t b = 0; b < count; ++b) {
      blocks[s.first_block + b] = native::hash(bytes.data() + s.offset + b * native::block_bytes,
                                               std::min<std::size_t>(native::block_bytes, s.bytes - b * native::block_bytes));
    }
    sections[k].checksum = native::hash(blocks + s.first_block, count * 8);
  }
  head.checksum = 0;
  const std::uint64_t parts[] = {native::hash(&head, sizeof head), native::hash(bytes.data() + head.contents_offset, bytes.size() - head.contents_offset)};
  head.checksum = native::hash(parts, sizeof parts);
  std::memcpy(bytes.data(), &head, sizeof head);
  return bytes;
}

TEST(HostileNativeFile, RightChecksumsOverWrongNumbersDoNoHarm) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  const std::string good = content(file);
  random_stream rng{{.seed = 5}};
  std::size_t refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bad = good;
    for (std::uint32_t k = 0; k <= rng.below(3); ++k) {
      const std::size_t at = 64 + rng.below(static_cast<std::uint32_t>(bad.size() - 64));
      bad[at] = static_cast<char>(rng.below(3) == 0 ? 0xFF : rng.below(256));
    }
    put(file, signed_again(bad));
    try {
      (void)use(file);  // some other network
    } catch (const input_error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100u);
}

TEST(HostileNativeFile, AnotherVersionAndAnotherFileAreNamed) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  std::string bytes = content(file);
  bytes[12] = 9;
  put(file, bytes);
  try {
    (void)read_native(file);
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    EXPECT_NE(std::string{failure.what()}.find("version 9"), std::string::npos) << failure.what();
  }
  put(file, std::string(1'000, 'x'));
  EXPECT_THROW((void)read_native(file), input_error);
  EXPECT_THROW((void)read_native(folder.path() / "none"), input_error);
  EXPECT_THROW((void)read_native(folder.path()), input_error);
}

}  // namespace
}  // namespace capnet
