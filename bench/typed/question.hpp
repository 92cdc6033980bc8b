#pragma once
/// The typed question of the suite: "nonprofits of the same region reachable in two hops over participation ties that
/// are valid on day D: count, and the ten with the largest weight", asked from random organizations.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/query/pipeline.hpp>

#include "measuring.hpp"

namespace capnet::bench {

/// D, halfway through the years of the generated network.
inline date two_hop_day() { return make_date(2020, 7, 1); }

inline query_plan two_hop_plan(const snapshot& net) {
  const relation_index r = net.schema().index_of<participates_in>();
  return {
      .steps = {step_along{r, true}, step_along{r, false}, in_same_region(), in_sector(sector::nonprofit), top_k(10)},
      .day = two_hop_day()};
}

/// The same starts in every network of a size.
inline std::vector<vertex_ref> random_organizations(const snapshot& net, std::size_t count) {
  std::vector<vertex_ref> starts;
  random_stream rng{{.seed = 9}};
  const kind_index organizations = net.schema().index_of<organization>();
  for (std::size_t k = 0; k < count; ++k)
    starts.push_back({organizations, rng.below(static_cast<std::uint32_t>(net.order(organizations)))});
  return starts;
}

/// For latencies::round: a plan that is data, as the text form gives it.
inline auto asking(const snapshot& net, query_plan plan) {
  return [executor = query_executor{net}, plan = std::move(plan)](vertex_ref start) mutable {
    plan.start.assign(1, start);
    const auto rows = executor.run(plan);
    return answer_of(rows, executor.total());
  };
}
/// The question as it is written in C++, from its first word to its rows, for each start anew.
inline auto writing(const snapshot& net) {
  return [&net](vertex_ref start) {
    const auto rows =
        (from<organization>(net, {id<organization>{start.value}}) | out<participates_in> | in<participates_in> |
         in_same_region() | in_sector(sector::nonprofit) | active_on(two_hop_day()) | top_k(10))
            .rows();
    return answer_of(rows, rows.size());
  };
}

}  // namespace capnet::bench
