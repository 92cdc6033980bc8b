#pragma once
/// From recorded rows to a snapshot. Not interface: see builder.hpp.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/network/freeze.hpp>
#include <capnet/network/frozen.hpp>
#include <capnet/network/layer_builder.hpp>
#include <capnet/network/recorded.hpp>
#include <capnet/network/vertex_columns.hpp>

namespace capnet {

namespace detail {

class freezer {
 public:
  /// With `whole`, all is laid anew, however little is new.
  freezer(const frozen* base, const recorded& what, const freeze_options& how, bool whole = false)
      : base_{base}, what_{what}, how_{how}, whole_{whole} {}

  [[nodiscard]] std::shared_ptr<const frozen> operator()() && {
    made_->schema = what_.schema;
    made_->figures = joined(base_ != nullptr ? &base_->figures : nullptr, what_.figures);
    made_->sources = joined(base_ != nullptr ? &base_->sources : nullptr, what_.sources);
    made_->files = joined(base_ != nullptr ? &base_->files : nullptr, what_.files);
    if (base_ != nullptr) made_->changes = base_->changes;
    made_->changes.append(what_.changes, made_->schema, what_.regions);
    vocabulary known{.names = what_.attributes.names(), .words = what_.words.names()};
    for (std::size_t r = 0; r < made_->schema.relation_count(); ++r)
      known.ties.push_back(made_->schema.attributes(static_cast<relation_index>(r)));
    made_->vocabulary = std::make_shared<const vocabulary>(std::move(known));
    if (base_ != nullptr && !whole_ && small())
      extend();
    else
      rebuild();
    made_->regions = std::vector{regions_.names()};
    return std::move(made_);
  }

 private:
  template <class T>
  static std::vector<T> joined(const std::vector<T>* first, const std::vector<T>& more) {
    std::vector<T> all;
    all.reserve((first != nullptr ? first->size() : 0) + more.size());
    for (const std::vector<T>* part : {first, &more}) {
      for (std::size_t k = 0; part != nullptr && k < part->size(); ++k) all.push_back((*part)[k]);
    }
    return all;
  }

  /// What is new can be laid beside the base.
  [[nodiscard]] bool small() const {
    std::size_t old = 0, since = 0, fresh = 0;
    for (const auto& tables : base_->vertices) {
      for (const auto& table : tables) (table == tables.front() ? old : since) += table->count;
    }
    for (const layer& ties : base_->layers) {
      for (const auto& block : ties.blocks()) (block == ties.blocks().front() ? old : since) += block->row_count;
    }
    for (const vertex_rows& rows : what_.vertices) fresh += rows.size();
    for (const tie_rows& rows : what_.ties) fresh += rows.size();
    for (const auto& rows : what_.retracted) fresh += rows.size();
    for (const auto& batches : what_.vertex_batches) {
      if (!batches.empty()) return false;
    }
    for (const auto& batches : what_.tie_batches) {
      if (!batches.empty()) return false;
    }
    return (since + fresh) * 8 <= old;
  }

