#include "report/what_if.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/sim/what_if.hpp>
#include <capnet/view/part_of.hpp>

#include "report/growth_rules.hpp"
#include "report/notable.hpp"

namespace capnet::detail {

using boost::json::array;
using boost::json::object;

void add_what_if(object& payload, const measure_context& context, const picture& drawn,
                 const report_simulation& options) {
  constexpr std::size_t most = 5;
  if (!options.what_if) return;
  const network_view& view = context.certain().view();
  const snapshot& net = view.net();
  const std::optional<date> from = options.from ? options.from : view.options().day;
  if (!from || !net.last_day()) {
    payload["what_if"] = {{"none", "day"}};
    return;
  }
  what_if_options question{
      .growth = growth_asked(options.growth.value_or(growth_options{}), options.seed, options.months, options.threads),
      .replicas = options.replicas};
  question.growth.start = from;
  // Of that day: who is not known then can't be missed.
  const measure_context then{network_view{net, {.day = from}}};
  array without_whom;
  for (const notable& one : notable_organizations(then, most, false)) {
    const std::vector<what_if_row> rows = what_if(net, without(net, std::span{&one.organization, 1}), question);
    array measures;
    for (std::size_t k = rows.size() - question.measures.size(); k < rows.size(); ++k) {
      const what_if_row& row = rows[k];
      array said{row.baseline, row.changed, row.difference};
      if (row.low) said.emplace_back(*row.low), said.emplace_back(*row.high);
      measures.push_back(std::move(said));
    }
    without_whom.push_back({{"organization", drawn_or_named(net, drawn, one.organization)},
                            {"why", one.why},
                            {"differences", std::move(measures)}});
  }
  array measures;
  for (const growth_measure& one : question.measures) measures.push_back({{"name", one.name}, {"unit", one.unit}});
  object all{{"from", capnet::to_string(*from)}, {"months", options.months},
             {"replicas", options.replicas},     {"seed", std::to_string(options.seed)},
             {"assumed", !options.growth},       {"rules", growth_rules(question.growth)},
             {"measures", std::move(measures)},  {"rows", std::move(without_whom)}};
  payload["what_if"] = std::move(all);
}

}  // namespace capnet::detail
