#include "io/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet::detail {
namespace {

constexpr std::array<std::string_view, 4> tried{"UTF-8", "Shift_JIS", "EUC-JP", "Windows-1252"};

/// A conversion to UTF-8, if there is one from that encoding.
class converter {
 public:
  explicit converter(std::string_view encoding) {
    std::string name{encoding};
    for (char& c : name) c = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const auto& [given, meant] : {std::pair{"shift-jis", "CP932"},
                                       {"sjis", "CP932"},
                                       {"euc-jp", "EUC-JP-MS"},
                                       {"latin1", "CP1252"},
                                       {"latin-1", "CP1252"},
                                       {"iso-8859-1", "CP1252"},
                                       {"windows-1252", "CP1252"}}) {
      if (name == given) handle_ = ::iconv_open("UTF-8", meant);
    }
    // What follows "//" would change how iconv treats what it can't convert.
    const bool plain = !encoding.empty() && encoding.size() <= 64 && encoding.find('/') == std::string_view::npos &&
                       encoding.find('\0') == std::string_view::npos;
    if (!known() && plain) handle_ = ::iconv_open("UTF-8", std::string{encoding}.c_str());
  }
  ~converter() {
    if (known()) ::iconv_close(handle_);
  }
  converter(const converter&) = delete;
  converter& operator=(const converter&) = delete;
  [[nodiscard]] bool known() const { return handle_ != none(); }

  /// Calls `take(text)` for each piece of UTF-8 until it is false; how many bytes were converted.
  template <class Take>
  std::size_t run(std::string_view bytes, const Take& take) {
    std::array<char, 1 << 14> piece{};
    char* in = const_cast<char*>(bytes.data());  // which iconv does not write to
    std::size_t left = bytes.size();
    for (bool last = false;;) {
      char* out = piece.data();
      std::size_t room = piece.size();
      const std::size_t result = ::iconv(handle_, last ? nullptr : &in, &left, &out, &room);
      const bool full = result == static_cast<std::size_t>(-1) && errno == E2BIG;
      const bool failed = result == static_cast<std::size_t>(-1) && !full;
      if (!take(std::string_view{piece.data(), piece.size() - room}) || failed || (last && !full)) break;
      last = last || !full;
    }
    return bytes.size() - left;
  }

 private:
  static iconv_t none() { return reinterpret_cast<iconv_t>(-1); }
  iconv_t handle_ = none();
};

bool fits(std::string_view bytes, std::string_view encoding) {
  converter from{encoding};
  return from.known() && from.run(bytes, [](std::string_view) { return true; }) == bytes.size();
}

}  // namespace

void expect_encoding(std::string_view encoding) {
  if (encoding.empty() || converter{encoding}.known()) return;
  static constexpr std::array<std::string_view, 7> usual{"utf-8",  "utf-16", "shift_jis",   "cp932",
                                                         "euc-jp", "latin1", "windows-1252"};
  throw input_error{"encoding " + quote(encoding) + " is not known here; expected one such as " +
                    join_names(usual, " or ") + did_you_mean(encoding, usual)};
}

decoded decode(std::string_view bytes, std::string_view encoding, std::size_t most) {
  expect_encoding(encoding);
  if (encoding.empty() || bytes.starts_with("\xEF\xBB\xBF")) return {std::string{bytes}, true};
  converter from{encoding};
  std::string text;
  (void)from.run("a", [&](std::string_view piece) { return (text += piece, true); });
  if (text.empty() && bytes.find('\0') == std::string_view::npos) return {std::string{bytes}, true};
  text.clear();
  text.reserve(bytes.size());
  const std::size_t read = from.run(bytes, [&](std::string_view piece) {
    text += piece;
    return text.size() <= most;
  });
  return {std::move(text), read == bytes.size()};
}

std::string possible_encodings(std::string_view bytes) {
  if (const std::string_view wide = utf_16_of(bytes); !wide.empty()) return "it could be " + std::string{wide};
  std::vector<std::string_view> found;
  for (const std::string_view encoding : tried) {
    if (fits(bytes, encoding)) found.push_back(encoding);
  }
  return found.empty() ? "it is neither " + join_names(tried, ", ") + " nor UTF-16"
                       : "it could be " + join_names(found, " or ");
}

std::string_view utf_16_of(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "UTF-16";
  std::array<std::size_t, 2> zeros{};  // at even places, at odd ones
  std::size_t lines = 1;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    zeros[at % 2] += bytes[at] == '\0';
    lines += bytes[at] == '\n';
  }
  // In a table each separator and line break has one in its upper half; some letters have one in their lower half.
  const auto [fewer, more] = std::minmax(zeros[0], zeros[1]);
  if (bytes.size() % 2 != 0 || more < 2 * lines || more < 2 * fewer) return {};
  return zeros[0] > zeros[1] ? "UTF-16BE" : "UTF-16LE";
}

}  // namespace capnet::detail
