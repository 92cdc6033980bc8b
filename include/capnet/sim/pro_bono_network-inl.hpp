#pragma once
/// Definitions of pro_bono_network.hpp: see core/config.hpp.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/sim/detail/pro_bono_lists.hpp>
#include <capnet/sim/detail/pro_bono_rows.hpp>
#include <capnet/sim/pro_bono_network.hpp>

namespace capnet::detail {

/// Draws the network part by part. Every draw is a statement of its own: the order in which a compiler evaluates
/// arguments is not defined.
class pro_bono_maker : private pro_bono_rows {
 public:
  explicit pro_bono_maker(const pro_bono_options& how)
      : pro_bono_rows{how.seed}, how_{how}, nonprofit_count_{2 * how.projects} {}

  [[nodiscard]] snapshot make() {
    add_shared();
    for (std::size_t k = 1; k <= nonprofit_count_; ++k) add_nonprofit(k);
    for (std::size_t k = 1; k <= nonprofit_count_; ++k) add_acquaintances(k);
    for (std::size_t k = 1; k <= how_.volunteers; ++k) add_volunteer(k);
    for (std::size_t k = 1; k <= how_.projects; ++k) add_project(k);
    for (std::size_t k = 1; k <= 3 + how_.projects / 50; ++k) add_company(k);
    for (std::size_t first = 1; first <= nonprofit_count_; first += circle) add_circle_events(first);
    for (std::size_t first = 1; first <= how_.volunteers; first += pool) add_orientation(first);
    for (std::size_t k = 1; k <= 6 + how_.projects / 2; ++k) add_course(k);
    for (std::size_t k = 1; k <= 6 + how_.projects / 4; ++k) add_planned_seminar(k);
    return net_.freeze();
  }

 private:
  static constexpr std::size_t circle = 24, pool = 30;  // nonprofits who know each other; volunteers who start together

  /// It requires four to six skills; of its staff, one level in four is unknown.
  void add_nonprofit(std::size_t number) {
    const std::string key = numbered("npo_", number), name = numbered("Generated NPO ", number);
    auto rng = choices_of(key), more = choices_of(key, 1);
    const std::size_t region = rng.below(static_cast<std::uint32_t>(pro_bono_regions.size()));
    const std::string cause{one_of(pro_bono_causes, rng)};
    const unsigned joined = between(1, 12, rng);
    const std::size_t wanted = between(4, 6, rng);
    const auto required = some_of(skills_.size(), wanted, rng);
    std::vector<std::pair<std::optional<unsigned>, unsigned>> levels;
    for (std::size_t k = 0; k < required.size(); ++k) {
      const bool unstated = rng.bernoulli(.04);
      const unsigned level = between(1, 4, rng);
      const unsigned importance = between(1, 5, rng);
      levels.emplace_back(unstated ? std::nullopt : std::optional{level}, importance);
    }
    const unsigned drawn = std::array{1u, 1u, 1u, 2u, 2u, 2u, 3u, 3u}[rng.below(8)];
    const unsigned staff = number % 12 == 0 ? 0 : drawn;  // none: it is not known who works there
    const unsigned power = 1u << more.below(6);
    const unsigned size = std::max(staff, power + more.below(power));  // 1 to 63, as many of 1 as of 32 to 63
    const bool known_size = !more.bernoulli(1. / 6);
    const auto npo =
        add<kind::organization>(key, {.name = name,
                                      .sector = sector::nonprofit,
                                      .region = std::string{pro_bono_regions[region]},
                                      .size = known_size ? std::optional<std::int64_t>{size} : std::nullopt,
                                      .attributes = {{"causes", cause}}});
    nonprofits_.push_back({npo, joined});
    tie<rel::participates_in>(npo, program_, {.active = {.begin = month(2024, joined)}, .role = "client"});
    tie<rel::located_in>(npo, regions_[region]);
    for (std::size_t k = 0; k < required.size(); ++k)
      level<rel::requires_skill>(npo, skills_[required[k]], levels[k].first, {{"importance", levels[k].second}});
    for (unsigned person = 1; person <= staff; ++person) {
      const std::string tail = "staff " + std::to_string(person);
      const std::string who = key + "_staff_" + std::to_string(person);
      auto held = choices_of(who);
      const auto member = add<kind::person>(who, {.name = name + ' ' + tail});
      staff_.push_back({member, number});
      tie<rel::employs>(npo, member);
      for (const std::size_t skill : required) {
        const bool known = held.bernoulli(.75);
        const unsigned level_held = std::array{0u, 0u, 1u, 1u, 1u, 2u, 2u, 3u, 3u, 4u}[held.below(10)];  // mostly low
        if (known) level<rel::has_skill>(member, skills_[skill], level_held);
      }
    }
    const std::size_t used = between(1, 3, more);
    for (const std::size_t tool : some_of(tools_.size(), used, more)) tie<rel::uses>(npo, tools_[tool]);
    add_needs(npo, choices_of(key, 2));
  }

