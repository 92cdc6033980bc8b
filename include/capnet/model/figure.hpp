#pragma once
/// What a survey or article reports: a number with everything that was said about it, and nothing that was not.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/model/attribute.hpp>
#include <capnet/model/status.hpp>

namespace capnet {

enum class figure_kind : std::uint8_t { percent, count, change_points, ratio };

inline constexpr std::array<std::string_view, 4> figure_kind_names{"percent", "count", "change_points", "ratio"};

[[nodiscard]] constexpr std::string_view to_string(figure_kind k) {
  return figure_kind_names[static_cast<std::size_t>(k)];
}

/// A decimal number as written: `mantissa` / 10^`decimals`. "63.9" is {639, 1}; exact, unlike a double.
struct decimal {
  std::int64_t mantissa = 0;
  int decimals = 0;
  [[nodiscard]] constexpr double value() const {
    double scale = 1;
    for (int k = 0; k < decimals; ++k) scale *= 10;
    return static_cast<double>(mantissa) / scale;
  }
  friend constexpr bool operator==(const decimal&, const decimal&) = default;
};

/// Reads "74", "63.9", "-2", "+24", "0.1". Nothing for other text, or past 15 digits.
[[nodiscard]] constexpr std::optional<decimal> parse_decimal(std::string_view text) {
  decimal number;
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int digits = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      if (++digits > 15) return std::nullopt;
      number.mantissa = number.mantissa * 10 + (c - '0');
      number.decimals += point ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0) return std::nullopt;
  if (negative) number.mantissa = -number.mantissa;
  return number;
}

/// `63.9`: as it was written, but for a `+` or zeros before it.
[[nodiscard]] std::string to_string(const decimal& number);

/// A reported figure. Empty means that the source does not say.
struct figure {
  std::string id{};
  std::string subject{};  ///< key of the vertex it is about
  std::string survey{};   ///< figures of one survey are about the same respondents
  std::string label{};
  figure_kind kind = figure_kind::count;
  std::optional<decimal> value{};
  std::string unit{};  ///< what is counted: organization, person, response, ...
  std::optional<std::int64_t> numerator{};
  std::optional<std::int64_t> denominator{};
  std::optional<decimal> rounding{};  ///< step in the value's unit{}; empty: as many digits as given
  bool approximate = false;
  std::optional<partial_date> day{};
  std::string series{};
  capnet::status status = capnet::status::held;
  std::string cite{};
  std::vector<attribute> attributes{};
};

/// Where a statement comes from.
struct source {
  std::string id{};
  std::string title{};
  std::string publisher{};
  std::optional<partial_date> day{};
  std::string url{};
  std::vector<attribute> attributes{};
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/model/figure-inl.hpp>  // IWYU pragma: export
#endif
