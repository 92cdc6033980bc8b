#pragma once
/// The fewest meetings that bring the dependence on the backbone down to a target.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/hub_to_mesh.hpp>

namespace capnet {

struct meeting_limits {
  double target = 0;                                               ///< a dependence that is low enough, in [0, 1]
  std::size_t seats = 6;                                           ///< of a meeting, one for each organization; from 2
  std::size_t meetings = std::numeric_limits<std::size_t>::max();  ///< at most
};

/// One of a row of meetings, each held after the ones before.
struct mesh_meeting {
  std::vector<vertex_ref> members{};  ///< from the second meeting on, first one who links it to what is joined
  std::vector<std::int64_t> sizes{};  ///< of the piece that each stands for; of the first of a later one: all joined
  std::int64_t joined = 0;            ///< organizations that hold together without the backbone after it
  double dependence_after = 0;
  std::string reason{};  ///< one sentence
};

struct meeting_plan {
  std::optional<vertex_ref> backbone{};
  std::int64_t organizations = 0;             ///< others in the backbone's component
  std::size_t pieces = 0;                     ///< that they fall into without it
  std::optional<double> dependence_before{};  ///< empty: no backbone, or linked to nobody
  std::optional<double> dependence_after{};   ///< when all meetings were held
  bool reached = false;                       ///< the target: also where there is no dependence to bring down
  std::size_t bound = 0;                      ///< no plan of fewer meetings reaches it; 0 if it needs none
  std::vector<mesh_meeting> meetings{};
};

/// The fewest meetings of some seats after which pieces of such sizes, the largest first, hold together with `wanted`
/// vertices or more in one: the least m for which the 1 + m (seats - 1) largest sum to that, and empty if all don't.
///
/// Exact: m meetings are hyperedges of at most `seats` vertices, a connected union of which spans at most
/// 1 + m (seats - 1) pieces, the largest of them at best; and so many can be joined, each meeting taking one seat for
/// what is joined already. Pre: seats >= 2. Time O(pieces).
[[nodiscard]] inline std::optional<std::size_t> fewest_meetings(const std::vector<std::int64_t>& sizes,
                                                                std::int64_t wanted, std::size_t seats) {
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    sum += sizes[k];
    if (sum >= wanted) return (k + seats - 2) / (seats - 1);
  }
  return sum >= wanted ? std::optional<std::size_t>{0} : std::nullopt;
}

namespace detail {

/// "A (for 4), B and C: 7 of 9 then hold together without H; 2 do not, 22.2%."
[[nodiscard]] inline std::string meeting_reason(const snapshot& net, const meeting_plan& plan, const mesh_meeting& one,
                                                bool first) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < one.members.size(); ++k) {
    std::string name = net.label_en(one.members[k]);
    if (!first && k == 0)
      name += " (of the " + std::to_string(one.sizes[k]) + " joined)";
    else if (one.sizes[k] > 1)
      name += " (for " + std::to_string(one.sizes[k]) + ")";
    names.push_back(std::move(name));
  }
  const std::int64_t apart = plan.organizations - one.joined;
  return join_names(names) + ": without " + net.label_en(*plan.backbone) + " " + std::to_string(one.joined) + " of " +
         std::to_string(plan.organizations) + " then hold together; " + std::to_string(apart) +
         (apart == 1 ? " falls" : " fall") + " away, " + percent_text(one.dependence_after) + ".";
}

}  // namespace detail

/// The fewest meetings that bring `backbone_dependence` to the target or below, and who meets: of each of the largest
/// pieces that the backbone's component falls into without it the organization with the most links (of equals, the
/// smaller key). Every later meeting seats one of those joined already: who was in the fewest meetings, then has the
/// most links, then the smaller key, so that no new hub is made of one. The last meeting seats no more than it takes.
///
/// Optimal, in meetings and then in seats; `bound` is the number that any plan needs (fewest_meetings). Where
/// `limits.meetings` is less than that, the plan does as much as so many meetings can. Organizations outside the
/// backbone's component do not depend on it, and are not invited. No backbone, or one linked to nobody: an empty plan
/// without a dependence, which of the latter reaches every target.
///
/// Throws: input_error for a target outside [0, 1] or fewer than 2 seats.   Time: `organization_network`'s and
/// O(n log n + m).
[[nodiscard]] inline meeting_plan plan_meetings(const measure_context& context, const meeting_limits& limits) {
  detail::expect(limits.target >= 0 && limits.target <= 1, "a target of ", limits.target,
                 "; expected a dependence from 0 to 1");
  detail::expect(limits.seats >= 2, limits.seats, " seats at a meeting; expected 2 or more");
  const network_reading& reading = context.certain();
  const auto& parts = detail::mesh_plan::of(reading);
  meeting_plan plan{.backbone = reading.backbone()};
  if (!parts || parts->without.others == 0) {
    plan.reached = plan.backbone.has_value();
    return plan;
  }
  const pieces_without_hub& without = parts->without;
  plan.organizations = without.others;
  plan.pieces = without.pieces.size();
  plan.dependence_before = plan.dependence_after = without.dependence(without.largest());

  std::vector<std::int64_t> sizes;
  for (const auto& piece : without.pieces) sizes.push_back(std::ssize(piece));
  std::int64_t wanted = without.largest();
  for (std::size_t k = 1; k < sizes.size() && *without.dependence(wanted) > limits.target; ++k) wanted += sizes[k];
  plan.bound = *fewest_meetings(sizes, wanted, limits.seats);
  plan.reached = plan.bound <= limits.meetings;

  const flattened& flat = reading.organizations();
  using guest = std::tuple<std::size_t, std::size_t, const std::string*, vertex_index>;
  const auto earlier = [](const guest& a, const guest& b) {
    const auto& [times_a, links_a, key_a, u] = a;
    const auto& [times_b, links_b, key_b, v] = b;
    return times_a != times_b ? times_a < times_b : links_a != links_b ? links_a > links_b : *key_a < *key_b;
  };
  std::set<guest, decltype(earlier)> joined{earlier};
  const auto join = [&](std::size_t piece, vertex_index speaker) {
    for (const vertex_index v : without.pieces[piece])
      joined.insert({v == speaker ? 1u : 0u, flat.graph.out_degree(v), &parts->keys[v], v});
  };
  std::int64_t sum = 0;
  std::size_t next = 0;  // piece
  while (plan.meetings.size() < std::min(plan.bound, limits.meetings)) {
    mesh_meeting one;
    if (!joined.empty()) {
      auto [times, links, key, v] = *joined.begin();
      joined.erase(joined.begin());
      joined.insert({times + 1, links, key, v});
      one.members.push_back(flat.vertices[v]);
      one.sizes.push_back(sum);
    }
    while (one.members.size() < limits.seats && next < sizes.size() && sum < wanted) {
      const vertex_index speaker = parts->speaker(reading, next);
      one.members.push_back(flat.vertices[speaker]);
      one.sizes.push_back(sizes[next]);
      join(next, speaker);
      sum += sizes[next++];
    }
    one.joined = sum;
    one.dependence_after = *without.dependence(sum);
    plan.dependence_after = one.dependence_after;
    one.reason = detail::meeting_reason(reading.net(), plan, one, plan.meetings.empty());
    plan.meetings.push_back(std::move(one));
  }
  return plan;
}

}  // namespace capnet
