#include <capnet/io/native_file.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cerrno>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/layer_builder.hpp>

#include "io/native_format.hpp"

namespace capnet {
namespace {

/// What the elements of a column must be, beside undamaged: so that no number leads outside another column.
struct element_rule {
  std::uint64_t limit = 0;   ///< unsigned numbers below it; 0: any
  bool offsets = false;      ///< never falling, up to `limit` at the end: then the column is read as a whole
};

/// An open file and the memory that its blocks are read into.
class native_memory {
 public:
  native_memory(const std::filesystem::path& file, file_trust trust) : name_{file.string()} {
    descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) throw input_error{{{name_, 0, 0, "can't be opened: " + std::string{std::strerror(errno)} + "; expected a file that capnet pack wrote"}}};
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
      ::close(descriptor_);
      throw input_error{{{name_, 0, 0, "is no regular file; expected one that capnet pack wrote"}}};
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
    if (size_ < sizeof(native::header)) {
      ::close(descriptor_);
      throw bad("has " + std::to_string(size_) + " bytes; expected a native file, which has at least 64");
    }
    const bool mapped = trust == file_trust::trusted;
    void* at = ::mmap(nullptr, size_, mapped ? PROT_READ : PROT_READ | PROT_WRITE, mapped ? MAP_PRIVATE : MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                      mapped ? descriptor_ : -1, 0);
    if (at == MAP_FAILED) {
      ::close(descriptor_);
      throw bad("is too large to be mapped: " + std::string{std::strerror(errno)});
    }
    memory_ = static_cast<char*>(at);
  }
  ~native_memory() {
    ::munmap(memory_, size_);
    ::close(descriptor_);
  }
  native_memory(const native_memory&) = delete;
  native_memory& operator=(const native_memory&) = delete;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] char* memory() const { return memory_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] input_error bad(const std::string& what) const { return input_error{{{name_, 0, 0, what}}}; }
  void read(void* to, std::uint64_t offset, std::size_t bytes) const {
    auto* out = static_cast<char*>(to);
    while (bytes > 0) {
      const ssize_t got = ::pread(descriptor_, out, bytes, static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw bad("can't be read at byte " + std::to_string(offset) + ": " + std::strerror(errno));
      if (got == 0) throw bad("ends at byte " + std::to_string(offset) + "; expected " + std::to_string(size_) + " bytes: it was cut while it was open");
      out += got;
      offset += static_cast<std::uint64_t>(got);
      bytes -= static_cast<std::size_t>(got);
    }
  }

 private:
  std::string name_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  char* memory_ = nullptr;
};

std::string title(const native::section& s) {
  static constexpr const char* owners[] = {"keys", "kind", "relation"};
  static constexpr const char* columns[] = {"",           "offsets",       "neighbors",     "rows",       "weights",  "begin_latest", "end_earliest", "begin_earliest",
                                            "end_latest", "statuses",      "places",        "detail_offsets", "detail_bytes", "key_offsets", "key_bytes", "sectors",
                                            "regions",    "positions",     "ids",           "slots",      "alias_offsets", "alias_bytes", "alias_owners"};
  const std::uint32_t column = s.column & ~native::backward;
  return std::string{s.owner < 3 ? owners[s.owner] : "?"} + " " + std::to_string(s.index) + (s.column & native::backward ? " in " : " ") +
         (column < std::size(columns) ? columns[column] : "?");
}

/// Reads the blocks of one column when they are needed, each once.
class section_source : public byte_source {
 public:
  section_source(const native_memory& file, const native::section& s, const std::uint64_t* checksums)
      : file_{file}, section_{s}, checksums_{checksums}, blocks_((s.bytes + native::block_bytes - 1) / native::block_bytes), states_(blocks_) {}

