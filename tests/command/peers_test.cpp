#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <utility>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

const std::string peers_generated = "peers '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' ";

// npo_01 and npo_24 share 2 of 5 needs, lie in one region and are of sizes 3 and 5: (4 * .4 + 1 * .6 + 1 * 1) / 6.
TEST(PeersCommand, TellsWhoHasSolvedWhatIsOpen) {
  const auto all = fixture::workplace().run(peers_generated + "--for npo_01 --k 3 --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].at("organization"), "npo_01");
  EXPECT_EQ(rows[0].at("peer"), "npo_24");
  EXPECT_NEAR(rows[0].at("similarity").to_number<double>(), 3.2 / 6, 1e-12);
  EXPECT_TRUE(rows[0].at("practices").is_null());
  EXPECT_EQ(rows[0].at("solved").as_array().size(), 1u);
  EXPECT_EQ(rows[0].at("solved").as_array()[0], "stale_website");
  EXPECT_EQ(rows[0].at("solved_by").as_array()[0], "editors_rota");
  EXPECT_EQ(all.at("summary").at("with_needs").as_int64(), 24);
}

TEST(PeersCommand, TellsTheBestPairsWhereNobodyIsNamed) {
  const fixture::workplace place;
  const auto one = place.run(peers_generated + "--threads 1 --format json"),
             more = place.run(peers_generated + "--threads 3 --format json");
  EXPECT_EQ(one.answer(), more.answer());
  EXPECT_EQ(one.json().at("rows").as_array().size(), 10u);
  const auto solved = place.run(peers_generated + "--solved-only --k 50 --format json").json();
  for (const auto& row : solved.at("rows").as_array()) EXPECT_FALSE(row.at("solved").as_array().empty());
}

TEST(PeersCommand, RefusesWhatIsNoOrganizationOrWeight) {
  const fixture::workplace place;
  for (const auto& [words, message] : std::vector<std::pair<std::string, std::string>>{
           {"--for npo_99",
            "--for: 'npo_99' is not in the network; expected an organization; did you mean 'npo_09'?\n"},
           {"--for zoom", "--for: 'zoom' is one of the kind tool; expected an organization\n"},
           {"--weights need=2",
            "--weights: 'need' is no part; expected needs, practices, skills, size or region; did you mean 'needs'?\n"},
           {"--weights size=-1",
            "--weights: 'size=-1' has no weight; expected a number from 0 to 1e9 such as size=2\n"},
           {"--weights needs=0,practices=0,skills=0,size=0,region=0",
            "--weights: all weights are 0; expected one above 0\n"}}) {
    const auto refused = place.run(peers_generated + words);
    EXPECT_EQ(refused.status, 2) << words;
    EXPECT_EQ(refused.err, message);
  }
}

}  // namespace
}  // namespace capnet
