#pragma once
/// The skill gap of every organization as numbers alone.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/skill/held_requirements.hpp>
#include <capnet/skill/holder_rule.hpp>
#include <capnet/skill/skill_gap.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

struct gap_options {
  holder_rule holders = holder_rule::best();
  /// Levels that nothing of this shows are unknown; empty: all count. See level_options.
  std::vector<std::string> evidence{};
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
};

/// Who requires skills, and what of it is missing.
struct gap_value {
  vertex_ref party{};
  skill_gap_result gap{};
  std::size_t people = 0;  ///< whose levels were asked
};

namespace detail {

/// `make(group, held_requirements&)` of each group, in their order, from several threads. Throws input_error with what
/// is wrong with any level that was read.
template <class Made, class Group, class Make>
[[nodiscard]] std::vector<Made> over_groups(const network_view& view, const skill_levels& levels,
                                            std::span<const Group> groups, const gap_options& options,
                                            const Make& make) {
  std::vector<Made> made(groups.size());
  per_thread<held_requirements> work{[&] { return held_requirements{levels, options.holders}; }};
  const std::size_t grain = std::clamp<std::size_t>(groups.size() / 512, 1, 64);
  parallel_for_blocks(groups.size(), grain, options.threads, [&](std::size_t, std::size_t first, std::size_t last) {
    held_requirements& mine = work.local();
    for (std::size_t k = first; k < last; ++k) made[k] = make(groups[k], mine);
  });
  level_faults faults{view, levels};
  work.for_each([&](const held_requirements& one) { one.tell_faults(faults); });
  faults.expect_none();
  return made;
}

/// The organizations of a view that require a skill, by id.
[[nodiscard]] inline std::vector<vertex_ref> requiring_organizations(const network_view& view,
                                                                     const skill_levels& levels) {
  std::vector<vertex_ref> all;
  view.for_each_vertex_of(view.schema().index_of<kind::organization>(), [&](vertex_ref v) {
    const auto row = levels.required.row_of(v);
    if (row && levels.required.first(*row) != levels.required.last(*row)) all.push_back(v);
  });
  return all;
}

/// What an organization requires, and what its people and it hold of that.
inline void compare(held_requirements& work, const skill_levels& levels, vertex_ref organization) {
  work.require(*levels.required.row_of(organization));
  work.hold(levels.staff.of(organization), levels.held.row_of(organization));
}

}  // namespace detail

/// The skill gap of every organization that requires a skill, by id; defined as for `skill_gaps`, which adds what it is
/// made of and why.
///
/// Throws: as skill_gaps. Time O(cells of the staff) by the best, and for other rules times log; space O(organizations
/// + skills * threads) beside the levels.
[[nodiscard]] inline std::vector<gap_value> skill_gap_values(const network_view& view,
                                                             const gap_options& options = {}) {
  const skill_levels levels =
      detail::unchecked_skill_levels(view, {.evidence = options.evidence, .threads = options.threads});
  const std::vector<vertex_ref> organizations = detail::requiring_organizations(view, levels);
  return detail::over_groups<gap_value>(
      view, levels, std::span{organizations}, options, [&](vertex_ref organization, held_requirements& work) {
        detail::compare(work, levels, organization);
        return gap_value{organization, work.gap(), levels.staff.of(organization).size()};
      });
}

}  // namespace capnet
