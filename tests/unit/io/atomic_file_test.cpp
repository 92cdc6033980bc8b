#include <capnet/io/atomic_file.hpp>

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

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

mode_t mode_of(const std::filesystem::path& file) {
  struct stat found{};
  return ::stat(file.c_str(), &found) == 0 ? found.st_mode & 07777 : 0;
}

TEST(WriteAtomically, GivesANewFileWhatTheUmaskLeaves) {
  const scratch_folder folder;
  const mode_t before = ::umask(027);
  write_atomically(folder.path() / "file", "new");
  ::umask(before);
  EXPECT_EQ(mode_of(folder.path() / "file"), 0640u);  // 0666 & ~027
  EXPECT_EQ(files_in(folder.path()), 1);
}

// Root may give files away; others may give theirs to groups that they are in, of which a build machine has none.
TEST(WriteAtomically, KeepsTheOwnerAndGroupOfTheOldFileWhereItMay) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may give a file to another user";
  const scratch_folder folder;
  const auto file = folder.path() / "file";
  write_atomically(file, "old");
  ASSERT_EQ(::chown(file.c_str(), 1234, 4321), 0);
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  write_atomically(file, "new");
  struct stat found{};
  ASSERT_EQ(::stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_uid, 1234u);
  EXPECT_EQ(found.st_gid, 4321u);
  EXPECT_EQ(found.st_mode & 07777u, 0640u);
}

// Someone else saves over a file of group 4321. Its members are now among "others", and the new group was there before:
// of rw- for the group and --- for others each keeps ---; of rw- and r--, r--.
TEST(WriteAtomically, WidensNothingWhereTheGroupCantBeKept) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may act as another user";
  const scratch_folder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0777), 0);
  for (const auto& [before, after] :
       {std::pair<mode_t, mode_t>{0660, 0600}, {0664, 0644}, {04755, 0755}, {0604, 0600}}) {
    const auto file = folder.path() / "file";
    std::filesystem::remove(file);
    write_atomically(file, "old");
    ASSERT_EQ(::chown(file.c_str(), 1234, 4321), 0);
    ASSERT_EQ(::chmod(file.c_str(), before), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      if (::setgid(5678) != 0 || ::setuid(5678) != 0) ::_exit(1);
      try {
        write_atomically(file, "new");
      } catch (...) {
        ::_exit(2);
      }
      ::_exit(0);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    EXPECT_EQ(content(file), "new");
    EXPECT_EQ(mode_of(file), after);
  }
}

/// The number of a process that was.
pid_t ended_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return child;
}

TEST(WriteAtomically, SweepsWhatKilledSavesOfTheSameFileLeft) {
  const scratch_folder folder;
  const std::string gone = std::to_string(ended_process());
  folder.write(".net." + gone + ".0.capnet-part", "private");
  folder.write(".net." + gone + ".7.capnet-part", "private");
  folder.write(".net." + std::to_string(::getpid()) + ".0.capnet-part", "of a process that had our number");
  write_atomically(folder.path() / "net", "new");
  EXPECT_EQ(files_in(folder.path()), 1);
  EXPECT_EQ(content(folder.path() / "net"), "new");
}

TEST(WriteAtomically, SweepsNothingElse) {
  const scratch_folder folder;
  const std::string gone = std::to_string(ended_process()), beginning = ".net." + gone + ".";
  const std::vector<std::string> left{
      ".net." + std::to_string(::getppid()) + ".0.capnet-part",  // of a process that lives
      ".other." + gone + ".0.capnet-part",                       // of another file
      ".net.csv." + gone + ".0.capnet-part",
      beginning + "0",  // no such names
      beginning + "x.capnet-part",
      beginning + ".capnet-part",
      beginning + "1.2.capnet-part",
      ".net.-" + gone + ".0.capnet-part",
      ".net.0.0.capnet-part",
      ".net.99999999999999999999.0.capnet-part",
      ".net.capnet-part",
      "net." + gone + ".0.capnet-part",
  };
  for (const std::string& name : left) folder.write(name, "x");
  std::filesystem::create_directory(folder.path() / (beginning + "2.capnet-part"));
  std::filesystem::create_symlink(left[0], folder.path() / (beginning + "3.capnet-part"));
  ASSERT_EQ(::mkfifo((folder.path() / (beginning + "4.capnet-part")).c_str(), 0600), 0);
  // Where processes are counted elsewhere, as in another container, the lock tells that one lives.
  folder.write(beginning + "5.capnet-part", "half");
  const int locked = ::open((folder.path() / (beginning + "5.capnet-part")).c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(locked, LOCK_EX), 0);
  const auto before = files_in(folder.path());
  write_atomically(folder.path() / "net", "new");
  EXPECT_EQ(files_in(folder.path()), before + 1);
  ::close(locked);
}

TEST(WriteAtomically, SavesOfSeveralProcessesAtOnceAllSucceedAndOneStaysWhole) {
  const scratch_folder folder;
  const auto file = folder.path() / "file";
  std::vector<pid_t> children;
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    try {
      for (int k = 0; k < 100; ++k) write_atomically(file, std::string(10'000, letter));
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  for (const pid_t child : children) {
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  const std::string last = content(file);
  EXPECT_EQ(last, std::string(10'000, last.empty() ? '?' : last[0]));
  EXPECT_EQ(files_in(folder.path()), 1);
}

TEST(WriteAtomically, ShowsAPathThatCouldSteerATerminalInItsMessage) {
  const scratch_folder folder;
  try {
    write_atomically(folder.path() / "no\x1b[2J" / "file", "x");
    FAIL() << "expected output_error";
  } catch (const output_error& refusal) {
    EXPECT_NE(std::string{refusal.what()}.find("no\\x1b[2J"), std::string::npos) << refusal.what();
    EXPECT_EQ(std::string{refusal.what()}.find('\x1b'), std::string::npos);
  }
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
