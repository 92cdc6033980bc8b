#include "report/training.hpp"

#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

#include <capnet/skill/training_plan.hpp>

#include "io/json_values.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t most_planned_organizations = 30, most_attendees = 8;

object planned_event_json(const snapshot& net, const planned_event& row, const picture& drawn) {
  object one{{"event", drawn_or_named(net, drawn, row.event)},
             {"gain", row.gain},
             {"cost", to_json(row.cost)},
             {"hours", to_json(row.hours)},
             {"seats", to_json(row.seats)},
             {"attendees", row.attendees.size()},
             {"raised", row.raised.size()},
             {"who", drawn_or_named(net, drawn, row.attendees, most_attendees)}};
  if (row.needed_by) one["needed_by"] = drawn_or_named(net, drawn, *row.needed_by);
  if (row.raised.empty()) return one;
  std::set<vertex_ref> at;
  for (const raised_level& level : row.raised) at.insert(level.organization);
  one["organizations"] = at.size();
  const raised_level& first = row.raised.front();
  one["first"] = {{"organization", drawn_or_named(net, drawn, first.organization)},
                  {"skill", both_names(net, first.skill)},
                  {"required", first.required},
                  {"before", first.before},
                  {"after", first.after}};
  return one;
}

std::string_view why_no_plan(const training_plan& plan) {
  return plan.candidates == 0     ? "teaching"
         : plan.before.known == 0 ? "unknown"
         : plan.before.mean == 0  ? "met"
                                  : "nothing";
}

}  // namespace

void add_training(object& payload, const network_view& view, gap_report lacking, bool quick, const picture& drawn) {
  if (lacking.organizations.empty()) return;
  const snapshot& net = view.net();
  if (!quick) {
    payload["training"] = {{"none", "slow"}};
    return;
  }
  const plan_question question;
  training_plan plan;
  try {
    plan = plan_training(view, question, std::move(lacking));
  } catch (const input_error& error) {
    payload["training"] = {{"none", "refused"}, {"message", clipped(error.what(), 600)}};
    return;
  }
  if (plan.events.empty()) {
    payload["training"] = {{"none", why_no_plan(plan)}, {"candidates", plan.candidates}};
    return;
  }
  array events, organizations;
  for (const planned_event& row : plan.events) events.push_back(planned_event_json(net, row, drawn));
  for (const planned_gap& row : plan.organizations) {
    if (organizations.size() == most_planned_organizations) break;
    organizations.push_back({{"organization", drawn_or_named(net, drawn, row.organization)},
                             {"before", bounded_json(row.before.gap, row.before)},
                             {"after", bounded_json(row.after.gap, row.after)}});
  }
  object all{{"most_events", question.events},
             {"candidates", plan.candidates},
             {"seats_unknown", plan.seats_unknown},
             {"passed_over", plan.passed_over.size()},
             {"known", plan.before.known},
             {"before", bounded_json(plan.before.mean, plan.before)},
             {"after", bounded_json(plan.after.mean, plan.after)},
             {"gain", plan.gain},
             {"bound", plan.bound},
             {"cost", to_json(plan.cost)},
             {"hours", to_json(plan.hours)},
             {"events", std::move(events)},
             {"organizations", std::move(organizations)}};
  put_text(all, "currency", plan.currency, 80);
  if (plan.organizations.size() > most_planned_organizations)
    all["more"] = plan.organizations.size() - most_planned_organizations;
  payload["training"] = std::move(all);
}

}  // namespace capnet::detail
