#pragma once
/// What a builder knows and does: checks, records, freezes. Not interface: see builder.hpp.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/declaration.hpp>
#include <capnet/network/detail/freezer.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/recorded.hpp>
#include <capnet/network/recording_checks.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet::detail {

/// The calls of `builder`, which says what they do.
class builder_state {
 public:
  explicit builder_state(capnet::schema schema) : what_{std::move(schema)} {}
  /// Goes on from a snapshot. Figures, sources and files are kept.
  explicit builder_state(snapshot base) : base_{std::move(base)}, what_{base_->parts()} {}
  /// Records what a log says. Throws input_error for rows that can't be.
  explicit builder_state(const event_log& log) : what_{log.schema} {
    for (std::size_t k = 0; k < log.vertices.size(); ++k) {
      for (const vertex_record& v : log.vertices[k])
        add_vertex(static_cast<kind_index>(k), v.key, vertex_properties{v.properties});
    }
    for (std::size_t r = 0; r < log.ties.size(); ++r) {
      for (const tie_record& uv : log.ties[r]) {
        const tie_ref tie =
            add_tie(static_cast<relation_index>(r), uv.source, uv.target, tie_properties{uv.properties});
        if (uv.retracted) retract(tie);
      }
    }
    for (const change_record& change : log.changes) change_attribute(change);
    for (const figure& reported : log.figures) add_figure(reported);
    for (const source& where : log.sources) add_source(where);
    for (const std::string& name : log.files) add_file(name);
  }

