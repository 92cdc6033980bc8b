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

TEST_F(Spread, TakesTheProbabilityOfTheRelationWhereATieHasNone) {
  net.tie<shares_knowledge_with>(npo_a, dell);
  net.tie<collaborates_with>(npo_b, dell);
  const snapshot now = net.freeze();
  const auto shares = now.schema().index_of<shares_knowledge_with>();
  const auto works = now.schema().index_of<collaborates_with>();
  spread_options options{.along = {.of_relation = {{shares, .25}}, .otherwise = .125}};
  const auto found = make_spread_network(all_held(now), std::vector{shares, works}, {}, options.along);
  std::vector<double> p;
  for (const spread_edge& uv : found.edges) p.push_back(uv.probability);
  std::ranges::sort(p);
  EXPECT_EQ(p, (std::vector<double>{.125, .25, .5, .5}));
  options.along.otherwise = 1.5;
  EXPECT_THROW(static_cast<void>(make_spread_network(all_held(now), std::vector{works}, {}, options.along)),
               input_error);
}

// dell knows at once; to npo_a surely from 2021 on, possibly in 2020; npo_a and npo_b work together until 2021
TEST_F(Spread, MovesAlongATieOnlyWhileItSurelyHolds) {
  builder dated;
  const auto a = dated.add<organization>("a"), b = dated.add<organization>("b"), c = dated.add<organization>("c");
  dated.tie<shares_knowledge_with>(a, b, {.active = {.begin = partial_date::year(2020)}, .weight = 1});
  dated.tie<collaborates_with>(b, c, {.active = {.end = make_date(2020, 7, 1)}, .weight = 1});
  const snapshot now = dated.freeze();
  const relation_index both[] = {now.schema().index_of<shares_knowledge_with>(),
                                 now.schema().index_of<collaborates_with>()};
  const vertex_ref start[] = {now.vertex("a")};
  const auto spread_of = [&](certainty sure, spread_options how) {
    how.dated = true;
    return spread(network_view{now, {.sure = sure}}, start, both, how).estimate.spread;
  };
  EXPECT_EQ(spread(all_held(now), start, both).estimate.spread, 3) << "undated";
  EXPECT_EQ(spread_of(certainty::certain, {}), 2) << "b surely knows on 31 December";
  EXPECT_EQ(spread_of(certainty::possible, {}), 3);
  const auto surely = spread(network_view{now}, start, both, {.dated = true});
  ASSERT_EQ(surely.vertices.size(), 2u) << "no way leads to c in time";
  EXPECT_EQ(surely.vertices[1].reason, "First in time by a -> b, which passes with probability 1.");
  EXPECT_EQ(spread_of(certainty::possible, {.from_day = make_date(2020, 8, 1)}), 2);
  // Into b weigh the ties of a and of c, half each.
  EXPECT_EQ(spread_of(certainty::certain, {.model = spread_model::linear_threshold, .normalize = true}), 1.5);
  spread_options si{.samples = 5, .model = spread_model::si, .from_day = make_date(2020, 6, 30)};
  EXPECT_EQ(spread_of(certainty::possible, si), 2) << "a step to b, and then the tie to c has ended";
  si.from_day = make_date(2020, 6, 29);
  EXPECT_EQ(spread_of(certainty::possible, si), 3);
  EXPECT_EQ(spread_of(certainty::certain, si), 2);
}

TEST_F(Spread, NamesWhoseWeightsSumToMoreThanOneUnlessTheyAreNormalized) {
  net.tie<shares_knowledge_with>(npo_b, npo_a, {.weight = .75});
  const spread_options plain{.model = spread_model::linear_threshold};
  try {
    static_cast<void>(from("dell", plain));
    FAIL();
  } catch (const input_error& error) {
    // .5 from dell, .75 and .5 from npo_b
    EXPECT_STREQ(
        error.what(),
        "the weights of the ties into 'npo_a' sum to 1.75; expected at most 1, or to normalize them (--normalize)");
  }
  const auto found = from("dell", {.model = spread_model::linear_threshold, .normalize = true});
  EXPECT_DOUBLE_EQ(found.vertices[1].probability, .5 / 1.75);
}

TEST_F(Spread, GoesInStepsAndTellsWhen) {
  const auto found = from("dell", {.model = spread_model::sir, .recovery = 0});
  EXPECT_EQ(found.estimate.spread, 3);
  ASSERT_EQ(found.vertices.size(), 3u);
  EXPECT_NEAR(found.vertices[1].first->mean, 2, .2);
  EXPECT_EQ(found.steps.front().infectious.mean, 1);
  EXPECT_EQ(found.steps.back().infectious.mean, 3);
  EXPECT_EQ(found.vertices[1].reason,
            "Most likely by dell -> npo_a, which passes with probability 0.5 in a step each.");
}

// npo_a has two neighbors with ties to it, dell and npo_b: one of them is half.
TEST_F(Spread, IsAdoptedByThoseOfWhoseNeighborsEnoughHave) {
  net.tie<shares_knowledge_with>(npo_b, dell);  // without a weight, which does not matter here
  const auto half = from("dell", {.model = spread_model::complex_contagion, .share = .5});
  EXPECT_EQ(half.estimate.spread, 3);
  EXPECT_EQ(half.vertices[1].reason, "Adopts in step 1: 1 of its 2 neighbors had before.");
  EXPECT_EQ(half.vertices[2].first->earliest, 2u);
  const auto both = from("dell", {.model = spread_model::complex_contagion, .at_least = 2});
  EXPECT_EQ(both.estimate.spread, 1);
  EXPECT_EQ(both.vertices[1].reason, "Does not adopt: 1 of its 2 neighbors does.");
  EXPECT_THROW(static_cast<void>(from("dell", {.model = spread_model::complex_contagion})), input_error);
}

TEST_F(Spread, RefusesOptionsThatDoNotFit) {
  const auto refused = [&](const spread_options& how) {
    EXPECT_THROW(static_cast<void>(from("dell", how)), input_error);
  };
  refused({.from_day = make_date(2020, 1, 1)});
  refused({.normalize = true});
  refused({.model = spread_model::si, .retention = .5});
  refused({.model = spread_model::si, .dated = true});
  const snapshot now = net.freeze();
  const relation_index one[] = {now.schema().index_of<collaborates_with>()};
  EXPECT_THROW(static_cast<void>(spread(all_held(now), {}, one)), input_error);
}

}  // namespace
}  // namespace capnet
