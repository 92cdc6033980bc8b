#pragma once
/// How capnet refuses bad input: what was found, where, and what was expected.
#include <cassert>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Inside loops, a broken precondition asserts. What comes from outside throws in every build: core/expect.hpp.
#define CAPNET_ASSERT(condition, sentence) assert((condition) && (sentence))

namespace capnet {

/// One fault of an input. `line` and `column` count from 1; 0 means that the fault has no such place.
struct problem {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;  ///< "what was found; what was expected"

  friend bool operator==(const problem&, const problem&) = default;
};

/// `FILE:LINE:COLUMN: message`, leaving out what is unknown.
[[nodiscard]] inline std::string to_string(const problem& fault) {
  std::string text = fault.file;
  if (fault.line != 0) text += ':' + std::to_string(fault.line);
  if (fault.column != 0) text += ':' + std::to_string(fault.column);
  return text.empty() ? fault.message : text + ": " + fault.message;
}

/// Unusable input, with every problem that was found in it. `what()` has one problem on a line.
class input_error : public std::runtime_error {
 public:
  explicit input_error(std::vector<problem> problems)
      : std::runtime_error{join(problems)}, problems_{std::move(problems)} {}
  explicit input_error(std::string message) : input_error{std::vector<problem>{{"", 0, 0, std::move(message)}}} {}
  [[nodiscard]] const std::vector<problem>& problems() const noexcept { return problems_; }

 private:
  static std::string join(const std::vector<problem>& problems) {
    std::string text;
    for (const problem& fault : problems) {
      if (!text.empty()) text += '\n';
      text += to_string(fault);
    }
    return text;
  }
  std::vector<problem> problems_;
};

/// The question is well put but has no answer, such as a plan that no choice can meet.
class infeasible_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An output that can't be written: the file that was there before is untouched, unless the message says otherwise.
class output_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace capnet
