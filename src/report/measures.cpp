#include "report/measures.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <capnet/metric/backbone.hpp>
#include <capnet/metric/headline.hpp>

#include "io/json_values.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// What the numbers around a value are: proven bounds, the values of two readings between which the truth need not
/// lie, or an interval that samples leave.
std::string_view interval_of(const estimate& e) {
  if (e.interval_kind == interval_kinds::readings) return "readings";
  return e.interval_kind == interval_kinds::wilson ? "sampling" : "bounds";
}

object measure_json(const named_estimate& m, const network_view& view, source_list& sources) {
  const estimate& e = m.value;
  object one{{"name", clipped(m.name)},
             {"label", both(clipped(m.label), clipped(m.label_ja))},
             {"group", both(m.group, m.group_ja)},
             {"value", to_json(e.value)},
             {"unit", clipped(e.unit, 80)},
             {"coverage", to_json(e.coverage)}};
  one["meaning"] = both(clipped(m.meaning, 400), clipped(m.meaning_ja, 400));
  put_text(one, "series", m.series);
  if (const auto subject = view.net().find(m.subject); subject && !m.subject.empty())
    one["subject"] = both_names(view.net(), *subject);
  put_date(one, "since", m.since);
  put_date(one, "day", m.day);
  if (e.low && e.high && *e.low < *e.high) {  // else nothing is left open
    one["low"] = to_json(e.low);
    one["high"] = to_json(e.high);
    one["interval"] = interval_of(e);
  }
  if (e.denominator) {  // a plain count is its value
    one["denominator"] = *e.denominator;
    if (e.numerator) one["numerator"] = *e.numerator;
  }
  if (m.range_low) one["range"] = array{*m.range_low, *m.range_high};
  if (e.expected) one["expected"] = to_json(e.expected);
  if (e.p) one["p"] = to_json(e.p);
  if (m.name.starts_with("backbone_")) {
    if (const auto backbone = find_backbone(view)) one["backbone"] = both_names(view.net(), *backbone);
  }
  sources.cite(one, e.cite);
  return one;
}

/// What is reported, then how that grew, whom it reaches and what it hangs on; 99: not for the headline.
int headline_rank(const named_estimate& m) {
  if (!m.value.value) return 99;
  if (m.name.starts_with("reported.")) return 0;
  if (m.name.starts_with("growth.")) return 1;
  if (m.name == "members") return *m.value.value > 1 ? 2 : 99;
  if (m.name == "sector_heterogeneity") return m.value.denominator > 1 && *m.value.value > 0 ? 3 : 99;
  if (m.name == "effective_providers") return 4;
  if (m.name == "backbone_reach") return m.value.denominator > 2 ? 5 : 99;
  if (m.name == "organizations") return *m.value.value > 0 ? 6 : 99;
  return 99;
}

}  // namespace

void add_measures(object& payload, const network_view& view, const std::set<std::string>& series,
                  source_list& sources) {
  constexpr std::size_t most_of_series = 36;
  std::vector<named_estimate> measures = headline_measures(view);
  std::size_t of_series = 0;
  std::erase_if(measures, [&](const named_estimate& m) {
    if (m.name.starts_with("density.")) return true;  // one for each relation: in `capnet show`
    return !m.series.empty() && (!series.contains(m.series) || ++of_series > most_of_series);
  });
  array all;
  for (const named_estimate& m : measures) all.push_back(measure_json(m, view, sources));
  std::vector<std::size_t> best;
  std::size_t reported = 0, growing = 0;
  for (std::size_t place = 0; place < measures.size(); ++place) {
    const int rank = headline_rank(measures[place]);
    if (rank == 99 || (rank == 0 && ++reported > 2) || (rank == 1 && ++growing > 1)) continue;
    best.push_back(place);
  }
  std::ranges::sort(best, {}, [&](std::size_t place) { return std::pair{headline_rank(measures[place]), place}; });
  if (best.size() > 4) best.resize(4);
  payload["measures"] = std::move(all);
  payload["headline"] = array(best.begin(), best.end());
}

}  // namespace capnet::detail
