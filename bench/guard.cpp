#include "guard.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "text.hpp"

namespace capnet::bench {
namespace {

constexpr double least_tolerance = .2;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}
/// Standard deviation of the logarithms: 0 for one value.
double spread_of(const std::vector<double>& values) {
  double mean = 0, squares = 0;
  for (const double v : values) mean += std::log(v) / static_cast<double>(values.size());
  for (const double v : values) squares += (std::log(v) - mean) * (std::log(v) - mean);
  return values.size() < 2 ? 0 : std::sqrt(squares / static_cast<double>(values.size() - 1));
}
std::optional<double> steady_ratio(const row& r) { return r.best_ratio ? r.best_ratio : r.ratio; }

}  // namespace

const baseline* baselines::find(std::string_view kernel, unsigned threads) const {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const baseline& b) { return b.kernel == kernel && b.threads == threads; });
  return found == rows.end() ? nullptr : &*found;
}
std::optional<double> baselines::target_of(std::string_view kernel, unsigned threads) const {
  const baseline* found = find(kernel, threads);
  return found == nullptr ? std::nullopt : std::optional{found->target};
}

baselines read_baselines(const std::string& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error{path + ": can't be read; expected the baselines that --baseline writes"};
  std::ostringstream text;
  text << in.rdbuf();
  try {
    const boost::json::value all = boost::json::parse(text.str());
    baselines read{.simd = std::string{all.at("simd").as_string()},
                   .machine = std::string{all.at("machine").as_string()}};
    for (const boost::json::value& one : all.at("rows").as_array()) {
      const auto number = [&](const char* key) { return one.at(key).to_number<double>(); };
      read.rows.push_back({std::string{one.at("kernel").as_string()}, one.at("threads").to_number<unsigned>(),
                           number("ratio"), number("target"), number("best_ratio"), number("tolerance")});
    }
    return read;
  } catch (const std::exception& wrong) {
    throw std::runtime_error{path + ": " + wrong.what() + "; expected the baselines that --baseline writes"};
  }
}

std::string as_baselines(const std::string& simd, const std::string& machine, std::span<const std::vector<row>> runs,
                         const baselines& before) {
  std::string text = "{\"simd\": \"" + simd + "\", \"machine\": \"" + machine +
                     "\", \"runs\": " + std::to_string(runs.size()) + ", \"rows\": [";
  const char* between = "\n";
  for (const row& one : runs.front()) {
    std::vector<double> ratios, steady;
    for (const std::vector<row>& run : runs) {
      for (const row& r : run) {
        if (r.kernel != one.kernel || r.threads != one.threads || !r.ratio) continue;
        ratios.push_back(*r.ratio);
        steady.push_back(*steady_ratio(r));
      }
    }
    if (ratios.empty()) continue;
    double tolerance = std::max(least_tolerance, 1 - std::exp(-3 * spread_of(steady)));
    double target = median(ratios) * std::exp(-spread_of(ratios));
    if (const baseline* earlier = before.find(one.kernel, one.threads)) {
      tolerance = std::max(tolerance, 1 - earlier->least() / median(steady));
      target = std::min(target, earlier->target);
    }
    text += between + format(
                          "  {\"kernel\": \"%s\", \"threads\": %u, \"ratio\": %.3g, \"target\": %.3g, \"best_ratio\": "
                          "%.3g, \"tolerance\": %.2f}",
                          one.kernel.c_str(), one.threads, median(ratios), target, median(steady), tolerance);
    between = ",\n";
  }
  return text + "\n]}\n";
}

guard_verdict guard(const baselines& expected, std::span<const row> rows, const std::string& simd,
                    const std::function<std::vector<row>(const std::string& filter)>& again, std::ostream& out) {
  if (simd != expected.simd) {
    out << "guard: nothing was compared: the baselines are from a machine with " << expected.simd << ", this one has "
        << simd << "; expected baselines from a machine like this one, which --baseline writes\n";
    return guard_verdict::nothing_compared;
  }
  std::map<std::pair<std::string, unsigned>, double> best;
  const auto note = [&](std::span<const row> some) {
    for (const row& r : some) {
      if (const auto ratio = steady_ratio(r))
        best[{r.kernel, r.threads}] = std::max(best[{r.kernel, r.threads}], *ratio);
    }
  };
  const auto losses = [&] {
    std::vector<const baseline*> lost;
    for (const baseline& b : expected.rows) {
      const auto found = best.find({b.kernel, b.threads});
      if (found != best.end() && found->second < b.least()) lost.push_back(&b);
    }
    return lost;
  };
  note(rows);
  const auto compared = std::count_if(expected.rows.begin(), expected.rows.end(),
                                      [&](const baseline& b) { return best.contains({b.kernel, b.threads}); });
  if (compared == 0) {
    out << "guard: nothing was compared: none of the " << rows.size() << " rows measured has one of the "
        << expected.rows.size() << " baselines; expected the kernels, graphs and peers that they are of\n";
    return guard_verdict::nothing_compared;
  }
  for (int repeat = 0; repeat < 3 && !losses().empty(); ++repeat) {
    std::set<std::string> names;
    for (const baseline* b : losses()) names.insert(b->kernel.substr(0, b->kernel.find("-unordered")));
    std::string filter;
    for (const std::string& name : names) filter += (filter.empty() ? "^(" : "|") + name;
    out << "guard: measuring " << names.size() << " again" << std::endl;
    note(again(filter + ")(-unordered)?$"));
  }
  const auto lost = losses();
  for (const baseline* b : lost) {
    out << "guard: " << b->kernel << " with " << b->threads << (b->threads == 1 ? " thread" : " threads") << " is "
        << ratio_text(best[{b->kernel, b->threads}]) << " times as fast as the best peer; the baseline is "
        << ratio_text(b->best_ratio) << " less " << percent(b->tolerance) << '\n';
  }
  if (lost.empty()) out << "guard: no loss against " << compared << " of " << expected.rows.size() << " baselines\n";
  return lost.empty() ? guard_verdict::no_loss : guard_verdict::loss;
}

}  // namespace capnet::bench
