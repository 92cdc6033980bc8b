/// Damaged and hostile native files: an error, never a crash, a wrong answer or much memory.
#include <capnet/io/native_file.hpp>

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstring>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/view/network_view.hpp>

#include "hostile/native_parts.hpp"
#include "hostile/signed_again.hpp"
#include "io/native_format.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}
void put(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

snapshot small_network() {
  builder net;
  const auto a = net.add<organization>("a", {.name = "Alpha", .region = "Kanto", .aliases = {"A"}});
  const auto b = net.add<organization>("b", {.sector = sector::company});
  const auto p = net.add<program>("p");
  net.retract(net.tie<participates_in>(a, p, {.weight = 4, .role = "trainee"}));
  net.tie<participates_in>(b, p,
                           {.active = {.begin = partial_date::year(2024)}, .status = status::planned, .weight = 2.5});
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

void put_byte(const std::filesystem::path& file, std::size_t at, char byte) {
  std::fstream{file, std::ios::binary | std::ios::in | std::ios::out}.seekp(static_cast<std::streamoff>(at)).put(byte);
}

TEST(HostileNativeFile, EachFlippedBitIsFoundByAFullCheckAndChangesNoAnswer) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  const std::string good = content(file);
  const std::uint64_t hash = use(file);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    put_byte(file, bit / 8, static_cast<char>(good[bit / 8] ^ (1 << (bit % 8))));
    EXPECT_THROW((void)verify_native(file, 1), input_error) << "bit " << bit;
    if (bit % 23 == 0) {
      try {
        EXPECT_EQ(use(file), hash) << "byte " << bit / 8 << " lies between columns";
      } catch (const input_error&) {  // expected
      }
    }
    put_byte(file, bit / 8, good[bit / 8]);
  }
  EXPECT_NO_THROW((void)verify_native(file));
}

TEST(HostileNativeFile, EachOfTenThousandFlippedBitsOfALargeFileIsNamed) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  builder net;
  const std::uint32_t n = 40'000, m = 200'000;
  random_stream rng{{.seed = 11}};
  std::vector<std::uint32_t> sources(m), targets(m);
  for (std::uint32_t k = 0; k < m; ++k) sources[k] = rng.below(n), targets[k] = rng.below(n);
  net.add_vertices<organization>({.count = n, .prefix = "o"});
  const kind_index kind = net.schema().index_of<organization>();
  net.add_ties<collaborates_with>({.source_kind = kind, .target_kind = kind, .sources = sources, .targets = targets});
  write_native(net.freeze(), file);
  const native_parts parts{content(file)};
  struct block {
    std::size_t begin, bytes;
  };
  std::vector<block> blocks;
  for (const auto& column : parts.columns) {
    for (std::size_t at = 0; at < column.where.bytes; at += native::block_bytes) {
      blocks.push_back({column.where.offset + at, std::min<std::size_t>(native::block_bytes, column.where.bytes - at)});
    }
  }
  const std::string good = content(file);
  ASSERT_GT(blocks.size(), 50u);
  std::size_t flipped = 0;
  while (flipped < 10'000) {
    for (const auto& [begin, bytes] : blocks) {  // a bit in each
      const std::size_t at = begin + rng.below(static_cast<std::uint32_t>(bytes));
      put_byte(file, at, static_cast<char>(good[at] ^ (1 << rng.below(8))));
    }
    try {
      (void)verify_native(file, 2);
      ADD_FAILURE() << "expected input_error";
    } catch (const input_error& failure) {
      ASSERT_EQ(failure.problems().size(), blocks.size()) << failure.what();
    }
    flipped += blocks.size();
    put(file, good);
  }
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
  const std::string good = content(file);
  put(file, good);
  const snapshot net = read_native(file);
  ASSERT_EQ(::truncate(file.c_str(), 64), 0);
  try {
    (void)data_hash(net);
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    EXPECT_NE(std::string{failure.what()}.find("cut while it was open"), std::string::npos) << failure.what();
  }
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

/// A file's bytes, and its table of contents to change.
struct open_file {
  std::string bytes;
  native::header head() const {
    native::header h;
    std::memcpy(&h, bytes.data(), sizeof h);
    return h;
  }
  void put_head(const native::header& h) { std::memcpy(bytes.data(), &h, sizeof h); }
  native::section section(std::size_t k) const {
    native::section s;
    std::memcpy(&s, bytes.data() + head().contents_offset + k * sizeof s, sizeof s);
    return s;
  }
  void put_section(std::size_t k, const native::section& s) {
    std::memcpy(bytes.data() + head().contents_offset + k * sizeof s, &s, sizeof s);
  }
  /// The first section of that column.
  std::size_t find(native::owner owner, std::uint32_t column) const {
    for (std::size_t k = 0; k < head().section_count; ++k) {
      if (section(k).owner == static_cast<std::uint32_t>(owner) && section(k).column == column) return k;
    }
    ADD_FAILURE() << "no such column";
    return 0;
  }
};

