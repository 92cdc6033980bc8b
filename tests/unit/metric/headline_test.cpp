/// The measures on the networks of the cases, with the arithmetic beside.
#include <capnet/metric/headline.hpp>

#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/degree_centralization.hpp>
#include <capnet/algorithm/density.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/metric/backbone.hpp>
#include <capnet/metric/evidence.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/metric/order.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/metric/over_time.hpp>
#include <capnet/metric/participation.hpp>
#include <capnet/metric/provider_concentration.hpp>
#include <capnet/metric/sector_mix.hpp>
#include <capnet/metric/tie_density.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

snapshot example(const char* name) {
  return read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data" / name);
}

date last_of(int year) { return partial_date::year(year).latest; }

TEST(Participants, AreAskedForOneKindAtATime) {
  const snapshot net = example("reskilling");
  const network_view view = as_of(net, last_of(2023));
  EXPECT_EQ(participants(view, net.schema().index_of<organization>()), std::vector{net.vertex("benesse")});
  EXPECT_EQ(participants(view, net.schema().index_of<person>()).size(), 0u);
  EXPECT_EQ(participants(view, net.schema().index_of<cohort>()),
            (std::vector{net.vertex("members_2023_12"), net.vertex("pilot_municipalities")}));
}

TEST(SectorHeterogeneity, OfNptechRoseWithTheSixthAndSeventhMember) {
  const snapshot net = example("nptech");
  const estimate in_2023 = sector_heterogeneity(as_of(net, last_of(2023)));
  EXPECT_NEAR(*in_2023.value, 1 - (4 * 4 + 1 * 1) / 25.0, 1e-12);  // 4 companies, 1 nonprofit: .32
  EXPECT_EQ(in_2023.denominator, 5);
  const estimate in_2024 = sector_heterogeneity(as_of(net, last_of(2024)));
  EXPECT_NEAR(*in_2024.value, 1 - (5 * 5 + 1 + 1) / 49.0,
              1e-12);  // 5 companies, 1 nonprofit, 1 public institution: .448980
  EXPECT_NEAR(*in_2024.value, 0.448980, 5e-7);
  EXPECT_EQ(in_2024.coverage, 1);
  EXPECT_EQ(in_2024.cite, std::vector<std::string>{"briefing_2024_07"});
  EXPECT_NEAR(*sector_variation(as_of(net, last_of(2023))).value, .32 * 2 / 1, 1e-12);
}

TEST(SectorHeterogeneity, IsUnknownWithoutMembers) {
  EXPECT_EQ(sector_heterogeneity(all_held(snapshot{})).value, std::nullopt);
}

TEST(SectorHeterogeneity, LeavesUnknownSectorsOut) {
  builder net;
  const auto p = net.add<program>("p");
  net.tie<participates_in>(net.add<organization>("a", {.sector = sector::company}), p);
  net.tie<participates_in>(net.add<organization>("b", {.sector = sector::nonprofit}), p);
  net.tie<participates_in>(net.add<organization>("c"), p);
  const estimate mixed = sector_heterogeneity(all_held(net.freeze()));
  EXPECT_NEAR(*mixed.value, .5, 1e-15);
  EXPECT_NEAR(mixed.coverage, 2.0 / 3, 1e-15);
}

TEST(ProviderConcentration, OfTheFourSeminarsOfFiscal2023) {
  const network_view view = as_of(example("nptech"), partial_date::fiscal_year(2023).latest);
  const auto [herfindahl, effective] = provider_concentration(view);
  EXPECT_NEAR(*herfindahl.value, (2 * 2 + 1 + 1) / 16.0, 1e-15);  // NTT Data 2, Dell 1, TIS 1: .375
  EXPECT_NEAR(*effective.value, 16.0 / 6, 1e-14);                 // 2.667
  EXPECT_EQ(herfindahl.denominator, 4);
}

/// Benesse and 86 municipalities that take part; perhaps 22 of them met in groups of 5, 5, 4, 4 and 4.
snapshot municipalities(bool after_the_meeting) {
  builder net;
  const auto benesse = net.add<organization>("benesse", {.sector = sector::company});
  const auto network = net.add<program>("network");
  net.tie<runs>(benesse, network);
  std::vector<id<organization>> members;
  for (int k = 0; k < 86; ++k) {
    members.push_back(net.add<organization>("m" + std::to_string(k), {.sector = sector::municipality}));
    net.tie<participates_in>(members.back(), network);
  }
  std::size_t next = 0;
  int number = 0;
  for (const int size : {5, 5, 4, 4, 4}) {
    if (!after_the_meeting) break;
    const auto group = net.add<event>("group" + std::to_string(number++));
    for (int seat = 0; seat < size; ++seat) net.tie<attends>(members[next++], group);
  }
  return net.freeze();
}

