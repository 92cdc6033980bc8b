#include <gtest/gtest.h>
#include <boost/json/object.hpp>

#include <algorithm>
#include <set>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::object;
using boost::json::value;

const std::string karate =
    "measure --nodes '" CAPNET_SOURCE_DIR "/tests/golden/karate_nodes.csv' --edges '" CAPNET_SOURCE_DIR
    "/tests/golden/karate_edges.csv' ";

std::set<std::string> keys(const object& of) {
  std::set<std::string> names;
  for (const auto& field : of) names.emplace(field.key());
  return names;
}

TEST(Measure, GivesTheValuesOfTheKarateClub) {
  const value all = fixture::workplace().run(karate + "--all --format json").json();
  const object& graph = all.at("graph").as_object();
  EXPECT_EQ(graph.at("order").as_int64(), 34);
  EXPECT_EQ(graph.at("size").as_int64(), 78);
  EXPECT_EQ(graph.at("triangles").as_int64(), 45);
  EXPECT_EQ(graph.at("components").as_int64(), 1);
  EXPECT_EQ(graph.at("bridges").as_int64(), 1);
  EXPECT_EQ(graph.at("max_core").as_int64(), 4);
  EXPECT_EQ(graph.at("articulation_points"), value(boost::json::array{"0"}));
  EXPECT_NEAR(graph.at("density").as_double(), .139037, 5e-7);
  EXPECT_NEAR(graph.at("degree_centralization").as_double(), .399621, 5e-7);
  EXPECT_NEAR(graph.at("transitivity").as_double(), .255682, 5e-7);
  EXPECT_NEAR(graph.at("degree_assortativity").as_double(), -.475613, 5e-7);
  EXPECT_TRUE(graph.at("reciprocity").is_null());

  ASSERT_EQ(all.at("vertices").as_array().size(), 34u);
  const object& hi = all.at("vertices").as_array()[0].as_object();
  EXPECT_EQ(hi.at("id").as_string(), "0");
  EXPECT_EQ(hi.at("degree").as_int64(), 16);
  EXPECT_EQ(hi.at("core").as_int64(), 4);
  EXPECT_EQ(hi.at("local_clustering").as_double(), .15);  // 18 of 120 pairs
  EXPECT_NEAR(hi.at("pagerank").as_double(), .096997, 5e-7);
  EXPECT_NEAR(hi.at("constraint").as_double(), .155423, 5e-7);
  EXPECT_NEAR(hi.at("effective_size").as_double(), 13.75, 1e-12);
  EXPECT_NEAR(hi.at("betweenness").as_double(), 231.071429, 5e-7);
  EXPECT_NEAR(hi.at("betweenness_normalized").as_double(), 231.071429 / (33 * 32 / 2.), 5e-9);
  EXPECT_NEAR(hi.at("closeness").as_double(), .568966, 5e-7);
  EXPECT_NEAR(hi.at("harmonic").as_double(), 23.166667, 5e-7);
}

TEST(Measure, TakesWhatIsQuickUnlessAskedForAll) {
  const value plain = fixture::workplace().run(karate + "--format json").json();
  EXPECT_EQ(
      keys(plain.at("vertices").as_array()[0].as_object()),
      (std::set<std::string>{"id", "degree", "core", "pagerank", "local_clustering", "constraint", "effective_size"}));
  EXPECT_FALSE(plain.at("graph").as_object().contains("ei_index"));
}

TEST(Measure, TakesOnlyWhatIsNamed) {
  const value some = fixture::workplace().run(karate + "--only density,harmonic --format json").json();
  EXPECT_EQ(keys(some.at("graph").as_object()), (std::set<std::string>{"order", "size", "density"}));
  EXPECT_EQ(keys(some.at("vertices").as_array()[0].as_object()), (std::set<std::string>{"id", "harmonic"}));
}

