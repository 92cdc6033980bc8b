/// A process that saves is killed anywhere: what is there afterwards is the old file or the new one, byte for byte.
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <string>

#include <capnet/core/random.hpp>
#include <capnet/io/atomic_file.hpp>

#include "crash/disk_calls.hpp"
#include "crash/saves.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

mode_t mode_of(const std::filesystem::path& file) {
  struct stat found{};
  return ::stat(file.c_str(), &found) == 0 ? found.st_mode & 07777 : 0;
}

/// Whether the child was killed; false if it ended well. Another end fails the test.
bool was_killed(pid_t child) {
  int status = -1;
  ::waitpid(child, &status, 0);
  const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  EXPECT_TRUE(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) << "status " << status;
  return killed;
}

/// One file that is saved again and again, now with one content, now with the other.
class victim {
 public:
  victim(const std::string& one, const std::string& other) : contents_{one, other} { write_atomically(file(), one); }

  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "file"; }
  /// The content that the next save brings: 0 or 1.
  [[nodiscard]] int next() const { return 1 - now_; }
  void set_mode(mode_t mode) { ASSERT_EQ(::chmod(file().c_str(), mode), 0); }

  /// After a save that was killed, or was not: old or new, with its permissions, and at most one leftover, which no one
  /// may read who may not read the file.
  void expect_whole(bool killed, mode_t mode) {
    const std::string found = content(file());
    const bool is_new = found == contents_[next()];
    EXPECT_TRUE(is_new || (killed && found == contents_[now_])) << found.size() << " bytes";
    EXPECT_EQ(mode_of(file()), mode);
    const auto files = fixture::files_in(folder_.path());
    EXPECT_LE(files.size(), killed ? 2u : 1u);
    for (const auto& one : files) {
      EXPECT_EQ(mode_of(one) & 077 & ~mode, 0u) << one;
    }
    leftovers_ += files.size() - 1;
    if (is_new) now_ = next();
  }
  /// The next save, which nothing kills, removes what the one before left.
  void expect_swept(mode_t mode) {
    write_atomically(file(), contents_[now_]);
    EXPECT_EQ(fixture::files_in(folder_.path()).size(), 1u);
    EXPECT_EQ(mode_of(file()), mode);
  }
  [[nodiscard]] std::size_t leftovers() const { return leftovers_; }

 private:
  scratch_folder folder_;
  std::string contents_[2];
  int now_ = 0;
  std::size_t leftovers_ = 0;
};

constexpr mode_t modes[] = {0600, 0640, 0644, 0400};

/// The bytes that a save makes of a network, and how many calls it takes to replace a file by them.
struct trial {
  std::string bytes;
  std::size_t calls = 0;
};
trial tried(const fixture::saving& how, const snapshot& net) {
  const scratch_folder folder;
  how.save(net, folder.path() / "file");
  fixture::arm({});
  how.save(net, folder.path() / "file");
  return {.bytes = content(folder.path() / "file"), .calls = fixture::disarm().size()};
}

// At each call in turn, 900 times in all: before it, or in the middle of a write.
TEST(KilledSave, AtAnyCallLeavesTheOldFileOrTheNewOne) {
  const snapshot nets[] = {fixture::row_network(3), fixture::row_network(40)};
  for (const fixture::saving& how : fixture::savings) {
    SCOPED_TRACE(how.name);
    const trial trials[] = {tried(how, nets[0]), tried(how, nets[1])};
    ASSERT_NE(trials[0].bytes, trials[1].bytes);
    ASSERT_GE(trials[0].calls, 6u) << "open, write, fchmod, fsync, rename, fsync of the folder";
    victim file{trials[0].bytes, trials[1].bytes};
    std::size_t killed = 0;
    for (std::uint32_t round = 0; round < how.rounds && !testing::Test::HasFailure(); ++round) {
      SCOPED_TRACE("round " + std::to_string(round));
      random_stream rng{{.seed = 41, .replica = round}};
      const int next = file.next();
      const mode_t mode = modes[rng.below(4)];
      file.set_mode(mode);
      const auto calls = static_cast<std::uint32_t>(trials[next].calls);
      const fixture::disk_fault fault{
          .what = rng.below(2) == 0 ? fixture::disk_fault::killed : fixture::disk_fault::killed_half_way,
          .at = 1 + (round < calls ? round : rng.below(calls))};
      const pid_t child = ::fork();
      if (child == 0) {
        fixture::arm(fault);
        try {
          how.save(nets[next], file.file());
        } catch (...) {
          ::_exit(1);
        }
        ::_exit(0);
      }
      const bool was = was_killed(child);
      killed += was;
      file.expect_whole(was, mode);
      file.expect_swept(mode);
    }
    EXPECT_EQ(killed, how.rounds);
    EXPECT_GT(file.leftovers(), how.rounds / 4) << "kills before the renaming leave a temporary file to sweep";
  }
}

// The command as users run it, killed after a random time, up to a little over what it takes.
TEST(KilledSave, OfTheCommandAtAnyTimeLeavesTheOldFileOrTheNewOne) {
  const std::string sources[] = {CAPNET_SOURCE_DIR "/examples/data/nptech", CAPNET_SOURCE_DIR "/examples/data/sto"};
  for (const bool packs : {true, false}) {
    SCOPED_TRACE(packs ? "pack" : "report");
    const auto begin = [&](const std::string& source, const std::filesystem::path& file) {
      const pid_t child = ::fork();
      if (child == 0) {
        if (::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(126);
        if (packs)
          ::execl(CAPNET_COMMAND, "capnet", "pack", source.c_str(), file.c_str(), nullptr);
        else
          ::execl(CAPNET_COMMAND, "capnet", "report", source.c_str(), "-o", file.c_str(), nullptr);
        ::_exit(127);
      }
      return child;
    };
    const scratch_folder folder;
    const auto now = [] {
      timespec t{};
      ::clock_gettime(CLOCK_MONOTONIC, &t);
      return t.tv_sec * 1'000'000 + t.tv_nsec / 1'000;
    };
    std::string contents[2];
    std::uint32_t microseconds = 0;  // that one run takes
    for (int k = 0; k < 2; ++k) {
      const auto start = now();
      ASSERT_FALSE(was_killed(begin(sources[k], folder.path() / "file")));
      microseconds = static_cast<std::uint32_t>(now() - start);
      contents[k] = content(folder.path() / "file");
    }
    victim file{contents[0], contents[1]};
    for (std::uint32_t round = 0; round < 50 && !testing::Test::HasFailure(); ++round) {
      SCOPED_TRACE("round " + std::to_string(round));
      random_stream rng{{.seed = 43, .replica = round}};
      const mode_t mode = modes[rng.below(4)];
      file.set_mode(mode);
      const pid_t child = begin(sources[file.next()], file.file());
      ::usleep(rng.below(microseconds + microseconds / 8 + 1));
      ::kill(child, SIGKILL);
      file.expect_whole(was_killed(child), mode);
      file.expect_swept(mode);
    }
  }
}

}  // namespace
}  // namespace capnet
