#pragma once
/// Whom of a network to tell first, and why them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/influence_maximization.hpp>
#include <capnet/algorithm/linear_threshold.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/flow/spread_network.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// At most so many of the organizations of a sector.
struct sector_limit {
  sector of = sector::unknown;
  std::size_t most = 0;
};

/// What may be chosen of a network, and along which ties it goes on.
struct influence_question {
  std::size_t seeds = 0;                    ///< how many; not with a `cost`
  std::vector<relation_index> relations{};  ///< that knowledge passes along
  transmission along{};    ///< how probably knowledge passes along their ties, or how much the source counts
  bool normalize = false;  ///< thresholds: weights to a vertex that exceed 1 are divided by their sum
  std::vector<kind_index> candidates{};       ///< kinds whose vertices may be chosen; none: all that such a tie touches
  std::vector<sector_limit> sector_limits{};  ///< then whoever has no known sector is not chosen
  std::string cost{};                         ///< the attribute of vertices that is what each costs; empty: nothing
  double budget = 0;
  diffusion_model model = diffusion_model::independent_cascade;
  double epsilon = .1;
  std::uint64_t seed = 0;
  execution how{};
};

/// A vertex to tell first.
struct chosen_seed {
  vertex_ref vertex{};
  double gain = 0;               ///< of the spread, beside those before it
  std::optional<double> cost{};  ///< if there are costs
  std::string reason{};          ///< one sentence
};

struct network_influence {
  influence_result choice{};  ///< with its totals; vertices by number of `network`
  spread_network network{};
  std::vector<chosen_seed> seeds{};  ///< in order of choice
};

