#include <capnet/algorithm/group_map.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

TEST(Grouping, NumbersNamesInAscendingOrder) {
  const auto groups = make_grouping(std::vector<std::string>{"npo", "city", "", "npo"});
  EXPECT_EQ(groups.names, (std::vector<std::string>{"city", "npo"}));
  EXPECT_EQ(groups.of, (std::vector<group_index>{1, 0, unknown_group, 1}));
}

TEST(GroupSizes, LeaveOutTheUnknownAndKeepTheEmpty) {
  const std::vector<group_index> groups{2, 0, unknown_group, 2};
  EXPECT_EQ(group_sizes(groups), (std::vector<std::size_t>{1, 0, 2}));
  EXPECT_DOUBLE_EQ(group_coverage(groups), 3.0 / 4);
}

TEST(GroupCoverage, IsFullWithoutVertices) { EXPECT_EQ(group_coverage({}), 1); }

}  // namespace
}  // namespace capnet
