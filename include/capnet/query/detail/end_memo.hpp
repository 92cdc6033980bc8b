#pragma once
/// What filters said of the vertices that ties lead to: each is asked once, however many ties lead there.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <capnet/query/detail/query_memory.hpp>

namespace capnet::detail {

/// Two bits a position: whether it was asked, and whether it passed. Costs what was asked, to fill and to forget.
class end_memo {
 public:
  /// Forgets everything; positions are below n from here on.
  void begin(std::size_t n) {
    for (const std::uint32_t at : filled_) words_.of(0)[at] = 0;
    filled_.clear();
    known_ = words_.of((n + per_word - 1) / per_word);
  }
  /// Of the ends whose bits are set, those that pass: `passes(position)` judges who was not asked yet.
  template <class Passes>
  [[nodiscard]] std::uint64_t passing(const std::int32_t* ends, std::uint64_t word, const Passes& passes) {
    std::uint64_t kept = 0;
    for (; word != 0; word &= word - 1) {
      const auto k = static_cast<unsigned>(std::countr_zero(word));
      const auto p = static_cast<std::uint32_t>(ends[k]);
      const std::uint32_t shift = 2 * (p % per_word);
      if ((known_[p / per_word] >> shift & 1) == 0) [[unlikely]]
        learn(p, passes(ends[k]));
      kept |= (known_[p / per_word] >> (shift + 1) & 1) << k;
    }
    return kept;
  }

 private:
  static constexpr std::uint32_t per_word = 32;

  void learn(std::uint32_t p, bool passes) {
    std::uint64_t& some = known_[p / per_word];
    if (some == 0) filled_.push_back(p / per_word);
    some |= (passes ? std::uint64_t{3} : std::uint64_t{1}) << (2 * (p % per_word));
  }

  zeroed_array<std::uint64_t> words_;
  std::uint64_t* known_ = nullptr;
  std::vector<std::uint32_t> filled_;  // words that aren't 0
};

}  // namespace capnet::detail
