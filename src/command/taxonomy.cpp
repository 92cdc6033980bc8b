/// capnet taxonomy: what a taxonomy of skills holds, how much of it a crosswalk maps to another, what an occupation
/// requires, and skills for a data folder.
#include <algorithm>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/atomic_file.hpp>
#include <capnet/io/taxonomy_file.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/skill/held_skills.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/taxonomy.hpp"

namespace capnet::command {
namespace {

taxonomy_contents read_with_warnings(const std::string& place, const taxonomy_words& words) {
  taxonomy_contents all = read_taxonomy(place, {.format = words.format, .encoding = words.encoding});
  tell_warnings(std::move(all.warnings));
  return all;
}

/// The crosswalks one after the other; backwards with --inverse.
crosswalk read_links(const taxonomy_words& words) {
  std::vector<crosswalk> steps;
  problem_list problems;
  for (const std::string& file : words.crosswalks)
    try_to(problems, file, [&] { steps.push_back(read_crosswalk(file, {.encoding = words.encoding})); });
  if (!problems.empty()) throw input_error{std::move(problems)};
  if (words.inverse) {
    std::ranges::reverse(steps);
    for (crosswalk& one : steps) one = one.inverse();
  }
  crosswalk all = std::move(steps.front());
  for (std::size_t k = 1; k < steps.size(); ++k) all = compose(all, steps[k]);
  return all;
}

/// Only the links whose target the taxonomy has: of what it does not have nothing is said.
crosswalk links_to(const taxonomy& target, const crosswalk& links) {
  std::vector<crosswalk_link> known;
  std::ranges::copy_if(links.links(), std::back_inserter(known),
                       [&](const crosswalk_link& one) { return target.find(one.target).has_value(); });
  return crosswalk{std::move(known)};
}

/// A level that its skill's scale does not have leads to none of another scale. Throws input_error with all such.
void expect_levels_on_scales(const taxonomy& source, const crosswalk& links, std::span<const held_skill> held) {
  problem_list problems;
  for (const held_skill& one : held) {
    const auto skill = source.find(one.skill);
    if (!skill || !source[*skill].scale || !one.level || links.of(one.skill).empty()) continue;
    const proficiency_scale& scale = *source[*skill].scale;
    // A held level of 0 says that the skill is not had, whatever the scale begins with.
    if (one.level->high == 0 || (one.level->low >= scale.lowest && one.level->high <= scale.highest)) continue;
    problems.add({"--held", 0, 0,
                  "the level of " + quote(one.skill) + " that " + quote(one.holder) + " holds is " +
                      capnet::to_string(*one.level) + ", but its scale is " +
                      capnet::to_string(level_range{scale.lowest, scale.highest}) +
                      "; expected a level on the scale that the source gives it"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
}

void check_words(const taxonomy_words& words) {
  const auto refuse = [](const std::string& option, const std::string& message) {
    throw input_error{{{option, 0, 0, message}}};
  };
  const bool maps = !words.crosswalks.empty();
  if (!words.as_of.empty() && words.held.empty())
    refuse("--as-of", "is the day of which skills are held; expected --held with a data folder too");
  if (maps && words.to.empty())
    refuse("--crosswalk", "a crosswalk leads to another taxonomy; expected --to with that taxonomy");
  if (!maps && !words.to.empty())
    refuse("--to", "nothing says which skill is which; expected --crosswalk with a table of links");
  if (!maps && words.inverse) refuse("--inverse", "there is no crosswalk; expected --crosswalk with a table of links");
  if (!maps && !words.held.empty()) refuse("--held", "nothing says what follows; expected --crosswalk and --to");
  if (words.occupation.empty() && !words.party.empty())
    refuse("--for", "names who requires skills of an occupation; expected --occupation too");
  if (words.occupation.empty() && !words.file.empty() && maps)
    refuse("-o", "writes a taxonomy or an occupation's requirements; expected no crosswalk beside it");
  if (!words.occupation.empty() && maps)
    refuse("--occupation", "an occupation is shown alone; expected no crosswalk beside it");
  if (!words.find.empty() && (maps || !words.occupation.empty() || !words.file.empty()))
    refuse("--find", "looks for skills of one taxonomy; expected no --to, --occupation or -o beside it");
}

/// The number of an occupation by its id or title.
std::uint32_t occupation_named(const occupation_skills& all, const std::string& name) {
  if (const auto known = all.find(name)) return *known;
  std::vector<std::string_view> names;
  for (std::uint32_t k = 0; k < all.occupations.size(); ++k) {
    names.push_back(all.occupations[k].id);
    for (const language_label& one : all.occupations[k].labels) {
      if (one.text == name) return k;
      names.push_back(one.text);
    }
  }
  throw input_error{{{"--occupation", 0, 0,
                      quote(name) + " is no occupation of the taxonomy" +
                          (names.empty() ? ", which has none; expected a taxonomy such as O*NET or ESCO"
                                         : "; expected an id or title of one of its " +
                                               std::to_string(all.occupations.size()) + did_you_mean(name, names))}}};
}

void run(const taxonomy_words& words) {
  check_words(words);
  const taxonomy_contents source = read_with_warnings(words.source, words);
  std::uint64_t hash = stable_hash(skill_table(source.skills), stable_hash("capnet taxonomy 1"));
  for (std::uint32_t k = 0; k < source.occupations.occupations.size(); ++k)
    hash = stable_hash(requirement_table(source.skills, source.occupations, k, source.occupations.occupations[k].id),
                       hash);
  const auto manifest = [&] { return manifest_of(hash_text(hash)); };

  if (!words.crosswalks.empty()) {
    taxonomy_words target_words = words;
    target_words.format.clear();
    const taxonomy_contents target = read_with_warnings(words.to, target_words);
    const crosswalk links = read_links(words);
    problem_list problems = level_problems(source.skills, links, target.skills);
    if (!problems.empty()) throw input_error{std::move(problems)};
    hash = stable_hash(skill_table(target.skills), hash);
    for (const crosswalk_link& one : links.links()) {
      hash = stable_hash(one.source + '\t' + one.target + '\t' + std::string{to_string(one.relation)} + '\t' +
                             capnet::to_string(level_range{one.confidence, one.confidence}) + '\t' +
                             (one.levels ? to_string(*one.levels) : "") + '\n',
                         hash);
    }
    const crosswalk_coverage found = coverage(source.skills, links, target.skills);
    if (words.held.empty()) {
      print_answer(words.output, mapping_answer(words, source, target, links, found), manifest());
      return;
    }
    folder_options place{.folder = words.held, .as_of = words.as_of};
    place.reading.encoding = words.encoding;
    const snapshot net = load(place);
    hash = stable_hash(hash_text(data_hash(net)), hash);
    const std::vector<held_skill> held = held_skills(view_of(place, net));
    expect_levels_on_scales(source.skills, links, held);
    std::vector<inferred_skill> inferred = inferred_skills(held, links_to(target.skills, links));
    print_answer(words.output, inferred_answer(words, target, links, found, held, std::move(inferred)), manifest());
    return;
  }

  if (!words.occupation.empty()) {
    const std::uint32_t occupation = occupation_named(source.occupations, words.occupation);
    if (!words.file.empty()) {
      if (words.party.empty())
        throw input_error{{{"-o", 0, 0,
                            "writes ties of somebody who requires the skills; expected --for with the id of an "
                            "organization, project or program"}}};
      write_atomically(words.file,
                       requirement_table(source.skills, source.occupations, occupation, words.party, words.prefix));
    }
    print_answer(words.output, occupation_answer(words, source, occupation), manifest());
    return;
  }

  if (!words.file.empty()) write_atomically(words.file, skill_table(source.skills, words.prefix));
  print_answer(words.output, taxonomy_answer(words, source), manifest());
}

}  // namespace

void add_taxonomy(CLI::App& app) {
  auto words = std::make_shared<taxonomy_words>();
  CLI::App* command = app.add_subcommand(
      "taxonomy", "skills of DigComp, O*NET, ESCO or a table: what is there, how it maps to another, for a folder");
  command->add_option("SOURCE", words->source, "a file of a taxonomy, or a folder of its files")->required();
  command->add_option("--read-as", words->format, "what SOURCE is: digcomp, onet, esco or plain; default: as it looks")
      ->type_name("NAME");
  command->add_option("--language", words->language, "of the names that are shown; default: en")->type_name("TAG");
  command->add_option("--find", words->find, "only skills of that id, label or alias")->type_name("TEXT");
  command->add_option("--to", words->to, "the taxonomy that a crosswalk leads to")->type_name("FILE|DIR");
  command
      ->add_option("--crosswalk", words->crosswalks,
                   "a table source,target,relation,confidence,levels; several, one after the other")
      ->type_name("FILE");
  command->add_flag("--inverse", words->inverse, "read the crosswalks backwards, from their targets to their sources");
  command->add_option("--held", words->held, "a data folder: what follows from the skills that are held there")
      ->type_name("DIR");
  command->add_option("--as-of", words->as_of, "with --held, the day that counts")->type_name("DAY");
  command->add_option("--occupation", words->occupation, "what an occupation requires, by its id or title")
      ->type_name("ID");
  command->add_option("--for", words->party, "with --occupation and -o: whose requirements they are to be")
      ->type_name("ID");
  command
      ->add_option("-o,--output", words->file,
                   "write a skills.csv for a data folder, or with --occupation rows for its ties.csv")
      ->type_name("FILE");
  command->add_option("--prefix", words->prefix, "before each id that -o writes, such as digcomp.")->type_name("TEXT");
  add_encoding(*command, words->encoding);
  add_output_options(*command, words->output);
  command->callback([words] { run(*words); });
}

}  // namespace capnet::command
