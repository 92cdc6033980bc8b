#pragma once
/// Questions as C++ reads them: `from<organization>(net) | out<participates_in> | in<delivers> | active_on(day) |
/// top_k(10)`. What can't be is refused at compile time.
#include <algorithm>
#include <concepts>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/query/executor.hpp>
#include <capnet/query/neighbors.hpp>
#include <capnet/query/plan.hpp>

namespace capnet {

/// Marks of the pipeline: what stands right of a `|`.
template <tie_relation Relation, bool Forward>
struct along {};
/// Along a relation from source to target, and against it.
template <tie_relation Relation>
inline constexpr along<Relation, true> out{};
template <tie_relation Relation>
inline constexpr along<Relation, false> in{};
/// Along several ties in a row, `fewest` to `most`, each of any of these relations: who lies within k ties.
template <tie_relation... Relations>
struct within_mark {
  std::uint32_t fewest = 1, most = 1;
  direction way = direction::either;
};
template <tie_relation... Relations>
[[nodiscard]] constexpr within_mark<Relations...> within(std::uint32_t fewest, std::uint32_t most,
                                                         direction way = direction::either) {
  return {fewest, most, way};
}

template <class Predicate>
struct where_mark {
  Predicate keep;
};
/// Keeps the vertices for which `keep(view, vertex)` is true.
template <class Predicate>
[[nodiscard]] where_mark<Predicate> where(Predicate keep) {
  return {std::move(keep)};
}
/// Keeps the ties of the step before by an attribute of theirs.
template <attribute_tag Tag>
struct tie_filter_mark {
  step_attribute filter{};
};
template <attribute_tag Tag>
[[nodiscard]] tie_filter_mark<Tag> where_tie(comparison how, value_of<Tag> value) {
  return {{std::string{Tag::name}, how, {attribute_value{value}}}};
}
/// Adds up an attribute of the tie of the step before, in place of the product of weights: `query_row::weight`.
template <attribute_tag Tag>
struct sum_mark {};
template <attribute_tag Tag>
inline constexpr sum_mark<Tag> sum_of{};

/// Gives a name to the vertices here, or to the tie of the step before; conditions and tables speak of it.
[[nodiscard]] inline step_name named(std::string name) { return {.name = std::move(name)}; }
struct tie_name_mark {
  std::string name{};
};
[[nodiscard]] inline tie_name_mark tie_named(std::string name) { return {std::move(name)}; }
struct active_on_mark {
  date day{};
  certainty sure = certainty::certain;
};
/// As of a day: applies to the whole question, wherever it stands in the pipeline.
[[nodiscard]] constexpr active_on_mark active_on(date day, certainty sure = certainty::certain) { return {day, sure}; }
/// Over a window of days instead of one: what held on some day of it.
struct active_in_mark {
  interval window{};
  certainty sure = certainty::certain;
};
[[nodiscard]] constexpr active_in_mark active_in(interval window, certainty sure = certainty::certain) {
  return {window, sure};
}

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

/// A question to a network, built step by step. Nothing happens before it is asked.
class query {
 public:
  query(snapshot net, query_plan plan) : parts_{new parts{std::move(net), std::move(plan)}} {}
  query(const query& other) : parts_{new parts{*other.parts_}} {}
  query(query&&) noexcept = default;
  query& operator=(query other) noexcept {
    parts_ = std::move(other.parts_);
    return *this;
  }
  ~query() = default;

  [[nodiscard]] const query_plan& plan() const { return parts_->plan; }
  /// The answer: see `query_executor::run`, and `run_each`, `run_on`, `total_of` and `totals_on`.
  [[nodiscard]] std::vector<query_row> rows() const { return query_executor{parts_->net}.run(parts_->plan); }
  void rows_of_each(std::span<const vertex_ref> starts, const query_executor::each_visit& visit,
                    const execution& how = {.threads = 1}) const {
    query_executor{parts_->net}.run_each(parts_->plan, starts, visit, how);
  }
  [[nodiscard]] std::vector<day_rows> rows_on(std::span<const date> days) const {
    return query_executor{parts_->net}.run_on(parts_->plan, days);
  }
  [[nodiscard]] query_total total() const { return query_executor{parts_->net}.total_of(parts_->plan); }
  [[nodiscard]] std::vector<query_total> totals_on(std::span<const date> days) const {
    return query_executor{parts_->net}.totals_on(parts_->plan, days);
  }

