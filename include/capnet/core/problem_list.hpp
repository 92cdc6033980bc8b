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
[[nodiscard]] inline std::string to_string(const problem& fault) {
  std::string text = printable(fault.file);
  if (fault.line != 0) text += ':' + std::to_string(fault.line);
  if (fault.column != 0) text += ':' + std::to_string(fault.column);
  if (!text.empty()) text += ": ";
  for (std::string_view rest = fault.message;;) {
    const std::size_t end = rest.find('\n');
    text += printable(rest.substr(0, end));
    if (end == std::string_view::npos) return text;
    text += '\n';
    rest.remove_prefix(end + 1);
  }
}

/// The faults of an input as they are found: the first ones as they are, the others counted, so that neither memory nor
/// what is printed grows with their number. What is left out is said: "and 3 further problems".
class problem_list {
 public:
  static constexpr std::size_t most_listed = 1'000;
  static constexpr std::size_t most_bytes = 256'000;         ///< of all lines together
  static constexpr std::size_t most_message_bytes = 16'000;  ///< of one; a longer one is cut

  problem_list() : problem_list{most_listed} {}
  /// Lists at most `most`; `whole` names what all of them are about.
  explicit problem_list(std::size_t most, std::string whole = {})
      : most_{most}, whole_{std::move(whole)}, bytes_{to_string(rest(static_cast<std::size_t>(-1))).size()} {}

  void add(problem fault) {
    if (++found_ > listed_.size() + 1) return;  // one before it was left out
    if (fault.message.size() > most_message_bytes) fault.message = cut(fault.message);
    const std::size_t line = to_string(fault).size() + 1;
    if (listed_.size() == most_ || bytes_ + line > most_bytes) return;
    bytes_ += line;
    listed_.push_back(std::move(fault));
  }
  /// Adds those of another list, listed or counted.
  void add(problem_list other) {
    for (problem& fault : other.listed_) add(std::move(fault));
    found_ += other.found_ - other.listed_.size();
  }

  [[nodiscard]] bool empty() const { return found_ == 0; }
  /// How many were added, listed or not.
  [[nodiscard]] std::size_t size() const { return found_; }
  /// The first ones.
  [[nodiscard]] const std::vector<problem>& listed() const { return listed_; }
  /// The first ones and, if there are more, how many.
  [[nodiscard]] std::vector<problem> told() && {
    if (found_ > listed_.size()) listed_.push_back(rest(found_ - listed_.size()));
    return std::move(listed_);
  }

 private:
  [[nodiscard]] problem rest(std::size_t left) const {
    return {whole_, 0, 0, "and " + std::to_string(left) + " further problem" + (left == 1 ? "" : "s")};
  }
  /// The beginning of a text, whole letters of it. Its line breaks stay.
  static std::string cut(std::string_view text) {
    std::size_t end = most_message_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    return std::string{text.substr(0, end)} + "...";
  }

  std::size_t most_;
  std::string whole_;
  std::size_t bytes_;
  std::size_t found_ = 0;
  std::vector<problem> listed_{};
};

}  // namespace capnet
