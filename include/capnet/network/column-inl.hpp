#pragma once
/// Definitions of column.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/column.hpp>

namespace capnet {

CAPNET_INLINE void bytes_column::refuse_row() {
  throw input_error{"a row of texts ends outside its column; expected a file that was not tampered with"};
}

CAPNET_INLINE void bytes_writer::add(std::string_view row) {
  if (!row.empty() && offsets_.empty()) offsets_.assign(rows_ + 1, 0);
  if (!offsets_.empty()) {
    offsets_.push_back(bytes_.size() + row.size());
    try {
      bytes_.insert(bytes_.end(), row.begin(), row.end());
    } catch (...) {
      offsets_.pop_back();
      throw;
    }
  }
  ++rows_;
}

CAPNET_INLINE void bytes_writer::pop() noexcept {
  --rows_;
  if (offsets_.empty()) return;
  offsets_.pop_back();
  bytes_.resize(offsets_.back());
}

CAPNET_INLINE void bytes_writer::reserve(std::size_t rows, std::size_t bytes) {
  if (bytes == 0 && offsets_.empty()) return;
  offsets_.reserve(rows + 1);
  bytes_.reserve(bytes_.size() + bytes);
}

CAPNET_INLINE void bytes_writer::append(const bytes_writer& more) {
  if (!more.offsets_.empty() && offsets_.empty()) offsets_.assign(rows_ + 1, 0);
  const std::uint64_t first = bytes_.size();
  if (!offsets_.empty()) {
    for (std::size_t row = 0; row < more.rows_; ++row)
      offsets_.push_back(first + (more.offsets_.empty() ? 0 : more.offsets_[row + 1]));
  }
  bytes_.insert(bytes_.end(), more.bytes_.begin(), more.bytes_.end());
  rows_ += more.rows_;
}

CAPNET_INLINE void bytes_writer::shrink_to_fit() {
  offsets_.shrink_to_fit();
  bytes_.shrink_to_fit();
}

CAPNET_INLINE bytes_column bytes_writer::finish() && { return {std::move(offsets_), std::move(bytes_)}; }

}  // namespace capnet