  void need(const void* first, std::size_t bytes) const override {
    if (all_.load(std::memory_order_acquire)) return;
    if (rule.offsets) {
      for (std::size_t b = 0; b < blocks_; ++b) block(b);
      check_offsets();
      all_.store(true, std::memory_order_release);
      return;
    }
    const auto begin = static_cast<std::uint64_t>(static_cast<const char*>(first) - (file_.memory() + section_.offset));
    for (std::uint64_t b = begin / native::block_bytes; b <= (begin + bytes - 1) / native::block_bytes; ++b) block(b);
  }
  element_rule rule{};

 private:
  enum : unsigned char { absent, ready };
  void block(std::size_t b) const {
    if (states_[b].load(std::memory_order_acquire) == ready) return;
    const std::lock_guard held{lock_};
    if (states_[b].load(std::memory_order_relaxed) == ready) return;
    const std::uint64_t offset = section_.offset + b * native::block_bytes;
    const std::size_t bytes = std::min<std::uint64_t>(native::block_bytes, section_.bytes - b * native::block_bytes);
    file_.read(file_.memory() + offset, offset, bytes);
    if (native::hash(file_.memory() + offset, bytes) != checksums_[section_.first_block + b]) {
      throw file_.bad("block " + std::to_string(b + 1) + " of " + std::to_string(blocks_) + " of " + title(section_) + " (byte " + std::to_string(offset) +
                      ") is damaged; expected the bytes that were written");
    }
    if (rule.limit != 0 && !rule.offsets) check_limit(offset, bytes);
    states_[b].store(ready, std::memory_order_release);
  }
  void check_limit(std::uint64_t offset, std::size_t bytes) const {
    std::uint64_t largest = 0;
    if (section_.element_bytes == 1) {
      for (std::size_t k = 0; k < bytes; ++k) largest = std::max<std::uint64_t>(largest, static_cast<unsigned char>(file_.memory()[offset + k]));
    } else {
      const auto* values = reinterpret_cast<const std::uint32_t*>(file_.memory() + offset);
      std::uint32_t most = 0;
      for (std::size_t k = 0; k < bytes / 4; ++k) most = std::max(most, values[k]);
      largest = most;
    }
    if (largest >= rule.limit) throw file_.bad(title(section_) + " has the number " + std::to_string(largest) + "; expected one below " + std::to_string(rule.limit));
  }
  void check_offsets() const {
    const auto* values = reinterpret_cast<const std::uint32_t*>(file_.memory() + section_.offset);
    const std::size_t n = section_.bytes / 4;
    bool good = n > 0 && values[0] == 0 && values[n - 1] == rule.limit;
    for (std::size_t k = 1; k < n && good; ++k) good = values[k - 1] <= values[k];
    if (!good) throw file_.bad(title(section_) + " is not rising from 0 to " + std::to_string(rule.limit) + "; expected a file that was not tampered with");
  }

