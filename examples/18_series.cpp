// How much does the network hang on its backbone, year by year, and would a meeting change that? With a measure of
// one's own beside capnet's.
#include <iostream>
#include <string>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/metric/hub_to_mesh.hpp>
#include <capnet/metric/measure_series.hpp>

using namespace capnet;

// A measure is a row: what it is, and a function over a reading, which has the organization network at hand.
constexpr network_measure isolates{
    .info = {.name = "isolates",
             .label = {"Organizations without a link", "つながりのない団体"},
             .unit = "organization"},
    .of = [](const network_reading& reading, std::string_view) {
      const compressed_graph& g = reading.organizations().graph;
      estimate result{.value = 0, .unit = "organization", .definition = "organizations without a link"};
      for (vertex_index u = 0; u < g.order(); ++u) *result.value += g.out_degree(u) == 0;
      return result;
    }};

int main() {
  const snapshot net = read_folder("examples/data/nptech");
  const std::vector<std::string> names{"participation", "backbone_dependence"};
  std::vector<date> days;
  for (const int year : {2019, 2022, 2023, 2024}) days.push_back(partial_date::year(year).latest);

  for (const auto& [day, measure, value] : measure_series(net, names, days)) {
    std::cout << to_string(day) << ' ' << measure << ": " << (value.value ? short_number(*value.value) : "-");
    const std::string sure = interval_in_words(value);
    std::cout << (sure.empty() ? "" : " (" + sure + ")") << '\n';
  }
  const measure_context last{as_of(net, days.back())};
  std::cout << "without a link: " << *isolates(last).value << '\n';
  for (const meshing_tie& tie : meshing_ties(last, 1)) {
    std::cout << "a tie of " << net.label_en(tie.a) << " and " << net.label_en(tie.b) << " would lower it to "
              << short_number(tie.dependence_after) << '\n';
  }
}
