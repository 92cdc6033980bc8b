/// What the report simulates: forecasts against closed forms, spread against distances and exact cascades, what-if
/// against the function that it shows; and that nothing is assumed unasked.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <capnet/algorithm/independent_cascade.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/io/report.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/what_if.hpp>

#include "report/payload.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

snapshot simulated_example(const char* name) {
  return read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data" / name);
}
json::object simulated_payload(const snapshot& net, const report_simulation& simulation,
                               std::optional<date> day = std::nullopt) {
  return detail::report_payload(net, {.day = day, .simulation = simulation});
}
std::vector<std::string> words_of(const json::value& list, const char* field) {
  std::vector<std::string> words;
  for (const json::value& one : list.as_array()) words.emplace_back(one.at(field).as_string());
  return words;
}
std::vector<double> numbers_of(const json::value& list) {
  std::vector<double> numbers;
  for (const json::value& one : list.as_array()) numbers.push_back(one.to_number<double>());
  return numbers;
}
using words = std::vector<std::string>;

TEST(ReportForecast, OfThreeCountsShowsAllCurvesThroughThem) {
  const json::object payload = simulated_payload(simulated_example("reskilling"), {});
  const json::value& one = payload.at("forecast").at(0);
  EXPECT_FALSE(one.at("verdict").at("identifiable").as_bool());
  EXPECT_EQ(one.at("verdict").at("why").as_string(), "through");
  EXPECT_EQ(words_of(one.at("curves"), "model"), (words{"saturating_exponential", "logistic", "gompertz"}));
  EXPECT_EQ(one.at("observed").as_array().size(), 3u);
  for (const json::value& curve : one.at("curves").as_array())  // the first count is 45, on the first day
    EXPECT_NEAR(curve.at("values").at(0).to_number<double>(), 45, 1e-6);
  // The ceilings are 87.44 and 87.31: of 87 members nobody whole is left to join, and Gompertz's curve is no rule.
  EXPECT_EQ(words_of(one.at("bands"), "model"), (words{"saturating_exponential", "logistic"}));
  EXPECT_EQ(words_of(one.at("no_bands"), "model"), words{"gompertz"});
  for (const json::value& band : one.at("bands").as_array())
    EXPECT_EQ(numbers_of(band.at("points").as_array().back()), (std::vector<double>{87, 87, 87, 87, 87}));
}

