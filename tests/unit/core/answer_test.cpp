#include <capnet/core/answer.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace capnet {
namespace {

TEST(AnswerCell, IsMadeOfWhatARowHas) {
  EXPECT_FALSE(answer_cell{std::optional<double>{}}.known());
  EXPECT_FALSE(answer_cell{absent{}}.known());
  EXPECT_EQ(*answer_cell{std::optional{.5}}.get_if<double>(), .5);
  EXPECT_EQ(*answer_cell{3}.get_if<std::int64_t>(), 3);
  EXPECT_EQ(*answer_cell{3u}.get_if<std::uint64_t>(), 3u);
  EXPECT_EQ(*answer_cell{true}.get_if<bool>(), true);
  EXPECT_EQ(*answer_cell{"text"}.get_if<std::string>(), "text");
}

TEST(TableMaker, TakesTypesFromWhatAColumnIsMadeOf) {
  table_maker rows{{.name = "rows"}, std::vector<int>{7, 8}};
  rows.add({.name = "number"}, [](int n) { return n; })
      .add({.name = "half"}, [](int n) { return n % 2 == 0 ? std::optional{n / 2.} : std::nullopt; })
      .add({.name = "odd_one"}, [](int n) { return n % 2 == 1; })
      .add({.name = "row"}, [](int, std::size_t row) { return std::to_string(row); })
      .add({.name = "both"}, [](int n) { return std::vector<std::int64_t>{n, n}; })
      .tell({.header = "in words"}, [](int n) { return "the " + std::to_string(n); });
  const answer_table kept = std::move(rows.table);  // the vector lives in it
  std::vector<answer_type> types;
  for (const answer_column& column : kept.columns) types.push_back(column.type);
  EXPECT_EQ(types, (std::vector{answer_type::integer, answer_type::number, answer_type::yes_no, answer_type::text,
                                answer_type::integers, answer_type::text}));
  EXPECT_EQ(kept.size, 2u);
  EXPECT_EQ(*kept.columns[1].cell(1).get_if<double>(), 4);
  EXPECT_FALSE(kept.columns[1].cell(0).known());
  EXPECT_EQ(*kept.columns[3].cell(1).get_if<std::string>(), "1");
  EXPECT_EQ(kept.columns[5].words(0), "the 7");
  EXPECT_EQ(kept.columns[2].heading(), "odd one");
}

TEST(AnswerTable, OfFieldsIsARow) {
  const answer_table summary = answer_table::fields("summary", {{"days", 2}, {"every", "1y"}});
  EXPECT_EQ(summary.size, 1u);
  EXPECT_EQ(summary.columns[0].type, answer_type::integer);
  EXPECT_EQ(*summary.columns[1].cell(0).get_if<std::string>(), "1y");
  const answer all{.tables = {answer_table::fields("rows")}};
  EXPECT_EQ(all.main_table(), all.tables.data());
}

}  // namespace
}  // namespace capnet
