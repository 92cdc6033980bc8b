#pragma once
/// The typed question of the suite: "nonprofits of the same region reachable in two hops over participation ties that
/// are valid on day D: count, and the ten with the largest weight", asked from random organizations.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/prepared.hpp>

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

/// For latencies::round.
inline auto asking(prepared_query& question) {
  return [&question](vertex_ref start) {
    const auto rows = question.run(start);
    return answer_of(rows, question.total());
  };
}

}  // namespace capnet::bench
