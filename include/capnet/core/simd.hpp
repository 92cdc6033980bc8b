#pragma once
/// Which vector instructions this machine has, asked at run time: one binary runs everywhere and is fast where it can
/// be.
#include <cstdlib>
#include <string_view>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define CAPNET_X86_SIMD 1
/// In front of a function that is only called when `current_simd()` is at least that level.
#define CAPNET_TARGET_AVX2 [[gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")]]
#if defined(__clang__)  // has no such preference for a single function
#define CAPNET_TARGET_AVX512 \
  [[gnu::target("avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vpopcntdq")]]
#else
#define CAPNET_TARGET_AVX512                                                                                        \
  [[gnu::target(                                                                                                    \
      "avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vpopcntdq,prefer-vector-width=" \
      "512")]]
#endif
#else
#define CAPNET_X86_SIMD 0
#endif

/// Around functions that use intrinsics: at -O0 g++ has them as macros, whose casts it then warns of.
#if CAPNET_X86_SIMD && !defined(__clang__)
#define CAPNET_SIMD_BEGIN                                                                \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wsign-conversion\"") \
      _Pragma("GCC diagnostic ignored \"-Wold-style-cast\"") _Pragma("GCC diagnostic ignored \"-Wconversion\"")
#define CAPNET_SIMD_END _Pragma("GCC diagnostic pop")
#else
#define CAPNET_SIMD_BEGIN
#define CAPNET_SIMD_END
#endif

namespace capnet {

/// Instruction sets that kernels are written for. Each gives the same bits: sums keep their order, and nothing is
/// fused.
enum class simd_level { portable, avx2, avx512 };

namespace detail {

/// Asks for the cache line of `place` ahead of its use.
inline void prefetch([[maybe_unused]] const void* place) noexcept {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(place);
#endif
}

/// Reads a byte of what is there ahead of its use, for its cache line: unlike a prefetch, which some machines drop
/// then, also where its page has to be looked up first. Nothing waits for it until as many later instructions are under
/// way as the machine can hold.
inline void touch(const void* place) noexcept {
  const auto* byte = static_cast<const unsigned char*>(place);
#if defined(__GNUC__) || defined(__clang__)
  asm volatile("" : : "r"(*byte));  // in a register: read
#else
  static_cast<void>(*static_cast<const volatile unsigned char*>(byte));
#endif
}

inline simd_level best_simd() {
#if CAPNET_X86_SIMD
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq");
  return avx512 ? simd_level::avx512 : avx2 ? simd_level::avx2 : simd_level::portable;
#else
  return simd_level::portable;
#endif
}

inline simd_level& chosen_simd() {
  static simd_level level = [] {
    const simd_level best = best_simd();
    const char* wish = std::getenv("CAPNET_SIMD");  // "portable" or "avx2": less than the machine has
    if (wish != nullptr && std::string_view{wish} == "portable") return simd_level::portable;
    if (wish != nullptr && std::string_view{wish} == "avx2" && best == simd_level::avx512) return simd_level::avx2;
    return best;
  }();
  return level;
}

}  // namespace detail

/// The level that kernels use: the best of this machine, or less if the environment variable CAPNET_SIMD says so.
[[nodiscard]] inline simd_level current_simd() { return detail::chosen_simd(); }

/// Uses at most `level` from now on, and never more than the machine has. For tests and benchmarks; not while kernels
/// run.
inline void limit_simd(simd_level level) {
  const simd_level best = detail::best_simd();
  detail::chosen_simd() = level < best ? level : best;
}

}  // namespace capnet