  const native_memory& file_;
  native::section section_;
  const std::uint64_t* checksums_;
  std::size_t blocks_;
  mutable std::deque<std::atomic<unsigned char>> states_;
  mutable std::atomic<bool> all_{false};
  mutable std::mutex lock_;
};

/// The table of contents, and columns by name.
class native_contents : public std::enable_shared_from_this<native_contents> {
 public:
  native_contents(const std::filesystem::path& file, file_trust trust) : memory_{file, trust}, trusted_{trust == file_trust::trusted} {
    native::header head;
    memory_.read(&head, 0, sizeof head);
    if (head.magic != native::magic) throw memory_.bad("does not begin as a native file does; expected one that capnet pack wrote");
    if (head.byte_order != native::byte_order) throw memory_.bad("was written on a machine of another byte order; expected little-endian");
    if (head.version != native::version) {
      throw memory_.bad("is of version " + std::to_string(head.version) + "; this program reads version " + std::to_string(native::version) +
                        ": read it with a newer one");
    }
    if (head.file_bytes != memory_.size()) {
      throw memory_.bad("has " + std::to_string(memory_.size()) + " bytes; expected " + std::to_string(head.file_bytes) + ": it was cut or added to");
    }
    const std::uint64_t most = memory_.size();
    const bool fits = head.contents_offset >= sizeof head && head.contents_offset <= most && head.section_count <= most / sizeof(native::section) &&
                      head.block_count <= most / 8 && head.description_bytes <= most &&
                      head.contents_offset + head.section_count * sizeof(native::section) + head.block_count * 8 + head.description_bytes == most;
    if (!fits) throw memory_.bad("has a header that does not fit its size; expected a file that was not tampered with");
    contents_.resize((most - head.contents_offset + 7) / 8);
    auto* bytes = reinterpret_cast<char*>(contents_.data());
    memory_.read(bytes, head.contents_offset, most - head.contents_offset);
    const std::uint64_t expected = std::exchange(head.checksum, 0);
    const std::uint64_t parts[] = {native::hash(&head, sizeof head), native::hash(bytes, most - head.contents_offset)};
    if (native::hash(parts, sizeof parts) != expected) throw memory_.bad("has a damaged table of contents; expected the bytes that were written");
    const auto* sections = reinterpret_cast<const native::section*>(bytes);
    const std::uint64_t* checksums = contents_.data() + head.section_count * sizeof(native::section) / 8;
    for (std::size_t k = 0; k < head.section_count; ++k) {
      const native::section& s = sections[k];
      const std::uint64_t blocks = s.bytes / native::block_bytes + (s.bytes % native::block_bytes != 0);
      const bool good = s.bytes > 0 && s.offset >= sizeof head && s.offset % native::alignment == 0 && s.offset <= head.contents_offset &&
                        s.bytes <= head.contents_offset - s.offset && s.element_bytes > 0 && s.element_bytes <= 8 && s.bytes % s.element_bytes == 0 &&
                        s.first_block <= head.block_count && blocks <= head.block_count - s.first_block &&
                        s.checksum == native::hash(checksums + s.first_block, blocks * 8);
      if (!good) throw memory_.bad("lists a column (" + title(s) + ") that lies outside it; expected a file that was not tampered with");
      auto& source = sources_.emplace_back(memory_, s, checksums);
      if (!by_name_.emplace(std::tuple{s.owner, s.index, s.column, s.element_bytes}, std::pair{&s, &source}).second) {
        throw memory_.bad("lists a column twice (" + title(s) + "); expected each once");
      }
    }
    block_count_ = head.block_count;
    description_ = {bytes + head.section_count * sizeof(native::section) + head.block_count * 8, head.description_bytes};
  }

  [[nodiscard]] const native_memory& file() const { return memory_; }
  [[nodiscard]] std::string_view description() const { return description_; }
  [[nodiscard]] std::size_t block_count() const { return block_count_; }
  [[nodiscard]] const auto& sections() const { return by_name_; }

