/// Files that earlier versions wrote: each version of the format has a golden file that all later ones read.
#include <capnet/io/native_file.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "described.hpp"
#include "everything.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

const std::filesystem::path golden = std::filesystem::path{CAPNET_SOURCE_DIR} / "tests/golden";

std::string bytes_in(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// What a file says, without the kinds and relations that are built in since it was written: no line of `then` names
/// them.
std::string said_then(const std::filesystem::path& file, const std::string& then, file_trust trust) {
  std::istringstream now{described(read_native(file, trust))};
  std::string text;
  for (std::string line; std::getline(now, line);) {
    const bool since =
        (line.starts_with("kind ") || line.starts_with("relation ")) && then.find(line) == std::string::npos;
    if (!since) text += line + '\n';
  }
  return text;
}
void expect_read_as_written(const std::string& name) {
  const std::string then = bytes_in(golden / (name + ".txt"));
  EXPECT_NO_THROW((void)verify_native(golden / (name + ".capnet")));
  for (const file_trust trust : {file_trust::verified, file_trust::trusted})
    EXPECT_EQ(said_then(golden / (name + ".capnet"), then, trust), then);
}

TEST(NativeVersions, TheFirstIsReadAsItWasWritten) { expect_read_as_written("native_1"); }
TEST(NativeVersions, TheSecondIsReadAsItWasWritten) { expect_read_as_written("native_2"); }

/// What lies before the table of contents: all columns.
std::string columns_in(const std::string& bytes) {
  std::uint64_t contents = 0;
  std::memcpy(&contents, bytes.data() + 24, sizeof contents);
  return bytes.substr(64, contents - 64);
}

TEST(NativeVersions, TheColumnsOfTheSecondAreWrittenByteForByteAsEver) {
  const scratch_folder folder;
  write_native(network_of_everything(true), folder.path() / "n.capnet");
  EXPECT_TRUE(columns_in(bytes_in(folder.path() / "n.capnet")) == columns_in(bytes_in(golden / "native_2.capnet")))
      << "the format has changed: a new version has a new number, and a golden file of its own";
}

// What a first version said of hours and importance are texts there, read as what they are now.
TEST(NativeVersions, TextsOfTheFirstAreReadAsTheTypesOfToday) {
  const snapshot net = read_native(golden / "native_1.capnet");
  const relation_index r = net.schema().index_of<participates_in>();
  EXPECT_EQ(net.value(tie_ref{r, 0}, "hours"), attribute_value{"3"}) << "of participates_in nothing is declared";
  EXPECT_EQ(net.value(net.vertex("org0"), "colour"), attribute_value{"blue"});
}

}  // namespace
}  // namespace capnet
