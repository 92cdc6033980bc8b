#include <capnet/query/executor.hpp>
#include <capnet/query/shortest_path.hpp>
#include <capnet/query/time_respecting_path.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "unit/query/random_network.hpp"

namespace capnet {
namespace {

constexpr std::uint32_t replicas = 1'000;

// Distances by taking every arc again and again.
std::map<vertex_ref, std::uint32_t> distances(const std::vector<fixture::random_network::arc>& arcs,
                                              const network_view& view, vertex_ref start) {
  std::map<vertex_ref, std::uint32_t> distance;
  if (view.contains(start)) distance[start] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& uv : arcs) {
      const auto u = distance.find(uv.from);
      if (u == distance.end()) continue;
      const auto [v, fresh] = distance.try_emplace(uv.to, u->second + 1);
      if (!fresh && v->second <= u->second + 1) continue;
      v->second = u->second + 1;
      changed = true;
    }
  }
  return distance;
}

network_view some_view(const snapshot& net, std::uint32_t replica) {
  view_options options;
  if (replica % 2 == 1) options.day = make_date(2024, 1, 14);
  if (replica % 5 == 4) options.window = interval{make_date(2024, 1, 5), make_date(2024, 1, 20)};
  if (replica % 7 > 3) options.sure = certainty::possible;
  return network_view{net, options};
}

TEST(Within, ReachesWhatLiesWithinSoManyTies) {
  for (std::uint32_t replica = 0; replica < replicas; ++replica) {
    const fixture::random_network drawn{replica};
    const network_view view = some_view(drawn.net, replica);
    const tie_ways ways = fixture::some_ways(drawn, replica);
    const auto expected = distances(drawn.arcs(view, ways), view, drawn.vertices[0]);
    for (const std::uint32_t hops : {0u, 1u, 2u, 100u}) {
      std::set<vertex_ref> within, found;
      for (const auto& [v, distance] : expected) {
        if (distance <= hops) within.insert(v);
      }
      step_walk walk{.fewest = 0, .most = hops};
      for (const relation_index r : ways.relations) {
        const bool directed = drawn.net.schema().relation(r).directed;
        if (!directed || ways.along != direction::in) walk.ways.push_back({r, true});
        if (directed && ways.along != direction::out) walk.ways.push_back({r, false});
      }
      const query_plan plan{.start = {drawn.vertices[0]},
                            .steps = {walk},
                            .day = view.options().day,
                            .sure = view.options().sure,
                            .window = view.options().window};
      for (const query_row& row : query_executor{drawn.net}.run(plan)) found.insert(row.vertex);
      ASSERT_EQ(found, within) << replica << ' ' << hops;
    }
  }
}