  /// The column, empty if the file has none. Throws if it has another length than `expected` (none, or that many).
  template <class T>
  [[nodiscard]] column<T> find(native::owner owner, std::size_t index, native::column_id id, std::uint64_t expected, std::uint32_t side = 0, element_rule rule = {}) {
    const auto found = by_name_.find({static_cast<std::uint32_t>(owner), static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(id) + side, sizeof(T)});
    if (found == by_name_.end()) return {};
    const auto [s, source] = found->second;
    if (s->bytes / sizeof(T) != expected && expected != any) {
      throw memory_.bad(title(*s) + " has " + std::to_string(s->bytes / sizeof(T)) + " entries; expected " + std::to_string(expected));
    }
    source->rule = rule;
    const auto* data = reinterpret_cast<const T*>(memory_.memory() + s->offset);
    return {std::span<const T>{data, s->bytes / sizeof(T)}, shared_from_this(), trusted_ ? nullptr : source};
  }
  static constexpr std::uint64_t any = ~std::uint64_t{0};
  [[nodiscard]] bytes_column texts(native::owner owner, std::size_t index, native::column_id offsets, native::column_id bytes, std::uint64_t rows) {
    bytes_column made{find<std::uint64_t>(owner, index, offsets, rows + 1), find<char>(owner, index, bytes, any)};
    return made;
  }
  [[nodiscard]] time_columns times(native::owner owner, std::size_t index, std::uint64_t rows, detail::detail_reader& text, std::uint32_t side = 0) {
    auto days = [&](native::column_id id) {
      day_column d;
      d.base = small(text);
      d.constant = small(text);
      d.narrow = find<std::uint16_t>(owner, index, id, rows, side);
      d.wide = find<std::int32_t>(owner, index, id, rows, side);
      return d;
    };
    time_columns made;
    made.partial = text.flag();
    made.begin_latest = days(native::column_id::begin_latest);
    made.end_earliest = days(native::column_id::end_earliest);
    made.begin_earliest = days(native::column_id::begin_earliest);
    made.end_latest = days(native::column_id::end_latest);
    made.statuses = find<std::uint8_t>(owner, index, native::column_id::statuses, rows, side);
    return made;
  }

  [[nodiscard]] input_error tampered(const std::string& what) const { return memory_.bad(what + "; expected a file that was not tampered with"); }
  [[nodiscard]] std::int32_t small(detail::detail_reader& text) const {
    const std::int64_t number = text.signed_number();
    if (number < first_of_days || number > last_of_days) throw tampered("names a day outside the calendar");
    return static_cast<std::int32_t>(number);
  }

 private:
  native_memory memory_;
  bool trusted_;
  std::vector<std::uint64_t> contents_;
  std::deque<section_source> sources_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>, std::pair<const native::section*, section_source*>> by_name_;
  std::size_t block_count_ = 0;
  std::string_view description_;
};

class native_reader {
 public:
  native_reader(const std::filesystem::path& file, file_trust trust) : in_{std::make_shared<native_contents>(file, trust)}, text_{in_->description()} {}

  [[nodiscard]] snapshot read() {
    read_schema();
    made_->regions = text_.texts();
    if (made_->regions.empty()) throw in_->tampered("has no list of regions");
    made_->by_locality = text_.flag();
    if (text_.flag()) made_->last_day = text_.day().latest;
    key_index keys = read_vertices();
    read_keys(std::move(keys));
    for (std::size_t r = 0; r < made_->schema.relation_count(); ++r) read_layer(r);
    read_rest();
    if (!text_.done()) throw in_->tampered("has a description that goes on after its end");
    return snapshot{std::shared_ptr<const detail::frozen>{std::move(made_)}};
  }

 private:
  void read_schema() {
    const std::vector<std::string> kinds = text_.texts();
    capnet::schema schema;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      if (static_cast<std::size_t>(schema.add_kind(kinds[k])) != k) throw in_->tampered("numbers kind '" + kinds[k] + "' otherwise than this version");
    }
    const std::vector<std::string> sectors = text_.texts();
    for (std::size_t s = 0; s < sectors.size(); ++s) {
      if (static_cast<std::size_t>(schema.add_sector(sectors[s])) != s) throw in_->tampered("numbers sector '" + sectors[s] + "' otherwise than this version");
    }
    for (std::uint64_t left = text_.number(), r = 0; left > 0; --left, ++r) {
      relation_info info{.name = std::string{text_.text()}};
      info.directed = text_.flag();
      for (auto* ends : {&info.source_kinds, &info.target_kinds}) {
        for (std::uint64_t k = text_.number(); k > 0; --k) {
          const std::uint64_t kind = text_.number();
          if (kind >= schema.kind_count()) throw in_->tampered("names a kind that it does not list");
          ends->push_back(static_cast<kind_index>(kind));
        }
      }
      const std::string name = info.name;
      if (static_cast<std::size_t>(schema.add_relation(std::move(info))) != r) throw in_->tampered("numbers relation '" + name + "' otherwise than this version");
    }
    made_->schema = std::move(schema);
  }

