#pragma once
/// A question as data: what every form of a query is turned into. The one executor that answers it: executor.hpp.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/query/attribute_filter.hpp>
#include <capnet/query/cost.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Steps of a plan. A step turns a set of vertices, each with a number of walks and a weight, into the next.
struct step_along {
  relation_index relation{};
  bool forward = true;  ///< from source to target; an undirected relation is walked both ways by either
  friend bool operator==(const step_along&, const step_along&) = default;
};
/// Along any of several ways, again and again: the walks of `fewest` to `most` ties, each tie of any of the ways.
struct step_walk {
  std::vector<step_along> ways{};  ///< each once; a loop of a directed relation counts for either direction
  std::uint32_t fewest = 1;        ///< with 0, who is here stays as well
  std::uint32_t most = 1;
  std::vector<step_attribute> filters{};  ///< that each tie passes, by its weight or another attribute
  std::string name{};                     ///< that the tie is called by; of a single tie alone
  friend bool operator==(const step_walk&, const step_walk&) = default;
};
/// Calls the vertices that stand here by a name; or, `again`, keeps those that are what the name was given to before.
struct step_name {
  std::string name{};
  bool again = false;
  friend bool operator==(const step_name&, const step_name&) = default;
};
struct step_where {
  std::function<bool(const network_view&, vertex_ref)> keep{};
  friend bool operator==(const step_where&, const step_where&) { return false; }  ///< nobody can tell
};
/// Of this kind, or of one that is: an own kind that is an organization passes where organizations do.
struct step_kind {
  kind_index kind{};
  friend bool operator==(const step_kind&, const step_kind&) = default;
};
/// Of one of these sectors on the day of the question; negated, of a known sector that is none of these.
struct step_sector {
  std::vector<sector> sectors{};
  bool negated = false;
  friend bool operator==(const step_sector&, const step_sector&) = default;
};
/// Of one of these regions; negated, of a known region that is none of these. "" stands for unknown.
struct step_region {
  std::vector<std::string> regions{};
  bool negated = false;
  bool same_as_start = false;  ///< instead: of the region of the one start, if that is known
  friend bool operator==(const step_region&, const step_region&) = default;
};
/// One of these vertices, or none of them.
struct step_among {
  std::vector<vertex_ref> vertices{};  ///< ascending
  bool negated = false;
  friend bool operator==(const step_among&, const step_among&) = default;
};
/// The best k. By weight, those whose walks met an unknown weight come after all others, and last what is no number.
struct step_top {
  std::size_t k = 10;
  bool by_weight = true;  ///< else by number of walks
  bool by_key = false;    ///< equals by the name of their kind and their key, whatever the order of recording; else by
                          ///< kind and id, which are numbers in that order
  friend bool operator==(const step_top&, const step_top&) = default;
};
using plan_step = std::variant<step_along, step_where, step_kind, step_top, step_walk, step_sector, step_region,
                               step_among, step_attribute, step_name>;

/// What is compared, shown or added up of a walk: a vertex or tie by its name, an attribute of it, or a value.
struct query_term {
  std::string name{};       ///< empty: the value
  std::string attribute{};  ///< empty: who or which it is. Of a vertex also `kind`, `id`, `sector` and `region`
  attribute_value value{};
  friend bool operator==(const query_term&, const query_term&) = default;
};
/// What a name stands for, or an attribute of it: `query_condition{term("a"), comparison::not_equal, term("b")}`.
[[nodiscard]] inline query_term term(std::string name, std::string attribute = {}) {
  return {.name = std::move(name), .attribute = std::move(attribute)};
}
template <attribute_tag Tag>
[[nodiscard]] query_term term(std::string name) {
  return {.name = std::move(name), .attribute = std::string{Tag::name}};
}
/// What has to hold of a walk: who or which it is compares by kind and id, or by relation and row; attributes as in
/// `step_attribute`. What is unknown compares with nothing.
struct query_condition {
  query_term left{};
  comparison how = comparison::equal;
  query_term right{};
};
/// What walks add up to instead of the product of their ties' weights: an attribute of the tie of one step.
struct query_sum {
  std::size_t step = 0;  ///< in `steps`; of a single tie
  std::string attribute{};
  friend bool operator==(const query_sum&, const query_sum&) = default;
};

