#pragma once
/// What is wrong with an input: one fault, and the list of all.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>

namespace capnet {

/// One fault of an input. `line` and `column` count from 1; 0 means that the fault has no such place.
struct problem {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;  ///< "what was found; what was expected"

  friend bool operator==(const problem&, const problem&) = default;
};

/// `FILE:LINE:COLUMN: message`, leaving out what is unknown. Printable; the line breaks of the message stay.
[[nodiscard]] std::string to_string(const problem& fault);

/// The faults of an input as they are found: the first ones as they are, the others counted, so that neither memory nor
/// what is printed grows with their number. What is left out is said: "and 3 further problems".
class problem_list {
 public:
  static constexpr std::size_t most_listed = 1'000;
  static constexpr std::size_t most_bytes = 256'000;         ///< of all lines together
  static constexpr std::size_t most_message_bytes = 16'000;  ///< of one; a longer one is cut

  problem_list() : problem_list{most_listed} {}
  /// Lists at most `most`; `whole` names what all of them are about.
  explicit problem_list(std::size_t most, std::string whole = {});

  void add(problem fault);
  /// Adds those of another list, listed or counted.
  void add(problem_list other);

  [[nodiscard]] bool empty() const { return found_ == 0; }
  /// How many were added, listed or not.
  [[nodiscard]] std::size_t size() const { return found_; }
  /// The first ones.
  [[nodiscard]] const std::vector<problem>& listed() const { return listed_; }
  /// The first ones and, if there are more, how many.
  [[nodiscard]] std::vector<problem> told() &&;

 private:
  [[nodiscard]] problem rest(std::size_t left) const;
  /// The beginning of a text, whole letters of it. Its line breaks stay.
  static std::string cut(std::string_view text);

  std::size_t most_;
  std::string whole_;
  std::size_t bytes_;
  std::size_t found_ = 0;
  std::vector<problem> listed_{};
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/problem_list-inl.hpp>  // IWYU pragma: export
#endif