TEST(ShortestPath, EqualsItsDefinition) {
  std::size_t found = 0;
  for (std::uint32_t replica = 0; replica < replicas; ++replica) {
    const fixture::random_network drawn{replica};
    const network_view view = some_view(drawn.net, replica);
    const tie_ways ways = fixture::some_ways(drawn, replica);
    const auto arcs = drawn.arcs(view, ways);
    const vertex_ref from = drawn.vertices[0];
    const auto expected = distances(arcs, view, from);
    for (const vertex_ref to : drawn.vertices) {
      const auto path = shortest_path(view, from, to, ways);
      ASSERT_EQ(path.has_value(), expected.contains(to) && view.contains(to)) << replica;
      if (!path) continue;
      ++found;
      EXPECT_EQ(path->legs.size(), expected.at(to));
      // The last tie comes from the least vertex that lies one nearer, and is the first of its ties.
      vertex_ref at = path->start;
      for (const tie_path::leg& leg : path->legs) {
        const fixture::random_network::arc* least = nullptr;
        for (const auto& uv : arcs) {
          if (uv.to != leg.to || !expected.contains(uv.from) || expected.at(uv.from) + 1 != expected.at(leg.to))
            continue;
          if (least == nullptr || std::pair{uv.from, uv.tie} < std::pair{least->from, least->tie}) least = &uv;
        }
        ASSERT_NE(least, nullptr);
        EXPECT_EQ(least->from, at);
        EXPECT_EQ(least->tie, leg.tie);
        EXPECT_EQ(least->forward, leg.forward);
        at = leg.to;
      }
      EXPECT_EQ(at, to);
      const auto same = shortest_path(view, from, to, ways, [](tie_ref) { return std::optional{1.0}; });
      ASSERT_TRUE(same);
      EXPECT_EQ(same->path, *path);
    }
  }
  EXPECT_GT(found, 1'000u);
}

// Lengths are weights, 0 among them; unknown ones are as few as can be.
TEST(ShortestPath, OfLeastLengthEqualsItsDefinition) {
  std::size_t open = 0;
  for (std::uint32_t replica = 0; replica < replicas; ++replica) {
    const fixture::random_network drawn{replica};
    const network_view view = some_view(drawn.net, replica);
    const tie_ways ways = fixture::some_ways(drawn, replica);
    const auto arcs = drawn.arcs(view, ways);
    const vertex_ref from = drawn.vertices[0];
    using cost = std::pair<std::uint32_t, double>;  // ties of unknown weight, sum of the others
    std::map<vertex_ref, cost> expected;
    if (view.contains(from)) expected[from] = {0, 0};
    for (std::size_t round = 0; round < drawn.vertices.size(); ++round) {
      for (const auto& uv : arcs) {
        if (!expected.contains(uv.from)) continue;
        const auto [unknown, sum] = expected[uv.from];
        const cost through{unknown + !uv.properties.weight, sum + uv.properties.weight.value_or(0)};
        const auto [v, fresh] = expected.try_emplace(uv.to, through);
        if (!fresh) v->second = std::min(v->second, through);
      }
    }
    for (const vertex_ref to : drawn.vertices) {
      const auto path =
          shortest_path(view, from, to, ways, [&](tie_ref t) { return drawn.net.tie(t).properties.weight; });
      ASSERT_EQ(path.has_value(), expected.contains(to) && view.contains(to)) << replica;
      if (!path) continue;
      EXPECT_EQ(cost(path->unknown, path->length), expected.at(to)) << replica;
      open += path->unknown > 0;
      double length = 0;
      for (const tie_path::leg& leg : path->path.legs) length += drawn.net.tie(leg.tie).properties.weight.value_or(0);
      EXPECT_EQ(length, path->length);
      const auto named = shortest_path(view, from, to, ways, "weight");
      ASSERT_TRUE(named);
      EXPECT_EQ(named->path, path->path);
    }
  }
  EXPECT_GT(open, 100u);
}

//      .-- 2 --> b -- ? --.       a to c: 9 is known, 2 and something not: so 9
//    a ------- 9 --------> c      a to d: 9 + ?, or 2 + ? + ?: one unknown tie is the least
//      '-- ? --> d <-- ? --'      a to d: by the one tie, of which nothing is known: 0 known, 1 unknown
class PathsByHours : public testing::Test {
 protected:
  PathsByHours() {
    const relation_index r = b.declare(supports{});
    b.declare_attribute(r, {.name = "hours", .type = value_type::number, .unit = "h", .meaning = meaning::duration});
    for (const char* key : {"a", "b", "c", "d"}) v.push_back(b.add_vertex(b.schema().index_of<organization>(), key));
    tie(0, 1, 2), tie(1, 2, {}), tie(0, 2, 9), tie(0, 3, {}), tie(2, 3, {});
  }
  void tie(std::size_t from, std::size_t to, std::optional<double> hours) {
    tie_properties p;
    if (hours) p.attributes = {with<attr::hours>(*hours)};
    b.add_tie(b.schema().index_of<supports>(), v[from], v[to], p);
  }
  [[nodiscard]] std::string refused(std::string_view attribute, const tie_ways& ways) {
    try {
      static_cast<void>(shortest_path(all_held(b.freeze()), v[0], v[2], ways, attribute));
    } catch (const input_error& told) {
      return told.what();
    }
    return "no refusal";
  }
  builder b{};
  std::vector<vertex_ref> v{};
};

TEST_F(PathsByHours, TakeNoUnknownForZeroNorForOne) {
  const snapshot net = b.freeze();
  const tie_ways ways = ways_along<supports>(net, direction::out);
  const auto c = shortest_path(all_held(net), v[0], v[2], ways, "hours");
  ASSERT_TRUE(c);
  EXPECT_EQ(c->path.legs.size(), 1u);
  EXPECT_EQ(c->length, 9);
  EXPECT_EQ(c->unknown, 0u);
  const auto d = shortest_path<attr::hours>(all_held(net), v[0], v[3], ways);
  ASSERT_TRUE(d);
  EXPECT_EQ(d->path.legs.size(), 1u);
  EXPECT_EQ(d->length, 0) << "of what is known";
  EXPECT_EQ(d->unknown, 1u);
}

TEST_F(PathsByHours, TakeOnlyRelationsWithTheAttribute) {
  b.tie<collaborates_with>(id<organization>{0}, id<organization>{2});
  const snapshot net = b.freeze();
  const tie_ways both = ways_along<supports, collaborates_with>(net, direction::out);
  EXPECT_EQ(shortest_path<attr::hours>(all_held(net), v[0], v[2], both)->length, 9);
  EXPECT_EQ(ways_with(net, both, "hours").relations, ways_along<supports>(net).relations);
  EXPECT_EQ(refused("hours", both), "relation 'collaborates_with' has no number 'hours'; expected weight");
}

TEST_F(PathsByHours, NameTheTieThatIsNegative) {
  const relation_index r = b.schema().index_of<supports>();
  b.declare_attribute(r, {.name = "gain", .type = value_type::number});
  b.add_tie(r, v[3], v[0], {.attributes = {{"gain", attribute_value{-1.0}}}});  // nowhere near the way
  EXPECT_EQ(refused("gain", ways_along<supports>(b.freeze())),
            "'gain' of 'supports' from 'd' to 'a' is -1; expected 0 or more, as it is to be the length of a path");
}

TEST_F(PathsByHours, RefuseUnitsThatDifferAndLevels) {
  const relation_index r = b.declare(collaborates_with{}), skills = b.schema().relation_named("has_skill");
  b.declare_attribute(r, {.name = "hours", .type = value_type::number, .unit = "d", .meaning = meaning::duration});
  EXPECT_NE(refused("hours", ways_along<supports, collaborates_with>(b.freeze())).find("expected one unit and meaning"),
            std::string::npos);
  EXPECT_NE(refused("hour", ways_along<supports>(b.freeze())).find("did you mean 'hours'?"), std::string::npos);
  EXPECT_EQ(refused("weight", {{skills}, direction::out}),
            "'weight' of 'has_skill' is a level, and these don't add up along a path; expected a length, duration, "
            "amount or count");
}

TEST(ShortestPath, RefusesANegativeLength) {
  builder b;
  const auto u = b.add<organization>("u"), v = b.add<organization>("v");
  b.tie<supports>(u, v);
  const snapshot net = b.freeze();
  const auto length = [](double x) { return [x](tie_ref) { return std::optional{x}; }; };
  const tie_ways ways = ways_along<supports>(net, direction::out);
  EXPECT_THROW(static_cast<void>(shortest_path(all_held(net), net.ref(u), net.ref(v), ways, length(-1))), input_error);
  EXPECT_THROW(static_cast<void>(shortest_path(all_held(net), net.ref(u), net.ref(v), ways,
                                               length(std::numeric_limits<double>::quiet_NaN()))),
               input_error);
  EXPECT_FALSE(shortest_path(all_held(net), net.ref(v), net.ref(u), ways)) << "against the tie";
}

// Day by day: who stands where, and which ties one can enter on that day. Arrivals with a delay wait in a list.
std::map<vertex_ref, date> simulated(const fixture::random_network& drawn, const network_view& view,
                                     const tie_ways& ways, vertex_ref start, const time_respecting_options& options) {
  const auto arcs = drawn.arcs(view, ways);
  const auto days = [&](const spell& s) { return days_of(s, view.options().sure); };
  std::map<vertex_ref, date> reached;
  std::vector<std::pair<date, vertex_ref>> under_way;
  const auto exists = [&](vertex_ref v, date day) {
    const auto own = days(drawn.net.properties(v).existence);
    return own.begin <= day && day < own.end;
  };
  const auto window = view.options().window.value_or(interval{});
  bool started = false;
  for (date day = options.from; day < make_date(2024, 3, 31); day += std::chrono::days{1}) {
    if (!started && view.contains(start) && day >= window.begin && exists(start, day) && day < options.until) {
      reached[start] = day;
      started = true;
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [arrives, v] : std::vector{under_way}) {
        if (arrives == day && exists(v, day) && day < options.until && reached.try_emplace(v, day).second)
          changed = true;
      }
      for (const auto& uv : arcs) {
        const auto tie = days(uv.properties.active);
        if (!reached.contains(uv.from) || !exists(uv.from, day) || day < tie.begin || day >= tie.end ||
            day >= window.end)
          continue;
        if (day + options.delay > tie.end) continue;
        const std::pair<date, vertex_ref> trip{day + options.delay, uv.to};
        if (std::ranges::find(under_way, trip) != under_way.end()) continue;
        under_way.push_back(trip);
        changed = true;
      }
    }
  }
  return reached;
}

