#include <capnet/network/builder.hpp>
#include <capnet/view/projection.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

/// The weight between two keys; 0 if they are not adjacent.
double weight(const network_view& view, const flattened& flat, std::string_view a, std::string_view b) {
  const vertex_index u = flat.numbers.at(view.net().vertex(a));
  const vertex_index v = flat.numbers.at(view.net().vertex(b));
  const auto row = flat.graph.successors(u);
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (row[k] == v) return flat.graph.weights(u)[k];
  }
  return 0;
}

//   a   b   c   p (a person)   d       seminar in May 2023, forum in 2024: the day is not known
//   |\ /|  /|  /               (alone) a and b attend both, b the forum twice; c and p the forum alone
//   | X |-' |-'                        c was to attend the seminar: planned
//   seminar forum
struct two_meetings : testing::Test {
  builder net;
  id<organization> a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  id<organization> d = net.add<organization>("d");
  id<person> p = net.add<person>("p");
  id<event> seminar = net.add<event>("seminar"), forum = net.add<event>("forum");
  void SetUp() override {
    const spell may{.begin = make_date(2023, 5, 10), .end = make_date(2023, 5, 11)};
    const spell someday{.begin = partial_date::year(2024)};
    for (const auto& who : {a, b}) {
      net.tie<attends>(who, seminar, {.active = may});
      net.tie<attends>(who, forum, {.active = someday});
    }
    net.tie<attends>(b, forum, {.active = someday});
    net.tie<attends>(c, forum, {.active = someday});
    net.tie<attends>(p, forum, {.active = someday});
    net.tie<attends>(c, seminar, {.status = status::planned});
  }
};

TEST_F(two_meetings, TieThoseWhoAttendTheSameEvents) {
  const network_view view = all_held(net.freeze());
  const flattened flat = one_mode_projection<attends>(view);
  EXPECT_EQ(flat.vertices.size(), 5u) << "four organizations and a person";
  EXPECT_EQ(weight(view, flat, "a", "b"), 2) << "twice at the forum is once";
  EXPECT_EQ(weight(view, flat, "b", "c"), 1) << "planned is not held";
  EXPECT_EQ(weight(view, flat, "c", "p"), 1);
  EXPECT_EQ(flat.graph.out_degree(flat.numbers.at(view.net().vertex("d"))), 0u);
  EXPECT_EQ(flat.graph.size(), 6u);
}

TEST_F(two_meetings, TieTheEventsThatShareWhoAttends) {
  const network_view view = all_held(net.freeze());
  const flattened flat = one_mode_projection<attends>(view, relation_end::targets);
  EXPECT_EQ(flat.vertices.size(), 2u);
  EXPECT_EQ(weight(view, flat, "seminar", "forum"), 2);
}

//   after Newman a-b: seminar 1/(2-1), forum 1/(3-1) with the organizations a, b and c; with the person 1/(4-1)
TEST_F(two_meetings, AreTakenBetweenOrganizationsAlone) {
  const network_view view = all_held(net.freeze());
  const kind_index organizations = view.schema().index_of<organization>();
  const flattened flat = one_mode_projection<attends>(view, relation_end::sources, {.source_kind = organizations},
                                                      projection_weight::newman);
  EXPECT_EQ(flat.vertices.size(), 4u);
  EXPECT_DOUBLE_EQ(weight(view, flat, "a", "b"), 1.5);
  const flattened all = one_mode_projection<attends>(view, relation_end::sources, {}, projection_weight::newman);
  EXPECT_DOUBLE_EQ(weight(view, all, "a", "b"), 1 + 1.0 / 3);
}

TEST_F(two_meetings, AreSeenAsTheViewSaysIt) {
  const snapshot now = net.freeze();
  const view_options in_2023{.window = interval{make_date(2023, 1, 1), make_date(2024, 1, 1)}};
  const network_view then{now, in_2023};
  EXPECT_EQ(one_mode_projection<attends>(then).graph.size(), 1u) << "a and b at the seminar";
  const network_view midsummer = as_of(now, make_date(2024, 7, 1));
  EXPECT_EQ(one_mode_projection<attends>(midsummer).graph.size(), 0u) << "the forum was in 2024, perhaps later";
  EXPECT_EQ(one_mode_projection<attends>(midsummer.with(certainty::possible)).graph.size(), 6u);
  const network_view planned{now, {.statuses = 0b11}};
  EXPECT_EQ(weight(planned, one_mode_projection<attends>(planned), "a", "c"), 2) << "the seminar was planned for c too";
}

