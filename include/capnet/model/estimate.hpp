#pragma once
/// A figure that says what it is made of: never a bare double.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/id.hpp>

namespace capnet {

/// A measured value with its unit, what it was divided by, how sure it is and where it comes from.
struct estimate {
  std::optional<double> value{};            ///< empty where undefined or nothing is known: never 0 for "missing"
  std::optional<double> low{}, high{};      ///< bounds or interval; `interval_kind` says which
  std::string unit{};                       ///< "share", "organization", "tie", "index", ...
  std::optional<std::int64_t> numerator{};  ///< where the value is a ratio of counts
  std::optional<std::int64_t> denominator{};
  double coverage = 1;                 ///< share of what was asked about whose answer is known, [0, 1]
  std::string interval_kind{};         ///< "wilson 95%", "bounds over partial dates", ...; empty without low and high
  std::string definition{};            ///< one sentence with its source
  std::vector<std::string> cite{};     ///< ids of the sources of the rows it was computed from
  std::vector<vertex_ref> vertices{};  ///< the rows behind it: see explain.hpp
  std::vector<tie_ref> ties{};
};

}  // namespace capnet
