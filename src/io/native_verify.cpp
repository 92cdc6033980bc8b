#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>

#include "io/native_contents.hpp"

namespace capnet::native {
namespace {

/// Blocks of a column that one thread checks.
struct checked_part {
  section_check column;
  std::size_t first = 0, last = 0;      ///< blocks
  std::optional<std::uint64_t> low{};   ///< its first number, if they rise and its block is good
  std::optional<std::uint64_t> high{};  ///< its last one
};

constexpr std::size_t blocks_of_part = 16;
/// 256 KiB stay in L2 from reading to checking, and a call costs little beside them.
constexpr std::size_t blocks_at_once = 4;

/// Through `buffer`, which holds `blocks_at_once`. `collect(check)` calls it and keeps what it throws.
template <class Collect>
void check_part(const file_memory& file, checked_part& part, char* buffer, const Collect& collect) {
  const section_check& column = part.column;
  for (std::size_t b = part.first; b < part.last; b += blocks_at_once) {
    const std::size_t end = std::min(part.last, b + blocks_at_once);
    const std::uint64_t start = column.start(b), size = column.start(end) - start;
    collect([&] {
      file.read(buffer, column.of().offset + start, size);
      for (std::size_t k = b; k < end; ++k) {
        const char* const bytes = buffer + (column.start(k) - start);
        const std::optional<std::uint64_t> before = std::exchange(part.high, std::nullopt);
        collect([&] {
          column.block(k, bytes);
          if (!column.rises()) return;
          if (k == part.first) part.low = column.first_of(bytes);
          part.high = column.last_of(k, bytes);
          if (before) column.follow(*before, column.first_of(bytes));
        });
      }
    });
  }
}

}  // namespace

/// Throws input_error unless what fills a column up to the next multiple of the alignment is zero.
void contents::check_filling(std::uint64_t offset, std::size_t bytes, const section& before) const {
  std::array<char, alignment> filling{};
  memory_.read(filling.data(), offset, bytes);
  if (std::ranges::any_of(filling, [](char c) { return c != 0; }))
    throw memory_.tampered("has something between " + title(before) + " and what follows");
}

native_check contents::check_all(unsigned threads) const {
  std::vector<checked_part> parts;
  for (const entry& e : entries_) {
    const section_check column = check_of(e);
    for (std::size_t b = 0; b < column.blocks(); b += blocks_of_part)
      parts.push_back({column, b, std::min(b + blocks_of_part, column.blocks())});
  }
  std::mutex lock;
  std::vector<problem> problems;
  const auto collect = [&](const auto& check) {
    try {
      check();
    } catch (const input_error& failure) {
      const std::lock_guard held{lock};
      problems.insert(problems.end(), failure.problems().begin(), failure.problems().end());
    }
  };
  per_thread<std::vector<char>> buffers{[] { return std::vector<char>(blocks_at_once * block_bytes); }};
  parallel_for_blocks(parts.size(), 1, threads, [&](std::size_t k, std::size_t, std::size_t) {
    check_part(memory_, parts[k], buffers.local().data(), collect);
  });
  for (std::size_t k = 0; k < entries_.size(); ++k) {
    const std::uint64_t end = entries_[k].where.offset + entries_[k].where.bytes;
    collect([&] { check_filling(end, (alignment - end % alignment) % alignment, entries_[k].where); });
  }
  for (std::size_t k = 1; k < parts.size(); ++k) {
    const checked_part &before = parts[k - 1], &part = parts[k];
    if (part.first > 0 && before.high && part.low) collect([&] { part.column.follow(*before.high, *part.low); });
  }
  if (!problems.empty()) {
    std::sort(problems.begin(), problems.end(),
              [](const problem& a, const problem& b) { return a.message < b.message; });
    throw input_error{std::move(problems)};
  }
  return {.bytes = memory_.size(), .sections = entries_.size(), .blocks = block_count_};
}

}  // namespace capnet::native
