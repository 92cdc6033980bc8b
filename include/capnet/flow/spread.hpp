#pragma once
/// How knowledge spreads over the ties of a network, by several models, and by which way it most likely arrives.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/algorithm/complex_contagion.hpp>
#include <capnet/algorithm/epidemic.hpp>
#include <capnet/algorithm/exposure.hpp>
#include <capnet/algorithm/independent_cascade.hpp>
#include <capnet/algorithm/likely_paths.hpp>
#include <capnet/algorithm/linear_threshold.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/flow/spread_network.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// How knowledge spreads: in one try along each tie, when enough of those before know, or in steps between states.
enum class spread_model : std::uint8_t { independent_cascade, linear_threshold, si, sir, sis, seir, complex_contagion };

inline constexpr std::string_view spread_model_names[] = {
    "independent_cascade", "linear_threshold", "si", "sir", "sis", "seir", "complex_contagion"};
[[nodiscard]] inline std::string_view to_string(spread_model model) {
  return spread_model_names[static_cast<std::size_t>(model)];
}
/// The other models come to an end, these go on in steps.
[[nodiscard]] constexpr bool in_steps(spread_model model) { return model >= spread_model::si; }

struct spread_options {
  /// Empty: exact for up to `exact_up_to` reachable ties, else 10,000; in steps 1,000.
  std::optional<std::uint32_t> samples{};
  std::uint64_t seed = 0;
  unsigned threads = 0;          ///< 0: one for each core; the result does not depend on it
  std::size_t exact_up_to = 15;  ///< at most 24
  spread_model model = spread_model::independent_cascade;
  transmission along{};
  coin_keys coins = coin_keys::by_row;
  /// Ties pass knowledge only on days on which they hold, and the starts have it from `from_day` on, or always.
  bool dated = false;
  std::optional<date> from_day{};
  double retention = 1;    ///< that who hears of it keeps it and passes it on: cascade and threshold
  bool normalize = false;  ///< threshold: weights into a vertex that sum to more than 1 are divided by their sum
  double recovery = .1, incubation = .2, forgetting = 0;  ///< a step, see epidemic_options
  /// Complex contagion: that many neighbors, or that share of them; one of the two.
  std::optional<std::uint32_t> at_least{};
  std::optional<double> share{};
  std::uint32_t max_steps = 1'000;
  std::stop_token stop{};
  progress_callback report{};  ///< of samples
};

/// A vertex that can be informed.
struct informed_vertex {
  vertex_ref vertex{};
  double probability = 0;
  double standard_error = 0;
  double low = 0, high = 0;              ///< as in spread_estimate: `probability` if exact
  double path_probability = 1;           ///< that all of it passes
  std::optional<first_passage> first{};  ///< in steps
  double last = 0;                       ///< probability to be infectious at the end, in steps
  std::string reason{};                  ///< one sentence
};

struct spread_result {
  spread_estimate estimate{};  ///< with its totals; vertices by number of `network`
  spread_network network{};
  std::vector<likely_step> paths{};         ///< by number of `network`: the most probable ways, dated the first ones
  std::vector<informed_vertex> vertices{};  ///< all that can be reached, the most probable first; ties by key
  std::vector<epidemic_step> steps{};       ///< of a model in steps
  std::uint32_t unfinished = 0;             ///< samples that could still change at the last step
};