  /// Two to four needs since 2023: three in twenty have ended, nobody says how; as many by a practice; and of as many a
  /// practice is in use while the need is still told.
  void add_needs(id<kind::organization> npo, random_stream rng) {
    const std::size_t told = between(2, 4, rng);
    auto& of_it = needs_of_.emplace_back(some_of(needs_.size(), told, rng));
    for (const std::size_t need : of_it) {
      const unsigned since = between(1, 12, rng), solved = between(2, 11, rng), how = rng.below(20);
      spell when{.begin = month(2023, since)};
      if (how < 6) when.end = month(2024, solved);
      tie<rel::has_need>(npo, needs_[need], {.active = when});
      if (how >= 3 && how < 9)
        tie<rel::uses>(npo, practices_[need], {.active = {.begin = month(2024, std::max(1u, solved - 1))}});
    }
  }

  /// Whom of its circle it shares knowledge with.
  void add_acquaintances(std::size_t number) {
    const std::string key = numbered("npo_", number);
    const std::size_t first = (number - 1) / circle * circle + 1;
    for (std::size_t other = first; other < first + circle; ++other) {
      auto pair = choices_of(key + '>' + numbered("npo_", other));
      const bool tied = pair.bernoulli(.07);
      const unsigned tenths = between(1, 3, pair);
      if (other == number || other > nonprofit_count_ || !tied) continue;
      tie<rel::shares_knowledge_with>(nonprofits_[number - 1].npo, nonprofits_[other - 1].npo,
                                      {.weight = tenths / 10., .role = "peer"});
    }
  }

  /// Skills, hours, a period, a mode, tools and causes. The period is 7 to 12 months from May to August 2025:
  /// most open projects lie within it, those that begin early or end late may not.
  void add_volunteer(std::size_t number) {
    const std::string key = numbered("volunteer_", number);
    auto rng = choices_of(key), more = choices_of(key, 1);
    const unsigned hours = between(2, 10, rng);
    const unsigned months = between(7, 12, rng);
    const std::string_view mode = std::array{"online", "online", "on_site", "either"}[rng.below(4)];
    const std::size_t interests = between(1, 3, rng);
    std::string causes;
    for (const std::size_t cause : some_of(pro_bono_causes.size(), interests, rng))
      (causes += causes.empty() ? "" : "|") += pro_bono_causes[cause];
    const std::string_view region = one_of(pro_bono_regions, rng);
    const bool learns = rng.bernoulli(.7);
    const unsigned joined = between(1, 12, rng);
    const unsigned from = between(5, 8, more);
    const auto person = add<kind::person>(key, {.name = numbered("Generated volunteer ", number),
                                                .region = std::string{region},
                                                .attributes = {{"hours_per_week", hours},
                                                               {"months", months},
                                                               {"mode", mode},
                                                               {"period_begin", numbered("2025-", from)},
                                                               {"causes", causes},
                                                               {"willing_to_learn", learns}}});
    volunteers_.push_back({person, joined});
    tie<rel::participates_in>(person, program_, {.active = {.begin = month(2024, joined)}, .role = "volunteer"});
    const std::size_t held = between(3, 6, rng);
    for (const std::size_t skill : some_of(skills_.size(), held, rng)) {
      const bool unstated = rng.bernoulli(.1);
      const unsigned level_held = between(1, 4, rng);
      level<rel::has_skill>(person, skills_[skill], unstated ? std::nullopt : std::optional{level_held});
    }
    const std::size_t used = between(1, 4, rng);
    for (const std::size_t tool : some_of(tools_.size(), used, rng)) tie<rel::uses>(person, tools_[tool]);
  }

