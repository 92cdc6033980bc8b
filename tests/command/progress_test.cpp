/// The progress bar: on a terminal, of long work, and nowhere else; Ctrl-C.
#include <gtest/gtest.h>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

const std::string long_sweep =
    "sweep '" CAPNET_SOURCE_DIR "/examples/data/reskilling' --grid rate=300 --replicas 20000 --steps 24 --format csv";

/// `capnet ARGUMENTS` with a terminal of 100 columns as its standard error and its output in the file `out`.
class on_terminal {
 public:
  on_terminal(const fixture::workplace& place, const std::string& arguments) {
    winsize size{.ws_row = 25, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
    child_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
    if (child_ != 0) return;
    ::signal(SIGINT, SIG_DFL);
    const std::string line = "cd '" + place.path().string() + "' && exec '" CAPNET_COMMAND "' " + arguments + " >out";
    ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
    ::_exit(127);
  }
  ~on_terminal() {
    if (child_ > 0) ::kill(child_, SIGKILL), (void)status();
    ::close(terminal_);
  }
  on_terminal(const on_terminal&) = delete;
  on_terminal& operator=(const on_terminal&) = delete;

  /// What the terminal shows until it has that text, or all of it.
  std::string until(const std::string& text) {
    pollfd wait{.fd = terminal_, .events = POLLIN, .revents = 0};
    while ((text.empty() || seen_.find(text) == seen_.npos) && ::poll(&wait, 1, 120'000) == 1) {
      char bytes[4096];
      const ssize_t got = ::read(terminal_, bytes, sizeof bytes);
      if (got <= 0) break;
      seen_.append(bytes, static_cast<std::size_t>(got));
    }
    return seen_;
  }
  void press(char key) const { ASSERT_EQ(::write(terminal_, &key, 1), 1); }
  int status() {
    int status = -1;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  int terminal_ = -1;
  pid_t child_ = -1;
  std::string seen_{};
};

// The bar appears once the work has taken a second; Ctrl-C wipes it and stops.
TEST(Progress, ShowsOnATerminalUntilCtrlC) {
  const fixture::workplace place;
  on_terminal sweep{place, long_sweep};
  const std::string bar = sweep.until(" left");
  EXPECT_NE(bar.find("\rruns ["), std::string::npos) << bar;
  EXPECT_NE(bar.find("%, "), std::string::npos) << bar;
  sweep.press('\x03');
  const std::string all = sweep.until("");
  EXPECT_NE(all.find("\r\x1b[Kstopped after "), std::string::npos) << all.substr(all.size() - 200);
  EXPECT_NE(
      all.find(" of 20,000 runs; none is kept: with --resume FOLDER finished runs are, and the same command goes"),
      std::string::npos);
  EXPECT_EQ(sweep.status(), 130);
  EXPECT_EQ(content(place.path() / "out"), "");
}

TEST(Progress, OfShortWorkIsSilent) {
  const fixture::workplace place;
  on_terminal sweep{place, "sweep '" CAPNET_SOURCE_DIR "/examples/data/reskilling' --grid rate=1 --steps 2"};
  EXPECT_EQ(sweep.until(""), "");
  EXPECT_EQ(sweep.status(), 0);
}

TEST(Progress, IsNotInPipesAndFiles) {
  const auto told = fixture::workplace().run("sweep '" CAPNET_SOURCE_DIR
                                             "/examples/data/reskilling' --grid rate=300 --replicas 300 --steps 24");
  EXPECT_EQ(told.status, 0);
  EXPECT_EQ(told.err, "");
}

}  // namespace
}  // namespace capnet
