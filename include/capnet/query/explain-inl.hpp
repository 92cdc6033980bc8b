#pragma once
/// Definitions of explain.hpp: see core/config.hpp.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/config.hpp>
#include <capnet/core/text.hpp>
#include <capnet/query/cost.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

namespace detail {

[[nodiscard]] inline std::string way_in_words(const schema& schema, const std::vector<step_along>& ways,
                                              const std::string& repeat = {}) {
  bool forward = false, backward = false;
  std::vector<relation_index> seen;
  std::string alternatives;
  for (const step_along& way : ways) {
    const relation_info& r = schema.relation(way.relation);
    if (std::ranges::find(seen, way.relation) == seen.end()) {
      alternatives += (seen.empty() ? "" : "|") + r.name;
      seen.push_back(way.relation);
    }
    if (r.directed) (way.forward ? forward : backward) = true;
  }
  return (backward && !forward ? "<-" : "-") + alternatives + repeat + (forward && !backward ? "->" : "-");
}

/// "a, b or unknown".
template <class Values, class Word>
[[nodiscard]] std::string alternatives(const Values& values, const Word& word) {
  std::vector<std::string> words;
  for (const auto& value : values) {
    const std::string one = word(value);
    words.push_back(one.empty() ? "unknown" : one);
  }
  return join_names(words, " or ");
}
[[nodiscard]] inline std::string filter_in_words(const step_attribute& filter) {
  return filter.attribute + ' ' + std::string{to_string(filter.how)} + ' ' +
         alternatives(filter.values, [](const attribute_value& value) { return value.text(); });
}

[[nodiscard]] inline std::string step_in_words(const snapshot& net, const plan_step& step) {
  const schema& schema = net.schema();
  const auto keep = [](std::string key, bool negated, const std::string& words) {
    return "keep " + std::move(key) + (negated ? " != " : " = ") + words;
  };
  return std::visit(
      [&](const auto& how) -> std::string {
        using step_type = std::decay_t<decltype(how)>;
        if constexpr (std::is_same_v<step_type, step_along>) {
          return way_in_words(schema, {how});
        } else if constexpr (std::is_same_v<step_type, step_walk>) {
          const bool once = how.fewest == 1 && how.most == 1;
          const std::string times =
              "{" + (how.fewest == how.most ? "" : std::to_string(how.fewest) + ",") + std::to_string(how.most) + "}";
          std::string filters;
          for (const step_attribute& filter : how.filters)
            filters += (filters.empty() ? "" : ", ") + filter_in_words(filter);
          return way_in_words(schema, how.ways, (filters.empty() ? "" : '[' + filters + ']') + (once ? "" : times));
        } else if constexpr (std::is_same_v<step_type, step_where>) {
          return "keep by a function";
        } else if constexpr (std::is_same_v<step_type, step_name>) {
          return (how.again ? "keep " : "name ") + how.name;
        } else if constexpr (std::is_same_v<step_type, step_kind>) {
          return "keep kind = " + schema.name(how.kind);
        } else if constexpr (std::is_same_v<step_type, step_top>) {
          const std::string what = how.by_weight ? "weight" : "walks";
          return how.k >= 0xFFFFFFFF ? "rank by " + what : "the " + std::to_string(how.k) + " of most " + what;
        } else if constexpr (std::is_same_v<step_type, step_sector>) {
          return keep("sector", how.negated, alternatives(how.sectors, [&](sector s) { return schema.name(s); }));
        } else if constexpr (std::is_same_v<step_type, step_attribute>) {
          return "keep " + filter_in_words(how);
        } else if constexpr (std::is_same_v<step_type, step_region>) {
          if (how.same_as_start) return "keep region = the start's";
          return keep("region", how.negated, alternatives(how.regions, std::identity{}));
        } else {
          if (how.vertices.size() > 8)
            return "keep id " + std::string{how.negated ? "none" : "one"} + " of " +
                   std::to_string(how.vertices.size());
          return keep("id", how.negated, alternatives(how.vertices, [&](vertex_ref v) { return net.key(v); }));
        }
      },
      step);
}

/// Expects what a plan touches, from the orders of kinds and the sizes of relations.
class plan_estimator {
 public:
  explicit plan_estimator(const snapshot& net, const query_plan& plan)
      : net_{net}, day_{plan.day.value_or(unbounded_future)}, here_(net.schema().kind_count()) {
    expect_steps_of(net, plan);
    for (const vertex_ref v : plan.start) (void)net.held(v);
  }