  void extend() {
    const std::size_t kinds = made_->schema.kind_count();
    made_->vertices = std::vector{base_->vertices};  // a copy to move from takes less time to compile than assigning
    made_->vertices.resize(kinds);
    made_->keys = std::vector{base_->keys};
    made_->by_locality = base_->by_locality;
    std::vector<std::size_t> first(kinds), fresh(kinds);
    for (std::size_t k = 0; k < kinds; ++k) {
      first[k] = k < base_->vertices.size() ? base_->order(k) : 0;
      fresh[k] = what_.vertices[k].size();
    }
    key_index index = begin_index(first, fresh);
    bool added = false, retracts = false;
    for (std::size_t k = 0; k < kinds; ++k) {
      const vertex_rows& rows = what_.vertices[k];
      if (rows.size() == 0) continue;
      added = true;
      table_writer out{rows.size(), attributes_of(k)};
      for (std::size_t row = 0; row < rows.size(); ++row) out.add(rows, row);
      made_->vertices[k].push_back(
          std::make_shared<vertex_table>(std::move(out).finish(static_cast<std::uint32_t>(index.first_ids[k]))));
      merge(made_->vertices[k], attributes_of(k));
    }
    if (added) {
      finish_index(index);
      made_->keys.push_back(std::make_shared<key_index>(std::move(index)));
      merge_keys();
    }
    for (std::size_t r = 0; r < made_->schema.relation_count(); ++r) {
      const auto relation = static_cast<relation_index>(r);
      const relation_info& info = made_->schema.relation(relation);
      const layer old = r < base_->layers.size() ? base_->layers[r] : layer{relation, info.directed};
      endpoint_domain sources = old.sources(), targets = old.targets();
      grow(sources, kinds_at(info, true));
      grow(targets, kinds_at(info, false));
      const auto& gone = r < what_.retracted.size() ? what_.retracted[r] : no_rows_;
      retracts = retracts || !gone.empty();
      made_->layers.push_back(
          layer_builder::extend(old, std::move(sources), std::move(targets), what_.ties[r], gone, made_->vocabulary));
    }
    if (retracts) {
      made_->days = made_->find_days();
      return;
    }
    made_->days = base_->days;
    auto see = [&](status how, std::int32_t day) {
      if (how == status::held) made_->days.see(day);
    };
    for (const vertex_rows& rows : what_.vertices) {
      for (const vertex_rows::row& v : rows.rows) see(v.when.status, v.when.begin_latest);
    }
    for (const tie_rows& rows : what_.ties) {
      for (std::size_t k = 0; k < rows.size(); ++k)
        see(rows.is_retracted(k) ? status::target : rows.rows[k].when.status, rows.rows[k].when.begin_latest);
    }
    for (const figure& f : what_.figures) {
      if (f.day) see(f.status, held_when::number(f.day->latest));
    }
    made_->days.settle();
  }

  void rebuild() {
    const std::size_t kinds = made_->schema.kind_count();
    made_->vertices.resize(kinds);
    made_->by_locality = how_.by_locality;
    std::vector<std::size_t> orders(kinds);
    for (std::size_t k = 0; k < kinds; ++k) {
      orders[k] = what_.vertices[k].size() + (base_ != nullptr && k < base_->vertices.size() ? base_->order(k) : 0) +
                  (k < what_.vertex_batches.size() ? recorded::batched(what_.vertex_batches[k]) : 0);
    }
    key_index index = begin_index(std::vector<std::size_t>(kinds), orders);
    std::vector<vertex_table> tables(kinds);
    for (std::size_t k = 0; k < kinds; ++k) tables[k] = whole_table(k, orders[k]);
    if (how_.by_locality) put_in_order(tables);
    for (std::size_t k = 0; k < kinds; ++k) {
      if (orders[k] > 0) made_->vertices[k].push_back(std::make_shared<vertex_table>(std::move(tables[k])));
    }
    finish_index(index);
    made_->keys.push_back(std::make_shared<key_index>(std::move(index)));
    for (std::size_t r = 0; r < made_->schema.relation_count(); ++r) {
      const auto relation = static_cast<relation_index>(r);
      const relation_info& info = made_->schema.relation(relation);
      endpoint_domain sources, targets;
      grow(sources, kinds_at(info, true));
      grow(targets, kinds_at(info, false));
      tie_input input{sources, targets, made_->schema.attributes(relation), what_.words};
      if (base_ != nullptr && r < base_->layers.size()) input.add(base_->layers[r]);
      const tie_rows& rows = what_.ties[r];
      std::size_t done = 0;
      if (r < what_.tie_batches.size()) {
        for (const auto& batch : what_.tie_batches[r]) {
          input.add(rows, done, batch.rows_before);
          input.add(batch.columns, batch.details);
          done = batch.rows_before;
        }
      }
      input.add(rows, done, rows.size());
      const auto& known = made_->vocabulary;
      made_->layers.push_back(
          layer_builder::freeze(relation, info, sources, targets, input, known, how_.renumber, how_.run));
      // A tie of the base that is retracted now.
      if (r < what_.retracted.size() && !what_.retracted[r].empty()) {
        made_->layers.back() =
            layer_builder::extend(made_->layers.back(), sources, targets, {}, what_.retracted[r], known);
        tie_input again{sources, targets, made_->schema.attributes(relation), what_.words};
        again.add(made_->layers.back());
        made_->layers.back() = layer_builder::freeze(relation, info, sources, targets, again, known, false, how_.run);
      }
    }
    made_->days = made_->find_days();
  }

