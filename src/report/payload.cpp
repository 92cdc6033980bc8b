#include "report/payload.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <capnet/metric/audit.hpp>
#include <capnet/metric/backbone.hpp>
#include <capnet/metric/headline.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/metric/over_time.hpp>
#include <capnet/skill/organization_gap.hpp>
#include <capnet/version.hpp>
#include <capnet/view/network_view.hpp>

#include "io/finding_json.hpp"
#include "io/json_values.hpp"

namespace capnet::detail {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object both(std::string_view en, std::string_view ja) { return {{"en", en}, {"ja", ja}}; }

json::value to_json(const partial_date& day) {
  if (day == never_began || day == never_ends) return nullptr;
  return json::array{capnet::to_string(day.earliest), capnet::to_string(day.latest)};
}
json::value to_json(const std::optional<partial_date>& day) { return day ? to_json(*day) : json::value(nullptr); }

/// "a|b" as ["a", "b"].
json::array cites(std::string_view ids) {
  json::array list;
  for_each_listed(ids, [&](std::string_view id) { list.emplace_back(id); });
  return list;
}

/// First and last day that anything begins or ends on.
std::optional<interval> days_of(const snapshot& net, std::optional<date> as_of) {
  std::optional<interval> days;
  auto see = [&](date day) {
    if (day <= unbounded_past || day >= unbounded_future) return;
    if (!days) days = interval{day, day};
    days->begin = std::min(days->begin, day);
    days->end = std::max(days->end, day);
  };
  auto see_spell = [&](const spell& when) {
    for (const date day : {when.begin.earliest, when.begin.latest, when.end.earliest, when.end.latest}) see(day);
  };
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) see_spell(net.held(v).when());
  }
  for (const layer& relation : net.layers()) {
    relation.for_each([&](std::uint32_t, const dated_tie& uv) { see_spell(uv.when.when()); });
  }
  if (as_of && days) see(*as_of);
  return days;
}

/// The vertices to draw: all, or those with the most ties.
std::vector<vertex_ref> drawn_vertices(const snapshot& net, std::size_t most) {
  std::vector<vertex_ref> all;
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) all.push_back(v);
  }
  if (all.size() <= most) return all;
  std::unordered_map<vertex_ref, std::size_t> degrees;
  for (const layer& relation : net.layers()) {
    relation.for_each([&](std::uint32_t, const dated_tie& uv) { ++degrees[uv.source], ++degrees[uv.target]; });
  }
  std::sort(all.begin(), all.end(),
            [&](vertex_ref a, vertex_ref b) { return degrees[a] != degrees[b] ? degrees[a] > degrees[b] : a < b; });
  all.resize(most);
  std::sort(all.begin(), all.end());
  return all;
}

void add_network(json::object& payload, const network_view& view, const report_options& options) {
  const snapshot& net = view.net();
  const std::vector<vertex_ref> drawn = drawn_vertices(net, options.most_vertices);
  const std::unordered_set<vertex_ref> kept{drawn.begin(), drawn.end()};
  json::array vertices;
  for (const vertex_ref v : drawn) {
    const vertex_properties& p = net.properties(v);
    json::object one{{"id", net.key(v)},
                     {"kind", net.schema().name(v.kind)},
                     {"sector", text_or_null(net.schema().name(view.sector(v)))},
                     {"name", text_or_null(p.name)},
                     {"name_en", text_or_null(p.name_en)},
                     {"region", text_or_null(p.region)},
                     {"size", detail::to_json(p.size)},
                     {"status", to_string(p.status)},
                     {"begin", to_json(p.existence.begin)},
                     {"end", to_json(p.existence.end)},
                     {"cite", cites(p.cite)}};
    for (const auto& [name, text] : p.attributes) {
      if (name == "unit") one["unit"] = text;
    }
    vertices.push_back(std::move(one));
  }
  json::array ties;
  std::size_t left_out = 0;
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    const relation_info& info = net.schema().relation(static_cast<relation_index>(r));
    for (const tie_record& uv : net.ties(static_cast<relation_index>(r))) {
      if (uv.retracted) continue;
      if (!kept.contains(uv.source) || !kept.contains(uv.target)) {
        ++left_out;
        continue;
      }
      const tie_properties& p = uv.properties;
      ties.push_back({{"relation", info.name},
                      {"source", net.key(uv.source)},
                      {"target", net.key(uv.target)},
                      {"directed", info.directed},
                      {"status", to_string(p.status)},
                      {"weight", detail::to_json(p.weight)},
                      {"role", text_or_null(p.role)},
                      {"begin", to_json(p.active.begin)},
                      {"end", to_json(p.active.end)},
                      {"cite", cites(p.cite)}});
    }
  }
  if (drawn.size() < net.order()) {
    payload["omitted"] = {
        {"vertices", net.order() - drawn.size()},
        {"ties", left_out},
        {"reason", both("The network is too large to draw whole: those with the most ties are shown.",
                        "ネットワーク全体を描くには大きすぎるため、つながりの多いものから表示しています。")}};
  }
  payload["vertices"] = std::move(vertices);
  payload["ties"] = std::move(ties);
}

