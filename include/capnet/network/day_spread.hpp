#pragma once
/// Where the days of a network's data lie, and which lie so far off that they are likely slips of the pen.
#include <cstdint>
#include <limits>
#include <map>
#include <optional>

#include <capnet/core/date.hpp>
#include <capnet/network/time_columns.hpp>

namespace capnet {

/// The days on which something that is held began or was counted, in stretches of 512 days.
///
/// A day is *outlying* if it lies after 2200 while others don't. Of the others, if they are three or more, one is that
/// lies more than a century, and more than ten times the median distance, from their median. Distances are between
/// stretches, so a century is 72 of them.
class day_spread {
 public:
  struct stretch {
    std::uint64_t count = 0;
    std::int32_t last = first_of_days;  ///< day
  };

  /// Counts a day; unbounded ones aren't.
  void see(std::int32_t day, std::uint64_t times = 1) {
    if (day > first_of_days && day < last_of_days) add(day >> bits, {times, day});
  }
  /// Counts the first n days of begins that are held. Time O(n).
  void see(const time_columns& times, std::size_t n);
  /// As counted elsewhere.
  void add(std::int32_t number, const stretch& more);
  /// To be called when all days were counted. Time O(stretches log stretches).
  void settle();

  /// Whether a day lies far off; unbounded ones don't.
  [[nodiscard]] bool outlying(date day) const;
  /// The last day that was counted and is not outlying.
  [[nodiscard]] std::optional<date> last() const { return last_; }
  /// A day among those that are usual: of the median stretch, the middle.
  [[nodiscard]] std::optional<date> usual() const;
  [[nodiscard]] const std::map<std::int32_t, stretch>& stretches() const { return stretches_; }

 private:
  static constexpr int bits = 9;
  static constexpr std::int32_t century = 72;
  static constexpr std::int32_t latest = 84'006 >> bits;  // 2200-01-01

  using counts = std::map<std::int32_t, stretch>;  // one type of map: each takes time to compile
  static std::uint64_t total(const counts& of);
  /// The lower one of two.
  static std::optional<std::int32_t> median(const counts& of);

  counts stretches_;
  std::int32_t first_usual_ = std::numeric_limits<std::int32_t>::min(),
               last_usual_ = std::numeric_limits<std::int32_t>::max();
  std::optional<std::int32_t> usual_{};
  std::optional<date> last_{};
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/day_spread-inl.hpp>  // IWYU pragma: export
#endif
