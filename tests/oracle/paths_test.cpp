// Shortest paths, all of them listed, on 200 small graphs with loops, parallel edges and isolated vertices; and paths
// of networks by fewest ties, hours and days, against all simple paths and all time-respecting walks.
#include <gtest/gtest.h>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/harmonic_centrality.hpp>

#include <capnet/network/builder.hpp>
#include <capnet/query/time_respecting_path.hpp>

#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

using fixture::matrix;

matrix floyd_warshall(const fixture::random_case& c) {
  matrix d = fixture::adjacency(c, true);
  for (vertex_index u = 0; u < c.order; ++u) {
    for (vertex_index v = 0; v < c.order; ++v) {
      if (u == v)
        d[u][v] = 0;
      else if (d[u][v] == 0)
        d[u][v] = HUGE_VAL;
    }
  }
  for (vertex_index k = 0; k < c.order; ++k) {
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) d[u][v] = std::min(d[u][v], d[u][k] + d[k][v]);
    }
  }
  return d;
}

TEST(BfsDistances, AgreeWithFloydAndWarshall) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica);
    const matrix d = floyd_warshall(c);
    const auto harmonic = harmonic_centrality(c.g);
    for (vertex_index u = 0; u < c.order; ++u) {
      const auto from_u = bfs_distances(c.g, u);
      double sum = 0;
      for (vertex_index v = 0; v < c.order; ++v) {
        EXPECT_EQ(from_u[v] == unreachable ? HUGE_VAL : from_u[v], d[u][v]) << "replica " << replica;
        if (u != v) sum += 1 / d[u][v];
      }
      EXPECT_NEAR(harmonic[u], sum, 1e-12) << "replica " << replica;
    }
  }
}

TEST(Betweenness, IsTheShareOfListedShortestPaths) {
  double seen = 0;
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica, 8);
    const matrix a = fixture::adjacency(c, true);
    const matrix d = floyd_warshall(c);
    std::vector<double> expected(c.order, 0);
    for (vertex_index s = 0; s < c.order; ++s) {
      for (vertex_index t = 0; t < c.order; ++t) {
        if (s == t || std::isinf(d[s][t])) continue;
        std::vector<std::vector<vertex_index>> paths;  // the vertices strictly between
        std::vector<vertex_index> inner;
        const std::function<void(vertex_index, double)> walk = [&](vertex_index u, double steps) {
          if (u == t) {
            if (steps == d[s][t]) paths.push_back(inner);
            return;
          }
          if (steps == d[s][t]) return;
          for (vertex_index v = 0; v < c.order; ++v) {
            if (a[u][v] == 0) continue;
            if (v != t) inner.push_back(v);
            walk(v, steps + 1);
            if (v != t) inner.pop_back();
          }
        };
        walk(s, 0);
        for (const auto& path : paths) {
          for (const vertex_index u : path) expected[u] += 1.0 / static_cast<double>(paths.size());
        }
      }
    }
    const auto result = betweenness(c.g);
    for (vertex_index u = 0; u < c.order; ++u) {
      EXPECT_NEAR(result.raw[u], expected[u] / (c.directed ? 1 : 2), 1e-12) << "replica " << replica;
      seen += expected[u];
    }
  }
  EXPECT_GT(seen, 1000);
}

TEST(Betweenness, HasTheSameBitsAtAnyNumberOfThreads) {
  const auto c = fixture::make_random_case(3, 200);
  EXPECT_EQ(betweenness(c.g, {.threads = 1}).raw, betweenness(c.g, {.threads = 3}).raw);
  EXPECT_EQ(harmonic_centrality(c.g, {.threads = 1}), harmonic_centrality(c.g, {.threads = 3}));
}

// Organizations and events in January 2024: support (directed), collaboration (undirected) and attendance (a deed),
// with loops, parallel ties, partial dates, vertices that begin late or end, planned ties, and hours of which some are
// unknown.
struct dated_network {
  snapshot net{};
  std::vector<vertex_ref> vertices{};
  tie_ways ways{};
  view_options asked{};

