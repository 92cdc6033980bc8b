#include "report/spread_steps.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/epidemic.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/flow/spread_network.hpp>
#include <capnet/view/tie_number.hpp>

#include "report/day_stops.hpp"
#include "report/notable.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// Calls `find`; the problems that it throws join others.
template <class Find>
void gather(problem_list& problems, const Find& find) {
  try {
    find();
  } catch (const input_error& error) {
    for (const problem& one : error.problems()) problems.add(one);
  }
}

constexpr std::uint32_t most_steps = 12;
constexpr std::size_t most_starts = 5, most_rows = 1'500;

/// The links that knowledge passes along.
struct links {
  std::vector<vertex_ref> vertices{};
  vertex_numbers numbers{};
  std::vector<spread_edge> edges{};
  std::size_t assumed = 0;  ///< have `probability`
};

/// Ties of relations that have a weight declared as a probability.
std::vector<relation_index> with_probabilities(const snapshot& net) {
  std::vector<relation_index> found;
  for (const layer& ties : net.layers()) {
    const tie_number weight{net, ties.relation(), "weight"};
    if (weight.means() == meaning::probability && weight.known()) found.push_back(ties.relation());
  }
  return found;
}

links links_of_ties(const network_view& view, const std::vector<relation_index>& relations,
                    const std::vector<vertex_ref>& starts, std::optional<double> otherwise) {
  spread_network flat =
      make_spread_network(view, relations, starts, {.attribute = "weight", .of_relation = {}, .otherwise = otherwise});
  links all{.vertices = std::move(flat.vertices), .numbers = {}, .edges = std::move(flat.edges)};
  for (std::size_t e = 0; e < flat.refs.size(); ++e)
    all.assumed += !view.net().tie(flat.refs[e]).properties.weight.has_value();
  for (vertex_index v = 0; v < all.vertices.size(); ++v) all.numbers.emplace(all.vertices[v], v);
  return all;
}

links links_of_organizations(const flattened& flat, double probability) {
  links all{.vertices = flat.vertices, .numbers = flat.numbers, .edges = {}};
  for (vertex_index u = 0; u < flat.vertices.size(); ++u) {
    for (const vertex_index v : flat.graph.successors(u)) {
      if (u < v) all.edges.push_back({.source = u, .target = v, .probability = probability, .both_ways = true});
    }
  }
  all.assumed = all.edges.size();
  return all;
}

/// Who knows at first.
struct spread_start {
  std::vector<vertex_ref> who{};
  std::string_view why{};
  std::optional<vertex_ref> hosted{};  ///< the event that they host
};

