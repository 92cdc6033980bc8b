// Series of measures, what changed, and roles in the report's payload, against what the library says of each day.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <capnet/io/data_folder.hpp>
#include <capnet/metric/registry.hpp>
#include <capnet/network/builder.hpp>

#include "report/measure_series.hpp"
#include "report/payload.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

snapshot example_folder(const char* name) {
  return read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data" / name);
}
std::optional<double> number(const json::value& v) {
  return v.is_null() ? std::nullopt : std::optional{v.to_number<double>()};
}

TEST(ReportSeries, AreTheMeasuresOfTheirDays) {
  for (const char* name : {"nptech", "sto", "reskilling"}) {
    SCOPED_TRACE(name);
    const snapshot net = example_folder(name);
    const json::object payload = detail::report_payload(net, {});
    if (!payload.contains("measure_series")) continue;
    const json::value& all = payload.at("measure_series");
    const json::array& days = all.at("days").as_array();
    EXPECT_LE(days.size(), 24u);
    EXPECT_EQ(days.back(), payload.at("as_of"));
    for (const json::value& series : all.at("series").as_array()) {
      const json::value& measure = payload.at("measures").at(series.at("measure").to_number<std::size_t>());
      const std::string asked[] = {std::string{measure.at("name").as_string()}};
      SCOPED_TRACE(asked[0]);
      const asked_measure of = find_measures(asked).front();
      ASSERT_EQ(series.at("points").as_array().size(), days.size());
      for (std::size_t k = 0; k < days.size(); ++k) {
        const estimate e = of(measure_context{as_of(net, parse_date(std::string{days[k].as_string()})->earliest)});
        const json::value& point = series.at("points").at(k);
        EXPECT_EQ(number(point.at(0)), e.value) << days[k];
        const bool open = e.low && e.high && *e.low < *e.high;
        EXPECT_EQ(number(point.at(1)), open ? e.low : std::nullopt) << days[k];
        EXPECT_EQ(number(point.at(2)), open ? e.high : std::nullopt) << days[k];
      }
      EXPECT_EQ(series.at("points").as_array().back().at(0), measure.at("value"));
    }
  }
}

TEST(ReportSeries, StepByTheCalendar) {
  const auto steps = [](date first, date last, std::size_t most) { return detail::days_in_step(first, last, most); };
  const detail::day_series quarters = steps(make_date(2019, 1, 1), make_date(2024, 12, 31), 24);
  EXPECT_EQ(quarters.months, 3);
  EXPECT_EQ(quarters.days.size(), 24u);
  EXPECT_EQ(quarters.days.front(), make_date(2019, 3, 31));
  EXPECT_EQ(quarters.days.back(), make_date(2024, 12, 31));
  const detail::day_series months = steps(make_date(2024, 2, 10), make_date(2024, 4, 3), 24);
  EXPECT_EQ(months.days, (std::vector{make_date(2024, 2, 29), make_date(2024, 3, 31), make_date(2024, 4, 3)}));
  EXPECT_EQ(steps(make_date(2024, 2, 10), make_date(2024, 2, 20), 24).days,
            (std::vector{make_date(2024, 2, 10), make_date(2024, 2, 20)}));
  EXPECT_EQ(steps(make_date(2024, 2, 10), make_date(2024, 2, 10), 24).days, std::vector{make_date(2024, 2, 10)});
  for (int years = 1; years < 9000; years = years * 3 + 1) {
    for (const std::size_t most : {2u, 3u, 24u}) {
      const std::vector<date> days = steps(make_date(500, 5, 5), make_date(500 + years, 7, 9), most).days;
      EXPECT_LE(days.size(), most);
      EXPECT_GE(days.size(), 2u);
      EXPECT_EQ(std::set(days.begin(), days.end()).size(), days.size());
      EXPECT_TRUE(std::is_sorted(days.begin(), days.end()));
    }
  }
}

TEST(ReportSeries, AreLeftOutWithoutDays) {
  builder net;
  net.tie<collaborates_with>(net.add<organization>("a", {}), net.add<organization>("b", {}));
  const json::object payload = detail::report_payload(net.freeze(), {});
  EXPECT_FALSE(payload.contains("measure_series"));
  EXPECT_FALSE(payload.contains("changed"));
}

