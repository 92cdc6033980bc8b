#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

const std::string nptech = "'" CAPNET_SOURCE_DIR "/examples/data/nptech'";

TEST(Pack, GivesAFileThatEveryCommandTakesInPlaceOfTheFolder) {
  const fixture::workplace place;
  const fixture::outcome packed = place.run("pack " + nptech + " net.capnet");
  ASSERT_EQ(packed.status, 0) << packed.err;
  EXPECT_NE(packed.out.find("net.capnet: "), std::string::npos) << packed.out;
  ASSERT_EQ(place.run("pack net.capnet again.capnet --by-region").status, 0);
  for (const std::string& command :
       {std::string{"show --format json "}, std::string{"audit --format json "}, std::string{"query --format json "},
        std::string{"spread --samples 200 --format json "}}) {
    const std::string rest = command.starts_with("query")
                                 ? " 'orgs[sector=company] -delivers-> events <-attends- orgs' --top 10"
                             : command.starts_with("spread") ? " --from jnpoc --relation shares_knowledge_with"
                                                             : "";
    const fixture::outcome of_folder = place.run(command + nptech + rest);
    const fixture::outcome of_file = place.run(command + "net.capnet" + rest);
    EXPECT_EQ(of_file.status, of_folder.status) << command << of_file.err;
    EXPECT_EQ(of_file.answer(), of_folder.answer()) << command;
    EXPECT_EQ(of_file.json().at("manifest").at("data_hash"), of_folder.json().at("manifest").at("data_hash"));
  }
  EXPECT_EQ(place.run("show again.capnet --format json").json().at("orders"),
            place.run("show net.capnet --format json").json().at("orders"));
}

TEST(Pack, ChecksAFileAndNamesWhatIsDamaged) {
  const fixture::workplace place;
  ASSERT_EQ(place.run("pack " + nptech + " net.capnet").status, 0);
  const fixture::outcome good = place.run("pack --check net.capnet");
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_NE(good.out.find("all as they were written"), std::string::npos);
  {
    std::fstream file{place.path() / "net.capnet", std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(200);
    file.put('\x7F');
  }
  const fixture::outcome bad = place.run("pack --check net.capnet");
  EXPECT_EQ(bad.status, 2);
  EXPECT_NE(bad.err.find("net.capnet: block 1 of"), std::string::npos) << bad.err;
  EXPECT_NE(bad.err.find("is damaged"), std::string::npos) << bad.err;
}

TEST(Pack, LeavesNothingWhereItCantWrite) {
  const fixture::workplace place;
  EXPECT_EQ(place.run("pack " + nptech).status, 2);
  EXPECT_EQ(place.run("pack none net.capnet").status, 2);
  EXPECT_EQ(place.run("pack " + nptech + " none/net.capnet").status, 2);
  EXPECT_FALSE(std::filesystem::exists(place.path() / "net.capnet"));
}

}  // namespace
}  // namespace capnet
