#include <capnet/io/data_folder.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include "refusal.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

const std::string vertices_header = "id,kind,region,code,opened,beds,night,share,note\n";

snapshot read(const std::string& vertices, const std::string& attributes = "", const std::string& changes = "") {
  const scratch_folder folder{{"vertices.csv", vertices_header + vertices}, {"ties.csv", "relation,source,target\n"}};
  if (!attributes.empty()) folder.write("attributes.csv", "of,name,type,unit,meaning,description\n" + attributes);
  if (!changes.empty()) folder.write("changes.csv", "vertex,attribute,from,value,cite\n" + changes);
  return read_folder(folder.path());
}
value_type type_of(const snapshot& net, std::string_view name) {
  const kind_index k = net.schema().index_of<organization>();
  return net.schema().attribute(k, name)->type;
}

TEST(FolderAttributes, HaveATypeOnlyIfEveryCellPrintsBack) {
  const snapshot net = read(
      "a,organization,,007,2024-07-23,12,yes,0.5,x\n"
      "b,organization,,12,2024-07-24,-3,no,2,12\n"
      "c,organization,,,,,,,\n");
  EXPECT_EQ(type_of(net, "code"), value_type::text) << "007 is no number";
  EXPECT_EQ(type_of(net, "opened"), value_type::date);
  EXPECT_EQ(type_of(net, "beds"), value_type::integer);
  EXPECT_EQ(type_of(net, "night"), value_type::yes_no);
  EXPECT_EQ(type_of(net, "share"), value_type::number);
  EXPECT_EQ(type_of(net, "note"), value_type::text);
  const vertex_ref a = net.vertex("a"), c = net.vertex("c");
  EXPECT_EQ(net.value(a, "code"), attribute_value{"007"});
  EXPECT_EQ(net.value(net.vertex("b"), "beds"), attribute_value{-3});
  EXPECT_EQ(net.value(a, "opened"), attribute_value{make_date(2024, 7, 23)});
  EXPECT_EQ(net.value(c, "beds"), std::nullopt);
  EXPECT_EQ(net.value(c, "code"), std::nullopt);
}

TEST(FolderAttributes, StayTextWhereACellWouldPrintOtherwise) {
  for (const char* const cell :
       {"1.50", "+1", "1e3", "2024-07", "YES", "0x10", "1,5", " 1 2", "99999999999999999999"}) {
    const snapshot net = read("a,organization,,,,\"" + std::string{cell} + "\",,,\n");
    EXPECT_EQ(type_of(net, "beds"), value_type::text) << cell;
    EXPECT_EQ(net.value(net.vertex("a"), "beds"), attribute_value{cell});
  }
}

TEST(FolderAttributes, AreWhatIsDeclared) {
  const snapshot net = read("a,organization,,007,FY2024,12,,０.5,red\n",
                            "organization,code,integer,,,\norganization,opened,date,,,\n"
                            "organization,beds,number,bed,count,How many.\norganization,share,number,,probability,\n"
                            "organization,note,category,,,\n");
  const vertex_ref a = net.vertex("a");
  EXPECT_EQ(net.value(a, "code"), attribute_value{7});
  EXPECT_EQ(net.value(a, "opened"), attribute_value{partial_date::fiscal_year(2024)});
  EXPECT_EQ(net.value(a, "beds"), attribute_value{12.0});
  EXPECT_EQ(net.value(a, "share"), attribute_value{0.5});
  EXPECT_EQ(net.value(a, "note"), attribute_value{"red"});
  const attribute_info& beds = *net.schema().attribute(a.kind, "beds");
  EXPECT_EQ(beds.unit, "bed");
  EXPECT_EQ(beds.meaning, meaning::count);
  EXPECT_EQ(beds.description, "How many.");
  EXPECT_TRUE(beds.declared);
}

