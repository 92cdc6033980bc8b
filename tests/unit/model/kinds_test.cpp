#include <gtest/gtest.h>

#include <capnet/model/schema.hpp>

namespace capnet {
namespace {

//   organization <- clinic <- rural_clinic      person <- nurse
struct clinic {
  static constexpr std::string_view name = "clinic";
  using is = organization;
};
struct rural_clinic {
  static constexpr std::string_view name = "rural_clinic";
  using is = clinic;
};
struct nurse {
  static constexpr std::string_view name = "nurse";
  using is = person;
};
struct refers_to {
  static constexpr std::string_view name = "refers_to";
  using source = kinds<rural_clinic>;
  using target = kinds<clinic>;
  static constexpr bool directed = true;
  static constexpr relation_traits traits = relation_traits::hand_off | relation_traits::contact;
};

static_assert(is_a<rural_clinic, organization> && is_a<rural_clinic, clinic> && is_a<clinic, clinic>);
static_assert(!is_a<organization, clinic> && !is_a<nurse, organization>);
static_assert(attends::source::admits<rural_clinic> && attends::source::admits<nurse>);
static_assert(!runs::source::admits<nurse> && !refers_to::target::admits<organization>);

template <class Call>
std::string kind_refusal(const Call& call) {
  try {
    call();
  } catch (const input_error& refused) {
    return refused.what();
  }
  return {};
}

TEST(KindsOfKinds, AreDeclaredWithWhatTheyAre) {
  schema s;
  const kind_index rural = s.add<rural_clinic>();
  const kind_index known = s.index_of<clinic>(), organizations = s.index_of<organization>();
  EXPECT_EQ(s.parent(rural), known);
  EXPECT_EQ(s.parent(known), organizations);
  EXPECT_EQ(s.parent(organizations), std::nullopt);
  EXPECT_TRUE(s.is_a(rural, organizations) && s.is_a(rural, known) && s.is_a(rural, rural));
  EXPECT_FALSE(s.is_a(organizations, rural) || s.is_a(rural, s.index_of<person>()));
  EXPECT_EQ(s.subkinds(organizations), (std::vector{organizations, known, rural}));
  EXPECT_EQ(s.subkinds(known), (std::vector{known, rural}));
  EXPECT_EQ(s.add<rural_clinic>(), rural);
  EXPECT_EQ(s.add_kind("clinic"), known) << "by its name alone it is what it is";
}

TEST(KindsOfKinds, AreAdmittedWhereWhatTheyAreIs) {
  schema s;
  const relation_index before = s.add<refers_to>();  // before the nurse is known
  const kind_index nurses = s.add<nurse>(), events = s.index_of<event>();
  const relation_info& attend = s.relation(s.index_of<attends>());
  EXPECT_TRUE(attend.admits(nurses, events) && attend.admits(s.index_of<rural_clinic>(), events));
  EXPECT_EQ(attend.source_kinds.size(), 3u) << "as declared";
  EXPECT_FALSE(s.relation(s.index_of<runs>()).admits(nurses, events));
  EXPECT_TRUE(s.relation(before).admits(s.index_of<rural_clinic>(), s.index_of<rural_clinic>()));
  EXPECT_FALSE(s.relation(before).admits(s.index_of<clinic>(), s.index_of<clinic>()));
  EXPECT_TRUE(s.relation(s.index_of<collaborates_with>()).admits(nurses, s.index_of<clinic>()));
}

TEST(KindsOfKinds, AreRefusedIfDeclaredTwiceOtherwise) {
  schema s;
  s.add_kind("clinic", s.index_of<person>());
  const std::size_t kinds = s.kind_count();
  EXPECT_EQ(kind_refusal([&] { s.add<clinic>(); }),
            "kind 'clinic' is declared twice: as one of 'person' and as one of 'organization'; expected one "
            "declaration of a name");
  EXPECT_EQ(kind_refusal([&] { (void)s.index_of<clinic>(); }), kind_refusal([&] { s.add<clinic>(); }));
  EXPECT_NE(kind_refusal([&] { s.add_kind("clinic", std::nullopt); }).find("and as a kind of its own"),
            std::string::npos);
  EXPECT_NE(kind_refusal([&] { s.add<rural_clinic>(); }).find("declared twice"), std::string::npos);
  EXPECT_EQ(s.kind_count(), kinds);
  EXPECT_NE(kind_refusal([&] { s.add_kind("ward", kind_index{999}); }).find("999"), std::string::npos);
}

struct sends_to {
  static constexpr std::string_view name = "refers_to";  // of another relation
  using source = kinds<organization>;
  using target = kinds<clinic, program>;
  static constexpr bool directed = true;
};

TEST(Relations, MatchByNameAndEnds) {
  schema s;
  s.add<refers_to>();
  const std::string expected =
      "relation 'refers_to' is declared twice with different ends, what is built in counted: from rural_clinic to "
      "clinic, and from organization to program or clinic; expected one declaration of a name";
  EXPECT_EQ(kind_refusal([&] { s.add<sends_to>(); }), expected);
  EXPECT_EQ(kind_refusal([&] { (void)s.index_of<sends_to>(); }), expected);
}

TEST(Relations, CarryTheTraitsThatMeasuresAskFor) {
  schema s;
  const auto with = [&](relation_traits traits) {
    std::vector<std::string> names;
    for (const relation_index r : s.relations_with(traits)) names.push_back(s.relation(r).name);
    return names;
  };
  using names = std::vector<std::string>;
  EXPECT_EQ(with(relation_traits::membership), (names{"participates_in", "member_of"}));
  EXPECT_EQ(with(relation_traits::delivery), (names{"delivers"}));
  EXPECT_EQ(with(relation_traits::contact), (names{"attends", "shares_knowledge_with", "collaborates_with"}));
  EXPECT_EQ(with(relation_traits::hand_off), (names{"depends_on"}));
  EXPECT_EQ(with(relation_traits::agenda), (names{"pursues"}));
  EXPECT_EQ(with(relation_traits::measurement), (names{"measures"}));
  EXPECT_EQ(with(relation_traits::need), (names{"has_need"}));
  EXPECT_EQ(with(relation_traits::answer), (names{"addresses"}));
  EXPECT_EQ(with(relation_traits::lead), (names{"runs"}));
  EXPECT_EQ(with(relation_traits::activity), (names{"offers", "uses"}));
  EXPECT_EQ(with(relation_traits::part), (names{"part_of"}));
  const relation_index r = s.add<refers_to>();
  EXPECT_EQ(with(relation_traits::hand_off | relation_traits::delivery),
            (names{"delivers", "depends_on", "refers_to"}));
  relation_info again = s.relation(r);
  again.traits = relation_traits::none;
  EXPECT_EQ(s.add_relation(again), r) << "what says no traits has those that are known";
  again.traits = relation_traits::delivery;
  EXPECT_EQ(kind_refusal([&] { s.add_relation(again); }),
            "relation 'refers_to' is declared twice with different traits: contact and hand_off, and delivery; "
            "expected one declaration of a name");
  again = {.name = "meets", .source_kinds = {s.index_of<person>()}, .target_kinds = {s.index_of<person>()}};
  again.directed = false;
  again.traits = relation_traits::membership;
  EXPECT_NE(kind_refusal([&] { s.add_relation(again); }).find("has no direction"), std::string::npos);
}

}  // namespace
}  // namespace capnet
