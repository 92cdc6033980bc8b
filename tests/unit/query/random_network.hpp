#pragma once
/// Small random networks with everything that can go wrong, and their ties as plain rows: for oracles.
#include <algorithm>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/neighbors.hpp>

namespace capnet::fixture {

/// Organizations and people, tied by two directed and an undirected relation: loops, parallel ties, planned ones, dated
/// ones, retracted ones, vertices that end or are planned. Days lie in January 2024.
struct random_network {
  snapshot net;
  std::vector<vertex_ref> vertices;
  std::vector<relation_index> relations;

  explicit random_network(std::uint32_t replica, std::uint64_t seed = 21) {
    random_stream rng{{.seed = seed, .replica = replica}};
    builder b;
    const auto day = [&] { return make_date(2024, 1, 1 + rng.below(28)); };
    const auto when = [&] {
      spell s;
      if (rng.bernoulli(.4))
        s.begin = rng.bernoulli(.8) ? partial_date{day()} : partial_date{make_date(2024, 1, 1), day()};
      if (rng.bernoulli(.4)) s.end = std::max(s.begin.latest, day()) + std::chrono::days{1};
      return s;
    };
    const std::uint32_t n = 2 + rng.below(7);
    for (std::uint32_t k = 0; k < n; ++k) {
      vertex_properties p{.sector = static_cast<sector>(rng.below(3)),
                          .status = rng.bernoulli(.1) ? status::planned : status::held};
      if (rng.bernoulli(.2)) p.existence = when();
      const kind_index kind = rng.bernoulli(.7) ? b.schema().index_of<organization>() : b.schema().index_of<person>();
      vertices.push_back(b.add_vertex(kind, "v" + std::to_string(k), p));
    }
    const std::vector<std::string> names{"member_of", "shares_knowledge_with", "collaborates_with"};
    for (const std::string& name : names) relations.push_back(b.schema().relation_named(name));
    for (std::uint32_t k = rng.below(16); k > 0; --k) {
      const relation_index r = relations[rng.below(3)];
      const vertex_ref u = vertices[rng.below(n)], v = vertices[rng.below(n)];
      if (!b.schema().relation(r).admits(u.kind, v.kind)) continue;
      tie_properties p{.active = when(), .status = rng.bernoulli(.15) ? status::planned : status::held};
      if (rng.bernoulli(.6)) p.weight = rng.below(5);
      const tie_ref t = b.add_tie(r, u, v, p);
      if (rng.bernoulli(.1)) b.retract(t);
    }
    net = b.freeze();
  }

  /// A tie as one may take it.
  struct arc {
    vertex_ref from, to;
    tie_ref tie;
    bool forward;
    tie_properties properties;
  };
  /// Every tie that counts between ends that count, in each direction that the ways allow.
  [[nodiscard]] std::vector<arc> arcs(const network_view& view, const tie_ways& ways) const {
    std::vector<arc> all;
    for (const relation_index r : ways.relations) {
      const bool directed = net.schema().relation(r).directed;
      view.for_each_tie(r, [&](tie_ref t, const auto&) {
        const tie_record uv = net.tie(t);
        const bool out = !directed || ways.along != direction::in, in = !directed || ways.along != direction::out;
        if (out) all.push_back({uv.source, uv.target, t, true, uv.properties});
        if (in && (uv.source != uv.target || !out)) all.push_back({uv.target, uv.source, t, !directed, uv.properties});
      });
    }
    return all;
  }
};

/// Some of the relations and a direction, different for each replica.
inline tie_ways some_ways(const random_network& drawn, std::uint32_t replica) {
  tie_ways ways{{}, static_cast<direction>(replica % 3)};
  for (std::uint32_t k = 0; k < 3; ++k) {
    if ((replica / 3 + 1) >> k & 1) ways.relations.push_back(drawn.relations[k]);
  }
  return ways;
}

}  // namespace capnet::fixture
