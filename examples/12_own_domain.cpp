// A domain of your own, all of it invented: libraries, clinics, hours, costs. See docs/tutorial-own-domain.md.
#include <iostream>
#include <map>

#include <capnet/capnet.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/shortest_path.hpp>
#include <capnet/sim/data_hash.hpp>

using namespace capnet;

struct cost {
  static constexpr std::string_view name = "cost", unit = "JPY";
  static constexpr value_type type = value_type::number;
  static constexpr meaning means = meaning::amount;
};
struct beds {
  static constexpr std::string_view name = "beds", unit = "bed";
  static constexpr value_type type = value_type::integer;
  static constexpr meaning means = meaning::count;
};
struct library {
  static constexpr std::string_view name = "library";
  using is = organization;
  using attributes = capnet::attributes<attr::hours, cost>;
};
struct clinic {
  static constexpr std::string_view name = "clinic";
  using is = organization;
  using attributes = capnet::attributes<beds>;
};
struct sends_books_to {
  static constexpr std::string_view name = "sends_books_to";
  static constexpr bool directed = true;
  using source = kinds<library>;
  using target = kinds<library, clinic>;
  using attributes = capnet::attributes<attr::hours, cost>;
};

snapshot in_code() {
  builder net;
  net.add_source({.id = "invented", .title = "Invented: no library, clinic, hour or price in it is real"});
  const auto central = net.add<library>(
      "central", {.name_en = "Central library", .attributes = {with<attr::hours>(10), with<cost>(1200)}});
  const auto harbor =
      net.add<library>("harbor", {.name_en = "Harbor library", .attributes = {with<attr::hours>(6), with<cost>(600)}});
  const auto hill = net.add<library>("hill", {.name_en = "Hill library", .attributes = {with<attr::hours>(3)}});
  const auto forest = net.add<clinic>(
      "forest", {.name_en = "Forest clinic", .existence = {partial_date::year(2021)}, .attributes = {with<beds>(4)}});
  net.change_attribute<attr::hours>(hill, 8, make_date(2024, 4, 1));
  net.tie<sends_books_to>(central, harbor, {.attributes = {with<attr::hours>(0.5), with<cost>(300)}});
  net.tie<sends_books_to>(central, hill, {.attributes = {with<attr::hours>(1.5), with<cost>(400)}});
  net.tie<sends_books_to>(central, forest, {.attributes = {with<attr::hours>(3), with<cost>(900)}});
  net.tie<sends_books_to>(hill, forest, {.attributes = {with<attr::hours>(1)}});
  return net.freeze();
}

int main() {
  const snapshot net = in_code(), folder = read_folder("examples/data/own_domain");
  std::cout << "code and folder " << (data_hash(net) == data_hash(folder) ? "agree" : "differ") << '\n';
  for (const date day : {make_date(2024, 3, 31), make_date(2024, 4, 1)}) {
    std::cout << "open five hours or more on " << to_string(day) << ':';
    const auto open = from<library>(net) | where_attribute<attr::hours>(comparison::at_least, 5) | active_on(day);
    for (const query_row& row : open.rows()) std::cout << ' ' << net.key(row.vertex);
    std::cout << '\n';
  }
  const network_view now = as_of(net, make_date(2024, 6, 1));
  std::multimap<double, std::string, std::greater<>> prices;
  now.for_each_vertex<library, cost>([&](id<library> v, std::optional<double> price) {
    if (price) prices.emplace(*price, net.label(net.ref(v)));
  });
  for (const auto& [price, name] : prices) std::cout << name << ": " << price << ' ' << cost::unit << " an hour\n";
  const auto way = shortest_path<attr::hours>(now, net.vertex("central"), net.vertex("forest"),
                                              ways_along<sends_books_to>(net, direction::out));
  std::cout << "central";
  for (const auto& leg : way->path.legs) std::cout << " -> " << net.key(leg.to);
  std::cout << ": " << way->length << ' ' << attr::hours::unit << '\n';
}
