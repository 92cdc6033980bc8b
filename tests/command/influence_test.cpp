#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

//      .-> b -.
//    a         -> d    all .5: a alone reaches 2.4375      e -> f, always
//      '-> c -'
class InfluenceCommand : public testing::Test {
 protected:
  InfluenceCommand() {
    std::ofstream{place.path() / "vertices.csv"} << "id,kind,sector,fee\n"
                                                    "a,organization,company,5\nb,organization,nonprofit,1\n"
                                                    "c,organization,nonprofit,1\nd,organization,nonprofit,1\n"
                                                    "e,organization,company,2\nf,organization,,3\n";
    ties(".5");
  }
  void ties(const std::string& last) const {
    std::ofstream{place.path() / "ties.csv"}
        << "relation,source,target,weight\nshares_knowledge_with,a,b,.5\nshares_knowledge_with,a,c,.5\n"
           "shares_knowledge_with,b,d,.5\nshares_knowledge_with,e,f,1\nshares_knowledge_with,c,d,"
        << last << '\n';
  }
  [[nodiscard]] fixture::outcome run(const std::string& more) const {
    return place.run("influence . --relation shares_knowledge_with --format json " + more);
  }
  [[nodiscard]] static std::vector<std::string> chosen(const fixture::outcome& result) {
    std::vector<std::string> names;
    const auto all = result.json();
    for (const auto& row : all.at("rows").as_array()) names.emplace_back(row.at("vertex").as_string());
    return names;
  }
  fixture::workplace place{};
};
using names = std::vector<std::string>;

TEST_F(InfluenceCommand, TellsWhomToTellFirstAndWhy) {
  const auto result = run("--k 2 --seed 7");
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(chosen(result), (names{"a", "e"}));
  const auto all = result.json();
  const auto& summary = all.at("summary");
  EXPECT_NEAR(summary.at("spread").as_double(), 4.4375, 5 * summary.at("standard_error").as_double());
  EXPECT_NEAR(summary.at("guarantee").as_double(), 1 - std::exp(-1) - .1, 1e-12);
  EXPECT_GE(summary.at("bound").as_double(), summary.at("guarantee").as_double());
  EXPECT_EQ(all.at("manifest").at("seed").as_int64(), 7);
  const auto& first = all.at("rows").as_array()[0];
  EXPECT_EQ(first.at("rank").as_int64(), 1);
  EXPECT_EQ(first.at("sector").as_string(), "company");
  const std::string reason{first.at("reason").as_string()};
  EXPECT_EQ(reason.find("Reaches 2.4"), 0u) << reason;
  EXPECT_NE(reason.find(" on average, itself counted. Of its 2 ties the strongest go to b (0.5) and c (0.5)."),
            std::string::npos)
      << reason;
  const std::string second{all.at("rows").as_array()[1].at("reason").as_string()};
  EXPECT_NE(second.find("Its one tie goes to f (1)."), std::string::npos) << second;
}

TEST_F(InfluenceCommand, AnswersTheSameAtAnyNumberOfThreads) {
  EXPECT_EQ(run("--k 3 --seed 7 --threads 1").out, run("--k 3 --seed 7 --threads 8").out);
}

TEST_F(InfluenceCommand, KnowsThresholds) {
  const auto result = run("--k 1 --model linear_threshold");
  EXPECT_EQ(chosen(result), names{"a"});
  const auto all = result.json();
  const auto& summary = all.at("summary");
  EXPECT_NEAR(summary.at("spread").as_double(), 2.5, 5 * summary.at("standard_error").as_double());
  ties(".8");
  const auto refused = run("--k 1 --model linear_threshold");
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("the weights of the ties into 'd' sum to 1.3; expected at most 1"), std::string::npos)
      << refused.err;
  EXPECT_EQ(run("--k 1 --model linear_threshold --normalize").status, 0);
}

TEST_F(InfluenceCommand, KeepsToCandidatesSectorsAndBudget) {
  ties(".3");  // b reaches more than c
  EXPECT_EQ(chosen(run("--k 2 --at-most company=1")), (names{"a", "b"}));
  EXPECT_EQ(chosen(run("--k 6 --at-most company=1,nonprofit=1")), (names{"a", "b"}));
  EXPECT_EQ(chosen(run("--cost fee --budget 4")), (names{"b", "c", "e"}));
  EXPECT_EQ(run("--k 2 --candidates person").json().at("rows").as_array().size(), 0u);
  EXPECT_EQ(chosen(run("--k 1 --candidates organization")), names{"a"});
}

// Without a weight of its own the tie from c to d takes what stands in: .5 as before.
TEST_F(InfluenceCommand, TakesAProbabilityWhereATieHasNone) {
  const auto rows = [&](const std::string& more) { return run("--k 2 --seed 7" + more).json().at("rows"); };
  const auto own = rows("");
  ties("");
  EXPECT_EQ(rows(" --probability .5"), own);
  EXPECT_EQ(rows(" --probability .9,shares_knowledge_with=.5"), own);
  EXPECT_NE(run("--k 2 --probability 1.5").err.find("'1.5' is no probability"), std::string::npos);
}

TEST_F(InfluenceCommand, SaysWhatIsWrongWithTheQuestion) {
  const auto error_of = [&](const std::string& more) {
    const auto result = run(more);
    EXPECT_EQ(result.status, 2) << more;
    return result.err;
  };
  EXPECT_NE(error_of("").find("--k: expected how many to choose"), std::string::npos);
  EXPECT_NE(error_of("--k 1 --budget 3 --cost fee").find("--k: expected how many to choose"), std::string::npos);
  EXPECT_NE(error_of("--budget 3").find("--budget: expected both --cost"), std::string::npos);
  EXPECT_NE(error_of("--k 0").find("'0' is out of range"), std::string::npos);
  EXPECT_NE(error_of("--k 1 --model lineer_threshold").find("did you mean 'linear_threshold'?"), std::string::npos);
  EXPECT_NE(error_of("--k 1 --candidates persn").find("did you mean 'person'?"), std::string::npos);
  EXPECT_NE(error_of("--k 1 --at-most nonprofits=1").find("did you mean 'nonprofit'?"), std::string::npos);
  EXPECT_NE(error_of("--k 1 --at-most company").find("'company' has no number; expected one such as company=2"),
            std::string::npos);
  EXPECT_NE(error_of("--k 1 --at-most company=1,company=2").find("two limits of sector 'company'"), std::string::npos);
  EXPECT_NE(error_of("--k 1 --epsilon .7").find("an epsilon of 0.7"), std::string::npos);
  EXPECT_NE(error_of("--budget 3 --cost hours").find("'a' has no number 'hours'; expected what it costs"),
            std::string::npos);
  ties("");
  EXPECT_NE(error_of("--k 1").find("from 'c' to 'd' has no weight"), std::string::npos);
}

}  // namespace
}  // namespace capnet
