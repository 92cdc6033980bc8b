#include "measure.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>

namespace capnet::bench {
namespace {

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double at = q * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

double seconds_of(const task& work) {
  if (work.clear) work.clear();
  const auto start = std::chrono::steady_clock::now();
  work.run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Takes the seconds for each iteration from Google Benchmark and prints nothing.
class collector final : public benchmark::BenchmarkReporter {
 public:
  explicit collector(std::map<std::string, std::vector<double>>& seconds) : seconds_{&seconds} {}
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      (*seconds_)[run.run_name.function_name].push_back(run.GetAdjustedRealTime() /
                                                        benchmark::GetTimeUnitMultiplier(run.time_unit));
    }
  }

 private:
  std::map<std::string, std::vector<double>>* seconds_;
};

struct entry {
  const contender* who = nullptr;
  std::string id{};
  double first = 0;
  std::size_t iterations = 1;
  std::vector<double> seconds{};
  bool equal = true;
  bool again = true;
};

}  // namespace

std::string difference(const answer& ours, const answer& theirs, double tolerance, double floor) {
  std::ostringstream text;
  if (ours.whole != theirs.whole) {
    const auto [a, b] = std::mismatch(ours.whole.begin(), ours.whole.end(), theirs.whole.begin(), theirs.whole.end());
    text << "part " << a - ours.whole.begin() << " of " << ours.whole.size();
    if (a != ours.whole.end() && b != theirs.whole.end()) text << " is " << *a << " and " << *b;
    return text.str();
  }
  if (ours.real.size() != theirs.real.size())
    return std::to_string(ours.real.size()) + " and " + std::to_string(theirs.real.size()) + " values";
  for (std::size_t at = 0; at < ours.real.size(); ++at) {
    const double x = ours.real[at];
    const double y = theirs.real[at];
    if (std::abs(x - y) <= tolerance * std::max({std::abs(x), std::abs(y), floor})) continue;
    text.precision(12);
    text << "value " << at << " is " << x << " and " << y;
    return text.str();
  }
  return {};
}

std::vector<row> measure(const group& all, const measure_options& options) {
  std::vector<entry> entries;
  answer expected;
  for (const contender& who : all.contenders) {
    if (!who.work) continue;
    entry e{.who = &who, .id = who.name + who.variant + ":" + std::to_string(who.threads)};
    e.first = seconds_of(who.work);
    answer got = who.work.result();
    if (entries.empty()) {
      expected = std::move(got);
    } else if (const std::string how = difference(expected, got, all.tolerance, all.floor); !how.empty()) {
      e.equal = false;
      std::cerr << all.kernel << ": the answers of " << entries.front().id << " and " << e.id << " differ: " << how
                << '\n';
    }
    e.iterations =
        e.first >= options.shortest
            ? 1
            : std::clamp<std::size_t>(static_cast<std::size_t>(options.shortest / std::max(e.first, 1e-9)), 1, 10'000);
    entries.push_back(std::move(e));
  }
  if (entries.empty() || !entries.front().who->ours) return {};

  // Peers that can't be the best are not run again, nor those that a single run shows well enough.
  const auto comparable = [](const entry& peer, unsigned threads) {
    return !peer.who->ours && peer.who->threads <= threads;
  };
  for (entry& e : entries) {
    if (e.who->ours) continue;
    e.again = false;
    if (e.first >= options.seconds) continue;
    for (const unsigned threads : {1u, 2u}) {
      double best = 1e300;
      for (const entry& peer : entries) {
        if (comparable(peer, threads)) best = std::min(best, peer.first);
      }
      e.again = e.again || (comparable(e, threads) && e.first <= options.left_behind * best);
    }
  }

  std::map<std::string, std::vector<double>> seconds;
  collector takes{seconds};
  for (const entry& e : entries) {
    if (!e.again) continue;
    benchmark::RegisterBenchmark(e.id.c_str(),
                                 [&e](benchmark::State& state) {
                                   for (auto _ : state) state.SetIterationTime(seconds_of(e.who->work));
                                 })
        ->Iterations(static_cast<benchmark::IterationCount>(e.iterations))
        ->UseManualTime();
  }
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t round = 0; round < options.rounds; ++round) {
    const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (round != 0 && spent * static_cast<double>(round + 1) / static_cast<double>(round) > options.seconds) break;
    benchmark::RunSpecifiedBenchmarks(&takes, ".");
  }
  benchmark::ClearRegisteredBenchmarks();
  for (entry& e : entries) {
    e.seconds = e.again ? seconds[e.id] : std::vector{e.first};
    for (double& s : e.seconds) s /= all.units;
    if (!e.who->ours || &e == &entries.front()) continue;
    if (const std::string how =
            difference(expected, (seconds_of(e.who->work), e.who->work.result()), all.tolerance, all.floor);
        !how.empty()) {
      e.equal = false;
      std::cerr << all.kernel << ": the answer of " << e.id << " changed from run to run: " << how << '\n';
    }
  }

  std::vector<row> rows;
  for (const entry& e : entries) {
    if (!e.who->ours) continue;
    row r{.kernel = all.kernel + e.who->variant, .threads = e.who->threads, .ours_s = quantile(e.seconds, .5)};
    r.repetitions = e.seconds.size();
    r.spread = (quantile(e.seconds, .75) - quantile(e.seconds, .25)) / r.ours_s;
    r.checksum_equal = e.equal;
    const auto fastest = [](const entry& one) { return *std::min_element(one.seconds.begin(), one.seconds.end()); };
    std::vector<row::other> peers;
    double peer_best = 1e300;
    for (const entry& peer : entries) {
      if (!comparable(peer, e.who->threads)) continue;
      peers.push_back({peer.who->name + (peer.who->parallel && peer.who->threads != e.who->threads ? " at 1" : ""),
                       quantile(peer.seconds, .5)});
      peer_best = std::min(peer_best, fastest(peer));
      r.checksum_equal = r.checksum_equal && peer.equal;
    }
    std::sort(peers.begin(), peers.end(), [](const auto& x, const auto& y) { return x.seconds < y.seconds; });
    if (!peers.empty()) {
      r.peer = peers.front().name;
      r.peer_s = peers.front().seconds;
      r.ratio = r.peer_s / r.ours_s;
      r.best_ratio = peer_best / fastest(e);
      r.others.assign(peers.begin() + 1, peers.end());
    }
    rows.push_back(std::move(r));
  }
  return rows;
}

}  // namespace capnet::bench
