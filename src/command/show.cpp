/// capnet show: the headline numbers of a network as of a day.
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/headline.hpp>
#include <capnet/metric/hub_to_mesh.hpp>
#include <capnet/metric/order.hpp>
#include <capnet/metric/tie_density.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/estimate_columns.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

std::string sector_name(const network_view& view, sector s) {
  return s == sector::unknown ? "unknown" : view.schema().name(s);
}

/// How many there are of what the context knows, by kind, sector and relation.
void add_counts(answer& all, const measure_context& context) {
  const network_view& view = context.certain().view();
  std::vector<kind_index> kinds;
  for (std::size_t k = 0; k < view.schema().kind_count(); ++k) {
    if (const auto kind = static_cast<kind_index>(k); view.net().order(kind) != 0) kinds.push_back(kind);
  }
  table_maker orders{{.name = "orders", .title = "What there is", .shape = answer_shape::keyed}, std::move(kinds)};
  orders.add({.name = "kind"}, [&view](kind_index kind) { return view.schema().name(kind); })
      .add({.name = "number", .unit = "vertex"}, [&view](kind_index kind) { return view.order(kind); })
      .tell({.header = "how sure", .if_any = true},
            [&context](kind_index kind) { return interval_in_words(order_of(context, kind)); });

  std::map<std::string, std::int64_t> counts;
  view.for_each_vertex_of(view.schema().index_of<kind::organization>(),
                          [&](vertex_ref v) { ++counts[sector_name(view, view.sector(v))]; });
  table_maker sectors{{.name = "sectors", .title = "Organizations by sector", .shape = answer_shape::keyed},
                      std::vector<std::pair<std::string, std::int64_t>>(counts.begin(), counts.end())};
  sectors.add({.name = "sector"}, [](const auto& one) { return one.first; })
      .add({.name = "organizations", .unit = "organization"}, [](const auto& one) { return one.second; });

  std::vector<relation_index> relations;
  for (const layer& ties : view.net().layers()) {
    if (ties.size() != 0) relations.push_back(ties.relation());
  }
  table_maker sizes{{.name = "sizes",
                     .title = "Ties held: states while both parties exist, deeds also afterwards",
                     .shape = answer_shape::keyed},
                    std::move(relations)};
  sizes.add({.name = "relation"}, [&view](relation_index r) { return view.schema().relation(r).name; })
      .add({.name = "number", .unit = "tie"}, [&context](relation_index r) { return context.certain().size(r); })
      .tell({.header = "how sure", .if_any = true},
            [&context](relation_index r) { return interval_in_words(size_of(context, r)); });
  for (answer_table* const one : {&orders.table, &sectors.table, &sizes.table}) all.tables.push_back(std::move(*one));
}

/// The headline measures, with the rows behind each if the context keeps them; those of relations, one for each, are
/// for programs alone.
answer_table measures_of(const measure_context& context, bool for_people) {
  constexpr answer_place detail = answer_place::detail;
  constexpr std::array<std::string_view, 1> of_relations{measure::density_of_relation.info.name};
  std::vector<named_estimate> found =
      for_people ? headline_measures(context, of_relations) : headline_measures(context);
  table_maker rows{{.name = "measures", .shape = answer_shape::keyed}, std::move(found)};
  const auto given = [](std::optional<double> number) { return number ? answer_cell{number} : answer_cell{absent{}}; };
  rows.tell({.place = answer_place::heading}, &named_estimate::group)
      .add({.name = "measure", .place = detail}, &named_estimate::name)
      .add({.name = "label", .header = "measure"}, &named_estimate::label)
      .add({.name = "label_ja", .place = detail}, &named_estimate::label_ja);
  add_estimate_columns(rows);
  rows.add({.name = "definition", .place = detail}, [](const auto& m) { return m.value.definition; })
      .add({.name = "cite", .place = detail}, [](const auto& m) { return m.value.cite; })
      .add({.name = "expected", .type = answer_type::number, .place = detail},
           [given](const auto& m) { return given(m.value.expected); })
      .add({.name = "p", .unit = "probability", .type = answer_type::number, .place = detail},
           [given](const auto& m) { return given(m.value.p); })
      .tell({.place = answer_place::sentence},
            [](const auto& m) { return m.meaning.empty() || !m.value.value ? std::string{} : m.meaning + '.'; })
      .label([](const auto& m) { return m.label.substr(0, m.label.find(':')); });
  if (context.certain().options().rows == rows_kept::all) {
    const snapshot& net = context.certain().net();
    rows.add({.name = "vertices", .place = detail}, [&net](const named_estimate& m) {
      std::vector<std::string> keys;
      for (const vertex_ref v : m.value.vertices) keys.push_back(net.key(v));
      return keys;
    });
    rows.add({.name = "ties", .place = detail}, [&net](const named_estimate& m) {
      std::vector<std::string> named;
      for (const tie_ref t : m.value.ties)
        named.push_back(net.schema().relation(t.relation).name + ':' + std::to_string(t.row));
      return named;
    });
  }
  return std::move(rows.table);
}

