#include <capnet/io/atomic_file.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/network/details.hpp>

#include <bit>
#include <cstring>
#include <deque>
#include <string_view>
#include <vector>

#include "io/native_format.hpp"

namespace capnet {
namespace {

static_assert(std::endian::native == std::endian::little, "the native file is little-endian");

class native_writer {
 public:
  void add(native::owner owner, std::size_t index, std::uint32_t column, const void* data, std::size_t bytes,
           std::uint32_t element) {
    if (bytes == 0) return;
    const std::size_t pad = (native::alignment - offset_ % native::alignment) % native::alignment;
    if (pad != 0) pieces_.emplace_back(zeros_, pad);
    offset_ += pad;
    native::section s{.owner = static_cast<std::uint32_t>(owner),
                      .index = static_cast<std::uint32_t>(index),
                      .column = column,
                      .element_bytes = element,
                      .offset = offset_,
                      .bytes = bytes,
                      .first_block = blocks_.size()};
    const auto* first = static_cast<const char*>(data);
    for (std::size_t at = 0; at < bytes; at += native::block_bytes) {
      blocks_.push_back(native::hash(first + at, std::min<std::size_t>(native::block_bytes, bytes - at)));
    }
    s.checksum = native::hash(blocks_.data() + s.first_block, (blocks_.size() - s.first_block) * 8);
    sections_.push_back(s);
    pieces_.emplace_back(first, bytes);
    offset_ += bytes;
  }
  template <class T>
  void add(native::owner owner, std::size_t index, native::column_id id, const detail::column<T>& values,
           std::uint32_t side = 0) {
    const auto all = values.all();
    add(owner, index, static_cast<std::uint32_t>(id) + side, all.data(), all.size_bytes(), sizeof(T));
  }
  void add(native::owner owner, std::size_t index, native::column_id offsets, native::column_id bytes,
           const bytes_column& rows) {
    add(owner, index, offsets, rows.offsets);
    add(owner, index, bytes, rows.bytes);
  }
  void add(native::owner owner, std::size_t index, const time_columns& times, detail::detail_writer& description,
           std::uint32_t side = 0) {
    auto days = [&](native::column_id id, const day_column& d) {
      description.signed_number(d.base);
      description.signed_number(d.constant);
      add(owner, index, id, d.narrow, side);
      add(owner, index, id, d.wide, side);
    };
    description.flag(times.partial);
    days(native::column_id::begin_latest, times.begin_latest);
    days(native::column_id::end_earliest, times.end_earliest);
    days(native::column_id::begin_earliest, times.begin_earliest);
    days(native::column_id::end_latest, times.end_latest);
    add(owner, index, native::column_id::statuses, times.statuses, side);
  }
  void add(native::owner owner, std::size_t index, const std::vector<attribute_column>& attributes,
           std::uint32_t side = 0) {
    for (std::size_t k = 0; k < attributes.size(); ++k) {
      const attribute_column& values = attributes[k];
      const native::column_id id = native::attribute_column_id(k);
      add(owner, index, id, values.numbers, side);
      add(owner, index, id, values.integers, side);
      add(owner, index, id, values.words, side);
      add(owner, index, id, values.flags, side);
      add(owner, index, id, values.from, side);
      add(owner, index, native::attribute_column_id(k, true), values.to, side);
    }
  }
  void write(const std::filesystem::path& file, const std::string& description) {
    if (description.size() > native::description_limit) {
      throw output_error{file.string() +
                         ": can't be written: figures, sources, changes and ties taken back make more than 4 "
                         "GiB; expected less"};
    }
    const std::size_t pad = (native::alignment - offset_ % native::alignment) % native::alignment;
    if (pad != 0) pieces_.emplace_back(zeros_, pad);
    offset_ += pad;
    std::string contents(reinterpret_cast<const char*>(sections_.data()), sections_.size() * sizeof(native::section));
    contents.append(reinterpret_cast<const char*>(blocks_.data()), blocks_.size() * 8);
    contents += description;
    native::header head{.file_bytes = offset_ + contents.size(),
                        .contents_offset = offset_,
                        .section_count = sections_.size(),
                        .block_count = blocks_.size(),
                        .description_bytes = description.size()};
    const std::uint64_t parts[] = {native::hash(&head, sizeof head), native::hash(contents.data(), contents.size())};
    head.checksum = native::hash(parts, sizeof parts);
    pieces_.front() = {reinterpret_cast<const char*>(&head), sizeof head};
    pieces_.emplace_back(contents);
    write_atomically(file, pieces_);
  }

