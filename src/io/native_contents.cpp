#include "io/native_contents.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <tuple>
#include <utility>

namespace capnet::native {

contents::contents(const std::filesystem::path& file, file_trust trust)
    : memory_{file, trust == file_trust::trusted}, trusted_{trust == file_trust::trusted} {
  header head;
  memory_.read(&head, 0, sizeof head);
  if (head.magic != native::magic)
    throw memory_.bad("does not begin as a native file does; expected one that capnet pack wrote");
  if (head.byte_order != native::byte_order)
    throw memory_.bad("was written on a machine of another byte order; expected little-endian");
  if (head.version < native::first_version || head.version > native::version) {
    throw memory_.bad("is of version " + std::to_string(head.version) + "; this program reads versions " +
                      std::to_string(native::first_version) + " to " + std::to_string(native::version) +
                      ": read it with a newer one");
  }
  version_ = head.version;
  if (head.file_bytes != memory_.size()) {
    throw memory_.bad("has " + std::to_string(memory_.size()) + " bytes; expected " + std::to_string(head.file_bytes) +
                      ": it was cut or added to");
  }
  // Each count against what is left for it, so that no sum can wrap.
  std::uint64_t left = memory_.size();
  const auto take = [&](std::uint64_t count, std::uint64_t each) {
    const bool fits = count <= left / each;
    if (fits) left -= count * each;
    return fits;
  };
  const bool fits = head.contents_offset >= sizeof head && take(head.contents_offset, 1) &&
                    take(head.section_count, sizeof(section)) && take(head.block_count, 8) &&
                    head.description_bytes == left;
  if (!fits) throw memory_.tampered("has a header that does not fit its size");
  if (left > description_limit) {
    throw memory_.bad("has a description of " + std::to_string(left) + " bytes; expected at most " +
                      std::to_string(description_limit));
  }
  const std::uint64_t bytes = memory_.size() - head.contents_offset;
  words_.resize((bytes + 7) / 8);
  memory_.read(words_.data(), head.contents_offset, bytes);
  const std::uint64_t expected = std::exchange(head.checksum, 0);
  const std::uint64_t parts[] = {hash(&head, sizeof head), hash(words_.data(), bytes)};
  if (hash(parts, sizeof parts) != expected)
    throw memory_.bad("has a damaged table of contents; expected the bytes that were written");
  read_sections(head);
}

void contents::read_sections(const header& head) {
  const auto* table = reinterpret_cast<const char*>(words_.data());
  const std::uint64_t table_bytes = head.section_count * sizeof(section);
  checksums_ = words_.data() + table_bytes / 8;
  block_count_ = head.block_count;
  description_ = {table + table_bytes + head.block_count * 8, head.description_bytes};
  entries_.reserve(head.section_count);
  std::uint64_t end = sizeof head;  // of the column before, and what fills it up
  std::uint64_t blocks = 0;
  for (std::size_t k = 0; k < head.section_count; ++k) {
    section s;
    std::memcpy(&s, table + k * sizeof s, sizeof s);
    // One directly after the other, and so their blocks: no byte is part of two columns, nor of none.
    const bool inside = s.bytes > 0 && s.offset == end && s.offset <= head.contents_offset &&
                        s.bytes <= head.contents_offset - s.offset && s.element_bytes > 0 && s.element_bytes <= 8 &&
                        s.bytes % s.element_bytes == 0;
    if (!inside) throw memory_.tampered("lists a column (" + title(s) + ") that lies outside it or in another one");
    const std::uint64_t own = blocks_of(s.bytes);
    if (s.first_block != blocks || own > head.block_count - blocks ||
        s.checksum != hash(checksums_ + blocks, own * 8)) {
      throw memory_.tampered("lists a column (" + title(s) + ") that has other checksums");
    }
    end = (s.offset + s.bytes + alignment - 1) / alignment * alignment;
    blocks += own;
    entry& e = entries_.emplace_back(s);
    if (!by_name_.emplace(std::tuple{s.owner, s.index, s.column, s.element_bytes}, &e).second) {
      throw memory_.bad("lists a column twice (" + title(s) + "); expected each once");
    }
  }
  if (blocks != head.block_count) throw memory_.tampered("has checksums of no column");
  if (end != head.contents_offset) throw memory_.tampered("has bytes between its columns and its contents");
}

contents::entry* contents::find(native::owner owner, std::size_t index, std::uint32_t column, std::size_t element_bytes,
                                std::uint64_t expected, element_rule rule) {
  const auto found = by_name_.find({static_cast<std::uint32_t>(owner), static_cast<std::uint32_t>(index), column,
                                    static_cast<std::uint32_t>(element_bytes)});
  if (found == by_name_.end()) return nullptr;
  entry& e = *found->second;
  const std::uint64_t size = e.where.bytes / element_bytes;
  if (size != expected && expected != any) {
    throw memory_.bad(title(e.where) + " has " + std::to_string(size) + " entries; expected " +
                      std::to_string(expected));
  }
  e.rule = rule;
  e.found = true;
  if (!trusted_) e.source = std::make_unique<section_source>(memory_, check_of(e));
  return &e;
}

void contents::expect_all_found() const {
  for (const entry& e : entries_) {
    if (!e.found) throw memory_.tampered("lists a column (" + title(e.where) + ") that it has no place for");
  }
}

bytes_column contents::texts(native::owner owner, std::size_t index, column_id offsets, column_id bytes,
                             std::uint64_t rows) {
  bytes_column made;
  made.bytes = find<char>(owner, index, bytes, any);
  made.offsets = find<std::uint64_t>(owner, index, offsets, rows + 1, 0,
                                     {.what = element_rule::rising, .limit = made.bytes.size()});
  if (made.offsets.empty() && !made.bytes.empty()) throw memory_.tampered("has texts without their offsets");
  return made;
}

time_columns contents::times(native::owner owner, std::size_t index, std::uint64_t rows, detail::detail_reader& text,
                             std::uint32_t side) {
  time_columns made;
  made.partial = text.flag();
  made.begin_latest = days(owner, index, column_id::begin_latest, rows, text, side);
  made.end_earliest = days(owner, index, column_id::end_earliest, rows, text, side);
  made.begin_earliest = days(owner, index, column_id::begin_earliest, rows, text, side);
  made.end_latest = days(owner, index, column_id::end_latest, rows, text, side);
  made.statuses = find<std::uint8_t>(owner, index, column_id::statuses, rows, side,
                                     {.what = element_rule::below, .limit = status_names.size()});
  if (!made.partial && !(made.begin_earliest.is_constant() && made.end_latest.is_constant()))
    throw memory_.tampered("has partial dates that it says it has not");
  return made;
}

std::vector<attribute_column> contents::attributes(native::owner owner, std::size_t index, std::uint64_t rows,
                                                   const std::vector<attribute_info>& infos, std::size_t words,
                                                   std::uint32_t side) {
  std::vector<attribute_column> made;
  const auto below = [](std::uint64_t limit) { return element_rule{.what = element_rule::below, .limit = limit}; };
  for (std::size_t k = 0; k < infos.size(); ++k) {
    attribute_column values;
    values.type = infos[k].type;
    const column_id id = attribute_column_id(k);
    switch (infos[k].name == "weight" ? value_type::text : values.type) {
      case value_type::number:
        values.numbers = find<double>(owner, index, id, rows, side, {.what = element_rule::weights});
        break;
      case value_type::integer:
        values.integers = find<std::int64_t>(owner, index, id, rows, side);
        break;
      case value_type::category:
        values.words = find<std::uint32_t>(owner, index, id, rows, side, below(words));
        break;
      case value_type::yes_no:
        values.flags = find<std::uint8_t>(owner, index, id, rows, side, below(3));
        break;
      case value_type::date:
        values.from = find<std::int32_t>(owner, index, id, rows, side, {.what = element_rule::days});
        values.to =
            find<std::int32_t>(owner, index, attribute_column_id(k, true), rows, side, {.what = element_rule::days});
        if (values.from.empty() != values.to.empty()) throw memory_.tampered("has half of the days of an attribute");
        break;
      case value_type::text:
        break;
    }
    if (values.empty()) continue;
    made.resize(k + 1);
    made[k] = std::move(values);
  }
  return made;
}

day_column contents::days(native::owner owner, std::size_t index, column_id id, std::uint64_t rows,
                          detail::detail_reader& text, std::uint32_t side) {
  const auto day = [&] {
    const std::int64_t number = text.signed_number();
    if (number < first_of_days || number > last_of_days) throw memory_.tampered("names a day outside the calendar");
    return static_cast<std::int32_t>(number);
  };
  day_column d;
  d.base = day();
  d.constant = day();
  d.narrow = find<std::uint16_t>(owner, index, id, rows, side);
  d.wide = find<std::int32_t>(owner, index, id, rows, side, {.what = element_rule::days});
  if (!d.narrow.empty() && !d.wide.empty()) throw memory_.tampered("has the same days twice");
  if (!d.narrow.empty() && d.base > last_of_days - 0xFFFF) throw memory_.tampered("names days outside the calendar");
  return d;
}

}  // namespace capnet::native
