#pragma once
/// Ctrl-C as a request to stop.
#include <stop_token>
#include <thread>

namespace capnet::command {

/// While it is there, the first SIGINT asks its token to stop; a second one ends the program, as does any after it. A
/// SIGINT that is ignored, as in the background of a script, stays so. Pre: one at a time.
class interrupt_watch {
 public:
  interrupt_watch();
  ~interrupt_watch();
  interrupt_watch(const interrupt_watch&) = delete;
  interrupt_watch& operator=(const interrupt_watch&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  [[nodiscard]] bool interrupted() const { return source_.stop_requested(); }

  /// The exit status that shells expect of a program that SIGINT ended.
  static constexpr int status = 130;

 private:
  std::stop_source source_{};
  bool watches_ = false;
  std::thread thread_{};
};

}  // namespace capnet::command
