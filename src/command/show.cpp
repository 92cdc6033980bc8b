/// capnet show: the headline numbers of a network as of a day.
#include <boost/json/object.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/metric/headline.hpp>
#include <capnet/metric/hub_to_mesh.hpp>
#include <capnet/metric/order.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/table.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;
using detail::to_json;

std::string sector_name(const network_view& view, sector s) {
  return s == sector::unknown ? "unknown" : view.schema().name(s);
}

std::map<std::string, std::int64_t> sectors_of(const network_view& view) {
  std::map<std::string, std::int64_t> counts;
  view.for_each_vertex_of(view.schema().index_of<kind::organization>(),
                          [&](vertex_ref v) { ++counts[sector_name(view, view.sector(v))]; });
  return counts;
}

/// "0.8571 (6 of 7)" for a share of a count.
std::string value_of(const estimate& e) {
  const bool share = e.unit == "share" && e.numerator && e.denominator && *e.denominator != 0;
  return short_number(e.value) +
         (share ? " (" + std::to_string(*e.numerator) + " of " + std::to_string(*e.denominator) + ")" : std::string{});
}

/// Rows whose last column tells how sure they are; it is left out where all are.
void print_sure(std::ostream& out, std::vector<std::string> header, std::vector<bool> right,
                std::vector<std::vector<std::string>> rows) {
  const bool all_sure = std::ranges::all_of(rows, [](const auto& row) { return row.back().empty(); });
  if (!all_sure) header.emplace_back("how sure");
  table shown{std::move(header), std::move(right)};
  for (auto& row : rows) {
    if (all_sure) row.pop_back();
    shown.add(std::move(row));
  }
  shown.print(out);
}

/// What would lower the dependence on the backbone most.
json::object mesh_json(const measure_context& context) {
  const snapshot& net = context.certain().net();
  json::array ties, meetings;
  for (const meshing_tie& t : meshing_ties(context)) {
    ties.push_back({{"a", net.key(t.a)},
                    {"b", net.key(t.b)},
                    {"dependence_before", to_json(t.dependence_before)},
                    {"dependence_after", to_json(t.dependence_after)}});
  }
  const auto add = [&](const std::vector<meshing_meeting>& all) {
    for (const meshing_meeting& m : all) {
      json::array members;
      for (const vertex_ref v : m.present) members.emplace_back(net.key(v));
      meetings.push_back({{"event", m.event ? json::value(net.key(*m.event)) : json::value{}},
                          {"members", std::move(members)},
                          {"dependence_before", to_json(m.dependence_before)},
                          {"dependence_after", to_json(m.dependence_after)}});
    }
  };
  add(planned_meetings(context));
  add(meshing_meetings(context));
  return {{"ties", std::move(ties)}, {"meetings", std::move(meetings)}};
}

void mesh_text(std::ostream& out, const measure_context& context) {
  const snapshot& net = context.certain().net();
  const auto ties = meshing_ties(context, 3);
  const auto planned = planned_meetings(context), meetings = meshing_meetings(context);
  if (ties.empty() && planned.empty()) return;
  out << "\nFrom hub to mesh: what would lower the dependence on the backbone most\n";
  table shown{{"tie or meeting", "dependence then"}, {false, true}};
  for (const meshing_tie& t : ties)
    shown.add({"a tie of " + net.label_en(t.a) + " and " + net.label_en(t.b), short_number(t.dependence_after)});
  for (const meshing_meeting& m : planned)
    shown.add({"as planned: " + net.label_en(*m.event), short_number(m.dependence_after)});
  if (meetings.size() > 1) {
    std::vector<std::string> names;
    for (const vertex_ref v : meetings.back().present) names.push_back(net.label_en(v));
    shown.add({"a meeting of " + join_names(names, " and ", 2), short_number(meetings.back().dependence_after)});
  }
  shown.print(out);
}

