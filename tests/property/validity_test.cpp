/// One rule of what counts on a day, wherever it is asked: random histories in which parties end, against a list of
/// what was said.
#include <capnet/metric/audit.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/metric/order.hpp>
#include <capnet/metric/provider_concentration.hpp>
#include <capnet/metric/tie_density.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/query/why.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/projection.hpp>

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

struct mentors {
  static constexpr std::string_view name = "mentors";
  using source = kinds<organization>;
  using target = kinds<organization>;
  static constexpr bool directed = true;
  static constexpr tie_nature nature = tie_nature::deed;
};
struct follows {
  static constexpr std::string_view name = "follows";
  using source = kinds<organization>;
  using target = kinds<organization>;
  static constexpr bool directed = true;
};

const date new_year = make_date(2024, 1, 1);

/// What was said, beside the network that it was said to.
struct party_history {
  struct said_vertex {
    spell when{};
    bool held = true;
  };
  struct said_tie {
    tie_ref tie{};
    vertex_ref source{}, target{};
    bool deed = false, directed = true;
    spell when{};
    bool held = true;
  };
  builder net;
  std::map<vertex_ref, said_vertex> vertices;
  std::vector<said_tie> ties;

  explicit party_history(std::uint32_t replica) {
    random_stream rng{{.seed = 41, .replica = replica}};
    net.declare(mentors{}), net.declare(follows{});
    const auto day = [&](std::uint32_t from) {
      const date first = new_year + std::chrono::days{from + rng.below(40)};
      return rng.bernoulli(.7) ? partial_date{first} : partial_date{first, first + std::chrono::days{rng.below(15)}};
    };
    const auto when = [&](double ends) {
      spell s;
      if (rng.bernoulli(.6)) s.begin = day(0);
      if (rng.bernoulli(ends)) s.end = day(30);
      if (s.end.latest < s.begin.earliest) s.end = never_ends;
      return s;
    };
    const auto add = [&](auto kind, const std::string& key) {
      const said_vertex v{when(.6), rng.bernoulli(.95)};
      const vertex_ref ref = net.add_vertex(net.schema().index_of(kind), key,
                                            {.existence = v.when, .status = v.held ? status::held : status::planned});
      vertices.emplace(ref, v);
      return ref;
    };
    std::vector<vertex_ref> orgs, events, programs;
    for (std::uint32_t k = 0; k < 4; ++k) orgs.push_back(add(organization{}, "o" + std::to_string(k)));
    for (std::uint32_t k = 0; k < 3; ++k) events.push_back(add(event{}, "e" + std::to_string(k)));
    for (std::uint32_t k = 0; k < 2; ++k) programs.push_back(add(program{}, "p" + std::to_string(k)));
    const auto tie = [&](auto relation, const auto& from, const auto& to, bool deed) {
      const said_tie uv{.source = from[rng.below(static_cast<std::uint32_t>(from.size()))],
                        .target = to[rng.below(static_cast<std::uint32_t>(to.size()))],
                        .deed = deed,
                        .directed = relation.directed,
                        .when = when(.3),
                        .held = rng.bernoulli(.9)};
      const tie_properties p{.active = uv.when, .status = uv.held ? status::held : status::planned};
      ties.push_back(uv);
      ties.back().tie = net.add_tie(net.declare(relation), uv.source, uv.target, p);
    };
    for (std::uint32_t k = 0; k < 30; ++k) {
      switch (rng.below(8)) {
        case 0:
          tie(delivers{}, orgs, events, true);
          break;
        case 1:
          tie(attends{}, orgs, events, true);
          break;
        case 2:
          tie(rel::part_of{}, events, programs, true);
          break;
        case 3:
          tie(mentors{}, orgs, orgs, true);
          break;
        case 4:
          tie(follows{}, orgs, orgs, false);
          break;
        case 5:
          tie(runs{}, orgs, programs, false);
          break;
        case 6:
          tie(collaborates_with{}, orgs, orgs, false);
          break;
        default:
          tie(participates_in{}, orgs, programs, false);
      }
    }
  }

  /// The rule, read aloud.
  static bool then(const spell& s, date day, certainty sure, bool may_have_ended) {
    const bool certain = sure == certainty::certain;
    const bool begun = (certain ? s.begin.latest : s.begin.earliest) <= day;
    return begun && (may_have_ended || day < (certain ? s.end.earliest : s.end.latest));
  }
  [[nodiscard]] bool exists(vertex_ref v, date day, certainty sure) const {
    return vertices.at(v).held && then(vertices.at(v).when, day, sure, false);
  }
  [[nodiscard]] bool counts(const said_tie& uv, date day, certainty sure) const {
    const auto party = [&](vertex_ref v) {
      return vertices.at(v).held && then(vertices.at(v).when, day, sure, uv.deed);
    };
    return uv.held && then(uv.when, day, sure, false) && party(uv.source) && party(uv.target);
  }
  [[nodiscard]] std::vector<said_tie> counting(relation_index r, date day, certainty sure) const {
    std::vector<said_tie> found;
    for (const said_tie& uv : ties) {
      if (uv.tie.relation == r && counts(uv, day, sure)) found.push_back(uv);
    }
    return found;
  }
};

