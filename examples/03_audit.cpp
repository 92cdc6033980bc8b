// Audit a survey: "41 organizations came; 74% were satisfied, 70% say that it raises their IT skills." Can that be?
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/metric/audit.hpp>

using namespace capnet;

int main() {
  builder net;
  net.add<event>("seminar", {.name_en = "Data-storage seminar"});
  // A figure keeps what was said of it and nothing that was not: no count is stated, only percentages and, beside
  // them, 41.
  const auto report = [&](const char* id, const char* label, const char* percent) {
    net.add_figure({.id = id,
                    .subject = "seminar",
                    .survey = "storage",
                    .label = label,
                    .kind = figure_kind::percent,
                    .value = parse_decimal(percent),
                    .unit = "organization",
                    .denominator = 41});
  };
  report("satisfied", "satisfied", "74");
  report("skills", "raises IT skills", "70");

  // Percentages come from whole people. 30 of 41 is 73.2% and 31 of 41 is 75.6%: nothing in between rounds to 74%.
  for (const finding& found : audit(net.freeze())) {
    std::cout << to_string(found.severity) << ": " << found.message << '\n';
    if (const auto* smallest = found.find("smallest_joint_denominator")) {
      if (const auto* n = std::get_if<std::int64_t>(smallest))
        std::cout << "  smallest group that fits both: " << *n << '\n';
    }
  }

  // The same percentages of another group are possible, and then the audit says which counts stand behind them.
  builder second;
  second.add<event>("seminar");
  for (const auto& [id, percent] : {std::pair{"satisfied", "74"}, std::pair{"skills", "70"}}) {
    second.add_figure({.id = id,
                       .subject = "seminar",
                       .survey = "storage",
                       .kind = figure_kind::percent,
                       .value = parse_decimal(percent),
                       .unit = "organization",
                       .denominator = 23});
  }
  for (const finding& found : audit(second.freeze())) {
    if (found.code != "count_inferred") continue;
    std::cout << found.figures.front() << ": "
              << std::get<std::vector<std::int64_t>>(*found.find("feasible_counts")).front() << " of 23\n";
  }
}
