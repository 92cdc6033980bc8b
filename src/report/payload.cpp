#include "report/payload.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/metric/audit.hpp>
#include <capnet/skill/organization_gap.hpp>
#include <capnet/version.hpp>
#include <capnet/view/network_view.hpp>

#include "report/changed.hpp"
#include "report/day_counts.hpp"
#include "report/day_stops.hpp"
#include "report/figures.hpp"
#include "report/forecast.hpp"
#include "report/gap_map.hpp"
#include "report/losses.hpp"
#include "report/measure_series.hpp"
#include "report/measures.hpp"
#include "report/picture.hpp"
#include "report/spread_steps.hpp"
#include "report/tables.hpp"
#include "report/training.hpp"
#include "report/what_if.hpp"

namespace capnet::detail {
namespace {

/// The title given, else the name of the program that most take part in.
boost::json::object title_of(const snapshot& net, const report_options& options) {
  if (!options.title.empty() || !options.title_en.empty()) {
    return both(options.title_en.empty() ? options.title : options.title_en,
                options.title.empty() ? options.title_en : options.title);
  }
  if (const auto program = main_program(net)) return both_names(net, *program);
  return both("A capacity-building network", "キャパシティビルディングのネットワーク");
}

/// The panels of skills: who lacks what, what would close it, and what may be lost.
void add_skills(boost::json::object& payload, const network_view& view, gap_report lacking, const picture& drawn,
                const report_simulation& options) {
  constexpr std::size_t quick_rows = 200'000;  // beyond, a plan and a drill take seconds
  const bool any_required = !lacking.organizations.empty();
  const bool quick = view.net().order() + view.net().size() <= quick_rows;
  add_gap_map(payload, view.net(), lacking, drawn);
  add_training(payload, view, std::move(lacking), quick, drawn);
  add_losses(payload, view, view.options().day, options.leave, any_required, quick, drawn);
}

}  // namespace

boost::json::object report_payload(const snapshot& net, const report_options& options) {
  std::optional<date> day = options.day ? options.day : net.last_day();
  if (!day) day = last_day_said(net);  // only plans and changes have days
  const network_view view{net, {.day = day}};
  const day_stops stops{net, day, options.most_stops};
  const picture drawn{net, options.most_vertices};
  source_list sources{net};
  boost::json::object payload{{"title", title_of(net, options)}};
  if (day) payload["as_of"] = capnet::to_string(*day);
  boost::json::array days;
  for (const date stop : stops.days()) days.emplace_back(capnet::to_string(stop));
  payload["stops"] = std::move(days);
  payload["stops_left_out"] = stops.left_out();
  std::set<std::string> series;
  std::vector<finding> findings;
  parallel_tasks(2, 0, [&](std::size_t task) {  // the audit needs nothing of the others
    if (task == 0) return void(findings = audit(net));
    add_picture(payload, view, drawn, stops, sources, options);
    payload["counts"] = day_counts(net, stops, sources);
    series = add_series(payload, net, stops.range(), drawn, sources, options);
  });
  const measure_context context{view};
  const std::vector<named_estimate> measures = add_measures(payload, context, series, drawn, sources);
  const std::vector<date> days_measured = add_measure_series(payload, view, stops.range(), measures);
  add_changed(payload, context, stops.range(), measures, days_measured, drawn);
  add_figures(payload, net, findings, drawn, sources, options);
  gap_report lacking = skill_gaps(context.certain().view());
  add_tables(payload, context, lacking, drawn);
  add_skills(payload, context.certain().view(), std::move(lacking), drawn, options.simulation);
  add_forecast(payload, net, day, drawn, sources, options.simulation);
  add_spread(payload, context, drawn, options.simulation);
  add_what_if(payload, context, drawn, options.simulation);
  payload["sources"] = std::move(sources).json();
  payload["manifest"] = {{"version", CAPNET_VERSION}};
  return payload;
}

}  // namespace capnet::detail
