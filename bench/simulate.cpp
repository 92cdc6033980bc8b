/// Simulations beside loops by hand over arrays: what a researcher would write without a library.
#include "simulate.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/network/builder.hpp>
#include <capnet/network/bulk.hpp>
#include <capnet/sim/frozen_simulation.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/sim/simulation.hpp>

#include "family_rows.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

constexpr std::size_t rounds = 5;
const date first_day = make_date(2022, 1, 31);

double seconds(const std::function<void()>& work) {
  const stopwatch watch;
  work();
  return watch.seconds();
}

/// Ten members of two sectors.
snapshot small_program() {
  builder net;
  const auto joined = net.add<program>("program");
  for (int k = 0; k < 10; ++k) {
    const auto member =
        net.add<organization>("o" + std::to_string(k), {.sector = k % 2 == 0 ? sector::company : sector::nonprofit});
    net.tie<participates_in>(member, joined, {.active = {.begin = first_day}});
  }
  return net.freeze();
}

/// Newcomers by hand: each of the sector of a member, tied to two different earlier ones, of its own sector with .7.
std::size_t grow_by_hand(std::uint32_t steps, std::uint32_t rate) {
  std::mt19937_64 rng{7};
  std::vector<std::uint8_t> sectors;
  std::array<std::vector<std::uint32_t>, 2> by_sector;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ties;
  for (std::uint32_t k = 0; k < 10; ++k) {
    sectors.push_back(k % 2 == 0 ? 0 : 1);
    by_sector[k % 2].push_back(k);
  }
  for (std::uint32_t step = 0; step < steps; ++step) {
    const std::size_t before = sectors.size();
    const std::array<std::size_t, 2> own{by_sector[0].size(), by_sector[1].size()};
    for (std::uint32_t k = 0; k < rate; ++k) {
      const std::uint8_t s = sectors[rng() % before];
      const auto v = static_cast<std::uint32_t>(sectors.size());
      sectors.push_back(s);
      std::array<std::uint32_t, 2> chosen{};
      for (std::size_t n = 0; n < 2;) {
        const bool within = static_cast<double>(rng() >> 11) * 0x1p-53 < .7;
        const std::uint32_t w = within ? by_sector[s][rng() % own[s]] : static_cast<std::uint32_t>(rng() % before);
        if (n == 1 && chosen[0] == w) continue;
        chosen[n++] = w;
        ties.emplace_back(v, w);
      }
      by_sector[s].push_back(v);
    }
  }
  return ties.size();
}

