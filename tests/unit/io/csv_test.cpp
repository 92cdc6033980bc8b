#include <capnet/io/csv.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

using rows = std::vector<std::vector<std::string>>;

/// All that a table says.
struct parsed {
  std::vector<std::string> header;
  rows cells;
  std::vector<csv_cell> firsts;  ///< of each row, for its place
  std::vector<problem> problems;
};

parsed parse(std::string text, const load_limits& limits = {}) {
  parsed result;
  problem_list problems{limits.problems};
  csv_reader table{std::move(text), "t.csv", limits, problems};
  auto texts = [](std::span<const csv_cell> cells) {
    std::vector<std::string> all;
    for (const csv_cell& cell : cells) all.emplace_back(cell.text);
    return all;
  };
  result.header = texts(table.header());
  while (table.next()) {
    result.cells.push_back(texts(table.row()));
    result.firsts.push_back(table.row().front());
  }
  EXPECT_EQ(table.sound(), problems.empty());
  result.problems = std::move(problems).told();
  return result;
}

TEST(Csv, ReadsPlainRows) {
  const parsed p = parse("id,name\na,Alpha\nb,\n");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(p.cells, (rows{{"a", "Alpha"}, {"b", ""}}));
  EXPECT_EQ(p.header, (std::vector<std::string>{"id", "name"}));
}

TEST(Csv, TakesBomCrlfSemicolonsBlankLinesAndNoLastLineBreak) {
  const parsed p = parse("\xEF\xBB\xBFid;name\r\n\r\na;Alpha, Inc.\r\nb;Beta");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(p.cells, (rows{{"a", "Alpha, Inc."}, {"b", "Beta"}}));
}

TEST(Csv, TakesLinesThatEndWithCarriageReturns) {
  const parsed p = parse("\r\rid;name\ra;\"x\ry\"\r\rb;Beta\r\nc;C\nd;1,2\r");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(p.cells, (rows{{"a", "x\ry"}, {"b", "Beta"}, {"c", "C"}, {"d", "1,2"}}));
  std::vector<std::uint32_t> lines;
  for (const csv_cell& cell : p.firsts) lines.push_back(cell.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{4, 7, 8, 9}));
  EXPECT_EQ(parse("id\ra\r\xFF").problems.at(0).line, 3u);
}

TEST(Csv, TakesTabs) {
  const parsed p = parse("id\tname\t\n a \t \"x\ty\" \t1,2;3\n\tB\t\n");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(p.header, (std::vector<std::string>{"id", "name", ""}));
  EXPECT_EQ(p.cells, (rows{{"a", "x\ty", "1,2;3"}, {"", "B", ""}}));
}

TEST(Csv, TakesTheSeparatorThatTheHeaderHasMostOf) {
  auto separator = [](const char* text) {
    problem_list problems;
    return csv_reader{text, "t.csv", {}, problems}.separator();
  };
  EXPECT_EQ(separator("a\tb,c\td\n"), '\t');
  EXPECT_EQ(separator("a;b\tc,d;e\n"), ';');
  EXPECT_EQ(separator("\"a;b;c\",d\n;;;\n"), ',');
  EXPECT_EQ(separator("a;b,c\n"), ',') << "of as many the comma";
  EXPECT_EQ(separator("\n \n\t\na;b\n"), ';');
  EXPECT_EQ(separator("a\n"), ',');
}

TEST(Csv, TakesQuotesWithCommasQuotesAndLineBreaksInside) {
  const parsed p = parse("id,name\na,\"one, \"\"two\"\"\nthree\"\n\"b\" , x \n");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(p.cells, (rows{{"a", "one, \"two\"\nthree"}, {"b", "x"}}));
  EXPECT_EQ(p.firsts[1].line, 4u) << "the line break inside the quotes counts";
}

TEST(Csv, CountsColumnsInCharacters) {
  problem_list problems;
  csv_reader table{"id,name\n日本,x\n", "t.csv", {}, problems};
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.row()[1].column, 4u);
  EXPECT_EQ(table.row()[1].line, 2u);
  EXPECT_EQ(table.find_column("name"), 1u);
  EXPECT_EQ(table.find_column("nome"), std::nullopt);
}

TEST(Csv, ReportsEveryRaggedRowAndKeepsTheOthers) {
  const parsed p = parse("a,b\n1\n1,2\n1,2,3\n");
  ASSERT_EQ(p.problems.size(), 2u);
  EXPECT_EQ(to_string(p.problems[0]), "t.csv:2:1: the row has 1 cell; expected 2 as in the header");
  EXPECT_EQ(to_string(p.problems[1]), "t.csv:4:1: the row has 3 cells; expected 2 as in the header");
  EXPECT_EQ(p.cells.size(), 1u);
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

TEST(Csv, TellsWhichOptionReadsWhatIsNotUtf8) {
  const parsed p = parse("id,name\na,\x93\xFA\x96\x7B\n");
  ASSERT_EQ(p.problems.size(), 1u);
  EXPECT_EQ(p.problems[0].line, 2u);
  EXPECT_EQ(p.problems[0].column, 3u);
  EXPECT_NE(p.problems[0].message.find("--encoding"), std::string::npos);
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

TEST(Csv, GoesBackToARow) {
  problem_list problems;
  csv_reader table{"a,b\n1,\"x\"\"\ny\"\n\n2,z\n", "t.csv", {}, problems};
  ASSERT_TRUE(table.next());
  const csv_place first = table.place();
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.row()[1].text, "z");
  table.seek(first);
  EXPECT_EQ(table.row()[1].text, "x\"\ny");
  EXPECT_EQ(table.row()[1].line, 2u);
  EXPECT_TRUE(table.next());
  EXPECT_EQ(table.row()[0].line, 5u);
  EXPECT_FALSE(table.next());
  EXPECT_TRUE(problems.empty());
}

TEST(Csv, RefusesALongNameOfAColumn) {
  EXPECT_TRUE(parse("a," + std::string(256, 'b') + "\n").problems.empty());
  const parsed p = parse("a," + std::string(257, 'b') + "\n1,2\n");
  ASSERT_EQ(p.problems.size(), 1u);
  EXPECT_EQ(to_string(p.problems[0]), "t.csv:1:3: the name of the column has 257 bytes; expected at most 256");
  EXPECT_TRUE(p.cells.empty());
}

TEST(Csv, KeepsNamesOfColumnsWithQuotesInside) {
  problem_list problems;
  csv_reader table{"\"a\"\"b\",c\n\"1\"\"\",2\n\"3\"\"\",4\n", "t.csv", {}, problems};
  csv_reader moved = std::move(table);
  while (moved.next()) EXPECT_EQ(moved.find_column("a\"b"), 0u);
  EXPECT_TRUE(problems.empty());
}

TEST(Csv, SurvivesEveryCutOfAFile) {
  const std::string whole = "\xEF\xBB\xBFid;\"na\"\"me\"\r\n日本;\"x\n\"\r\n;\n";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const parsed p = parse(whole.substr(0, length));
    for (const auto& row : p.cells) EXPECT_EQ(row.size(), p.header.size());
  }
}

}  // namespace
}  // namespace capnet
