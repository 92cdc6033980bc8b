#pragma once
/// Definitions of schema.hpp: see core/config.hpp.
#include <algorithm>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/schema.hpp>

namespace capnet {

CAPNET_INLINE bool relation_info::admits(kind_index source, kind_index target) const {
  const auto in = [](const std::vector<kind_index>& kinds, kind_index k) {
    return std::binary_search(kinds.begin(), kinds.end(), k);
  };
  return (in(sources, source) && in(targets, target)) || (!directed && in(sources, target) && in(targets, source));
}

CAPNET_INLINE bool relation_info::same_ends(const relation_info& other) const {
  return source_kinds == other.source_kinds && target_kinds == other.target_kinds && directed == other.directed;
}

CAPNET_INLINE bool operator==(const relation_info& a, const relation_info& b) {
  return a.name == b.name && a.same_ends(b) && a.nature == b.nature && a.traits == b.traits;
}

template <class Add>
std::invoke_result_t<const Add&> schema::or_as_before(const Add& add) {
  const mark before = declared();
  try {
    return add();
  } catch (...) {
    truncate(before);
    throw;
  }
}

CAPNET_INLINE attribute_index schema::add_attribute(bool of_kind, std::size_t owner, attribute_info info) {
  std::vector<attribute_info>& list = (of_kind ? kind_attributes_ : relation_attributes_)[owner];
  if (info.name.empty())
    detail::refuse_with({"an attribute of ", owner_in_words(of_kind, owner), " has no name; expected a word"});
  const auto found = find_named(list, info.name);
  const std::size_t place = found ? static_cast<std::size_t>(*found) : list.size();
  const auto index = static_cast<std::uint16_t>(owner);
  if (!found) {
    if (list.size() >= most_attributes)
      detail::refuse_with({owner_in_words(of_kind, owner), " has more than 1,000 attributes; expected fewer"});
    list.reserve(list.size() + 1);
    changes_.push_back({of_kind, index, place, std::nullopt});
    list.push_back(std::move(info));
    return static_cast<attribute_index>(place);
  }
  attribute_info& known = list[place];
  std::optional<attribute_info> both = joined(known, info);
  if (!both) {
    detail::refuse_with({"attribute ", quote(known.name), " of ", owner_in_words(of_kind, owner), " is declared as ",
                         in_words(known), " and as ", in_words(info), "; expected one of the two"});
  }
  if (*both != known) {
    changes_.push_back({of_kind, index, place, known});
    known = *std::move(both);
  }
  return static_cast<attribute_index>(place);
}

CAPNET_INLINE std::string schema::owner_in_words(bool of_kind, std::size_t owner) const {
  return of_kind ? "kind " + quote(name(static_cast<kind_index>(owner)))
                 : "relation " + quote(relation(static_cast<relation_index>(owner)).name);
}

CAPNET_INLINE std::optional<attribute_info> schema::joined(const attribute_info& known, const attribute_info& other) {
  if (known.type != other.type) return std::nullopt;
  if (known.unit != other.unit && !known.unit.empty() && !other.unit.empty()) return std::nullopt;
  if (known.meaning != other.meaning && known.meaning != meaning::none && other.meaning != meaning::none)
    return std::nullopt;
  attribute_info both = known;
  if (both.unit.empty()) both.unit = other.unit;
  if (both.meaning == meaning::none) both.meaning = other.meaning;
  if (both.description.empty() || (other.declared && !known.declared)) both.description = other.description;
  both.declared = known.declared || other.declared;
  return both;
}

CAPNET_INLINE schema::schema(const schema& other) = default;
CAPNET_INLINE schema::schema(schema&& other) noexcept = default;
CAPNET_INLINE schema& schema::operator=(const schema& other) { return *this = schema{other}; }
CAPNET_INLINE schema& schema::operator=(schema&& other) noexcept = default;
CAPNET_INLINE schema::~schema() = default;
CAPNET_INLINE schema schema::no_kinds() { return schema{sectors_alone{}}; }

CAPNET_INLINE kind_index schema::add(const detail::kind_declaration& kind) {
  return or_as_before([&] {
    std::optional<kind_index> parent;
    if (kind.is != nullptr) parent = add(*kind.is);
    const kind_index k = add_kind(kind.name, parent);
    for (const detail::attribute_declaration& declared : kind.attributes) add_attribute(k, as_info(declared));
    return k;
  });
}

CAPNET_INLINE relation_index schema::add(const detail::relation_declaration& declared) {
  return or_as_before([&] {
    relation_info info{.name = std::string{declared.name},
                       .source_kinds = {},
                       .target_kinds = {},
                       .directed = declared.directed,
                       .traits = declared.traits};
    if (declared.nature)
      info.nature = *declared.nature;
    else if (const auto known = find_relation(declared.name))
      info.nature = relation(*known).nature;
    for (const detail::kind_declaration* kind : declared.sources) info.source_kinds.push_back(add(*kind));
    for (const detail::kind_declaration* kind : declared.targets) info.target_kinds.push_back(add(*kind));
    const relation_index r = add_relation(std::move(info));
    for (const detail::attribute_declaration& said : declared.attributes) add_attribute(r, as_info(said));
    return r;
  });
}

CAPNET_INLINE attribute_info schema::as_info(const detail::attribute_declaration& declared) {
  return {.name = std::string{declared.name},
          .type = declared.type,
          .unit = std::string{declared.unit},
          .meaning = declared.meaning,
          .description = std::string{declared.description}};
}

CAPNET_INLINE std::optional<attribute_index> schema::find_named(const std::vector<attribute_info>& all,
                                                                std::string_view name) {
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].name == name) return static_cast<attribute_index>(k);
  }
  return std::nullopt;
}
CAPNET_INLINE const attribute_info* schema::named(const std::vector<attribute_info>& all, std::string_view name) {
  const auto found = find_named(all, name);
  return found ? &all[static_cast<std::size_t>(*found)] : nullptr;
}
CAPNET_INLINE std::optional<attribute_index> schema::find_attribute(kind_index owner, std::string_view name) const {
  return find_named(attributes(owner), name);
}
CAPNET_INLINE std::optional<attribute_index> schema::find_attribute(relation_index owner, std::string_view name) const {
  return find_named(attributes(owner), name);
}

