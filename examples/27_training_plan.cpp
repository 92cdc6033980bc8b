// Which seminars to hold, and whom to send: the plan that closes most of what three nonprofits lack.
#include <iomanip>
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/skill/training_plan.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto web = net.add<skill>("web", {.name_en = "Web", .attributes = {{"scale", "0-4"}}});
  const auto security = net.add<skill>("security", {.name_en = "Security", .attributes = {{"scale", "0-4"}}});
  // Each has one at work, whose level falls short.
  const auto npo = [&](const char* key, const char* name, const char* staff, double needs_web, double has_web,
                       double needs_security, double has_security) {
    const auto o = net.add<organization>(key, {.name_en = name, .sector = sector::nonprofit});
    const auto p = net.add<person>(staff, {.name_en = staff});
    net.tie<employs>(o, p);
    net.tie<requires_skill>(o, web, {.weight = needs_web});
    net.tie<requires_skill>(o, security, {.weight = needs_security, .attributes = {{"importance", "2"}}});
    net.tie<has_skill>(p, web, {.weight = has_web});
    net.tie<has_skill>(p, security, {.weight = has_security});
  };
  npo("food_bank", "Food bank", "Aki", 3, 1, 2, 2);
  npo("shelter", "Shelter", "Ben", 2, 2, 4, 1);
  npo("library", "Library", "Chie", 4, 1, 3, 2);
  // Planned, with seats, hours and cost. The clinic goes on where the basics end.
  const auto seminar = [&](const char* key, const char* name, id<skill> of, double level, const char* seats,
                           const char* cost) {
    const auto e = net.add<event>(key, {.name_en = name, .attributes = {{"seats", seats}, {"cost", cost}}});
    net.tie<teaches>(e, of, {.status = status::planned, .weight = level});
    return e;
  };
  const auto basics = seminar("basics", "Security basics", security, 2, "10", "10000");
  const auto clinic = seminar("clinic", "Security clinic", security, 4, "1", "40000");
  net.tie<depends_on>(clinic, basics, {.status = status::planned});
  seminar("site", "Your own website", web, 3, "2", "20000");
  seminar("portal", "Portals", web, 4, "20", "90000");

  const snapshot now = net.freeze();
  const network_view today = all_held(now);
  const auto show = [&](const char* limits, const training_plan& plan) {
    std::cout << std::fixed << std::setprecision(3) << limits << ": the mean gap falls from " << *plan.before.mean
              << " to " << *plan.after.mean << "; no plan closes more than " << plan.bound << '\n';
    for (const planned_event& row : plan.events) {
      std::cout << "  " << now.label_en(row.event) << " closes " << row.gain << " for";
      for (const vertex_ref v : row.attendees) std::cout << ' ' << now.label_en(v);
      std::cout << ".\n    " << row.reason << '\n';
    }
    for (const passed_over_event& row : plan.passed_over)
      std::cout << "  not " << now.label_en(row.event) << ". " << row.reason << '\n';
  };
  show("Three events", plan_training(today, {.events = 3}));
  show("For 50,000", plan_training(today, {.money = 50'000}));
}
