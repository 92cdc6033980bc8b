#pragma once
/// What is wrong with a query in text, and where it stands.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

/// A fault of a query in text, and the byte it is at.
struct query_text_fault {
  std::size_t at = 0;
  std::string message{};
};

/// What is wrong with a query in text. Each problem has file "query", a line, and a column that counts characters.
class query_text_error : public input_error {
 public:
  query_text_error(std::string_view text, const std::vector<query_text_fault>& faults)
      : input_error{place(text, faults)} {
    for (const query_text_fault& fault : faults) excerpts_.push_back(excerpt(text, fault.at));
  }
  /// For each problem the line it is in and below it a caret at the character, aligned on a terminal; long lines are
  /// cut.
  [[nodiscard]] const std::vector<std::string>& excerpts() const noexcept { return excerpts_; }

 private:
  static bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }
  static std::size_t line_begin(std::string_view text, std::size_t at) {
    const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
  }
  static std::vector<problem> place(std::string_view text, const std::vector<query_text_fault>& faults) {
    std::vector<problem> problems;
    for (const query_text_fault& fault : faults) {
      const std::string_view before = text.substr(0, fault.at);
      const std::string_view in_line = before.substr(line_begin(text, fault.at));
      problems.push_back({"query", static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
                          static_cast<std::size_t>(std::ranges::count_if(in_line, starts_character)) + 1,
                          fault.message});
    }
    return problems;
  }
  static std::string excerpt(std::string_view text, std::size_t at) {
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

  std::vector<std::string> excerpts_;
};

}  // namespace capnet
