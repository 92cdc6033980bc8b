#pragma once
/// Joins in spans of time; the loss is minus the log-likelihood of a Poisson process.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <capnet/sim/detail/growth_search.hpp>

namespace capnet::detail {

/// So many joins at some time of [begin, end), in months.
struct join_span {
  double begin = 0, end = 0;
  double joins = 0;
};

class join_data final : public growth_data {
 public:
  join_data(double span, std::span<const join_span> spans)
      : growth_data{span, count(spans), true}, joins_{count(spans)} {
    for (const join_span& one : spans) {
      if (one.joins > 0) times_.push_back(one.begin), times_.push_back(one.end);
    }
    std::ranges::sort(times_);
    times_.erase(std::unique(times_.begin(), times_.end()), times_.end());
    for (const join_span& one : spans) {
      if (one.joins > 0) spans_.push_back({place(one.begin), place(one.end), one.joins});
    }
  }

  [[nodiscard]] double joins() const { return joins_; }
  [[nodiscard]] solved_curve solve(growth_model model, const std::array<double, 3>& shape,
                                   const fixed_scale& fixed) const override {
    const double all = growth_share(model, shape, span(), true);
    const double scale = fixed.scale ? *fixed.scale : joins_ / all;
    if (!(all > 0) || !std::isfinite(scale)) return {};
    if (joins_ > 0 && !(scale > 0)) return {};
    std::vector<double> share(times_.size());
    for (std::size_t k = 0; k < times_.size(); ++k) share[k] = growth_share(model, shape, times_[k], true);
    double loss = scale * all;
    for (const placed_span& one : spans_) {
      const double expected = scale * (share[one.end] - share[one.begin]);
      if (!(expected > 0)) return {};
      loss -= one.joins * portable_log(expected);
    }
    return {0, scale, loss};
  }

 private:
  struct placed_span {
    std::size_t begin, end;
    double joins;
  };
  static double count(std::span<const join_span> spans) {
    double sum = 0;
    for (const join_span& one : spans) sum += one.joins;
    return sum;
  }
  [[nodiscard]] std::size_t place(double time) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(times_, time) - times_.begin());
  }
  double joins_;
  std::vector<double> times_{};
  std::vector<placed_span> spans_{};
};

/// Bins of whole calendar months, as many of them as hold five joins on average, four at least; quarters of a span that
/// is shorter than four months. Joins that may lie in several are shared out by days.
[[nodiscard]] std::vector<join_span> binned(interval seen, std::span<const join_span> joins, double count);
/// All but `logistic`, which from 0 on is Bass's curve.
[[nodiscard]] std::vector<growth_model> join_models();

/// Joins on their days, those of the same ones together, in months from the first day of `seen`.
[[nodiscard]] std::vector<join_span> spans_of(std::span<const partial_date> joins, interval seen);

}  // namespace capnet::detail
