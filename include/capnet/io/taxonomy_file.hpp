#pragma once
/// Taxonomies of skills, and crosswalks between them, from the files in which they are published (docs/taxonomies.md).
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/io/load_limits.hpp>
#include <capnet/skill/crosswalk.hpp>
#include <capnet/skill/occupation_skills.hpp>
#include <capnet/skill/taxonomy.hpp>

namespace capnet {

struct taxonomy_file_options {
  std::string format{};    ///< digcomp, onet, esco or plain; empty: the one that the files are found to be
  std::string encoding{};  ///< of tables, as iconv names it; empty: UTF-8
  load_limits limits{
      .bytes = std::size_t{1} << 28, .rows = 5'000'000, .memory_factor = 40, .memory_base = std::size_t{1} << 28};
};

/// A taxonomy, what occupations require by it, and what was left out or looks incomplete.
struct taxonomy_contents {
  std::string format{};
  std::vector<std::string> files{};  ///< read, by name
  taxonomy skills{};
  occupation_skills occupations{};  ///< none in DigComp and plain tables
  std::vector<problem> warnings{};
};

/// Reads a file, or the files of a folder that belong to one taxonomy; others are not looked at. What a file is follows
/// from its columns, whatever its name is:
///
/// - `digcomp`: DigComp 3.0's data supplement, JSON-LD, or its tables for translators (`location`, `source`, `target`).
///   Areas, competences, statements and outcomes under their codes: 1, 1.1, CS1.1.01, LO1.1.01.
/// - `onet`: O*NET's skills, importance and level in rows of their own, and where they are there its occupations,
///   scales and content model. A level that is not relevant or to be suppressed is unknown.
/// - `esco`: ESCO's skills, skill groups, broader relations, occupations and what these require, in any number of
///   languages by the files' names (`skills_fr.csv`). Essential or optional, never a level.
/// - `plain`: a table with `id` and `name` or `name_en`, as the `skills.csv` of a data folder, which is what it is
///   called in a folder; `parent`, `other_parents` (a|b), `name_LANGUAGE`, `aliases` (a|b), `type`, `scale`, `level`.
///
/// Throws input_error with all problems: what is no taxonomy, folders with several, ids that stand twice, parents that
/// are not there, cycles, values outside their scale, and whatever exceeds `options.limits`. Time O(bytes).
[[nodiscard]] taxonomy_contents read_taxonomy(const std::filesystem::path& file_or_folder,
                                              const taxonomy_file_options& options = {});

/// Reads a table with the columns `source`, `target`, `relation` (exact, close, broader, narrower, related, or SKOS's
/// exactMatch and so on: what the target is to the source), `confidence` (0 to 1) and, where a level follows, `levels`
/// (a rule as `parse_scale_conversion` reads it). Empty levels: none follows. Throws input_error with all problems, two
/// links between the same skills and an unstated confidence among them. Time O(bytes log rows).
[[nodiscard]] crosswalk read_crosswalk(const std::filesystem::path& file, const taxonomy_file_options& options = {});

/// The text of a `skills.csv` that a data folder reads and `read_taxonomy` reads back: the main parent in `parent`,
/// others in `other_parents`; the label without a language in `name`, the English one in `name_en`. `prefix` stands
/// before each id. Aliases with a bar in them are left out; their languages are not said. Throws input_error for a
/// further parent with a bar in its id. Time O(bytes).
[[nodiscard]] std::string skill_table(const taxonomy& skills, std::string_view prefix = {});
/// What an occupation requires as rows of a `ties.csv`: `requires_skill` from `source`, an organization, project or
/// program, with the level as weight, the importance and the need. Skills that are not relevant to the occupation are
/// left out. Pre: `occupation` is one of `all`. Time O(bytes).
[[nodiscard]] std::string requirement_table(const taxonomy& skills, const occupation_skills& all,
                                            std::uint32_t occupation, std::string_view source,
                                            std::string_view prefix = {});

}  // namespace capnet
