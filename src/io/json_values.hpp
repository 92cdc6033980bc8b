#pragma once
/// Numbers, texts and lists as JSON, the same in every command and in the report.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <capnet/model/attribute.hpp>

namespace capnet::detail {

/// null where nothing is known; whole numbers without a fraction.
inline boost::json::value to_json(const std::optional<double>& number) {
  if (!number || !std::isfinite(*number)) return nullptr;
  if (*number == std::floor(*number) && std::abs(*number) < 9e15) return static_cast<std::int64_t>(*number);
  return *number;
}
inline boost::json::value to_json(double number) { return to_json(std::optional{number}); }
inline boost::json::value to_json(const std::optional<std::int64_t>& number) {
  if (!number) return nullptr;
  return *number;
}
inline boost::json::value to_json(const std::string& text) { return boost::json::value(text); }
/// Numbers as such, all else as text; null where nothing is known.
inline boost::json::value value_json(const std::optional<attribute_value>& value) {
  if (!value) return nullptr;
  if (const auto* whole = value->get_if<std::int64_t>()) return *whole;
  if (const auto number = value->number()) return to_json(*number);
  return boost::json::value(value->text());
}
template <class T>
boost::json::array to_json(const std::vector<T>& values) {
  boost::json::array all;
  for (const T& value : values) all.push_back(to_json(value));
  return all;
}

}  // namespace capnet::detail