  key_index read_vertices() {
    const std::size_t kinds = made_->schema.kind_count();
    made_->vertices.resize(kinds);
    key_index keys;
    std::uint64_t all = 0;
    for (std::size_t k = 0; k < kinds; ++k) {
      vertex_table table;
      const std::uint64_t count = text_.number();
      keys.starts.push_back(static_cast<std::uint32_t>(all));
      keys.first_ids.push_back(0);
      all += count;
      // Each vertex takes a byte at least, so that a small file can't ask for a large memory.
      if (count > 0x7FFFFFFF || all > in_->file().size()) throw in_->tampered("counts more vertices than it can hold");
      table.count = static_cast<std::uint32_t>(count);
      table.prefix = text_.text();
      using native::column_id;
      const auto owner = native::owner::kind;
      table.keys = in_->texts(owner, k, column_id::key_offsets, column_id::key_bytes, count);
      table.times = in_->times(owner, k, count, text_);
      table.sectors = in_->find<std::uint8_t>(owner, k, column_id::sectors, count, 0, {.limit = made_->schema.sector_names().size()});
      table.regions = in_->find<std::uint32_t>(owner, k, column_id::regions, count, 0, {.limit = made_->regions.size()});
      table.details = in_->texts(owner, k, column_id::detail_offsets, column_id::detail_bytes, count);
      table.order.positions = in_->find<std::uint32_t>(owner, k, column_id::positions, count, 0, {.limit = count});
      table.order.ids = in_->find<std::uint32_t>(owner, k, column_id::ids, count, 0, {.limit = count});
      if (table.order.positions.empty() != table.order.ids.empty()) throw in_->tampered("has half of an order of vertices");
      if (count > 0) made_->vertices[k].push_back(std::make_shared<vertex_table>(std::move(table)));
    }
    keys.starts.push_back(static_cast<std::uint32_t>(all));
    return keys;
  }
  void read_keys(key_index keys) {
    using native::column_id;
    const auto owner = native::owner::keys;
    keys.slots = in_->find<std::uint32_t>(owner, 0, column_id::slots, native_contents::any);
    if (!keys.slots.empty() && !std::has_single_bit(keys.slots.size())) throw in_->tampered("has a table of keys of an odd size");
    keys.alias_owners = in_->find<std::uint32_t>(owner, 0, column_id::alias_owners, native_contents::any);
    keys.aliases = in_->texts(owner, 0, column_id::alias_offsets, column_id::alias_bytes, keys.alias_owners.size());
    made_->keys.push_back(std::make_shared<key_index>(std::move(keys)));
  }