  explicit dated_network(std::uint32_t replica) {
    random_stream rng{{.seed = 47, .replica = replica}};
    builder b;
    const relation_index relations[] = {b.schema().index_of<supports>(), b.schema().index_of<collaborates_with>(),
                                        b.schema().index_of<attends>()};
    const auto day = [&] { return make_date(2024, 1, 1 + rng.below(28)); };
    const auto when = [&](double dated) {
      spell s;
      if (rng.bernoulli(dated))
        s.begin = rng.bernoulli(.7) ? partial_date{day()} : partial_date{make_date(2024, 1, 1), day()};
      if (rng.bernoulli(dated)) {
        const date end = std::max(s.begin.latest, day()) + std::chrono::days{1};
        s.end = rng.bernoulli(.7) ? partial_date{end} : partial_date{end, make_date(2024, 1, 30)};
      }
      return s;
    };
    const std::uint32_t n = 2 + rng.below(4), events = 1 + rng.below(2);
    for (std::uint32_t k = 0; k < n + events; ++k) {
      const kind_index kind = k < n ? b.schema().index_of<organization>() : b.schema().index_of<event>();
      vertices.push_back(
          b.add_vertex(kind, "v" + std::to_string(k),
                       {.existence = when(.15), .status = rng.bernoulli(.05) ? status::planned : status::held}));
    }
    for (const relation_index r : relations)
      b.declare_attribute(r, {.name = "hours", .type = value_type::number, .unit = "h", .meaning = meaning::duration});
    for (std::uint32_t k = 1 + rng.below(14); k > 0; --k) {
      const std::uint32_t which = rng.below(3), target = which == 2 ? n + rng.below(events) : rng.below(n);
      tie_properties p{.active = when(.6), .status = rng.bernoulli(.1) ? status::planned : status::held};
      if (rng.bernoulli(.7)) p.attributes = {{"hours", attribute_value{static_cast<double>(rng.below(4))}}};
      b.add_tie(relations[which], vertices[rng.below(n)], vertices[target], p);
    }
    net = b.freeze();
    for (std::uint32_t k = 0; k < 3; ++k) {
      if (rng.bernoulli(.8)) ways.relations.push_back(relations[k]);
    }
    ways.along = static_cast<direction>(replica % 3);
    if (replica % 4 == 1) asked.day = make_date(2024, 1, 14);
    if (replica % 4 == 2) asked.window = interval{make_date(2024, 1, 5), make_date(2024, 1, 20)};
    if (rng.bernoulli(.5)) asked.sure = certainty::possible;
  }

  struct arc {
    vertex_ref from, to;
    tie_ref tie;
    bool forward;
    interval days;
    std::optional<double> hours;
  };
  [[nodiscard]] std::vector<arc> arcs(const network_view& view) const {
    std::vector<arc> all;
    for (const relation_index r : ways.relations) {
      const bool directed = net.schema().relation(r).directed;
      view.for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
        const auto hours = net.value(t, "hours");
        const auto add = [&](vertex_ref from, vertex_ref to, bool forward) {
          all.push_back({from, to, t, forward, days_of(net.tie(t).properties.active, asked.sure),
                         hours ? hours->number() : std::nullopt});
        };
        if (!directed || ways.along != direction::in) add(uv.source, uv.target, true);
        if (!directed || ways.along != direction::out) add(uv.target, uv.source, !directed);
      });
    }
    return all;
  }
  [[nodiscard]] interval days(vertex_ref v) const { return days_of(net.properties(v).existence, asked.sure); }
};

// The path leads from one to the other by arcs that there are.
template <class Arcs>
std::vector<typename Arcs::value_type> arcs_of(const Arcs& arcs, const tie_path& path, vertex_ref from, vertex_ref to) {
  std::vector<typename Arcs::value_type> taken;
  vertex_ref at = from;
  EXPECT_EQ(path.start, from);
  for (const tie_path::leg& leg : path.legs) {
    const auto found = std::ranges::find_if(arcs, [&](const auto& uv) {
      return uv.from == at && uv.to == leg.to && uv.tie == leg.tie && uv.forward == leg.forward;
    });
    EXPECT_NE(found, arcs.end());
    if (found == arcs.end()) return taken;
    taken.push_back(*found);
    at = leg.to;
  }
  EXPECT_EQ(at, to);
  return taken;
}

TEST(ShortestPath, IsTheLeastOfAllSimplePaths) {
  using cost = std::tuple<std::uint32_t, double, std::size_t>;  // unknown hours, sum of the known, ties
  std::size_t open = 0, known = 0;
  for (std::uint32_t replica = 0; replica < 400; ++replica) {
    const dated_network drawn{replica};
    const network_view view{drawn.net, drawn.asked};
    const auto arcs = drawn.arcs(view);
    for (const vertex_ref from : drawn.vertices) {
      std::map<vertex_ref, cost> least;
      std::map<vertex_ref, std::size_t> fewest;
      std::set<vertex_ref> passed;
      const std::function<void(vertex_ref, cost)> walk = [&](vertex_ref u, cost so_far) {
        const auto [unknown, sum, ties] = so_far;
        const auto [at, first] = least.try_emplace(u, so_far);
        at->second = std::min(at->second, so_far);
        const auto [nearest, new_one] = fewest.try_emplace(u, ties);
        nearest->second = std::min(nearest->second, ties);
        passed.insert(u);
        for (const auto& uv : arcs) {
          if (uv.from == u && !passed.contains(uv.to))
            walk(uv.to, {unknown + !uv.hours, sum + uv.hours.value_or(0), ties + 1});
        }
        passed.erase(u);
      };
      if (view.contains(from)) walk(from, {});
      for (const vertex_ref to : drawn.vertices) {
        const bool expected = least.contains(to) && view.contains(to);
        const auto near = shortest_path(view, from, to, drawn.ways);
        const auto path = shortest_path(view, from, to, drawn.ways, "hours");
        ASSERT_EQ(near.has_value(), expected) << "replica " << replica;
        ASSERT_EQ(path.has_value(), expected) << "replica " << replica;
        if (!expected) continue;
        EXPECT_EQ(arcs_of(arcs, *near, from, to).size(), fewest.at(to)) << "replica " << replica;
        const auto taken = arcs_of(arcs, path->path, from, to);
        EXPECT_EQ((cost{path->unknown, path->length, taken.size()}), least.at(to)) << "replica " << replica;
        (path->unknown > 0 ? open : known) += !taken.empty();
      }
    }
  }
  EXPECT_GT(open, 500u);
  EXPECT_GT(known, 500u);
}