  static std::vector<kind_index> kinds_at(const relation_info& info, bool source) {
    if (info.directed) return source ? info.sources : info.targets;
    std::vector<kind_index> both;
    std::set_union(info.sources.begin(), info.sources.end(), info.targets.begin(), info.targets.end(),
                   std::back_inserter(both));
    return both;
  }
  /// Lets a domain hold every vertex of its kinds.
  void grow(endpoint_domain& domain, const std::vector<kind_index>& kinds) const {
    for (const kind_index k : kinds) {
      std::size_t known = 0;
      for (const auto& extent : domain.extents()) {
        if (extent.kind == k) known = std::max<std::size_t>(known, std::size_t{extent.first_id} + extent.count);
      }
      const auto& tables = made_->vertices[static_cast<std::size_t>(k)];
      const kind_order order = known == 0 && !tables.empty() ? tables.front()->order : kind_order{};
      if (!order.ids.empty()) {  // a permutation is one of the first table alone
        domain.append(k, 0, tables.front()->count, order);
        known = tables.front()->count;
      }
      domain.append(k, static_cast<std::uint32_t>(known), made_->order(static_cast<std::size_t>(k)) - known);
    }
  }

  /// Collects the columns of attributes, each from the first row on that has a value.
  class values_writer {
   public:
    values_writer(std::size_t rows, const std::vector<attribute_info>& infos) : rows_{rows}, infos_{&infos} {}
    void put(std::size_t at, attribute_index k, attribute_cell cell) {
      const auto number = static_cast<std::size_t>(k);
      if (number >= writers_.size()) writers_.resize(number + 1);
      if (!writers_[number]) writers_[number].emplace((*infos_)[number].type, rows_);
      writers_[number]->put(at, cell);
    }
    [[nodiscard]] std::vector<attribute_column> finish() && {
      std::vector<attribute_column> columns;
      for (auto& writer : writers_) columns.push_back(writer ? std::move(*writer).finish() : attribute_column{});
      return columns;
    }

   private:
    std::size_t rows_;
    const std::vector<attribute_info>* infos_;
    std::vector<std::optional<attribute_writer>> writers_;
  };
  /// Collects the columns of a table, row by row.
  class table_writer {
   public:
    table_writer(std::size_t rows, const std::vector<attribute_info>& infos) : values_{rows, infos} {
      sectors_.reserve(rows), regions_.reserve(rows), times_.reserve(rows);
    }
    /// Makes room for rows of columns that are added next.
    void reserve(const vertex_columns& columns, const std::string& details) {
      std::size_t bytes = 0;
      for (const std::string_view key : columns.keys) bytes += key.size();
      keys_.reserve(times_.capacity(), bytes);
      details_.reserve(times_.capacity(), columns.size() * details.size());
    }
    void add(const vertex_rows& from, std::size_t row) {
      const vertex_rows::row& v = from.rows[row];
      for_each_cell(from.said.cells[row], [&](attribute_index k, attribute_cell cell) { put(k, cell); });
      add(from.keys[row], v.when, v.sector, v.region, from.said.details[row]);
    }
    void add(const vertex_table& from, std::uint32_t at) {
      const std::uint32_t v = from.first + at;
      from.for_each_cell(v, [&](attribute_index k, attribute_cell cell) { put(k, cell); });
      add(from.key(v), from.times[at], from.sector(v), from.region(v), from.details[at]);
    }
    /// A value of the row that is added next.
    void put(attribute_index k, attribute_cell cell) { values_.put(times_.size(), k, cell); }
    void add(std::string_view key, const held_when& when, capnet::sector sector, std::uint32_t region,
             std::string_view details) {
      keys_.add(key);
      times_.push_back(when);
      shape_.see(when);
      sectors_.push_back(static_cast<std::uint8_t>(sector));
      has_sector_ = has_sector_ || sector != sector::unknown;
      regions_.push_back(region);
      has_region_ = has_region_ || region != 0;
      details_.add(details);
    }
    [[nodiscard]] vertex_table finish(std::uint32_t first) && {
      vertex_table table;
      table.first = first;
      table.count = static_cast<std::uint32_t>(times_.size());
      table.keys = std::move(keys_).finish();
      time_writer times{shape_, times_.size()};
      for (std::size_t at = 0; at < times_.size(); ++at) times.put(at, times_[at]);
      table.times = std::move(times).finish();
      if (has_sector_) table.sectors = std::move(sectors_);
      if (has_region_) table.regions = std::move(regions_);
      table.details = std::move(details_).finish();
      table.attributes = std::move(values_).finish();
      return table;
    }