  /// Half are teams of 4 to 6 at 5 hours a week each, a third take 30 hours, the others one. The first third is closed
  /// and had volunteers.
  void add_project(std::size_t number) {
    const std::string key = numbered("project_", number);
    const std::size_t asker = 2 * number - 1;
    const auto npo = nonprofits_[asker - 1].npo;
    auto rng = choices_of(key), more = choices_of(key, 1);
    const std::string size = std::array{"team", "project", "team", "project", "team", "session"}[(number - 1) % 6];
    const bool team = size == "team", closed = number <= how_.projects / 3;
    const unsigned members = team ? between(4, 6, rng) : 1;
    const unsigned months = team ? between(1, 6, rng) : 1;
    const unsigned total = team ? members * 5 * 13 * months / 3 : size == "project" ? 30 : 1;  // a month is 13/3 weeks
    const unsigned begins = closed ? between(1, 6, rng) : between(7, 12, rng);
    const int year = closed ? 2024 : 2025;
    const std::string_view region = one_of(pro_bono_regions, rng);
    const std::string_view mode = std::array{"online", "online", "either"}[rng.below(3)];
    const std::string_view deliverable = std::array{"report", "working system", "training", "website"}[rng.below(4)];
    const std::string_view contact = std::array{"weekly", "every two weeks", "monthly"}[rng.below(3)];
    const bool confidential = rng.bernoulli(.3);
    std::vector<attribute> said;
    if (team) said.emplace_back("hours_per_week", 5);
    said.insert(said.end(), {{"months", months},
                             {"hours_total", total},
                             {"team", members},
                             {"mode", mode},
                             {"period_begin", numbered(std::to_string(year) + '-', begins)},
                             {"deliverable", deliverable},
                             {"communication", contact},
                             {"confidential", confidential}});
    const auto project = add<kind::project>(
        key,
        {.name = numbered("Generated project ", number), .region = std::string{region}, .attributes = std::move(said)});
    tie<rel::asks_for>(npo, project, {.role = size});
    tie<rel::has_need>(project, needs_[one_of(needs_of_[asker - 1], more)]);
    const unsigned asked = team ? between(3, 4, rng) : size == "project" ? 2 : 1;
    for (const std::size_t skill : some_of(skills_.size(), asked, rng)) {
      const unsigned required = between(2, 4, rng);
      const unsigned importance = between(1, 5, rng);
      level<rel::requires_skill>(project, skills_[skill], required,
                                 {{"importance", importance}, {"hours", std::max(1u, total / asked)}});
    }
    if (!closed) return;
    // From a pool of its own, in turn: who is asked does not depend on how many there are.
    const std::size_t from = (number - 1) / 12 * pool % how_.volunteers;
    const std::size_t size_of_pool = std::min(pool, how_.volunteers);
    for (const std::size_t k : some_of(size_of_pool, members, rng)) {
      const unsigned tenths = between(3, 6, rng);
      const auto volunteer = volunteers_[(from + k) % how_.volunteers].person;
      tie<rel::collaborates_with>(volunteer, npo, {.active = {.begin = month(year, begins)}, .role = key});
      tie<rel::shares_knowledge_with>(volunteer, npo,
                                      {.active = {.begin = month(year, begins)}, .weight = tenths / 10., .role = key});
    }
  }

