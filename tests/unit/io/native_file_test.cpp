#include <capnet/io/native_file.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/view/network_view.hpp>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

TEST(NativeFile, HoldsTheFourCasesAsTheyAre) {
  const scratch_folder folder;
  for (const char* name : {"nptech", "sto", "probono", "reskilling"}) {
    const snapshot net = read_folder(std::string{CAPNET_SOURCE_DIR} + "/examples/data/" + name);
    const auto file = folder.path() / (std::string{name} + ".capnet");
    write_native(net, file);
    for (const file_trust trust : {file_trust::verified, file_trust::trusted}) {
      const snapshot again = read_native(file, trust);
      EXPECT_EQ(data_hash(again), data_hash(net)) << name;
      EXPECT_EQ(again.last_day(), net.last_day()) << name;
      EXPECT_EQ(again.files(), net.files()) << name;
      EXPECT_EQ(again.figures().size(), net.figures().size()) << name;
      for (const vertex_ref v : net.vertices(kind_index{0})) EXPECT_EQ(again.vertex(net.key(v)), v) << name;
    }
    const auto second = folder.path() / "again.capnet";
    write_native(read_native(file), second);
    EXPECT_EQ(content(second), content(file)) << name << ": writing what was read gives the same bytes";
    EXPECT_EQ(verify_native(file).bytes, content(file).size()) << name;
  }
}

snapshot small_network() {
  builder net;
  const auto a = net.add<organization>("a", {.region = "Kanto", .aliases = {"A", "アー"}});
  const auto b = net.add<organization>("b", {.sector = sector::company});
  const auto p = net.add<program>("p");
  const auto gone = net.tie<participates_in>(a, p, {.weight = 4, .role = "trainee"});
  net.tie<participates_in>(b, p,
                           {.active = {.begin = partial_date::year(2024)}, .status = status::planned, .weight = 2.5});
  net.tie<participates_in>(a, p, {.active = {.begin = make_date(2024, 4, 1), .end = make_date(2030, 1, 1)}});
  net.tie<collaborates_with>(b, a);
  net.retract(gone);
  net.set_sector(net.find("a").value(), sector::academia, make_date(2024, 1, 1));
  return net.freeze();
}

TEST(NativeFile, HoldsWhatWasTakenBackAliasesAndChangesOfSector) {
  const scratch_folder folder;
  const auto file = folder.path() / "small.capnet";
  const snapshot net = small_network();
  write_native(net, file);
  const snapshot again = read_native(file);
  EXPECT_EQ(data_hash(again), data_hash(net));
  EXPECT_EQ(again.vertex("アー"), net.vertex("a"));
  EXPECT_EQ(again.sector(net.vertex("a"), make_date(2023, 1, 1)), sector::unknown);
  EXPECT_EQ(again.sector(net.vertex("a")), sector::academia);
  EXPECT_TRUE(again.layer<participates_in>().is_retracted(0));
  EXPECT_EQ(again.tie({again.schema().index_of<participates_in>(), 0}).properties.role, "trainee");
  const layer& ties = again.layer<participates_in>();
  EXPECT_EQ(ties.out(net.vertex("a")).size(), 1u);
  EXPECT_EQ(again.layer<collaborates_with>().out(net.vertex("a"))[0].vertex, net.vertex("b"));
}

TEST(NativeFile, GrowsOnAsAnySnapshot) {
  const scratch_folder folder;
  const auto file = folder.path() / "small.capnet";
  write_native(small_network(), file);
  builder next{read_native(file)};
  const auto c = next.add<organization>("c");
  next.tie<participates_in>(c, id<program>{0});
  const snapshot grown = next.freeze();
  builder at_once{small_network()};
  const auto same = at_once.add<organization>("c");
  at_once.tie<participates_in>(same, id<program>{0});
  EXPECT_EQ(data_hash(grown), data_hash(at_once.freeze()));
  write_native(grown, file);
  EXPECT_EQ(data_hash(read_native(file)), data_hash(grown));
}

