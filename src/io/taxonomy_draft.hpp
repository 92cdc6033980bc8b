#pragma once
/// A taxonomy while its tables are read.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/io/csv.hpp>
#include <capnet/io/taxonomy_file.hpp>

#include "io/cell_values.hpp"
#include "io/key_table.hpp"
#include "io/memory_budget.hpp"

namespace capnet::detail {

/// Entries and occupations by id, and the problems on the way.
class taxonomy_draft {
 public:
  taxonomy_draft(const load_limits& limits, problem_list& problems)
      : limits_{limits}, budget_{limits}, problems_{problems} {}

  problem_list& problems() { return problems_; }
  [[nodiscard]] const load_limits& limits() const { return limits_; }

  /// A table, or another source of entries, begins; ids may come again from now on. `language` of its texts, empty if
  /// it says none.
  void begin(std::string file, std::size_t bytes, std::string language) {
    file_ = std::move(file);
    language_ = std::move(language);
    ++table_;
    budget_.read(bytes);
  }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::string& language() const { return language_; }

  /// Takes memory for so many bytes of text in an entry or a row. Throws input_error if too much is taken.
  void take(std::size_t line, std::size_t fixed, std::size_t bytes) {
    if (budget_.take(fixed + 3 * bytes)) return;
    problems_.add({file_, line, 0, budget_.refusal()});
    throw input_error{std::move(problems_)};
  }

  /// The entry of an id, new or from an earlier table; nullptr, and a problem, if this table has told of it.
  taxonomy_entry* add(std::string_view id, std::size_t line) {
    const auto [number, fresh] = ids_.add(id);
    if (fresh) {
      take(line, 700, id.size() + file_.size());
      entries_.push_back({.id = std::string{id}, .file = file_, .line = line});
      told_.push_back({table_, line});
    } else if (told_[number].table == table_) {
      const std::size_t first = told_[number].line;
      problems_.add({file_, line, 0,
                     quote(id) + " is also the id " +
                         (first == 0 ? "of another skill" : "on line " + std::to_string(first)) +
                         "; expected each id once"});
      return nullptr;
    }
    told_[number] = {table_, line};
    return &entries_[number];
  }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const { return ids_.find(id); }
  /// Pre: an entry has that number.
  taxonomy_entry& entry(std::uint32_t number) { return entries_[number]; }
  std::vector<taxonomy_entry>& entries() { return entries_; }

  /// Adds a label unless it is empty or there is one in that language.
  void add_label(taxonomy_entry& entry, std::string_view text, std::string_view language, std::size_t line) {
    add_label_to(entry.labels, text, language, line);
  }
  void add_alias(taxonomy_entry& entry, std::string_view text, std::string_view language, std::size_t line) {
    if (text.empty()) return;
    take(line, 80, text.size());
    entry.aliases.push_back({std::string{language}, std::string{text}});
  }

  /// The number of an occupation, new or known.
  std::uint32_t occupation(std::string_view id, std::size_t line) {
    const auto [number, fresh] = occupation_ids_.add(id);
    if (fresh) {
      take(line, 150, id.size());
      occupations_.occupations.push_back({.id = std::string{id}});
    }
    return number;
  }
  void add_title(std::uint32_t occupation, std::string_view text, std::string_view language, std::size_t line) {
    add_label_to(occupations_.occupations[occupation].labels, text, language, line);
  }
  occupation_skills& occupations() { return occupations_; }

  std::vector<proficiency_level>& levels() { return levels_; }
  /// O*NET's scales, by id.
  std::map<std::string, proficiency_scale, std::less<>>& scales() { return scales_; }

  /// Something that was left out or looks incomplete: told once, with how often it was so and where first.
  void warn(std::string_view what, std::size_t line) {
    std::string text{what};
    if (warnings_.size() >= 100 && !warnings_.contains(text)) text = "more was left out";
    auto& [times, first] = warnings_[text];
    if (++times == 1) first = {file_, line, 0, text};
  }
  [[nodiscard]] std::vector<problem> warnings() const {
    std::vector<problem> all;
    for (const auto& [what, told] : warnings_) {
      all.push_back(told.second);
      if (told.first > 1) all.back().message += " (" + std::to_string(told.first) + " times; first here)";
    }
    return all;
  }

 private:
  struct place {
    std::uint32_t table = 0;
    std::size_t line = 0;
  };
  void add_label_to(std::vector<language_label>& labels, std::string_view text, std::string_view language,
                    std::size_t line) {
    if (text.empty() || std::ranges::find(labels, language, &language_label::language) != labels.end()) return;
    take(line, 80, text.size());
    labels.push_back({std::string{language}, std::string{text}});
  }

  load_limits limits_;
  memory_budget budget_;
  problem_list& problems_;
  std::string file_{}, language_{};
  std::uint32_t table_ = 0;
  key_table<std::string> ids_{}, occupation_ids_{};
  std::vector<taxonomy_entry> entries_{};
  std::vector<place> told_{};
  occupation_skills occupations_{};
  std::vector<proficiency_level> levels_{};
  std::map<std::string, proficiency_scale, std::less<>> scales_{};
  std::map<std::string, std::pair<std::size_t, problem>> warnings_{};
};

/// What a table is, by its columns, and how it is read.
struct taxonomy_table {
  std::string_view format;
  std::vector<std::string_view> has{}, has_not{};
  void (*read)(csv_reader& table, taxonomy_draft& draft) = nullptr;
};

/// The tables of each format, those first that others refer to.
[[nodiscard]] std::vector<taxonomy_table> digcomp_tables();
[[nodiscard]] std::vector<taxonomy_table> onet_tables();
[[nodiscard]] std::vector<taxonomy_table> esco_tables();
[[nodiscard]] std::vector<taxonomy_table> plain_tables();

/// DigComp's JSON-LD.
void read_digcomp_json(const std::string& text, taxonomy_draft& draft);
/// What DigComp's levels say of its competences, once all is read.
void finish_digcomp(taxonomy_draft& draft);

/// Calls `visit(part)` for each line of a cell that is not blank: alternative labels of ESCO.
template <class Visit>
void for_each_line(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) visit(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace capnet::detail
