/// The ties that turn a hub into a mesh, against trying all.
#include <capnet/metric/hub_to_mesh.hpp>

#include <capnet/algorithm/components.hpp>
#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

struct random_hub {
  builder net;
  std::vector<id<organization>> all;

  random_hub(std::uint64_t seed, std::uint32_t n) {
    random_stream rng{{.seed = seed}};
    const auto p = net.add<program>("p");
    for (std::uint32_t k = 0; k < n; ++k) all.push_back(net.add<organization>("v" + std::to_string(k)));
    net.tie<runs>(all[0], p);
    for (std::uint32_t k = 1; k < n; ++k) {
      if (rng.bernoulli(.7)) net.tie<participates_in>(all[k], p);
      for (std::uint32_t other = 1; other < k; ++other) {
        if (rng.bernoulli(.15)) net.tie<collaborates_with>(all[k], all[other]);
      }
    }
  }
};

TEST(MeshingTies, AreTheBestOfAllPairs) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const random_hub some{seed, 4 + static_cast<std::uint32_t>(seed % 9)};
    const snapshot net = some.net.freeze();
    const measure_context context{all_held(net)};
    const auto hub = context.certain().backbone();
    ASSERT_TRUE(hub);
    const auto before = backbone_dependence(all_held(net), *hub).value;
    if (!before) continue;
    const auto& flat = context.certain().organizations();
    const auto component = [&](vertex_ref v) {
      return components(context.certain().organizations().graph).label[flat.numbers.at(v)];
    };
    double best = *before;
    for (std::size_t a = 1; a < some.all.size(); ++a) {
      for (std::size_t b = a + 1; b < some.all.size(); ++b) {
        if (component(net.ref(some.all[a])) != component(*hub) || component(net.ref(some.all[b])) != component(*hub))
          continue;
        builder next{net};
        next.tie<collaborates_with>(some.all[a], some.all[b]);
        best = std::min(best, *backbone_dependence(all_held(next.freeze()), *hub).value);
      }
    }
    const auto ties = meshing_ties(context);
    EXPECT_NEAR(ties.empty() ? *before : ties.front().dependence_after, best, 1e-15) << seed;
    for (const meshing_tie& tie : ties) {
      builder next{net};
      next.tie<collaborates_with>(net.as<organization>(tie.a), net.as<organization>(tie.b));
      EXPECT_NEAR(*backbone_dependence(all_held(next.freeze()), *hub).value, tie.dependence_after, 1e-15);
      EXPECT_NEAR(tie.dependence_before, *before, 1e-15);
    }
  }
}

TEST(MeshingMeetings, AreTheBestOfAllTriples) {
  for (std::uint64_t seed = 100; seed < 120; ++seed) {
    const random_hub some{seed, 9};
    const snapshot net = some.net.freeze();
    const measure_context context{all_held(net)};
    const auto& flat = context.certain().organizations();
    const auto labels = components(context.certain().organizations().graph).label;
    const vertex_ref hub = *context.certain().backbone();
    double best = 1;
    for (std::size_t a = 1; a < 9; ++a) {
      for (std::size_t b = a + 1; b < 9; ++b) {
        for (std::size_t c = b + 1; c < 9; ++c) {
          builder next{net};
          const auto meeting = next.add<event>("meeting");
          bool inside = true;
          for (const std::size_t k : {a, b, c}) {
            next.tie<attends>(some.all[k], meeting);
            inside &= labels[flat.numbers.at(net.ref(some.all[k]))] == labels[flat.numbers.at(hub)];
          }
          if (inside) best = std::min(best, *backbone_dependence(all_held(next.freeze()), hub).value);
        }
      }
    }
    const auto meetings = meshing_meetings(context, 3);
    if (meetings.size() != 2) continue;
    EXPECT_NEAR(meetings[1].dependence_after, best, 1e-15) << seed;
  }
}

//   hub - a1 - a2, hub - b, hub - c     pieces 2, 1, 1: dependence 2/4; with a1-b 1/4; b-c alone changes nothing
TEST(MeshingTies, JoinTheLargestPieces) {
  builder net;
  const auto p = net.add<program>("p");
  const auto hub = net.add<organization>("hub"), a1 = net.add<organization>("a1"), a2 = net.add<organization>("a2"),
             b = net.add<organization>("b"), c = net.add<organization>("c");
  net.tie<runs>(hub, p);
  for (const auto v : {a1, b, c}) net.tie<participates_in>(v, p);
  net.tie<collaborates_with>(a1, a2);
  const auto forum = net.add<event>("forum", {.status = status::planned});
  net.tie<attends>(a2, forum, {.status = status::planned});
  net.tie<attends>(c, forum, {.status = status::planned});
  const measure_context context{all_held(net.freeze())};
  const auto ties = meshing_ties(context);
  ASSERT_EQ(ties.size(), 2u);
  const snapshot now = net.freeze();
  EXPECT_EQ(ties[0].a, now.ref(a1));
  EXPECT_EQ(ties[0].b, now.ref(b));
  EXPECT_EQ(ties[0].dependence_before, .5);
  EXPECT_EQ(ties[0].dependence_after, .25);
  const auto meetings = meshing_meetings(context);
  ASSERT_EQ(meetings.size(), 2u);
  EXPECT_EQ(meetings[1].dependence_after, 0);
  const auto planned = planned_meetings(context);
  ASSERT_EQ(planned.size(), 1u);
  EXPECT_EQ(planned[0].event, now.ref(forum));
  EXPECT_EQ(planned[0].dependence_after, .25);
}

TEST(MeshingTies, AreNoneWithoutABackbone) {
  const measure_context context{all_held(snapshot{})};
  EXPECT_TRUE(meshing_ties(context).empty());
  EXPECT_TRUE(meshing_meetings(context).empty());
  EXPECT_TRUE(planned_meetings(context).empty());
}

}  // namespace
}  // namespace capnet
