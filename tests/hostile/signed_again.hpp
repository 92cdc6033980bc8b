#pragma once
/// A native file that was changed, under right checksums, as one who means harm would leave it.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "io/native_format.hpp"

namespace capnet {

namespace detail {

template <class T>
std::vector<T> numbers_at(const std::string& bytes, std::uint64_t at, std::uint64_t n) {
  std::vector<T> numbers(n);
  if (n > 0) std::memcpy(numbers.data(), bytes.data() + at, n * sizeof(T));
  return numbers;
}
template <class T>
void put_numbers(std::string& bytes, std::uint64_t at, const std::vector<T>& numbers) {
  if (!numbers.empty()) std::memcpy(bytes.data() + at, numbers.data(), numbers.size() * sizeof(T));
}

}  // namespace detail

/// Sets all checksums right again, as far as the table of contents says where they stand. Any bytes will do.
inline std::string signed_again(std::string bytes) {
  native::header head;
  if (bytes.size() < sizeof head) return bytes;
  std::memcpy(&head, bytes.data(), sizeof head);
  const std::uint64_t most = bytes.size();
  if (head.contents_offset > most || head.section_count > most || head.block_count > most) return bytes;
  const std::uint64_t checksums = head.contents_offset + head.section_count * sizeof(native::section);
  if (checksums + head.block_count * 8 > most) return bytes;
  auto sections = detail::numbers_at<native::section>(bytes, head.contents_offset, head.section_count);
  auto blocks = detail::numbers_at<std::uint64_t>(bytes, checksums, head.block_count);
  for (native::section& s : sections) {
    const std::uint64_t count = native::blocks_of(s.bytes);
    if (s.bytes > head.contents_offset || s.offset > head.contents_offset - s.bytes) continue;
    if (s.first_block > blocks.size() || count > blocks.size() - s.first_block) continue;
    for (std::uint64_t b = 0; b < count; ++b) {
      const std::uint64_t first = b * native::block_bytes;
      blocks[s.first_block + b] =
          native::hash(bytes.data() + s.offset + first, std::min(native::block_bytes, s.bytes - first));
    }
    s.checksum = native::hash(blocks.data() + s.first_block, count * 8);
  }
  detail::put_numbers(bytes, head.contents_offset, sections);
  detail::put_numbers(bytes, checksums, blocks);
  head.checksum = 0;
  const std::uint64_t parts[] = {native::hash(&head, sizeof head),
                                 native::hash(bytes.data() + head.contents_offset, most - head.contents_offset)};
  head.checksum = native::hash(parts, sizeof parts);
  std::memcpy(bytes.data(), &head, sizeof head);
  return bytes;
}

}  // namespace capnet
