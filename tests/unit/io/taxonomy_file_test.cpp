#include <capnet/io/taxonomy_file.hpp>

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/io/data_folder.hpp>

#include "refusal.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

const std::filesystem::path kept_taxonomies = CAPNET_SOURCE_DIR "/examples/data/taxonomies";
// All that was published lies beside a checkout, not in it.
const std::filesystem::path whole_taxonomies = CAPNET_SOURCE_DIR "/../shared/data/skills";
const std::filesystem::path whole_elsewhere = CAPNET_SOURCE_DIR "/../../shared/data/skills";
std::filesystem::path published() {
  return std::filesystem::exists(whole_taxonomies) ? whole_taxonomies : whole_elsewhere;
}

std::map<std::string, std::size_t> types_of(const taxonomy& skills) {
  std::map<std::string, std::size_t> counts;
  for (const taxonomy_entry& node : skills.nodes()) ++counts[node.type];
  return counts;
}
/// The refusal, files named from the folder on.
std::string refusal_in(const scratch_folder& place, const auto& attempt) {
  std::string told = refusal(attempt);
  for (std::size_t at = told.find(place.path().string()); at != std::string::npos;
       at = told.find(place.path().string()))
    told.erase(at, place.path().string().size() + 1);
  return told;
}
std::string refused_taxonomy(const scratch_folder& place, const std::string& file = "",
                             const taxonomy_file_options& options = {}) {
  return refusal_in(place, [&] { (void)read_taxonomy(place.path() / file, options); });
}

// 5 areas + 21 competences + 362 statements + 523 outcomes = 911
TEST(TaxonomyFile, ReadsDigcomp) {
  const taxonomy_contents all = read_taxonomy(kept_taxonomies / "digcomp");
  EXPECT_EQ(all.format, "digcomp");
  EXPECT_EQ(types_of(all.skills), (std::map<std::string, std::size_t>{
                                      {"area", 5}, {"competence", 21}, {"outcome", 523}, {"statement", 362}}));
  EXPECT_EQ(all.skills.size(), 911u);
  ASSERT_EQ(all.skills.levels().size(), 8u);
  EXPECT_EQ(all.skills.levels()[6], (proficiency_level{7, "Highly advanced"}));
  const skill_number searching = all.skills.find("1.1").value();
  EXPECT_EQ(all.skills.label_in(searching, "en"), "Browsing, searching and filtering information");
  EXPECT_EQ(all.skills[searching].scale, (proficiency_scale{1, 8}));
  EXPECT_EQ(all.skills[all.skills.parents(searching)[0]].id, "1");
  const taxonomy_entry& statement = all.skills[all.skills.find("CS1.1.01").value()];
  EXPECT_EQ(statement.level, (level_range{1, 2})) << "basic";
  EXPECT_FALSE(statement.scale);
  EXPECT_EQ(all.skills.depth(all.skills.find("LO1.1.01").value()), 2u);
  EXPECT_EQ(all.skills.languages(), std::vector<std::string>{"en"});
  ASSERT_EQ(all.warnings.size(), 1u);
  EXPECT_EQ(all.warnings[0].message,
            "entries of type 'Glossary' are no skills and were left out (126 times; first here)");
  std::size_t roots = 0;
  for (skill_number s = 0; s < all.skills.size(); ++s) roots += all.skills.parents(s).empty();
  EXPECT_EQ(roots, 5u);
}

TEST(TaxonomyFile, ReadsTheTablesOfDigcompToTheSameTaxonomy) {
  if (!std::filesystem::exists(published())) GTEST_SKIP() << "the published tables are not beside this checkout";
  const scratch_folder place;
  for (const char* const file : {"core-framework_en.csv", "levels_en.csv", "outcomes_en.csv", "statements_en.csv"})
    std::filesystem::copy_file(published() / file, place.path() / file);
  const taxonomy_contents tables = read_taxonomy(place.path()), graph = read_taxonomy(kept_taxonomies / "digcomp");
  EXPECT_EQ(types_of(tables.skills), types_of(graph.skills));
  EXPECT_EQ(tables.skills.levels(), graph.skills.levels());
  for (const taxonomy_entry& node : graph.skills.nodes()) {
    const auto same = tables.skills.find(node.id);
    ASSERT_TRUE(same) << node.id;
    EXPECT_EQ(tables.skills[*same].parents, node.parents);
    EXPECT_EQ(tables.skills[*same].scale, node.scale);
  }
}