TEST(ReportChanges, TellWhatSurelyChangedFromWhatMayHave) {
  builder net;
  const auto program = net.add<capnet::program>("p", {});
  const auto take_part = [&](const char* who, partial_date begin, partial_date end = never_ends) {
    net.tie<participates_in>(net.add<organization>(who, {}), program, {.active = {.begin = begin, .end = end}});
  };
  const auto on = [](int y, unsigned m, unsigned d) { return partial_date{make_date(y, m, d), make_date(y, m, d)}; };
  take_part("stays", on(2020, 1, 1));
  take_part("joined", on(2023, 5, 1));
  take_part("may have joined", {make_date(2022, 12, 1), make_date(2023, 2, 1)});
  take_part("left", on(2020, 1, 1), on(2023, 7, 1));
  take_part("between", on(2023, 3, 1), on(2023, 4, 1));
  take_part("last", on(2023, 12, 31));
  const json::object payload = detail::report_payload(net.freeze(), {.day = make_date(2023, 12, 31)});
  const json::value& changed = payload.at("changed");
  EXPECT_EQ(changed.at("since").as_string(), "2022-12-31");
  EXPECT_EQ(changed.at("joined").at("count"), (json::array{2, 3}));
  EXPECT_EQ(changed.at("left").at("count"), (json::array{1, 1}));
  const json::value& ties = changed.at("ties").at(0);
  EXPECT_EQ(ties.at("relation").as_string(), "participates_in");
  EXPECT_EQ(ties.at("begun"), (json::array{2, 3}));
  EXPECT_EQ(ties.at("ended"), (json::array{1, 1}));
  EXPECT_EQ(ties.at("between"), (json::array{1, 1}));
  for (const json::value& row : changed.at("measures").as_array()) {
    const json::value& measure = payload.at("measures").at(row.at("measure").to_number<std::size_t>());
    if (measure.at("name").as_string() != "members") continue;
    EXPECT_EQ(row.at("then"), (json::array{2, 2, 3}));
    EXPECT_EQ(row.at("difference"), (json::array{2, 1, 2}));  // from 2 or 3 to 4
    EXPECT_TRUE(row.at("proven").as_bool());
  }
}

TEST(ReportRoles, NameWhatHoldsTheNetworkTogether) {
  builder net;
  const auto member = [&](const std::string& id, sector s) { return net.add<organization>(id, {.sector = s}); };
  const auto program = net.add<capnet::program>("p", {});
  std::vector<id<organization>> all;
  for (int k = 0; k < 8; ++k)
    all.push_back(member("o" + std::to_string(k), k < 4 ? sector::company : sector::nonprofit));
  for (int half = 0; half < 8; half += 4) {
    for (int u = half; u < half + 4; ++u) {
      for (int v = u + 1; v < half + 4; ++v)
        net.tie<collaborates_with>(all[static_cast<std::size_t>(u)], all[static_cast<std::size_t>(v)]);
    }
  }
  const auto middle = member("middle", sector::municipality), leaf = member("leaf", sector::municipality);
  member("nobody", sector::company);
  net.tie<runs>(middle, program);
  net.tie<collaborates_with>(middle, all[0]);
  net.tie<collaborates_with>(middle, all[4]);
  net.tie<collaborates_with>(all[0], leaf);
  const json::object payload = detail::report_payload(net.freeze(), {});
  std::map<std::string, std::int64_t> counts;
  for (const json::value& row : payload.at("roles").as_array())
    counts[row.at("role").as_string().c_str()] = row.at("count").to_number<std::int64_t>();
  EXPECT_EQ(counts, (std::map<std::string, std::int64_t>{
                        {"backbone", 1}, {"bridge", 3}, {"connector", 1}, {"peripheral", 1}, {"alone", 1}}));
  const json::value& communities = payload.at("communities");
  EXPECT_TRUE(communities.at("settled").as_bool());
  std::int64_t members = 0;
  for (const json::value& row : communities.at("rows").as_array()) {
    members += row.at("size").to_number<std::int64_t>();
    std::int64_t by_sector = 0;
    for (const json::value& s : row.at("sectors").as_array()) by_sector += s.at("count").to_number<std::int64_t>();
    EXPECT_EQ(by_sector, row.at("size").to_number<std::int64_t>());
  }
  EXPECT_EQ(members, 10);  // all but the one who is alone
}

}  // namespace
}  // namespace capnet