TEST(TimeRespectingPath, EqualsTheCourseOfDays) {
  std::size_t beyond = 0;
  for (std::uint32_t replica = 0; replica < replicas; ++replica) {
    const fixture::random_network drawn{replica};
    const network_view view = some_view(drawn.net, replica);
    const tie_ways ways = fixture::some_ways(drawn, replica);
    time_respecting_options options{.from = make_date(2023, 12, 20), .delay = std::chrono::days{replica % 4}};
    if (replica % 3 == 2) options.until = make_date(2024, 1, 15);
    const vertex_ref start = drawn.vertices[0];
    const auto expected = simulated(drawn, view, ways, start, options);
    std::map<vertex_ref, date> got;
    date last = options.from;
    for (const arrival& a : earliest_arrivals(view, start, ways, options)) {
      EXPECT_GE(a.day, last) << "in order of days";
      last = a.day;
      got[a.vertex] = a.day;
    }
    ASSERT_EQ(got, expected) << replica;
    for (const auto& [to, day] : expected) {
      const auto path = time_respecting_path(view, start, to, ways, options);
      ASSERT_TRUE(path);
      beyond += !path->path.legs.empty();
      date here = path->departure;
      for (std::size_t k = 0; k < path->path.legs.size(); ++k) {
        const auto tie = days_of(drawn.net.tie(path->path.legs[k].tie).properties.active, view.options().sure);
        const date entered = path->arrivals[k] - options.delay;
        EXPECT_GE(entered, here);
        EXPECT_GE(entered, tie.begin);
        EXPECT_LT(entered, tie.end);
        EXPECT_LE(path->arrivals[k], tie.end);
        here = path->arrivals[k];
      }
      EXPECT_EQ(here, day);
      EXPECT_EQ(path->path.legs.empty() ? start : path->path.legs.back().to, to);
    }
  }
  EXPECT_GT(beyond, 300u);
}

