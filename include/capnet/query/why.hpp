#pragma once
/// One walk for each answer: why a vertex is among the rows of a query.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/id.hpp>
#include <capnet/query/cost.hpp>
#include <capnet/query/neighbors.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// `tis -delivers-> s1 <-attends- npo1`.
[[nodiscard]] std::string to_string(const snapshot& net, const tie_path& walk);

/// Finds walks that a plan counts, back from where they end: where a vertex was come from is looked for once, however
/// many walks pass it. One finder serves one thread.
class walk_finder {
 public:
  /// Of an answer that was traced. O(1).
  walk_finder(const snapshot& net, const query_plan& plan, query_trace trace);
  /// Answers the plan first.
  walk_finder(const snapshot& net, const query_plan& plan);

  /// A walk that ends at the vertex, or nothing if the plan does not reach it. Of several, the one whose last ties are
  /// the least by number of ties in a repeated step, then by where they come from, then by tie.
  ///
  /// Time O(degrees along it) where no earlier call went; for all vertices together no more than the answer took, times
  /// log vertices.
  [[nodiscard]] std::optional<tie_path> operator()(vertex_ref v);
  /// What the calls so far touched.
  [[nodiscard]] const query_counters& touched() const { return touched_; }

 private:
  struct step_back {
    tie_end from{};
    bool forward = true;

    friend bool operator<(const step_back& a, const step_back& b) {
      return std::pair{a.from.vertex, a.from.tie} < std::pair{b.from.vertex, b.from.tie};
    }
  };
  // Where conditions tie the ends of a walk together, one after the other is tried, from the least on.
  static constexpr std::size_t most_tries = 200'000;
  std::optional<tie_path> searched(vertex_ref v);
  // What follows stage k begins at v: whether what is before it can be told so that all holds.
  bool before_stage(std::size_t k, vertex_ref v);
  bool back_by(std::size_t k, std::uint32_t ties, vertex_ref v);
  [[nodiscard]] bool all_hold() const;
  static query_trace traced(const snapshot& net, const query_plan& plan);
  static bool has(const std::vector<vertex_ref>& vertices, vertex_ref v);
  // v stood before the stage, which needs no tie.
  static bool may_stay(const query_trace::stage& stage, vertex_ref v);
  // The tie by which v was come to from the least of those that stood before it; nothing if it was not.
  const std::optional<step_back>& back(std::size_t stage, std::uint32_t front, vertex_ref v);
  template <class Visit>
  void for_each_back(std::size_t k, std::uint32_t front, vertex_ref v, const Visit& visit);
  void count_list(const step_along& way, vertex_ref v);

  network_view view_;
  query_trace trace_;
  std::vector<query_condition> conditions_;
  std::map<std::string, std::pair<std::size_t, bool>>
      places_;                                             // of a name: the stage that it stands before, or the tie of
  std::vector<std::pair<std::string, std::size_t>> same_;  // names that stand again
  std::vector<vertex_ref> at_;                             // [stage]: of the walk that is tried
  std::vector<tie_ref> ties_;
  tie_path found_{};
  std::size_t tries_ = 0;
  std::vector<std::vector<std::unordered_map<vertex_ref, std::optional<step_back>>>> best_;  // [stage][front]
  query_counters touched_{};
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/query/why-inl.hpp>  // IWYU pragma: export
#endif
