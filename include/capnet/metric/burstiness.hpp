#pragma once
/// The rhythm of contacts: how regular, how bursty, how far apart.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/observed.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

/// What the times between events say of their rhythm; each empty where it is not defined.
struct gap_statistics {
  std::optional<double> burstiness{};   ///< [-1, 1]
  std::optional<double> finite_size{};  ///< [-1, 1]
  std::optional<double> memory{};       ///< [-1, 1]
  std::optional<double> mean{}, median{};
};

/// Of the times between consecutive events, in their order, of mean m and standard deviation s (over n, the number of
/// gaps):
///
/// `burstiness` B = (s - m) / (s + m) (Goh & Barabasi 2008): -1 for a regular beat, 0 as a Poisson process of many
/// events, towards 1 the more bursty. Few gaps can't reach 1: `finite_size` is (sqrt(n + 1) r - sqrt(n - 1)) /
/// ((sqrt(n + 1) - 2) r + sqrt(n - 1)) with r = s / m (Kim & Jo 2016), which is -1 for a regular beat, 0 for events
/// that fall by chance and 1 for the most bursty that n gaps can be. Theirs is for n events on a circle, which have n
/// gaps; n is the gaps here. `memory` M is the correlation of a gap with the next one (Goh & Barabasi 2008): above 0
/// where long ones follow long ones.
///
/// Fewer than two gaps: all are empty, since one gap has no rhythm. All gaps 0: no burstiness. M needs three gaps, and
/// that neither the first nor the last n - 1 are all alike. Pre: gaps are not negative. Time O(n).
[[nodiscard]] inline gap_statistics gap_statistics_of(std::span<const std::int32_t> gaps) {
  gap_statistics found;
  if (gaps.size() < 2) return found;
  const auto mean_of = [](std::span<const std::int32_t> some) {
    std::int64_t sum = 0;
    for (const std::int32_t gap : some) sum += gap;
    return static_cast<double>(sum) / static_cast<double>(some.size());
  };
  const double n = static_cast<double>(gaps.size()), mean = mean_of(gaps);
  double squares = 0;
  for (const std::int32_t gap : gaps) squares += (gap - mean) * (gap - mean);
  const double deviation = std::sqrt(squares / n);
  found.mean = mean;
  std::vector<std::int32_t> sorted(gaps.begin(), gaps.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  found.median = *middle;
  if (sorted.size() % 2 == 0) found.median = (*found.median + *std::max_element(sorted.begin(), middle)) / 2;
  if (mean > 0) {
    const double r = deviation / mean, more = std::sqrt(n + 1), less = std::sqrt(n - 1);
    found.burstiness = (deviation - mean) / (deviation + mean);
    found.finite_size = (more * r - less) / ((more - 2) * r + less);
  }
  const std::span<const std::int32_t> head = gaps.first(gaps.size() - 1), tail = gaps.last(gaps.size() - 1);
  const double head_mean = mean_of(head), tail_mean = mean_of(tail);
  double both = 0, head_squares = 0, tail_squares = 0;
  for (std::size_t k = 0; k < head.size(); ++k) {
    const double a = head[k] - head_mean, b = tail[k] - tail_mean;
    both += a * b, head_squares += a * a, tail_squares += b * b;
  }
  if (head_squares > 0 && tail_squares > 0) found.memory = both / (std::sqrt(head_squares) * std::sqrt(tail_squares));
  return found;
}

/// The rhythm of the days with a contact.
struct burstiness_estimates {
  estimate burstiness{}, finite_size{}, memory{};  ///< unit index
  estimate mean_gap{}, median_gap{};               ///< unit day
};

namespace detail {

/// The days on which contacts began that a view knows.
class exact_contacts {
 public:
  explicit exact_contacts(const network_reading& reading)
      : view_{whenever(reading.view())}, rows_{reading}, events_{view_.schema().index_of<kind::event>()} {
    const view_options& asked = reading.view().options();
    if (const auto day = last_known_day(reading.view())) last_ = held_when::number(*day);
    if (asked.window) first_ = held_when::number(asked.window->begin);
  }
  void add(relation_index r, bool at_events_alone) {
    view_.for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
      const bool at_target = view_.schema().is_a(uv.target.kind, events_);
      const bool at_source = !at_target && view_.schema().is_a(uv.source.kind, events_);
      if (at_events_alone && !at_target && !at_source) return;
      const bool begun = uv.when.begin_earliest > first_of_days;
      std::int32_t from = uv.when.begin_earliest, until = begun ? uv.when.begin_latest : last_of_days;
      if (at_target || at_source) {
        const held_when event = view_.net().parts().held(at_target ? uv.target : uv.source);
        const std::int32_t opens = std::max(from, event.begin_earliest);
        const bool ends = event.end_latest < last_of_days;
        const std::int32_t closes = std::min(until, ends                                 ? event.end_latest - 1
                                                    : event.begin_latest > first_of_days ? event.begin_latest
                                                                                         : until);
        if (opens <= closes) from = opens, until = closes;
      }
      if (from > last_ || until < first_) return;
      if (from < until) {
        ++unknown_;
        return;
      }
      days_.push_back(from);
      rows_.add(t);
    });
  }
  [[nodiscard]] burstiness_estimates rhythm() {
    const auto known = static_cast<double>(days_.size());
    estimate basis;
    if (unknown_ > 0) basis.coverage = known / (known + static_cast<double>(unknown_));
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    for (std::size_t k = 1; k < days_.size(); ++k) days_[k - 1] = days_[k] - days_[k - 1];
    if (!days_.empty()) days_.pop_back();
    basis.denominator = static_cast<std::int64_t>(days_.size());
    rows_.write(basis);
    const gap_statistics found = gap_statistics_of(days_);
    const auto part = [&](std::optional<double> value, const char* unit, const char* definition) {
      estimate result = basis;
      result.value = value;
      result.unit = unit;
      result.definition = definition;
      return result;
    };
    return {.burstiness = part(found.burstiness, "index",
                               "(s - m) / (s + m) of the gaps between days with a contact (Goh & Barabasi 2008)"),
            .finite_size = part(found.finite_size, "index",
                                "burstiness of the gaps between days with a contact, for few gaps (Kim & Jo 2016)"),
            .memory = part(found.memory, "index",
                           "correlation of a gap between days with a contact with the next (Goh & Barabasi 2008)"),
            .mean_gap = part(found.mean, "day", "mean gap between consecutive days with a contact"),
            .median_gap = part(found.median, "day", "median gap between consecutive days with a contact")};
  }

 private:
  network_view view_;
  provenance rows_;
  kind_index events_;
  std::int32_t first_ = first_of_days, last_ = first_of_days;
  std::int64_t unknown_ = 0;
  std::vector<std::int32_t> days_;
};

