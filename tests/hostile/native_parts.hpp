#pragma once
/// A native file in its parts: to change any of them, and to put it together again as one who means harm would, with
/// right checksums.
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "io/native_format.hpp"

namespace capnet {

struct native_parts {
  struct part {
    native::section where{};
    std::string bytes{};
  };
  std::vector<part> columns{};
  std::string description{};

  /// Pre: a file that was not tampered with.
  explicit native_parts(const std::string& file) {
    native::header head;
    std::memcpy(&head, file.data(), sizeof head);
    for (std::size_t k = 0; k < head.section_count; ++k) {
      part& p = columns.emplace_back();
      std::memcpy(&p.where, file.data() + head.contents_offset + k * sizeof p.where, sizeof p.where);
      p.bytes = file.substr(p.where.offset, p.where.bytes);
    }
    description = file.substr(file.size() - head.description_bytes);
  }

  [[nodiscard]] std::string file() const {
    std::string bytes(sizeof(native::header), '\0');
    std::vector<native::section> sections;
    std::vector<std::uint64_t> blocks;
    for (const part& p : columns) {
      native::section s = p.where;
      s.offset = bytes.size();
      s.bytes = p.bytes.size();
      s.first_block = blocks.size();
      for (std::size_t at = 0; at < p.bytes.size(); at += native::block_bytes) {
        blocks.push_back(
            native::hash(p.bytes.data() + at, std::min<std::size_t>(native::block_bytes, p.bytes.size() - at)));
      }
      s.checksum = native::hash(blocks.data() + s.first_block, (blocks.size() - s.first_block) * 8);
      sections.push_back(s);
      bytes += p.bytes;
      bytes.resize((bytes.size() + native::alignment - 1) / native::alignment * native::alignment);
    }
    std::string contents(reinterpret_cast<const char*>(sections.data()), sections.size() * sizeof(native::section));
    contents.append(reinterpret_cast<const char*>(blocks.data()), blocks.size() * 8);
    contents += description;
    native::header head{.file_bytes = bytes.size() + contents.size(),
                        .contents_offset = bytes.size(),
                        .section_count = sections.size(),
                        .block_count = blocks.size(),
                        .description_bytes = description.size()};
    const std::uint64_t parts[] = {native::hash(&head, sizeof head), native::hash(contents.data(), contents.size())};
    head.checksum = native::hash(parts, sizeof parts);
    std::memcpy(bytes.data(), &head, sizeof head);
    return bytes + contents;
  }
};

}  // namespace capnet
