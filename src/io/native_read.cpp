#include <capnet/io/native_file.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/layer_builder.hpp>

#include "io/native_contents.hpp"

namespace capnet {
namespace {

/// Assembles a snapshot from the description and the columns of a file.
class native_reader {
 public:
  native_reader(const std::filesystem::path& file, file_trust trust)
      : in_{std::make_shared<native::contents>(file, trust)}, text_{in_->description(), names_} {}

  /// Once.
  [[nodiscard]] snapshot read() {
    try {
      return assemble();
    } catch (const input_error& failure) {  // of a value that the description can't have
      if (!failure.problems().empty() && !failure.problems().front().file.empty()) throw;
      throw in_->file().bad(failure.problems().empty() ? failure.what() : failure.problems().front().message);
    }
  }
  [[nodiscard]] const native::contents& contents() const { return *in_; }

 private:
  [[nodiscard]] snapshot assemble() {
    names_ = text_.texts();
    read_schema();
    made_->regions = text_.texts();
    if (made_->regions.empty() || !made_->regions.front().empty()) throw tampered("has no list of regions");
    for (const std::vector<std::string>* const list :
         std::initializer_list<const std::vector<std::string>*>{&names_, &words(), &made_->regions}) {
      if (std::set<std::string_view>(list->begin(), list->end()).size() != list->size())
        throw tampered("lists a name twice");
    }
    made_->by_locality = text_.flag();
    for (std::uint64_t left = text_.number(); left > 0; --left) {
      const std::int64_t number = text_.signed_number();
      const std::uint64_t count = text_.number();
      const std::int64_t last = text_.signed_number();
      if (number < -200'000 || number > 200'000 || count > 0xFFFFFFFFFFFF || last >> 9 != number)
        throw tampered("counts days where none can be");
      made_->days.add(static_cast<std::int32_t>(number), {count, static_cast<std::int32_t>(last)});
    }
    made_->days.settle();
    key_index keys = read_vertices();
    read_keys(std::move(keys));
    for (std::size_t r = 0; r < relations_; ++r) read_layer(r);
    for (std::size_t r = relations_; r < made_->schema.relation_count(); ++r) add_empty_layer(r);
    read_rest();
    in_->expect_all_found();
    if (!text_.done()) throw tampered("has a description that goes on after its end");
    return snapshot{std::shared_ptr<const detail::frozen>{std::move(made_)}};
  }
  void read_schema() {
    const std::vector<std::string> kinds = text_.texts();
    const bool untyped = in_->version() == native::first_version;
    const capnet::schema built_in;
    auto schema = capnet::schema::no_kinds();  // the file's come first: a later version may have more built in
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const std::uint64_t parent = untyped ? 0 : text_.number();  // one more than its number
      if (parent > k) throw tampered("has a kind before what it is one of");
      const auto above = parent > 0 ? std::optional{static_cast<kind_index>(parent - 1)} : std::nullopt;
      if (static_cast<std::size_t>(schema.add_kind(kinds[k], above)) != k)
        throw tampered("lists kind " + quote(kinds[k]) + " twice");
    }
    const std::vector<std::string> sectors = text_.texts();
    for (std::size_t s = 0; s < sectors.size(); ++s) {
      if (static_cast<std::size_t>(schema.add_sector(sectors[s])) != s)
        throw tampered("numbers sector " + quote(sectors[s]) + " otherwise than this version");
    }
    for (std::uint64_t left = text_.number(), r = 0; left > 0; --left, ++r) {
      relation_info info{.name = std::string{text_.text()}};
      info.directed = text_.flag();
      info.nature = text_.flag() ? tie_nature::deed : tie_nature::state;
      const std::uint64_t traits = untyped ? 0 : text_.number();
      if (traits >> relation_trait_names.size() != 0) throw tampered("has a trait that this version does not know");
      info.traits = static_cast<relation_traits>(traits);
      if (const auto same = built_in.find_relation(info.name)) info.traits = built_in.relation(*same).traits;
      for (auto* ends : {&info.source_kinds, &info.target_kinds}) {
        for (std::uint64_t k = text_.number(); k > 0; --k) {
          const std::uint64_t kind = text_.number();
          if (kind >= schema.kind_count()) throw tampered("names a kind that it does not list");
          ends->push_back(static_cast<kind_index>(kind));
        }
      }
      const std::string name = info.name;
      if (static_cast<std::size_t>(schema.add_relation(std::move(info))) != r)
        throw tampered("lists relation " + quote(name) + " twice");
    }
    detail::vocabulary known{.names = names_};
    if (!untyped) {
      // From the last owner on, so that a kind has its own list before it inherits what it has already.
      const auto declare = [&](std::size_t count, auto owner) {
        std::vector<std::vector<attribute_info>> lists(count);
        for (std::vector<attribute_info>& list : lists) {
          for (std::uint64_t left = text_.number(); left > 0; --left) detail::each_field(text_, list.emplace_back());
        }
        for (std::size_t at = count; at-- > 0;) {
          for (std::size_t k = 0; k < lists[at].size(); ++k) {
            const std::string name = lists[at][k].name;
            const auto of = static_cast<decltype(owner)>(at);
            if (static_cast<std::size_t>(schema.add_attribute(of, std::move(lists[at][k]))) != k)
              throw tampered("lists attribute " + quote(name) + " twice");
          }
        }
      };
      declare(schema.kind_count(), kind_index{});
      declare(schema.relation_count(), relation_index{});
      known.words = text_.texts();
      if (known.words.empty() || !known.words.front().empty()) throw tampered("has no list of words");
    }
    kinds_ = schema.kind_count();
    relations_ = schema.relation_count();
    schema.add_built_in();
    for (std::size_t r = 0; r < schema.relation_count(); ++r)
      known.ties.push_back(schema.attributes(static_cast<relation_index>(r)));
    made_->untyped = untyped;
    made_->vocabulary = std::make_shared<const detail::vocabulary>(std::move(known));
    made_->schema = std::move(schema);
  }
  [[nodiscard]] const std::vector<std::string>& words() const { return made_->vocabulary->words; }

