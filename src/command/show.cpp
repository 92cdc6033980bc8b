/// capnet show: the headline numbers of a network as of a day.
#include <boost/json/object.hpp>

#include <iostream>
#include <map>
#include <memory>

#include <capnet/metric/headline.hpp>
#include <capnet/metric/order.hpp>

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
  view.for_each_vertex(view.schema().index_of<organization>(),
                       [&](vertex_ref v) { ++counts[sector_name(view, view.sector(v))]; });
  return counts;
}

/// "3", or "3 to 4" where partial dates leave it open.
std::string with_bounds(const estimate& e) {
  std::string text = short_number(e.value);
  if (e.low && e.high && *e.low < *e.high) text += " (" + short_number(e.low) + " to " + short_number(e.high) + ")";
  return text;
}

void show_json(const network_view& view, std::optional<date> day) {
  json::object orders, sectors, sizes, measures;
  for (std::size_t k = 0; k < view.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    if (view.net().order(kind) != 0) orders[view.schema().name(kind)] = view.order(kind);
  }
  for (const auto& [name, n] : sectors_of(view)) sectors[name] = n;
  for (const layer& rows : view.net().layers()) {
    if (rows.size() != 0) sizes[view.schema().relation(rows.relation()).name] = view.size(rows.relation());
  }
  for (const named_estimate& m : headline_measures(view)) measures[m.name] = to_json(m.value);
  json::object shown{
      {"as_of", nullptr}, {"orders", orders}, {"sectors", sectors}, {"sizes", sizes}, {"measures", measures}};
  if (day) shown["as_of"] = capnet::to_string(*day);
  json::array scores;
  for (const organization_score& s : organization_scores(view)) {
    scores.push_back({{"vertex", view.net().key(s.vertex)},
                      {"degree", s.degree},
                      {"betweenness", to_json(s.betweenness)},
                      {"betweenness_normalized", to_json(s.betweenness_normalized)},
                      {"pagerank", to_json(std::optional{s.pagerank})}});
  }
  shown["organizations"] = std::move(scores);
  print(shown);
}

void show_text(const folder_options& folder, const network_view& view, std::optional<date> day) {
  std::ostream& out = std::cout;
  out << folder.folder << (day ? " as of " + capnet::to_string(*day) : ", which has no dates")
      << "\n\nVertices (what surely counts; in brackets what partial dates leave open)\n";
  table orders{{"kind", "number"}, {false, true}};
  for (std::size_t k = 0; k < view.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    if (view.net().order(kind) != 0) orders.add({view.schema().name(kind), with_bounds(order_of(view, kind))});
  }
  orders.print(out);
  out << "\nOrganizations by sector\n";
  table sectors{{"sector", "organizations"}, {false, true}};
  for (const auto& [name, n] : sectors_of(view)) sectors.add({name, std::to_string(n)});
  sectors.print(out);
  out << "\nTies held\n";
  table sizes{{"relation", "number"}, {false, true}};
  for (const layer& rows : view.net().layers()) {
    if (rows.size() != 0)
      sizes.add({view.schema().relation(rows.relation()).name, with_bounds(size_of(view, rows.relation()))});
  }
  sizes.print(out);
  std::string group;
  std::unique_ptr<table> measures;
  for (const named_estimate& m : headline_measures(view)) {
    if (m.name.starts_with("density.")) continue;  // one for each relation: in the JSON
    if (m.group != group) {
      if (measures) measures->print(out);
      group = m.group;
      out << '\n' << group << '\n';
      measures = std::make_unique<table>(std::vector<std::string>{"measure", "value", "from", "to", "of", "unit"},
                                         std::vector<bool>{false, true, true, true, true, false});
    }
    const bool open = m.value.low && m.value.high && *m.value.low < *m.value.high;
    measures->add({m.label, short_number(m.value.value), open ? short_number(m.value.low) : "",
                   open ? short_number(m.value.high) : "",
                   m.value.denominator ? std::to_string(*m.value.denominator) : "", m.value.unit});
  }
  if (measures) measures->print(out);
  const auto scores = organization_scores(view);
  out << "\nBest linked organizations\n";
  table best{{"organization", "links", "betweenness", "PageRank"}, {false, true, true, true}};
  for (std::size_t k = 0; k < std::min<std::size_t>(scores.size(), 10); ++k) {
    best.add({view.net().label_en(scores[k].vertex), std::to_string(scores[k].degree),
              short_number(scores[k].betweenness), short_number(scores[k].pagerank)});
  }
  best.print(out);
}

}  // namespace

void add_show(CLI::App& app) {
  auto folder = std::make_shared<folder_options>();
  auto output = std::make_shared<output_options>();
  CLI::App* command = app.add_subcommand("show", "the headline numbers of a network as of a day");
  add_folder_options(*command, *folder);
  add_output_options(*command, *output);
  command->callback([folder, output] {
    const snapshot net = load(*folder);
    const auto day = day_of(*folder, net);
    const network_view view = view_of(*folder, net);
    output->json() ? show_json(view, day) : show_text(*folder, view, day);
  });
}

}  // namespace capnet::command
