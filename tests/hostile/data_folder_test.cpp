/// Bad data folders: each problem is told with its place, all together, and nothing is loaded.
#include <capnet/io/data_folder.hpp>

#include <gtest/gtest.h>

#include <chrono>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

const std::string header_v = "id,kind,sector,size,begin,end,aliases\n";
const std::string header_t = "relation,source,target,begin,end,weight\n";
const std::string header_f = "id,subject,kind,value,numerator,denominator,rounding,approximate,date,status\n";
const std::string good_v = header_v + "a,organization,company,,,,\ne,event,,,,,\np,program,,,,,\n";

/// The problems of a folder, without the folder's name.
std::vector<std::string> problems_of(const std::filesystem::path& folder, const load_limits& limits = {}) {
  std::vector<std::string> texts;
  try {
    (void)read_folder(folder, limits);
  } catch (const input_error& refusal) {
    for (const problem& fault : refusal.problems()) {
      std::string text = to_string(fault);
      if (text.starts_with(folder.string() + "/")) text.erase(0, folder.string().size() + 1);
      texts.push_back(text);
    }
  }
  return texts;
}
std::vector<std::string> problems_of(const scratch_folder& folder) { return problems_of(folder.path()); }

/// The one problem of a folder of these files.
std::string only_problem(const std::string& vertices, const std::string& ties, const std::string& figures = "") {
  const scratch_folder folder{{"vertices.csv", vertices}, {"ties.csv", ties}};
  if (!figures.empty()) folder.write("figures.csv", figures);
  const auto all = problems_of(folder);
  EXPECT_EQ(all.size(), 1u);
  return all.empty() ? "none" : all[0];
}

#define EXPECT_BEGINS(text, beginning) EXPECT_EQ((text).substr(0, std::string{beginning}.size()), beginning)

TEST(DataFolder, ThatIsNotThereOrAFile) {
  const scratch_folder folder;
  EXPECT_EQ(problems_of(folder.path() / "nowhere").size(), 1u);
  folder.write("file", "x");
  EXPECT_EQ(problems_of(folder.path() / "file").size(), 1u);
}

TEST(DataFolder, ThatIsEmptyNamesBothNeededFiles) {
  const auto all = problems_of(scratch_folder{});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_BEGINS(all[0], "vertices.csv: there is no such file");
  EXPECT_BEGINS(all[1], "ties.csv: there is no such file");
}

TEST(DataFolder, WithAFolderInPlaceOfAFile) {
  const scratch_folder folder{{"ties.csv", header_t}};
  std::filesystem::create_directory(folder.path() / "vertices.csv");
  const auto all = problems_of(folder);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_BEGINS(all[0], "vertices.csv: is a directory");
}

TEST(DataFolder, WithAnEmptyFileOrAMissingColumn) {
  EXPECT_BEGINS(only_problem("", header_t), "vertices.csv:1:1: the table is empty");
  EXPECT_EQ(only_problem("id,knd\n", header_t),
            "vertices.csv:1:1: there is no column 'kind'; expected it beside id and knd; did you mean 'knd'?");
}

TEST(DataFolder, WithAnIdTwice) {
  EXPECT_BEGINS(only_problem(header_v + "a,event,,,,,\na,event,,,,,\n", header_t),
                "vertices.csv:3:1: id 'a' is taken already in line 2");
}

TEST(DataFolder, WithAnAliasOfTwoBodies) {
  EXPECT_BEGINS(only_problem(header_v + "a,event,,,,,x\nb,event,,,,,x\n", header_t),
                "vertices.csv:3:1: id 'x' is taken already");
}

TEST(DataFolder, WithAnUnknownKind) {
  EXPECT_BEGINS(only_problem(header_v + "a,organisation,,,,,\n", header_t),
                "vertices.csv:2:3: 'organisation' is no kind; expected ");
}

TEST(DataFolder, WithAnUnknownEndOfATie) {
  EXPECT_EQ(only_problem(good_v, header_t + "attends,a,ee,,,\n"),
            "ties.csv:2:11: 'ee' is no vertex; expected an id or alias of vertices.csv; did you mean 'e'?");
}

