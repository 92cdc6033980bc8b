#pragma once
/// Which kinds, relations and sectors a network knows: at run time, so that it can come from a file.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
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
  std::vector<kind_index> source_kinds{};  ///< as declared; ascending
  std::vector<kind_index> target_kinds{};  ///< as declared; ascending
  bool directed = true;
  tie_nature nature = tie_nature::state;
  relation_traits traits = relation_traits::none;
  std::vector<kind_index> sources{};  ///< these and all that are one of them; ascending; the schema's to write
  std::vector<kind_index> targets{};

  [[nodiscard]] bool admits(kind_index source, kind_index target) const {
    const auto in = [](const std::vector<kind_index>& kinds, kind_index k) {
      return std::ranges::binary_search(kinds, k);
    };
    return (in(sources, source) && in(targets, target)) || (!directed && in(sources, target) && in(targets, source));
  }
  [[nodiscard]] bool same_ends(const relation_info& other) const {
    return std::tie(source_kinds, target_kinds, directed) ==
           std::tie(other.source_kinds, other.target_kinds, other.directed);
  }
  /// Whether they declare the same.
  friend bool operator==(const relation_info& a, const relation_info& b) {
    return a.name == b.name && a.same_ends(b) && a.nature == b.nature && a.traits == b.traits;
  }
};

/// The kinds, relations and sectors of a network. Starts with the built-in ones; append-only, so that an index keeps
/// its meaning.
class schema {
 public:
  static constexpr std::size_t most_kinds = 1'000;
  static constexpr std::size_t most_relations = 1'000;
  static constexpr std::size_t most_attributes = 1'000;  ///< of a kind or relation

  /// The built-in kinds, relations and sectors.
  schema() : schema{built_in()} {}

  /// The built-in sectors alone: for readers of what numbers kinds, relations and attributes itself.
  [[nodiscard]] static schema no_kinds() { return schema{sectors_alone{}}; }
  /// Adds what is missing of the built-in kinds and relations and their attributes. Throws input_error if something
  /// else is known by one of their names.
  void add_built_in() {
    if (!begins_as(built_in())) add_each_built_in();
  }

  /// The kind of that name, whatever it is one of; added, as one of its own, if it is new. Throws input_error for an
  /// empty name or more than `most_kinds` kinds.
  kind_index add_kind(std::string_view name) {
    const auto known = find_kind(name);
    return known ? *known : add_kind(name, std::nullopt);
  }
  /// Adds a kind that is one of `parent`, or of none, unless it is known so. Throws input_error also if it is known
  /// otherwise, naming both.
  kind_index add_kind(std::string_view name, std::optional<kind_index> parent) {
    if (const auto known = find_kind(name)) {
      expect_parent(*known, parent ? this->name(*parent) : std::string{});
      return *known;
    }
    if (name.empty()) throw input_error{"a kind has no name; expected a word"};
    if (kinds_.size() >= most_kinds) throw input_error{"more than 1,000 kinds; expected at most that many"};
    if (parent) (void)this->name(*parent);
    return or_as_before([&] {
      const auto added = static_cast<kind_index>(kinds_.size());
      kinds_.emplace_back(name);
      kind_attributes_.emplace_back();
      parents_.push_back(parent);
      subkinds_.push_back({added});
      for (auto above = parent; above; above = this->parent(*above))
        subkinds_[static_cast<std::size_t>(*above)].push_back(added);
      for (relation_info& info : relations_) {
        for (auto* ends : {&info.sources, &info.targets}) {
          if (parent && std::ranges::binary_search(*ends, *parent)) ends->push_back(added);
        }
      }
      for (std::size_t k = 0; parent && k < attributes(*parent).size(); ++k) {
        if (attributes(*parent)[k].declared) add_attribute(added, attribute_info{attributes(*parent)[k]});
      }
      return added;
    });
  }
  /// Adds a declared kind with what it is one of and its attributes, or none of these.
  template <vertex_kind Kind>
  kind_index add(Kind = {}) {
    return or_as_before([&] {
      std::optional<kind_index> parent;
      if constexpr (specialized_kind<Kind>) parent = add(typename Kind::is{});
      const kind_index k = add_kind(Kind::name, parent);
      if constexpr (requires { typename Kind::attributes; })
        Kind::attributes::for_each([&](auto tag) { add_attribute(k, info_of(tag)); });
      return k;
    });
  }

