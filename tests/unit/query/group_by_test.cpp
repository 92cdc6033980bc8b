#include <capnet/network/builder.hpp>
#include <capnet/query/group_by.hpp>
#include <capnet/query/pipeline.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

//  tis delivers s1, attended by npo1 (nonprofit, Tokyo; 2 and 3), npo2 (nonprofit), city (municipality, Tokyo), club
//  (no sector)
TEST(GroupBy, AddsUpByGroupWithTheUnknownApart) {
  builder b;
  const auto tis = b.add<organization>("tis", {.sector = sector::company});
  const auto npo1 = b.add<organization>("npo1", {.sector = sector::nonprofit, .region = "Tokyo"}),
             npo2 = b.add<organization>("npo2", {.sector = sector::nonprofit});
  const auto city = b.add<organization>("city", {.sector = sector::municipality, .region = "Tokyo"}),
             club = b.add<organization>("club");
  const auto s1 = b.add<event>("s1");
  b.tie<delivers>(tis, s1);
  b.tie<attends>(npo1, s1, {.weight = 2});
  b.tie<attends>(npo1, s1, {.weight = 3});
  for (const auto v : {npo2, city, club}) b.tie<attends>(v, s1);
  const snapshot net = b.freeze();
  const auto rows = (from<organization>(net, {tis}) | out<delivers> | in<attends>).rows();
  const network_view view = all_held(net);
  EXPECT_EQ(
      group_by(rows, by_sector(view)),
      (std::vector<group_row>{{"municipality", 1, 1, 1, 2}, {"nonprofit", 2, 3, 6, 4}, {std::nullopt, 1, 1, 1, 2}}));
  EXPECT_EQ(group_by(rows, by_region(view)),
            (std::vector<group_row>{{"Tokyo", 2, 3, 6, 4}, {std::nullopt, 2, 2, 2, 4}}));
  EXPECT_EQ(group_by(rows, by_kind(view)), (std::vector<group_row>{{"organization", 4, 5, 8, 8}}));
  EXPECT_TRUE(group_by({}, by_kind(view)).empty());
}

// 2^64 - 1 walks and one more stay at 2^64 - 1.
TEST(GroupBy, KeepsTheLargestNumberOfWalks) {
  const std::vector<query_row> rows{{{}, std::numeric_limits<std::uint64_t>::max(), 1}, {{}, 1, 1}};
  EXPECT_EQ(group_by(rows, [](vertex_ref) { return std::optional<std::string>{"all"}; })[0].walks,
            std::numeric_limits<std::uint64_t>::max());
}

}  // namespace
}  // namespace capnet
