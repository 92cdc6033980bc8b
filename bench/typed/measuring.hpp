#pragma once
/// How questions are timed: each start alone, peers in turn, and what they answered.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <capnet/query/plan.hpp>

#include "../stopwatch.hpp"

namespace capnet::bench {

/// What a question found from one start: how many, and the sum of the ten largest weights.
struct typed_answer {
  std::uint64_t results = 0;
  double weight = 0;

  typed_answer& operator+=(const typed_answer& other) {
    results += other.results, weight += other.weight;
    return *this;
  }
  [[nodiscard]] bool equal(const typed_answer& other) const {
    return results == other.results && std::abs(weight - other.weight) <= 1e-9 * std::abs(weight);
  }
};
inline typed_answer answer_of(std::span<const query_row> rows, std::size_t total = 0) {
  typed_answer found{.results = total};
  for (const query_row& row : rows) found.weight += row.weight;
  return found;
}

/// Latencies of a question from each start: the best of its rounds, so that what else the machine does is left out.
class latencies {
 public:
  /// Asks all starts in turn: `ask(start)` gives a `typed_answer`.
  template <class Ask>
  void round(const std::vector<vertex_ref>& starts, Ask&& ask) {
    best_.resize(starts.size(), 1e300);
    all_ = {};
    for (std::size_t k = 0; k < starts.size(); ++k) {
      const stopwatch watch;
      const typed_answer found = ask(starts[k]);
      best_[k] = std::min(best_[k], watch.seconds());
      all_ += found;
    }
  }
  [[nodiscard]] const typed_answer& all() const { return all_; }  ///< of one round
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double t : best_) sum += t;
    return sum / static_cast<double>(best_.size());
  }
  [[nodiscard]] double quantile(double q) const {
    std::vector<double> sorted = best_;
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(sorted.size()));
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
  }
  [[nodiscard]] double p50() const { return quantile(.5); }
  [[nodiscard]] double p99() const { return quantile(.99); }

 private:
  std::vector<double> best_;
  typed_answer all_;
};

}  // namespace capnet::bench