TEST(OrganizationNetwork, OfABackboneAloneIsAStar) {
  const flattened flat = organization_network(all_held(municipalities(false)));
  EXPECT_EQ(flat.graph.size(), 86u);
  EXPECT_NEAR(*density(flat.graph), 2.0 / 87, 1e-15);  // .0229885
  EXPECT_NEAR(*degree_centralization(flat.graph), 1, 1e-12);
}

TEST(OrganizationNetwork, GainsTheEdgesOfAMeeting) {
  const snapshot net = municipalities(true);
  const flattened flat = organization_network(all_held(net));
  EXPECT_EQ(flat.graph.size(), 86u + 10 + 10 + 6 + 6 + 6);  // 124
  EXPECT_NEAR(*density(flat.graph), 0.0331462, 5e-8);
  EXPECT_NEAR(*degree_centralization(flat.graph), 0.9896033, 5e-8);
  std::vector<edge> kept;
  const vertex_index hub = flat.numbers.at(net.vertex("benesse"));
  for (vertex_index u = 0; u < flat.graph.order(); ++u) {
    for (const vertex_index v : flat.graph.successors(u)) {
      if (u < v && u != hub && v != hub) kept.push_back({u, v});
    }
  }
  EXPECT_EQ(components(compressed_graph::from_edges(flat.graph.order(), kept)).count - 1, 69u)
      << "without the hub: 64 isolates and 5 groups";
}

TEST(OrganizationNetwork, LinksNobodyByAGatheringOfMoreThanFifty) {
  builder net;
  const auto fair = net.add<event>("fair");
  for (int k = 0; k < 51; ++k) net.tie<attends>(net.add<organization>(std::to_string(k)), fair);
  const network_view view = all_held(net.freeze());
  EXPECT_EQ(organization_network(view).graph.size(), 0u);
  EXPECT_EQ(organization_network(view, {.largest_meeting = 51}).graph.size(), 51u * 50 / 2);
}

TEST(Backbone, ReachesAllAndIsDependedOn) {
  const snapshot star = municipalities(false);
  const vertex_ref hub = *find_backbone(all_held(star));
  EXPECT_EQ(star.key(hub), "benesse");
  EXPECT_EQ(*backbone_reach(all_held(star), hub).value, 1);
  EXPECT_NEAR(*backbone_dependence(all_held(star), hub).value, 85.0 / 86, 1e-15);  // 86 others, then pieces of 1
  const snapshot met = municipalities(true);
  EXPECT_NEAR(*backbone_dependence(all_held(met), hub).value, 81.0 / 86, 1e-15);  // then a piece of 5
}

TEST(Backbone, OfAMeshIsNotMissed) {
  builder net;
  const auto hub = net.add<organization>("hub");
  const auto p = net.add<program>("p");
  const auto meeting = net.add<event>("meeting");
  net.tie<runs>(hub, p);
  for (const char* name : {"a", "b", "c"}) {
    const auto m = net.add<organization>(name);
    net.tie<participates_in>(m, p);
    net.tie<attends>(m, meeting);
  }
  const snapshot now = net.freeze();
  EXPECT_EQ(*backbone_dependence(all_held(now), now.vertex("hub")).value, 0);
  EXPECT_EQ(backbone_dependence(all_held(snapshot{}), {}).value, std::nullopt);
  EXPECT_EQ(find_backbone(all_held(snapshot{})), std::nullopt);
}

TEST(SectorEiIndex, OfTheStarIsAllAcross) {
  const ei_result ei = sector_ei_index(all_held(municipalities(false)));
  EXPECT_EQ(ei.external, 86u);
  EXPECT_EQ(*ei.value, 1);
  // 87 organizations, one alone in its sector: of 3741 pairs 86 cross. (86 - 3655) / 3741.
  EXPECT_NEAR(*ei.expected, (86.0 - 3655.0) / 3741.0, 1e-12);
}

