#pragma once
/// How a long computation runs: on how many threads, until when, and who hears how far it is.
#include <exception>
#include <functional>
#include <stop_token>
#include <string_view>

namespace capnet {

/// How far a long computation is.
struct progress {
  double fraction = 0;       ///< of the work, in [0, 1]; never falls
  std::string_view stage{};  ///< what is being done, such as "betweenness"
};

/// Is called now and then, from one thread at a time.
using progress_callback = std::function<void(const progress&)>;

/// How a kernel runs. No member changes the result: it has the same bits at any number of threads.
/// Kernels with further options have these three members among them.
struct execution {
  unsigned threads = 0;  ///< 0: one for each core
  std::stop_token stop{};
  progress_callback report{};
};

/// A computation was asked to stop, and did: there is no result.
class stopped : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "the computation was stopped before its end"; }
};

/// Throws `stopped` if it is asked for. Cheap: one atomic load.
inline void throw_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested()) throw stopped{};
}

}  // namespace capnet
