#pragma once
/// One walk for each answer: why a vertex is among the rows of a query.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/neighbors.hpp>
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

/// Finds walks that a plan counts. Keeps the vertices after each step; one finder serves one thread.
class walk_finder {
 public:
  /// Time and space as for answering the plan, step by step.
  walk_finder(const snapshot& net, const query_plan& plan)
      : view_{net, {.day = plan.day, .window = plan.window, .sure = plan.sure}}, plan_{plan}, executor_{net} {
    plan_.steps.clear();
    stages_.push_back({vertices_of(executor_.run(plan_)), {}, {}});
    bool exact = false;  // a step that ranks needs the weights of all before it
    for (const plan_step& step : plan.steps) {
      plan_.steps.push_back(step);
      exact = exact || std::holds_alternative<step_top>(step);
      const std::vector<vertex_ref>& here = stages_.back().reached;
      if (const auto* one = std::get_if<step_along>(&step)) {
        stages_.push_back({after(here, step), {*one}, {here}});
      } else if (const auto* walk = std::get_if<step_walk>(&step)) {
        stage next{after(here, step), walk->ways, {here}, walk->fewest};
        while (next.fronts.size() < walk->most)
          next.fronts.push_back(after(next.fronts.back(), step_walk{.ways = walk->ways}));
        stages_.push_back(std::move(next));
      } else if (exact) {
        stages_.push_back({vertices_of(executor_.run(plan_)), {}, {}});
      } else {
        stages_.push_back({after(here, step), {}, {}});
      }
    }
  }

  /// A walk that ends at the vertex, or nothing if the plan does not reach it. Of several, the one whose last ties are
  /// the least by number of ties in a repeated step, then by where they come from, then by tie.   Time O(degrees along
  /// it x log vertices).
  [[nodiscard]] std::optional<tie_path> operator()(vertex_ref v) const {
    if (!has(stages_.back().reached, v)) return std::nullopt;
    tie_path walk{.start = v};
    for (std::size_t k = stages_.size(); k-- > 1;) {
      if (stages_[k].ways.empty()) continue;  // a filter
      // The fewest ties after which v is reached: one of them, for v was.
      std::uint32_t ties = stages_[k].fewest;
      if (ties == 0 && has(stages_[k].fronts.front(), walk.start)) continue;
      for (ties = std::max(ties, 1u); ties <= stages_[k].fronts.size(); ++ties) {
        if (back(stages_[k], ties, walk)) break;
      }
    }
    std::ranges::reverse(walk.legs);
    return walk;
  }

 private:
  struct stage {
    std::vector<vertex_ref> reached{};              ///< ascending
    std::vector<step_along> ways{};                 ///< empty: a filter
    std::vector<std::vector<vertex_ref>> fronts{};  ///< [ties] before that tie
    std::uint32_t fewest = 1;
  };
  static bool has(const std::vector<vertex_ref>& vertices, vertex_ref v) {
    return std::ranges::binary_search(vertices, v);
  }
  static std::vector<vertex_ref> vertices_of(const std::vector<query_row>& rows) {
    std::vector<vertex_ref> vertices;
    for (const query_row& row : rows) vertices.push_back(row.vertex);
    std::ranges::sort(vertices);
    return vertices;
  }
  std::vector<vertex_ref> after(const std::vector<vertex_ref>& here, plan_step step) {
    query_plan one{
        .start = here, .steps = {std::move(step)}, .day = plan_.day, .sure = plan_.sure, .window = plan_.window};
    return vertices_of(executor_.run(one));
  }
  // Goes back so many ties from the walk's start, each to the least of those that lie before.
  bool back(const stage& at, std::uint32_t ties, tie_path& walk) const {
    tie_path tried = walk;
    for (std::uint32_t left = ties; left > 0; --left) {
      const std::vector<vertex_ref>& before = at.fronts[left - 1];
      std::optional<std::pair<tie_end, bool>> best;
      for (const step_along& way : at.ways) {
        const auto see = [&](const tie_end& from) {
          if (!has(before, from.vertex)) return;
          if (!best || std::pair{from.vertex, from.tie} < std::pair{best->first.vertex, best->first.tie})
            best = {from, way.forward};
        };
        way.forward ? view_.for_each_in(way.relation, tried.start, see)
                    : view_.for_each_out(way.relation, tried.start, see);
      }
      if (!best) return false;
      tried.legs.push_back({best->first.tie, best->second, tried.start});
      tried.start = best->first.vertex;
    }
    walk = std::move(tried);
    return true;
  }

  network_view view_;
  query_plan plan_;
  query_executor executor_;
  std::vector<stage> stages_{};
};

}  // namespace capnet
