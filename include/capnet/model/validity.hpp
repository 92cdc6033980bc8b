#pragma once
/// What counts on a day: the one home of "held", "surely", "possibly", and of what a tie asks of its parties.
#include <algorithm>
#include <bitset>
#include <cstdint>
#include <limits>
#include <optional>

#include <capnet/core/date.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/model/status.hpp>

namespace capnet {

inline constexpr std::int32_t first_of_days = -100'000'000;  ///< unbounded_past as a number
inline constexpr std::int32_t last_of_days = 100'000'000;    ///< unbounded_future

/// When something held and how: what every question on a day reads.
struct held_when {
  std::int32_t begin_earliest, begin_latest, end_earliest, end_latest;  ///< days since 1970-01-01
  capnet::status status;

  held_when(const spell& when, capnet::status how)
      : begin_earliest{number(when.begin.earliest)},
        begin_latest{number(when.begin.latest)},
        end_earliest{number(when.end.earliest)},
        end_latest{number(when.end.latest)},
        status{how} {}
  held_when(std::int32_t begin_first, std::int32_t begin_last, std::int32_t end_first, std::int32_t end_last,
            capnet::status how)
      : begin_earliest{begin_first},
        begin_latest{begin_last},
        end_earliest{end_first},
        end_latest{end_last},
        status{how} {}
  [[nodiscard]] spell when() const {
    return {{day(begin_earliest), day(begin_latest)}, {day(end_earliest), day(end_latest)}};
  }
  /// Nothing is said of its days.
  [[nodiscard]] bool undated() const { return begin_latest <= first_of_days && end_earliest >= last_of_days; }
  /// It possibly held on some day: not so where it ends before it begins, or then.
  [[nodiscard]] bool ever() const { return begin_earliest < end_latest; }
  static std::int32_t number(date day) { return static_cast<std::int32_t>(day.time_since_epoch().count()); }
  static date day(std::int32_t number) { return date{std::chrono::days{number}}; }
  friend bool operator==(const held_when&, const held_when&) = default;
};

/// The days on which something held: surely, from the last day of its begin until before the first of its end; or
/// possibly, from the first day of its begin until before the last of its end. What surely held also possibly held.
[[nodiscard]] constexpr interval days_of(const spell& when, certainty sure) {
  return sure == certainty::certain ? interval{when.begin.latest, when.end.earliest}
                                    : interval{when.begin.earliest, when.end.latest};
}
/// Their common days; none if it ends before it begins, or then.
[[nodiscard]] constexpr interval common_days(const interval& a, const interval& b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

/// Which statements count. By default all that are held, whatever their days.
struct view_options {
  std::optional<date> day{};         ///< keep what is active on this day
  std::optional<interval> window{};  ///< keep what is active on some day of the window; with `day` too, both must hold
  certainty sure = certainty::certain;
  std::bitset<5> statuses = 1;  ///< bit k: keep status k; by default held alone
};

/// What counts for a question.
///
/// A statement is *active* on a day t if begin <= t < end, for its sure or its possible days; in a window, if it is on
/// some day of it. A vertex counts if it is active. A tie counts if it is active and both its parties let it: of a
/// *state* they have to be active too, of a *deed* only to have begun by then (tie_nature, model/relations.hpp). A
/// party may also be held where the question keeps other statuses alone.
class validity {
 public:
  validity() : validity{view_options{}} {}
  explicit validity(const view_options& asked) : statuses_{asked.statuses}, sure_{asked.sure} {
    if (asked.day) last_begin_ = last_gone_ = held_when::number(*asked.day);
    if (!asked.window) return;
    last_begin_ = std::min(last_begin_, held_when::number(asked.window->end) - 1);
    last_gone_ = std::max(last_gone_, held_when::number(asked.window->begin));
    ordered_ = !asked.day;  // with a day, begin <= day < end says so already
    if (asked.window->begin >= asked.window->end) last_begin_ = std::numeric_limits<std::int32_t>::min();
  }

  /// Whether what held then counts.
  [[nodiscard]] bool active(const held_when& when) const {
    const bool possible = sure_ == certainty::possible;
    const std::int32_t begin = possible ? when.begin_earliest : when.begin_latest;
    const std::int32_t end = possible ? when.end_latest : when.end_earliest;
    return statuses_.test(static_cast<std::size_t>(when.status)) && begin <= last_begin_ && end > last_gone_ &&
           (!ordered_ || begin < end);
  }
  /// What the parties of ties of that nature have to be active for.
  [[nodiscard]] validity parties(tie_nature nature) const {
    validity test = *this;
    test.statuses_.set(static_cast<std::size_t>(status::held));
    if (nature == tie_nature::deed) {
      test.last_gone_ = std::numeric_limits<std::int32_t>::min();
      test.ordered_ = false;
    }
    return test;
  }

  /// The same as comparisons of days, for columns of them: begin <= last_begin(), end > last_gone(), and, if
  /// `ordered()`, begin < end.
  [[nodiscard]] std::int32_t last_begin() const { return last_begin_; }
  [[nodiscard]] std::int32_t last_gone() const { return last_gone_; }
  [[nodiscard]] bool ordered() const { return ordered_; }
  [[nodiscard]] certainty sure() const { return sure_; }
  /// Days don't matter; no day can count.
  [[nodiscard]] bool always() const { return last_begin_ == std::numeric_limits<std::int32_t>::max() && !ordered_; }
  [[nodiscard]] bool never() const { return last_begin_ == std::numeric_limits<std::int32_t>::min(); }
  /// Only what is held counts.
  [[nodiscard]] bool held_alone() const { return statuses_ == 1; }

 private:
  std::bitset<5> statuses_;
  certainty sure_;
  bool ordered_ = false;  // what ends before it begins does not count
  std::int32_t last_begin_ = std::numeric_limits<std::int32_t>::max();
  std::int32_t last_gone_ = std::numeric_limits<std::int32_t>::min();
};

}  // namespace capnet
