#pragma once
/// A figure that says what it is made of: never a bare double.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/id.hpp>

namespace capnet {

/// What `low` and `high` of an estimate are. The first two are proven bounds; two readings are values of the same data
/// between which the truth usually, but not provably, lies; a sampling interval is about more than who answered.
namespace interval_kinds {
inline constexpr std::string_view dates = "bounds over partial dates";
inline constexpr std::string_view rounding = "as rounded";
inline constexpr std::string_view readings = "certain and possible reading of partial dates";
inline constexpr std::string_view wilson = "wilson 95%";
inline constexpr std::string_view bootstrap = "bootstrap 95%";  ///< over members, drawn anew with replacement
inline constexpr std::string_view greenwood = "greenwood 95%";  ///< of a survival curve
inline constexpr std::string_view student = "t 95%";            ///< of a mean
inline constexpr std::string_view permutation = "permutation";  ///< no bounds: `p` says how sure it is
inline constexpr std::string_view combined = "intervals of its parts combined";
}  // namespace interval_kinds

/// A measured value with its unit, what it was divided by, how sure it is and where it comes from.
struct estimate {
  std::optional<double> value{};            ///< empty where undefined or nothing is known: never 0 for "missing"
  std::optional<double> low{}, high{};      ///< bounds or interval; `interval_kind` says which
  std::string unit{};                       ///< "share", "organization", "tie", "index", ...
  std::optional<std::int64_t> numerator{};  ///< where the value is a ratio of counts
  std::optional<std::int64_t> denominator{};
  double coverage = 1;                    ///< share of what was asked about whose answer is known, [0, 1]
  std::string interval_kind{};            ///< one of `interval_kinds`; empty without low and high
  std::string definition{};               ///< one sentence with its source
  std::vector<std::string> cite{};        ///< ids of the sources of the rows it was computed from
  std::optional<double> expected{}, p{};  ///< under chance, where the value is compared with that
  std::vector<vertex_ref> vertices{};     ///< the rows behind it: see evidence_of
  std::vector<tie_ref> ties{};
};

/// How sure an estimate is, in the words that every text uses: "at least 2, at most 4" for proven bounds, "between two
/// readings: 0.32, 0.45", "95% interval 0.1 to 0.3". Empty without an interval, or where its ends are one.
[[nodiscard]] std::string interval_in_words(const estimate& e, int digits = 4);

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/model/estimate-inl.hpp>  // IWYU pragma: export
#endif
