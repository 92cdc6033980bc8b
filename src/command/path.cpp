/// capnet path: the best path between two vertices, by ties, a number of the ties, or days.
#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/time_respecting_path.hpp>
#include <capnet/query/why.hpp>

#include "command/answer.hpp"
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

constexpr std::array<std::string_view, 4> rank_words{"ties", "earliest", "latest", "fastest"};
constexpr std::array<std::string_view, 3> direction_words{"out", "in", "either"};

struct path_options {
  folder_options folder{};
  output_options output{};
  std::vector<std::string> from{};
  std::vector<std::string> to{};
  std::vector<std::string> relations{};
  std::string along = "either";
  std::string rank = "ties";
  std::string first_day{};
  std::string last_day{};
  std::optional<std::uint32_t> delay{};
  bool possible = false;
};

/// What is asked, once its words are understood.
struct asked {
  network_view view;
  std::vector<vertex_ref> from{}, to{};
  tie_ways ways{};
  std::optional<tie_lengths> lengths{};           ///< if an attribute ranks
  std::optional<time_respecting_options> days{};  ///< if days rank
  std::string unit{};                             ///< of the total; empty: none
};

struct path_row {
  vertex_ref from{}, to{};
  tie_path path{};
  std::optional<double> total{};  ///< of what is known, if anything is
  std::uint32_t unknown = 0;      ///< ties of unknown length, or of unknown begin
  date departure{}, arrival{};
  std::vector<date> arrivals{};  ///< [leg], if days rank
};

/// Runs what may throw input_error, and keeps the problems.
class attempts {
 public:
  template <class Attempt>
  void operator()(const Attempt& attempt) {
    try {
      attempt();
    } catch (const input_error& error) {
      for (const problem& fault : error.problems()) problems_.add(fault);
    }
  }
  void finish() {
    if (!problems_.empty()) throw input_error{std::move(problems_)};
  }

 private:
  problem_list problems_{};
};

template <class T>
void add_once(std::vector<T>& all, T one) {
  if (std::ranges::find(all, one) == all.end()) all.push_back(one);
}

std::size_t place_of(std::string_view option, const std::string& word, std::span<const std::string_view> words) {
  const auto at = std::ranges::find(words, word);
  if (at == words.end()) {
    throw input_error{std::string{option} + ": " + quote(word) + " is not known; expected " +
                      join_names(words, " or ") + did_you_mean(word, words)};
  }
  return static_cast<std::size_t>(at - words.begin());
}

/// The ways by which a number of the ties can rank: where no relation is named, of those that have it.
tie_ways ways_ranked_by(const snapshot& net, const path_options& options, const tie_ways& ways) {
  const tie_ways having = ways_with(net, ways, options.rank);
  if (!having.relations.empty() || !options.relations.empty()) return options.relations.empty() ? having : ways;
  std::vector<std::string_view> names{rank_words.begin(), rank_words.end()};
  for (const relation_index r : ways.relations) {
    for (const attribute_info& info : net.schema().attributes(r)) {
      if (is_number(info.type)) add_once(names, {info.name});
    }
  }
  throw input_error{"--rank: " + quote(options.rank) + " is no number that ties of this network have; expected " +
                    join_names(names, " or ", 20) + did_you_mean(options.rank, names)};
}

/// The first day on which a tie of the ways begins.
std::optional<date> first_begin(const network_view& view, const tie_ways& ways) {
  std::optional<date> first;
  for (const relation_index r : ways.relations) {
    view.for_each_tie(r, [&](tie_ref, const dated_tie& uv) {
      const date begin = days_of(uv.when.when(), view.options().sure).begin;
      if (begin > unbounded_past && (!first || begin < *first)) first = begin;
    });
  }
  return first;
}

time_respecting_options days_asked(const path_options& options, const network_view& view, const tie_ways& ways,
                                   time_rank rank) {
  time_respecting_options days{.delay = std::chrono::days{options.delay.value_or(0)}, .rank = rank};
  const std::chrono::days one{1};
  if (!options.first_day.empty()) days.from = day_named("--from-day", options.first_day, false);
  if (!options.last_day.empty()) days.until = day_named("--until-day", options.last_day, true) + one;
  if (rank == time_rank::latest && options.last_day.empty()) {
    const auto last = view.net().last_day();
    if (!last)
      throw input_error{"--rank: the latest departure needs a last day, and the data has none; expected --until-day"};
    days.until = *last + one;
  }
  if (rank == time_rank::fastest && options.first_day.empty()) {
    const auto first = first_begin(view, ways);
    if (!first)
      throw input_error{"--rank: the fastest path needs a first day, and no tie has a begin; expected --from-day"};
    days.from = *first;
  }
  if (days.until <= days.from)
    throw input_error{"--until-day: " + capnet::to_string(days.until - one) + " lies before " +
                      capnet::to_string(days.from) + "; expected a day from then on"};
  return days;
}

