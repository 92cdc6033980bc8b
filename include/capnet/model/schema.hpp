#pragma once
/// Which kinds, relations and sectors a network knows: at run time, so that it can come from a file.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/attribute.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/model/sector.hpp>

namespace capnet {

/// A relation as known at run time.
struct relation_info {
  std::string name{};
  std::vector<kind_index> source_kinds{};  ///< ascending
  std::vector<kind_index> target_kinds{};  ///< ascending
  bool directed = true;
  tie_nature nature = tie_nature::state;

  [[nodiscard]] bool admits(kind_index source, kind_index target) const {
    const auto in = [](const std::vector<kind_index>& kinds, kind_index k) {
      return std::ranges::binary_search(kinds, k);
    };
    return (in(source_kinds, source) && in(target_kinds, target)) ||
           (!directed && in(source_kinds, target) && in(target_kinds, source));
  }
  friend bool operator==(const relation_info&, const relation_info&) = default;
};

/// The kinds, relations and sectors of a network. Starts with the built-in ones; append-only, so that an index keeps
/// its meaning.
class schema {
 public:
  static constexpr std::size_t most_kinds = 1'000;
  static constexpr std::size_t most_relations = 1'000;
  static constexpr std::size_t most_attributes = 1'000;  ///< of a kind or relation

  /// The built-in kinds, relations and sectors.
  schema() {
    builtin_kinds::for_each([this](auto kind) { add(kind); });
    builtin_relations::for_each([this](auto relation) { add(relation); });
    sectors_.assign(builtin_sector_names.begin(), builtin_sector_names.end());
  }

  /// Adds a kind unless it is known. Throws input_error for an empty name or more than `most_kinds` kinds.
  kind_index add_kind(std::string_view name) {
    if (const auto known = find_kind(name)) return *known;
    if (name.empty()) throw input_error{"a kind has no name; expected a word"};
    if (kinds_.size() >= most_kinds) throw input_error{"more than 1,000 kinds; expected at most that many"};
    kinds_.emplace_back(name);
    kind_attributes_.emplace_back();
    return static_cast<kind_index>(kinds_.size() - 1);
  }
  /// Adds a declared kind with its attributes, or neither.
  template <vertex_kind Kind>
  kind_index add(Kind = {}) {
    return or_as_before([&] {
      const kind_index k = add_kind(Kind::name);
      if constexpr (requires { typename Kind::attributes; })
        Kind::attributes::for_each([&](auto tag) { add_attribute(k, info_of(tag)); });
      return k;
    });
  }

  /// Adds a relation unless an equal one is known. Throws input_error if another of that name is, or one of its kinds
  /// is not.
  relation_index add_relation(relation_info info) {
    auto order = [](std::vector<kind_index>& kinds) {
      std::ranges::sort(kinds);
      kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    };
    order(info.source_kinds);
    order(info.target_kinds);
    if (const auto known = find_relation(info.name)) {
      const tie_nature nature = std::exchange(info.nature, relation(*known).nature);
      const bool same_ends = relation(*known) == info;
      if (same_ends && nature == info.nature) return *known;
      if (same_ends) {
        throw input_error{"the ties of relation " + quote(info.name) +
                          " are declared as states and as deeds; expected one of the two"};
      }
      throw input_error{
          "relation " + quote(info.name) +
          " is declared twice with different ends, what is built in counted; expected one declaration of a name"};
    }
    if (info.name.empty()) throw input_error{"a relation has no name; expected a word"};
    if (info.source_kinds.empty() || info.target_kinds.empty()) {
      throw input_error{"relation " + quote(info.name) + " admits no kind at one end; expected at least one at either"};
    }
    for (const auto* ends : {&info.source_kinds, &info.target_kinds}) (void)name(ends->back());
    if (relations_.size() >= most_relations) throw input_error{"more than 1,000 relations; expected at most that many"};
    relations_.push_back(std::move(info));
    relation_attributes_.emplace_back();
    return static_cast<relation_index>(relations_.size() - 1);
  }

  /// Adds a declared relation with the kinds it joins and its attributes, or none of them.
  template <tie_relation Relation>
  relation_index add(Relation = {}) {
    return or_as_before([&] {
      relation_info info{
          .name = std::string{Relation::name}, .source_kinds = {}, .target_kinds = {}, .directed = Relation::directed};
      if constexpr (requires { Relation::nature; })
        info.nature = Relation::nature;
      else if (const auto known = find_relation(Relation::name))
        info.nature = relation(*known).nature;
      Relation::source::for_each([&](auto kind) { info.source_kinds.push_back(add(kind)); });
      Relation::target::for_each([&](auto kind) { info.target_kinds.push_back(add(kind)); });
      const relation_index r = add_relation(std::move(info));
      if constexpr (requires { typename Relation::attributes; })
        Relation::attributes::for_each([&](auto tag) { add_attribute(r, info_of(tag)); });
      return r;
    });
  }

