// What do three counts of members say about the growth of a network, and what do the dated joins of another?
#include <iostream>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/sim/fit_counts.hpp>
#include <capnet/sim/fit_joins.hpp>
#include <capnet/sim/forecast_joins.hpp>
#include <capnet/sim/membership_data.hpp>

using namespace capnet;

namespace {

void print(const growth_fit& fit) {
  std::cout << (fit.identifiable ? "identifiable: " : "not identifiable: ") << fit.reason << '\n';
  for (const fitted_curve* one : fit.family()) {
    std::cout << "  " << label(one->curve.model) << ':';
    for (const auto& [name, value, low, high] : one->parameters) {
      std::cout << ' ' << name << ' ' << (value ? short_number(*value) : "open");
      if (low) std::cout << " (" << short_number(*low) << " to " << (high ? short_number(*high) : "no end") << ')';
    }
    std::cout << '\n';
  }
}

}  // namespace

int main() {
  // 45 members in May, 86 in October, 87 in December: more than one curve goes through all three.
  print(fit_growth(counts_of_series(read_folder("examples/data/reskilling"), "members").dated()));

  // 707 dated joins of members who are still there: the first 60% are fitted, the others forecast.
  const snapshot net = read_folder("examples/data/cncf");
  const std::vector<partial_date> all = joins_of_program(network_view{net}, net.vertex("cncf")).days;
  const interval seen{make_date(2015, 11, 1), make_date(2023, 12, 1)};
  std::vector<partial_date> first;
  for (const partial_date& one : all) {
    if (one.latest < seen.end) first.push_back(one);
  }
  const growth_fit fit = fit_growth(first, seen);
  print(fit);

  const std::vector<date> days{make_date(2024, 6, 30), make_date(2025, 6, 30), make_date(2026, 6, 30)};
  growth_forecast forecast = forecast_joins(fit, first, seen, days, {.seed = 1});
  observe(forecast, all, days.back());
  for (const forecast_day& one : forecast) {
    std::cout << to_string(one.day) << ": 80% between " << one.low << " and " << one.high << ", as in the last period "
              << *one.last_period << "; " << *one.observed << " had joined\n";
  }
  std::cout << "in the band: " << score_of(forecast)->inside << " of " << forecast.size() << " days\n";
}
