#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <span>
#include <string>

namespace capnet {
namespace {

constexpr std::size_t most_of_a_kind = 0x7FFFFFFF;
constexpr std::size_t most_of_a_relation = 0x3FFFFFFF;

template <class Call>
std::string refusal_of(const Call& call) {
  try {
    call();
  } catch (const input_error& fault) {
    return fault.what();
  }
  return "nothing was thrown";
}

// Numbered keys take no memory, so that a kind can be full.
TEST(Limits, OfOneKindAre31BitsOfVertices) {
  builder net;
  net.add_vertices<organization>({.count = most_of_a_kind - 1, .prefix = "o"});
  const kind_index organizations = net.schema().index_of<organization>();
  EXPECT_EQ(net.add<organization>("the last").value(), most_of_a_kind - 1);
  const std::string expected =
      "more than 2,147,483,647 vertices of the kind 'organization'; expected at most that many";
  EXPECT_EQ(refusal_of([&] { net.add<organization>("one more"); }), expected);
  EXPECT_EQ(refusal_of([&] { net.add_vertices<organization>({.count = 1, .prefix = "p"}); }), expected);
  EXPECT_EQ(refusal_of([&] {
              net.add_vertices<organization>({.count = std::numeric_limits<std::size_t>::max(), .prefix = "p"});
            }),
            expected)
      << "the sum of both counts is less than either";
  EXPECT_EQ(net.order(organizations), most_of_a_kind);
  EXPECT_FALSE(net.find("one more"));
}

// 2^30 of each of two kinds are 2^31: one too many, which is known before anything is laid out.
TEST(Limits, OfANetworkAre31BitsOfVertices) {
  builder net;
  net.add_vertices<organization>({.count = std::size_t{1} << 30, .prefix = "o"});
  net.add_vertices<person>({.count = std::size_t{1} << 30, .prefix = "h"});
  EXPECT_EQ(refusal_of([&] { (void)net.freeze(); }),
            "a network of more than 2,147,483,647 vertices; expected at most that many");
}

// The columns have no such length: nothing of them is read before they are refused.
TEST(Limits, OfARelationAre30BitsOfTies) {
  builder net;
  net.add_vertices<organization>({.count = 2, .prefix = "o"});
  const kind_index organizations = net.schema().index_of<organization>();
  const std::uint32_t zero[] = {0}, one[] = {1};
  const auto columns = [&](std::size_t m) {
    return tie_columns{
        .source_kind = organizations, .target_kind = organizations, .sources = {zero, m}, .targets = {one, m}};
  };
  const std::string expected = "relation 'supports' has over 1,073,741,823 ties; expected at most that many";
  for (const std::size_t m :
       {most_of_a_relation + 1, std::size_t{1} << 31, std::size_t{1} << 32, (std::size_t{1} << 32) + 1}) {
    EXPECT_EQ(refusal_of([&] { net.add_ties<supports>(columns(m)); }), expected) << m;
  }
  net.add_ties<supports>(columns(1));
  EXPECT_EQ(refusal_of([&] { net.add_ties<supports>(columns(most_of_a_relation)); }), expected)
      << "with the one that is there";
  builder next{net.freeze()};
  EXPECT_EQ(refusal_of([&] { next.add_ties<supports>(columns(most_of_a_relation)); }), expected)
      << "with the one of the base";
  EXPECT_EQ(next.freeze().size(), 1u);
}

}  // namespace
}  // namespace capnet