  /// Any step of a plan, such as `top_k(10)`, `in_sector(...)` or a `step_walk`, or a condition.
  template <class Step>
    requires std::constructible_from<plan_step, Step>
  friend query operator|(query q, Step how) {
    q.parts_->plan.steps.emplace_back(std::move(how));
    return q;
  }
  template <std::derived_from<query> Query>
  friend Query operator|(Query q, query_condition how) {
    q.parts_->plan.conditions.push_back(std::move(how));
    return q;
  }
  template <std::derived_from<query> Query>
  friend Query operator|(Query q, active_on_mark how) {
    q.parts_->plan.day = how.day;
    q.parts_->plan.sure = how.sure;
    return q;
  }
  template <std::derived_from<query> Query>
  friend Query operator|(Query q, active_in_mark how) {
    q.parts_->plan.window = how.window;
    q.parts_->plan.sure = how.sure;
    return q;
  }

 protected:
  struct parts {
    snapshot net;
    query_plan plan;
  };
  std::unique_ptr<parts> parts_;  // moved from step to step
};

namespace detail {

/// Kinds of which vertices may be, where the type of a question does not say.
struct any_kinds {};

template <class... As, class... Bs>
constexpr kinds<As..., Bs...> joined(kinds<As...>, kinds<Bs...>) {
  return {};
}
template <class Kind, class... Others>
constexpr bool meets_one(kinds<Others...>) {
  return ((capnet::is_a<Kind, Others> || capnet::is_a<Others, Kind>) || ...);
}
/// Whether some vertex can be of one of the first and of one of the second.
template <class... Kinds, class Others>
constexpr bool can_meet(kinds<Kinds...>, Others others) {
  return (meets_one<Kinds>(others) || ...);
}
template <class Others>
constexpr bool can_meet(any_kinds, Others) {
  return true;
}
template <class Tag, class... Kinds>
constexpr bool some_lists(kinds<Kinds...>) {
  return (lists_attribute<Kinds, Tag> || ...);
}
template <class Tag>
constexpr bool some_lists(any_kinds) {
  return true;
}
template <class Relation>
using either_end = decltype(joined(typename Relation::source{}, typename Relation::target{}));
/// Where ties of a relation begin and end, taken so; an undirected one is taken both ways.
template <class Relation, bool Forward>
struct ends_of {
  using from = std::conditional_t<Forward, typename Relation::source, typename Relation::target>;
  using to = std::conditional_t<Forward, typename Relation::target, typename Relation::source>;
};
template <class Relation, bool Forward>
  requires(!Relation::directed)
struct ends_of<Relation, Forward> {
  using from = either_end<Relation>;
  using to = from;
};

}  // namespace detail

/// A question whose type says of which kinds the vertices are that it has come to, and by which relation.
template <class Here, class Last = void>
class query_at : public query {
 public:
  explicit query_at(query&& q) : query{std::move(q)} {}

