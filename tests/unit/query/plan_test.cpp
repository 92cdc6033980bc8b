#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

//  a --supports--> b (January) and c (from February);  b is in Tokyo, c in Osaka
struct supporters : testing::Test {
  builder net_builder;
  id<organization> a = net_builder.add<organization>("a"),
                   b = net_builder.add<organization>("b", {.sector = sector::company, .region = "Tokyo"});
  id<organization> c = net_builder.add<organization>("c", {.region = "Osaka"});
  snapshot net;
  void SetUp() override {
    net_builder.tie<supports>(a, b, {.active = {.begin = make_date(2024, 1, 1), .end = make_date(2024, 2, 1)}});
    net_builder.tie<supports>(a, c, {.active = {.begin = make_date(2024, 2, 1)}});
    net = net_builder.freeze();
  }
  [[nodiscard]] std::string keys(const query& q) const {
    std::string text;
    for (const query_row& row : q.rows()) text += net.key(row.vertex);
    return text;
  }
};

TEST_F(supporters, AreFilteredByStepsThatAreData) {
  const query all = from<organization>(net, {a}) | out<supports>;
  EXPECT_EQ(keys(all), "bc");
  EXPECT_EQ(keys(all | in_region("Tokyo")), "b");
  EXPECT_EQ(keys(all | in_sector(sector::company)), "b");
  EXPECT_EQ(keys(all | in_sector(sector::unknown)), "c");
  EXPECT_EQ(keys(all | step_sector{.sectors = {sector::nonprofit}, .negated = true}), "b") << "of c nothing is known";
  EXPECT_EQ(keys(all | among({net.ref(c), net.ref(a)})), "c");
  EXPECT_EQ(keys(all | step_among{.vertices = {net.ref(c)}, .negated = true}), "b");
}

TEST_F(supporters, AreAskedAboutOverAWindow) {
  const query all = from<organization>(net, {a}) | out<supports>;
  EXPECT_EQ(keys(all | active_in({make_date(2024, 1, 1), make_date(2024, 1, 31)})), "b");
  EXPECT_EQ(keys(all | active_in({make_date(2024, 1, 31), make_date(2024, 2, 2)})), "bc");
  EXPECT_EQ(keys(all | active_in({make_date(2023, 1, 1), make_date(2024, 1, 1)})), "");
}

// a -> b, c and back: 2 walks of two ties end at a, and none of b and c in {0,0}
TEST_F(supporters, AreWalkedSeveralTimes) {
  const relation_index r = net.schema().index_of<supports>();
  const step_walk either{.ways = {{r, true}, {r, false}}, .fewest = 2, .most = 2};
  const auto rows = (from<organization>(net, {a}) | either).rows();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].vertex, net.ref(a));
  EXPECT_EQ(rows[0].walks, 2u);
  EXPECT_EQ(keys(from<organization>(net, {a}) | step_walk{.ways = {{r, true}}, .fewest = 0, .most = 0}), "a");
}

}  // namespace
}  // namespace capnet