/// n organizations of three sectors, each tied to two others.
struct random_ties {
  explicit random_ties(std::uint32_t n) {
    std::mt19937_64 rng{1};
    for (std::uint32_t v = 0; v < n; ++v) sectors.push_back(static_cast<sector>(1 + rng() % 3));
    for (std::uint32_t v = 0; v < n; ++v) {
      for (int k = 0; k < 2; ++k) {
        sources.push_back(v);
        targets.push_back(static_cast<std::uint32_t>(rng() % n));
      }
    }
  }
  [[nodiscard]] snapshot freeze() const {
    builder net;
    net.add_vertices<organization>({.count = sectors.size(), .prefix = "o", .sectors = sectors});
    const std::vector<std::int32_t> begins(sources.size(), 18'000);
    const kind_index organizations = net.schema().index_of<organization>();
    net.add_ties<collaborates_with>({.source_kind = organizations,
                                     .target_kind = organizations,
                                     .sources = sources,
                                     .targets = targets,
                                     .begins = begins});
    return net.freeze({.run = on_threads()});
  }
  std::vector<sector> sectors{};
  std::vector<std::uint32_t> sources{}, targets{};
};

/// Ties within the sector, to friends of friends, a fifth of all lapse in April, and levels fade.
simulation own_rules(const simulation_state& start, unsigned threads) {
  simulation run{start, {.seed = 7, .start = first_day, .threads = threads}};
  simulation_state& state = run.state();
  const auto level = state.add_variable<double>("level", 1);
  const group_id all = state.add_group();
  for (vertex_index v = 0; v < state.order(); ++v) state.group(all).add(v, state.sector(v));
  run.add("homophily", [all](simulation_step& now) {
    const tie_store& ties = now.relation<collaborates_with>();
    now.each<organization>([&](actor& v) {
      if (!v.chance(.02)) return;
      const auto own = now.group(all).of(v.sector());
      const vertex_index w = own[v.below(own.size())];
      if (w != v) v.tie(ties, w);
    });
  });
  run.add("closure", [](simulation_step& now) {
    const tie_store& ties = now.relation<collaborates_with>();
    now.each<organization>([&](actor& v) {
      const auto friends = ties.of(v);
      if (friends.empty() || !v.chance(.05)) return;
      const auto theirs = ties.of(friends[v.below(friends.size())].vertex);
      const vertex_index w = theirs[v.below(theirs.size())].vertex;
      if (w != v && !ties.joins(v, w)) v.tie(ties, w);
    });
  });
  run.add("turnover", [](simulation_step& now) {
    if (!now.passes(std::chrono::April / 1)) return;
    now.each_tie(now.relation<collaborates_with>(), [](tie_actor& uv) {
      if (uv.chance(.2)) uv.end();
    });
  });
  run.add("forgetting", [level](simulation_step& now) {
    now.update(now.kind<organization>(), level, [](vertex_index, double known) { return known * .97; });
  });
  return run;
}

/// The same with vectors of neighbors.
class own_rules_by_hand {
 public:
  explicit own_rules_by_hand(const random_ties& start)
      : sectors_{start.sectors}, neighbors_(start.sectors.size()), levels_(start.sectors.size(), 1) {
    for (std::size_t k = 0; k < start.sources.size(); ++k) tie(start.sources[k], start.targets[k]);
    for (std::uint32_t v = 0; v < sectors_.size(); ++v) by_sector_[static_cast<std::size_t>(sectors_[v])].push_back(v);
  }
  void run(int steps) {
    const auto n = static_cast<std::uint32_t>(sectors_.size());
    for (int step = 1; step <= steps; ++step) {
      for (std::uint32_t v = 0; v < n; ++v) {
        if (!chance(.02)) continue;
        const std::vector<std::uint32_t>& own = by_sector_[static_cast<std::size_t>(sectors_[v])];
        const std::uint32_t w = own[rng_() % own.size()];
        if (w != v) tie(v, w);
      }
      for (std::uint32_t v = 0; v < n; ++v) {
        const std::vector<std::uint32_t>& friends = neighbors_[v];
        if (friends.empty() || !chance(.05)) continue;
        const std::vector<std::uint32_t>& theirs = neighbors_[friends[rng_() % friends.size()]];
        const std::uint32_t w = theirs[rng_() % theirs.size()];
        if (w != v && std::find(friends.begin(), friends.end(), w) == friends.end()) tie(v, w);
      }
      if (step % 12 == 3) lapse();
      for (double& level : levels_) level *= .97;
    }
  }
  [[nodiscard]] double ties() const {
    double ends = 0;
    for (const auto& one : neighbors_) ends += static_cast<double>(one.size());
    return ends / 2;
  }