// One person beside twenty organizations: little enough to lie beside them, in a table that is the first of its kind.
TEST(NativeFile, HoldsTheFirstVertexOfAKindThatCameLater) {
  builder base;
  std::vector<id<organization>> all;
  for (int k = 0; k < 20; ++k) all.push_back(base.add<organization>("o" + std::to_string(k)));
  for (int k = 1; k < 20; ++k) base.tie<collaborates_with>(all[0], all[static_cast<std::size_t>(k)]);
  builder next{base.freeze()};
  next.add<person>("late");
  const snapshot net = next.freeze();
  EXPECT_TRUE(net.extended());
  EXPECT_FALSE(net.compacted().extended());
  const scratch_folder folder;
  write_native(net, folder.path() / "net.capnet");
  const snapshot again = read_native(folder.path() / "net.capnet");
  EXPECT_EQ(again.vertex("late"), net.vertex("late"));
  EXPECT_EQ(data_hash(again), data_hash(net));
}

TEST(NativeFile, OfTheEmptyNetwork) {
  const scratch_folder folder;
  const auto file = folder.path() / "empty.capnet";
  write_native(snapshot{}, file);
  EXPECT_EQ(read_native(file).order(), 0u);
  EXPECT_TRUE(is_native(file));
  EXPECT_FALSE(is_native(folder.path()));
}

