#include <capnet/core/hash.hpp>

#include <gtest/gtest.h>

#include <string>

namespace capnet {
namespace {

TEST(StableHash, GivesThePublishedValuesOfFnv1a) {
  EXPECT_EQ(stable_hash(""), 0xcbf29ce484222325u);
  EXPECT_EQ(stable_hash("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(stable_hash("foobar"), 0x85944171f73967e8u);
}

TEST(StableHash, ChainsOverItsSeed) { EXPECT_EQ(stable_hash("bar", stable_hash("foo")), stable_hash("foobar")); }

// The paper's appendix and its authors' test vectors: key 00 01 .. 0f, texts 00 01 .. of each length.
TEST(SipHash, GivesThePublishedValues) {
  constexpr hash_key key{0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
  std::string text;
  for (int k = 0; k < 63; ++k) text += static_cast<char>(k);
  const auto of = [&](std::size_t length) { return sip_hash<2, 4>(std::string_view{text}.substr(0, length), key); };
  EXPECT_EQ(of(0), 0x726fdb47dd0e0e31u);
  EXPECT_EQ(of(1), 0x74f839c593dc67fdu);
  EXPECT_EQ(of(7), 0xab0200f58b01d137u);
  EXPECT_EQ(of(8), 0x93f5f5799a932462u);
  EXPECT_EQ(of(15), 0xa129ca6149be45e5u);
  EXPECT_EQ(of(63), 0x958a324ceb064572u);
}

TEST(SipHash, DependsOnItsKey) {
  EXPECT_NE(sip_hash("dell", {1, 2}), sip_hash("dell", {1, 3}));
  EXPECT_NE(sip_hash("dell", {1, 2}), sip_hash("dell", {2, 2}));
  static_assert(sip_hash("dell", {}) != sip_hash("tis", {}));
}

TEST(TextHash, IsOneFunctionWithinAProcess) {
  EXPECT_EQ(text_hash{}("dell"), text_hash{}(std::string{"dell"}));
  EXPECT_NE(process_hash_key(), hash_key{});
}

}  // namespace
}  // namespace capnet
