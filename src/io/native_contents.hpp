#pragma once
/// The table of contents of a native file: its columns by name, and the description of the network.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <capnet/io/native_file.hpp>
#include <capnet/network/attribute_column.hpp>
#include <capnet/network/column.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/time_columns.hpp>

#include "io/native_section.hpp"

namespace capnet::native {

/// Columns that are found keep the contents alive. One that no one asks for costs its entry alone.
class contents : public std::enable_shared_from_this<contents> {
 public:
  /// Reads the table of contents and checks it whole. Throws input_error.
  contents(const std::filesystem::path& file, file_trust trust);

  [[nodiscard]] const file_memory& file() const { return memory_; }
  [[nodiscard]] std::string_view description() const { return description_; }
  [[nodiscard]] std::uint32_t version() const { return version_; }

  static constexpr std::uint64_t any = ~std::uint64_t{0};
  /// The column, empty if the file has none. Throws if it has another length than `expected` (none, or that many).
  template <class T>
  [[nodiscard]] detail::column<T> find(native::owner owner, std::size_t index, column_id id, std::uint64_t expected,
                                       std::uint32_t side = 0, element_rule rule = {}) {
    entry* found = find(owner, index, static_cast<std::uint32_t>(id) + side, sizeof(T), expected, rule);
    if (found == nullptr) return {};
    const auto* data = reinterpret_cast<const T*>(memory_.at(found->where.offset));
    return {std::span<const T>{data, found->where.bytes / sizeof(T)}, shared_from_this(), found->source.get()};
  }
  [[nodiscard]] bytes_column texts(native::owner owner, std::size_t index, column_id offsets, column_id bytes,
                                   std::uint64_t rows);
  /// The bases of day columns stand in the description.
  [[nodiscard]] time_columns times(native::owner owner, std::size_t index, std::uint64_t rows,
                                   detail::detail_reader& text, std::uint32_t side = 0);
  /// The attributes of a kind or relation, in one direction; its weight is not among them. `words`: how many there are.
  [[nodiscard]] std::vector<attribute_column> attributes(native::owner owner, std::size_t index, std::uint64_t rows,
                                                         const std::vector<attribute_info>& infos, std::size_t words,
                                                         std::uint32_t side = 0);
  /// Throws input_error if there is a column that nobody asked for: one of no kind, relation or name, or of elements of
  /// another size.
  void expect_all_found() const;

  /// Reads every byte once; checks columns under the rules that they were asked for with, and that there is nothing
  /// between them. Throws input_error that names each damaged column.
  [[nodiscard]] native_check check_all(unsigned threads) const;
  /// Decodes what was said of each row. Throws input_error that names rows that can't be. Pre: check_all() found
  /// nothing.
  void check_details(const std::vector<std::string>& names, unsigned threads) const;

 private:
  struct entry {
    section where;
    element_rule rule{};
    bool found = false;
    std::unique_ptr<section_source> source{};
  };
  void read_sections(const header& head);
  void check_filling(std::uint64_t offset, std::size_t bytes, const section& before) const;
  entry* find(native::owner owner, std::size_t index, std::uint32_t column, std::size_t element_bytes,
              std::uint64_t expected, element_rule rule);
  [[nodiscard]] day_column days(native::owner owner, std::size_t index, column_id id, std::uint64_t rows,
                                detail::detail_reader& text, std::uint32_t side);
  [[nodiscard]] section_check check_of(const entry& e) const { return {memory_, e.where, checksums_, e.rule}; }

  file_memory memory_;
  bool trusted_;
  std::uint32_t version_ = 0;
  std::vector<std::uint64_t> words_;  // the table as it lies in the file
  const std::uint64_t* checksums_ = nullptr;
  std::size_t block_count_ = 0;
  std::string_view description_;
  std::vector<entry> entries_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>, entry*> by_name_;
};

}  // namespace capnet::native