/// Names the report after the program that most take part in.
json::object title_of(const snapshot& net, const report_options& options) {
  if (!options.title.empty() || !options.title_en.empty()) {
    return both(options.title_en.empty() ? options.title : options.title_en,
                options.title.empty() ? options.title_en : options.title);
  }
  std::map<vertex_ref, std::size_t> followers;
  const network_view held = all_held(net);
  const kind_index persons = net.schema().index_of<person>();
  for (const vertex_ref p : net.vertices(net.schema().index_of<program>())) {
    if (held.contains(p)) followers.try_emplace(p);
  }
  held.for_each_tie(net.schema().index_of<participates_in>(),
                    [&](tie_ref, const dated_tie& uv) { followers[uv.target] += uv.source.kind != persons; });
  const auto most = std::max_element(followers.begin(), followers.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == followers.end()) return both("A capacity-building network", "キャパシティビルディングのネットワーク");
  const vertex_properties& p = net.properties(most->first);
  const std::string& label = net.label(most->first);
  return both(p.name_en.empty() ? label : p.name_en, p.name.empty() ? label : p.name);
}

json::array measures_of(const std::vector<named_estimate>& measures) {
  json::array all;
  for (const named_estimate& m : measures) {
    if (m.name.starts_with("density.")) continue;  // one for each relation: in `capnet show`
    json::object one = detail::to_json(m.value);
    one["name"] = m.name;
    one["label"] = both(m.label, m.label_ja);
    one["group"] = both(m.group, m.group_ja);
    if (m.value.low == m.value.high)
      one["low"] = one["high"] = one["interval"] = nullptr;  // nothing is left open: nothing to draw
    if (!m.value.denominator) one["numerator"] = nullptr;    // a plain count is its value
    if (m.range_low) one["range"] = json::array{*m.range_low, *m.range_high};
    all.push_back(std::move(one));
  }
  return all;
}

/// The four numbers that say most about this network: growth if it is reported, then whom it reaches and what it hangs
/// on.
json::array headline_of(const std::vector<named_estimate>& measures) {
  auto rank = [](const named_estimate& m) {
    if (!m.value.value) return 99;
    if (m.name.starts_with("reported.")) return 0;
    if (m.name.starts_with("growth.")) return 1;
    if (m.name == "members") return *m.value.value > 1 ? 2 : 9;
    if (m.name == "sector_heterogeneity") return m.value.denominator > 1 ? 3 : 99;
    if (m.name == "effective_providers") return 4;
    if (m.name == "backbone_reach") return 5;
    if (m.name == "organizations") return 6;
    return 99;
  };
  std::vector<const named_estimate*> best;
  for (const named_estimate& m : measures) {
    if (rank(m) < 99) best.push_back(&m);
  }
  std::sort(best.begin(), best.end(),
            [&](const auto* a, const auto* b) { return rank(*a) != rank(*b) ? rank(*a) < rank(*b) : a < b; });
  json::array names;
  for (std::size_t k = 0; k < std::min<std::size_t>(best.size(), 4); ++k) names.emplace_back(best[k]->name);
  return names;
}