/// The first `most`.
answer_table best_linked(const measure_context& context, std::size_t most) {
  const snapshot& net = context.certain().net();
  std::vector<organization_score> scores = organization_scores(context, most);
  std::vector<std::size_t> shown(std::min<std::size_t>(scores.size(), 10));
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  table_maker rows{{.name = "organizations", .title = "Best linked organizations"}, std::move(scores)};
  rows.add(
          {.name = "vertex", .header = "organization"}, [&net](const auto& s) { return net.key(s.vertex); },
          [&net](const auto& s) { return net.label_en(s.vertex); })
      .add({.name = "degree", .header = "links", .unit = "organization"}, [](const auto& s) { return s.degree; })
      .add({.name = "betweenness", .unit = "path"}, [](const auto& s) { return s.betweenness; })
      .add({.name = "betweenness_normalized", .unit = "share", .place = answer_place::detail},
           [](const auto& s) { return s.betweenness_normalized; })
      .add({.name = "pagerank", .header = "PageRank", .unit = "share"}, [](const auto& s) { return s.pagerank; });
  rows.table.notes = {
      "links: organizations it is linked to; betweenness: shortest ways between others that pass it; PageRank: the "
      "share of its time that a walk along links, which starts anew now and then, spends there."};
  rows.table.rows_shown = std::move(shown);
  return std::move(rows.table);
}

template <class T>
void add_dependence(table_maker<T>& rows) {
  rows.add({.name = "dependence_before", .unit = "share", .place = answer_place::detail},
           [](const T& one) { return one.dependence_before; })
      .add({.name = "dependence_after", .header = "dependence then", .unit = "share"},
           [](const T& one) { return one.dependence_after; });
}