//  a --(until 10 January)-- b --(from 5 January)-- c, b --(until 3 January)-- d
TEST(TimeRespectingPath, GoesNoWayBackInTime) {
  builder b;
  const auto a = b.add<organization>("a"), m = b.add<organization>("b"), c = b.add<organization>("c"),
             d = b.add<organization>("d");
  b.tie<collaborates_with>(a, m, {.active = {.begin = make_date(2024, 1, 4), .end = make_date(2024, 1, 10)}});
  b.tie<collaborates_with>(m, c, {.active = {.begin = make_date(2024, 1, 5)}});
  b.tie<collaborates_with>(m, d, {.active = {.end = make_date(2024, 1, 3)}});
  const snapshot net = b.freeze();
  const tie_ways ways = ways_along<collaborates_with>(net);
  const auto path = time_respecting_path(all_held(net), net.ref(a), net.ref(c), ways);
  ASSERT_TRUE(path);
  EXPECT_EQ(path->departure, make_date(2024, 1, 4)) << "the day on which the first tie is taken";
  EXPECT_EQ(path->arrivals, (std::vector{make_date(2024, 1, 4), make_date(2024, 1, 5)}));
  EXPECT_FALSE(time_respecting_path(all_held(net), net.ref(a), net.ref(d), ways)) << "over before a met b";
  EXPECT_TRUE(time_respecting_path(all_held(net), net.ref(d), net.ref(c), ways));
  EXPECT_FALSE(time_respecting_path(all_held(net), net.ref(a), net.ref(c), ways, {.from = make_date(2024, 1, 10)}))
      << "a's tie has ended";
}