CAPNET_INLINE kind_index schema::index_of(const detail::kind_declaration& kind) const {
  const auto found = find_kind(kind.name);
  if (!found) detail::refuse_with({"this network has no kind ", quote(kind.name), "; it has ", join_names(kinds_)});
  if (kind.is != nullptr)
    expect_parent(*found, kind.is->name);
  else if (!kind.built_in)
    expect_parent(*found, {});
  return *found;
}

CAPNET_INLINE relation_index schema::index_of(const detail::relation_declaration& declared) const {
  const relation_index found = relation_named(declared.name);
  if (declared.built_in) return found;
  relation_info info{.name = std::string{declared.name}, .directed = declared.directed};
  for (const detail::kind_declaration* kind : declared.sources) info.source_kinds.push_back(index_of(*kind));
  for (const detail::kind_declaration* kind : declared.targets) info.target_kinds.push_back(index_of(*kind));
  order_once(info.source_kinds);
  order_once(info.target_kinds);
  if (!info.same_ends(relation(found))) refuse_ends(relation(found), info);
  return found;
}

CAPNET_INLINE schema::schema() : schema{built_in()} {}

CAPNET_INLINE void schema::add_built_in() {
  if (!begins_as(built_in())) add_each_built_in();
}

CAPNET_INLINE kind_index schema::add_kind(std::string_view name) {
  const auto known = find_kind(name);
  return known ? *known : add_kind(name, std::nullopt);
}

CAPNET_INLINE kind_index schema::add_kind(std::string_view name, std::optional<kind_index> parent) {
  if (const auto known = find_kind(name)) {
    expect_parent(*known, parent ? this->name(*parent) : std::string{});
    return *known;
  }
  if (name.empty()) detail::refuse_with({"a kind has no name; expected a word"});
  if (kinds_.size() >= most_kinds) detail::refuse_with({"more than 1,000 kinds; expected at most that many"});
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
        if (parent && std::binary_search(ends->begin(), ends->end(), *parent)) ends->push_back(added);
      }
    }
    for (std::size_t k = 0; parent && k < attributes(*parent).size(); ++k) {
      if (attributes(*parent)[k].declared) add_attribute(added, attribute_info{attributes(*parent)[k]});
    }
    return added;
  });
}

