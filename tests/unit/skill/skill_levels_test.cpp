#include <capnet/skill/skill_levels.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <map>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

using level_table = std::map<std::pair<std::string, std::string>, std::optional<double>>;

/// Every cell by the keys of its row and column.
level_table cells_of(const snapshot& net, const skill_levels& levels, const level_rows& rows) {
  level_table all;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    for (std::size_t cell = rows.first(row); cell < rows.last(row); ++cell) {
      const auto column = static_cast<std::size_t>(rows.columns[cell]);
      EXPECT_TRUE(
          all.emplace(std::pair{net.key(rows.vertex(row)), net.key(levels.skill(column))}, rows.known(cell)).second);
      EXPECT_EQ(net.tie(rows.tie(cell)).source, rows.vertex(row));
      EXPECT_EQ(net.tie(rows.tie(cell)).target, levels.skill(column));
      EXPECT_TRUE(cell == rows.first(row) || rows.columns[cell - 1] < rows.columns[cell]);
    }
  }
  return all;
}

//  npo employs ann and bob, requires web 3 (importance 2) and law (no level); job requires web 1
//  ann: web 2, law at a level nobody says; bob: web 4 by a test, from 2024 web 1 by himself
struct levels_at_hand : testing::Test {
  builder b;
  id<organization> npo = b.add<organization>("npo");
  id<project> job = b.add<project>("job");
  id<person> bob = b.add<person>("bob"), ann = b.add<person>("ann"), gil = b.add<person>("gil");
  id<skill> web = b.add<skill>("web", {.attributes = {{"scale", "0-4"}}}), law = b.add<skill>("law");
  levels_at_hand() {
    b.tie<employs>(npo, bob);
    b.tie<employs>(npo, ann);
    b.tie<requires_skill>(npo, web, {.weight = 3, .attributes = {{"importance", 2}}});
    b.tie<requires_skill>(npo, law);
    b.tie<requires_skill>(job, web, {.weight = 1});
    b.tie<has_skill>(ann, web, {.weight = 2});
    b.tie<has_skill>(ann, law);
  }
};

TEST_F(levels_at_hand, AreTheirCells) {
  const snapshot net = b.freeze();
  const skill_levels levels = read_skill_levels(all_held(net));
  EXPECT_EQ(cells_of(net, levels, levels.held), (level_table{{{"ann", "law"}, std::nullopt}, {{"ann", "web"}, 2}}));
  EXPECT_EQ(cells_of(net, levels, levels.required),
            (level_table{{{"job", "web"}, 1}, {{"npo", "law"}, std::nullopt}, {{"npo", "web"}, 3}}));
  const std::size_t npo_row = *levels.required.row_of(net.ref(npo));
  std::map<std::string, double> importance;
  for (std::size_t cell = levels.required.first(npo_row); cell < levels.required.last(npo_row); ++cell)
    importance[net.key(levels.skill(static_cast<std::size_t>(levels.required.columns[cell])))] =
        levels.importance(cell);
  EXPECT_EQ(importance, (std::map<std::string, double>{{"law", 1}, {"web", 2}}));
  EXPECT_EQ(levels.scales[levels.column_of(net.ref(web))], (proficiency_scale{0, 4}));
  EXPECT_EQ(levels.scales[levels.column_of(net.ref(law))], std::nullopt);
}

TEST_F(levels_at_hand, ShareTheColumnsOfAnUndatedNetwork) {
  const snapshot net = b.freeze();
  const skill_levels levels = read_skill_levels(all_held(net));
  EXPECT_EQ(levels.held.level.data(), net.layer<has_skill>().out().weights.data());
  EXPECT_EQ(levels.required.columns.data(), net.layer<requires_skill>().out().neighbors.data());
}

TEST_F(levels_at_hand, ListStaffOnceAndById) {
  b.tie<employs>(npo, ann, {.active = {.begin = make_date(2020, 1, 1)}});
  b.tie<employs>(npo, gil, {.active = {.end = make_date(2020, 1, 1)}});
  const snapshot net = b.freeze();
  const skill_levels levels = read_skill_levels(as_of(net, make_date(2024, 1, 1)));
  std::vector<vertex_ref> people;
  for (const std::uint32_t row : levels.staff.of(net.ref(npo))) people.push_back(levels.held.vertex(row));
  EXPECT_EQ(people, (std::vector{net.ref(bob), net.ref(ann)}));
}

TEST_F(levels_at_hand, TellWhatBeganLastOfWhatCounts) {
  b.tie<has_skill>(bob, web, {.active = {.begin = make_date(2024, 1, 1)}, .weight = 1});
  b.tie<has_skill>(bob, web, {.active = {.begin = make_date(2022, 1, 1)}, .weight = 4});
  b.tie<has_skill>(gil, web, {.status = status::planned, .weight = 4});
  const snapshot net = b.freeze();
  const auto on = [&](int year) {
    const skill_levels levels = read_skill_levels(as_of(net, make_date(year, 6, 1)));
    level_table cells = cells_of(net, levels, levels.held);
    EXPECT_FALSE(cells.contains({"gil", "web"}));
    return cells.contains({"bob", "web"}) ? cells.at({"bob", "web"}) : std::nullopt;
  };
  EXPECT_EQ(on(2021), std::nullopt);
  EXPECT_EQ(on(2023), 4);
  EXPECT_EQ(on(2025), 1);
}

