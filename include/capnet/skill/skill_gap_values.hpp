#pragma once
/// The skill gap of every organization, person, project or program as numbers alone.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/skill/gap_party.hpp>
#include <capnet/skill/held_requirements.hpp>
#include <capnet/skill/holder_rule.hpp>
#include <capnet/skill/skill_gap.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

struct gap_options {
  holder_rule holders = holder_rule::best();  ///< of a person's own levels there is nothing to choose
  /// Levels that nothing of this shows are unknown; empty: all count. See level_options.
  std::vector<std::string> evidence{};
  gap_party by = gap_party::organization;
  /// Gaps of these alone; nothing: of all. Whoever requires nothing has none.
  std::optional<std::vector<vertex_ref>> parties{};
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it

  /// That is used.
  [[nodiscard]] holder_rule rule() const { return by == gap_party::person ? holder_rule::best() : holders; }
};

/// Who requires skills, and what of it is missing.
struct gap_value {
  vertex_ref party{};
  skill_gap_result gap{};
  std::size_t people = 0;  ///< whose levels were asked
};

namespace detail {

/// The levels that gaps are reckoned with; what is wrong with those that are read is found later. Throws input_error if
/// a mean is asked of levels that are ordinal, naming the skills.
[[nodiscard]] inline skill_levels levels_for_gaps(const network_view& view, const gap_options& options) {
  skill_levels levels = unchecked_skill_levels(view, {.evidence = options.evidence, .threads = options.threads},
                                               parallel_ties::left_in_place);
  if (!options.rule().is_mean()) return levels;
  std::vector<bool> required(levels.scales.size());
  for (const std::int32_t column : levels.required.columns) required[static_cast<std::size_t>(column)] = true;
  std::vector<std::string> ordinal;
  for (std::size_t s = 0; s < required.size(); ++s) {
    if (required[s] && levels.scales[s] && levels.scales[s]->type == scale_type::ordinal)
      ordinal.push_back(quote(view.net().key(levels.skill(s))));
  }
  if (ordinal.empty()) return levels;
  throw input_error{"the levels of " + join_names(ordinal, " and ", 5) +
                    " are ordinal and have no mean; expected the best or the k-th best holder, or a scale that is "
                    "declared as interval, such as '0-4 interval'"};
}

inline constexpr std::size_t large_group = 50'000;  // people

/// `make(group, held_requirements&)` of each party, compared with what its group holds, by id, from several threads.
/// Throws input_error with what is wrong with any level that was read.
template <class Made, class Make>
[[nodiscard]] std::vector<Made> over_groups(const network_view& view, const skill_levels& levels,
                                            const gap_options& options, const Make& make) {
  const group_finder finder{view, levels, options.by};
  std::vector<vertex_ref> parties = finder.parties(options.threads);
  if (options.parties) {
    std::vector<vertex_ref> asked = *options.parties;
    std::ranges::sort(asked);
    std::erase_if(parties, [&](vertex_ref v) { return !std::ranges::binary_search(asked, v); });
  }
  struct workplace {
    held_requirements work;
    gap_group group{};
  };
  // Each thread works on two groups in turn: of one what is held is looked for, while memory brings that of the other.
  struct workplaces {
    std::array<workplace, 2> both;
    std::vector<std::size_t> large{};  // parties that are left to all threads together
  };
  std::vector<Made> made = filled_vector<Made>(parties.size());
  per_thread<workplaces> work{[&] {
    const held_requirements fresh{levels, options.rule()};
    return workplaces{{workplace{fresh}, workplace{fresh}}};
  }};
  const auto begin = [&](workplace& mine, std::size_t k) {
    finder.find(parties[k], mine.group);
    if (mine.group.people.size() > large_group) return false;
    mine.work.require_highest(mine.group.required);
    mine.work.seek(mine.group.people);
    return true;
  };
  const auto end = [&](workplace& mine, std::size_t k, unsigned threads) {
    mine.work.hold(mine.group.people, mine.group.own, threads);
    made[k] = make(mine.group, mine.work);
  };
  const std::size_t grain = std::clamp<std::size_t>(parties.size() / 512, 1, 64);
  parallel_for_blocks(parties.size(), grain, options.threads, [&](std::size_t, std::size_t first, std::size_t last) {
    workplaces& mine = work.local();
    std::optional<std::size_t> begun;
    for (std::size_t k = first; k < last; ++k) {
      const bool small = begin(mine.both[k % 2], k);
      if (begun) end(mine.both[*begun % 2], *begun, 1);
      begun = small ? std::optional{k} : std::nullopt;
      if (!small) mine.large.push_back(k);
    }
    if (begun) end(mine.both[*begun % 2], *begun, 1);
  });
  std::vector<std::size_t> large;
  work.for_each([&](const workplaces& one) { large.insert(large.end(), one.large.begin(), one.large.end()); });
  for (const std::size_t k : large) {
    workplace& mine = work.local().both[0];
    finder.find(parties[k], mine.group);
    mine.work.require_highest(mine.group.required);
    end(mine, k, options.threads);
  }
  level_faults faults{view, levels};
  work.for_each([&](const workplaces& one) {
    for (const workplace& mine : one.both) mine.work.tell_faults(faults);
  });
  faults.expect_none();
  return made;
}

}  // namespace detail

/// The skill gap of every party that skills are required of, by id; defined as for `skill_gaps`, which adds what it is
/// made of and why.
///
/// Throws: as skill_gaps. Time O(cells of the staff) by the best, and for other rules times log; space O(parties +
/// skills * threads) beside the levels.
[[nodiscard]] inline std::vector<gap_value> skill_gap_values(const network_view& view,
                                                             const gap_options& options = {}) {
  const skill_levels levels = detail::levels_for_gaps(view, options);
  return detail::over_groups<gap_value>(view, levels, options,
                                        [](const gap_group& group, const held_requirements& work) {
                                          return gap_value{group.party, work.gap(), group.people.size()};
                                        });
}

}  // namespace capnet
