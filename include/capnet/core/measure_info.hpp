#pragma once
/// What every measure says of itself, whatever it measures: the columns of `capnet measure --list`.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace capnet {

/// The same words in English and Japanese.
struct phrase {
  std::string_view en{}, ja{};
};

/// How long a measure takes: `linear` and `near_linear` in what it reads; `heavy`, such as O(n m), is left out unless
/// it is asked for.
enum class measure_cost : std::uint8_t { linear, near_linear, heavy };
inline constexpr std::array<std::string_view, 3> measure_cost_names{"linear", "near-linear", "heavy"};
[[nodiscard]] constexpr std::string_view to_string(measure_cost cost) {
  return measure_cost_names[static_cast<std::size_t>(cost)];
}

/// The range of a measure's values, where it has one.
struct value_range {
  double low = 0, high = 1;
};

/// Stands beside the function it is about, in a measure's row.
struct measure_info {
  std::string_view name{};  ///< stable, for programs: "sector_heterogeneity"
  phrase label{};
  phrase meaning{};  ///< how to read a value, in a few words
  std::string_view unit{};
  std::optional<value_range> range{};
  std::string_view definition{};  ///< a formula in words
  std::string_view source{};      ///< "Blau 1977"; "capnet" where the operationalization is its own
  measure_cost cost = measure_cost::linear;
  std::string_view defined_for{};  ///< "networks with a program", "simple graphs"
  int rank = 0;                    ///< where it stands in lists, smaller first
};

}  // namespace capnet