asked understand(const path_options& options, const snapshot& net) {
  attempts attempt;
  asked a{.view = network_view{net}};
  for (const std::string& key : options.from) attempt([&] { add_once(a.from, net.vertex(key)); });
  for (const std::string& key : options.to) attempt([&] { add_once(a.to, net.vertex(key)); });
  for (const std::string& name : options.relations)
    attempt([&] { add_once(a.ways.relations, net.schema().relation_named(name)); });
  if (options.relations.empty()) {
    for (std::size_t r = 0; r < net.schema().relation_count(); ++r)
      a.ways.relations.push_back(static_cast<relation_index>(r));
  }
  attempt([&] { a.ways.along = static_cast<direction>(place_of("--direction", options.along, direction_words)); });
  const auto rank = static_cast<std::size_t>(std::ranges::find(rank_words, options.rank) - rank_words.begin());
  const bool by_days = rank > 0 && rank < rank_words.size();
  view_options seen{.sure = options.possible ? certainty::possible : certainty::certain};
  attempt([&] {
    if (by_days && !options.folder.as_of.empty())
      throw input_error{"--as-of: --rank " + options.rank +
                        " follows ties over days, not on one; expected --from-day and --until-day"};
    if (!by_days && (!options.first_day.empty() || !options.last_day.empty() || options.delay))
      throw input_error{
          "--from-day, --until-day and --delay are for --rank earliest, latest or fastest; expected "
          "--as-of, the day on which all ties of the path hold"};
    if (!by_days) seen.day = day_of(options.folder, net);
  });
  attempt([&] {
    if (rank == rank_words.size()) a.ways = ways_ranked_by(net, options, a.ways);
  });
  attempt.finish();
  a.view = network_view{net, seen};
  if (by_days) a.days = days_asked(options, a.view, a.ways, static_cast<time_rank>(rank - 1));
  if (rank == rank_words.size()) a.lengths.emplace(a.view, a.ways, options.rank);
  if (rank == 0) a.unit = "tie";
  if (options.rank == "fastest") a.unit = "d";
  if (a.lengths && a.lengths->info() != nullptr) a.unit = a.lengths->info()->unit;
  return a;
}

std::optional<path_row> best_path(const asked& a, vertex_ref from, vertex_ref to) {
  path_row row{from, to};
  if (a.days) {
    auto found = time_respecting_path(a.view, from, to, a.ways, *a.days);
    if (!found) return std::nullopt;
    row.departure = found->departure, row.arrival = found->arrival(), row.arrivals = std::move(found->arrivals);
    row.path = std::move(found->path);
    if (a.days->rank == time_rank::fastest) row.total = static_cast<double>((row.arrival - row.departure).count());
    for (const tie_path::leg& leg : row.path.legs)
      row.unknown += detail::days_of(a.view, leg.tie).begin == unbounded_past;
  } else if (a.lengths) {
    auto found = shortest_path(a.view, from, to, a.ways, *a.lengths);
    if (!found) return std::nullopt;
    row.path = std::move(found->path), row.unknown = found->unknown;
    if (row.unknown == 0 || row.unknown < row.path.legs.size()) row.total = found->length;
  } else {
    auto found = shortest_path(a.view, from, to, a.ways);
    if (!found) return std::nullopt;
    row.path = *std::move(found), row.total = static_cast<double>(row.path.legs.size());
  }
  return row;
}

/// Best first, equals by kind and id.
std::vector<path_row> best_paths(const asked& a) {
  std::vector<std::pair<std::tuple<double, double, double, std::size_t, std::array<std::string, 4>>, path_row>> ranked;
  const auto number = [](date day) { return static_cast<double>(day.time_since_epoch().count()); };
  for (const vertex_ref from : a.from) {
    for (const vertex_ref to : a.to) {
      auto row = best_path(a, from, to);
      if (!row) continue;
      const bool latest = a.days && a.days->rank == time_rank::latest;
      const auto name = [&](vertex_ref v) { return a.view.schema().name(v.kind); };
      ranked.push_back({{a.days ? 0.0 : row->unknown,
                         latest ? -number(row->departure) : row->total.value_or(0),
                         a.days ? number(row->arrival) : 0.0,
                         row->path.legs.size(),
                         {name(from), a.view.net().key(from), name(to), a.view.net().key(to)}},
                        *std::move(row)});
    }
  }
  std::ranges::sort(ranked, {}, [](const auto& one) -> const auto& { return one.first; });
  std::vector<path_row> rows;
  for (auto& one : ranked) rows.push_back(std::move(one.second));
  return rows;
}