TEST(DataFolder, WithAnUnknownEndOfOneLetter) {
  EXPECT_EQ(only_problem(good_v, header_t + "attends,a,x,,,\n"),
            "ties.csv:2:11: 'x' is no vertex; expected an id or alias of vertices.csv");
}

TEST(DataFolder, WithATieThatTheSchemaForbids) {
  EXPECT_EQ(only_problem(good_v, header_t + "attends,p,e,,,\n"),
            "ties.csv:2:9: relation 'attends' joins organization, person or cohort to event, but 'p' is a program");
}

TEST(DataFolder, WithAnUnknownRelation) {
  EXPECT_EQ(
      only_problem(good_v, header_t + "atends,a,e,,,\n"),
      "ties.csv:2:1: 'atends' is no relation; expected a built-in one or one of schema.csv; did you mean 'attends'?");
}

TEST(DataFolder, WithAnEndBeforeTheBegin) {
  EXPECT_EQ(
      only_problem(good_v, header_t + "attends,a,e,2024-05,2024-04,\n"),
      "ties.csv:2:21: the end 2024-04 lies before the begin 2024-05; expected an end that is not before the begin");
  EXPECT_BEGINS(only_problem(header_v + "a,event,,,2024,2023,\n", header_t),
                "vertices.csv:2:16: the end 2023 lies before");
}

TEST(DataFolder, WithWeightsThatAreNotFinite) {
  for (const char* weight : {"nan", "NaN", "inf", "-inf", "infinity", "1e999", "0x10", "1,5", "abc"}) {
    const std::string row = std::string{"attends,a,e,,,\""} + weight + "\"\n";
    EXPECT_BEGINS(only_problem(good_v, header_t + row),
                  std::string{"ties.csv:2:15: '"} + weight + "' is no finite number");
  }
}

TEST(DataFolder, WithDatesThatAreNone) {
  EXPECT_BEGINS(only_problem(good_v, header_t + "attends,a,e,2024-02-30,,\n"),
                "ties.csv:2:13: '2024-02-30' is no date; expected one such as");
}

TEST(DataFolder, WithFiguresThatCantBe) {
  auto figure = [](const std::string& row) { return only_problem(good_v, header_t, header_f + row); };
  EXPECT_BEGINS(figure("f,a,percent,101,,,,,,\n"), "figures.csv:2:13: the percentage 101 is outside 0 to 100");
  EXPECT_BEGINS(figure("f,a,percent,-1,,,,,,\n"), "figures.csv:2:13: the percentage -1 is outside 0 to 100");
  EXPECT_BEGINS(figure("f,a,percent,50,3,2,,,,\n"), "figures.csv:2:16: the numerator 3 is over the denominator 2");
  EXPECT_BEGINS(figure("f,a,percent,50,,0,,,,\n"), "figures.csv:2:17: the denominator is 0");
  EXPECT_BEGINS(figure("f,a,count,-1000000000001,,,,,,\n"), "figures.csv:2:11: the count -1000000000001 is beyond");
  EXPECT_BEGINS(figure("f,a,percent,nan,,,,,,\n"), "figures.csv:2:13: 'nan' is no decimal number");
  EXPECT_BEGINS(figure("f,a,share,5,,,,,,\n"), "figures.csv:2:5: 'share' is no kind");
  EXPECT_BEGINS(figure("f,a,share,500,,,,,,\n"), "figures.csv:2:5: 'share' is no kind");
  EXPECT_BEGINS(figure("f,a,,500,,,,,,\n"), "figures.csv:2:5: 'kind' is empty");
  EXPECT_BEGINS(figure("f,x,count,5,,,,,,\n"), "figures.csv:2:3: 'x' is no vertex");
  EXPECT_BEGINS(figure("f,a,count,5,,,,maybe,,\n"), "figures.csv:2:16: 'maybe' is no approximate");
  EXPECT_BEGINS(figure("f,a,count,5,,,-1,,,\n"), "figures.csv:2:15: the rounding step is not positive");
  EXPECT_BEGINS(figure("f,a,count,5,,,,,,hoped\n"), "figures.csv:2:18: 'hoped' is no status");
  EXPECT_BEGINS(figure("f,a,count,5,,,,,,\nf,a,count,6,,,,,,\n"), "figures.csv:3:1: figure 'f' stands twice");
}

