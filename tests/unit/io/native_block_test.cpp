#include "io/native_block.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>

namespace capnet {
namespace {

/// Calls `body` with the checks of each width that this machine has.
template <class Body>
void at_each_width(const Body& body) {
  for (const simd_level level : {simd_level::portable, simd_level::avx2, simd_level::avx512}) {
    limit_simd(level);
    if (current_simd() == level) body(native::checks());
  }
  limit_simd(simd_level::avx512);
}

TEST(NativeBlock, ItsChecksumIsTheSameAtEachWidthOfVectors) {
  random_stream rng{{.seed = 1}};
  std::vector<unsigned char> bytes(65'536);
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(rng.below(256));
  at_each_width([&](const native::block_checks& checks) {
    for (const std::size_t size :
         {0u, 1u, 16u, 17u, 128u, 129u, 240u, 241u, 1'023u, 1'024u, 1'025u, 4'096u, 65'535u, 65'536u}) {
      EXPECT_EQ(checks.hash(bytes.data(), size), native::portable_checks.hash(bytes.data(), size)) << size;
    }
  });
  // As any xxHash since 0.8 has it: files outlive the version of the library.
  EXPECT_EQ(native::hash("", 0), 0x2D06800538D394C2u);
  EXPECT_EQ(native::hash("capnet", 6), 0x5CBFEE11A89090BFu);
}

TEST(NativeBlock, NumbersAreBelowALimitAsOneByOne) {
  random_stream rng{{.seed = 2}};
  for (int round = 0; round < 2'000; ++round) {
    const std::uint32_t limit = rng.below(4) == 0 ? 0x80000000u : 1 + rng.below(50);
    std::vector<std::uint32_t> values(1 + rng.below(70));
    for (std::uint32_t& value : values) value = rng.below(limit);
    if (rng.below(2) == 0) {
      const std::uint32_t wrong[] = {limit, limit - 1, limit + 1, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu};
      values[rng.below(static_cast<std::uint32_t>(values.size()))] = wrong[rng.below(6)];
    }
    const bool expected = std::ranges::all_of(values, [&](std::uint32_t value) { return value < limit; });
    at_each_width([&](const native::block_checks& checks) {
      EXPECT_EQ(checks.below(values.data(), values.size(), limit), expected) << round;
    });
  }
}

TEST(NativeBlock, OffsetsRiseAsOneByOne) {
  random_stream rng{{.seed = 3}};
  for (int round = 0; round < 2'000; ++round) {
    const std::uint32_t limit = rng.below(4) == 0 ? 0x7FFFFFFFu : rng.below(50);
    std::vector<std::uint32_t> values(1 + rng.below(70));
    for (std::uint32_t& value : values) value = rng.below(limit + 1);
    std::ranges::sort(values);
    if (rng.below(2) == 0) {
      const std::uint32_t wrong[] = {limit, limit + 1, 0, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu};
      values[rng.below(static_cast<std::uint32_t>(values.size()))] = wrong[rng.below(6)];
    }
    const bool expected = std::ranges::is_sorted(values) && values.back() <= limit;
    at_each_width([&](const native::block_checks& checks) {
      EXPECT_EQ(checks.rising(values.data(), values.size(), limit), expected) << round;
    });
  }
}

}  // namespace
}  // namespace capnet
