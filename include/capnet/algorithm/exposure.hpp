#pragma once
/// Exposure and thresholds of observed adoption: how many of one's neighbors had adopted before.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <capnet/algorithm/detail/adoption_steps.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// When a vertex adopted, known only to lie between two times, both included; [first_time, last_time]: perhaps never.
struct adoption_time {
  std::int32_t earliest = first_time;
  std::int32_t latest = last_time;
};

/// Which neighbors in of a vertex had adopted before it did, or at all if it did not.
struct exposure {
  std::uint32_t neighbors = 0;
  std::uint32_t adopted = 0;   ///< surely
  std::uint32_t may_have = 0;  ///< possibly, given times that are known in part: at least `adopted`
  bool adopter = false;        ///< the share is then its threshold

  /// The share of neighbors that had; empty without neighbors.
  [[nodiscard]] std::optional<double> share() const {
    if (neighbors == 0) return std::nullopt;
    return static_cast<double>(adopted) / neighbors;
  }
  [[nodiscard]] std::optional<double> share_high() const {
    if (neighbors == 0) return std::nullopt;
    return static_cast<double>(may_have) / neighbors;
  }
};

/// Exposure in the network at the time of adoption (Valente 1996): of the neighbors in, each once, how many had adopted
/// before. Of an adopter it is the threshold that was observed: an upper bound of its own, as it may have waited for
/// other reasons. Of who has not adopted it is what all adopters add up to.
///
/// `adopted[v]` is empty if v surely has not. Surely before is a latest time before the other's earliest, possibly an
/// earliest before the other's latest; at the same time is not before. With `dated`, neighbors of an adopter are those
/// with an edge that holds at its latest time, and of others those with an edge that holds at `until`.
///
/// Throws: input_error unless there is an entry for each vertex. Time O(n + m), space O(n). Source: Valente 1996,
/// "Social network thresholds in the diffusion of innovations".
[[nodiscard]] inline std::vector<exposure> adoption_exposure(const spread_graph& g,
                                                             std::span<const std::optional<adoption_time>> adopted,
                                                             bool dated = false, std::int32_t until = last_time - 1) {
  detail::expect_entries(adopted.size(), g.order());
  std::vector<exposure> of(g.order());
  std::vector<vertex_index> counted(g.order(), static_cast<vertex_index>(-1));
  for (vertex_index v = 0; v < g.order(); ++v) of[v].adopter = adopted[v].has_value();
  g.for_each_arc([&](vertex_index u, vertex_index v, std::uint32_t e) {
    if (counted[v] == u) return;  // arcs come by source
    if (dated) {
      const std::int32_t time = adopted[v] ? adopted[v]->latest : until;
      const spread_edge& uv = g.edges()[e];
      if (time < uv.begin || time >= uv.end) return;
    }
    counted[v] = u;
    ++of[v].neighbors;
    if (!adopted[u]) return;
    const bool perhaps_never = adopted[u]->latest == last_time;
    const bool before = !perhaps_never && (!adopted[v] || adopted[u]->latest < adopted[v]->earliest);
    of[v].adopted += before;
    of[v].may_have += !adopted[v] || adopted[u]->earliest < adopted[v]->latest;
  });
  return of;
}

}  // namespace capnet
