#include <capnet/model/schema.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

struct library {
  static constexpr std::string_view name = "library";
};
struct lends_books_to {
  static constexpr std::string_view name = "lends_books_to";
  using source = kinds<library>;
  using target = kinds<organization, person>;
  static constexpr bool directed = true;
};

TEST(Schema, HoldsTheBuiltInKindsAndRelations) {
  const schema s;
  EXPECT_EQ(s.kind_count(), 15u);
  EXPECT_EQ(s.relation_count(), 25u);
  const relation_info& attends_info = s.relation(s.index_of<attends>());
  EXPECT_TRUE(attends_info.admits(s.index_of<person>(), s.index_of<event>()));
  EXPECT_FALSE(attends_info.admits(s.index_of<event>(), s.index_of<person>()));
}

TEST(Schema, TakesAKindAndARelationOfOnesOwn) {
  schema s;
  const relation_index lends = s.add<lends_books_to>();
  EXPECT_EQ(s.add<lends_books_to>(), lends);
  EXPECT_TRUE(s.relation(lends).admits(s.index_of<library>(), s.index_of<person>()));
}

TEST(Schema, RefusesASecondMeaningOfAName) {
  schema s;
  const kind_index tools = s.index_of<tool>();
  EXPECT_THROW(s.add_relation({.name = "attends", .source_kinds = {tools}, .target_kinds = {tools}}), input_error);
  EXPECT_THROW(s.add_relation({.name = "", .source_kinds = {tools}, .target_kinds = {tools}}), input_error);
  EXPECT_THROW(s.add_relation({.name = "new"}), input_error);
  EXPECT_EQ(s.relation_count(), 25u);
}

struct attends_from_afar {
  static constexpr std::string_view name = "attends";
  using source = kinds<library>;
  using target = kinds<organization>;
  static constexpr bool directed = true;
};

TEST(Schema, DoesNotKeepTheKindsOfARelationThatItRefuses) {
  schema s;
  EXPECT_THROW(s.add<attends_from_afar>(), input_error);
  EXPECT_FALSE(s.find_kind("library"));
}

struct founded {
  static constexpr std::string_view name = "founded";
  using source = kinds<organization, person>;
  using target = kinds<program>;
  static constexpr bool directed = true;
  static constexpr tie_nature nature = tie_nature::deed;
};

TEST(Schema, KnowsDeedsFromStates) {
  schema s;
  const auto nature = [&](std::string_view name) { return s.relation(s.relation_named(name)).nature; };
  for (const char* deed :
       {"delivers", "attends", "teaches", "reaches", "measures", "part_of", "succeeds", "depends_on"})
    EXPECT_EQ(nature(deed), tie_nature::deed) << deed;
  for (const char* state :
       {"participates_in", "employs", "member_of", "runs", "funds", "has_skill", "collaborates_with"})
    EXPECT_EQ(nature(state), tie_nature::state) << state;
  s.add<founded>();
  s.add<lends_books_to>();
  EXPECT_EQ(nature("founded"), tie_nature::deed);
  EXPECT_EQ(nature("lends_books_to"), tie_nature::state) << "unless it is declared otherwise";
  relation_info other = s.relation(s.relation_named("founded"));
  other.nature = tie_nature::state;
  EXPECT_THROW(s.add_relation(other), input_error);
}

TEST(Schema, AdmitsAnUndirectedRelationFromBothEnds) {
  schema s;
  const relation_index r = s.add_relation({.name = "touches",
                                           .source_kinds = {s.index_of<tool>()},
                                           .target_kinds = {s.index_of<person>()},
                                           .directed = false});
  EXPECT_TRUE(s.relation(r).admits(s.index_of<person>(), s.index_of<tool>()));
}

TEST(Schema, NamesTheNearestRelation) {
  const schema s;
  try {
    (void)s.relation_named("atends");
    FAIL();
  } catch (const input_error& refusal) {
    EXPECT_NE(std::string{refusal.what()}.find("did you mean 'attends'?"), std::string::npos);
  }
}

TEST(Schema, InternsSectorsOfItsOwn) {
  schema s;
  EXPECT_EQ(s.add_sector("company"), sector::company);
  EXPECT_EQ(s.add_sector(""), sector::unknown);
  const sector church = s.add_sector("church");
  EXPECT_EQ(s.name(church), "church");
  EXPECT_EQ(s.add_sector("church"), church);
}

}  // namespace
}  // namespace capnet
