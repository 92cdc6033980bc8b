#include <capnet/flow/spread.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

//   dell ==.5==> npo_a --.5--> npo_b       == shares_knowledge_with, -- collaborates_with (undirected)
class Spread : public testing::Test {
 protected:
  Spread() {
    dell = net.add<organization>("dell");
    npo_a = net.add<organization>("npo_a");
    npo_b = net.add<organization>("npo_b");
    net.tie<shares_knowledge_with>(dell, npo_a, {.weight = .5});
    net.tie<collaborates_with>(npo_b, npo_a, {.weight = .5});
  }
  [[nodiscard]] spread_result from(std::string_view key, const spread_options& options = {}) const {
    const snapshot now = net.freeze();
    const relation_index both[] = {now.schema().index_of<shares_knowledge_with>(),
                                   now.schema().index_of<collaborates_with>()};
    const vertex_ref starts[] = {now.vertex(key)};
    return spread(view(now), starts, both, options);
  }
  [[nodiscard]] network_view view(const snapshot& now) const { return day ? as_of(now, *day) : all_held(now); }
  builder net;
  id<organization> dell, npo_a, npo_b;
  std::optional<date> day;
};

TEST_F(Spread, PassesAlongSeveralRelations) {
  const auto result = from("dell");
  EXPECT_EQ(result.estimate.spread, 1.75);
  ASSERT_EQ(result.vertices.size(), 3u);
  EXPECT_EQ(result.vertices[2].probability, .25);
  EXPECT_EQ(result.vertices[2].path_probability, .25);
}

TEST_F(Spread, SaysByWhichWay) {
  const auto result = from("dell");
  EXPECT_EQ(result.vertices[0].reason, "Knowledge starts here.");
  EXPECT_EQ(result.vertices[1].reason, "Most likely by dell -> npo_a, which passes with probability 0.5.");
  EXPECT_EQ(result.vertices[2].reason,
            "Most likely by dell -> npo_a -> npo_b, which passes with probability 0.5 x 0.5 = 0.25.");
}

TEST_F(Spread, GoesAgainstNoDirectedTie) {
  EXPECT_EQ(from("npo_b").estimate.spread, 1.5);
  EXPECT_EQ(from("npo_b").vertices.size(), 2u);
}

TEST_F(Spread, RefusesAMissingWeightAndSaysWhich) {
  const auto file = net.add_file("ties.csv");
  net.tie<shares_knowledge_with>(npo_b, dell, {.where = {file, 5}});
  net.tie<shares_knowledge_with>(npo_a, dell, {.weight = 2, .where = {file, 6}});
  try {
    static_cast<void>(from("dell"));
    FAIL();
  } catch (const input_error& error) {
    EXPECT_STREQ(error.what(),
                 "ties.csv:5: the tie 'shares_knowledge_with' from 'npo_b' to 'dell' has no weight; expected the "
                 "probability that "
                 "knowledge passes, in [0, 1]\n"
                 "ties.csv:6: the tie 'shares_knowledge_with' from 'npo_a' to 'dell' has weight 2; expected the "
                 "probability "
                 "that knowledge passes, in [0, 1]");
  }
}

TEST_F(Spread, RefusesAStartThatIsNotThere) {
  net.add<organization>("late", {.existence = {.begin = make_date(2030, 1, 1)}});
  day = make_date(2024, 1, 1);
  EXPECT_THROW(static_cast<void>(from("late")), input_error);
}

TEST_F(Spread, FromWhoHasNoTiesInformsItself) {
  net.add<organization>("alone");
  EXPECT_EQ(from("alone").estimate.spread, 1);
}

// The coins of a tie are its own: another tie that can't matter leaves all samples as they were.
TEST_F(Spread, TossesTheSameCoinsWhateverElseTheNetworkHolds) {
  const spread_options options{.samples = 1'000, .seed = 3, .coins = coin_keys::by_edge};
  const double before = from("dell", options).estimate.spread;
  const auto other = net.add<organization>("aaa");
  net.tie<shares_knowledge_with>(other, dell, {.weight = .5});
  EXPECT_EQ(from("dell", options).estimate.spread, before);
}

}  // namespace
}  // namespace capnet
