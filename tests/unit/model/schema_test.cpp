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