 private:
  static constexpr char zeros_[native::alignment] = {};
  std::vector<std::string_view> pieces_{std::string_view{}};  // the header comes first
  std::uint64_t offset_ = sizeof(native::header);
  std::vector<native::section> sections_;
  std::vector<std::uint64_t> blocks_;
};

void describe(detail::detail_writer& out, vertex_ref v) {
  out.number(static_cast<std::uint16_t>(v.kind));
  out.number(v.value);
}

}  // namespace

void write_native(const snapshot& given, const std::filesystem::path& file) {
  const snapshot net = given.compacted();
  const detail::frozen& parts = net.parts();
  native_writer out;
  std::deque<detail::column<std::uint8_t>> unknown;
  // What names attributes comes first, so that all names are known when they are written.
  detail::name_list names{parts.vocabulary->names};
  detail::detail_writer said{names};
  said.number(parts.figures.size());
  for (const figure& f : parts.figures) detail::each_field(said, f);
  said.number(parts.sources.size());
  for (const source& s : parts.sources) detail::each_field(said, s);
  detail::detail_writer text{names};
  text.texts(names.names());
  text.texts(net.schema().kind_names());
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    const auto parent = net.schema().parent(static_cast<kind_index>(k));
    text.number(parent ? 1 + static_cast<std::size_t>(*parent) : 0);
  }
  text.texts(net.schema().sector_names());
  static const schema built_in;
  text.number(net.schema().relation_count());
  for (const relation_info& info : net.schema().all_relations()) {
    text.text(info.name);
    text.flag(info.directed);
    text.flag(info.nature == tie_nature::deed);
    // Of built-in relations readers know them, and readers of before may not know all.
    const bool known = built_in.find_relation(info.name).has_value();
    text.number(known ? 0 : static_cast<std::uint16_t>(info.traits));
    for (const auto* kinds : {&info.source_kinds, &info.target_kinds}) {
      text.number(kinds->size());
      for (const kind_index k : *kinds) text.number(static_cast<std::uint16_t>(k));
    }
  }
  const auto attributes = [&](const std::vector<attribute_info>& all) {
    text.number(all.size());
    for (const attribute_info& info : all) detail::each_field(text, info);
  };
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k)
    attributes(net.schema().attributes(static_cast<kind_index>(k)));
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r)
    attributes(net.schema().attributes(static_cast<relation_index>(r)));
  text.texts(parts.vocabulary->words);
  text.texts(parts.regions);
  text.flag(parts.by_locality);
  text.number(parts.days.stretches().size());
  for (const auto& [number, stretch] : parts.days.stretches()) {
    text.signed_number(number);
    text.number(stretch.count);
    text.signed_number(stretch.last);
  }
  for (std::size_t k = 0; k < parts.vertices.size(); ++k) {
    const vertex_table none;
    const vertex_table& table = parts.vertices[k].empty() ? none : *parts.vertices[k].front();
    text.number(table.count);
    text.text(table.prefix);
    out.add(native::owner::kind, k, native::column_id::key_offsets, native::column_id::key_bytes, table.keys);
    out.add(native::owner::kind, k, table.times, text);
    // A byte for each vertex at least: a reader believes no more vertices than that.
    const bool bare = table.keys.offsets.empty() && table.sectors.empty();
    out.add(native::owner::kind, k, native::column_id::sectors,
            bare ? unknown.emplace_back(std::vector<std::uint8_t>(table.count)) : table.sectors);
    out.add(native::owner::kind, k, native::column_id::regions, table.regions);
    out.add(native::owner::kind, k, native::column_id::detail_offsets, native::column_id::detail_bytes, table.details);
    out.add(native::owner::kind, k, table.attributes);
    out.add(native::owner::kind, k, native::column_id::positions, table.order.positions);
    out.add(native::owner::kind, k, native::column_id::ids, table.order.ids);
  }
  const key_index& keys = *parts.keys.front();
  text.number(keys.key.k0);
  text.number(keys.key.k1);
  out.add(native::owner::keys, 0, native::column_id::slots, keys.slots);
  out.add(native::owner::keys, 0, native::column_id::alias_offsets, native::column_id::alias_bytes, keys.aliases);
  out.add(native::owner::keys, 0, native::column_id::alias_owners, keys.alias_owners);
  for (std::size_t r = 0; r < parts.layers.size(); ++r) {
    const layer& ties = parts.layers[r];
    const tie_block none;
    const tie_block& block = ties.blocks().empty() ? none : *ties.blocks().front();
    text.number(block.row_count);
    for (const bool forward : {true, false}) {
      if (!forward && !ties.directed()) continue;
      const adjacency& side = forward ? block.out : block.in;
      const std::uint32_t offset = forward ? 0 : native::backward;
      out.add(native::owner::relation, r, native::column_id::offsets, side.offsets, offset);
      out.add(native::owner::relation, r, native::column_id::neighbors, side.neighbors, offset);
      out.add(native::owner::relation, r, native::column_id::rows, side.rows, offset);
      out.add(native::owner::relation, r, native::column_id::weights, side.weights, offset);
      out.add(native::owner::relation, r, side.times, text, offset);
      out.add(native::owner::relation, r, side.attributes, offset);
    }
    out.add(native::owner::relation, r, native::column_id::places, block.places);
    out.add(native::owner::relation, r, native::column_id::detail_offsets, native::column_id::detail_bytes,
            block.details);
    text.number(ties.retracted_ties().size());
    for (const layer::retracted_tie& gone : ties.retracted_ties()) {
      const tie_properties& p = gone.tie.properties;
      text.number(gone.row);
      describe(text, gone.tie.source);
      describe(text, gone.tie.target);
      text.day(p.active.begin);
      text.day(p.active.end);
      text.number(static_cast<std::uint64_t>(p.status));
      text.flag(p.weight.has_value());
      text.number(std::bit_cast<std::uint64_t>(p.weight.value_or(0)));
      text.text(detail::encode(p, names));
    }
  }
  const std::vector<change_record> changes = net.changes();
  text.number(changes.size());
  for (const change_record& change : changes) {
    describe(text, change.vertex);
    detail::each_field(text, change);
  }
  text.texts(parts.files);
  out.write(file, text.bytes() + said.bytes());
}

}  // namespace capnet
