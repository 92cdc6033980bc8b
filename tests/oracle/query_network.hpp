#pragma once
/// Small random networks with everything that questions on days meet, and answers that can be compared.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/plan.hpp>

namespace capnet::fixture {

/// Organizations, persons and programs of few sectors and regions, tied by participation and collaboration in 2024:
/// with partial dates, planned ties, parallel ties, organizations that come later if `dated_vertices`, and one that
/// changes its sector; in some, organizations that move to another region.
inline builder query_network(std::uint32_t replica, bool dated_vertices) {
  random_stream rng{{.seed = 31, .replica = replica}};
  builder net;
  const std::uint32_t n = 2 + rng.below(20), m = 1 + rng.below(6);
  auto day = [&] { return make_date(2024, 1, 1) + std::chrono::days{rng.below(100)}; };
  for (std::uint32_t k = 0; k < n; ++k) {
    vertex_properties p{.sector = static_cast<sector>(rng.below(4)),
                        .region = rng.below(4) == 0 ? "" : "r" + std::to_string(rng.below(3))};
    if (dated_vertices && rng.below(2) == 0) p.existence.begin = day();
    net.add<organization>("o" + std::to_string(k), p);
  }
  for (std::uint32_t k = 0; k < 3; ++k) net.add<person>("h" + std::to_string(k));
  for (std::uint32_t k = 0; k < m; ++k) net.add<program>("p" + std::to_string(k));
  const std::uint32_t ties = rng.below(replica % 10 == 0 ? 600 : 80);  // some lists of over 64
  for (std::uint32_t k = 0; k < ties; ++k) {
    tie_properties p;
    const bool partial = rng.below(3) == 0 && replica % 3 == 0;
    if (rng.below(4) != 0)
      p.active.begin = partial ? partial_date{day(), day() + std::chrono::days{100}} : partial_date{day()};
    if (rng.below(2) == 0) p.active.end = make_date(2024, 4, 9) + std::chrono::days{rng.below(100)};
    if (rng.below(3) != 0) p.weight = 1 + rng.below(4);  // small whole numbers: their sums are exact
    if (replica % 4 == 0 && rng.below(5) == 0) p.status = status::planned;
    if (rng.below(8) == 0) {
      net.tie<participates_in>(id<person>{rng.below(3)}, id<program>{rng.below(m)}, p);
    } else if (rng.below(4) == 0) {
      net.tie<collaborates_with>(id<organization>{rng.below(n)}, id<organization>{rng.below(n)}, p);
    } else {
      net.tie<participates_in>(id<organization>{rng.below(n)}, id<program>{rng.below(m)}, p);
    }
  }
  if (replica % 7 == 0) {
    for (std::uint32_t k = 0; k < 3; ++k)
      net.change_attribute({net.schema().index_of<organization>(), rng.below(n)}, "region",
                           "r" + std::to_string(rng.below(3)), day());
  }
  if (replica % 5 == 0) net.set_sector(net.find("o1").value(), sector::company, make_date(2024, 2, 1));
  return net;
}

using answer = std::vector<std::tuple<vertex_ref, std::uint64_t, double, std::uint64_t>>;
inline answer sorted(std::span<const query_row> rows) {
  answer all;
  for (const query_row& row : rows) all.emplace_back(row.vertex, row.walks, row.weight, row.unknown);
  std::sort(all.begin(), all.end());
  return all;
}

/// The same network frozen; of some, with ties and an organization that came later, in two steps.
inline snapshot frozen_network(std::uint32_t replica, bool dated_vertices) {
  snapshot net = query_network(replica, dated_vertices).freeze({.by_locality = replica % 3 == 1});
  for (std::uint32_t step = 0; step < (replica % 5 == 0 ? 2u : 0u); ++step) {
    builder next{net};
    if (step == 1) next.add<organization>("late", {.sector = sector::nonprofit, .region = "r1"});
    const auto n = static_cast<std::uint32_t>(net.order<organization>()) + step,
               m = static_cast<std::uint32_t>(net.order<program>());
    for (std::uint32_t k = 0; k < (step == 0 ? 6u : 1u); ++k) {  // a block each
      next.tie<participates_in>(id<organization>{(n - 1 + k * replica) % n}, id<program>{(k + replica) % m},
                                {.weight = 2});
    }
    net = next.freeze();
  }
  return net;
}
inline std::vector<vertex_ref> all_vertices(const snapshot& net) {
  std::vector<vertex_ref> all;
  for (const auto kind :
       {net.schema().index_of<organization>(), net.schema().index_of<person>(), net.schema().index_of<program>()}) {
    for (const vertex_ref v : net.vertices(kind)) all.push_back(v);
  }
  return all;
}

}  // namespace capnet::fixture
