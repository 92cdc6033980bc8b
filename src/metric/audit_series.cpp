/// What figures of one series say together: previous_value and rate_bounds.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <tuple>

#include "metric/audit_context.hpp"
#include "metric/audit_words.hpp"

namespace capnet::detail {
namespace {

bool overlap(const std::optional<partial_date>& a, const std::optional<partial_date>& b) {
  return !a || !b || (a->earliest <= b->latest && b->earliest <= a->latest);
}

/// The rounding step in points, as stated or as digits are given.
double step(const figure& f) { return std::abs(f.rounding.value_or(rounded_share::step_of(*f.value)).value()); }

/// The percentage that a change leads to: of the same series, else of the same subject and survey; of several the one
/// of the same day. Nothing if that leaves more than one.
std::optional<figure_index> level_of(const audit_context& context, figure_index change,
                                     const std::vector<figure_index>& percents) {
  const figure& c = context.at(change);
  std::vector<figure_index> levels;
  for (const figure_index p : percents) {
    const figure& f = context.at(p);
    if (!c.series.empty()
            ? f.series == c.series
            : (!c.survey.empty() && f.survey == c.survey && context.subject(p) == context.subject(change)))
      levels.push_back(p);
  }
  const auto narrow = [&](const auto& keeps) {
    std::vector<figure_index> kept;
    std::ranges::copy_if(levels, std::back_inserter(kept), keeps);
    if (levels.size() > 1 && !kept.empty()) levels = std::move(kept);
  };
  std::erase_if(levels, [&](figure_index p) { return !overlap(context.at(p).day, c.day); });
  narrow([&](figure_index p) { return context.subject(p) == context.subject(change); });
  narrow([&](figure_index p) { return context.at(p).survey == c.survey; });
  narrow([&](figure_index p) { return context.at(p).day == c.day; });
  return levels.size() == 1 ? std::optional{levels[0]} : std::nullopt;
}

void previous_values(const audit_context& context, std::vector<finding>& found) {
  std::map<std::string, std::vector<figure_index>> by_series, by_survey;
  for (figure_index at = 0; at < context.size(); ++at) {
    const figure& f = context.at(at);
    if (!context.firm(at) || f.kind != figure_kind::percent || !f.value) continue;
    if (!f.series.empty()) by_series[f.series].push_back(at);
    if (!f.survey.empty()) by_survey[f.survey].push_back(at);
  }
  for (figure_index at = 0; at < context.size(); ++at) {
    const figure& c = context.at(at);
    if (!context.firm(at) || c.kind != figure_kind::change_points || !c.value) continue;
    const auto level = level_of(context, at, !c.series.empty() ? by_series[c.series] : by_survey[c.survey]);
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
                     percent_text(share(value)) + " before: with both roundings from " +
                     percent_text(share(value - slack)) + " to " + percent_text(share(value + slack)) + ".";
    result.message_ja = named_value_ja(p) + "で変化が" + to_text(*c.value) + "ポイントなら、前の値は" +
                        percent_text(share(value)) + "です（両方の丸めを考えると" + percent_text(share(value - slack)) +
                        "から" + percent_text(share(value + slack)) + "）。";
    result.fields = {
        {"previous", share(value)}, {"previous_low", share(value - slack)}, {"previous_high", share(value + slack)}};
    found.push_back(std::move(result));
  }
}

/// Dated counts of one whole.
struct counted_series {
  std::optional<vertex_ref> subject{};
  std::string unit{};
  std::vector<figure_index> points{};  ///< by date
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
      std::ranges::sort(points, {}, [&](figure_index at) { return std::pair{*context.at(at).day, at}; });
      series_.push_back({std::get<1>(key), std::get<2>(key), points});
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
          for (const std::size_t s : same->second) {
            if (f.unit.empty() || f.unit == series_[s].unit) bound(at, *f.numerator, series_[s]);
          }
        }
      } else if (const auto count = context_->firm_count(at); count && !f.unit.empty() && context_->subject(at)) {
        for (const vertex_ref whole : audit_context::closure(
                 *context_->subject(at), [&](vertex_ref v) -> const auto& { return context_->wholes(v); })) {
          const auto about = by_subject_.find(whole);
          if (about == by_subject_.end()) continue;
          for (const std::size_t s : about->second) {
            if (f.unit == series_[s].unit && f.series != context_->at(series_[s].points[0]).series)
              bound(at, *count, series_[s]);
          }
        }
      }
    }
  }

 private:
  /// The part lies between the last count that is surely not after it and the first that is surely not before it. Where
  /// its own date is partial and reaches over the ends of the series, it is taken to have been counted between them.
  void bound(figure_index at, std::int64_t part, const counted_series& whole) {
    const partial_date day = *context_->at(at).day;
    const auto date_of = [&](figure_index f) { return *context_->at(f).day; };
    if (day.latest < date_of(whole.points.front()).earliest || part < 0) return;
    std::optional<figure_index> before, after;
    date last_end = unbounded_past;
    for (const figure_index p : whole.points) {
      if (date_of(p) == day && day.exact()) return;  // the whole is known on that very day
      last_end = std::max(last_end, date_of(p).latest);
      if (date_of(p).latest <= day.earliest && (!before || date_of(p).latest >= date_of(*before).latest)) before = p;
      if (date_of(p).earliest >= day.latest && (!after || date_of(p).earliest < date_of(*after).earliest)) after = p;
    }
    if (day.earliest > last_end) return;
    const bool inside = before && after;
    if (!before) before = whole.points.front();
    if (!after) after = *std::ranges::max_element(whole.points, {}, [&](figure_index p) { return date_of(p).latest; });
    if (*before == *after) return;
    std::int64_t fewest = count_range::unbounded, most = 0;
    for (const figure_index p : whole.points) {
      if (date_of(p).latest < date_of(*before).earliest || date_of(p).earliest > date_of(*after).latest) continue;
      fewest = std::min(fewest, *context_->firm_count(p));
      most = std::max(most, *context_->firm_count(p));
    }
    if (most == 0 || part > most) return;  // no part of this whole
    const double low = static_cast<double>(part) / static_cast<double>(most);
    const double high = part >= fewest ? 1 : static_cast<double>(part) / static_cast<double>(fewest);
    const figure& f = context_->at(at);
    finding result = context_->about("rate_bounds", severity::info, {at, *before, *after});
    const std::string name = counted(std::to_string(part), whole.unit) + (f.label.empty() ? "" : " (" + f.label + ")");
    result.message = name + " on " + date_text(day) + " out of between " + std::to_string(fewest) + " and " +
                     std::to_string(most) + ", as counted on " + date_text(date_of(*before)) + " and " +
                     date_text(date_of(*after)) + ", is a rate from " + percent_text(low) + " to " +
                     percent_text(high) + (inside ? "." : ", if it was between these dates.");
    result.message_ja = date_text(day) + "の" + counted_ja(std::to_string(part), whole.unit) +
                        (f.label.empty() ? "" : "（" + f.label + "）") + "は、全体が" + std::to_string(fewest) + "（" +
                        date_text(date_of(*before)) + "）から" + std::to_string(most) + "（" +
                        date_text(date_of(*after)) + "）の間なので、率は" + percent_text(low) + "から" +
                        percent_text(high) + "の間です。";
    result.fields = {
        {"low", low}, {"high", high}, {"numerator", part}, {"denominator_low", fewest}, {"denominator_high", most}};
    found_->push_back(std::move(result));
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
