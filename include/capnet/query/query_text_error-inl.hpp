#pragma once
/// Definitions of query_text_error.hpp: see core/config.hpp.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/config.hpp>
#include <capnet/core/text.hpp>
#include <capnet/query/query_text_error.hpp>

namespace capnet {

CAPNET_INLINE query_text_error::query_text_error(std::string_view text, const std::vector<query_text_fault>& faults)
    : input_error{place(text, faults)} {
  for (const query_text_fault& fault : faults) excerpts_.push_back(excerpt(text, fault.at));
}

CAPNET_INLINE bool query_text_error::starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
}

CAPNET_INLINE std::size_t query_text_error::line_begin(std::string_view text, std::size_t at) {
  const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

CAPNET_INLINE std::vector<problem> query_text_error::place(std::string_view text,
                                                           const std::vector<query_text_fault>& faults) {
  std::vector<problem> problems;
  for (const query_text_fault& fault : faults) {
    const std::string_view before = text.substr(0, fault.at);
    const std::string_view in_line = before.substr(line_begin(text, fault.at));
    problems.push_back({"query", static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
                        static_cast<std::size_t>(std::ranges::count_if(in_line, starts_character)) + 1, fault.message});
  }
  return problems;
}

CAPNET_INLINE std::string query_text_error::excerpt(std::string_view text, std::size_t at) {
  constexpr std::size_t most_before = 70, most_after = 60;  // bytes
  const std::size_t begin = line_begin(text, at);
  std::size_t first = begin;
  if (at - begin > most_before) {
    first = at - most_before;
    while (first < at && !starts_character(text[first])) ++first;
  }
  const std::size_t end = std::min(text.find('\n', at), text.size());
  std::size_t last = end;
  if (end - at > most_after) {
    last = at + most_after;
    while (last > at && !starts_character(text[last])) --last;
  }
  const std::string before = (first > begin ? "..." : "") + printable(text.substr(first, at - first));
  return "  " + before + printable(text.substr(at, last - at)) + (last < end ? "..." : "") + "\n  " +
         std::string(display_width(before), ' ') + '^';
}

}  // namespace capnet