  key_index read_vertices() {
    made_->vertices.resize(made_->schema.kind_count());
    key_index keys;
    std::uint64_t all = 0;
    for (std::size_t k = 0; k < made_->vertices.size(); ++k) {
      if (k >= kinds_) {  // built in since
        keys.starts.push_back(static_cast<std::uint32_t>(all));
        keys.first_ids.push_back(0);
        continue;
      }
      vertex_table table;
      const std::uint64_t count = text_.number();
      keys.starts.push_back(static_cast<std::uint32_t>(all));
      keys.first_ids.push_back(0);
      all += count;
      if (count > 0x7FFFFFFF || all > 0x7FFFFFFF) throw tampered("counts more vertices than it can hold");
      table.count = static_cast<std::uint32_t>(count);
      table.prefix = text_.text();
      using native::column_id;
      const auto owner = native::owner::kind;
      const auto below = [](std::uint64_t limit) {
        return native::element_rule{.what = native::element_rule::below, .limit = limit};
      };
      table.keys = in_->texts(owner, k, column_id::key_offsets, column_id::key_bytes, count);
      table.times = in_->times(owner, k, count, text_);
      table.sectors =
          in_->find<std::uint8_t>(owner, k, column_id::sectors, count, 0, below(made_->schema.sector_names().size()));
      table.regions = in_->find<std::uint32_t>(owner, k, column_id::regions, count, 0, below(made_->regions.size()));
      table.details = in_->texts(owner, k, column_id::detail_offsets, column_id::detail_bytes, count);
      table.attributes =
          in_->attributes(owner, k, count, made_->schema.attributes(static_cast<kind_index>(k)), words().size());
      table.order.positions = in_->find<std::uint32_t>(owner, k, column_id::positions, count, 0, below(count));
      table.order.ids = in_->find<std::uint32_t>(owner, k, column_id::ids, count, 0, below(count));
      if (table.order.positions.empty() != table.order.ids.empty()) throw tampered("has half of an order of vertices");
      // Each vertex takes a byte at least, so that a small file can't ask for a large memory.
      if (count > 0 && table.keys.offsets.empty() && table.sectors.empty())
        throw tampered("counts vertices that it does not list");
      if (count > 0) made_->vertices[k].push_back(std::make_shared<vertex_table>(std::move(table)));
    }
    keys.starts.push_back(static_cast<std::uint32_t>(all));
    return keys;
  }
  void read_keys(key_index keys) {
    using native::column_id;
    const auto owner = native::owner::keys;
    keys.key.k0 = text_.number();
    keys.key.k1 = text_.number();
    keys.alias_owners = in_->find<std::uint32_t>(owner, 0, column_id::alias_owners, native::contents::any, 0,
                                                 {.what = native::element_rule::below, .limit = keys.starts.back()});
    keys.aliases = in_->texts(owner, 0, column_id::alias_offsets, column_id::alias_bytes, keys.alias_owners.size());
    keys.slots = in_->find<std::uint32_t>(
        owner, 0, column_id::slots, native::contents::any, 0,
        {.what = native::element_rule::below, .limit = keys.starts.back() + keys.alias_owners.size() + 1});
    std::size_t entries = keys.alias_owners.size();
    for (const auto& tables : made_->vertices) {
      for (const auto& table : tables) entries += table->keys.offsets.empty() ? 0 : table->count;
    }
    if (!keys.slots.empty() && !std::has_single_bit(keys.slots.size()))
      throw tampered("has a table of keys of an odd size");
    if (keys.slots.size() < entries + entries / 2) throw tampered("has no room for each id in the table of them");
    made_->keys.push_back(std::make_shared<key_index>(std::move(keys)));
  }

