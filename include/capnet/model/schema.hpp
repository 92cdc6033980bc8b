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

  /// The built-in kinds, relations and sectors.
  schema() {
    builtin_kinds::for_each([this](auto kind) { add_kind(kind.name); });
    builtin_relations::for_each([this](auto relation) { add(relation); });
    sectors_.assign(builtin_sector_names.begin(), builtin_sector_names.end());
  }

  /// Adds a kind unless it is known. Throws input_error for an empty name or more than `most_kinds` kinds.
  kind_index add_kind(std::string_view name) {
    if (const auto known = find_kind(name)) return *known;
    if (name.empty()) throw input_error{"a kind has no name; expected a word"};
    if (kinds_.size() >= most_kinds) throw input_error{"more than 1,000 kinds; expected at most that many"};
    kinds_.emplace_back(name);
    return static_cast<kind_index>(kinds_.size() - 1);
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
    return static_cast<relation_index>(relations_.size() - 1);
  }

  /// Adds a declared relation with the kinds it joins, or neither.
  template <tie_relation Relation>
  relation_index add(Relation = {}) {
    const std::size_t kinds = kind_count();
    try {
      relation_info info{
          .name = std::string{Relation::name}, .source_kinds = {}, .target_kinds = {}, .directed = Relation::directed};
      if constexpr (requires { Relation::nature; })
        info.nature = Relation::nature;
      else if (const auto known = find_relation(Relation::name))
        info.nature = relation(*known).nature;
      Relation::source::for_each([&](auto kind) { info.source_kinds.push_back(add_kind(kind.name)); });
      Relation::target::for_each([&](auto kind) { info.target_kinds.push_back(add_kind(kind.name)); });
      return add_relation(std::move(info));
    } catch (...) {
      truncate(kinds, relation_count());
      throw;
    }
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
  /// Forgets what was added since there were so many.
  void truncate(std::size_t kinds, std::size_t relations) noexcept {
    kinds_.erase(kinds_.begin() + static_cast<std::ptrdiff_t>(kinds), kinds_.end());
    relations_.erase(relations_.begin() + static_cast<std::ptrdiff_t>(relations), relations_.end());
  }

  std::vector<std::string> kinds_;
  std::vector<relation_info> relations_;
  std::vector<std::string> sectors_;
};

}  // namespace capnet