json::array figures_of(const snapshot& net, const std::vector<finding>& findings) {
  std::unordered_map<std::string, const finding*> intervals;
  for (const finding& f : findings) {
    if (f.code == "interval" && !f.figures.empty()) intervals.emplace(f.figures.front(), &f);
  }
  json::array all;
  for (const figure& f : net.figures()) {
    json::object one{{"id", f.id},
                     {"subject", text_or_null(f.subject)},
                     {"survey", text_or_null(f.survey)},
                     {"label", f.label},
                     {"kind", to_string(f.kind)},
                     {"value", nullptr},
                     {"unit", f.unit},
                     {"numerator", detail::to_json(f.numerator)},
                     {"denominator", detail::to_json(f.denominator)},
                     {"rounding", nullptr},
                     {"approximate", f.approximate},
                     {"date", to_json(f.day)},
                     {"status", to_string(f.status)},
                     {"share", nullptr},
                     {"low", nullptr},
                     {"high", nullptr},
                     {"cite", cites(f.cite)}};
    if (f.value) one["value"] = detail::to_json(std::optional{f.value->value()});
    if (f.rounding) one["rounding"] = detail::to_json(std::optional{f.rounding->value()});
    if (const auto found = intervals.find(f.id); found != intervals.end()) {
      const json::object derived = detail::to_json(*found->second);
      for (const char* part : {"share", "low", "high", "numerator", "denominator"}) one[part] = derived.at(part);
    }
    all.push_back(std::move(one));
  }
  return all;
}

json::object series_of(json::object name, const std::string& unit, const std::string& subject,
                       const std::vector<dated_estimate>& points) {
  json::array drawn;
  for (const dated_estimate& p : points) {
    drawn.push_back({{"date", to_json(p.day)},
                     {"value", detail::to_json(p.value.value)},
                     {"low", detail::to_json(p.value.low)},
                     {"high", detail::to_json(p.value.high)},
                     {"cite", detail::to_json(p.value.cite)}});
  }
  return {{"name", std::move(name)}, {"unit", unit}, {"subject", text_or_null(subject)}, {"points", std::move(drawn)}};
}

json::array all_series(const snapshot& net, const std::optional<interval>& days) {
  json::array all;
  for (const reported_series& one : all_reported_series(net)) {
    all.push_back(series_of(both("Reported: " + one.name, "報告値: " + one.name), one.unit, one.subject, one.points));
  }
  constexpr std::chrono::days ten_years{3653};
  if (days && days->begin < days->end && days->end - days->begin <= ten_years) {
    auto recorded = over_days(net, month_ends({days->begin, days->end + std::chrono::days{31}}), member_order);
    // Only where it changes: between, it is the same.
    const auto same = [](const dated_estimate& a, const dated_estimate& b) {
      return a.value.value == b.value.value && a.value.low == b.value.low && a.value.high == b.value.high;
    };
    recorded.erase(std::unique(recorded.begin(), recorded.end(), same), recorded.end());
    if (recorded.size() > 1) {
      all.push_back(series_of(both("Organizations taking part, as recorded in ties", "参加団体（データ上の関係から）"),
                              "organization", "", recorded));
    }
  }
  return all;
}

