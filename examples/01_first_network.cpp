// A first network: two companies teach nonprofit staff at a seminar.
#include <iostream>

#include <capnet/capnet.hpp>

using namespace capnet;

int main() {
  // The README's ten lines. A vertex has a kind, and a relation knows which kinds it joins: `net.tie<delivers>(seminar,
  // dell)` would not compile.
  builder net;
  const auto jnpoc = net.add<organization>("jnpoc", {.name_en = "Japan NPO Center", .sector = sector::nonprofit});
  const auto dell = net.add<organization>("dell", {.name_en = "Dell Technologies", .sector = sector::company});
  const auto tis = net.add<organization>("tis", {.name_en = "TIS", .sector = sector::company});
  const auto nptech = net.add<program>("nptech", {.name_en = "NPTech Initiative"});
  net.tie<runs>(jnpoc, nptech, {.active = {.begin = partial_date::year(2023)}});
  net.tie<participates_in>(dell, nptech, {.active = {.begin = partial_date::year(2023)}});
  net.tie<participates_in>(tis, nptech, {.active = {.begin = date{make_date(2023, 4, 1)}}});
  const snapshot now = net.freeze();
  for (const auto& [who, tie] : now.layer<participates_in>().in(now.ref(nptech))) std::cout << now.label(who) << '\n';

  // A snapshot holds every statement. What held on a day is asked of a view; "2023" only says that it began some day of
  // that year, so in June it is possible, not certain, that Dell was in.
  const auto june = make_date(2023, 6, 1);
  const auto relation = now.schema().index_of<participates_in>();
  std::cout << "1 June 2023: between " << as_of(now, june).size(relation) << " and "
            << as_of(now, june, certainty::possible).size(relation) << " took part\n";

  // Freezing does not end the builder: it goes on, and ids keep their meaning in every later snapshot.
  const auto seminar = net.add<event>("data_storage", {.name_en = "Foundation seminar: data storage"});
  net.tie<delivers>(dell, seminar);
  const snapshot later = net.freeze();
  std::cout << now.order() << " vertices, then " << later.order() << "; Dell is still '" << later.key(later.ref(dell))
            << "'\n";
}