// 30 organizations of three sectors around two hubs, recorded in two orders: one p, and not one that is certain.
TEST(SectorEiIndex, HasAPThatDoesNotDependOnTheOrderOfRows) {
  const auto recorded = [](bool backward) {
    builder net;
    const sector sectors[] = {sector::company, sector::nonprofit, sector::municipality};
    const auto name = [](int k) { return "o" + std::to_string(k); };
    const auto each = [&](const auto& visit) {
      for (int k = 0; k < 30; ++k) visit(backward ? 29 - k : k);
    };
    each([&](int k) { net.add<organization>(name(k), {.sector = sectors[k * k % 7 % 3]}); });
    each([&](int k) {
      if (k > 1)
        net.tie<supports>(id<organization>{net.find(name(k))->value}, id<organization>{net.find(name(k % 2))->value});
    });
    return net.freeze();
  };
  const auto p = sector_ei_index(all_held(recorded(false))).p;
  EXPECT_EQ(sector_ei_index(all_held(recorded(true))).p, p);
  EXPECT_GT(*p, .01);
  EXPECT_LT(*p, .99);
}

//  2 organizations, 1 person, 2 events: attends admits 3 x 2 pairs; cohorts would count too. Two parallel ties are one
//  pair.
TEST(TieDensity, DividesByThePairsTheSchemaAdmits) {
  builder net;
  const auto a = net.add<organization>("a");
  const auto b = net.add<organization>("b");
  const auto x = net.add<person>("x");
  const auto e = net.add<event>("e");
  net.add<event>("f");
  net.tie<attends>(a, e);
  net.tie<attends>(a, e);
  net.tie<attends>(x, e);
  net.tie<supports>(a, b);
  net.tie<collaborates_with>(a, b);
  net.tie<collaborates_with>(x, a);
  const network_view view = all_held(net.freeze());
  EXPECT_NEAR(*tie_density<attends>(view).value, 2.0 / 6, 1e-15);
  EXPECT_NEAR(*tie_density<supports>(view).value, 1.0 / 2,
              1e-15);  // organizations support organizations (2 ordered pairs) or programs (0)
  EXPECT_NEAR(*tie_density<collaborates_with>(view).value, 2.0 / 3, 1e-15);  // 3 unordered pairs of members
  EXPECT_EQ(tie_density<depends_on>(view).value, 0.0);                       // 2 ordered pairs of events, no tie
  EXPECT_EQ(tie_density<located_in>(view).value, std::nullopt) << "no region, no pair";
}

TEST(OrderOf, IsBoundedWhereDatesArePartial) {
  const estimate events = order_of<event>(as_of(example("nptech"), last_of(2023)));
  EXPECT_EQ(events.value, 0.0);
  EXPECT_EQ(events.high, 4.0);
  EXPECT_EQ(events.interval_kind, "bounds over partial dates");
  EXPECT_EQ(size_of<participates_in>(as_of(example("nptech"), last_of(2024))).value, 6.0);
}

TEST(ReportedSeries, OfTheMunicipalitiesGrowsFrom45To87) {
  const std::vector<reported_series> all = all_reported_series(example("reskilling"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].subject, "network");
  const std::vector<dated_estimate>& members = all[0].points;
  ASSERT_EQ(members.size(), 3u);
  EXPECT_EQ(*members[0].value.value, 45);
  EXPECT_EQ(*members[1].value.value, 86);
  EXPECT_EQ(*members[2].value.value, 87);
  EXPECT_EQ(members[1].day, partial_date{make_date(2023, 10, 31)});
  const growth_estimates growth = growth_between(members.front(), members.back());
  EXPECT_EQ(*growth.change.value, 42);
  EXPECT_NEAR(*growth.ratio.value, 42.0 / 45, 1e-15);
  // May 2023 (1 to 31) to 31 December: 214 to 244 days of 30.436875 to the month.
  EXPECT_NEAR(*growth.per_month.low, 42 / (244 / 30.436875), 1e-9);
  EXPECT_NEAR(*growth.per_month.high, 42 / (214 / 30.436875), 1e-9);
}

