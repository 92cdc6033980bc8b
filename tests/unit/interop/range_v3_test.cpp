#include <capnet/interop/range_v3.hpp>

#include <gtest/gtest.h>

#include <ranges>

#include <range/v3/range/conversion.hpp>
#include <range/v3/view/filter.hpp>
#include <range/v3/view/transform.hpp>

#include <capnet/network/builder.hpp>

namespace capnet {
namespace {

using people = decltype(std::declval<const snapshot&>().vertices<person>());
using ties = layer::tie_range;

// One range type, both libraries.
static_assert(std::ranges::random_access_range<people> && std::ranges::sized_range<people> &&
              std::ranges::view<people>);
static_assert(std::ranges::borrowed_range<people> && std::ranges::viewable_range<people>);
static_assert(std::ranges::random_access_range<ties> && std::ranges::view<ties> && std::ranges::borrowed_range<ties>);
static_assert(ranges::random_access_range<people> && ranges::sized_range<people> && ranges::view_<people>);
static_assert(ranges::borrowed_range<people> && ranges::viewable_range<people>);
static_assert(ranges::random_access_range<ties> && ranges::view_<ties> && ranges::borrowed_range<ties>);

snapshot office() {
  builder net;
  const auto npo = net.add<organization>("npo");
  for (const char* name : {"aki", "ben", "chie"}) net.tie<employs>(npo, net.add<person>(name, {.name = name}));
  return net.freeze();
}

TEST(RangeV3, PipesATemporaryRange) {
  const snapshot net = office();
  const auto names = net.vertices<person>() | ranges::views::filter([](id<person> p) { return p.value() != 1; }) |
                     ranges::views::transform([&](id<person> p) { return net.properties(p).name; }) |
                     ranges::to<std::vector>();
  EXPECT_EQ(names, (std::vector<std::string>{"aki", "chie"}));
}

TEST(RangeV3, PipesTheTiesOfAVertex) {
  const snapshot net = office();
  const auto staff = net.layer<employs>().out(net.vertex("npo")) |
                     ranges::views::transform([&](const tie_end& end) { return net.key(end.vertex); }) |
                     ranges::to<std::vector>();
  EXPECT_EQ(staff, (std::vector<std::string>{"aki", "ben", "chie"}));
}

TEST(StdRanges, PipesTheSameRange) {
  const snapshot net = office();
  std::size_t letters = 0;
  for (const std::size_t length :
       net.vertices<person>() | std::views::transform([&](id<person> p) { return net.properties(p).name.size(); })) {
    letters += length;
  }
  EXPECT_EQ(letters, 10u);
}

}  // namespace
}  // namespace capnet
