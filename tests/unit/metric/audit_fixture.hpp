#pragma once
/// Small networks of figures, and ways to ask what the audit found in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/metric/audit.hpp>
#include <capnet/network/builder.hpp>

namespace capnet::fixture {

using numbers = std::vector<std::int64_t>;
using texts = std::vector<std::string>;

inline decimal written(std::string_view text) { return parse_decimal(text).value(); }

inline figure percent(std::string id, std::string_view value, std::string survey = "") {
  return {.id = std::move(id), .survey = std::move(survey), .kind = figure_kind::percent, .value = written(value)};
}
inline figure count(std::string id, std::string subject, std::string_view value, std::string unit) {
  return {.id = std::move(id),
          .subject = std::move(subject),
          .kind = figure_kind::count,
          .value = written(value),
          .unit = std::move(unit)};
}

inline std::vector<finding> audit_of(const std::vector<figure>& figures) {
  builder net;
  for (const figure& f : figures) net.add_figure(f);
  return audit(net.freeze());
}

/// The findings of a code, all or those whose first figure is the given one.
inline std::vector<finding> all_of(const std::vector<finding>& found, std::string_view code,
                                   std::string_view first_figure = "") {
  std::vector<finding> kept;
  for (const finding& f : found) {
    if (f.code == code && (first_figure.empty() || (!f.figures.empty() && f.figures[0] == first_figure)))
      kept.push_back(f);
  }
  return kept;
}
/// The only one of them; a failed test if there is none or more than one.
inline finding one_of(const std::vector<finding>& found, std::string_view code, std::string_view first_figure = "") {
  std::vector<finding> kept = all_of(found, code, first_figure);
  EXPECT_EQ(kept.size(), 1u) << code << " " << first_figure;
  return kept.empty() ? finding{} : kept[0];
}
inline texts codes_of(const std::vector<finding>& found) {
  texts codes;
  for (const finding& f : found) codes.push_back(f.code);
  return codes;
}

template <class T>
T field(const finding& f, std::string_view name) {
  const finding_value* value = f.find(name);
  if (value == nullptr || !std::holds_alternative<T>(*value)) {
    ADD_FAILURE() << f.code << " has no such field " << name;
    return T{};
  }
  return std::get<T>(*value);
}
inline std::int64_t number(const finding& f, std::string_view name) { return field<std::int64_t>(f, name); }
inline double real(const finding& f, std::string_view name) { return field<double>(f, name); }
inline numbers list(const finding& f, std::string_view name) { return field<numbers>(f, name); }
inline bool is_null(const finding& f, std::string_view name) {
  return f.find(name) != nullptr && std::holds_alternative<std::nullptr_t>(*f.find(name));
}
inline bool says(const finding& f, std::string_view words) { return f.message.find(words) != std::string::npos; }

}  // namespace capnet::fixture