/// What would lower the dependence on the backbone most.
void add_hub_to_mesh(answer& all, const measure_context& context) {
  const snapshot& net = context.certain().net();
  const std::string title = "From hub to mesh: what would lower the dependence on the backbone most";
  table_maker ties{{.name = "hub_to_mesh.ties", .title = title}, meshing_ties(context)};
  ties.tell({.header = "a tie of"}, [&net](const auto& t) { return net.label_en(t.a) + " and " + net.label_en(t.b); })
      .add({.name = "a", .place = answer_place::detail}, [&net](const auto& t) { return net.key(t.a); })
      .add({.name = "b", .place = answer_place::detail}, [&net](const auto& t) { return net.key(t.b); });
  add_dependence(ties);
  ties.table.rows_shown.emplace();
  for (std::size_t k = 0; k < std::min<std::size_t>(ties.table.size, 3); ++k) ties.table.rows_shown->push_back(k);

  std::vector<meshing_meeting> found = planned_meetings(context);
  std::vector<std::size_t> shown(found.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  const auto best = meshing_meetings(context);
  found.insert(found.end(), best.begin(), best.end());
  if (best.size() > 1 && (ties.table.size > 0 || !shown.empty())) shown.push_back(found.size() - 1);
  table_maker meetings{{.name = "hub_to_mesh.meetings", .title = ties.table.size > 0 ? std::string{} : title},
                       std::move(found)};
  meetings
      .tell({.header = "a meeting of"},
            [&net](const meshing_meeting& m) {
              if (m.event) return "those at " + net.label_en(*m.event) + ", as planned";
              std::vector<std::string> names;
              for (const vertex_ref v : m.present) names.push_back(net.label_en(v));
              return join_names(names, " and ", 2);
            })
      .add({.name = "event", .place = answer_place::detail},
           [&net](const meshing_meeting& m) { return m.event ? std::optional{net.key(*m.event)} : std::nullopt; })
      .add({.name = "members", .place = answer_place::detail}, [&net](const meshing_meeting& m) {
        std::vector<std::string> keys;
        for (const vertex_ref v : m.present) keys.push_back(net.key(v));
        return keys;
      });
  add_dependence(meetings);
  meetings.table.rows_shown = std::move(shown);
  all.tables.push_back(std::move(ties.table));
  all.tables.push_back(std::move(meetings.table));
}

answer answer_of(const folder_options& folder, const output_options& output, const measure_context& context) {
  const network_view& view = context.certain().view();
  const std::optional<date> day = view.options().day;
  answer all{.main = "measures",
             .order = {"as_of", "orders", "sectors", "sizes", "measures", "window", "organizations", "hub_to_mesh"}};
  answer_table measures = measures_of(context, output.text());
  if (output.csv()) {
    all.tables.push_back(std::move(measures));
    return all;
  }
  const std::string when = (day ? " as of " + capnet::to_string(*day) : std::string{}) +
                           (folder.window.empty() ? "" : " on some day of " + folder.window);
  all.lead = {(folder.folder.empty() ? folder.edges : folder.folder) + (when.empty() ? ", which has no dates" : when),
              "Numbers are of what surely holds on that day; partial dates may leave more open. -: not defined here."};
  answer_table asked = answer_table::fields({}, {{"as_of", day_cell(day)}});
  if (!folder.window.empty()) asked.set({.name = "window"}, folder.window);
  all.tables.push_back(std::move(asked));
  add_counts(all, context);
  all.tables.push_back(std::move(measures));
  add_hub_to_mesh(all, context);
  all.tables.push_back(best_linked(context, output.text() ? 10 : view.net().order()));
  return all;
}

void show(const folder_options& folder, const output_options& output, const network_view& view, rows_kept rows,
          unsigned threads) {
  const measure_context context{view, {.rows = output.text() ? rows_kept::none : rows, .threads = threads}};
  answer all;
  boost::json::object manifest;
  // The hash of the data takes about as long as the measures.
  parallel_tasks(output.json() ? 2 : 1, threads, [&](std::size_t task) {
    if (task == 0)
      all = answer_of(folder, output, context);
    else
      manifest = manifest_of(view.net());
  });
  print_answer(output, all, manifest);
}

}  // namespace

void add_show(CLI::App& app) {
  auto folder = std::make_shared<folder_options>();
  auto output = std::make_shared<output_options>();
  CLI::App* command = app.add_subcommand("show", "the headline numbers of a network as of a day");
  add_folder_options(*command, *folder);
  add_output_options(*command, *output);
  auto only_schema = std::make_shared<bool>(false);
  command->add_flag(
      "--schema", *only_schema,
      "instead, the attributes of kinds and relations: type, unit, meaning, and whether they are declared");
  auto rows = std::make_shared<bool>(false);
  command->add_flag("--rows", *rows,
                    "in JSON and CSV also the vertices and ties that each measure stands on, ties as relation:row");
  auto threads = std::make_shared<unsigned>(0);
  add_whole_number_with_default(*command, "--threads", *threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([folder, output, only_schema, rows, threads] {
    const snapshot net = load(*folder);
    if (*only_schema) return show_schema(net, *output);
    const network_view view = view_of(*folder, net);
    show(*folder, *output, view, *rows ? rows_kept::all : rows_kept::sources, *threads);
  });
}

}  // namespace capnet::command