   private:
    values_writer values_;
    bytes_writer keys_, details_;
    std::vector<held_when> times_;
    time_shape shape_;
    std::vector<std::uint8_t> sectors_;
    std::vector<std::uint32_t> regions_;
    bool has_sector_ = false, has_region_ = false;
  };

  vertex_table whole_table(std::size_t k, std::size_t order) {
    const vertex_rows& rows = what_.vertices[k];
    const bool from_base = base_ != nullptr && k < base_->vertices.size() && base_->order(k) > 0;
    if (k < what_.vertex_batches.size() && what_.vertex_batches[k].size() == 1 && rows.size() == 0 && !from_base) {
      return table_of(what_.vertex_batches[k].front(), attributes_of(k));
    }
    table_writer out{order, attributes_of(k)};
    if (from_base) {
      for (const frozen::table& old : base_->vertices[k]) {
        for (std::uint32_t at = 0; at < old->count; ++at) out.add(*old, at);
      }
    }
    std::size_t done = 0;
    std::size_t id = from_base ? base_->order(k) : 0;
    auto add_rows = [&](std::size_t until) {
      for (; done < until; ++done, ++id) out.add(rows, done);
    };
    if (k < what_.vertex_batches.size()) {
      for (const auto& batch : what_.vertex_batches[k]) {
        add_rows(batch.rows_before);
        const vertex_columns& columns = batch.columns;
        out.reserve(columns, batch.details);
        for (std::size_t at = 0; at < columns.size(); ++at, ++id) {
          for_each_cell_of(columns, attributes_of(k), at,
                           [&](attribute_index a, attribute_cell cell) { out.put(a, cell); });
          const auto add = [&](std::string_view key) {
            out.add(key, columns.when(at), columns.sector(at), region_of(columns, at), batch.details);
          };
          if (columns.keys.empty())
            add(columns.key(at, id));
          else
            add(columns.keys[at]);
        }
      }
    }
    add_rows(rows.size());
    return std::move(out).finish(0);
  }
  std::uint32_t region_of(const vertex_columns& columns, std::size_t at) {
    return columns.regions.empty() ? 0 : regions_.number(columns.region(at));
  }
  [[nodiscard]] const std::vector<attribute_info>& attributes_of(std::size_t k) const {
    return made_->schema.attributes(static_cast<kind_index>(k));
  }
  template <class Visit>
  void for_each_cell_of(const vertex_columns& columns, const std::vector<attribute_info>& infos, std::size_t row,
                        Visit&& visit) const {
    for (const value_column& values : columns.attributes) {
      const attribute_index k = place_of(values.name, infos);
      const value_type type = infos[static_cast<std::size_t>(k)].type;
      const attribute_cell cell = cell_at(values, type, row, what_.words);
      if (!is_missing(type, cell)) visit(k, cell);
    }
  }
  /// One batch is the whole kind: its columns are taken as they are.
  vertex_table table_of(const recorded::batch<vertex_columns>& batch, const std::vector<attribute_info>& infos) {
    const vertex_columns& columns = batch.columns;
    vertex_table table;
    if (!batch.details.empty()) {
      bytes_writer details;
      details.reserve(columns.size(), columns.size() * batch.details.size());
      for (std::size_t at = 0; at < columns.size(); ++at) details.add(batch.details);
      table.details = std::move(details).finish();
    }
    table.count = static_cast<std::uint32_t>(columns.size());
    table.prefix = columns.prefix;
    if (!columns.keys.empty()) {
      bytes_writer keys;
      for (const std::string_view key : columns.keys) keys.add(key);
      table.keys = std::move(keys).finish();
    }
    if (!columns.sectors.empty()) {
      std::vector<std::uint8_t> sectors(columns.sectors.size());
      for (std::size_t at = 0; at < sectors.size(); ++at) sectors[at] = static_cast<std::uint8_t>(columns.sectors[at]);
      table.sectors = std::move(sectors);
    }
    if (!columns.regions.empty()) {
      std::vector<std::uint32_t> codes;
      for (const std::string& name : columns.region_names) codes.push_back(regions_.number(name));
      std::vector<std::uint32_t> regions(columns.regions.size());
      for (std::size_t at = 0; at < regions.size(); ++at) regions[at] = codes[columns.regions[at]];
      table.regions = std::move(regions);
    }
    if (!columns.begins.empty() || !columns.ends.empty()) {
      time_shape shape;
      for (std::size_t at = 0; at < columns.size(); ++at) shape.see(columns.when(at));
      time_writer times{shape, columns.size()};
      for (std::size_t at = 0; at < columns.size(); ++at) times.put(at, columns.when(at));
      table.times = std::move(times).finish();
    }
    if (!columns.attributes.empty()) {
      values_writer values{columns.size(), infos};
      for (std::size_t at = 0; at < columns.size(); ++at)
        for_each_cell_of(columns, infos, at, [&](attribute_index a, attribute_cell cell) { values.put(at, a, cell); });
      table.attributes = std::move(values).finish();
    }
    return table;
  }