//   a1---a2---b1---b2   c(group unknown)---b2, a loop at c, and a2-a1 once more
TEST(Measure, ComparesGroupsAndCountsWhatItDrops) {
  const fixture::workplace here;
  here.write("nodes.csv", "id,side\na1,a\na2,a\nb1,b\nb2,b\nc,\n");
  here.write("edges.csv", "source,target\na1,a2\na2,b1\nb1,b2\nb2,c\nc,c\na2,a1\n");
  const value all = here.run("measure --nodes nodes.csv --edges edges.csv --group side --format json").json();
  EXPECT_EQ(all.at("dropped"), value({{"loops", 1}, {"repeats", 1}}));
  const object& graph = all.at("graph").as_object();
  EXPECT_NEAR(graph.at("ei_index").as_double(), -1.0 / 3, 1e-15);
  EXPECT_NEAR(graph.at("assortativity").as_double(), 1.0 / 3, 1e-15);  // (2/3 - 1/2) / (1 - 1/2)
  EXPECT_NEAR(graph.at("modularity").as_double(), 1.0 / 6, 1e-15);     // 2/3 - 1/4 - 1/4
  EXPECT_EQ(graph.at("blau").as_double(), .5);
  EXPECT_EQ(graph.at("group_coverage").as_double(), .8);
}

TEST(Measure, HasNullWhereNothingIsDefined) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\nalone\n");
  here.write("edges.csv", "source,target\n");
  const value all = here.run("measure --nodes nodes.csv --edges edges.csv --all --format json").json();
  for (const char* name : {"density", "degree_centralization", "transitivity", "degree_assortativity", "reciprocity"}) {
    EXPECT_TRUE(all.at("graph").at(name).is_null()) << name;
  }
  const object& alone = all.at("vertices").as_array()[0].as_object();
  for (const char* name : {"local_clustering", "constraint", "effective_size", "betweenness_normalized"})
    EXPECT_TRUE(alone.at(name).is_null()) << name;
  for (const char* name : {"degree", "core", "betweenness", "harmonic"}) EXPECT_EQ(alone.at(name), value(0)) << name;
}

//   a---b---c, a---c, c---d    d has one neighbor, and so no pair of them: not 0. c has three pairs, of which a-b is
//   tied.
TEST(Measure, KnowsNoClusteringOfFewerThanTwoNeighbors) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\na\nb\nc\nd\n");
  here.write("edges.csv", "source,target\na,b\nb,c\na,c\nc,d\n");
  const std::string line = "measure --nodes nodes.csv --edges edges.csv --only local_clustering ";
  const value all = here.run(line + "--format json").json();
  EXPECT_EQ(all.at("vertices").as_array()[0].at("local_clustering"), value(1));
  EXPECT_NEAR(all.at("vertices").as_array()[2].at("local_clustering").as_double(), 1.0 / 3, 1e-15);
  EXPECT_TRUE(all.at("vertices").as_array()[3].at("local_clustering").is_null());
  const std::string text = here.run(line).out;
  EXPECT_NE(text.find("\n  d                  -\n"), std::string::npos) << text;
}

//   a--->b<-->c    2 of 3 arcs answered
TEST(Measure, FollowsArcsIfDirected) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\na\nb\nc\n");
  here.write("edges.csv", "source,target\na,b\nb,c\nc,b\n");
  const value all = here.run("measure --nodes nodes.csv --edges edges.csv --directed --all --format json").json();
  EXPECT_NEAR(all.at("graph").at("reciprocity").as_double(), 2.0 / 3, 1e-15);
  EXPECT_EQ(all.at("graph").at("density").as_double(), .5);
  EXPECT_EQ(all.at("graph").at("components"), value(1));
  const auto& vertices = all.at("vertices").as_array();
  EXPECT_EQ(vertices[1].at("degree"), value(3));
  EXPECT_EQ(vertices[1].at("betweenness"), value(1));  // a to c
  EXPECT_EQ(vertices[0].at("harmonic").as_double(), 1.5);
  EXPECT_EQ(vertices[2].at("harmonic"), value(1));
}

