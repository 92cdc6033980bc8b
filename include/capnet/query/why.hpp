#pragma once
/// One walk for each answer: why a vertex is among the rows of a query.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/cost.hpp>
#include <capnet/query/neighbors.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/plan.hpp>

namespace capnet {

/// `tis -delivers-> s1 <-attends- npo1`.
[[nodiscard]] inline std::string to_string(const snapshot& net, const tie_path& walk) {
  std::string text = net.key(walk.start);
  for (const tie_path::leg& leg : walk.legs) {
    const relation_info& r = net.schema().relation(leg.tie.relation);
    text += (r.directed && !leg.forward ? " <-" : " -") + r.name + (r.directed && leg.forward ? "-> " : "- ") +
            net.key(leg.to);
  }
  return text;
}

/// Finds walks that a plan counts, back from where they end: where a vertex was come from is looked for once, however
/// many walks pass it. One finder serves one thread.
class walk_finder {
 public:
  /// Of an answer that was traced. O(1).
  walk_finder(const snapshot& net, const query_plan& plan, query_trace trace)
      : view_{net, {.day = plan.day, .window = plan.window, .sure = plan.sure}}, trace_{std::move(trace)} {
    for (const query_trace::stage& stage : trace_.stages) best_.emplace_back(stage.fronts.size());
  }
  /// Answers the plan first.
  walk_finder(const snapshot& net, const query_plan& plan) : walk_finder{net, plan, traced(net, plan)} {}

  /// A walk that ends at the vertex, or nothing if the plan does not reach it. Of several, the one whose last ties are
  /// the least by number of ties in a repeated step, then by where they come from, then by tie.
  ///
  /// Time O(degrees along it) where no earlier call went; for all vertices together no more than the answer took, times
  /// log vertices.
  [[nodiscard]] std::optional<tie_path> operator()(vertex_ref v) {
    if (!has(trace_.reached, v)) return std::nullopt;
    tie_path walk{.start = v};
    for (std::size_t k = trace_.stages.size(); k-- > 0;) {
      // The fewest ties after which v is reached: one of them, for v was.
      const query_trace::stage& stage = trace_.stages[k];
      const bool may_stay = stage.fewest == 0 && !stage.fronts.empty() && has(stage.fronts.front(), walk.start);
      if (may_stay && (k > 0 || view_.contains(walk.start))) continue;
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
  /// What the calls so far touched.
  [[nodiscard]] const query_counters& touched() const { return touched_; }

 private:
  struct step_back {
    tie_end from{};
    bool forward = true;
  };
  static query_trace traced(const snapshot& net, const query_plan& plan) {
    query_trace trace;
    static_cast<void>(query_executor{net}.run(plan, nullptr, &trace));
    return trace;
  }
  static bool has(const std::vector<vertex_ref>& vertices, vertex_ref v) {
    return std::ranges::binary_search(vertices, v);
  }
  // The tie by which v was come to from the least of those that stood before it; nothing if it was not.
  const std::optional<step_back>& back(std::size_t stage, std::uint32_t front, vertex_ref v) {
    const auto [known, fresh] = best_[stage][front].try_emplace(v);
    std::optional<step_back>& best = known->second;
    if (!fresh) return best;
    const std::vector<vertex_ref>& before = trace_.stages[stage].fronts[front];
    for (const step_along& way : trace_.stages[stage].ways) {
      count_list(way, v);
      const auto see = [&](const tie_end& from) {
        if (has(before, from.vertex) &&
            (!best || std::pair{from.vertex, from.tie} < std::pair{best->from.vertex, best->from.tie}))
          best = {from, way.forward};
      };
      way.forward ? view_.for_each_in(way.relation, v, see) : view_.for_each_out(way.relation, v, see);
    }
    return best;
  }
  void count_list(const step_along& way, vertex_ref v) {
    const layer& ties = view_.net().layer(way.relation);
    const endpoint_domain& ends = way.forward ? ties.targets() : ties.sources();
    if (!ends.admits(v.kind)) return;
    const layer::row_range list = way.forward ? ties.in_row(ends.position(v)) : ties.out_row(ends.position(v));
    detail::touch_counter{touched_}.list(list.first, list.last);
  }

  network_view view_;
  query_trace trace_;
  std::vector<std::vector<std::unordered_map<vertex_ref, std::optional<step_back>>>> best_;  // [stage][front]
  query_counters touched_{};
};

}  // namespace capnet
