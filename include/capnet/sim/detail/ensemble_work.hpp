#pragma once
/// The runs of an experiment, open and finished. Not interface: see ensemble.hpp.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/ensemble_result.hpp>
#include <capnet/sim/run_rows.hpp>

namespace capnet::detail {

/// A slot for each run of the shard, by cell and replica. `finish` may be called from several threads at once.
class ensemble_work {
 public:
  using keeper = std::function<void(std::span<const ensemble_run>, const std::vector<std::string>&)>;

  ensemble_work(ensemble_result empty, std::uint32_t number, std::uint32_t of, keeper keep, progress_callback report)
      : all_{std::move(empty)}, number_{number}, of_{of}, keep_{std::move(keep)}, report_{std::move(report)} {
    expect(all_.replicas > 0, "0 replicas; expected at least one");
    expect(number_ >= 1 && number_ <= of_, "shard ", number_, " of ", of_, "; expected one of 1 to that many");
    expect(all_.wanted() <= max_ensemble_runs, all_.grid.size(), " cells of ", all_.replicas, " replicas are ",
           all_.wanted(), " runs; expected at most ", max_ensemble_runs);
    const auto runs = static_cast<std::size_t>(all_.wanted());
    for (std::size_t unit = number_ - 1; unit < runs; unit += of_) {
      all_.runs.push_back({.cell = static_cast<std::uint32_t>(unit / all_.replicas),
                           .replica = static_cast<std::uint32_t>(unit % all_.replicas)});
    }
    finished_.resize(all_.runs.size());
    missing_.resize(all_.grid.size());
    for (const ensemble_run& run : all_.runs) ++missing_[run.cell];
  }

  /// Those that an earlier part of the same experiment finished, which are not run again. Throws input_error.
  void take(ensemble_result before) {
    if (!before.runs.empty()) {
      if (!(before.grid == all_.grid) || before.seed != all_.seed || before.replicas != all_.replicas)
        refuse_other("of another grid, seed or number of replicas");
      all_.measures = std::move(before.measures);
      for (ensemble_run& run : before.runs) take(std::move(run));
    }
    for (std::size_t slot = 0; slot < finished_.size(); ++slot) {
      if (finished_[slot] == 0) open_.push_back(slot);
    }
    if (report_) report_({.fraction = fraction(), .stage = "runs"});
  }

  [[nodiscard]] const std::vector<std::size_t>& open() const { return open_; }
  [[nodiscard]] const parameter_grid& grid() const { return all_.grid; }
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> run_at(std::size_t slot) const {
    return {all_.runs[slot].cell, all_.runs[slot].replica};
  }

  /// All before the first that fails are run, so that it is the same one at any thread count.
  [[nodiscard]] bool failed_before(std::size_t task) const { return failed_.load() < task; }
  void fail(std::size_t task) {
    std::size_t first = failed_.load();
    while (task < first && !failed_.compare_exchange_weak(first, task)) {
    }
  }
  [[noreturn]] void refuse(std::size_t slot, const input_error& error) const {
    const ensemble_run& run = all_.runs[slot];
    const std::string cell = grid()[run.cell].text();
    problem_list problems;
    for (problem fault : error.problems()) {
      fault.message =
          (cell.empty() ? "" : cell + ", ") + "replica " + std::to_string(run.replica) + ": " + fault.message;
      problems.add(std::move(fault));
    }
    throw input_error{std::move(problems)};
  }

  void finish(std::size_t slot, const run_rows& rows) {
    expect(!rows.measures().empty(), "the run gives no measures; expected at least one");
    const std::lock_guard held{finishing_};
    if (all_.measures.empty()) all_.measures = rows.measures();
    if (rows.measures() != all_.measures)
      throw input_error{"the run gives " + join_names(rows.measures()) + ", another one " + join_names(all_.measures) +
                        "; expected the same measures of each"};
    ensemble_run& run = all_.runs[slot];
    run.steps = rows.steps(), run.values = rows.values();
    finished_[slot] = 1;
    ++done_;
    if (--missing_[run.cell] == 0 && keep_) keep_(runs_of(slot), all_.measures);
    if (report_) report_({.fraction = fraction(), .stage = "runs"});
  }

  /// Once no run is on its way.
  [[nodiscard]] ensemble_result result() && {
    std::size_t left = 0;
    for (std::size_t slot = 0; slot < finished_.size(); ++slot) {
      if (finished_[slot] == 0) continue;
      if (left != slot) all_.runs[left] = std::move(all_.runs[slot]);
      ++left;
    }
    const bool whole = left == finished_.size();
    all_.runs.resize(left);
    if (!whole && keep_) {
      for (std::size_t first = 0; first < left;) {
        std::size_t last = first;
        while (last < left && all_.runs[last].cell == all_.runs[first].cell) ++last;
        if (missing_[all_.runs[first].cell] != 0)
          keep_(std::span{all_.runs}.subspan(first, last - first), all_.measures);
        first = last;
      }
    }
    return std::move(all_);
  }

 private:
  void take(ensemble_run run) {
    const std::uint64_t unit = std::uint64_t{run.cell} * all_.replicas + run.replica;
    if (run.cell >= grid().size() || run.replica >= all_.replicas || unit % of_ != number_ - 1)
      refuse_other("with runs that are not of this shard");
    if (run.values.size() != run.steps.size() * all_.measures.size()) refuse_other("with rows cut short");
    const auto slot = static_cast<std::size_t>(unit / of_);
    if (finished_[slot] != 0) refuse_other("with a run that comes twice");
    --missing_[run.cell];
    all_.runs[slot] = std::move(run);
    finished_[slot] = 1;
    ++done_;
  }
  [[noreturn]] static void refuse_other(const char* what) {
    throw input_error{std::string{"what was finished before is "} + what + "; expected runs of the same experiment"};
  }
  [[nodiscard]] double fraction() const {
    return all_.runs.empty() ? 1 : static_cast<double>(done_) / static_cast<double>(all_.runs.size());
  }
  /// Those of the slot's cell.
  [[nodiscard]] std::span<const ensemble_run> runs_of(std::size_t slot) const {
    const auto same = std::ranges::equal_range(all_.runs, all_.runs[slot].cell, {}, &ensemble_run::cell);
    return {same.begin(), same.end()};
  }

  ensemble_result all_;
  std::uint32_t number_, of_;
  keeper keep_;
  progress_callback report_;
  std::vector<unsigned char> finished_{};  ///< [slot]; of the threads each writes its own
  std::vector<std::uint32_t> missing_{};   ///< [cell] runs of it that are not finished
  std::vector<std::size_t> open_{};        ///< slots to run
  std::size_t done_ = 0;
  std::mutex finishing_{};
  std::atomic<std::size_t> failed_{std::numeric_limits<std::size_t>::max()};
};

}  // namespace capnet::detail
