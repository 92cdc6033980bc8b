/// Measures over many days against the answer of each day by itself, to the last bit, on random histories.
#include <capnet/metric/headline.hpp>
#include <capnet/metric/measure_series.hpp>
#include <capnet/metric/network_history.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>

#include "same_estimate.hpp"

namespace capnet {
namespace {

const date spring_day = make_date(2024, 1, 1);

/// 30 organizations, some of a kind of their own, with programs, events of which one is crowded at times, cohorts and
/// goals; dates that are exact, partial or missing; some statements planned.
snapshot busy_history(std::uint32_t replica) {
  random_stream rng{{.seed = 23, .replica = replica}};
  builder net;
  const kind_index clinics = net.declare_kind("clinic", net.schema().index_of<kind::organization>());
  const auto day = [&](std::uint32_t from, std::uint32_t span) {
    const date at = spring_day + std::chrono::days{from + rng.below(span)};
    return rng.bernoulli(.8) ? partial_date{at} : partial_date{at, at + std::chrono::days{rng.below(20)}};
  };
  const auto when = [&](double begins, double ends) {
    spell s;
    if (rng.bernoulli(begins)) s.begin = day(0, 60);
    if (rng.bernoulli(ends)) s.end = day(20, 80);
    if (s.end.latest < s.begin.latest) s.end = never_ends;
    return s;
  };
  const auto status = [&] { return rng.bernoulli(.93) ? status::held : status::planned; };
  const auto add = [&](kind_index kind, const std::string& name, std::uint32_t n) {
    std::vector<vertex_ref> all;
    for (std::uint32_t k = 0; k < n; ++k) {
      vertex_properties p{.existence = when(.3, .3), .status = status(), .cite = rng.bernoulli(.5) ? "s" : ""};
      if (rng.bernoulli(.8)) p.sector = static_cast<sector>(1 + rng.below(3));
      all.push_back(net.add_vertex(kind, name + std::to_string(k), std::move(p)));
    }
    return all;
  };
  const schema& known = net.schema();
  std::vector<vertex_ref> organizations = add(known.index_of<kind::organization>(), "o", 24);
  for (const vertex_ref v : add(clinics, "c", 6)) organizations.push_back(v);
  const auto programs = add(known.index_of<kind::program>(), "p", 3),
             events = add(known.index_of<kind::event>(), "e", 5), cohorts = add(known.index_of<kind::cohort>(), "g", 2),
             goals = add(known.index_of<kind::goal>(), "goal", 3);
  const auto one_of = [&](const std::vector<vertex_ref>& all) {
    return all[rng.below(static_cast<std::uint32_t>(all.size()))];
  };
  const auto tie = [&](relation_index r, const std::vector<vertex_ref>& from, const std::vector<vertex_ref>& to,
                       std::uint32_t n) {
    for (std::uint32_t k = 0; k < n; ++k)
      net.add_tie(r, one_of(from), one_of(to), {.active = when(.8, .5), .status = status(), .weight = 1.0});
  };
  tie(known.index_of<rel::runs>(), organizations, programs, 4);
  tie(known.index_of<rel::participates_in>(), organizations, programs, 20);
  tie(known.index_of<rel::participates_in>(), cohorts, programs, 3);
  tie(known.index_of<rel::delivers>(), organizations, events, 6);
  tie(known.index_of<rel::attends>(), organizations, events, 25);
  tie(known.index_of<rel::collaborates_with>(), organizations, organizations, 20);
  tie(known.index_of<rel::supports>(), organizations, organizations, 6);
  tie(known.index_of<rel::pursues>(), organizations, goals, 12);
  net.add_figure({.id = "f1",
                  .label = "members",
                  .kind = figure_kind::count,
                  .value = parse_decimal("12"),
                  .unit = "x",
                  .day = partial_date{spring_day},
                  .series = "members"});
  net.add_figure({.id = "f2",
                  .label = "members",
                  .kind = figure_kind::count,
                  .value = parse_decimal("15"),
                  .unit = "x",
                  .day = partial_date{spring_day + std::chrono::days{40}},
                  .series = "members"});
  return net.freeze();
}

std::vector<date> days_around() {
  std::vector<date> days;
  for (int d = -5; d < 110; d += 7) days.push_back(spring_day + std::chrono::days{d});
  return days;
}

TEST(MeasureSeries, GivesOnEachDayWhatTheDayGivesByItself) {
  std::vector<std::string> names{"density.attends", "density.pursues", "reported.members", "growth.members"};
  for (const measure_row& row : measure_rows()) {
    if (!row.family() && (row.graph == nullptr || !row.graph->of_vertices)) names.emplace_back(row.info->name);
  }
  const std::vector<asked_measure> asked = find_measures(names);
  const std::vector<date> days = days_around();
  for (std::uint32_t replica = 0; replica < 8; ++replica) {
    const snapshot net = busy_history(replica);
    const std::vector<dated_measure> series = measure_series(net, asked, days);
    ASSERT_EQ(series.size(), days.size() * asked.size());
    std::size_t at = 0;
    for (const date day : days) {
      const network_view view = as_of(net, day);
      for (const asked_measure& one : asked) {
        const dated_measure& point = series[at++];
        EXPECT_EQ(point.as_of, day);
        EXPECT_EQ(point.measure, one.name);
        const measure_context alone{view};  // of its own: nothing is shared with other measures
        expect_same(point.value, one(alone), one.name + " on " + to_string(day) + " of " + std::to_string(replica));
      }
    }
  }
}

TEST(WindowSeries, GivesOfEachWindowWhatItGivesByItself) {
  std::vector<std::string> names{"density.attends", "reported.members"};
  for (const measure_row& row : measure_rows()) {
    if (!row.family() && (row.graph == nullptr || !row.graph->of_vertices)) names.emplace_back(row.info->name);
  }
  const std::vector<asked_measure> asked = find_measures(names);
  std::vector<interval> windows;  // of 30 days, each beginning 15 days after the one before
  for (int d = -20; d < 110; d += 15)
    windows.push_back({spring_day + std::chrono::days{d}, spring_day + std::chrono::days{d + 30}});
  for (std::uint32_t replica = 0; replica < 3; ++replica) {
    const snapshot net = busy_history(replica);
    const std::vector<dated_measure> series = window_series(net, asked, windows);
    ASSERT_EQ(series.size(), windows.size() * asked.size());
    std::size_t at = 0;
    for (const interval& window : windows) {
      for (const asked_measure& one : asked) {
        const dated_measure& point = series[at++];
        EXPECT_EQ(point.as_of, window.end - std::chrono::days{1});
        expect_same(point.value, one(measure_context{network_view{net, {.window = window}}}),
                    one.name + " up to " + to_string(point.as_of) + " of " + std::to_string(replica));
      }
    }
  }
}

TEST(HeadlineMeasures, AreTheSameOnAnyNumberOfThreads) {
  for (std::uint32_t replica = 0; replica < 8; ++replica) {
    const snapshot net = busy_history(500 + replica);
    const network_view view = as_of(net, spring_day + std::chrono::days{50});
    const auto found = [&](unsigned threads) { return headline_measures(measure_context{view, {.threads = threads}}); };
    const std::vector<named_estimate> alone = found(1);
    for (const unsigned threads : {2u, 8u}) {
      const std::vector<named_estimate> together = found(threads);
      ASSERT_EQ(alone.size(), together.size());
      for (std::size_t k = 0; k < alone.size(); ++k) {
        EXPECT_EQ(alone[k].name, together[k].name);
        expect_same(alone[k].value, together[k].value, alone[k].name);
        EXPECT_EQ(alone[k].value.cite, together[k].value.cite);
        EXPECT_EQ(alone[k].value.vertices, together[k].value.vertices);
        EXPECT_EQ(alone[k].value.ties, together[k].value.ties);
        EXPECT_EQ(alone[k].value.p, together[k].value.p);
      }
    }
  }
}

TEST(MeasureSeries, IsTheSameOnAnyNumberOfThreads) {
  const snapshot net = busy_history(7);
  const std::vector<std::string> names{"members", "backbone_dependence", "common_agenda", "components"};
  const std::vector<dated_measure> alone = measure_series(net, names, days_around(), {.threads = 1});
  for (const unsigned threads : {2u, 8u}) {
    const std::vector<dated_measure> together = measure_series(net, names, days_around(), {.threads = threads});
    ASSERT_EQ(alone.size(), together.size());
    for (std::size_t k = 0; k < alone.size(); ++k) {
      EXPECT_EQ(alone[k].as_of, together[k].as_of);
      expect_same(alone[k].value, together[k].value, alone[k].measure);
    }
  }
}

TEST(OrganizationHistory, HasEachDaysNetworkAndMembers) {
  for (std::uint32_t replica = 0; replica < 40; ++replica) {
    const snapshot net = busy_history(1'000 + replica);
    for (const certainty sure : {certainty::certain, certainty::possible}) {
      const organization_history history{net, sure};
      const network_history counts{net, sure};
      for (const date day : days_around()) {
        const network_view view = as_of(net, day, sure);
        const flattened alone = organization_network(view), shared = history.organizations(day);
        ASSERT_EQ(alone.vertices, shared.vertices);
        for (vertex_index u = 0; u < alone.graph.order(); ++u) {
          const auto a = alone.graph.successors(u), b = shared.graph.successors(u);
          ASSERT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end())) << to_string(day) << ' ' << replica;
        }
        EXPECT_EQ(member_organizations(view), counts.members(day)) << to_string(day) << ' ' << replica;
      }
    }
  }
}

// 60 organizations at one event, of which 20 leave on the tenth day: then 40 are there, whom a meeting links.
TEST(OrganizationHistory, LinksAMeetingOnTheDaysOnWhichItIsSmall) {
  builder net;
  const auto event = net.add<kind::event>("event");
  for (int k = 0; k < 60; ++k) {
    const auto who = net.add<kind::organization>("o" + std::to_string(k));
    tie_properties there{.active = {.begin = partial_date{spring_day}}};
    if (k < 20) there.active.end = partial_date{spring_day + std::chrono::days{10}};
    net.tie<rel::attends>(who, event, std::move(there));
  }
  const snapshot all = net.freeze();
  const organization_history history{all, certainty::certain};
  EXPECT_EQ(history.organizations(spring_day).graph.size(), 0u);
  EXPECT_EQ(history.organizations(spring_day + std::chrono::days{10}).graph.size(), 40u * 39 / 2);
}

}  // namespace
}  // namespace capnet