 private:
  bool chance(double p) { return static_cast<double>(rng_() >> 11) * 0x1p-53 < p; }
  void tie(std::uint32_t u, std::uint32_t v) {
    neighbors_[u].push_back(v);
    if (u != v) neighbors_[v].push_back(u);
  }
  void lapse() {
    const auto remove = [](std::vector<std::uint32_t>& from, std::size_t at) {
      from[at] = from.back(), from.pop_back();
    };
    for (std::uint32_t v = 0; v < neighbors_.size(); ++v) {
      std::vector<std::uint32_t>& mine = neighbors_[v];
      for (std::size_t k = 0; k < mine.size();) {
        const std::uint32_t w = mine[k];
        if (w < v || !chance(.2)) {
          ++k;
          continue;
        }
        remove(mine, k);
        std::vector<std::uint32_t>& theirs = neighbors_[w];
        if (w != v)
          remove(theirs, static_cast<std::size_t>(std::find(theirs.begin(), theirs.end(), v) - theirs.begin()));
      }
    }
  }
  std::mt19937_64 rng_{7};
  std::vector<sector> sectors_;
  std::vector<std::vector<std::uint32_t>> neighbors_;
  std::array<std::vector<std::uint32_t>, 256> by_sector_{};
  std::vector<double> levels_;
};

void growth_rows(std::uint32_t rate, family_rows& rows) {
  constexpr std::uint32_t steps = 100;
  const snapshot net = small_program();
  const growth_options options{.steps = steps, .seed = 7, .threads = 1, .rate = static_cast<double>(rate)};
  const growth_origin start = growth_start(net, options);
  double ours = 1e300, hand = 1e300, recorded = 1e300, freezing = 1e300, bulk = 1e300;
  std::size_t formed = 0, formed_by_hand = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    growth_model model = make_growth(start, options);
    ours = std::min(ours, seconds([&] { model.run.run(steps); }));
    formed = model.run.state().known_ties(model.ties)->size();
    hand = std::min(hand, seconds([&] { formed_by_hand = grow_by_hand(steps, rate); }));
    growth_model again = make_growth(start, options);
    recorded = std::min(recorded, seconds([&] { (void)run_growth(again, steps); }));
    snapshot frozen;
    freezing = std::min(freezing, seconds([&] { frozen = model.run.freeze(); }));
    // As many vertices and ties of the same relations, with days and keys, from arrays.
    const simulation_state& state = model.run.state();
    const vertex_index n = state.order() - state.start_order();
    std::string text;
    std::vector<std::size_t> places;
    for (vertex_index v = state.start_order(); v < state.order(); ++v) {
      places.push_back(text.size());
      text += model.run.id(v);
    }
    places.push_back(text.size());
    const std::vector<std::int32_t> begins(n, 18'000), tie_begins(formed, 18'000);
    const std::vector<sector> sectors(n, sector::company);
    std::vector<std::uint32_t> members(n), sources, targets;
    const std::vector<std::uint32_t> programs(n, 0);
    for (std::uint32_t k = 0; k < n; ++k) members[k] = k;
    const tie_store& ties = *state.known_ties(model.ties);
    for (std::uint32_t row = 0; row < ties.rows(); ++row) {
      sources.push_back(ties.source(row) % n);
      targets.push_back(ties.target(row) % n);
    }
    bulk = std::min(bulk, seconds([&] {
                      builder made;
                      std::vector<std::string_view> keys;
                      for (vertex_index k = 0; k < n; ++k)
                        keys.push_back(std::string_view{text}.substr(places[k], places[k + 1] - places[k]));
                      made.add<program>("program");
                      made.add_vertices<organization>({.count = n, .keys = keys, .sectors = sectors, .begins = begins});
                      const kind_index organizations = made.schema().index_of<organization>();
                      made.add_ties<participates_in>({.source_kind = organizations,
                                                      .target_kind = made.schema().index_of<program>(),
                                                      .sources = members,
                                                      .targets = programs,
                                                      .begins = begins});
                      made.add_ties<collaborates_with>({.source_kind = organizations,
                                                        .target_kind = organizations,
                                                        .sources = sources,
                                                        .targets = targets,
                                                        .begins = tie_begins});
                      (void)std::move(made).freeze({.run = on_threads({.threads = 1})});
                    }));
  }
  const bool equal = formed > formed_by_hand / 10 * 9 && formed < formed_by_hand / 10 * 11;
  rows.add("growth", 1, ours, "loop by hand", hand, 1 / 1.5, equal, rounds);
  rows.add("recording", 1, recorded, "the same unrecorded", ours, 1 / 1.1, true, rounds);
  rows.add("freezing", 1, freezing, "bulk build of as many", bulk, 1 / 1.2, true, rounds);
}

void own_rule_rows(std::uint32_t n, family_rows& rows) {
  constexpr std::uint32_t steps = 12;
  const random_ties ties{n};
  simulation_state start{as_of(ties.freeze(), first_day)};
  (void)start.listed_ties(start.schema().index_of<collaborates_with>(), 2);
  double one = 1e300, two = 1e300, hand = 1e300, left = 0, left_by_hand = 0;
  bool same = true;
  for (std::size_t round = 0; round < rounds; ++round) {
    simulation alone = own_rules(start, 1), both = own_rules(start, 2);
    one = std::min(one, seconds([&] { alone.run(steps); }));
    two = std::min(two, seconds([&] { both.run(steps); }));
    own_rules_by_hand by_hand{ties};
    hand = std::min(hand, seconds([&] { by_hand.run(steps); }));
    left = alone.state().known_ties(start.schema().index_of<collaborates_with>())->size();
    left_by_hand = by_hand.ties();
    if (round == 0) same = alone.hash() == both.hash();
  }
  const bool equal = left > .98 * left_by_hand && left < 1.02 * left_by_hand;
  rows.add("own-rules", 1, one, "loop by hand", hand, .5, equal, rounds);
  rows.add("own-rules", 2, two, "one thread", one, 1.7, same, rounds);
}

}  // namespace

void run_simulate(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"simulate", heard};
  growth_rows(quick ? 1'000 : 10'000, rows);
  own_rule_rows(quick ? 100'000 : 1'000'000, rows);
}

}  // namespace capnet::bench