  void read_layer(std::size_t r) {
    const relation_info& info = made_->schema.relation(static_cast<relation_index>(r));
    std::vector<kind_index> sources = info.source_kinds, targets = info.target_kinds;
    if (!info.directed) {
      sources.clear();
      std::ranges::set_union(info.source_kinds, info.target_kinds, std::back_inserter(sources));
      targets = sources;
    }
    endpoint_domain from, to;
    for (auto [domain, kinds] : {std::pair{&from, &sources}, std::pair{&to, &targets}}) {
      for (const kind_index k : *kinds) {
        const auto& tables = made_->vertices[static_cast<std::size_t>(k)];
        if (!tables.empty()) domain->append(k, 0, tables.front()->count, tables.front()->order);
      }
    }
    auto block = std::make_shared<tie_block>();
    const std::uint64_t rows = text_.number();
    if (rows > 0x3FFFFFFF || rows > in_->file().size()) throw in_->tampered("counts more ties of '" + info.name + "' than it can hold");
    block->row_count = static_cast<std::uint32_t>(rows);
    using native::column_id;
    const auto owner = native::owner::relation;
    for (const bool forward : {true, false}) {
      adjacency& side = forward ? block->out : block->in;
      const std::uint32_t offset = forward ? 0 : native::backward;
      const auto n = static_cast<std::uint64_t>((forward ? from : to).size());
      const auto m = static_cast<std::uint64_t>((forward ? to : from).size());
      side.neighbors = in_->find<std::int32_t>(owner, r, column_id::neighbors, native_contents::any, offset, {.limit = m});
      const std::uint64_t arcs = side.neighbors.size();
      side.offsets = in_->find<std::int32_t>(owner, r, column_id::offsets, n + 1, offset, {.limit = arcs, .offsets = true});
      side.rows = in_->find<std::uint32_t>(owner, r, column_id::rows, arcs, offset, {.limit = std::max<std::uint64_t>(rows, 1)});
      side.weights = in_->find<double>(owner, r, column_id::weights, arcs, offset);
      side.times = in_->times(owner, r, arcs, text_, offset);
      const bool needed = rows > 0 && (forward || info.directed);
      if (needed && side.offsets.empty()) throw in_->tampered("lacks the offsets of '" + info.name + "'");
      if (side.rows.empty() && arcs > 0 && (arcs > rows || !forward || !info.directed)) throw in_->tampered("lacks the rows of '" + info.name + "'");
      if (arcs > (info.directed ? rows : 2 * rows)) throw in_->tampered("has more ends than ties of '" + info.name + "'");
    }
    if (info.directed && block->out.neighbors.size() != block->in.neighbors.size()) throw in_->tampered("has ties of '" + info.name + "' in one direction alone");
    block->places = in_->find<std::uint32_t>(owner, r, column_id::places, rows);
    block->details = in_->texts(owner, r, column_id::detail_offsets, column_id::detail_bytes, rows);
    std::vector<layer::retracted_tie> retracted;
    for (std::uint64_t left = text_.number(); left > 0; --left) {
      layer::retracted_tie gone;
      const std::uint64_t row = text_.number();
      if (row >= rows || (!retracted.empty() && row <= retracted.back().row)) throw in_->tampered("takes back a tie that it does not have");
      gone.row = static_cast<std::uint32_t>(row);
      gone.tie.source = vertex();
      gone.tie.target = vertex();
      tie_properties& p = gone.tie.properties;
      p.active.begin = text_.day();
      p.active.end = text_.day();
      p.status = status_of(text_.number());
      const bool weighted = text_.flag();
      const auto weight = std::bit_cast<double>(text_.number());
      if (weighted) p.weight = weight;
      detail::decode(text_.text(), p);
      gone.tie.retracted = true;
      retracted.push_back(std::move(gone));
    }
    made_->layers.push_back(layer_builder::assemble(static_cast<relation_index>(r), info.directed, std::move(from), std::move(to), std::move(block), std::move(retracted)));
  }

  void read_rest() {
    for (std::uint64_t left = text_.number(); left > 0; --left) {
      sector_record change{.vertex = vertex(), .from = text_.day().earliest};
      const std::uint64_t s = text_.number();
      if (s >= made_->schema.sector_names().size()) throw in_->tampered("names a sector that it does not list");
      change.sector = static_cast<sector>(s);
      made_->sector_changes[change.vertex].push_back(change);
      made_->sectors.push_back(change);
    }
    for (std::uint64_t left = text_.number(); left > 0; --left) {
      figure f;
      for (std::string* field : {&f.id, &f.subject, &f.survey, &f.label, &f.unit, &f.series, &f.cite}) *field = text_.text();
      const std::uint64_t kind = text_.number();
      if (kind >= figure_kind_names.size()) throw in_->tampered("has a figure of no kind");
      f.kind = static_cast<figure_kind>(kind);
      f.value = number();
      f.numerator = whole_number();
      f.denominator = whole_number();
      f.rounding = number();
      f.approximate = text_.flag();
      if (text_.flag()) f.day = text_.day();
      f.status = status_of(text_.number());
      f.attributes = text_.pairs();
      made_->figures.push_back(std::move(f));
    }
    for (std::uint64_t left = text_.number(); left > 0; --left) {
      source s;
      for (std::string* field : {&s.id, &s.title, &s.publisher, &s.url}) *field = text_.text();
      if (text_.flag()) s.day = text_.day();
      s.attributes = text_.pairs();
      made_->sources.push_back(std::move(s));
    }
    made_->files = text_.texts();
  }

