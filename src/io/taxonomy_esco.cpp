/// ESCO (European Commission, v1.1 and v1.2): its classification in CSV.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include <capnet/core/text.hpp>

#include "io/taxonomy_draft.hpp"

namespace capnet::detail {
namespace {

/// Labels of a row, in the language of its file.
void add_names(row_reader& row, taxonomy_entry& entry, taxonomy_draft& draft) {
  draft.add_label(entry, row.text("preferredLabel"), draft.language(), row.line());
  for (const std::string_view column : {"altLabels", "hiddenLabels"}) {
    for_each_line(row.text(column),
                  [&](std::string_view name) { draft.add_alias(entry, name, draft.language(), row.line()); });
  }
}

void read_skills(csv_reader& table, taxonomy_draft& draft) {
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name("conceptUri", draft.limits().id_bytes);
    if (!row.good()) continue;
    taxonomy_entry* const entry = draft.add(id, row.line());
    if (entry == nullptr) continue;
    const std::string_view type = row.text("skillType");
    entry->type = type.empty() || type == "skill/competence" ? "skill" : type;
    if (entry->reuse_level.empty()) entry->reuse_level = row.text("reuseLevel");
    add_names(row, *entry, draft);
  }
}

/// Groups of skills; a table of groups of occupations has the same columns.
void read_groups(csv_reader& table, taxonomy_draft& draft) {
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name("conceptUri", draft.limits().id_bytes);
    if (!row.good() || row.text("conceptType") != "SkillGroup") continue;
    taxonomy_entry* const entry = draft.add(id, row.line());
    if (entry == nullptr) continue;
    entry->type = "group";
    add_names(row, *entry, draft);
  }
}

bool is_of_skills(std::string_view concept_type) {
  return concept_type == "KnowledgeSkillCompetence" || concept_type == "SkillGroup";
}

/// What is broader than a skill or a group. A group that no table describes has no name.
void read_broader(csv_reader& table, taxonomy_draft& draft) {
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name("conceptUri", draft.limits().id_bytes);
    const std::string broader = row.name("broaderUri", draft.limits().id_bytes);
    if (!row.good() || !is_of_skills(row.text("conceptType"))) continue;
    const auto numbered = [&](const std::string& uri, std::string_view type,
                              std::string_view name) -> std::optional<std::uint32_t> {
      if (const auto known = draft.find(uri)) return known;
      if (type != "SkillGroup") {
        draft.warn("broader relations name skills that no table has, and were left out", row.line());
        return std::nullopt;
      }
      taxonomy_entry* const entry = draft.add(uri, row.line());
      entry->type = "group";
      draft.add_label(*entry, name, draft.language(), row.line());
      if (name.empty())
        draft.warn("broader relations name groups that no table describes: they have no name", row.line());
      return draft.find(uri);
    };
    const auto skill = numbered(id, row.text("conceptType"), row.text("conceptLabel"));
    const auto group = numbered(broader, row.text("broaderType"), row.text("broaderLabel"));
    if (!skill || !group) continue;
    draft.take(row.line(), 60, broader.size());
    draft.entry(*skill).parents.push_back(broader);
  }
}

void read_esco_occupations(csv_reader& table, taxonomy_draft& draft) {
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name("conceptUri", draft.limits().id_bytes);
    if (row.good())
      draft.add_title(draft.occupation(id, row.line()), row.text("preferredLabel"), draft.language(), row.line());
  }
}

void read_requirements(csv_reader& table, taxonomy_draft& draft) {
  boost::unordered_flat_set<std::uint64_t> seen;
  while (table.next()) {
    row_reader row{table, draft.problems()};
    const std::string id = row.name("occupationUri", draft.limits().id_bytes);
    const std::string skill = row.name("skillUri", draft.limits().id_bytes);
    const std::string_view need = row.text("relationType");
    if (need != "essential" && need != "optional")
      row.complain("relationType", quote(need) + " is no need of a skill; expected essential or optional");
    if (!row.good()) continue;
    const std::uint32_t occupation = draft.occupation(id, row.line());
    draft.add_title(occupation, row.text("occupationLabel"), draft.language(), row.line());
    const auto known = draft.find(skill);
    if (!known) {
      draft.warn("occupations require skills that no table has; those were left out", row.line());
      continue;
    }
    draft.take(row.line(), 120, 0);
    if (!seen.insert(std::uint64_t{occupation} << 32 | *known).second) {
      row.complain("skillUri", quote(skill) + " of " + quote(id) + " stands twice; expected it once");
      continue;
    }
    draft.occupations().skills.push_back({.occupation = occupation,
                                          .skill = *known,
                                          .need = need == "essential" ? skill_need::essential : skill_need::optional});
  }
}

}  // namespace

std::vector<taxonomy_table> esco_tables() {
  return {{"esco", {"conceptUri", "preferredLabel", "skillType"}, {"broaderConceptUri"}, read_skills},
          {"esco",
           {"conceptType", "conceptUri", "preferredLabel"},
           {"broaderConceptUri", "skillType", "iscoGroup"},
           read_groups},
          {"esco", {"conceptType", "conceptUri", "broaderType", "broaderUri"}, {}, read_broader},
          {"esco", {"conceptUri", "preferredLabel", "iscoGroup"}, {}, read_esco_occupations},
          {"esco", {"occupationUri", "relationType", "skillUri"}, {}, read_requirements}};
}

}  // namespace capnet::detail
