#include <capnet/flow/influence.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include "refusal.hpp"

namespace capnet {
namespace {

//   dell ==1==> npo_a --1--> npo_b      city ==.5==> npo_c     alone      == shares_knowledge_with,
//   -- collaborates_with (undirected): from npo_b back to npo_a too
class Influence : public testing::Test {
 protected:
  Influence() {
    dell = net.add<organization>("dell", {.sector = sector::company});
    a = net.add<organization>("npo_a", {.sector = sector::nonprofit});
    const auto b = net.add<organization>("npo_b", {.sector = sector::nonprofit});
    const auto c = net.add<organization>("npo_c");
    const auto city = net.add<organization>("city", {.sector = sector::municipality});
    net.add<organization>("alone", {.sector = sector::nonprofit});
    net.tie<shares_knowledge_with>(dell, a, {.weight = 1});
    net.tie<collaborates_with>(a, b, {.weight = 1});
    net.tie<shares_knowledge_with>(city, c, {.weight = .5});
  }
  [[nodiscard]] network_influence ask(influence_question question) const {
    const snapshot now = net.freeze();
    question.relations = {now.schema().index_of<shares_knowledge_with>(), now.schema().index_of<collaborates_with>()};
    return influence(all_held(now), question);
  }
  [[nodiscard]] std::vector<std::string> keys(const network_influence& result) const {
    const snapshot now = net.freeze();
    std::vector<std::string> all;
    for (const chosen_seed& seed : result.seeds) all.push_back(now.key(seed.vertex));
    return all;
  }
  builder net;
  id<organization> dell, a;
};
using words = std::vector<std::string>;

TEST_F(Influence, ChoosesWhoReachesMostAndSaysWhy) {
  const auto result = ask({.seeds = 2});
  EXPECT_EQ(keys(result), (words{"dell", "city"}));
  EXPECT_NEAR(result.seeds[0].gain, 3, .05);
  EXPECT_EQ(result.seeds[0].reason.find("Reaches "), 0u) << result.seeds[0].reason;
  EXPECT_NE(result.seeds[0].reason.find(" on average, itself counted. Its one tie goes to npo_a (1)."),
            std::string::npos);
  EXPECT_NEAR(result.seeds[1].gain, 1.5, .05);
  EXPECT_EQ(result.seeds[1].reason.find("Adds "), 0u) << result.seeds[1].reason;
  EXPECT_NEAR(result.choice.spread, 4.5, 5 * result.choice.standard_error);
}

TEST_F(Influence, CountsCandidatesWithoutTiesAmongThePopulation) {
  const auto organizations = net.freeze().schema().index_of<organization>();
  EXPECT_EQ(ask({.seeds = 9}).network.vertices.size(), 5u);
  const auto result = ask({.seeds = 9, .candidates = {organizations}});
  EXPECT_EQ(result.network.vertices.size(), 6u);
  EXPECT_EQ(result.seeds.size(), 6u);
  EXPECT_EQ(result.choice.spread, 6);
}

TEST_F(Influence, KeepsToTheLimitsOfSectors) {
  EXPECT_EQ(keys(ask({.seeds = 3, .sector_limits = {{sector::company, 0}, {sector::nonprofit, 1}}})),
            (words{"npo_a", "city"}));
  EXPECT_EQ(refusal([&] { return ask({.seeds = 1, .sector_limits = {{sector::company, 0}, {sector::company, 1}}}); }),
            "two limits of sector 'company'; expected one");
}

TEST_F(Influence, RefusesThresholdsOfMoreThanOneUnlessTheyAreDivided) {
  net.tie<collaborates_with>(dell, a, {.weight = .5});
  influence_question question{.seeds = 1, .model = diffusion_model::linear_threshold};
  EXPECT_EQ(refusal([&] { return ask(question); }),
            "the weights of the ties into 'npo_a' sum to 2.5; expected at most 1, or to normalize them");
  question.normalize = true;
  // To npo_a: dell 1.5 of 2.5, npo_b 1 of 2.5. npo_a reaches 1 + 1 + .5; dell 1 + .6 + .6, npo_b 1 + .4 + .4 .5.
  const auto result = ask(question);
  EXPECT_EQ(keys(result), words{"npo_a"});
  EXPECT_NEAR(result.choice.spread, 2.5, 5 * result.choice.standard_error);
}

TEST_F(Influence, RefusesToGuessCostsAndRelations) {
  EXPECT_NE(
      refusal([&] { return ask({.cost = "fee", .budget = 2}); }).find("'dell' has no number 'fee'; expected what"),
      std::string::npos);
  EXPECT_EQ(refusal([&] { return ask({.sector_limits = {{sector::company, 1}}, .cost = "fee"}); }),
            "limits of sectors beside a budget; expected one of the two");
  EXPECT_EQ(refusal([&] { return influence(all_held(net.freeze()), {.seeds = 1}); }),
            "no relation; expected those that knowledge passes along");
}

}  // namespace
}  // namespace capnet
