#pragma once
/// Records vertices, ties and figures, checks each, and freezes them into a snapshot.
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include <capnet/core/error.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// Builds a network:
///
///     capnet::builder net;
///     const auto dell = net.add<organization>("dell", {.name = "Dell", .sector = sector::company});
///     const auto forum = net.add<event>("forum");
///     net.tie<attends>(dell, forum, {.active = {.begin = partial_date::year(2024)}});
///     const snapshot now = net.freeze();
///
/// Every call either records or throws input_error and leaves the builder as it was. Ids stay valid in all later snapshots.
class builder {
 public:
  builder() : builder{capnet::schema{}} {}
  explicit builder(capnet::schema schema) { log_.schema = std::move(schema), grow(); }
  /// Goes on from a log whose rows were checked, such as a snapshot's.
  explicit builder(event_log log) : log_{std::move(log)} {
    grow();
    for (std::size_t k = 0; k < log_.vertices.size(); ++k) {
      for (std::uint32_t v = 0; v < log_.vertices[k].size(); ++v) {
        const vertex_ref ref{static_cast<kind_index>(k), v};
        by_key_.emplace(log_.vertices[k][v].key, ref);
        for (const std::string& alias : log_.vertices[k][v].properties.aliases) by_key_.emplace(alias, ref);
      }
    }
  }

