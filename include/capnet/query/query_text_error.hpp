#pragma once
/// What is wrong with a query in text, and where it stands.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/error.hpp>

namespace capnet {

/// A fault of a query in text, and the byte it is at.
struct query_text_fault {
  std::size_t at = 0;
  std::string message{};
};

/// What is wrong with a query in text. Each problem has file "query", a line, and a column that counts characters.
class query_text_error : public input_error {
 public:
  query_text_error(std::string_view text, const std::vector<query_text_fault>& faults);
  /// For each problem the line it is in and below it a caret at the character, aligned on a terminal; long lines are
  /// cut.
  [[nodiscard]] const std::vector<std::string>& excerpts() const noexcept { return excerpts_; }

 private:
  static bool starts_character(char c);
  static std::size_t line_begin(std::string_view text, std::size_t at);
  static std::vector<problem> place(std::string_view text, const std::vector<query_text_fault>& faults);
  static std::string excerpt(std::string_view text, std::size_t at);

  std::vector<std::string> excerpts_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/query/query_text_error-inl.hpp>  // IWYU pragma: export
#endif
