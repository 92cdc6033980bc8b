#include <capnet/io/data_folder.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/slip.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

using detail::is_slip;

std::vector<std::string> warnings_of(const scratch_folder& folder) {
  std::vector<std::string> told;
  for (problem& one : read_folder_with_warnings(folder.path()).warnings) {
    one.file = std::filesystem::path{one.file}.filename();
    told.push_back(to_string(one));
  }
  return told;
}

TEST(Slip, IsAWordOneEditAway) {
  for (const auto& [given, meant] :
       std::vector<std::pair<const char*, const char*>>{{"compny", "company"},
                                                        {"weigth", "weight"},
                                                        {"begni", "begin"},
                                                        {"bgin", "begin"},
                                                        {"kidn", "kind"},
                                                        {"nam", "name"},
                                                        {"names", "name"},
                                                        {"alias", "aliases"},
                                                        {"Company", "company"},
                                                        {"NAME", "name"},
                                                        {"Non-profit", "nonprofit"},
                                                        {"ends", "end"},
                                                        {"companies", "company"},
                                                        {"organisation", "organization"},
                                                        {"academic", "academia"},
                                                        {"public institution", "public_institution"},
                                                        {"citizen_group", "citizens_group"},
                                                        {"publc_institutions", "public_institution"},
                                                        {"stauts", "status"},
                                                        {"orgnizaton", "organization"},
                                                        {"regiom", "region"}}) {
    EXPECT_TRUE(is_slip(given, meant)) << given;
    EXPECT_TRUE(is_slip(meant, given)) << given;
  }
}

TEST(Slip, IsNoWordThatMeansSomethingElse) {
  for (const auto& [given, meant] : std::vector<std::pair<const char*, const char*>>{{"company", "company"},
                                                                                     {"name_ja", "name_en"},
                                                                                     {"site", "size"},
                                                                                     {"rule", "role"},
                                                                                     {"city", "cite"},
                                                                                     {"height", "weight"},
                                                                                     {"product", "project"},
                                                                                     {"source", "course"},
                                                                                     {"religion", "region"},
                                                                                     {"prison", "person"},
                                                                                     {"seed", "need"},
                                                                                     {"coal", "goal"},
                                                                                     {"and", "end"},
                                                                                     {"ward1", "ward2"},
                                                                                     {"tier_1", "tier_2"},
                                                                                     {"a", "ab"},
                                                                                     {"中学校", "小学校"},
                                                                                     {"大学", "大学院"},
                                                                                     {"located_at", "located_in"}}) {
    EXPECT_FALSE(is_slip(given, meant)) << given;
    EXPECT_FALSE(is_slip(meant, given)) << given;
  }
  EXPECT_FALSE(is_slip(std::string(1'000'000, 'a') + "b", std::string(1'000'000, 'a')));
}

TEST(NearMisses, AreToldOnceEachWithTheirPlace) {
  const scratch_folder folder{
      {"schema.csv", "relation,source_kinds,target_kinds,natur\nlends,library|organisation,organisation,\n"},
      {"vertices.csv",
       "id,kind,sector,regoin,staff\na,organization,compny,,\nb,organization,compny,,\nc,organization,church,,\n"},
      {"ties.csv", "relation,source,target,role,weigth,hour\nsupports,a,b,,1,2\n"}};
  EXPECT_EQ(warnings_of(folder),
            (std::vector<std::string>{"schema.csv:1:36: 'natur' is no column that capnet knows; did you mean 'nature'?",
                                      "schema.csv:2:7: 'organisation' is no kind that capnet knows; did you mean "
                                      "'organization'?",
                                      "vertices.csv:1:16: 'regoin' is no column that capnet knows; did you mean "
                                      "'region'?",
                                      "vertices.csv:2:16: 'compny' is no sector that capnet knows; did you mean "
                                      "'company'?",
                                      "ties.csv:1:29: 'weigth' is no column that capnet knows; did you mean 'weight'?",
                                      "ties.csv:1:36: 'hour' is no column that capnet knows; did you mean 'hours'?"}));
  EXPECT_EQ(read_folder(folder.path()).schema().sector_names().back(), "church") << "they are read nevertheless";
  try {
    (void)read_folder(folder.path(), data_folder_options{.strict = true});
    FAIL() << "expected input_error";
  } catch (const input_error& refusal) {
    EXPECT_EQ(refusal.problems().size(), 6u) << refusal.what();
  }
}

TEST(NearMisses, OfOwnSectorsAreThoseOfOneRowBesideSeveral) {
  const scratch_folder folder{{"vertices.csv",
                               "id,kind,sector\na,organization,hospital\nb,organization,hospital\n"
                               "c,organization,hospitla\nd,organization,hospitals\n"
                               "e,organization,chamber\nf,organization,chambre\ng,organization,bank\n"
                               "h,organization,tank\ni,organization,tank\n"},
                              {"ties.csv", "relation,source,target\n"}};
  EXPECT_EQ(warnings_of(folder), (std::vector<std::string>{"vertices.csv:4:16: 'hospitla' is no sector that capnet "
                                                           "knows; did you mean 'hospital'?"}))
      << "plurals are words, and of two words of a row each nobody knows which is mistyped";
}

TEST(NearMisses, AreNoneWhereTheTableHasTheColumnThatIsNear) {
  const scratch_folder folder{
      {"vertices.csv", "id,kind,name,name_en,name_fr,names,begin,begun\na,organization,,,,,,\n"},
      {"ties.csv", "relation,source,target\n"}};
  EXPECT_EQ(warnings_of(folder), std::vector<std::string>{});
}

TEST(NearMisses, AreNoneWhereARequiredColumnIsMissedAnyway) {
  const scratch_folder folder{{"vertices.csv", "id,knid\na,organization\n"}, {"ties.csv", "relation,source,target\n"}};
  try {
    (void)read_folder(folder.path(), data_folder_options{.strict = true});
    FAIL() << "expected input_error";
  } catch (const input_error& refusal) {
    EXPECT_EQ(refusal.problems().size(), 1u) << refusal.what();
    EXPECT_NE(refusal.problems()[0].message.find("did you mean 'knid'?"), std::string::npos) << refusal.what();
  }
}

TEST(NearMisses, AreNoneInTheExamples) {
  for (const char* name : {"nptech", "sto", "probono", "probono_generated", "reskilling"}) {
    const auto read = read_folder_with_warnings(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data" / name);
    for (const problem& one : read.warnings) ADD_FAILURE() << to_string(one);
  }
}

}  // namespace
}  // namespace capnet
