/// Filters by attributes, compared with a table of what was said.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/text_form.hpp>

namespace capnet {
namespace {

/// What was said of the events of a network: [event][attribute] by day, kept apart from the network.
struct said_of_events {
  struct dated {
    date from;
    attribute_value value;
  };
  std::vector<std::map<std::string, std::vector<dated>>> events;

  [[nodiscard]] std::optional<attribute_value> value(std::size_t e, const std::string& name, date day) const {
    const auto found = events[e].find(name);
    std::optional<attribute_value> now;
    if (found == events[e].end()) return now;
    date since = unbounded_past;
    for (const dated& one : found->second) {
      if (one.from > day || one.from < since) continue;
      since = one.from;
      now = one.value.empty() ? std::nullopt : std::optional{one.value};
    }
    return now;
  }
};

struct fixture_of_events {
  builder net;
  said_of_events said;
};

fixture_of_events draw(std::uint32_t replica) {
  random_stream rng{{.seed = 77, .replica = replica}};
  fixture_of_events made;
  const std::uint32_t n = 1 + rng.below(12);
  const auto value_of_name = [&](const std::string& name) -> attribute_value {
    if (name == "cost") return static_cast<double>(rng.below(5)) / 2;
    if (name == "seats") return static_cast<std::int64_t>(rng.below(5));
    if (name == "online") return rng.below(2) == 0;
    if (name == "booked") {
      const date day = make_date(2024, 1, 1) + std::chrono::days{rng.below(4)};
      return rng.below(3) == 0 ? partial_date{day, day + std::chrono::days{2}} : partial_date{day};
    }
    return "m" + std::to_string(rng.below(3));
  };
  const auto host = made.net.add<organization>("host");
  for (std::uint32_t e = 0; e < n; ++e) {
    vertex_properties p;
    auto& of_event = made.said.events.emplace_back();
    for (const char* const name : {"cost", "seats", "online", "booked", "mode"}) {
      if (rng.below(3) == 0) continue;
      p.attributes.emplace_back(name, value_of_name(name));
      of_event[name].push_back({unbounded_past, p.attributes.back().second});
    }
    const auto v = made.net.add<event>("e" + std::to_string(e), p);
    made.net.tie<delivers>(host, v);
  }
  for (std::uint32_t k = rng.below(6); k > 0; --k) {
    const std::uint32_t e = rng.below(n);
    const char* const name = rng.below(2) == 0 ? "cost" : "seats";
    const date from = make_date(2024, 1, 1) + std::chrono::days{rng.below(20)};
    const attribute_value value = rng.below(4) == 0 ? attribute_value{} : value_of_name(name);
    made.net.change_attribute(made.net.find("e" + std::to_string(e)).value(), name, value, from);
    made.said.events[e][name].push_back({from, value});
  }
  return made;
}

/// One literal against one value, written from the page on queries.
bool holds(const std::optional<attribute_value>& value, const std::string& sign, const std::string& literal) {
  if (literal.empty()) return sign == "=" ? !value : value.has_value();
  if (!value) return false;
  if (const auto* day = value->get_if<partial_date>()) {
    const partial_date with = parse_date(literal).value();
    if (sign == "<") return day->latest < with.earliest;
    if (sign == ">") return day->earliest > with.latest;
    if (sign == "<=") return day->latest <= with.latest;
    if (sign == ">=") return day->earliest >= with.earliest;
    const bool within = with.earliest <= day->earliest && day->latest <= with.latest;
    const bool apart = day->latest < with.earliest || with.latest < day->earliest;
    return sign == "=" ? within : apart;
  }
  if (const auto number = value->number()) {
    const double with = std::stod(literal);
    return sign == "="    ? *number == with
           : sign == "!=" ? *number != with
           : sign == "<"  ? *number < with
           : sign == "<=" ? *number <= with
           : sign == ">"  ? *number > with
                          : *number >= with;
  }
  return (value->text() == literal) == (sign == "=");
}

TEST(AttributeFilter, KeepsWhatATableSays) {
  std::size_t kept = 0, dropped = 0;
  for (std::uint32_t replica = 0; replica < 2'000; ++replica) {
    const fixture_of_events made = draw(replica);
    const snapshot net = made.net.freeze();
    random_stream rng{{.seed = 78, .replica = replica}};
    struct asked {
      std::string name, literal;
      bool ordered;
    };
    const asked all[] = {
        {"cost", std::to_string(rng.below(5) / 2) + (rng.below(2) == 0 ? ".5" : ""), true},
        {"seats", std::to_string(rng.below(5)), true},
        {"seats", "1.5", true},
        {"online", rng.below(2) == 0 ? "yes" : "no", false},
        {"booked", rng.below(4) == 0 ? "2024-01" : "2024-01-0" + std::to_string(1 + rng.below(6)), true},
        {"mode", "m" + std::to_string(rng.below(3)), false},
        {"cost", "", false}};
    const asked& one = all[rng.below(7)];
    const bool known = [&] {  // by anyone: else there is no such attribute to ask for
      const auto k = net.schema().index_of<event>();
      return net.schema().find_attribute(k, one.name) ||
             std::ranges::find(net.parts().vocabulary->names, one.name) != net.parts().vocabulary->names.end();
    }();
    if (!known) continue;
    const std::vector<std::string> signs =
        one.ordered ? std::vector<std::string>{"=", "!=", "<", "<=", ">", ">="} : std::vector<std::string>{"=", "!="};
    const std::string sign = signs[rng.below(static_cast<std::uint32_t>(signs.size()))];
    const date day = make_date(2024, 1, 1) + std::chrono::days{rng.below(22)};
    query_plan plan = parse_query(net, "*[id=host] -delivers-> events[" + one.name + sign + '"' + one.literal + "\"]");
    plan.day = day;
    std::set<std::string> expected, found, of_each, on_days;
    for (std::size_t e = 0; e < made.said.events.size(); ++e) {
      const bool is = holds(made.said.value(e, one.name, day), sign, one.literal);
      if (is) expected.insert("e" + std::to_string(e));
      ++(is ? kept : dropped);
    }
    for (const query_row& row : query_executor{net}.run(plan)) found.insert(net.key(row.vertex));
    EXPECT_EQ(found, expected) << replica << ' ' << one.name << sign << one.literal;
    const vertex_ref host = net.vertex("host");
    query_executor{net}.run_each(plan, {&host, 1}, [&](std::size_t, std::span<const query_row> rows, std::size_t) {
      for (const query_row& row : rows) of_each.insert(net.key(row.vertex));
    });
    EXPECT_EQ(of_each, expected) << replica;
    const std::vector<date> days{day, day + std::chrono::days{3}};
    const std::vector<day_rows> answers = query_executor{net}.run_on(plan, days);
    for (const query_row& row : answers[0].rows) on_days.insert(net.key(row.vertex));
    EXPECT_EQ(on_days, expected) << replica;
  }
  EXPECT_GT(kept, 1'000u);
  EXPECT_GT(dropped, 1'000u);
}

}  // namespace
}  // namespace capnet
