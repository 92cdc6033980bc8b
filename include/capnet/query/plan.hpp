#pragma once
/// A question as data: what every form of a query is turned into, and the one executor that answers it.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
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
};
/// Along any of several ways, again and again: the walks of `fewest` to `most` ties, each tie of any of the ways.
struct step_walk {
  std::vector<step_along> ways{};  ///< each once; a loop of a directed relation counts for either direction
  std::uint32_t fewest = 1;        ///< with 0, who is here stays as well
  std::uint32_t most = 1;
};
struct step_where {
  std::function<bool(const network_view&, vertex_ref)> keep{};
};
/// Of this kind, or of one that is: an own kind that is an organization passes where organizations do.
struct step_kind {
  kind_index kind{};
};
/// Of one of these sectors on the day of the question; negated, of a known sector that is none of these.
struct step_sector {
  std::vector<sector> sectors{};
  bool negated = false;
};
/// Of one of these regions; negated, of a known region that is none of these. "" stands for unknown.
struct step_region {
  std::vector<std::string> regions{};
  bool negated = false;
  bool same_as_start = false;  ///< instead: of the region of the one start, if that is known
};
/// One of these vertices, or none of them.
struct step_among {
  std::vector<vertex_ref> vertices{};  ///< ascending
  bool negated = false;
};
/// The best k. By weight, those whose walks met an unknown weight come after all others, and last what is no number.
struct step_top {
  std::size_t k = 10;
  bool by_weight = true;  ///< else by number of walks
  bool by_key = false;    ///< equals by the name of their kind and their key, whatever the order of recording; else by
                          ///< kind and id, which are numbers in that order
};
using plan_step = std::variant<step_along, step_where, step_kind, step_top, step_walk, step_sector, step_region,
                               step_among, step_attribute>;

/// A vertex that a query found. A walk is a way along ties that count, one for each step; parallel ties are different
/// walks.
struct query_row {
  vertex_ref vertex{};
  std::uint64_t walks = 1;    ///< that end here; stays at the largest 64-bit number if there are more
  double weight = 1;          ///< sum over walks of the product of their ties' weights; one that is unknown counts 1
  std::uint64_t unknown = 0;  ///< how many unknown weights these walks met, all together; as `walks` if there are more

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
  std::optional<date> day{};  ///< as of when; else all that was held
  certainty sure = certainty::certain;
  std::optional<interval> window{};  ///< what held on some day of it; with `day` too, both must hold
};

/// The ways that the walks of an answer took: what `walk_finder` goes back by.
struct query_trace {
  /// One step along ties.
  struct stage {
    std::vector<step_along> ways{};
    std::uint32_t fewest = 1;                       ///< ties of the step
    std::vector<std::vector<vertex_ref>> fronts{};  ///< [ties]: who stood before that tie, ascending
  };
  std::vector<stage> stages{};
  std::vector<vertex_ref> reached{};  ///< at the end, ascending
};

