#pragma once
/// Small text helpers for messages that help.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace capnet {

/// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). Position of the first bad byte, or
/// npos.
[[nodiscard]] constexpr std::size_t find_invalid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    auto byte = [&](std::size_t k) { return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0u; };
    auto tail = [&](std::size_t k) { return (byte(k) & 0xC0u) == 0x80u; };
    const unsigned lead = byte(0);
    std::size_t length = 0;
    if (lead < 0x80)
      length = 1;
    else if (lead >= 0xC2 && lead <= 0xDF && tail(1))
      length = 2;
    else if (lead >= 0xE0 && lead <= 0xEF && tail(1) && tail(2) && !(lead == 0xE0 && byte(1) < 0xA0) &&
             !(lead == 0xED && byte(1) >= 0xA0))
      length = 3;
    else if (lead >= 0xF0 && lead <= 0xF4 && tail(1) && tail(2) && tail(3) && !(lead == 0xF0 && byte(1) < 0x90) &&
             !(lead == 0xF4 && byte(1) >= 0x90))
      length = 4;
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

/// Columns that a text takes on a terminal: East Asian wide characters take two (Unicode TR 11, the common ranges).
[[nodiscard]] constexpr std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = lead < 0x80 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length && at + k < utf8.size(); ++k)
      code = code << 6 | (static_cast<unsigned char>(utf8[at + k]) & 0x3Fu);
    const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                      (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                      (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF01 && code <= 0xFF60) ||
                      (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
    width += wide ? 2 : 1;
    at += length;
  }
  return width;
}

namespace detail {

std::string nearest_name(std::string_view given, const std::vector<std::string_view>& candidates);
std::string joined_names(const std::vector<std::string_view>& names, std::string_view last_word, std::size_t most);

}  // namespace detail

/// A text of the data as it may stand on a terminal: what would steer the terminal or change the order of letters
/// (control characters, bidirectional overrides, line separators, bytes that are not UTF-8) is shown as `\x1b`,
/// `\u202e`.
///
/// Backslashes stay, so that a text that was made printable once stays as it is. Time O(bytes); at most four bytes for
/// one.
[[nodiscard]] std::string printable(std::string_view text);

/// Printable, and of a long text the first `most` bytes (whole letters of them) and "...".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most = 64);

/// `'text'` for a message: shortened. Every word of the data that a message names goes through here.
[[nodiscard]] std::string quote(std::string_view text, std::size_t most = 64);

/// How many edits lead from one text to the other, in bytes: insertions, deletions, substitutions and swaps of
/// neighbors, none edited twice (optimal string alignment). Time O(a b), space O(b).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// "; did you mean 'x'?" for the candidate nearest to `given`, of several the first by name, or nothing if none is
/// near.
///
/// Near is at most one edit more than a third of its bytes; of 2 or 3 letters one edit; a single letter is near to
/// nothing, as every other letter would be, and so is a text of over 64 bytes, which nobody mistypes.
template <class Names>
[[nodiscard]] std::string did_you_mean(std::string_view given, const Names& candidates) {
  return detail::nearest_name(given, std::vector<std::string_view>(std::begin(candidates), std::end(candidates)));
}

/// Calls `visit(part)` for each part of `a|b|c` that is not empty, without white space around it: lists in one cell,
/// such as sources and aliases. Time O(bytes).
template <class Visit>
void for_each_listed(std::string_view list, const Visit& visit) {
  while (!list.empty()) {
    const std::size_t bar = std::min(list.find('|'), list.size());
    std::string_view part = list.substr(0, bar);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) visit(part);
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
}

/// At most `digits` significant digits, without trailing zeros, as `%g` writes them in the C locale whatever the locale
/// is; below 10^15 whole numbers in full, and others that have more digits before the point rounded to a whole one.
/// What is no number reads "no number", infinity "infinity".
[[nodiscard]] std::string short_number(double number, int digits = 4);

/// The fewest digits that read back as the same number, whatever the locale is.
[[nodiscard]] std::string shortest_number(double number);

/// A share in percent, with three significant digits: .125 is "12.5%".
[[nodiscard]] std::string percent_text(double share);

/// "1 place", "2 places".
[[nodiscard]] std::string plural(std::uint64_t n, std::string_view noun);

/// "a, b and c"; of more than `most` names the first ones "and N more". Each name is shortened.
template <class Names>
[[nodiscard]] std::string join_names(const Names& names, std::string_view last_word = " and ", std::size_t most = 10) {
  return detail::joined_names(std::vector<std::string_view>(std::begin(names), std::end(names)), last_word, most);
}

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/text-inl.hpp>  // IWYU pragma: export
#endif
