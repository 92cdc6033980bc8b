#include <gtest/gtest.h>

#include <capnet/io/data_folder.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/sim/data_hash.hpp>

#include "described.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

const std::string kinds_header = "kind,is\n";

std::vector<std::string> refusals(const scratch_folder& folder) {
  std::vector<std::string> all;
  try {
    (void)read_folder(folder.path());
  } catch (const input_error& refused) {
    for (const problem& p : refused.problems())
      all.push_back(std::filesystem::path{p.file}.filename().string() + ':' + std::to_string(p.line) + ':' +
                    std::to_string(p.column) + ": " + p.message);
  }
  return all;
}

TEST(OwnKinds, StandInAnyOrderAndAreAdmittedAsWhatTheyAre) {
  const scratch_folder folder{
      {"kinds.csv", kinds_header + "rural_clinic,clinic\nclinic,organization\nperso,\nnurse,person\n"},
      {"schema.csv",
       "relation,source_kinds,target_kinds,directed,traits\n"
       "refers_to,clinic,clinic,yes,hand_off|contact\njoins,nurse,program,yes,membership\n"},
      {"vertices.csv", "id,kind\nhill,rural_clinic\nluke,clinic\nann,nurse\nforum,event\np,perso\n"},
      {"ties.csv",
       "relation,source,target\nattends,hill,forum\nattends,ann,forum\nemploys,luke,ann\n"
       "refers_to,hill,luke\n"}};
  const folder_contents read = read_folder_with_warnings(folder.path(), {.strict = true});
  EXPECT_TRUE(read.warnings.empty()) << "what stands in kinds.csv was meant";
  const schema& known = read.net.schema();
  const auto kind = [&](std::string_view name) { return *known.find_kind(name); };
  EXPECT_EQ(known.parent(kind("rural_clinic")), kind("clinic"));
  EXPECT_EQ(known.parent(kind("clinic")), known.index_of<organization>());
  EXPECT_EQ(known.parent(kind("perso")), std::nullopt);
  EXPECT_EQ(read.net.layer<attends>().size(), 2u);
  EXPECT_EQ(known.relation(known.relation_named("refers_to")).traits,
            relation_traits::hand_off | relation_traits::contact);
  EXPECT_EQ(known.relation(known.relation_named("joins")).traits, relation_traits::membership);
}

TEST(OwnKinds, AreRefusedWithTheirPlace) {
  const scratch_folder folder{
      {"kinds.csv", kinds_header + "a,b\nb,c\nc,a\nd,a\nclinic,organisation\nlab,\nlab,person\nevent,person\n"},
      {"schema.csv",
       "relation,source_kinds,target_kinds,directed,traits\nx,lab,lab,yes,contct\ny,lab,lab,no,delivery\n"},
      {"vertices.csv", "id,kind\none,a\ntwo,d\nthree,clinic\n"},
      {"ties.csv", "relation,source,target\nruns,three,three\n"}};
  const auto all = refusals(folder);
  ASSERT_EQ(all.size(), 7u) << "a kind that is declared, though wrongly, is not also unknown to what names it";
  EXPECT_EQ(all[0], "kinds.csv:8:1: kind 'lab' stands twice; expected each once");
  EXPECT_EQ(all[1],
            "kinds.csv:4:3: the kinds that 'c' is one of go round; expected them to end at a kind that is built in or "
            "one of its own");
  EXPECT_EQ(all[2].substr(0, 40), "kinds.csv:6:8: 'organisation' is no kind");
  EXPECT_NE(all[2].find("did you mean 'organization'?"), std::string::npos);
  EXPECT_EQ(all[3],
            "kinds.csv:9:1: kind 'event' is declared twice: as a kind of its own and as one of 'person'; expected one "
            "declaration of a name");
  EXPECT_EQ(
      all[4],
      "schema.csv:2:15: 'contct' is no trait; expected some of membership, delivery, contact, hand_off, agenda, measurement, need, answer, "
      "lead, activity and part; did "
      "you mean 'contact'?");
  EXPECT_EQ(all[5],
            "schema.csv:3:1: relation 'y' has no direction, but is declared as delivery; expected contact alone, or a "
            "direction");
}

struct ward {
  static constexpr std::string_view name = "ward";
  struct beds {
    static constexpr std::string_view name = "beds";
    static constexpr value_type type = value_type::integer;
  };
  using attributes = capnet::attributes<beds>;
};
struct night_ward {
  static constexpr std::string_view name = "night_ward";
  using is = ward;
  using attributes = capnet::attributes<attr::seats>;
};
struct school {
  static constexpr std::string_view name = "school";
  using is = organization;
};
struct takes_over {
  static constexpr std::string_view name = "takes_over";
  static constexpr bool directed = true;
  static constexpr relation_traits traits = relation_traits::hand_off | relation_traits::contact;
  using source = kinds<ward>;
  using target = kinds<organization>;
};

TEST(OwnKinds, AreInTheNativeFileWithTheirTies) {
  builder net;
  const auto night = net.add<night_ward>("night");
  net.tie<takes_over>(night, net.add<school>("school"));
  net.tie<takes_over>(net.add<ward>("day"), net.add<organization>("dell"));
  net.declare_attribute(net.schema().index_of<ward>(),
                        attribute_info{.name = "floor", .type = value_type::integer, .declared = true});
  const snapshot before = net.freeze();
  const scratch_folder folder;
  write_native(before, folder.path() / "n.capnet");
  const snapshot after = read_native(folder.path() / "n.capnet");
  EXPECT_EQ(described(before), described(after));
  EXPECT_NE(described(after).find("kind night_ward 1 is ward\n"), std::string::npos);
  EXPECT_NE(described(after).find("traits 12\n"), std::string::npos);
  EXPECT_EQ(after.layer<takes_over>().size(), 2u);
  EXPECT_EQ(after.schema().subkinds(after.schema().index_of<ward>()).size(), 2u);
  EXPECT_EQ(after.schema().attributes(after.schema().index_of<night_ward>()),
            before.schema().attributes(before.schema().index_of<night_ward>()));
  EXPECT_EQ(after.schema().attributes(after.schema().index_of<night_ward>()).size(), 3u) << "beds, seats, floor";
}

TEST(OwnKinds, ThatNobodyUsesChangeNoHash) {
  builder net;
  net.add<organization>("dell");
  const std::uint64_t before = data_hash(net.freeze());
  net.declare<school>();
  net.declare<takes_over>();
  EXPECT_EQ(data_hash(net.freeze()), before);
}

}  // namespace
}  // namespace capnet
