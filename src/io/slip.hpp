#pragma once
/// Whether a word is likely another one, mistyped.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>

namespace capnet::detail {

/// The word as it is compared: letters small, `_` for spaces and hyphens.
[[nodiscard]] inline std::string folded(std::string_view word) {
  std::string plain{word};
  for (char& c : plain) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || c == '-') c = '_';
  }
  return plain;
}

/// Whether one is the other's English plural: offices, boxes, agencies.
[[nodiscard]] inline bool differ_in_number(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.ends_with("ies") && a.ends_with("y")) return a.substr(0, a.size() - 1) == b.substr(0, b.size() - 3);
  return b.starts_with(a) && (b.substr(a.size()) == "s" || b.substr(a.size()) == "es");
}

/// One edit, or two in words of eight letters and more, where words are often that near to each other only by mistake.
/// Another letter in a word of four, or at its beginning, makes another word: site and size, height and weight.
[[nodiscard]] inline bool is_slip_of_word(std::string_view a, std::string_view b) {
  const std::size_t letters = std::min(a.size(), b.size());
  if (letters < 3) return false;
  if (differ_in_number(a, b)) return true;
  const std::size_t edits = edit_distance(a, b);
  const bool other_letter = a.size() == b.size() && !std::ranges::is_permutation(a, b);
  if (edits == 1) return !other_letter || (letters >= 5 && a.front() == b.front());
  return edits == 2 && letters >= 8;
}

/// Whether `given` looks like `meant`, mistyped: compny and company, weigth and weight, Non-profit and nonprofit.
///
/// Compared part by part where both have as many between `_`: name_ja is not name_en. Other digits are meant, and so
/// are other characters of scripts in which a single one is a word (町, 村). Nobody mistypes over 64 bytes. Stricter
/// than `did_you_mean`, which is asked only where a word is wrong for sure. Time O(given meant).
[[nodiscard]] inline bool is_slip(std::string_view given, std::string_view meant) {
  if (std::max(given.size(), meant.size()) > 64) return false;
  const std::string a = folded(given), b = folded(meant);
  if (a == b) return given != meant;
  const auto one_word_a_letter = [](char c) { return static_cast<unsigned char>(c) >= 0xE0; };
  if (std::ranges::any_of(a + b, one_word_a_letter)) return false;
  const auto digits = [](std::string_view text) {
    std::string found;
    std::ranges::copy_if(text, std::back_inserter(found), [](char c) { return c >= '0' && c <= '9'; });
    return found;
  };
  if (digits(a) != digits(b)) return false;
  const auto parts = [](std::string_view text) {
    std::vector<std::string_view> found;
    for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(end + 1)) {
      end = text.find('_');
      found.push_back(text.substr(0, end));
      if (end == std::string_view::npos) break;
    }
    return found;
  };
  const auto as = parts(a), bs = parts(b);
  if (as.size() != bs.size()) return is_slip_of_word(a, b);
  return std::ranges::equal(as, bs,
                            [](std::string_view x, std::string_view y) { return x == y || is_slip_of_word(x, y); });
}

/// The first of `known` that `given` is a slip of, or nothing.
template <class Names>
[[nodiscard]] std::string_view meant_by(std::string_view given, const Names& known) {
  for (const std::string_view name : known) {
    if (is_slip(given, name)) return name;
  }
  return {};
}

}  // namespace capnet::detail
