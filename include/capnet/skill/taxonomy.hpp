#pragma once
/// A taxonomy of skills: what is part of what, under which names, on which scale.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/proficiency_scale.hpp>

namespace capnet {

/// A name in a language, by its BCP 47 tag: `en`, `ja`. Empty: the source does not say which.
struct language_label {
  std::string language{};
  std::string text{};
  friend bool operator==(const language_label&, const language_label&) = default;
};

/// The number of a skill in its taxonomy.
using skill_number = std::uint32_t;

/// A node of a taxonomy, as a source describes it.
struct taxonomy_entry {
  std::string id{};                          ///< unique in the taxonomy
  std::string type{};                        ///< area, competence, statement, outcome, skill, knowledge, group, ...
  std::vector<std::string> parents{};        ///< ids of broader nodes, the main one first
  std::vector<language_label> labels{};      ///< at most one a language counts: the first
  std::vector<language_label> aliases{};     ///< further names
  std::optional<proficiency_scale> scale{};  ///< that its levels are on; nothing: it has none, or it is unknown
  std::optional<level_range> level{};        ///< that it belongs to: a statement of DigComp's basic level is 1-2
  std::string reuse_level{};                 ///< how widely it is used, as ESCO says: transversal, occupation-specific
  std::string file{};                        ///< where it stands, for messages
  std::size_t line = 0;
};

/// A named level of a taxonomy's scale: of DigComp 1 is Basic.
struct proficiency_level {
  double level = 0;
  std::string name{};
  friend bool operator==(const proficiency_level&, const proficiency_level&) = default;
};

/// Skills and what is broader than each of them, without cycles. A node may have several parents (ESCO).
///
/// Numbers follow the order of the entries. Names are found as they are written or in other ASCII case. Space O(bytes
/// of the entries).
class taxonomy {
 public:
  static constexpr std::size_t most_parents = 1'000;  ///< of one node

  taxonomy() = default;

  /// Makes one of entries. Adds to `problems` whatever keeps them from being one, each with the place of its entry:
  /// empty ids, ids that stand twice, parents that no entry has, and nodes that are above themselves, each cycle once;
  /// the result is then what is left without those. Parents that stand twice count once. Time O(bytes + n + parents).
  static taxonomy from_entries(std::vector<taxonomy_entry> entries, problem_list& problems) {
    taxonomy made;
    made.nodes_.reserve(entries.size());
    for (taxonomy_entry& entry : entries) {
      if (entry.id.empty()) {
        problems.add({entry.file, entry.line, 0, "a skill without an id; expected one"});
        continue;
      }
      const auto [known, fresh] = made.numbers_.try_emplace(entry.id, static_cast<skill_number>(made.nodes_.size()));
      if (fresh) {
        made.nodes_.push_back(std::move(entry));
      } else {
        problems.add({entry.file, entry.line, 0,
                      quote(entry.id) + " is also the id " + made.place(known->second) + "; expected each id once"});
      }
    }
    made.link_parents(problems);
    made.cut_cycles(problems);
    made.find_children();
    made.index_names();
    return made;
  }
  /// The same. Throws input_error with all problems.
  static taxonomy from_entries(std::vector<taxonomy_entry> entries) {
    problem_list problems;
    taxonomy made = from_entries(std::move(entries), problems);
    if (!problems.empty()) throw input_error{std::move(problems)};
    return made;
  }

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] bool empty() const { return nodes_.empty(); }
  /// Pre: s < size(), here and below.
  [[nodiscard]] const taxonomy_entry& operator[](skill_number s) const { return nodes_[s]; }
  [[nodiscard]] std::span<const taxonomy_entry> nodes() const { return nodes_; }

