#pragma once
/// The skill gap of each organization of a network with its reason, and the sums by skill and by sector.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/skill/gap_mean.hpp>
#include <capnet/skill/gap_reason.hpp>
#include <capnet/skill/skill_gap_values.hpp>

namespace capnet {

struct gap_report {
  std::vector<organization_gap> organizations{};  ///< largest gap first, unknown last; ties by key
  gap_mean all{};
  /// Of max(0, r - h) / r in each organization; ordered likewise.
  std::vector<std::pair<vertex_ref, gap_mean>> skills{};
  std::vector<std::pair<capnet::sector, gap_mean>> sectors{};  ///< by number of the sector, unknown (0) first
  std::vector<std::pair<std::string, gap_mean>> regions{};     ///< by name, unknown ("") first
};

namespace detail {

/// How much a skill adds to a gap; nothing if that is unknown.
[[nodiscard]] inline std::optional<wide_product> weight_of(const requirement& r) {
  if (!r.required || !r.held) return std::nullopt;
  return wide_product{r.importance, std::max(0.0, *r.required - *r.held)};
}

/// The skills that `work` compared, with who decides, what weighs most first. Pre: it compared them with that group.
[[nodiscard]] inline std::vector<required_skill> decided_skills(held_requirements& work, const snapshot& net,
                                                                const skill_levels& levels, holder_rule rule,
                                                                const gap_group& group) {
  const auto by_key = [&](vertex_ref u, vertex_ref v) { return net.key(u) < net.key(v); };
  std::vector<required_skill> skills;
  for (const held_requirement& one : work.cells())
    skills.push_back({levels.skill(one.column), one.level, one.known, one.unknown, one.own_unknown});
  if (!rule.is_mean()) {
    const auto decide = [&](std::uint32_t row) {
      work.for_each_level(row, [&](std::size_t k, double level) {
        required_skill& s = skills[k];
        if (s.level.held == level && s.known >= rule.k()) s.decisive.push_back(levels.held.vertex(row));
      });
    };
    for (const std::uint32_t row : group.people) decide(row);
    for (const std::uint32_t row : group.own) decide(row);
    for (required_skill& s : skills) std::ranges::sort(s.decisive, by_key);
  }
  std::ranges::sort(skills, [&](const required_skill& a, const required_skill& b) {
    const auto wa = weight_of(a.level), wb = weight_of(b.level);
    return wa != wb ? wa > wb : by_key(a.skill, b.skill);  // what is unknown is below all
  });
  return skills;
}

/// Sorted as `compare_known` of what `of` gives says, then by key.
template <class Row, class Of, class Vertex>
void sort_by_gap(const snapshot& net, std::vector<Row>& rows, const Of& of, const Vertex& vertex) {
  std::ranges::sort(rows, [&](const Row& a, const Row& b) {
    const auto order = compare_known(of(a), of(b));
    return order != 0 ? order < 0 : net.key(vertex(a)) < net.key(vertex(b));
  });
}

}  // namespace detail

/// The skill gap of every organization, or other party, that skills are required of, see `skill_gap`; weights are
/// levels.
///
/// Whose gaps, and who answers for whom, says gap_party. An organization's requirements are its `requires_skill` ties,
/// with `importance` from the attribute of that name, 1 if absent. Its people are those it `employs`; their levels are
/// `has_skill` ties. No such tie, or one without a level, is unknown; a level of 0 is known. An organization's own
/// `has_skill` tie counts as one more holder of that skill, of unknown level if the tie says none; its absence says
/// nothing. Of several ties between the same two, the one that began last tells, then the one recorded last. Bounds use
/// the skill's attribute `scale` (`parse_scale`); a skill without a readable one is bounded by 0 below and by nothing
/// above, which gives the widest honest bounds. Only what counts in `view` is used: vertices as well as ties.
///
/// Throws: input_error with every negative or malformed importance and every level below 0, infinite or outside its
/// skill's scale, with file and line; 0 is allowed on every scale; or if a mean is asked of a skill whose scale is
/// declared ordinal (a scale without a type is taken as it is). Time O(sum over organizations of their people's
/// skills * log + n log n), space O(organizations * skills).
[[nodiscard]] inline gap_report skill_gaps(const network_view& view, const gap_options& options = {}) {
  const snapshot& net = view.net();
  const skill_levels levels = detail::levels_for_gaps(view, options);
  gap_report report;
  report.organizations = detail::over_groups<organization_gap>(
      view, levels, options, [&](const gap_group& group, held_requirements& work) {
        organization_gap row{.organization = group.party, .gap = work.gap(), .people = group.people.size()};
        row.skills = detail::decided_skills(work, net, levels, options.rule(), group);
        row.reason = detail::gap_reason(net, row, options.rule(), options.by);
        return row;
      });
  detail::gap_sum all;
  std::map<vertex_ref, detail::gap_sum> by_skill;
  std::map<capnet::sector, detail::gap_sum> by_sector;
  std::map<std::string, detail::gap_sum> by_region;
  for (const organization_gap& row : report.organizations) {
    all.add(row.gap);
    by_sector[view.sector(row.organization)].add(row.gap);
    by_region[view.region(row.organization)].add(row.gap);
    for (const required_skill& s : row.skills) {
      if (s.level.required) by_skill[s.skill].add(skill_gap({&s.level, 1}));
    }
  }
  report.all = all.done();
  for (const auto& [skill, sum] : by_skill) report.skills.emplace_back(skill, sum.done());
  for (const auto& [sector, sum] : by_sector) report.sectors.emplace_back(sector, sum.done());
  for (const auto& [region, sum] : by_region) report.regions.emplace_back(region, sum.done());
  detail::sort_by_gap(
      net, report.organizations, [](const organization_gap& row) { return row.gap.gap; },
      [](const organization_gap& row) { return row.organization; });
  detail::sort_by_gap(
      net, report.skills, [](const auto& row) { return row.second.mean; }, [](const auto& row) { return row.first; });
  return report;
}

}  // namespace capnet
