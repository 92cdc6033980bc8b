/// How the commands read tables: what they warn of, and the options for tables as the world has them.
#include <gtest/gtest.h>

#include <boost/json/object.hpp>

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

}  // namespace
}  // namespace capnet
