#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

const std::string fit_reskilling = "fit '" CAPNET_SOURCE_DIR "/examples/data/reskilling' ";
const std::string fit_cncf = "fit '" CAPNET_SOURCE_DIR "/examples/data/cncf' ";

const json::object& fitted_row(const json::value& all, std::string_view model) {
  const json::array& rows = all.at("rows").as_array();
  return std::ranges::find(rows, json::string_view{model},
                           [](const json::value& row) { return json::string_view{row.at("model").as_string()}; })
      ->as_object();
}

// (0, 45), (5.717, 86), (7.721, 87) months from 10 May 2023: lambda .5919, K 87.44; r .7207, K 87.31.
TEST(FitCommand, CantTellTheCurvesOfTheReskillingCaseApart) {
  const fixture::workplace place;
  const fixture::outcome told = place.run(fit_reskilling + "--series members --format json");
  ASSERT_EQ(told.status, 0) << told.err;
  const json::value all = told.json();
  EXPECT_FALSE(all.at("summary").at("identifiable").as_bool());
  const json::object& saturating = fitted_row(all, "saturating_exponential");
  EXPECT_NEAR(saturating.at("parameters").at("rate").to_number<double>(), .5919, 5e-5);
  EXPECT_NEAR(saturating.at("parameters").at("ceiling").to_number<double>(), 87.44, 5e-3);
  EXPECT_TRUE(saturating.at("high").at("ceiling").is_null());
  EXPECT_EQ(saturating.at("loss").to_number<double>(), 0);
  const json::object& logistic = fitted_row(all, "logistic");
  EXPECT_NEAR(logistic.at("parameters").at("rate").to_number<double>(), .7207, 5e-5);
  EXPECT_NEAR(logistic.at("parameters").at("ceiling").to_number<double>(), 87.31, 5e-3);
  EXPECT_EQ(all.at("summary").at("counts").at(0).at("day").as_string(), "2023-05-10");
  EXPECT_EQ(all.at("summary").at("counts").at(0).at("stated").as_string(), "2023-05");
  const std::string prose = place.run(fit_reskilling + "--series members").prose();
  EXPECT_NE(prose.find("Not identifiable: 3 counts can't tell curves apart: saturating exponential, logistic and "
                       "Gompertz each pass through all of them"),
            std::string::npos)
      << prose;
  EXPECT_NE(prose.find("members_may_2023 is of 2023-05: 2023-05-10 is taken"), std::string::npos) << prose;
  EXPECT_NE(prose.find("If members_may_2023 is of 2023-05-31: saturating exponential ceiling 87.34, rate 0.6873;"),
            std::string::npos)
      << prose;
}

TEST(FitCommand, TakesTheDayOfAFigureThatIsGiven) {
  const fixture::workplace place;
  const json::value all =
      place.run(fit_reskilling + "--series members --day members_may_2023=2023-05-31 --format json").json();
  EXPECT_NEAR(fitted_row(all, "saturating_exponential").at("parameters").at("rate").to_number<double>(), .6873, 5e-5);
  EXPECT_TRUE(all.at("summary").at("other_days").as_array().empty());
}

