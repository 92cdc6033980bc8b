#pragma once
/// The files of this folder, compiled in by cmake/embed.cmake.
#include <string_view>

namespace capnet::detail {

extern const std::string_view report_template;
extern const std::string_view report_css;
extern const std::string_view report_js;
extern const std::string_view report_licenses;

}  // namespace capnet::detail