json::array tables_of(const network_view& view) {
  json::array tables;
  const snapshot& net = view.net();
  json::array rows;
  for (const organization_score& s : organization_scores(view)) {
    if (s.degree == 0 || rows.size() == 20) break;
    rows.push_back({{"organization", net.key(s.vertex)},
                    {"links", s.degree},
                    {"betweenness", detail::to_json(s.betweenness_normalized)},
                    {"pagerank", s.pagerank}});
  }
  if (!rows.empty()) {
    tables.push_back({{"id", "organizations"},
                      {"title", both("Who links the organizations", "団体をつなぐのは誰か")},
                      {"note", both("Links: direct ties, programs run for them, meetings shared. Betweenness: share of "
                                    "the shortest paths between other organizations "
                                    "that pass through this one (Brandes 2001). PageRank: damping .85.",
                                    "つながり: 直接の関係、運営と参加、同じ会合。媒介中心性: "
                                    "他団体間の最短経路のうちここを通る割合（Brandes 2001）。PageRank: 減衰 .85。")},
                      {"columns",
                       {{{"key", "organization"}, {"label", both("Organization", "団体")}, {"type", "vertex"}},
                        {{"key", "links"}, {"label", both("Links", "つながり")}, {"type", "number"}},
                        {{"key", "betweenness"}, {"label", both("Betweenness", "媒介中心性")}, {"type", "share"}},
                        {{"key", "pagerank"}, {"label", both("PageRank", "PageRank")}, {"type", "number"}}}},
                      {"rows", std::move(rows)}});
  }
  const gap_report gaps = skill_gaps(view);
  json::array lacking;
  for (const organization_gap& row : gaps.organizations) {
    if (lacking.size() == 50) break;
    lacking.push_back({{"organization", net.key(row.organization)},
                       {"gap", json::object{{"value", detail::to_json(row.gap.gap)},
                                            {"low", detail::to_json(row.gap.low)},
                                            {"high", detail::to_json(row.gap.high)}}},
                       {"coverage", row.gap.coverage},
                       {"reason", row.reason}});
  }
  if (!lacking.empty()) {
    tables.push_back(
        {{"id", "gap"},
         {"title", both("Who lacks which skill", "どの団体にどのスキルが足りないか")},
         {"note", both("Gap: importance-weighted shortfall of the best holder's level, from 0 to 1; the bar spans what "
                       "unknown levels leave open.",
                       "不足: 最も高い保有者の水準の、重要度で重み付けした不足（0〜1）。帯は不明な水準による幅です。")},
         {"columns",
          {{{"key", "organization"}, {"label", both("Organization", "団体")}, {"type", "vertex"}},
           {{"key", "gap"}, {"label", both("Gap", "不足")}, {"type", "interval"}},
           {{"key", "coverage"}, {"label", both("Known", "判明分")}, {"type", "share"}},
           {{"key", "reason"}, {"label", both("Why", "理由")}, {"type", "text"}}}},
         {"rows", std::move(lacking)}});
  }
  return tables;
}

}  // namespace

json::object report_payload(const snapshot& net, const report_options& options) {
  const std::optional<date> day = options.day ? options.day : net.last_day();
  const network_view view{net, {.day = day}};
  const std::optional<interval> days = days_of(net, day);
  const std::vector<finding> findings = audit(net);
  json::object payload{{"version", 1}, {"title", title_of(net, options)}, {"as_of", nullptr}, {"days", nullptr}};
  if (day) payload["as_of"] = capnet::to_string(*day);
  if (days) payload["days"] = {{"min", capnet::to_string(days->begin)}, {"max", capnet::to_string(days->end)}};
  add_network(payload, view, options);
  const std::vector<named_estimate> measures = headline_measures(view);
  payload["measures"] = measures_of(measures);
  payload["headline"] = headline_of(measures);
  payload["figures"] = figures_of(net, findings);
  payload["series"] = all_series(net, days);
  json::array found;
  for (const finding& f : findings) found.push_back(detail::to_json(f));
  payload["findings"] = std::move(found);
  payload["tables"] = tables_of(view);
  json::array sources;
  for (const source& s : net.sources()) {
    sources.push_back({{"id", s.id},
                       {"title", s.title},
                       {"publisher", text_or_null(s.publisher)},
                       {"date", to_json(s.day)},
                       {"url", text_or_null(s.url)}});
  }
  payload["sources"] = std::move(sources);
  payload["manifest"] = {{"version", CAPNET_VERSION}};
  return payload;
}

}  // namespace capnet::detail
