#include <capnet/io/csv.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

struct parsed {
  csv_table table;
  std::vector<problem> problems;
};

parsed parse(std::string text, const load_limits& limits = {}) {
  parsed result;
  problem_list problems{limits.problems};
  result.table = csv_table::parse(std::move(text), "t.csv", limits, problems);
  result.problems = std::move(problems).told();
  return result;
}

std::vector<std::vector<std::string>> cells(const csv_table& table) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < table.size(); ++r) {
    rows.emplace_back();
    for (const csv_cell& cell : table.row(r)) rows.back().emplace_back(cell.text);
  }
  return rows;
}

using rows = std::vector<std::vector<std::string>>;

TEST(Csv, ReadsPlainRows) {
  const parsed p = parse("id,name\na,Alpha\nb,\n");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(cells(p.table), (rows{{"a", "Alpha"}, {"b", ""}}));
  EXPECT_EQ(p.table.find_column("name"), 1u);
  EXPECT_EQ(p.table.find_column("nome"), std::nullopt);
}

TEST(Csv, TakesBomCrlfSemicolonsBlankLinesAndNoLastLineBreak) {
  const parsed p = parse("\xEF\xBB\xBFid;name\r\n\r\na;Alpha, Inc.\r\nb;Beta");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(cells(p.table), (rows{{"a", "Alpha, Inc."}, {"b", "Beta"}}));
}

TEST(Csv, TakesQuotesWithCommasQuotesAndLineBreaksInside) {
  const parsed p = parse("id,name\na,\"one, \"\"two\"\"\nthree\"\n\"b\" , x \n");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(cells(p.table), (rows{{"a", "one, \"two\"\nthree"}, {"b", "x"}}));
  EXPECT_EQ(p.table.row(1)[0].line, 4u) << "the line break inside the quotes counts";
}

TEST(Csv, CountsColumnsInCharacters) {
  const parsed p = parse("id,name\n日本,x\n");
  EXPECT_EQ(p.table.row(0)[1].column, 4u);
  EXPECT_EQ(p.table.row(0)[1].line, 2u);
}

TEST(Csv, ReportsEveryRaggedRowAndKeepsTheOthers) {
  const parsed p = parse("a,b\n1\n1,2\n1,2,3\n");
  ASSERT_EQ(p.problems.size(), 2u);
  EXPECT_EQ(to_string(p.problems[0]), "t.csv:2:1: the row has 1 cell; expected 2 as in the header");
  EXPECT_EQ(to_string(p.problems[1]), "t.csv:4:1: the row has 3 cells; expected 2 as in the header");
  EXPECT_EQ(p.table.size(), 1u);
}

TEST(Csv, ReportsAnOpenQuoteWhereItWasOpened) {
  const parsed p = parse("a,b\n1,\"two\n3,4\n");
  ASSERT_EQ(p.problems.size(), 1u);
  EXPECT_EQ(p.problems[0].line, 2u);
  EXPECT_EQ(p.problems[0].column, 3u);
}

TEST(Csv, ReportsTextAfterAClosingQuote) {
  const parsed p = parse("a,b\n\"1\"x,2\n");
  ASSERT_EQ(p.problems.size(), 1u);
  EXPECT_EQ(p.problems[0].column, 4u);
}

TEST(Csv, TellsHowToConvertShiftJis) {
  const parsed p = parse("id,name\na,\x93\xFA\x96\x7B\n");
  ASSERT_EQ(p.problems.size(), 1u);
  EXPECT_EQ(p.problems[0].line, 2u);
  EXPECT_EQ(p.problems[0].column, 3u);
  EXPECT_NE(p.problems[0].message.find("iconv"), std::string::npos);
}

TEST(Csv, RefusesAnEmptyTableAZeroByteAndAColumnTwice) {
  EXPECT_EQ(parse("").problems.size(), 1u);
  EXPECT_EQ(parse("\n\n").problems.size(), 1u);
  EXPECT_EQ(parse(std::string{"a,b\n1,\0", 8}).problems.size(), 1u);
  EXPECT_EQ(parse("a,a\n").problems.size(), 1u);
}

TEST(Csv, StopsAtItsLimits) {
  EXPECT_EQ(parse("a\n1\n2\n3\n", {.rows = 2}).problems.size(), 1u);
  EXPECT_EQ(parse("a,b,c\n", {.columns = 2}).problems.size(), 1u);
  EXPECT_EQ(parse("a\n12345\n1\n", {.field_bytes = 4}).problems.size(), 1u);
  const parsed many = parse("a,b\n1\n1\n1\n1\n1\n", {.problems = 2});
  ASSERT_EQ(many.problems.size(), 3u);
  EXPECT_EQ(many.problems[2].message, "and 3 further problems");
}

TEST(Csv, SurvivesEveryCutOfAFile) {
  const std::string whole = "\xEF\xBB\xBFid;\"na\"\"me\"\r\n日本;\"x\n\"\r\n;\n";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const parsed p = parse(whole.substr(0, length));
    for (std::size_t r = 0; r < p.table.size(); ++r) EXPECT_EQ(p.table.row(r).size(), p.table.header().size());
  }
}

}  // namespace
}  // namespace capnet
