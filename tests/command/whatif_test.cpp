#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string whatif_reskilling =
    "whatif '" CAPNET_SOURCE_DIR "/examples/data/reskilling' --from 2023-06-30 --steps 3 --replicas 20 --seed 7 ";

TEST(WhatIfCommand, GivesTheSameBytesAtAnyThreadCountAndReplays) {
  const fixture::workplace place;
  const auto one = place.run(whatif_reskilling + "--without benesse --format json --threads 1");
  EXPECT_EQ(one.status, 0) << one.err;
  EXPECT_EQ(one.out, place.run(whatif_reskilling + "--without benesse --format json --threads 8").out);
  place.write("whatif.json", one.out);
  EXPECT_EQ(place.run("replay whatif.json").out, one.out);
}

// Nobody can tie itself to Benesse, which is all there is at first by name.
TEST(WhatIfCommand, ShowsWhatHangsOnTheBackbone) {
  const value all = fixture::workplace().run(whatif_reskilling + "--without benesse --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 12u);
  EXPECT_EQ(rows[0].at("measure").as_string(), "members");
  EXPECT_EQ(rows[0].at("difference").to_number<double>(), 0);
  EXPECT_EQ(rows[1].at("measure").as_string(), "ties");
  EXPECT_LT(rows[1].at("high").to_number<double>(), 0);
}

TEST(WhatIfCommand, AddsAFolder) {
  const fixture::workplace place;
  place.write("more/vertices.csv", "id,kind,sector\ntown,organization,municipality\n");
  place.write("more/ties.csv", "relation,source,target,begin\nparticipates_in,town,network,2023-06-01\n");
  const value all = place.run(whatif_reskilling + "--with more --format json").json();
  EXPECT_EQ(all.at("rows").as_array()[0].at("difference").to_number<double>(), 1);
}

TEST(WhatIfCommand, RefusesWhatItCannotAnswer) {
  const fixture::workplace place;
  for (const auto& [words, why] : {std::pair<std::string, std::string>{"", "--without: is missing"},
                                   {"--without benese", "did you mean 'benesse'?"},
                                   {"--without benesse --with x", "expected one of the two"},
                                   {"--with nowhere", "there is no such folder"},
                                   {"--without benesse --from soon", "'soon' is no day"},
                                   {"--without network --program network", "'network' is not in the network"}}) {
    const auto said =
        place.run("whatif '" CAPNET_SOURCE_DIR "/examples/data/reskilling' --steps 3 --replicas 6 " + words);
    EXPECT_EQ(said.status, 2) << words;
    EXPECT_NE(said.err.find(why), std::string::npos) << said.err;
  }
}

}  // namespace
}  // namespace capnet
