#pragma once
/// What the fuzz targets share: how one fails, and bytes read as numbers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include <capnet/core/error.hpp>

/// The door of a target: libFuzzer's, and the replay's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace capnet::fuzz {

/// Ends the program unless it holds.
inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "FAILED: " << what << std::endl;
  std::abort();
}
/// The same for two texts, whose first different lines are shown.
inline void require_same(std::string_view is, std::string_view expected, std::string_view what) {
  if (is == expected) return;
  std::size_t at = 0;
  while (at < is.size() && at < expected.size() && is[at] == expected[at]) ++at;
  at = at == 0 ? 0 : is.rfind('\n', at - 1) + 1;
  std::cerr << "is:       " << is.substr(at, is.find('\n', at) - at) << '\n'
            << "expected: " << expected.substr(at, expected.find('\n', at) - at) << '\n';
  require(false, what);
}

/// A refusal says why, in sentences that can be printed.
inline void require_sentences(const input_error& refusal) {
  require(!refusal.problems().empty(), "an input_error has a problem");
  std::size_t bytes = 0;
  for (const problem& fault : refusal.problems()) {
    const std::string text = to_string(fault);
    bytes += text.size();
    require(!fault.message.empty(), "a problem has a message");
    for (const char c : text) require(c == '\n' || static_cast<unsigned char>(c) >= 0x20, "a problem is printable");
    require(find_invalid_utf8(text) == std::string_view::npos, "a problem is UTF-8");
  }
  require(bytes <= problem_list::most_bytes, "the problems are bounded");
}
/// Does it; whether it was refused.
template <class Act>
bool refused(const Act& act) {
  try {
    act();
    return false;
  } catch (const input_error& refusal) {
    require_sentences(refusal);
    return true;
  }
}

/// The input as text.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(data), size};
}

/// The input, number by number; after its end all are 0.
class byte_reader {
 public:
  byte_reader(const std::uint8_t* data, std::size_t size) : rest_{text_of(data, size)} {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  /// 0 to n - 1. Pre: 0 < n <= 65,536.
  std::uint32_t below(std::uint32_t n) {
    std::uint32_t number = byte();
    if (n > 256) number = number << 8 | byte();
    return number % n;
  }
  bool flag() { return below(2) == 1; }
  /// At most so many bytes as they are.
  std::string_view take(std::size_t bytes) {
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view rest_;
};

}  // namespace capnet::fuzz
