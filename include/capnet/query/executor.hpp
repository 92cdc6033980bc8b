#pragma once
/// Answers questions that are data (plan.hpp): one, from many starts, on many days.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/query/cost.hpp>
#include <capnet/query/plan.hpp>

namespace capnet {

/// The answer on one day.
struct day_rows {
  date day{};
  std::vector<query_row> rows{};
  std::size_t total = 0;  ///< vertices before a last `step_top` cut them
};
/// What an answer comes to.
struct query_total {
  std::size_t vertices = 0;
  std::uint64_t walks = 0;  ///< stays at the largest 64-bit number if there are more
  double weight = 0;
  std::uint64_t unknown = 0;
  friend bool operator==(const query_total&, const query_total&) = default;
};

/// Answers plans on one network. Nothing is to be prepared: a question costs what it touches, whatever the size of the
/// network, beside which working memory is kept for the next one. One executor serves one thread; any number of
/// executors may ask one network at once.
///
/// Filters behind a hop are asked where a tie leads to an end; where the network lies by region
/// (`freeze_options::by_locality`), ends of a region are a range of a list, found by halving. The days of up to 64 ties
/// are tested at once, or a tie on up to 64 days.
class query_executor {
 public:
  explicit query_executor(snapshot net) : net_{std::move(net)} {}

  /// The vertices that the plan ends at, by kind and id; after a `step_top` last, best first.
  /// Time O(ties touched + results log results).
  ///
  /// A walk counts if all its ties do on the plan's day (`network_view`); so along a deed it may start at, pass or
  /// reach a vertex that has ended. A walk without a tie, of `{0,n}` too, counts if its vertex does.
  ///
  /// With `touched`: what was touched, at the start and by each step, is written there; what filters behind a hop leave
  /// out is not among the hop's rows. With `trace`: the ways of the walks, in space O(vertices of all fronts).
  [[nodiscard]] std::vector<query_row> run(const query_plan& plan, std::vector<query_counters>* touched = nullptr,
                                           query_trace* trace = nullptr);
  /// How many vertices the last answer of `run` had before a last `step_top` cut it.
  [[nodiscard]] std::size_t total() const { return total_; }

  /// The same from each of many starts by itself: `visit(k, rows, total)`, in order unless there are several threads;
  /// then from any of them. The plan's own start is not used. Rows are valid during the call, in no order unless the
  /// plan ends with a `step_top`. Some starts are followed side by side, so that their memory accesses overlap.
  using each_visit = std::function<void(std::size_t, std::span<const query_row>, std::size_t)>;
  void run_each(const query_plan& plan, std::span<const vertex_ref> starts, const each_visit& visit,
                const execution& how = {.threads = 1}) const;

  /// The same on each of many days, in their order; the plan's own day is not used. Each answer equals that of `run` on
  /// its day, to the last bit. A list that is reached on several days is read once for all of up to 64 of them.
  [[nodiscard]] std::vector<day_rows> run_on(const query_plan& plan, std::span<const date> days,
                                             std::vector<query_counters>* touched = nullptr) const;

  /// What the answer comes to, on the plan's day or on each of many: no row is written. A last `step_top` does not
  /// matter.
  [[nodiscard]] query_total total_of(const query_plan& plan) const;
  [[nodiscard]] std::vector<query_total> totals_on(const query_plan& plan, std::span<const date> days) const;

 private:
  snapshot net_;
  std::size_t total_ = 0;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/query/executor-inl.hpp>  // IWYU pragma: export
#endif
