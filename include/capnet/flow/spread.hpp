#pragma once
/// How knowledge spreads over the ties of a network, and by which way it most likely arrives.
#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/flow/independent_cascade.hpp>
#include <capnet/view/network_view.hpp>
#include <capnet/view/tie_number.hpp>

namespace capnet {

/// The ties of some relations, ready for a cascade, and whom its numbers stand for.
struct cascade_network {
  std::vector<vertex_ref> vertices{};  ///< [number], by kind and then id; only those that a tie or a start touches
  std::unordered_map<vertex_ref, vertex_index> numbers{};
  std::vector<cascade_tie> ties{};
  std::vector<tie_ref> refs{};  ///< [position in `ties`]
};

/// A vertex that can be informed.
struct informed_vertex {
  vertex_ref vertex{};
  double probability = 0;
  double standard_error = 0;
  double low = 0, high = 0;     ///< as in cascade_result: `probability` if exact
  double path_probability = 1;  ///< that all of it passes
  std::string reason{};         ///< one sentence
};

struct spread_result {
  cascade_result cascade{};  ///< with its totals; vertices by number of `network`
  cascade_network network{};
  std::vector<likely_step> paths{};         ///< by number of `network`
  std::vector<informed_vertex> vertices{};  ///< all that can be reached, the most probable first; ties by key
};

/// The ties of `relations` that count in `view`, with the weight as the probability that knowledge passes from source
/// to target, or either way if the relation is undirected. A tie's key hashes its relation, the keys of its ends and
/// how many parallel ties were recorded before it, so that its coins are the same whatever else the network holds and
/// whatever day is looked at.
///
/// `probability` names the attribute of the ties that it is, if not the weight. Throws input_error that lists every tie
/// whose value is missing or outside [0, 1]: what is not known is not 0; and for a relation where it is declared to be
/// something else than a probability.
/// Time O(m log m), m ties ever recorded of the relations; space O(n + m).
[[nodiscard]] inline cascade_network make_cascade_network(const network_view& view,
                                                          std::span<const relation_index> relations,
                                                          std::span<const vertex_ref> starts = {},
                                                          std::string_view probability = "weight") {
  const snapshot& net = view.net();
  cascade_network flat;
  problem_list problems;
  std::vector<std::pair<dated_tie, std::uint64_t>> kept;
  std::vector<relation_index> once{relations.begin(), relations.end()};
  std::ranges::sort(once);
  once.erase(std::unique(once.begin(), once.end()), once.end());
  for (const relation_index r : once) {
    const relation_info& info = view.schema().relation(r);
    const tie_number number{net, r, probability};
    if (number.means() != meaning::probability && number.means() != meaning::none) {
      problems.add({{},
                    0,
                    0,
                    quote(probability) + " of relation " + quote(info.name) + " is declared as " +
                        std::string{to_string(number.means())} +
                        "; expected the probability that knowledge passes along a tie"});
      continue;
    }
    std::map<std::pair<vertex_ref, vertex_ref>, std::uint32_t> parallel;
    const layer& rows = net.layer(r);
    for (std::uint32_t row = 0; row < rows.rows(); ++row) {
      if (rows.is_retracted(row)) continue;
      const dated_tie uv = rows.tie(row);
      auto ends = std::pair{uv.source, uv.target};
      if (!info.directed && net.key(ends.second) < net.key(ends.first)) std::swap(ends.first, ends.second);
      const std::uint32_t before = parallel[ends]++;
      if (!view.contains(tie_ref{r, row}) || !view.contains(uv.source) || !view.contains(uv.target)) continue;
      const std::optional<double> weight = number({r, row}, uv);
      if (!weight || !(*weight >= 0 && *weight <= 1)) {
        const origin where = net.tie({r, row}).properties.where;
        problems.add({std::string{net.file_of(where)}, where.line, 0,
                      "the tie " + quote(info.name) + " from " + quote(net.key(uv.source)) + " to " +
                          quote(net.key(uv.target)) + " has " +
                          (weight ? std::string{probability} + ' ' + short_number(*weight, 12)
                                  : "no " + std::string{probability}) +
                          "; expected the probability that knowledge passes, in [0, 1]"});
        continue;
      }
      std::string name = info.name;
      for (const std::string& end : {net.key(ends.first), net.key(ends.second), std::to_string(before)})
        (name += '\0') += end;
      kept.push_back({uv, stable_hash(name)});
      kept.back().first.weight = weight;
      flat.refs.push_back({r, row});
    }
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  flat.vertices.assign(starts.begin(), starts.end());
  for (const auto& [uv, key] : kept) {
    flat.vertices.push_back(uv.source);
    flat.vertices.push_back(uv.target);
  }
  std::ranges::sort(flat.vertices);
  flat.vertices.erase(std::unique(flat.vertices.begin(), flat.vertices.end()), flat.vertices.end());
  for (vertex_index v = 0; v < flat.vertices.size(); ++v) flat.numbers.emplace(flat.vertices[v], v);
  for (std::size_t t = 0; t < kept.size(); ++t) {
    const auto& [uv, key] = kept[t];
    const bool both_ways = !view.schema().relation(flat.refs[t].relation).directed;
    flat.ties.push_back({flat.numbers.at(uv.source), flat.numbers.at(uv.target), *uv.weight, both_ways, key});
  }
  return flat;
}

namespace detail {

/// The sentence of a row: the most probable way, of which long ones are shown by their last ties.
[[nodiscard]] inline std::string spread_reason(const snapshot& net, const spread_result& result, vertex_index v) {
  auto shown = [](double p) { return p > 0 && p < .0001 ? std::string{"less than 0.0001"} : short_number(p, 6); };
  const cascade_network& flat = result.network;
  if (!result.paths[v].tie) return "Knowledge starts here.";
  constexpr std::size_t most = 6;
  auto named = [&](vertex_ref u) { return shortened(net.label_en(u), 200); };
  std::string way = named(flat.vertices[v]), product;
  std::size_t length = 0;
  vertex_index at = v;
  for (; result.paths[at].tie; at = result.paths[at].from) {
    if (++length > most) continue;
    way = named(flat.vertices[result.paths[at].from]) + " -> " + way;
    product = shown(flat.ties[*result.paths[at].tie].probability) + (product.empty() ? "" : " x ") + product;
  }
  if (length > most) {
    way = named(flat.vertices[at]) + " -> (" + std::to_string(length - most) + " more ties) -> " + way;
    product = "... x " + product;
  }
  const informed_vertex& row = result.vertices.back();
  return "Most likely by " + way + ", which passes with probability " + product +
         (length > 1 ? " = " + shown(row.path_probability) : "") +
         (row.probability > row.path_probability + 4 * row.standard_error + 1e-12 ? "; other ways add to it." : ".");
}

}  // namespace detail

/// The spread of knowledge from `starts` along `relations`, see `independent_cascade`. Vertices that no tie can bring
/// knowledge to are not listed. Dates of ties are ignored beyond the view's: knowledge may take a tie that ended before
/// the one on which it came began. Throws input_error as `make_cascade_network`, and for a start that does not count in
/// the view.
[[nodiscard]] inline spread_result spread(const network_view& view, std::span<const vertex_ref> starts,
                                          std::span<const relation_index> relations,
                                          const independent_cascade_options& options = {},
                                          std::string_view probability = "weight") {
  const snapshot& net = view.net();
  for (const vertex_ref v : starts) {
    if (view.contains(v)) continue;
    throw input_error{quote(net.key(v)) + " does not count" +
                      (view.options().day ? " on " + to_string(*view.options().day) : std::string{}) +
                      "; expected a start that surely exists then"};
  }
  spread_result result;
  result.network = make_cascade_network(view, relations, starts, probability);
  const cascade_network& flat = result.network;
  std::vector<vertex_index> seeds;
  for (const vertex_ref v : starts) seeds.push_back(flat.numbers.at(v));
  result.cascade = independent_cascade(flat.vertices.size(), flat.ties, seeds, options);
  result.paths = likely_paths(flat.vertices.size(), flat.ties, seeds);

  for (vertex_index v = 0; v < flat.vertices.size(); ++v) {
    if (result.paths[v].probability == 0) continue;
    result.vertices.push_back({.vertex = flat.vertices[v],
                               .probability = result.cascade.probability[v],
                               .standard_error = result.cascade.probability_error[v],
                               .low = result.cascade.probability_low[v],
                               .high = result.cascade.probability_high[v],
                               .path_probability = result.paths[v].probability});
    result.vertices.back().reason = detail::spread_reason(net, result, v);
  }
  std::ranges::sort(result.vertices, [&](const informed_vertex& a, const informed_vertex& b) {
    return a.probability != b.probability ? a.probability > b.probability : net.key(a.vertex) < net.key(b.vertex);
  });
  return result;
}

}  // namespace capnet
