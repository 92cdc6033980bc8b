#pragma once
/// The best way between two vertices: of fewest ties, or of the least total of a number that ties have.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/problem_list.hpp>
#include <capnet/core/text.hpp>
#include <capnet/query/neighbors.hpp>
#include <capnet/view/tie_number.hpp>

namespace capnet {

namespace detail {

struct path_parent {
  vertex_ref vertex{};
  tie_ref tie{};
  bool forward = true;
  friend bool operator<(const path_parent& a, const path_parent& b) {
    return std::tie(a.vertex, a.tie) < std::tie(b.vertex, b.tie);
  }
};

/// What it costs to reach a vertex, by how many ties, and by which one last: nothing for the start.
template <class Cost>
struct way_to {
  Cost cost{};
  std::uint32_t ties = 0;
  std::optional<path_parent> by{};
  friend bool operator<(const way_to& a, const way_to& b) {
    return std::tie(a.cost, a.ties) < std::tie(b.cost, b.ties);
  }
};

/// The best ways from a start.
template <class Cost>
struct way_tree {
  std::unordered_map<vertex_ref, way_to<Cost>> ways{};
  std::vector<vertex_ref> order{};  ///< best first

  [[nodiscard]] tie_path path(vertex_ref to) const {
    tie_path path{.start = to};
    for (const auto* last = &ways.at(to); last->by; last = &ways.at(path.start)) {
      path.legs.push_back({last->by->tie, last->by->forward, path.start});
      path.start = last->by->vertex;
    }
    std::ranges::reverse(path.legs);
    return path;
  }
};

/// The best ways from a start to what can be reached, or until `to` is (Dijkstra 1959): by cost, then number of ties,
/// then by the least vertex before the last tie, by that tie, and so on back. `step(cost, u, tie_end)` is the cost
/// beyond a tie that is taken from u, not less than `cost`, or nothing where it can't be passed.
template <class Cost, class Step>
[[nodiscard]] way_tree<Cost> best_ways(const network_view& view, const tie_ways& ways, vertex_ref start, Cost first,
                                       const Step& step, std::optional<vertex_ref> to = {}) {
  way_tree<Cost> tree{{{start, {first}}}, {}};
  using entry = std::tuple<Cost, std::uint32_t, bool, vertex_ref>;  // of equals `to` first
  std::priority_queue<entry, std::vector<entry>, std::greater<>> open;
  open.push({first, 0, start != to, start});
  while (!open.empty()) {
    const auto [cost, ties, beside, u] = open.top();
    open.pop();
    if (tree.ways.at(u) < way_to<Cost>{cost, ties}) continue;  // a better way was found since
    tree.order.push_back(u);
    if (!beside) break;
    for_each_neighbor(view, ways, u, [&, cost = cost, ties = ties, u = u](const tie_end& uv, bool forward) {
      const std::optional<Cost> beyond = step(cost, u, uv);
      if (!beyond) return;
      const way_to<Cost> through{*beyond, ties + 1, path_parent{u, uv.tie, forward}};
      const auto [at, fresh] = tree.ways.try_emplace(uv.vertex, through);
      way_to<Cost>& best = at->second;
      if (fresh || through < best) {
        best = through;
        open.push({*beyond, ties + 1, uv.vertex != to, uv.vertex});
      } else if (!(best < through) && best.by && *through.by < *best.by) {
        best.by = through.by;
      }
    });
  }
  return tree;
}

/// Whether values add up along a path.
[[nodiscard]] constexpr bool adds_up(meaning means) { return means != meaning::level && means != meaning::probability; }
template <attribute_tag Tag>
inline constexpr bool is_length = [] {
  if (!is_number(Tag::type)) return false;
  if constexpr (requires { Tag::means; }) return adds_up(Tag::means);
  return true;
}();

}  // namespace detail

/// A path with the fewest ties, or nothing if there is none or an end does not count.
///
/// Of several, the one whose last vertex before `to` has the least kind and id, then the vertex before that, and so on;
/// of parallel ties the one recorded first. From a vertex to itself: no tie.   Time O(m log m) over the ties within the
/// distance, space O(vertices within it).
[[nodiscard]] inline std::optional<tie_path> shortest_path(const network_view& view, vertex_ref from, vertex_ref to,
                                                           const tie_ways& ways) {
  if (!view.contains(from) || !view.contains(to)) return std::nullopt;
  const auto free = [](bool cost, vertex_ref, const tie_end&) { return std::optional{cost}; };  // ties alone decide
  const auto tree = detail::best_ways(view, ways, from, false, free, to);
  return tree.ways.contains(to) ? std::optional{tree.path(to)} : std::nullopt;
}

/// A path and its length.
struct weighted_path {
  tie_path path{};
  double length = 0;          ///< of the ties whose length is known: at least so long if some are unknown
  std::uint32_t unknown = 0;  ///< ties whose length is unknown
};

/// Gives the length of a tie, or nothing if it is unknown.
template <class Length>
concept length_of_ties = std::is_invocable_r_v<std::optional<double>, const Length&, tie_ref>;

/// A path with the fewest ties of unknown length, of these of least length, then with the fewest ties (Dijkstra 1959);
/// otherwise as `shortest_path`. So what is unknown is never taken for 0: such a path is found only where every path
/// has unknown lengths, and says of how many ties. Sums are taken from `from` on.
///
/// Throws input_error for a length that is negative or not finite.   Time O(m log m) over what is nearer, space O(n).
template <length_of_ties Length>
[[nodiscard]] std::optional<weighted_path> shortest_path(const network_view& view, vertex_ref from, vertex_ref to,
                                                         const tie_ways& ways, const Length& length) {
  if (!view.contains(from) || !view.contains(to)) return std::nullopt;
  using cost = std::pair<std::uint32_t, double>;  // unknown ties, length of the others
  const auto step = [&](const cost& so_far, vertex_ref, const tie_end& uv) -> std::optional<cost> {
    const std::optional<double> own = length(uv.tie);
    if (!own) return cost{so_far.first + 1, so_far.second};
    if (!(*own >= 0) || std::isinf(*own))
      throw input_error{"the length of a tie is negative or not finite; expected 0 or more, or nothing if unknown"};
    return cost{so_far.first, so_far.second + *own};
  };
  const auto tree = detail::best_ways(view, ways, from, cost{}, step, to);
  if (!tree.ways.contains(to)) return std::nullopt;
  const auto [unknown, sum] = tree.ways.at(to).cost;
  return weighted_path{tree.path(to), sum, unknown};
}

/// A number that ties have, such as "hours" or "weight", as their length: for many questions on the same ways.
class tie_lengths {
 public:
  /// Throws input_error for a relation without a number of that name; for units or meanings that differ; for levels and
  /// probabilities, which don't add up; and one that lists every tie of the ways that counts and has a negative value
  /// or one that is not finite.   Time O(ties of the relations).
  tie_lengths(const network_view& view, const tie_ways& ways, std::string_view attribute) : net_{view.net()} {
    expect_one_unit(net_, ways.relations, attribute);
    problem_list problems;
    for (const relation_index r : ways.relations) {
      const tie_number& number = numbers_.try_emplace(r, net_, r, attribute).first->second;
      const std::string what = quote(attribute) + " of " + quote(net_.schema().relation(r).name);
      if (!detail::adds_up(number.means())) {
        throw input_error{what + " is a " + std::string{to_string(number.means())} +
                          ", and these don't add up along a path; expected a length, duration, amount or count"};
      }
      if (info_ == nullptr) info_ = number.info();
      view.for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
        const std::optional<double> own = number(t, uv);
        if (!own || (*own >= 0 && !std::isinf(*own))) return;
        problems.add(net_.problem_at(net_.tie(t).properties.where,
                                     what + " from " + quote(net_.key(uv.source)) + " to " +
                                         quote(net_.key(uv.target)) + " is " + short_number(*own, 12) +
                                         "; expected 0 or more, as it is to be the length of a path"));
      });
    }
    if (!problems.empty()) throw input_error{std::move(problems)};
  }
  /// Pre: the tie is of the ways.
  [[nodiscard]] std::optional<double> operator()(tie_ref t) const {
    return numbers_.at(t.relation)(t, net_.layer(t.relation).tie(t.row));
  }
  /// What is known of the attribute; null for a weight of which nothing is said.
  [[nodiscard]] const attribute_info* info() const { return info_; }

 private:
  snapshot net_;
  std::unordered_map<relation_index, tie_number> numbers_{};
  const attribute_info* info_ = nullptr;
};

