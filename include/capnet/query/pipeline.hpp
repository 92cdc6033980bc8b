#pragma once
/// Questions as C++ reads them: `from<organization>(net) | out<participates_in> | in<delivers> | active_on(day) |
/// top_k(10)`.
#include <algorithm>
#include <concepts>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/query/plan.hpp>

namespace capnet {

/// Marks of the pipeline: what stands right of a `|`.
template <tie_relation Relation>
struct along {
  bool forward = true;
};
/// Along a relation from source to target, and against it.
template <tie_relation Relation>
inline constexpr along<Relation> out{true};
template <tie_relation Relation>
inline constexpr along<Relation> in{false};

template <class Predicate>
struct where_mark {
  Predicate keep;
};
/// Keeps the vertices for which `keep(view, vertex)` is true.
template <class Predicate>
[[nodiscard]] where_mark<Predicate> where(Predicate keep) {
  return {std::move(keep)};
}

struct active_on_mark {
  date day{};
  certainty sure = certainty::certain;
};
/// As of a day: applies to the whole question, wherever it stands in the pipeline.
[[nodiscard]] constexpr active_on_mark active_on(date day, certainty sure = certainty::certain) { return {day, sure}; }

enum class rank_by : std::uint8_t { weight, walks };
inline constexpr rank_by by_weight = rank_by::weight;
inline constexpr rank_by by_walks = rank_by::walks;
/// The k best, best first; equals by kind and id, which are numbers in the order of recording: see step_top.
[[nodiscard]] constexpr step_top top_k(std::size_t k, rank_by rank = by_weight) { return {k, rank == rank_by::weight}; }

/// Keeps the vertices of a kind.
template <vertex_kind Kind>
struct only_mark {};
template <vertex_kind Kind>
inline constexpr only_mark<Kind> only{};
/// Keeps the organizations of a sector, on the day of the question; of a region; or some vertices.
[[nodiscard]] inline step_sector in_sector(capnet::sector wanted) { return {.sectors = {wanted}}; }
/// Of the region of the one start; nobody, if that is not known.
[[nodiscard]] inline step_region in_same_region() { return {.regions = {}, .negated = false, .same_as_start = true}; }
[[nodiscard]] inline step_region in_region(std::string wanted) { return {.regions = {std::move(wanted)}}; }
[[nodiscard]] inline step_among among(std::vector<vertex_ref> wanted) {
  std::ranges::sort(wanted);
  return {.vertices = std::move(wanted)};
}
/// Over a window of days instead of one: what held on some day of it.
struct active_in_mark {
  interval window{};
  certainty sure = certainty::certain;
};
[[nodiscard]] constexpr active_in_mark active_in(interval window, certainty sure = certainty::certain) {
  return {window, sure};
}

/// A question to a network, built step by step. Nothing happens before `rows()`.
class query {
 public:
  query(snapshot net, query_plan plan) : net_{std::move(net)}, plan_{std::move(plan)} {}

  [[nodiscard]] const query_plan& plan() const { return plan_; }
  /// The answer: see `query_executor::run`.
  [[nodiscard]] std::vector<query_row> rows() const { return query_executor{net_}.run(plan_); }

  template <tie_relation Relation>
  friend query operator|(query q, along<Relation> how) {
    q.plan_.steps.push_back(step_along{q.net_.schema().template index_of<Relation>(), how.forward});
    return q;
  }
  template <class Predicate>
  friend query operator|(query q, where_mark<Predicate> how) {
    q.plan_.steps.push_back(step_where{std::move(how.keep)});
    return q;
  }
  template <vertex_kind Kind>
  friend query operator|(query q, only_mark<Kind>) {
    q.plan_.steps.push_back(step_kind{q.net_.schema().template index_of<Kind>()});
    return q;
  }
  /// Any step of a plan, such as `top_k(10)`, `in_sector(...)` or a `step_walk`.
  template <class Step>
    requires std::constructible_from<plan_step, Step>
  friend query operator|(query q, Step how) {
    q.plan_.steps.emplace_back(std::move(how));
    return q;
  }
  friend query operator|(query q, active_in_mark how) {
    q.plan_.window = how.window;
    q.plan_.sure = how.sure;
    return q;
  }
  friend query operator|(query q, active_on_mark how) {
    q.plan_.day = how.day;
    q.plan_.sure = how.sure;
    return q;
  }

 private:
  snapshot net_;
  query_plan plan_;
};

/// Starts at all vertices of a kind, or at some.
template <vertex_kind Kind>
[[nodiscard]] query from(const snapshot& net) {
  return {net, {.start_kind = net.schema().template index_of<Kind>()}};
}
template <vertex_kind Kind>
[[nodiscard]] query from(const snapshot& net, std::type_identity_t<std::initializer_list<id<Kind>>> starts) {
  query_plan plan;
  for (const id<Kind> v : starts) plan.start.push_back(net.ref(v));
  return {net, std::move(plan)};
}
[[nodiscard]] inline query from(const snapshot& net, std::vector<vertex_ref> starts) {
  return {net, {.start = std::move(starts)}};
}

}  // namespace capnet
