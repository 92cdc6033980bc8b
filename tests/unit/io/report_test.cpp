/// What the report shows is what the library measures, and stays small.
#include <capnet/io/report.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>

#include <capnet/io/data_folder.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/metric/order.hpp>
#include <capnet/metric/participation.hpp>
#include <capnet/metric/sector_mix.hpp>
#include <capnet/network/builder.hpp>

#include "report/assets.hpp"
#include "report/payload.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

snapshot reported_example(const char* name) {
  return read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data" / name);
}

/// Of [stop, numbers..., stop, numbers...] the numbers at a stop, as the page looks them up.
std::vector<std::int64_t> at_stop(const json::value& changes, std::int64_t stop, std::size_t width) {
  std::vector<std::int64_t> now;
  const json::array& list = changes.as_array();
  for (std::size_t k = 0; k < list.size() && list[k].to_number<std::int64_t>() <= stop; k += width + 1) {
    now.clear();
    for (std::size_t j = 1; j <= width; ++j) now.push_back(list[k + j].to_number<std::int64_t>());
  }
  return now;
}

const json::value* row_of(const json::value& table, std::string_view name) {
  for (const json::value& row : table.at("rows").as_array()) {
    if (row.at("name").as_string() == name) return &row.at("counts");
  }
  return nullptr;
}

using counts_at_stop = std::vector<std::int64_t>;
counts_at_stop bounds_of(const estimate& e) {
  return {static_cast<std::int64_t>(*e.value), static_cast<std::int64_t>(e.high ? *e.high : *e.value)};
}

/// Each count of the payload at each of its stops, against the measure of that name.
void expect_measured_counts(const snapshot& net) {
  const json::object payload = detail::report_payload(net, {});
  const json::value& counts = payload.at("counts");
  const json::array& stops = payload.at("stops").as_array();
  for (std::int64_t stop = 0; stop < std::ssize(stops); ++stop) {
    const std::string text{stops[static_cast<std::size_t>(stop)].as_string()};
    const date day = parse_date(text)->earliest;
    const network_view sure = as_of(net, day), possible = as_of(net, day, certainty::possible);
    EXPECT_EQ(at_stop(counts.at("organizations").at("total"), stop, 2), bounds_of(member_order(sure))) << text;
    const auto sectors = sector_counts(sure, member_organizations(sure));
    const auto possible_sectors = sector_counts(possible, member_organizations(possible));
    for (std::size_t s = 0; s < net.schema().sector_names().size(); ++s) {
      const auto which = static_cast<sector>(s);
      const counts_at_stop measured{sectors.contains(which) ? sectors.at(which) : 0,
                                    possible_sectors.contains(which) ? possible_sectors.at(which) : 0};
      const json::value* shown = row_of(counts.at("organizations"), net.schema().name(which));
      EXPECT_EQ(shown ? at_stop(*shown, stop, 2) : (counts_at_stop{0, 0}), measured) << text;
    }
    for (const layer& ties : net.layers()) {
      const json::value* shown = row_of(counts.at("held"), net.schema().relation(ties.relation()).name);
      EXPECT_EQ(shown ? at_stop(*shown, stop, 2) : (counts_at_stop{0, 0}), bounds_of(size_of(sure, ties.relation())))
          << text;
    }
    const kind_index persons = net.schema().index_of<person>();
    EXPECT_EQ(at_stop(counts.at("persons"), stop, 2),
              (counts_at_stop{std::ssize(participants(sure, persons)), std::ssize(participants(possible, persons))}));
  }
}

TEST(ReportCounts, AreTheMeasuresOfEachDay) {
  for (const char* name : {"nptech", "sto", "reskilling", "probono_generated"}) {
    SCOPED_TRACE(name);
    expect_measured_counts(reported_example(name));
  }
}