// 425 of 707 dated joins are the first 60%; the rest is forecast. Those who left are not in the list.
TEST(FitCommand, ReportsHowTheBandOfTheCncfTurnedOutBesideNaiveForecasts) {
  const fixture::workplace place;
  const fixture::outcome told =
      place.run(fit_cncf + "--joins cncf --train-until 2023-11 --seed 3 --replicas 300 --format json");
  ASSERT_EQ(told.status, 0) << told.err;
  EXPECT_EQ(told.err, "");
  const json::value all = told.json();
  const json::object& summary = all.at("summary").as_object();
  EXPECT_EQ(summary.at("dated").to_number<int>(), 707);
  EXPECT_EQ(summary.at("undated").to_number<int>(), 15);
  const json::array& days = all.at("forecast").as_array();
  ASSERT_EQ(days.size(), 32u);  // months from December 2023 on, the last of them until 15 July 2026
  EXPECT_EQ(days.front().at("day").as_string(), "2023-12-31");
  EXPECT_EQ(days.back().at("observed").to_number<int>(), 707);
  int inside = 0;
  double error = 0;
  for (const json::value& day : days) {
    const double by = day.at("observed").to_number<double>();
    const bool in = day.at("low").to_number<double>() <= by && by <= day.at("high").to_number<double>();
    EXPECT_EQ(day.at("inside").as_bool(), in);
    inside += in;
    error += std::abs(day.at("linear_trend").to_number<double>() - by) / 32;
  }
  EXPECT_EQ(summary.at("forecast").at("inside").to_number<int>(), inside);
  EXPECT_NEAR(summary.at("forecast").at("coverage").to_number<double>(), inside / 32.0, 1e-12);
  EXPECT_NEAR(summary.at("forecast").at("linear_trend_error").to_number<double>(), error, 1e-9);
  EXPECT_EQ(all.at("manifest").at("seed").to_number<int>(), 3);
  const std::string prose = place.run(fit_cncf + "--joins cncf --train-until 2023-11 --replicas 50").prose();
  EXPECT_NE(prose.find("these are the joins of the survivors"), std::string::npos) << prose;
  EXPECT_NE(prose.find("lie in the 80% band"), std::string::npos) << prose;
}

TEST(FitCommand, AnswersTheSameAtAnyNumberOfThreads) {
  const fixture::workplace place;
  const std::string asked = fit_cncf + "--joins cncf --until 2027-06 --replicas 64 --format json --threads ";
  const fixture::outcome one = place.run(asked + "1");
  EXPECT_EQ(one.out, place.run(asked + "2").out);
  EXPECT_EQ(one.out, place.run(asked + "8").out);
  const json::array days = one.json().at("forecast").as_array();
  EXPECT_TRUE(days.back().at("observed").is_null());
  EXPECT_EQ(days.back().at("day").as_string(), "2027-06-30");
}

TEST(FitCommand, RefusesWhatItCantFit) {
  const fixture::workplace place{{"vertices.csv", "id,kind\np,program\na,organization\nb,organization\n"},
                                 {"ties.csv",
                                  "relation,source,target,begin\nparticipates_in,a,p,2020-01-01\n"
                                  "participates_in,b,p,2020-01-01\n"}};
  const auto refused = [&](const std::string& arguments) {
    const fixture::outcome told = place.run(arguments);
    EXPECT_EQ(told.status, 2) << arguments;
    EXPECT_EQ(told.out, "") << arguments;
    return told.err;
  };
  EXPECT_EQ(refused("fit ."),
            "capnet fit needs counts or joins; expected one of --series NAME, a series of figures.csv, and --joins "
            "PROGRAM, a program that members join\n");
  EXPECT_EQ(refused("fit . --joins p"), "'p' has joins of one day alone, 2020-01-01; expected joins of several days\n");
  EXPECT_EQ(refused("fit . --joins q"), "--joins: 'q' is no program; expected p\n");
  EXPECT_EQ(refused("fit . --series s"),
            "'s' is no series of figures; expected one that figures of the kind count name, and none do\n");
  EXPECT_EQ(refused(fit_reskilling + "--joins network"),
            "--joins: 'network' has no member whose day of joining is known, and 3 cohorts, of whose members only the "
            "number is known; expected participates_in ties with a begin, or --series for counts\n");
  EXPECT_EQ(refused(fit_reskilling + "--series members --model bas"),
            "--model: 'bas' is no curve; expected constant_rate, changing_rate, saturating_exponential, logistic, "
            "gompertz, bass or weibull; did you mean 'bass'?\n");
  EXPECT_EQ(refused(fit_reskilling + "--series members --train-until soon"),
            "--train-until: 'soon' is no date; expected one such as 2024-07-23, 2024-07 or 2024\n");
  EXPECT_EQ(refused(fit_cncf + "--joins cncf --train-until 2015"),
            "--train-until: 1 dated join after the first day, 2015-11-01, to fit; expected two at least\n");
}

}  // namespace
}  // namespace capnet
