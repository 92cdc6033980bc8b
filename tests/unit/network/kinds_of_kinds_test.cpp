#include <gtest/gtest.h>

#include <capnet/network/builder.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {
namespace {

struct hospital {
  static constexpr std::string_view name = "hospital";
  using is = organization;
};
struct hospice {
  static constexpr std::string_view name = "hospice";
  using is = hospital;
};

std::vector<std::string> keys_in(const snapshot& net, const layer& ties, vertex_ref v) {
  std::vector<std::string> keys;
  for (const tie_end& end : ties.in(v)) keys.push_back(net.key(end.vertex));
  std::ranges::sort(keys);
  return keys;
}

TEST(KindsOfKindsInANetwork, TieWhereverWhatTheyAreDoes) {
  builder net;
  const auto forum = net.add<event>("forum");
  net.tie<attends>(net.add<organization>("dell"), forum);
  net.tie<attends>(net.add<hospital>("st-luke"), forum);
  net.tie<attends>(net.add<hospice>("hill"), forum);
  const snapshot now = net.freeze();
  EXPECT_EQ(keys_in(now, now.layer<attends>(), now.ref(forum)), (std::vector<std::string>{"dell", "hill", "st-luke"}));
  EXPECT_EQ(now.vertices<organization>().size(), 1u) << "a kind's own ids alone";
  std::vector<std::string> all;
  all_held(now).for_each_vertex_of(now.schema().index_of<organization>(),
                                   [&](vertex_ref v) { all.push_back(now.key(v)); });
  EXPECT_EQ(all, (std::vector<std::string>{"dell", "st-luke", "hill"}));
}

// What was frozen before a kind was known is gone on from, whether little or much is new.
TEST(KindsOfKindsInANetwork, CanBeDeclaredAfterTheFirstFreeze) {
  for (const std::size_t base : {1u, 100u}) {
    builder first;
    const auto forum = first.add<event>("forum");
    for (std::size_t k = 0; k < base; ++k) first.tie<attends>(first.add<organization>("o" + std::to_string(k)), forum);
    const snapshot before = first.freeze();
    builder next{before};
    next.tie<attends>(next.add<hospice>("hill"), forum);
    next.tie<collaborates_with>(id<hospice>{0}, id<organization>{0});
    const snapshot now = next.freeze();
    EXPECT_EQ(now.extended(), base == 100);
    for (const snapshot& either : {now, now.compacted(), snapshot{now.to_log()}}) {
      EXPECT_EQ(either.layer<attends>().in(either.ref(forum)).size(), base + 1);
      EXPECT_EQ(keys_in(either, either.layer<collaborates_with>(), either.vertex("o0")),
                (std::vector<std::string>{"hill"}));
      EXPECT_TRUE(either.schema().is_a(either.vertex("hill").kind, either.schema().index_of<organization>()));
    }
    EXPECT_EQ(before.layer<attends>().in(before.ref(forum)).size(), base);
    EXPECT_EQ(before.schema().find_kind("hospital"), std::nullopt);
  }
}

TEST(KindsOfKindsInANetwork, AreForgottenIfTheirVertexIsRefused) {
  builder net;
  net.add<organization>("dell");
  EXPECT_THROW(net.add<hospice>("dell"), input_error);
  EXPECT_EQ(net.schema().find_kind("hospice"), std::nullopt);
  EXPECT_EQ(net.schema().subkinds(net.schema().index_of<organization>()).size(), 1u);
  EXPECT_EQ(net.schema().relation(net.schema().index_of<runs>()).sources.size(), 1u);
}

}  // namespace
}  // namespace capnet