TEST(TaxonomyFile, ReadsTranslationsOfDigcompBesideTheOriginal) {
  const scratch_folder place{
      {"core-framework_en.csv",
       "\"location\",\"context\",\"source\",\"target\"\n\"digcomp.area.1.label\",\"x\",\"Information\",\"\"\n"
       "\"digcomp.area.1.description\",\"x\",\"To\",\"\"\n\"digcomp.competence.1.1.label\",\"x\",\"Browsing\",\"\"\n"},
      {"core-framework_fi.csv",
       "location,context,source,target\ndigcomp.area.1.label,x,Information,Tieto\n"
       "digcomp.competence.1.1.label,x,Browsing,Selailu\n"}};
  const taxonomy skills = read_taxonomy(place.path()).skills;
  EXPECT_EQ(skills.size(), 2u);
  EXPECT_EQ(skills.languages(), (std::vector<std::string>{"en", "fi"}));
  EXPECT_EQ(skills.label_in(skills.find("1.1").value(), "fi"), "Selailu");
  EXPECT_FALSE(skills[0].scale) << "no table has its levels";
}

TEST(TaxonomyFile, TellsWhatIsWrongInDigcomp) {
  const scratch_folder place{
      {"a.json",
       "{\"@graph\": [\n{\"@type\": \"CompetenceArea\", \"@id\": \"CompetenceArea/1\", \"name\": \"I\"},\n"
       "{\"@type\": \"CompetenceArea\", \"@id\": \"CompetenceArea/1\", \"name\": \"J\"},\n"
       "{\"@type\": \"Competence\", \"@id\": \"Competence/1.1\"},\n"
       "{\"@type\": \"CompetenceStatement\", \"@id\": \"CompetenceStatement/CS2.1.01\", \"description\": \"d\",\n"
       " \"competence_id\": \"Competence/2.1\", \"four_levels_proficiency_name\": \"ProficiencyLevel/Best\"},\n"
       "7]}"},
      {"b.json", "{\"@graph\": [\n{]}"},
      {"c.json", "{\"graph\": []}"},
      {"d.csv", "location,context,source,target\ndigcomp.area.1.label,,I,\nother.1,,J,\ndigcomp.statement.CS1,,K,\n"}};
  const std::string told = refused_taxonomy(place, "a.json");
  for (const char* const part :
       {"'1' is also the id of another skill", "a.json:4: '1.1' has no text",
        "a.json:4: '1.1' has no competence or area", "a.json:5: 'CS2.1.01' is of the level 'Best'",
        "an entry of \"@graph\" is no object", "'2.1', the parent of 'CS2.1.01', is no skill here"})
    EXPECT_NE(told.find(part), std::string::npos) << part << "\n" << told;
  EXPECT_TRUE(refused_taxonomy(place, "b.json").starts_with("b.json:2: the text here is no JSON")) << told;
  EXPECT_TRUE(refused_taxonomy(place, "c.json").starts_with("c.json:1: is JSON without a list \"@graph\""));
  EXPECT_EQ(refused_taxonomy(place, "d.csv"),
            "d.csv:3:1: 'other.1' is no part of DigComp; expected one such as digcomp.competence.1.1.label or "
            "digcomp.statement.CS1.1.01\n"
            "d.csv:4:1: 'digcomp.statement.CS1' is no part of DigComp; expected one such as "
            "digcomp.competence.1.1.label or digcomp.statement.CS1.1.01");
}

// Four occupations of 35 skills; 140 rows of importance and as many of level: 18 not relevant, 4 to suppress.
TEST(TaxonomyFile, JoinsImportanceAndLevelOfOnet) {
  const taxonomy_contents all = read_taxonomy(kept_taxonomies / "onet");
  EXPECT_EQ(all.format, "onet");
  EXPECT_EQ(all.skills.size(), 35u);
  ASSERT_EQ(all.occupations.occupations.size(), 5u);
  EXPECT_EQ(all.occupations.skills.size(), 140u);
  const auto count = [&](const auto& is) { return std::ranges::count_if(all.occupations.skills, is); };
  EXPECT_EQ(count([](const auto& one) { return one.not_relevant; }), 18);
  EXPECT_EQ(count([](const auto& one) { return one.suppressed; }), 4);
  EXPECT_EQ(count([](const auto& one) { return one.level.has_value(); }), 140 - 18 - 4);
  EXPECT_EQ(count([](const auto& one) { return one.importance.has_value(); }), 140);
  EXPECT_EQ(count([](const auto& one) { return one.not_relevant && one.level.has_value(); }), 0) << "unknown, never 0";
  const auto fundraisers = all.occupations.find("13-1131.00").value();
  EXPECT_EQ(all.occupations.occupations[fundraisers].labels[0].text, "Fundraisers");
  const auto of = all.occupations.of(fundraisers);
  ASSERT_EQ(of.size(), 35u);
  const auto reading = std::ranges::find(of, all.skills.find("2.A.1.a").value(), &occupation_skill::skill);
  EXPECT_EQ(reading->importance, 4);
  EXPECT_EQ(reading->level, 4);
  EXPECT_EQ(all.skills[0].scale, (proficiency_scale{0, 7}));
  EXPECT_TRUE(all.occupations.of(all.occupations.find("15-1252.00").value()).empty()) << "it has no rows";
}

