#pragma once
/// What if something had not been, or had been besides: two growths with the same chance on both sides.
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/detail/progress_count.hpp>
#include <capnet/core/distribution.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/view/part_of.hpp>

namespace capnet {

/// A number of a growth after each of its steps.
struct growth_measure {
  std::string name{};
  std::string unit{};
  std::function<double(growth_model&)> value{};
};

/// Members and ties of collaborates_with; organizations, members or not, that are in the largest group tied together by
/// them; and organizations without any such tie.
[[nodiscard]] std::vector<growth_measure> growth_measures();

struct what_if_options {
  growth_options growth{};  ///< with the steps, the seed, the threads and the day to rewind to, `start`
  std::uint32_t replicas = 100;
  std::vector<growth_measure> measures = growth_measures();
};

/// A measure after a step: means over the replicas, and of the paired differences with a 95% interval of their mean.
struct what_if_row {
  std::uint32_t step = 0;
  std::optional<date> day{};
  std::size_t measure = 0;  ///< place in what_if_options::measures
  double baseline = 0, changed = 0;
  double difference = 0;                ///< changed - baseline
  std::optional<double> low{}, high{};  ///< empty for fewer than five replicas
};

namespace detail {

/// The number that a t variable of n degrees of freedom stays below with probability .975: Cornish and Fisher's
/// expansion (Abramowitz & Stegun 1964, 26.7.5), to .001 from four on.
[[nodiscard]] inline double t_quantile_975(double n) {
  const double z = 1.959963984540054, z2 = z * z;
  const double g1 = (z2 + 1) * z / 4, g2 = ((5 * z2 + 16) * z2 + 3) * z / 96,
               g3 = (((3 * z2 + 19) * z2 + 17) * z2 - 15) * z / 384,
               g4 = ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) * z / 92160;
  return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
}

}  // namespace detail

/// Grows two networks as often, replica by replica with the same random numbers, and compares them step by step.
/// Whoever is in both has the same numbers in both, so that chance cancels where nothing differs.
///
/// The rows come by step and measure. The interval is Student's t of the paired differences: of their mean, not of what
/// one run would show. Same bits at any thread count. Throws input_error as `simulate_growth`, and for no replicas;
/// `stopped`. Time O(replicas (2 growths + measures)).
[[nodiscard]] inline std::vector<what_if_row> what_if(const snapshot& baseline, const snapshot& changed,
                                                      const what_if_options& options = {}) {
  detail::expect(options.replicas > 0, "0 replicas; expected at least 1");
  const growth_origin starts[] = {growth_start(baseline, options.growth), growth_start(changed, options.growth)};
  const std::size_t measures = options.measures.size(), steps = options.growth.steps;
  std::vector<std::optional<date>> days(steps);
  // [side][replica][step][measure]
  std::vector<std::vector<double>> values(2 * std::size_t{options.replicas});
  detail::progress_count told{options.growth.report, values.size() * steps, "growth"};
  parallel_tasks(values.size(), options.growth.threads, [&](std::size_t task) {
    growth_options one = options.growth;
    one.replica = static_cast<std::uint32_t>(task / 2);
    one.threads = 1;
    one.report = {};
    growth_model model = make_growth(starts[task % 2], one);
    for (std::uint32_t step = 0; step < steps; ++step) {
      model.run.run(1);
      if (task == 0) days[step] = model.run.day();
      for (const growth_measure& measure : options.measures) values[task].push_back(measure.value(model));
      told.done();
    }
  });
  std::vector<what_if_row> rows;
  const auto n = static_cast<double>(options.replicas);
  for (std::size_t at = 0; at < steps * measures; ++at) {
    what_if_row row{
        .step = static_cast<std::uint32_t>(at / measures + 1), .day = days[at / measures], .measure = at % measures};
    for (std::size_t k = 0; k < options.replicas; ++k) {
      row.baseline += values[2 * k][at];
      row.changed += values[2 * k + 1][at];
      row.difference += values[2 * k + 1][at] - values[2 * k][at];
    }
    row.baseline /= n, row.changed /= n, row.difference /= n;
    double squares = 0;
    for (std::size_t k = 0; k < options.replicas; ++k) {
      const double off = values[2 * k + 1][at] - values[2 * k][at] - row.difference;
      squares += off * off;
    }
    if (options.replicas >= 5) {
      const double half = detail::t_quantile_975(n - 1) * std::sqrt(squares / (n - 1) / n);
      row.low = row.difference - half;
      row.high = row.difference + half;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

inline std::vector<growth_measure> growth_measures() {
  const auto tied = [](growth_model& model, bool largest) {
    simulation_state& state = model.run.state();
    const tie_store& all = state.listed_ties(model.ties, 1);
    const kind_index organizations = state.schema().index_of<kind::organization>();
    std::vector<bool> seen(state.order());
    std::vector<vertex_index> group;
    std::size_t most = 0, alone = 0;
    for (vertex_index s = 0; s < state.order(); ++s) {
      if (seen[s] || !state.is_present(s) || !state.is_a(s, organizations)) continue;
      group.assign(1, s);
      seen[s] = true;
      std::size_t size = 0;
      for (std::size_t at = 0; at < group.size(); ++at) {
        size += state.is_a(group[at], organizations) ? 1u : 0u;
        for (const neighbor& uv : all.of(group[at])) {
          if (!seen[uv.vertex]) seen[uv.vertex] = true, group.push_back(uv.vertex);
        }
      }
      most = std::max(most, size);
      alone += group.size() == 1 ? 1u : 0u;
    }
    return static_cast<double>(largest ? most : alone);
  };
  return {{"members", "organization",
           [](growth_model& model) {
             return static_cast<double>(model.run.state().group(model.groups.members).headcount());
           }},
          {"ties", "tie",
           [](growth_model& model) { return static_cast<double>(model.run.state().ties(model.ties).size()); }},
          {"largest_group", "organization", [tied](growth_model& model) { return tied(model, true); }},
          {"without_ties", "organization", [tied](growth_model& model) { return tied(model, false); }}};
}

}  // namespace capnet
