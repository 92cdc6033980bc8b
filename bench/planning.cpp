/// Training plans: ours through the public interface.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/optimize/level_cover.hpp>

#include "family_rows.hpp"
#include "planning.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

/// Groups of ten people who want five skills of a thousand at levels of up to 8; events that teach three of them to 20
/// seats each.
level_cover_problem training(std::uint32_t events, std::uint32_t people, std::uint32_t wanted) {
  constexpr std::uint32_t skills = 1'000;
  random_stream rng{{.seed = 13}};
  level_cover_problem p{.groups = people / 10, .topics = skills, .most_options = 20};
  for (std::uint32_t t = 0; t < people; ++t) p.takers.push_back({t / 10});
  for (std::uint32_t g = 0; g < p.groups; ++g) {
    std::uint32_t skill = rng.below(skills / wanted);
    for (std::uint32_t k = 0; k < wanted && skill < skills; ++k) {
      const std::uint32_t level = rng.below(6), more = 1 + rng.below(3), importance = 1 + rng.below(5);
      p.cells.push_back({g, skill, double(level), double(level + more), double(importance)});
      skill += 1 + rng.below(2 * skills / wanted - 1);
    }
  }
  for (std::uint32_t e = 0; e < events; ++e) {
    level_cover_problem::option one{.places = 20};
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t skill = rng.below(skills), level = 2 + rng.below(6);
      one.lifts.push_back({skill, double(level)});
    }
    p.options.push_back(std::move(one));
  }
  return p;
}

}  // namespace

void run_planning(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"planning", heard};
  const std::uint32_t scale = quick ? 10 : 1;
  for (const std::uint32_t wanted : {5u, 50u}) {
    const level_cover_problem p = training(10'000 / scale, 100'000 / scale, wanted);
    level_cover_result lazy, plain;
    const double lazy_s = best_seconds(3, [&] {
      const stopwatch watch;
      lazy = maximum_level_cover(p, {.how = {.threads = 2}});
      return watch.seconds();
    });
    const double plain_s = best_seconds(1, [&] {
      const stopwatch watch;
      plain = maximum_level_cover(p, {.lazy = false, .how = {.threads = 2}});
      return watch.seconds();
    });
    bool equal = lazy.chosen.size() == plain.chosen.size();
    for (std::size_t k = 0; equal && k < lazy.chosen.size(); ++k)
      equal = lazy.chosen[k].option == plain.chosen[k].option && lazy.chosen[k].takers == plain.chosen[k].takers;
    rows.add("plan-" + std::to_string(wanted) + "-skills", 2, lazy_s, "plain greedy", plain_s, 1, equal, 3);
  }
}

}  // namespace capnet::bench
