/// A sweep that is killed or interrupted anywhere goes on, and answers as if it had not been.
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

/// Twelve cells of growths that take a while, so that a kill comes between them or within one.
const std::vector<std::string> twelve_cells{"sweep",      CAPNET_SOURCE_DIR "/examples/data/reskilling",
                                            "--grid",     "rate=1,2,400,600;homophily=.1,.5,.9",
                                            "--replicas", "12",
                                            "--steps",    "24",
                                            "--seed",     "5",
                                            "--format",   "json",
                                            "--threads",  "2"};

/// Begins the command with these words after it; its output goes to files of the folder.
pid_t begin_sweep(const std::filesystem::path& folder, std::vector<std::string> more) {
  std::vector<std::string> words = twelve_cells;
  words.insert(words.begin(), "capnet");
  words.insert(words.end(), more.begin(), more.end());
  const pid_t child = ::fork();
  if (child != 0) return child;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::signal(SIGINT, SIG_DFL);
  const bool ready = ::chdir(folder.c_str()) == 0 && ::freopen("out", "w", stdout) != nullptr &&
                     ::freopen("err", "w", stderr) != nullptr;
  if (ready) ::execv(CAPNET_COMMAND, arguments.data());
  ::_exit(127);
}
int end_of(pid_t child) {
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}
std::int64_t microseconds_now() {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1'000'000 + t.tv_nsec / 1'000;
}

struct whole_sweep {
  std::string out;
  std::uint32_t microseconds = 0;
};
whole_sweep run_whole() {
  const scratch_folder folder;
  const std::int64_t start = microseconds_now();
  EXPECT_EQ(end_of(begin_sweep(folder.path(), {})), 0) << content(folder.path() / "err");
  return {content(folder.path() / "out"), static_cast<std::uint32_t>(microseconds_now() - start)};
}

std::size_t cells_in(const std::filesystem::path& folder) {
  std::size_t cells = 0;
  std::error_code none;
  for (const auto& one : std::filesystem::directory_iterator{folder, none}) {
    const std::string name = one.path().filename().string();
    cells += name.starts_with("cell-") && name.ends_with(".sweep");
  }
  return cells;
}

// Killed again and again at a random time, each time going on, until a run comes through.
TEST(KilledSweep, GoesOnAndAnswersTheSame) {
  const whole_sweep whole = run_whole();
  ASSERT_FALSE(whole.out.empty());
  std::size_t killed = 0, between = 0;
  for (std::uint32_t round = 0; round < 6 && !testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const scratch_folder folder;
    random_stream rng{{.seed = 47, .replica = round}};
    std::size_t before = 0;
    for (int attempt = 0; attempt < 4; ++attempt) {
      const pid_t child = begin_sweep(folder.path(), {"--resume", "cells"});
      ::usleep(rng.below(whole.microseconds / 2 + 1));
      ::kill(child, SIGKILL);
      const int status = end_of(child);
      ASSERT_TRUE(WIFSIGNALED(status) || status == 0) << status;
      killed += WIFSIGNALED(status) ? 1u : 0u;
      const std::size_t cells = cells_in(folder.path() / "cells");
      EXPECT_GE(cells, before) << "what is finished stays";
      between += cells > 0 && cells < 12;
      before = cells;
    }
    ASSERT_EQ(end_of(begin_sweep(folder.path(), {"--resume", "cells"})), 0) << content(folder.path() / "err");
    EXPECT_EQ(content(folder.path() / "out"), whole.out);
    EXPECT_EQ(cells_in(folder.path() / "cells"), 12u);
    for (const auto& one : std::filesystem::directory_iterator{folder.path() / "cells"})
      EXPECT_TRUE(one.path().filename().string().starts_with("cell-") || one.path().extension() == ".capnet-part");
  }
  EXPECT_GT(killed, 6u);
  EXPECT_GT(between, 0u) << "some kills came after the first cell and before the last";
}

TEST(InterruptedSweep, KeepsWhatItFinishedAndSaysHowToGoOn) {
  const whole_sweep whole = run_whole();
  std::size_t interrupted = 0;
  for (std::uint32_t round = 0; round < 6; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const scratch_folder folder;
    const pid_t child = begin_sweep(folder.path(), {"--resume", "cells"});
    // Once a cell is there, the watch is.
    for (int waited = 0; waited < 60'000 && cells_in(folder.path() / "cells") == 0; ++waited) ::usleep(500);
    ::usleep(round * whole.microseconds / 16);
    ::kill(child, SIGINT);
    const int status = end_of(child);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    if (WEXITSTATUS(status) == 0) continue;  // it was done
    ++interrupted;
    EXPECT_EQ(WEXITSTATUS(status), 130);
    EXPECT_EQ(content(folder.path() / "out"), "");
    const std::string err = content(folder.path() / "err");
    EXPECT_TRUE(err.starts_with("stopped after ")) << err;
    EXPECT_NE(err.find(" of 144 runs; the same command with --resume 'cells' goes on\n"), std::string::npos) << err;
    EXPECT_EQ(std::ranges::count(err, '\n'), 1);
    ASSERT_EQ(end_of(begin_sweep(folder.path(), {"--resume", "cells"})), 0) << content(folder.path() / "err");
    EXPECT_EQ(content(folder.path() / "out"), whole.out);
  }
  EXPECT_GT(interrupted, 0u);
}

}  // namespace
}  // namespace capnet
