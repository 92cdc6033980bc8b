/// What figures of one series say together: previous_value and rate_bounds.
#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <map>
#include <tuple>
#include <unordered_map>

#include "metric/audit_context.hpp"
#include "metric/audit_words.hpp"

namespace capnet::detail {
namespace {

/// The rounding step in points, as stated or as digits are given.
double step(const figure& f) { return std::abs(f.rounding.value_or(rounded_share::step_of(*f.value)).value()); }

/// The percentages that changes may lead to.
class percentages {
 public:
  explicit percentages(const audit_context& context) : context_{&context} {
    for (figure_index at = 0; at < context.size(); ++at) {
      const figure& f = context.at(at);
      if (!context.firm(at) || f.kind != figure_kind::percent || !f.value) continue;
      const auto subject = context.subject(at);
      if (!f.series.empty()) {
        of_series_[f.series][f.day].push_back(at);
        of_series_and_subject_[{f.series, subject}][f.day].push_back(at);
      }
      if (!f.survey.empty()) of_survey_and_subject_[{f.survey, subject}][f.day].push_back(at);
    }
  }

  /// The percentage that a change leads to: of the same series, there of the same subject if there is one, else of the
  /// same subject and survey; of several the one of the same survey, then of the same day. Nothing if that leaves more
  /// than one, or if there are more than `most_candidates`.
  [[nodiscard]] std::optional<figure_index> level_of(figure_index change) const {
    const figure& c = context_->at(change);
    const auto subject = context_->subject(change);
    std::vector<figure_index> levels;
    if (c.series.empty()) {
      if (!c.survey.empty()) levels = candidates(of_survey_and_subject_, std::pair{c.survey, subject}, c);
    } else {
      levels = candidates(of_series_and_subject_, std::pair{c.series, subject}, c);
      if (levels.empty()) levels = candidates(of_series_, c.series, c);
    }
    if (levels.size() > most_candidates) return std::nullopt;
    const auto narrow = [&](const auto& keeps) {
      std::vector<figure_index> kept;
      std::ranges::copy_if(levels, std::back_inserter(kept), keeps);
      if (levels.size() > 1 && !kept.empty()) levels = std::move(kept);
    };
    narrow([&](figure_index p) { return context_->at(p).survey == c.survey; });
    narrow([&](figure_index p) { return context_->at(p).day == c.day; });
    return levels.size() == 1 ? std::optional{levels[0]} : std::nullopt;
  }

 private:
  static constexpr std::size_t most_candidates = 1'000;
  using by_day = day_buckets<std::vector<figure_index>>;

  template <class Map, class Key>
  [[nodiscard]] std::vector<figure_index> candidates(const Map& map, const Key& key, const figure& change) const {
    std::vector<figure_index> found;
    const auto buckets = map.find(key);
    if (buckets == map.end()) return found;
    buckets->second.overlapping(change.day, [&](const std::vector<figure_index>& bucket) {
      const std::size_t room = most_candidates + 1 - std::min(found.size(), most_candidates + 1);
      const auto last = bucket.begin() + static_cast<std::ptrdiff_t>(std::min(bucket.size(), room));
      found.insert(found.end(), bucket.begin(), last);
      context_->compared(1 + static_cast<std::size_t>(last - bucket.begin()));
    });
    return found;
  }

