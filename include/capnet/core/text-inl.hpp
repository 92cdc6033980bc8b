#pragma once
/// Definitions of text.hpp: see core/config.hpp.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/config.hpp>
#include <capnet/core/detail/characters.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

CAPNET_INLINE std::string printable(std::string_view text) {
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

CAPNET_INLINE std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return printable(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u) --most;
  return printable(text.substr(0, most)) + "...";
}

CAPNET_INLINE std::string quote(std::string_view text, std::size_t most) { return '\'' + shortened(text, most) + '\''; }

CAPNET_INLINE std::size_t edit_distance(std::string_view a, std::string_view b) {
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

CAPNET_INLINE std::string short_number(double number, int digits) {
  if (std::isnan(number)) return "no number";
  if (std::isinf(number)) return number > 0 ? "infinity" : "-infinity";
  char text[64];
  digits = std::clamp(digits, 1, 17);
  const double size = std::abs(number);
  const bool whole = size < 1e15 && (number == std::trunc(number) || size >= std::pow(10, digits) - .5);
  const auto written = whole ? std::to_chars(text, text + sizeof text, std::llround(number))
                             : std::to_chars(text, text + sizeof text, number, std::chars_format::general, digits);
  return {text, written.ptr};
}

CAPNET_INLINE std::string shortest_number(double number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

CAPNET_INLINE std::string percent_text(double share) { return short_number(100 * share, 3) + "%"; }

CAPNET_INLINE std::string plural(std::uint64_t n, std::string_view noun) {
  return std::to_string(n) + ' ' + std::string{noun} + (n == 1 ? "" : "s");
}

}  // namespace capnet

namespace capnet::detail {

CAPNET_INLINE std::string nearest_name(std::string_view given, const std::vector<std::string_view>& candidates) {
  const auto letters = std::count_if(given.begin(), given.end(),
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
  if (letters < 2 || given.size() > 64) return {};
  std::string_view best;
  std::size_t nearest = letters < 4 ? 2 : given.size() / 3 + 2;  // and so not near any more
  for (const std::string_view name : candidates) {
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

CAPNET_INLINE std::string joined_names(const std::vector<std::string_view>& names, std::string_view last_word,
                                       std::size_t most) {
  const std::size_t n = names.size();
  const std::size_t shown = n > most ? most : n;
  std::string text;
  std::size_t at = 0;
  for (const std::string_view name : names) {
    if (at == shown) break;
    if (at > 0) text += at + 1 == n ? std::string{last_word} : ", ";
    text += shortened(name);
    ++at;
  }
  if (shown < n) text += (shown > 0 ? " and " : "") + std::to_string(n - shown) + (shown > 0 ? " more" : "");
  return text;
}

}  // namespace capnet::detail
