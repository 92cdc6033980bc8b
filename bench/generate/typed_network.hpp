#pragma once
/// A typed, dated network as capnet's users have them, at any size: six kinds, six relations, with realistic mixes of
/// degrees, sectors and regions. The same bits at any number of threads.
///
/// Organizations take part in programs, attend and deliver events, collaborate and support each other; persons have
/// skills. Whom a tie reaches follows a power law: a few programs, events and organizations are hubs. Four of ten
/// vertices are nonprofits' kind of size; regions are of the sizes of prefectures: the largest has about a tenth of
/// all. Two of three ties have ended or will.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/random.hpp>
#include <capnet/network/bulk.hpp>

namespace capnet::bench {

/// The columns that a network is built from. Keep it until the network is frozen.
struct typed_columns {
  struct relation {
    std::string_view name{};
    kind_index source_kind{}, target_kind{};
    std::vector<std::uint32_t> sources{}, targets{};
    std::vector<std::int32_t> begins{}, ends{};
    std::vector<double> weights{};
  };
  struct kind {
    kind_index index{};
    std::string prefix{};
    std::uint32_t count = 0;
    std::vector<sector> sectors{};
    std::vector<std::uint32_t> regions{};
  };
  std::vector<kind> kinds{};
  std::vector<relation> relations{};
  std::vector<std::string> region_names{};

  [[nodiscard]] std::size_t ties() const {
    std::size_t m = 0;
    for (const relation& r : relations) m += r.sources.size();
    return m;
  }
};

/// `ties` ties between a tenth as many vertices.
inline typed_columns make_typed_columns(std::size_t ties, std::uint64_t seed = 1, unsigned threads = 0) {
  const capnet::schema names;
  typed_columns made;
  for (int k = 0; k < 47; ++k) made.region_names.push_back("region " + std::to_string(k + 1));
  const double n = static_cast<double>(ties) / 10;
  auto add_kind = [&](std::string_view name, const char* prefix, double share, bool placed) {
    typed_columns::kind k{.index = *names.find_kind(name),
                          .prefix = prefix,
                          .count = std::max(8u, static_cast<std::uint32_t>(n * share))};
    if (placed) {
      k.regions.resize(k.count);
      k.sectors.resize(k.count);
      constexpr std::size_t grain = 1 << 16;
      const auto stream = static_cast<std::uint32_t>(made.kinds.size());
      parallel_for_blocks(k.count, grain, threads, [&](std::size_t block, std::size_t first, std::size_t last) {
        random_stream rng{{.seed = seed, .replica = stream, .step = static_cast<std::uint32_t>(block)}};
        for (std::size_t v = first; v < last; ++v) {
          const double u = rng.uniform();
          k.regions[v] = static_cast<std::uint32_t>(47 * u * u);  // the first has a seventh, the last a hundredth
          const std::uint32_t s = rng.below(20);
          k.sectors[v] = s < 9    ? sector::nonprofit
                         : s < 14 ? sector::company
                         : s < 16 ? sector::municipality
                         : s < 18 ? sector::citizens_group
                                  : sector::academia;
        }
      });
    }
    made.kinds.push_back(std::move(k));
    return made.kinds.size() - 1;
  };
  const std::size_t organizations = add_kind("organization", "o", .5, true),
                    persons = add_kind("person", "h", .3, true), programs = add_kind("program", "p", .08, false),
                    events = add_kind("event", "e", .08, false), skills = add_kind("skill", "s", .02, false),
                    courses = add_kind("course", "c", .02, false);
  auto add_relation = [&](std::string_view name, std::size_t from, std::size_t to, double share, double skew,
                          bool weighted) {
    typed_columns::relation r{.name = name, .source_kind = made.kinds[from].index, .target_kind = made.kinds[to].index};
    const auto m = static_cast<std::size_t>(static_cast<double>(ties) * share);
    r.sources.resize(m), r.targets.resize(m), r.begins.resize(m), r.ends.resize(m);
    if (weighted) r.weights.resize(m);
    const auto stream = static_cast<std::uint32_t>(100 + made.relations.size());
    const std::uint32_t n_from = made.kinds[from].count, n_to = made.kinds[to].count;
    constexpr std::size_t grain = 1 << 16;
    parallel_for_blocks(m, grain, threads, [&](std::size_t block, std::size_t first, std::size_t last) {
      random_stream rng{{.seed = seed, .replica = stream, .step = static_cast<std::uint32_t>(block)}};
      const std::int32_t epoch = held_when::number(make_date(2015, 4, 1));
      for (std::size_t t = first; t < last; ++t) {
        double x = rng.uniform(), spread = x;
        for (double more = skew - 1; more >= 1; --more) spread *= x;
        r.targets[t] = std::min(n_to - 1, static_cast<std::uint32_t>(spread * n_to));
        x = rng.uniform();
        r.sources[t] = std::min(n_from - 1, static_cast<std::uint32_t>(x * (.3 + .7 * x) * n_from));
        r.begins[t] = epoch + static_cast<std::int32_t>(rng.below(3'650));
        r.ends[t] = rng.below(3) == 0 ? last_of_days : r.begins[t] + 30 + static_cast<std::int32_t>(rng.below(1'000));
        if (weighted) r.weights[t] = rng.uniform();
      }
    });
    made.relations.push_back(std::move(r));
  };
  add_relation("participates_in", organizations, programs, .3, 3, true);
  add_relation("attends", organizations, events, .2, 3, true);
  add_relation("delivers", organizations, courses, .1, 2, true);
  add_relation("has_skill", persons, skills, .2, 2, true);
  add_relation("collaborates_with", organizations, organizations, .1, 2, true);
  add_relation("supports", organizations, organizations, .1, 2, true);
  return made;
}

/// Gives the columns to a builder. They must stay until it is frozen.
inline builder build(const typed_columns& columns) {
  builder net;
  for (const typed_columns::kind& k : columns.kinds) {
    net.add_vertices(k.index, {.count = k.count,
                               .prefix = k.prefix,
                               .sectors = k.sectors,
                               .regions = k.regions,
                               .region_names = columns.region_names});
  }
  for (const typed_columns::relation& r : columns.relations) {
    net.add_ties(net.schema().relation_named(r.name), {.source_kind = r.source_kind,
                                                       .target_kind = r.target_kind,
                                                       .sources = r.sources,
                                                       .targets = r.targets,
                                                       .begins = r.begins,
                                                       .ends = r.ends,
                                                       .weights = r.weights});
  }
  return net;
}

}  // namespace capnet::bench