  const audit_context* context_;
  std::map<std::string, by_day> of_series_;
  std::map<std::pair<std::string, std::optional<vertex_ref>>, by_day> of_series_and_subject_, of_survey_and_subject_;
};

void previous_values(const audit_context& context, std::vector<finding>& found) {
  const percentages percents{context};
  for (figure_index at = 0; at < context.size(); ++at) {
    const figure& c = context.at(at);
    if (!context.firm(at) || c.kind != figure_kind::change_points || !c.value) continue;
    const auto level = percents.level_of(at);
    if (!level) continue;
    const figure& p = context.at(*level);
    const double value = p.value->value() - c.value->value();
    const double slack = (step(p) + step(c)) / 2;
    const bool rise = c.value->mantissa >= 0;
    std::string points = value_text(c);
    if (!rise) points.erase(0, 1);
    if (value + slack < 0 || value - slack > 100) {
      finding conflict = context.about("statements_conflict", severity::error, {*level, at});
      conflict.message = named_value(p) + " can't come after a " + (rise ? "rise" : "fall") + " of " + points +
                         ": it would have been " + (rise ? "under 0%" : "over 100%") + " before.";
      conflict.message_ja = named_value_ja(p) + "は" + to_text(*c.value) +
                            "ポイントの変化の後の値ではありえません。前の値が0%から100%の外になります。";
      found.push_back(std::move(conflict));
      continue;
    }
    const auto share = [](double percent) { return std::clamp(percent / 100, 0.0, 1.0); };
    finding result = context.about("previous_value", severity::info, {*level, at});
    result.message = named_value(p) + " after a " + (rise ? "rise" : "fall") + " of " + points + " means " +
                     percent_text(share(value)) + " before: with both roundings at least " +
                     percent_text(share(value - slack)) + " and at most " + percent_text(share(value + slack)) + ".";
    result.message_ja = named_value_ja(p) + "で変化が" + to_text(*c.value) + "ポイントなら、前の値は" +
                        percent_text(share(value)) + "です（両方の丸めを考えると" + percent_text(share(value - slack)) +
                        "から" + percent_text(share(value + slack)) + "）。";
    result.fields = {
        {"previous", share(value)}, {"previous_low", share(value - slack)}, {"previous_high", share(value + slack)}};
    found.push_back(std::move(result));
  }
}

/// The smallest and the largest of any neighbors in a row of numbers. Time O(n log n) once, then O(1).
class range_extremes {
 public:
  explicit range_extremes(std::vector<std::int64_t> numbers) {
    for (const std::int64_t n : numbers) levels_.resize(1), levels_[0].push_back({n, n});
    for (std::size_t width = 1; !levels_.empty() && 2 * width <= levels_[0].size(); width *= 2) {
      const auto& half = levels_.back();
      std::vector<extremes> next;
      for (std::size_t k = 0; k + 2 * width <= levels_[0].size(); ++k) next.push_back(both(half[k], half[k + width]));
      levels_.push_back(std::move(next));
    }
  }
  struct extremes {
    std::int64_t fewest, most;
  };
  /// Of [first, last). Pre: first < last.
  [[nodiscard]] extremes operator()(std::size_t first, std::size_t last) const {
    const auto level = static_cast<std::size_t>(std::bit_width(last - first) - 1);
    return both(levels_[level][first], levels_[level][last - (std::size_t{1} << level)]);
  }

 private:
  static extremes both(extremes a, extremes b) { return {std::min(a.fewest, b.fewest), std::max(a.most, b.most)}; }
  std::vector<std::vector<extremes>> levels_;  // [k][at]: of the 2^k numbers from `at`
};

/// Dated counts of one whole.
class counted_series {
 public:
  /// Pre: there are points; each has a day and a `firm_count`.
  counted_series(const audit_context& context, std::string unit, std::vector<figure_index> points)
      : unit_{std::move(unit)}, points_{ordered(context, std::move(points))}, counts_{numbers(context, points_)} {
    for (std::size_t at = 0; at < points_.size(); ++at) {
      days_.push_back(*context.at(points_[at]).day);
      by_latest_.push_back(at);
      longest_ = std::max(longest_, days_[at].latest - days_[at].earliest);
    }
    std::ranges::sort(by_latest_, {}, [&](std::size_t at) { return std::pair{days_[at].latest, at}; });
  }

