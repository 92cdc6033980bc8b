#pragma once
/// An immutable array that a snapshot is made of: its own memory, or a piece of a file that is read when it is first
/// needed.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>

namespace capnet {

/// Makes bytes of a file readable, from any thread.
class byte_source {
 public:
  virtual ~byte_source() = default;
  /// To be called before these bytes are read. Throws input_error if they are damaged. One load once the source is
  /// whole.
  void need(const void* first, std::size_t bytes) const {
    if (!whole()) fetch(first, bytes);
  }
  /// All bytes were needed once: they can be read as they are from now on.
  [[nodiscard]] bool whole() const noexcept { return whole_.load(std::memory_order_acquire); }

 protected:
  void set_whole() const noexcept { whole_.store(true, std::memory_order_release); }

 private:
  virtual void fetch(const void* first, std::size_t bytes) const = 0;
  mutable std::atomic<bool> whole_{false};
};

namespace detail {

/// An immutable array; copies share it. Reading from several threads is safe.
template <class T>
class column {
 public:
  column() = default;
  [[gnu::noinline]] column(std::vector<T> values) {  // NOLINT: a vector becomes a column
    if (values.empty()) return;
    // Columns of all types share one type of deleter, so that little is compiled for each.
    void (*const destroy)(const void*) = [](const void* own) { delete static_cast<const std::vector<T>*>(own); };
    const auto* const own = new std::vector<T>{std::move(values)};
    owner_ = std::shared_ptr<const void>{static_cast<const void*>(own), destroy};
    data_ = own->data();
    size_ = own->size();
  }
  /// Borrows; `owner` keeps the memory alive. With a `source`, elements are read through it first.
  column(std::span<const T> values, std::shared_ptr<const void> owner, const byte_source* source = nullptr)
      : data_{values.data()}, size_{values.size()}, owner_{std::move(owner)}, source_{source} {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// Pre: at < size().
  [[nodiscard]] T operator[](std::size_t at) const {
    CAPNET_ASSERT(at < size_, "the position lies inside the column");
    const T* const place = data_ + at;
    if (source_ != nullptr) source_->need(place, sizeof(T));
    return *place;
  }
  /// Elements [first, last), ready to be read. Pre: first <= last <= size().
  [[nodiscard]] std::span<const T> slice(std::size_t first, std::size_t last) const {
    CAPNET_ASSERT(first <= last && last <= size_, "the slice lies inside the column");
    const T* const place = data_ + first;
    if (source_ != nullptr && first != last) source_->need(place, (last - first) * sizeof(T));
    return {place, last - first};
  }
  /// All elements, ready to be read.
  [[nodiscard]] std::span<const T> all() const { return slice(0, size_); }
  /// As a contiguous range, of all elements.
  [[nodiscard]] const T* begin() const { return all().data(); }
  [[nodiscard]] const T* end() const { return begin() + size_; }
  /// Where it lies, whether or not it can be read yet.
  [[nodiscard]] const T* data() const noexcept { return data_; }
  /// It is in memory, all of it: `data()` can be read as it is, from now on.
  [[nodiscard]] bool ready() const noexcept { return source_ == nullptr || source_->whole(); }

 private:
  const T* data_ = nullptr;
  std::size_t size_ = 0;
  std::shared_ptr<const void> owner_;
  const byte_source* source_ = nullptr;
};

}  // namespace detail

#if !defined(CAPNET_NO_SHORT_NAMES)  // the old name, until 1.0 (model/kinds.hpp)
using detail::column;
#endif

/// Rows of bytes, one after the other: texts, or records in `details.hpp`'s form. Empty: every row is empty.
struct bytes_column {
  detail::column<std::uint64_t> offsets{};  ///< one more than rows; or none
  detail::column<char> bytes{};

  [[nodiscard]] std::string_view operator[](std::size_t row) const {
    if (offsets.empty()) return {};
    const std::uint64_t first = offsets[row], last = offsets[row + 1];
    if (first > last || last > bytes.size()) [[unlikely]]
      refuse_row();
    const auto piece = bytes.slice(first, last);
    return {piece.data(), piece.size()};
  }
  [[nodiscard]] std::size_t memory() const { return offsets.size() * sizeof(std::uint64_t) + bytes.size(); }
  [[noreturn, gnu::cold]] static void refuse_row();
};

/// Writes a bytes_column row by row; what is written can be read. Takes no memory while all rows are empty.
class bytes_writer {
 public:
  /// Appends a row, or throws std::bad_alloc and changes nothing.
  void add(std::string_view row);
  /// All rows are empty.
  [[nodiscard]] bool says_nothing() const { return offsets_.empty(); }
  /// Takes back the last row. Pre: there is one.
  void pop() noexcept;
  [[nodiscard]] std::string_view operator[](std::size_t row) const {
    if (offsets_.empty()) return {};
    return {bytes_.data() + offsets_[row], offsets_[row + 1] - offsets_[row]};
  }
  [[nodiscard]] std::size_t bytes() const { return bytes_.size(); }
  /// Makes room for so many rows in all and so many bytes more.
  void reserve(std::size_t rows, std::size_t bytes);
  void append(const bytes_writer& more);
  /// Gives back what no row takes.
  void shrink_to_fit();
  [[nodiscard]] bytes_column finish() &&;

 private:
  std::size_t rows_ = 0;
  std::vector<std::uint64_t> offsets_;
  std::vector<char> bytes_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/column-inl.hpp>  // IWYU pragma: export
#endif