/// The same ways without relations that have no number of that name.
[[nodiscard]] inline tie_ways ways_with(const snapshot& net, tie_ways ways, std::string_view attribute) {
  std::erase_if(ways.relations, [&](relation_index r) {
    const attribute_info* const known = net.schema().attribute(r, attribute);
    if (attribute == "weight") return known == nullptr && !net.layer(r).weighted();
    return known == nullptr || !is_number(known->type);
  });
  return ways;
}

/// The same with a number of the ties as the length, by its name: `shortest_path(view, from, to, ways, "hours")`.
/// Throws as `tie_lengths` does, which is made for this one question.
[[nodiscard]] inline std::optional<weighted_path> shortest_path(const network_view& view, vertex_ref from,
                                                                vertex_ref to, const tie_ways& ways,
                                                                std::string_view attribute) {
  return shortest_path(view, from, to, ways, tie_lengths{view, ways, attribute});
}
/// The same with a declared attribute: `shortest_path<attr::hours>(view, from, to, ways)`. A tie of a relation that
/// does not have it can't be taken.
template <attribute_tag Tag>
[[nodiscard]] std::optional<weighted_path> shortest_path(const network_view& view, vertex_ref from, vertex_ref to,
                                                         const tie_ways& ways) {
  static_assert(detail::is_length<Tag>, "capnet: lengths add up along a path, but levels and probabilities don't");
  return shortest_path(view, from, to, ways_with(view.net(), ways, Tag::name), Tag::name);
}

}  // namespace capnet