  vertex_ref vertex() {
    const std::uint64_t kind = text_.number(), value = text_.number();
    if (kind >= made_->vertices.size() || value >= made_->order(kind)) throw in_->tampered("names a vertex that it does not list");
    return {static_cast<kind_index>(kind), static_cast<std::uint32_t>(value)};
  }
  status status_of(std::uint64_t number) {
    if (number >= status_names.size()) throw in_->tampered("has a statement of no status");
    return static_cast<status>(number);
  }
  std::optional<decimal> number() {
    if (!text_.flag()) return std::nullopt;
    decimal d{.mantissa = text_.signed_number()};
    const std::int64_t decimals = text_.signed_number();
    if (decimals < 0 || decimals > 15) throw in_->tampered("has a number of too many digits");
    d.decimals = static_cast<int>(decimals);
    return d;
  }
  std::optional<std::int64_t> whole_number() { return text_.flag() ? std::optional{text_.signed_number()} : std::nullopt; }

  std::shared_ptr<native_contents> in_;
  detail::detail_reader text_;
  std::shared_ptr<detail::frozen> made_ = std::make_shared<detail::frozen>();
};

}  // namespace

snapshot read_native(const std::filesystem::path& file, file_trust trust) {
  try {
    return native_reader{file, trust}.read();
  } catch (const input_error& failure) {
    if (!failure.problems().empty() && !failure.problems().front().file.empty()) throw;
    throw input_error{{{file.string(), 0, 0, failure.problems().empty() ? failure.what() : failure.problems().front().message}}};
  }
}

native_check verify_native(const std::filesystem::path& file, unsigned threads) {
  (void)native_reader{file, file_trust::verified}.read();  // the description
  const auto in = std::make_shared<native_contents>(file, file_trust::verified);
  struct part {
    const section_source* source;
    const char* first;
    std::size_t bytes;
  };
  std::vector<part> parts;
  native_check done{.bytes = in->file().size(), .sections = in->sections().size(), .blocks = in->block_count()};
  constexpr std::size_t step = 16 * native::block_bytes;
  for (const auto& [name, where] : in->sections()) {
    const auto& [s, source] = where;
    for (std::size_t at = 0; at < s->bytes; at += step) parts.push_back({source, in->file().memory() + s->offset + at, std::min<std::size_t>(step, s->bytes - at)});
  }
  std::mutex lock;
  std::vector<problem> problems;
  parallel_for_blocks(parts.size(), 1, threads, [&](std::size_t k, std::size_t, std::size_t) {
    try {
      parts[k].source->need(parts[k].first, parts[k].bytes);
    } catch (const input_error& failure) {
      const std::lock_guard held{lock};
      problems.insert(problems.end(), failure.problems().begin(), failure.problems().end());
    }
  });
  if (!problems.empty()) {
    std::sort(problems.begin(), problems.end(), [](const problem& a, const problem& b) { return a.message < b.message; });
    throw input_error{std::move(problems)};
  }
  return done;
}

bool is_native(const std::filesystem::path& file) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(file, failure)) return false;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  std::array<char, 8> first{};
  const ssize_t got = ::pread(descriptor, first.data(), first.size(), 0);
  ::close(descriptor);
  return got == static_cast<ssize_t>(first.size()) && first == native::magic;
}

}  // namespace capnet
