#pragma once
/// Who is asked about the five conditions of collective impact, and what each of them is tied to.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/metric/participation.hpp>
#include <capnet/metric/provenance.hpp>
#include <capnet/metric/reading.hpp>
#include <capnet/view/flatten.hpp>

namespace capnet {

/// What the unit of a cohort counts: `organizations` is whatever is not persons, such as municipalities.
enum class counted_as : std::uint8_t { unknown, persons, organizations };

/// Of a unit as it was written. Persons are known by the usual words, singular or plural, in English and Japanese, and
/// by the names of kinds that are persons. An empty unit is unknown; so is what are answers and occasions. Time O(kinds
/// that are persons).
[[nodiscard]] inline counted_as counted_by(const schema& known, std::string_view unit) {
  constexpr std::array<std::string_view, 26> persons{
      "person",       "persons",         "people",    "individual", "individuals", "employee", "employees",
      "staff",        "member of staff", "volunteer", "volunteers", "student",     "students", "participant",
      "participants", "attendee",        "attendees", "人",         "名",          "個人",     "職員",
      "社員",         "従業員",          "参加者",    "学生",       "ボランティア"};
  constexpr std::array<std::string_view, 9> neither{"response", "responses", "answer", "answers", "session",
                                                    "sessions", "回答",      "件",     "回"};
  if (unit.empty() || std::ranges::find(neither, unit) != neither.end()) return counted_as::unknown;
  if (std::ranges::find(persons, unit) != persons.end()) return counted_as::persons;
  const auto named = known.find_kind(unit);
  return named && known.is_a(*named, known.index_of<kind::person>()) ? counted_as::persons : counted_as::organizations;
}
/// Of a cohort on the view's day, by its attribute `unit`.
[[nodiscard]] inline counted_as counted_by(const network_view& view, vertex_ref cohort) {
  const auto unit = view.value(cohort, "unit");
  return unit ? counted_by(view.schema(), unit->text()) : counted_as::unknown;
}

/// Those who run a program or take part in one and are asked about the conditions: organizations, and cohorts as one
/// each, since what is said of a cohort is said of it as a whole. Persons, and cohorts of persons, are left out.
struct condition_members {
  std::vector<vertex_ref> vertices{};  ///< ascending
  vertex_numbers numbers{};
};
namespace detail {

[[nodiscard]] inline const condition_members& members_asked(const network_reading& reading) {
  return reading.once<condition_members>([&] {
    condition_members all;
    all.vertices = reading.members();
    for (const vertex_ref v : participants(reading.view(), reading.schema().index_of<kind::cohort>())) {
      if (counted_by(reading.view(), v) != counted_as::persons) all.vertices.push_back(v);
    }
    std::sort(all.vertices.begin(), all.vertices.end());
    for (std::size_t k = 0; k < all.vertices.size(); ++k)
      all.numbers.emplace(all.vertices[k], static_cast<vertex_index>(k));
    return all;
  });
}

/// What each member is tied to by relations of a trait: targets ascending, each once.
struct member_sets {
  std::vector<std::vector<vertex_ref>> of{};  ///< [member]
  std::vector<tie_ref> ties{};

  void add(const condition_members& members, tie_ref t, const dated_tie& uv) {
    const auto k = members.numbers.find(uv.source);
    if (!k) return;
    of[*k].push_back(uv.target);
    ties.push_back(t);
  }
  void order() {
    for (auto& set : of) {
      std::sort(set.begin(), set.end());
      set.erase(std::unique(set.begin(), set.end()), set.end());
    }
  }
};
[[nodiscard]] inline member_sets sets_by(const network_reading& reading, relation_traits trait) {
  const condition_members& members = members_asked(reading);
  member_sets sets{.of = std::vector<std::vector<vertex_ref>>(members.vertices.size())};
  reading.view().for_each_tie_with(trait, [&](tie_ref t, const dated_tie& uv) { sets.add(members, t, uv); });
  sets.order();
  return sets;
}

/// The members whose sets are known, which is that they are not empty, with these.
struct known_sets {
  std::vector<vertex_ref> members{};
  std::vector<std::vector<vertex_ref>> sets{};

  known_sets(const condition_members& all, const member_sets& some) {
    for (std::size_t k = 0; k < all.vertices.size(); ++k) {
      if (some.of[k].empty()) continue;
      members.push_back(all.vertices[k]);
      sets.push_back(some.of[k]);
    }
  }
};

[[nodiscard]] inline double part_of_all(std::size_t known, std::size_t all) {
  return all == 0 ? 1 : static_cast<double>(known) / static_cast<double>(all);
}

/// The members and ties behind a condition.
inline void write_rows(const network_reading& reading, std::span<const vertex_ref> members,
                       std::span<const tie_ref> ties, estimate& into) {
  provenance rows{reading};
  for (const vertex_ref v : members) rows.add(v);
  for (const tie_ref t : ties) rows.add(t);
  rows.write(into);
}

}  // namespace detail

}  // namespace capnet
