#pragma once
/// Definitions of problem_list.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/core/problem_list.hpp>

namespace capnet {

CAPNET_INLINE std::string to_string(const problem& fault) {
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

CAPNET_INLINE problem_list::problem_list(std::size_t most, std::string whole)
    : most_{most}, whole_{std::move(whole)}, bytes_{to_string(rest(static_cast<std::size_t>(-1))).size()} {}

CAPNET_INLINE void problem_list::add(problem fault) {
  if (++found_ > listed_.size() + 1) return;  // one before it was left out
  if (fault.message.size() > most_message_bytes) fault.message = cut(fault.message);
  const std::size_t line = to_string(fault).size() + 1;
  if (listed_.size() == most_ || bytes_ + line > most_bytes) return;
  bytes_ += line;
  listed_.push_back(std::move(fault));
}

CAPNET_INLINE void problem_list::add(problem_list other) {
  for (problem& fault : other.listed_) add(std::move(fault));
  found_ += other.found_ - other.listed_.size();
}

CAPNET_INLINE std::vector<problem> problem_list::told() && {
  if (found_ > listed_.size()) listed_.push_back(rest(found_ - listed_.size()));
  return std::move(listed_);
}

CAPNET_INLINE problem problem_list::rest(std::size_t left) const {
  return {whole_, 0, 0, "and " + std::to_string(left) + " further problem" + (left == 1 ? "" : "s")};
}

CAPNET_INLINE std::string problem_list::cut(std::string_view text) {
  std::size_t end = most_message_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return std::string{text.substr(0, end)} + "...";
}

}  // namespace capnet
