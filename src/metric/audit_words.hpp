#pragma once
/// How the audit writes numbers, units and dates in its sentences, in English and in Japanese.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/metric/feasible_counts.hpp>
#include <capnet/model/figure.hpp>

namespace capnet::detail {

/// A name of the data as sentences have it: printable, and not for pages.
[[nodiscard]] std::string shown(std::string_view name);

/// "63.9", as it was written.
[[nodiscard]] std::string to_text(decimal number);
/// 100 k/n rounded to `decimals` places, exactly: "73.2%". Pre: 0 <= k <= n, n > 0, decimals <= 15.
[[nodiscard]] std::string percent_of(std::int64_t k, std::int64_t n, int decimals);
/// .256 as "25.6%"; a whole percentage without a point.
[[nodiscard]] std::string percent_text(double share);
/// "2023", "2023-05", "FY2023" or a day.
[[nodiscard]] std::string date_text(const partial_date& day);

/// "41 organizations", "1 municipality"; `if_unknown` stands for a missing unit.
[[nodiscard]] std::string counted(const std::string& number, std::string_view unit, std::string_view if_unknown = "");
[[nodiscard]] std::string counted_ja(const std::string& number, std::string_view unit);

/// "36", "112 or 113", "17 to 21", "600 or more".
[[nodiscard]] std::string range_text(count_range numbers);
[[nodiscard]] std::string range_text_ja(count_range numbers);

/// The numbers of a range, at most `finding_list_limit` of them.
[[nodiscard]] std::vector<std::int64_t> listed(count_range numbers);

/// The figure's value with its sign: "63.9%", "0.5", "24 points", "41 organizations".
[[nodiscard]] std::string value_text(const figure& f);
[[nodiscard]] std::string value_text_ja(const figure& f);
/// The same with the label in brackets.
[[nodiscard]] std::string named_value(const figure& f);
[[nodiscard]] std::string named_value_ja(const figure& f);

/// "a, b and c" in Japanese.
[[nodiscard]] std::string join_ja(const std::vector<std::string>& words);

}  // namespace capnet::detail