/// What a file is refused with, when it is opened and when it is checked.
void expect_refusal(const std::filesystem::path& file, const std::string& bytes, const char* expected) {
  put(file, bytes);
  for (const bool check : {false, true}) {
    try {
      if (check)
        (void)verify_native(file, 2);
      else
        (void)use(file);
      ADD_FAILURE() << "expected input_error";
    } catch (const input_error& failure) {
      EXPECT_NE(std::string{failure.what()}.find(expected), std::string::npos) << failure.what();
    }
  }
}

TEST(HostileNativeFile, CountsWhoseSumWrapsAreRefused) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  const open_file good{content(file)};
  const auto with = [&](auto change) {
    open_file bad = good;
    native::header h = bad.head();
    change(h);
    bad.put_head(h);
    return bad.bytes;
  };
  const char* expected = "does not fit its size";
  expect_refusal(file, with([](native::header& h) { h.block_count += std::uint64_t{1} << 61; }),
                 expected);  // 2^64 bytes more
  expect_refusal(file, with([](native::header& h) { h.section_count += std::uint64_t{1} << 60; }), expected);
  expect_refusal(file, with([](native::header& h) {
                   h.description_bytes -= 48, h.section_count += 1, h.contents_offset = ~std::uint64_t{0} - 7;
                 }),
                 expected);
  expect_refusal(file, with([](native::header& h) { h.description_bytes += h.contents_offset, h.contents_offset = 0; }),
                 expected);
}

TEST(HostileNativeFile, ADescriptionOfGigabytesIsRefusedBeforeItIsRead) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(snapshot{}, file);
  open_file bad{content(file)};
  native::header h = bad.head();
  h.file_bytes = std::uint64_t{1} << 40;
  h.description_bytes =
      h.file_bytes - h.contents_offset - h.section_count * sizeof(native::section) - h.block_count * 8;
  bad.put_head(h);
  put(file, bad.bytes);
  if (::truncate(file.c_str(), static_cast<off_t>(h.file_bytes)) != 0)
    GTEST_SKIP() << "no file of that size can be made here";
  EXPECT_THROW((void)read_native(file), input_error);
}

TEST(HostileNativeFile, ColumnsOverOneAnotherAreRefused) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(small_network(), file);
  const open_file good{content(file)};
  for (std::size_t k = 1; k < good.head().section_count; ++k) {
    open_file bad = good;
    native::section s = bad.section(k);
    s.offset = bad.section(k - 1).offset;
    bad.put_section(k, s);
    expect_refusal(file, signed_again(bad.bytes), "in another one");
  }
  // The checksums of another column: a file of many such would take long to open.
  open_file bad = good;
  native::section s = bad.section(1);
  s.first_block = 0;
  bad.put_section(1, s);
  expect_refusal(file, signed_again(bad.bytes), "other checksums");
}

TEST(HostileNativeFile, VerticesAndTiesWithoutColumnsAreRefused) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  builder net;
  const std::vector<std::uint32_t> sources{0, 1, 2}, targets{2, 1, 0};
  net.add_vertices<organization>({.count = 3, .prefix = "o"});
  net.add_vertices<program>({.count = 3, .prefix = "p"});
  net.add_ties<participates_in>({.source_kind = net.schema().index_of<organization>(),
                                 .target_kind = net.schema().index_of<program>(),
                                 .sources = sources,
                                 .targets = targets});
  write_native(net.freeze(), file);
  const open_file good{content(file)};
  const auto without = [&](native::owner owner, std::initializer_list<native::column_id> columns) {
    open_file bad = good;
    for (std::size_t k = 0; k < bad.head().section_count; ++k) {
      native::section s = bad.section(k);
      for (const native::column_id id : columns) {
        if (s.owner == static_cast<std::uint32_t>(owner) &&
            (s.column & ~native::backward) == static_cast<std::uint32_t>(id))
          s.column += 0x1000;  // no one asks for it
      }
      bad.put_section(k, s);
    }
    return signed_again(bad.bytes);
  };
  using native::column_id;
  expect_refusal(file, without(native::owner::kind, {column_id::sectors}), "counts vertices that it does not list");
  expect_refusal(file, without(native::owner::relation, {column_id::neighbors, column_id::rows, column_id::weights}),
                 "counts ties of 'participates_in' that it does not list");
}

/// Offsets of 40,000 organizations with one tie each: three blocks.
open_file three_blocks_of_offsets(const std::filesystem::path& file) {
  builder net;
  const std::uint32_t n = 40'000;
  std::vector<std::uint32_t> sources(n), targets(n);
  for (std::uint32_t k = 0; k < n; ++k) sources[k] = k, targets[k] = k % 10;
  net.add_vertices<organization>({.count = n, .prefix = "o"});
  net.add_vertices<program>({.count = 10, .prefix = "p"});
  net.add_ties<participates_in>({.source_kind = net.schema().index_of<organization>(),
                                 .target_kind = net.schema().index_of<program>(),
                                 .sources = sources,
                                 .targets = targets});
  write_native(net.freeze(), file);
  return {content(file)};
}

