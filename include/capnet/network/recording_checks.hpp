#pragma once
/// What a builder asks of days and columns before it records them. Not interface: see builder.hpp.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/validity.hpp>

namespace capnet::detail {

[[nodiscard]] std::string wrong_length(const char* column, std::size_t found, std::size_t expected);
void expect_length(std::size_t found, std::size_t expected, const char* column);
/// Throws input_error unless the last days come with first ones, in a column of that length.
void expect_last_days(std::span<const std::int32_t> first, std::span<const std::int32_t> last, std::size_t length,
                      const char* column);
[[noreturn]] void refuse_days(const char* what, std::string_view name);
[[noreturn]] void refuse_order(const spell& when, const char* what, std::string_view name);
/// Days inside the calendar, and no end before the begin. `what` and `name` say whose, without a text for each call.
void expect_order(const spell& when, const char* what, std::string_view name);
void expect_order(const held_when& when, const char* what, std::string_view name);

[[nodiscard]] std::string article(const std::string& noun);

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/recording_checks-inl.hpp>  // IWYU pragma: export
#endif
