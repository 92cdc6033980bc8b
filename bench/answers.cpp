/// The answers that people ask for: what `capnet show` and `capnet report` say of a network of a million ties, beside
/// reading its packed file and passing over its ties once; and series of measures, beside as many single answers.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/io/native_file.hpp>
#include <capnet/io/report.hpp>
#include <capnet/metric/headline.hpp>
#include <capnet/metric/hub_to_mesh.hpp>
#include <capnet/metric/measure_series.hpp>

#include "answers.hpp"
#include "family_rows.hpp"
#include "generate/answered_network.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

/// Reads the file, and each relation once.
std::int64_t read_and_pass(const std::filesystem::path& file) {
  const snapshot net = read_native(file);
  std::int64_t sum = 0;
  for (const layer& ties : net.layers()) {
    net.for_each_tie_as_it_lies(ties.relation(), [&](std::uint32_t row, const dated_tie& uv) {
      sum += std::int64_t{row} + uv.source.value + uv.target.value + uv.when.begin_earliest + uv.when.begin_latest +
             uv.when.end_earliest + uv.when.end_latest;
    });
  }
  return sum;
}

/// What `capnet show` finds.
std::size_t show(const std::filesystem::path& file) {
  const snapshot net = read_native(file);
  const measure_context context{as_of(net, *net.last_day()), {.rows = rows_kept::none}};
  const std::vector<named_estimate> measures = headline_measures(context);
  const auto known = std::ranges::count_if(measures, [](const named_estimate& m) { return m.value.value.has_value(); });
  return static_cast<std::size_t>(known) + meshing_ties(context, 3).size() + organization_scores(context, 10).size();
}

void run_show_and_report(std::size_t ties, std::size_t rounds, family_rows& rows) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("capnet_bench_answers_" + std::to_string(::getpid()) + ".capnet");
  write_native(answered_network{ties}.freeze(), file);
  double pass_s = 1e300, show_s = 1e300, report_s = 1e300;
  bool said = true;
  for (std::size_t round = 0; round < rounds; ++round) {
    stopwatch watch;
    said = said && read_and_pass(file) != 0;
    pass_s = std::min(pass_s, watch.seconds());
    watch = {};
    said = said && show(file) > 20;
    show_s = std::min(show_s, watch.seconds());
    watch = {};
    said = said && html_report(read_native(file)).size() > 100'000;
    report_s = std::min(report_s, watch.seconds());
  }
  std::filesystem::remove(file);
  rows.add("show", 2, show_s, "read and pass", pass_s, 1. / 2, said, rounds);
  rows.add("report", 2, report_s, "read and pass", pass_s, 1. / 6, said, rounds);
}

/// A hundred days beside each of them by itself, of which every fifth is asked.
void run_series(std::size_t ties, family_rows& rows) {
  const snapshot net = answered_network{ties}.freeze();
  std::vector<date> days;
  for (int k = 0; k < 100; ++k) days.push_back(make_date(2018, 3, 1) + std::chrono::days{k * 24});
  struct case_of {
    std::string name;
    double target;  ///< 10 for counts, degrees, components and participation, 3 for others
  };
  const std::array<case_of, 11> cases{{{"organizations", 10},
                                       {"members", 10},
                                       {"participation", 10},
                                       {"components", 10},
                                       {"degree_centralization", 10},
                                       {"density.collaborates_with", 10},
                                       {"sector_heterogeneity", 3},
                                       {"backbone_reach", 3},
                                       {"backbone_dependence", 3},
                                       {"transitivity", 3},
                                       {"common_agenda", 3}}};
  for (const case_of& one : cases) {
    const std::vector<asked_measure> asked = find_measures(std::array{one.name});
    constexpr std::size_t step = 5;
    double series_s = 1e300, single_s = 0;
    bool equal = true;
    std::vector<dated_measure> points;
    for (int round = 0; round < 2; ++round) {
      const stopwatch watch;
      points = measure_series(net, asked, days);
      series_s = std::min(series_s, watch.seconds());
    }
    for (std::size_t k = 0; k < days.size(); k += step) {
      const stopwatch watch;
      const estimate alone =
          asked.front()(measure_context{as_of(net, days[k]), {.rows = rows_kept::none, .chance = false}});
      single_s += watch.seconds() * step;
      equal = equal && alone.value == points[k].value.value && alone.low == points[k].value.low &&
              alone.high == points[k].value.high;
    }
    rows.add("series-" + one.name, 2, series_s, "single answers", single_s, one.target, equal, 2);
  }
}

}  // namespace

void run_answers(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"answers", heard};
  run_show_and_report(quick ? 100'000 : 1'000'000, 3, rows);
  run_series(quick ? 10'000 : 100'000, rows);
}

}  // namespace capnet::bench
