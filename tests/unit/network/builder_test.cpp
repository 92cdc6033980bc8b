#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>
#include <vector>

#include "refusal.hpp"

namespace capnet {
namespace {

struct two_at_a_forum : testing::Test {
  builder net;
  id<organization> dell =
      net.add<organization>("dell", {.name = "デル", .sector = sector::company, .aliases = {"Dell", "Dell Japan"}});
  id<organization> jnpoc = net.add<organization>("jnpoc", {.name = "日本NPOセンター", .sector = sector::nonprofit});
  id<event> forum = net.add<event>("forum");
};

TEST_F(two_at_a_forum, AreReadBackFromTheSnapshot) {
  const tie_ref t =
      net.tie<attends>(dell, forum, {.active = {.begin = partial_date::year(2024)}, .weight = 2.5, .role = "host"});
  const snapshot now = net.freeze();
  EXPECT_EQ(now.order<organization>(), 2u);
  EXPECT_EQ(now.order(), 3u);
  EXPECT_EQ(now.properties(dell).name, "デル");
  EXPECT_EQ(now.tie(t).properties.weight, 2.5);
  EXPECT_EQ(now.find("Dell Japan"), now.ref(dell));
  EXPECT_EQ(now.find("nobody"), std::nullopt);
  ASSERT_EQ(now.layer<attends>().out(now.ref(dell)).size(), 1u);
  EXPECT_EQ(now.layer<attends>().out(now.ref(dell))[0].vertex, now.ref(forum));
  EXPECT_EQ(now.layer<attends>().in(now.ref(forum))[0].vertex, now.ref(dell));
  EXPECT_TRUE(now.layer<attends>().out(now.ref(jnpoc)).empty());
  EXPECT_TRUE(now.layer<runs>().in(now.ref(jnpoc)).empty()) << "organizations are not run";
}

// The base has three ids and two aliases: of one new id it asks the base, of five the five; each refuses the first that
// is taken, and takes the others once that is gone.
TEST_F(two_at_a_forum, AreNotNamedAnewByColumnsOnTheirSnapshot) {
  const snapshot base = net.freeze();
  const std::vector<std::string_view> one{"Dell"}, five{"a", "Dell Japan", "b", "forum", "c"}, fine{"a", "b", "c", "d"};
  builder next{base};
  const auto refused = [&](const std::vector<std::string_view>& keys) {
    return refusal([&] { next.add_vertices<organization>({.count = keys.size(), .keys = keys}); });
  };
  EXPECT_EQ(refused(one), "id 'Dell' is taken already; expected an id and aliases that no other vertex has");
  EXPECT_EQ(refused(five), "id 'Dell Japan' is taken already; expected an id and aliases that no other vertex has");
  next.add_vertices<organization>({.count = fine.size(), .keys = fine});
  const snapshot both = std::move(next).freeze();
  EXPECT_EQ(both.order<organization>(), 6u);
  EXPECT_EQ(both.key(*both.find("c")), "c");
  EXPECT_EQ(both.find("Dell Japan"), both.find("dell"));
}

TEST_F(two_at_a_forum, KeepTheirIdsInLaterSnapshots) {
  const snapshot before = net.freeze();
  net.add<organization>("intel");
  net.tie<attends>(jnpoc, forum);
  const snapshot after = net.freeze();
  EXPECT_EQ(before.order<organization>(), 2u);
  EXPECT_EQ(after.key(after.ref(dell)), "dell");
  EXPECT_EQ(after.order<organization>(), 3u);
}

TEST_F(two_at_a_forum, MayBeTiedTwice) {
  const tie_ref first = net.tie<attends>(dell, forum, {.role = "2023"});
  const tie_ref second = net.tie<attends>(dell, forum, {.role = "2024"});
  EXPECT_NE(first, second);
  const snapshot now = net.freeze();
  ASSERT_EQ(now.layer<attends>().out(now.ref(dell)).size(), 2u);
  EXPECT_EQ(now.tie(now.layer<attends>().in(now.ref(forum))[1].tie).properties.role, "2024");
}

TEST_F(two_at_a_forum, RefusesWhatTheSchemaForbidsAndSaysWhatWouldFit) {
  const auto program_id = net.add<program>("nptech");
  const std::string text =
      refusal([&] { net.add_tie(net.schema().index_of<attends>(), *net.find("dell"), *net.find("nptech")); });
  EXPECT_EQ(text,
            "relation 'attends' joins organization, person or cohort to event, but 'nptech' is a program; did you mean "
            "'runs', "
            "'participates_in', 'supports' or 'funds'?");
  EXPECT_EQ(net.freeze().layer<attends>().size(), 0u);
  (void)program_id;
}

TEST_F(two_at_a_forum, RefusesBadValuesAndStaysAsItWas) {
  EXPECT_NE(refusal([&] { net.add<organization>("dell"); }).find("taken"), std::string::npos);
  EXPECT_NE(refusal([&] { net.add<organization>("x", {.aliases = {"Dell"}}); }).find("'Dell' is taken"),
            std::string::npos);
  EXPECT_NE(refusal([&] { net.add<organization>(""); }).find("no id"), std::string::npos);
  EXPECT_NE(refusal([&] { net.add<cohort>("c", {.size = -1}); }).find("size -1"), std::string::npos);
  EXPECT_NE(refusal([&] { net.tie<attends>(dell, forum, {.weight = std::nan("")}); }).find("not finite"),
            std::string::npos);
  EXPECT_NE(refusal([&] { net.tie<attends>(dell, forum, {.weight = HUGE_VAL}); }).find("not finite"),
            std::string::npos);
  EXPECT_NE(refusal([&] {
              net.tie<attends>(dell, forum, {.active = {.begin = make_date(2024, 5, 1), .end = make_date(2024, 4, 1)}});
            }).find("before it begins"),
            std::string::npos);
  EXPECT_NE(refusal([&] { net.tie<attends>(id<organization>{99}, forum); }).find("no vertex"), std::string::npos);
  EXPECT_NE(refusal([&] { net.retract({net.schema().index_of<attends>(), 0}); }).find("no such tie"),
            std::string::npos);
  EXPECT_EQ(net.freeze().order(), 3u);
  EXPECT_EQ(net.freeze().layer<attends>().size(), 0u);
  EXPECT_EQ(net.find("x"), std::nullopt);
}

TEST_F(two_at_a_forum, RetractsATieAndMovesNoOther) {
  const tie_ref wrong = net.tie<attends>(dell, forum, {.role = "wrong"});
  const tie_ref right = net.tie<attends>(jnpoc, forum, {.role = "right"});
  net.retract(wrong);
  EXPECT_NE(refusal([&] { net.retract(wrong); }).find("retracted already"), std::string::npos);
  const snapshot now = net.freeze();
  EXPECT_EQ(now.layer<attends>().size(), 1u);
  EXPECT_EQ(now.tie(right).properties.role, "right");
  EXPECT_EQ(now.layer<attends>().in(now.ref(forum))[0].tie, right);
}

TEST_F(two_at_a_forum, ChangeTheirSectorOnADay) {
  net.set_sector(jnpoc, sector::academia, make_date(2024, 4, 1));
  net.set_sector(jnpoc, sector::company, make_date(2025, 4, 1));
  const snapshot now = net.freeze();
  EXPECT_EQ(now.sector(now.ref(jnpoc), make_date(2024, 3, 31)), sector::nonprofit);
  EXPECT_EQ(now.sector(now.ref(jnpoc), make_date(2024, 4, 1)), sector::academia);
  EXPECT_EQ(now.sector(now.ref(jnpoc)), sector::company);
}

struct greets {
  static constexpr std::string_view name = "attends";  // the name of another relation
  using source = kinds<tool>;
  using target = kinds<tool>;
  static constexpr bool directed = true;
};
struct stage {
  static constexpr std::string_view name = "stage";
};
struct performs_on {
  static constexpr std::string_view name = "attends";
  using source = kinds<person>;
  using target = kinds<stage>;
  static constexpr bool directed = true;
};

TEST_F(two_at_a_forum, ForgetsAKindWhoseRelationIsRefused) {
  EXPECT_NE(refusal([&] { net.declare<greets>(); }).find("declared twice"), std::string::npos);
  EXPECT_NE(refusal([&] { net.declare<performs_on>(); }).find("declared twice"), std::string::npos);
  EXPECT_EQ(net.schema().find_kind("stage"), std::nullopt);
  net.add<stage>("main");
  EXPECT_EQ(net.freeze().order<stage>(), 1u);
}

TEST_F(two_at_a_forum, RefusesAnEmptyAliasAndAnUnknownSector) {
  EXPECT_NE(refusal([&] { net.add<organization>("x", {.aliases = {"ok", ""}}); }).find("alias"), std::string::npos);
  EXPECT_NE(
      refusal([&] { net.add<organization>("x", {.sector = static_cast<sector>(200)}); }).find("sector number 200"),
      std::string::npos);
  EXPECT_NE(
      refusal([&] { net.set_sector(dell, static_cast<sector>(200), make_date(2024, 1, 1)); }).find("sector number 200"),
      std::string::npos);
  EXPECT_EQ(net.find("ok"), std::nullopt);
  net.add<organization>("x", {.aliases = {"ok", "x"}});
  EXPECT_TRUE(net.find("ok"));
}

TEST(Builder, GoesOnFromASnapshot) {
  builder first;
  const auto a = first.add<person>("a", {.aliases = {"A"}});
  const snapshot then = first.freeze();
  builder second{then};
  EXPECT_EQ(second.find("A"), then.ref(a));
  const auto b = second.add<person>("b");
  second.tie<collaborates_with>(a, b);
  const snapshot now = second.freeze();
  EXPECT_EQ(now.layer<collaborates_with>().out(now.ref(b))[0].vertex, now.ref(a)) << "undirected: seen from both ends";
  EXPECT_EQ(now.layer<collaborates_with>().size(), 1u);
}

TEST(Snapshot, OfNothingIsEmpty) {
  const snapshot empty;
  EXPECT_EQ(empty.order(), 0u);
  EXPECT_EQ(empty.order<organization>(), 0u);
  EXPECT_EQ(empty.layer<attends>().size(), 0u);
  EXPECT_EQ(empty.last_day(), std::nullopt);
}

TEST(Snapshot, ReadsItsLastDayFromWhatBeganOrWasCountedAndHeld) {
  builder net;
  const auto a =
      net.add<organization>("a", {.existence = {.begin = make_date(2020, 1, 1), .end = make_date(2030, 1, 1)}});
  const auto p = net.add<program>("p");
  net.tie<participates_in>(a, p, {.active = {.begin = partial_date::year(2023)}});
  net.tie<participates_in>(a, p, {.active = {.begin = partial_date::year(2040)}, .status = status::planned});
  EXPECT_EQ(net.freeze().last_day(), make_date(2023, 12, 31));
  net.add_figure({.id = "f", .day = partial_date{make_date(2024, 2, 1)}});
  EXPECT_EQ(net.freeze().last_day(), make_date(2024, 2, 1));
}

}  // namespace
}  // namespace capnet
