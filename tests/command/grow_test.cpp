#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string generated =
    "grow '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' --steps 6 --seed 7 --format json ";

TEST(Grow, GivesTheSameBytesAtAnyThreadCount) {
  const fixture::workplace place;
  for (const char* replicas : {"1", "5"}) {
    const std::string line = generated + "--rate 90 --replicas " + replicas + " --threads ";
    const auto one = place.run(line + "1");
    EXPECT_EQ(one.status, 0);
    EXPECT_EQ(one.out, place.run(line + "8").out);
  }
}

TEST(Grow, SaysFromWhatItCanBeRunAgain) {
  const value all = fixture::workplace().run(generated + "--threads 3").json();
  const auto& manifest = all.at("manifest").as_object();
  EXPECT_EQ(manifest.at("seed").as_int64(), 7);
  EXPECT_EQ(manifest.at("data_hash").as_string().size(), 16u);
  for (const value& word : manifest.at("arguments").as_array()) EXPECT_NE(word.as_string(), "--threads");
}

TEST(Grow, AddsUp) {
  const value all = fixture::workplace().run(generated).json();
  std::int64_t members = all.at("summary").at("start").at("members").as_int64();
  ASSERT_EQ(all.at("rows").as_array().size(), 6u);
  for (const value& row : all.at("rows").as_array()) {
    members += row.at("joined").as_int64();
    EXPECT_EQ(row.at("members").as_int64(), members);
    EXPECT_FALSE(row.at("reason").as_string().empty());
  }
  EXPECT_EQ(all.at("rows").as_array()[0].at("day").as_string(), "2025-01-31");
}

TEST(Grow, RefusesAProgramThatIsNone) {
  const auto result = fixture::workplace().run(generated + "--program npo_01");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("'npo_01' is not a program but of kind organization"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace capnet