TEST(DataFolder, WithBytesThatAreNotUtf8) {
  EXPECT_BEGINS(only_problem(header_v + "a,event,\xFF,,,,\n", header_t),
                "vertices.csv:2:9: the bytes here are not UTF-8");
}

TEST(DataFolder, WithSkillsThatGoRoundOrHaveNoParent) {
  const scratch_folder folder{
      {"vertices.csv", header_v}, {"ties.csv", header_t}, {"skills.csv", "id,parent\na,b\nb,a\nc,d\n"}};
  const auto all = problems_of(folder);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_BEGINS(all[0], "skills.csv:2:3: the parents of this skill go round");
  EXPECT_BEGINS(all[2], "skills.csv:4:3: 'd' is no skill");
}

TEST(DataFolder, WithASourceThatIsNotListed) {
  const scratch_folder folder{
      {"vertices.csv", "id,kind,cite\na,event,s2\n"}, {"ties.csv", header_t}, {"sources.csv", "id,title\ns1,One\n"}};
  const auto all = problems_of(folder);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_BEGINS(all[0], "vertices.csv:2:9: 's2' is no source");
}

TEST(DataFolder, WithASchemaThatContradictsABuiltInRelation) {
  const scratch_folder folder{{"vertices.csv", header_v},
                              {"ties.csv", header_t},
                              {"schema.csv", "relation,source_kinds,target_kinds,directed\nattends,tool,tool,yes\n"}};
  const auto all = problems_of(folder);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_BEGINS(all[0], "schema.csv:2:1: relation 'attends' is declared twice");
}

TEST(DataFolder, TellsAllItsProblemsTogether) {
  const scratch_folder folder{{"vertices.csv", header_v + "a,organization,,-1,,,\nb,nokind,,,,,\n,event,,,,,\n"},
                              {"ties.csv", header_t + "attends,a,zz,,,nan\nruns,b,a,,,\n"},
                              {"figures.csv", header_f + "f,a,percent,200,,,,,,\n"}};
  const auto all = problems_of(folder);
  ASSERT_EQ(all.size(), 6u) << "what is declared wrongly is not also unknown to the ties that name it";
  EXPECT_BEGINS(all[0], "vertices.csv:2:17: '-1' is no count");
  EXPECT_BEGINS(all[1], "vertices.csv:3:3: 'nokind' is no kind");
  EXPECT_BEGINS(all[2], "vertices.csv:4:1: 'id' is empty");
  EXPECT_BEGINS(all[3], "ties.csv:2:11: 'zz' is no vertex");
  EXPECT_BEGINS(all[4], "ties.csv:2:16: 'nan' is no finite number");
  EXPECT_BEGINS(all[5], "figures.csv:2:13: the percentage 200");
}

TEST(DataFolder, ThatClaimsABillionCostsNothing) {
  const scratch_folder folder{{"vertices.csv", "id,kind,size\nc,cohort,1000000000\n"}, {"ties.csv", header_t}};
  EXPECT_EQ(read_folder(folder.path()).order<cohort>(), 1u) << "a cohort of a billion is one vertex";
  EXPECT_BEGINS(only_problem("id,kind,size\nc,cohort,10000000000000\n", header_t),
                "vertices.csv:2:10: '10000000000000' is no count");
}

TEST(DataFolder, WithAFaultOfTheTableDoesNotBlameEveryTie) {
  const scratch_folder folder{{"vertices.csv", "id,kind\na,event\nb,\x93\xFA\n"},
                              {"ties.csv", header_t + "depends_on,a,b,,,\n"}};
  const auto all = problems_of(folder);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_BEGINS(all[0], "vertices.csv:3:3: the bytes here are not UTF-8");
}

