// docs/tutorial-own-domain.md: its tables are those of examples/data/own_domain, its commands give what stands there,
// and its C++ is that of examples/12_own_domain.cpp.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "page.hpp"

namespace capnet {
namespace {

constexpr const char* page = "tutorial-own-domain.md";

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

TEST(Tutorial, AnswersItsCommands) { EXPECT_GE(fixture::expect_answers_of(page), 5u); }

TEST(Tutorial, ShowsEveryTableOfItsFolder) {
  std::multiset<std::string> tables;
  for (const auto& entry : std::filesystem::directory_iterator{CAPNET_SOURCE_DIR "/examples/data/own_domain"})
    tables.insert(text_of(entry.path()));
  const auto shown = fixture::blocks_of(page, "csv");
  EXPECT_EQ(std::multiset<std::string>(shown.begin(), shown.end()), tables);
}

TEST(Tutorial, TellsOfACellThatDoesNotFit) {
  const fixture::workplace place;
  std::filesystem::copy(CAPNET_SOURCE_DIR "/examples/data/own_domain", place.path() / "mine");
  std::string vertices = text_of(place.path() / "mine/vertices.csv");
  vertices.replace(vertices.find("library,,6"), 10, "library,,six");
  std::ofstream{place.path() / "mine/vertices.csv"} << vertices;
  EXPECT_EQ(place.run("show mine").err, "mine/" + fixture::blocks_of(page, "text").at(0));
}

TEST(Tutorial, ShowsTheCodeThatIsCompiled) {
  const std::string example = text_of(CAPNET_SOURCE_DIR "/examples/12_own_domain.cpp");
  const auto shown = fixture::blocks_of(page, "cpp");
  EXPECT_GE(shown.size(), 3u);
  EXPECT_EQ(fixture::blocks_of(page, "text").at(1), text_of(CAPNET_SOURCE_DIR "/examples/expected/12.txt"));
  for (const std::string& block : shown) EXPECT_NE(example.find(block), std::string::npos) << block;
}

}  // namespace
}  // namespace capnet
