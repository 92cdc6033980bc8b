/// The report carries the attributes of what it draws, as of each of its stops, and stays small.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <map>
#include <string>

#include <capnet/io/report.hpp>
#include <capnet/network/builder.hpp>

#include "report/payload.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

struct yearly_amount {
  static constexpr std::string_view name = "amount";
  [[maybe_unused]] static constexpr std::string_view unit = "JPY";
  static constexpr value_type type = value_type::number;
  [[maybe_unused]] static constexpr capnet::meaning means = meaning::amount;
};

/// Name and value, as the page looks them up at a stop; what is not known is left out.
std::map<std::string, std::string> attributes_at(const json::object& payload, const json::value& item, int stop) {
  std::map<std::string, std::string> shown;
  if (!item.as_object().contains("attributes")) return shown;
  for (const json::value& one : item.at("attributes").as_array()) {
    const json::array& cells = one.as_array();
    const auto place = cells[0].to_number<std::size_t>();
    const json::value* now = &cells[1];
    for (std::size_t k = 2; k + 1 < cells.size() && cells[k].to_number<int>() <= stop; k += 2) now = &cells[k + 1];
    const json::value& name = payload.at("attributes").at(place).at("name");
    if (!now->is_null()) shown[name.as_string().c_str()] = json::serialize(*now);
  }
  return shown;
}

TEST(ReportAttributes, AreThoseOfTheDayThatIsShown) {
  builder net;
  const auto a = net.add<organization>(
      "a", {.existence = {.begin = date{make_date(2023, 1, 1)}},
            .attributes = {{"staff", 4}, {"open", true}, {"since", partial_date::year(2020)}, {"note", "007"}}});
  const auto b = net.add<organization>("b");
  const vertex_ref v{net.declare<organization>(), a.value()};
  net.change_attribute(v, "staff", 9, make_date(2024, 4, 1));
  net.change_attribute(v, "note", "", make_date(2025, 1, 1));
  net.change_attribute(v, "fee", 2.5, make_date(2025, 1, 1));
  net.tie<funds>(a, b, {.weight = 0.5, .attributes = {with<yearly_amount>(12'000), {"simulated", "yes"}}});
  const snapshot now = net.freeze();
  const json::object payload = detail::report_payload(now, {});
  const json::array& stops = payload.at("stops").as_array();
  ASSERT_EQ(stops.size(), 3u) << "a begin and the days of the changes";
  const json::value& shown = payload.at("vertices").at(0);
  using values = std::map<std::string, std::string>;
  const values first{
      {"staff", "4"}, {"open", "true"}, {"since", R"(["2020-01-01","2020-12-31"])"}, {"note", "\"007\""}};
  EXPECT_EQ(attributes_at(payload, shown, 0), first);
  values second = first;
  second["staff"] = "9";
  EXPECT_EQ(attributes_at(payload, shown, 1), second);
  const values third{{"staff", "9"}, {"open", "true"}, {"since", first.at("since")}, {"fee", "2.5E0"}};
  EXPECT_EQ(attributes_at(payload, shown, 2), third);
  EXPECT_EQ(attributes_at(payload, payload.at("ties").at(0), 0), (values{{"weight", "5E-1"}, {"amount", "12000"}}))
      << "what a growth leaves is not shown";
}

TEST(ReportAttributes, GiveADayToANetworkThatHasNoOther) {
  builder net;
  const auto a = net.add<organization>("a", {.attributes = {{"staff", 4}}});
  net.change_attribute({net.declare<organization>(), a.value()}, "staff", 9, make_date(2024, 4, 1));
  const json::object payload = detail::report_payload(net.freeze(), {});
  EXPECT_EQ(payload.at("as_of").as_string(), "2024-04-01");
}

TEST(ReportAttributes, AreNotMoreThanCanBeLookedAt) {
  builder net;
  const std::string markup(500, '<');
  for (int k = 0; k < 1'500; ++k) {
    vertex_properties p{.name_en = "organization " + std::to_string(k)};
    for (int j = 0; j < 30; ++j) p.attributes.emplace_back("attribute " + std::to_string(j) + markup, markup);
    net.add<organization>("o" + std::to_string(k), std::move(p));
  }
  const snapshot now = net.freeze();
  EXPECT_LT(html_report(now).size(), 8'000'000u);
  const json::object payload = detail::report_payload(now, {});
  const json::array& vertices = payload.at("vertices").as_array();
  EXPECT_EQ(vertices[0].at("attributes").as_array().size(), 12u);
  EXPECT_EQ(vertices[0].at("attributes_more").to_number<int>(), 18);
  EXPECT_EQ(vertices[1'499].at("attributes_more").to_number<int>(), 30) << "counted, where there is no more room";
  EXPECT_FALSE(vertices[1'499].as_object().contains("attributes"));
}

}  // namespace
}  // namespace capnet