// All pairs of a day of departure and a day of arrival, day by day and tie by tie.
std::set<std::pair<date, date>> journeys(const dated_network& drawn, const network_view& view, vertex_ref from,
                                         vertex_ref to, const time_respecting_options& options) {
  const auto arcs = drawn.arcs(view);
  const interval window = drawn.asked.window.value_or(interval{});
  const auto exists = [&](vertex_ref v, date day) {
    const interval own = drawn.days(v);
    return own.begin <= day && day < own.end;
  };
  std::set<std::pair<date, date>> found;
  for (date departure = options.from; departure < options.until; departure += std::chrono::days{1}) {
    std::set<std::pair<vertex_ref, date>> seen;
    std::vector<std::pair<vertex_ref, date>> open;
    const auto take_ties = [&](vertex_ref u, date day) {
      for (const auto& uv : arcs) {
        const date arrives = day + options.delay;
        if (uv.from == u && exists(u, day) && uv.days.begin <= day && day < uv.days.end && arrives <= uv.days.end &&
            window.begin <= day && day < window.end && arrives < options.until && exists(uv.to, arrives) &&
            seen.emplace(uv.to, arrives).second)
          open.emplace_back(uv.to, arrives);
      }
    };
    if (view.contains(from)) take_ties(from, departure);
    while (!open.empty()) {
      const auto [u, day] = open.back();
      open.pop_back();
      if (u == to) found.emplace(departure, day);
      take_ties(u, day);
      const date next = day + std::chrono::days{1};
      if (next < options.until && exists(u, next) && seen.emplace(u, next).second) open.emplace_back(u, next);
    }
  }
  return found;
}

TEST(TimeRespectingPath, IsTheBestOfAllWalksInTime) {
  std::size_t found = 0, apart = 0;
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    const dated_network drawn{replica};
    const network_view view{drawn.net, drawn.asked};
    const auto arcs = drawn.arcs(view);
    time_respecting_options options{.from = make_date(2024, 1, replica % 5 == 4 ? 8 : 1),
                                    .until = make_date(2024, 2, 3),
                                    .delay = std::chrono::days{replica / 3 % 4}};
    if (replica % 7 == 6) options.until = make_date(2024, 1, 18);
    const vertex_ref from = drawn.vertices[0];
    for (const vertex_ref to : drawn.vertices) {
      if (from == to) continue;
      const auto all = journeys(drawn, view, from, to, options);
      std::set<date> departures;
      for (const time_rank rank : {time_rank::earliest, time_rank::latest, time_rank::fastest}) {
        options.rank = rank;
        const auto path = time_respecting_path(view, from, to, drawn.ways, options);
        ASSERT_EQ(path.has_value(), !all.empty()) << "replica " << replica;
        if (!path) continue;
        const auto cost = [&](const std::pair<date, date>& days) {
          const auto& [leaves, arrives] = days;
          return std::pair{rank == time_rank::earliest ? arrives - options.from
                           : rank == time_rank::latest ? options.until - leaves
                                                       : arrives - leaves,
                           arrives};
        };
        const auto best = std::ranges::min(all, {}, cost);
        EXPECT_EQ(cost({path->departure, path->arrival()}), cost(best))
            << "replica " << replica << " rank " << static_cast<int>(rank) << " leaves " << to_string(path->departure)
            << " arrives " << to_string(path->arrival()) << ", expected " << to_string(best.first) << " and "
            << to_string(best.second);
        const auto taken = arcs_of(arcs, path->path, from, to);
        date here = path->departure;
        for (std::size_t k = 0; k < taken.size(); ++k) {
          const date entered = path->arrivals[k] - options.delay;
          EXPECT_LE(here, entered);
          EXPECT_LE(taken[k].days.begin, entered);
          EXPECT_LT(entered, taken[k].days.end);
          EXPECT_LE(here = path->arrivals[k], taken[k].days.end);
        }
        departures.insert(path->departure);
        ++found;
      }
      apart += departures.size() == 3;
    }
  }
  EXPECT_GT(found, 500u);
  EXPECT_GT(apart, 10u);
}

}  // namespace
}  // namespace capnet