  [[nodiscard]] const std::string& unit() const { return unit_; }
  [[nodiscard]] figure_index figure_of(std::size_t at) const { return points_[at]; }
  [[nodiscard]] const partial_date& day(std::size_t at) const { return days_[at]; }
  [[nodiscard]] bool known_on(const partial_date& day) const { return std::ranges::binary_search(days_, day); }
  /// The one that may have been counted last; of equals the first.
  [[nodiscard]] std::size_t latest() const {
    const date last = days_[by_latest_.back()].latest;
    return *std::ranges::lower_bound(by_latest_, last, {}, [&](std::size_t k) { return days_[k].latest; });
  }
  /// The last that is surely not after a day; the first that is surely not before it.
  [[nodiscard]] std::optional<std::size_t> before(const partial_date& day) const {
    const auto at =
        std::ranges::upper_bound(by_latest_, day.earliest, {}, [&](std::size_t k) { return days_[k].latest; });
    return at == by_latest_.begin() ? std::nullopt : std::optional{*std::prev(at)};
  }
  [[nodiscard]] std::optional<std::size_t> after(const partial_date& day) const {
    const auto at = std::ranges::lower_bound(days_, day.latest, {}, &partial_date::earliest);
    return at == days_.end() ? std::nullopt : std::optional{static_cast<std::size_t>(at - days_.begin())};
  }
  /// The smallest and largest of those that may lie in a span of days; at least one does.
  [[nodiscard]] range_extremes::extremes between(date first, date last) const {
    const auto place = [&](date day) {
      return static_cast<std::size_t>(std::ranges::lower_bound(days_, day, {}, &partial_date::earliest) -
                                      days_.begin());
    };
    const std::size_t from = place(first), until = place(last + std::chrono::days{1});
    auto found = from < until ? counts_(from, until) : range_extremes::extremes{count_range::unbounded, 0};
    for (std::size_t at = place(first - longest_); at < from; ++at) {  // began earlier, and may be later
      if (days_[at].latest < first) continue;
      const auto one = counts_(at, at + 1);
      found = {std::min(found.fewest, one.fewest), std::max(found.most, one.most)};
    }
    return found;
  }

 private:
  static std::vector<figure_index> ordered(const audit_context& context, std::vector<figure_index> points) {
    std::ranges::sort(points, {}, [&](figure_index at) { return std::pair{*context.at(at).day, at}; });
    return points;
  }
  static std::vector<std::int64_t> numbers(const audit_context& context, const std::vector<figure_index>& points) {
    std::vector<std::int64_t> counts;
    for (const figure_index at : points) counts.push_back(*context.firm_count(at));
    return counts;
  }
  std::string unit_;
  std::vector<figure_index> points_;  // by date
  range_extremes counts_;             // [point]
  std::vector<partial_date> days_;    // [point]
  std::vector<std::size_t> by_latest_;
  std::chrono::days longest_{0};
};

class rates {
 public:
  rates(const audit_context& context, std::vector<finding>& found) : context_{&context}, found_{&found} {
    std::map<std::tuple<std::string, std::optional<vertex_ref>, std::string>, std::vector<figure_index>> groups;
    for (figure_index at = 0; at < context.size(); ++at) {
      const figure& f = context.at(at);
      if (context.firm_count(at) && f.day && !f.series.empty())
        groups[{f.series, context.subject(at), f.unit}].push_back(at);
    }
    for (auto& [key, points] : groups) {
      if (points.size() < 2) continue;
      series_.emplace_back(context, std::get<2>(key), std::move(points));
      by_name_[std::get<0>(key)].push_back(series_.size() - 1);
      if (std::get<1>(key)) by_subject_[*std::get<1>(key)].push_back(series_.size() - 1);
    }
  }