  /// Broader nodes, the main one first; narrower ones, by number.
  [[nodiscard]] std::span<const skill_number> parents(skill_number s) const { return parents_[s]; }
  [[nodiscard]] std::span<const skill_number> children(skill_number s) const { return children_[s]; }
  /// All that is broader or narrower, over any number of steps, each once, by number. Time O(n + parents).
  [[nodiscard]] std::vector<skill_number> ancestors(skill_number s) const { return reached(s, parents_); }
  [[nodiscard]] std::vector<skill_number> descendants(skill_number s) const { return reached(s, children_); }
  /// How many steps the longest way up has; 0 for a node without parents. Time O(1).
  [[nodiscard]] std::size_t depth(skill_number s) const { return depth_[s]; }

  [[nodiscard]] std::optional<skill_number> find(std::string_view id) const {
    const auto found = numbers_.find(id);
    return found == numbers_.end() ? std::nullopt : std::optional{found->second};
  }
  /// All nodes of that id, else of that label, else of that alias, by number: labels need not be unique. Time O(bytes).
  [[nodiscard]] std::vector<skill_number> named(std::string_view name) const {
    if (const auto s = find(name)) return {*s};
    const auto found = names_.find(folded(name));
    if (found == names_.end()) return {};
    std::vector<skill_number> as_label, as_alias;
    for (const auto& [s, is_label] : found->second) (is_label ? as_label : as_alias).push_back(s);
    return as_label.empty() ? as_alias : as_label;
  }

  /// The label in that language, else the first one, else the id.
  [[nodiscard]] std::string_view label_in(skill_number s, std::string_view language) const {
    const taxonomy_entry& node = nodes_[s];
    const auto found = std::ranges::find(node.labels, language, &language_label::language);
    if (found != node.labels.end()) return found->text;
    return node.labels.empty() ? std::string_view{node.id} : std::string_view{node.labels.front().text};
  }
  /// The languages of labels and aliases, in order; an unstated one is left out. Time O(labels).
  [[nodiscard]] std::vector<std::string> languages() const {
    std::set<std::string> found;
    for (const taxonomy_entry& node : nodes_) {
      for (const auto* names : {&node.labels, &node.aliases}) {
        for (const language_label& one : *names) {
          if (!one.language.empty()) found.insert(one.language);
        }
      }
    }
    return {found.begin(), found.end()};
  }

  /// Names of the levels of its scale, the lowest first; none if the source names none.
  [[nodiscard]] const std::vector<proficiency_level>& levels() const { return levels_; }
  void set_levels(std::vector<proficiency_level> levels) {
    levels_ = std::move(levels);
    std::ranges::sort(levels_, {}, &proficiency_level::level);
  }

 private:
  using links = std::vector<std::vector<skill_number>>;

  [[nodiscard]] std::string place(skill_number s) const {
    return nodes_[s].line == 0 ? "of another skill" : "on line " + std::to_string(nodes_[s].line);
  }

  void link_parents(problem_list& problems) {
    parents_.resize(nodes_.size());
    int suggested = 0;
    std::vector<std::string_view> ids;
    for (skill_number s = 0; s < nodes_.size(); ++s) {
      const taxonomy_entry& node = nodes_[s];
      if (node.parents.size() > most_parents) {
        problems.add({node.file, node.line, 0,
                      quote(node.id) + " has " + std::to_string(node.parents.size()) + " parents; expected at most " +
                          std::to_string(most_parents)});
        continue;
      }
      for (const std::string& parent : node.parents) {
        const auto known = find(parent);
        if (known) {
          if (std::ranges::find(parents_[s], *known) == parents_[s].end()) parents_[s].push_back(*known);
          continue;
        }
        if (ids.empty()) std::ranges::transform(nodes_, std::back_inserter(ids), &taxonomy_entry::id);
        problems.add({node.file, node.line, 0,
                      quote(parent) + ", the parent of " + quote(node.id) + ", is no skill here; expected an id" +
                          (++suggested <= 20 ? did_you_mean(parent, ids) : "")});  // each looks at all ids
      }
    }
  }

