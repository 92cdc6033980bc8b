#pragma once
/// Things of days, some known only in part, so that what may be of the same day is found without a look at all of them.
#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include <capnet/core/date.hpp>

namespace capnet::detail {

/// A bucket for each day, partial day, and for no day.
template <class T>
class day_buckets {
 public:
  T& operator[](const std::optional<partial_date>& day) {
    if (!day) return undated_ ? *undated_ : undated_.emplace();
    if (day->exact()) return exact_[day->earliest];
    longest_ = std::max(longest_, day->latest - day->earliest);
    return partial_[*day];
  }
  /// Calls `visit(bucket)` for each that may be of the same day; what has no day may be of any. Time O(log buckets +
  /// those visited + partial days that begin less than the longest one earlier).
  template <class Visit>
  void overlapping(const std::optional<partial_date>& day, const Visit& visit) const {
    if (undated_) visit(*undated_);
    if (!day) {
      for (const auto& [when, bucket] : exact_) visit(bucket);
      for (const auto& [when, bucket] : partial_) visit(bucket);
      return;
    }
    for (auto at = exact_.lower_bound(day->earliest); at != exact_.end() && at->first <= day->latest; ++at)
      visit(at->second);
    const date from = day->earliest - longest_;
    for (auto at = partial_.lower_bound({from, from}); at != partial_.end() && at->first.earliest <= day->latest;
         ++at) {
      if (at->first.latest >= day->earliest) visit(at->second);
    }
  }
  /// Calls `visit(day, bucket)` for each bucket.
  template <class Visit>
  void for_each(const Visit& visit) {
    if (undated_) visit(std::optional<partial_date>{}, *undated_);
    for (auto& [when, bucket] : exact_) visit(std::optional{partial_date{when}}, bucket);
    for (auto& [when, bucket] : partial_) visit(std::optional{when}, bucket);
  }

 private:
  std::optional<T> undated_{};
  std::map<date, T> exact_{};
  std::map<partial_date, T> partial_{};
  std::chrono::days longest_{0};  // from the first to the last day of a partial one
};

}  // namespace capnet::detail
