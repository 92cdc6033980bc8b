/// The report's panels of skills against the functions that they show, and against numbers by hand.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/skill/training_plan.hpp>
#include <capnet/skill/turnover_drill.hpp>

#include "report/payload.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

snapshot generated_example() {
  return read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data/probono_generated");
}
json::object skills_payload(const snapshot& net, std::optional<double> leave = std::nullopt,
                            std::size_t most_vertices = 1'500, std::optional<date> day = std::nullopt) {
  return detail::report_payload(net, {.day = day, .most_vertices = most_vertices, .simulation = {.leave = leave}});
}
std::optional<double> maybe(const json::value& number) {
  return number.is_null() ? std::nullopt : std::optional{number.to_number<double>()};
}
/// The id of a vertex that the payload refers to.
std::string id_of(const json::object& payload, const json::value& reference) {
  return std::string{payload.at("vertices").at(reference.to_number<std::size_t>()).at("id").as_string()};
}

TEST(ReportGapMap, ShowsTheCellsOfSkillGaps) {
  const snapshot net = generated_example();
  const json::object payload = skills_payload(net);
  const gap_report gaps = skill_gaps(network_view{net, {.day = net.last_day()}});
  const json::value& map = payload.at("gap_map");
  const json::array& rows = map.at("rows").as_array();
  ASSERT_EQ(rows.size(), gaps.organizations.size());
  std::size_t unknown = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const organization_gap& row = gaps.organizations[r];
    EXPECT_EQ(id_of(payload, payload.at("gaps").at(r).at("organization")), net.key(row.organization));
    ASSERT_EQ(rows[r].as_array().size(), row.skills.size());
    for (std::size_t k = 0; k < row.skills.size(); ++k) {
      const json::value& cell = rows[r].at(k);
      const required_skill& s = row.skills[k];
      EXPECT_EQ(id_of(payload, map.at("skills").at(cell.at("skill").to_number<std::size_t>())), net.key(s.skill));
      EXPECT_EQ(maybe(cell.at("required")), s.level.required);
      EXPECT_EQ(maybe(cell.at("held")), s.level.held);
      EXPECT_EQ(cell.at("importance").to_number<double>(), s.level.importance);
      EXPECT_EQ(cell.at("known").to_number<std::size_t>(), s.known);
      EXPECT_EQ(cell.at("unknown").to_number<std::size_t>(), s.unknown);
      if (s.level.held && s.level.required.value_or(0) > 0) {
        EXPECT_DOUBLE_EQ(cell.at("missing").to_number<double>(),
                         std::max(0.0, *s.level.required - *s.level.held) / *s.level.required);
      } else {
        EXPECT_TRUE(cell.at("missing").is_null()) << "what is not known is not zero";
        ++unknown;
      }
    }
  }
  EXPECT_GT(unknown, 0u);
}

//   o requires a at 4, b at 2 and c at a level nobody states; p holds a at 1, and b at a level nobody knows.
snapshot one_lacking() {
  builder net;
  const auto o = net.add<organization>("o");
  const auto p = net.add<person>("p");
  const auto a = net.add<skill>("a"), b = net.add<skill>("b"), c = net.add<skill>("c");
  net.tie<employs>(o, p);
  net.tie<requires_skill>(o, a, {.weight = 4});
  net.tie<requires_skill>(o, b, {.weight = 2});
  net.tie<requires_skill>(o, c);
  net.tie<has_skill>(p, a, {.weight = 1});
  net.tie<has_skill>(p, b);
  return net.freeze();
}

// 3 of 4 levels are missing of a: .75. Of b and c nothing is known.
TEST(ReportGapMap, LeavesOpenWhatIsNotKnown) {
  const json::object payload = skills_payload(one_lacking());
  const json::array& cells = payload.at("gap_map").at("rows").at(0).as_array();
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_EQ(maybe(cells[0].at("missing")), .75);
  EXPECT_EQ(id_of(payload, cells[0].at("holders").at(0)), "p");
  EXPECT_EQ(maybe(cells[1].at("missing")), std::nullopt);
  EXPECT_EQ(cells[1].at("unknown").to_number<int>(), 1);
  EXPECT_EQ(maybe(cells[1].at("high")), 1) << "nothing of it may be held";
  EXPECT_EQ(maybe(cells[2].at("required")), std::nullopt);
  EXPECT_EQ(maybe(cells[2].at("missing")), std::nullopt);
}