namespace detail {

/// Refuses steps that name what the network does not have.
inline void expect_steps_of(const snapshot& net, const query_plan& plan) {
  const auto expect_way = [&](const step_along& way) { (void)net.layer(way.relation); };
  for (const plan_step& step : plan.steps) {
    if (const auto* along = std::get_if<step_along>(&step)) expect_way(*along);
    if (const auto* kind = std::get_if<step_kind>(&step)) (void)net.order(kind->kind);
    if (const auto* among = std::get_if<step_among>(&step)) {
      for (const vertex_ref v : among->vertices) (void)net.held(v);
    }
    if (const auto* walk = std::get_if<step_walk>(&step)) {
      for (const step_along& way : walk->ways) expect_way(way);
      expect(walk->fewest <= walk->most, "a walk of at least ", walk->fewest, " and at most ", walk->most,
             " ties; expected the first not to be more");
    }
    if (const auto* where = std::get_if<step_where>(&step))
      expect(static_cast<bool>(where->keep), "a filter has no function; expected one");
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
  return std::ranges::any_of(plan.steps, [&](const plan_step& step) {
    if (const auto* one = std::get_if<step_along>(&step)) return is(*one);
    const auto* walk = std::get_if<step_walk>(&step);
    return walk != nullptr && std::ranges::any_of(walk->ways, is);
  });
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

/// A frontier as a sparse accumulator over one kind after another: dense slots, touched in the order of first arrival.
class frontier {
 public:
  explicit frontier(const snapshot& net) : first_(net.schema().kind_count() + 1) {
    for (std::size_t k = 0; k < net.schema().kind_count(); ++k)
      first_[k + 1] = first_[k] + net.order(static_cast<kind_index>(k));
    slot_.assign(first_.back(), none);
  }
  void add(const query_row& more) {
    const vertex_ref v = more.vertex;
    std::uint32_t& at = slot_[first_[static_cast<std::size_t>(v.kind)] + v.value];
    if (at == none) {
      at = static_cast<std::uint32_t>(rows_.size());
      rows_.push_back(more);
      return;
    }
    query_row& row = rows_[at];
    row.walks = saturating_sum(row.walks, more.walks);
    row.weight += more.weight;
    row.unknown = saturating_sum(row.unknown, more.unknown);
  }
  /// Hands the rows out and is empty again.
  std::vector<query_row> take() {
    for (const query_row& row : rows_)
      slot_[first_[static_cast<std::size_t>(row.vertex.kind)] + row.vertex.value] = none;
    return std::exchange(rows_, {});
  }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  std::vector<std::size_t> first_;
  std::vector<std::uint32_t> slot_;
  std::vector<query_row> rows_;
};

}  // namespace detail

/// A relation on the way of a plan whose ties have weights that don't multiply: then walks have none.
[[nodiscard]] inline std::optional<relation_index> unweighable_way(const snapshot& net, const query_plan& plan) {
  std::optional<relation_index> found;
  (void)detail::some_way(plan, [&](const step_along& way) {
    if (!multiplies(net.schema().weight_meaning(way.relation)) && net.layer(way.relation).weighted())
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

/// Answers plans on one network; keeps its working memory between them. One executor serves one thread.
class query_executor {
 public:
  explicit query_executor(snapshot net) : net_{std::move(net)}, next_{net_} {}

  /// The vertices that the plan ends at, by kind and id; after a `step_top` last, best first.
  /// Time O(ties touched + results log results).
  ///
  /// A walk counts if all its ties do on the plan's day (`network_view`); so along a deed it may start at, pass or
  /// reach a vertex that has ended. A walk without a tie, of `{0,n}` too, counts if its vertex does.
  ///
  /// With `touched`: what was touched, at the start and by each step, is written there. With `trace`: the ways of the
  /// walks, which takes space O(vertices of all fronts).
  [[nodiscard]] std::vector<query_row> run(const query_plan& plan, std::vector<query_counters>* touched = nullptr,
                                           query_trace* trace = nullptr) {
    trace_ = trace;
    if (trace_ != nullptr) *trace_ = {};
    if (touched == nullptr)
      return answer(plan, [](std::size_t) { return detail::no_counter{}; }, [](std::size_t, std::size_t) {});
    touched->assign(plan.steps.size() + 1, {});
    return answer(
        plan, [&](std::size_t at) { return detail::touch_counter{(*touched)[at]}; },
        [&](std::size_t at, std::size_t rows) { (*touched)[at].rows = rows; });
  }
  /// How many vertices the last answer had before a last `step_top` cut it.
  [[nodiscard]] std::size_t total() const { return total_; }

 private:
  template <class MakeCounter, class Passed>
  std::vector<query_row> answer(const query_plan& plan, const MakeCounter& make_counter, const Passed& passed) {
    detail::expect_steps_of(net_, plan);
    const network_view view{net_, {.day = plan.day, .window = plan.window, .sure = plan.sure}};
    std::vector<query_row> rows;
    start_region_ = !plan.start_kind && plan.start.size() == 1 ? view.region_code(plan.start.front()) : 0;
    auto counter = make_counter(0);
    weighs_ = weighs(net_, plan);
    on_the_way_ = false;
    some_ended_ = starts_along_deeds(plan);
    const validity starts = view.counts().parties(some_ended_ ? tie_nature::deed : tie_nature::state);
    if (plan.start_kind) {
      for (const kind_index kind : net_.schema().subkinds(*plan.start_kind)) {
        counter.vertex_time(net_.order(kind));
        for (const vertex_ref v : net_.vertices(kind)) {
          if (starts.active(net_.held(v))) rows.push_back({v});
        }
      }
    } else {
      for (const vertex_ref v : plan.start) {
        counter.vertex_time(1);
        if (starts.active(net_.held(v))) next_.add({v});
      }
      rows = next_.take();
    }
    passed(0, rows.size());
    bool ranked = false;
    for (std::size_t at = 0; at < plan.steps.size(); ++at) {
      ranked = std::holds_alternative<step_top>(plan.steps[at]);
      total_ = rows.size();
      auto of_step = make_counter(at + 1);
      std::visit([&](const auto& how) { rows = apply(view, how, std::move(rows), of_step); }, plan.steps[at]);
      passed(at + 1, rows.size());
    }
    if (!ranked) total_ = rows.size();
    if (trace_ != nullptr) trace_->reached = vertices_of(rows);
    if (!ranked)
      std::sort(rows.begin(), rows.end(), [](const query_row& a, const query_row& b) { return a.vertex < b.vertex; });
    return rows;
  }

  static std::vector<vertex_ref> vertices_of(const std::vector<query_row>& rows) {
    std::vector<vertex_ref> vertices;
    vertices.reserve(rows.size());
    for (const query_row& row : rows) vertices.push_back(row.vertex);
    std::sort(vertices.begin(), vertices.end());
    return vertices;
  }
  [[nodiscard]] tie_nature nature(const step_along& way) const { return net_.schema().relation(way.relation).nature; }
  // Whether the first ties of the plan's walks can be deeds, which those who have ended did too.
  [[nodiscard]] bool starts_along_deeds(const query_plan& plan) const {
    for (const plan_step& step : plan.steps) {
      if (std::holds_alternative<step_top>(step)) return false;
      if (const auto* one = std::get_if<step_along>(&step)) return nature(*one) == tie_nature::deed;
      if (const auto* walk = std::get_if<step_walk>(&step))
        return std::ranges::any_of(walk->ways, [&](const step_along& way) { return nature(way) == tie_nature::deed; });
    }
    return false;
  }

  // Adds what lies one tie further to next_.
  template <class Counter>
  void advance(const network_view& view, const step_along& how, const std::vector<query_row>& rows, Counter& counter) {
    const layer& ties = net_.layer(how.relation);
    const endpoint_domain& from = how.forward ? ties.sources() : ties.targets();
    const endpoint_domain& to = how.forward ? ties.targets() : ties.sources();
    const validity party = view.parties(how.relation);
    const bool look_back = some_ended_ && nature(how) == tie_nature::state;
    for (const query_row& row : rows) {
      if (!from.admits(row.vertex.kind)) continue;
      if (look_back) {
        counter.vertex_time(1);
        if (!party.active(net_.parts().held(row.vertex))) continue;
      }
      const std::int32_t p = from.position(row.vertex);
      const layer::row_range list = how.forward ? ties.out_row(p) : ties.in_row(p);
      const adjacency& side = *list.side;
      counter.list(list.first, list.last);
      for (std::size_t at = list.first; at < list.last; ++at) {
        if (!view.keeps(side.times[at])) continue;
        const double weight = weighs_ ? side.weight(at) : 1;
        counter.end(at, weighs_ && !side.weights.empty());
        const vertex_ref v = to.at(side.neighbors[at]);
        if (!party.active(net_.parts().held(v))) continue;
        counter.reach();
        const bool known = weight == weight;  // not NaN
        next_.add({v, row.walks, known ? row.weight * weight : row.weight,
                   known ? row.unknown : detail::saturating_sum(row.unknown, row.walks)});
      }
    }
  }
  // Those among the rows that a deed led to may have ended.
  void went_along(const step_along& way) {
    on_the_way_ = true;
    some_ended_ = some_ended_ || nature(way) == tie_nature::deed;
  }
  template <class Counter>
  std::vector<query_row> apply(const network_view& view, const step_along& how, std::vector<query_row> rows,
                               Counter& counter) {
    if (trace_ != nullptr) trace_->stages.push_back({{how}, 1, {vertices_of(rows)}});
    advance(view, how, rows, counter);
    went_along(how);
    return next_.take();
  }
  template <class Counter>
  std::vector<query_row> apply(const network_view& view, const step_walk& how, std::vector<query_row> rows,
                               Counter& counter) {
    std::vector<query_row> all;  // of each number of ties, one after the other
    if (trace_ != nullptr) trace_->stages.push_back({how.ways, how.fewest, {}});
    for (std::uint32_t ties = 0;; ++ties) {
      if (ties >= how.fewest) {
        all.insert(all.end(), rows.begin(), rows.end());
        if (!on_the_way_) std::erase_if(all, [&](const query_row& row) { return !view.contains(row.vertex); });
      }
      if (ties == how.most || rows.empty()) break;
      if (trace_ != nullptr) trace_->stages.back().fronts.push_back(vertices_of(rows));
      for (const step_along& way : how.ways) advance(view, way, rows, counter);
      for (const step_along& way : how.ways) went_along(way);
      rows = next_.take();
    }
    if (how.fewest == how.most) return all;
    for (const query_row& row : all) next_.add(row);
    return next_.take();
  }
  template <class Counter>
  static std::vector<query_row> apply(const network_view& view, const step_where& how, std::vector<query_row> rows,
                                      Counter& counter) {
    return filter(std::move(rows), counter, [&](vertex_ref v) { return how.keep(view, v); });
  }
  template <class Counter>
  static std::vector<query_row> apply(const network_view& view, const step_kind& how, std::vector<query_row> rows,
                                      Counter&) {
    std::erase_if(rows, [&](const query_row& row) { return !view.schema().is_a(row.vertex.kind, how.kind); });
    return rows;
  }
  template <class Counter>
  static std::vector<query_row> apply(const network_view& view, const step_sector& how, std::vector<query_row> rows,
                                      Counter& counter) {
    const plan_step step = how;
    return filter(std::move(rows), counter, [&](vertex_ref v) { return detail::passes(view, step, v); });
  }
  template <class Counter>
  static std::vector<query_row> apply(const network_view& view, const step_attribute& how, std::vector<query_row> rows,
                                      Counter& counter) {
    return filter(std::move(rows), counter, [&](vertex_ref v) { return detail::passes(view, how, v); });
  }
  template <class Counter>
  std::vector<query_row> apply(const network_view& view, const step_region& how, std::vector<query_row> rows,
                               Counter& counter) {
    if (how.same_as_start) {
      return filter(std::move(rows), counter,
                    [&](vertex_ref v) { return start_region_ != 0 && view.region_code(v) == start_region_; });
    }
    const plan_step step = how;
    return filter(std::move(rows), counter, [&](vertex_ref v) { return detail::passes(view, step, v); });
  }
  template <class Counter>
  static std::vector<query_row> apply(const network_view& view, const step_among& how, std::vector<query_row> rows,
                                      Counter&) {
    const plan_step step = how;
    std::erase_if(rows, [&](const query_row& row) { return !detail::passes(view, step, row.vertex); });
    return rows;
  }
  template <class Counter, class Keep>
  static std::vector<query_row> filter(std::vector<query_row> rows, Counter& counter, const Keep& keep) {
    std::erase_if(rows, [&](const query_row& row) {
      counter.attribute();
      return !keep(row.vertex);
    });
    return rows;
  }
  template <class Counter>
  static std::vector<query_row> apply(const network_view& view, const step_top& how, std::vector<query_row> rows,
                                      Counter&) {
    const std::size_t k = std::min(how.k, rows.size());
    const auto last = static_cast<std::ptrdiff_t>(k);
    if (how.by_key) {
      std::vector<std::string> keys;
      std::vector<std::size_t> order(rows.size());
      for (const query_row& row : rows) order[keys.size()] = keys.size(), keys.push_back(view.net().key(row.vertex));
      std::partial_sort(order.begin(), order.begin() + last, order.end(), [&](std::size_t a, std::size_t b) {
        return detail::better_for_top(how, rows[a], rows[b], [&] {
          const std::string &of_a = view.schema().name(rows[a].vertex.kind),
                            &of_b = view.schema().name(rows[b].vertex.kind);
          return std::tie(of_a, keys[a]) < std::tie(of_b, keys[b]);
        });
      });
      std::vector<query_row> best;
      for (std::size_t at = 0; at < k; ++at) best.push_back(rows[order[at]]);
      return best;
    }
    std::partial_sort(rows.begin(), rows.begin() + last, rows.end(), [&](const query_row& a, const query_row& b) {
      return detail::better_for_top(how, a, b, [&] { return a.vertex < b.vertex; });
    });
    rows.resize(k);
    return rows;
  }

  snapshot net_;
  detail::frontier next_;
  query_trace* trace_ = nullptr;
  std::size_t total_ = 0;
  std::uint32_t start_region_ = 0;
  bool weighs_ = false;      // a tie without a weight has an unknown one
  bool on_the_way_ = false;  // walks have ties
  bool some_ended_ = false;  // some rows may be of vertices that don't count themselves
};

}  // namespace capnet