TEST(TaxonomyFile, ReadsAllOfOnet) {
  if (!std::filesystem::exists(published())) GTEST_SKIP() << "the published tables are not beside this checkout";
  const taxonomy_contents all = read_taxonomy(published() / "onet_skills.tsv");
  EXPECT_EQ(all.skills.size(), 35u);
  EXPECT_EQ(all.occupations.occupations.size(), 879u);
  EXPECT_EQ(all.occupations.skills.size(), 879u * 35);
  const auto count = [&](const auto& is) { return std::ranges::count_if(all.occupations.skills, is); };
  EXPECT_EQ(count([](const auto& one) { return one.not_relevant; }), 3302);
  EXPECT_EQ(count([](const auto& one) { return one.suppressed; }), 124);
  EXPECT_EQ(count([](const auto& one) { return one.level.has_value(); }), 30765 - 3302 - 124 + 6) << "6 are both";
}

const std::string onet_head =
    "O*NET-SOC Code\tTitle\tElement ID\tElement Name\tScale ID\tData Value\tRecommend "
    "Suppress\tNot Relevant\n";

TEST(TaxonomyFile, ReadsWhatOnetSaysOfAHierarchy) {
  const scratch_folder place{
      {"Skills.txt", onet_head + "1\tA\t2.A.1.a\tReading\tIM\t3\tN\tn/a\n1\tA\t1.A.1\tAbility\tIM\t3\tN\tn/a\n"},
      {"Content Model Reference.txt",
       "Element ID\tElement Name\tDescription\n2.A\tBasic Skills\t\n2.A.1\tContent\t\n2.A.1.a\tReading\t\n1.A\tAbilities\t\n"}};
  const taxonomy_contents all = read_taxonomy(place.path());
  ASSERT_EQ(all.skills.size(), 3u);
  EXPECT_EQ(all.skills.depth(all.skills.find("2.A.1.a").value()), 2u);
  EXPECT_EQ(types_of(all.skills), (std::map<std::string, std::size_t>{{"group", 2}, {"skill", 1}}));
  ASSERT_EQ(all.warnings.size(), 1u);
  EXPECT_EQ(all.warnings[0].message, "elements outside 2.A and 2.B are no skills and were left out");
  EXPECT_EQ(all.occupations.skills[0].importance, 3);
  EXPECT_FALSE(all.occupations.skills[0].level) << "no row says it";
}

TEST(TaxonomyFile, TellsWhatIsWrongInOnet) {
  const scratch_folder place{{"skills.tsv", onet_head + "1\tA\t2.A.1.a\tR\tIM\t0.5\tN\t\n" +
                                                "1\tA\t2.A.1.a\tR\tLV\t7.5\tN\tN\n" + "1\tA\t2.A.1.a\tR\tIM\t3\tN\t\n" +
                                                "1\tA\t2.A.1.b\tW\tXX\t3\tN\t\n" +
                                                "1\tA\t2.A.1.c\tW\tLV\t3\tmaybe\t\n"}};
  EXPECT_EQ(refused_taxonomy(place, "skills.tsv"),
            "skills.tsv:2:18: '0.5' lies outside its scale; expected 1-5, or nothing if unknown\n"
            "skills.tsv:3:18: '7.5' lies outside its scale; expected 0-7, or nothing if unknown\n"
            "skills.tsv:4:15: 'IM' of '2.A.1.a' for '1' stands on line 2 too; expected it once\n"
            "skills.tsv:5:15: 'XX' is no scale of skills; expected IM (importance) or LV (level)\n"
            "skills.tsv:6:20: 'maybe' is neither Y nor N; expected one of them, or nothing");
}

