#pragma once
/// Definitions of figure.hpp: see core/config.hpp.
#include <algorithm>

#include <capnet/core/config.hpp>
#include <capnet/model/figure.hpp>

namespace capnet {

CAPNET_INLINE std::string to_string(const decimal& number) {
  const auto decimals = static_cast<std::size_t>(std::max(number.decimals, 0));
  std::string digits = std::to_string(number.mantissa);
  const std::size_t sign = number.mantissa < 0 ? 1 : 0;
  if (digits.size() - sign <= decimals) digits.insert(sign, decimals + 1 + sign - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
  return digits;
}

}  // namespace capnet
