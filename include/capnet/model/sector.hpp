#pragma once
/// Sectors of organizations.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace capnet {

/// The part of society an organization belongs to. Numbers past the last name are sectors of a schema's own.
enum class sector : std::uint8_t {
  unknown,
  nonprofit,
  company,
  municipality,
  prefecture,
  public_institution,
  academia,
  citizens_group,
};

inline constexpr std::array<std::string_view, 8> builtin_sector_names{
    "", "nonprofit", "company", "municipality", "prefecture", "public_institution", "academia", "citizens_group"};

}  // namespace capnet