  /// The domains of a relation's ends.
  std::pair<endpoint_domain, endpoint_domain> domains(const relation_info& info) const {
    std::vector<kind_index> sources = info.sources, targets = info.targets;
    if (!info.directed) {
      sources.clear();
      std::ranges::set_union(info.sources, info.targets, std::back_inserter(sources));
      targets = sources;
    }
    endpoint_domain from, to;
    for (auto [domain, kinds] : {std::pair{&from, &sources}, std::pair{&to, &targets}}) {
      for (const kind_index k : *kinds) {
        const auto& tables = made_->vertices[static_cast<std::size_t>(k)];
        if (!tables.empty()) domain->append(k, 0, tables.front()->count, tables.front()->order);
      }
    }
    return {std::move(from), std::move(to)};
  }
  /// Of a relation that is built in since the file was written.
  void add_empty_layer(std::size_t r) {
    const auto relation = static_cast<relation_index>(r);
    const relation_info& info = made_->schema.relation(relation);
    auto [from, to] = domains(info);
    made_->layers.push_back(layer_builder::assemble(relation, info.directed, std::move(from), std::move(to),
                                                    std::make_shared<tie_block>(), {}, made_->vocabulary));
  }
  void read_layer(std::size_t r) {
    const auto relation = static_cast<relation_index>(r);
    const relation_info& info = made_->schema.relation(relation);
    auto [from, to] = domains(info);
    auto block = std::make_shared<tie_block>();
    const std::uint64_t rows = text_.number();
    if (rows > 0x3FFFFFFF) throw tampered("counts more ties of " + quote(info.name) + " than it can hold");
    block->row_count = static_cast<std::uint32_t>(rows);
    read_side(r, block->out, rows, from, to, 0);
    if (info.directed) read_side(r, block->in, rows, to, from, native::backward);
    using native::column_id;
    const auto owner = native::owner::relation;
    block->places = in_->find<std::uint32_t>(
        owner, r, column_id::places, rows, 0,
        {.what = native::element_rule::below, .limit = std::max<std::uint64_t>(block->out.neighbors.size(), 1)});
    block->details = in_->texts(owner, r, column_id::detail_offsets, column_id::detail_bytes, rows);
    std::vector<layer::retracted_tie> retracted = read_retracted(relation, rows);
    expect_sound(info, *block, retracted);
    made_->layers.push_back(layer_builder::assemble(relation, info.directed, std::move(from), std::move(to),
                                                    std::move(block), std::move(retracted), made_->vocabulary));
  }
  /// One direction of a relation. In the description stand the bases of its days.
  void read_side(std::size_t r, adjacency& side, std::uint64_t rows, const endpoint_domain& mine,
                 const endpoint_domain& other, std::uint32_t offset) {
    using native::column_id;
    using native::element_rule;
    const auto owner = native::owner::relation;
    side.neighbors =
        in_->find<std::int32_t>(owner, r, column_id::neighbors, native::contents::any, offset,
                                {.what = element_rule::below, .limit = static_cast<std::uint64_t>(other.size())});
    const std::uint64_t arcs = side.neighbors.size();
    side.offsets = in_->find<std::int32_t>(owner, r, column_id::offsets, static_cast<std::uint64_t>(mine.size()) + 1,
                                           offset, {.what = element_rule::rising, .limit = arcs});
    side.rows =
        in_->find<std::uint32_t>(owner, r, column_id::rows, arcs, offset, {.what = element_rule::below, .limit = rows});
    side.weights = in_->find<double>(owner, r, column_id::weights, arcs, offset, {.what = element_rule::weights});
    side.times = in_->times(owner, r, arcs, text_, offset);
    side.attributes = in_->attributes(owner, r, arcs, made_->schema.attributes(static_cast<relation_index>(r)),
                                      words().size(), offset);
  }
  std::vector<layer::retracted_tie> read_retracted(relation_index relation, std::uint64_t rows) {
    const relation_info& info = made_->schema.relation(relation);
    std::vector<layer::retracted_tie> retracted;
    for (std::uint64_t left = text_.number(); left > 0; --left) {
      layer::retracted_tie gone;
      const std::uint64_t row = text_.number();
      if (row >= rows || (!retracted.empty() && row <= retracted.back().row))
        throw tampered("takes back a tie that it does not have");
      gone.row = static_cast<std::uint32_t>(row);
      gone.tie.source = vertex();
      gone.tie.target = vertex();
      if (!info.admits(gone.tie.source.kind, gone.tie.target.kind))
        throw tampered("takes back a tie between kinds that " + quote(info.name) + " does not join");
      tie_properties& p = gone.tie.properties;
      p.active.begin = text_.day();
      p.active.end = text_.day();
      text_(p.status);
      const bool weighted = text_.flag();
      const auto weight = std::bit_cast<double>(text_.number());
      if (weighted) p.weight = weight;
      detail::decode(text_.text(), p, names_);
      for (auto& [name, value] : p.attributes) {  // as texts, whatever their types
        const attribute_info* const known = made_->schema.attribute(relation, name);
        if (known == nullptr || made_->untyped) continue;
        if (const auto typed = detail::as_type(known->type, value)) value = *typed;
      }
      gone.tie.retracted = true;
      retracted.push_back(std::move(gone));
    }
    return retracted;
  }
  /// What stands in one column of a relation has its counterpart in the others: each tie that was not taken back lies
  /// once in each direction, or, undirected, once or twice in one; and it is known which tie an entry is, and where a
  /// tie lies.
  void expect_sound(const relation_info& info, const tie_block& block,
                    const std::vector<layer::retracted_tie>& retracted) const {
    const std::string name = quote(info.name);
    const std::uint64_t standing = block.row_count - retracted.size();
    const std::uint64_t out = block.out.neighbors.size(), in = block.in.neighbors.size();
    if (out < standing) throw tampered("counts ties of " + name + " that it does not list");
    if (out > (info.directed ? standing : 2 * standing)) throw tampered("has more ends than ties of " + name);
    if (info.directed && in != out) throw tampered("has ties of " + name + " in one direction alone");
    if (block.row_count == 0) return;
    if (block.out.offsets.empty() || (info.directed && block.in.offsets.empty()))
      throw tampered("lacks the offsets of " + name);
    if (info.directed && block.out.weights.empty() != block.in.weights.empty())
      throw tampered("has weights of " + name + " in one direction alone");
    for (std::size_t k = 0; k < std::max(block.out.attributes.size(), block.in.attributes.size()) && info.directed;
         ++k) {
      const auto at = static_cast<attribute_index>(k);
      if ((block.out.attribute(at) == nullptr) != (block.in.attribute(at) == nullptr))
        throw tampered("has an attribute of " + name + " in one direction alone");
    }
    if (info.directed && in > 0 && block.in.rows.empty()) throw tampered("lacks the rows of " + name);
    // Where neither is said, the k-th entry is the k-th tie: so there is one entry a tie, and those taken back come
    // last.
    const bool in_order = info.directed && (retracted.empty() || retracted.front().row == standing);
    if (block.places.empty() && !(in_order && block.out.rows.empty())) throw tampered("lacks the places of " + name);
    if (!block.places.empty() && out > 0 && block.out.rows.empty()) throw tampered("lacks the rows of " + name);
  }