namespace detail {

/// The arcs of edges: those both ways turned round too.
[[nodiscard]] inline std::vector<edge> influence_arcs(std::span<const spread_edge> edges) {
  std::vector<edge> arcs;
  for (const spread_edge& uv : edges) {
    if (uv.source == uv.target) continue;
    arcs.push_back({uv.source, uv.target, uv.probability});
    if (uv.both_ways) arcs.push_back({uv.target, uv.source, uv.probability});
  }
  return arcs;
}

/// [number] of the group of its sector: as the limits stand, then one for all other sectors, then none.
[[nodiscard]] inline std::vector<std::uint32_t> limited_groups(const network_view& view, const spread_network& flat,
                                                               std::span<const sector_limit> limits) {
  std::vector<std::uint32_t> groups;
  for (const vertex_ref v : flat.vertices) {
    const sector of = view.sector(v);
    const auto at = std::ranges::find(limits, of, &sector_limit::of);
    groups.push_back(static_cast<std::uint32_t>(of == sector::unknown ? limits.size() + 1
                                                                      : static_cast<std::size_t>(at - limits.begin())));
  }
  return groups;
}

/// [number] what it costs; an error for each that may be chosen and has no cost.
[[nodiscard]] inline std::vector<double> seed_costs(const network_view& view, const spread_network& flat,
                                                    std::span<const vertex_index> candidates, std::string_view name) {
  std::vector<double> costs(flat.vertices.size());
  problem_list problems;
  for (const vertex_index v : candidates) {
    const auto value = view.value(flat.vertices[v], name);
    const std::optional<double> cost = value ? value->number() : std::nullopt;
    costs[v] = cost.value_or(0);
    if (cost && *cost > 0) continue;
    problems.add({"", 0, 0,
                  quote(view.net().key(flat.vertices[v])) + " has " +
                      (cost ? std::string{name} + ' ' + short_number(*cost, 12) : "no number " + quote(name)) +
                      "; expected what it costs to choose, above 0"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return costs;
}

/// "Adds 2.4 to the 3 that those before it reach. Its ties go to 3; the surest are b (0.5) and c (0.5)."
[[nodiscard]] inline std::string seed_reason(const snapshot& net, const spread_network& flat,
                                             std::span<const edge> of_arcs, const influence_seed& seed, double before,
                                             std::size_t rank) {
  std::string text = rank == 0 ? "Reaches " + short_number(seed.gain) + " on average, itself counted."
                               : "Adds " + short_number(seed.gain) + " to the " + short_number(before) +
                                     " that those before it reach on average.";
  if (of_arcs.empty()) return text + " No tie goes out from it.";
  std::vector<edge> surest{of_arcs.begin(), of_arcs.end()};
  std::ranges::sort(surest, [](const edge& a, const edge& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.target < b.target;
  });
  std::vector<std::string> names;
  for (std::size_t k = 0; k < std::min<std::size_t>(surest.size(), 3); ++k)
    names.push_back(shortened(net.label_en(flat.vertices[surest[k].target]), 100) + " (" +
                    short_number(surest[k].weight) + ")");
  return text +
         (surest.size() == 1 ? " Its one tie goes to "
                             : " Of its " + std::to_string(surest.size()) + " ties the strongest go to ") +
         join_names(names, " and ") + ".";
}

}  // namespace detail

/// The vertices to tell first so that most come to know on average: see `influence_maximization`, and
/// `influence_within_budget` with a cost. The population is whoever a tie of the relations touches, and all candidates.
///
/// The weight of a tie is the probability that knowledge passes along it (independent cascade), or how much its source
/// counts for its target (linear threshold); ties of undirected relations pass both ways, each way on its own. Dates of
/// ties are ignored beyond the view's.
///
/// Throws: input_error as `make_spread_network`; for thresholds where weights to a vertex add up to more than 1,
/// unless `normalize`; for candidates without a cost above 0 where costs are asked for; for limits of sectors beside
/// costs, or two of one sector; and without relations. stopped.
[[nodiscard]] inline network_influence influence(const network_view& view, const influence_question& question) {
  const snapshot& net = view.net();
  detail::expect(!question.relations.empty(), "no relation; expected those that knowledge passes along");
  detail::expect(question.cost.empty() || question.sector_limits.empty(),
                 "limits of sectors beside a budget; expected one of the two");
  for (std::size_t k = 0; k < question.sector_limits.size(); ++k) {
    for (std::size_t before = 0; before < k; ++before) {
      const sector of = question.sector_limits[k].of;
      if (question.sector_limits[before].of == of)
        detail::refuse("two limits of sector ", quote(view.schema().name(of)), "; expected one");
    }
  }
  std::vector<vertex_ref> named;
  for (const kind_index kind : question.candidates)
    view.for_each_vertex_of(kind, [&](vertex_ref v) { named.push_back(v); });

  transmission along = question.along;
  along.any_weight = question.normalize && question.model == diffusion_model::linear_threshold;
  network_influence result;
  result.network = make_spread_network(view, question.relations, named, along);
  const spread_network& flat = result.network;
  if (question.model == diffusion_model::linear_threshold) {
    if (question.normalize) detail::normalize_weights(result.network);
    detail::refuse_excessive_weights(net, flat, spread_graph{flat.vertices.size(), flat.edges});
  }
  std::vector<edge> arcs = detail::influence_arcs(flat.edges);
  const compressed_graph g = compressed_graph::from_edges(
      flat.vertices.size(), arcs, {.directed = true, .parallel = parallel_edges::all, .threads = question.how.threads});

  influence_options options{.model = question.model,
                            .epsilon = question.epsilon,
                            .seed = question.seed,
                            .threads = question.how.threads,
                            .stop = question.how.stop,
                            .report = question.how.report};
  std::vector<vertex_index> candidates;
  for (vertex_index v = 0; v < g.order(); ++v) {
    const bool may = question.candidates.empty() || std::ranges::any_of(question.candidates, [&](kind_index kind) {
                       return view.schema().is_a(flat.vertices[v].kind, kind);
                     });
    if (may && view.contains(flat.vertices[v])) candidates.push_back(v);
  }
  options.candidates = candidates;
  std::vector<std::uint32_t> groups;
  std::vector<std::size_t> most;
  if (!question.sector_limits.empty()) {
    groups = detail::limited_groups(view, flat, question.sector_limits);
    for (const sector_limit& limit : question.sector_limits) most.push_back(limit.most);
    most.push_back(question.seeds);
    options.group = groups;
    options.group_limits = most;
  }
  std::vector<double> costs;
  if (question.cost.empty()) {
    result.choice = influence_maximization(g, question.seeds, options);
  } else {
    costs = detail::seed_costs(view, flat, candidates, question.cost);
    result.choice = influence_within_budget(g, costs, question.budget, options);
  }

  std::ranges::sort(arcs, [](const edge& a, const edge& b) { return a.source < b.source; });
  double before = 0;
  for (std::size_t k = 0; k < result.choice.seeds.size(); ++k) {
    const influence_seed& seed = result.choice.seeds[k];
    const auto own = std::ranges::equal_range(arcs, seed.vertex, {}, &edge::source);
    result.seeds.push_back(
        {flat.vertices[seed.vertex], seed.gain, costs.empty() ? std::nullopt : std::optional{costs[seed.vertex]},
         detail::seed_reason(net, flat, std::span<const edge>{own.begin(), own.end()}, seed, before, k)});
    before += seed.gain;
  }
  return result;
}

}  // namespace capnet