  /// Adds an attribute to a kind or relation, unless it has it. A declaration completes what another leaves open: a
  /// unit, a meaning. Throws input_error if they say different things, or if a `weight` is no number.
  attribute_index add_attribute(kind_index k, attribute_info info) {
    return add_attribute(kind_attributes_, k, "kind " + quote(name(k)), std::move(info));
  }
  attribute_index add_attribute(relation_index r, attribute_info info) {
    if (info.name == "weight" && info.type == value_type::integer) info.type = value_type::number;
    if (info.name == "weight" && info.type != value_type::number) {
      throw input_error{"the weight of relation " + quote(relation(r).name) + " is declared as " +
                        std::string{to_string(info.type)} + "; expected number"};
    }
    return add_attribute(relation_attributes_, r, "relation " + quote(relation(r).name), std::move(info));
  }
  /// The attributes of a kind or relation, by attribute_index. One of a relation may be its `weight`.
  [[nodiscard]] const std::vector<attribute_info>& attributes(kind_index k) const {
    return detail::one_of(kind_attributes_, k, "kind");
  }
  [[nodiscard]] const std::vector<attribute_info>& attributes(relation_index r) const {
    return detail::one_of(relation_attributes_, r, "relation");
  }
  /// Of a kind or relation the attribute of that name.
  template <class Owner>
  [[nodiscard]] std::optional<attribute_index> find_attribute(Owner owner, std::string_view name) const {
    const std::vector<attribute_info>& all = attributes(owner);
    const auto found = std::ranges::find(all, name, &attribute_info::name);
    return found == all.end() ? std::nullopt : std::optional{static_cast<attribute_index>(found - all.begin())};
  }
  /// What the weight of a relation's ties means; none where nothing is declared.
  [[nodiscard]] meaning weight_meaning(relation_index r) const {
    const auto weight = find_attribute(r, "weight");
    return weight ? attributes(r)[static_cast<std::size_t>(*weight)].meaning : meaning::none;
  }

  /// The sector of that name, added if it is new. Throws input_error for more than 254 sectors with a name.
  capnet::sector add_sector(std::string_view name) {
    for (std::size_t k = 0; k < sectors_.size(); ++k) {
      if (sectors_[k] == name) return static_cast<capnet::sector>(k);
    }
    if (sectors_.size() >= 255) throw input_error{"more than 254 sectors; expected fewer: is this column a sector?"};
    sectors_.emplace_back(name);
    return static_cast<capnet::sector>(sectors_.size() - 1);
  }

  [[nodiscard]] std::optional<capnet::sector> find_sector(std::string_view name) const {
    const auto found = std::ranges::find(sectors_, name);
    return found == sectors_.end() ? std::nullopt
                                   : std::optional{static_cast<capnet::sector>(found - sectors_.begin())};
  }
  [[nodiscard]] std::size_t kind_count() const { return kinds_.size(); }
  [[nodiscard]] std::size_t relation_count() const { return relations_.size(); }
  [[nodiscard]] const std::vector<std::string>& kind_names() const { return kinds_; }
  [[nodiscard]] const std::vector<std::string>& sector_names() const { return sectors_; }  ///< [0] is "", unknown
  [[nodiscard]] const std::vector<relation_info>& all_relations() const { return relations_; }
  /// Throws input_error, here and below, for a number that this schema did not give.
  [[nodiscard]] const std::string& name(kind_index k) const { return detail::one_of(kinds_, k, "kind"); }
  [[nodiscard]] const std::string& name(capnet::sector s) const { return detail::one_of(sectors_, s, "sector"); }
  [[nodiscard]] const relation_info& relation(relation_index r) const {
    return detail::one_of(relations_, r, "relation");
  }

  [[nodiscard]] std::optional<kind_index> find_kind(std::string_view name) const {
    const auto found = std::ranges::find(kinds_, name);
    return found == kinds_.end() ? std::nullopt : std::optional{static_cast<kind_index>(found - kinds_.begin())};
  }
  [[nodiscard]] std::optional<relation_index> find_relation(std::string_view name) const {
    const auto found = std::ranges::find(relations_, name, &relation_info::name);
    return found == relations_.end() ? std::nullopt
                                     : std::optional{static_cast<relation_index>(found - relations_.begin())};
  }