/// Members of all kinds in two programs, with partial dates, ends, statuses and changing sectors.
snapshot random_history(unsigned seed) {
  std::mt19937 rng{seed};
  auto below = [&](unsigned n) { return static_cast<unsigned>(rng()) % n; };
  auto some_day = [&] {
    const date first = make_date(2020, 1, 1) + std::chrono::days{below(900)};
    return partial_date{first, first + std::chrono::days{below(3) == 0 ? below(200) : 0}};
  };
  auto some_spell = [&] {
    spell when;
    if (below(4) != 0) when.begin = some_day();
    if (below(3) == 0)
      when.end = {when.begin.latest > unbounded_past ? when.begin.latest + std::chrono::days{100}
                                                     : make_date(2022, 6, 1)};
    return when;
  };
  auto some_status = [&] { return below(5) == 0 ? status::planned : status::held; };
  builder net;
  std::vector<vertex_ref> programs, members;
  const schema words;
  for (int k = 0; k < 2; ++k)
    programs.push_back(net.add_vertex(words.index_of<program>(), "p" + std::to_string(k),
                                      {.existence = some_spell(), .status = some_status()}));
  for (unsigned k = 0; k < 40; ++k) {
    const kind_index kind = k % 3 == 0   ? words.index_of<person>()
                            : k % 7 == 0 ? words.index_of<cohort>()
                                         : words.index_of<organization>();
    members.push_back(net.add_vertex(kind, "m" + std::to_string(k),
                                     {.sector = static_cast<sector>(below(4)), .existence = some_spell()}));
  }
  for (int k = 0; k < 120; ++k) {
    net.add_tie(words.index_of<participates_in>(), members[below(40)], programs[below(2)],
                {.active = some_spell(), .status = some_status()});
  }
  return net.freeze();
}

TEST(ReportCounts, AreTheMeasuresOfEachDayOfAnyHistory) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    expect_measured_counts(random_history(seed));
  }
}

TEST(ReportCounts, OfMoreDaysThanStopsAreStillExactAtTheStops) {
  const snapshot net = random_history(7);
  const json::object payload = detail::report_payload(net, {.most_stops = 12});
  EXPECT_LE(payload.at("stops").as_array().size(), 13u);  // the day of the measures is one more
  EXPECT_GT(payload.at("stops_left_out").to_number<int>(), 0);
  const json::array& stops = payload.at("stops").as_array();
  for (std::size_t stop = 0; stop < stops.size(); ++stop) {
    const date day = parse_date(std::string{stops[stop].as_string()})->earliest;
    EXPECT_EQ(at_stop(payload.at("counts").at("organizations").at("total"), static_cast<std::int64_t>(stop), 2),
              bounds_of(member_order(as_of(net, day))));
  }
}

TEST(ReportCounts, AreNotStretchedByOneSlipOfTheYear) {
  builder net;
  const auto program = net.add<capnet::program>("p", {});
  for (int k = 0; k < 20; ++k) {
    const auto who = net.add<organization>("o" + std::to_string(k), {});
    net.tie<participates_in>(who, program, {.active = {.begin = {make_date(k == 19 ? 7560 : 2000 + k, 1, 1)}}});
  }
  const json::object payload = detail::report_payload(net.freeze(), {});
  EXPECT_EQ(payload.at("stops").as_array().back().as_string(), "2018-01-01");
}

TEST(ReportCounts, NameTheGroupsThatTakePartByTheirSize) {
  const json::object payload = detail::report_payload(reported_example("reskilling"), {});
  const json::array& groups = payload.at("counts").at("groups").as_array();
  const std::int64_t last = std::ssize(payload.at("stops").as_array()) - 1;
  std::vector<std::pair<std::int64_t, std::int64_t>> sizes;  // size, and how surely it is there on the last day
  for (const json::value& group : groups)
    sizes.emplace_back(group.at("size").to_number<std::int64_t>(), at_stop(group.at("there"), last, 1).front());
  // The main program's, largest first, then another program's: 45 and 86 have been followed by 87.
  EXPECT_EQ(sizes, (std::vector<std::pair<std::int64_t, std::int64_t>>{{87, 2}, {86, 0}, {45, 0}, {34, 2}}));
  EXPECT_EQ(groups[0].at("unit").as_string(), "municipality");
  EXPECT_EQ(groups[0].at("reported"), (json::value{"2023-12-31", "2023-12-31"}));
  const auto source = groups[0].at("cite").at(0).to_number<std::size_t>();
  EXPECT_EQ(payload.at("sources").at(source).at("id").as_string(), "article_2024_01");
  EXPECT_FALSE(groups[0].as_object().contains("program"));
  EXPECT_EQ(groups[3].at("program").at("en").as_string(), "Earlier trials and working groups");
}

