/// How many take part, on the cases and on cohorts that overlap.
#include <capnet/metric/participation_count.hpp>

#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

snapshot participation_case(const char* name) {
  return read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data" / name);
}

TEST(Participation, OfMunicipalitiesGrewFrom45To87) {
  const snapshot net = participation_case("reskilling");
  EXPECT_EQ(participation(as_of(net, make_date(2023, 7, 1))).value, 45.0);
  EXPECT_EQ(participation(as_of(net, make_date(2023, 11, 15))).value, 86.0);
  const estimate last = participation(as_of(net, make_date(2023, 12, 31)));
  EXPECT_EQ(last.value, 87.0) << "the 34 of the pilot may be among them";
  EXPECT_EQ(last.coverage, 1);
}

TEST(Participation, OfNptechRoseFromFourToSix) {
  const snapshot net = participation_case("nptech");
  EXPECT_EQ(participation(as_of(net, make_date(2023, 12, 31))).value, 4.0);
  EXPECT_EQ(participation(as_of(net, make_date(2024, 12, 31))).value, 6.0);
  EXPECT_EQ(persons_taking_part(as_of(net, make_date(2024, 12, 31))).value, std::nullopt);
}

//   p <- a                        a                 1
//   p <- ten municipalities <- b (member_of), b     10, b among them
//   p <- four of these (member_of the ten)          0
//   p <- seven persons                              0: persons
TEST(Participation, CountsNobodyTwice) {
  builder net;
  const auto p = net.add<program>("p");
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  const auto cohort_of = [&](const char* key, std::optional<std::int64_t> size, const char* unit) {
    const auto c = net.add<cohort>(key, {.size = size, .attributes = {{"unit", unit}}});
    net.tie<participates_in>(c, p);
    return c;
  };
  net.tie<participates_in>(a, p);
  net.tie<participates_in>(b, p);
  const auto ten = cohort_of("ten", 10, "municipality");
  net.tie<member_of>(b, ten);
  net.tie<member_of>(cohort_of("four", 4, "municipality"), ten);
  cohort_of("seven", 7, "person");
  const estimate some = participation(all_held(net.freeze()));
  EXPECT_EQ(some.value, 11.0);
  EXPECT_EQ(some.coverage, 1);
  EXPECT_EQ(persons_taking_part(all_held(net.freeze())).value, 7.0);
  cohort_of("more", std::nullopt, "municipality");
  const estimate fewer = participation(all_held(net.freeze()));
  EXPECT_EQ(fewer.value, 11.0);
  EXPECT_NEAR(fewer.coverage, 4.0 / 5, 1e-15);
}

TEST(Participation, OfCohortsThatLieInEachOtherIsThatOfOne) {
  builder net;
  const auto p = net.add<program>("p");
  const auto x = net.add<cohort>("x", {.size = 5, .attributes = {{"unit", "municipality"}}});
  const auto y = net.add<cohort>("y", {.size = 5, .attributes = {{"unit", "municipality"}}});
  net.tie<participates_in>(x, p);
  net.tie<participates_in>(y, p);
  net.tie<member_of>(x, y);
  net.tie<member_of>(y, x);
  EXPECT_EQ(participation(all_held(net.freeze())).value, 5.0);
}

//   p <- ten <- b, perhaps from 2023 on (member_of), and b by itself: 10 if b is among them, 11 if not
TEST(Participation, IsBoundedWhereMembershipIsOpen) {
  builder net;
  const auto p = net.add<program>("p");
  const auto b = net.add<organization>("b");
  const auto ten = net.add<cohort>("ten", {.size = 10, .attributes = {{"unit", "clinic"}}});
  net.tie<participates_in>(b, p);
  net.tie<participates_in>(ten, p);
  net.tie<member_of>(b, ten, {.active = {.begin = partial_date::year(2023)}});
  const estimate some = participation(as_of(net.freeze(), make_date(2023, 6, 1)));
  EXPECT_EQ(some.low, 10.0);
  EXPECT_EQ(some.high, 11.0);
  EXPECT_EQ(some.interval_kind, interval_kinds::dates);
  EXPECT_EQ(participation(as_of(net.freeze(), make_date(2022, 6, 1))).value, 11.0);
  EXPECT_EQ(participation(as_of(net.freeze(), make_date(2024, 6, 1))).value, 10.0);
}

TEST(Participation, IsUnknownWithoutAProgramAndZeroInAnEmptyOne) {
  EXPECT_EQ(participation(all_held(snapshot{})).value, std::nullopt);
  builder net;
  const auto p = net.add<program>("p");
  EXPECT_EQ(participation(all_held(net.freeze())).value, 0.0);
  net.tie<participates_in>(net.add<cohort>("c"), p);
  EXPECT_EQ(participation(all_held(net.freeze())).value, std::nullopt) << "how many is not known";
}

}  // namespace
}  // namespace capnet
