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
  std::size_t others = 0;   ///< further held skills that it follows from as well
  std::size_t as_sure = 0;  ///< of them, those from which it follows as surely
  bool spans = false;       ///< the level is the range of different ones that follow as surely
};

namespace detail {

/// The surest of what was inferred of one skill of one holder. Pre: not empty, by the held skills that it follows from.
[[nodiscard]] inline inferred_skill surest(std::span<const inferred_skill> all) {
  const double most = std::ranges::max(all, {}, &inferred_skill::confidence).confidence;
  const auto is_as_sure = [most](const inferred_skill& one) { return one.confidence >= most * (1 - 1e-12); };
  const inferred_skill* best = nullptr;
  std::optional<level_range> level;
  bool spans = false;
  for (const inferred_skill& one : all) {
    if (!is_as_sure(one)) continue;
    const auto rank = [](const inferred_skill& of) { return std::tuple{!of.level.has_value(), of.relation}; };
    if (best == nullptr || rank(one) < rank(*best)) best = &one;
    if (!one.level) continue;
    spans = spans || (level && *level != *one.level);
    level =
        level ? level_range{std::min(level->low, one.level->low), std::max(level->high, one.level->high)} : *one.level;
  }
  inferred_skill found = *best;
  found.confidence = most;
  found.level = level;
  found.spans = spans;
  for (std::size_t k = 0; k < all.size();) {
    const std::string& from = all[k].from;
    bool as_sure = false;
    for (; k < all.size() && all[k].from == from; ++k) as_sure = as_sure || is_as_sure(all[k]);
    if (from == found.from) continue;
    ++found.others;
    found.as_sure += as_sure;
  }
  return found;
}

}  // namespace detail

/// What follows from held skills, by holder and skill, each once, with the confidence of the surest link; confidences
/// multiply. Of equally sure ones the level is the range of all levels that they give, from the lowest low to the
/// highest high, and it is said to follow from one that gives a level, of the closer relation, then the first by id.
/// Confidences are equal if they differ by no more than rounding, 1e-12 of the larger. A held skill without a link
/// gives nothing, a link without a rule for levels gives no level, nor does a level that its rule does not know: levels
/// are never invented, and those of several held skills never averaged. A held level of 0 says that the skill is not
/// had: nothing follows. Throws input_error for a confidence outside [0, 1]. Time O(inferred log inferred).
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
  std::ranges::sort(all, [&](const inferred_skill& a, const inferred_skill& b) {
    return about(a) != about(b) ? about(a) < about(b) : std::tie(a.from, a.relation) < std::tie(b.from, b.relation);
  });
  std::vector<inferred_skill> best;
  for (auto first = all.begin(); first != all.end();) {
    const auto last = std::find_if(first, all.end(), [&](const auto& one) { return about(one) != about(*first); });
    best.push_back(detail::surest(std::span{first, last}));
    first = last;
  }
  return best;
}

}  // namespace capnet
