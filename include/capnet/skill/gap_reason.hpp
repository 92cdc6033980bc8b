#pragma once
/// Why a gap is as it is, in one sentence.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/skill/gap_party.hpp>
#include <capnet/skill/holder_rule.hpp>
#include <capnet/skill/skill_gap.hpp>

namespace capnet {

/// A skill that is required of a party, and who holds it there.
struct required_skill {
  vertex_ref skill{};
  requirement level{};
  std::size_t known = 0;     ///< holders whose level is known
  std::size_t unknown = 0;   ///< people whose level is not, and organizations whose own tie says no level
  bool own_unknown = false;  ///< whether there are such organizations
  /// By the k-th best: who holds exactly the level that counts, by key; by the mean: nobody.
  std::vector<vertex_ref> decisive{};
};

/// An organization with its gap, or another party: see gap_party.
struct organization_gap {
  vertex_ref organization{};  ///< or the person, project or program
  skill_gap_result gap{};
  std::size_t people = 0;
  std::vector<required_skill> skills{};  ///< what adds most to the gap first, what is unknown last; ties by key
  std::string reason{};                  ///< one sentence
};

namespace detail {

/// 2nd, 3rd, 11th, 21st.
[[nodiscard]] inline std::string ordinal(std::size_t k) {
  const bool teen = k / 10 % 10 == 1;
  return std::to_string(k) + (teen ? "th" : k % 10 == 1 ? "st" : k % 10 == 2 ? "nd" : k % 10 == 3 ? "rd" : "th");
}

/// Who holds the level that counts of a skill: " by ann, the best of 3 whose level is known".
[[nodiscard]] inline std::string held_by(const snapshot& net, vertex_ref party, const required_skill& s,
                                         holder_rule rule) {
  const std::string known = std::to_string(s.known) + " whose level is known";
  if (rule.is_mean()) return s.known == 1 ? " by the only one whose level is known" : " on average of the " + known;
  if (s.decisive.empty())
    return " as there is no " + (rule.k() == 1 ? std::string{"holder"} : ordinal(rule.k()) + " best holder");
  if (s.decisive.front() == party) return " by the organization as a whole";
  std::string text = " by " + net.label_en(s.decisive.front());
  if (s.decisive.size() > 1) text += " and " + plural(s.decisive.size() - 1, "other");
  if (s.known > 1)
    text += ", " + (rule.k() == 1 ? std::string{"the best"} : "number " + std::to_string(rule.k())) + " of " + known;
  return text;
}

/// The sentence of a row: what weighs most, who holds it, what is unknown.
[[nodiscard]] inline std::string gap_reason(const snapshot& net, const organization_gap& row, holder_rule rule,
                                            gap_party by = gap_party::organization) {
  std::size_t open = 0, unrated = 0, unknown_levels = 0;
  bool own_unknown = false;
  std::vector<std::string> open_names;
  for (const required_skill& s : row.skills) {
    unknown_levels += s.unknown;
    own_unknown = own_unknown || s.own_unknown;
    if (!s.level.required) {
      ++unrated;
    } else if (!s.level.held) {
      ++open;
      if (open_names.size() < 3) open_names.push_back(net.label_en(s.skill));
    }
  }
  std::string text;
  if (unrated == row.skills.size()) {
    return "No level is stated for " + (unrated == 1 ? "the one skill" : "any of the " + plural(unrated, "skill")) +
           " it requires.";
  }
  if (row.people == 0 && !row.gap.gap && row.gap.coverage == 0) {
    text = std::string{by == gap_party::organization ? "Nobody is known to work there"
                                                     : "Nobody who works for it is known"} +
           ", so no held level is known of the " + plural(row.skills.size(), "skill") + " it requires";
  } else if (row.gap.coverage == 0 && by == gap_party::person) {
    text = "No level is known in the " + plural(row.skills.size(), "skill") + " required";
  } else if (row.gap.coverage == 0) {
    text = "Of its " + (row.people == 1 ? "one person" : std::to_string(row.people) + " people") +
           " no level that counts is known in the " + plural(row.skills.size(), "skill") + " it requires";
  } else if (!row.gap.gap) {
    text = "What it requires with a known level held is of level 0 or of importance 0";
  } else if (const required_skill& first = row.skills.front(); *row.gap.gap > 0) {
    text = net.label_en(first.skill) + " weighs most: level " + short_number(*first.level.required) +
           " required (importance " + short_number(first.level.importance) + "), " + short_number(*first.level.held) +
           " held" + (by == gap_party::person ? std::string{} : held_by(net, row.organization, first, rule));
  } else {
    text = "Every requirement whose held level is known is met";
  }
  if (open > 0 && row.gap.coverage > 0) {
    text += "; unknown what is held of " + join_names(open_names, open > open_names.size() ? ", " : " and ");
    if (open > open_names.size()) text += " and " + plural(open - open_names.size(), "other");
  } else if (unknown_levels > 0 && row.gap.coverage > 0 && by != gap_party::person) {
    text += "; " + plural(unknown_levels, "level") + (own_unknown ? " of its people or itself " : " of its people ") +
            (unknown_levels == 1 ? "is" : "are") + " unknown";
  }
  if (unrated > 0)
    text += "; " + plural(unrated, "required skill") + (unrated == 1 ? " has" : " have") + " no stated level";
  return text + ".";
}

}  // namespace detail
}  // namespace capnet
