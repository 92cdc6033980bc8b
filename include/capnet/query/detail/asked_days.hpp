#pragma once
/// The days that a question is asked on, a bit each, and what counts on which of them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <capnet/query/detail/day_test.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// Up to 64 days, ascending, or a single view of whatever it keeps. A question on one day is one on a set of one.
class asked_days {
 public:
  static constexpr std::size_t most = 64;

  /// Pre: 1 to 64 views, which differ in their days alone, and if several, have ascending ones.
  void assign(std::span<const network_view> views) {
    size_ = views.size();
    for (const tie_nature nature : {tie_nature::state, tie_nature::deed}) {
      bounds& own = nature == tie_nature::state ? state_ : deed_;
      own.single = views.front().counts().parties(nature);
      for (std::size_t d = 0; d < size_ && size_ > 1; ++d) {
        const validity of_day = views[d].counts().parties(nature);
        own.last_begin[d] = of_day.last_begin(), own.last_gone[d] = of_day.last_gone();
      }
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::uint64_t every() const { return low_bits(size_); }

  /// The days on which a vertex can be a party of ties of that nature; as itself, as of those of a state.
  [[nodiscard]] std::uint64_t of(const held_when& when, tie_nature nature) const {
    const bounds& own = nature == tie_nature::state ? state_ : deed_;
    if (size_ == 1) return own.single.active(when) ? 1 : 0;
    const bool possible = own.single.sure() == certainty::possible;
    if (when.status != status::held) return 0;
    return own.days(possible ? when.begin_earliest : when.begin_latest, possible ? when.end_latest : when.end_earliest,
                    size_);
  }
  /// The days on which a tie at a place of these columns counts. Pre: size() > 1.
  [[nodiscard]] std::uint64_t of_tie(const time_columns& times, std::size_t at) const {
    const bool possible = times.partial && state_.single.sure() == certainty::possible;
    return state_.days((possible ? times.begin_earliest : times.begin_latest)[at],
                       (possible ? times.end_latest : times.end_earliest)[at], size_);
  }

 private:
  struct bounds {
    validity single{};
    std::array<std::int32_t, most> last_begin{}, last_gone{};  // [day], ascending

    // Those from the first that begins late enough until before the first that comes too late.
    [[nodiscard]] std::uint64_t days(std::int32_t begin, std::int32_t end, std::size_t n) const {
      const std::size_t first = before(last_begin, begin, n), last = before(last_gone, end, n);
      return first < last ? low_bits(last) & ~(first == 0 ? 0 : low_bits(first)) : 0;
    }
    static std::size_t before(const std::array<std::int32_t, most>& days, std::int32_t day, std::size_t n) {
      const std::int32_t* first = days.data();
      while (n > 1) {
        const std::size_t half = n / 2;
        first = first[half - 1] < day ? first + half : first;
        n -= half;
      }
      return static_cast<std::size_t>(first - days.data()) + (*first < day ? 1 : 0);
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