TEST(ReportedSeries, OfTwoSubjectsAreTwo) {
  builder net;
  for (const char* who : {"a", "b"}) {
    net.add_figure({.id = who,
                    .subject = who,
                    .value = decimal{*who == 'a' ? 10 : 100, 0},
                    .unit = "person",
                    .approximate = true,
                    .day = partial_date{make_date(2023, 1, 1)},
                    .series = "members",
                    .cite = "s1|s2"});
  }
  const auto all = all_reported_series(net.freeze());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].points.size(), 1u);
  EXPECT_EQ(all[0].points[0].value.low, std::nullopt) << "approximate, and by how much is not said";
  EXPECT_EQ(all[0].points[0].value.cite, (std::vector<std::string>{"s1", "s2"}));
}

TEST(PlannedThings, AreNotTakenForHeldBecauseTheirTiesDoNotSaySo) {
  builder net;
  const auto a = net.add<organization>("a");
  const auto p = net.add<program>("p", {.status = status::planned});
  const auto e = net.add<event>("e", {.status = status::planned});
  net.tie<runs>(a, p);
  net.tie<participates_in>(net.add<organization>("b"), p);
  net.tie<delivers>(a, e);
  const network_view view = all_held(net.freeze());
  EXPECT_TRUE(member_organizations(view).empty());
  EXPECT_EQ(find_backbone(view), std::nullopt);
  EXPECT_EQ(provider_concentration(view).herfindahl.value, std::nullopt);
}

TEST(Backbone, IsNotChosenByCountingPersons) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  const auto p = net.add<program>("p"), q = net.add<program>("q");
  net.tie<runs>(a, p);
  net.tie<runs>(b, q);
  for (const char* who : {"x", "y", "z"}) net.tie<participates_in>(net.add<person>(who), p);
  net.tie<participates_in>(net.add<organization>("c"), q);
  const snapshot now = net.freeze();
  EXPECT_EQ(find_backbone(all_held(now)), now.vertex("b"));
}

TEST(OverWindows, DoNotDriftAfterAShortMonth) {
  const auto series = over_windows(snapshot{}, {make_date(2024, 1, 31), make_date(2024, 5, 1)}, 1,
                                   [](const network_view&) { return estimate{}; });
  ASSERT_EQ(series.size(), 4u);
  EXPECT_EQ(series[0].day, (partial_date{make_date(2024, 1, 31), make_date(2024, 2, 28)}));
  EXPECT_EQ(series[1].day, (partial_date{make_date(2024, 2, 29), make_date(2024, 3, 30)}));
  EXPECT_EQ(series[3].day, (partial_date{make_date(2024, 4, 30), make_date(2024, 4, 30)}));
}

TEST(ReportedSeries, OfWhatWasTakenBackIsNegative) {
  builder net;
  figure back{.id = "back", .label = "returned", .kind = figure_kind::count, .value = parse_decimal("-30")};
  back.rounding = parse_decimal("10"), back.day = make_date(2023, 5, 1), back.series = "laptops";
  net.add_figure(back);
  const auto all = all_reported_series(net.freeze());
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].points[0].value.low, -35.0);
  EXPECT_EQ(all[0].points[0].value.high, -25.0);
}

TEST(OverDays, GivesAMeasureAsASeries) {
  const snapshot net = example("nptech");
  const auto series = over_days(net, month_ends({make_date(2022, 12, 1), make_date(2025, 1, 1)}),
                                [](const network_view& view) { return size_of<participates_in>(view); });
  ASSERT_EQ(series.size(), 25u);
  EXPECT_EQ(*series.front().value.value, 0) << "the STO project, which Dell is in from 2022, ended in 2021";
  EXPECT_EQ(*series.back().value.value, 6);
  const auto windows = over_windows(net, {make_date(2023, 1, 1), make_date(2024, 3, 1)}, 6,
                                    [](const network_view& view) { return size_of<participates_in>(view); });
  ASSERT_EQ(windows.size(), 3u);
  EXPECT_EQ(windows.back().day, (partial_date{make_date(2024, 1, 1), make_date(2024, 2, 29)}));
  EXPECT_EQ(*windows[0].value.value, 0);
  EXPECT_EQ(*windows[0].value.high, 4);
}