//   a--->b--->c--->d    b, c and d go round; nothing leads back to a
//        ^---------/
TEST(Measure, CountsWhatGoesRoundAsAStrongComponent) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\na\nb\nc\nd\n");
  here.write("edges.csv", "source,target\na,b\nb,c\nc,d\nd,b\n");
  const std::string line = "measure --nodes nodes.csv --edges edges.csv --only components,strong_components,closeness ";
  const value all = here.run(line + "--directed --format json").json();
  EXPECT_EQ(all.at("graph").at("components"), value(1));
  EXPECT_EQ(all.at("graph").at("strong_components"), value(2));
  EXPECT_EQ(all.at("graph").at("largest_strong_component"), value(3));
  EXPECT_EQ(all.at("vertices").as_array()[0].at("closeness").as_double(), .5);                // 3 / (1 + 2 + 3)
  EXPECT_NEAR(all.at("vertices").as_array()[1].at("closeness").as_double(), 4.0 / 9, 1e-15);  // 2 / (1 + 2) of 2 / 3
  EXPECT_EQ(here.run(line + "--format json").json().at("graph").at("strong_components"), value(1));
}

//   a1---a2    b1---b2      two triangles, one bridge: whoever stands at it has more neighbors on its own side
//     \  /       \  /
//      a3--------b3         c alone
TEST(Measure, NamesACommunityByItsFirstNode) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\na1\na2\na3\nb1\nb2\nb3\nc\n");
  here.write("edges.csv", "source,target\na1,a2\na2,a3\na3,a1\nb1,b2\nb2,b3\nb3,b1\na3,b3\n");
  const std::string line = "measure --nodes nodes.csv --edges edges.csv --only communities,community ";
  const value all = here.run(line + "--format json").json();
  EXPECT_EQ(all.at("graph").at("communities"), value(3));
  std::string named;
  for (const value& vertex : all.at("vertices").as_array())
    named += vertex.at("community").as_string().c_str() + std::string{' '};
  EXPECT_EQ(named, "a1 a1 a1 b1 b1 b1 c ");
  const std::string text = here.run(line).out;
  EXPECT_NE(text.find("\n  b3  b1\n"), std::string::npos) << text;
}

TEST(Measure, UsesWeightsIfAsked) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\na\nb\nc\n");
  here.write("edges.csv", "source,target,hours\na,b,3\na,c,1\n");
  const value plain = here.run("measure --nodes nodes.csv --edges edges.csv --only constraint --format json").json();
  const value weighted =
      here.run("measure --nodes nodes.csv --edges edges.csv --weight hours --only constraint --format json").json();
  EXPECT_EQ(plain.at("vertices").as_array()[0].at("constraint").as_double(), .5);
  EXPECT_EQ(weighted.at("vertices").as_array()[0].at("constraint").as_double(), 10.0 / 16);  // (3/4)^2 + (1/4)^2
}

//   a--b: 1 and, the other way round, 9; b--c: 2      the walk from b goes to a with 10 of 12, whatever the order of
//   rows
TEST(Measure, MergesTheWeightsOfParallelEdgesAsAsked) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\na\nb\nc\n");
  here.write("edges.csv", "source,target,hours\na,b,1\nb,c,2\nb,a,9\n");
  here.write("turned.csv", "source,target,hours\nb,a,9\nb,c,2\na,b,1\n");
  const auto pagerank = [&](const std::string& edges, const std::string& how) {
    return here
        .run("measure --nodes nodes.csv --edges " + edges + " --weight hours --only pagerank --format json" + how)
        .json();
  };
  const auto merged = [&](const std::string& how, const std::string& hours) {
    here.write("merged.csv", "source,target,hours\na,b," + hours + "\nb,c,2\n");
    const value all = pagerank("edges.csv", how);
    EXPECT_EQ(all.at("dropped").at("repeats"), value(1));
    EXPECT_EQ(all.at("vertices"), pagerank("merged.csv", "").at("vertices")) << how;
    const value turned = pagerank(how.ends_with("first") ? "edges.csv" : "turned.csv", how);
    EXPECT_EQ(all.at("vertices"), turned.at("vertices")) << how;
  };
  merged("", "10");
  merged(" --parallel sum", "10");
  merged(" --parallel min", "1");
  merged(" --parallel max", "9");
  merged(" --parallel mean", "5");
  merged(" --parallel first", "1");
}

