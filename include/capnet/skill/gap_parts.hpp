#pragma once
/// Gaps put together by sector, region or skill, with what adds most to each.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/skill/organization_gap.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// How much something adds to a gap: a share of what is asked for; all shares sum to the gap.
struct gap_share {
  vertex_ref vertex{};
  double share = 0;
};

/// The gaps of some parties, or of one skill, put together.
struct gap_part {
  std::string key{};  ///< the name of a sector or region, or the key of a skill; "" if none is known
  gap_mean mean{};
  std::vector<gap_share> adds{};  ///< to the mean: skills, or of a skill the parties; largest first, ties by key
  std::string reason{};           ///< one sentence
};

enum class gap_grouping : std::uint8_t { sector, region, skill };

namespace detail {

/// What each skill adds to a party's gap: importance * max(0, required - held), over what is asked for by all whose
/// held level is known. In the order of the skills; nothing where that is unknown or overflows.
[[nodiscard]] inline std::vector<gap_share> shares_of(const organization_gap& row) {
  std::vector<gap_share> shares;
  double asked = 0;
  for (const required_skill& s : row.skills) {
    if (!s.level.required || !s.level.held) continue;
    asked += s.level.importance * *s.level.required;
    shares.push_back({s.skill, s.level.shortfall(*s.level.held)});
  }
  if (!(asked > 0) || !std::isfinite(asked)) return {};
  for (gap_share& one : shares) one.share /= asked;
  return shares;
}

inline void sort_shares(const snapshot& net, std::vector<gap_share>& shares) {
  std::ranges::sort(shares, [&](const gap_share& a, const gap_share& b) {
    return a.share != b.share ? a.share > b.share : net.key(a.vertex) < net.key(b.vertex);
  });
}

[[nodiscard]] inline std::string part_reason(const snapshot& net, const gap_part& part, bool skill) {
  const std::string unknown = std::to_string(part.mean.organizations - part.mean.known) + " of " +
                              std::to_string(part.mean.organizations) + (skill ? " that require it" : " gaps");
  if (!part.mean.mean) return "Of none a level held is known.";
  std::string text;
  if (part.adds.empty() || part.adds.front().share == 0) {
    text = "What is required is met where a level held is known";
  } else {
    const gap_share& first = part.adds.front();
    text = net.label_en(first.vertex) + " adds most: " + short_number(first.share) + " of " +
           short_number(*part.mean.mean);
    if (part.adds.size() > 1 && part.adds[1].share > 0)
      text += ", then " + net.label_en(part.adds[1].vertex) + " with " + short_number(part.adds[1].share);
  }
  return text + (part.mean.known == part.mean.organizations ? "." : "; unknown: " + unknown + ".");
}

}  // namespace detail

/// The gaps of a report put together: means over parties, each of which counts once, as in `gap_report`. Of a sector or
/// region, those of its parties with a known gap; of a skill, of what is missing of it alone in each party. Largest
/// mean first, unknown last; ties by key. Time O(cells log cells), space O(cells).
[[nodiscard]] inline std::vector<gap_part> gap_parts(const network_view& view, const gap_report& report,
                                                     gap_grouping by) {
  struct sum {
    detail::gap_sum gaps{};
    std::map<vertex_ref, double> adds{};
  };
  const snapshot& net = view.net();
  std::map<std::string, sum> sums;
  std::vector<const organization_gap*> rows;
  for (const organization_gap& row : report.organizations) rows.push_back(&row);
  std::ranges::sort(rows, {}, [](const organization_gap* row) { return row->organization; });  // sums as in the report
  for (const organization_gap* const one : rows) {
    const organization_gap& row = *one;
    if (by == gap_grouping::skill) {
      for (const required_skill& s : row.skills) {
        if (!s.level.required) continue;
        const skill_gap_result alone = skill_gap({&s.level, 1});
        sum& of = sums[net.key(s.skill)];
        of.gaps.add(alone);
        if (alone.gap) of.adds[row.organization] += *alone.gap;
      }
      continue;
    }
    const capnet::sector sector = view.sector(row.organization);
    sum& of = sums[by == gap_grouping::region  ? view.region(row.organization)
                   : sector == sector::unknown ? std::string{}
                                               : std::string{view.schema().name(sector)}];
    of.gaps.add(row.gap);
    for (const gap_share& share : detail::shares_of(row)) of.adds[share.vertex] += share.share;
  }
  std::vector<gap_part> parts;
  for (const auto& [key, of] : sums) {
    gap_part part{.key = key, .mean = of.gaps.done()};
    for (const auto& [vertex, share] : of.adds)
      part.adds.push_back({vertex, share / static_cast<double>(part.mean.known)});
    detail::sort_shares(net, part.adds);
    part.reason = detail::part_reason(net, part, by == gap_grouping::skill);
    parts.push_back(std::move(part));
  }
  std::ranges::sort(parts, [](const gap_part& a, const gap_part& b) {
    const auto order = detail::compare_known(a.mean.mean, b.mean.mean);
    return order != 0 ? order < 0 : a.key < b.key;
  });
  return parts;
}

}  // namespace capnet
