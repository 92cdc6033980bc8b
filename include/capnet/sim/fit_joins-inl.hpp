#pragma once
#include <capnet/sim/fit_joins.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/distribution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/detail/join_data.hpp>

namespace capnet {
namespace detail {

CAPNET_INLINE std::vector<join_span> spans_of(std::span<const partial_date> joins, interval seen) {
  std::vector<partial_date> sorted(joins.begin(), joins.end());
  std::ranges::sort(sorted, [](const partial_date& a, const partial_date& b) {
    return a.earliest != b.earliest ? a.earliest < b.earliest : a.latest < b.latest;
  });
  std::vector<join_span> spans;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    if (k > 0 && sorted[k].earliest == sorted[k - 1].earliest && sorted[k].latest == sorted[k - 1].latest) {
      ++spans.back().joins;
      continue;
    }
    spans.push_back({months_between(seen.begin, sorted[k].earliest),
                     months_between(seen.begin, sorted[k].latest + std::chrono::days{1}), 1});
  }
  return spans;
}

CAPNET_INLINE std::vector<join_span> binned(interval seen, std::span<const join_span> joins, double count) {
  const auto days = static_cast<double>((seen.end - seen.begin).count());
  std::vector<date> edges{seen.begin};
  if (days < 4 * days_per_month) {
    for (double k = 1; k < 4; ++k) edges.push_back(seen.begin + std::chrono::days{std::llround(days * k / 4)});
  } else {
    // Firsts of months, on which many joins are dated.
    const double wanted = std::max(4.0, count / 5), per_bin = std::max(1.0, std::floor(days / days_per_month / wanted));
    const std::chrono::year_month_day first{seen.begin};
    std::chrono::year_month next{first.year(), first.month()};
    for (int k = 0; k < 4'000; ++k) {
      next += std::chrono::months{static_cast<int>(per_bin)};
      if (const date edge{next / 1}; edge < seen.end)
        edges.push_back(edge);
      else
        break;
    }
  }
  edges.push_back(seen.end);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::vector<join_span> all;
  for (std::size_t k = 0; k + 1 < edges.size(); ++k)
    all.push_back({months_between(seen.begin, edges[k]), months_between(seen.begin, edges[k + 1]), 0});
  for (const join_span& one : joins) {
    for (join_span& bin : all) {
      const double common = std::min(bin.end, one.end) - std::max(bin.begin, one.begin);
      if (common > 0) bin.joins += one.joins * common / (one.end - one.begin);
    }
  }
  return all;
}

CAPNET_INLINE std::vector<growth_model> join_models() {
  std::vector<growth_model> all = all_growth_models();
  std::erase(all, growth_model::logistic);
  return all;
}

CAPNET_INLINE void expect_joins(std::span<const partial_date> joins, interval seen, const join_fit_options& options) {
  expect(options.level > 0 && options.level < 1, "intervals of level ", options.level,
         "; expected one between 0 and 1, such as 0.95");
  for (const growth_model model : options.models) {
    expect(static_cast<std::size_t>(model) < growth_model_names.size(), "model ", static_cast<int>(model),
           " is not known; expected one of growth_model");
  }
  expect(seen.begin > unbounded_past && seen.end < unbounded_future && seen.begin < seen.end,
         "joins are seen in a window without begin, end or days; expected one that has them");
  expect(joins.size() >= 2, joins.size(), joins.size() == 1 ? " join" : " joins",
         ": no growth can be told; expected at least two");
  for (const partial_date& one : joins) {
    if (one.earliest < seen.begin || one.latest >= seen.end)
      refuse("a join on ", to_string(one), " is not within ", to_string(seen.begin), "..",
             to_string(seen.end - std::chrono::days{1}), "; expected joins that are seen");
  }
}

/// Pearson's statistic of binned joins about a curve.
CAPNET_INLINE double pearson(std::span<const join_span> bins, const growth_curve& curve) {
  double sum = 0;
  for (const join_span& bin : bins) {
    const double expected = curve.value(bin.end) - curve.value(bin.begin), miss = bin.joins - expected;
    if (expected > 0) sum += miss * miss / expected;
  }
  return sum;
}

}  // namespace detail

CAPNET_INLINE growth_fit fit_growth(std::span<const partial_date> joins, interval seen,
                                    const join_fit_options& options) {
  detail::expect_joins(joins, seen, options);
  growth_fit fit{.first = seen.begin, .last = seen.end - std::chrono::days{1}};
  fit.before = static_cast<double>(options.before);
  const std::vector<detail::join_span> spans = detail::spans_of(joins, seen);
  const double span = months_between(seen.begin, seen.end), n = static_cast<double>(joins.size());
  const detail::join_data data{span, spans};
  const std::vector<detail::join_span> bins = detail::binned(seen, spans, n);
  std::vector<detail::searched_curve> found;
  double least = std::numeric_limits<double>::infinity();
  std::size_t freedom = 1;
  for (const growth_model model : options.models.empty() ? detail::join_models() : options.models) {
    const std::size_t parameters = detail::growth_parameters(model, true).size();
    if (parameters > joins.size()) {
      fit.left_out.push_back(model);
      continue;
    }
    const detail::searched_curve one = detail::search_curve(data, model);
    if (!std::isfinite(one.loss)) {
      fit.left_out.push_back(model);
      continue;
    }
    const std::size_t left = bins.size() > parameters ? bins.size() - parameters : 1;
    const double dispersion = detail::pearson(bins, one.curve) / static_cast<double>(left);
    if (dispersion < least) least = dispersion, freedom = left;
    found.push_back(one);
  }
  if (found.empty()) {
    detail::refuse(joins.size(),
                   " joins are fewer than the parameters of each model that was asked for; "
                   "expected more joins");
  }
  fit.dispersion = std::max(1.0, least);
  const double normal = normal_quantile(.5 + options.level / 2);
  const double t = fit.dispersion > 1 ? detail::student_within(freedom, options.level) : normal;
  for (const detail::searched_curve& best : found) {
    fitted_curve one{.curve = best.curve, .loss = best.loss};
    double seen_joins = 0;
    for (const detail::join_span& bin : bins) {
      seen_joins += bin.joins;
      const double miss = seen_joins - best.curve.value(bin.end);
      one.largest_miss = std::max(one.largest_miss, std::abs(miss));
    }
    const auto parameters = detail::growth_parameters(best.curve.model, true);
    const double k = static_cast<double>(parameters.size());
    one.deviance = 2 * best.loss / fit.dispersion;
    if (n > k + 1) one.aicc = one.deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1);
    const double limit = best.loss + fit.dispersion * t * t / 2;
    for (const detail::growth_parameter& p : parameters) one.parameters.push_back(detail::told(data, best, p, limit));
    fit.curves.push_back(std::move(one));
  }
  detail::judge(fit);
  detail::identify(fit, std::max(1.0, .01 * n), std::to_string(joins.size()) + " joins");
  return fit;
}

}  // namespace capnet
