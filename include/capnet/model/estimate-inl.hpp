#pragma once
/// Definitions of estimate.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/estimate.hpp>

namespace capnet {

CAPNET_INLINE std::string interval_in_words(const estimate& e, int digits) {
  if (!e.low || !e.high || !(*e.low < *e.high)) return {};
  const std::string low = short_number(*e.low, digits), high = short_number(*e.high, digits);
  if (e.interval_kind == interval_kinds::readings) return "between two readings: " + low + ", " + high;
  if (e.interval_kind.ends_with("95%")) return "95% interval " + low + " to " + high;
  if (e.interval_kind == interval_kinds::combined) return "its parts give " + low + " to " + high;
  return "at least " + low + ", at most " + high;
}

}  // namespace capnet