[[nodiscard]] inline burstiness_estimates burstiness_in(const network_reading& reading) {
  exact_contacts contacts{reading};
  const capnet::schema& schema = reading.schema();
  for (const relation_index r : schema.relations_with(relation_traits::contact | relation_traits::delivery))
    contacts.add(r, !share_one(schema.relation(r).traits, relation_traits::contact));
  return contacts.rhythm();
}

}  // namespace detail

/// The rhythm of a whole network's contacts: how bursty, with how long a memory, how far apart (`gap_statistics_of`).
///
/// A contact is the begin of a tie with relation_traits::contact, or of a delivery at an event. The day of one at an
/// event is narrowed to those of the event, or to its begin where it has no end; a tie without a begin has it from
/// there. Days with several contacts count once: thirty who come to one meeting are one beat, and days are as fine as
/// dates go. So gaps are of 1 day at the least. Only contacts that began up to `last_known_day(view)`, in the view's
/// window if it has one, and that its statuses keep: planned ones never.
///
/// A contact of which the day is known only in part, or not at all, is left out and lowers `coverage`: read as the
/// first or last of its days, a year's contacts would fall on one, and no gap would be right. The gaps beside it are
/// then too long. `denominator` is the number of gaps; fewer than two: no value. Throws: nothing. Time O(m log m).
[[nodiscard]] inline burstiness_estimates contact_burstiness(const network_view& view,
                                                             const measure_options& options = {}) {
  return detail::burstiness_in(network_reading{view, options});
}
/// The same of the begins of one relation's ties, whatever its traits.
[[nodiscard]] inline burstiness_estimates contact_burstiness(const network_view& view, relation_index relation,
                                                             const measure_options& options = {}) {
  const network_reading reading{view, options};
  detail::exact_contacts contacts{reading};
  contacts.add(relation, false);
  return contacts.rhythm();
}

namespace measure {
inline constexpr network_measure burstiness{
    .info = {.name = "burstiness",
             .label = {"Burstiness of contacts", "交流の集中（バースト性）"},
             .meaning = {"-1 if contacts come at a regular beat, 0 if by chance, towards 1 if in bursts",
                         "-1: 一定の間隔、0: 偶然と同じ、1に近いほど短期間に集中"},
             .unit = "index",
             .range = value_range{-1, 1},
             .definition = "(s - m) / (s + m) of the gaps between consecutive days with a contact, s their standard "
                           "deviation and m their mean",
             .source = "Goh & Barabasi 2008",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with contacts on three days",
             .rank = 196},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of = [](const network_reading& reading, std::string_view) { return detail::burstiness_in(reading).burstiness; }};
inline constexpr network_measure mean_gap{
    .info = {.name = "mean_gap",
             .label = {"Days between contacts", "交流の間隔（日）"},
             .meaning = {"the mean from a day with a contact to the next",
                         "交流のあった日から次の交流の日までの平均日数"},
             .unit = "day",
             .definition = "mean gap between consecutive days with a contact",
             .source = "capnet",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with contacts on three days",
             .rank = 197},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of = [](const network_reading& reading, std::string_view) { return detail::burstiness_in(reading).mean_gap; }};
}  // namespace measure

}  // namespace capnet
