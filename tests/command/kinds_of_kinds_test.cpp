/// The four cases with own kinds that are organizations, persons, ... in the place of these: nothing but the orders by
/// declared kind may change.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <filesystem>
#include <map>

#include "run.hpp"

namespace capnet {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using kind_names = std::map<std::string, std::string>;

const char* const own_kinds =
    "kind,is\nrural_clinic,clinic\nclinic,organization\nnurse,person\nward_meeting,event\ncampaign,program\n"
    "patients,cohort\nknow_how,skill\n";

/// A case with kinds renamed in each `every`-th row of vertices.csv.
class renamed_case {
 public:
  renamed_case(const std::string& name, const kind_names& renamed, std::size_t every = 1) {
    for (const auto& entry : fs::directory_iterator{CAPNET_SOURCE_DIR "/examples/data/" + name})
      place_.write("data/" + entry.path().filename().string(), content(entry.path()));
    std::istringstream rows{content(place_.path() / "data/vertices.csv")};
    std::string text;
    std::size_t row = 0;
    for (std::string line; std::getline(rows, line); text += line + '\n') {
      const std::size_t first = line.find(','), second = line.find(',', first + 1);
      if (first == std::string::npos || second == std::string::npos) continue;
      const auto own = renamed.find(line.substr(first + 1, second - first - 1));
      if (own != renamed.end() && row++ % every == 0) line.replace(first + 1, second - first - 1, own->second);
    }
    replaced_ = row > 0;
    place_.write("data/vertices.csv", text);
    if (!renamed.empty()) place_.write("data/kinds.csv", own_kinds);
  }
  [[nodiscard]] bool replaced() const { return replaced_; }
  [[nodiscard]] json::value answer(const std::string& command) const {
    const fixture::outcome told = place_.run(command + " --format json --strict");
    EXPECT_EQ(told.status, 0) << command << ": " << told.err;
    json::value answered = told.json();
    answered.as_object().erase("manifest");  // of other data
    return answered;
  }
  /// What the report page is drawn from.
  [[nodiscard]] json::value payload() const {
    EXPECT_EQ(place_.run("report data -o page.html").status, 0);
    const std::string page = content(place_.path() / "page.html");
    const std::size_t data = page.find('{', page.find("id=\"capnet-data\""));
    return json::parse(page.substr(data, page.find("</script>", data) - data));
  }