  [[nodiscard]] const recorded& what() const { return what_; }
  [[nodiscard]] recorded& what() { return what_; }
  [[nodiscard]] const capnet::schema& schema() const { return what_.schema; }
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view key_or_alias) const {
    if (const auto known = find_recorded(key_or_alias)) return known;
    return base_ ? base_->find(key_or_alias) : std::nullopt;
  }
  /// The same, but not in the base.
  [[nodiscard]] std::optional<vertex_ref> find_recorded(std::string_view key_or_alias) const {
    if (const auto known = keys_.find(key_or_alias)) return key_owners_[*known];
    for (std::size_t k = 0; k < what_.vertex_batches.size(); ++k) {
      for (const auto& batch : what_.vertex_batches[k]) {
        if (!batch.columns.keys.empty()) continue;
        const std::uint32_t first = first_id(k, batch);
        const auto id = frozen::numbered(key_or_alias, batch.columns.prefix);
        if (id && *id >= first && *id - first < batch.columns.count)
          return vertex_ref{static_cast<kind_index>(k), static_cast<std::uint32_t>(*id)};
      }
    }
    return std::nullopt;
  }
  /// Empty if there is no such vertex.
  [[nodiscard]] std::string key(vertex_ref v) const {
    const auto k = static_cast<std::size_t>(v.kind);
    if (k >= what_.vertex_batches.size()) return {};
    if (v.value < base_order(k)) return base_->key(v);
    if (const auto row = row_of(v)) return std::string{what_.vertices[k].keys[*row]};
    for (const auto& batch : what_.vertex_batches[k]) {
      const std::uint32_t first = first_id(k, batch);
      if (v.value >= first && v.value - first < batch.columns.count) return batch.columns.key(v.value - first, v.value);
    }
    return {};
  }
  /// Number of vertices of a kind, of the base too. Throws input_error for a kind that is not declared.
  [[nodiscard]] std::size_t order(kind_index kind) const {
    const auto k = static_cast<std::size_t>(kind);
    const std::size_t rows = one_of(what_.vertices, kind, "kind").size();
    return base_order(k) + rows + recorded::batched(what_.vertex_batches[k]);
  }

  /// Makes a kind or relation of your own known; `add` and `tie` do it by themselves for declared ones.
  kind_index declare(const kind_declaration& kind) { return declare_once<kind_index>(kind); }
  relation_index declare(const relation_declaration& relation) { return declare_once<relation_index>(relation); }
  relation_index declare(relation_info info) {
    return extend([&] { return what_.schema.add_relation(std::move(info)); });
  }
  kind_index declare_kind(std::string_view name) {
    return extend([&] { return what_.schema.add_kind(name); });
  }
  /// One of `parent`, or of none.
  kind_index declare_kind(std::string_view name, std::optional<kind_index> parent) {
    return extend([&] { return what_.schema.add_kind(name, parent); });
  }
  /// Makes an attribute of a kind or relation known, or completes what is known of it. Throws input_error if it is
  /// declared otherwise.
  template <class Owner>
    requires std::same_as<Owner, kind_index> || std::same_as<Owner, relation_index>
  attribute_index declare_attribute(Owner of, attribute_info info) {
    return what_.schema.add_attribute(of, std::move(info));
  }
  capnet::sector declare_sector(std::string_view name) { return what_.schema.add_sector(name); }

  /// Records a vertex. Throws input_error if the key or an alias is empty or taken, the size negative, or it ends
  /// before it begins.
  vertex_ref add_vertex(const kind_declaration& kind, std::string_view key, vertex_properties&& properties) {
    return or_as_before([&] { return add_vertex(declare(kind), key, std::move(properties)); });
  }
  vertex_ref add_vertex(kind_index kind, std::string_view key, vertex_properties&& properties) {
    if (key.empty()) refuse_with({"a vertex has no id; expected a text that no other vertex has"});
    expect_free(key);
    for (const std::string& alias : properties.aliases) {
      if (alias.empty())
        refuse_with({"an alias of ", quote(key), " is empty; expected a text that no other vertex has"});
      expect_free(alias);
    }
    expect_sector(properties.sector);
    if (properties.size && *properties.size < 0) {
      refuse_with({quote(key), " has size ", *properties.size, "; expected 0 or more, or nothing if unknown"});
    }
    expect_order(properties.existence, "", key);
    const vertex_ref v = next_vertex(kind, 1);
    return or_as_before([&] {
      const std::size_t named = keys_.size();
      try {
        name(key, v);
        for (const std::string& alias : properties.aliases) name(alias, v);
        what_.add(static_cast<std::size_t>(kind), key, std::move(properties));
      } catch (...) {
        forget_names(named);
        throw;
      }
      return v;
    });
  }

  /// Records many vertices of a kind; returns the first: their ids follow each other. Throws input_error if a key is
  /// empty or taken, a column has another length than `count`, or an entry is none of its kind.
  vertex_ref add_vertices(kind_index kind, vertex_columns columns) {
    const auto k = static_cast<std::size_t>(kind);
    expect_length(columns.keys.size(), columns.count, "keys");
    expect_length(columns.sectors.size(), columns.count, "sectors");
    expect_length(columns.regions.size(), columns.count, "regions");
    expect_length(columns.begins.size(), columns.count, "begins");
    expect_length(columns.ends.size(), columns.count, "ends");
    expect_last_days(columns.begins, columns.last_begins, columns.count, "last_begins");
    expect_last_days(columns.ends, columns.last_ends, columns.count, "last_ends");
    const vertex_ref first = next_vertex(kind, columns.count);
    for (const capnet::sector s : columns.sectors) expect_sector(s);
    for (const std::uint32_t region : columns.regions) {
      if (region >= columns.region_names.size()) {
        refuse_with(
            {"a vertex is in region number ", region, "; expected one of ", columns.region_names.size(), " names"});
      }
    }
    if (!columns.begins.empty() || !columns.ends.empty()) {
      for (std::size_t at = 0; at < columns.count; ++at)
        expect_order(columns.when(at), "a vertex of the columns of ", schema().name(kind));
    }
    if (columns.keys.empty()) expect_free(columns.prefix, first.value, columns.count);
    declare_values(kind, columns.attributes, columns.count);
    what_.vertex_batches[k].push_back({what_.vertices[k].size(), {}, what_.say_alike(kind, columns)});
    const std::size_t named = keys_.size();
    try {
      for (std::size_t at = 0; at < columns.keys.size(); ++at) {
        const std::string_view key = columns.keys[at];
        if (key.empty()) refuse_with({"a vertex has no id; expected a text that no other vertex has"});
        if (find_recorded(key)) expect_free(key);
        name(key, {kind, first.value + static_cast<std::uint32_t>(at)});
      }
      expect_apart_from_base(named);
    } catch (...) {
      forget_names(named);
      what_.vertex_batches[k].pop_back();
      throw;
    }
    what_.vertex_batches[k].back().columns = std::move(columns);
    return first;
  }
  vertex_ref add_vertices(const kind_declaration& kind, vertex_columns columns) {
    return or_as_before([&] { return add_vertices(declare(kind), std::move(columns)); });
  }

  tie_ref add_tie(const relation_declaration& relation, const kind_declaration& source_kind, std::uint32_t source,
                  const kind_declaration& target_kind, std::uint32_t target, tie_properties&& properties) {
    return or_as_before([&] {
      const relation_index r = declare(relation);
      return add_tie(r, {schema().index_of(source_kind), source}, {schema().index_of(target_kind), target},
                     std::move(properties));
    });
  }
  /// The same for a relation known at run time. Throws input_error if the relation does not join these kinds, if the
  /// tie ends before it begins, or if its weight is not finite.
  tie_ref add_tie(relation_index relation, vertex_ref source, vertex_ref target, tie_properties&& properties) {
    const tie_ref t = expect_tie(relation, source, target, properties);
    return or_as_before([&] {
      what_.add(static_cast<std::size_t>(relation), source, target, std::move(properties));
      return t;
    });
  }

  /// Records many ties; returns the first: their rows follow each other, unless `freeze_options::renumber` says
  /// otherwise. Throws input_error if the relation does not join the kinds, a column has another length than `sources`,
  /// an end is no vertex, a weight is infinite, or a tie ends before it begins. Time O(ties).
  tie_ref add_ties(relation_index relation, tie_columns columns) {
    const relation_info& info = schema().relation(relation);
    if (!info.admits(columns.source_kind, columns.target_kind)) {
      refuse_with({"relation ", quote(info.name), " does not join ", schema().name(columns.source_kind), " to ",
                   schema().name(columns.target_kind)});
    }
    const std::size_t m = columns.sources.size();
    if (columns.targets.size() != m) throw input_error{wrong_length("targets", columns.targets.size(), m)};
    expect_length(columns.begins.size(), m, "begins");
    expect_length(columns.ends.size(), m, "ends");
    expect_length(columns.weights.size(), m, "weights");
    expect_last_days(columns.begins, columns.last_begins, m, "last_begins");
    expect_last_days(columns.ends, columns.last_ends, m, "last_ends");
    const tie_ref first = next_tie(relation, m);
    auto expect_ids = [&](std::span<const std::uint32_t> ids, kind_index kind, const char* end) {
      const std::size_t n = order(kind);
      for (std::size_t at = 0; at < m; ++at) {
        if (ids[at] < n) continue;
        refuse_with({"tie ", at, " of the columns of ", quote(info.name), " has the ", end, " ", ids[at],
                     "; expected one of the ", n, " vertices of kind ", quote(schema().name(kind))});
      }
    };
    expect_ids(columns.sources, columns.source_kind, "source");
    expect_ids(columns.targets, columns.target_kind, "target");
    const meaning means = schema().weight_meaning(relation);
    for (const double weight : columns.weights) {
      if (std::isinf(weight))
        refuse_with(
            {"the weight of a tie of ", quote(info.name), " is not finite; expected a number, or NaN if unknown"});
      if (means != meaning::none && !std::isnan(weight)) expect_meant(means, weight, "weight");
    }
    if (!columns.begins.empty() || !columns.ends.empty()) {
      for (std::size_t at = 0; at < m; ++at) expect_order(columns.when(at), "a tie of ", info.name);
    }
    declare_values(relation, columns.attributes, m);
    what_.tie_batches[static_cast<std::size_t>(relation)].push_back(
        {what_.ties[static_cast<std::size_t>(relation)].size(), columns, what_.say_alike(relation, columns)});
    return first;
  }
  tie_ref add_ties(const relation_declaration& relation, tie_columns columns) {
    return or_as_before([&] { return add_ties(declare(relation), std::move(columns)); });
  }

  /// Takes back a tie that was recorded in error, row by row or in the base. Its row stays unused; no other tie
  /// changes. Throws if there is none such.
  void retract(tie_ref tie) {
    const auto r = static_cast<std::size_t>(tie.relation);
    if (r >= what_.ties.size()) throw_no_such_tie();
    const std::uint32_t old = base_rows(r);
    if (tie.row < old) {
      auto& gone = what_.retracted[r];
      const auto at = std::lower_bound(gone.begin(), gone.end(), tie.row);
      if (base_->layer(tie.relation).is_retracted(tie.row) || (at != gone.end() && *at == tie.row)) throw_retracted();
      gone.insert(at, tie.row);
      return;
    }
    std::size_t row = tie.row - old;
    for (const auto& batch : what_.tie_batches[r]) {
      if (row < batch.rows_before) break;
      if (row - batch.rows_before < batch.columns.size()) {
        refuse_with(
            {"a tie of columns can't be retracted before they are frozen; expected one that was recorded by itself or "
             "stands in a snapshot"});
      }
      row -= batch.columns.size();
    }
    tie_rows& rows = what_.ties[r];
    if (row >= rows.size()) throw_no_such_tie();
    if (rows.is_retracted(row)) throw_retracted();
    const auto at = std::lower_bound(rows.retracted.begin(), rows.retracted.end(), static_cast<std::uint32_t>(row));
    rows.retracted.insert(at, static_cast<std::uint32_t>(row));
  }

  /// From `from` on, an attribute of the vertex has another value: `sector` (a name; a new one is declared), `region`,
  /// `size` or one of its own; an empty text: unknown. Throws input_error for a value that it can't have.
  void change_attribute(change_record change) {
    expect_known(change.vertex);
    if (change.from < unbounded_past || change.from > unbounded_future)
      refuse_with({"a change is on a day outside the calendar; expected one inside"});
    make_room(what_.changes);
    or_as_before([&] {
      change.value = changed_value(change);
      if (change.attribute == "region") (void)what_.regions.number(change.value.text());
      if (change.attribute == "sector") (void)declare_sector(change.value.text());
      what_.changes.push_back(std::move(change));
    });
  }
  void change_attribute(vertex_ref v, std::string_view attribute, attribute_value value, date from,
                        std::string cite = {}) {
    change_attribute({v, std::string{attribute}, from, std::move(value), std::move(cite)});
  }
  /// From `from` on, the vertex belongs to `sector`.
  void set_sector(vertex_ref v, capnet::sector sector, date from) {
    expect_sector(sector);
    change_attribute(v, "sector", schema().name(sector), from);
  }
  void add_figure(figure reported) { what_.figures.push_back(std::move(reported)); }
  void add_source(source where) { what_.sources.push_back(std::move(where)); }
  /// Remembers a file that rows come from; for `origin::file`.
  std::uint32_t add_file(std::string name) {
    what_.files.push_back(std::move(name));
    return static_cast<std::uint32_t>(what_.files.size() + (base_ ? base_->files().size() : 0));
  }

  /// The network as recorded so far. The builder can go on. Time O(n + m log m); of a base and little more (an eighth
  /// of it at most), in proportion to what is new and the degrees of what it touches, and the snapshots share the rest.
  [[nodiscard]] snapshot freeze(const freeze_options& how = {}) const {
    return snapshot{freezer{base_ ? &base_->parts() : nullptr, what_, how}()};
  }

  /// Why a relation can't join two vertices, with relations that could.
  [[nodiscard]] std::string misfit(const relation_info& info, vertex_ref source, vertex_ref target) const {
    auto names = [&](const std::vector<kind_index>& kinds) {
      std::vector<std::string_view> words;
      for (const kind_index k : kinds) words.push_back(schema().name(k));
      return join_names(words, " or ");
    };
    const bool source_fits = std::binary_search(info.sources.begin(), info.sources.end(), source.kind);
    const vertex_ref odd = source_fits ? target : source;
    std::string text = "relation " + quote(info.name) + " joins " + names(info.source_kinds) + " to " +
                       names(info.target_kinds) + ", but " + quote(key(odd)) + " is " +
                       article(schema().name(odd.kind));
    std::vector<std::string> fitting;
    for (const relation_info& other : schema().all_relations()) {
      if (other.admits(source.kind, target.kind)) fitting.push_back(quote(other.name));
    }
    if (!fitting.empty()) text += "; did you mean " + join_names(fitting, " or ") + "?";
    return text;
  }

  /// What `add_tie` would return for a tie that it would not refuse. An attribute `weight` becomes the weight.
  [[nodiscard]] tie_ref expect_tie(relation_index relation, vertex_ref source, vertex_ref target,
                                   tie_properties& properties) const {
    expect_known(source);
    expect_known(target);
    const relation_info& info = schema().relation(relation);
    if (!info.admits(source.kind, target.kind)) throw input_error{misfit(info, source, target)};
    take_weight(relation, properties);
    expect_order(properties.active, "a tie of ", info.name);
    return next_tie(relation, 1);
  }
  /// The next tie of a relation. Throws input_error where `count` more would be too many.
  [[nodiscard]] tie_ref next_tie(relation_index relation, std::size_t count) const {
    const auto r = static_cast<std::size_t>(relation);
    const std::size_t m = base_rows(r) + what_.ties[r].size() + recorded::batched(what_.tie_batches[r]);
    if (count > most_ties - std::min(m, most_ties)) {
      refuse_with({"relation ", quote(schema().relation(relation).name),
                   " has over 1,073,741,823 ties; expected at most that many"});
    }
    return {relation, static_cast<std::uint32_t>(m)};
  }

 private:
  /// Declares the attributes of columns, and enters their words. Throws input_error for a value that one can't have.
  template <class Owner>
  void declare_values(Owner owner, const std::vector<value_column>& columns, std::size_t length) {
    or_as_before([&] {
      for (const value_column& values : columns) {
        expect_length(values.size(), length, std::string{values.name}.c_str());
        what_.declare(owner, values);
      }
    });
  }
  /// An attribute `weight` is the weight. Throws input_error for one that the relation can't have.
  void take_weight(relation_index relation, tie_properties& properties) const {
    const auto named = std::find_if(properties.attributes.begin(), properties.attributes.end(),
                                    [](const attribute& one) { return one.first == "weight"; });
    if (named != properties.attributes.end()) {
      const auto weight = as_type(value_type::number, named->second);
      if (!weight) refuse_with({"the weight ", quote(named->second.text()), " is no number; expected one"});
      properties.weight = weight->number();
      properties.attributes.erase(named);
    }
    if (properties.weight && !std::isfinite(*properties.weight)) {
      refuse_with({"the weight of a tie of ", quote(schema().relation(relation).name),
                   " is not finite; expected a number, or nothing if unknown"});
    }
    if (properties.weight) expect_meant(schema().weight_meaning(relation), *properties.weight, "weight");
  }
  /// The new value, of the type that its attribute has.
  [[nodiscard]] attribute_value changed_value(const change_record& change) {
    const std::string& name = change.attribute;
    if (change.value.empty()) return change.value;
    if (name == "sector" || name == "region") return change.value.text();
    if (name == "size") {
      const auto size = as_type(value_type::integer, change.value);
      if (!size || *size->get_if<std::int64_t>() < 0)
        refuse_with({"size ", quote(change.value.text()), "; expected a whole number from 0"});
      return *size;
    }
    for (const char* const fixed : {"id", "kind", "name", "name_en", "begin", "end", "status", "aliases", "cite"}) {
      if (name == fixed) refuse_with({quote(name), " can't change; expected sector, region, size or an attribute"});
    }
    return what_.typed(change.vertex.kind, name, change.value);
  }
  /// Adds a declared kind or relation to the schema; looked up by its type from the second time on.
  template <class Index, class Declaration>
  Index declare_once(const Declaration& declaration) {
    for (const auto& [known, index] : declared_) {
      if (known == &declaration) return static_cast<Index>(index);
    }
    make_room(declared_);
    const Index index = extend([&] { return what_.schema.add(declaration); });
    declared_.emplace_back(&declaration, static_cast<std::uint16_t>(index));
    return index;
  }
  /// Adds to the schema and makes room for it, or leaves both as they were.
  template <class Add>
  std::invoke_result_t<const Add&> extend(const Add& add) {
    return or_as_before([&] {
      const auto added = add();
      what_.fit();
      return added;
    });
  }
  /// Does what `record` does; if it throws, the schema and the lists of names are as they were before. Pre: a `record`
  /// that throws leaves the rows as they were.
  template <class Record>
  std::invoke_result_t<const Record&> or_as_before(const Record& record) {
    const auto declared = what_.schema.declared();
    const std::size_t regions = what_.regions.size(), attributes = what_.attributes.size(), words = what_.words.size();
    try {
      return record();
    } catch (...) {
      what_.schema.truncate(declared);
      declared_.clear();  // or what is gone
      what_.fit();
      what_.regions.truncate(regions);
      what_.attributes.truncate(attributes);
      what_.words.truncate(words);
      throw;
    }
  }

  /// Enters a key or an alias, unless it is entered.
  void name(std::string_view text, vertex_ref owner) {
    make_room(key_owners_);
    if (keys_.number(text) == key_owners_.size()) key_owners_.push_back(owner);
  }
  /// Forgets all but so many keys and aliases.
  void forget_names(std::size_t left) {
    keys_.truncate(left);
    while (key_owners_.size() > left) key_owners_.pop_back();
  }

  [[nodiscard]] std::uint32_t base_order(std::size_t k) const {
    return base_ && k < base_->schema().kind_count()
               ? static_cast<std::uint32_t>(base_->order(static_cast<kind_index>(k)))
               : 0;
  }
  [[nodiscard]] std::uint32_t base_rows(std::size_t r) const {
    return base_ && r < base_->schema().relation_count() ? base_->layer(static_cast<relation_index>(r)).rows() : 0;
  }
  static constexpr std::size_t most_vertices = 0x7FFFFFFF;  // of a kind, and of all
  static constexpr std::size_t most_ties = 0x3FFFFFFF;      // of a relation: an undirected one has two entries for each
  [[nodiscard]] vertex_ref next_vertex(kind_index kind, std::size_t count) const {
    const std::size_t n = order(kind);
    if (count > most_vertices - std::min(n, most_vertices)) {
      refuse_with({"more than 2,147,483,647 vertices of the kind ", quote(schema().name(kind)),
                   "; expected at most that many"});
    }
    return {kind, static_cast<std::uint32_t>(n)};
  }
  /// The id of a batch's first vertex.
  [[nodiscard]] std::uint32_t first_id(std::size_t k, const recorded::batch<vertex_columns>& batch) const {
    std::size_t first = base_order(k) + batch.rows_before;
    for (const auto& earlier : what_.vertex_batches[k]) {
      if (&earlier == &batch) break;
      first += earlier.columns.count;
    }
    return static_cast<std::uint32_t>(first);
  }
  /// The row of a vertex, if it was recorded by itself.
  [[nodiscard]] std::optional<std::size_t> row_of(vertex_ref v) const {
    const auto k = static_cast<std::size_t>(v.kind);
    std::size_t row = v.value - base_order(k);
    for (const auto& batch : what_.vertex_batches[k]) {
      if (row < batch.rows_before) break;
      if (row - batch.rows_before < batch.columns.count) return std::nullopt;
      row -= batch.columns.count;
    }
    return row < what_.vertices[k].size() ? std::optional{row} : std::nullopt;
  }
  [[noreturn]] static void throw_no_such_tie() {
    refuse_with({"there is no such tie to retract; expected one that was recorded"});
  }
  [[noreturn]] static void throw_retracted() {
    refuse_with({"the tie is retracted already; expected one that stands"});
  }
  void expect_sector(capnet::sector s) const {
    if (static_cast<std::size_t>(s) < schema().sector_names().size()) return;
    refuse_with({"sector number ", static_cast<int>(s), " is not known; expected one that declare_sector gave"});
  }
  void expect_free(std::string_view key) const {
    if (const auto taken = find(key)) refuse_taken(key, *taken);
  }
  [[noreturn]] void refuse_taken(std::string_view key, vertex_ref by) const {
    vertex_properties first;
    const auto k = static_cast<std::size_t>(by.kind);
    if (by.value < base_order(k))
      first = base_->properties(by);
    else if (const auto row = row_of(by))
      decode(what_.vertices[k].said.details[*row], first, what_.attributes.names());
    refuse_with({"id ", quote(key), " is taken already",
                 (first.where.line != 0 ? " in line " + std::to_string(first.where.line) : ""),
                 "; expected an id and aliases that no other vertex has"});
  }
  /// No text of `keys_` from the n-th on is taken in the base: the fewer are looked up among the more.
  void expect_apart_from_base(std::size_t n) const {
    if (!base_) return;
    const std::vector<std::string>& names = keys_.names();
    std::size_t taken = names.size();
    if (names.size() - n <= base_->order()) {
      taken = n;
      while (taken < names.size() && !base_->find(names[taken])) ++taken;
    } else {
      const auto see = [&](std::string_view text) {
        if (const auto at = keys_.find(text); at && *at >= n) taken = std::min<std::size_t>(taken, *at);
      };
      for (std::size_t k = 0; k < base_->schema().kind_count(); ++k) {
        const auto kind = static_cast<kind_index>(k);
        for (std::uint32_t id = 0; id < base_order(k); ++id) see(base_->key({kind, id}));
      }
      for (const auto& index : base_->parts().keys) {
        for (std::size_t alias = 0; alias < index->alias_owners.size(); ++alias) see(index->aliases[alias]);
      }
    }
    if (taken < names.size()) refuse_taken(names[taken], *base_->find(names[taken]));
  }
  /// No key of "prefix and number" is taken.
  void expect_free(const std::string& prefix, std::uint32_t first, std::size_t count) const {
    auto expect_apart = [&](std::string_view key) {
      const auto number = frozen::numbered(key, prefix);
      if (number && *number >= first && *number - first < count) {
        refuse_with(
            {"id ", quote(key), " is taken already; expected a prefix that makes ids which no other vertex has"});
      }
    };
    for (const std::string& key : keys_.names()) expect_apart(key);
    if (base_ && base_->order() > 0) {
      for (std::size_t at = 0; at < count; ++at) {
        if (const std::string key = prefix + std::to_string(first + at); base_->find(key)) expect_apart(key);
      }
    }
    for (std::size_t k = 0; k < what_.vertex_batches.size(); ++k) {
      for (const auto& batch : what_.vertex_batches[k]) {
        if (batch.columns.count == 0 || !batch.columns.keys.empty()) continue;
        const std::string& other = batch.columns.prefix;
        if (!other.starts_with(prefix) && !prefix.starts_with(other)) continue;
        for (std::size_t at = 0; at < count; ++at) expect_free(prefix + std::to_string(first + at));
        break;
      }
    }
  }
  void expect_known(vertex_ref v) const {
    if (static_cast<std::size_t>(v.kind) >= what_.vertices.size() || v.value >= order(v.kind)) {
      refuse_with({"a tie's end is no vertex of this network; expected one that was added to it"});
    }
  }
  std::optional<snapshot> base_;
  recorded what_;
  std::vector<std::pair<const void*, std::uint16_t>> declared_;  // declarations, and what they are in the schema
  name_list keys_;                                               // keys and aliases since the base
  std::vector<vertex_ref> key_owners_;                           // [number in keys_]
};

}  // namespace capnet::detail
