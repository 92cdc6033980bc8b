#pragma once
/// The days at which the report's slider stops, and what holds then: computed here, so that the page only looks it up.
#include <boost/json/array.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/metric/days_counted.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// The last day that anything begins or ends on, outlying days aside; nothing if no day is given.
[[nodiscard]] std::optional<date> last_day_said(const snapshot& net);

/// How surely something holds.
enum class presence : std::uint8_t { absent, possible, certain };

/// The days on which something begins, ends or changes. Between two of them nothing does, unless some are left out.
class day_stops {
 public:
  /// At most `most` stops, fewer where a stop costs more: counting at each reads every tie. `as_of` is always one.
  day_stops(const snapshot& net, std::optional<date> as_of, std::size_t most);

  [[nodiscard]] const std::vector<date>& days() const { return days_; }  ///< empty: nothing has a date
  /// First and last day that anything begins or ends on, outlying days aside and `as_of` included: the stops begin and
  /// end there. Nothing if no day is given.
  [[nodiscard]] std::optional<interval> range() const {
    return days_.empty() ? std::nullopt : std::optional{interval{days_.front(), days_.back()}};
  }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }
  /// Columns to count in: one for each day, or a single one for a network without dates.
  [[nodiscard]] std::size_t size() const { return held_.size(); }

  /// The stops [first, last) on which something counts that counts on those days.
  [[nodiscard]] std::pair<std::size_t, std::size_t> on(const span_of_days& when) const;

  /// What is held at a stop.
  [[nodiscard]] const network_view& held(std::size_t stop, certainty sure) const { return of(held_[stop], sure); }
  /// What is stated for it, whatever its status.
  [[nodiscard]] const network_view& stated(std::size_t stop, certainty sure) const { return of(stated_[stop], sure); }
  /// Whether a vertex that is stated for `when` is there at a stop, whatever its status.
  [[nodiscard]] presence at(std::size_t stop, const held_when& when) const {
    return presence_of(stated_[stop], [&](const network_view& view) { return view.keeps(when); });
  }
  /// The same of a tie: whether it counts, given its parties.
  [[nodiscard]] presence at(std::size_t stop, relation_index r, const dated_tie& uv) const {
    return presence_of(stated_[stop], [&](const network_view& view) { return view.keeps(r, uv); });
  }
  /// The same of a tie that is held, between parties that are.
  [[nodiscard]] presence held_at(std::size_t stop, relation_index r, const dated_tie& uv) const {
    return presence_of(held_[stop], [&](const network_view& view) { return view.keeps(r, uv); });
  }

 private:
  struct readings {
    network_view certain, possible;
  };
  template <class Test>
  static presence presence_of(const readings& both, const Test& test) {
    return test(both.certain) ? presence::certain : test(both.possible) ? presence::possible : presence::absent;
  }
  static const network_view& of(const readings& both, certainty sure) {
    return sure == certainty::certain ? both.certain : both.possible;
  }
  std::vector<date> days_;
  std::size_t left_out_ = 0;
  std::vector<readings> held_, stated_;
};

/// `[stop, numbers..., stop, numbers..., ...]`: the numbers from each stop on at which one of them changes.
/// `numbers(stop)` is an array of them.
template <class Numbers>
[[nodiscard]] boost::json::array changes(std::size_t stops, const Numbers& numbers) {
  boost::json::array all;
  for (std::size_t stop = 0; stop < stops; ++stop) {
    const auto now = numbers(stop);
    if (stop > 0 && now == numbers(stop - 1)) continue;
    all.emplace_back(stop);
    for (const auto number : now) all.emplace_back(static_cast<std::int64_t>(number));
  }
  return all;
}

}  // namespace capnet::detail