  /// The index of a declared kind or relation. Throws input_error, naming it, if this schema does not have it.
  template <vertex_kind Kind>
  [[nodiscard]] kind_index index_of(Kind = {}) const {
    if (const auto found = find_kind(Kind::name)) return *found;
    throw input_error{"this network has no kind " + quote(Kind::name) + "; it has " + join_names(kinds_)};
  }
  template <tie_relation Relation>
  [[nodiscard]] relation_index index_of(Relation = {}) const {
    return relation_named(Relation::name);
  }
  /// Likewise for a name that comes from a user, with the nearest known name.
  [[nodiscard]] relation_index relation_named(std::string_view name) const {
    if (const auto found = find_relation(name)) return *found;
    std::vector<std::string_view> known;
    for (const relation_info& info : relations_) known.push_back(info.name);
    throw input_error{"relation " + quote(name) + " is not known; expected one of " + join_names(known, " or ") +
                      did_you_mean(name, known)};
  }

 private:
  friend class builder;
  using attribute_lists = std::vector<std::vector<attribute_info>>;
  /// An attribute that was added, or what it was before it was completed.
  struct change {
    bool of_kind;
    std::uint16_t owner;
    std::size_t place;
    std::optional<attribute_info> was;
  };
  /// How much was declared: what `truncate` goes back to.
  struct mark {
    std::size_t kinds, relations, changes;
  };
  [[nodiscard]] mark declared() const { return {kinds_.size(), relations_.size(), changes_.size()}; }
  /// Forgets what was declared since.
  void truncate(const mark& before) noexcept {
    for (; changes_.size() > before.changes; changes_.pop_back()) {
      change& last = changes_.back();
      std::vector<attribute_info>& list = (last.of_kind ? kind_attributes_ : relation_attributes_)[last.owner];
      if (last.was)
        list[last.place] = *std::move(last.was);
      else
        list.pop_back();
    }
    const auto cut = [](auto& list, std::size_t n) {
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(n), list.end());
    };
    cut(kinds_, before.kinds);
    cut(kind_attributes_, before.kinds);
    cut(relations_, before.relations);
    cut(relation_attributes_, before.relations);
  }
  /// Adds what `add` adds, or nothing if it throws.
  template <class Add>
  auto or_as_before(const Add& add) {
    const mark before = declared();
    try {
      return add();
    } catch (...) {
      truncate(before);
      throw;
    }
  }

  template <class Owner>
  attribute_index add_attribute(attribute_lists& lists, Owner owner, const std::string& of, attribute_info info) {
    std::vector<attribute_info>& list = lists[static_cast<std::size_t>(owner)];
    if (info.name.empty()) throw input_error{"an attribute of " + of + " has no name; expected a word"};
    const auto known = std::ranges::find(list, info.name, &attribute_info::name);
    const auto place = static_cast<std::size_t>(known - list.begin());
    constexpr bool of_kind = std::same_as<Owner, kind_index>;
    const auto index = static_cast<std::uint16_t>(owner);
    if (known == list.end()) {
      if (list.size() >= most_attributes) throw input_error{of + " has more than 1,000 attributes; expected fewer"};
      list.reserve(list.size() + 1);
      changes_.push_back({of_kind, index, place, std::nullopt});
      list.push_back(std::move(info));
    } else if (attribute_info both = joined(*known, info, of); both != *known) {
      changes_.push_back({of_kind, index, place, *known});
      *known = std::move(both);
    }
    return static_cast<attribute_index>(place);
  }
  /// What two declarations of an attribute say together. Throws input_error if they differ.
  static attribute_info joined(const attribute_info& known, const attribute_info& other, const std::string& of) {
    const auto clash = [](const auto& a, const auto& b, const auto& open) { return a != b && a != open && b != open; };
    if (known.type != other.type || clash(known.unit, other.unit, std::string{}) ||
        clash(known.meaning, other.meaning, meaning::none)) {
      throw input_error{"attribute " + quote(known.name) + " of " + of + " is declared as " + in_words(known) +
                        " and as " + in_words(other) + "; expected one of the two"};
    }
    attribute_info both = known;
    if (both.unit.empty()) both.unit = other.unit;
    if (both.meaning == meaning::none) both.meaning = other.meaning;
    if (both.description.empty() || (other.declared && !known.declared)) both.description = other.description;
    both.declared = known.declared || other.declared;
    return both;
  }
  static std::string in_words(const attribute_info& info) {
    std::string text{to_string(info.type)};
    if (!info.unit.empty()) text += " in " + quote(info.unit);
    if (info.meaning != meaning::none) text += " (" + std::string{to_string(info.meaning)} + ")";
    return text;
  }

  std::vector<std::string> kinds_;
  std::vector<relation_info> relations_;
  std::vector<std::string> sectors_;
  attribute_lists kind_attributes_, relation_attributes_;
  std::vector<change> changes_;  // of attributes, in their order
};

}  // namespace capnet
