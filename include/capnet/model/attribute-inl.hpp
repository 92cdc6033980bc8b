#pragma once
/// Definitions of attribute.hpp: see core/config.hpp.
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/model/attribute.hpp>

namespace capnet {

CAPNET_INLINE attribute_value::attribute_value() noexcept : whole_{0} {}
CAPNET_INLINE attribute_value::attribute_value(const attribute_value& other) = default;
CAPNET_INLINE attribute_value::attribute_value(attribute_value&& other) noexcept = default;
CAPNET_INLINE attribute_value& attribute_value::operator=(const attribute_value& other) = default;
CAPNET_INLINE attribute_value& attribute_value::operator=(attribute_value&& other) noexcept = default;
CAPNET_INLINE attribute_value::~attribute_value() = default;
CAPNET_INLINE attribute_value::attribute_value(std::string text) : text_{std::move(text)}, whole_{0} {}
CAPNET_INLINE attribute_value::attribute_value(std::string_view text) : text_{text}, whole_{0} {}
CAPNET_INLINE attribute_value::attribute_value(const char* text) : text_{text}, whole_{0} {}
CAPNET_INLINE attribute_value::attribute_value(partial_date day) : type_{value_type::date}, day_{day} {}
CAPNET_INLINE attribute_value::attribute_value(capnet::date day) : attribute_value{partial_date{day}} {}

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
  const auto written = std::to_chars(digits, digits + sizeof digits, number_);
  return {digits, written.ptr};
}

CAPNET_INLINE bool operator==(const attribute_value& a, const attribute_value& b) {
  if (a.type_ != b.type_) return a.text() == b.text();
  switch (a.type_) {
    case value_type::integer:
      return a.whole_ == b.whole_;
    case value_type::number:
      return a.number_ == b.number_;
    case value_type::yes_no:
      return a.yes_ == b.yes_;
    case value_type::date:
      return a.day_ == b.day_;
    default:
      return a.text_ == b.text_;
  }
}

}  // namespace capnet
