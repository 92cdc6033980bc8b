#pragma once
/// Crosswalks: which skill of one taxonomy is which of another, how surely, and what becomes of its levels.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <queue>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/scale_conversion.hpp>
#include <capnet/skill/taxonomy.hpp>

namespace capnet {

/// How the target relates to the source: SKOS's mapping properties (Miles & Bechhofer 2009) exactMatch, closeMatch,
/// broadMatch (the target is the broader one), narrowMatch and relatedMatch.
enum class mapping_relation : std::uint8_t { exact, close, broader, narrower, related };
inline constexpr std::array<std::string_view, 5> mapping_relation_names{"exact", "close", "broader", "narrower",
                                                                        "related"};
[[nodiscard]] constexpr std::string_view to_string(mapping_relation relation) {
  return mapping_relation_names[static_cast<std::size_t>(relation)];
}

/// One way and then another: exact changes nothing, broader and narrower go on, all else (a close one of a close one,
/// broader and then narrower) is no more than related. SKOS lets only exactMatch be transitive; that what is broader
/// than the broader is broader follows from its broaderTransitive.
[[nodiscard]] constexpr mapping_relation composed(mapping_relation first, mapping_relation second) {
  if (first == mapping_relation::exact) return second;
  if (second == mapping_relation::exact) return first;
  const bool goes_on = first == second && (first == mapping_relation::broader || first == mapping_relation::narrower);
  return goes_on ? first : mapping_relation::related;
}
[[nodiscard]] constexpr mapping_relation inverse(mapping_relation relation) {
  if (relation == mapping_relation::broader) return mapping_relation::narrower;
  if (relation == mapping_relation::narrower) return mapping_relation::broader;
  return relation;
}

struct crosswalk_link {
  std::string source{}, target{};  ///< ids, each in its own taxonomy
  mapping_relation relation = mapping_relation::related;
  double confidence = 0;                     ///< that the relation holds, in [0, 1]
  std::optional<scale_conversion> levels{};  ///< what a level becomes; nothing: no level follows
  std::vector<std::string> via{};            ///< ids on the way of a link that was composed
  std::string file{};                        ///< where it stands, or where the first on its way does, for messages
  std::size_t line = 0;
  /// Wherever they stand.
  friend bool operator==(const crosswalk_link& a, const crosswalk_link& b) {
    return std::tie(a.source, a.target, a.relation, a.confidence, a.levels, a.via) ==
           std::tie(b.source, b.target, b.relation, b.confidence, b.levels, b.via);
  }
};

/// Which of two links between the same skills is kept: the surer one, else the one that says what becomes of levels,
/// the closer relation, the shorter way, the way that comes first by its ids.
[[nodiscard]] inline bool better_link(const crosswalk_link& a, const crosswalk_link& b) {
  const auto rank = [](const crosswalk_link& one) {
    return std::tuple{-one.confidence, !one.levels.has_value(), one.relation, one.via.size()};
  };
  return rank(a) != rank(b) ? rank(a) < rank(b) : a.via < b.via;
}

/// Links from the skills of one taxonomy to those of another, by source and target, at most one for each two.
class crosswalk {
 public:
  static constexpr std::size_t most_links = 2'000'000;  ///< of a result; more is refused

  crosswalk() = default;
  /// Of links between the same two the better one stays. Throws input_error for an empty end and for a confidence
  /// outside [0, 1]. Time O(links log links).
  explicit crosswalk(std::vector<crosswalk_link> links) : links_{std::move(links)} {
    for (const crosswalk_link& one : links_) {
      if (one.source.empty() || one.target.empty())
        throw input_error{"a link of a crosswalk lacks an end; expected a source and a target"};
      if (!(one.confidence >= 0 && one.confidence <= 1))
        throw input_error{"the confidence of the link from " + quote(one.source) + " to " + quote(one.target) + " is " +
                          short_number(one.confidence) + "; expected a number from 0 to 1"};
    }
    const auto ends = [](const crosswalk_link& one) { return std::tie(one.source, one.target); };
    std::ranges::sort(links_, [&](const crosswalk_link& a, const crosswalk_link& b) {
      return ends(a) != ends(b) ? ends(a) < ends(b) : better_link(a, b);
    });
    const auto rest = std::ranges::unique(links_, [&](const auto& a, const auto& b) { return ends(a) == ends(b); });
    links_.erase(rest.begin(), rest.end());
  }

