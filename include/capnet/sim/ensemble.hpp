#pragma once
/// An experiment: a model run for each cell of a grid and each of many replicas, on all cores, with the same bits.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/sim/detail/ensemble_work.hpp>
#include <capnet/sim/ensemble_result.hpp>
#include <capnet/sim/grid.hpp>
#include <capnet/sim/run_rows.hpp>

namespace capnet {

/// What keys the random numbers of a run: those of `random_use`. Every cell has the same replicas, so that the
/// difference of two cells is paired, replica by replica (common random numbers: Glasserman & Yao 1992).
struct random_run {
  std::uint64_t seed = 0;
  std::uint32_t replica = 0;
};

/// Gives the rows of one run, from the cell and the random numbers alone. Is called from several threads at once.
template <class Model>
concept ensemble_model = requires(const Model& model, const grid_cell& cell, const random_run& run) {
  { model(cell, run) } -> std::convertible_to<run_rows>;
};

/// The part of an experiment that one of several machines runs: of the runs, numbered cell by cell and replica by
/// replica, each `of`-th, beginning with the one at `number` - 1.
struct ensemble_shard {
  std::uint32_t number = 1;  ///< from 1
  std::uint32_t of = 1;
};

struct ensemble_options {
  std::uint32_t replicas = 1;  ///< of each cell, at least one
  std::uint64_t seed = 0;
  ensemble_shard shard{};
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
  std::stop_token stop{};
  progress_callback report{};  ///< after each run
  /// Is told of a cell once all its runs (of the shard) are there, and where the experiment was stopped also of those
  /// that are not whole; from one thread at a time, in any order. For who keeps them. What it throws ends the
  /// experiment.
  std::function<void(std::span<const ensemble_run> runs, const std::vector<std::string>& measures)> keep{};
};

/// Runs the model for each cell and replica that `before` does not hold:
///
///     const auto grid = parameter_grid::parse("rate=1,2;homophily=.5,.9");
///     const ensemble_result all = ensemble(
///         [&](const grid_cell& cell, const random_run& run) {
///           run_rows rows{{"members", "ties"}};
///           growth_options how{.seed = run.seed, .replica = run.replica, .threads = 1, .rate = cell["rate"]};
///           for (const growth_step& step : simulate_growth(net, how).history)
///             rows.add(step.step, {step.members, step.ties});
///           return rows;
///         },
///         grid, {.replicas = 100, .seed = 7});
///     for (const quantile_band& band : quantile_bands(all)) ...
///
/// The runs share the threads, one at a time each, in the order of cells and replicas; a model that is parallel itself
/// should use one. Rows alone are kept. Where the model is a function of its arguments, the result has the same bits at
/// any thread count, in shards that are merged (`merged`) and where it was stopped and resumed.
///
/// Asked to stop, it begins no further run and returns what is finished: `complete()` is false, and the result can be
/// passed as `before` to go on. A model that throws ends the experiment: the exception of the first run, in order, that
/// throws is rethrown, an input_error with the cell and replica before it.
///
/// Throws input_error for no replica, a shard that is none of `of`, more than `max_ensemble_runs` runs, runs that
/// differ in their measures, and a `before` of another experiment. Time O(runs / threads), space O(rows).
template <ensemble_model Model>
[[nodiscard]] ensemble_result ensemble(const Model& model, const parameter_grid& grid,
                                       const ensemble_options& options = {}, ensemble_result before = {}) {
  detail::ensemble_work work{
      {.grid = grid, .seed = options.seed, .replicas = options.replicas, .runs = {}, .measures = {}},
      options.shard.number,
      options.shard.of,
      options.keep,
      options.report};
  work.take(std::move(before));
  parallel_tasks(work.open().size(), options.threads, [&](std::size_t task) {
    if (options.stop.stop_requested() || work.failed_before(task)) return;
    const std::size_t slot = work.open()[task];
    const auto [cell, replica] = work.run_at(slot);
    try {
      work.finish(slot, run_rows{model(work.grid()[cell], random_run{options.seed, replica})});
    } catch (const stopped&) {
      if (options.stop.stop_requested()) return;  // the model heard of it too
      work.fail(task);
      throw;
    } catch (const input_error& error) {
      work.fail(task);
      work.refuse(slot, error);
    } catch (...) {
      work.fail(task);
      throw;
    }
  });
  return std::move(work).result();
}

}  // namespace capnet