//  a (closed in 2024) -delivers-> e1, e2 (both over)      a, b -participates_in-> p      b -attends-> e1
TEST(Deeds, StayCountedWhenTheirPartiesHaveEndedAndStatesDont) {
  builder record;
  const spell until_2024{.begin = never_began, .end = make_date(2024, 4, 1)};
  const auto a = record.add<organization>("a", {.existence = until_2024}), b = record.add<organization>("b");
  const auto c = record.add<organization>("c");
  const auto p = record.add<program>("p");
  const auto e1 = record.add<event>("e1", {.existence = {make_date(2023, 5, 1), make_date(2023, 5, 2)}});
  const auto e2 = record.add<event>("e2", {.existence = {make_date(2023, 6, 1), make_date(2023, 6, 2)}});
  record.tie<delivers>(a, e1, {.active = {.begin = make_date(2023, 5, 1)}});
  record.tie<delivers>(a, e2, {.active = {.begin = make_date(2023, 6, 1)}});
  record.tie<attends>(b, e1, {.active = {.begin = make_date(2023, 5, 1)}});
  record.tie<attends>(c, e1, {.active = {.begin = make_date(2023, 5, 1)}});
  record.tie<participates_in>(a, p);
  record.tie<participates_in>(b, p);
  const network_view now = as_of(record.freeze(), make_date(2025, 1, 1));
  EXPECT_EQ(size_of<delivers>(now).value, 2.0);
  EXPECT_EQ(provider_concentration(now).herfindahl.denominator, 2);
  EXPECT_EQ(provider_concentration(now).effective_number.value, 1.0);
  EXPECT_EQ(size_of<participates_in>(now).value, 1.0);
  EXPECT_EQ(member_order(now).value, 1.0);
  EXPECT_EQ(tie_density<delivers>(now).value, 2.0 / 6) << "a, b and c with two events";
  EXPECT_EQ(organization_network(now).graph.size(), 1u) << "b and c met at e1; a is no more";
}

TEST(EvidenceOf, ListsTheRowsAndSourcesBehindANumber) {
  const snapshot net = example("nptech");
  const explanation why = evidence_of(net, provider_concentration(as_of(net, make_date(2024, 3, 31))).herfindahl);
  ASSERT_EQ(why.rows.size(), 4u);
  EXPECT_EQ(why.rows[0].row, "ntt_data delivers seminar_literacy from 2023-04-01..2024-03-31");
  EXPECT_TRUE(why.rows[0].file.ends_with("ties.csv"));
  EXPECT_GT(why.rows[0].line, 1u);
  ASSERT_EQ(why.sources.size(), 1u);
  EXPECT_EQ(why.sources[0].id, "briefing_2024_07");
}

TEST(HeadlineMeasures, OfAnEmptyNetworkInventNothing) {
  for (const named_estimate& m : headline_measures(all_held(snapshot{}))) {
    EXPECT_TRUE(!m.value.value || *m.value.value == 0) << m.name;
    EXPECT_FALSE(m.value.definition.empty()) << m.name;
    EXPECT_FALSE(m.label_ja.empty()) << m.name;
  }
  EXPECT_TRUE(organization_scores(all_held(snapshot{})).empty());
}

TEST(OrganizationScores, PutTheBackboneFirst) {
  const snapshot star = municipalities(false);
  const auto scores = organization_scores(all_held(star));
  EXPECT_EQ(star.key(scores[0].vertex), "benesse");
  EXPECT_EQ(scores[0].betweenness, 86 * 85 / 2.0);  // every pair of members
  EXPECT_EQ(scores[0].betweenness_normalized, 1.0);
}

TEST(HeadlineMeasures, OfAReportedSeriesSayWhoseItIsAndOfWhichDays) {
  const snapshot net = example("reskilling");
  const std::vector<named_estimate> all = headline_measures(as_of(net, last_of(2023)));
  const auto of_name = [&](std::string_view name) { return *std::ranges::find(all, name, &named_estimate::name); };
  EXPECT_EQ(of_name("reported.members").series, "members");
  EXPECT_EQ(of_name("reported.members").subject, "network");
  EXPECT_EQ(of_name("reported.members").day, partial_date{make_date(2023, 12, 31)});
  EXPECT_FALSE(of_name("reported.members").since);
  EXPECT_EQ(of_name("growth.members").since, (partial_date{make_date(2023, 5, 1), make_date(2023, 5, 31)}));
  EXPECT_TRUE(of_name("components").series.empty());
  const named_estimate ei = of_name("sector_ei_index");  // what it is compared with, and how far chance goes
  EXPECT_NEAR(*ei.value.expected, 1.0 / 3, 1e-12);       // 1 of the 3 pairs of two companies and a prefecture is within
  EXPECT_EQ(ei.value.p, 1);
}

}  // namespace
}  // namespace capnet
