#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/network/vertex_table.hpp>

namespace capnet {
namespace {

/// `n` texts whose hash leads to the same slot of a table of `size`.
template <class Hash>
std::vector<std::string> colliding(std::size_t n, std::uint64_t size, const Hash& hash) {
  std::vector<std::string> found;
  for (std::uint64_t k = 0; found.size() < n; ++k) {
    std::string text = "v" + std::to_string(k);
    if ((hash(text) & (size - 1)) == 0) found.push_back(std::move(text));
  }
  return found;
}

key_index index_of(const std::vector<std::string>& keys) {
  key_index index;
  index.starts = {0, static_cast<std::uint32_t>(keys.size())};
  index.first_ids = {0};
  key_slots::fill(index, keys.size(), [&](const auto& visit) {
    for (std::size_t k = 0; k < keys.size(); ++k) visit(keys[k], static_cast<std::uint32_t>(k));
  });
  return index;
}

/// How many texts are compared to find all keys.
std::size_t comparisons(const key_index& index, const std::vector<std::string>& keys) {
  std::size_t compared = 0;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const auto found = index.find(keys[k], [&](vertex_ref v, std::string_view text) {
      ++compared;
      return keys[v.value] == text;
    });
    EXPECT_TRUE(found && found->value == k) << keys[k];
  }
  return compared;
}

TEST(KeyIndex, TextsChosenToCollideUnderAnUnkeyedHashAreFoundAtOnce) {
  const auto keys = colliding(600, 1'024, [](const std::string& text) { return stable_hash(text); });
  const key_index index = index_of(keys);
  EXPECT_EQ(index.key, hash_key{}) << "the first key will do";
  EXPECT_LE(comparisons(index, keys), 8 * keys.size());
}

TEST(KeyIndex, TextsChosenToCollideUnderTheFirstKeyGetAnother) {
  const auto keys = colliding(600, 1'024, [](const std::string& text) { return sip_hash(text, {}); });
  const key_index index = index_of(keys);
  EXPECT_NE(index.key, hash_key{});
  EXPECT_EQ(index.key, index_of(keys).key) << "the same texts, the same table";
  EXPECT_LE(comparisons(index, keys), 8 * keys.size());
}

TEST(KeyIndex, LooksAtABoundedNumberOfTextsInATableThatIsFull) {
  key_index index;
  index.starts = {0, 4'096};
  index.first_ids = {0};
  index.slots = std::vector<std::uint32_t>(4'096, 7);  // as a hostile file may have it
  std::size_t compared = 0;
  EXPECT_FALSE(index.find("absent", [&](vertex_ref, std::string_view) { return ++compared == 0; }));
  EXPECT_EQ(compared, key_index::most_probes);
}

TEST(KeyIndex, RefusesMoreEqualTextsThanItCouldTellApart) {
  EXPECT_THROW((void)index_of(std::vector<std::string>(2'000, "same")), input_error);
}

}  // namespace
}  // namespace capnet
