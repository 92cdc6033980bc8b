/// A folder large enough to be read by several threads, against a builder that is told the same tie by tie.
#include <capnet/io/data_folder.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

constexpr int organizations_written = 1'000, ties_written = 32'000;  // over two pieces of 1 MiB

std::string key_written(int k) { return "organization-" + std::to_string(k); }
int source_of(int k) { return k * 7 % organizations_written; }
int target_of(int k) { return k * 31 % 977; }
/// Attributes whose names are met in another order by each thread.
std::string early(int k) { return k % 1'000 == 3 || k > 24'000 ? "e" + std::to_string(k) : ""; }
std::string late(int k) { return k > 18'000 && k % 100 < 50 ? "l, " + std::to_string(k) : ""; }

/// Of a category, so that its words are met in another order too.
std::string tone(int k) {
  if (k % 997 == 0) return "x" + std::to_string(k);
  return k < 16'000 ? "w" + std::to_string(k % 3) : "v" + std::to_string(k * 7 % 5);
}

struct folder_and_network {
  scratch_folder folder;
  builder net;
  void write(const std::string& more_rows = "") {
    std::string vertices = "id,kind\n",
                ties = "relation,source,target,begin,end,status,weight,late,early,role,chairs,tone\n";
    const kind_index kind = net.declare<organization>();
    (void)net.add_file((folder.path() / "attributes.csv").string());
    folder.write("attributes.csv", "of,name,type\nfunds,tone,category\ncollaborates_with,tone,category\n");
    for (const relation_index r : {net.declare<funds>(), net.declare<collaborates_with>()})
      net.declare_attribute(r, {.name = "tone", .type = value_type::category});
    const std::uint32_t of_vertices = net.add_file((folder.path() / "vertices.csv").string());
    for (int k = 0; k < organizations_written; ++k) {
      vertices += key_written(k) + ",organization\n";
      net.add_vertex(kind, key_written(k), {.where = {of_vertices, static_cast<std::uint32_t>(k + 2)}});
    }
    const std::uint32_t of_ties = net.add_file((folder.path() / "ties.csv").string());
    for (const relation_index r : {net.declare<funds>(), net.declare<collaborates_with>()}) {
      net.declare_attribute(r, {.name = "late", .declared = false});
      net.declare_attribute(r, {.name = "early", .declared = false});
      net.declare_attribute(r, {.name = "chairs", .type = value_type::integer, .declared = false});
    }
    std::uint32_t line = 2;
    for (int k = 0; k < ties_written; ++k) {
      const bool directed = k % 3 != 0;
      const std::string role = k % 5 == 0 ? "a\nb" : "";
      tie_properties said{.active = {.begin = partial_date{make_date(2010, 1, 1) + std::chrono::days{k % 5'000}}},
                          .status = k % 11 == 0 ? status::planned : status::held,
                          .weight = k % 8 * 0.125,
                          .role = role,
                          .where = {of_ties, line}};
      if (k % 7 == 0) said.active.end = partial_date::year(2030);
      if (!late(k).empty()) said.attributes.emplace_back("late", late(k));
      if (!early(k).empty()) said.attributes.emplace_back("early", early(k));
      said.attributes.emplace_back("chairs", k % 50);
      said.attributes.emplace_back("tone", tone(k));
      ties += (directed ? "funds," : "collaborates_with,") + key_written(source_of(k)) + "," +
              key_written(target_of(k)) + "," + to_string(said.active.begin) + (k % 7 == 0 ? ",2030" : ",") +
              (k % 11 == 0 ? ",planned," : ",,") + std::to_string(*said.weight) + ",\"" + late(k) + "\"," + early(k) +
              ",\"" + role + "\"," + std::to_string(k % 50) + "," + tone(k) + "\n";
      const relation_index relation = directed ? net.declare<funds>() : net.declare<collaborates_with>();
      net.add_tie(relation, {kind, static_cast<std::uint32_t>(source_of(k))},
                  {kind, static_cast<std::uint32_t>(target_of(k))}, std::move(said));
      line += role.empty() ? 1u : 2u;
    }
    folder.write("vertices.csv", vertices);
    folder.write("ties.csv", ties + more_rows);
  }
};

std::string bytes_of(const snapshot& net, const scratch_folder& folder) {
  write_native(net, folder.path() / "net");
  return content(folder.path() / "net");
}

TEST(FolderOnThreads, IsWhatABuilderMakesOfTheSameTies) {
  folder_and_network made;
  made.write();
  const std::string expected = bytes_of(made.net.freeze(), made.folder);
  for (const unsigned threads : {1u, 2u, 8u})
    EXPECT_TRUE(bytes_of(read_folder(made.folder.path(), {.threads = threads}), made.folder) == expected) << threads;
}

std::string wrong_with(const scratch_folder& folder, unsigned threads) {
  try {
    (void)read_folder(folder.path(), {.threads = threads});
  } catch (const input_error& refused) {
    return refused.what();
  }
  return {};
}

TEST(FolderOnThreads, SaysWhatIsWrongInTheOrderOfTheFile) {
  folder_and_network made;
  made.write("funds,organisation-1,nobody,,,,,,,,,\nfunds,organization-1,organization-2,2024,2023,,,,,,,\n\"funds\n");
  const std::string said = wrong_with(made.folder, 1);
  const std::string line = "ties.csv:" + std::to_string(2 + ties_written + ties_written / 5);
  EXPECT_NE(said.find(line + ":7: 'organisation-1' is no vertex"), std::string::npos) << said;
  EXPECT_NE(said.find("did you mean 'organization-1'"), std::string::npos) << said;
  EXPECT_NE(said.find("the end 2023 lies before the begin 2024"), std::string::npos) << said;
  EXPECT_NE(said.find("a quote is opened and never closed"), std::string::npos) << said;
  EXPECT_EQ(wrong_with(made.folder, 8), said);
}

}  // namespace
}  // namespace capnet