  template <tie_relation Relation, bool Forward>
  friend auto operator|(query_at q, along<Relation, Forward>) {
    using ends = detail::ends_of<Relation, Forward>;
    static_assert(
        detail::can_meet(Here{}, typename ends::from{}),
        "capnet: this step can't start where the one before ended: see `source` and `target` of its relation, "
        "and whether `out` or `in` is meant");
    q.parts_->plan.steps.push_back(step_along{q.parts_->net.schema().template index_of<Relation>(), Forward});
    return query_at<typename ends::to, Relation>{std::move(q)};
  }
  template <tie_relation First, tie_relation... More>
  friend auto operator|(query_at q, within_mark<First, More...> how) {
    static_assert(
        detail::can_meet(Here{}, detail::either_end<First>{}) ||
            (detail::can_meet(Here{}, detail::either_end<More>{}) || ...),
        "capnet: this step can't start where the one before ended: see `source` and `target` of its relations");
    step_walk walk{.fewest = how.fewest, .most = how.most};
    for (const relation_index r : ways_along<First, More...>(q.parts_->net).relations) {
      const bool directed = q.parts_->net.schema().relation(r).directed;
      if (!directed || how.way != direction::in) walk.ways.push_back({r, true});
      if (directed && how.way != direction::out) walk.ways.push_back({r, false});
    }
    q.parts_->plan.steps.emplace_back(std::move(walk));
    return query_at<detail::any_kinds>{std::move(q)};
  }
  template <vertex_kind Kind>
  friend auto operator|(query_at q, only_mark<Kind>) {
    static_assert(detail::can_meet(Here{}, kinds<Kind>{}),
                  "capnet: no vertex here is of this kind: see what the step before leads to");
    q.parts_->plan.steps.push_back(step_kind{q.parts_->net.schema().template index_of<Kind>()});
    return query_at<kinds<Kind>, Last>{std::move(q)};
  }
  template <class Predicate>
  friend query_at operator|(query_at q, where_mark<Predicate> how) {
    q.parts_->plan.steps.push_back(step_where{std::move(how.keep)});
    return q;
  }
  template <attribute_tag Tag>
  friend query_at operator|(query_at q, attribute_filter<Tag> how) {
    static_assert(detail::some_lists<Tag>(Here{}),
                  "capnet: no kind here lists this attribute: see its `attributes`, and what the step before leads to");
    q.parts_->plan.steps.push_back(static_cast<step_attribute&&>(how));
    return q;
  }
  template <attribute_tag Tag>
  friend query_at operator|(query_at q, tie_filter_mark<Tag> how) {
    last_step_lists<Tag>();
    q.last_walk().filters.push_back(std::move(how.filter));
    return q;
  }
  template <attribute_tag Tag>
  friend query_at operator|(query_at q, sum_mark<Tag>) {
    last_step_lists<Tag>();
    static_assert(is_number(Tag::type), "capnet: this attribute is no number: it can be counted, but not added up");
    q.parts_->plan.sum = query_sum{q.last_step(), std::string{Tag::name}};
    return q;
  }
  friend query_at operator|(query_at q, tie_name_mark how) {
    static_assert(!std::is_void_v<Last>, "capnet: there is no tie to name: `tie_named` stands behind `out` or `in`");
    q.last_walk().name = std::move(how.name);
    return q;
  }
  /// Any step of a plan, such as `top_k(10)` or `in_sector(...)`: after one along ties nothing is known of the kinds.
  template <class Step>
    requires std::constructible_from<plan_step, Step>
  friend auto operator|(query_at q, Step how) {
    constexpr bool moves = std::same_as<Step, step_along> || std::same_as<Step, step_walk>;
    q.parts_->plan.steps.emplace_back(std::move(how));
    return query_at<std::conditional_t<moves, detail::any_kinds, Here>, std::conditional_t<moves, void, Last>>{
        std::move(q)};
  }

 private:
  template <class, class>
  friend class query_at;
  template <class Tag>
  static constexpr void last_step_lists() {
    static_assert(!std::is_void_v<Last>, "capnet: there is no tie to look at: this stands behind `out` or `in`");
    if constexpr (!std::is_void_v<Last>)
      static_assert(detail::lists_attribute<Last, Tag>,
                    "capnet: the relation of the step before does not list this attribute: see its `attributes`");
  }
  // The last step along ties; filters may stand behind it.
  [[nodiscard]] std::size_t last_step() const {
    std::size_t at = parts_->plan.steps.size();
    while (detail::ways_of(parts_->plan.steps[at - 1]).empty()) --at;
    return at - 1;
  }
  step_walk& last_walk() {
    plan_step& step = parts_->plan.steps[last_step()];
    if (const auto* one = std::get_if<step_along>(&step)) step = step_walk{.ways = {*one}};
    return std::get<step_walk>(step);
  }
};

/// Starts at all vertices of a kind, or at some.
template <vertex_kind Kind>
[[nodiscard]] query_at<kinds<Kind>> from(const snapshot& net) {
  return query_at<kinds<Kind>>{{net, {.start_kind = net.schema().template index_of<Kind>()}}};
}
template <vertex_kind Kind>
[[nodiscard]] query_at<kinds<Kind>> from(const snapshot& net,
                                         std::type_identity_t<std::initializer_list<id<Kind>>> starts) {
  query_plan plan;
  plan.steps.reserve(8);
  for (const id<Kind> v : starts) plan.start.push_back(net.ref(v));
  return query_at<kinds<Kind>>{{net, std::move(plan)}};
}
[[nodiscard]] inline query_at<detail::any_kinds> from(const snapshot& net, std::vector<vertex_ref> starts) {
  return query_at<detail::any_kinds>{{net, {.start = std::move(starts)}}};
}

}  // namespace capnet