  void add_company(std::size_t number) {
    const std::string key = numbered("company_", number);
    auto rng = choices_of(key);
    const unsigned joined = between(1, 6, rng);
    const auto company = add<kind::organization>(key, {.name = numbered("Generated company ", number),
                                                       .sector = sector::company,
                                                       .region = "Tokyo",
                                                       .size = 100 * between(2, 90, rng)});
    companies_.push_back(company);
    tie<rel::participates_in>(company, program_, {.active = {.begin = month(2024, joined)}, .role = "supporter"});
    tie<rel::located_in>(company, regions_.back());
    tie<rel::offers>(company, one_of(offers_, rng));
  }
  /// Who delivers the k-th of a list: the backbone, then each company in turn.
  [[nodiscard]] id<kind::organization> provider(std::size_t k) const {
    const std::size_t turn = k % (companies_.size() + 1);
    return turn == 0 ? backbone_ : companies_[turn - 1];
  }

  struct event_plan {
    std::string key{}, name{};
    partial_date day{};
    status how = status::held;
    std::vector<attribute> said{};
  };
  id<kind::event> add_event(const event_plan& plan, id<kind::organization> host) {
    const auto event = add<kind::event>(
        plan.key, {.name = plan.name, .existence = {.begin = plan.day}, .status = plan.how, .attributes = plan.said});
    const tie_properties when{.active = {.begin = plan.day}, .status = plan.how};
    tie<rel::delivers>(host, event, when);
    tie<rel::part_of>(event, program_, when);
    return event;
  }
  /// Two exchanges and a seminar of a circle in 2024, and an exchange planned for 2025. Who had joined by then came
  /// with probability .6.
  void add_circle_events(std::size_t first) {
    const std::size_t turn = (first - 1) / circle, last = std::min(first + circle - 1, nonprofit_count_);
    for (std::size_t k = 0; k < 3; ++k) {
      const bool planned = k == 2;
      const std::string stem = planned ? "exchange_2025_" : "exchange_2024_";
      const std::size_t number = planned ? turn + 1 : 2 * turn + k + 1;
      event_plan plan{.key = numbered(stem, number),
                      .name = numbered(planned ? "Planned exchange " : "Exchange ", number)};
      auto rng = choices_of(plan.key);
      const unsigned in_month = std::array{5u, 11u, 6u}[k];
      plan.day = some_day(planned ? 2025 : 2024, in_month, rng);
      plan.how = planned ? status::planned : status::held;
      plan.said = {with<attr::hours>(2), with<attr::seats>(40)};
      const auto exchange = add_event(plan, backbone_);
      for (std::size_t npo = first; npo <= last; ++npo) {
        const bool comes = rng.bernoulli(.6);
        const auto& [who, joined] = nonprofits_[npo - 1];
        if (comes && (planned || joined <= in_month))
          tie<rel::attends>(who, exchange, {.active = {.begin = plan.day}, .status = plan.how});
      }
    }
    event_plan plan{.key = numbered("seminar_2024_", turn + 1), .name = numbered("Seminar ", turn + 1)};
    auto rng = choices_of(plan.key);
    plan.day = some_day(2024, between(6, 9, rng), rng);
    plan.said = {with<attr::hours>(3), with<attr::cost>(30'000), with<attr::seats>(60)};
    const auto seminar = add_event(plan, provider(turn + 1));
    const auto& skill = one_of(skills_, rng);
    tie<rel::teaches>(seminar, skill, {.active = {.begin = plan.day}, .weight = 2});
    const auto of = [](const staff_member& one) { return one.npo; };
    const auto begin = std::ranges::lower_bound(staff_, first, {}, of),
               end = std::ranges::upper_bound(staff_, last, {}, of);
    for (const staff_member& one : std::ranges::subrange{begin, end}) {
      const bool comes = rng.bernoulli(.6);
      if (comes) tie<rel::attends>(one.person, seminar, {.active = {.begin = plan.day}});
    }
  }
  /// A meeting of the volunteers that joined one after the other.
  void add_orientation(std::size_t first) {
    const std::size_t number = (first - 1) / pool + 1;
    event_plan plan{.key = numbered("orientation_2024_", number), .name = numbered("Orientation ", number)};
    auto rng = choices_of(plan.key);
    plan.day = some_day(2024, 10, rng);
    plan.said = {with<attr::hours>(1), with<attr::seats>(40)};
    const auto event = add_event(plan, backbone_);
    for (std::size_t k = first; k <= std::min(first + pool - 1, how_.volunteers); ++k) {
      const bool comes = rng.bernoulli(.8);
      const auto& [person, joined] = volunteers_[k - 1];
      if (comes && joined <= 10) tie<rel::attends>(person, event, {.active = {.begin = plan.day}});
    }
  }

  /// What it costs whoever holds it.
  static std::vector<attribute> sizes(unsigned hours, unsigned seats, unsigned cost) {
    return {with<attr::hours>(hours), with<attr::cost>(cost), with<attr::seats>(seats)};
  }
  /// A standing course: one skill to a level of 2 to 4, one in three a second one as well.
  void add_course(std::size_t number) {
    const std::string key = numbered("course_", number);
    auto rng = choices_of(key);
    const std::size_t skill = (number - 1) % skills_.size();
    const unsigned to = between(2, 4, rng);
    const unsigned hours = to * between(3, 8, rng);
    const unsigned seats = between(2, 10, rng) * 10;
    const unsigned cost = between(0, 30, rng) * 10'000;
    const bool two = rng.bernoulli(1. / 3);
    const std::size_t further = rng.below(static_cast<std::uint32_t>(skills_.size() - 1));
    const auto course = add<kind::course>(
        key, {.name = numbered("Generated course ", number), .attributes = sizes(hours, seats, cost)});
    tie<rel::delivers>(provider(number), course);
    level<rel::teaches>(course, skills_[skill], to);
    if (two) level<rel::teaches>(course, skills_[(skill + 1 + further) % skills_.size()], 2);
  }
  /// Two of one skill follow each other: a seminar up to level 2, then one up to 3 or 4 that depends on it.
  void add_planned_seminar(std::size_t number) {
    const bool second = number % 2 == 0;
    event_plan plan{
        .key = numbered("seminar_2025_", number), .name = numbered("Planned seminar ", number), .how = status::planned};
    auto rng = choices_of(plan.key);
    plan.day = some_day(2025, second ? between(7, 11, rng) : between(2, 6, rng), rng);
    const unsigned hours = between(2, 6, rng);
    const unsigned seats = between(2, 8, rng) * 5;
    const unsigned cost = between(1, 12, rng) * 5'000;
    const unsigned to = second ? between(3, 4, rng) : 2;
    plan.said = sizes(hours, seats, cost);
    const auto seminar = add_event(plan, provider(number));
    tie<rel::teaches>(seminar, skills_[(number - 1) / 2 * 5 % skills_.size()],
                      {.active = {.begin = plan.day}, .status = plan.how, .weight = to});
    if (second) tie<rel::depends_on>(seminar, before_, {.active = {.begin = plan.day}, .status = plan.how});
    before_ = seminar;
  }

  struct nonprofit_row {
    id<kind::organization> npo;
    unsigned joined;  // month of 2024
  };
  struct volunteer_row {
    id<kind::person> person;
    unsigned joined;
  };
  struct staff_member {
    id<kind::person> person;
    std::size_t npo;  // number
  };

  pro_bono_options how_;
  std::size_t nonprofit_count_;
  std::vector<id<kind::organization>> companies_;
  std::vector<nonprofit_row> nonprofits_;
  std::vector<std::vector<std::size_t>> needs_of_;  // [nonprofit]
  std::vector<staff_member> staff_;                 // by number of the nonprofit
  std::vector<volunteer_row> volunteers_;
  id<kind::event> before_{};  // the planned seminar before
};

}  // namespace capnet::detail

namespace capnet {

CAPNET_INLINE snapshot pro_bono_network(const pro_bono_options& options) {
  constexpr std::size_t volunteers = pro_bono_options::most_volunteers, projects = pro_bono_options::most_projects;
  detail::expect(options.volunteers >= 1 && options.volunteers <= volunteers, options.volunteers,
                 " volunteers; expected 1 to ", volunteers);
  detail::expect(options.projects >= 1 && options.projects <= projects, options.projects, " projects; expected 1 to ",
                 projects);
  return detail::pro_bono_maker{options}.make();
}

}  // namespace capnet