//  a --(1 to 10 January)--> b --(20 to 30 January)--> c     earliest and latest: leave by the 9th, as that tie ends on
//  a --(25 January on)----> d --(28 January on)-----> c     the 10th; arrive on the 20th. Last departure: over d. By
//  the
//                                                          30th, a tie a day: leave on the 28th, arrive on the 30th
class TimeRanks : public testing::Test {
 protected:
  TimeRanks() {
    for (const char* key : {"a", "b", "c", "d"}) v.push_back(b.add_vertex(b.schema().index_of<organization>(), key));
    tie(0, 1, {.begin = day(1), .end = day(10)}), tie(1, 2, {.begin = day(20), .end = day(30)});
    tie(0, 3, {.begin = day(25)}), tie(3, 2, {.begin = day(28)});
  }
  void tie(std::size_t from, std::size_t to, const spell& active) {
    b.add_tie(b.schema().index_of<supports>(), v[from], v[to], {.active = active});
  }
  static date day(unsigned number) { return make_date(2024, 1, number); }
  [[nodiscard]] std::vector<date> days(time_respecting_options options) {
    const snapshot net = b.freeze();
    const auto path =
        time_respecting_path(all_held(net), v[0], v[2], ways_along<supports>(net, direction::out), options);
    if (!path) return {};
    return {path->departure, path->arrival()};
  }
  using days_of_path = std::vector<date>;
  builder b{};
  std::vector<vertex_ref> v{};
};

TEST_F(TimeRanks, LeaveAndArriveAsTheirRankSays) {
  const std::chrono::days one{1};
  EXPECT_EQ(days({}), (days_of_path{day(1), day(20)}));
  EXPECT_EQ(days({.until = day(28), .rank = time_rank::latest}), (days_of_path{day(9), day(20)})) << "d is too late";
  EXPECT_EQ(days({.until = day(31), .rank = time_rank::latest}), (days_of_path{day(30), day(30)}));
  EXPECT_EQ(days({.until = day(31), .delay = one, .rank = time_rank::latest}), (days_of_path{day(28), day(30)}));
  EXPECT_EQ(days({.from = day(1), .rank = time_rank::fastest}), (days_of_path{day(28), day(28)}))
      << "the first of them";
  EXPECT_EQ(days({.from = day(1), .delay = one, .rank = time_rank::fastest}), (days_of_path{day(27), day(29)}));
  EXPECT_EQ(days({.from = day(1), .until = day(25), .delay = one, .rank = time_rank::fastest}),
            (days_of_path{day(9), day(21)}))
      << "20 - 9 to b, and a day from b to c";
}

//  as before, but a --(25 January on)--> e --(always)--> c: with a tie a day one arrives two days after the 25th at
//  best
TEST_F(TimeRanks, ArriveLongAfterATieBegins) {
  v.push_back(b.add_vertex(b.schema().index_of<organization>(), "e"));
  tie(0, 4, {.begin = day(25)}), tie(4, 2, {});
  EXPECT_EQ(days({.from = day(1), .delay = std::chrono::days{1}, .rank = time_rank::fastest}),
            (days_of_path{day(25), day(27)}));
}

TEST_F(TimeRanks, AskForTheDayThatBoundsThem) {
  EXPECT_THROW(static_cast<void>(days({.rank = time_rank::latest})), input_error);
  EXPECT_THROW(static_cast<void>(days({.rank = time_rank::fastest})), input_error);
}

TEST_F(TimeRanks, StayWhereTheyAre) {
  const snapshot net = b.freeze();
  for (const time_rank rank : {time_rank::earliest, time_rank::latest, time_rank::fastest}) {
    const auto path = time_respecting_path(all_held(net), v[0], v[0], ways_along<supports>(net),
                                           {.from = day(3), .until = day(5), .rank = rank});
    ASSERT_TRUE(path);
    EXPECT_TRUE(path->path.legs.empty());
    EXPECT_EQ(path->departure, rank == time_rank::latest ? day(4) : day(3));
    EXPECT_EQ(path->arrival(), path->departure);
  }
}

}  // namespace
}  // namespace capnet
