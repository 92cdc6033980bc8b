#pragma once
/// The days that a question is asked on, a bit each, and what counts on which of them.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <capnet/model/validity.hpp>
#include <capnet/query/detail/day_test.hpp>

namespace capnet::detail {

/// Up to 64 ascending numbers of days, and how many of them come before another: looked up where they lie close.
class day_ranks {
 public:
  template <class DayOf>
  void assign(std::size_t n, const DayOf& day_of) {
    size_ = n;
    for (std::size_t d = 0; d < n; ++d) days_[d] = day_of(d);
    ranks_.clear();
    const std::int64_t span = std::int64_t{days_[n - 1]} - days_[0];
    if (span > static_cast<std::int64_t>(close * n)) return;
    for (std::size_t d = 0; d < n; ++d)
      ranks_.resize(static_cast<std::size_t>(days_[d] - days_[0]) + 1, static_cast<std::uint8_t>(d));
  }
  [[nodiscard]] std::size_t before(std::int32_t day) const {
    if (day <= days_[0]) return 0;
    if (day > days_[size_ - 1]) return size_;
    if (!ranks_.empty()) return ranks_[static_cast<std::size_t>(day - days_[0])];
    return static_cast<std::size_t>(std::lower_bound(days_.begin(), days_.begin() + size_, day) - days_.begin());
  }

 private:
  static constexpr std::size_t close = 128;  // days apart in the mean: else looking up costs more than it saves
  std::size_t size_ = 0;
  std::array<std::int32_t, 64> days_{};
  std::vector<std::uint8_t> ranks_;  // [day - first day], up to the last; none: days lie far apart
};

/// Up to 64 days, ascending, or a single view of whatever it keeps. A question on one day is one on a set of one.
class asked_days {
 public:
  static constexpr std::size_t most = 64;

  /// What views of these days count, or, without any, a view as `options` says.   Pre: at most 64, ascending.
  void assign(view_options options, std::span<const date> days) {
    size_ = std::max<std::size_t>(1, days.size());
    const auto counted = [&](std::size_t d) {
      if (!days.empty()) options.day = days[d];
      return validity{options};
    };
    for (const tie_nature nature : {tie_nature::state, tie_nature::deed}) {
      bounds& own = nature == tie_nature::state ? state_ : deed_;
      own.single = counted(0).parties(nature);
      if (!several()) continue;
      own.begin.assign(size_, [&](std::size_t d) { return counted(d).parties(nature).last_begin(); });
      own.gone.assign(size_, [&](std::size_t d) { return counted(d).parties(nature).last_gone(); });
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool several() const { return size_ > 1; }
  [[nodiscard]] std::uint64_t every() const { return low_bits(size_); }

  /// The days on which a vertex can be a party of ties of that nature; as itself, as of those of a state.
  [[nodiscard]] std::uint64_t of(const held_when& when, tie_nature nature) const {
    const bounds& own = nature == tie_nature::state ? state_ : deed_;
    if (!several()) return own.single.active(when) ? 1 : 0;
    if (when.status != status::held) return 0;
    const bool possible = own.single.sure() == certainty::possible;
    return own.days(possible ? when.begin_earliest : when.begin_latest, possible ? when.end_latest : when.end_earliest);
  }
  /// The days on which a tie at a place of these columns counts.   Pre: several().
  [[nodiscard]] std::uint64_t of_tie(const time_columns& times, std::size_t at) const {
    const bool possible = times.partial && state_.single.sure() == certainty::possible;
    return state_.days((possible ? times.begin_earliest : times.begin_latest)[at],
                       (possible ? times.end_latest : times.end_earliest)[at]);
  }

 private:
  struct bounds {
    validity single{};
    day_ranks begin{}, gone{};  // by the last day to have begun, and the last to have ended

    // Those from the first that begins late enough until before the first that comes too late.
    [[nodiscard]] std::uint64_t days(std::int32_t begins, std::int32_t ends) const {
      const std::size_t first = begin.before(begins), last = gone.before(ends);
      return first < last ? low_bits(last) & ~(first == 0 ? 0 : low_bits(first)) : 0;
    }
  };
  std::size_t size_ = 1;
  bounds state_, deed_;
};

template <class Visit>
void for_each_bit(std::uint64_t word, const Visit& visit) {
  for (; word != 0; word &= word - 1) visit(static_cast<std::size_t>(std::countr_zero(word)));
}

}  // namespace capnet::detail
