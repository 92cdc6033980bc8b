#pragma once
/// The numbers of a growth that an experiment can vary: one table of their names, ranges and places.
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include <capnet/sim/grid.hpp>
#include <capnet/sim/growth.hpp>

#include "command/options.hpp"

namespace capnet::command {

struct growth_parameter {
  std::string_view name;  ///< in `--grid`; as an option `--name`
  double low, high;
  bool whole;
  const char* about;
  double (*get)(const growth_options&);
  void (*set)(growth_options&, double);

  [[nodiscard]] bool takes(double value) const {
    return value >= low && value <= high && (!whole || value == std::floor(value));
  }
  /// "a whole number from 0 to 10,000", "a number in [0, 1]".
  [[nodiscard]] std::string range() const {
    if (whole)
      return "a whole number from " + grouped(static_cast<std::uint64_t>(low)) + " to " +
             grouped(static_cast<std::uint64_t>(high));
    return "a number in [" + detail::shortest_text(low) + ", " + detail::shortest_text(high) + ']';
  }
};

inline constexpr std::array growth_parameters{
    growth_parameter{"rate", 0, 1e6, false, "organizations that join in a month, on average",
                     [](const growth_options& g) { return g.rate; },
                     [](growth_options& g, double value) { g.rate = value; }},
    growth_parameter{"ties", 0, 10'000, true, "ties that each of them forms",
                     [](const growth_options& g) { return static_cast<double>(g.ties); },
                     [](growth_options& g, double value) { g.ties = static_cast<std::uint32_t>(value); }},
    growth_parameter{"homophily", 0, 1, false, "probability that a tie looks within the own sector",
                     [](const growth_options& g) { return g.homophily; },
                     [](growth_options& g, double value) { g.homophily = value; }}};

}  // namespace capnet::command
