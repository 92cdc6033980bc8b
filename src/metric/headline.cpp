#include <capnet/metric/headline.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <string_view>
#include <tuple>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/degree_centralization.hpp>
#include <capnet/algorithm/density.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/backbone.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/metric/order.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/metric/provider_concentration.hpp>
#include <capnet/metric/sector_mix.hpp>
#include <capnet/metric/tie_density.hpp>

namespace capnet {
namespace {

struct group_names {
  const char* en;
  const char* ja;
};
constexpr group_names reach{"Whom it reaches", "どこに届いているか"};
constexpr group_names hub{"What it hangs on", "何に支えられているか"};
constexpr group_names structure{"How it hangs together", "どうつながっているか"};
constexpr group_names growth{"How it grows", "どう広がっているか"};

struct measure_meaning {
  std::string_view name, en, ja;
};
constexpr measure_meaning meanings[]{
    {"members", "named in the data; a group known only by its size is not counted here",
     "データに名前のある団体だけ。人数だけで知られる集団は数えません"},
    {"sector_heterogeneity", "the chance that two organizations taking part are of different sectors",
     "参加団体から2つ選んだとき、セクターが異なる確率"},
    {"sector_variation", "the same as a share of the most that the sectors present allow",
     "同じ値を、いまあるセクターで取りうる最大値で割ったもの"},
    {"sector_ei_index", "1 if all links cross sectors, -1 if none does",
     "1: つながりがすべてセクターを越える、-1: まったく越えない"},
    {"provider_concentration", "1 if one provider delivers all, 1/n with n equal ones",
     "1: 1者がすべてを提供、n者が等しければ1/n"},
    {"effective_providers", "so many equal providers would be as concentrated", "同じ集中度になる、等しい提供者の数"},
    {"backbone_reach", "share of the other organizations that are linked to it",
     "ほかの団体のうち、直接つながっている割合"},
    {"backbone_dependence", "share of the others in its group that would fall away from the largest piece without it",
     "それがなくなると最大のまとまりから離れる、ほかの団体の割合"},
    {"organization_density", "linked pairs of organizations of all pairs", "団体の組のうち、つながっている割合"},
    {"degree_centralization", "1 for a star around one organization, 0 if all have as many links",
     "1: 1団体を中心とする星形、0: つながりの数がみな同じ"},
    {"components", "groups of organizations that no link joins", "互いにつながりのない団体のまとまりの数"}};

named_estimate in_unit_range(std::string name, std::string label, std::string label_ja, const group_names& group,
                             estimate value) {
  return {.name = std::move(name),
          .label = std::move(label),
          .label_ja = std::move(label_ja),
          .group = group.en,
          .group_ja = group.ja,
          .range_low = 0,
          .range_high = 1,
          .value = std::move(value)};
}
named_estimate unbounded(std::string name, std::string label, std::string label_ja, const group_names& group,
                         estimate value) {
  return {.name = std::move(name),
          .label = std::move(label),
          .label_ja = std::move(label_ja),
          .group = group.en,
          .group_ja = group.ja,
          .value = std::move(value)};
}

/// A number of the organization network as an estimate over partial dates.
template <class Measure>
estimate of_organizations(const network_view& view, std::string unit, std::string definition, bool monotone,
                          const Measure& measure) {
  return over_partial_dates(view, monotone, [&](const network_view& sure) {
    const flattened flat = organization_network(sure);
    estimate result{.unit = unit, .definition = definition};
    measure(flat, result);
    provenance rows{sure.net()};
    for (const vertex_ref v : flat.vertices) rows.add(v);
    rows.write(result);
    return result;
  });
}

estimate organization_density(const network_view& view) {
  return of_organizations(view, "share", "linked pairs of organizations / pairs (Wasserman & Faust 1994)", false,
                          [](const flattened& flat, estimate& result) {
                            const auto n = static_cast<std::int64_t>(flat.vertices.size());
                            result.numerator = static_cast<std::int64_t>(flat.graph.size());
                            result.denominator = n * (n - 1) / 2;
                            result.value = density(flat.graph);
                          });
}

named_estimate sector_ei(const network_view& view) {
  // Fewer relabelings where each costs more: p is coarser there, and needs less.
  constexpr std::size_t most_steps = 20'000'000;
  const flattened flat = organization_network(view);
  const auto permutations =
      static_cast<std::uint32_t>(std::clamp<std::size_t>(most_steps / (flat.graph.size() + 1), 19, 999));
  const std::vector<std::uint64_t> keys = vertex_keys(view.net(), flat.vertices);
  const ei_result ei =
      ei_index(flat.graph, sector_groups(view, flat.vertices), {.permutations = permutations, .keys = keys});
  estimate result{.value = ei.value,
                  .unit = "index",
                  .denominator = static_cast<std::int64_t>(ei.external + ei.internal),
                  .coverage = ei.coverage,
                  .definition = "ties across sectors less ties within / both (Krackhardt & Stern 1988)"};
  auto three_decimals = [](double value) { return short_number(std::round(1000 * value) / 1000); };
  if (ei.expected) result.definition += "; " + three_decimals(*ei.expected) + " is expected under random mixing";
  if (ei.p) result.definition += ", p = " + three_decimals(*ei.p) + " by permutation";
  provenance rows{view.net()};
  for (const vertex_ref v : flat.vertices) rows.add(v);
  rows.write(result);
  named_estimate named = unbounded("sector_ei_index", "Links across sectors (E-I)", "セクターを越えるつながり（E-I）",
                                   reach, std::move(result));
  named.range_low = -1;
  named.range_high = 1;
  named.expected = ei.expected;
  named.p = ei.p;
  return named;
}

void add_growth(const network_view& view, std::vector<named_estimate>& into) {
  const std::vector<reported_series> all = all_reported_series(view.net());
  std::map<std::string_view, std::size_t> alike;
  for (const reported_series& one : all) ++alike[one.name];
  for (const reported_series& one : all) {
    // The subject and unit are part of the name where the series alone would not tell.
    const std::string name = one.name + (alike[one.name] > 1 ? "." + one.subject + "." + one.unit : "");
    std::vector<dated_estimate> points = one.points;
    if (view.options().day)
      std::erase_if(points, [&](const dated_estimate& p) { return p.day.latest > *view.options().day; });
    if (points.empty()) continue;
    estimate latest = points.back().value;
    latest.definition += " (" + to_string(points.back().day) + ")";
    const auto add = [&](std::string_view what, std::string_view label, std::string_view label_ja, estimate value) {
      named_estimate m = unbounded(std::string{what} + name, std::string{label} + name, std::string{label_ja} + name,
                                   growth, std::move(value));
      m.series = one.name;
      m.subject = one.subject;
      m.day = points.back().day;
      if (what != "reported.") m.since = points.front().day;
      into.push_back(std::move(m));
    };
    add("reported.", "Reported: ", "報告値: ", std::move(latest));
    if (points.size() < 2) continue;
    const growth_estimates grown = growth_between(points.front(), points.back());
    add("growth.", "Growth: ", "増加: ", grown.change);
    add("growth_per_month.", "Growth a month: ", "月あたりの増加: ", grown.per_month);
  }
}

}  // namespace

std::vector<named_estimate> headline_measures(const network_view& view) {
  std::vector<named_estimate> all;
  all.push_back(unbounded("organizations", "Organizations named", "名前のある団体", reach,
                          order_with_subkinds(view, view.schema().index_of<kind::organization>())));
  all.push_back(unbounded("members", "Organizations taking part", "参加団体", reach, member_order(view)));
  all.push_back(in_unit_range("sector_heterogeneity", "Mix of sectors (Blau)", "セクターの多様性（Blau）", reach,
                              sector_heterogeneity(view)));
  all.push_back(in_unit_range("sector_variation", "Mix of sectors (IQV)", "セクターの多様性（IQV）", reach,
                              sector_variation(view)));
  all.push_back(sector_ei(view));

  const provider_concentration_result providers = provider_concentration(view);
  all.push_back(in_unit_range("provider_concentration", "Concentration of providers (HHI)",
                              "講師・提供者の集中度（HHI）", hub, providers.herfindahl));
  all.push_back(unbounded("effective_providers", "Effective number of providers", "実効的な提供者数", hub,
                          providers.effective_number));
  if (const auto backbone = find_backbone(view)) {
    const std::string who = ": " + view.net().label_en(*backbone);
    const std::string who_ja = ": " + view.net().label(*backbone);
    all.push_back(in_unit_range("backbone_reach", "Reach of the backbone" + who, "バックボーンの到達" + who_ja, hub,
                                backbone_reach(view, *backbone)));
    all.push_back(in_unit_range("backbone_dependence", "Dependence on the backbone" + who,
                                "バックボーンへの依存" + who_ja, hub, backbone_dependence(view, *backbone)));
  }

  all.push_back(in_unit_range("organization_density", "Density of the organization network", "団体ネットワークの密度",
                              structure, organization_density(view)));
  all.push_back(in_unit_range(
      "degree_centralization", "Degree centralization", "次数中心化", structure,
      of_organizations(
          view, "index", "how close the organization network is to a star (Freeman 1979)", false,
          [](const flattened& flat, estimate& result) { result.value = degree_centralization(flat.graph); })));
  all.push_back(unbounded("components", "Components", "連結成分", structure,
                          of_organizations(view, "component", "pieces of the organization network that no link joins",
                                           false, [](const flattened& flat, estimate& result) {
                                             result.numerator = components(flat.graph).count;
                                             result.value = static_cast<double>(*result.numerator);
                                           })));
  for (const layer& rows : view.net().layers()) {
    if (view.size(rows.relation()) == 0) continue;
    const std::string& name = view.schema().relation(rows.relation()).name;
    all.push_back(in_unit_range("density." + name, "Density: " + name, "密度: " + name, structure,
                                tie_density(view, rows.relation())));
  }
  add_growth(view, all);
  for (named_estimate& m : all) {
    const auto known = std::ranges::find(meanings, m.name, &measure_meaning::name);
    if (known == std::end(meanings)) continue;
    m.meaning = known->en;
    m.meaning_ja = known->ja;
  }
  return all;
}

std::vector<organization_score> organization_scores(const network_view& view) {
  const flattened flat = organization_network(view);
  betweenness_result between;
  const bool small = flat.graph.order() <= betweenness_limit;
  if (small) between = betweenness(flat.graph, {.threads = 0});
  const pagerank_result rank = pagerank(flat.graph);
  std::vector<organization_score> scores;
  for (vertex_index v = 0; v < flat.graph.order(); ++v) {
    scores.push_back({.vertex = flat.vertices[v], .degree = flat.graph.out_degree(v), .pagerank = rank.scores[v]});
    if (!small) continue;
    scores.back().betweenness = between.raw[v];
    scores.back().betweenness_normalized = between.normalized(v);
  }
  std::sort(scores.begin(), scores.end(), [&](const organization_score& a, const organization_score& b) {
    return std::tuple{b.degree, b.betweenness, view.net().key(a.vertex)} <
           std::tuple{a.degree, a.betweenness, view.net().key(b.vertex)};
  });
  return scores;
}

}  // namespace capnet
