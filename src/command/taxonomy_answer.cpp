/// The tables that capnet taxonomy answers with.
#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/skill/scale_conversion.hpp>

#include "command/common.hpp"
#include "command/options.hpp"
#include "command/taxonomy.hpp"

namespace capnet::command {
namespace {

constexpr answer_place detail_place = answer_place::detail;
constexpr std::size_t most_shown = 20;  ///< rows that people see
std::optional<std::string> range_text(const std::optional<level_range>& level) {
  return level ? std::optional{capnet::to_string(*level)} : std::nullopt;
}
std::optional<std::string> scale_text(const std::optional<proficiency_scale>& scale) {
  return scale ? std::optional{capnet::to_string(level_range{scale->lowest, scale->highest})} : std::nullopt;
}
std::optional<double> end_of(const std::optional<level_range>& level, double level_range::* end) {
  return level ? std::optional{(*level).*end} : std::nullopt;
}
std::optional<std::string> known_text(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}
std::optional<std::string> name_of(const taxonomy& skills, std::string_view id, const std::string& language) {
  const auto s = skills.find(id);
  return s ? std::optional{std::string{skills.label_in(*s, language)}} : std::nullopt;
}

/// The first rows, for people; of more a note.
void show_first(answer_table& table, std::size_t most = most_shown) {
  if (table.size <= most) return;
  table.rows_shown.emplace(most);
  std::iota(table.rows_shown->begin(), table.rows_shown->end(), std::size_t{0});
  table.title += (table.title.empty() ? "The first " : ": the first ") + std::to_string(most) + " of " +
                 grouped(table.size) + " (--format json has all)";
}

/// How many skills of each type there are, in the order in which types first stand.
struct type_count {
  std::string type{};
  std::size_t skills = 0, with_scale = 0, mapped = 0;
};
template <class Mapped>
std::vector<type_count> counts_by_type(const taxonomy& skills, const Mapped& mapped) {
  std::vector<type_count> counts;
  std::map<std::string, std::size_t, std::less<>> places;
  for (skill_number s = 0; s < skills.size(); ++s) {
    const auto [place, fresh] = places.try_emplace(skills[s].type, counts.size());
    if (fresh) counts.push_back({.type = skills[s].type});
    type_count& one = counts[place->second];
    ++one.skills;
    one.with_scale += skills[s].scale.has_value();
    one.mapped += mapped(s);
  }
  return counts;
}

std::string relation_words(mapping_relation relation) {
  switch (relation) {
    case mapping_relation::exact:
      return "the same as";
    case mapping_relation::close:
      return "close to";
    case mapping_relation::broader:
      return "part of the broader";
    case mapping_relation::narrower:
      return "broader than";
    case mapping_relation::related:
      break;
  }
  return "related to";
}

/// A note of the links whose source or target is in neither taxonomy.
void tell_unknown_ends(answer& all, const crosswalk& links, const crosswalk_coverage& found) {
  const auto tell = [&](const std::vector<std::size_t>& numbers, const char* where, auto end) {
    if (numbers.empty()) return;
    std::vector<std::string> ids;
    for (const std::size_t k : numbers) {
      if (ids.size() < 4) ids.push_back(links.links()[k].*end);
    }
    all.notes.push_back(grouped(numbers.size(), "link") + (numbers.size() == 1 ? " names a skill" : " name skills") +
                        " that the " + where + " does not have, such as " + join_names(ids, " or ") + ".");
  };
  tell(found.unknown_source, "source", &crosswalk_link::source);
  tell(found.unknown_target, "target", &crosswalk_link::target);
}

answer_table skill_rows(const taxonomy_words& words, const taxonomy& skills) {
  std::vector<skill_number> numbers;
  if (words.find.empty()) {
    numbers.resize(skills.size());
    std::iota(numbers.begin(), numbers.end(), skill_number{0});
  } else {
    numbers = skills.named(words.find);
  }
  const auto ids = [&skills](std::span<const skill_number> of) {
    std::vector<std::string> texts;
    for (const skill_number s : of) texts.push_back(skills[s].id);
    return texts;
  };
  table_maker rows{{.name = "rows", .title = words.find.empty() ? "Skills" : "Skills named " + quote(words.find)},
                   std::move(numbers)};
  rows.add({.name = "skill"}, [&skills](skill_number s) { return skills[s].id; })
      .add({.name = "name"},
           [&skills, &words](skill_number s) { return std::string{skills.label_in(s, words.language)}; })
      .add({.name = "type"}, [&skills](skill_number s) { return known_text(skills[s].type); })
      .add({.name = "parents"}, [&skills, ids](skill_number s) { return ids(skills.parents(s)); })
      .add({.name = "children", .place = detail_place}, [&skills](skill_number s) { return skills.children(s).size(); })
      .add({.name = "depth", .place = detail_place}, [&skills](skill_number s) { return skills.depth(s); })
      .add({.name = "scale"}, [&skills](skill_number s) { return scale_text(skills[s].scale); })
      .add({.name = "level_low", .place = detail_place},
           [&skills](skill_number s) { return end_of(skills[s].level, &level_range::low); })
      .add({.name = "level_high", .place = detail_place},
           [&skills](skill_number s) { return end_of(skills[s].level, &level_range::high); })
      .tell({.header = "level", .if_any = true},
            [&skills](skill_number s) { return range_text(skills[s].level).value_or(""); })
      .add({.name = "reuse_level", .place = detail_place},
           [&skills](skill_number s) { return known_text(skills[s].reuse_level); })
      .add({.name = "aliases", .place = detail_place}, [&skills](skill_number s) {
        std::vector<std::string> texts;
        for (const language_label& one : skills[s].aliases) texts.push_back(one.text);
        return texts;
      });
  show_first(rows.table);
  return std::move(rows.table);
}

}  // namespace

answer taxonomy_answer(const taxonomy_words& words, const taxonomy_contents& source) {
  const taxonomy& skills = source.skills;
  std::size_t roots = 0, deepest = 0;
  std::set<std::string> scales;
  for (skill_number s = 0; s < skills.size(); ++s) {
    roots += skills.parents(s).empty();
    deepest = std::max(deepest, skills.depth(s));
    if (const auto scale = scale_text(skills[s].scale)) scales.insert(*scale);
  }
  const std::vector<std::string> languages = skills.languages();
  const occupation_skills& occupations = source.occupations;
  const auto count = [&](const auto& is) {
    return static_cast<std::size_t>(std::ranges::count_if(occupations.skills, is));
  };
  answer_table summary =
      answer_table::fields("summary", {{"format", source.format},
                                       {"files", source.files},
                                       {"skills", skills.size()},
                                       {"languages", languages},
                                       {"scales", std::vector<std::string>(scales.begin(), scales.end())},
                                       {"roots", roots},
                                       {"depth", deepest},
                                       {"occupations", occupations.occupations.size()},
                                       {"requirements", occupations.skills.size()}});
  std::vector<std::string> lead{words.source + " (" + source.format + "): " + grouped(skills.size()) + " skills, " +
                                (deepest == 0 ? "none part of another"
                                              : std::to_string(roots) + " at the top, the others up to " +
                                                    std::to_string(deepest) + " steps below")};
  lead.push_back("Languages: " + (languages.empty() ? std::string{"not stated"} : join_names(languages)) +
                 ". Scales: " + (scales.empty() ? std::string{"none"} : join_names(scales)) + ".");
  if (!occupations.skills.empty()) {
    const std::size_t with_level = count([](const auto& one) { return one.level.has_value(); });
    const std::size_t with_importance = count([](const auto& one) { return one.importance.has_value(); });
    const std::size_t not_relevant = count([](const auto& one) { return one.not_relevant; });
    const std::size_t suppressed = count([](const auto& one) { return one.suppressed; });
    const std::size_t essential = count([](const auto& one) { return one.need == skill_need::essential; });
    const std::size_t optional = count([](const auto& one) { return one.need == skill_need::optional; });
    summary.set({.name = "requirements_with_level"}, with_level);
    summary.set({.name = "requirements_with_importance"}, with_importance);
    summary.set({.name = "not_relevant"}, not_relevant);
    summary.set({.name = "suppressed"}, suppressed);
    summary.set({.name = "essential"}, essential);
    summary.set({.name = "optional"}, optional);
    std::string sentence = grouped(occupations.occupations.size()) + " occupations with " +
                           grouped(occupations.skills.size()) + " requirements";
    if (essential + optional > 0)
      sentence += ", " + grouped(essential) + " essential and " + grouped(optional) + " optional, without levels";
    else
      sentence += ", " + grouped(with_level) + " with a level and " + grouped(with_importance) +
                  " with an importance; the level is not relevant in " + grouped(not_relevant) +
                  " and to be suppressed in " + grouped(suppressed) + ": those are unknown";
    lead.push_back(sentence + ".");
  }
  answer all{.lead = std::move(lead), .tables = {std::move(summary)}, .order = {"summary", "types", "levels", "rows"}};
  table_maker types{{.name = "types", .title = "Types"}, counts_by_type(skills, [](skill_number) { return false; })};
  types.add({.name = "type"}, [](const type_count& one) { return known_text(one.type); })
      .add({.name = "skills", .unit = "skill"}, &type_count::skills)
      .add({.name = "with_scale", .unit = "skill"}, &type_count::with_scale);
  all.tables.push_back(std::move(types.table));
  table_maker levels{{.name = "levels", .title = "Levels"}, skills.levels()};
  levels.add({.name = "level"}, &proficiency_level::level).add({.name = "name"}, &proficiency_level::name);
  if (levels.table.size == 0) levels.table.title.clear();
  all.tables.push_back(std::move(levels.table));
  all.tables.push_back(skill_rows(words, skills));
  if (!words.find.empty() && all.tables.back().size == 0) {
    std::vector<std::string_view> names;
    for (const taxonomy_entry& node : skills.nodes()) {
      for (const language_label& one : node.labels) names.push_back(one.text);
    }
    all.notes.push_back("No skill has the id, label or alias " + quote(words.find) + did_you_mean(words.find, names));
  }
  if (!words.file.empty()) all.notes.push_back("Written: " + printable(words.file));
  return all;
}

answer mapping_answer(const taxonomy_words& words, const taxonomy_contents& source, const taxonomy_contents& target,
                      const crosswalk& links, const crosswalk_coverage& found) {
  const taxonomy &from = source.skills, &to = target.skills;
  struct mapping {
    skill_number skill = 0;
    const crosswalk_link* link = nullptr;  // nullptr: unmapped
    std::string reason{};
  };
  std::vector<mapping> mappings, without;
  std::vector<bool> unmapped(from.size(), false);
  for (const skill_number s : found.unmapped) unmapped[s] = true;
  for (skill_number s = 0; s < from.size(); ++s) {
    const std::string name = quote(from.label_in(s, words.language));
    if (unmapped[s]) {
      const auto lost = links.of(from[s].id);
      without.push_back({s, nullptr,
                         lost.empty() ? "No link leads from " + name + "."
                                      : "The target has no " + quote(lost.front().target) +
                                            ", to which a link leads from " + name + "."});
      continue;
    }
    for (const crosswalk_link& one : links.of(from[s].id)) {
      const auto known = to.find(one.target);
      if (!known) continue;
      std::string reason = name + " is " + relation_words(one.relation) + ' ' +
                           quote(to.label_in(*known, words.language)) + ", with confidence " +
                           short_number(one.confidence);
      if (!one.via.empty()) reason += ", by way of " + join_names(one.via, " and then ");
      reason += one.levels ? "; levels: " + capnet::to_string(*one.levels) : std::string{"; no level follows"};
      mappings.push_back({s, &one, std::move(reason) + "."});
    }
  }
  std::ranges::move(without, std::back_inserter(mappings));
  std::vector<std::string> unmapped_ids;
  for (const skill_number s : found.unmapped) unmapped_ids.push_back(from[s].id);

  answer all{.lead = {words.source + " (" + source.format + ") to " + words.to + " (" + target.format +
                          "): " + grouped(found.mapped) + " of " + grouped(found.skills) + " skills are mapped" +
                          (found.skills == 0 ? "" : ", " + percent_text(*found.share())) + "; for " +
                          grouped(found.with_levels) + " of them a level follows",
                      "Who is not mapped is not without the skill: nothing is known by this crosswalk."},
             .order = {"summary", "types", "rows"}};
  all.tables.push_back(answer_table::fields("summary", {{"skills", found.skills},
                                                        {"mapped", found.mapped},
                                                        {"with_levels", found.with_levels},
                                                        {"coverage", found.share()},
                                                        {"links", links.size()},
                                                        {"unknown_source", found.unknown_source.size()},
                                                        {"unknown_target", found.unknown_target.size()},
                                                        {"unmapped", unmapped_ids}}));
  table_maker types{{.name = "types", .title = "By type"},
                    counts_by_type(from, [&](skill_number s) { return !unmapped[s]; })};
  types.add({.name = "type"}, [](const type_count& one) { return known_text(one.type); })
      .add({.name = "skills", .unit = "skill"}, &type_count::skills)
      .add({.name = "mapped", .unit = "skill"}, &type_count::mapped);
  all.tables.push_back(std::move(types.table));
  table_maker rows{{.name = "rows", .title = "Links, and skills without one"}, std::move(mappings)};
  rows.add({.name = "skill"}, [&from](const mapping& one) { return from[one.skill].id; })
      .add({.name = "name", .place = detail_place},
           [&](const mapping& one) { return std::string{from.label_in(one.skill, words.language)}; })
      .add({.name = "target"},
           [](const mapping& one) { return one.link ? std::optional{one.link->target} : std::nullopt; })
      .add({.name = "target_name", .place = detail_place},
           [&](const mapping& one) { return one.link ? name_of(to, one.link->target, words.language) : std::nullopt; })
      .add({.name = "relation"},
           [](const mapping& one) {
             return one.link ? std::optional{std::string{to_string(one.link->relation)}} : std::nullopt;
           })
      .add({.name = "confidence", .unit = "probability", .digits = 3},
           [](const mapping& one) { return one.link ? std::optional{one.link->confidence} : std::nullopt; })
      .add({.name = "levels"},
           [](const mapping& one) {
             return one.link && one.link->levels ? std::optional{capnet::to_string(*one.link->levels)} : std::nullopt;
           })
      .add({.name = "via", .place = detail_place},
           [](const mapping& one) { return one.link ? one.link->via : std::vector<std::string>{}; })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &mapping::reason)
      .label([&](const mapping& one) { return from[one.skill].id; });
  show_first(rows.table);
  all.tables.push_back(std::move(rows.table));
  tell_unknown_ends(all, links, found);
  return all;
}

