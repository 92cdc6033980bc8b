/// docs/data-folder.md lists kinds, relations and attributes as the schema knows them.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/model/schema.hpp>

namespace capnet {
namespace {

using table_rows = std::vector<std::vector<std::string>>;

/// The cells of the table below a heading, but for its header.
table_rows table_under(const std::string& heading) {
  std::ifstream page{CAPNET_SOURCE_DIR "/docs/data-folder.md"};
  table_rows rows;
  std::string line;
  while (std::getline(page, line) && line != heading) continue;
  while (std::getline(page, line) && !line.starts_with('#')) {
    if (!line.starts_with("| ")) continue;
    std::vector<std::string> cells;
    for (std::size_t at = 2; at < line.size();) {
      const std::size_t end = line.find(" |", at);
      cells.push_back(line.substr(at, end - at));
      at = end + 3;
    }
    rows.push_back(std::move(cells));
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

std::string code(std::string_view word) { return '`' + std::string{word} + '`'; }
std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + code(word);
  return all.empty() ? "–" : all;
}
std::string or_dash(std::string_view word) { return word.empty() ? "–" : std::string{word}; }

std::vector<std::string> names_of(const std::vector<attribute_info>& attributes) {
  std::vector<std::string> names;
  for (const attribute_info& info : attributes) {
    if (info.name != "weight") names.push_back(info.name);
  }
  return names;
}
std::vector<std::string> names_of(const schema& known, const std::vector<kind_index>& kinds) {
  std::vector<std::string> names;
  for (const kind_index k : kinds) names.push_back(known.name(k));
  return names;
}

/// The traits of a relation, as words.
std::string counted_as(relation_traits traits) {
  std::vector<std::string> words;
  for (std::size_t k = 0; k < relation_trait_names.size(); ++k) {
    if (share_one(traits, static_cast<relation_traits>(1u << k))) words.emplace_back(relation_trait_names[k]);
  }
  return listed(words);
}

TEST(DataFolderPage, ListsTheKindsWithTheirAttributes) {
  const schema known;
  const table_rows rows = table_under("### Kinds");
  ASSERT_EQ(rows.size(), known.kind_count());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    ASSERT_EQ(rows[k].size(), 3u) << known.name(kind);
    EXPECT_EQ(rows[k][0], code(known.name(kind)));
    EXPECT_GT(rows[k][1].size(), 5u) << "what a " << known.name(kind) << " is";
    EXPECT_EQ(rows[k][2], listed(names_of(known.attributes(kind)))) << known.name(kind);
  }
}

TEST(DataFolderPage, ListsTheRelationsWithWhatTheyJoin) {
  const schema known;
  const table_rows rows = table_under("### Relations");
  ASSERT_EQ(rows.size(), known.relation_count());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    const relation_info& info = known.relation(relation);
    EXPECT_EQ(rows[r],
              (std::vector<std::string>{
                  code(info.name), listed(names_of(known, info.source_kinds)),
                  listed(names_of(known, info.target_kinds)), info.directed ? "one way" : "both ways",
                  std::string{tie_nature_names[info.nature == tie_nature::deed]}, counted_as(info.traits),
                  listed(names_of(known.attributes(relation))), or_dash(to_string(known.weight_meaning(relation)))}));
  }
}

TEST(DataFolderPage, ListsTheAttributesWithTheirUnits) {
  const schema known;
  std::map<std::string, std::vector<std::string>> expected;
  std::map<std::string, std::vector<std::string>> owners;
  const auto see = [&](const std::string& owner, const std::vector<attribute_info>& attributes) {
    for (const attribute_info& info : attributes) {
      const std::vector<std::string> row{code(info.name), std::string{to_string(info.type)}, or_dash(info.unit),
                                         or_dash(to_string(info.meaning)), info.description};
      const auto [at, fresh] = expected.emplace(info.name, row);
      EXPECT_EQ(at->second, row) << "one name means one thing";
      owners[info.name].push_back(owner);
    }
  };
  for (std::size_t k = 0; k < known.kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    see(known.name(kind), known.attributes(kind));
  }
  for (std::size_t r = 0; r < known.relation_count(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    see(known.relation(relation).name, known.attributes(relation));
  }
  table_rows rows = table_under("### Attributes of kinds and relations"), wanted;
  for (auto& [name, row] : expected) {
    row.push_back(listed(owners[name]));
    wanted.push_back(row);
  }
  std::ranges::sort(rows);
  std::ranges::sort(wanted);
  EXPECT_EQ(rows, wanted);
}

}  // namespace
}  // namespace capnet
