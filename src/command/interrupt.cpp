#include "command/interrupt.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace capnet::command {
namespace {

/// A handler may do little more than write; a thread reads what it wrote and asks to stop.
int ends[2] = {-1, -1};
struct sigaction before{};

void tell(char what) {
  const int kept = errno;
  while (::write(ends[1], &what, 1) < 0 && errno == EINTR) {
  }
  errno = kept;
}
extern "C" void on_interrupt(int) { tell('i'); }

}  // namespace

interrupt_watch::interrupt_watch() {
  if (::sigaction(SIGINT, nullptr, &before) != 0 || before.sa_handler == SIG_IGN) return;
  if (::pipe2(ends, O_CLOEXEC) != 0) return;  // then it ends the program, as without a watch
  thread_ = std::thread{[this] {
    char what = 0;
    ssize_t got = 0;
    while ((got = ::read(ends[0], &what, 1)) == 1 || (got < 0 && errno == EINTR)) {
      if (got != 1) continue;
      if (what != 'i') return;
      source_.request_stop();
    }
  }};
  struct sigaction ours{};
  ours.sa_handler = on_interrupt;
  ours.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  watches_ = ::sigaction(SIGINT, &ours, nullptr) == 0;
}

interrupt_watch::~interrupt_watch() {
  if (watches_) ::sigaction(SIGINT, &before, nullptr);
  if (!thread_.joinable()) return;
  tell('e');
  thread_.join();
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace capnet::command