  /// Walks up from each node, depth first. A parent that is still on the way closes a cycle: it is told and cut.
  void cut_cycles(problem_list& problems) {
    enum : std::uint8_t { fresh, on_the_way, done };
    std::vector<std::uint8_t> state(nodes_.size(), fresh);
    depth_.assign(nodes_.size(), 0);
    struct step {
      skill_number s;
      std::size_t next = 0;
    };
    std::vector<step> way;
    for (skill_number first = 0; first < nodes_.size(); ++first) {
      if (state[first] != fresh) continue;
      state[first] = on_the_way;
      way.push_back({first});
      while (!way.empty()) {
        step& at = way.back();
        std::vector<skill_number>& up = parents_[at.s];
        if (at.next == up.size()) {
          for (const skill_number parent : up) depth_[at.s] = std::max(depth_[at.s], depth_[parent] + 1);
          state[at.s] = done;
          way.pop_back();
          continue;
        }
        const skill_number parent = up[at.next];
        if (state[parent] == on_the_way) {
          tell_cycle(way, parent, problems);
          up.erase(up.begin() + static_cast<std::ptrdiff_t>(at.next));
          continue;
        }
        ++at.next;
        if (state[parent] == fresh) {
          state[parent] = on_the_way;
          way.push_back({parent});  // `at` is gone
        }
      }
    }
  }
  /// The way up from `again` back to itself: of a long one its end.
  template <class Way>
  void tell_cycle(const Way& way, skill_number again, problem_list& problems) const {
    constexpr std::size_t most = 6;
    std::string text;
    std::size_t told = 0, at = way.size();
    while (at > 0 && told < most) {
      --at, ++told;
      text = (text.empty() ? quote(nodes_[way[at].s].id) : quote(nodes_[way[at].s].id) + " in " + text);
      if (way[at].s == again) break;
    }
    if (way[at].s != again) text = quote(nodes_[again].id) + " in ... in " + text;
    const taxonomy_entry& node = nodes_[way.back().s];
    problems.add({node.file, node.line, 0,
                  "the parents of " + quote(node.id) + " go round: " + text + " in " + quote(nodes_[again].id) +
                      "; expected that no skill is part of itself"});
  }

  void find_children() {
    children_.resize(nodes_.size());
    for (skill_number s = 0; s < nodes_.size(); ++s) {
      for (const skill_number parent : parents_[s]) children_[parent].push_back(s);
    }
  }

  [[nodiscard]] static std::string folded(std::string_view name) {
    std::string text{name};
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
  }
  void index_names() {
    for (skill_number s = 0; s < nodes_.size(); ++s) {
      const auto add = [&](const std::vector<language_label>& names, bool is_label) {
        for (const language_label& one : names) {
          auto& of = names_[folded(one.text)];
          if (of.empty() || of.back() != std::pair{s, is_label}) of.emplace_back(s, is_label);
        }
      };
      add(nodes_[s].labels, true);
      add(nodes_[s].aliases, false);
    }
  }

  [[nodiscard]] static std::vector<skill_number> reached(skill_number from, const links& over) {
    std::vector<bool> seen(over.size(), false);
    std::vector<skill_number> found{from};
    for (std::size_t at = 0; at < found.size(); ++at) {
      for (const skill_number s : over[found[at]]) {
        if (seen[s]) continue;
        seen[s] = true;
        found.push_back(s);
      }
    }
    found.erase(found.begin());
    std::ranges::sort(found);
    return found;
  }

  std::vector<taxonomy_entry> nodes_{};
  links parents_{}, children_{};
  std::vector<std::size_t> depth_{};
  std::unordered_map<std::string, skill_number, text_hash, std::equal_to<>> numbers_{};
  std::unordered_map<std::string, std::vector<std::pair<skill_number, bool>>, text_hash, std::equal_to<>> names_{};
  std::vector<proficiency_level> levels_{};
};

}  // namespace capnet
