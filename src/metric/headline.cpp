#include <capnet/metric/headline.hpp>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/core/stable_order.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/metric/registry.hpp>

namespace capnet {
namespace {

/// Of measures of graphs those that everybody looks at.
bool shown(const measure_row& row) {
  if (row.network != nullptr) return row.network->shown;
  return row.info->name == "degree_centralization" || row.info->name == "components";
}

named_estimate named(const measure_row& row, const measure_context& context, const std::string& subject) {
  const measure_info& info = *row.info;
  const phrase group = row.network != nullptr ? row.network->group : measure_groups::structure;
  named_estimate one{.name = std::string{info.name} + subject,
                     .label = std::string{info.label.en} + subject,
                     .label_ja = std::string{info.label.ja} + subject,
                     .group = std::string{group.en},
                     .group_ja = std::string{group.ja},
                     .meaning = std::string{info.meaning.en},
                     .meaning_ja = std::string{info.meaning.ja}};
  if (info.range) one.range_low = info.range->low, one.range_high = info.range->high;
  if (row.network != nullptr && row.network->about != nullptr) {
    const snapshot& net = context.certain().net();
    if (const auto who = row.network->about(context.certain()))
      one.label += ": " + net.label_en(*who), one.label_ja += ": " + net.label(*who);
  }
  one.value = asked_measure{one.name, &row, subject}(context);
  return one;
}

/// Of a measure of a reported series: whom it is about, and the days.
void add_series(const measure_context& context, const std::string& name, bool grown, named_estimate& into) {
  const named_series* one = detail::reported_named(context.certain(), name);
  if (one == nullptr) return;
  into.series = one->series.name;
  into.subject = one->series.subject;
  into.day = one->series.points.back().day;
  if (grown) into.since = one->series.points.front().day;
}

}  // namespace

std::vector<named_estimate> headline_measures(const measure_context& context) {
  std::vector<named_estimate> all;
  std::vector<std::pair<std::string, named_estimate>> reported;  // series by series
  for (const measure_row& row : measure_rows()) {
    if (!shown(row)) continue;
    if (!row.family()) {
      if (row.network != nullptr && row.network->about != nullptr && !row.network->about(context.certain())) continue;
      all.push_back(named(row, context, {}));
      continue;
    }
    const bool of_series = row.network->group.en == measure_groups::growth.en;
    for (const std::string& subject : row.network->subjects(context.certain())) {
      named_estimate one = named(row, context, subject);
      if (!of_series) {
        all.push_back(std::move(one));
        continue;
      }
      add_series(context, subject, row.info->name != measure::reported.info.name, one);
      reported.emplace_back(subject, std::move(one));
    }
  }
  detail::sort_stably(reported, [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [subject, one] : reported) all.push_back(std::move(one));
  return all;
}
std::vector<named_estimate> headline_measures(const network_view& view) {
  return headline_measures(measure_context{view});
}

std::vector<organization_score> organization_scores(const measure_context& context) {
  const flattened& flat = context.certain().organizations();
  const snapshot& net = context.certain().net();
  betweenness_result between;
  const bool small = flat.graph.order() <= betweenness_limit;
  if (small) between = betweenness(flat.graph, {.threads = 0});
  const pagerank_result rank = pagerank(flat.graph);
  std::vector<std::pair<organization_score, std::string>> scores;
  scores.reserve(flat.graph.order());
  for (vertex_index v = 0; v < flat.graph.order(); ++v) {
    organization_score one{.vertex = flat.vertices[v], .degree = flat.graph.out_degree(v), .pagerank = rank.scores[v]};
    if (small) one.betweenness = between.raw[v], one.betweenness_normalized = between.normalized(v);
    scores.emplace_back(one, net.key(one.vertex));
  }
  std::sort(scores.begin(), scores.end(), [](const auto& a, const auto& b) {
    return std::tie(b.first.degree, b.first.betweenness, a.second) <
           std::tie(a.first.degree, a.first.betweenness, b.second);
  });
  std::vector<organization_score> sorted;
  sorted.reserve(scores.size());
  for (const auto& [one, key] : scores) sorted.push_back(one);
  return sorted;
}
std::vector<organization_score> organization_scores(const network_view& view) {
  return organization_scores(measure_context{view});
}

}  // namespace capnet