const std::string esco_head = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels\n";

TEST(TaxonomyFile, ReadsEscoInTwoLanguages) {
  const scratch_folder place{
      {"skills_en.csv",
       "\xEF\xBB\xBF" + esco_head +
           "KnowledgeSkillCompetence,s/1,knowledge,cross-sector,SQL,\"Structured Query Language\nsequel\r\n\",\n"
           "KnowledgeSkillCompetence,s/2,skill/competence,transversal,\"say \"\"no\"\"\",,refuse\n"},
      {"skills_fr.csv", esco_head + "KnowledgeSkillCompetence,s/1,knowledge,cross-sector,SQL (fr),,\n"},
      {"skillGroups_en.csv", "conceptType,conceptUri,preferredLabel,altLabels,code\nSkillGroup,g/1,databases,,S5\n"},
      {"ISCOGroups_en.csv", "conceptType,conceptUri,code,preferredLabel\nISCOGroup,i/1,25,ICT professionals\n"},
      {"broaderRelationsSkillPillar_en.csv",
       "conceptType,conceptUri,broaderType,broaderUri\nKnowledgeSkillCompetence,s/1,SkillGroup,g/1\n"
       "KnowledgeSkillCompetence,s/1,SkillGroup,g/2\nSkillGroup,g/1,SkillGroup,g/2\n"},
      {"broaderRelationsOccPillar_en.csv",
       "conceptType,conceptUri,broaderType,broaderUri\nOccupation,o/1,ISCOGroup,i/1\n"},
      {"occupations_en.csv", "conceptType,conceptUri,iscoGroup,preferredLabel\nOccupation,o/1,25,data engineer\n"},
      {"digCompSkillsCollection_en.csv",
       "conceptType,conceptUri,preferredLabel,skillType,broaderConceptUri\nKnowledgeSkillCompetence,s/2,say,,g/1\n"},
      {"occupationSkillRelations_en.csv",
       "occupationUri,relationType,skillType,skillUri\no/1,essential,knowledge,s/1\no/1,optional,skill/competence,s/2\n"
       "o/1,optional,knowledge,s/9\n"}};
  const taxonomy_contents all = read_taxonomy(place.path());
  EXPECT_EQ(all.format, "esco");
  EXPECT_EQ(types_of(all.skills), (std::map<std::string, std::size_t>{{"group", 2}, {"knowledge", 1}, {"skill", 1}}));
  const skill_number sql = all.skills.find("s/1").value();
  EXPECT_EQ(all.skills.parents(sql).size(), 2u);
  EXPECT_EQ(all.skills.depth(sql), 2u);
  EXPECT_EQ(all.skills.label_in(sql, "fr"), "SQL (fr)");
  EXPECT_EQ(all.skills.named("sequel"), std::vector<skill_number>{sql});
  EXPECT_EQ(all.skills.named("refuse"), all.skills.named("say \"no\""));
  EXPECT_EQ(all.skills[sql].reuse_level, "cross-sector");
  EXPECT_FALSE(all.skills[sql].scale) << "ESCO has no levels";
  ASSERT_EQ(all.occupations.skills.size(), 2u);
  EXPECT_EQ(all.occupations.skills[0].need, skill_need::essential);
  EXPECT_EQ(all.occupations.skills[1].need, skill_need::optional);
  EXPECT_FALSE(all.occupations.skills[0].level);
  EXPECT_EQ(all.warnings.size(), 2u) << "a group without a table, a skill without one";
}

TEST(TaxonomyFile, TellsACycleInEsco) {
  const scratch_folder place{{"skills_en.csv", esco_head + "K,s/1,,,a,,\nK,s/2,,,b,,\n"},
                             {"broader_en.csv",
                              "conceptType,conceptUri,broaderType,broaderUri\nKnowledgeSkillCompetence,s/1,K,s/2\n"
                              "KnowledgeSkillCompetence,s/2,K,s/1\n"}};
  EXPECT_EQ(refused_taxonomy(place),
            "skills_en.csv:3: the parents of 's/2' go round: 's/1' in 's/2' in 's/1'; expected that no skill is part "
            "of itself");
}

