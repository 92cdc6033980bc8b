#include "report/figures.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <capnet/core/hash.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/metric/over_time.hpp>

#include "io/finding_json.hpp"
#include "io/json_values.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// A vertex as its place among those drawn, else its names, else the text that should have named one.
value vertex_json(const snapshot& net, const picture& drawn, const std::string& key) {
  if (key.empty()) return nullptr;
  const auto v = net.find(key);
  if (!v) return value(clipped(key));
  if (const auto place = drawn.place(*v)) return value(*place);
  return both_names(net, *v);
}

/// The places of the `most` least of `size` things, ascending.
template <class Rank>
std::vector<std::size_t> first_by(std::size_t size, std::size_t most, const Rank& rank) {
  std::vector<std::size_t> places(size);
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (size <= most) return places;
  std::ranges::sort(places, {}, [&](std::size_t place) { return std::pair{rank(place), place}; });
  places.resize(most);
  std::ranges::sort(places);
  return places;
}

/// Each code gets its share, the graver first.
std::vector<std::size_t> findings_to_show(const std::vector<finding>& found, std::size_t most) {
  std::map<std::string_view, std::size_t> of_code;
  std::vector<std::size_t> turn;
  for (const finding& f : found) turn.push_back(of_code[f.code]++);
  return first_by(found.size(), most, [&](std::size_t at) { return std::pair{turn[at], found[at].severity}; });
}

std::vector<std::size_t> figures_to_show(const snapshot& net, const std::vector<finding>& found,
                                         const std::vector<std::size_t>& shown, std::size_t most) {
  std::unordered_map<std::string_view, int, text_hash> with_finding;
  for (const finding& f : found) {
    for (const std::string& id : f.figures) with_finding.emplace(id, 1);
  }
  for (const std::size_t at : shown) {
    for (const std::string& id : found[at].figures) with_finding[id] = 0;
  }
  std::unordered_map<std::string_view, std::size_t, text_hash> series_sizes;
  for (const figure& f : net.figures()) {
    if (!f.series.empty()) ++series_sizes[f.series];
  }
  return first_by(net.figures().size(), most, [&](std::size_t at) {
    const figure& f = net.figures()[at];
    const auto finding = with_finding.find(f.id);
    const std::size_t in_series = f.series.empty() ? 0 : series_sizes[f.series];
    return std::tuple{finding == with_finding.end() ? 2 : finding->second, -static_cast<std::int64_t>(in_series),
                      std::string_view{f.series}};
  });
}

object figure_json(const figure& f, const finding* interval, const snapshot& net, const picture& drawn,
                   source_list& sources) {
  object one{{"subject", vertex_json(net, drawn, f.subject)}, {"kind", to_string(f.kind)}};
  put_text(one, "id", f.id);
  put_text(one, "label", f.label, 300);
  put_text(one, "unit", f.unit, 80);
  if (f.value) one["value"] = to_json(f.value->value());
  if (f.numerator) one["numerator"] = *f.numerator;
  if (f.denominator) one["denominator"] = *f.denominator;
  if (f.approximate) one["approximate"] = true;
  put_date(one, "date", f.day);
  if (f.status != status::held) one["status"] = to_string(f.status);
  if (interval) {
    const object derived = to_json(*interval);
    for (const char* part : {"share", "low", "high", "numerator", "denominator"}) one[part] = derived.at(part);
  }
  sources.cite_cell(one, f.cite);
  return one;
}

object series_json(const std::string& unit, const std::vector<dated_estimate>& points, source_list& sources) {
  constexpr std::size_t most_points = 120;  // as many as a chart of this width can show; evenly, the last one too
  const std::size_t drawn = std::min(points.size(), most_points);
  array shown;
  for (std::size_t k = 0; k < drawn; ++k) {
    const dated_estimate& p = points[drawn < 2 ? k : k * (points.size() - 1) / (drawn - 1)];
    object one{{"date", date_json(p.day)}, {"value", to_json(p.value.value)}};
    if (p.value.low) one["low"] = to_json(p.value.low);
    if (p.value.high) one["high"] = to_json(p.value.high);
    sources.cite(one, p.value.cite);
    shown.push_back(std::move(one));
  }
  return {{"unit", clipped(unit, 80)}, {"of", points.size()}, {"points", std::move(shown)}};
}

}  // namespace