  /// Positions by region, then by falling degree over all relations, then by id.
  void put_in_order(std::vector<vertex_table>& tables) const {
    std::vector<std::vector<std::uint32_t>> degree(tables.size());
    for (std::size_t k = 0; k < tables.size(); ++k) degree[k].assign(tables[k].count, 0);
    auto count = [&](kind_index k, std::uint32_t v) { ++degree[static_cast<std::size_t>(k)][v]; };
    if (base_ != nullptr) {
      for (const layer& ties : base_->layers) {
        ties.for_each([&](std::uint32_t, const dated_tie& uv) {
          count(uv.source.kind, uv.source.value), count(uv.target.kind, uv.target.value);
        });
      }
    }
    for (const tie_rows& rows : what_.ties) {
      for (const tie_rows::row& uv : rows.rows)
        count(uv.source.kind, uv.source.value), count(uv.target.kind, uv.target.value);
    }
    for (const auto& batches : what_.tie_batches) {
      for (const auto& batch : batches) {
        for (const std::uint32_t v : batch.columns.sources) count(batch.columns.source_kind, v);
        for (const std::uint32_t v : batch.columns.targets) count(batch.columns.target_kind, v);
      }
    }
    how_.run(tables.size(), [&](std::size_t k) {
      const std::size_t n = tables[k].count;
      if (n < 2) return;
      std::vector<std::uint64_t> key(n);
      for (std::uint32_t v = 0; v < n; ++v)
        key[v] = std::uint64_t{tables[k].region(v)} << 32 | (0xFFFFFFFFu - degree[k][v]);
      std::vector<std::uint32_t> ids(n), positions(n);
      std::iota(ids.begin(), ids.end(), 0u);
      std::sort(ids.begin(), ids.end(),
                [&](std::uint32_t a, std::uint32_t b) { return key[a] != key[b] ? key[a] < key[b] : a < b; });
      for (std::uint32_t p = 0; p < n; ++p) positions[ids[p]] = p;
      tables[k].order = {std::move(positions), std::move(ids)};
    });
  }