/// A vertex that a query found. A walk is a way along ties that count, one for each step; parallel ties are different
/// walks.
struct query_row {
  vertex_ref vertex{};
  std::uint64_t walks = 1;    ///< that end here; stays at the largest 64-bit number if there are more
  double weight = 1;          ///< sum over walks of the product of their ties' weights; one that is unknown counts 1.
                              ///< With `query_plan::sum`: of the attribute, as far as it is known
  std::uint64_t unknown = 0;  ///< how many unknown values these walks met, all together; as `walks` if there are more

  /// More walks end here than can be counted.
  [[nodiscard]] bool saturated() const { return walks == std::numeric_limits<std::uint64_t>::max(); }
  friend bool operator==(const query_row&, const query_row&) = default;
};

/// A question to a network: where to start, and the steps from there. If no tie of the relations on the way has a
/// weight, or one has a weight that does not multiply (a level, amount, length or duration), there is nothing to weigh,
/// and every tie counts 1; else the weight of a tie without one is unknown. Who answers it throws input_error where it
/// names a vertex, kind or relation that the network does not have, or a walk of more ties at least than at most.
struct query_plan {
  std::vector<vertex_ref> start{};         ///< used if `start_kind` is empty
  std::optional<kind_index> start_kind{};  ///< all of this kind, or of one that is
  std::vector<plan_step> steps{};
  std::vector<query_condition> conditions{};  ///< all have to hold
  std::optional<query_sum> sum{};
  std::optional<date> day{};  ///< as of when; else all that was held
  certainty sure = certainty::certain;
  std::optional<interval> window{};  ///< what held on some day of it; with `day` too, both must hold
};

/// The network as a plan sees it.
[[nodiscard]] inline network_view view_of(const snapshot& net, const query_plan& plan) {
  return network_view{net, {.day = plan.day, .window = plan.window, .sure = plan.sure}};
}

/// The ways that the walks of an answer took: what `walk_finder` goes back by.
struct query_trace {
  /// One step along ties.
  struct stage {
    std::vector<step_along> ways{};
    std::vector<step_attribute> filters{};          ///< of its ties
    std::uint32_t fewest = 1;                       ///< ties of the step
    std::vector<std::vector<vertex_ref>> fronts{};  ///< [ties]: who stood before that tie, ascending
  };
  std::vector<stage> stages{};
  std::vector<vertex_ref> reached{};  ///< at the end, ascending
};

