// range-v3 over capnet's ranges: who joined in which year, sector by sector?
#include <iostream>
#include <map>

#include <range/v3/view/filter.hpp>
#include <range/v3/view/transform.hpp>

#include <capnet/capnet.hpp>
#include <capnet/interop/range_v3.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto network = net.add<program>("reskilling", {.name_en = "All-Japan Municipal Reskilling Network"});
  const auto join = [&](const char* key, sector s, partial_date begin) {
    net.tie<participates_in>(net.add<organization>(key, {.sector = s}), network, {.active = {.begin = begin}});
  };
  join("Town A", sector::municipality, make_date(2023, 5, 10));
  join("City B", sector::municipality, partial_date::year(2023));
  join("City C", sector::municipality, make_date(2024, 2, 1));
  join("Prefecture D", sector::prefecture, make_date(2023, 10, 1));
  join("Village E", sector::municipality, partial_date::fiscal_year(2023));  // April 2023 to March 2024: which year?
  const snapshot now = net.freeze();

  // Ties are read as a range of (who, which tie). Including interop/range_v3.hpp is all it takes; a temporary range may
  // start a pipeline too. Don't mix range-v3's views with those of std::ranges in one pipeline.
  const auto members = now.layer<participates_in>().in(now.ref(network));
  for (const sector s : {sector::municipality, sector::prefecture}) {
    auto years = members | ranges::views::filter([&](const tie_end& m) { return now.sector(m.vertex) == s; }) |
                 ranges::views::transform([&](const tie_end& m) { return now.tie(m.tie).properties.active.begin; });
    std::map<std::string, int> joined;
    for (const partial_date day : years) {
      // A partial date belongs to a year only if all of it does.
      const auto first = to_string(day.earliest).substr(0, 4);
      const auto last = to_string(day.latest).substr(0, 4);
      ++joined[first == last ? first : first + " or " + last];
    }
    std::cout << now.schema().name(s) << '\n';
    for (const auto& [year, count] : joined) std::cout << "  " << year << ": " << count << '\n';
  }

  for (const std::string& key : now.vertices<organization>() |
                                    ranges::views::filter([](id<organization> o) { return o.value() < 2; }) |
                                    ranges::views::transform([&](id<organization> o) { return now.key(now.ref(o)); })) {
    std::cout << "among the first: " << key << '\n';
  }
}