std::string day_text(date day) { return day <= unbounded_past ? "any day" : capnet::to_string(day); }

std::string total_text(const path_row& row) {
  return !row.total ? "unknown" : (row.unknown > 0 ? "at least " : "") + short_number(row.total, 12);
}

std::string reason(const path_options& options, const asked& a, const path_row& row) {
  std::string why;
  if (a.days) {
    why = "leaves " + day_text(row.departure) + ", arrives " + day_text(row.arrival);
    if (a.days->rank == time_rank::fastest) why += ", " + grouped(static_cast<std::uint64_t>(*row.total), "day");
    if (row.unknown > 0) why += "; " + grouped(row.unknown, "tie") + " of unknown begin taken as always there";
  } else if (a.lengths) {
    why = total_text(row) + (row.total && !a.unit.empty() ? ' ' + a.unit : "") + " over " +
          grouped(row.path.legs.size(), "tie");
    if (row.unknown > 0) why += ", " + grouped(row.unknown) + " of unknown " + options.rank;
  } else {
    why = grouped(row.path.legs.size(), "tie");
  }
  return why + ": " + capnet::to_string(a.view.net(), row.path);
}

std::optional<std::string> bounded_day(const partial_date& day) {
  if (day.latest <= unbounded_past || day.earliest >= unbounded_future) return std::nullopt;
  return capnet::to_string(day);
}
std::optional<std::string> bounded_day(date day) { return bounded_day(partial_date{day, day}); }

answer_table legs(const asked& a, const path_row& row) {
  const snapshot& net = a.view.net();
  const auto tie = [&net](const tie_path::leg& leg) { return net.layer(leg.tie.relation).tie(leg.tie.row); };
  const auto relation = [&net](const tie_path::leg& leg) { return net.schema().relation(leg.tie.relation).name; };
  table_maker shown{{}, row.path.legs};
  shown.add({.name = "tie"}, [=](const auto& leg) { return relation(leg) + ':' + std::to_string(leg.tie.row); })
      .add({.name = "relation"}, relation)
      .add({.name = "source"}, [&net, tie](const auto& leg) { return net.key(tie(leg).source); })
      .add({.name = "target"}, [&net, tie](const auto& leg) { return net.key(tie(leg).target); })
      .add({.name = "begin"}, [tie](const auto& leg) { return bounded_day(tie(leg).when.when().begin); })
      .add({.name = "end"}, [tie](const auto& leg) { return bounded_day(tie(leg).when.when().end); })
      .add({.name = "value", .unit = a.unit},
           [&a](const auto& leg) { return a.lengths ? (*a.lengths)(leg.tie) : std::nullopt; })
      .add({.name = "arrival"},
           [&](const auto&, std::size_t k) { return a.days ? bounded_day(row.arrivals[k]) : std::nullopt; });
  return std::move(shown.table);
}

/// "as of 2024-12-31", "from 2023-04-01 to 2024-12-31", with what possibly held.
std::string when_asked(const path_options& options, const asked& a) {
  std::string text;
  if (const auto day = a.view.options().day) text += " as of " + capnet::to_string(*day);
  if (a.days && a.days->from > unbounded_past) text += " from " + capnet::to_string(a.days->from);
  if (a.days && a.days->until < unbounded_future)
    text += " until " + capnet::to_string(a.days->until - std::chrono::days{1});
  return text + (options.possible ? ", counting what possibly held" : "");
}

