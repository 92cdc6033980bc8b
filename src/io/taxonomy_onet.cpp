/// O*NET (U.S. Department of Labor, Employment and Training Administration, CC BY 4.0): the tables of its database.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/skill/scale_conversion.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include "io/taxonomy_draft.hpp"

namespace capnet::detail {
namespace {

/// O*NET writes n/a in cells that do not apply.
std::string_view stated(std::string_view text) { return text == "n/a" ? std::string_view{} : text; }

/// Y, N or nothing.
bool is_yes(row_reader& row, const column_name& column) {
  const std::string_view text = stated(row.text(column));
  if (text != "Y" && text != "N" && !text.empty())
    row.complain(column, quote(text) + " is neither Y nor N; expected one of them, or nothing");
  return text == "Y";
}

void read_scales(csv_reader& table, taxonomy_draft& draft) {
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name("Scale ID", draft.limits().id_bytes);
    const auto lowest = row.number("Minimum"), highest = row.number("Maximum");
    if (!lowest || !highest || !(*lowest < *highest)) {
      if (row.good())
        row.complain("Minimum", "scale " + quote(id) + " does not end above its begin; expected two numbers");
      continue;
    }
    draft.take(row.line(), 150, id.size());
    if (!draft.scales().try_emplace(id, proficiency_scale{*lowest, *highest}).second)
      row.complain("Scale ID", "scale " + quote(id) + " stands twice; expected each once");
  }
}

/// Scales as O*NET defines them, where no table of scales says so.
proficiency_scale scale_named(taxonomy_draft& draft, std::string_view id, proficiency_scale otherwise) {
  const auto found = draft.scales().find(id);
  return found == draft.scales().end() ? otherwise : found->second;
}

/// Whether an element is a skill: basic (2.A) or cross-functional (2.B). Abilities, knowledge and activities have
/// tables of the same columns.
bool is_skill(std::string_view element) { return element.starts_with("2.A") || element.starts_with("2.B"); }

/// The parents of an element are the elements whose ids it begins with: 2.A.1.a is in 2.A.1, that in 2.A.
void read_content_model(csv_reader& table, taxonomy_draft& draft) {
  const column_name element{table, "Element ID"}, name{table, "Element Name"};
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name(element, draft.limits().id_bytes);
    if (!is_skill(id)) continue;
    taxonomy_entry* const entry = draft.add(id, row.line());
    if (entry == nullptr) continue;
    entry->type = "group";
    const std::size_t dot = id.rfind('.');
    if (id.size() > 3 && dot != std::string::npos) entry->parents = {id.substr(0, dot)};
    draft.add_label(*entry, row.text(name), "en", row.line());
  }
}

void read_onet_occupations(csv_reader& table, taxonomy_draft& draft) {
  const column_name code{table, "O*NET-SOC Code"}, title{table, "Title"};
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name(code, draft.limits().id_bytes);
    if (!id.empty()) draft.add_title(draft.occupation(id, row.line()), row.text(title), "en", row.line());
  }
}

/// Joins the rows of importance and level of each occupation and element.
class skill_row_reader {
 public:
  skill_row_reader(csv_reader& table, taxonomy_draft& draft)
      : table_{table},
        draft_{draft},
        importance_{scale_named(draft, "IM", {1, 5})},
        level_{scale_named(draft, "LV", {0, 7})} {}

  void read() {
    while (table_.next()) read_row();
  }

 private:
  struct cell {
    std::size_t number = 0;                // in the table of skills
    std::array<std::uint32_t, 2> lines{};  // of importance and level; 0: not yet
  };

  void read_row() {
    row_reader row{table_, draft_.problems()};
    const std::string code = row.name(code_, draft_.limits().id_bytes);
    const std::string element = row.name(element_, draft_.limits().id_bytes);
    const std::string_view scale = row.required(scale_);
    if (!row.good()) return;
    if (!is_skill(element)) {
      draft_.warn("elements outside 2.A and 2.B are no skills and were left out", row.line());
      return;
    }
    if (scale != "IM" && scale != "LV") {
      row.complain(scale_, quote(scale) + " is no scale of skills; expected IM (importance) or LV (level)");
      return;
    }
    const bool of_level = scale == "LV";
    const std::uint32_t occupation = draft_.occupation(code, row.line());
    draft_.add_title(occupation, row.text(title_), "en", row.line());
    const std::uint32_t skill = skill_named(element, row);
    draft_.take(row.line(), 100, 0);
    const auto [found, fresh] = cells_.try_emplace(std::pair{occupation, skill});
    auto& skills = draft_.occupations().skills;
    if (fresh) {
      found->second.number = skills.size();
      skills.push_back({.occupation = occupation, .skill = skill});
    }
    std::uint32_t& line = found->second.lines[of_level];
    if (line != 0) {
      row.complain(scale_, quote(scale) + " of " + quote(element) + " for " + quote(code) + " stands on line " +
                               std::to_string(line) + " too; expected it once");
      return;
    }
    line = row.line();
    occupation_skill& both = skills[found->second.number];
    const bool suppressed = is_yes(row, suppress_), not_relevant = is_yes(row, relevant_);
    both.suppressed = both.suppressed || suppressed;
    if (of_level) both.not_relevant = not_relevant;
    const std::optional<double> value = value_of(row, of_level ? level_ : importance_);
    // What O*NET advises not to use, and a level that does not apply, is unknown: it is not 0.
    if (suppressed || (of_level && not_relevant)) return;
    (of_level ? both.level : both.importance) = value;
  }

  std::uint32_t skill_named(std::string_view element, row_reader& row) {
    std::optional<std::uint32_t> known = draft_.find(element);
    if (!known) {
      draft_.add(element, row.line());
      known = draft_.find(element);
    }
    taxonomy_entry& entry = draft_.entry(*known);
    if (entry.scale) return *known;
    entry.type = "skill";
    entry.scale = level_;
    draft_.add_label(entry, row.text(name_), "en", row.line());
    return *known;
  }

  std::optional<double> value_of(row_reader& row, proficiency_scale scale) {
    if (stated(row.text(value_)).empty()) return std::nullopt;
    const auto value = row.number(value_);
    if (!value || (*value >= scale.lowest && *value <= scale.highest)) return value;
    row.complain(value_, quote(row.text(value_)) + " lies outside its scale; expected " +
                             to_string(level_range{scale.lowest, scale.highest}) + ", or nothing if unknown");
    return std::nullopt;
  }

  csv_reader& table_;
  taxonomy_draft& draft_;
  proficiency_scale importance_, level_;
  column_name code_{table_, "O*NET-SOC Code"}, title_{table_, "Title"}, element_{table_, "Element ID"},
      name_{table_, "Element Name"}, scale_{table_, "Scale ID"}, value_{table_, "Data Value"},
      suppress_{table_, "Recommend Suppress"}, relevant_{table_, "Not Relevant"};
  boost::unordered_flat_map<std::pair<std::uint32_t, std::uint32_t>, cell> cells_{};
};

}  // namespace

std::vector<taxonomy_table> onet_tables() {
  return {{"onet", {"Scale ID", "Minimum", "Maximum"}, {"Element ID"}, read_scales},
          {"onet", {"Element ID", "Element Name"}, {"O*NET-SOC Code", "Scale ID"}, read_content_model},
          {"onet", {"O*NET-SOC Code", "Title"}, {"Element ID", "Task ID"}, read_onet_occupations},
          {"onet",
           {"O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"},
           {},
           [](csv_reader& table, taxonomy_draft& draft) { skill_row_reader{table, draft}.read(); }}};
}

}  // namespace capnet::detail
