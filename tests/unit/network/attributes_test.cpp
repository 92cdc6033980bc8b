#include <gtest/gtest.h>

#include <capnet/network/builder.hpp>
#include <capnet/query/shortest_path.hpp>
#include <capnet/view/flatten.hpp>

#include "own_domain.hpp"
#include "refusal.hpp"

namespace capnet {
namespace {

TEST(Attributes, KeepValuesOfEveryTypeAndWhatIsUnknown) {
  builder net;
  const auto a =
      net.add<clinic>("a", {.attributes = {with<clinic::beds>(12), with<clinic::opened>(partial_date::year(1999)),
                                           with<clinic::night>(false), with<clinic::owner>("city")}});
  const auto b = net.add<clinic>("b", {.attributes = {{"note", "new"}}});
  const snapshot now = net.freeze();
  EXPECT_EQ(now.value<clinic::beds>(a), 12);
  EXPECT_EQ(now.value<clinic::opened>(a), partial_date::year(1999));
  EXPECT_EQ(now.value<clinic::night>(a), false);
  EXPECT_EQ(now.value<clinic::owner>(a), "city");
  EXPECT_EQ(now.value<clinic::beds>(b), std::nullopt);
  EXPECT_EQ(now.value<clinic::night>(b), std::nullopt) << "unknown is not no";
  EXPECT_EQ(now.value(now.ref(b), "note"), attribute_value{"new"});
  EXPECT_EQ(now.value(now.ref(b), "colour"), std::nullopt);
  EXPECT_EQ(now.properties(a).attributes.size(), 4u);
}

TEST(Attributes, StandBesideBothEndsOfATie) {
  builder net;
  const auto a = net.add<clinic>("a"), b = net.add<clinic>("b"), c = net.add<clinic>("c");
  net.tie<refers_to>(b, a, {.attributes = {with<refers_to::distance>(2.5)}});
  const tie_ref known = net.tie<refers_to>(a, b, {.attributes = {with<refers_to::distance>(4), with<attr::hours>(1)}});
  const tie_ref unknown = net.tie<refers_to>(a, c);
  const snapshot now = net.freeze();
  EXPECT_EQ(now.value<refers_to::distance>(known), 4);
  EXPECT_EQ(now.value<attr::hours>(known), 1);
  EXPECT_EQ(now.value<refers_to::distance>(unknown), std::nullopt);
  const layer& ties = now.layer<refers_to>();
  const auto distance = *now.schema().find_attribute(ties.relation(), "distance");
  const auto out = ties.out().attribute(distance)->numbers.all(), in = ties.in().attribute(distance)->numbers.all();
  EXPECT_EQ(out[0], 4) << "of a, to b";
  EXPECT_TRUE(std::isnan(out[1])) << "of a, to c";
  EXPECT_EQ(out[2], 2.5) << "of b, to a";
  EXPECT_EQ(in[0], 2.5) << "from b, to a";
  EXPECT_EQ(in[1], 4);
}

TEST(Attributes, AreReadFromTextsThatFitTheirType) {
  builder net;
  const auto a = net.add<clinic>("a", {.attributes = {{"beds", "12"}, {"opened", "2024-07"}, {"night", "yes"}}});
  EXPECT_EQ(net.freeze().value<clinic::beds>(a), 12);
  EXPECT_EQ(refusal([&] { net.add<clinic>("b", {.attributes = {{"beds", "twelve"}}}); }),
            "'beds' is 'twelve'; expected a value of the type integer, or nothing if unknown");
  EXPECT_EQ(refusal([&] { net.add<clinic>("b", {.attributes = {{"night", "maybe"}}}); }),
            "'night' is 'maybe'; expected yes or no, or nothing if unknown");
  EXPECT_EQ(refusal([&] { net.add<clinic>("b", {.attributes = {{"beds", -1}}}); }), "'beds' is -1; expected 0 or more");
  EXPECT_EQ(net.find("b"), std::nullopt) << "what is refused leaves nothing";
}

TEST(Attributes, AreDeclaredByTheFirstValueOfAType) {
  builder net;
  const auto org = net.add<organization>("a", {.attributes = {{"staff", 12}}});
  const snapshot now = net.freeze();
  const auto& infos = now.schema().attributes(now.ref(org).kind);
  EXPECT_EQ(infos.back().name, "staff");
  EXPECT_EQ(infos.back().type, value_type::integer);
  EXPECT_FALSE(infos.back().declared);
  EXPECT_NE(refusal([&] { net.add<organization>("b", {.attributes = {{"staff", true}}}); }), "no refusal");
}

TEST(Attributes, SayWhatAWeightMeans) {
  builder net;
  const auto a = net.add<person>("a");
  const auto s = net.add<skill>("s");
  const tie_ref level = net.tie<has_skill>(a, s, {.attributes = {with<attr::level>(3)}});
  const snapshot now = net.freeze();
  EXPECT_EQ(now.schema().weight_meaning(level.relation), meaning::level);
  EXPECT_EQ(now.layer<has_skill>().tie(level.row).weight, 3);
  const relation_index r = net.declare(collaborates_with{});
  net.declare_attribute(r, {.name = "weight", .type = value_type::number, .meaning = meaning::probability});
  const auto x = net.add<organization>("x"), y = net.add<organization>("y");
  EXPECT_EQ(refusal([&] { net.tie<collaborates_with>(x, y, {.weight = 1.5}); }),
            "'weight' is 1.5; expected a probability from 0 to 1");
  const std::vector<std::uint32_t> from{0, 0}, to{1, 1};
  const std::vector<double> possible{1, missing_number}, wrong{missing_number, 1.5};
  const auto ties = [&](const std::vector<double>& weights) {
    return tie_columns{.source_kind = net.declare<organization>(),
                       .target_kind = net.declare<organization>(),
                       .sources = from,
                       .targets = to,
                       .weights = weights};
  };
  EXPECT_EQ(refusal([&] { net.add_ties(r, ties(wrong)); }), "'weight' is 1.5; expected a probability from 0 to 1");
  EXPECT_EQ(net.add_ties(r, ties(possible)), (tie_ref{r, 0})) << "of those refused, none stays";
  EXPECT_NE(refusal([&] {
              net.declare_attribute(r, {.name = "weight", .type = value_type::number, .meaning = meaning::level});
            }).find("is declared as number (probability) and as number (level)"),
            std::string::npos);
}

TEST(Attributes, ComeInColumnsWithPartialDates) {
  builder net;
  const kind_index clinics = net.declare<clinic>();
  const std::vector<std::int64_t> beds{3, missing_integer, 5};
  const std::vector<std::string_view> owners{"city", "", "church"};
  const std::vector<std::int32_t> first{0, 10, 20}, last{5, 10, 29};
  net.add_vertices(clinics, {.count = 3,
                             .prefix = "c",
                             .begins = first,
                             .last_begins = last,
                             .attributes = {{"beds", beds}, {"owner", owners}}});
  const std::vector<std::uint32_t> from{2, 0, 0}, to{0, 2, 1};
  const std::vector<double> distance{9, missing_number, 4};
  const std::vector<partial_date> agreed{partial_date::year(2020), {unbounded_past, unbounded_future}, date{}};
  net.add_ties<refers_to>({.source_kind = clinics,
                           .target_kind = clinics,
                           .sources = from,
                           .targets = to,
                           .begins = first,
                           .last_begins = last,
                           .attributes = {{"distance", distance}, {"agreed", agreed}}});
  const snapshot now = net.freeze();
  EXPECT_EQ(now.value<clinic::beds>(id<clinic>{0}), 3);
  EXPECT_EQ(now.value<clinic::beds>(id<clinic>{1}), std::nullopt);
  EXPECT_EQ(now.value<clinic::owner>(id<clinic>{2}), "church");
  EXPECT_EQ(now.held({clinics, 2}).begin_latest, 29);
  const relation_index r = now.schema().index_of<refers_to>();
  EXPECT_EQ(now.value<refers_to::distance>(tie_ref{r, 0}), 9);
  EXPECT_EQ(now.value<refers_to::distance>(tie_ref{r, 1}), std::nullopt);
  EXPECT_EQ(now.value(tie_ref{r, 0}, "agreed"), attribute_value{partial_date::year(2020)});
  EXPECT_EQ(now.value(tie_ref{r, 1}, "agreed"), std::nullopt);
  EXPECT_EQ(now.layer(r).tie(0).when.begin_latest, 5);
  EXPECT_NE(refusal([&] {
              net.add_ties<refers_to>({.source_kind = clinics,
                                       .target_kind = clinics,
                                       .sources = from,
                                       .targets = to,
                                       .attributes = {{"distance", owners}}});
            }),
            "");
  EXPECT_NE(refusal([&] {
              net.add_ties<refers_to>({.source_kind = clinics,
                                       .target_kind = clinics,
                                       .sources = from,
                                       .targets = to,
                                       .begins = last,
                                       .last_begins = first});
            }),
            "");
}

TEST(Attributes, ChangeFromADayOn) {
  builder net;
  const auto a =
      net.add<clinic>("a", {.region = "north", .size = 4, .attributes = {with<clinic::beds>(12), {"note", "old"}}});
  net.change_attribute<clinic::beds>(a, 20, make_date(2020, 4, 1));
  net.change_attribute({net.declare<clinic>(), a.value()}, "region", "south", make_date(2021, 1, 1));
  net.change_attribute({net.declare<clinic>(), a.value()}, "size", 9, make_date(2021, 1, 1));
  net.change_attribute({net.declare<clinic>(), a.value()}, "note", "", make_date(2022, 1, 1));
  const snapshot now = net.freeze();
  EXPECT_EQ(now.value<clinic::beds>(a, make_date(2020, 3, 31)), 12);
  EXPECT_EQ(now.value<clinic::beds>(a, make_date(2020, 4, 1)), 20);
  const network_view before = as_of(now, make_date(2020, 12, 31)), after = as_of(now, make_date(2022, 6, 1));
  const vertex_ref v = now.ref(a);
  EXPECT_EQ(before.region(v), "north");
  EXPECT_EQ(after.region(v), "south");
  EXPECT_EQ(before.properties(v).size, 4);
  EXPECT_EQ(after.properties(v).size, 9);
  EXPECT_EQ(before.value(v, "note"), attribute_value{"old"});
  EXPECT_EQ(after.value(v, "note"), std::nullopt) << "unknown from then on";
  EXPECT_EQ(after.properties(v).attributes, (std::vector<attribute>{{"beds", 20}}));
  EXPECT_NE(refusal([&] { net.change_attribute(v, "name", "b", make_date(2024, 1, 1)); }).find("can't change"),
            std::string::npos);
  EXPECT_NE(refusal([&] { net.change_attribute(v, "size", "big", make_date(2024, 1, 1)); }), "no refusal");
  EXPECT_NE(refusal([&] { net.change_attribute(v, "beds", -1, make_date(2024, 1, 1)); }), "no refusal");
}

TEST(Attributes, AreTheWeightOfAGraphAndTheLengthOfAPath) {
  //  a --4--> b --1--> c      a --6--> c
  builder net;
  const auto a = net.add<clinic>("a"), b = net.add<clinic>("b"), c = net.add<clinic>("c");
  net.tie<refers_to>(a, b, {.attributes = {with<refers_to::distance>(4)}});
  net.tie<refers_to>(b, c, {.attributes = {with<refers_to::distance>(1)}});
  net.tie<refers_to>(a, c, {.attributes = {with<refers_to::distance>(6)}});
  const network_view view = all_held(net.freeze());
  const auto flat = flatten<refers_to>(view, {.directed = true, .weight = refers_to::distance::name});
  EXPECT_EQ(flat.graph.weights(0)[0], 4);
  EXPECT_EQ(flat.graph.weights(0)[1], 6);
  const snapshot& now = view.net();
  const auto way =
      shortest_path<refers_to::distance>(view, now.ref(a), now.ref(c), ways_along<refers_to>(now, direction::out));
  ASSERT_TRUE(way);
  EXPECT_EQ(way->length, 5);
  EXPECT_NE(refusal([&] { (void)flatten<refers_to>(view, {.weight = "distanze"}); }).find("did you mean 'distance'"),
            std::string::npos);
}

TEST(Attributes, OfSeveralUnitsAreNotPutTogether) {
  builder net;
  net.declare_attribute(net.declare(funds{}), {.name = "amount", .type = value_type::number, .unit = "JPY"});
  net.declare_attribute(net.declare(supports{}), {.name = "amount", .type = value_type::number, .unit = "USD"});
  const network_view view = all_held(net.freeze());
  EXPECT_NE(refusal([&] {
              (void)flatten<funds, supports>(view, {.weight = attr::amount::name});
            }).find("'amount' of 'funds' is in 'JPY' (amount), but of 'supports' in 'USD' (amount)"),
            std::string::npos);
}

}  // namespace
}  // namespace capnet