void add_figures(object& payload, const snapshot& net, const std::vector<finding>& found, const picture& drawn,
                 source_list& sources, const report_options& options) {
  const std::vector<std::size_t> shown = findings_to_show(found, options.most_findings);
  std::unordered_map<std::string_view, const finding*, text_hash> intervals;
  for (const finding& f : found) {
    if (f.code == "interval" && !f.figures.empty()) intervals.emplace(f.figures.front(), &f);
  }
  array figures;
  std::unordered_map<std::string_view, std::size_t, text_hash> places;
  for (const std::size_t at : figures_to_show(net, found, shown, options.most_figures)) {
    const figure& f = net.figures()[at];
    const auto interval = intervals.find(f.id);
    places.emplace(f.id, figures.size());
    figures.push_back(figure_json(f, interval == intervals.end() ? nullptr : interval->second, net, drawn, sources));
  }

  constexpr std::size_t most_named = 8;
  array findings;
  for (const std::size_t at : shown) {
    const finding& f = found[at];
    object one{{"code", f.code}, {"severity", to_string(f.severity)}};
    put_text(one, "message", f.message, 1'200);
    put_text(one, "message_ja", f.message_ja, 1'200);
    array about, vertices;
    for (const std::string& id : f.figures) {
      if (const auto place = places.find(id); place != places.end() && about.size() < most_named)
        about.emplace_back(place->second);
    }
    for (const std::string& key : f.vertices) {
      if (vertices.size() < most_named) vertices.push_back(vertex_json(net, drawn, key));
    }
    const std::size_t more = f.figures.size() - about.size() + f.vertices.size() - vertices.size();
    if (more > 0) one["more"] = more;
    one["figures"] = std::move(about);
    one["vertices"] = std::move(vertices);
    sources.cite(one, f.cite);
    findings.push_back(std::move(one));
  }
  array totals;
  for (std::size_t k = 0; k < severity_names.size(); ++k) {
    totals.push_back({{"severity", severity_names[k]},
                      {"count", std::ranges::count(found, static_cast<severity>(k), &finding::severity)}});
  }
  payload["figures"] = std::move(figures);
  payload["figures_in_all"] = net.figures().size();
  payload["findings"] = std::move(findings);
  payload["findings_in_all"] = found.size();
  payload["findings_by_severity"] = std::move(totals);
}

std::set<std::string> add_series(object& payload, const snapshot& net, const std::optional<interval>& days,
                                 const picture& drawn, source_list& sources, const report_options& options) {
  const std::vector<reported_series> reported = all_reported_series(net);
  array all;
  std::set<std::string> names;
  for (const std::size_t at :
       first_by(reported.size(), options.most_series, [&](std::size_t k) { return -std::ssize(reported[k].points); })) {
    const reported_series& one = reported[at];
    object drawn_series = series_json(one.unit, one.points, sources);
    drawn_series["name"] = clipped(one.name);
    drawn_series["subject"] = vertex_json(net, drawn, one.subject);
    all.push_back(std::move(drawn_series));
    names.insert(one.name);
  }
  payload["series_in_all"] = reported.size();
  constexpr std::chrono::days ten_years{3653};
  if (days && days->begin < days->end && days->end - days->begin <= ten_years) {
    auto recorded = over_days(net, month_ends({days->begin, days->end + std::chrono::days{31}}), member_order);
    // Only where it changes: between, it is the same.
    const auto same = [](const dated_estimate& a, const dated_estimate& b) {
      return a.value.value == b.value.value && a.value.low == b.value.low && a.value.high == b.value.high;
    };
    recorded.erase(std::unique(recorded.begin(), recorded.end(), same), recorded.end());
    if (recorded.size() > 1) {
      object one = series_json("organization", recorded, sources);
      one["recorded"] = true;
      all.push_back(std::move(one));
    }
  }
  payload["series"] = std::move(all);
  return names;
}

}  // namespace capnet::detail
