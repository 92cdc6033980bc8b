#pragma once
/// Seconds.
#include <algorithm>
#include <chrono>

namespace capnet::bench {

class stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// The least of what `measure()` gives, so many times.
template <class Measure>
double best_seconds(int times, const Measure& measure) {
  double best = 1e300;
  for (int k = 0; k < times; ++k) best = std::min(best, measure());
  return best;
}

}  // namespace capnet::bench
