// The NPTech Initiative in 2023 and in 2024: companies that train nonprofit staff in digital skills, from a data folder
// whose rows all cite the media briefing of 23 July 2024.
#include <iomanip>
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/metric/evidence.hpp>
#include <capnet/metric/order.hpp>
#include <capnet/metric/provider_concentration.hpp>
#include <capnet/metric/sector_mix.hpp>

using namespace capnet;

int main() {
  const snapshot net = read_folder("examples/data/nptech");
  const vertex_ref nptech = net.vertex("NPTech");  // by an alias: the article spells it in several ways
  const auto takes_part = net.schema().index_of<participates_in>();

  std::cout << net.label(nptech) << '\n' << std::fixed << std::setprecision(6);
  for (const int year : {2023, 2024}) {
    // "As of 2023" is its last day. Planned and intended statements count in no view unless it asks for them.
    const network_view then = as_of(net, make_date(year, 12, 31));
    std::cout << year << '\n';

    int companies = 0;
    int others = 0;
    then.for_each_in(takes_part, nptech, [&](const tie_end& member) {
      ++(then.sector(member.vertex) == sector::company ? companies : others);
    });
    std::cout << "  participants: " << companies << " companies, " << others << " other\n";

    // How mixed the sectors are (Blau), the backbone included: the chance that two members drawn with replacement
    // differ. An estimate says what it is made of; a bare double could not.
    const estimate mix = sector_heterogeneity(then);
    std::cout << "  sector heterogeneity: " << *mix.value << " over " << *mix.denominator << " organizations\n";
  }

  // Four seminars by three providers: how much hangs on one of them? The seminars are dated by fiscal year only, so on
  // the last day of 2023 they may or may not have been held; on the last day of 2024 they surely were.
  for (const int year : {2023, 2024}) {
    const provider_concentration_result hhi = provider_concentration(as_of(net, make_date(year, 12, 31)));
    std::cout << "provider concentration, " << year << ": ";
    if (!hhi.herfindahl.value) {
      std::cout << "no delivery is certain\n";
      continue;
    }
    std::cout << *hhi.herfindahl.value << ", as much as of " << *hhi.effective_number.value << " equal providers\n";
  }

  // No number without the rows that it stands on, where each was read, and their sources.
  const explanation why = evidence_of(net, provider_concentration(as_of(net, make_date(2024, 12, 31))).herfindahl);
  for (const evidence& row : why.rows) std::cout << "  ties.csv:" << row.line << ": " << row.row << '\n';
  for (const source& from : why.sources) std::cout << "  " << from.title << '\n';

  // What is only planned or intended is there, but has to be asked for.
  view_options plans;
  plans.statuses.reset().set(static_cast<std::size_t>(status::planned));
  std::cout << "planned events: " << *order_of<event>(network_view{net, plans}).numerator << '\n';
  std::cout << "reached, perhaps, through others: " << *net.properties(net.vertex("gender_equality_centers")).size
            << " centers\n";
}
