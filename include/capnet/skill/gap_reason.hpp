#pragma once
/// Why a gap is as it is, in one sentence.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/skill/holder_rule.hpp>
#include <capnet/skill/skill_gap.hpp>

namespace capnet {

/// A skill that an organization requires, and who holds it there.
struct required_skill {
  vertex_ref skill{};
  requirement level{};
  std::size_t known = 0;     ///< holders whose level is known
  std::size_t unknown = 0;   ///< people whose level is not, and the organization if its own tie says no level
  bool own_unknown = false;  ///< whether the organization is one of those
  /// By the k-th best: who holds exactly the level that counts, by key; by the mean: nobody.
  std::vector<vertex_ref> decisive{};
};

/// An organization with its gap.
struct organization_gap {
  vertex_ref organization{};
  skill_gap_result gap{};
  std::size_t people = 0;
  std::vector<required_skill> skills{};  ///< what adds most to the gap first, what is unknown last; ties by key
  std::string reason{};                  ///< one sentence
};

namespace detail {

[[nodiscard]] inline std::string plural(std::size_t n, std::string_view noun) {
  return std::to_string(n) + ' ' + std::string{noun} + (n == 1 ? "" : "s");
}

/// 2nd, 3rd, 11th, 21st.
[[nodiscard]] inline std::string ordinal(std::size_t k) {
  const bool teen = k / 10 % 10 == 1;
  return std::to_string(k) + (teen ? "th" : k % 10 == 1 ? "st" : k % 10 == 2 ? "nd" : k % 10 == 3 ? "rd" : "th");
}

/// The sentence of a row: what weighs most, who holds it, what is unknown.
[[nodiscard]] inline std::string gap_reason(const snapshot& net, const organization_gap& row, holder_rule rule) {
  auto shown = [](double number) { return short_number(number); };
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
    text = "Nobody is known to work there, so no held level is known of the " + plural(row.skills.size(), "skill") +
           " it requires";
  } else if (row.gap.coverage == 0) {
    text = "Of its " + (row.people == 1 ? "one person" : std::to_string(row.people) + " people") +
           " no level that counts is known in the " + plural(row.skills.size(), "skill") + " it requires";
  } else if (!row.gap.gap) {
    text = "What it requires with a known level held asks for nothing above 0";
  } else if (const required_skill& first = row.skills.front(); *row.gap.gap > 0) {
    text = net.label_en(first.skill) + " weighs most: level " + shown(*first.level.required) +
           " required (importance " + shown(first.level.importance) + "), " + shown(*first.level.held) + " held ";
    if (rule.is_mean()) {
      text += first.known == 1 ? "by the only one whose level is known"
                               : "on average of the " + std::to_string(first.known) + " whose level is known";
    } else if (first.decisive.empty()) {
      text += "as there is no " + (rule.k() == 1 ? std::string{"holder"} : ordinal(rule.k()) + " best holder");
    } else if (first.decisive.front() == row.organization) {
      text += "by the organization as a whole";
    } else {
      text += "by " + net.label_en(first.decisive.front());
      if (first.decisive.size() > 1) text += " and " + plural(first.decisive.size() - 1, "other");
      if (first.known > 1)
        text += ", " + (rule.k() == 1 ? std::string{"the best"} : "number " + std::to_string(rule.k())) + " of " +
                std::to_string(first.known) + " whose level is known";
    }
  } else {
    text = "Every requirement whose held level is known is met";
  }
  if (open > 0 && row.gap.coverage > 0) {
    text += "; unknown what is held of " + join_names(open_names, open > open_names.size() ? ", " : " and ");
    if (open > open_names.size()) text += " and " + plural(open - open_names.size(), "other");
  } else if (unknown_levels > 0 && row.gap.coverage > 0) {
    text += "; " + plural(unknown_levels, "level") + (own_unknown ? " of its people or itself " : " of its people ") +
            (unknown_levels == 1 ? "is" : "are") + " unknown";
  }
  if (unrated > 0)
    text += "; " + plural(unrated, "required skill") + (unrated == 1 ? " has" : " have") + " no stated level";
  return text + ".";
}

}  // namespace detail
}  // namespace capnet
