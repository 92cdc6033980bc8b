#pragma once
/// Which of a list's ties count on a day: one bit for each of up to 64.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <capnet/core/simd.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/network/time_columns.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

namespace capnet::detail {

/// The lowest n bits. Pre: n in [1, 64].
[[nodiscard]] inline std::uint64_t low_bits(std::size_t n) { return ~std::uint64_t{0} >> (64 - n); }

/// Bit k: begins[k] <= last_begin and ends[k] >= least_end; with `ordered` also begins[k] < ends[k]. Pre: n <= 64.
template <class T>
[[nodiscard]] inline std::uint64_t days_between(const T* begins, const T* ends, std::size_t n, T last_begin,
                                                T least_end, bool ordered) {
  std::uint64_t word = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const bool counts = (begins[k] <= last_begin) & (ends[k] >= least_end) & (!ordered | (begins[k] < ends[k]));
    word |= std::uint64_t{counts} << k;
  }
  return word;
}

#if CAPNET_X86_SIMD
CAPNET_SIMD_BEGIN
CAPNET_TARGET_AVX2 inline std::uint64_t days_between_avx2(const std::uint16_t* begins, const std::uint16_t* ends,
                                                          std::size_t n, std::uint16_t last_begin,
                                                          std::uint16_t least_end, bool ordered) {
  const __m256i last = _mm256_set1_epi16(static_cast<short>(last_begin)),
                least = _mm256_set1_epi16(static_cast<short>(least_end));
  const __m256i always = _mm256_set1_epi16(static_cast<short>(ordered ? 0 : -1));
  std::uint64_t word = 0;
  std::size_t k = 0;
  for (; k + 16 <= n; k += 16) {
    const __m256i begin = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(begins + k));
    const __m256i end = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(ends + k));
    const __m256i begun = _mm256_cmpeq_epi16(_mm256_min_epu16(begin, last), begin),
                  goes_on = _mm256_cmpeq_epi16(_mm256_max_epu16(end, least), end);
    const __m256i backward = _mm256_cmpeq_epi16(_mm256_max_epu16(begin, end), begin);  // begin >= end
    const __m256i counts = _mm256_andnot_si256(_mm256_andnot_si256(always, backward), _mm256_and_si256(begun, goes_on));
    const auto bits = _pext_u32(static_cast<std::uint32_t>(_mm256_movemask_epi8(counts)), 0x55555555u);
    word |= std::uint64_t{bits} << k;
  }
  if (k < n) word |= days_between(begins + k, ends + k, n - k, last_begin, least_end, ordered) << k;
  return word;
}
CAPNET_TARGET_AVX512 inline std::uint64_t days_between_avx512(const std::uint16_t* begins, const std::uint16_t* ends,
                                                              std::size_t n, std::uint16_t last_begin,
                                                              std::uint16_t least_end, bool ordered) {
  const __m512i last = _mm512_set1_epi16(static_cast<short>(last_begin)),
                least = _mm512_set1_epi16(static_cast<short>(least_end));
  std::uint64_t word = 0;
  for (std::size_t k = 0; k < n; k += 32) {
    const __mmask32 here = n - k >= 32 ? ~__mmask32{0} : static_cast<__mmask32>(low_bits(n - k));
    const __m512i begin = _mm512_maskz_loadu_epi16(here, begins + k), end = _mm512_maskz_loadu_epi16(here, ends + k);
    __mmask32 counts = _mm512_mask_cmple_epu16_mask(here, begin, last);
    counts = _mm512_mask_cmpge_epu16_mask(counts, end, least);
    if (ordered) counts = _mm512_mask_cmplt_epu16_mask(counts, begin, end);
    word |= std::uint64_t{counts} << k;
  }
  return word;
}
CAPNET_SIMD_END
#endif

/// Whether ties count, as comparisons of numbers as they are stored.
class day_test {
 public:
  day_test() = default;
  day_test(const validity& asked, const time_columns& times) : statuses_{!times.statuses.empty()}, asked_{asked} {
    if (!asked.held_alone()) {
      how_ = how::general;
      return;
    }
    const bool possible = asked.sure() == certainty::possible && times.partial;
    begins_ = possible ? &times.begin_earliest : &times.begin_latest;
    ends_ = possible ? &times.end_latest : &times.end_earliest;
    if (asked.always() || asked.never()) {
      how_ = asked.always() ? how::all : how::none;
      return;
    }
    bound(asked.last_begin(), asked.last_gone(), asked.ordered());
  }

