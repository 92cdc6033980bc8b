#pragma once
/// How far long work is, for whoever waits at a terminal.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <capnet/core/execution.hpp>

namespace capnet::command {

/// A line on standard error that is drawn anew in place: a bar, the share done, a rate and the time left.
///
///     progress_bar bar{"runs", 4'000};
///     ensemble(model, grid, {.report = bar.callback()});
///
/// Only where standard error is a terminal, and only once the work has taken a second; a pipe or file sees nothing. The
/// line is wiped at the end. It outlives the callbacks.
class progress_bar {
 public:
  /// Of `total` things of that name; 0 if they aren't counted, which leaves the rate out.
  explicit progress_bar(std::string things, std::uint64_t total = 0);
  ~progress_bar();
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  /// Draws what it is told, ten times a second at most. Empty where nothing is to be drawn.
  [[nodiscard]] progress_callback callback();
  /// Wipes the line: before anything else is printed.
  void wipe();

  /// The line at a time after the start, at most `width` columns: "runs [####----]  50%, 20 a second, 0:15 left". What
  /// was done at the first call was done before, and tells nothing of the rate.
  [[nodiscard]] static std::string line(const std::string& things, std::uint64_t total, double begun, double fraction,
                                        std::chrono::duration<double> spent, std::size_t width);

 private:
  void draw(double fraction);

  std::string things_;
  std::uint64_t total_;
  bool shown_ = false;
  double begun_ = -1;  ///< fraction at the first call
  std::chrono::steady_clock::time_point start_, drawn_{};
};

}  // namespace capnet::command