TEST(TaxonomyFile, ReadsTheSkillsOfADataFolder) {
  const taxonomy_contents all = read_taxonomy(CAPNET_SOURCE_DIR "/examples/data/probono_generated");
  EXPECT_EQ(all.format, "plain");
  EXPECT_EQ(all.files, std::vector<std::string>{"skills.csv"});
  EXPECT_EQ(all.skills.size(), 25u);
  const skill_number seo = all.skills.find("seo").value();
  EXPECT_EQ(all.skills.label_in(seo, "en"), "Search engine optimization");
  EXPECT_EQ(all.skills[all.skills.parents(seo)[0]].id, "website_and_social_media");
  EXPECT_EQ(all.skills[seo].scale, (proficiency_scale{0, 4}));
}

TEST(TaxonomyFile, TellsAllThatIsWrongInAPlainTable) {
  const scratch_folder place{
      {"skills.csv", "id,parent,name,scale,level\na,b,A,4-0,\nb,a,B,,x\nc,d,C,1-8,1-2\nc,,D,,\n,,E,,\n"}};
  EXPECT_EQ(refused_taxonomy(place),
            "skills.csv:2:7: '4-0' is no scale; expected one such as 0-4, or nothing if unknown\n"
            "skills.csv:3:8: 'x' is no level; expected one such as 3 or 1-2, or nothing if unknown\n"
            "skills.csv:5: 'c' is also the id on line 4; expected each id once\n"
            "skills.csv:6:1: 'id' is empty; expected a text\n"
            "skills.csv:4: 'd', the parent of 'c', is no skill here; expected an id\n"
            "skills.csv:3: the parents of 'b' go round: 'a' in 'b' in 'a'; expected that no skill is part of itself");
}

TEST(TaxonomyFile, RefusesLevelsOutsideTheirScaleInAPlainTable) {
  const scratch_folder place{{"skills.csv", "id,name,scale,level\na,A,0-4,4\nb,B,0-4,9\nc,C,1-4,0-2\n"}};
  EXPECT_EQ(refused_taxonomy(place),
            "skills.csv:3:9: '9' lies outside the scale '0-4'; expected a level on it\n"
            "skills.csv:4:9: '0-2' lies outside the scale '1-4'; expected a level on it");
}

TEST(TaxonomyFile, WritesATableThatReadsBackAndThatAFolderReads) {
  for (const char* const source : {"digcomp", "onet"}) {
    const taxonomy first = read_taxonomy(kept_taxonomies / source).skills;
    const scratch_folder place{{"skills.csv", skill_table(first)}};
    const taxonomy again = read_taxonomy(place.path()).skills;
    ASSERT_EQ(again.size(), first.size());
    EXPECT_EQ(skill_table(again), skill_table(first));
    for (skill_number s = 0; s < first.size(); ++s) {
      EXPECT_EQ(again[s].labels, first[s].labels);
      EXPECT_EQ(again[s].parents, first[s].parents);
      EXPECT_EQ(again[s].level, first[s].level);
      EXPECT_EQ(again[s].scale, first[s].scale);
    }
    place.write("vertices.csv", "id,kind\nann,person\n");
    place.write("ties.csv",
                "relation,source,target,weight\nhas_skill,ann," + first.nodes()[first.size() / 2].id + ",3\n");
    const snapshot net = read_folder(place.path());
    EXPECT_EQ(net.order(), first.size() + 1);
    EXPECT_EQ(net.label(net.find(first[0].id).value()), first.label_in(0, "en"));
  }
}

TEST(TaxonomyFile, WritesEachNodeWithAllItsParentsAndNames) {
  taxonomy_entry sql{.id = "sql", .type = "skill", .parents = {"db", "lang"}};
  sql.labels = {{"ja", "SQL言語"}, {"en", "SQL, the \"language\""}, {"", "SQL"}};
  sql.aliases = {{"en", "sequel"}, {"", "query\nlanguage"}};
  const taxonomy skills = taxonomy::from_entries({{.id = "db"}, {.id = "lang"}, sql});
  const scratch_folder place{{"skills.csv", skill_table(skills, "x.")}};
  const taxonomy again = read_taxonomy(place.path()).skills;
  ASSERT_TRUE(again.find("x.sql"));
  const taxonomy_entry& read = again[*again.find("x.sql")];
  EXPECT_EQ(read.parents, (std::vector<std::string>{"x.db", "x.lang"}));
  EXPECT_EQ(again.label_in(2, "ja"), "SQL言語");
  EXPECT_EQ(again.label_in(2, "en"), "SQL, the \"language\"");
  EXPECT_EQ(again.label_in(2, ""), "SQL");
  EXPECT_EQ(again.named("query\nlanguage").size(), 1u);
}

