#include "command/graph_measures.hpp"

#include <algorithm>

#include <capnet/algorithm/blau_index.hpp>
#include <capnet/algorithm/density.hpp>
#include <capnet/core/text.hpp>

namespace capnet::command {
namespace {

/// Given with every answer, or with every measure of groups.
bool always(const graph_measure& m) {
  return m.info.name == measure::order.info.name || m.info.name == measure::size.info.name;
}
bool with_groups(const graph_measure& m) { return m.info.name == measure::group_coverage.info.name; }

std::vector<const graph_measure*> known_measures() {
  std::vector<const graph_measure*> all;
  for (const measure_row& row : measure_rows()) {
    if (row.graph != nullptr && !always(*row.graph)) all.push_back(row.graph);
  }
  return all;
}

}  // namespace

std::vector<std::string> graph_measure_names() {
  std::vector<std::string> names;
  for (const graph_measure* const m : known_measures()) names.emplace_back(m->info.name);
  return names;
}

graph_measures_chosen choose_measures(const graph_measures_wanted& wanted, problem_list& problems) {
  graph_measures_chosen chosen;
  const std::vector<std::string> known = graph_measure_names();
  for (const std::string& name : wanted.only) {
    if (std::ranges::find(known, name) == known.end()) {
      problems.add({"--only", 0, 0,
                    quote(name) + " is no measure; expected some of " + join_names(known, " or ", known.size()) +
                        did_you_mean(name, known)});
    }
  }
  bool groups = false;
  for (const graph_measure* const m : known_measures()) {
    const std::string name{m->info.name};
    const bool named = std::ranges::find(wanted.only, name) != wanted.only.end();
    if (named && m->of_groups && !wanted.grouped)
      problems.add({"--only", 0, 0, quote(name) + " is about groups; expected --group COLUMN beside it"});
    if (named && m->of_simple && wanted.parallel) {
      problems.add({"--only", 0, 0,
                    quote(name) + " is defined for graphs without parallel edges; expected --parallel sum, or "
                                  "another way to make one of them"});
    }
    if (!wanted.only.empty() && !named && !(with_groups(*m) && groups)) continue;
    if (wanted.only.empty()) {
      if ((m->info.cost == measure_cost::heavy && !wanted.all) || (m->of_groups && !wanted.grouped)) continue;
      if (m->of_simple && wanted.parallel) {
        chosen.left_out.push_back(name);
        continue;
      }
    }
    groups = groups || m->of_groups;
    chosen.measures.push_back(m);
  }
  return chosen;
}

graph_findings measure_graph(const graph_context& context, const graph_measures_chosen& chosen) {
  graph_findings found;
  measure::order.find(context, found);
  measure::size.find(context, found);
  for (const graph_measure* const m : chosen.measures) m->find(context, found);
  return found;
}

}  // namespace capnet::command