TEST(Measure, LeavesOutWhatIsDefinedForSimpleGraphsWhereParallelEdgesStay) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\na\nb\nc\n");
  here.write("edges.csv", "source,target,hours\na,b,1\nb,c,2\nb,a,9\n");
  const std::string line = "measure --nodes nodes.csv --edges edges.csv --weight hours --parallel all ";
  const value all = here.run(line + "--all --format json").json();
  EXPECT_EQ(all.at("graph").at("size"), value(3));
  EXPECT_EQ(all.at("dropped").at("repeats"), value(0));
  EXPECT_EQ(keys(all.at("graph").as_object()),
            (std::set<std::string>{"order", "size", "components", "largest_component", "strong_components",
                                   "largest_strong_component", "articulation_points", "bridges", "communities"}));
  EXPECT_EQ(
      keys(all.at("vertices").as_array()[0].as_object()),
      (std::set<std::string>{"id", "pagerank", "constraint", "effective_size", "closeness", "harmonic", "community"}));
  EXPECT_EQ(all.at("graph").at("bridges"), value(1));  // b--c alone
  EXPECT_EQ(all.at("left_out").as_array().size(), 13u);
  const std::string text = here.run(line).out;
  EXPECT_NE(text.find("Not measured, as parallel edges stay: density, "), std::string::npos) << text;
  const auto refused = here.run(line + "--only density");
  EXPECT_EQ(refused.status, 2);
  EXPECT_EQ(refused.err,
            "--only: 'density' is defined for graphs without parallel edges; expected --parallel sum, or another way "
            "to make one of them\n");
}

TEST(Measure, MergesNothingWithoutWeights) {
  const auto result = fixture::workplace().run(karate + "--parallel min");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("--weight"), std::string::npos) << result.err;
}

TEST(Measure, ReportsAllFaultsInOneGo) {
  const fixture::workplace here;
  here.write("nodes.csv", "id,name\nanna,x\nbela,\nanna,y\n");
  here.write("edges.csv", "source,target,hours\nanna,bela,1\nclara,bela,nan\nbela,,\nbela,anna,-2\n");
  const auto result = here.run("measure --nodes nodes.csv --edges edges.csv --weight hours --only blau");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "--only: 'blau' is about groups; expected --group COLUMN beside it\n"
            "nodes.csv:4:1: 'anna' is also the id on line 2; expected each id once\n"
            "edges.csv:3:1: 'clara' is no node; expected an id of nodes.csv\n"
            "edges.csv:3:12: 'nan' is no weight; expected a finite number of at least 0\n"
            "edges.csv:4:6: 'target' is empty; expected an id of nodes.csv\n"
            "edges.csv:4:7: the weight is empty; expected a finite number of at least 0\n"
            "edges.csv:5:11: '-2' is no weight; expected a finite number of at least 0\n");
}

// 1,003 unknown nodes at one end and as many at the other: 2,006 problems, of which 1,000 are listed.
TEST(Measure, CountsTheFaultsThatItDoesNotList) {
  const fixture::workplace here;
  here.write("nodes.csv", "id\nanna\n");
  std::string edges = "source,target\n";
  for (int k = 0; k < 1'003; ++k) edges += "x,y\n";
  here.write("edges.csv", edges);
  const auto result = here.run("measure --nodes nodes.csv --edges edges.csv");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1'001);
  EXPECT_TRUE(result.err.ends_with("\nand 1006 further problems\n")) << result.err.substr(result.err.size() - 100);
}

TEST(Measure, SaysWhichColumnsThereAre) {
  const fixture::workplace here;
  here.write("nodes.csv", "id,sector\n");
  here.write("edges.csv", "from,to\n");
  const auto result = here.run("measure --nodes nodes.csv --edges edges.csv --group sektor --format json");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("nodes.csv:1:1: there is no column 'sektor'; expected one of the columns id or sector; did "
                            "you mean 'sector'?"),
            std::string::npos)
      << result.err;
  EXPECT_EQ(result.json().at("errors").as_array().size(), 3u);  // and source and target
}

TEST(Measure, SaysWhichMeasuresThereAre) {
  const auto result = fixture::workplace().run(karate + "--only betwenness");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("'betwenness' is no measure; expected some of density, "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("did you mean 'betweenness'?"), std::string::npos) << result.err;
}

TEST(Measure, PrintsATableForPeople) {
  const auto result = fixture::workplace().run(karate);
  EXPECT_EQ(result.status, 0);
  EXPECT_NE(result.out.find("  triangles                      45\n"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("the first 20 of 34"), std::string::npos) << result.out;
}

}  // namespace
}  // namespace capnet