TEST_F(two_meetings, FlattenToATwoModeGraph) {
  const network_view view = all_held(net.freeze());
  const flattened_two_mode flat = flatten_two_mode<attends>(view);
  EXPECT_EQ(flat.graph.order(mode::first), 5u);
  EXPECT_EQ(flat.graph.order(mode::second), 2u);
  EXPECT_EQ(flat.graph.size(), 6u);
  for (vertex_index u = 0; u < flat.graph.order(); ++u) {
    const bool meets = flat.vertices[u].kind == view.schema().index_of<event>();
    EXPECT_EQ(flat.graph.mode_of(u), meets ? mode::second : mode::first);
  }
  EXPECT_EQ(flatten_two_mode<attends>(view, {.only_tied = true}).graph.order(mode::first), 4u) << "d is alone";
}

TEST_F(two_meetings, NameAKindThatTheRelationLacks) {
  const network_view view = all_held(net.freeze());
  try {
    (void)flatten_two_mode<attends>(view, {.target_kind = view.schema().index_of<program>()});
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(), "relation 'attends' has no target of the kind 'program'; expected event");
  }
}

//   a--->c<---b--->b      a and b support the same; c supports a
//   ^----'
TEST(OneModeProjection, OfARelationWithinOneKindHasEachVertexInBothModes) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  net.tie<supports>(a, c);
  net.tie<supports>(b, c);
  net.tie<supports>(b, b);
  net.tie<supports>(c, a);
  const network_view view = all_held(net.freeze());
  const flattened_two_mode both = flatten_two_mode<supports>(view);
  EXPECT_EQ(both.graph.order(), 6u);
  EXPECT_EQ(both.graph.size(), 3u) << "who supports itself ties nobody";
  const flattened flat = one_mode_projection<supports>(view);
  EXPECT_EQ(flat.graph.size(), 1u);
  EXPECT_EQ(weight(view, flat, "a", "b"), 1);
}

//   a---b---c      undirected: a and c share b, b shares nobody
TEST(OneModeProjection, OfAnUndirectedRelationIsTheSameFromEitherEnd) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  net.tie<collaborates_with>(a, b);
  net.tie<collaborates_with>(c, b);
  const network_view view = all_held(net.freeze());
  for (const relation_end onto : {relation_end::sources, relation_end::targets}) {
    const flattened flat = one_mode_projection<collaborates_with>(view, onto);
    EXPECT_EQ(flat.graph.size(), 1u);
    EXPECT_EQ(weight(view, flat, "a", "c"), 1);
  }
}

TEST(OneModeProjection, LeavesOutStatesOfWhoIsNoMoreAndKeepsTheirDeeds) {
  builder net;
  const auto a = net.add<organization>("a"),
             b = net.add<organization>("b", {.existence = {.end = partial_date::year(2020)}});
  const auto e = net.add<event>("e");
  const auto p = net.add<program>("p");
  net.tie<attends>(a, e), net.tie<attends>(b, e);
  net.tie<participates_in>(a, p), net.tie<participates_in>(b, p);
  const snapshot now = net.freeze();
  EXPECT_EQ(one_mode_projection<participates_in>(all_held(now)).graph.size(), 1u);
  const network_view later = as_of(now, make_date(2024, 1, 1));
  EXPECT_EQ(one_mode_projection<participates_in>(later).graph.size(), 0u);
  EXPECT_EQ(one_mode_projection<participates_in>(later).vertices.size(), 1u);
  EXPECT_EQ(one_mode_projection<attends>(later).graph.size(), 1u);
  EXPECT_EQ(one_mode_projection<attends>(later).vertices.size(), 2u);
}

TEST(OneModeProjection, OfAnEmptyNetworkIsEmpty) {
  EXPECT_EQ(one_mode_projection<attends>(all_held(snapshot{})).graph.order(), 0u);
}

TEST(OneModeProjection, GivesThePublishedValuesOfTheSouthernWomen) {
  builder net;
  std::vector<id<person>> women;
  std::vector<id<event>> events;
  for (int k = 0; k < 18; ++k) women.push_back(net.add<person>("w" + std::to_string(k)));
  for (int k = 0; k < 14; ++k) events.push_back(net.add<event>("e" + std::to_string(k)));
  for (const edge& uv : fixture::golden_edges("southern_women_edges.csv")) {
    net.tie<attends>(women.at(uv.source), events.at(uv.target - fixture::women));
  }
  const network_view view = all_held(net.freeze());
  const flattened flat = one_mode_projection<attends>(view);
  EXPECT_EQ(flat.graph.size(), 139u);
  EXPECT_EQ(weight(view, flat, "w0", "w2"), 7);
  const flattened together = one_mode_projection<attends>(view, relation_end::targets);
  EXPECT_EQ(together.graph.size(), 66u);
}

}  // namespace
}  // namespace capnet
