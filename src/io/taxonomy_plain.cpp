/// Plain tables of skills: read, and written for a data folder; and what an occupation requires as rows of ties.
#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/skill/scale_conversion.hpp>

#include "io/folder_tables.hpp"
#include "io/table_text.hpp"
#include "io/taxonomy_draft.hpp"

namespace capnet {
namespace detail {
namespace {

constexpr std::string_view name_in = "name_";  // name_en, name_fr

void read_plain(csv_reader& table, taxonomy_draft& draft) {
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name("id", draft.limits().id_bytes);
    const bool named = row.good();
    const std::string_view scale = row.text("scale"), level = row.text("level");
    const auto known_scale = parse_scale(scale);
    const auto known_level = parse_level_range(level);
    if (!known_scale && !scale.empty())
      row.complain("scale", quote(scale) + " is no scale; expected one such as 0-4, or nothing if unknown");
    if (!known_level && !level.empty())
      row.complain("level", quote(level) + " is no level; expected one such as 3 or 1-2, or nothing if unknown");
    if (known_scale && known_level &&
        (known_level->low < known_scale->lowest || known_level->high > known_scale->highest))
      row.complain("level", quote(level) + " lies outside the scale " + quote(scale) + "; expected a level on it");
    if (!named) continue;  // with anything else wrong it is an entry still, so that ids and parents are told too
    taxonomy_entry* const entry = draft.add(id, row.line());
    if (entry == nullptr) continue;
    entry->type = row.text("type").empty() ? "skill" : row.text("type");
    entry->scale = known_scale;
    entry->level = known_level;
    entry->reuse_level = row.text("reuse_level");
    draft.add_label(*entry, row.text("name"), "", row.line());
    for (const csv_cell& column : table.header()) {
      if (column.text.starts_with(name_in) && column.text.size() > name_in.size())
        draft.add_label(*entry, row.text(column.text), column.text.substr(name_in.size()), row.line());
    }
    const auto add_parent = [&](std::string_view parent) {
      draft.take(row.line(), 60, parent.size());
      entry->parents.emplace_back(parent);
    };
    if (!row.text("parent").empty()) add_parent(row.text("parent"));
    for_each_listed(row.text("other_parents"), add_parent);
    for_each_listed(row.text("aliases"),
                    [&](std::string_view alias) { draft.add_alias(*entry, alias, "", row.line()); });
  }
}

constexpr std::string_view skill_columns[]{"id",   "parent", "name",    "name_en",       "scale",
                                           "type", "level",  "aliases", "other_parents", "reuse_level"};
constexpr folder_table skill_shape{"skills.csv", true, 5, skill_columns};
constexpr std::string_view requirement_columns[]{"relation", "source", "target", "weight", "importance", "need"};
constexpr folder_table requirement_shape{"ties.csv", true, 5, requirement_columns};

std::string number_text(std::optional<double> number) { return number ? shortest_number(*number) : ""; }

}  // namespace

std::vector<taxonomy_table> plain_tables() {
  return {{"plain", {"id", "name"}, {"kind", "subject"}, read_plain},
          {"plain", {"id", "name_en"}, {"kind", "subject"}, read_plain}};
}

}  // namespace detail

std::string skill_table(const taxonomy& skills, std::string_view prefix) {
  const auto prefixed = [&](std::string_view id) { return std::string{prefix} + std::string{id}; };
  std::vector<std::string> columns;  // of languages, which the rows refer to
  for (const std::string& language : skills.languages()) columns.push_back(std::string{detail::name_in} + language);
  const auto column_of = [&](const std::string& language) -> std::string_view {
    if (language.empty()) return "name";
    return *std::ranges::find(columns, std::string{detail::name_in} + language);
  };
  detail::row_text row;
  return detail::table_text(detail::skill_shape, [&](const auto& visit) {
    for (skill_number s = 0; s < skills.size(); ++s) {
      const taxonomy_entry& node = skills[s];
      row.clear();
      row.add("id", prefixed(node.id));
      std::string others;
      for (std::size_t k = 0; k < skills.parents(s).size(); ++k) {
        const std::string parent = prefixed(skills[skills.parents(s)[k]].id);
        if (k == 0) {
          row.add("parent", parent);
          continue;
        }
        if (parent.find('|') != std::string::npos || parent.starts_with(' ') || parent.ends_with(' '))
          throw input_error{"a list of parents can't say " + quote(parent) +
                            ", with a bar or a space at its end; expected other ids"};
        others += (others.empty() ? "" : "|") + parent;
      }
      for (const language_label& one : node.labels) row.add(column_of(one.language), one.text);
      if (node.scale) row.add("scale", to_string(level_range{node.scale->lowest, node.scale->highest}));
      row.add("type", node.type);
      if (node.level) row.add("level", to_string(*node.level));
      std::string aliases;
      for (const language_label& one : node.aliases) {
        if (one.text.find('|') == std::string::npos && !one.text.starts_with(' ') && !one.text.ends_with(' '))
          aliases += (aliases.empty() ? "" : "|") + one.text;
      }
      row.add("aliases", std::move(aliases));
      row.add("other_parents", std::move(others));
      row.add("reuse_level", node.reuse_level);
      visit(row);
    }
  });
}

std::string requirement_table(const taxonomy& skills, const occupation_skills& all, std::uint32_t occupation,
                              std::string_view source, std::string_view prefix) {
  detail::row_text row;
  return detail::table_text(detail::requirement_shape, [&](const auto& visit) {
    for (const occupation_skill& one : all.of(occupation)) {
      if (one.not_relevant) continue;
      row.clear();
      row.add("relation", "requires_skill");
      row.add("source", std::string{source});
      row.add("target", std::string{prefix} + skills[one.skill].id);
      row.add("weight", detail::number_text(one.level));
      row.add("importance", detail::number_text(one.importance));
      if (one.need != skill_need::unstated)
        row.add("need", one.need == skill_need::essential ? "essential" : "optional");
      visit(row);
    }
  });
}

}  // namespace capnet
