#include <capnet/interop/range_v3.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <ranges>

#include <range/v3/algorithm/max.hpp>
#include <range/v3/range/conversion.hpp>
#include <range/v3/view/enumerate.hpp>
#include <range/v3/view/filter.hpp>
#include <range/v3/view/transform.hpp>

#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>

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

// Columns own what they show: ranges, but no views.
static_assert(std::ranges::contiguous_range<const column<double>> && std::ranges::sized_range<const column<double>>);
static_assert(ranges::contiguous_range<const column<double>> && ranges::sized_range<const column<double>>);
using all_ties = decltype(std::declval<const snapshot&>().ties(relation_index{}));
static_assert(std::ranges::random_access_range<all_ties> && std::ranges::view<all_ties>);
static_assert(ranges::random_access_range<all_ties> && ranges::view_<all_ties>);

snapshot office() {
  builder net;
  const auto npo = net.add<organization>("npo");
  double hours = 10;
  for (const char* name : {"aki", "ben", "chie"})
    net.tie<employs>(npo, net.add<person>(name, {.name = name}), {.weight = hours += 5});
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

TEST(RangeV3, PipesTheRowsOfAQuery) {
  const snapshot net = office();
  const std::vector<query_row> rows = (from<organization>(net) | out<employs>).rows();
  const auto names = rows | ranges::views::filter([](const query_row& row) { return row.walks > 0; }) |
                     ranges::views::transform([&](const query_row& row) { return net.label(row.vertex); }) |
                     ranges::to<std::vector>();
  EXPECT_EQ(names, (std::vector<std::string>{"aki", "ben", "chie"}));
}

TEST(StdRanges, PipeTheRowsOfAQuery) {
  const snapshot net = office();
  std::vector<std::string> names;
  for (const std::string& name :
       (from<organization>(net) | out<employs>).rows() |
           std::views::transform([&](const query_row& row) { return net.label(row.vertex); }) | std::views::drop(1)) {
    names.push_back(name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"ben", "chie"}));
}

TEST(RangeV3, PipesAColumn) {
  const snapshot net = office();
  const column<double>& hours = net.layer<employs>().out().weights;
  EXPECT_EQ(ranges::max(hours), 25);
  std::size_t last = 0;
  for (const auto& [at, weight] : hours | ranges::views::enumerate) last = weight == 25 ? at : last;
  EXPECT_EQ(last, 2u);
  const column<int> none;
  EXPECT_EQ(ranges::distance(none | ranges::views::transform([](int x) { return x; })), 0);
}

TEST(StdRanges, PipeAColumnAndAllTiesOfARelation) {
  const snapshot net = office();
  const column<double>& hours = net.layer<employs>().out().weights;
  EXPECT_EQ(std::ranges::count_if(hours | std::views::transform([](double h) { return 2 * h; }),
                                  [](double twice) { return twice >= 40; }),
            2);
  auto known = net.ties(net.schema().index_of<employs>()) |
               std::views::filter([](const tie_record& uv) { return uv.properties.weight.has_value(); });
  EXPECT_EQ(std::ranges::distance(known), 3);
}

}  // namespace
}  // namespace capnet