  query_counters start(const query_plan& plan) {
    query_counters touched;
    if (plan.start_kind) {
      for (const kind_index kind : net_.schema().subkinds(*plan.start_kind)) {
        const std::size_t n = net_.order(kind);
        here_[static_cast<std::size_t>(kind)] = static_cast<double>(n);
        add(touched, static_cast<double>(n), 0, static_cast<double>(n * query_cost::time),
            2 * query_cost::expected_lines(n == 0 ? 0 : 1, static_cast<double>(n * query_cost::time) / 2));
      }
    } else {
      for (const vertex_ref v : plan.start) ++here_[static_cast<std::size_t>(v.kind)];
      const auto n = static_cast<double>(plan.start.size());
      add(touched, n, 0, n * query_cost::time, 2 * n);
    }
    return handed_on(touched);
  }
  query_counters step(const step_along& how) {
    query_counters touched;
    here_ = along(how, here_, touched);
    return handed_on(touched);
  }
  query_counters step(const step_walk& how) {
    query_counters touched;
    std::vector<double> all(here_.size()), front = here_;
    for (std::uint32_t ties = 0; ties <= how.most; ++ties) {
      if (ties > 0) {
        std::vector<double> next(here_.size());
        for (const step_along& way : how.ways) gather(next, along(way, front, touched));
        front = std::move(next);
      }
      if (ties >= how.fewest) gather(all, front);
    }
    here_ = std::move(all);
    return handed_on(touched);
  }
  query_counters step(const step_kind& how) {
    for (std::size_t k = 0; k < here_.size(); ++k) {
      if (!net_.schema().is_a(static_cast<kind_index>(k), how.kind)) here_[k] = 0;
    }
    return handed_on({});
  }
  query_counters step(const step_sector& how) { return filter(how); }
  query_counters step(const step_region& how) { return filter(how); }
  query_counters step(const step_attribute& how) { return filter(how); }
  query_counters step(const step_among& how) {
    std::vector<double> named(here_.size());
    for (const vertex_ref v : how.vertices) ++named[static_cast<std::size_t>(v.kind)];
    for (std::size_t k = 0; k < here_.size(); ++k) {
      const double share = order(k) > 0 ? named[k] / order(k) : 0;
      here_[k] *= how.negated ? 1 - share : share;
    }
    return handed_on({});
  }
  query_counters step(const step_name& how) {
    if (how.again) {  // one of those that walks can be at
      const double n = rows();
      for (double& here : here_) here /= std::max(n, 1.0);
    }
    return handed_on({});
  }
  query_counters step(const step_where&) {
    query_counters touched;
    const double n = rows();
    add(touched, n, 0, n * query_cost::attribute, n);
    return handed_on(touched);
  }
  query_counters step(const step_top& how) {
    const double n = rows();
    const auto k = static_cast<double>(how.k);
    if (n > k) {
      for (double& here : here_) here *= k / n;
    }
    return handed_on({});
  }

 private:
  static constexpr std::size_t sample = 1'024;

