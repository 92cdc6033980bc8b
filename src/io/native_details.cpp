#include <algorithm>
#include <vector>

#include <capnet/core/parallel.hpp>

#include "io/native_contents.hpp"

namespace capnet::native {
namespace {

constexpr std::uint64_t rows_of_part = 8'192;
constexpr std::uint64_t bytes_at_once = std::uint64_t{256} << 10;

/// Rows of details that one thread decodes.
struct details_part {
  const section* offsets;
  const section* bytes;  ///< null if all are empty
  std::uint64_t first = 0, last = 0;
};

/// Decodes rows one after the other, and forgets them.
template <class Properties>
void decode_rows(const file_memory& file, const details_part& part, const std::vector<std::string>& names) {
  std::vector<std::uint64_t> offsets(part.last - part.first + 1);
  file.read(offsets.data(), part.offsets->offset + part.first * 8, offsets.size() * 8);
  const std::uint64_t size = part.bytes == nullptr ? 0 : part.bytes->bytes;
  if (!std::ranges::is_sorted(offsets) || offsets.back() > size) throw file.bad("changed while it was checked");
  std::vector<char> buffer;
  Properties scratch;
  for (std::size_t k = 0; k + 1 < offsets.size();) {
    std::size_t end = k + 1;  // a row at least, however long
    while (end + 1 < offsets.size() && offsets[end + 1] - offsets[k] <= bytes_at_once) ++end;
    buffer.resize(offsets[end] - offsets[k]);
    if (!buffer.empty()) file.read(buffer.data(), part.bytes->offset + offsets[k], buffer.size());
    for (const std::uint64_t start = offsets[k]; k < end; ++k) {
      const std::string_view row{buffer.data() + (offsets[k] - start), offsets[k + 1] - offsets[k]};
      try {
        detail::decode(row, scratch, names);
      } catch (const input_error&) {
        throw file.tampered(title(*part.bytes) + " has a row (" + std::to_string(part.first + k) +
                            ") that can't be read");
      }
    }
  }
}

}  // namespace

void contents::check_details(const std::vector<std::string>& names, unsigned threads) const {
  std::vector<details_part> parts;
  for (const entry& e : entries_) {
    if (e.where.column != static_cast<std::uint32_t>(column_id::detail_offsets)) continue;
    const auto found = by_name_.find(
        {e.where.owner, e.where.index, static_cast<std::uint32_t>(column_id::detail_bytes), std::uint32_t{1}});
    const section* bytes = found == by_name_.end() ? nullptr : &found->second->where;
    const std::uint64_t rows = e.where.bytes / 8 - 1;
    for (std::uint64_t first = 0; first < rows; first += rows_of_part)
      parts.push_back({&e.where, bytes, first, std::min(first + rows_of_part, rows)});
  }
  std::vector<std::vector<problem>> found(parts.size());
  parallel_for_blocks(parts.size(), 1, threads, [&](std::size_t k, std::size_t, std::size_t) {
    try {
      if (parts[k].offsets->owner == static_cast<std::uint32_t>(owner::kind))
        decode_rows<vertex_properties>(memory_, parts[k], names);
      else
        decode_rows<tie_properties>(memory_, parts[k], names);
    } catch (const input_error& failure) {
      found[k] = failure.problems();
    }
  });
  std::vector<problem> problems;
  for (const std::vector<problem>& part : found) problems.insert(problems.end(), part.begin(), part.end());
  if (!problems.empty()) throw input_error{std::move(problems)};
}

}  // namespace capnet::native
