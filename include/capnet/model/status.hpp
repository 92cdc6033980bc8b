#pragma once
/// How real a statement is.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace capnet {

/// Only `held` counts as having happened. Planned: decided for a later day. Intended: "we would like to". Potential:
/// could be reached. Target: aimed at.
enum class status : std::uint8_t { held, planned, intended, potential, target };

inline constexpr std::array<std::string_view, 5> status_names{"held", "planned", "intended", "potential", "target"};

[[nodiscard]] constexpr std::string_view to_string(status s) { return status_names[static_cast<std::size_t>(s)]; }

[[nodiscard]] constexpr std::optional<status> parse_status(std::string_view text) {
  for (std::size_t k = 0; k < status_names.size(); ++k) {
    if (status_names[k] == text) return static_cast<status>(k);
  }
  return std::nullopt;
}

}  // namespace capnet
