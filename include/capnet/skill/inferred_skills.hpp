#pragma once
/// What follows from a crosswalk about skills of another taxonomy: evidence that is inferred, with its confidence.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/crosswalk.hpp>

namespace capnet {

/// That somebody holds a skill.
struct held_skill {
  std::string holder{}, skill{};
  std::optional<level_range> level{};  ///< nothing: held, the level is unknown
  double confidence = 1;               ///< of this itself: 1 for what was observed, in [0, 1]
};

/// That somebody holds a skill of another taxonomy, by inference.
struct inferred_skill {
  std::string holder{}, skill{};
  std::optional<level_range> level{};  ///< nothing, unless the link has a rule that says it
  double confidence = 0;
  std::string from{};  ///< the held skill that it follows from
  mapping_relation relation = mapping_relation::related;
  std::size_t others = 0;  ///< further held skills that it follows from as well, less surely
};

/// What follows from held skills, by holder and skill, each once: by the surest link; of equally sure ones by one that
/// gives a level, the closer relation, then the first by id. Confidences multiply. A held skill without a link gives
/// nothing, a link without a rule for levels gives no level, nor does a level that its rule does not know: levels are
/// never invented, and those of several held skills never averaged. A held level of 0 says that the skill is not had:
/// nothing follows. Throws input_error for a confidence outside [0, 1].
/// Time O(inferred log inferred).
[[nodiscard]] inline std::vector<inferred_skill> inferred_skills(std::span<const held_skill> held,
                                                                 const crosswalk& links) {
  std::vector<inferred_skill> all;
  for (const held_skill& one : held) {
    if (!(one.confidence >= 0 && one.confidence <= 1))
      throw input_error{"the confidence that " + quote(one.holder) + " holds " + quote(one.skill) + " is " +
                        short_number(one.confidence) + "; expected a number from 0 to 1"};
    if (one.level && one.level->high == 0) continue;
    for (const crosswalk_link& link : links.of(one.skill)) {
      if (all.size() == crosswalk::most_links) detail::refuse_links();
      all.push_back({.holder = one.holder,
                     .skill = link.target,
                     .level = link.levels && one.level ? (*link.levels)(*one.level) : std::nullopt,
                     .confidence = one.confidence * link.confidence,
                     .from = one.skill,
                     .relation = link.relation});
    }
  }
  const auto about = [](const inferred_skill& one) { return std::tie(one.holder, one.skill); };
  const auto rank = [](const inferred_skill& one) {
    return std::tuple{-one.confidence,
                      !one.level.has_value(),
                      one.relation,
                      std::string_view{one.from},
                      -one.level.value_or(level_range{}).low,
                      -one.level.value_or(level_range{}).high};
  };
  std::ranges::sort(all, [&](const inferred_skill& a, const inferred_skill& b) {
    return about(a) != about(b) ? about(a) < about(b) : rank(a) < rank(b);
  });
  std::vector<inferred_skill> best;
  for (inferred_skill& one : all) {
    if (!best.empty() && about(best.back()) == about(one))
      best.back().others += one.from != best.back().from;
    else
      best.push_back(std::move(one));
  }
  return best;
}

}  // namespace capnet
