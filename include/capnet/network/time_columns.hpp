#pragma once
/// When ties or vertices held, and how: at most two bytes for a day where the calendar allows it.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/model/status.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/network/column.hpp>

namespace capnet {

/// Days, each as its distance from `base` in two bytes: 0 is unbounded_past, 65,535 unbounded_future, k the day base +
/// k - 1. Where the days lie further apart, four bytes each. Without either column every day is `constant`.
struct day_column {
  std::int32_t base = 0;
  std::int32_t constant = 0;
  detail::column<std::uint16_t> narrow{};
  detail::column<std::int32_t> wide{};

  static constexpr std::uint16_t past = 0, future = 0xFFFF;
  [[nodiscard]] std::int32_t operator[](std::size_t at) const {
    if (!narrow.empty()) return decode(narrow[at]);
    return wide.empty() ? constant : wide[at];
  }
  [[nodiscard]] bool is_constant() const { return narrow.empty() && wide.empty(); }
  [[nodiscard]] std::int32_t decode(std::uint16_t code) const { return decode(code, base); }
  static std::int32_t decode(std::uint16_t code, std::int32_t base) {
    return code == past ? first_of_days : code == future ? last_of_days : base + code - 1;
  }
  /// The code c such that a day's code is <= c exactly if the day is <= `day`.
  [[nodiscard]] std::int32_t code_of(std::int32_t day) const {
    if (day >= last_of_days) return future;
    if (day < first_of_days) return -1;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(std::int64_t{day} - base + 1, past, future - 1));
  }
  [[nodiscard]] std::size_t memory() const { return narrow.size() * 2 + wide.size() * 4; }
};

/// When each row held. Columns that say nothing are left out: `begin_earliest` and `end_latest` without partial dates,
/// `statuses` while all is held.
struct time_columns {
  day_column begin_latest{0, first_of_days, {}, {}};
  day_column end_earliest{0, last_of_days, {}, {}};
  bool partial = false;  ///< else the two below equal the two above
  day_column begin_earliest{}, end_latest{};
  detail::column<std::uint8_t> statuses{};

  [[nodiscard]] held_when operator[](std::size_t at) const {
    const std::int32_t begin = begin_latest[at], end = end_earliest[at];
    if (!partial) return {begin, begin, end, end, status_at(at)};
    // In their order, whatever a tampered file says.
    return {std::min(begin_earliest[at], begin), begin, end, std::max(end_latest[at], end), status_at(at)};
  }
  [[nodiscard]] capnet::status status_at(std::size_t at) const {
    return statuses.empty() ? status::held
                            : static_cast<capnet::status>(
                                  std::min<std::uint8_t>(statuses[at], static_cast<std::uint8_t>(status::target)));
  }
  /// Every row held, without bounds.
  [[nodiscard]] bool trivial() const {
    return statuses.empty() && !partial && begin_latest.is_constant() && begin_latest.constant == first_of_days &&
           end_earliest.is_constant() && end_earliest.constant == last_of_days;
  }
  [[nodiscard]] std::size_t memory() const {
    return begin_latest.memory() + end_earliest.memory() + begin_earliest.memory() + end_latest.memory() +
           statuses.size();
  }
};

/// The same columns with all of their memory ready: for passes over many rows. Pre: the columns outlive it.
class time_reader {
 public:
  explicit time_reader(const time_columns& columns)
      : begin_latest_{columns.begin_latest},
        end_earliest_{columns.end_earliest},
        begin_earliest_{columns.begin_earliest},
        end_latest_{columns.end_latest},
        statuses_{columns.statuses.empty() ? nullptr : columns.statuses.all().data()},
        partial_{columns.partial},
        trivial_{columns.trivial()} {}

  [[nodiscard]] held_when operator[](std::size_t at) const {
    const std::int32_t begin = begin_latest_[at], end = end_earliest_[at];
    if (!partial_) return {begin, begin, end, end, status_at(at)};
    return {std::min(begin_earliest_[at], begin), begin, end, std::max(end_latest_[at], end), status_at(at)};
  }
  /// Every row held, without bounds.
  [[nodiscard]] bool trivial() const { return trivial_; }

 private:
  struct days {
    const std::uint16_t* narrow;
    const std::int32_t* wide;
    std::int32_t base, constant;

    days(const day_column& column)  // NOLINT: days become readable
        : narrow{column.narrow.empty() ? nullptr : column.narrow.all().data()},
          wide{column.wide.empty() ? nullptr : column.wide.all().data()},
          base{column.base},
          constant{column.constant} {}
    [[nodiscard]] std::int32_t operator[](std::size_t at) const {
      if (narrow != nullptr) return day_column::decode(narrow[at], base);
      return wide == nullptr ? constant : wide[at];
    }
  };
  [[nodiscard]] capnet::status status_at(std::size_t at) const {
    return statuses_ == nullptr ? status::held
                                : static_cast<capnet::status>(
                                      std::min<std::uint8_t>(statuses_[at], static_cast<std::uint8_t>(status::target)));
  }

  days begin_latest_, end_earliest_, begin_earliest_, end_latest_;
  const std::uint8_t* statuses_;
  bool partial_, trivial_;
};

/// What the days of some rows have in common: how they can be stored.
struct time_shape {
  std::int32_t first = std::numeric_limits<std::int32_t>::max(),
               last = std::numeric_limits<std::int32_t>::min();  ///< of bounded days
  bool begins = false, ends = false;                             ///< some begin or end is bounded
  bool partial = false, statuses = false;

  void see_day(std::int32_t day) {
    if (day <= first_of_days || day >= last_of_days) return;
    first = std::min(first, day);
    last = std::max(last, day);
  }
  void see(const held_when& when);
  void see(const time_shape& other);
  [[nodiscard]] bool narrow() const { return last < first || std::int64_t{last} - first <= 65'533; }
};

/// Fills time_columns of a known shape, at any row in any order; different rows from different threads.
class time_writer {
 public:
  time_writer(const time_shape& shape, std::size_t rows);
  void put(std::size_t at, const held_when& when);
  [[nodiscard]] time_columns finish() &&;

 private:
  struct days {
    std::vector<std::uint16_t> narrow{};
    std::vector<std::int32_t> wide{};
  };
  void put(days& d, std::size_t at, std::int32_t day) const;
  day_column finish(days& d, std::int32_t constant) const;

  time_shape shape_;
  std::int32_t base_;
  days begin_latest_, end_earliest_, begin_earliest_, end_latest_;
  std::vector<std::uint8_t> statuses_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/time_columns-inl.hpp>  // IWYU pragma: export
#endif