TEST(HostileNativeFile, OffsetsThatFallFromOneBlockToTheNextAreRefused) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  open_file bad = three_blocks_of_offsets(file);
  const native::section s =
      bad.section(bad.find(native::owner::relation, static_cast<std::uint32_t>(native::column_id::offsets)));
  constexpr std::uint32_t in_block = native::block_bytes / 4;
  const std::uint32_t high = in_block + 3;  // the next one is in_block
  std::memcpy(bad.bytes.data() + s.offset + (in_block - 1) * 4, &high, sizeof high);
  put(file, signed_again(bad.bytes));
  EXPECT_THROW((void)verify_native(file, 1), input_error);
  EXPECT_THROW((void)verify_native(file, 2), input_error);
  for (const bool forward : {true, false}) {  // whichever block comes first
    const snapshot net = read_native(file);
    const auto& offsets = net.layer<participates_in>().out().offsets;
    const std::size_t places[] = {in_block - 1, in_block};
    EXPECT_EQ(offsets[places[forward ? 0 : 1]], static_cast<std::int32_t>(forward ? high : in_block))
        << "alone, it is fine";
    EXPECT_THROW((void)offsets[places[forward ? 1 : 0]], input_error);
    EXPECT_THROW((void)offsets.all(), input_error);
    EXPECT_FALSE(offsets.ready());
    EXPECT_EQ(offsets[offsets.size() - 1], 40'000) << "far from it";
  }
}

TEST(HostileNativeFile, NumbersThatLeadOutsideAreNamedByAFullCheck) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  const open_file good = three_blocks_of_offsets(file);
  const auto with = [&](native::column_id id, std::size_t at, std::uint32_t value) {
    open_file bad = good;
    const native::section s = bad.section(bad.find(native::owner::relation, static_cast<std::uint32_t>(id)));
    std::memcpy(bad.bytes.data() + s.offset + at * 4, &value, sizeof value);
    return signed_again(bad.bytes);
  };
  using native::column_id;
  expect_refusal(file, with(column_id::neighbors, 39'999, 10), "neighbors has the number 10; expected one below 10");
  expect_refusal(file, with(column_id::neighbors, 20'000, 0xFFFFFFFF), "neighbors has the number 4294967295");
  expect_refusal(file, with(column_id::offsets, 0, 1), "offsets is not rising from 0 to 40000");
  expect_refusal(file, with(column_id::offsets, 40'000, 39'999), "offsets is not rising from 0 to 40000");
  expect_refusal(file, with(column_id::offsets, 100, 0x80000000), "offsets is not rising from 0 to 40000");
}

TEST(HostileNativeFile, DaysOutOfOrderOrOutsideTheCalendarDoNoHarm) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  net.tie<collaborates_with>(a, b, {.active = {.begin = partial_date::year(1024)}});
  net.tie<collaborates_with>(a, b, {.active = {.begin = partial_date::year(2024)}});  // more than two bytes apart
  write_native(net.freeze(), file);
  const open_file good{content(file)};
  const auto with = [&](std::int32_t day) {
    open_file bad = good;
    const native::section s =
        bad.section(bad.find(native::owner::relation, static_cast<std::uint32_t>(native::column_id::begin_earliest)));
    std::memcpy(bad.bytes.data() + s.offset, &day, sizeof day);
    return signed_again(bad.bytes);
  };
  put(file, with(50'000));
  const snapshot late = read_native(file);
  const dated_tie uv = late.layer<collaborates_with>().tie(0);
  EXPECT_EQ(uv.when.begin_earliest, uv.when.begin_latest) << "what began after its latest day began on it";
  expect_refusal(file, with(std::numeric_limits<std::int32_t>::max()), "begin_earliest has a day outside the calendar");
  expect_refusal(file, with(std::numeric_limits<std::int32_t>::min()), "begin_earliest has a day outside the calendar");
}

struct lies_in {
  static constexpr std::string_view name = "lies_in";
  static constexpr bool directed = true;
  static constexpr relation_traits traits = relation_traits::part;  // the last one: two bytes, seven bits in each
  using source = kinds<organization>;
  using target = kinds<program>;
};

// After its name a relation has two flags and then its traits. A later version may know more of them.
TEST(HostileNativeFile, ATraitThatIsNotKnownIsNamed) {
  builder net;
  net.tie<lies_in>(net.add<organization>("a"), net.add<program>("p"));
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(net.freeze(), file);
  const std::string name{lies_in::name};
  EXPECT_EQ(read_native(file).schema().relation(read_native(file).schema().relation_named(name)).traits,
            relation_traits::part);
  std::string bytes = content(file);
  const std::size_t traits = bytes.find(name) + name.size() + 2;
  ASSERT_EQ(bytes.substr(traits, 2), "\x80\x08") << "1024";
  bytes[traits + 1] = 16;
  expect_refusal(file, signed_again(bytes), "has a trait that this version does not know");
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
