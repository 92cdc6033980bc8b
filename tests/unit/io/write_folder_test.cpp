#include <capnet/io/data_folder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/data_hash.hpp>

#include "described.hpp"
#include "everything.hpp"
#include "scratch_folder.hpp"
#include "unit/query/random_network.hpp"

namespace capnet {
namespace {

/// All that a folder can tell of a network: without retracted ties and the places of rows, lists in order.
std::string said(const snapshot& net) {
  event_log log = net.to_log();
  log.files.clear();
  for (auto& rows : log.vertices) {
    for (vertex_record& v : rows) {
      v.properties.where = {};
      std::ranges::sort(v.properties.aliases);
      std::ranges::sort(v.properties.attributes);
    }
  }
  for (auto& rows : log.ties) {
    std::erase_if(rows, [](const tie_record& uv) { return uv.retracted; });
    for (tie_record& uv : rows) uv.properties.where = {}, std::ranges::sort(uv.properties.attributes);
  }
  for (figure& f : log.figures) std::ranges::sort(f.attributes);
  std::string text = described(log, false);
  text.erase(0, text.find("kind "));  // the numbers of own sectors are those of first mention
  std::set<std::string> types;        // of what is said
  const auto see = [&](auto owner, const std::string& of, const std::vector<attribute>& attributes) {
    for (const auto& [name, value] : attributes) {
      const attribute_info* const known = log.schema.attribute(owner, name);
      const attribute_info info = known != nullptr ? *known : attribute_info{name};  // a text
      types.insert(of + '.' + name + ' ' + std::string{to_string(info.type)} + ' ' + info.unit + ' ' +
                   std::string{to_string(info.meaning)} + ' ' + info.description + '\n');
    }
  };
  for (std::size_t k = 0; k < log.vertices.size(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    for (const vertex_record& v : log.vertices[k]) see(kind, log.schema.name(kind), v.properties.attributes);
  }
  for (std::size_t r = 0; r < log.ties.size(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    for (const tie_record& uv : log.ties[r])
      see(relation, log.schema.relation(relation).name, uv.properties.attributes);
  }
  for (const std::string& type : types) text += type;
  return text;
}

void expect_round_trip(const snapshot& net, const std::string& what) {
  const scratch_folder place;
  const auto folder = place.path() / "folder", again = place.path() / "again";
  ASSERT_NO_THROW(write_folder(net, folder)) << what;
  const snapshot read = read_folder(folder);
  EXPECT_EQ(hash_text(data_hash(read)), hash_text(data_hash(net))) << what;
  EXPECT_EQ(said(read), said(net)) << what;
  write_folder(read, again);
  for (const auto& file : std::filesystem::directory_iterator{folder})
    EXPECT_EQ(content(again / file.path().filename()), content(file)) << what << ": " << file.path();
}

TEST(WriteFolder, GivesBackTheCases) {
  for (const char* name : {"nptech", "sto", "probono", "reskilling", "probono_generated"})
    expect_round_trip(read_folder(CAPNET_SOURCE_DIR "/examples/data/" + std::string{name}), name);
}

TEST(WriteFolder, GivesBackANetworkInWhichEverythingIsSaid) {
  for (const bool by_locality : {false, true}) {
    expect_round_trip(network_of_everything(by_locality), "everything");
  }
}

TEST(WriteFolder, GivesBackRandomNetworks) {
  for (std::uint32_t replica = 0; replica < 60; ++replica)
    expect_round_trip(fixture::random_network{replica}.net, std::to_string(replica));
}

TEST(WriteFolder, GivesBackAnEmptyNetwork) {
  expect_round_trip(snapshot{}, "empty");
  const scratch_folder place;
  write_folder(snapshot{}, place.path());  // which is an empty folder
  EXPECT_EQ(content(place.path() / "vertices.csv"), "id,kind\n");
  EXPECT_EQ(content(place.path() / "ties.csv"), "relation,source,target\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{place.path()}, {}), 2);
}

/// Texts that break tables which are written carelessly.
std::string hostile(random_stream& rng) {
  static const std::vector<std::string> pieces{
      ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", " ",          "|",  "\xEF\xBB\xBF", "0",        "0012", "-0",
      "#", "%", "=1", "'",  "\\",   "é",  "表",   "２", "2024-01-01", "..", "null",         "\x01\x7F", "/",    "a"};
  std::string text;
  for (std::uint32_t k = rng.below(4); k > 0; --k) text += pieces[rng.below(static_cast<std::uint32_t>(pieces.size()))];
  return text;
}
partial_date some_days(random_stream& rng) {
  const date first = make_date(1900, 1, 1) + std::chrono::days{rng.below(60'000)};
  switch (rng.below(5)) {
    case 0:
      return first;
    case 1:
      return partial_date::year(1990 + static_cast<int>(rng.below(40)));
    case 2:
      return partial_date::fiscal_year(1990 + static_cast<int>(rng.below(40)));
    case 3: {
      const std::chrono::year_month month = std::chrono::year{2000} / std::chrono::month{1 + rng.below(12)};
      return {date{month / 1}, date{month / std::chrono::last}};
    }
    default:
      return {first, first + std::chrono::days{rng.below(500)}};
  }
}
std::vector<attribute> hostile_attributes(random_stream& rng) {
  std::vector<attribute> found;
  for (std::uint32_t k = rng.below(3); k > 0; --k) {
    std::string text = hostile(rng);
    if (!text.empty()) found.emplace_back("x" + std::to_string(k) + hostile(rng), text + "x");
  }
  return found;
}

TEST(WriteFolder, GivesBackHostileTextsAndAnyDates) {
  for (std::uint32_t replica = 0; replica < 60; ++replica) {
    random_stream rng{{.seed = 9, .replica = replica}};
    const auto spell_of = [&] {
      spell when;
      if (rng.bernoulli(.5)) when.begin = some_days(rng);
      if (rng.bernoulli(.5)) when.end = some_days(rng);
      return when.consistent() ? when : spell{.begin = when.begin};
    };
    builder net;
    if (rng.bernoulli(.5)) {
      net.declare_attribute(net.declare<shares_knowledge_with>(),
                            {.name = "cost", .type = value_type::number, .unit = "EUR", .meaning = meaning::amount});
    }
    std::vector<vertex_ref> people;
    for (std::uint32_t k = 0; k < 6; ++k) {
      const std::string key = hostile(rng) + std::to_string(k);
      vertex_properties p{.name = hostile(rng),
                          .name_en = hostile(rng),
                          .sector = net.declare_sector(hostile(rng)),
                          .region = hostile(rng),
                          .existence = spell_of(),
                          .cite = hostile(rng),
                          .attributes = hostile_attributes(rng)};
      if (rng.bernoulli(.3)) p.size = rng.below(1000);
      if (rng.bernoulli(.3)) p.aliases = {"x" + std::to_string(k) + ",\"\n" + "x"};
      const kind_index kind = rng.bernoulli(.3) ? net.declare<skill>() : net.declare<person>();
      if (kind == net.declare<skill>() && rng.bernoulli(.7)) p = {.name = p.name, .attributes = p.attributes};
      const bool whole = rng.bernoulli(.5);
      const double share = whole ? 3 : rng.uniform();  // a number that reads as an integer
      if (rng.bernoulli(.5)) p.attributes.emplace_back("share", share);
      if (kind != net.declare<skill>()) {
        if (rng.bernoulli(.5)) p.attributes.emplace_back("code", whole ? "12" : "007");
        if (rng.bernoulli(.5)) p.attributes.emplace_back("yes", whole);
        if (rng.bernoulli(.5)) p.attributes.emplace_back("since", some_days(rng));
        if (rng.bernoulli(.5)) p.attributes.emplace_back("staff", rng.below(100));
      } else if (whole) {
        p.attributes.emplace_back("staff", "12");  // a text, of skills
      }
      const vertex_ref v = net.add_vertex(kind, key, p);
      if (kind != net.declare<skill>()) people.push_back(v);
    }
    for (std::uint32_t k = people.empty() ? 0 : rng.below(9); k > 0; --k) {
      const auto one = [&] { return people[rng.below(static_cast<std::uint32_t>(people.size()))]; };
      tie_properties p{
          .active = spell_of(), .role = hostile(rng), .cite = hostile(rng), .attributes = hostile_attributes(rng)};
      if (rng.bernoulli(.5)) p.weight = (rng.uniform() - .5) * std::pow(10., static_cast<double>(rng.below(40)) - 20);
      if (rng.bernoulli(.5)) p.recorded = some_days(rng);
      if (rng.bernoulli(.5)) p.attributes.emplace_back("cost", rng.below(9) * .5);
      net.add_tie(net.declare<shares_knowledge_with>(), one(), one(), p);
    }
    for (std::uint32_t k = rng.below(4); k > 0; --k) {
      figure f{.id = std::to_string(k) + hostile(rng),
               .survey = hostile(rng),
               .label = hostile(rng),
               .unit = hostile(rng),
               .series = hostile(rng),
               .cite = hostile(rng),
               .attributes = hostile_attributes(rng)};
      f.value = decimal{static_cast<std::int64_t>(rng.below(2'000'000)) - 1'000'000, static_cast<int>(rng.below(9))};
      if (rng.bernoulli(.5)) f.day = some_days(rng);
      net.add_figure(f);
    }
    for (const vertex_ref v : people) {
      if (rng.bernoulli(.7)) continue;
      net.change_attribute({v, "region", make_date(2024, 1, 1 + rng.below(28)), hostile(rng), hostile(rng)});
      net.change_attribute({v, "sector", make_date(2024, 1, 1 + rng.below(28)), "company", ""});
    }
    expect_round_trip(net.freeze(), "replica " + std::to_string(replica));
  }
}

TEST(WriteFolder, LeavesOutWhatSaysNothing) {
  builder net;
  const auto a = net.add<organization>("a,1", {.attributes = {{"staff", "12"}}}), b = net.add<organization>(" b ");
  net.tie<collaborates_with>(a, b, {.weight = .1, .cite = "a \"paper\""});
  net.retract(net.tie<collaborates_with>(b, a, {.role = "in error"}));
  net.add<skill>("it", {.attributes = {{"scale", "0-4"}}});
  const scratch_folder place;
  write_folder(net.freeze(), place.path());
  EXPECT_EQ(content(place.path() / "vertices.csv"), "id,kind,staff\n\"a,1\",organization,12\n\" b \",organization,\n");
  EXPECT_EQ(content(place.path() / "ties.csv"),
            "relation,source,target,weight,cite\n"
            "collaborates_with,\"a,1\",\" b \",0.1,\"a \"\"paper\"\"\"\n");
  EXPECT_EQ(content(place.path() / "skills.csv"), "id,scale\nit,0-4\n");
  EXPECT_FALSE(std::filesystem::exists(place.path() / "figures.csv"));
}

/// What is refused and why; nothing is there afterwards.
std::string refusal(const builder& net) {
  const scratch_folder place;
  std::string told = "nothing";
  try {
    write_folder(net.freeze(), place.path() / "folder");
  } catch (const input_error& fault) {
    told = fault.what();
  }
  EXPECT_TRUE(std::filesystem::is_empty(place.path())) << told;
  return told;
}

TEST(WriteFolder, RefusesWhatAFolderCantSay) {
  const auto told = [](const vertex_properties& p) {
    builder net;
    net.add_source({.id = "s"});
    net.add<organization>("a", p);
    return refusal(net);
  };
  EXPECT_EQ(
      told({.aliases = {"b|c"}}),
      "vertices.csv: 'b|c' of 'a' can't stand in a list; expected a text without '|' and without blanks around it");
  EXPECT_EQ(told({.attributes = {{"name", "x"}}}),
            "vertices.csv: an attribute of 'a' is named 'name'; expected a name that is no column of this table");
  EXPECT_NE(told({.cite = "a paper"}).find("vertices.csv:2:16: 'a paper' is no source"), std::string::npos);
  EXPECT_NE(told({.name = std::string("a\0b", 3)}).find("there is a zero byte"), std::string::npos);
  EXPECT_NE(told({.name = "\xFF"}).find("are not UTF-8"), std::string::npos);
  EXPECT_NE(told({.existence = {.begin = {unbounded_past, make_date(2024, 1, 1)}}}).find("is no date"),
            std::string::npos);
  EXPECT_NE(told({.attributes = {{"x", "1"}, {"x", "2"}}}).find("would not read to the same network"),
            std::string::npos);
}

TEST(WriteFolder, RefusesAPlaceThatIsTaken) {
  const scratch_folder place{{"full/a.txt", "a"}, {"file", "b"}};
  const auto refused = [&](const char* name) {
    try {
      write_folder(snapshot{}, place.path() / name);
    } catch (const output_error& fault) {
      return std::string{fault.what()};
    }
    return std::string{"nothing"};
  };
  EXPECT_NE(refused("full").find("it is there already, and not empty"), std::string::npos) << refused("full");
  EXPECT_NE(refused("file").find("it is there already, and no folder"), std::string::npos);
  EXPECT_NE(refused("none/folder").find("no folder can be made beside it"), std::string::npos);
  EXPECT_EQ(refused("new/"), "nothing");
  EXPECT_TRUE(std::filesystem::exists(place.path() / "new" / "ties.csv"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{place.path()}, {}), 3) << "no temporary folder is left";
}

TEST(WriteEdgeTables, WritesAVertexOrTieOfAnyKindInARow) {
  builder net;
  const auto a = net.add<organization>("a", {.name = "A", .sector = sector::company, .size = 3});
  const auto p = net.add<person>("p");
  const auto k = net.add<skill>("k", {.name = "K"});
  net.tie<employs>(a, p, {.active = {.begin = partial_date::year(2024)}});
  net.tie<has_skill>(p, k, {.weight = 2.5});
  const scratch_folder place;
  write_edge_tables(net.freeze(), place.path());
  EXPECT_EQ(content(place.path() / "nodes.csv"),
            "id,kind,sector,name,size\na,organization,company,A,3\np,person,,,\nk,skill,,K,\n");
  EXPECT_EQ(content(place.path() / "edges.csv"),
            "relation,source,target,begin,weight\nemploys,a,p,2024,\nhas_skill,p,k,,2.5\n");
}

}  // namespace
}  // namespace capnet
