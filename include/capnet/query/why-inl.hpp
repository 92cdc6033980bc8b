#pragma once
/// Definitions of why.hpp: see core/config.hpp.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/config.hpp>
#include <capnet/query/cost.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/match_value.hpp>
#include <capnet/query/neighbors.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/query/why.hpp>

namespace capnet {

CAPNET_INLINE std::string to_string(const snapshot& net, const tie_path& walk) {
  std::string text = net.key(walk.start);
  for (const tie_path::leg& leg : walk.legs) {
    const relation_info& r = net.schema().relation(leg.tie.relation);
    text += (r.directed && !leg.forward ? " <-" : " -") + r.name + (r.directed && leg.forward ? "-> " : "- ") +
            net.key(leg.to);
  }
  return text;
}

CAPNET_INLINE walk_finder::walk_finder(const snapshot& net, const query_plan& plan, query_trace trace)
    : view_{view_of(net, plan)}, trace_{std::move(trace)}, conditions_{plan.conditions} {
  detail::for_each_name(plan, [&](const std::string& name, std::size_t stage, const step_walk* tie, bool again) {
    if (again)
      same_.emplace_back(name, stage);
    else
      places_[name] = {stage, tie != nullptr};
  });
  at_.resize(trace_.stages.size() + 1);
  ties_.resize(trace_.stages.size());
  for (const query_trace::stage& stage : trace_.stages) best_.emplace_back(stage.fronts.size());
}

CAPNET_INLINE walk_finder::walk_finder(const snapshot& net, const query_plan& plan)
    : walk_finder{net, plan, traced(net, plan)} {}

CAPNET_INLINE std::optional<tie_path> walk_finder::operator()(vertex_ref v) {
  if (!has(trace_.reached, v)) return std::nullopt;
  tie_path walk{.start = v};
  if (!conditions_.empty() || !same_.empty()) return searched(v);
  for (std::size_t k = trace_.stages.size(); k-- > 0;) {
    // The fewest ties after which v is reached: one of them, for v was.
    const query_trace::stage& stage = trace_.stages[k];
    if (may_stay(stage, walk.start) && (k > 0 || view_.contains(walk.start))) continue;
    for (std::uint32_t ties = std::max(stage.fewest, 1u); ties <= stage.fronts.size(); ++ties) {
      if (!back(k, ties - 1, walk.start)) continue;
      for (std::uint32_t left = ties; left > 0; --left) {
        const step_back& step = *back(k, left - 1, walk.start);
        walk.legs.push_back({step.from.tie, step.forward, walk.start});
        walk.start = step.from.vertex;
      }
      break;
    }
  }
  std::ranges::reverse(walk.legs);
  return walk;
}

CAPNET_INLINE std::optional<tie_path> walk_finder::searched(vertex_ref v) {
  found_ = {};
  tries_ = 0;
  if (!before_stage(trace_.stages.size(), v)) return std::nullopt;
  std::ranges::reverse(found_.legs);
  return found_;
}

CAPNET_INLINE bool walk_finder::before_stage(std::size_t k, vertex_ref v) {
  at_[k] = v;
  if (k == 0) {
    found_.start = v;
    return all_hold();
  }
  const query_trace::stage& stage = trace_.stages[k - 1];
  if (may_stay(stage, v) && before_stage(k - 1, v)) return true;
  for (std::uint32_t ties = std::max(stage.fewest, 1u); ties <= stage.fronts.size(); ++ties) {
    if (back_by(k, ties, v)) return true;
    at_[k] = v;
  }
  return false;
}

CAPNET_INLINE bool walk_finder::back_by(std::size_t k, std::uint32_t ties, vertex_ref v) {
  if (ties == 0) return before_stage(k - 1, v);
  std::vector<step_back> all;
  for_each_back(k - 1, ties - 1, v, [&](const step_back& one) { all.push_back(one); });
  std::sort(all.begin(), all.end());
  for (const step_back& one : all) {
    if (++tries_ > most_tries) return false;
    ties_[k - 1] = one.from.tie;
    found_.legs.push_back({one.from.tie, one.forward, v});
    if (back_by(k, ties - 1, one.from.vertex)) return true;
    found_.legs.pop_back();
  }
  return false;
}

CAPNET_INLINE bool walk_finder::all_hold() const {
  const auto value = [&](const query_term& t) {
    if (t.name.empty()) return match_value{.value = t.value.empty() ? std::nullopt : std::optional{t.value}};
    const auto [stage, is_tie] = places_.at(t.name);
    return is_tie ? detail::value_of(view_.net(), ties_[stage], t.attribute)
                  : detail::value_of(view_, at_[stage], t.attribute);
  };
  return std::ranges::all_of(same_,
                             [&](const auto& one) { return at_[one.second] == at_[places_.at(one.first).first]; }) &&
         std::ranges::all_of(conditions_, [&](const query_condition& one) {
           return detail::holds(view_.net(), one, value(one.left), value(one.right));
         });
}

CAPNET_INLINE query_trace walk_finder::traced(const snapshot& net, const query_plan& plan) {
  query_trace trace;
  static_cast<void>(query_executor{net}.run(plan, nullptr, &trace));
  return trace;
}

CAPNET_INLINE bool walk_finder::has(const std::vector<vertex_ref>& vertices, vertex_ref v) {
  return std::ranges::binary_search(vertices, v);
}

CAPNET_INLINE bool walk_finder::may_stay(const query_trace::stage& stage, vertex_ref v) {
  return stage.fewest == 0 && !stage.fronts.empty() && has(stage.fronts.front(), v);
}

CAPNET_INLINE const std::optional<walk_finder::step_back>& walk_finder::back(std::size_t stage, std::uint32_t front,
                                                                             vertex_ref v) {
  const auto [known, fresh] = best_[stage][front].try_emplace(v);
  std::optional<step_back>& best = known->second;
  if (!fresh) return best;
  for_each_back(stage, front, v, [&](const step_back& one) {
    if (!best || one < *best) best = one;
  });
  return best;
}

template <class Visit>
void walk_finder::for_each_back(std::size_t k, std::uint32_t front, vertex_ref v, const Visit& visit) {
  const query_trace::stage& stage = trace_.stages[k];
  const std::vector<vertex_ref>& before = stage.fronts[front];
  for (const step_along& way : stage.ways) {
    count_list(way, v);
    const auto see = [&](const tie_end& from) {
      if (has(before, from.vertex) && std::ranges::all_of(stage.filters, [&](const step_attribute& filter) {
            return detail::value_passes(view_.value(from.tie, filter.attribute), filter);
          }))
        visit(step_back{from, way.forward});
    };
    way.forward ? view_.for_each_in(way.relation, v, see) : view_.for_each_out(way.relation, v, see);
  }
}

CAPNET_INLINE void walk_finder::count_list(const step_along& way, vertex_ref v) {
  const layer& ties = view_.net().layer(way.relation);
  const endpoint_domain& ends = way.forward ? ties.targets() : ties.sources();
  if (!ends.admits(v.kind)) return;
  const layer::row_range list = way.forward ? ties.in_row(ends.position(v)) : ties.out_row(ends.position(v));
  detail::touch_counter{touched_}.list(list.first, list.last);
}

}  // namespace capnet
