#pragma once
/// What the people and organizations of a network hold, as rows from which a crosswalk infers more.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <capnet/skill/inferred_skills.hpp>
#include <capnet/skill/proficiency_scale.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// The `has_skill` ties of a view that count, by holder. The confidence is the tie's attribute `confidence`; without it
/// what was observed counts as it stands, and what is itself `inferred` (its evidence) is left out: how sure it is, is
/// unknown. Throws input_error for a confidence outside [0, 1], and as `read_skill_levels`. Time O(ties).
[[nodiscard]] inline std::vector<held_skill> held_skills(const network_view& view) {
  const skill_levels levels = read_skill_levels(view);
  const snapshot& net = view.net();
  std::vector<held_skill> all;
  for (std::size_t row = 0; row < levels.held.rows(); ++row) {
    for (std::size_t cell = levels.held.first(row); cell < levels.held.last(row); ++cell) {
      const tie_ref tie = levels.held.tie(cell);
      const auto told = view.value(tie, "confidence");
      const auto evidence = view.value(tie, "evidence");
      const auto confidence = told ? parse_number(told->text()) : std::nullopt;
      if (told && !(confidence && *confidence >= 0 && *confidence <= 1))
        throw input_error{{net.problem_at(net.tie(tie).properties.where, "the confidence is " + quote(told->text()) +
                                                                             "; expected a number from 0 to 1")}};
      if (!told && evidence && evidence->text() == "inferred") continue;
      held_skill one{.holder = net.key(levels.held.vertex(row)),
                     .skill = net.key(levels.skill(static_cast<std::size_t>(levels.held.columns[cell]))),
                     .confidence = confidence.value_or(1)};
      if (const auto level = levels.held.known(cell)) one.level = level_range{*level, *level};
      all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace capnet