  void run() {
    if (series_.empty()) return;
    for (figure_index at = 0; at < context_->size(); ++at) {
      const figure& f = context_->at(at);
      if (!context_->firm(at) || !f.day) continue;
      if (f.kind == figure_kind::ratio && f.numerator && !f.denominator) {
        if (const auto same = by_name_.find(f.series); same != by_name_.end()) {
          std::size_t told = 0, tried = 0;
          for (const std::size_t s : same->second) {
            if (told == most_wholes || tried == most_tried) break;
            if (!f.unit.empty() && f.unit != series_[s].unit()) continue;
            ++tried;
            told += bound(at, *f.numerator, series_[s]);
          }
        }
      } else if (const auto count = context_->firm_count(at); count && !f.unit.empty() && context_->subject(at)) {
        std::size_t wholes = 0;
        for (const vertex_ref whole : audit_context::closure(
                 *context_->subject(at), [&](vertex_ref v) -> const auto& { return context_->wholes(v); })) {
          const auto about = by_subject_.find(whole);
          if (about == by_subject_.end()) continue;
          for (const std::size_t s : about->second) {
            if (wholes == most_wholes) break;
            if (f.unit == series_[s].unit() && f.series != context_->at(series_[s].figure_of(0)).series)
              wholes += bound(at, *count, series_[s]);
          }
        }
      }
    }
  }

 private:
  /// Wholes that one figure is compared with: the first that fit, from its own subject upwards.
  static constexpr std::size_t most_wholes = 10;
  /// Series of its name that a ratio is tried with.
  static constexpr std::size_t most_tried = 100;

  /// The part lies between the last count that is surely not after it and the first that is surely not before it. Where
  /// its own date is partial and reaches over the ends of the series, it is taken to have been counted between them.
  /// Whether it may be a part of this whole.
  bool bound(figure_index at, std::int64_t part, const counted_series& whole) {
    const partial_date day = *context_->at(at).day;
    context_->compared();
    if (day.latest < whole.day(0).earliest || part < 0) return false;
    if (day.exact() && whole.known_on(day)) return false;  // the whole is known on that very day
    if (day.earliest > whole.day(whole.latest()).latest) return false;
    const auto last_before = whole.before(day), first_after = whole.after(day);
    const std::size_t before = last_before.value_or(0);
    const std::size_t after = first_after.value_or(whole.latest());
    if (before == after) return false;
    const bool inside = last_before && first_after;
    const auto [fewest, most] = whole.between(whole.day(before).earliest, whole.day(after).latest);
    if (most == 0 || part > most) return false;  // no part of this whole
    const double low = static_cast<double>(part) / static_cast<double>(most);
    const double high = part >= fewest ? 1 : static_cast<double>(part) / static_cast<double>(fewest);
    const figure& f = context_->at(at);
    finding result =
        context_->about("rate_bounds", severity::info, {at, whole.figure_of(before), whole.figure_of(after)});
    const std::string name =
        counted(std::to_string(part), whole.unit()) + (f.label.empty() ? "" : " (" + shown(f.label) + ")");
    result.message = name + " on " + date_text(day) + " out of between " + std::to_string(fewest) + " and " +
                     std::to_string(most) + ", as counted on " + date_text(whole.day(before)) + " and " +
                     date_text(whole.day(after)) + ", is a rate of at least " + percent_text(low) + " and at most " +
                     percent_text(high) + (inside ? "." : ", if it was between these dates.");
    result.message_ja = date_text(day) + "の" + counted_ja(std::to_string(part), whole.unit()) +
                        (f.label.empty() ? "" : "（" + shown(f.label) + "）") + "は、全体が" + std::to_string(fewest) +
                        "（" + date_text(whole.day(before)) + "）から" + std::to_string(most) + "（" +
                        date_text(whole.day(after)) + "）の間なので、率は" + percent_text(low) + "から" +
                        percent_text(high) + "の間です。";
    result.fields = {
        {"low", low}, {"high", high}, {"numerator", part}, {"denominator_low", fewest}, {"denominator_high", most}};
    found_->push_back(std::move(result));
    return true;
  }

  const audit_context* context_;
  std::vector<finding>* found_;
  std::vector<counted_series> series_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
  std::unordered_map<vertex_ref, std::vector<std::size_t>> by_subject_;
};

}  // namespace

void audit_series(const audit_context& context, std::vector<finding>& found) {
  previous_values(context, found);
  rates{context, found}.run();
}

}  // namespace capnet::detail
