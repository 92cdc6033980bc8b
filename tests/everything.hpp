#pragma once
/// A small network in which everything is said that can be said.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/network/builder.hpp>

namespace capnet {

namespace everything {

struct library {
  static constexpr std::string_view name = "library";
  struct shelves {
    static constexpr std::string_view name = "shelves";
    static constexpr value_type type = value_type::integer;
    static constexpr capnet::meaning means = meaning::count;
  };
  struct kept {
    static constexpr std::string_view name = "kept";
    static constexpr value_type type = value_type::category;
    static constexpr std::string_view description = "Who looks after it.";
  };
  using attributes = capnet::attributes<shelves, kept>;
};
struct branch {
  static constexpr std::string_view name = "branch";
  using is = library;
};
struct lent_books_to {
  static constexpr std::string_view name = "lent_books_to";
  static constexpr bool directed = true;
  static constexpr tie_nature nature = tie_nature::deed;
  static constexpr relation_traits traits = relation_traits::delivery | relation_traits::contact;
  using source = kinds<library>;
  using target = kinds<organization, person>;
};

}  // namespace everything

/// Something in every column that a file can have.
inline snapshot network_of_everything(bool by_locality) {
  builder net;
  std::vector<id<organization>> orgs;
  for (int k = 0; k < 6; ++k) {
    const std::string key = "org" + std::to_string(k);
    orgs.push_back(net.add<organization>(key, {.name = "Name " + key,
                                               .sector = k % 2 == 0 ? sector::nonprofit : sector::company,
                                               .region = k % 3 == 0 ? "Kanto" : "Tohoku",
                                               .size = k,
                                               .existence = {.begin = partial_date::year(2000 + k)},
                                               .status = k == 5 ? status::planned : status::held,
                                               .aliases = {"alias" + std::to_string(k)},
                                               .attributes = {{"colour", "blue"}}}));
  }
  const auto p = net.add<program>("p"), q = net.add<program>("q");
  for (std::size_t k = 0; k < orgs.size(); ++k) {
    net.tie<participates_in>(
        orgs[orgs.size() - 1 - k], k % 2 == 0 ? p : q,
        {.active = {.begin = partial_date::year(2010 + static_cast<int>(k)), .end = date{make_date(2024, 3, 1)}},
         .status = k == 1 ? status::intended : status::held,
         .weight = static_cast<double>(k) / 2,
         .role = "trainee",
         .attributes = {{"hours", "3"}, {"score", 2.5 + static_cast<double>(k)}, {"online", k % 2 == 0}}});
    net.tie<collaborates_with>(orgs[k], orgs[(k + 1) % orgs.size()],
                               {.active = {.begin = date{make_date(1400, 1, 1)}}, .weight = 1.5});
  }
  net.tie<collaborates_with>(orgs[2], orgs[2], {.active = {.begin = date{make_date(2020, 1, 1)}}});
  net.retract(net.tie<collaborates_with>(orgs[3], orgs[1], {.role = "in error"}));
  net.tie<runs>(orgs[0], p);  // in order: neither rows nor places
  net.tie<runs>(orgs[1], q);
  net.retract(net.tie<runs>(orgs[2], q));
  net.set_sector(orgs[0], sector::municipality, make_date(2015, 4, 1));
  const auto aki = net.add<person>("aki", {.name = "秋", .name_en = "Aki", .cite = "s"});
  const auto coast = net.add<everything::library>(
      "coast", {.attributes = {with<everything::library::shelves>(40), with<everything::library::kept>("volunteers")}});
  const auto harbor = net.add<everything::branch>("harbor", {.attributes = {with<everything::library::shelves>(3)}});
  net.tie<everything::lent_books_to>(harbor, orgs[0]);
  net.change_attribute<everything::library::shelves>(coast, 55, make_date(2021, 4, 1));
  net.change_attribute(net.find("org1").value(), "region", "Kansai", make_date(2019, 1, 1), "s");
  net.change_attribute(net.find("org1").value(), "size", 12, make_date(2019, 1, 1));
  net.tie<has_skill>(aki, net.add<skill>("sewing"),
                     {.weight = 3, .attributes = {with<attr::evidence>("test"), with<attr::hours>(12.5)}});
  const auto opening =
      net.add<event>("opening", {.attributes = {with<attr::cost>(1200), {"doors", partial_date::year(2022)}}});
  net.retract(net.tie<attends>(aki, opening, {.attributes = {with<attr::hours>(2)}}));
  net.tie<everything::lent_books_to>(coast, aki, {.recorded = partial_date::fiscal_year(2023), .cite = "s"});
  net.add_vertices<goal>({.count = 2, .prefix = "goal"});  // without keys of their own
  const std::uint32_t file = net.add_file("ties.csv");
  net.tie<employs>(orgs[0], aki, {.where = {.file = file, .line = 7}});
  net.add_figure({.id = "f",
                  .subject = "org0",
                  .survey = "survey",
                  .label = "satisfied",
                  .kind = figure_kind::percent,
                  .value = decimal{639, 1},
                  .unit = "organization",
                  .numerator = 23,
                  .denominator = 36,
                  .rounding = decimal{1, 1},
                  .approximate = true,
                  .day = partial_date::year(2020),
                  .series = "series",
                  .status = status::planned,
                  .cite = "s",
                  .attributes = {{"colour", "red"}, {"page", "7"}}});
  net.add_source({.id = "s",
                  .title = "Title",
                  .publisher = "Publisher",
                  .day = partial_date{make_date(2020, 6, 5)},
                  .url = "https://example.org/s",
                  .attributes = {{"page", "9"}}});
  return net.freeze({.by_locality = by_locality});
}

}  // namespace capnet