  /// Of each kind the first id, and how many.
  key_index begin_index(const std::vector<std::size_t>& first, const std::vector<std::size_t>& count) const {
    key_index index;
    std::uint64_t number = 0;
    for (std::size_t k = 0; k < made_->schema.kind_count(); ++k) {
      index.starts.push_back(static_cast<std::uint32_t>(number));
      index.first_ids.push_back(static_cast<std::uint32_t>(first[k]));
      number += count[k];
    }
    if (number > 0x7FFFFFFF) refuse_with({"a network of more than 2,147,483,647 vertices; expected at most that many"});
    index.starts.push_back(static_cast<std::uint32_t>(number));
    return index;
  }
  /// Enters keys and aliases of the vertices of the index's range.
  void finish_index(key_index& index) const {
    std::vector<std::pair<std::string, std::uint32_t>> aliases;
    std::size_t entries = 0;
    auto each = [&](const auto& visit) {
      for (std::uint32_t k = 0; k + 1 < index.starts.size(); ++k) {
        const std::uint32_t count = index.starts[k + 1] - index.starts[k];
        for (std::uint32_t at = 0; at < count; ++at) {
          const vertex_ref v{static_cast<kind_index>(k), index.first_ids[k] + at};
          const vertex_table& table = made_->table_of(v);
          if (table.keys.offsets.empty()) break;
          visit(table, v.value, index.starts[k] + at);
        }
      }
    };
    std::string_view without;  // details that hold no alias: those of many vertices are alike
    each([&](const vertex_table& table, std::uint32_t id, std::uint32_t number) {
      ++entries;
      if (table.details.offsets.empty()) return;
      const std::string_view details = table.details[id - table.first];
      if (details == without) return;
      vertex_properties p;
      decode(details, p, made_->vocabulary->names);
      if (p.aliases.empty()) without = details;
      for (std::string& alias : p.aliases) aliases.emplace_back(std::move(alias), number);
    });
    if (aliases.size() > 0x7FFFFFFF) refuse_with({"more than 2,147,483,647 aliases; expected at most that many"});
    key_slots::fill(index, entries + aliases.size(), [&](const auto& visit) {
      each([&](const vertex_table& table, std::uint32_t id, std::uint32_t number) {
        visit(table.keys[id - table.first], number);
      });
      for (std::size_t k = 0; k < aliases.size(); ++k)
        visit(aliases[k].first, index.starts.back() + static_cast<std::uint32_t>(k));
    });
    bytes_writer texts;
    std::vector<std::uint32_t> owners;
    for (const auto& [text, owner] : aliases) {
      texts.add(text);
      owners.push_back(owner);
    }
    index.aliases = std::move(texts).finish();
    index.alias_owners = std::move(owners);
  }

  static void merge(std::vector<frozen::table>& tables, const std::vector<attribute_info>& infos) {
    while (tables.size() > 2 && 2 * tables.back()->count >= tables[tables.size() - 2]->count) {
      const vertex_table& a = *tables[tables.size() - 2];
      const vertex_table& b = *tables.back();
      table_writer out{std::size_t{a.count} + b.count, infos};
      for (const vertex_table* part : {&a, &b}) {
        for (std::uint32_t at = 0; at < part->count; ++at) out.add(*part, at);
      }
      auto both = std::make_shared<vertex_table>(std::move(out).finish(a.first));
      tables.pop_back();
      tables.back() = std::move(both);
    }
  }
  void merge_keys() {
    auto& keys = made_->keys;
    while (keys.size() > 2 && 2 * keys.back()->starts.back() >= keys[keys.size() - 2]->starts.back()) {
      const key_index& a = *keys[keys.size() - 2];
      const key_index& b = *keys.back();
      std::vector<std::size_t> first(b.first_ids.size()), count(first.size());
      for (std::size_t k = 0; k < first.size(); ++k) {
        first[k] = k + 1 < a.starts.size() ? a.first_ids[k] : b.first_ids[k];
        count[k] = std::size_t{b.first_ids[k]} + (b.starts[k + 1] - b.starts[k]) - first[k];
      }
      key_index both = begin_index(first, count);
      finish_index(both);
      keys.pop_back();
      keys.back() = std::make_shared<key_index>(std::move(both));
    }
  }

  const frozen* base_;
  const recorded& what_;
  const freeze_options& how_;
  bool whole_;
  std::shared_ptr<frozen> made_ = std::make_shared<frozen>();
  name_list regions_{what_.regions};  // and those of columns
  const std::vector<std::uint32_t> no_rows_{};
};

}  // namespace detail

}  // namespace capnet