  void read_rest() {
    std::vector<change_record> changes;
    for (std::uint64_t left = text_.number(); left > 0; --left) changes.push_back(read_change());
    made_->changes.append(std::move(changes), made_->schema, detail::name_list{made_->regions});
    made_->files = text_.texts();
    for (std::uint64_t left = text_.number(); left > 0; --left) each_field(text_, made_->figures.emplace_back());
    for (std::uint64_t left = text_.number(); left > 0; --left) each_field(text_, made_->sources.emplace_back());
  }

  change_record read_change() {
    change_record change{.vertex = vertex()};
    if (in_->version() == native::first_version) {  // which knew changes of sector alone
      change.attribute = "sector";
      change.from = text_.day().earliest;
      const std::uint64_t s = text_.number();
      if (s >= made_->schema.sector_names().size()) throw tampered("names a sector that it does not list");
      change.value = made_->schema.sector_names()[s];
      return change;
    }
    detail::each_field(text_, change);
    const std::string text = change.value.text();
    const bool known = change.attribute == "sector"   ? made_->schema.find_sector(text).has_value()
                       : change.attribute == "region" ? std::ranges::find(made_->regions, text) != made_->regions.end()
                                                      : !change.attribute.empty();
    if (!known) throw tampered("has a change to what it does not list");
    return change;
  }
  vertex_ref vertex() {
    const std::uint64_t kind = text_.number(), value = text_.number();
    if (kind >= made_->vertices.size() || value >= made_->order(kind))
      throw tampered("names a vertex that it does not list");
    return {static_cast<kind_index>(kind), static_cast<std::uint32_t>(value)};
  }
  [[nodiscard]] input_error tampered(const std::string& what) const { return in_->file().tampered(what); }

