#pragma once
/// Rules of what people learn, from each other and at events, and forget.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <capnet/core/distribution.hpp>
#include <capnet/core/elementary.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/rule/arrival.hpp>
#include <capnet/sim/simulation_step.hpp>

namespace capnet {

/// What each knows of one thing, in [0, 1], is a state variable; NaN is unknown, and neither learns nor teaches.
/// Each of a kind learns with probability `chance` in a step from one of its neighbors, drawn at random, who knows
/// more: a share `uptake` of what it lacks to that.
struct learning {
  kind_index who{};
  relation_index relation{};
  variable<double> level{};
  double chance = .1;
  double uptake = .5;
  [[nodiscard]] std::string name() const {
    return "learning(chance=" + short_number(chance, 12) + ", uptake=" + short_number(uptake, 12) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(chance, "chance");
    detail::expect_share(uptake, "uptake");
    const tie_store& all = now.relation(relation);
    now.each(who, [&](actor& v) {
      const auto teachers = all.of(v);
      if (teachers.empty() || !v.chance(chance)) return;
      const double mine = now.value(level, v), theirs = now.value(level, teachers[v.below(teachers.size())].vertex);
      if (theirs > mine) v.set(level, mine + uptake * (theirs - mine));
    });
  }
};

/// What is known fades: after t steps a share exp(-t / lifetime) is left (Ebbinghaus 1885).
struct forgetting {
  kind_index who{};
  variable<double> level{};
  double lifetime = 12;  ///< S, in steps
  [[nodiscard]] std::string name() const { return "forgetting(lifetime=" + short_number(lifetime, 12) + ")"; }
  void operator()(simulation_step& now) const {
    if (!(lifetime > 0)) detail::refuse("lifetime ", lifetime, "; expected one above 0");
    const double kept = portable_exp(-1 / lifetime);
    now.update(who, level, [&](vertex_index, double known) { return known * kept; });
  }
};

/// An event each step: `size` of a group meet, drawn at random. Each learns a share `uptake` of what it lacks to 1, and
/// is introduced to `introductions` others who are there, unless they are tied already.
struct meeting {
  group_id among{};
  relation_index relation{};
  variable<double> level{};
  std::uint32_t size = 20;
  double uptake = .3;
  std::uint32_t introductions = 1;
  [[nodiscard]] std::string name() const {
    return "meeting(size=" + std::to_string(size) + ", uptake=" + short_number(uptake, 12) +
           ", introductions=" + std::to_string(introductions) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(uptake, "uptake");
    const vertex_group& there = now.group(among);
    const tie_store& all = now.relation(relation);
    random_stream rng = now.random();
    std::vector<vertex_index> who;
    for (const std::uint32_t place : draw_without_replacement(rng, there.size(), std::min(size, there.size())))
      who.push_back(there[place]);
    std::vector<std::pair<vertex_index, vertex_index>> introduced;
    for (const vertex_index v : who) {
      const double known = now.value(level, v);
      if (known < 1) now.set(level, v, known + uptake * (1 - known));
      for (std::uint32_t k = 0; k < introductions && who.size() > 1; ++k) {
        const vertex_index w = who[rng.below(static_cast<std::uint32_t>(who.size()))];
        const std::pair pair{std::min(v, w), std::max(v, w)};
        if (v == w || all.joins(v, w) || std::ranges::find(introduced, pair) != introduced.end()) continue;
        introduced.push_back(pair);
        now.tie(all, v, w);
      }
    }
  }
};

/// Each of a group moves to the region of another one, drawn at random, with probability `chance` in a step.
struct moving {
  group_id among{};
  double chance = .01;
  [[nodiscard]] std::string name() const { return "moving(chance=" + short_number(chance, 12) + ")"; }
  void operator()(simulation_step& now) const {
    detail::expect_share(chance, "chance");
    const vertex_group& members = now.group(among);
    now.each(members, [&](actor& v) {
      if (v.chance(chance)) v.move_to_region(now.state().region(members.draw(v.random())));
    });
  }
};

}  // namespace capnet
