#pragma once
/// An open native file, and its columns' blocks: read into memory when they are first needed, each checked once.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/network/column.hpp>

#include "io/native_format.hpp"

namespace capnet::native {

/// An open file, and a range of addresses of its size: its blocks are read into them, so that who cuts or changes the
/// file can neither stop the program nor change what was checked; or the file is mapped there as it is.
class file_memory {
 public:
  file_memory(const std::filesystem::path& file, bool mapped);
  ~file_memory();
  file_memory(const file_memory&) = delete;
  file_memory& operator=(const file_memory&) = delete;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] char* at(std::uint64_t offset) const { return first_ + offset; }
  [[nodiscard]] input_error bad(const std::string& what) const { return input_error{{{name_, 0, 0, what}}}; }
  [[nodiscard]] input_error tampered(const std::string& what) const {
    return bad(what + "; expected a file that was not tampered with");
  }
  /// Reads from the file to anywhere. Throws input_error if it was cut.
  void read(void* to, std::uint64_t offset, std::size_t bytes) const;
  /// Reads from the file to where these bytes have their place.
  void load(std::uint64_t offset, std::size_t bytes) const;

 private:
  std::string name_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  char* first_ = nullptr;
  void* reserved_ = nullptr;
  std::size_t reserved_bytes_ = 0;
};

/// "relation 2 in neighbors"
[[nodiscard]] std::string title(const section& s);

/// What the elements of a column must be, beside undamaged: so that no number leads outside another column.
struct element_rule {
  enum kind : std::uint8_t {
    any,
    below,    ///< unsigned numbers of one or four bytes below `limit`
    rising,   ///< unsigned numbers of four or eight bytes that never fall, from 0 to `limit`
    days,     ///< days of four bytes, inside the calendar
    weights,  ///< of eight bytes: finite, or unknown
  };
  kind what = any;
  std::uint64_t limit = 0;
};

/// Checks the blocks of one column, wherever they were read to.
class section_check {
 public:
  section_check(const file_memory& file, const section& s, const std::uint64_t* checksums, element_rule rule)
      : file_{&file}, section_{&s}, checksums_{checksums + s.first_block}, rule_{rule} {}

  [[nodiscard]] const section& of() const { return *section_; }
  [[nodiscard]] bool rises() const { return rule_.what == element_rule::rising; }
  [[nodiscard]] std::size_t blocks() const { return blocks_of(section_->bytes); }
  /// Where the first bytes of a block lie in the file, counted from the start of the column; of `blocks()`: its size.
  [[nodiscard]] std::uint64_t start(std::size_t block) const { return std::min(block * block_bytes, section_->bytes); }
  /// Throws input_error unless a block has the bytes that were written, and numbers that follow the rule. Pre: aligned
  /// for them.
  void block(std::size_t number, const char* bytes) const;
  /// The first and the last number of a block of rising ones.
  [[nodiscard]] std::uint64_t first_of(const char* bytes) const { return number_at(bytes); }
  [[nodiscard]] std::uint64_t last_of(std::size_t number, const char* bytes) const;
  /// Throws input_error unless numbers that lie in two blocks, one after the other, rise.
  void follow(std::uint64_t last, std::uint64_t next) const {
    if (last > next) throw not_rising();
  }

 private:
  void expect_below(const char* bytes, std::size_t size) const;
  void expect_rising(std::size_t number, const char* bytes, std::size_t size) const;
  void expect_days(const char* bytes, std::size_t size) const;
  void expect_weights(const char* bytes, std::size_t size) const;
  [[nodiscard]] std::uint64_t number_at(const char* bytes) const;
  [[nodiscard]] input_error not_rising() const;

  const file_memory* file_;
  const section* section_;
  const std::uint64_t* checksums_;
  element_rule rule_;
};

/// The blocks of one column in memory. Blocks are read from several threads at once, each by one.
class section_source final : public byte_source {
 public:
  section_source(const file_memory& file, const section_check& check)
      : file_{&file}, check_{check}, states_(check.blocks()), left_{check.blocks()} {}

 private:
  enum : unsigned char { absent, reading, ready };
  void fetch(const void* first, std::size_t bytes) const override;
  std::size_t read_run(std::size_t first, std::size_t last) const;
  void publish(std::size_t block) const;
  void set(std::size_t block, unsigned char state) const;
  [[nodiscard]] const char* at(std::size_t block) const { return file_->at(check_.of().offset + check_.start(block)); }

  const file_memory* file_;
  section_check check_;
  mutable std::vector<std::atomic<unsigned char>> states_;
  mutable std::atomic<std::size_t> left_;
  mutable std::mutex edges_;
};

}  // namespace capnet::native