TEST(ReportGapMap, ShowsFortyOrganizationsAndFortySkills) {
  builder net;
  std::vector<id<skill>> skills;
  for (int k = 0; k < 45; ++k) skills.push_back(net.add<skill>("s" + std::to_string(k)));
  for (int k = 0; k < 50; ++k) {
    const auto o = net.add<organization>("o" + std::to_string(k));
    for (const auto s : skills) net.tie<requires_skill>(o, s, {.weight = 2});
  }
  const json::object payload = skills_payload(net.freeze(), {}, 10);
  const json::value& map = payload.at("gap_map");
  EXPECT_EQ(map.at("rows").as_array().size(), 40u);
  EXPECT_EQ(map.at("rows").at(0).as_array().size(), 40u);
  EXPECT_EQ(map.at("skills").as_array().size(), 40u);
  EXPECT_EQ(map.at("more").to_number<int>(), 5);
  EXPECT_EQ(payload.at("gaps_in_all").to_number<int>(), 50);
}

TEST(ReportSkills, AreLeftOutWhereNothingIsRequired) {
  const json::object payload =
      skills_payload(read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data/reskilling"));
  for (const char* panel : {"gap_map", "training", "losses"}) EXPECT_FALSE(payload.contains(panel)) << panel;
}

TEST(ReportTraining, ShowsThePlanOfThatFunction) {
  const snapshot net = generated_example();
  const json::object payload = skills_payload(net);
  const training_plan plan = plan_training(network_view{net, {.day = net.last_day()}});
  const json::value& told = payload.at("training");
  ASSERT_FALSE(plan.events.empty());
  ASSERT_EQ(told.at("events").as_array().size(), plan.events.size());
  for (std::size_t k = 0; k < plan.events.size(); ++k) {
    const json::value& one = told.at("events").at(k);
    const planned_event& row = plan.events[k];
    EXPECT_EQ(id_of(payload, one.at("event")), net.key(row.event));
    EXPECT_EQ(one.at("gain").to_number<double>(), row.gain);
    EXPECT_EQ(maybe(one.at("cost")), row.cost);
    EXPECT_EQ(one.at("attendees").to_number<std::size_t>(), row.attendees.size());
    EXPECT_EQ(one.at("raised").to_number<std::size_t>(), row.raised.size());
    EXPECT_EQ(id_of(payload, one.at("first").at("organization")), net.key(row.raised.front().organization));
    EXPECT_EQ(one.at("first").at("after").to_number<double>(), row.raised.front().after);
  }
  ASSERT_EQ(told.at("organizations").as_array().size(), plan.organizations.size());
  for (std::size_t k = 0; k < plan.organizations.size(); ++k) {
    const json::value& one = told.at("organizations").at(k);
    EXPECT_EQ(id_of(payload, one.at("organization")), net.key(plan.organizations[k].organization));
    EXPECT_EQ(maybe(one.at("before").at("value")), plan.organizations[k].before.gap);
    EXPECT_EQ(maybe(one.at("after").at("value")), plan.organizations[k].after.gap);
    EXPECT_EQ(maybe(one.at("after").at("high")), plan.organizations[k].after.high);
  }
  EXPECT_EQ(maybe(told.at("before").at("value")), plan.before.mean);
  EXPECT_EQ(maybe(told.at("after").at("value")), plan.after.mean);
  EXPECT_EQ(told.at("bound").to_number<double>(), plan.bound);
}

TEST(ReportTraining, SaysWhyThereIsNone) {
  EXPECT_EQ(skills_payload(one_lacking()).at("training").at("none").as_string(), "teaching");
  const auto taught = [](std::optional<double> required, std::optional<double> held, double level) {
    builder net;
    const auto o = net.add<organization>("o");
    const auto p = net.add<person>("p");
    const auto a = net.add<skill>("a");
    net.tie<employs>(o, p);
    net.tie<requires_skill>(o, a, {.weight = required});
    net.tie<has_skill>(p, a, {.weight = held});
    net.tie<teaches>(net.add<course>("c"), a, {.weight = level});
    return std::string{skills_payload(net.freeze()).at("training").at("none").as_string()};
  };
  EXPECT_EQ(taught(3, std::nullopt, 3), "unknown");
  EXPECT_EQ(taught(3, 3, 3), "met");
  EXPECT_EQ(taught(3, 2, 1), "nothing");
}

TEST(ReportLosses, ShowTheDrillOfThatFunction) {
  const snapshot net = generated_example();
  const json::object payload = skills_payload(net, .15);
  const date from = *net.last_day(), until = make_date(2025, 4, 1);
  const turnover_drill_report drill =
      turnover_drill(network_view{net, {.day = from}}, {.from = from, .until = until, .leaving = gone_by_then{.15}});
  const json::value& told = payload.at("losses");
  EXPECT_EQ(told.at("days"), (json::array{"2025-04-01"}));
  EXPECT_EQ(told.at("at_risk").to_number<std::size_t>(), drill.rows.size());
  EXPECT_EQ(told.at("expected").to_number<double>(), drill.expected);
  const json::array& rows = told.at("rows").as_array();
  ASSERT_EQ(rows.size(), 40u);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const skill_risk& risk = drill.rows[k].risk;
    EXPECT_EQ(id_of(payload, rows[k].at("organization")), net.key(risk.organization));
    EXPECT_EQ(id_of(payload, rows[k].at("skill")), net.key(risk.skill));
    ASSERT_EQ(rows[k].at("by").as_array().size(), 1u);
    EXPECT_EQ(maybe(rows[k].at("by").at(0).at(0)), risk.probability);
    EXPECT_EQ(rows[k].at("by").at(0).at(1).to_number<double>(), risk.low);
    EXPECT_EQ(rows[k].at("by").at(0).at(2).to_number<double>(), risk.high);
    EXPECT_EQ(rows[k].at("holders").as_array().size(), risk.holders.size());
  }
  ASSERT_EQ(told.at("hedges").as_array().size(), drill.hedges.size());
  for (std::size_t k = 0; k < drill.hedges.size(); ++k) {
    EXPECT_EQ(told.at("hedges").at(k).at("cut").to_number<double>(), drill.hedges[k].hedge.cut);
    EXPECT_EQ(told.at("hedges").at(k).at("after").to_number<double>(), drill.hedges[k].hedge.expected_after);
  }
}

