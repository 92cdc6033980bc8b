#pragma once
/// Definitions of attribute.hpp: see core/config.hpp.
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <capnet/core/config.hpp>
#include <capnet/model/attribute.hpp>

namespace capnet {

CAPNET_INLINE attribute_value::attribute_value() noexcept = default;
CAPNET_INLINE attribute_value::attribute_value(const attribute_value& other) = default;
CAPNET_INLINE attribute_value::attribute_value(attribute_value&& other) noexcept = default;
CAPNET_INLINE attribute_value& attribute_value::operator=(const attribute_value& other) = default;
CAPNET_INLINE attribute_value& attribute_value::operator=(attribute_value&& other) noexcept = default;
CAPNET_INLINE attribute_value::~attribute_value() = default;
CAPNET_INLINE attribute_value::attribute_value(variant value) noexcept : value_{std::move(value)} {}
CAPNET_INLINE attribute_value::attribute_value(std::string text) : value_{std::move(text)} {}
CAPNET_INLINE attribute_value::attribute_value(std::string_view text) : value_{std::string{text}} {}
CAPNET_INLINE attribute_value::attribute_value(const char* text) : value_{std::string{text}} {}
CAPNET_INLINE attribute_value::attribute_value(partial_date day) : value_{day} {}
CAPNET_INLINE attribute_value::attribute_value(capnet::date day) : value_{partial_date{day}} {}

CAPNET_INLINE value_type attribute_value::type() const {
  constexpr std::array types{value_type::text, value_type::integer, value_type::number, value_type::yes_no,
                             value_type::date};
  return types[value_.index()];
}

CAPNET_INLINE std::optional<double> attribute_value::number() const {
  if (const auto* whole = get_if<std::int64_t>()) return static_cast<double>(*whole);
  if (const auto* any = get_if<double>()) return *any;
  return std::nullopt;
}

CAPNET_INLINE std::string attribute_value::text() const {
  if (const auto* text = get_if<std::string>()) return *text;
  if (const auto* whole = get_if<std::int64_t>()) return std::to_string(*whole);
  if (const auto* yes = get_if<bool>()) return *yes ? "yes" : "no";
  if (const auto* day = get_if<partial_date>()) return to_string(*day);
  char digits[32];
  const auto written = std::to_chars(digits, digits + sizeof digits, std::get<double>(value_));
  return {digits, written.ptr};
}

CAPNET_INLINE bool operator==(const attribute_value& a, const attribute_value& b) {
  return a.value_.index() == b.value_.index() ? a.value_ == b.value_ : a.text() == b.text();
}

}  // namespace capnet