TEST(TaxonomyFile, WritesWhatAnOccupationRequires) {
  const taxonomy_contents all = read_taxonomy(kept_taxonomies / "onet");
  const auto fundraisers = all.occupations.find("13-1131.00").value();
  const std::string table = requirement_table(all.skills, all.occupations, fundraisers, "npo", "onet.");
  EXPECT_TRUE(
      table.starts_with("relation,source,target,weight,importance\n"
                        "requires_skill,npo,onet.2.A.1.a,4,4\n"))
      << table.substr(0, 200);
  const auto of = all.occupations.of(fundraisers);
  const auto relevant = std::ranges::count_if(of, [](const auto& one) { return !one.not_relevant; });
  EXPECT_EQ(std::ranges::count(table, '\n'), relevant + 1);
}

TEST(TaxonomyFile, RefusesWhatIsNoTaxonomyOrSeveral) {
  const scratch_folder place{
      {"a.csv", "x,y\n1,2\n"}, {"empty.csv", ""}, {"both/skills.csv", "id,name\na,A\n"}, {"both/onet.tsv", onet_head}};
  EXPECT_TRUE(refused_taxonomy(place, "a.csv").starts_with("a.csv:1: is no taxonomy that is known; expected DigComp"));
  EXPECT_TRUE(refused_taxonomy(place, "empty.csv").starts_with("empty.csv:1: is no taxonomy that is known"));
  EXPECT_NE(refused_taxonomy(place).find("has no file of a taxonomy"), std::string::npos);
  EXPECT_NE(refused_taxonomy(place, "none").find("there is no such file"), std::string::npos);
  EXPECT_NE(refused_taxonomy(place, "both")
                .find("has files of several taxonomies, such as 'onet.tsv' of onet and 'skills.csv' of plain"),
            std::string::npos)
      << refused_taxonomy(place, "both");
  EXPECT_EQ(read_taxonomy(place.path() / "both", {.format = "plain"}).skills.size(), 1u);
  EXPECT_EQ(refused_taxonomy(place, "a.csv", {.format = "escoo"}),
            "'escoo' is no format of taxonomies; expected digcomp, onet, esco or plain; did you mean 'esco'?");
}

TEST(TaxonomyFile, TellsWhereBytesAreNoText) {
  const scratch_folder place{{"p.csv", "id,name\na,A\nb,\xFF\n"},
                             {"zero.csv", std::string("id,name\na\0b,c\n", 14)},
                             {"header.csv", "id,n\xFF\na,A\n"},
                             {"sjis.csv", "id,name\na,\x83\x41\nb,\x83"},
                             {"folder/skills.csv", "id,name\na,A\nb,\xFF\n"}};
  for (const std::string format : {"", "plain"})
    EXPECT_TRUE(refused_taxonomy(place, "p.csv", {.format = format}).starts_with("p.csv:3:3: the bytes here are not"))
        << refused_taxonomy(place, "p.csv", {.format = format});
  EXPECT_TRUE(refused_taxonomy(place, "folder").starts_with("folder/skills.csv:3:3: the bytes here are not UTF-8"))
      << refused_taxonomy(place, "folder");
  EXPECT_TRUE(refused_taxonomy(place, "zero.csv").starts_with("zero.csv:2:2: there is a zero byte; expected text"));
  EXPECT_TRUE(refused_taxonomy(place, "header.csv").starts_with("header.csv:1:5: the bytes here are not UTF-8"));
  EXPECT_TRUE(refused_taxonomy(place, "sjis.csv", {.encoding = "shift_jis"})
                  .starts_with("sjis.csv:3:3: the bytes here are not shift_jis"))
      << refused_taxonomy(place, "sjis.csv", {.encoding = "shift_jis"});
}

TEST(TaxonomyFile, TellsIdsAndParentsOfRowsWithOtherProblemsToo) {
  const scratch_folder place{{"skills.csv", "id,name,parent,scale\na,A,,0-4\na,A,,x\nb,B,,y\nc,C,b,\nd,D,nobody,z\n"}};
  EXPECT_EQ(refused_taxonomy(place),
            "skills.csv:3:6: 'x' is no scale; expected one such as 0-4, or nothing if unknown\n"
            "skills.csv:3: 'a' is also the id on line 2; expected each id once\n"
            "skills.csv:4:6: 'y' is no scale; expected one such as 0-4, or nothing if unknown\n"
            "skills.csv:6:12: 'z' is no scale; expected one such as 0-4, or nothing if unknown\n"
            "skills.csv:6: 'nobody', the parent of 'd', is no skill here; expected an id");
}

