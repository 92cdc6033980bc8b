#pragma once
#include <capnet/sim/growth_fit.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <capnet/core/config.hpp>
#include <capnet/core/stable_order.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

CAPNET_INLINE std::vector<const fitted_curve*> growth_fit::family() const {
  std::vector<const fitted_curve*> all;
  const auto take = [&](const auto& keeps) {
    if (!all.empty()) return;
    for (const fitted_curve& one : curves) {
      if (keeps(one)) all.push_back(&one);
    }
  };
  const auto judged = [](const fitted_curve& one) {
    return one.support == curve_support::best || one.support == curve_support::possible;
  };
  if (!curves.empty() && judged(curves[0])) {
    // One with too many parameters to be judged is as good a guess if it misses no more.
    take([&](const fitted_curve& one) {
      return judged(one) || (one.support == curve_support::unjudged && (one.exact || one.loss <= curves[0].loss));
    });
  }
  take([](const fitted_curve& one) { return one.exact; });
  take([](const fitted_curve&) { return true; });
  return all;
}

namespace detail {

CAPNET_INLINE void judge(growth_fit& fit) {
  const fitted_curve* best = nullptr;
  for (const fitted_curve& one : fit.curves) {
    if (one.aicc && (best == nullptr || *one.aicc < *best->aicc)) best = &one;
  }
  double sum = 0;
  for (fitted_curve& one : fit.curves) {
    if (!one.aicc) continue;
    one.weight = portable_exp((*best->aicc - *one.aicc) / 2);
    sum += one.weight;
    // Its parameters may be too many for few data, but that does not speak against the curve.
    const bool no_worse = one.deviance <= best->deviance + 1e-9 * std::abs(best->deviance);
    const bool possible = no_worse || *one.aicc - *best->aicc <= ruled_out_difference;
    one.support = &one == best ? curve_support::best : possible ? curve_support::possible : curve_support::unlikely;
  }
  if (sum > 0) {
    for (fitted_curve& one : fit.curves) one.weight /= sum;
  }
  sort_stably(fit.curves, [](const fitted_curve& a, const fitted_curve& b) {
    if (a.aicc.has_value() != b.aicc.has_value()) return a.aicc.has_value();
    if (a.aicc && *a.aicc != *b.aicc) return *a.aicc < *b.aicc;
    if (a.exact != b.exact) return a.exact;
    return a.exact ? a.parameters.size() < b.parameters.size() : a.loss < b.loss;
  });
}

CAPNET_INLINE std::string models_in_words(const std::vector<const fitted_curve*>& curves) {
  std::vector<std::string_view> names;
  for (const fitted_curve* one : curves) names.push_back(label(one->curve.model));
  return join_names(names, " and ");
}

CAPNET_INLINE family_spread spread_of(const growth_fit& fit) {
  family_spread spread;
  const std::vector<const fitted_curve*> family = fit.family();
  const double last = 2 * months_between(fit.first, fit.last);
  constexpr int points = 200;
  for (int k = 0; k <= points && !family.empty(); ++k) {
    const double t = last * k / points;
    spread.low = std::numeric_limits<double>::infinity(), spread.high = -spread.low;
    for (const fitted_curve* one : family) {
      const double value = fit.before + one->curve.value(t);
      spread.low = std::min(spread.low, value), spread.high = std::max(spread.high, value);
    }
    spread.most = std::max(spread.most, spread.high - spread.low);
  }
  return spread;
}

CAPNET_INLINE void identify(growth_fit& fit, double most_alike, std::string_view of) {
  const std::vector<const fitted_curve*> family = fit.family();
  const family_spread spread = spread_of(fit);
  const fitted_curve& best = *family.front();
  const std::string name = models_in_words({&best});
  fit.identifiable = false;
  if (best.support == curve_support::unjudged) {
    std::size_t fewest = best.parameters.size();
    for (const fitted_curve& one : fit.curves) fewest = std::min(fewest, one.parameters.size());
    fit.reason = std::string{of} + " can't tell curves apart: ";
    if (!best.exact)
      fit.reason += "they are too few for what a curve misses them by to say anything";
    else if (family.size() == 1)
      fit.reason += name + " passes through all of them, as it has as many parameters";
    else
      fit.reason += models_in_words(family) + " each pass through all of them";
    if (family.size() > 1 && best.exact && spread.most > 0)
      fit.reason += ", and differ by up to " + short_number(spread.most, 2) + " members between and after them";
    return;
  }
  if (spread.most > most_alike) {
    fit.reason = std::string{of} + " can't tell curves apart: " + name + " is the most likely, but " +
                 models_in_words({family.begin() + 1, family.end()}) + (family.size() == 2 ? " is" : " are") +
                 " possible too; on " + to_string(fit.last + (fit.last - fit.first)) +
                 ", as far ahead as the data reach back, they lie between " + short_number(spread.low) + " and " +
                 short_number(spread.high);
    return;
  }
  std::string alone = name + " is the only curve that is not ruled out";
  if (family.size() > 1) {
    alone = name + " is the most likely curve, and " + models_in_words({family.begin() + 1, family.end()}) +
            (family.size() == 2 ? " runs" : " run") + " along with it, within " + short_number(spread.most, 2);
  }
  // Of those that run along too: where theirs are open, other curves of the same kind do not.
  for (const fitted_curve* one : family) {
    std::vector<std::string> open;
    for (const fitted_parameter& p : one->parameters) {
      if (!p.low || !p.high) std::ranges::replace(open.emplace_back(p.name), '_', ' ');
    }
    if (open.empty()) continue;
    fit.reason = alone + "; but the " + join_names(open, " and ") + " of " + models_in_words({one}) +
                 (open.size() == 1 ? " has" : " have") + " no bound on one side";
    return;
  }
  fit.identifiable = true;
  fit.reason = alone;
}

}  // namespace detail
}  // namespace capnet
