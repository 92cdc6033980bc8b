/// How the commands read tables: what they warn of, and the options for tables as the world has them.
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <string>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

using fixture::outcome;
using fixture::workplace;

/// Every command that reads a folder, with what it needs beside it.
const std::vector<std::string> commands{
    "show .",
    "audit .",
    "gap .",
    "spread . --from a --relation shares_knowledge_with",
    "grow . --seed 1 --steps 1",
    "query . 'organizations -shares_knowledge_with-> organizations'",
    "report . -o r.html",
    "pack . n.capnet",
};

TEST(Tables, WithSlipsAreWarnedOfOrWithStrictRefused) {
  const workplace place{
      {"vertices.csv", "id,kind,sector\na,organization,compny\nb,organization,company\np,program,\n"},
      {"ties.csv",
       "relation,source,target,weight\nshares_knowledge_with,a,b,.5\nparticipates_in,a,p,\nparticipates_in,b,p,\n"}};
  const std::string told = "'compny' is no sector that capnet knows; did you mean 'company'?\n";
  for (const std::string& command : commands) {
    const outcome warned = place.run(command);
    EXPECT_EQ(warned.status, 0) << command << warned.err;
    EXPECT_EQ(warned.err, "./vertices.csv:2:16: warning: " + told) << command;
    EXPECT_EQ(warned.out.find("compny'"), std::string::npos) << command;
    const outcome refused = place.run(command + " --strict");
    EXPECT_EQ(refused.status, 2) << command;
    EXPECT_EQ(refused.err, "./vertices.csv:2:16: " + told) << command;
    EXPECT_EQ(refused.out, "") << command;
  }
  const boost::json::value errors = place.run("show . --strict --format json").json();
  EXPECT_EQ(errors.at("errors").as_array().size(), 1u);
  const outcome packed = place.run("show n.capnet --strict");
  EXPECT_EQ(packed.status, 2) << "nothing was compared";
  EXPECT_NE(packed.err.find("expected a folder"), std::string::npos) << packed.err;
}

TEST(Tables, AreReadByEveryCommandAsToldByTheOptions) {
  const workplace place{{"vertices.csv",
                         "id,kind,name,begin,end\na,organization,\x93\xFA\x96\x7B,1/4/2020,\n"
                         "b,organization,,,\np,program,,,31/12/2023\n"},
                        {"ties.csv",
                         "relation,source,target,weight\nshares_knowledge_with,a,b,.5\nparticipates_in,a,p,\n"
                         "participates_in,b,p,\n"}};
  for (const std::string& command : commands) {
    const outcome read = place.run(command + " --encoding shift_jis --day-first --inclusive-ends");
    EXPECT_EQ(read.status, 0) << command << read.err;
    EXPECT_EQ(read.err, "") << command;
    const outcome other = place.run(command + " --encoding shitf_jis");
    EXPECT_EQ(other.status, 2) << command;
    EXPECT_EQ(other.err,
              "encoding 'shitf_jis' is not known here; expected one such as utf-8, utf-16, shift_jis, cp932, euc-jp, "
              "latin1 or windows-1252; did you mean 'shift_jis'?\n")
        << command;
  }
  const auto programs = [&](const std::string& options) {
    return place.run("show . --encoding cp932 --day-first --as-of 2023-12-31 --format json" + options)
        .json()
        .at("orders")
        .at("program")
        .as_int64();
  };
  EXPECT_EQ(programs(" --inclusive-ends"), 1);
  EXPECT_EQ(programs(""), 0);
  const boost::json::value grown =
      place.run("grow . --seed 1 --steps 1 --encoding cp932 --day-first --inclusive-ends --format json").json();
  const std::string arguments = boost::json::serialize(grown.at("manifest").at("arguments"));
  EXPECT_NE(arguments.find("\"--encoding\",\"cp932\",\"--day-first\",\"--inclusive-ends\""), std::string::npos)
      << arguments;
  const outcome packed = place.run("show n.capnet --day-first --encoding latin1");
  EXPECT_EQ(packed.status, 2);
  EXPECT_NE(packed.err.find("--encoding and --day-first tell how the tables of a folder are read"), std::string::npos)
      << packed.err;
}

TEST(Tables, OfNodesAndEdgesAreReadInOtherEncodings) {
  const workplace place{{"n.csv", "id\n\x93\xFA\n\x96\x7B\n"}, {"e.csv", "source,target\n\x93\xFA,\x96\x7B\n"}};
  const std::string measure = "measure --nodes n.csv --edges e.csv --format json";
  const boost::json::value read = place.run(measure + " --encoding shift_jis").json();
  EXPECT_EQ(read.at("vertices").as_array().at(0).at("id").as_string(), "日");
  EXPECT_EQ(place.run(measure).status, 2);
  EXPECT_EQ(place.run(measure + " --encoding x").json().at("errors").as_array().size(), 1u);
}

}  // namespace
}  // namespace capnet