 private:
  fixture::workplace place_;
  bool replaced_ = false;
};

/// The same text but for the last digits of numbers, whose sums may come in another order.
void expect_alike(const json::value& a, const json::value& b, const std::string& where) {
  if (a.is_object() && b.is_object()) {
    ASSERT_EQ(a.as_object().size(), b.as_object().size()) << where;
    for (const auto& [key, value] : a.as_object()) {
      ASSERT_TRUE(b.as_object().contains(key)) << where << '.' << key;
      expect_alike(value, b.at(key), where + '.' + std::string{key});
    }
  } else if (a.is_double() && b.is_double()) {
    EXPECT_NEAR(a.as_double(), b.as_double(), 1e-12) << where;
  } else {
    EXPECT_EQ(json::serialize(a), json::serialize(b)) << where;
  }
}

class CaseWithOwnKinds : public testing::TestWithParam<std::string> {};

TEST_P(CaseWithOwnKinds, ThatAreOrganizationsIsMeasuredAlike) {
  const renamed_case as_it_is{GetParam(), {}}, clinics{GetParam(), {{"organization", "rural_clinic"}}};
  json::value before = as_it_is.answer("show data"), after = clinics.answer("show data");
  if (clinics.replaced()) {
    EXPECT_NE(before.at("orders"), after.at("orders"));
    EXPECT_FALSE(after.at("orders").as_object().contains("organization"));
  }
  for (json::value* told : {&before, &after}) told->as_object().erase("orders");
  EXPECT_EQ(json::serialize(before), json::serialize(after));
  for (const char* command : {"audit data", "gap data"})
    EXPECT_EQ(as_it_is.answer(command), clinics.answer(command)) << command;
  json::value page = as_it_is.payload(), own = clinics.payload();
  for (json::value* told : {&page, &own}) {  // the first of the rows behind a value are the first by kind
    for (json::value& m : told->at("measures").as_array()) m.as_object().erase("rows");
  }
  for (const char* part : {"counts", "measures", "order", "size"})
    EXPECT_EQ(json::serialize(page.at(part)), json::serialize(own.at(part))) << part;
}

TEST_P(CaseWithOwnKinds, OfEveryKindIsMeasuredAlike) {
  const renamed_case as_it_is{GetParam(), {}}, own{GetParam(),
                                                   {{"organization", "clinic"},
                                                    {"person", "nurse"},
                                                    {"event", "ward_meeting"},
                                                    {"program", "campaign"},
                                                    {"cohort", "patients"},
                                                    {"skill", "know_how"}}};
  const json::value before = as_it_is.answer("show data"), after = own.answer("show data");
  for (const char* part : {"measures", "sectors", "sizes", "organizations"})
    expect_alike(before.at(part), after.at(part), part);
  EXPECT_EQ(as_it_is.answer("gap data"), own.answer("gap data"));
  EXPECT_EQ(json::serialize(as_it_is.payload().at("counts")), json::serialize(own.payload().at("counts")));
  json::value grown = as_it_is.answer("grow data --steps 6 --seed 3"),
              grown_own = own.answer("grow data --steps 6 --seed 3");
  EXPECT_EQ(grown.at("rows"), grown_own.at("rows"));
}

TEST_P(CaseWithOwnKinds, BesideOrganizationsIsMeasuredAlike) {
  const renamed_case as_it_is{GetParam(), {}}, mixed{GetParam(), {{"organization", "clinic"}}, 2};
  const json::value before = as_it_is.answer("show data"), after = mixed.answer("show data");
  expect_alike(before.at("measures"), after.at("measures"), "measures");
  expect_alike(before.at("sectors"), after.at("sectors"), "sectors");
}

INSTANTIATE_TEST_SUITE_P(Examples, CaseWithOwnKinds, testing::Values("nptech", "sto", "probono", "reskilling"));

/// Own relations count by their traits.
TEST(OwnRelationsWithTraits, CountWhereBuiltInOnesDo) {
  const std::string vertices = "id,kind\na,organization\nb,organization\nc,organization\np,program\ne,event\n";
  const fixture::workplace built_in{
      {"data/vertices.csv", vertices},
      {"data/ties.csv",
       "relation,source,target\nruns,a,p\nparticipates_in,b,p\nparticipates_in,c,p\ndelivers,a,e\n"
       "delivers,b,e\nattends,c,e\n"}};
  const fixture::workplace own{
      {"data/vertices.csv", vertices},
      {"data/schema.csv",
       "relation,source_kinds,target_kinds,directed,nature,traits\n"
       "joins,organization,program,yes,state,membership\nhosts,organization,event,yes,deed,delivery\n"
       "comes_to,organization,event,yes,deed,contact\n"},
      {"data/ties.csv",
       "relation,source,target\nruns,a,p\njoins,b,p\njoins,c,p\nhosts,a,e\nhosts,b,e\ncomes_to,c,e\n"}};
  json::object before = built_in.run("show data --format json").json().at("measures").as_object(),
               after = own.run("show data --format json").json().at("measures").as_object();
  EXPECT_EQ(before.at("members").at("value"), 3);
  for (json::object* told : {&before, &after}) {
    json::object kept;
    for (const auto& [name, value] : *told) {
      if (!name.starts_with("density.")) kept[name] = value;  // of relations, by their names
    }
    *told = std::move(kept);
  }
  EXPECT_EQ(json::serialize(before), json::serialize(after));
}

}  // namespace
}  // namespace capnet
