#include <capnet/core/hash.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

TEST(StableHash, GivesThePublishedValuesOfFnv1a) {
  EXPECT_EQ(stable_hash(""), 0xcbf29ce484222325u);
  EXPECT_EQ(stable_hash("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(stable_hash("foobar"), 0x85944171f73967e8u);
}

TEST(StableHash, ChainsOverItsSeed) { EXPECT_EQ(stable_hash("bar", stable_hash("foo")), stable_hash("foobar")); }

}  // namespace
}  // namespace capnet