// 6 joins in 24 months make a rate of .2498, so that in 12 months 6 + Poisson(2.998): P(<= 1) = .199, P(<= 2) = .424,
// P(<= 3) = .648, P(<= 4) = .815, P(<= 5) = .916, P(<= 6) = .967.
TEST(ReportForecast, HasTheQuantilesOfAPoissonDistributionWhereTheRateIsConstant) {
  const json::object payload = simulated_payload(simulated_example("nptech"), {.replicas = 2'000});
  const json::value& one = payload.at("forecast").at(0);
  const json::value& band = one.at("bands").at(0);
  EXPECT_EQ(band.at("model").as_string(), "constant_rate");
  EXPECT_NEAR(band.at("rules").at(0).at("rate").to_number<double>(), .2498, 1e-4);
  const json::array& points = band.at("points").as_array();
  ASSERT_EQ(points.size(), 13u);
  EXPECT_EQ(numbers_of(points.front()), (std::vector<double>{6, 6, 6, 6, 6}));
  const std::vector<double> last = numbers_of(points.back());
  EXPECT_EQ((std::vector<double>{last.begin() + 1, last.end()}), (std::vector<double>{8, 9, 10, 12}));
  EXPECT_EQ(one.at("band_days").at(12).as_string(), "2025-12-31");
}

// Of a pool of n each joins within t months with probability 1 - e^(-rt), so that n (1 - e^(-rt)) do in the mean: the
// curve. The median of a binomial distribution is within ln 2 of its mean (Hamza 1995).
TEST(ReportForecast, FollowsTheCurveOfAPool) {
  builder net;
  net.add<capnet::program>("p");
  for (int month = 0; month <= 6; ++month) {
    const date day = make_date(2020, 1, 1) + std::chrono::days{static_cast<int>(month * 30.4375)};
    const double count = 10'000 - 9'000 * std::exp(-.1 * month);
    net.add_figure({.id = "f" + std::to_string(month),
                    .subject = "p",
                    .kind = figure_kind::count,
                    .value = decimal{std::llround(count), 0},
                    .unit = "municipality",
                    .day = partial_date{day, day},
                    .series = "members"});
  }
  const json::object payload = simulated_payload(net.freeze(), {.replicas = 200});
  const json::value& one = payload.at("forecast").at(0);
  const json::array& days = one.at("days").as_array();
  bool found = false;
  for (const json::value& band : one.at("bands").as_array()) {
    if (band.at("model").as_string() != "saturating_exponential") continue;
    found = true;
    const json::value* curve = nullptr;
    for (const json::value& c : one.at("curves").as_array()) {
      if (c.at("model").as_string() == "saturating_exponential") curve = &c;
    }
    ASSERT_NE(curve, nullptr);
    EXPECT_EQ(days.at(days.size() - 1), one.at("band_days").as_array().back());
    // 12 months from the last count: the standard deviation is below sqrt(5,000 / 4) = 35, of a median a tenth.
    EXPECT_NEAR(band.at("points").as_array().back().at(2).to_number<double>(),
                curve->at("values").as_array().back().to_number<double>(), 20);
  }
  EXPECT_TRUE(found);
}

TEST(ReportForecast, SaysWhyThereIsNone) {
  const json::object payload = simulated_payload(simulated_example("sto"), {});
  const json::value& one = payload.at("forecast").at(0);
  EXPECT_EQ(one.at("none").at("why").as_string(), "few");
  EXPECT_EQ(one.at("none").at("found").to_number<int>(), 1);
  EXPECT_FALSE(one.as_object().contains("bands"));
  const json::object large = simulated_payload(simulated_example("cncf"), {});
  EXPECT_EQ(large.at("forecast").at(0).at("none").at("why").as_string(), "slow");
}

TEST(ReportForecast, KnowsNothingOfLaterDays) {
  const json::object payload = simulated_payload(simulated_example("reskilling"), {}, make_date(2023, 11, 30));
  EXPECT_EQ(payload.at("forecast").at(0).at("observed").as_array().size(), 2u) << "45 and 86, not yet 87";
}

TEST(ReportForecast, ShowsAGrowthThatIsAssumedBesideWhatTheDataAllow) {
  growth_options growth;
  growth.rate = 0;
  const json::object payload = simulated_payload(simulated_example("sto"), {.growth = growth});
  const json::value& band = payload.at("forecast").at(0).at("bands").at(0);
  EXPECT_FALSE(band.as_object().contains("model"));
  EXPECT_EQ(numbers_of(band.at("points").as_array().back()), (std::vector<double>{1, 1, 1, 1, 1}));
}

//   hub runs p; a, b and c take part in it: the organization network is a star. d is tied to c.
snapshot star_and_tail() {
  builder net;
  const auto hub = net.add<organization>("hub", {.existence = {.begin = date{make_date(2024, 1, 1)}}});
  const auto p = net.add<capnet::program>("p");
  net.tie<runs>(hub, p);
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  for (const auto member : {a, b, c}) net.tie<participates_in>(member, p);
  net.tie<collaborates_with>(net.add<organization>("d"), c);
  return net.freeze();
}

/// [vertex id]: the probability by a step.
std::map<std::string, double> informed_by(const json::object& payload, std::size_t start, int step) {
  std::map<std::string, double> by;
  for (const json::value& row : payload.at("spread").at("starts").at(start).at("rows").as_array()) {
    const json::array& cells = row.as_array();
    double p = 0;
    for (std::size_t k = 1; k + 1 < cells.size() && cells[k].to_number<int>() <= step; k += 2)
      p = cells[k + 1].to_number<double>();
    const json::value& who = payload.at("vertices").at(cells[0].to_number<std::size_t>());
    if (p > 0) by[std::string{who.at("id").as_string()}] = p;
  }
  return by;
}

TEST(ReportSpread, OfSureLinksGoesADistanceAStep) {
  const json::object payload = simulated_payload(star_and_tail(), {.probability = 1, .spread_from = {"a"}});
  using found = std::map<std::string, double>;
  EXPECT_EQ(informed_by(payload, 0, 0), (found{{"a", 1}}));
  EXPECT_EQ(informed_by(payload, 0, 1), (found{{"a", 1}, {"hub", 1}}));
  EXPECT_EQ(informed_by(payload, 0, 2), (found{{"a", 1}, {"b", 1}, {"c", 1}, {"hub", 1}}));
  EXPECT_EQ(informed_by(payload, 0, 3), (found{{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"hub", 1}}));
  EXPECT_EQ(payload.at("spread").at("starts").at(0).at("steps").as_array().size(), 4u) << "nobody is left to tell";
  EXPECT_EQ(payload.at("spread").at("starts").at(0).at("why").as_string(), "asked");
}

// hub - a, b, c and c - d, each with 1/2: by the end a knows with 1/2 and d with 1/4; 1 + 3/2 + 1/4 = 2.75 on average.
TEST(ReportSpread, EndsAsTheExactCascadeDoes) {
  const json::object payload =
      simulated_payload(star_and_tail(), {.seed = 5, .probability = .5, .spread_from = {"hub"}});
  const double error = std::sqrt(.25 / 2'000);
  const auto last = informed_by(payload, 0, 12);
  EXPECT_NEAR(last.at("a"), .5, 4 * error);
  EXPECT_NEAR(last.at("d"), .25, 4 * error);
  const spread_graph g{5, {{{0, 1, .5, true}, {0, 2, .5, true}, {0, 3, .5, true}, {3, 4, .5, true}}}};
  const spread_estimate exact = independent_cascade(g, std::vector<vertex_index>{0}, {});
  ASSERT_TRUE(exact.exact);
  EXPECT_NEAR(exact.spread, 2.75, 1e-12);
  const json::array& steps = payload.at("spread").at("starts").at(0).at("steps").as_array();
  EXPECT_NEAR(steps.back().at(0).to_number<double>(), exact.spread, 4 * steps.back().at(1).to_number<double>());
  for (std::size_t k = 1; k < steps.size(); ++k)  // the same samples go on
    EXPECT_GE(steps[k].at(0).to_number<double>(), steps[k - 1].at(0).to_number<double>());
}

TEST(ReportSpread, AssumesNoProbabilityUnasked) {
  const snapshot net = star_and_tail();
  EXPECT_EQ(simulated_payload(net, {}).at("spread").at("none").as_string(), "missing");
  EXPECT_THROW((void)simulated_payload(net, {.spread_from = {"hub"}}), input_error);
  EXPECT_THROW((void)simulated_payload(net, {.probability = 1.5}), input_error);
  EXPECT_THROW((void)simulated_payload(net, {.probability = .5, .spread_from = {"nobody"}}), input_error);
  EXPECT_THROW((void)simulated_payload(net, {.probability = .5, .spread_from = {"p"}}), input_error);
}

TEST(ReportSpread, OfAnEventBeginsWithItsHosts) {
  const json::object payload =
      simulated_payload(simulated_example("nptech"), {.probability = .3, .spread_from = {"seminar_storage"}});
  const json::value& start = payload.at("spread").at("starts").at(0);
  ASSERT_EQ(start.at("who").as_array().size(), 1u);
  EXPECT_EQ(payload.at("vertices").at(start.at("who").at(0).to_number<std::size_t>()).at("id").as_string(), "dell");
  EXPECT_TRUE(start.as_object().contains("hosted"));
  EXPECT_EQ(payload.at("spread").at("starts").at(1).at("why").as_string(), "backbone");
}

TEST(ReportWhatIf, ShowsThePairedDifferencesOfThatFunction) {
  const snapshot net = simulated_example("nptech");
  EXPECT_FALSE(simulated_payload(net, {}).contains("what_if")) << "not asked for";
  const json::object payload = simulated_payload(net, {.seed = 3, .replicas = 8, .months = 5, .what_if = true});
  const json::value& told = payload.at("what_if");
  const json::value& first = told.at("rows").at(0);
  EXPECT_EQ(first.at("why").as_string(), "backbone");
  const vertex_ref backbone = net.vertex("jnpoc");
  growth_options growth;
  growth.seed = 3;
  growth.steps = 5;
  growth.start = net.last_day();
  const std::vector<what_if_row> rows =
      what_if(net, without(net, std::span{&backbone, 1}), {.growth = growth, .replicas = 8});
  const json::array& shown = first.at("differences").as_array();
  ASSERT_EQ(shown.size(), 4u);
  for (std::size_t k = 0; k < 4; ++k) {
    const what_if_row& row = rows[rows.size() - 4 + k];
    EXPECT_EQ(numbers_of(shown[k]),
              (std::vector<double>{row.baseline, row.changed, row.difference, *row.low, *row.high}));
  }
  EXPECT_TRUE(told.at("assumed").as_bool());
}

TEST(ReportWhatIf, NeedsADayToRewindTo) {
  builder net;
  net.tie<collaborates_with>(net.add<organization>("a"), net.add<organization>("b"));
  const json::object payload = simulated_payload(net.freeze(), {.what_if = true});
  EXPECT_EQ(payload.at("what_if").at("none").as_string(), "day");
}

TEST(ReportSimulation, HasTheSameBytesAtAnyNumberOfThreads) {
  const snapshot net = simulated_example("nptech");
  report_options options;
  options.simulation = {.seed = 9, .replicas = 20, .threads = 1, .what_if = true, .probability = .3};
  const std::string one = html_report(net, options);
  options.simulation.threads = 8;
  EXPECT_EQ(html_report(net, options), one);
  options.simulation.seed = 10;
  EXPECT_NE(html_report(net, options), one);
}

}  // namespace
}  // namespace capnet