void show_json(const folder_options& folder, const output_options& output, const network_view& view) {
  const std::optional<date> day = view.options().day;
  const measure_context context{view, {.rows = rows_kept::sources}};
  json::object orders, sectors, sizes, measures;
  if (output.csv()) {
    json::array rows;
    for (const named_estimate& m : headline_measures(context)) {
      json::object row{{"measure", m.name}, {"label", m.label}, {"label_ja", m.label_ja}};
      for (auto& field : to_json(m.value)) row[field.key()] = field.value();
      rows.push_back(std::move(row));
    }
    return print_answer(output, {{"measures", std::move(rows)}}, view.net(), {}, "measures");
  }
  for (std::size_t k = 0; k < view.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    if (view.net().order(kind) != 0) orders[view.schema().name(kind)] = view.order(kind);
  }
  for (const auto& [name, n] : sectors_of(view)) sectors[name] = n;
  for (const layer& rows : view.net().layers()) {
    if (rows.size() != 0) sizes[view.schema().relation(rows.relation()).name] = view.size(rows.relation());
  }
  for (const named_estimate& m : headline_measures(context)) measures[m.name] = to_json(m.value);
  json::object shown{
      {"as_of", nullptr}, {"orders", orders}, {"sectors", sectors}, {"sizes", sizes}, {"measures", measures}};
  if (day) shown["as_of"] = capnet::to_string(*day);
  if (!folder.window.empty()) shown["window"] = folder.window;
  json::array scores;
  for (const organization_score& s : organization_scores(context)) {
    scores.push_back({{"vertex", view.net().key(s.vertex)},
                      {"degree", s.degree},
                      {"betweenness", to_json(s.betweenness)},
                      {"betweenness_normalized", to_json(s.betweenness_normalized)},
                      {"pagerank", to_json(std::optional{s.pagerank})}});
  }
  shown["organizations"] = std::move(scores);
  shown["hub_to_mesh"] = mesh_json(context);
  print_answer(output, std::move(shown), view.net());
}

void show_text(const folder_options& folder, const network_view& view) {
  const std::optional<date> day = view.options().day;
  const measure_context context{view, {.rows = rows_kept::none}};
  std::ostream& out = std::cout;
  const std::string when = (day ? " as of " + capnet::to_string(*day) : std::string{}) +
                           (folder.window.empty() ? "" : " on some day of " + folder.window);
  out << printable(folder.folder.empty() ? folder.edges : folder.folder)
      << (when.empty() ? ", which has no dates" : printable(when))
      << "\nNumbers are of what surely holds on that day; partial dates may leave more open. -: not defined here.\n"
         "\nWhat there is\n";
  std::vector<std::vector<std::string>> orders;
  for (std::size_t k = 0; k < view.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    if (view.net().order(kind) == 0) continue;
    const estimate n = order_of(context, kind);
    orders.push_back({view.schema().name(kind), short_number(n.value), interval_in_words(n)});
  }
  print_sure(out, {"kind", "number"}, {false, true}, std::move(orders));
  out << "\nOrganizations by sector\n";
  table sectors{{"sector", "organizations"}, {false, true}};
  for (const auto& [name, n] : sectors_of(view)) sectors.add({name, std::to_string(n)});
  sectors.print(out);
  out << "\nTies held: states while both parties exist, deeds also afterwards\n";
  std::vector<std::vector<std::string>> sizes;
  for (const layer& rows : view.net().layers()) {
    if (rows.size() == 0) continue;
    const estimate m = size_of(context, rows.relation());
    sizes.push_back({view.schema().relation(rows.relation()).name, short_number(m.value), interval_in_words(m)});
  }
  print_sure(out, {"relation", "number"}, {false, true}, std::move(sizes));
  std::string group;
  std::vector<named_estimate> shown;
  const auto print_group = [&] {
    if (shown.empty()) return;
    out << '\n' << group << '\n';
    std::vector<std::vector<std::string>> measures;
    for (const named_estimate& m : shown)
      measures.push_back({m.label, value_of(m.value), m.value.unit, interval_in_words(m.value)});
    print_sure(out, {"measure", "value", "unit"}, {false, true, false}, std::move(measures));
    for (const named_estimate& m : shown) {
      if (!m.meaning.empty() && m.value.value)
        out << "  " << printable(m.label.substr(0, m.label.find(':'))) << ": " << m.meaning << ".\n";
    }
    shown.clear();
  };
  for (named_estimate& m : headline_measures(context)) {
    if (m.name.starts_with("density.")) continue;  // one for each relation: in the JSON
    if (m.group != group) print_group();
    group = m.group;
    shown.push_back(std::move(m));
  }
  print_group();
  mesh_text(out, context);
  const auto scores = organization_scores(context, 10);
  if (scores.empty()) return;
  out << "\nBest linked organizations\n";
  table best{{"organization", "links", "betweenness", "PageRank"}, {false, true, true, true}};
  for (std::size_t k = 0; k < scores.size(); ++k) {
    best.add({view.net().label_en(scores[k].vertex), std::to_string(scores[k].degree),
              short_number(scores[k].betweenness), short_number(scores[k].pagerank)});
  }
  best.print(out);
  out << "  links: organizations it is linked to; betweenness: shortest ways between others that pass it; PageRank: the "
         "share of\n  its time that a walk along links, which starts anew now and then, spends there.\n";
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
  command->callback([folder, output, only_schema] {
    const snapshot net = load(*folder);
    if (*only_schema) return show_schema(net, *output);
    const network_view view = view_of(*folder, net);
    output->text() ? show_text(*folder, view) : show_json(*folder, *output, view);
  });
}

}  // namespace capnet::command