CAPNET_INLINE relation_index schema::add_relation(relation_info info) {
  order_once(info.source_kinds);
  order_once(info.target_kinds);
  for (const auto* ends : {&info.source_kinds, &info.target_kinds}) {
    if (!ends->empty()) (void)name(ends->back());
  }
  if (const auto known = find_relation(info.name)) {
    expect_same(relation(*known), info);
    return *known;
  }
  if (info.name.empty()) detail::refuse_with({"a relation has no name; expected a word"});
  if (info.source_kinds.empty() || info.target_kinds.empty()) {
    detail::refuse_with({"relation ", quote(info.name), " admits no kind at one end; expected at least one at either"});
  }
  if (!info.directed && info.traits != relation_traits::none && info.traits != relation_traits::contact) {
    detail::refuse_with({"relation ", quote(info.name), " has no direction, but is declared as ", in_words(info.traits),
                         "; expected contact alone, or a direction"});
  }
  if (relations_.size() >= most_relations)
    detail::refuse_with({"more than 1,000 relations; expected at most that many"});
  info.sources = with_subkinds(info.source_kinds);
  info.targets = with_subkinds(info.target_kinds);
  relations_.push_back(std::move(info));
  relation_attributes_.emplace_back();
  return static_cast<relation_index>(relations_.size() - 1);
}

CAPNET_INLINE attribute_index schema::add_attribute(kind_index k, attribute_info info) {
  return or_as_before([&] {
    if (info.declared) {
      for (const kind_index sub : subkinds(k)) {
        if (sub != k) add_attribute(true, static_cast<std::size_t>(sub), info);
      }
    }
    return add_attribute(true, static_cast<std::size_t>(k), info);
  });
}

CAPNET_INLINE attribute_index schema::add_attribute(relation_index r, attribute_info info) {
  if (info.name == "weight" && info.type == value_type::integer) info.type = value_type::number;
  if (info.name == "weight" && info.type != value_type::number) {
    detail::refuse_with({"the weight of relation ", quote(relation(r).name), " is declared as ", to_string(info.type),
                         "; expected number"});
  }
  return add_attribute(false, static_cast<std::size_t>(r), std::move(info));
}

CAPNET_INLINE meaning schema::weight_meaning(relation_index r) const {
  const attribute_info* const weight = attribute(r, "weight");
  return weight != nullptr ? weight->meaning : meaning::none;
}

CAPNET_INLINE capnet::sector schema::add_sector(std::string_view name) {
  if (const auto known = find_sector(name)) return *known;
  if (sectors_.size() >= 255) detail::refuse_with({"more than 254 sectors; expected fewer: is this column a sector?"});
  sectors_.emplace_back(name);
  return static_cast<capnet::sector>(sectors_.size() - 1);
}

CAPNET_INLINE std::optional<capnet::sector> schema::find_sector(std::string_view name) const {
  for (std::size_t k = 0; k < sectors_.size(); ++k) {
    if (sectors_[k] == name) return static_cast<capnet::sector>(k);
  }
  return std::nullopt;
}

CAPNET_INLINE bool schema::is_a(kind_index k, kind_index other) const {
  for (auto above = std::optional{k}; above; above = parent(*above)) {
    if (*above == other) return true;
  }
  return false;
}

CAPNET_INLINE std::vector<relation_index> schema::relations_with(relation_traits traits) const {
  std::vector<relation_index> found;
  for (std::size_t r = 0; r < relations_.size(); ++r) {
    if (share_one(relations_[r].traits, traits)) found.push_back(static_cast<relation_index>(r));
  }
  return found;
}

CAPNET_INLINE std::optional<kind_index> schema::find_kind(std::string_view name) const {
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    if (kinds_[k] == name) return static_cast<kind_index>(k);
  }
  return std::nullopt;
}

CAPNET_INLINE std::optional<relation_index> schema::find_relation(std::string_view name) const {
  for (std::size_t r = 0; r < relations_.size(); ++r) {
    if (relations_[r].name == name) return static_cast<relation_index>(r);
  }
  return std::nullopt;
}

CAPNET_INLINE relation_index schema::relation_named(std::string_view name) const {
  if (const auto found = find_relation(name)) return *found;
  std::vector<std::string_view> known;
  for (const relation_info& info : relations_) known.push_back(info.name);
  detail::refuse_with({"relation ", quote(name), " is not known; expected one of ", join_names(known, " or "),
                       did_you_mean(name, known)});
}

CAPNET_INLINE schema::schema(sectors_alone) : sectors_(builtin_sector_names.begin(), builtin_sector_names.end()) {}

CAPNET_INLINE const schema& schema::built_in() {
  static const schema all = [] {
    schema made = no_kinds();
    made.add_each_built_in();
    return made;
  }();
  return all;
}

CAPNET_INLINE void schema::add_each_built_in() {
  for (const detail::kind_declaration* kind : detail::kinds_of_list<builtin_kinds>::all) add(*kind);
  for (const detail::relation_declaration* relation : detail::relations_of_list<builtin_relations>::all) add(*relation);
}

