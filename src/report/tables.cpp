#include "report/tables.hpp"

#include <algorithm>

#include <capnet/metric/headline.hpp>

#include "io/json_values.hpp"
#include "report/roles.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// What the sentence about a gap is made of; the page words it in either language.
object reason_of(const snapshot& net, const organization_gap& row) {
  std::size_t open = 0, unrated = 0;
  array open_names;
  for (const required_skill& s : row.skills) {
    if (!s.level.required) {
      ++unrated;
    } else if (!s.level.held) {
      ++open;
      if (open_names.size() < 3) open_names.push_back(both_names(net, s.skill));
    }
  }
  object reason{{"skills", row.skills.size()}, {"people", row.people}, {"unrated", unrated}, {"open", open}};
  reason["open_names"] = std::move(open_names);
  if (!row.gap.gap || *row.gap.gap <= 0) return reason;
  const required_skill& first = row.skills.front();
  object weighs{{"skill", both_names(net, first.skill)},
                {"required", to_json(first.level.required)},
                {"held", to_json(first.level.held)},
                {"known", first.known}};
  if (!first.decisive.empty()) weighs["holder"] = both_names(net, first.decisive.front());
  reason["weighs_most"] = std::move(weighs);
  return reason;
}

}  // namespace

void add_tables(object& payload, const measure_context& context, const gap_report& lacking, const picture& drawn) {
  constexpr std::size_t most_organizations = 20, most_gaps = 50;
  const snapshot& net = context.certain().view().net();
  const organization_roles roles{context};
  array organizations, gaps;
  for (const organization_score& s : organization_scores(context, most_organizations)) {
    if (s.degree == 0) break;
    object one{{"organization", drawn_or_named(net, drawn, s.vertex)},
               {"links", s.degree},
               {"betweenness", to_json(s.betweenness_normalized)},
               {"pagerank", s.pagerank}};
    roles.write(s.vertex, one);
    organizations.push_back(std::move(one));
  }
  for (const organization_gap& row : lacking.organizations) {
    if (gaps.size() == most_gaps) break;
    gaps.push_back({{"organization", drawn_or_named(net, drawn, row.organization)},
                    {"gap", bounded_json(row.gap.gap, row.gap)},
                    {"coverage", row.gap.coverage},
                    {"reason", reason_of(net, row)}});
  }
  payload["organizations"] = std::move(organizations);
  roles.add(payload, drawn);
  payload["gaps"] = std::move(gaps);
  payload["gaps_in_all"] = lacking.organizations.size();
}

}  // namespace capnet::detail