  [[nodiscard]] std::span<const crosswalk_link> links() const { return links_; }
  [[nodiscard]] std::size_t size() const { return links_.size(); }
  [[nodiscard]] bool empty() const { return links_.empty(); }
  /// Those of one skill, by target. Time O(log links).
  [[nodiscard]] std::span<const crosswalk_link> of(std::string_view source) const {
    const auto range = std::ranges::equal_range(links_, source, {},
                                                [](const crosswalk_link& one) { return std::string_view{one.source}; });
    return {range.begin(), range.end()};
  }

  /// The way back: broader becomes narrower, tables of levels are read backwards, confidences stay. Time O(links log
  /// links).
  [[nodiscard]] crosswalk inverse() const {
    std::vector<crosswalk_link> back = links_;
    for (crosswalk_link& one : back) {
      std::swap(one.source, one.target);
      one.relation = capnet::inverse(one.relation);
      if (one.levels) one.levels = one.levels->inverse();
      std::ranges::reverse(one.via);
    }
    return crosswalk{std::move(back)};
  }

 private:
  std::vector<crosswalk_link> links_{};
};

namespace detail {

/// First one link, then another that begins where it ends. Without levels on both there are none.
[[nodiscard]] inline crosswalk_link composed(const crosswalk_link& first, const crosswalk_link& second) {
  crosswalk_link both{.source = first.source,
                      .target = second.target,
                      .relation = capnet::composed(first.relation, second.relation),
                      .confidence = first.confidence * second.confidence,
                      .file = first.file,
                      .line = first.line};
  if (first.levels && second.levels) both.levels = first.levels->then(*second.levels);
  both.via = first.via;
  both.via.push_back(first.target);
  both.via.insert(both.via.end(), second.via.begin(), second.via.end());
  return both;
}

[[noreturn]] inline void refuse_links() {
  throw input_error{"the crosswalk would have over " + std::to_string(crosswalk::most_links) +
                    " links; expected at most so many"};
}

}  // namespace detail

/// From the sources of the first to the targets of the second: confidences multiply, of several ways between the same
/// two the better one is kept, and a level follows only where every link on the way has a rule for it. Nothing goes
/// round, as each crosswalk is passed once. Throws input_error for over `crosswalk::most_links` ways. Time O(ways log
/// ways).
[[nodiscard]] inline crosswalk compose(const crosswalk& first, const crosswalk& second) {
  std::vector<crosswalk_link> ways;
  std::size_t found = 0;
  for (const crosswalk_link& one : first.links()) {
    const auto onward = second.of(one.target);
    if ((found += onward.size()) > crosswalk::most_links) detail::refuse_links();
    for (const crosswalk_link& other : onward) ways.push_back(detail::composed(one, other));
  }
  return crosswalk{std::move(ways)};
}

/// Of a crosswalk whose targets may be sources again (several taxonomies in one table, whose ids do not clash): from
/// each source to all that can be reached from it but itself, by the surest way (Dijkstra 1959 over products). A cycle
/// only loses confidence, so that none is ever part of it. Ways of confidence 0 lead nowhere. Of equally sure ways the
/// shorter one, then the one that comes first by its ids. Throws input_error if ways that were tried, and the ids on
/// them, are over `crosswalk::most_links`. Time O(sources links log links).
[[nodiscard]] inline crosswalk closure(const crosswalk& direct) {
  std::vector<crosswalk_link> all;
  const auto after = [](const crosswalk_link& a, const crosswalk_link& b) {  // the largest is on top
    const auto rank = [](const crosswalk_link& one) { return std::tuple{-one.confidence, one.via.size()}; };
    return rank(a) != rank(b) ? rank(a) > rank(b) : std::tie(a.via, a.target) > std::tie(b.via, b.target);
  };
  const auto links = direct.links();
  std::size_t taken = 0;  // ways and ids on them
  for (std::size_t first = 0; first < links.size();) {
    const std::string& source = links[first].source;
    const auto own = direct.of(source);
    first += own.size();
    std::priority_queue<crosswalk_link, std::vector<crosswalk_link>, decltype(after)> open{after};
    const auto push = [&](crosswalk_link way) {
      if ((taken += 1 + way.via.size()) > crosswalk::most_links) detail::refuse_links();
      open.push(std::move(way));
    };
    for (const crosswalk_link& one : own) push(one);
    std::unordered_map<std::string, bool, text_hash, std::equal_to<>> reached{{source, true}};
    while (!open.empty()) {
      const crosswalk_link way = open.top();
      open.pop();
      if (way.confidence == 0 || !reached.try_emplace(way.target, true).second) continue;
      for (const crosswalk_link& onward : direct.of(way.target)) {
        if (!reached.contains(onward.target)) push(detail::composed(way, onward));
      }
      all.push_back(way);
    }
  }
  return crosswalk{std::move(all)};
}

/// How much of a taxonomy a crosswalk maps to another. Partial coverage is the normal case: of nearly 14,000 skills of
/// ESCO 732 lead to DigComp.
struct crosswalk_coverage {
  std::size_t skills = 0;                ///< of the source
  std::size_t mapped = 0;                ///< of them, with a link to a skill of the target
  std::size_t with_levels = 0;           ///< of them, with a link that says what becomes of levels
  std::vector<skill_number> unmapped{};  ///< by number
  std::vector<std::size_t> unknown_source{}, unknown_target{};  ///< links whose end is in neither taxonomy, by number
  /// `mapped / skills`; of no skill nothing.
  [[nodiscard]] std::optional<double> share() const {
    if (skills == 0) return std::nullopt;
    return static_cast<double>(mapped) / static_cast<double>(skills);
  }
};

/// Time O(skills log links + links). Throws: nothing.
[[nodiscard]] inline crosswalk_coverage coverage(const taxonomy& from, const crosswalk& links, const taxonomy& to) {
  crosswalk_coverage found{.skills = from.size()};
  for (skill_number s = 0; s < from.size(); ++s) {
    bool mapped = false, with_levels = false;
    for (const crosswalk_link& one : links.of(from[s].id)) {
      if (!to.find(one.target)) continue;
      mapped = true;
      with_levels = with_levels || one.levels.has_value();
    }
    found.mapped += mapped;
    found.with_levels += with_levels;
    if (!mapped) found.unmapped.push_back(s);
  }
  for (std::size_t k = 0; k < links.size(); ++k) {
    if (!from.find(links.links()[k].source)) found.unknown_source.push_back(k);
    if (!to.find(links.links()[k].target)) found.unknown_target.push_back(k);
  }
  return found;
}

/// What is wrong with the rules for levels, seen from the scales of both ends: rules by which some level of the source,
/// be it at an end of its scale or between, leads out of the target's scale, and `same` between different ones; each
/// with the place of its link. Where the source's scale is unknown, all levels of the rule count; where the target's
/// is, nothing is said. Time O(links log n + rows of all rules log rows). Throws: nothing.
[[nodiscard]] inline problem_list level_problems(const taxonomy& from, const crosswalk& links, const taxonomy& to) {
  problem_list problems;
  const auto scale_of = [](const taxonomy& in, const std::string& id) -> std::optional<proficiency_scale> {
    const auto s = in.find(id);
    return s ? in[*s].scale : std::nullopt;
  };
  for (const crosswalk_link& one : links.links()) {
    if (!one.levels) continue;
    const auto source = scale_of(from, one.source), target = scale_of(to, one.target);
    if (!target || (!source && one.levels->is_same())) continue;
    const level_range ends{target->lowest, target->highest};
    const level_range all =
        source ? level_range{source->lowest, source->highest} : level_range{0, std::numeric_limits<double>::infinity()};
    const auto led_to = one.levels->reach(all);
    if (one.levels->is_same() ? *source == *target : !led_to || (led_to->low >= ends.low && led_to->high <= ends.high))
      continue;
    std::string message = "the link from " + quote(one.source) + " to " + quote(one.target) +
                          " has the rule for levels " + quote(to_string(*one.levels));
    if (source)
      message += ", but their scales are " + to_string(all) + " and " + to_string(ends);
    else
      message += ", but the scale of " + quote(one.target) + " is " + to_string(ends);
    if (!one.levels->is_same()) message += ", and it leads to " + to_string(*led_to);
    problems.add({one.file, one.line, 0, std::move(message) + "; expected a rule from the one to the other, or none"});
  }
  return problems;
}

}  // namespace capnet
