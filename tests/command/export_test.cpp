#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

const std::string cases = "'" CAPNET_SOURCE_DIR "/examples/data/";

TEST(Export, WritesAFolderThatAnswersTheSame) {
  for (const char* name : {"nptech", "sto", "probono", "reskilling"}) {
    const fixture::workplace place;
    const std::string folder = cases + name + "'";
    const fixture::outcome done = place.run("export " + folder + " out");
    ASSERT_EQ(done.status, 0) << done.err;
    EXPECT_EQ(done.out.substr(0, 5), "out: ") << done.out;
    ASSERT_EQ(place.run("pack " + folder + " net.capnet").status, 0);
    ASSERT_EQ(place.run("export net.capnet of_packed").status, 0);
    for (const std::string command : {"show", "gap", "measure"}) {
      const fixture::outcome of_data = place.run(command + " " + folder + " --format json");
      EXPECT_EQ(place.run(command + " out --format json").answer(), of_data.answer()) << command << ' ' << name;
      EXPECT_EQ(place.run(command + " of_packed --format json").answer(), of_data.answer()) << command << ' ' << name;
    }
    EXPECT_EQ(place.run("audit out --format json").json().at("findings").as_array().size(),
              place.run("audit " + folder + " --format json").json().at("findings").as_array().size());
  }
}

TEST(Export, WritesNodesAndEdgesThatMeasureReads) {
  const fixture::workplace place;
  const fixture::outcome done = place.run("export " + cases + "nptech' out --format csv --json");
  ASSERT_EQ(done.status, 0) << done.err;
  const boost::json::value told = done.json();
  EXPECT_EQ(told.at("folder"), "out");
  EXPECT_EQ(told.at("manifest").at("arguments").as_array().back(), "csv");
  EXPECT_EQ(told.at("manifest").at("data_hash").as_string().size(), 16u);
  const fixture::outcome measured =
      place.run("measure --nodes out/nodes.csv --edges out/edges.csv --group kind --format json");
  ASSERT_EQ(measured.status, 0) << measured.err;
  const boost::json::value graph = measured.json();
  EXPECT_EQ(graph.at("graph").at("order"), told.at("vertices"));
  EXPECT_EQ(graph.at("graph").at("size").as_int64() + graph.at("dropped").at("loops").as_int64() +
                graph.at("dropped").at("repeats").as_int64(),
            told.at("ties").as_int64());
}

TEST(Export, RefusesAPlaceThatIsTaken) {
  const fixture::workplace place{{"out/a.txt", "a"}};
  const fixture::outcome refused = place.run("export " + cases + "nptech' out");
  EXPECT_EQ(refused.status, 2);
  EXPECT_EQ(refused.out, "");
  EXPECT_NE(refused.err.find("out: can't be written: it is there already, and not empty; expected"), std::string::npos)
      << refused.err;
  EXPECT_EQ(place.run("export none new").status, 2);
  EXPECT_EQ(place.run("export none new --json").json().at("errors").as_array().size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(place.path() / "new"));
}

TEST(Export, NeedsAPlaceInAFolderThatIsThere) {
  const fixture::workplace place{{"vertices.csv", "id,kind\na,person\n"}, {"ties.csv", "relation,source,target\n"}};
  ASSERT_EQ(place.run("export . sub/out").status, 2);
  ASSERT_EQ(place.run("export . out --strict").status, 0);
  EXPECT_EQ(content(place.path() / "out" / "vertices.csv"), "id,kind\na,person\n");
}

}  // namespace
}  // namespace capnet
