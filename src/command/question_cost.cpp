#include "command/question_cost.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <thread>

#include <capnet/query/executor.hpp>

namespace capnet::command {
namespace {

constexpr double sample_ns = 200'000;  // a sample is at least that long
constexpr double default_rounds = 100, least_rounds = 5, all_rounds_ns = 5e9;
constexpr std::uint64_t most_in_a_sample = 1'000'000;

double wall_ns() {
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double cpu_ns() {
  std::timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// The value below which a share of them lies, between two of them in proportion. Pre: `values` are ascending, not
/// none.
double quantile(const std::vector<double>& values, double share) {
  const double at = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (values[above] - values[below]) * (at - static_cast<double>(below));
}

/// One question's samples.
struct question_samples {
  std::uint64_t in_a_sample = 1;
  double about_ns = 0;  ///< a sample
  std::vector<double> wall{}, cpu{};
};

}  // namespace

timing_place timing_here() {
  timing_place here{.cores = std::thread::hardware_concurrency()};
  std::ifstream processors{"/proc/cpuinfo"};
  for (std::string line; here.processor.empty() && std::getline(processors, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) here.processor = line.substr(colon + 2);
  }
#if defined(NDEBUG) && defined(__OPTIMIZE__)
  here.build = "release";
#else
  here.build = "debug";
#endif
  return here;
}

std::vector<question_cost> ask(const snapshot& net, std::span<const question* const> questions,
                               std::optional<std::uint64_t> rounds) {
  query_executor executor{net};
  std::vector<question_cost> costs(questions.size());
  std::vector<question_samples> samples(questions.size());
  const auto answer = [&](std::size_t k, std::uint64_t times) {
    const double begin = wall_ns();
    for (std::uint64_t n = 0; n < times; ++n) costs[k].rows = executor.run(questions[k]->plan).size();
    return wall_ns() - begin;
  };
  double round_ns = 0;
  for (std::size_t k = 0; k < questions.size(); ++k) {
    std::vector<query_counters> touched;
    (void)executor.run(questions[k]->plan, &touched);
    for (const query_counters& step : touched)
      costs[k].touched_bytes += step.bytes, costs[k].touched_lines += step.lines;
    question_samples& s = samples[k];
    for (;; s.in_a_sample *= 2) {
      s.about_ns = answer(k, s.in_a_sample);
      if (s.about_ns >= sample_ns || s.in_a_sample >= most_in_a_sample) break;
    }
    round_ns += s.about_ns;
  }
  const std::uint64_t n = rounds.value_or(
      static_cast<std::uint64_t>(std::clamp(all_rounds_ns / std::max(round_ns, 1.), least_rounds, default_rounds)));
  for (std::uint64_t round = 0; round < n; ++round) {
    for (std::size_t k = 0; k < questions.size(); ++k) {
      const auto in_a_sample = static_cast<double>(samples[k].in_a_sample);
      const double before = cpu_ns();
      samples[k].wall.push_back(answer(k, samples[k].in_a_sample) / in_a_sample);
      samples[k].cpu.push_back((cpu_ns() - before) / in_a_sample);
    }
  }
  for (std::size_t k = 0; k < questions.size(); ++k) {
    std::ranges::sort(samples[k].wall);
    std::ranges::sort(samples[k].cpu);
    costs[k].q1_ns = std::round(quantile(samples[k].wall, .25));
    costs[k].median_ns = std::round(quantile(samples[k].wall, .5));
    costs[k].q3_ns = std::round(quantile(samples[k].wall, .75));
    costs[k].cpu_ns = std::round(quantile(samples[k].cpu, .5));
    costs[k].iterations = n * samples[k].in_a_sample;
  }
  return costs;
}

}  // namespace capnet::command