TEST(FolderAttributes, RefuseEveryCellThatDoesNotFitWithItsPlace) {
  const std::string said = refusal([] {
    (void)read("a,organization,,,,many,maybe,1.5,\n",
               "organization,beds,integer,,,\norganization,night,yes_no,,,\norganization,share,number,,probability,\n");
  });
  EXPECT_NE(said.find("vertices.csv:2:19: 'many' is no whole number; expected one"), std::string::npos) << said;
  EXPECT_NE(said.find("vertices.csv:2:24: 'maybe' is neither yes nor no"), std::string::npos) << said;
  EXPECT_NE(said.find("vertices.csv:2:30: 'share' is 1.5; expected a probability from 0 to 1"), std::string::npos)
      << said;
}

TEST(FolderAttributes, RefuseDeclarationsThatCannotBe) {
  const auto said = [](const std::string& row) { return refusal([&] { (void)read("", row); }); };
  EXPECT_NE(said("organisation,beds,integer,,,\n").find("'organisation' is no kind or relation"), std::string::npos);
  EXPECT_NE(said("organisation,beds,integer,,,\n").find("did you mean 'organization'?"), std::string::npos);
  EXPECT_NE(said("organization,beds,whole,,,\n").find("'whole' is no type"), std::string::npos);
  EXPECT_NE(said("organization,beds,integer,,many,\n").find("'many' is no meaning"), std::string::npos);
  EXPECT_NE(said("organization,region,text,,,\n").find("a column of every folder"), std::string::npos);
  EXPECT_NE(said("event,cost,number,JPY,,\nevent,cost,number,USD,,\n")
                .find("declared as number in 'JPY' (amount) and as number in 'USD'; expected"),
            std::string::npos)
      << said("event,cost,number,JPY,,\nevent,cost,number,USD,,\n");
  EXPECT_NE(said("has_skill,weight,number,,probability,\n").find("(level) and as number (probability)"),
            std::string::npos);
}

TEST(FolderAttributes, ChangeFromADayOn) {
  const snapshot net = read("a,organization,north,7,,3,,,\n", "",
                            "a,region,2024-04-01,south,\na,sector,2024-04-01,municipality,\na,beds,2024-04-01,9,\n"
                            "a,size,2024-04-01,40,\na,beds,2025-04-01,,\na,note,2025-04-01,moved,\n");
  const vertex_ref a = net.vertex("a");
  const date before = make_date(2024, 3, 31), after = make_date(2024, 4, 1), later = make_date(2026, 1, 1);
  EXPECT_EQ(net.region(a, before), "north");
  EXPECT_EQ(net.region(a, after), "south");
  EXPECT_EQ(net.sector(a, before), sector::unknown);
  EXPECT_EQ(net.sector(a, after), sector::municipality);
  EXPECT_EQ(net.value(a, "beds", before), attribute_value{3});
  EXPECT_EQ(net.value(a, "beds", after), attribute_value{9});
  EXPECT_EQ(net.value(a, "beds", later), std::nullopt);
  EXPECT_EQ(net.properties(a, after).size, 40);
  EXPECT_EQ(net.value(a, "note", later), attribute_value{"moved"});
}

TEST(FolderAttributes, RefuseChangesThatCannotBe) {
  const auto said = [](const std::string& row) {
    return refusal([&] { (void)read("a,organization,,,,3,,,\n", "", row); });
  };
  EXPECT_NE(said("b,region,2024-04-01,south,\n").find("'b' is no vertex"), std::string::npos);
  EXPECT_NE(said("a,regoin,2024-04-01,south,\n").find("did you mean 'region'?"), std::string::npos);
  EXPECT_NE(said("a,region,2024-04,south,\n").find("changes.csv:2:10: '2024-04' is no whole day"), std::string::npos);
  EXPECT_NE(said("a,region,,south,\n").find("'from' is empty"), std::string::npos);
  EXPECT_NE(said("a,size,2024-04-01,big,\n").find("size 'big'; expected a whole number from 0"), std::string::npos);
  EXPECT_NE(said("a,beds,2024-04-01,many,\n").find("'many' is no whole number"), std::string::npos);
}

}  // namespace
}  // namespace capnet