  /// Bit k: tie first + k counts. Pre: n in [1, 64]; ties [first, first + n) are there.
  [[nodiscard]] std::uint64_t operator()(const time_columns& times, std::size_t first, std::size_t n) const {
    std::uint64_t word = 0;
    switch (how_) {
      case how::none:
        return 0;
      case how::all:
        word = low_bits(n);
        break;
      case how::narrow:
        word = narrow(begins_->narrow.slice(first, first + n).data(), ends_->narrow.slice(first, first + n).data(), n);
        break;
      case how::wide:
        word = days_between(begins_->wide.slice(first, first + n).data(), ends_->wide.slice(first, first + n).data(), n,
                            last_begin_, least_end_, ordered_);
        break;
      case how::general:
        for (std::size_t k = 0; k < n; ++k) word |= std::uint64_t{asked_.active(times[first + k])} << k;
        return word;
    }
    if (statuses_) {
      for (std::size_t k = 0; k < n; ++k) word &= ~(std::uint64_t{times.statuses[first + k] != 0} << k);
    }
    return word;
  }
  /// Asks for the days from `first` on ahead of their use.
  void prefetch(std::size_t first) const {
    if (how_ != how::narrow) return;
    detail::prefetch(begins_->narrow.data() + first);
    detail::prefetch(ends_->narrow.data() + first);
  }

 private:
  enum class how : std::uint8_t { none, all, narrow, wide, general };

  void bound(std::int32_t last_begin, std::int32_t last_gone, bool ordered) {
    const bool begins_same = begins_->is_constant(), ends_same = ends_->is_constant();
    if ((begins_same && begins_->constant > last_begin) || (ends_same && ends_->constant <= last_gone)) return;  // none
    ordered_ =
        ordered && !(begins_same && begins_->constant <= last_gone) && !(ends_same && ends_->constant > last_begin);
    if (begins_same && ends_same) {
      how_ = !ordered_ || begins_->constant < ends_->constant ? how::all : how::none;
      return;
    }
    how_ = how::general;
    if (ordered_ && (begins_same || ends_same || begins_->base != ends_->base)) return;
    // Where all begin or all end alike, the other column stands for it, with a bound that always holds.
    if (begins_same) begins_ = ends_;
    if (ends_same) ends_ = begins_;
    const bool narrow = !begins_->narrow.empty() && !ends_->narrow.empty(),
               wide = !begins_->wide.empty() && !ends_->wide.empty();
    if (!narrow && !wide) return;
    last_begin_ = begins_same ? std::numeric_limits<std::int32_t>::max()
                  : narrow    ? begins_->code_of(last_begin)
                              : last_begin;
    least_end_ =
        ends_same ? std::numeric_limits<std::int32_t>::min() : (narrow ? ends_->code_of(last_gone) : last_gone) + 1;
    how_ = narrow ? how::narrow : how::wide;
    if (narrow && (last_begin_ < 0 || least_end_ > day_column::future)) how_ = how::none;
    if (narrow)
      last_begin_ = std::min<std::int32_t>(last_begin_, day_column::future),
      least_end_ = std::max<std::int32_t>(least_end_, 0);
  }
  [[nodiscard]] std::uint64_t narrow(const std::uint16_t* begins, const std::uint16_t* ends, std::size_t n) const {
    const auto last_begin = static_cast<std::uint16_t>(last_begin_), least_end = static_cast<std::uint16_t>(least_end_);
#if CAPNET_X86_SIMD
    if (level_ == simd_level::avx512) return days_between_avx512(begins, ends, n, last_begin, least_end, ordered_);
    if (n >= 16 && level_ == simd_level::avx2)
      return days_between_avx2(begins, ends, n, last_begin, least_end, ordered_);
#endif
    return days_between(begins, ends, n, last_begin, least_end, ordered_);
  }

  how how_ = how::none;
  bool statuses_ = false;  // some are not held
  bool ordered_ = false;   // who ends before it begins does not count
  simd_level level_ = current_simd();
  validity asked_{};
  std::int32_t last_begin_ = 0, least_end_ = 0;
  const day_column* begins_ = nullptr;
  const day_column* ends_ = nullptr;
};

}  // namespace capnet::detail
