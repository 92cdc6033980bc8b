/// What a caller passes wrongly is refused in a release build too: this program is compiled with -DNDEBUG and
/// optimized.
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include <capnet/algorithm/attribute_assortativity.hpp>
#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/concentration.hpp>
#include <capnet/algorithm/ei_index.hpp>
#include <capnet/algorithm/label_propagation.hpp>
#include <capnet/algorithm/modularity.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/sparse_product.hpp>
#include <capnet/algorithm/sssp_distances.hpp>
#include <capnet/algorithm/two_mode_centrality.hpp>
#include <capnet/algorithm/two_mode_graph.hpp>
#include <capnet/capnet.hpp>
#include <capnet/core/wilson.hpp>
#include <capnet/flow/spread.hpp>
#include <capnet/interop/layer_graph.hpp>
#include <capnet/metric/evidence.hpp>
#include <capnet/metric/over_time.hpp>
#include <capnet/query/common_neighbors.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/shortest_path.hpp>
#include <capnet/query/time_respecting_path.hpp>
#include <capnet/query/why.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/skill/holder_rule.hpp>
#include <capnet/skill/skill_holders.hpp>
#include <capnet/view/projection.hpp>

namespace capnet {
namespace {

#ifndef NDEBUG
#error "this program tests a release build"
#endif

/// Two organizations in a program, and a person with a skill.
struct small {
  builder recorded{};
  id<organization> a = recorded.add<organization>("a"), b = recorded.add<organization>("b");
  id<program> p = recorded.add<program>("p");
  id<person> h = recorded.add<person>("h");
  id<skill> s = recorded.add<skill>("s");
  tie_ref first = recorded.tie<participates_in>(a, p);
  tie_ref second = recorded.tie<participates_in>(b, p);
  tie_ref level = recorded.tie<has_skill>(h, s, {.weight = 2});
  snapshot net = recorded.freeze();
  network_view view = all_held(net);
  relation_index participates = net.schema().index_of<participates_in>();
  kind_index organizations = net.schema().index_of<organization>();
};

const kind_index no_kind{77};
const relation_index no_relation{77};

/// A call that is to be refused, and words of the sentence that says why.
struct bad_call {
  std::string says;
  std::function<void()> make;
};
void expect_refused(const std::vector<bad_call>& calls) {
  for (const bad_call& one : calls) {
    try {
      one.make();
      ADD_FAILURE() << "not refused: " << one.says;
    } catch (const input_error& refusal) {
      const std::string text = refusal.what();
      EXPECT_NE(text.find(one.says), std::string::npos) << text << "\n  does not say: " << one.says;
      EXPECT_NE(text.find("; expected "), std::string::npos) << text;
    }
  }
}
template <class Range>
void read_all(const Range& range) {
  for (const auto& one : range) (void)one;
}

TEST(ReleaseBuild, RefusesAVertexThatTheNetworkDoesNotHave) {
  const small n;
  for (const vertex_ref v : {vertex_ref{n.organizations, 4000}, vertex_ref{n.organizations, 2},
                             vertex_ref{n.organizations, 0xFFFFFFFF}, vertex_ref{n.net.schema().index_of<tool>(), 0}}) {
    const std::string says = "there is no vertex " + std::to_string(v.value) + " of the kind '";
    const tie_ways ways = ways_along<participates_in>(n.net);
    const query_plan hop{.steps = {step_along{n.participates}}};
    expect_refused({
        {says, [&] { (void)n.net.key(v); }},
        {says, [&] { (void)n.net.label(v); }},
        {says, [&] { (void)n.net.label_en(v); }},
        {says, [&] { (void)n.net.properties(v); }},
        {says, [&] { (void)n.net.held(v); }},
        {says, [&] { (void)n.net.sector(v); }},
        {says, [&] { (void)n.net.region(v); }},
        {says, [&] { (void)n.net.region_code(v); }},
        {says, [&] { (void)n.view.contains(v); }},
        {says, [&] { (void)n.view.sector(v); }},
        {says, [&] { (void)(from(n.net, {v}) | out<participates_in>).rows(); }},
        {says, [&] { (void)(from(n.net, {n.net.ref(n.a), v}) | out<participates_in>).rows(); }},
        {says, [&] { (void)(from<organization>(n.net) | among({v})).rows(); }},
        {says, [&] { (void)explain(n.net, {.start = {v}}); }},
        {says, [&] { (void)explain(n.net, {.start = {n.net.ref(n.a)}, .steps = {step_among{{v}}}}); }},
        {says,
         [&] {
           const std::array starts{n.net.ref(n.a), v};
           query_executor{n.net}.run_each(hop, starts, [](std::size_t, std::span<const query_row>, std::size_t) {});
         }},
        {says,
         [&] {
           const std::array starts{n.net.ref(n.a), v};
           query_executor{n.net}.run_each(hop, starts, [](std::size_t, std::span<const query_row>, std::size_t) {},
                                          {.threads = 2});
         }},
        {says,
         [&] {
           const std::array days{make_date(2024, 1, 1), make_date(2025, 1, 1)};
           (void)query_executor{n.net}.run_on({.start = {v}, .steps = hop.steps}, days);
         }},
        {says, [&] { (void)walk_finder{n.net, {.start = {v}, .steps = hop.steps}}; }},
        {says, [&] { (void)to_string(n.net, tie_path{.start = v}); }},
        {says, [&] { (void)(from(n.net, {v}) | within<participates_in>(0, 2)).rows(); }},
        {says, [&] { (void)neighbors(n.view, ways, v); }},
        {says, [&] { (void)shortest_path(n.view, v, n.net.ref(n.a), ways); }},
        {says, [&] { (void)shortest_path(n.view, n.net.ref(n.a), v, ways); }},
        {says,
         [&] { (void)shortest_path(n.view, n.net.ref(n.a), v, ways, [](tie_ref) { return std::optional{1.0}; }); }},
        {says, [&] { (void)earliest_arrivals(n.view, v, ways); }},
        {says, [&] { (void)time_respecting_path(n.view, v, n.net.ref(n.a), ways); }},
        {says, [&] { (void)similarity(n.view, n.net.ref(n.a), v, ways); }},
        {says, [&] { (void)most_similar(n.view, v, ways); }},
        {says, [&] { (void)spread(n.view, std::array{v}, std::array{n.participates}); }},
        {says, [&] { (void)evidence_of(n.net, estimate{.vertices = {v}}); }},
        {"is none of the 1 skills", [&] { (void)skill_index{n.view}.holders(v); }},
    });
  }
  expect_refused({
      {"there is no vertex 9 of the kind 'organization'", [&] { (void)n.net.properties(id<organization>{9}); }},
      {"there is no vertex 9 of the kind 'organization'",
       [&] { (void)(from<organization>(n.net, {id<organization>{9}}) | out<participates_in>).rows(); }},
      {"'a' is of the kind 'organization'; expected one of the kind 'person'",
       [&] { (void)n.net.as<person>(n.net.ref(n.a)); }},
      {"there is no vertex 9 of the kind 'organization'",
       [&] { (void)n.net.as<person>(vertex_ref{n.organizations, 9}); }},
  });
}

TEST(ReleaseBuild, RefusesAVertexAtNoEndOfARelation) {
  const small n;
  const layer& ties = n.net.layer<participates_in>();
  const vertex_ref beyond{n.organizations, 2};  // where the position of the first person is
  const std::string says = "is at no end of this relation", unknown = "there is no vertex 2 of the kind 'organization'";
  expect_refused({
      {says, [&] { (void)ties.out(beyond); }},
      {says, [&] { (void)n.net.layer<collaborates_with>().in(beyond); }},
      {unknown, [&] { n.view.for_each_out(n.participates, beyond, [](const tie_end&) {}); }},
      {unknown,
       [&] { n.view.for_each_in(n.net.schema().index_of<collaborates_with>(), beyond, [](const tie_end&) {}); }},
      {unknown,
       [&] { for_each_neighbor(n.view, ways_along<participates_in>(n.net), beyond, [](const tie_end&, bool) {}); }},
      {says, [&] { (void)make_layer_graph<collaborates_with>(n.net).number(beyond); }},
      {says, [&] { (void)make_layer_graph<collaborates_with>(n.net).number(n.net.ref(n.p)); }},
      {"vertex 77 of a graph that has 3", [&] { (void)make_layer_graph<collaborates_with>(n.net).vertex(77); }},
  });
  EXPECT_TRUE(ties.out(n.net.ref(n.p)).empty()) << "a kind that the relation does not admit has no ties";
  EXPECT_TRUE(ties.out({no_kind, 0}).empty());
}

TEST(ReleaseBuild, RefusesATieThatTheNetworkDoesNotHave) {
  const small n;
  const tie_ref beyond{n.participates, 2}, nowhere{no_relation, 0};
  const std::string row = "there is no tie in row 2; expected one of the 2 of this relation";
  const std::string relation = "there is no relation number 77 in this network; expected one of its 25";
  builder next{n.net};
  next.tie<participates_in>(n.a, n.p);
  const snapshot more = next.freeze();
  expect_refused({
      {row, [&] { (void)n.net.tie(beyond); }},
      {row, [&] { (void)n.net.layer(n.participates).tie(2); }},
      {row, [&] { (void)n.net.layer(n.participates).record(2); }},
      {row, [&] { (void)n.view.contains(beyond); }},
      {row, [&] { (void)evidence_of(n.net, estimate{.ties = {beyond}}); }},
      {"there is no tie in row 4000000000; expected one of the 3",
       [&] { (void)more.tie({n.participates, 4'000'000'000}); }},
      {"there is no tie in row 0; expected one of the 0", [&] { (void)n.net.layer<runs>().tie(0); }},
      {"element 2 of a range that has 2", [&] { (void)n.net.ties(n.participates)[2]; }},
      {"element 2 of a range that has 2", [&] { (void)n.net.vertices(n.organizations)[2]; }},
      {"element 1 of a range that has 1", [&] { (void)n.net.layer<participates_in>().out(n.net.ref(n.a))[1]; }},
      {relation, [&] { (void)n.net.tie(nowhere); }},
      {relation, [&] { (void)n.net.layer(no_relation); }},
      {relation, [&] { read_all(n.net.ties(no_relation)); }},
      {relation, [&] { (void)n.net.schema().relation(no_relation); }},
      {relation, [&] { (void)n.view.contains(nowhere); }},
      {relation, [&] { (void)n.view.size(no_relation); }},
      {relation, [&] { n.view.for_each_out(no_relation, n.net.ref(n.a), [](const tie_end&) {}); }},
      {relation, [&] { (void)flatten(n.view, std::array{no_relation}); }},
      {relation, [&] { (void)flatten_two_mode(n.view, no_relation); }},
      {relation, [&] { (void)neighbors(n.view, {.relations = {no_relation}}, n.net.ref(n.a)); }},
      {relation, [&] { (void)(from<organization>(n.net) | step_along{no_relation}).rows(); }},
      {relation, [&] { (void)(from<organization>(n.net) | step_walk{.ways = {{no_relation}}}).rows(); }},
      {relation, [&] { (void)explain(n.net, {.start_kind = n.organizations, .steps = {step_along{no_relation}}}); }},
      {relation, [&] { (void)query_executor{n.net}.total_of({.steps = {step_along{no_relation}}}); }},
      {"ties were added to this relation", [&] { (void)more.layer(n.participates).out(); }},
      {"ties were added to this relation", [&] { (void)more.layer(n.participates).in(); }},
  });
}

TEST(ReleaseBuild, RefusesAKindThatTheNetworkDoesNotHave) {
  const small n;
  const std::string says = "there is no kind number 77 in this network; expected one of its 15";
  const vertex_ref v{no_kind, 0};
  expect_refused({
      {says, [&] { (void)n.net.order(no_kind); }},
      {says, [&] { read_all(n.net.vertices(no_kind)); }},
      {says, [&] { read_all(n.net.records(no_kind)); }},
      {says, [&] { (void)n.net.schema().name(no_kind); }},
      {says, [&] { (void)n.view.order(no_kind); }},
      {says, [&] { (void)n.net.key(v); }},
      {says, [&] { (void)n.net.held(v); }},
      {says, [&] { (void)n.net.as<organization>(v); }},
      {says, [&] { (void)(from(n.net, {v}) | out<participates_in>).rows(); }},
      {says, [&] { (void)explain(n.net, {.start = {v}}); }},
      {says, [&] { (void)query(n.net, {.start_kind = no_kind}).rows(); }},
      {says, [&] { (void)(from<organization>(n.net) | step_kind{no_kind}).rows(); }},
      {says, [&] { (void)flatten_two_mode(n.view, n.participates, {.source_kind = no_kind}); }},
      {"there is no sector number 99", [&] { (void)n.net.schema().name(static_cast<sector>(99)); }},
  });
}

TEST(ReleaseBuild, RefusesToRecordWhatDoesNotExist) {
  small n;
  const std::string kind = "there is no kind number 77";
  const vertex_ref a = n.net.ref(n.a), beyond{n.organizations, 4000};
  expect_refused({
      {kind, [&] { (void)n.recorded.order(no_kind); }},
      {kind, [&] { n.recorded.add_vertex(no_kind, "x"); }},
      {kind, [&] { n.recorded.add_vertices(no_kind, {.count = 1, .prefix = "x"}); }},
      {kind,
       [&] { n.recorded.declare(relation_info{.name = "x", .source_kinds = {no_kind}, .target_kinds = {no_kind}}); }},
      {"a tie's end is no vertex", [&] { n.recorded.add_tie(n.participates, {no_kind, 0}, a); }},
      {"a tie's end is no vertex", [&] { n.recorded.add_tie(n.participates, beyond, n.net.ref(n.p)); }},
      {"a tie's end is no vertex", [&] { n.recorded.tie<participates_in>(id<organization>{9}, n.p); }},
      {"a tie's end is no vertex", [&] { n.recorded.set_sector(beyond, sector::company, make_date(2024, 1, 1)); }},
      {"there is no relation number 77", [&] { n.recorded.add_tie(no_relation, a, a); }},
      {"there is no relation number 77", [&] { n.recorded.add_ties(no_relation, {}); }},
      {kind, [&] { n.recorded.add_ties(n.participates, {.source_kind = no_kind, .target_kind = no_kind}); }},
      {"there is no such tie to retract", [&] { n.recorded.retract({no_relation, 0}); }},
      {"there is no such tie to retract", [&] { n.recorded.retract({n.participates, 2}); }},
      {"sector number 99 is not known",
       [&] { n.recorded.add<organization>("x", {.sector = static_cast<sector>(99)}); }},
  });
  EXPECT_EQ(n.recorded.key(beyond), "");
  EXPECT_EQ(n.recorded.key({no_kind, 0}), "");
}

TEST(ReleaseBuild, RefusesDaysThatDoNotExist) {
  static_assert(make_date(2024, 2, 29) == date{std::chrono::days{19'782}}, "a day that exists is a constant");
  static_assert(partial_date::year(2024).latest == make_date(2024, 12, 31));
  expect_refused({
      {"year 2023, month 2 has no day 30", [] { (void)make_date(2023, 2, 30); }},
      {"year 2023, month 2 has no day 29", [] { (void)make_date(2023, 2, 29); }},
      {"year 2023, month 0 has no day 1", [] { (void)make_date(2023, 0, 1); }},
      {"year 2023, month 1 has no day 0", [] { (void)make_date(2023, 1, 0); }},
      {"year 2023, month 257 has no day 1", [] { (void)make_date(2023, 257, 1); }},  // 257 is 1 in eight bits
      {"year 2023, month 1 has no day 257", [] { (void)make_date(2023, 1, 257); }},
      {"year 67559, month 1 has no day 1", [] { (void)make_date(67'559, 1, 1); }},  // 2023 in sixteen bits
      {"year 32768, month 3", [] { (void)partial_date::fiscal_year(32'767); }},
      {"the earliest day 2024-05-01 and the latest day 2024-04-30",
       [] { (void)partial_date(make_date(2024, 5, 1), make_date(2024, 4, 30)); }},
      {"a window without a begin or an end", [] { (void)month_ends({.begin = make_date(2024, 1, 1)}); }},
      {"windows of 0 months",
       [] {
         (void)over_windows(snapshot{}, {make_date(2024, 1, 1), make_date(2025, 1, 1)}, 0,
                            [](const network_view&) { return estimate{}; });
       }},
  });
}

TEST(ReleaseBuild, RefusesOptionsOutOfRange) {
  const small n;
  const compressed_graph g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 2}});
  const ordered_graph ordered{g};
  const std::vector<group_index> two_groups{0, 1};
  const std::string vertex = "vertex 4000 of a graph that has 3", entries = "2 entries for 3 vertices";
  expect_refused({
      {vertex, [&] { (void)bfs_distances(g, 4000); }},
      {vertex, [&] { (void)bfs_distances(ordered, std::array<vertex_index, 1>{4000}); }},
      {vertex, [&] { (void)bfs_tree(g, 4000); }},
      {vertex, [&] { (void)bfs_tree(ordered, 4000); }},
      {vertex, [&] { (void)sssp_distances(g, 4000); }},
      {vertex, [&] { (void)sssp_distances(ordered, 4000); }},
      {vertex, [&] { (void)sssp_tree(g, 4000); }},
      {vertex, [&] { (void)sssp_tree(ordered, 4000); }},
      {vertex, [&] { (void)betweenness(g, {.sources = {0, 4000}}); }},
      {entries, [&] { (void)ei_index(g, two_groups); }},
      {entries, [&] { (void)modularity(g, two_groups); }},
      {entries, [&] { (void)attribute_assortativity(g, two_groups); }},
      {entries, [&] { (void)two_mode_graph(g, std::vector<mode>(2)); }},
      {"9 vertices of the first mode in a graph of 3", [&] { (void)two_mode_graph(g, vertex_index{9}); }},
      {"a vertex of a mode that has none", [&] { (void)largest_two_mode_betweenness(0, 5); }},
      {"a damping of 1;", [&] { (void)pagerank(g, {.damping = 1}); }},
      {"a damping of no number", [&] { (void)pagerank(g, {.damping = std::nan("")}); }},
      {"a tolerance of 0", [&] { (void)pagerank(g, {.tolerance = 0}); }},
      {"-1 iterations", [&] { (void)label_propagation(g, {.max_iterations = -1}); }},
      {"tables of 2 and 3 entries",
       [&] {
         const std::vector<double> x(2);
         std::vector<double> y(3);
         sparse_operator<double>{g}.multiply(x, y);
       }},
      {"an amount of -1", [&] { (void)herfindahl_index(std::array{1.0, -1.0}); }},
      {"3 of 2 is no share", [] { (void)wilson(3, 2); }},
      {"0 of 0 is no share", [] { (void)wilson(0, 0); }},
      {"growth between values that are unknown", [] { (void)growth_between({}, {}); }},
      {"exact up to 40 edges", [] { (void)independent_cascade(1, {}, {}, {.exact_up_to = 40}); }},
      {"vertex 3 of 2", [] { (void)path_to(std::vector<likely_step>(2), 3); }},
      {"rate -1", [&] { (void)simulate_growth(n.net, {.rate = -1}); }},
      {"the 0th best holder", [] { (void)holder_rule::kth_best(0); }},
      {"a block of 0 indices", [] { parallel_for_blocks(10, 0, 1, [](std::size_t, std::size_t, std::size_t) {}); }},
      {"a tie takes -1 days",
       [&] {
         (void)earliest_arrivals(n.view, n.net.ref(n.a), ways_along<participates_in>(n.net),
                                 {.delay = std::chrono::days{-1}});
       }},
      {"the likeness of a vertex to itself",
       [&] { (void)similarity(n.view, n.net.ref(n.a), n.net.ref(n.a), ways_along<participates_in>(n.net)); }},
      {"a walk of at least 3 and at most 1 ties",
       [&] { (void)(from<organization>(n.net) | step_walk{.ways = {{n.participates}}, .fewest = 3}).rows(); }},
      {"a filter has no function", [&] { (void)(from<organization>(n.net) | step_where{}).rows(); }},
  });
}

}  // namespace
}  // namespace capnet