TEST(DataFolder, WithTooManyKindsOrCommasIsRefusedQuicklyInPlace) {
  std::string kinds = "k0";
  for (int k = 1; k < 2000; ++k) kinds += "|k" + std::to_string(k);
  const scratch_folder folder{{"schema.csv", "relation,source_kinds,target_kinds,directed\nr," + kinds + ",tool,yes\n"},
                              {"vertices.csv", header_v},
                              {"ties.csv", header_t}};
  auto all = problems_of(folder);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_BEGINS(all[0], "schema.csv:2:3: more than 1,000 kinds");
  EXPECT_BEGINS(only_problem("id,kind" + std::string(5'000'000, ','), header_t),
                "vertices.csv:1:1: the table has 5000002 columns");
  EXPECT_BEGINS(only_problem("id,kind\n" + std::string(5'000'000, ','), header_t),
                "vertices.csv:2:1: the row has 5000001 cells");
}

TEST(DataFolder, WithAnIdOfFortyKilobytesIsRefusedQuickly) {
  const scratch_folder folder{{"vertices.csv", "id,kind\n" + std::string(40'000, 'a') + ",event\n"},
                              {"ties.csv", header_t}};
  folder.write("ties.csv",
               header_t + "depends_on," + std::string(40'000, 'b') + "," + std::string(40'000, 'a') + ",,,\n");
  EXPECT_EQ(problems_of(folder).size(), 2u);
}

TEST(DataFolder, WithNamesThatAreLongIsRefusedSinceAnswersRepeatThem) {
  const std::string most(256, 'x'), over(257, 'x');
  EXPECT_TRUE(
      problems_of(scratch_folder{{"vertices.csv", header_v + most + ",organization,,,,,\n"}, {"ties.csv", header_t}})
          .empty());
  for (const std::string& row : {over + ",organization,,,,,\n", "a,organization,,,,,b|" + over + "\n"}) {
    const std::string told = only_problem(header_v + row, header_t);
    EXPECT_NE(told.find("has 257 bytes; expected at most 256"), std::string::npos) << told;
  }
}

TEST(DataFolder, CountsTheProblemsThatItDoesNotList) {
  const scratch_folder folder{{"vertices.csv", "id,kind\na,x\nb,x\nc,x\nd,x\ne,x\n"}, {"ties.csv", header_t}};
  const auto all = problems_of(folder.path(), {.problems = 2});
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[2], folder.path().string() + ": and 3 further problems");
}

TEST(DataFolder, WithManyLongKindsAndAsManyUnknownOnesSaysItBriefly) {
  auto kind = [](char letter, int k) { return std::string(200, letter) + std::to_string(k); };
  std::string kinds = kind('k', 0), rows = header_v;
  for (int k = 1; k < 900; ++k) kinds += "|" + kind('k', k);
  for (int k = 0; k < 3'000; ++k) rows += std::to_string(k) + "," + kind('u', k) + ",,,,,\n";
  const scratch_folder folder{{"schema.csv", "relation,source_kinds,target_kinds,directed\nr," + kinds + ",tool,yes\n"},
                              {"vertices.csv", rows},
                              {"ties.csv", header_t}};
  std::size_t bytes = 0;
  const auto all = problems_of(folder);
  for (const std::string& text : all) bytes += text.size() + 1;
  EXPECT_LE(bytes, 256'000u);
  EXPECT_NE(all.back().find(" further problems"), std::string::npos) << all.back();
}

TEST(DataFolder, OverItsLimitsIsRefused) {
  std::string many = header_v;
  for (int k = 0; k < 100; ++k) many += "v" + std::to_string(k) + ",event,,,,,\n";
  const scratch_folder folder{{"vertices.csv", many}, {"ties.csv", header_t}};
  auto all = problems_of(folder.path(), {.rows = 99});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_BEGINS(all[0], "vertices.csv:101:1: the table has more than 99 rows");
  all = problems_of(folder.path(), {.bytes = 100});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_BEGINS(all[0], "vertices.csv: has more than 100 bytes");
}

}  // namespace
}  // namespace capnet