answer occupation_answer(const taxonomy_words& words, const taxonomy_contents& source, std::uint32_t occupation) {
  const taxonomy& skills = source.skills;
  const capnet::occupation& who = source.occupations.occupations[occupation];
  const std::string title = who.labels.empty() ? who.id : who.labels.front().text;
  std::vector<occupation_skill> required;
  std::ranges::copy(source.occupations.of(occupation), std::back_inserter(required));
  std::ranges::sort(required, [](const occupation_skill& a, const occupation_skill& b) {
    const auto rank = [](const occupation_skill& one) {
      return std::tuple{-one.importance.value_or(-1), one.need == skill_need::unstated, one.need, one.skill};
    };
    return rank(a) < rank(b);
  });
  const auto with_level =
      std::ranges::count_if(required, [](const occupation_skill& one) { return one.level.has_value(); });
  const auto reason_of = [&](const occupation_skill& one) -> std::string {
    if (one.need != skill_need::unstated)
      return std::string{one.need == skill_need::essential ? "Essential" : "Optional"} +
             " to the occupation; the source gives no levels.";
    std::string text = one.importance ? "Importance " + short_number(*one.importance) : "Importance unknown";
    if (one.not_relevant) return text + "; its level is not relevant to the occupation, so none is required.";
    if (one.suppressed) return text + "; the source advises not to use all of its figures: those are unknown.";
    return text + (one.level ? ", level " + short_number(*one.level) + "." : "; its level is unknown.");
  };
  answer all{.lead = {title + " (" + who.id + "): " + std::to_string(required.size()) + " skills, " +
                      std::to_string(with_level) + " with a level that applies"}};
  all.tables.push_back(answer_table::fields("summary", {{"occupation", who.id},
                                                        {"title", title},
                                                        {"skills", required.size()},
                                                        {"with_level", with_level},
                                                        {"format", source.format}}));
  table_maker rows{{.name = "rows"}, std::move(required)};
  rows.add({.name = "skill"}, [&](const occupation_skill& one) { return skills[one.skill].id; })
      .add({.name = "name"},
           [&](const occupation_skill& one) { return std::string{skills.label_in(one.skill, words.language)}; })
      .add({.name = "level"}, &occupation_skill::level)
      .add({.name = "importance"}, &occupation_skill::importance)
      .add({.name = "scale", .place = detail_place},
           [&](const occupation_skill& one) { return scale_text(skills[one.skill].scale); })
      .add({.name = "need", .unknown = "", .if_any = true},
           [](const occupation_skill& one) -> std::optional<std::string> {
             if (one.need == skill_need::unstated) return std::nullopt;
             return one.need == skill_need::essential ? "essential" : "optional";
           })
      .add({.name = "not_relevant", .place = detail_place}, &occupation_skill::not_relevant)
      .add({.name = "suppressed", .place = detail_place}, &occupation_skill::suppressed)
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, reason_of)
      .label([&](const occupation_skill& one) { return skills[one.skill].id; });
  show_first(rows.table, 40);
  all.tables.push_back(std::move(rows.table));
  if (!words.file.empty()) all.notes.push_back("Written: " + printable(words.file));
  return all;
}