constexpr std::uint32_t party_histories = 50;

template <class Check>
void on_all_days(const Check& check) {
  for (std::uint32_t replica = 0; replica < party_histories; ++replica) {
    const party_history said{replica};
    const snapshot net = builder{said.net}.freeze({.by_locality = replica % 2 == 0});
    for (int offset = -3; offset < 100; offset += 9) {
      for (const certainty sure : {certainty::certain, certainty::possible}) {
        SCOPED_TRACE("history " + std::to_string(replica) + ", day " + std::to_string(offset));
        check(said, net, new_year + std::chrono::days{offset}, sure);
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

TEST(Validity, IsTheSameForEveryWayToSeeATie) {
  std::size_t past_their_parties = 0;
  on_all_days([&](const party_history& said, const snapshot& net, date day, certainty sure) {
    const network_view view = as_of(net, day, sure);
    for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
      const auto relation = static_cast<relation_index>(r);
      std::set<tie_ref> expected, seen, out, in;
      for (const auto& uv : said.counting(relation, day, sure)) {
        expected.insert(uv.tie);
        past_their_parties += !said.exists(uv.source, day, sure) || !said.exists(uv.target, day, sure);
      }
      view.for_each_tie(relation, [&](tie_ref t, const dated_tie&) { seen.insert(t); });
      for (const auto& [v, how] : said.vertices) {
        view.for_each_out(relation, v, [&](const tie_end& end) { out.insert(end.tie); });
        view.for_each_in(relation, v, [&](const tie_end& end) { in.insert(end.tie); });
      }
      EXPECT_EQ(seen, expected);
      EXPECT_EQ(out, expected);
      EXPECT_EQ(in, expected);
      EXPECT_EQ(view.size(relation), expected.size());
      for (const auto& uv : said.ties) {
        if (uv.tie.relation == relation) {
          EXPECT_EQ(view.contains(uv.tie), expected.contains(uv.tie));
        }
      }
    }
    for (const auto& [v, how] : said.vertices) EXPECT_EQ(view.contains(v), said.exists(v, day, sure));
  });
  EXPECT_GT(past_their_parties, 1000u) << "deeds of who has ended are among them";
}

TEST(Validity, IsTheSameForMeasures) {
  on_all_days([&](const party_history& said, const snapshot& net, date day, certainty sure) {
    const network_view view = as_of(net, day, sure);
    const auto count = [&](auto relation) { return said.counting(net.schema().index_of(relation), day, sure).size(); };
    const auto pairs = [&](auto relation) {
      std::set<std::pair<vertex_ref, vertex_ref>> tied;
      for (const auto& uv : said.counting(net.schema().index_of(relation), day, sure))
        tied.insert({uv.source, uv.target});
      return tied;
    };
    if (sure == certainty::certain) {
      EXPECT_EQ(size_of<delivers>(view).numerator, count(delivers{}));
      EXPECT_EQ(size_of<participates_in>(view).numerator, count(participates_in{}));
      EXPECT_EQ(provider_concentration(view).herfindahl.denominator, count(delivers{})) << "beside `delivers`";
      EXPECT_EQ(tie_density<attends>(view).numerator, pairs(attends{}).size());
      EXPECT_EQ(tie_density<participates_in>(view).numerator, pairs(participates_in{}).size());
    }
    std::set<vertex_ref> members;
    for (const auto& uv : said.counting(net.schema().index_of<runs>(), day, sure)) members.insert(uv.source);
    for (const auto& uv : said.counting(net.schema().index_of<participates_in>(), day, sure)) members.insert(uv.source);
    const auto found = member_organizations(view);
    EXPECT_EQ(std::set<vertex_ref>(found.begin(), found.end()), members);
    EXPECT_EQ(flatten_two_mode<attends>(view).graph.size(), pairs(attends{}).size());
    EXPECT_EQ((flatten<delivers>(view, {.directed = true}).graph.size()), pairs(delivers{}).size());
  });
}

// Walks of two ties, over the list.
using found_walks = std::map<vertex_ref, std::uint64_t>;
found_walks two_ties(const party_history& said, const snapshot& net, date day, certainty sure, const step_along& first,
                     const step_along& second, std::optional<vertex_ref> start) {
  found_walks walks;
  const auto each = [&](const step_along& way, const auto& visit) {
    const bool both_ways = !net.schema().relation(way.relation).directed;
    for (const auto& uv : said.counting(way.relation, day, sure)) {
      if (way.forward || both_ways) visit(uv.source, uv.target);
      if ((!way.forward || both_ways) && !(both_ways && uv.source == uv.target)) visit(uv.target, uv.source);
    }
  };
  each(first, [&](vertex_ref u, vertex_ref v) {
    if (start && u != *start) return;
    each(second, [&](vertex_ref w, vertex_ref x) {
      if (w == v) ++walks[x];
    });
  });
  return walks;
}
found_walks walks_of(std::span<const query_row> rows) {
  found_walks walks;
  for (const query_row& row : rows) walks[row.vertex] = row.walks;
  return walks;
}

TEST(Validity, IsTheSameForQueriesOfEveryForm) {
  struct question {
    std::string text, first, second;
    bool first_forward, second_forward;
  };
  const std::vector<question> questions{
      {"orgs -delivers-> events <-attends- orgs", "delivers", "attends", true, false},
      {"events -part_of-> programs <-participates_in- orgs", "part_of", "participates_in", true, false},
      {"orgs -participates_in-> programs <-part_of- events", "participates_in", "part_of", true, false},
      {"orgs -mentors-> orgs -follows-> orgs", "mentors", "follows", true, true},
      {"orgs -collaborates_with- orgs -mentors-> orgs", "collaborates_with", "mentors", true, true},
      {"orgs <-mentors- orgs -delivers-> events", "mentors", "delivers", false, true}};
  std::uint64_t walked = 0;
  on_all_days([&](const party_history& said, const snapshot& net, date day, certainty sure) {
    query_executor executor{net};
    for (const question& q : questions) {
      const step_along first{net.schema().relation_named(q.first), q.first_forward},
          second{net.schema().relation_named(q.second), q.second_forward};
      query_plan plan = parse_query(net, q.text);
      plan.day = day, plan.sure = sure;
      const auto rows = executor.run(plan);
      const found_walks expected = two_ties(said, net, day, sure, first, second, {});
      EXPECT_EQ(walks_of(rows), expected) << q.text;
      walk_finder find{net, plan};
      const network_view view = as_of(net, day, sure);
      for (const query_row& row : rows) {
        const auto walk = find(row.vertex);
        ASSERT_TRUE(walk) << q.text;
        ASSERT_EQ(walk->legs.size(), 2u);
        for (const tie_path::leg& leg : walk->legs) EXPECT_TRUE(view.contains(leg.tie));
        walked += row.walks;
      }
      const query_plan hops{.steps = {first, second}, .day = day, .sure = sure};
      const std::vector<date> days{day, day + std::chrono::days{20}};
      for (const auto& [v, how] : said.vertices) {
        const found_walks from_v = two_ties(said, net, day, sure, first, second, v);
        EXPECT_EQ(walks_of((from(net, {v}) | first | second | active_on(day, sure)).rows()), from_v) << q.text;
        query_plan from_one = hops;
        from_one.start = {v};
        const auto on_days = executor.run_on(from_one, days);
        EXPECT_EQ(walks_of(on_days[0].rows), from_v) << q.text;
        EXPECT_EQ(walks_of(on_days[1].rows), two_ties(said, net, days[1], sure, first, second, v)) << q.text;
      }
    }
  });
  EXPECT_GT(walked, 1000u);
}

// A walk of no tie counts if its vertex does; what a deed led to stays.
TEST(Validity, OfWalksWithoutATieIsThatOfTheirVertex) {
  on_all_days([&](const party_history& said, const snapshot& net, date day, certainty sure) {
    query_plan plan = parse_query(net, "orgs -mentors{0,1}-> orgs");
    plan.day = day, plan.sure = sure;
    found_walks expected;
    for (const auto& [v, how] : said.vertices) {
      if (v.kind == net.schema().index_of<organization>() && said.exists(v, day, sure)) ++expected[v];
    }
    for (const auto& uv : said.counting(net.schema().relation_named("mentors"), day, sure)) ++expected[uv.target];
    EXPECT_EQ(walks_of(query_executor{net}.run(plan)), expected);
    walk_finder find{net, plan};
    for (const auto& [v, walks] : expected) {
      ASSERT_TRUE(find(v));
      EXPECT_EQ(find(v)->legs.empty(), said.exists(v, day, sure));
    }
  });
}

TEST(Validity, LetsNoStateCountThatTheAuditFindsOutsideALife) {
  std::size_t conflicts = 0;
  for (std::uint32_t replica = 0; replica < party_histories; ++replica) {
    const party_history said{replica};
    const snapshot net = builder{said.net}.freeze();
    std::set<std::vector<std::string>> outside;  // ends of ties
    for (const finding& f : audit(net)) {
      if (f.code == "statements_conflict" && f.find("vertex") != nullptr) outside.insert(f.vertices);
    }
    for (const auto& uv : said.ties) {
      if (uv.deed || uv.tie.relation == net.schema().relation_named("follows") ||
          !outside.contains({net.key(uv.source), net.key(uv.target)}))
        continue;
      // Another tie of the two may be the one that was found: then this one may count.
      const auto alike = std::count_if(said.ties.begin(), said.ties.end(), [&](const auto& other) {
        return other.source == uv.source && other.target == uv.target;
      });
      if (alike > 1) continue;
      ++conflicts;
      for (int offset = -3; offset < 110; ++offset)
        EXPECT_FALSE(as_of(net, new_year + std::chrono::days{offset}, certainty::possible).contains(uv.tie));
    }
  }
  EXPECT_GT(conflicts, 4u);
}

}  // namespace
}  // namespace capnet
