#include <capnet/io/atomic_file.hpp>

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

std::ptrdiff_t files_in(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator{folder}, {});
}

TEST(WriteAtomically, WritesAndReplaces) {
  const scratch_folder folder;
  const auto file = folder.path() / "report.html";
  write_atomically(file, "old");
  EXPECT_EQ(content(file), "old");
  write_atomically(file, "");
  EXPECT_EQ(content(file), "");
  EXPECT_EQ(files_in(folder.path()), 1);
}

TEST(WriteAtomically, RefusesADirectoryAndAFolderThatIsNotThere) {
  const scratch_folder folder;
  EXPECT_THROW(write_atomically(folder.path(), "x"), output_error);
  EXPECT_THROW(write_atomically(folder.path() / "none" / "file", "x"), output_error);
  EXPECT_EQ(files_in(folder.path()), 0);
}

TEST(WriteAtomically, WritesThroughALinkAndLeavesPipesAlone) {
  const scratch_folder folder;
  write_atomically(folder.path() / "real", "old");
  std::filesystem::create_symlink("real", folder.path() / "link");
  write_atomically(folder.path() / "link", "new");
  EXPECT_EQ(content(folder.path() / "real"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link"));
  ASSERT_EQ(mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_THROW(write_atomically(folder.path() / "pipe", "x"), output_error);
  EXPECT_TRUE(std::filesystem::is_fifo(folder.path() / "pipe"));
}

TEST(WriteAtomically, KeepsThePermissionsOfTheOldFile) {
  const scratch_folder folder;
  write_atomically(folder.path() / "file", "old");
  std::filesystem::permissions(folder.path() / "file", std::filesystem::perms::owner_all);
  write_atomically(folder.path() / "file", "new");
  EXPECT_EQ(std::filesystem::status(folder.path() / "file").permissions(), std::filesystem::perms::owner_all);
}

// A limit on the size of files stands for a full disk: the write fails half way.
TEST(WriteAtomically, KeepsTheOldFileWhenTheNewOneDoesNotFit) {
  const scratch_folder folder;
  const auto file = folder.path() / "report.html";
  write_atomically(file, "old");
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4096, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THROW(write_atomically(file, std::string(100'000, 'x')), output_error);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(content(file), "old");
  EXPECT_EQ(files_in(folder.path()), 1) << "no temporary file is left";
}

}  // namespace
}  // namespace capnet
