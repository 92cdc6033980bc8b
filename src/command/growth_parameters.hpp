#pragma once
/// The numbers of a growth that an experiment can vary: one table of their names, ranges and places.
#include <CLI/CLI.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

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

template <auto Member>
constexpr growth_parameter parameter(std::string_view name, double low, double high, bool whole, const char* about) {
  return {name,
          low,
          high,
          whole,
          about,
          [](const growth_options& g) { return static_cast<double>(g.*Member); },
          [](growth_options& g, double value) {
            g.*Member = static_cast<std::remove_reference_t<decltype(g.*Member)>>(value);
          }};
}

inline constexpr std::array growth_parameters{
    parameter<&growth_options::rate>("rate", 0, 1e6, false, "organizations that join in a month, on average"),
    parameter<&growth_options::ties>("ties", 0, 10'000, true, "ties that each of them forms"),
    parameter<&growth_options::homophily>(
        "homophily", 0, 1, false, "probability that a tie looks within the own sector; with --preferential Karimi's h"),
    parameter<&growth_options::market>(
        "market", 0, max_growth_arrivals, false,
        "of --arrivals bass: all that may ever join; of pool: newcomers that may be won"),
    parameter<&growth_options::innovation>("innovation", 0, 1, false, "Bass's p, a month"),
    parameter<&growth_options::imitation>("imitation", 0, 1, false, "Bass's q, a month"),
    parameter<&growth_options::share>("share", 0, 1, false, "of the pool that is left, which joins in a month"),
    parameter<&growth_options::referral>("referral", 0, 1, false,
                                         "probability that a member brings another along in a month"),
    parameter<&growth_options::preferential>("preferential", 0, 1, true, "1: ties go to who has many"),
    parameter<&growth_options::closure>("closure", 0, 1, false,
                                        "probability that one ties itself to a friend of a friend in a month"),
    parameter<&growth_options::lapse>("lapse", 0, 1, false, "probability that a tie ends in a month"),
    parameter<&growth_options::leaving>("leaving", 0, 1, false, "probability that a member leaves in a month")};

/// Adds an option for each, and `--arrivals`, `--program`. `fixed`: where the names of those that were given are noted.
void add_growth_parameters(CLI::App& command, growth_options& growth, std::vector<std::string>* fixed = nullptr);
/// The words that say the same, but for parameters of these names.
[[nodiscard]] std::vector<std::string> growth_arguments(const growth_options& growth,
                                                        const std::vector<std::string>& but = {});

}  // namespace capnet::command
