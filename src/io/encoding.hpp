#pragma once
/// Texts in encodings other than UTF-8.
#include <cstddef>
#include <string>
#include <string_view>

namespace capnet::detail {

/// Throws input_error unless `encoding` is empty (UTF-8) or one that can be decoded. The names are those of iconv;
/// shift_jis, euc-jp and latin1 are read as what is mostly meant by them: cp932, euc-jp-ms and windows-1252.
void expect_encoding(std::string_view encoding);

/// What a text reads in UTF-8.
struct decoded {
  std::string text;    ///< up to the first bytes that are none in that encoding
  bool whole = false;  ///< whether all was decoded
};
/// Decodes at most `most` bytes of UTF-8, and a little more. What begins with the byte order mark of UTF-8 is UTF-8,
/// and so is what has no zero bytes though a letter has some in that encoding: in a folder of UTF-16, an ASCII table.
/// Throws what `expect_encoding` throws. Time O(bytes).
[[nodiscard]] decoded decode(std::string_view bytes, std::string_view encoding, std::size_t most);

/// For a message: "it could be Shift_JIS or Windows-1252", of those that tables are often in. Time O(bytes).
[[nodiscard]] std::string possible_encodings(std::string_view bytes);

/// Whether these are likely 16-bit units: "UTF-16" by their byte order mark, "UTF-16LE" or "UTF-16BE" by their zero
/// bytes, or nothing.
[[nodiscard]] std::string_view utf_16_of(std::string_view bytes);

}  // namespace capnet::detail