namespace detail {

/// The sentence of a row: the most probable way, of which long ones are shown by their last ties.
[[nodiscard]] inline std::string spread_reason(const snapshot& net, const spread_result& result, vertex_index v,
                                               const spread_options& options) {
  auto shown = [](double p) { return p > 0 && p < .0001 ? std::string{"less than 0.0001"} : short_number(p, 6); };
  const spread_network& flat = result.network;
  if (!result.paths[v].edge) return "Knowledge starts here.";
  constexpr std::size_t most = 6;
  auto named = [&](vertex_ref u) { return shortened(net.label_en(u), 200); };
  std::string way = named(flat.vertices[v]), product;
  std::size_t length = 0;
  vertex_index at = v;
  for (; result.paths[at].edge; at = result.paths[at].from) {
    if (++length > most) continue;
    way = named(flat.vertices[result.paths[at].from]) + " -> " + way;
    product = shown(flat.edges[*result.paths[at].edge].probability) + (product.empty() ? "" : " x ") + product;
  }
  if (length > most) {
    way = named(flat.vertices[at]) + " -> (" + std::to_string(length - most) + " more ties) -> " + way;
    product = "... x " + product;
  }
  const informed_vertex& row = result.vertices.back();
  const std::string how = options.dated ? "First in time by " : "Most likely by ";
  if (in_steps(options.model)) return how + way + ", which passes with probability " + product + " in a step each.";
  return how + way + ", which passes with probability " + product +
         (length > 1 ? " = " + shown(row.path_probability) : "") +
         (row.probability > row.path_probability + 4 * row.standard_error + 1e-12 ? "; other ways add to it." : ".");
}

/// How many neighbors had adopted when a vertex did, or at the end.
[[nodiscard]] inline std::string contagion_reason(const informed_vertex& row, const exposure& around) {
  if (row.first->samples > 0 && row.first->earliest == 0) return "Knowledge starts here.";
  const std::string of = std::to_string(around.adopted) + " of its " + std::to_string(around.neighbors) +
                         (around.neighbors == 1 ? " neighbor" : " neighbors");
  return row.first->samples > 0 ? "Adopts in step " + std::to_string(row.first->earliest) + ": " + of + " had before."
                                : "Does not adopt: " + of + (around.adopted == 1 ? " does." : " do.");
}

[[nodiscard]] inline std::optional<std::int32_t> first_day(const spread_options& options) {
  if (!options.dated) return std::nullopt;
  return options.from_day ? held_when::number(*options.from_day) : first_time;
}

inline void expect_options(const spread_options& options, std::span<const vertex_ref> starts) {
  const std::string_view model = to_string(options.model);
  expect(!starts.empty(), "nobody to start from; expected at least one vertex");
  expect(!options.from_day || options.dated, "a first day of a spread that is not dated; expected a dated one");
  expect(!in_steps(options.model) || options.retention >= 1, "a retention in steps (", model,
         "); expected recovery or forgetting to say how long knowledge lasts");
  expect(!(in_steps(options.model) && options.dated) || options.from_day.has_value(), "no first day of dated steps (",
         model, "); expected the day of the first one");
  const bool contagion = options.model == spread_model::complex_contagion;
  expect(contagion ? options.at_least.has_value() != options.share.has_value() : !options.at_least && !options.share,
         "a threshold of adoption for ", model,
         "; expected a number or a share of neighbors for complex_contagion alone");
  expect(!options.share || (*options.share >= 0 && *options.share <= 1), "a share of ", options.share.value_or(0),
         "; expected one in [0, 1]");
  expect(!options.normalize || options.model == spread_model::linear_threshold, "normalized weights for ", model,
         "; expected them for linear_threshold alone");
}

/// What a model in steps tells of vertices.
struct told_vertices {
  std::vector<first_passage> first{};
  std::vector<double> last{};
  std::vector<exposure> exposures{};
};

[[nodiscard]] inline told_vertices run_contagion(const spread_graph& g, std::span<const vertex_index> seeds,
                                                 const spread_options& options, spread_result& result) {
  const auto from = first_day(options);
  const std::vector<double> thresholds(g.order(), options.at_least ? *options.at_least : *options.share);
  const contagion_result made =
      complex_contagion(g, seeds, thresholds,
                        {.unit = options.at_least ? adoption_unit::neighbors : adoption_unit::share,
                         .max_steps = options.max_steps,
                         .from = from,
                         .stop = options.stop});
  const auto vertices = static_cast<double>(g.order());
  for (std::uint32_t step = 0; step < made.steps.size(); ++step) {
    const auto adopters = static_cast<double>(made.steps[step]);
    result.steps.push_back({step, {vertices - adopters, 0}, {}, {adopters, 0}, {}});
  }
  result.unfinished = made.finished ? 0 : 1;
  told_vertices told;
  std::vector<double> probability;
  std::vector<std::optional<adoption_time>> times;
  for (const auto& step : made.adopted) {
    probability.push_back(step ? 1 : 0);
    told.first.push_back(step ? first_passage{1, static_cast<double>(*step), *step, *step} : first_passage{});
    const std::int32_t time = from.value_or(1) + static_cast<std::int32_t>(step.value_or(0)) - 1;
    times.push_back(step ? std::optional{adoption_time{time, time}} : std::nullopt);
  }
  const auto last_step = static_cast<std::int32_t>(made.steps.size() - 1);
  told.exposures = adoption_exposure(g, times, options.dated, from.value_or(1) + last_step - 1);
  told.last = probability;
  result.estimate.spread = static_cast<double>(made.steps.back());
  estimate_exactly(std::move(probability), seeds, result.estimate);
  return told;
}

[[nodiscard]] inline told_vertices run_epidemic(const spread_graph& g, std::span<const vertex_index> seeds,
                                                const spread_options& options, spread_result& result) {
  const auto model = static_cast<epidemic_model>(static_cast<int>(options.model) - static_cast<int>(spread_model::si));
  epidemic_result made = simulate_epidemic(g, seeds,
                                           {.model = model,
                                            .recovery = options.recovery,
                                            .incubation = options.incubation,
                                            .forgetting = options.forgetting,
                                            .max_steps = options.max_steps,
                                            .samples = options.samples.value_or(1'000),
                                            .seed = options.seed,
                                            .threads = options.threads,
                                            .coins = options.coins,
                                            .from = first_day(options),
                                            .stop = options.stop,
                                            .report = options.report});
  result.estimate = std::move(made.reached);
  result.steps = std::move(made.steps);
  result.unfinished = made.unfinished;
  return {std::move(made.first), std::move(made.last_infectious), {}};
}

[[nodiscard]] inline told_vertices run_model(const spread_graph& g, std::span<const vertex_index> seeds,
                                             const spread_options& options, spread_result& result) {
  if (options.model == spread_model::complex_contagion) return run_contagion(g, seeds, options, result);
  if (in_steps(options.model)) return run_epidemic(g, seeds, options, result);
  if (options.model == spread_model::linear_threshold) {
    result.estimate = linear_threshold(g, seeds,
                                       {.samples = options.samples,
                                        .seed = options.seed,
                                        .threads = options.threads,
                                        .exact_up_to = options.exact_up_to,
                                        .retention = options.retention,
                                        .from = first_day(options),
                                        .stop = options.stop,
                                        .report = options.report});
  } else {
    result.estimate = independent_cascade(g, seeds,
                                          {.samples = options.samples,
                                           .seed = options.seed,
                                           .threads = options.threads,
                                           .exact_up_to = options.exact_up_to,
                                           .coins = options.coins,
                                           .retention = options.retention,
                                           .from = first_day(options),
                                           .stop = options.stop,
                                           .report = options.report});
  }
  return {};
}

}  // namespace detail

/// The spread of knowledge from `starts` along `relations` by a model, see `independent_cascade`, `linear_threshold`,
/// `simulate_epidemic` and `complex_contagion`. Vertices that no tie can bring knowledge to are not listed.
///
/// Undated, dates of ties are ignored beyond the view's: knowledge may take a tie that ended before the one on which it
/// came began. Dated, it moves along a tie only on days on which the tie holds and both parties exist, by the view's
/// certainty: in the cascade and the threshold model as soon as it can, without delay; in steps, a step is a day, the
/// first one `from_day`. Take a view of all days then. `paths` are then the ways by which it can arrive first.
///
/// Throws input_error as `make_spread_network` and the model do, for a start that does not count in the view, no start,
/// options that don't fit the model, and by name for weights into a vertex that sum to more than 1; `stopped`.
[[nodiscard]] inline spread_result spread(const network_view& view, std::span<const vertex_ref> starts,
                                          std::span<const relation_index> relations,
                                          const spread_options& options = {}) {
  const snapshot& net = view.net();
  detail::expect_options(options, starts);
  for (const vertex_ref v : starts) {
    if (view.contains(v)) continue;
    throw input_error{quote(net.key(v)) + " does not count" +
                      (view.options().day ? " on " + to_string(*view.options().day) : std::string{}) +
                      "; expected a start that surely exists then"};
  }
  spread_result result;
  transmission along = options.along;
  along.any_weight = options.normalize;
  const bool contagion = options.model == spread_model::complex_contagion;
  if (contagion) along = {.attribute = {}, .otherwise = 1};  // neighbors count, whatever passes
  result.network = make_spread_network(view, relations, starts, along);
  if (options.normalize) detail::normalize_weights(result.network);
  const spread_network& flat = result.network;
  std::vector<vertex_index> seeds;
  for (const vertex_ref v : starts) seeds.push_back(flat.numbers.at(v));
  const spread_graph g{flat.vertices.size(), flat.edges};
  if (options.model == spread_model::linear_threshold) detail::refuse_excessive_weights(net, flat, g);
  const detail::told_vertices told = detail::run_model(g, seeds, options, result);
  const auto from = detail::first_day(options);
  const bool steps = in_steps(options.model);
  result.paths = from ? first_paths(g, seeds, steps ? *from - 1 : *from, steps ? 1 : 0) : likely_paths(g, seeds);

  const spread_estimate& found = result.estimate;
  for (vertex_index v = 0; v < flat.vertices.size(); ++v) {
    if (result.paths[v].probability == 0 && found.probability[v] == 0) continue;
    result.vertices.push_back({.vertex = flat.vertices[v],
                               .probability = found.probability[v],
                               .standard_error = found.probability_error[v],
                               .low = found.probability_low[v],
                               .high = found.probability_high[v],
                               .path_probability = result.paths[v].probability});
    informed_vertex& row = result.vertices.back();
    if (!told.first.empty()) row.first = told.first[v], row.last = told.last[v];
    row.reason =
        contagion ? detail::contagion_reason(row, told.exposures[v]) : detail::spread_reason(net, result, v, options);
  }
  std::ranges::sort(result.vertices, [&](const informed_vertex& a, const informed_vertex& b) {
    return a.probability != b.probability ? a.probability > b.probability : net.key(a.vertex) < net.key(b.vertex);
  });
  return result;
}

}  // namespace capnet
