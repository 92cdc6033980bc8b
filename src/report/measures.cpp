#include "report/measures.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include <capnet/metric/tie_density.hpp>

#include "io/json_values.hpp"
#include "report/measure_series.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// The rows that a value was computed from: how many, and the first of them by name.
object rows_json(const estimate& e, const snapshot& net, const picture& drawn) {
  constexpr std::size_t most_vertices = 6, most_ties = 4;
  array vertices, ties;
  for (std::size_t k = 0; k < std::min(e.vertices.size(), most_vertices); ++k)
    vertices.push_back(drawn_or_named(net, drawn, e.vertices[k]));
  for (std::size_t k = 0; k < std::min(e.ties.size(), most_ties); ++k) {
    const dated_tie uv = net.layer(e.ties[k].relation).tie(e.ties[k].row);
    ties.push_back({{"relation", clipped(net.schema().relation(e.ties[k].relation).name, 120)},
                    {"source", drawn_or_named(net, drawn, uv.source)},
                    {"target", drawn_or_named(net, drawn, uv.target)}});
  }
  return {{"vertices_in_all", e.vertices.size()},
          {"ties_in_all", e.ties.size()},
          {"vertices", std::move(vertices)},
          {"ties", std::move(ties)}};
}

object measure_json(const named_estimate& m, const network_reading& reading, const picture& drawn,
                    source_list& sources) {
  const network_view& view = reading.view();
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
    one["interval"] = interval_word(e);
  }
  if (e.denominator) {  // a plain count is its value
    one["denominator"] = *e.denominator;
    if (e.numerator) one["numerator"] = *e.numerator;
  }
  if (m.range_low) one["range"] = array{*m.range_low, *m.range_high};
  if (e.expected) one["expected"] = to_json(e.expected);
  if (e.p) one["p"] = to_json(e.p);
  if (m.name.starts_with("backbone_")) {
    if (const auto backbone = reading.backbone()) one["backbone"] = both_names(view.net(), *backbone);
  }
  if (m.group == measure_groups::conditions.en) {
    one["condition"] = true;
    one["rows"] = rows_json(e, view.net(), drawn);
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

std::vector<named_estimate> add_measures(object& payload, const measure_context& context,
                                         const std::set<std::string>& series, const picture& drawn,
                                         source_list& sources) {
  constexpr std::size_t most_of_series = 36;
  constexpr std::array<std::string_view, 1> in_show_alone{measure::density_of_relation.info.name};  // one a relation
  std::vector<named_estimate> measures = headline_measures(context, in_show_alone);
  std::size_t of_series = 0;
  std::erase_if(measures, [&](const named_estimate& m) {
    return !m.series.empty() && (!series.contains(m.series) || ++of_series > most_of_series);
  });
  array all;
  for (const named_estimate& m : measures) all.push_back(measure_json(m, context.certain(), drawn, sources));
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
  return measures;
}

}  // namespace capnet::detail
