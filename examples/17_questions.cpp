// Questions that the compiler checks: who learned what from whom, on which day, for how many hours, and as a table.
#include <iostream>
#include <string>
#include <vector>

#include <capnet/capnet.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/table.hpp>

using namespace capnet;

// Three organizations send people to two seminars. How long Chie stayed nobody wrote down.
//   dell -> storage  <- aki (2 h), ben (1 h), chie (? h)
//   tis  -> security <- aki (3 h), dai (4 h, from April on)
int main() {
  builder net;
  const auto dell = net.add<organization>("dell"), tis = net.add<organization>("tis");
  const auto storage = net.add<event>("storage"), security = net.add<event>("security");
  const auto aki = net.add<person>("aki", {.region = "Tokyo"}), ben = net.add<person>("ben", {.region = "Osaka"}),
             chie = net.add<person>("chie", {.region = "Tokyo"}), dai = net.add<person>("dai");
  const date march = make_date(2024, 3, 1), april = make_date(2024, 4, 1);
  net.tie<delivers>(dell, storage), net.tie<delivers>(tis, security);
  net.tie<attends>(aki, storage, {.attributes = {with<attr::hours>(2)}});
  net.tie<attends>(ben, storage, {.attributes = {with<attr::hours>(1)}});
  net.tie<attends>(chie, storage);
  net.tie<attends>(aki, security, {.attributes = {with<attr::hours>(3)}});
  net.tie<attends>(dai, security, {.active = {.begin = april}, .attributes = {with<attr::hours>(4)}});
  const snapshot now = net.freeze();

  // `from<organization>(now) | in<attends>` would not compile: organizations are where `attends` begins.
  const auto learned = from<organization>(now) | out<delivers> | in<attends> | only<person>;
  std::cout << "who was taught, and how often:\n";
  for (const query_row& row : (learned | top_k(2, by_walks)).rows())
    std::cout << "  " << now.key(row.vertex) << ' ' << row.walks << '\n';

  // The same on many days at once: each list is read once for all of them.
  const std::vector<date> days{march, april};
  const std::vector<day_rows> on = learned.rows_on(days);
  const std::vector<query_total> totals = learned.totals_on(days);
  for (std::size_t d = 0; d < days.size(); ++d)
    std::cout << to_string(days[d]) << ": " << on[d].rows.size() << " people, " << totals[d].walks << " visits\n";

  // And from each of many starts by itself.
  const std::vector<vertex_ref> starts{now.ref(dell), now.ref(tis)};
  learned.rows_of_each(starts, [&](std::size_t k, std::span<const query_row> rows, std::size_t) {
    std::cout << now.key(starts[k]) << " taught " << rows.size() << '\n';
  });

  // Names keep apart what a walk passes: who met whom, and not oneself.
  const auto met = from<person>(now) | named("a") | out<attends> | in<attends> | only<person> | named("b") |
                   query_condition{term("a"), comparison::less, term("b")};
  const table_request pairs{.columns = {term_column(term("a")), term_column(term("b"))}};
  for (const table_row& row : query_table(now, met.plan(), pairs))
    std::cout << to_string(now, row.cells[0]) << " met " << to_string(now, row.cells[1]) << '\n';

  // Ties are kept and added up by what is said of them; a relation that does not list `hours` is refused.
  const auto hours = learned | where_tie<attr::hours>(comparison::at_least, 2) | sum_of<attr::hours>;
  for (const query_row& row : hours.rows())
    std::cout << now.key(row.vertex) << " stayed " << row.weight << ' ' << attr::hours::unit << '\n';

  // As a table: what is unknown is a group of its own, is not added up, and is counted.
  const auto visits = from<person>(now) | named("who") | out<attends> | tie_named("t");
  const table_request by_region{.columns = {term_column(term("who", "region")), count_column(),
                                            sum_column<attr::hours>("t"), unknown_column<attr::hours>("t")},
                                .order_by = "sum(t.hours)"};
  for (const table_row& row : query_table(now, visits.plan(), by_region)) {
    for (std::size_t c = 0; c < row.cells.size(); ++c)
      std::cout << (c == 0 ? "" : ", ") << by_region.columns[c].text << ' '
                << (row.cells[c].known() ? to_string(now, row.cells[c]) : "unknown");
    std::cout << '\n';
  }
}