namespace detail {

/// The ways that a step along ties takes any of; none of another step.
[[nodiscard]] inline std::span<const step_along> ways_of(const plan_step& step) {
  if (const auto* one = std::get_if<step_along>(&step)) return {one, 1};
  const auto* const walk = std::get_if<step_walk>(&step);
  return walk != nullptr ? std::span<const step_along>{walk->ways} : std::span<const step_along>{};
}
/// Refuses steps that name what the network does not have.
inline void expect_steps_of(const snapshot& net, const query_plan& plan) {
  for (const plan_step& step : plan.steps) {
    for (const step_along& way : ways_of(step)) (void)net.layer(way.relation);
    if (const auto* kind = std::get_if<step_kind>(&step)) (void)net.order(kind->kind);
    if (const auto* among = std::get_if<step_among>(&step)) {
      for (const vertex_ref v : among->vertices) (void)net.held(v);
    }
    if (const auto* walk = std::get_if<step_walk>(&step)) {
      expect(walk->fewest <= walk->most, "a walk of at least ", walk->fewest, " and at most ", walk->most,
             " ties; expected the first not to be more");
    }
    if (const auto* where = std::get_if<step_where>(&step))
      expect(static_cast<bool>(where->keep), "a filter has no function; expected one");
  }
}

/// Calls `visit(name, stage, tie, again)` for each name of a plan: how many steps along ties stand before it, and the
/// step that it is a tie of, or null.
template <class Visit>
void for_each_name(const query_plan& plan, const Visit& visit) {
  std::size_t stage = 0;
  for (const plan_step& step : plan.steps) {
    const auto* const walk = std::get_if<step_walk>(&step);
    if (const auto* name = std::get_if<step_name>(&step)) visit(name->name, stage, nullptr, name->again);
    if (walk != nullptr && !walk->name.empty()) visit(walk->name, stage, walk, false);
    if (walk != nullptr || std::holds_alternative<step_along>(step)) ++stage;
  }
}

/// Whether a filter of sector, region, kind, attribute or vertices lets a vertex pass. Pre: `step` is one of these.
[[nodiscard]] inline bool passes(const network_view& view, const plan_step& step, vertex_ref v) {
  if (const auto* kind = std::get_if<step_kind>(&step)) return view.schema().is_a(v.kind, kind->kind);
  if (const auto* attribute = std::get_if<step_attribute>(&step)) return passes(view, *attribute, v);
  if (const auto* among = std::get_if<step_among>(&step))
    return std::ranges::binary_search(among->vertices, v) != among->negated;
  if (const auto* sectors = std::get_if<step_sector>(&step)) {
    const sector s = view.sector(v);
    const bool one = std::ranges::find(sectors->sectors, s) != sectors->sectors.end();
    return sectors->negated ? s != sector::unknown && !one : one;
  }
  const auto& regions = std::get<step_region>(step);
  const std::string& region = view.region(v);
  const bool one = std::ranges::find(regions.regions, region) != regions.regions.end();
  return regions.negated ? !region.empty() && !one : one;
}

/// The sum of two counts, or the largest number there is.
[[nodiscard]] constexpr std::uint64_t saturating_sum(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t sum = a + b;
  return sum < a ? std::numeric_limits<std::uint64_t>::max() : sum;
}

/// Whether a relation along the way is one that `is` says.
template <class Is>
[[nodiscard]] bool some_way(const query_plan& plan, const Is& is) {
  return std::ranges::any_of(plan.steps, [&](const plan_step& step) { return std::ranges::any_of(ways_of(step), is); });
}

/// Whether a row is better than another by weight or walks; `first_of_equals()` tells where that decides nothing.
template <class Sum, class First>
[[nodiscard]] bool better_for_top(const step_top& how, const Sum& a, const Sum& b, const First& first_of_equals) {
  if (!how.by_weight) return a.walks != b.walks ? a.walks > b.walks : first_of_equals();
  const bool alike = (a.unknown == 0) == (b.unknown == 0);
  if (alike && a.weight > b.weight) return true;
  if (alike && a.weight < b.weight) return false;
  if (std::isnan(a.weight) != std::isnan(b.weight)) return std::isnan(b.weight);  // an overflow times 0
  return alike ? first_of_equals() : a.unknown == 0;
}
/// Whether a vertex comes before another by the name of its kind, and then by its key.
[[nodiscard]] inline bool comes_before(const snapshot& net, vertex_ref a, vertex_ref b) {
  if (a.kind != b.kind) return net.schema().name(a.kind) < net.schema().name(b.kind);
  return net.key(a) < net.key(b);
}

}  // namespace detail

/// A relation on the way of a plan whose ties have weights that don't multiply: then walks have none.
[[nodiscard]] inline std::optional<relation_index> unweighable_way(const snapshot& net, const query_plan& plan) {
  std::optional<relation_index> found;
  (void)detail::some_way(plan, [&](const step_along& way) {
    if (net.layer(way.relation).weighted() && !multiplies(net.schema().weight_meaning(way.relation)))
      found = way.relation;
    return found.has_value();
  });
  return found;
}
/// Whether the walks of a plan have weights: some tie of a relation on the way has one, and all weights multiply.
[[nodiscard]] inline bool weighs(const snapshot& net, const query_plan& plan) {
  return !unweighable_way(net, plan) &&
         detail::some_way(plan, [&](const step_along& way) { return net.layer(way.relation).weighted(); });
}

}  // namespace capnet
