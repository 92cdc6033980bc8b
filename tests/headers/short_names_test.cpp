// The old names, until 1.0: the same types, and no obstacle to a program that keeps its own in a namespace.
#include <concepts>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <capnet/network/builder.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/query/pipeline.hpp>

namespace capnet {

static_assert(std::same_as<builtin_kinds, kinds<organization, program, event, person, cohort, skill, need, practice,
                                                offer, goal, indicator, project, course, tool, region>>);
static_assert(
    std::same_as<builtin_relations,
                 relations<runs, participates_in, succeeds, part_of, delivers, attends, depends_on, reaches, supports,
                           funds, employs, member_of, shares_knowledge_with, collaborates_with, located_in, has_skill,
                           requires_skill, teaches, has_need, addresses, offers, uses, asks_for, pursues, measures>>);
static_assert(std::same_as<member, kind::member> && std::same_as<member, rel::attends::source>);
static_assert(std::same_as<column<double>, decltype(adjacency::weights)>);

}  // namespace capnet

/// Asked for by own_names_test.cpp, which has no short names.
capnet::id<capnet::need> need_added_elsewhere(capnet::builder& net) { return net.add<capnet::need>("blankets"); }

namespace food_bank {

using namespace capnet;

struct need {
  static constexpr std::string_view name = "box_of_rice";
};
struct offer {
  static constexpr std::string_view name = "truck";
};
template <class T>
using column = std::vector<T>;

TEST(ShortNames, GiveWayToThoseOfAnInnerNamespace) {
  builder net;
  net.add<need>("rice");
  net.add<offer>("truck");
  net.tie<runs>(net.add<organization>("bank"), net.add<kind::program>("pantry"));
  net.add<kind::need>("blankets");
  const snapshot frozen = net.freeze();
  const column<std::size_t> orders{frozen.order<need>(), frozen.order<offer>(), frozen.order<kind::need>()};
  EXPECT_EQ(orders, (column<std::size_t>{1, 1, 1}));
}

}  // namespace food_bank