/// `percents` percentages that no whole number gives, of as many surveys, and counts in series.
snapshot with_figures(std::size_t figures, std::size_t percents) {
  builder net;
  const schema words;
  const std::string long_name(3'000, 'x');
  for (std::size_t k = 0; k < 2'000; ++k) {
    net.add_vertex(words.index_of<organization>(), long_name + std::to_string(k),
                   {.name = "団体" + long_name, .region = long_name, .existence = {.begin = {make_date(2020, 1, 1)}}});
  }
  for (std::size_t k = 0; k < figures; ++k) {
    figure f{.id = long_name.substr(0, 20) + std::to_string(k),
             .subject = long_name + std::to_string(k % 2'000),
             .label = "label " + std::to_string(k) + (k < 400 ? long_name : ""),
             .value = decimal{static_cast<std::int64_t>(k % 900 + 1), 0},
             .unit = "person",
             .day = partial_date{make_date(2020, 1, 1) + std::chrono::days{k % 2'000}}};
    if (k < percents) {
      f.kind = figure_kind::percent;
      f.value = decimal{74, 0};
      f.denominator = 41;
    } else {
      f.series = "series " + std::to_string(k % 40);
    }
    net.add_figure(std::move(f));
  }
  return net.freeze();
}

TEST(Report, OfAHundredThousandFiguresAndLongNamesStaysBelowSixMegabytes) {
  const snapshot net = with_figures(100'000, 1'000);
  const std::string page = html_report(net);
  EXPECT_LT(page.size(), 6'000'000u);
  const std::size_t data = page.find('{', page.find("id=\"capnet-data\""));
  const json::value payload = json::parse(page.substr(data, page.find("</script>", data) - data));
  EXPECT_EQ(payload.at("figures_in_all").to_number<int>(), 100'000);
  EXPECT_EQ(payload.at("figures").as_array().size(), 300u);
  EXPECT_EQ(payload.at("findings").as_array().size(), 200u);
  EXPECT_GE(payload.at("findings_in_all").to_number<int>(), 1'000);
  EXPECT_LE(payload.at("series").as_array().size(), 13u);
}

TEST(Report, ShowsTheFiguresThatFindingsAreAboutFirst) {
  const snapshot net = with_figures(1'000, 5);
  const json::object payload = detail::report_payload(net, {.most_findings = 3, .most_figures = 10});
  std::set<std::string> shown;
  for (const json::value& f : payload.at("figures").as_array()) shown.emplace(f.at("id").as_string());
  EXPECT_EQ(shown.size(), 10u);
  for (std::size_t k = 0; k < 5; ++k) {  // those with a finding, shown or not; then the longest series
    EXPECT_TRUE(shown.contains(std::string(20, 'x') + std::to_string(k))) << k;
  }
}

TEST(Report, GivesEachCodeOfTheAuditItsShare) {
  const snapshot net = reported_example("nptech");
  const json::object all = detail::report_payload(net, {});
  const json::object few = detail::report_payload(net, {.most_findings = 6});
  auto codes = [](const json::object& payload) {
    std::set<std::string> found;
    for (const json::value& f : payload.at("findings").as_array()) found.emplace(f.at("code").as_string());
    return found;
  };
  EXPECT_EQ(few.at("findings").as_array().size(), 6u);
  EXPECT_EQ(codes(few), codes(all));  // six codes among the eleven findings
}

TEST(Report, DrawsTheTiesOfThoseWithFewWhereNotAllCanBeDrawn) {
  builder net;
  const auto hub = net.add<organization>("hub", {});
  std::vector<id<organization>> others;
  for (int k = 0; k < 30; ++k) others.push_back(net.add<organization>("o" + std::to_string(k), {}));
  for (const auto other : others) net.tie<supports>(hub, other);
  for (int k = 0; k < 10; ++k) net.tie<supports>(others[0], others[1]);  // ten of one pair
  const json::object payload = detail::report_payload(net.freeze(), {.most_ties = 30});
  std::set<std::int64_t> reached;
  for (const json::value& t : payload.at("ties").as_array()) reached.insert(t.at("target").to_number<std::int64_t>());
  EXPECT_EQ(payload.at("size").to_number<int>(), 40);
  EXPECT_GE(reached.size(), 28u);
}

TEST(Report, ShowsWhatWouldTurnLettersAndCutsBetweenThem) {
  builder net;
  net.add<organization>("a", {.name = "\x1b[31m\u202eevil"});
  net.add<organization>("b", {.name = std::string(199, 'x') + "団体"});    // the letter lies on bytes 199 to 201
  net.add<organization>("c", {.name = std::string(197, 'x') + "\u202e"});  // six bytes once it is shown
  const json::object payload = detail::report_payload(net.freeze(), {});
  std::map<std::string, std::string> names;
  for (const json::value& v : payload.at("vertices").as_array())
    names[v.at("id").as_string().c_str()] = v.at("name").as_string().c_str();
  EXPECT_EQ(names["a"], "\\x1b[31m\\u202eevil");
  EXPECT_EQ(names["b"], std::string(199, 'x') + "…");
  EXPECT_EQ(names["c"], std::string(197, 'x') + "\\u2…");
}

TEST(ReportWords, AreThereInJapaneseForAllThatIsBuiltInAndForEachCodeOfTheAudit) {
  const std::string script{detail::report_js};
  auto in_japanese = [&](std::string_view word) {
    for (std::size_t at = script.find(std::string{word} + ": [\""); at != std::string::npos;
         at = script.find(std::string{word} + ": [\"", at + 1)) {
      const std::string both = script.substr(at, script.find(']', at) - at);
      if (std::ranges::any_of(both, [](char c) { return static_cast<unsigned char>(c) >= 0xE3; })) return true;
    }
    return false;
  };
  const schema words;
  for (std::size_t k = 0; k < words.kind_count(); ++k) {
    EXPECT_TRUE(in_japanese(words.name(static_cast<kind_index>(k)))) << words.name(static_cast<kind_index>(k));
  }
  for (const std::string& name : words.sector_names()) EXPECT_TRUE(name.empty() || in_japanese(name)) << name;
  for (std::size_t r = 0; r < words.relation_count(); ++r) {
    const std::string& name = words.relation(static_cast<relation_index>(r)).name;
    EXPECT_TRUE(in_japanese(name)) << name;
  }
  for (const char* example : {"nptech", "sto", "probono", "reskilling"}) {
    const snapshot net = reported_example(example);
    for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
      const std::string& name = net.schema().relation(static_cast<relation_index>(r)).name;
      EXPECT_TRUE(in_japanese(name)) << name;
    }
  }
  for (const std::string_view name : status_names) EXPECT_TRUE(in_japanese(name)) << name;
  for (const std::string_view name : meaning_names) EXPECT_TRUE(name.empty() || in_japanese(name)) << name;
  const auto expect_words = [&](const std::vector<attribute_info>& attributes) {
    for (const attribute_info& info : attributes) EXPECT_TRUE(in_japanese(info.name)) << info.name;
  };
  for (std::size_t k = 0; k < words.kind_count(); ++k) expect_words(words.attributes(static_cast<kind_index>(k)));
  for (std::size_t r = 0; r < words.relation_count(); ++r)
    expect_words(words.attributes(static_cast<relation_index>(r)));
  std::ifstream page{std::filesystem::path{CAPNET_SOURCE_DIR} / "docs/audit.md"};
  int codes = 0;
  for (std::string line; std::getline(page, line);) {  // "| [`percent_impossible`](#...) | error | ..."
    if (!line.starts_with("| [`")) continue;
    const std::string code = line.substr(4, line.find('`', 4) - 4);
    EXPECT_TRUE(in_japanese(code)) << code;
    ++codes;
  }
  EXPECT_GE(codes, 10);
}

}  // namespace
}  // namespace capnet