  /// Adds a relation unless an equal one is known; without traits it is taken to have those that are known. Throws
  /// input_error if another of that name is, naming both, or one of its kinds is not.
  relation_index add_relation(relation_info info) {
    order_once(info.source_kinds);
    order_once(info.target_kinds);
    for (const auto* ends : {&info.source_kinds, &info.target_kinds}) {
      if (!ends->empty()) (void)name(ends->back());
    }
    if (const auto known = find_relation(info.name)) {
      expect_same(relation(*known), info);
      return *known;
    }
    if (info.name.empty()) throw input_error{"a relation has no name; expected a word"};
    if (info.source_kinds.empty() || info.target_kinds.empty()) {
      throw input_error{"relation " + quote(info.name) + " admits no kind at one end; expected at least one at either"};
    }
    if (!info.directed && info.traits != relation_traits::none && info.traits != relation_traits::contact) {
      throw input_error{"relation " + quote(info.name) + " has no direction, but is declared as " +
                        in_words(info.traits) + "; expected contact alone, or a direction"};
    }
    if (relations_.size() >= most_relations) throw input_error{"more than 1,000 relations; expected at most that many"};
    info.sources = with_subkinds(info.source_kinds);
    info.targets = with_subkinds(info.target_kinds);
    relations_.push_back(std::move(info));
    relation_attributes_.emplace_back();
    return static_cast<relation_index>(relations_.size() - 1);
  }

  /// Adds a declared relation with the kinds it joins and its attributes, or none of these.
  template <tie_relation Relation>
  relation_index add(Relation = {}) {
    return or_as_before([&] {
      relation_info info{
          .name = std::string{Relation::name}, .source_kinds = {}, .target_kinds = {}, .directed = Relation::directed};
      if constexpr (requires { Relation::nature; })
        info.nature = Relation::nature;
      else if (const auto known = find_relation(Relation::name))
        info.nature = relation(*known).nature;
      if constexpr (requires { Relation::traits; }) info.traits = Relation::traits;
      Relation::source::for_each([&](auto kind) { info.source_kinds.push_back(add(kind)); });
      Relation::target::for_each([&](auto kind) { info.target_kinds.push_back(add(kind)); });
      const relation_index r = add_relation(std::move(info));
      if constexpr (requires { typename Relation::attributes; })
        Relation::attributes::for_each([&](auto tag) { add_attribute(r, info_of(tag)); });
      return r;
    });
  }