answer inferred_answer(const taxonomy_words& words, const taxonomy_contents& target, const crosswalk& links,
                       const crosswalk_coverage& found, std::span<const held_skill> held,
                       std::vector<inferred_skill> inferred) {
  const taxonomy& to = target.skills;
  std::set<std::string_view> holders, with_more;
  for (const held_skill& one : held) holders.insert(one.holder);
  std::size_t with_level = 0;
  for (const inferred_skill& one : inferred) {
    with_more.insert(one.holder);
    with_level += one.level.has_value();
  }
  answer all{.lead = {"From " + grouped(held.size()) + " skills held by " + grouped(holders.size()) + ": " +
                          grouped(inferred.size()) + " inferred of " + grouped(with_more.size()) + ", " +
                          grouped(with_level) + " with a level",
                      "Inferred, not assessed: each with the confidence of its links."}};
  all.tables.push_back(answer_table::fields("summary", {{"held", held.size()},
                                                        {"holders", holders.size()},
                                                        {"inferred", inferred.size()},
                                                        {"holders_inferred", with_more.size()},
                                                        {"with_level", with_level}}));
  const auto reason_of = [&](const inferred_skill& one) {
    std::string text = one.holder + " holds " + quote(one.from) + ", which is " + relation_words(one.relation) + ' ' +
                       quote(name_of(to, one.skill, words.language).value_or(one.skill)) + " with confidence " +
                       short_number(one.confidence);
    text += one.spans ? "; the level is the range of those that follow as surely"
                      : (one.level ? "; the level follows by the link's rule" : "; no level follows");
    if (one.others > 0) {
      text += "; " + std::to_string(one.others) + " other held skill" + (one.others == 1 ? " leads" : "s lead") +
              " to it" + (one.as_sure == 0 ? " less surely" : (one.as_sure == one.others ? " as surely" : ""));
      if (one.as_sure > 0 && one.as_sure < one.others)
        text += ", " + std::to_string(one.as_sure) + " of them as surely";
    }
    return text + ".";
  };
  table_maker rows{{.name = "rows"}, std::move(inferred)};
  rows.add({.name = "holder"}, &inferred_skill::holder)
      .add({.name = "skill"}, &inferred_skill::skill)
      .add({.name = "name", .place = detail_place},
           [&](const inferred_skill& one) { return name_of(to, one.skill, words.language); })
      .add({.name = "level_low", .header = "level from"},
           [](const inferred_skill& one) { return end_of(one.level, &level_range::low); })
      .add({.name = "level_high", .header = "to"},
           [](const inferred_skill& one) { return end_of(one.level, &level_range::high); })
      .add({.name = "confidence", .unit = "probability", .digits = 3}, &inferred_skill::confidence)
      .add({.name = "from"}, &inferred_skill::from)
      .add({.name = "relation"}, [](const inferred_skill& one) { return std::string{to_string(one.relation)}; })
      .add({.name = "others", .place = detail_place}, &inferred_skill::others)
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, reason_of)
      .label([](const inferred_skill& one) { return one.holder + ", " + one.skill; });
  show_first(rows.table);
  all.tables.push_back(std::move(rows.table));
  tell_unknown_ends(all, links, found);
  return all;
}

}  // namespace capnet::command