TEST(TaxonomyFile, BoundsWhatHostileFilesCost) {
  std::string deep(1'000'000, '['), rows = "id,name\n", wide = "{\"@graph\":[";
  for (int k = 0; k < 50'000; ++k) rows += "\n" + std::to_string(k) + ",";
  for (int k = 0; k < 50'000; ++k) wide += "0,";
  const scratch_folder place{{"deep.json", deep},
                             {"rows.csv", rows},
                             {"wide.json", wide + "0]}"},
                             {"bytes.csv", "id,name\n\xFF\xFE,a\n"},
                             {"zero.csv", std::string("id,name\na\0b,c\n", 14)},
                             {"quote.csv", "id,name\na,\"b\n"},
                             {"cells.csv", "id,name\na,b,c\n"}};
  EXPECT_NE(refused_taxonomy(place, "deep.json").find("no JSON"), std::string::npos);
  EXPECT_NE(refused_taxonomy(place, "wide.json").find("further problems"), std::string::npos);
  for (const char* const file : {"bytes.csv", "zero.csv", "quote.csv", "cells.csv"})
    EXPECT_NE(refused_taxonomy(place, file).find("expected"), std::string::npos) << file;
  taxonomy_file_options little;
  little.limits.memory_base = 1 << 20;
  little.limits.memory_factor = 5;
  EXPECT_NE(refused_taxonomy(place, "rows.csv", little).find("bytes of memory"), std::string::npos);
  EXPECT_EQ(read_taxonomy(place.path() / "rows.csv").skills.size(), 50'000u);
  ASSERT_EQ(::mkfifo((place.path() / "pipe.csv").c_str(), 0600), 0);
  EXPECT_NE(refused_taxonomy(place, "pipe.csv").find("not a regular file"), std::string::npos)
      << "and waits for nobody";
}

TEST(CrosswalkFile, ReadsLinksWithTheirRules) {
  const scratch_folder place{{"c.csv",
                              "\xEF\xBB\xBFsource;target;relation;confidence;levels\na;1;exactMatch;0,5;1-2=1|3=2\n"
                              "b;1;skos:broadMatch;1;\n"}};
  const crosswalk links = read_crosswalk(place.path() / "c.csv");
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links.links()[0].relation, mapping_relation::exact);
  EXPECT_EQ(links.links()[0].confidence, .5);
  EXPECT_EQ((*links.links()[0].levels)(2), (level_range{1, 1}));
  EXPECT_EQ(links.links()[1].relation, mapping_relation::broader);
  EXPECT_FALSE(links.links()[1].levels);
  EXPECT_EQ(read_crosswalk(kept_taxonomies / "probono_to_digcomp.csv").size(), 15u);
}

TEST(CrosswalkFile, TellsAllThatIsWrong) {
  const scratch_folder place{{"c.csv",
                              "source,target,relation,confidence,levels\na,1,same,0.5,\nb,1,exact,2,\nc,1,exact,,\n"
                              "d,1,exact,1,1=2|2=1\ne,1,exact,1,\ne,1,close,1,\n,1,exact,1,\n"},
                             {"d.csv", "source,target\na,1\n"}};
  const auto told = [&](const char* file) {
    return refusal_in(place, [&] { (void)read_crosswalk(place.path() / file); });
  };
  EXPECT_EQ(
      told("c.csv"),
      "c.csv:2:5: 'same' is no relation of a mapping; expected one of exact, close, broader, narrower or related\n"
      "c.csv:3:11: '2' is no confidence; expected a number from 0 to 1\n"
      "c.csv:4:11: 'confidence' is empty; expected a number from 0 to 1: how sure the link is\n"
      "c.csv:5:13: '2=1' falls below '1=2'; expected that higher levels stay at least as high\n"
      "c.csv:7:1: the link from 'e' to '1' stands on line 6 too; expected it once\n"
      "c.csv:8:1: 'source' is empty; expected a text");
  EXPECT_TRUE(told("d.csv").starts_with("d.csv:1:1: there is no column 'relation'; expected the columns source"));
}

}  // namespace
}  // namespace capnet
