#pragma once
/// What a builder asks of days and columns before it records them. Not interface: see builder.hpp.
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/validity.hpp>

namespace capnet::detail {

[[nodiscard]] std::string wrong_length(const char* column, std::size_t found, std::size_t expected);
void expect_length(std::size_t found, std::size_t expected, const char* column);
/// Throws input_error unless last days come with first ones, in columns of that length.
template <class Columns>
void expect_partial(const Columns& columns, std::size_t length) {
  for (const auto& [first, last, name] : {std::tuple{columns.begins, columns.last_begins, "last_begins"},
                                          std::tuple{columns.ends, columns.last_ends, "last_ends"}}) {
    expect_length(last.size(), length, name);
    if (!last.empty() && first.empty())
      refuse_with({"column ", quote(name), " stands without the first days; expected both"});
    for (std::size_t at = 0; at < last.size(); ++at) {
      if (last[at] < first[at])
        refuse_with({"entry ", at, " of column ", quote(name), " is before the first day; expected a day that is not"});
    }
  }
}
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