/// Of o one person holds a and leaves at hazard 2 a year; another holds b until the middle of January.
snapshot leaving_by_hazard() {
  builder net;
  const auto o = net.add<organization>("o", {.existence = {.begin = date{make_date(2024, 12, 31)}}});
  const auto p = net.add<person>("p"), q = net.add<person>("q");
  const auto a = net.add<skill>("a"), b = net.add<skill>("b");
  net.tie<employs>(o, p, {.attributes = {{"hazard", "2"}}});
  net.tie<employs>(o, q, {.active = {.end = date{make_date(2025, 1, 15)}}});
  for (const auto s : {a, b}) net.tie<requires_skill>(o, s, {.weight = 1});
  net.tie<has_skill>(p, a, {.weight = 1});
  net.tie<has_skill>(q, b, {.weight = 1});
  return net.freeze();
}

// From 31 December the firsts of the months are 1, 32, 60 and 91 days away: a is lost with 1 - exp(-2 d / 365.25).
// b is surely there on 1 January, and surely lost from February on.
TEST(ReportLosses, GoByTheMonthWhereTheDataMakesThemDiffer) {
  const json::object payload = skills_payload(leaving_by_hazard(), {}, 100, make_date(2024, 12, 31));
  const json::value& told = payload.at("losses");
  EXPECT_EQ(told.at("days"), (json::array{"2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"}));
  ASSERT_EQ(told.at("rows").as_array().size(), 2u);
  const json::value &b = told.at("rows").at(0), &a = told.at("rows").at(1);
  EXPECT_EQ(id_of(payload, b.at("skill")), "b");
  const double days[] = {1, 32, 60, 91};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(a.at("by").at(k).at(0).to_number<double>(), 1 - std::exp(-2 * days[k] / 365.25), 1e-12);
    EXPECT_EQ(maybe(b.at("by").at(k).at(0)), k == 0 ? 0 : 1);
  }
  EXPECT_EQ(b.at("holders").at(0).at("fate").as_string(), "ends");
  EXPECT_EQ(a.at("holders").at(0).at("fate").as_string(), "by_hazard");
}

TEST(ReportLosses, AssumeNothingUnasked) {
  EXPECT_EQ(skills_payload(generated_example()).at("losses").at("none").as_string(), "missing");
  EXPECT_EQ(skills_payload(one_lacking()).at("losses").at("none").as_string(), "day");
  builder net;
  net.tie<requires_skill>(net.add<organization>("o", {.existence = {.begin = date{make_date(2024, 1, 1)}}}),
                          net.add<skill>("a"));
  const snapshot nobody = net.freeze();
  EXPECT_EQ(skills_payload(nobody).at("losses").at("none").as_string(), "nobody");
  EXPECT_THROW((void)skills_payload(nobody, .5), input_error) << "nobody can leave";
  EXPECT_THROW((void)skills_payload(generated_example(), 1.5), input_error);
}

// Undated, p alone holds a.
TEST(ReportLosses, NeedNoDayWhereAProbabilityIsAssumed) {
  builder net;
  const auto o = net.add<organization>("o");
  const auto p = net.add<person>("p");
  const auto a = net.add<skill>("a");
  net.tie<employs>(o, p);
  net.tie<requires_skill>(o, a, {.weight = 2});
  net.tie<has_skill>(p, a, {.weight = 2});
  const json::object payload = skills_payload(net.freeze(), .25);
  const json::value& told = payload.at("losses");
  EXPECT_TRUE(told.at("days").as_array().empty());
  EXPECT_EQ(maybe(told.at("rows").at(0).at("by").at(0).at(0)), .25);
}

TEST(ReportSkills, HaveTheSameBytesEachTime) {
  const snapshot net = generated_example();
  EXPECT_EQ(json::serialize(skills_payload(net, .2)), json::serialize(skills_payload(net, .2)));
}

}  // namespace
}  // namespace capnet