CAPNET_INLINE bool schema::begins_as(const schema& other) const {
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

CAPNET_INLINE void schema::truncate(const mark& before) noexcept {
  for (; changes_.size() > before.changes; changes_.pop_back()) {
    change& last = changes_.back();
    std::vector<attribute_info>& list = (last.of_kind ? kind_attributes_ : relation_attributes_)[last.owner];
    if (last.was)
      list[last.place] = *std::move(last.was);
    else
      list.pop_back();
  }
  const auto shorten = [](auto& list, std::size_t size) {  // each by itself: what threw stopped between two of them
    while (list.size() > size) list.pop_back();
  };
  shorten(relations_, before.relations), shorten(relation_attributes_, before.relations);
  shorten(kinds_, before.kinds), shorten(parents_, before.kinds);
  shorten(subkinds_, before.kinds), shorten(kind_attributes_, before.kinds);
  const auto cut = [&](std::vector<kind_index>& list) {
    while (!list.empty() && static_cast<std::size_t>(list.back()) >= before.kinds) list.pop_back();
  };
  for (std::vector<kind_index>& list : subkinds_) cut(list);
  for (relation_info& info : relations_) cut(info.sources), cut(info.targets);
}

CAPNET_INLINE void schema::order_once(std::vector<kind_index>& kinds) {
  std::vector<kind_index> ordered;  // few: no sort is worth its time to compile
  for (const kind_index k : kinds) {
    const auto at = std::lower_bound(ordered.begin(), ordered.end(), k);
    if (at == ordered.end() || *at != k) ordered.insert(at, k);
  }
  kinds = std::move(ordered);
}

CAPNET_INLINE std::vector<kind_index> schema::with_subkinds(const std::vector<kind_index>& kinds) const {
  std::vector<kind_index> all;
  for (const kind_index k : kinds) {
    for (const kind_index sub : subkinds(k)) all.push_back(sub);
  }
  order_once(all);
  return all;
}

CAPNET_INLINE void schema::expect_parent(kind_index known, std::string_view parent) const {
  const auto above = this->parent(known);
  if (above ? name(*above) == parent : parent.empty()) return;
  const auto words = [](std::string_view is) { return is.empty() ? "a kind of its own" : "one of " + quote(is); };
  detail::refuse_with({"kind ", quote(name(known)), " is declared twice: as ",
                       words(above ? name(*above) : std::string{}), " and as ", words(parent),
                       "; expected one declaration of a name"});
}

CAPNET_INLINE void schema::expect_same(const relation_info& known, const relation_info& info) const {
  if (!known.same_ends(info)) refuse_ends(known, info);
  if (known.nature != info.nature) {
    detail::refuse_with(
        {"the ties of relation ", quote(info.name), " are declared as states and as deeds; expected one of the two"});
  }
  if (info.traits != relation_traits::none && info.traits != known.traits) {
    detail::refuse_with({"relation ", quote(info.name),
                         " is declared twice with different traits: ", in_words(known.traits), ", and ",
                         in_words(info.traits), "; expected one declaration of a name"});
  }
}

CAPNET_INLINE void schema::refuse_ends(const relation_info& known, const relation_info& info) const {
  detail::refuse_with({"relation ", quote(info.name),
                       " is declared twice with different ends, what is built in counted: ", ends_in_words(known),
                       ", and ", ends_in_words(info), "; expected one declaration of a name"});
}

CAPNET_INLINE std::string schema::ends_in_words(const relation_info& info) const {
  const auto words = [&](const std::vector<kind_index>& kinds) {
    std::vector<std::string_view> names;
    for (const kind_index k : kinds) names.push_back(name(k));
    return names.empty() ? std::string{"no kind"} : join_names(names, " or ");
  };
  return (info.directed ? "from " : "between ") + words(info.source_kinds) + (info.directed ? " to " : " and ") +
         words(info.target_kinds);
}

CAPNET_INLINE std::string schema::in_words(relation_traits traits) {
  std::vector<std::string_view> names;
  for (std::size_t k = 0; k < relation_trait_names.size(); ++k) {
    if (share_one(traits, static_cast<relation_traits>(1u << k))) names.push_back(relation_trait_names[k]);
  }
  return names.empty() ? "none" : join_names(names, " and ");
}

CAPNET_INLINE std::string schema::in_words(const attribute_info& info) {
  std::string text{to_string(info.type)};
  if (!info.unit.empty()) text += " in " + quote(info.unit);
  if (info.meaning != meaning::none) text += " (" + std::string{to_string(info.meaning)} + ")";
  return text;
}

}  // namespace capnet
