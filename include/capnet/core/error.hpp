#pragma once
/// How capnet refuses bad input: what was found, where, and what was expected.
#include <cassert>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/problem_list.hpp>

/// Inside loops, a broken precondition asserts. What comes from outside throws in every build: core/expect.hpp.
#define CAPNET_ASSERT(condition, sentence) assert((condition) && (sentence))

namespace capnet {

/// Unusable input, with the problems that were found in it, as many as a `problem_list` tells. `what()` has one on a
/// line.
class input_error : public std::runtime_error {
 public:
  explicit input_error(problem_list problems);
  explicit input_error(std::vector<problem> problems);
  explicit input_error(std::string message);
  [[nodiscard]] const std::vector<problem>& problems() const noexcept { return problems_; }

 private:
  struct bounded {};
  input_error(std::vector<problem> problems, bounded);
  static problem_list listed(std::vector<problem> problems);
  static std::string join(const std::vector<problem>& problems);
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

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/error-inl.hpp>  // IWYU pragma: export
#endif
