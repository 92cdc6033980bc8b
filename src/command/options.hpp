#pragma once
/// Whole numbers as options: decimal, and within a range that the refusal tells.
#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet::command {

/// 1234567 as 1,234,567.
[[nodiscard]] inline std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}
/// "1 place", "2,000 places".
[[nodiscard]] inline std::string grouped(std::uint64_t n, std::string_view noun) {
  return grouped(n) + ' ' + std::string{noun} + (n == 1 ? "" : "s");
}

/// Reads `--name N` with N in decimal digits, from `low` to `high`. Other text throws input_error: no sign, no octal by
/// a leading 0, no number that wraps round.
template <class Number>
CLI::Option* add_whole_number(CLI::App& command, const std::string& name, Number& target, std::uint64_t low,
                              std::uint64_t high, const std::string& about) {
  auto read = [name, low, high, &target](const std::string& text) {
    std::uint64_t number = 0;
    const char* const last = text.data() + text.size();
    const auto [end, fault] = std::from_chars(text.data(), last, number);
    const bool whole =
        end == last && !text.empty() && (fault == std::errc{} || fault == std::errc::result_out_of_range);
    if (!whole || fault != std::errc{} || number < low || number > high) {
      throw input_error{{{name, 0, 0,
                          quote(text) + (whole ? " is out of range" : " is no whole number") +
                              "; expected a whole number from " + grouped(low) + " to " + grouped(high)}}};
    }
    if constexpr (requires { typename Number::value_type; })
      target = static_cast<typename Number::value_type>(number);
    else
      target = static_cast<Number>(number);
  };
  return command.add_option_function<std::string>(name, read, about)->type_name("N");
}

/// The same for an option that shows `target` as its default.
template <class Number>
CLI::Option* add_whole_number_with_default(CLI::App& command, const std::string& name, Number& target,
                                           std::uint64_t low, std::uint64_t high, const std::string& about) {
  return add_whole_number(command, name, target, low, high, about)->default_str(std::to_string(target));
}

/// Reads a probability, or what else lies between 0 and 1: a decimal number. Throws input_error.
[[nodiscard]] inline double probability_named(const std::string& name, const std::string& text,
                                              const char* what = "probability") {
  double number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, fault] = std::from_chars(text.data(), last, number);
  if (end != last || text.empty() || fault != std::errc{} || !(number >= 0 && number <= 1))
    throw input_error{{{name, 0, 0, quote(text) + " is no " + what + "; expected a number from 0 to 1"}}};
  return number;
}

/// Reads `--name P` with P in [0, 1].
template <class Number>
CLI::Option* add_probability(CLI::App& command, const std::string& name, Number& target, const std::string& about) {
  auto read = [name, &target](const std::string& text) { target = probability_named(name, text); };
  return command.add_option_function<std::string>(name, read, about)->type_name("P");
}
/// Reads `--name SHARE` with a share in [0, 1].
template <class Number>
CLI::Option* add_share(CLI::App& command, const std::string& name, Number& target, const std::string& about) {
  auto read = [name, &target](const std::string& text) { target = probability_named(name, text, "share"); };
  return command.add_option_function<std::string>(name, read, about)->type_name("SHARE");
}

}  // namespace capnet::command
