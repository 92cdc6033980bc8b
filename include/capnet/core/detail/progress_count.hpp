#pragma once
/// What several threads have done of a whole, told to whoever asked. Not interface.
#include <cstdint>
#include <mutex>
#include <string_view>
#include <utility>

#include <capnet/core/execution.hpp>

namespace capnet::detail {

/// Counts units of work on any thread and reports the share that is done: one call at a time, and the share never
/// falls. Costs nothing where nobody listens.
class progress_count {
 public:
  /// `stage` outlives it. Pre: total > 0.
  progress_count(progress_callback report, std::uint64_t total, std::string_view stage)
      : report_{std::move(report)}, total_{total}, stage_{stage} {}

  void done(std::uint64_t units = 1) {
    if (!report_) return;
    const std::lock_guard turn{lock_};
    done_ += units;
    report_({static_cast<double>(done_) / static_cast<double>(total_), stage_});
  }

 private:
  progress_callback report_;
  std::uint64_t total_, done_ = 0;
  std::string_view stage_;
  std::mutex lock_{};
};

}  // namespace capnet::detail