  std::shared_ptr<native::contents> in_;
  std::vector<std::string> names_;         // of attributes
  std::size_t kinds_ = 0, relations_ = 0;  // that the file lists: those that are built in since come after
  detail::detail_reader text_;
  std::shared_ptr<detail::frozen> made_ = std::make_shared<detail::frozen>();
};

}  // namespace

snapshot read_native(const std::filesystem::path& file, file_trust trust) { return native_reader{file, trust}.read(); }

namespace {

/// Throws input_error unless each id and alias leads to its vertex.
void check_ids(const native::file_memory& file, const detail::frozen& parts, unsigned threads) {
  const auto expect_found = [&](std::string_view id, vertex_ref v) {
    if (parts.find(id) != v) throw file.tampered("has a table of ids that does not find " + quote(id));
  };
  for (std::size_t k = 0; k < parts.vertices.size(); ++k) {
    for (const auto& table : parts.vertices[k]) {
      if (table->keys.offsets.empty()) continue;
      parallel_for_blocks(table->count, 4'096, threads, [&](std::size_t, std::size_t first, std::size_t last) {
        for (std::size_t v = first; v < last; ++v) {
          const auto number = static_cast<std::uint32_t>(table->first + v);
          expect_found(table->key(number), {static_cast<kind_index>(k), number});
        }
      });
    }
  }
  for (const auto& index : parts.keys) {
    for (std::size_t a = 0; a < index->alias_owners.size(); ++a)
      expect_found(index->aliases[a], index->vertex(index->alias_owners[a]));
  }
}

}  // namespace

native_check verify_native(const std::filesystem::path& file, unsigned threads) {
  native_reader reader{file, file_trust::verified};
  const snapshot net = reader.read();  // the description, and what each column must be
  const native_check checked = reader.contents().check_all(threads);
  reader.contents().check_details(net.parts().vocabulary->names, threads);
  check_ids(reader.contents().file(), net.parts(), threads);
  return checked;
}

bool is_native(const std::filesystem::path& file) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(file, failure)) return false;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return false;
  std::array<char, 8> first{};
  const ssize_t got = ::pread(descriptor, first.data(), first.size(), 0);
  ::close(descriptor);
  return got == static_cast<ssize_t>(first.size()) && first == native::magic;
}

}  // namespace capnet
