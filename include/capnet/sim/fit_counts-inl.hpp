#pragma once
#include <capnet/sim/fit_counts.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/detail/growth_search.hpp>

namespace capnet {
namespace detail {

/// Counts at times; the loss is the sum of squares.
class count_data final : public growth_data {
 public:
  count_data(std::vector<double> months, std::vector<double> counts)
      : growth_data{months.back(), *std::ranges::max_element(counts), false},
        months_{std::move(months)},
        counts_{std::move(counts)} {}

  [[nodiscard]] solved_curve solve(growth_model model, const std::array<double, 3>& shape,
                                   const fixed_scale& fixed) const override {
    std::array<double, 32> few;
    std::vector<double> many;
    double* share = few.data();
    if (months_.size() > few.size()) many.resize(months_.size()), share = many.data();
    double mean = 0, mean_count = 0;
    const auto n = static_cast<double>(months_.size());
    for (std::size_t k = 0; k < months_.size(); ++k) {
      share[k] = growth_share(model, shape, months_[k], false);
      if (!std::isfinite(share[k])) return {};
      mean += share[k] / n, mean_count += counts_[k] / n;
    }
    // The count is start + rise * share; a whole curve has no start.
    const growth_form form = form_of(model);
    const bool rises = form != growth_form::added, whole = form == growth_form::whole;
    double start = 0, rise = 0;
    const auto ratio = [](double over, double under) { return under > 0 ? over / under : 0; };
    /// The best rise from a start.
    const auto rise_from = [&](double from) {
      double over = 0, under = 0;
      for (std::size_t k = 0; k < months_.size(); ++k)
        over += (counts_[k] - from) * share[k], under += share[k] * share[k];
      return ratio(over, under);
    };
    if (whole) {
      rise = fixed.scale ? *fixed.scale : rise_from(0);
    } else if (fixed.scale && form == growth_form::mixed) {
      double over = 0, under = 0;
      for (std::size_t k = 0; k < months_.size(); ++k) {
        const double left = 1 - share[k];
        over += (counts_[k] - *fixed.scale * share[k]) * left, under += left * left;
      }
      start = std::clamp(ratio(over, under), 0.0, std::max(0.0, *fixed.scale));
      rise = *fixed.scale - start;
    } else if (fixed.scale) {
      rise = *fixed.scale, start = std::max(0.0, mean_count - rise * mean);
    } else if (fixed.start) {
      start = *fixed.start, rise = rise_from(start);
      if (rises) rise = std::max(rise, 0.0);
    } else {
      double over = 0, under = 0;
      for (std::size_t k = 0; k < months_.size(); ++k) {
        over += (share[k] - mean) * (counts_[k] - mean_count), under += (share[k] - mean) * (share[k] - mean);
      }
      rise = ratio(over, under), start = mean_count - rise * mean;
      if (rises && rise < 0) rise = 0, start = mean_count;
      if (start < 0) start = 0, rise = rises ? std::max(0.0, rise_from(0)) : rise_from(0);
    }
    double loss = 0;
    for (std::size_t k = 0; k < months_.size(); ++k) {
      const double miss = counts_[k] - (start + rise * share[k]);
      loss += miss * miss;
    }
    return {start, form == growth_form::mixed ? start + rise : rise, loss};
  }

 private:
  std::vector<double> months_;
  std::vector<double> counts_;
};

CAPNET_INLINE void expect_counts(std::span<const dated_count> counts, const count_fit_options& options) {
  expect(options.step >= 0 && std::isfinite(options.step), "counts in steps of ", options.step,
         "; expected a step from 0 on");
  expect(options.level > 0 && options.level < 1, "intervals of level ", options.level,
         "; expected one between 0 and 1, such as 0.95");
  for (const growth_model model : options.models) {
    expect(static_cast<std::size_t>(model) < growth_model_names.size(), "model ", static_cast<int>(model),
           " is not known; expected one of growth_model");
  }
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (!(counts[k].count >= 0 && counts[k].count <= 1e15))
      refuse("count ", k, " is ", counts[k].count, "; expected a number of members from 0 to 1e15");
  }
}

}  // namespace detail

CAPNET_INLINE growth_fit fit_growth(std::span<const dated_count> counts, const count_fit_options& options) {
  detail::expect_counts(counts, options);
  std::vector<dated_count> sorted(counts.begin(), counts.end());
  std::ranges::sort(sorted, [](const dated_count& a, const dated_count& b) {
    return a.day != b.day ? a.day < b.day : a.count < b.count;
  });
  std::size_t days = 0;
  for (std::size_t k = 0; k < sorted.size(); ++k) days += k == 0 || sorted[k].day != sorted[k - 1].day;
  if (days < 2) {
    detail::refuse(sorted.size(), sorted.size() == 1 ? " count" : " counts", " of ", days, days == 1 ? " day" : " days",
                   ": no growth can be told; expected counts of at least two days");
  }
  growth_fit fit{.first = sorted.front().day, .last = sorted.back().day, .step = options.step};
  std::vector<double> months, values;
  double largest = 0;
  for (const dated_count& one : sorted) {
    months.push_back(months_between(fit.first, one.day));
    values.push_back(one.count);
    largest = std::max(largest, one.count);
  }
  const detail::count_data data{months, values};
  const auto n = static_cast<double>(values.size());
  const double rounding = std::max(largest, 1e-300) * 1e-9;  // of the reckoning
  const double least_variance = std::max(options.step * options.step / 12, rounding * rounding);
  std::vector<growth_model> models = options.models;
  if (models.empty()) models = detail::all_growth_models();
  for (const growth_model model : models) {
    const auto parameters = detail::growth_parameters(model, false);
    if (parameters.size() > days) {
      fit.left_out.push_back(model);
      continue;
    }
    const detail::searched_curve found = detail::search_curve(data, model);
    fitted_curve one{.curve = found.curve, .loss = found.loss};
    for (std::size_t k = 0; k < values.size(); ++k)
      one.largest_miss = std::max(one.largest_miss, std::abs(values[k] - one.curve.value(months[k])));
    one.exact = one.largest_miss <= std::max(options.step / 2, rounding * 1e3);
    if (one.loss <= n * rounding * rounding) one.loss = 0, one.largest_miss = 0;
    const double k = static_cast<double>(parameters.size());
    one.deviance = n * portable_log(std::max(one.loss / n, least_variance));
    if (n > k + 2) one.aicc = one.deviance + 2 * (k + 1) + 2 * (k + 1) * (k + 2) / (n - k - 2);
    std::optional<double> limit;
    if (days > parameters.size()) {
      const double t = detail::student_within(values.size() - parameters.size(), options.level);
      limit = found.loss + t * t * std::max(one.loss / (n - k), least_variance);
    }
    for (const detail::growth_parameter& p : parameters) one.parameters.push_back(detail::told(data, found, p, limit));
    fit.curves.push_back(std::move(one));
  }
  if (fit.curves.empty()) {
    detail::refuse("counts of ", days,
                   " days are fewer than the parameters of each model that was asked for; "
                   "expected more counts");
  }
  detail::judge(fit);
  detail::identify(fit, std::max(options.step, largest * 1e-6),
                   std::to_string(sorted.size()) + (sorted.size() == 1 ? " count" : " counts"));
  return fit;
}

}  // namespace capnet