  /// Adds an attribute to a kind and all that are one of it, or to a relation, unless it has it. A declaration
  /// completes what another leaves open: a unit, a meaning. Throws input_error if they say different things, or if a
  /// `weight` is no number.
  attribute_index add_attribute(kind_index k, attribute_info info) {
    return or_as_before([&] {
      if (info.declared) {
        for (const kind_index sub : subkinds(k)) {
          if (sub != k) add_attribute(kind_attributes_, sub, [&] { return "kind " + quote(name(sub)); }, info);
        }
      }
      return add_attribute(kind_attributes_, k, [&] { return "kind " + quote(name(k)); }, info);
    });
  }
  attribute_index add_attribute(relation_index r, attribute_info info) {
    if (info.name == "weight" && info.type == value_type::integer) info.type = value_type::number;
    if (info.name == "weight" && info.type != value_type::number) {
      throw input_error{"the weight of relation " + quote(relation(r).name) + " is declared as " +
                        std::string{to_string(info.type)} + "; expected number"};
    }
    return add_attribute(
        relation_attributes_, r, [&] { return "relation " + quote(relation(r).name); }, std::move(info));
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

  /// What a kind is one of; nothing for a kind of its own.
  [[nodiscard]] std::optional<kind_index> parent(kind_index k) const { return detail::one_of(parents_, k, "kind"); }
  /// The kind itself and all that are one of it, at any remove: ascending.
  [[nodiscard]] const std::vector<kind_index>& subkinds(kind_index k) const {
    return detail::one_of(subkinds_, k, "kind");
  }
  /// Whether a kind is another, or one of it at any remove.
  [[nodiscard]] bool is_a(kind_index k, kind_index other) const {
    for (auto above = std::optional{k}; above; above = parent(*above)) {
      if (*above == other) return true;
    }
    return false;
  }
  /// All relations with one of these traits, ascending.
  [[nodiscard]] std::vector<relation_index> relations_with(relation_traits traits) const {
    std::vector<relation_index> found;
    for (std::size_t r = 0; r < relations_.size(); ++r) {
      if (share_one(relations_[r].traits, traits)) found.push_back(static_cast<relation_index>(r));
    }
    return found;
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

  /// The index of a declared kind or relation. Throws input_error, naming it, if this schema does not have it, or
  /// knows another of that name.
  template <vertex_kind Kind>
  [[nodiscard]] kind_index index_of(Kind = {}) const {
    if constexpr (builtin_kinds::admits<Kind> && !specialized_kind<Kind>) {  // where it stands unless a file says else
      constexpr std::size_t place = builtin_kinds::place<Kind>;
      if (place < kinds_.size() && kinds_[place] == Kind::name) return static_cast<kind_index>(place);
    }
    const auto found = find_kind(Kind::name);
    if (!found) throw input_error{"this network has no kind " + quote(Kind::name) + "; it has " + join_names(kinds_)};
    if constexpr (specialized_kind<Kind>)
      expect_parent(*found, Kind::is::name);
    else if constexpr (!builtin_kinds::admits<Kind>)
      expect_parent(*found, {});
    return *found;
  }
  template <tie_relation Relation>
  [[nodiscard]] relation_index index_of(Relation = {}) const {
    if constexpr (builtin_relations::contains<Relation>) {
      constexpr std::size_t place = builtin_relations::place<Relation>;
      if (place < relations_.size() && relations_[place].name == Relation::name)
        return static_cast<relation_index>(place);
    }
    const relation_index found = relation_named(Relation::name);
    if constexpr (!builtin_relations::contains<Relation>) {
      relation_info info{.name = std::string{Relation::name}, .directed = Relation::directed};
      Relation::source::for_each([&](auto kind) { info.source_kinds.push_back(index_of(kind)); });
      Relation::target::for_each([&](auto kind) { info.target_kinds.push_back(index_of(kind)); });
      order_once(info.source_kinds);
      order_once(info.target_kinds);
      if (!info.same_ends(relation(found))) refuse_ends(relation(found), info);
    }
    return found;
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
  struct sectors_alone {};
  explicit schema(sectors_alone) : sectors_(builtin_sector_names.begin(), builtin_sector_names.end()) {}
  static const schema& built_in() {
    static const schema all = [] {
      schema made = no_kinds();
      made.add_each_built_in();
      return made;
    }();
    return all;
  }
  void add_each_built_in() {
    builtin_kinds::for_each([this](auto kind) { add(kind); });
    builtin_relations::for_each([this](auto relation) { add(relation); });
  }
  /// Whether what another declares is declared here by the same numbers.
  [[nodiscard]] bool begins_as(const schema& other) const {
    const auto begins = [](const auto& all, const auto& first) {
      return all.size() >= first.size() && std::equal(first.begin(), first.end(), all.begin());
    };
    const auto lists = [&](const attribute_lists& all, const attribute_lists& first) {
      return all.size() >= first.size() && std::equal(first.begin(), first.end(), all.begin(),
                                                      [&](const auto& a, const auto& b) { return begins(b, a); });
    };
    return begins(kinds_, other.kinds_) && begins(parents_, other.parents_) && begins(relations_, other.relations_) &&
           lists(kind_attributes_, other.kind_attributes_) && lists(relation_attributes_, other.relation_attributes_);
  }
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
    relations_.erase(relations_.begin() + static_cast<std::ptrdiff_t>(before.relations), relations_.end());
    relation_attributes_.resize(relations_.size());
    kinds_.resize(before.kinds);
    parents_.resize(before.kinds);
    subkinds_.resize(before.kinds);
    kind_attributes_.resize(before.kinds);
    const auto cut = [&](std::vector<kind_index>& list) {
      while (!list.empty() && static_cast<std::size_t>(list.back()) >= before.kinds) list.pop_back();
    };
    for (std::vector<kind_index>& list : subkinds_) cut(list);
    for (relation_info& info : relations_) cut(info.sources), cut(info.targets);
  }
  /// Adds what `add` adds, or nothing if it throws.
  template <class Add>
  std::invoke_result_t<const Add&> or_as_before(const Add& add) {
    const mark before = declared();
    try {
      return add();
    } catch (...) {
      truncate(before);
      throw;
    }
  }

  static void order_once(std::vector<kind_index>& kinds) {
    std::ranges::sort(kinds);
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  }
  [[nodiscard]] std::vector<kind_index> with_subkinds(const std::vector<kind_index>& kinds) const {
    std::vector<kind_index> all;
    for (const kind_index k : kinds) all.insert(all.end(), subkinds(k).begin(), subkinds(k).end());
    order_once(all);
    return all;
  }

  /// Refuses another declaration of a kind; `parent` is empty for one of its own.
  void expect_parent(kind_index known, std::string_view parent) const {
    const auto above = this->parent(known);
    if (above ? name(*above) == parent : parent.empty()) return;
    const auto words = [](std::string_view is) { return is.empty() ? "a kind of its own" : "one of " + quote(is); };
    throw input_error{"kind " + quote(name(known)) + " is declared twice: as " +
                      words(above ? name(*above) : std::string{}) + " and as " + words(parent) +
                      "; expected one declaration of a name"};
  }
  void expect_same(const relation_info& known, const relation_info& info) const {
    if (!known.same_ends(info)) refuse_ends(known, info);
    if (known.nature != info.nature) {
      throw input_error{"the ties of relation " + quote(info.name) +
                        " are declared as states and as deeds; expected one of the two"};
    }
    if (info.traits != relation_traits::none && info.traits != known.traits) {
      throw input_error{"relation " + quote(info.name) +
                        " is declared twice with different traits: " + in_words(known.traits) + ", and " +
                        in_words(info.traits) + "; expected one declaration of a name"};
    }
  }
  [[noreturn]] void refuse_ends(const relation_info& known, const relation_info& info) const {
    throw input_error{"relation " + quote(info.name) +
                      " is declared twice with different ends, what is built in counted: " + ends_in_words(known) +
                      ", and " + ends_in_words(info) + "; expected one declaration of a name"};
  }
  [[nodiscard]] std::string ends_in_words(const relation_info& info) const {
    const auto words = [&](const std::vector<kind_index>& kinds) {
      std::vector<std::string_view> names;
      for (const kind_index k : kinds) names.push_back(name(k));
      return names.empty() ? std::string{"no kind"} : join_names(names, " or ");
    };
    return (info.directed ? "from " : "between ") + words(info.source_kinds) + (info.directed ? " to " : " and ") +
           words(info.target_kinds);
  }
  [[nodiscard]] static std::string in_words(relation_traits traits) {
    std::vector<std::string_view> names;
    for (std::size_t k = 0; k < relation_trait_names.size(); ++k) {
      if (share_one(traits, static_cast<relation_traits>(1u << k))) names.push_back(relation_trait_names[k]);
    }
    return names.empty() ? "none" : join_names(names, " and ");
  }

  /// `of()` says whose, in words.
  template <class Owner, class Of>
  attribute_index add_attribute(attribute_lists& lists, Owner owner, const Of& of, attribute_info info) {
    std::vector<attribute_info>& list = lists[static_cast<std::size_t>(owner)];
    if (info.name.empty()) throw input_error{"an attribute of " + of() + " has no name; expected a word"};
    const auto known = std::ranges::find(list, info.name, &attribute_info::name);
    const auto place = static_cast<std::size_t>(known - list.begin());
    constexpr bool of_kind = std::same_as<Owner, kind_index>;
    const auto index = static_cast<std::uint16_t>(owner);
    if (known == list.end()) {
      if (list.size() >= most_attributes) throw input_error{of() + " has more than 1,000 attributes; expected fewer"};
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
  template <class Of>
  static attribute_info joined(const attribute_info& known, const attribute_info& other, const Of& of) {
    const auto clash = [](const auto& a, const auto& b, const auto& open) { return a != b && a != open && b != open; };
    if (known.type != other.type || clash(known.unit, other.unit, std::string{}) ||
        clash(known.meaning, other.meaning, meaning::none)) {
      throw input_error{"attribute " + quote(known.name) + " of " + of() + " is declared as " + in_words(known) +
                        " and as " + in_words(other) + "; expected one of the two"};
    }
    attribute_info both = known;
    if (both.unit.empty()) both.unit = other.unit;
    if (both.meaning == meaning::none) both.meaning = other.meaning;
    if (both.description.empty() || (other.declared && !known.declared)) both.description = other.description;
    both.declared = known.declared || other.declared;
    return both;
  }
  [[nodiscard]] static std::string in_words(const attribute_info& info) {
    std::string text{to_string(info.type)};
    if (!info.unit.empty()) text += " in " + quote(info.unit);
    if (info.meaning != meaning::none) text += " (" + std::string{to_string(info.meaning)} + ")";
    return text;
  }

  std::vector<std::string> kinds_;
  std::vector<std::optional<kind_index>> parents_;
  std::vector<std::vector<kind_index>> subkinds_;
  std::vector<relation_info> relations_;
  std::vector<std::string> sectors_;
  attribute_lists kind_attributes_, relation_attributes_;
  std::vector<change> changes_;  // of attributes, in their order
};

}  // namespace capnet
