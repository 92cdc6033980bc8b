#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/network/bulk.hpp>
#include <capnet/network/tie_columns.hpp>
#include <capnet/network/vertex_columns.hpp>
#include <capnet/skill/skill_gap_values.hpp>

namespace capnet {
namespace {

/// An organization of so many people that all threads share them, and one of the first three of them.
struct crowd {
  static constexpr std::uint32_t people = 120'000, skills = 12;
  /// Nothing: not known of that person.
  static std::optional<double> level(std::uint32_t person, std::uint32_t skill) {
    const std::uint64_t said = (person * 2'654'435'761ull + skill * 40'503ull) / 64;
    if (said % 3 == 0) return std::nullopt;
    return static_cast<double>(said % (skill + 2)) / 4;  // the best that are held differ between skills
  }
  static double required(std::uint32_t skill) { return 2 + skill % 3; }
  static double importance(std::uint32_t skill) { return 1 + skill % 4; }

  static snapshot network(std::optional<double> wrong = std::nullopt) {
    builder net;
    net.add_vertices<kind::organization>({.count = 2, .prefix = "o"});
    net.add_vertices<kind::person>({.count = people, .prefix = "p"});
    for (std::uint32_t s = 0; s < skills; ++s)
      net.add<skill>("s" + std::to_string(s), {.attributes = {{"scale", "0-4"}}});
    std::vector<std::uint32_t> employer, employee, holder, held_skill;
    std::vector<double> held;
    for (std::uint32_t p = 0; p < people; ++p) {
      for (std::uint32_t o = 0; o < (p < 3 ? 2u : 1u); ++o) employer.push_back(o), employee.push_back(p);
      for (std::uint32_t s = 0; s < skills; ++s) {
        const auto known = level(p, s);
        if (!known) continue;
        holder.push_back(p), held_skill.push_back(s), held.push_back(*known);
      }
    }
    if (wrong) held.back() = *wrong;
    const auto kind_of = [&](std::string_view name) { return *net.schema().find_kind(name); };
    net.add_ties<employs>({.source_kind = kind_of("organization"),
                           .target_kind = kind_of("person"),
                           .sources = employer,
                           .targets = employee});
    net.add_ties<has_skill>({.source_kind = kind_of("person"),
                             .target_kind = kind_of("skill"),
                             .sources = holder,
                             .targets = held_skill,
                             .weights = held});
    std::vector<std::uint32_t> asker, required_skill;
    std::vector<double> required_level, important;
    for (std::uint32_t o = 0; o < 2; ++o) {
      for (std::uint32_t s = 0; s < skills; ++s) {
        asker.push_back(o), required_skill.push_back(s);
        required_level.push_back(required(s)), important.push_back(importance(s));
      }
    }
    net.add_ties<requires_skill>(
        {.source_kind = kind_of("organization"),
         .target_kind = kind_of("skill"),
         .sources = asker,
         .targets = required_skill,
         .weights = required_level,
         .attributes = {{.name = "importance", .values = std::span<const double>{important}}}});
    return net.freeze();
  }
  /// By sorting, or by adding up in the order of people; k of 0: the mean.
  static double gap(std::uint32_t n, std::size_t k) {
    double missing = 0, asked = 0;
    for (std::uint32_t s = 0; s < skills; ++s) {
      std::vector<double> levels;
      for (std::uint32_t p = 0; p < n; ++p) {
        if (const auto known = level(p, s)) levels.push_back(*known);
      }
      if (levels.size() < std::max<std::size_t>(k, 1)) continue;
      double held = 0;
      if (k == 0) {
        for (const double one : levels) held += one;
        held /= static_cast<double>(levels.size());
      } else {
        std::sort(levels.begin(), levels.end(), std::greater{});
        held = levels[k - 1];
      }
      missing += importance(s) * std::max(0.0, required(s) - held);
      asked += importance(s) * required(s);
    }
    return missing / asked;
  }
};

TEST(SkillGapValues, OfManyPeopleAreTheSameByAnyNumberOfThreads) {
  const snapshot net = crowd::network();
  for (const std::size_t k : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    const holder_rule rule = k == 0 ? holder_rule::mean() : holder_rule::kth_best(k);
    const auto one = skill_gap_values(all_held(net), {.holders = rule, .threads = 1});
    const auto four = skill_gap_values(all_held(net), {.holders = rule, .threads = 4});
    ASSERT_EQ(one.size(), 2u);
    ASSERT_EQ(four.size(), 2u);
    for (std::size_t o = 0; o < 2; ++o) {
      EXPECT_EQ(one[o].party, four[o].party);
      EXPECT_EQ(one[o].people, four[o].people);
      EXPECT_EQ(one[o].gap.gap, four[o].gap.gap);
      EXPECT_EQ(one[o].gap.low, four[o].gap.low);
      EXPECT_EQ(one[o].gap.high, four[o].gap.high);
      EXPECT_EQ(one[o].gap.coverage, four[o].gap.coverage);
    }
    EXPECT_EQ(one[0].people, crowd::people);
    EXPECT_EQ(one[1].people, 3u);
    EXPECT_DOUBLE_EQ(four[0].gap.gap.value(), crowd::gap(crowd::people, k));
    EXPECT_DOUBLE_EQ(four[1].gap.gap.value(), crowd::gap(3, k));
  }
}

TEST(SkillGapValues, RefuseAWrongLevelAmongMany) {
  const snapshot net = crowd::network(7);
  for (const unsigned threads : {1u, 4u}) {
    try {
      (void)skill_gap_values(all_held(net), {.threads = threads});
      ADD_FAILURE() << "7 was taken for a level of 0-4";
    } catch (const input_error& error) {
      EXPECT_NE(std::string{error.what()}.find("level 7 of "), std::string::npos) << error.what();
    }
  }
}

// Each tie that is told twice first says a level that is wrong on its scale: it must not be read.
TEST(SkillGapValues, TakeTheLastOfParallelTies) {
  for (std::uint32_t replica = 0; replica < 40; ++replica) {
    random_stream rng{{.seed = 5, .replica = replica}};
    builder plain, doubled;
    for (builder* net : {&plain, &doubled}) {
      for (std::uint32_t s = 0; s < 9; ++s)
        net->add<skill>("s" + std::to_string(s), {.attributes = {{"scale", "0-4"}}});
      for (std::uint32_t p = 0; p < 5; ++p) net->add<person>("p" + std::to_string(p));
      net->add<organization>("o");
    }
    const auto tie = [](builder& net, std::uint32_t p, std::uint32_t s, double level) {
      net.tie<has_skill>(id<person>{p}, id<skill>{s}, {.weight = level});
    };
    for (std::uint32_t p = 0; p < 5; ++p) {
      for (builder* net : {&plain, &doubled}) net->tie<employs>(id<organization>{0}, id<person>{p});
      for (std::uint32_t s = 0; s < 9; ++s) {
        if (rng.bernoulli(.3)) continue;
        const double level = static_cast<double>(rng.below(5));
        for (std::uint64_t more = rng.below(3); more > 0; --more) tie(doubled, p, s, 9);
        tie(plain, p, s, level), tie(doubled, p, s, level);
      }
    }
    for (std::uint32_t s = 0; s < 9; ++s) {
      if (rng.bernoulli(.5)) continue;
      for (builder* net : {&plain, &doubled})
        net->tie<requires_skill>(id<organization>{0}, id<skill>{s}, {.weight = 3});
    }
    for (const holder_rule rule : {holder_rule::best(), holder_rule::kth_best(2), holder_rule::mean()}) {
      const auto once = skill_gap_values(all_held(plain.freeze()), {.holders = rule});
      const auto twice = skill_gap_values(all_held(doubled.freeze()), {.holders = rule});
      ASSERT_EQ(once.size(), twice.size());
      for (std::size_t o = 0; o < once.size(); ++o) {
        EXPECT_EQ(once[o].gap.gap, twice[o].gap.gap);
        EXPECT_EQ(once[o].gap.low, twice[o].gap.low);
        EXPECT_EQ(once[o].gap.high, twice[o].gap.high);
        EXPECT_EQ(once[o].gap.coverage, twice[o].gap.coverage);
      }
    }
  }
}

}  // namespace
}  // namespace capnet
