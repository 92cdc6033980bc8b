#include <capnet/core/detail/first_blocks.hpp>

#include <capnet/core/simd.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace capnet {
namespace {

TEST(FirstBlocks, AreTheFirstNumbersOfStreamsUnderEachInstructionSet) {
  const random_use use{.seed = 0x123456789abcdef, .replica = 3, .step = 5, .purpose = 7};
  std::vector<std::uint64_t> entities;
  for (std::uint64_t k = 0; k < 21; ++k) entities.push_back(k * 0x9e3779b97f4a7c15u);
  const simd_level best = current_simd();
  for (const simd_level level : {simd_level::portable, simd_level::avx2, simd_level::avx512}) {
    limit_simd(level);
    std::vector<detail::random_block> blocks(entities.size());
    detail::first_blocks(random_streams{use}, entities, blocks.data());
    for (std::size_t k = 0; k < entities.size(); ++k) {
      random_use one = use;
      one.entity = entities[k];
      random_stream stream{one};
      for (const std::uint32_t word : blocks[k]) EXPECT_EQ(word, stream());
    }
  }
  limit_simd(best);
}

}  // namespace
}  // namespace capnet
