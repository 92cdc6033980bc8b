#include <capnet/skill/skill_holders.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <map>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

//  web: ann 3, bob 1 and 2, cat at an unknown level, dan 0, eve 4 but only planned; gil 3 until 2023
//  data: ann 2, cat 2
struct skilled : testing::Test {
  builder b;
  id<person> ann = b.add<person>("ann"), bob = b.add<person>("bob"), cat = b.add<person>("cat"),
             dan = b.add<person>("dan"), eve = b.add<person>("eve"), gil = b.add<person>("gil");
  id<skill> web = b.add<skill>("web"), data = b.add<skill>("data"), unused = b.add<skill>("unused");
  snapshot net;
  void SetUp() override {
    b.tie<has_skill>(ann, web, {.weight = 3});
    b.tie<has_skill>(bob, web, {.weight = 1});
    b.tie<has_skill>(bob, web, {.weight = 2});
    b.tie<has_skill>(cat, web);
    b.tie<has_skill>(dan, web, {.weight = 0});
    b.tie<has_skill>(eve, web, {.status = status::planned, .weight = 4});
    b.tie<has_skill>(gil, web, {.active = {.end = make_date(2023, 1, 1)}, .weight = 3});
    b.tie<has_skill>(ann, data, {.weight = 2});
    b.tie<has_skill>(cat, data, {.weight = 2});
    net = b.freeze();
  }
  static std::vector<skill_holder> list(std::span<const skill_holder> all) { return {all.begin(), all.end()}; }
};

TEST_F(skilled, AreFoundByTheirSkill) {
  const skill_index index{as_of(net, make_date(2024, 1, 1))};
  const vertex_ref w = net.ref(web);
  EXPECT_EQ(list(index.holders(w)),
            (std::vector<skill_holder>{{net.ref(ann), 3}, {net.ref(bob), 2}, {net.ref(cat), std::nullopt}}));
  EXPECT_EQ(list(index.holders(w, 2)), (std::vector<skill_holder>{{net.ref(ann), 3}, {net.ref(bob), 2}}));
  EXPECT_EQ(list(index.holders(w, 3)), (std::vector<skill_holder>{{net.ref(ann), 3}}));
  EXPECT_EQ(list(index.of_unknown_level(w)), (std::vector<skill_holder>{{net.ref(cat), std::nullopt}}));
  EXPECT_TRUE(index.holders(net.ref(unused)).empty());
  EXPECT_EQ(skill_index{all_held(net)}.holders(w).size(), 4u) << "Gil held it once";
}

TEST_F(skilled, AreFoundByAllOfSeveralSkills) {
  const skill_index index{as_of(net, make_date(2024, 1, 1))};
  const auto both = index.holders_of_all(std::vector<wanted_skill>{{net.ref(web), 2}, {net.ref(data), 1}});
  EXPECT_EQ(both.surely, (std::vector{net.ref(ann)}));
  EXPECT_EQ(both.possibly, (std::vector{net.ref(ann), net.ref(cat)})) << "nobody knows Cat's level of web";
  const auto any = index.holders_of_all(std::vector<wanted_skill>{{net.ref(web)}, {net.ref(data)}});
  EXPECT_EQ(any.surely, (std::vector{net.ref(ann), net.ref(cat)}));
  EXPECT_TRUE(index.holders_of_all({}).surely.empty());
}

TEST(SkillIndex, EqualsItsDefinitionOnRandomNetworks) {
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    random_stream rng{{.seed = 31, .replica = replica}};
    builder b;
    std::vector<vertex_ref> people, skills;
    for (int k = 0; k < 5; ++k)
      people.push_back(b.add_vertex(b.schema().index_of<person>(), "p" + std::to_string(k),
                                    {.status = rng.bernoulli(.1) ? status::planned : status::held}));
    for (int k = 0; k < 3; ++k) skills.push_back(b.add_vertex(b.schema().index_of<skill>(), "s" + std::to_string(k)));
    for (std::uint32_t k = rng.below(20); k > 0; --k) {
      tie_properties p{.status = rng.bernoulli(.2) ? status::planned : status::held};
      if (rng.bernoulli(.7)) p.weight = rng.below(4);
      b.add_tie(b.schema().index_of<has_skill>(), people[rng.below(5)], skills[rng.below(3)], p);
    }
    const snapshot net = b.freeze();
    const network_view view = all_held(net);
    const skill_index index{view};
    for (const vertex_ref s : skills) {
      std::map<vertex_ref, std::optional<double>> expected;
      view.for_each_tie(net.schema().index_of<has_skill>(), [&](tie_ref t, const auto&) {
        const tie_record uv = net.tie(t);
        if (uv.target != s) return;
        const auto [at, fresh] = expected.try_emplace(uv.source, uv.properties.weight);
        if (!fresh && uv.properties.weight && (!at->second || *uv.properties.weight > *at->second))
          at->second = uv.properties.weight;
      });
      std::erase_if(expected, [](const auto& row) { return row.second == 0.0; });
      std::map<vertex_ref, std::optional<double>> got;
      for (const skill_holder& h : index.holders(s)) got[h.vertex] = h.level;
      ASSERT_EQ(got, expected) << replica;
      ASSERT_EQ(index.holders(s).size(), expected.size());
      for (const double level : {1.0, 2.0, 3.0}) {
        ASSERT_EQ(index.holders(s, level).size(),
                  static_cast<std::size_t>(std::ranges::count_if(
                      expected, [&](const auto& row) { return row.second && *row.second >= level; })));
      }
    }
  }
}

}  // namespace
}  // namespace capnet