// Between ties of the same begin, or of none, the one recorded last.
TEST_F(levels_at_hand, TellWhatWasRecordedLastOfParallelTies) {
  b.tie<has_skill>(bob, web, {.weight = 4});
  b.tie<has_skill>(bob, web, {.weight = 1});
  const snapshot net = b.freeze();
  const skill_levels levels = read_skill_levels(all_held(net));
  EXPECT_EQ(cells_of(net, levels, levels.held).at({"bob", "web"}), 1);
}

TEST_F(levels_at_hand, LeaveOutWhatOtherEvidenceShows) {
  b.tie<has_skill>(bob, web, {.weight = 4, .attributes = {{"evidence", "assessed"}}});
  b.tie<has_skill>(
      bob, web,
      {.active = {.begin = make_date(2024, 1, 1)}, .weight = 1, .attributes = {{"evidence", "self-assessed"}}});
  const snapshot net = b.freeze();
  const auto with = [&](std::vector<std::string> evidence) {
    const skill_levels levels = read_skill_levels(all_held(net), {.evidence = std::move(evidence)});
    return cells_of(net, levels, levels.held);
  };
  EXPECT_EQ(with({}).at({"bob", "web"}), 1);
  EXPECT_EQ(with({"assessed"}).at({"bob", "web"}), 4);
  EXPECT_EQ(with({"assessed"}).at({"ann", "web"}), std::nullopt);
  EXPECT_EQ(with({"assessed", ""}).at({"ann", "web"}), 2);
  EXPECT_EQ(with({"inferred"}).at({"bob", "web"}), std::nullopt);
}

TEST_F(levels_at_hand, RefuseAllThatCannotBeReadWithItsPlace) {
  const auto file = b.add_file("ties.csv");
  b.tie<has_skill>(bob, law, {.weight = -1, .where = {file, 3}});
  b.tie<has_skill>(gil, web, {.weight = 5, .where = {file, 4}});
  b.tie<requires_skill>(job, law, {.weight = 1, .attributes = {{"importance", -2}}, .where = {file, 5}});
  try {
    static_cast<void>(read_skill_levels(all_held(b.freeze())));
    FAIL();
  } catch (const input_error& error) {
    EXPECT_STREQ(error.what(),
                 "ties.csv:3: level -1 of 'law'; expected 0 or more, or an empty cell if unknown\n"
                 "ties.csv:4: level 5 of 'web' lies outside its scale; expected 0 to 4, 0 for none at all, or an empty "
                 "cell if unknown\n"
                 "ties.csv:5: importance '-2' of 'law' for 'job'; expected a number of 0 or more, or an empty cell for "
                 "1");
  }
}

TEST(SkillLevels, OfAnEmptyNetworkAreNone) {
  const skill_levels levels = read_skill_levels(all_held(builder{}.freeze()));
  EXPECT_EQ(levels.held.rows(), 0u);
  EXPECT_EQ(levels.required.cells(), 0u);
  builder b;
  b.add<organization>("npo"), b.add<skill>("web");
  const snapshot net = b.freeze();
  const skill_levels bare = read_skill_levels(all_held(net));
  EXPECT_EQ(bare.held.rows(), 1u);
  EXPECT_TRUE(bare.held.columns_of(0).empty());
  EXPECT_TRUE(bare.staff.of(net.vertex("npo")).empty());
}

// A table of what tells, kept by hand, against dated and undated networks, frozen at once or added to, in either order
// of vertices.
TEST(SkillLevels, AgreeWithATableKeptByHand) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    random_stream rng{{.seed = 5, .replica = replica}};
    const bool dated = rng.bernoulli(.5);
    builder b;
    std::vector<id<person>> people;
    std::vector<id<skill>> skills;
    for (std::uint64_t n = 1 + rng.below(6); n > 0; --n) people.push_back(b.add<person>("p" + std::to_string(n)));
    for (std::uint64_t n = 1 + rng.below(5); n > 0; --n) skills.push_back(b.add<skill>("s" + std::to_string(n)));
    std::map<std::pair<std::size_t, std::size_t>, std::pair<date, std::optional<double>>> last;
    snapshot net = b.freeze();
    for (std::uint64_t n = rng.below(20); n > 0; --n) {
      const std::size_t p = rng.below(static_cast<std::uint32_t>(people.size())),
                        s = rng.below(static_cast<std::uint32_t>(skills.size()));
      tie_properties said;
      if (rng.bernoulli(.8)) said.weight = static_cast<double>(rng.below(5));
      if (dated) said.active.begin = make_date(2020 + static_cast<int>(rng.below(6)), 1, 1);
      const bool planned = rng.bernoulli(.1);
      if (planned) said.status = status::planned;
      b.tie<has_skill>(people[p], skills[s], said);
      if (rng.bernoulli(.2)) net = b.freeze();
      const date began = said.active.begin.latest;
      if (planned || began > make_date(2023, 1, 1)) continue;
      const auto at = last.find({p, s});
      if (at == last.end() || at->second.first <= began) last[{p, s}] = {began, said.weight};
    }
    net = rng.bernoulli(.5) ? b.freeze() : b.freeze({.by_locality = rng.bernoulli(.5)});
    level_table expected;
    for (const auto& [cell, said] : last)
      expected[{net.key(net.ref(people[cell.first])), net.key(net.ref(skills[cell.second]))}] = said.second;
    const network_view view = dated ? as_of(net, make_date(2023, 1, 1)) : all_held(net);
    for (const unsigned threads : {1u, 2u}) {
      const skill_levels levels = read_skill_levels(view, {.threads = threads});
      EXPECT_EQ(cells_of(net, levels, levels.held), expected) << replica;
    }
  }
}

}  // namespace
}  // namespace capnet
