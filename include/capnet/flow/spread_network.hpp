#pragma once
/// The ties of a network as a graph for spreading: with what probability, and when, knowledge passes along each.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/algorithm/linear_threshold.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/view/network_view.hpp>
#include <capnet/view/tie_number.hpp>

namespace capnet {

/// The probability that knowledge passes along a tie: the tie's own, else that of its relation, else `otherwise`.
struct transmission {
  std::string attribute = "weight";  ///< of ties; empty: none is read
  std::map<relation_index, double> of_relation{};
  std::optional<double> otherwise{};
  bool any_weight = false;  ///< what ties say is a weight, of any size from 0 on, to be normalized

  /// Of a tie that has none of its own.
  [[nodiscard]] std::optional<double> of(relation_index r) const {
    const auto found = of_relation.find(r);
    return found != of_relation.end() ? std::optional{found->second} : otherwise;
  }
};

/// The ties of some relations, ready for spreading, and whom its numbers stand for.
struct spread_network {
  std::vector<vertex_ref> vertices{};  ///< [number], by kind and then id; only those that a tie or a start touches
  std::unordered_map<vertex_ref, vertex_index> numbers{};
  std::vector<spread_edge> edges{};
  std::vector<tie_ref> refs{};  ///< [position in `edges`]
};

namespace detail {

/// The days on which knowledge can pass along a tie, as numbers: while it holds and both its parties exist, by the
/// certainty of the view.
[[nodiscard]] inline std::pair<std::int32_t, std::int32_t> passing_days(const network_view& view, const dated_tie& uv) {
  const auto days = [&](const held_when& when) { return capnet::days_of(when.when(), view.options().sure); };
  const interval both = common_days(
      days(uv.when), common_days(days(view.net().parts().held(uv.source)), days(view.net().parts().held(uv.target))));
  const auto number = [](date day) {
    return day <= unbounded_past ? first_time : day >= unbounded_future ? last_time : held_when::number(day);
  };
  return {number(both.begin), number(both.end)};
}

}  // namespace detail

/// The ties of `relations` that count in `view`, along which knowledge passes from source to target, or either way if
/// the relation is undirected. A tie's key hashes its relation, the keys of its ends and how many parallel ties were
/// recorded before it, so that its coins by edge are the same whatever else the network holds and whatever day is
/// looked at. An edge's days are those on which the tie holds and both its parties exist, as certain as the view asks:
/// of partial dates, surely or possibly.
///
/// Throws input_error that lists every tie whose probability is missing, where nothing stands in for it, or outside
/// [0, 1]: what is not known is not 0; for a relation where the attribute is declared to be something else than a
/// probability; and for what stands in, outside [0, 1]. Time O(m log m), m ties ever recorded of the relations; space
/// O(n + m).
[[nodiscard]] inline spread_network make_spread_network(const network_view& view,
                                                        std::span<const relation_index> relations,
                                                        std::span<const vertex_ref> starts = {},
                                                        const transmission& along = {}) {
  const snapshot& net = view.net();
  spread_network flat;
  problem_list problems;
  struct kept_tie {
    vertex_ref source, target;
    spread_edge edge;
  };
  std::vector<kept_tie> kept;
  const std::string& attribute = along.attribute;
  std::vector<relation_index> once{relations.begin(), relations.end()};
  std::ranges::sort(once);
  once.erase(std::unique(once.begin(), once.end()), once.end());
  for (const relation_index r : once) {
    const relation_info& info = view.schema().relation(r);
    if (const auto other = along.of(r); other && !(*other >= 0 && *other <= 1)) {
      problems.add({{},
                    0,
                    0,
                    "the probability " + short_number(*other, 12) + " for ties of " + quote(info.name) +
                        "; expected one in [0, 1]"});
      continue;
    }
    // Where nobody has the attribute, another probability may stand for all.
    const bool has = !attribute.empty() &&
                     (attribute == "weight" || !along.of(r) || view.schema().attribute(r, attribute) != nullptr);
    std::optional<tie_number> number;
    if (has) number.emplace(net, r, attribute);
    if (number && number->means() != meaning::probability && number->means() != meaning::none && !along.any_weight) {
      problems.add({{},
                    0,
                    0,
                    quote(attribute) + " of relation " + quote(info.name) + " is declared as " +
                        std::string{to_string(number->means())} +
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
      std::optional<double> p = number ? (*number)({r, row}, uv) : std::nullopt;
      if (!p) p = along.of(r);
      if (!p || !(*p >= 0 && *p <= (along.any_weight ? 0x1p1000 : 1.0))) {
        problems.add(net.problem_at(
            net.tie({r, row}).properties.where,
            "the tie " + quote(info.name) + " from " + quote(net.key(uv.source)) + " to " + quote(net.key(uv.target)) +
                " has " + (p ? attribute + ' ' + short_number(*p, 12) : "no " + attribute) +
                (along.any_weight ? "; expected a weight that is not negative"
                                  : "; expected the probability that knowledge passes, in [0, 1]")));
        continue;
      }
      std::string name = info.name;
      for (const std::string& end : {net.key(ends.first), net.key(ends.second), std::to_string(before)})
        (name += '\0') += end;
      const auto [begin, end] = detail::passing_days(view, uv);
      kept.push_back({uv.source, uv.target, {0, 0, *p, !info.directed, stable_hash(name), begin, end}});
      flat.refs.push_back({r, row});
    }
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  flat.vertices.assign(starts.begin(), starts.end());
  for (const kept_tie& uv : kept) {
    flat.vertices.push_back(uv.source);
    flat.vertices.push_back(uv.target);
  }
  std::ranges::sort(flat.vertices);
  flat.vertices.erase(std::unique(flat.vertices.begin(), flat.vertices.end()), flat.vertices.end());
  for (vertex_index v = 0; v < flat.vertices.size(); ++v) flat.numbers.emplace(flat.vertices[v], v);
  for (kept_tie& uv : kept) {
    uv.edge.source = flat.numbers.at(uv.source);
    uv.edge.target = flat.numbers.at(uv.target);
    flat.edges.push_back(uv.edge);
  }
  return flat;
}

namespace detail {

/// Weights into vertices that sum to more than 1 are divided by their sum, if that is asked for.
inline void normalize_weights(spread_network& flat) {
  threshold_edges made = normalized_in_weights(flat.vertices.size(), flat.edges);
  std::vector<tie_ref> refs;
  refs.reserve(made.origin.size());
  for (const std::uint32_t e : made.origin) refs.push_back(flat.refs[e]);
  flat.edges = std::move(made.edges);
  flat.refs = std::move(refs);
}

inline void refuse_excessive_weights(const snapshot& net, const spread_network& flat, const spread_graph& g) {
  problem_list problems;
  for (const auto& [v, sum] : excessive_in_weights(g)) {
    problems.add({{},
                  0,
                  0,
                  "the weights of the ties into " + quote(net.key(flat.vertices[v])) + " sum to " +
                      short_number(sum, 12) + "; expected at most 1, or to normalize them (--normalize)"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
}

}  // namespace detail

}  // namespace capnet
