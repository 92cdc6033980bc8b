#include <capnet/metric/headline.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/core/parallel.hpp>
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

std::vector<named_estimate> headline_measures(const measure_context& context,
                                              std::span<const std::string_view> without) {
  struct asked {
    const measure_row* row;
    std::string subject;
  };
  std::vector<asked> all;
  for (const measure_row& row : measure_rows()) {
    if (!shown(row) || std::ranges::find(without, row.info->name) != without.end()) continue;
    if (row.family()) {
      for (std::string& subject : row.network->subjects(context.certain())) all.push_back({&row, std::move(subject)});
    } else if (row.network == nullptr || row.network->about == nullptr || row.network->about(context.certain())) {
      all.push_back({&row, {}});
    }
  }
  std::vector<named_estimate> found(all.size());
  // What most of them share comes first, so that none waits for it for long.
  const std::array<const network_reading*, 2> readings{&context.certain(), &context.possible()};
  parallel_tasks(readings.size() + all.size(), context.certain().options().threads, [&](std::size_t task) {
    if (task < readings.size()) return (void)readings[task]->organizations();
    const std::size_t k = task - readings.size();
    found[k] = named(*all[k].row, context, all[k].subject);
  });
  // Of reported series one after the other, behind the rest.
  const auto of_series = [&](std::size_t k) {
    return all[k].row->family() && all[k].row->network->group.en == measure_groups::growth.en;
  };
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  detail::sort_stably(order, [&](std::size_t a, std::size_t b) {
    const bool last_a = of_series(a), last_b = of_series(b);
    return last_a != last_b ? last_b : last_a && all[a].subject < all[b].subject;
  });
  std::vector<named_estimate> measures;
  measures.reserve(all.size());
  for (const std::size_t k : order) {
    if (of_series(k))
      add_series(context, all[k].subject, all[k].row->info->name != measure::reported.info.name, found[k]);
    measures.push_back(std::move(found[k]));
  }
  return measures;
}
std::vector<named_estimate> headline_measures(const network_view& view) {
  return headline_measures(measure_context{view});
}

std::vector<organization_score> organization_scores(const measure_context& context, std::size_t most) {
  const flattened& flat = context.certain().organizations();
  const snapshot& net = context.certain().net();
  const unsigned threads = context.certain().options().threads;
  const std::size_t n = flat.graph.order();
  betweenness_result between;
  const bool small = n <= betweenness_limit;
  if (small) between = betweenness(flat.graph, {.threads = threads});
  std::vector<vertex_index> order(n);
  std::iota(order.begin(), order.end(), vertex_index{0});
  if (most < n && !small) {  // those with as many links as the last that is asked for: keys are compared of few
    std::vector<std::size_t> degrees(n);
    for (vertex_index v = 0; v < n; ++v) degrees[v] = flat.graph.out_degree(v);
    std::vector<std::size_t> falling = degrees;
    const auto last = falling.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(most, 1) - 1);
    std::nth_element(falling.begin(), last, falling.end(), std::greater{});
    std::erase_if(order, [&](vertex_index v) { return degrees[v] < *last; });
  }
  std::vector<std::pair<organization_score, std::string>> scores;
  scores.reserve(order.size());
  const pagerank_result rank = pagerank(flat.graph, {.threads = threads});
  for (const vertex_index v : order) {
    organization_score one{.vertex = flat.vertices[v], .degree = flat.graph.out_degree(v), .pagerank = rank.scores[v]};
    if (small) one.betweenness = between.raw[v], one.betweenness_normalized = between.normalized(v);
    scores.emplace_back(one, net.key(one.vertex));
  }
  std::sort(scores.begin(), scores.end(), [](const auto& a, const auto& b) {
    return std::tie(b.first.degree, b.first.betweenness, a.second) <
           std::tie(a.first.degree, a.first.betweenness, b.second);
  });
  if (scores.size() > most) scores.resize(most);
  std::vector<organization_score> sorted;
  sorted.reserve(scores.size());
  for (const auto& [one, key] : scores) sorted.push_back(one);
  return sorted;
}
std::vector<organization_score> organization_scores(const network_view& view, std::size_t most) {
  return organization_scores(measure_context{view}, most);
}

}  // namespace capnet