  [[nodiscard]] double order(std::size_t k) const {
    return static_cast<double>(net_.order(static_cast<kind_index>(k)));
  }
  [[nodiscard]] double rows() const {
    double n = 0;
    for (const double here : here_) n += here;
    return n;
  }
  static std::uint64_t whole(double number) {
    return number < 1e18 ? static_cast<std::uint64_t>(std::llround(number)) : std::uint64_t{1'000'000'000'000'000'000};
  }
  static void add(query_counters& touched, double vertices, double ties, double bytes, double lines) {
    touched.vertices += whole(vertices), touched.ties += whole(ties), touched.bytes += whole(bytes),
        touched.lines += whole(lines);
  }
  query_counters handed_on(query_counters touched) const {
    touched.rows = whole(rows());
    return touched;
  }
  // Two sets that were reached independently, within each kind.
  void gather(std::vector<double>& into, const std::vector<double>& more) const {
    for (std::size_t k = 0; k < into.size(); ++k)
      into[k] = order(k) > 0 ? into[k] + more[k] - into[k] * more[k] / order(k) : 0;
  }
  // Every vertex of a kind has the mean degree of those that the relation admits at this end; a tie leads to each at
  // the other end alike; all ties and vertices count on the day.
  std::vector<double> along(const step_along& how, const std::vector<double>& from, query_counters& touched) const {
    const relation_info& r = net_.schema().relation(how.relation);
    const layer& ties = net_.layer(how.relation);
    std::vector<bool> near(from.size()), far(from.size());
    const auto mark = [](std::vector<bool>& marks, const std::vector<kind_index>& kinds) {
      for (const kind_index k : kinds) marks[static_cast<std::size_t>(k)] = true;
    };
    mark(near, how.forward ? r.sources : r.targets);
    mark(far, how.forward ? r.targets : r.sources);
    if (!r.directed) mark(near, r.targets), mark(near, r.sources), far = near;
    double opened = 0, near_order = 0, far_order = 0;
    for (std::size_t k = 0; k < from.size(); ++k) {
      if (near[k]) opened += from[k], near_order += order(k);
      if (far[k]) far_order += order(k);
    }
    const double arcs = static_cast<double>(ties.size()) * (r.directed ? 1 : 2);
    const double degree = near_order > 0 ? arcs / near_order : 0;
    const double walked = opened * degree;
    const double lists = opened * (1 - std::exp(-degree));  // that are not empty
    const bool weighted = ties.weighted();
    const double weights = weighted ? walked * query_cost::weight : 0;
    const double bytes = opened * query_cost::offsets + walked * (query_cost::time + query_cost::neighbor) + weights +
                         walked * (query_cost::time + query_cost::slot + query_cost::row);
    const double lines = opened + 2 * query_cost::expected_lines(lists, walked * query_cost::time / 2) +
                         query_cost::expected_lines(lists, walked * query_cost::neighbor) +
                         (weighted ? query_cost::expected_lines(lists, weights) : 0) + walked * 4;
    add(touched, opened, walked, bytes, lines);
    std::vector<double> reached(from.size());
    for (std::size_t k = 0; k < from.size(); ++k) {
      if (far[k] && far_order > 0) reached[k] = order(k) * -std::expm1(-walked / far_order);
    }
    return reached;
  }
  // The share that a filter keeps, of up to `sample` vertices of each kind, evenly spread.
  query_counters filter(const plan_step& how) {
    const network_view view{net_, {.day = day_}};
    query_counters touched;
    const double judged = rows();
    add(touched, judged, 0, judged * query_cost::attribute, judged);
    for (std::size_t k = 0; k < here_.size(); ++k) {
      const std::size_t n = net_.order(static_cast<kind_index>(k));
      if (here_[k] <= 0 || n == 0) continue;
      const std::size_t looks = std::min(n, sample);
      std::size_t kept = 0;
      for (std::size_t look = 0; look < looks; ++look)
        kept += passes(view, how, {static_cast<kind_index>(k), static_cast<std::uint32_t>(look * n / looks)});
      here_[k] *= static_cast<double>(kept) / static_cast<double>(looks);
    }
    return handed_on(touched);
  }

  const snapshot& net_;
  date day_;
  std::vector<double> here_;  // expected number of vertices, by kind
};

}  // namespace detail

CAPNET_INLINE std::vector<explained_step> explain(const snapshot& net, const query_plan& plan) {
  detail::plan_estimator estimate{net, plan};
  std::string start = plan.start_kind ? "all of kind " + net.schema().name(*plan.start_kind) : std::string{};
  if (!plan.start_kind) {
    if (plan.start.size() == 1)
      start = net.key(plan.start.front());
    else
      start = std::to_string(plan.start.size()) + " vertices";
  }
  std::vector<explained_step> steps{{std::move(start), estimate.start(plan)}};
  for (const plan_step& step : plan.steps) {
    steps.push_back(
        {detail::step_in_words(net, step), std::visit([&](const auto& how) { return estimate.step(how); }, step)});
  }
  return steps;
}

}  // namespace capnet