/// Organizations that each take part in one program: columns of many blocks.
snapshot large_network(std::uint32_t n = 200'000) {
  builder net;
  std::vector<std::uint32_t> sources(n), targets(n);
  for (std::uint32_t k = 0; k < n; ++k) sources[k] = k, targets[k] = (k * 7919u) % 1'000;
  net.add_vertices<organization>({.count = n, .prefix = "o"});
  net.add_vertices<program>({.count = 1'000, .prefix = "p"});
  const kind_index organizations = net.schema().index_of<organization>(), programs = net.schema().index_of<program>();
  net.add_ties<participates_in>(
      {.source_kind = organizations, .target_kind = programs, .sources = sources, .targets = targets});
  return net.freeze({.by_locality = false});  // permutations would hold the same bytes as offsets do
}

TEST(NativeFile, ReadsABlockWhenItIsFirstNeeded) {
  const scratch_folder folder;
  const auto file = folder.path() / "large.capnet";
  const std::uint32_t n = 200'000;
  const snapshot net = large_network(n);
  const kind_index organizations = net.schema().index_of<organization>(), programs = net.schema().index_of<program>();
  write_native(net, file);
  // Damage the last piece of the neighbors: those of the last organizations.
  std::string bytes = content(file);
  const auto neighbors = net.layer<participates_in>().out().neighbors.slice(n - 4, n);
  const std::string last(reinterpret_cast<const char*>(neighbors.data()), 16);
  const std::size_t at = bytes.rfind(last);
  ASSERT_NE(at, std::string::npos);
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  std::ofstream{file, std::ios::binary} << bytes;
  const snapshot damaged = read_native(file);
  const layer& ties = damaged.layer<participates_in>();
  EXPECT_EQ(ties.out({organizations, 5})[0].vertex, (vertex_ref{programs, 5 * 7919 % 1'000})) << "far from the damage";
  try {
    (void)ties.out({organizations, n - 1})[0];
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    EXPECT_NE(std::string{failure.what()}.find("neighbors"), std::string::npos) << failure.what();
    EXPECT_NE(std::string{failure.what()}.find("damaged"), std::string::npos) << failure.what();
  }
  EXPECT_THROW((void)verify_native(file), input_error);
  EXPECT_EQ(damaged.vertex("o7"), (vertex_ref{organizations, 7}));
  EXPECT_EQ(damaged.find("o007"), std::nullopt);
}

TEST(NativeFile, ItsColumnsLieInMemoryOnceAllWasNeeded) {
  const scratch_folder folder;
  const auto file = folder.path() / "large.capnet";
  const snapshot net = large_network();
  write_native(net, file);
  const snapshot opened = read_native(file);
  const adjacency& out = opened.layer<participates_in>().out();
  EXPECT_FALSE(out.neighbors.ready());
  (void)out.neighbors[0];
  EXPECT_FALSE(out.neighbors.ready()) << "a block of many";
  for (std::size_t k = out.neighbors.size(); k-- > 0;) (void)out.neighbors[k];
  EXPECT_TRUE(out.neighbors.ready());
  EXPECT_FALSE(out.offsets.ready());
  EXPECT_TRUE(std::ranges::equal(out.offsets.all(), net.layer<participates_in>().out().offsets.all()));
  EXPECT_TRUE(out.offsets.ready());
  const snapshot mapped = read_native(file, file_trust::trusted);
  EXPECT_TRUE(mapped.layer<participates_in>().out().neighbors.ready());
}

TEST(NativeFile, ThreadsThatTouchItAtOnceReadTheSame) {
  const scratch_folder folder;
  const auto file = folder.path() / "large.capnet";
  const snapshot net = large_network();
  write_native(net, file);
  const adjacency& expected = net.layer<participates_in>().in();
  for (std::uint64_t round = 0; round < 8; ++round) {
    const snapshot opened = read_native(file, round % 4 == 3 ? file_trust::trusted : file_trust::verified);
    const adjacency& in = opened.layer<participates_in>().in();
    std::vector<int> wrong(4);
    std::vector<std::thread> threads;
    for (std::uint32_t t = 0; t < wrong.size(); ++t) {
      threads.emplace_back([&, t] {
        random_stream rng{{.seed = round, .replica = t}};
        const auto m = static_cast<std::uint32_t>(in.neighbors.size());
        for (int k = 0; k < 200; ++k) {
          const std::size_t first = rng.below(m), last = std::min<std::size_t>(m, first + rng.below(100'000));
          wrong[t] += !std::ranges::equal(in.neighbors.slice(first, last), expected.neighbors.slice(first, last));
          const std::size_t p = rng.below(1'001);
          wrong[t] += in.offsets[p] != expected.offsets[p];
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, std::vector<int>(4));
  }
}

TEST(NativeFile, VerifyNamesEachDamagedPartAtAnyNumberOfThreads) {
  const scratch_folder folder;
  const auto file = folder.path() / "large.capnet";
  const snapshot net = large_network();
  write_native(net, file);
  EXPECT_EQ(verify_native(file, 1).blocks, verify_native(file, 8).blocks);
  std::string bytes = content(file);
  const auto damage = [&](const auto& column) {
    const auto piece = column.all().subspan(column.size() / 2, 16);
    const std::size_t at = bytes.find(std::string{reinterpret_cast<const char*>(piece.data()), piece.size_bytes()});
    ASSERT_NE(at, std::string::npos);
    bytes[at] = static_cast<char>(bytes[at] ^ 4);
  };
  const layer& ties = net.layer<participates_in>();
  damage(ties.out().neighbors);
  damage(ties.out().offsets);
  damage(ties.in().neighbors);
  std::ofstream{file, std::ios::binary} << bytes;
  for (const unsigned threads : {1u, 2u, 8u}) {
    try {
      (void)verify_native(file, threads);
      FAIL() << "expected input_error";
    } catch (const input_error& failure) {
      ASSERT_EQ(failure.problems().size(), 3u) << failure.what();
      EXPECT_TRUE(std::ranges::is_sorted(failure.problems(), {}, &problem::message));
      for (const char* column : {" in neighbors ", " offsets ", " neighbors "})
        EXPECT_NE(std::string{failure.what()}.find(column), std::string::npos) << column;
    }
  }
}

}  // namespace
}  // namespace capnet
