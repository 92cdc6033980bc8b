#pragma once
/// Small text helpers for messages that help.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
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

/// The first character of a text, one byte of it if it is no UTF-8.
struct character {
  std::uint32_t code = 0;
  std::size_t length = 1;
  bool well_formed = false;
};
/// Pre: `text` is not empty.
[[nodiscard]] constexpr character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length || find_invalid_utf8(text.substr(0, length)) != std::string_view::npos) return {lead};
  std::uint32_t code = lead < 0x80 ? lead : lead & (0x7Fu >> length);
  for (std::size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(text[k]) & 0x3Fu);
  return {code, length, true};
}

/// Whether a terminal would obey it rather than show it: control characters, marks and overrides of direction, line
/// separators, the byte order mark.
[[nodiscard]] constexpr bool steers_terminals(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

/// `\x1b`, `\u202e`: the last digits of a number behind a backslash and a letter.
inline void append_escape(std::string& to, char letter, std::uint32_t code, int digits) {
  to += '\\';
  to += letter;
  for (int k = digits - 1; k >= 0; --k) to += "0123456789abcdef"[code >> (4 * k) & 0xFu];
}

}  // namespace detail

/// A text of the data as it may stand on a terminal: what would steer the terminal or change the order of letters
/// (control characters, bidirectional overrides, line separators, bytes that are not UTF-8) is shown as `\x1b`,
/// `\u202e`.
///
/// Backslashes stay, so that a text that was made printable once stays as it is. Time O(bytes); at most four bytes for
/// one.
[[nodiscard]] inline std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length, well_formed] = detail::first_character(text.substr(at));
    if (!well_formed)
      detail::append_escape(shown, 'x', code, 2);
    else if (code == '\n')
      shown += "\\n";
    else if (code == '\r')
      shown += "\\r";
    else if (code == '\t')
      shown += "\\t";
    else if (detail::steers_terminals(code))
      detail::append_escape(shown, code < 0x100 ? 'x' : 'u', code, code < 0x100 ? 2 : 4);
    else
      shown += text.substr(at, length);
    at += length;
  }
  return shown;
}

/// Printable, and of a long text the first `most` bytes (whole letters of them) and "...".
[[nodiscard]] inline std::string shortened(std::string_view text, std::size_t most = 64) {
  if (text.size() <= most) return printable(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u) --most;
  return printable(text.substr(0, most)) + "...";
}

/// `'text'` for a message: shortened. Every word of the data that a message names goes through here.
[[nodiscard]] inline std::string quote(std::string_view text, std::size_t most = 64) {
  return '\'' + shortened(text, most) + '\'';
}

/// How many edits lead from one text to the other, in bytes: insertions, deletions, substitutions and swaps of
/// neighbors, none edited twice (optimal string alignment). Time O(a b), space O(b).
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (std::size_t k = 0; k < a.size(); ++k) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = k + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({above[j + 1] + 1, row[j] + 1, above[j] + (a[k] != b[j])});
      if (k > 0 && j > 0 && a[k] == b[j - 1] && a[k - 1] == b[j]) row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
  }
  return row[b.size()];
}

/// "; did you mean 'x'?" for the candidate nearest to `given`, of several the first by name, or nothing if none is
/// near.
///
/// Near is at most one edit more than a third of its bytes; of 2 or 3 letters one edit; a single letter is near to
/// nothing, as every other letter would be, and so is a text of over 64 bytes, which nobody mistypes.
template <class Names>
[[nodiscard]] std::string did_you_mean(std::string_view given, const Names& candidates) {
  const auto letters =
      std::ranges::count_if(given, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
  if (letters < 2 || given.size() > 64) return {};
  std::string_view best;
  std::size_t nearest = letters < 4 ? 2 : given.size() / 3 + 2;  // and so not near any more
  for (const auto& candidate : candidates) {
    const std::string_view name{candidate};
    const std::size_t longest = std::max(name.size(), given.size());
    if (longest - std::min(name.size(), given.size()) > nearest) continue;
    const std::size_t distance = edit_distance(given, name);
    if (distance < nearest || (distance == nearest && !best.empty() && name < best)) {
      nearest = distance;
      best = name;
    }
  }
  return best.empty() ? std::string{} : "; did you mean " + quote(best) + "?";
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
/// is; whole numbers below 10^15 in full. What is no number reads "no number", infinity "infinity".
[[nodiscard]] inline std::string short_number(double number, int digits = 4) {
  if (std::isnan(number)) return "no number";
  if (std::isinf(number)) return number > 0 ? "infinity" : "-infinity";
  char text[64];
  const bool whole = std::abs(number) < 1e15 && number == std::trunc(number);
  const auto written =
      whole ? std::to_chars(text, text + sizeof text, static_cast<long long>(number))
            : std::to_chars(text, text + sizeof text, number, std::chars_format::general, std::clamp(digits, 1, 17));
  return {text, written.ptr};
}

/// "a, b and c"; of more than `most` names the first ones "and N more". Each name is shortened.
template <class Names>
[[nodiscard]] std::string join_names(const Names& names, std::string_view last_word = " and ", std::size_t most = 10) {
  const std::size_t n = std::size(names);
  const std::size_t shown = n > most ? most : n;
  std::string text;
  std::size_t at = 0;
  for (const auto& name : names) {
    if (at == shown) break;
    if (at > 0) text += at + 1 == n ? std::string{last_word} : ", ";
    text += shortened(name);
    ++at;
  }
  if (shown < n) text += (shown > 0 ? " and " : "") + std::to_string(n - shown) + (shown > 0 ? " more" : "");
  return text;
}

}  // namespace capnet