answer path_answer(const path_options& options, const asked& a, const std::vector<path_row>& rows) {
  const auto shown_if = [](bool shown) { return shown ? answer_place::cell : answer_place::detail; };
  const snapshot& net = a.view.net();
  const std::size_t pairs = a.from.size() * a.to.size();
  const bool by_days = a.days.has_value(), fastest = options.rank == "fastest";
  const bool open = std::ranges::any_of(rows, [](const path_row& row) { return row.unknown > 0; });
  table_maker shown{{.name = "rows"}, rows};
  shown.add({.name = "rank"}, [](const path_row&, std::size_t k) { return k + 1; })
      .add({.name = "from"}, [&](const path_row& row) { return net.key(row.from); })
      .add({.name = "to"}, [&](const path_row& row) { return net.key(row.to); })
      .add({.name = "ties", .unit = "tie"}, [](const path_row& row) { return row.path.legs.size(); })
      .add(
          {.name = "total",
           .header = fastest     ? "days"
                     : a.lengths ? options.rank + (a.unit.empty() ? "" : " (" + a.unit + ")")
                                 : "",
           .unit = a.unit,
           .place = shown_if(a.lengths || fastest)},
          [](const path_row& row) { return row.total; }, total_text)
      .add({.name = "unknown", .unit = "tie", .place = shown_if(open)},
           [](const path_row& row) { return row.unknown; });
  for (const auto& [name, day] : {std::pair{"departure", &path_row::departure}, {"arrival", &path_row::arrival}}) {
    shown.add({.name = name, .place = shown_if(by_days), .unknown = "any day"},
              [by_days, day = day](const path_row& row) { return by_days ? bounded_day(row.*day) : std::nullopt; });
  }
  shown.add({.name = "path", .place = answer_place::detail}, [&a](const path_row& row) { return legs(a, row); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence},
           [&](const path_row& row) { return reason(options, a, row); })
      .label([&net](const path_row& row) { return net.label_en(row.from) + " to " + net.label_en(row.to); });
  if (open) {
    shown.table.notes = {by_days ? "unknown: ties whose begin is unknown, taken as always there."
                                 : "unknown: ties whose value is unknown; a path with them comes last."};
  }
  std::vector<std::string> relations;
  for (const relation_index r : a.ways.relations) relations.push_back(net.schema().relation(r).name);
  answer all;
  all.lead = {(pairs == 1 ? "1 pair has" : grouped(rows.size()) + " of " + grouped(pairs, "pair") + " have") +
              " a path" + when_asked(options, a) + "; ranked by " + options.rank + "."};
  all.tables.push_back(answer_table::fields(
      "summary",
      {{"from", options.from},
       {"to", options.to},
       {"rank", options.rank},
       {"unit", a.unit.empty() ? answer_cell{} : answer_cell{a.unit}},
       {"found", rows.size()},
       {"pairs", pairs},
       {"relations", std::move(relations)},
       {"direction", options.along},
       {"as_of", day_cell(a.view.options().day)},
       {"from_day", by_days ? bounded_day(a.days->from) : std::nullopt},
       {"until_day",
        by_days && a.days->until < unbounded_future ? bounded_day(a.days->until - std::chrono::days{1}) : std::nullopt},
       {"delay", by_days ? answer_cell{a.days->delay.count()} : answer_cell{}},
       {"certainty", options.possible ? "possible" : "certain"}}));
  all.tables.push_back(std::move(shown.table));
  return all;
}

[[noreturn]] void refuse_all(const path_options& options, const asked& a) {
  std::string text = "no path leads from " + join_names(options.from, " or ") + " to " +
                     join_names(options.to, " or ") + when_asked(options, a);
  for (const std::vector<vertex_ref>* const ends : {&a.from, &a.to}) {
    for (const vertex_ref v : *ends) {
      if (!a.view.contains(v)) text += "; " + quote(a.view.net().key(v)) + " does not count then";
    }
  }
  throw infeasible_error{text};
}

void run(const path_options& options) {
  const snapshot net = load(options.folder);
  const asked a = understand(options, net);
  const std::vector<path_row> rows = best_paths(a);
  if (rows.empty()) refuse_all(options, a);
  print_answer(options.output, path_answer(options, a, rows), net);
}

}  // namespace

void add_path(CLI::App& app) {
  auto options = std::make_shared<path_options>();
  CLI::App* command = app.add_subcommand("path", "the best path between two: fewest ties, least of a number, by days");
  add_folder_options(*command, options->folder, {.relation = true});
  add_output_options(*command, options->output);
  command->add_option("--from", options->from, "ids of starts, separated by commas")->delimiter(',')->required();
  command->add_option("--to", options->to, "ids of ends, separated by commas")->delimiter(',')->required();
  command
      ->add_option("--relation", options->relations,
                   "relations to go by, separated by commas; default: all, or all that have the attribute that ranks")
      ->delimiter(',');
  command->add_option("--direction", options->along, "out (from source to target), in or either")
      ->capture_default_str();
  command
      ->add_option("--rank", options->rank,
                   "ties (fewest), earliest (arrival), latest (departure), fastest (fewest days on the way), or a "
                   "number of the ties, such as hours: the least total")
      ->capture_default_str();
  command->add_option("--from-day", options->first_day,
                      "by days: nothing leaves before; default: none, for fastest the first begin of a tie");
  command->add_option("--until-day", options->last_day,
                      "by days: nothing arrives after; default: none, for latest the last day of the data");
  add_whole_number(*command, "--delay", options->delay, 0, 1'000'000, "by days: days that each tie takes; default: 0");
  command->add_flag("--possible", options->possible,
                    "count what possibly held, given partial dates; default: what surely did");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