  [[nodiscard]] const capnet::schema& schema() const { return log_.schema; }
  [[nodiscard]] const event_log& log() const { return log_; }
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view key_or_alias) const {
    const auto found = by_key_.find(std::string{key_or_alias});
    return found == by_key_.end() ? std::nullopt : std::optional{found->second};
  }

  /// Makes a kind or relation of your own known; `add` and `tie` do it by themselves for declared ones.
  template <vertex_kind Kind>
  kind_index declare(Kind = {}) {
    return declare_kind(Kind::name);
  }
  template <tie_relation Relation>
  relation_index declare(Relation = {}) {
    return extend([&] { return log_.schema.add(Relation{}); });
  }
  relation_index declare(relation_info info) {
    return extend([&] { return log_.schema.add_relation(std::move(info)); });
  }
  kind_index declare_kind(std::string_view name) {
    return extend([&] { return log_.schema.add_kind(name); });
  }
  capnet::sector declare_sector(std::string_view name) { return log_.schema.add_sector(name); }

  /// Records a vertex. Throws input_error if the key or an alias is empty or taken, the size negative, or it ends before it begins.
  template <vertex_kind Kind>
  id<Kind> add(std::string_view key, vertex_properties properties = {}) {
    return id<Kind>{add_vertex(declare<Kind>(), key, std::move(properties)).value};
  }
  vertex_ref add_vertex(kind_index kind, std::string_view key, vertex_properties properties = {}) {
    if (key.empty()) throw input_error{"a vertex has no id; expected a text that no other vertex has"};
    expect_free(key);
    for (const std::string& alias : properties.aliases) {
      if (alias.empty()) throw input_error{"an alias of '" + std::string{key} + "' is empty; expected a text that no other vertex has"};
      expect_free(alias);
    }
    expect_sector(properties.sector);
    if (properties.size && *properties.size < 0) {
      throw input_error{"'" + std::string{key} + "' has size " + std::to_string(*properties.size) + "; expected 0 or more, or nothing if unknown"};
    }
    expect_order(properties.existence, key);
    auto& rows = log_.vertices.at(static_cast<std::size_t>(kind));
    if (rows.size() >= 0x7FFFFFFF) throw input_error{"more than 2,147,483,647 vertices of one kind; expected fewer"};
    const vertex_ref v{kind, static_cast<std::uint32_t>(rows.size())};
    std::vector<const std::string*> named;  // in by_key_, whose nodes stay where they are
    try {
      named.reserve(properties.aliases.size() + 1);
      auto name = [&](std::string_view text) {
        const auto [at, fresh] = by_key_.emplace(text, v);
        if (fresh) named.push_back(&at->first);
      };
      name(key);
      for (const std::string& alias : properties.aliases) name(alias);
      rows.push_back({std::string{key}, std::move(properties)});
    } catch (...) {
      for (const std::string* text : named) by_key_.erase(*text);
      throw;
    }
    return v;
  }

  /// Records a tie. Misuse of the kinds fails at compile time.
  template <tie_relation Relation, vertex_kind Source, vertex_kind Target>
  tie_ref tie(id<Source> source, id<Target> target, tie_properties properties = {}) {
    constexpr bool forward = Relation::source::template admits<Source> && Relation::target::template admits<Target>;
    constexpr bool backward = !Relation::directed && Relation::source::template admits<Target> && Relation::target::template admits<Source>;
    static_assert(forward || backward, "capnet: this relation does not join these two kinds: see its `source` and `target`");
    const relation_index r = declare<Relation>();
    return add_tie(r, {schema().template index_of<Source>(), source.value()}, {schema().template index_of<Target>(), target.value()},
                   std::move(properties));
  }
  /// The same for a relation known at run time. Throws input_error if the relation does not join these kinds, if the tie ends
  /// before it begins, or if its weight is not finite.
  tie_ref add_tie(relation_index relation, vertex_ref source, vertex_ref target, tie_properties properties = {}) {
    expect_known(source);
    expect_known(target);
    const relation_info& info = schema().relation(relation);
    if (!info.admits(source.kind, target.kind)) throw input_error{misfit(info, source, target)};
    if (properties.weight && !std::isfinite(*properties.weight)) {
      throw input_error{"the weight of a tie of '" + info.name + "' is not finite; expected a number, or nothing if unknown"};
    }
    expect_order(properties.active, "a tie of '" + info.name + "'");
    auto& rows = log_.ties[static_cast<std::size_t>(relation)];
    if (rows.size() >= 0x3FFFFFFF) throw input_error{"relation '" + info.name + "' has over 1,073,741,823 ties; expected at most that many"};
    rows.push_back({source, target, std::move(properties)});
    return {relation, static_cast<std::uint32_t>(rows.size() - 1)};
  }

  /// Takes back a tie that was recorded in error. Its row stays unused; no other tie changes. Throws if there is none such.
  void retract(tie_ref tie) {
    if (static_cast<std::size_t>(tie.relation) >= log_.ties.size() || tie.row >= log_.ties[static_cast<std::size_t>(tie.relation)].size()) {
      throw input_error{"there is no such tie to retract; expected one that was recorded"};
    }
    tie_record& row = log_.ties[static_cast<std::size_t>(tie.relation)][tie.row];
    if (row.retracted) throw input_error{"the tie is retracted already; expected one that stands"};
    row.retracted = true;
  }

  /// From `from` on, the vertex belongs to `sector`.
  void set_sector(vertex_ref v, capnet::sector sector, date from) {
    expect_known(v);
    expect_sector(sector);
    log_.sectors.push_back({v, from, sector});
  }
  template <vertex_kind Kind>
  void set_sector(id<Kind> v, capnet::sector sector, date from) {
    set_sector(vertex_ref{schema().template index_of<Kind>(), v.value()}, sector, from);
  }

  void add_figure(figure reported) { log_.figures.push_back(std::move(reported)); }
  void add_source(source where) { log_.sources.push_back(std::move(where)); }
  /// Remembers a file that rows come from; for `origin::file`.
  std::uint32_t add_file(std::string name) {
    log_.files.push_back(std::move(name));
    return static_cast<std::uint32_t>(log_.files.size());
  }

  /// The network as recorded so far. The builder can go on. Time O(n + m log m).
  [[nodiscard]] snapshot freeze() const& { return snapshot{std::make_shared<event_log>(log_)}; }
  [[nodiscard]] snapshot freeze() && { return snapshot{std::make_shared<event_log>(std::move(log_))}; }

  /// Why a relation can't join two vertices, with relations that could.
  [[nodiscard]] std::string misfit(const relation_info& info, vertex_ref source, vertex_ref target) const {
    auto names = [&](const std::vector<kind_index>& kinds) {
      std::vector<std::string_view> words;
      for (const kind_index k : kinds) words.push_back(schema().name(k));
      return join_names(words, " or ");
    };
    auto contains = [](const std::vector<kind_index>& kinds, kind_index k) { return std::ranges::binary_search(kinds, k); };
    const bool source_fits = contains(info.source_kinds, source.kind);
    const vertex_ref odd = source_fits ? target : source;
    std::string text = "relation '" + info.name + "' joins " + names(info.source_kinds) + " to " + names(info.target_kinds) + ", but '" +
                       log_.vertices[static_cast<std::size_t>(odd.kind)][odd.value].key + "' is " + article(schema().name(odd.kind));
    std::vector<std::string> fitting;
    for (const relation_info& other : schema().all_relations()) {
      if (other.admits(source.kind, target.kind)) fitting.push_back("'" + other.name + "'");
    }
    if (!fitting.empty()) text += "; did you mean " + join_names(fitting, " or ") + "?";
    return text;
  }

 private:
  /// Adds to the schema and makes room for it, or leaves both as they were.
  template <class Add>
  std::invoke_result_t<const Add&> extend(const Add& add) {
    const std::size_t kinds = log_.schema.kind_count();
    const std::size_t relations = log_.schema.relation_count();
    try {
      const auto added = add();
      grow();
      return added;
    } catch (...) {
      log_.schema.truncate(kinds, relations);
      log_.vertices.resize(kinds);
      log_.ties.resize(relations);
      throw;
    }
  }
  void expect_sector(capnet::sector s) const {
    if (static_cast<std::size_t>(s) < schema().sector_names().size()) return;
    throw input_error{"sector number " + std::to_string(static_cast<int>(s)) + " is not known; expected one that declare_sector gave"};
  }
  void grow() {
    log_.vertices.resize(log_.schema.kind_count());
    log_.ties.resize(log_.schema.relation_count());
  }
  static std::string article(const std::string& noun) {
    return (std::string_view{"aeiou"}.find(noun.front()) == std::string_view::npos ? "a " : "an ") + noun;
  }
  void expect_free(std::string_view key) const {
    const auto taken = by_key_.find(std::string{key});
    if (taken == by_key_.end()) return;
    const origin first = log_.vertices[static_cast<std::size_t>(taken->second.kind)][taken->second.value].properties.where;
    throw input_error{"id '" + std::string{key} + "' is taken already" + (first.line != 0 ? " in line " + std::to_string(first.line) : "") +
                      "; expected an id and aliases that no other vertex has"};
  }
  void expect_known(vertex_ref v) const {
    if (static_cast<std::size_t>(v.kind) >= log_.vertices.size() || v.value >= log_.vertices[static_cast<std::size_t>(v.kind)].size()) {
      throw input_error{"a tie's end is no vertex of this network; expected one that was added to it"};
    }
  }
  static void expect_order(const spell& when, std::string_view whose) {
    if (!when.consistent()) {
      throw input_error{std::string{whose} + " ends on " + to_string(when.end) + ", before it begins on " + to_string(when.begin) +
                        "; expected an end that is not before the begin"};
    }
  }

  event_log log_;
  std::unordered_map<std::string, vertex_ref> by_key_;  // keys and aliases
};

}  // namespace capnet
