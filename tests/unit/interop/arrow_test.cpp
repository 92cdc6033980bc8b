#include <capnet/interop/arrow.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/ensemble_table.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/network/builder.hpp>
#include <capnet/network/column_of.hpp>

#include "own_domain.hpp"

namespace capnet {
namespace {

/// Reads the structs as the specification says, knowing nothing of capnet: each value as text, null as "-".
struct arrow_reader {
  ArrowSchema schema{};
  ArrowArray rows{};
  arrow_reader() = default;
  arrow_reader(const arrow_reader&) = delete;
  arrow_reader& operator=(const arrow_reader&) = delete;
  ~arrow_reader() {
    if (rows.release != nullptr) rows.release(&rows);
    if (schema.release != nullptr) schema.release(&schema);
  }

  static bool bit(const void* bytes, std::int64_t at) {
    return ((static_cast<const std::uint8_t*>(bytes)[at / 8] >> (at % 8)) & 1) != 0;
  }
  template <class T>
  static T at(const ArrowArray& array, int buffer, std::int64_t row) {
    T value;
    std::memcpy(&value, static_cast<const char*>(array.buffers[buffer]) + row * std::int64_t{sizeof value},
                sizeof value);
    return value;
  }
  static std::string value(const ArrowSchema& type, const ArrowArray& array, std::int64_t row) {
    if (array.buffers[0] != nullptr && !bit(array.buffers[0], row)) return "-";
    const std::string format = type.format;
    if (type.dictionary != nullptr) {
      const std::int64_t word = format == "C"   ? std::int64_t{at<std::uint8_t>(array, 1, row)}
                                : format == "I" ? std::int64_t{at<std::uint32_t>(array, 1, row)}
                                                : std::int64_t{at<std::int32_t>(array, 1, row)};
      return value(*type.dictionary, *array.dictionary, word);
    }
    if (format == "U") {
      const auto first = at<std::int64_t>(array, 1, row), last = at<std::int64_t>(array, 1, row + 1);
      return {static_cast<const char*>(array.buffers[2]) + first, static_cast<std::size_t>(last - first)};
    }
    if (format == "g") return std::to_string(at<double>(array, 1, row));
    if (format == "l") return std::to_string(at<std::int64_t>(array, 1, row));
    if (format == "I") return std::to_string(at<std::uint32_t>(array, 1, row));
    if (format == "b") return bit(array.buffers[1], row) ? "yes" : "no";
    if (format == "+L") {
      std::string list;
      for (auto k = at<std::int64_t>(array, 1, row); k < at<std::int64_t>(array, 1, row + 1); ++k)
        list += (list.empty() ? "" : "|") + value(*type.children[0], *array.children[0], k);
      return '[' + list + ']';
    }
    if (format == "tdD") return to_string(date{std::chrono::days{at<std::int32_t>(array, 1, row)}});
    return "unknown format " + format;
  }
  [[nodiscard]] std::vector<std::string> column(const std::string& name) const {
    std::vector<std::string> values;
    for (std::int64_t k = 0; k < schema.n_children; ++k) {
      if (schema.children[k]->name != name) continue;
      std::int64_t nulls = 0;
      for (std::int64_t row = 0; row < rows.length; ++row) {
        values.push_back(value(*schema.children[k], *rows.children[k], row));
        nulls += values.back() == "-" ? 1 : 0;
      }
      EXPECT_EQ(rows.children[k]->null_count, nulls) << name;
      EXPECT_EQ(rows.children[k]->length, rows.length) << name;
    }
    return values;
  }
  [[nodiscard]] std::map<std::string, std::string> metadata(const std::string& name) const {
    std::map<std::string, std::string> found;
    for (std::int64_t k = 0; k < schema.n_children; ++k) {
      const char* at = schema.children[k]->metadata;
      if (schema.children[k]->name != name || at == nullptr) continue;
      const auto number = [&] {
        std::int32_t value;
        std::memcpy(&value, at, sizeof value);
        at += sizeof value;
        return value;
      };
      const auto text = [&] {
        const std::int32_t size = number();
        const std::string read(at, static_cast<std::size_t>(size));
        at += size;
        return read;
      };
      for (std::int32_t pairs = number(); pairs > 0; --pairs) {
        const std::string key = text();
        found[key] = text();
      }
    }
    return found;
  }
};
using texts = std::vector<std::string>;

snapshot health() {
  builder net;
  net.add<clinic>("north", {.name = "北",
                            .region = "Kanto",
                            .size = 12,
                            .existence = {.begin = partial_date::year(2020)},
                            .attributes = {with<clinic::beds>(20),
                                           with<clinic::night>(true),
                                           with<clinic::opened>(make_date(2021, 2, 3)),
                                           {"motto", "care"}}});
  net.add<clinic>("south", {.sector = sector::company, .attributes = {with<clinic::owner>("b")}});
  net.add<clinic>("west", {.attributes = {with<clinic::night>(false)}});
  const auto ann = net.add<person>("ann"), ben = net.add<person>("ben"), eve = net.add<person>("eve");
  const auto course_of = net.add<course>("course");
  const auto sql = net.add<skill>("sql");
  net.tie<teaches>(ann, sql, {.weight = 2, .attributes = {with<attr::hours>(6.5)}});
  net.tie<teaches>(course_of, sql, {.status = status::planned});
  net.tie<collaborates_with>(ben, ann, {.weight = 1.5});
  net.tie<collaborates_with>(ben, eve, {.role = "peer"});
  net.retract(net.tie<collaborates_with>(ann, eve));
  net.tie<collaborates_with>(eve, eve);
  return net.freeze();
}

TEST(Arrow, TellsTheVerticesOfAKind) {
  const snapshot net = health();
  arrow_reader read;
  export_arrow(net, net.schema().index_of<clinic>(), read.schema, read.rows);
  EXPECT_STREQ(read.schema.format, "+s");
  EXPECT_EQ(read.rows.length, 3);
  EXPECT_EQ(read.column("id"), (texts{"north", "south", "west"}));
  EXPECT_EQ(read.column("name"), (texts{"北", "-", "-"}));
  EXPECT_EQ(read.column("name_en"), texts{}) << "of which nothing is known";
  EXPECT_EQ(read.column("sector"), (texts{"-", "company", "-"}));
  EXPECT_EQ(read.column("region"), (texts{"Kanto", "-", "-"}));
  EXPECT_EQ(read.column("size"), (texts{"12", "-", "-"}));
  EXPECT_EQ(read.column("begin"), (texts{"2020-01-01", "-", "-"}));
  EXPECT_EQ(read.column("begin_latest"), (texts{"2020-12-31", "-", "-"}));
  EXPECT_EQ(read.column("end"), (texts{"-", "-", "-"}));
  EXPECT_EQ(read.column("status"), (texts{"held", "held", "held"}));
  EXPECT_EQ(read.column("beds"), (texts{"20", "-", "-"}));
  EXPECT_EQ(read.column("night"), (texts{"yes", "-", "no"}));
  EXPECT_EQ(read.column("opened"), (texts{"2021-02-03", "-", "-"}));
  EXPECT_EQ(read.column("opened_latest"), (texts{"2021-02-03", "-", "-"}));
  EXPECT_EQ(read.column("owner"), (texts{"-", "b", "-"}));
  EXPECT_EQ(read.column("motto"), (texts{"care", "-", "-"}));
  EXPECT_EQ(read.metadata("beds"), (std::map<std::string, std::string>{{"unit", "bed"}, {"meaning", "count"}}));
}

TEST(Arrow, TellsTheTiesOfARelation) {
  const snapshot net = health();
  arrow_reader read;
  export_arrow(net, net.schema().index_of<teaches>(), read.schema, read.rows);
  const texts sources = read.column("source");
  ASSERT_EQ(sources.size(), 2u);
  const std::size_t ann = sources[0] == "ann" ? 0 : 1;
  EXPECT_EQ(sources[1 - ann], "course");
  EXPECT_EQ(read.column("target"), (texts{"sql", "sql"}));
  EXPECT_EQ(read.column("hours")[ann], "6.500000");
  EXPECT_EQ(read.column("hours")[1 - ann], "-");
  EXPECT_EQ(read.column("status")[1 - ann], "planned");
  EXPECT_EQ(read.metadata("hours").at("unit"), "h");
  EXPECT_EQ(read.metadata("weight").at("meaning"), "level");
}

TEST(Arrow, ReadsNumbersWhereTheyLie) {
  const snapshot net = health();
  arrow_reader read;
  export_arrow(net, net.schema().index_of<teaches>(), read.schema, read.rows);
  const auto hours = column_of<teaches, attr::hours>(net);
  ASSERT_EQ(hours.size(), 2u);
  for (std::int64_t k = 0; k < read.schema.n_children; ++k) {
    if (std::string_view{read.schema.children[k]->name} != "hours") continue;
    EXPECT_EQ(read.rows.children[k]->buffers[1], static_cast<const void*>(hours.data()));
  }
}

TEST(Arrow, TellsUndirectedTiesOnceAndRetractedOnesNot) {
  const snapshot net = health();
  arrow_reader read;
  export_arrow(net, net.schema().index_of<collaborates_with>(), read.schema, read.rows);
  std::multiset<std::string> pairs;
  for (std::size_t row = 0; row < read.column("source").size(); ++row) {
    const std::string a = read.column("source")[row], b = read.column("target")[row];
    pairs.insert(std::min(a, b) + " " + std::max(a, b));
  }
  EXPECT_EQ(pairs, (std::multiset<std::string>{"ann ben", "ben eve", "eve eve"}));
}

TEST(Arrow, KeepsAChildThatIsTakenOutAndTheNetwork) {
  ArrowArray child{};
  {
    arrow_reader read;
    export_arrow(health(), schema{}.index_of<person>(), read.schema, read.rows);
    std::swap(child, *read.rows.children[0]);  // moves it: the release that stays is null
  }
  EXPECT_EQ(child.length, 3);
  EXPECT_EQ(std::string(static_cast<const char*>(child.buffers[2]), 9), "annbeneve");
  child.release(&child);
  EXPECT_EQ(child.release, nullptr);
}

TEST(Arrow, TellsAKindWithoutVertices) {
  arrow_reader read;
  export_arrow(snapshot{}, schema{}.index_of<goal>(), read.schema, read.rows);
  EXPECT_EQ(read.rows.length, 0);
  EXPECT_EQ(read.column("id"), texts{});
}

TEST(Arrow, TellsTheRowsOfAnAnswerWithTheirUnits) {
  struct gap {
    std::string name;
    std::optional<double> share;
    std::uint64_t people;
    bool sure;
    std::vector<std::string> skills;
    std::vector<std::int64_t> levels;
  };
  table_maker rows{{.name = "rows"},
                   std::vector<gap>{{"a", .5, 2, true, {"sql", "r"}, {3}}, {"", std::nullopt, 0, false, {}, {1, 2}}}};
  rows.add({.name = "name", .header = "organization"}, [](const gap& g) { return g.name; })
      .add({.name = "gap", .unit = "share"}, [](const gap& g) { return g.share; })
      .add({.name = "people", .unit = "person"}, [](const gap& g) { return g.people; })
      .add({.name = "sure"}, [](const gap& g) { return g.sure; })
      .add({.name = "skills"}, [](const gap& g) { return g.skills; })
      .add({.name = "levels"}, [](const gap& g) { return g.levels; })
      .add({.name = "reason", .type = answer_type::text},
           [](const gap& g) { return g.sure ? answer_cell{"known"} : answer_cell{absent{}}; })
      .add({.name = "most", .unit = "walk"},
           [](const gap& g) { return g.sure ? std::numeric_limits<std::uint64_t>::max() : std::uint64_t{1}; })
      .add({.name = "inner"}, [](const gap&) { return answer_table{}; })
      .tell({.header = "in words"}, [](const gap& g) { return g.name; });
  arrow_reader read;
  export_arrow(rows.table, read.schema, read.rows);
  EXPECT_EQ(read.rows.length, 2);
  EXPECT_EQ(read.schema.n_children, 8) << "neither tables nor words";
  EXPECT_EQ(read.column("name"), (texts{"a", ""})) << "an empty text is known";
  EXPECT_EQ(read.column("gap"), (texts{"0.500000", "-"}));
  EXPECT_EQ(read.column("people"), (texts{"2", "0"}));
  EXPECT_EQ(read.column("sure"), (texts{"yes", "no"}));
  EXPECT_EQ(read.column("skills"), (texts{"[sql|r]", "[]"}));
  EXPECT_EQ(read.column("levels"), (texts{"[3]", "[1|2]"}));
  EXPECT_EQ(read.column("reason"), (texts{"known", "-"}));
  EXPECT_EQ(read.column("most"), (texts{"18446744073709551616.000000", "1.000000"})) << "beyond 63 bits";
  EXPECT_EQ(read.metadata("gap"), (std::map<std::string, std::string>{{"unit", "share"}, {"label", "gap"}}));
  EXPECT_EQ(read.metadata("name"), (std::map<std::string, std::string>{{"label", "organization"}}));
}

TEST(ExportArrow, HandsOnTheRowsOfAnExperiment) {
  const auto model = [](const grid_cell& cell, const random_run& run) {
    run_rows rows{{"height"}};
    rows.add(1, {run.replica == 0 ? std::nullopt : std::optional{cell["rate"] * run.replica}});
    return rows;
  };
  const ensemble_result all = ensemble(model, parameter_grid::parse("rate=.5,2"), {.replicas = 2});
  arrow_reader read;
  export_arrow(ensemble_table(all, {.measure_unit = "m"}), read.schema, read.rows);
  EXPECT_EQ(read.column("rate"), (texts{"0.500000", "0.500000", "2.000000", "2.000000"}));
  EXPECT_EQ(read.column("replica"), (texts{"0", "1", "0", "1"}));
  EXPECT_EQ(read.column("height"), (texts{"-", "0.500000", "-", "2.000000"})) << "not known is null";
  EXPECT_EQ(read.metadata("height").at("unit"), "m");
}

TEST(ColumnOf, IsASpanWithAMarkWhereNothingIsKnown) {
  const snapshot net = health();
  const auto beds = column_of<clinic, clinic::beds>(net);
  EXPECT_EQ((std::vector<std::int64_t>{beds.begin(), beds.end()}),
            (std::vector<std::int64_t>{20, missing_integer, missing_integer}));
  const auto night = column_of<clinic, clinic::night>(net);
  EXPECT_EQ((std::vector<std::uint8_t>{night.begin(), night.end()}), (std::vector<std::uint8_t>{2, 0, 1}));
  EXPECT_EQ(net.words()[(column_of<clinic, clinic::owner>(net)[1])], "b");
  EXPECT_EQ(held_when::day((column_of<clinic, clinic::opened>(net).from[0])), make_date(2021, 2, 3));
  EXPECT_EQ((column_of<requires_skill, attr::hours>(net).size()), 0u) << "nothing is known";
}

}  // namespace
}  // namespace capnet