std::vector<spread_start> starts_of(const measure_context& context, const report_simulation& options) {
  const network_view& view = context.certain().view();
  const snapshot& net = view.net();
  std::vector<spread_start> all;
  problem_list problems;
  for (const std::string& key : options.spread_from) {
    gather(problems, [&] {
      const vertex_ref v = net.vertex(key);
      const bool event = net.schema().is_a(v.kind, net.schema().index_of<kind::event>());
      spread_start one{.who = event ? hosts_of(view, v) : std::vector{v}, .why = "asked", .hosted = {}};
      if (event) one.hosted = v;
      if (one.who.empty()) throw input_error{quote(key) + " has no organization that hosts it; expected one that has"};
      if (!std::ranges::all_of(one.who, [&](vertex_ref who) { return view.contains(who); }))
        throw input_error{quote(key) + " does not count on the day of the report; expected a start that surely exists"};
      all.push_back(std::move(one));
    });
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  for (const notable& one : notable_organizations(context, most_starts, true)) {
    const bool there = std::ranges::any_of(
        all, [&](const spread_start& s) { return s.who.size() == 1 && s.who.front() == one.organization; });
    if (!there && all.size() < most_starts) all.push_back({{one.organization}, one.why, {}});
  }
  return all;
}

/// As many as leave it quick: a sample reads each link at most once.
std::uint32_t samples_for(std::size_t size) {
  constexpr std::size_t links_to_read = 10'000'000;
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(links_to_read / (size + 1), 100, 2'000));
}

double thousandths(double p) { return std::floor(p * 1'000 + .5) / 1'000; }

object start_json(const network_view& view, const links& along, const spread_graph& g, const spread_start& start,
                  const picture& drawn, std::uint32_t samples, const report_simulation& options) {
  const snapshot& net = view.net();
  std::vector<vertex_index> seeds;
  for (const vertex_ref v : start.who) {
    if (const auto number = along.numbers.find(v)) seeds.push_back(*number);
  }
  std::vector<std::vector<double>> informed;  // [step][vertex]
  array steps;
  const auto n = static_cast<double>(along.vertices.size());
  for (std::uint32_t step = 1;; ++step) {
    // The cascade is SIR in which whoever is infectious recovers after one step. With the same seed the samples of more
    // steps go on where those of fewer end.
    const epidemic_result found = simulate_epidemic(g, seeds,
                                                    {.model = epidemic_model::sir,
                                                     .recovery = 1,
                                                     .max_steps = step,
                                                     .samples = samples,
                                                     .seed = options.seed,
                                                     .threads = options.threads});
    if (step == 1) {
      std::vector<double> at_start(along.vertices.size());
      for (const vertex_index v : seeds) at_start[v] = 1;
      informed.push_back(std::move(at_start));
      steps.push_back(array{seeds.size(), 0});
    }
    const bool more = found.steps.size() > step;
    if (more) {
      informed.push_back(found.reached.probability);
      const sampled_mean& open = found.steps[step].susceptible;
      steps.push_back(array{n - open.mean, std::isnan(open.standard_error) ? 0 : open.standard_error});
    }
    if (!more || found.unfinished == 0 || step == most_steps) break;
  }
  if (informed.size() > 1 && informed.back() == informed[informed.size() - 2])  // the last who heard tell nobody
    informed.pop_back(), steps.pop_back();
  std::vector<vertex_index> reached;
  for (vertex_index v = 0; v < along.vertices.size(); ++v) {
    if (informed.back()[v] > 0) reached.push_back(v);
  }
  const std::size_t shown = std::min(reached.size(), most_rows);
  std::ranges::partial_sort(reached, reached.begin() + static_cast<std::ptrdiff_t>(shown),
                            [&](vertex_index a, vertex_index b) {
                              if (informed.back()[a] != informed.back()[b])
                                return informed.back()[a] > informed.back()[b];
                              return net.key(along.vertices[a]) < net.key(along.vertices[b]);
                            });
  array rows;
  for (std::size_t k = 0; k < shown; ++k) {
    const vertex_index v = reached[k];
    array row{drawn_or_named(net, drawn, along.vertices[v])};
    for (std::size_t step = 0; step < informed.size(); ++step) {
      const double p = thousandths(informed[step][v]);
      if (step == 0 || p != thousandths(informed[step - 1][v])) row.push_back(step), row.emplace_back(p);
    }
    rows.push_back(std::move(row));
  }
  object one{{"who", drawn_or_named(net, drawn, start.who)},
             {"why", start.why},
             {"steps", std::move(steps)},
             {"rows", std::move(rows)}};
  if (start.hosted) one["hosted"] = drawn_or_named(net, drawn, *start.hosted);
  if (reached.size() > shown) one["more"] = reached.size() - shown;
  return one;
}

}  // namespace

void add_spread(object& payload, const measure_context& context, const picture& drawn,
                const report_simulation& options) {
  const network_view& view = context.certain().view();
  const snapshot& net = view.net();
  const std::optional<double> p = options.probability;
  if (p && !(*p >= 0 && *p <= 1))
    throw input_error{"a probability of " + short_number(*p, 12) + " that knowledge passes; expected one in [0, 1]"};
  std::vector<relation_index> relations;
  problem_list problems;
  for (const std::string& name : options.relations)
    gather(problems, [&] { relations.push_back(net.schema().relation_named(name)); });
  if (!problems.empty()) throw input_error{std::move(problems)};
  if (relations.empty()) relations = with_probabilities(net);
  const bool asked = !options.spread_from.empty() || !options.relations.empty();
  if (relations.empty() && !p) {
    if (asked)
      throw input_error{
          "no tie says how probably knowledge passes along it; expected a probability to assume of each link, such as "
          "0.3"};
    if (net.size() > 0) payload["spread"] = {{"none", "missing"}};
    return;
  }
  const std::vector<spread_start> starts = starts_of(context, options);
  if (starts.empty()) return;
  std::vector<vertex_ref> all_starts;
  for (const spread_start& one : starts) all_starts.insert(all_starts.end(), one.who.begin(), one.who.end());
  object all{{"seed", std::to_string(options.seed)}};
  links along;
  try {
    along = relations.empty() ? links_of_organizations(context.certain().organizations(), *p)
                              : links_of_ties(view, relations, all_starts, p);
  } catch (const input_error& error) {
    if (asked || p) throw;
    payload["spread"] = {{"none", "some"}, {"message", clipped(error.what(), 600)}};
    return;
  }
  if (along.edges.empty()) return;
  for (const spread_start& one : starts) {
    for (const vertex_ref v : one.who) {
      if (!along.numbers.find(v))
        throw input_error{quote(net.key(v)) +
                          " has no place in the organization network; expected an organization, an event that has "
                          "hosts, or relations that knowledge passes along"};
    }
  }
  const spread_graph g{along.vertices.size(), along.edges};
  const std::uint32_t samples = samples_for(along.vertices.size() + along.edges.size());
  all["samples"] = samples;
  all["order"] = along.vertices.size();
  all["links"] = along.edges.size();
  all["assumed"] = along.assumed;
  if (p) all["probability"] = *p;
  if (!relations.empty()) {
    array names;
    for (const relation_index r : relations) names.emplace_back(clipped(net.schema().relation(r).name));
    all["relations"] = std::move(names);
  }
  array choices;
  for (const spread_start& one : starts) choices.push_back(start_json(view, along, g, one, drawn, samples, options));
  all["starts"] = std::move(choices);
  payload["spread"] = std::move(all);
}

}  // namespace capnet::detail
