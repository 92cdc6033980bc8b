/// Taxonomies and crosswalks, of which the first byte says which: what is read is free of cycles, and is the same when
/// it is written as a table and read again.
#include <capnet/io/taxonomy_file.hpp>

#include <algorithm>
#include <string>

#include "fuzz/fuzz.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

using fuzz::require;

void require_sound(const taxonomy& skills) {
  for (skill_number s = 0; s < skills.size(); ++s) {
    require(skills.find(skills[s].id) == s, "an id is found");
    for (const skill_number parent : skills.parents(s)) {
      require(parent != s && skills.depth(parent) < skills.depth(s), "a parent is nearer the top");
      require(std::ranges::count(skills.children(parent), s) == 1, "a child of its parent");
    }
    if (s < 16) {
      const auto above = skills.ancestors(s);
      require(std::ranges::count(above, s) == 0, "nothing is above itself");
    }
  }
}

void try_taxonomy(const scratch_folder& folder, const std::string& text) {
  folder.write("skills_en.csv", text);
  taxonomy_file_options options;
  options.limits.memory_base = std::size_t{16} << 20;
  taxonomy_contents read;
  if (fuzz::refused([&] { read = read_taxonomy(folder.path() / "skills_en.csv", options); })) return;
  require_sound(read.skills);
  for (const occupation_skill& one : read.occupations.skills) {
    require(one.skill < read.skills.size() && one.occupation < read.occupations.occupations.size(), "both are there");
    require(!(one.not_relevant && one.level), "a level that is not relevant is unknown");
  }
  std::string table;
  if (fuzz::refused([&] { table = skill_table(read.skills); })) return;
  folder.write("again.csv", table);
  const taxonomy_contents again = read_taxonomy(folder.path() / "again.csv", {.format = "plain"});
  fuzz::require_same(skill_table(again.skills), table, "a table survives reading and writing");
}

void try_crosswalk(const scratch_folder& folder, const std::string& text) {
  folder.write("links.csv", text);
  crosswalk links;
  if (fuzz::refused([&] { links = read_crosswalk(folder.path() / "links.csv"); })) return;
  const crosswalk back = links.inverse();
  require(back.size() == links.size() && back.inverse().size() == links.size(), "there and back");
  if (links.size() > 64) return;
  const crosswalk all = closure(links);
  for (const crosswalk_link& one : all.links()) {
    require(one.source != one.target && one.confidence > 0 && one.confidence <= 1, "a way leads somewhere");
    for (const crosswalk_link& direct : links.of(one.source))
      require(direct.target != one.target || direct.confidence <= one.confidence, "it is the surest");
  }
  fuzz::refused([&] { (void)compose(links, back); });
}

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  static const scratch_folder folder;
  fuzz::byte_reader input{data, size};
  const bool links = input.byte() == '2';
  const std::string text{input.take(size)};
  if (links)
    try_crosswalk(folder, text);
  else
    try_taxonomy(folder, text);
  return 0;
}
