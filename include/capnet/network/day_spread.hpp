#pragma once
/// Where the days of a network's data lie, and which lie so far off that they are likely slips of the pen.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
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
  void see(const time_columns& times, std::size_t n) {
    const day_column& begins = times.begin_latest;
    if (begins.is_constant() && times.statuses.empty()) return see(begins.constant, n);
    if (begins.narrow.empty() || !times.statuses.empty()) {
      for (std::size_t at = 0; at < n; ++at) {
        if (times.status_at(at) == status::held) see(begins[at]);
      }
      return;
    }
    std::array<stretch, (0x10000 >> bits) + 1> here{};  // all that two bytes can tell apart
    const std::int32_t first = begins.base >> bits;
    for (std::size_t at = 0; at < n; ++at) {
      const std::uint16_t code = begins.narrow[at];
      if (code == day_column::past || code == day_column::future) continue;
      const std::int32_t day = begins.base + code - 1;
      stretch& s = here[static_cast<std::size_t>((day >> bits) - first)];
      ++s.count;
      s.last = std::max(s.last, day);
    }
    for (std::size_t k = 0; k < here.size(); ++k) {
      if (here[k].count > 0) add(first + static_cast<std::int32_t>(k), here[k]);
    }
  }
  /// As counted elsewhere.
  void add(std::int32_t number, const stretch& more) {
    stretch& s = stretches_[number];
    s.count += more.count;
    s.last = std::max(s.last, more.last);
  }
  /// To be called when all days were counted. Time O(stretches log stretches).
  void settle() {
    const bool some_early = !stretches_.empty() && stretches_.begin()->first <= latest;
    first_usual_ = std::numeric_limits<std::int32_t>::min();
    last_usual_ = some_early ? latest : std::numeric_limits<std::int32_t>::max();
    std::map<std::int32_t, std::uint64_t> distances, early;
    for (const auto& [number, s] : stretches_) {
      if (number <= last_usual_) early[number] = s.count;
    }
    usual_ = median(early);
    if (usual_ && total(early) >= 3) {
      for (const auto& [number, count] : early) distances[std::abs(number - *usual_)] += count;
      const std::int32_t margin = std::max(century, 10 * *median(distances));
      first_usual_ = *usual_ - margin;
      last_usual_ = std::min(last_usual_, *usual_ + margin);
    }
    last_.reset();
    for (const auto& [number, s] : stretches_) {
      if (number >= first_usual_ && number <= last_usual_) last_ = held_when::day(s.last);
    }
  }

  /// Whether a day lies far off; unbounded ones don't.
  [[nodiscard]] bool outlying(date day) const {
    if (day <= unbounded_past || day >= unbounded_future) return false;
    const std::int32_t number = held_when::number(day) >> bits;
    return number < first_usual_ || number > last_usual_;
  }
  /// The last day that was counted and is not outlying.
  [[nodiscard]] std::optional<date> last() const { return last_; }
  /// A day among those that are usual: of the median stretch, the middle.
  [[nodiscard]] std::optional<date> usual() const {
    if (!usual_) return std::nullopt;
    return held_when::day(*usual_ * (1 << bits) + (1 << (bits - 1)));
  }
  [[nodiscard]] const std::map<std::int32_t, stretch>& stretches() const { return stretches_; }

 private:
  static constexpr int bits = 9;
  static constexpr std::int32_t century = 72;
  static constexpr std::int32_t latest = 84'006 >> bits;  // 2200-01-01

  using counts = std::map<std::int32_t, std::uint64_t>;
  static std::uint64_t total(const counts& of) {
    std::uint64_t n = 0;
    for (const auto& [number, count] : of) n += count;
    return n;
  }
  /// The lower one of two.
  static std::optional<std::int32_t> median(const counts& of) {
    std::uint64_t before = 0;
    const std::uint64_t half = (total(of) + 1) / 2;
    for (const auto& [number, count] : of) {
      before += count;
      if (before >= half) return number;
    }
    return std::nullopt;
  }

  std::map<std::int32_t, stretch> stretches_;
  std::int32_t first_usual_ = std::numeric_limits<std::int32_t>::min(),
               last_usual_ = std::numeric_limits<std::int32_t>::max();
  std::optional<std::int32_t> usual_{};
  std::optional<date> last_{};
};

}  // namespace capnet
