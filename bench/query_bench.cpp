/// Build and two-hop query on a generated typed, dated network: six relations, realistic degree, sector and region mixes.
///
/// The typed query: "nonprofits of the same region reachable in two hops over participation ties that are valid on day D: count, and
/// the ten with the largest weight". Counters: ties, bytes read from the columns in a build, results for each query. The same query by
/// a hand-written loop over a CSR for the relation runs in turn, with equal answers asserted.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>

namespace capnet {
namespace {

constexpr std::uint32_t regions = 47;

struct generated {
  std::vector<std::uint8_t> region;  ///< of each organization
  snapshot net;
};

/// `n` organizations and n / 8 programs; 8 ties for each organization, to programs chosen with a bias to low numbers.
generated make_network(std::uint32_t n) {
  random_stream rng{{.seed = 1}};
  builder net;
  generated made;
  constexpr sector sectors[] = {sector::nonprofit, sector::nonprofit, sector::nonprofit, sector::company, sector::company, sector::municipality};
  std::vector<id<organization>> organizations;
  std::vector<id<program>> programs;
  for (std::uint32_t k = 0; k < n; ++k) {
    organizations.push_back(net.add<organization>("o" + std::to_string(k), {.sector = sectors[rng.below(6)]}));
    made.region.push_back(static_cast<std::uint8_t>(rng.below(regions)));
  }
  for (std::uint32_t k = 0; k < n / 8; ++k) programs.push_back(net.add<program>("p" + std::to_string(k)));
  auto random_spell = [&] {
    const date begin = make_date(2015, 4, 1) + std::chrono::days{rng.below(3650)};
    spell when{.begin = begin};
    if (rng.bernoulli(.7)) when.end = begin + std::chrono::days{30 + rng.below(1000)};
    return when;
  };
  for (const id<organization> o : organizations) {
    for (int k = 0; k < 6; ++k) {
      const double u = rng.uniform();
      const auto p = programs[static_cast<std::size_t>(u * u * static_cast<double>(programs.size()))];
      net.tie<participates_in>(o, p, {.active = random_spell(), .weight = rng.uniform()});
    }
    net.tie<collaborates_with>(o, organizations[rng.below(n)], {.active = random_spell()});
    net.tie<supports>(o, organizations[rng.below(n)], {.active = random_spell()});
  }
  made.net = std::move(net).freeze();
  return made;
}

const generated& network() {
  static const generated made = make_network(100'000);
  return made;
}

void build(benchmark::State& state) {
  const auto n = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(make_network(n).net.order());
  state.counters["ties"] = static_cast<double>(n) * 8;
  state.counters["ties/s"] = benchmark::Counter(static_cast<double>(n) * 8 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(build)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void freeze(benchmark::State& state) {
  const builder again{network().net.to_log()};
  for (auto _ : state) benchmark::DoNotOptimize(again.freeze().order());
  state.counters["ties"] = 800'000;
}
BENCHMARK(freeze)->Unit(benchmark::kMillisecond);

struct answer {
  std::size_t count = 0;
  double checksum = 0;  ///< sum of the ten largest weights
};

const date day = make_date(2020, 7, 1);

answer two_hops(query_executor& executor, vertex_ref start) {
  const generated& g = network();
  const relation_index r = g.net.schema().index_of<participates_in>();
  const query_plan plan{.start = {start}, .steps = {step_along{r, true}, step_along{r, false}, step_where{[&](const network_view& view, vertex_ref v) {
                          return view.sector(v) == sector::nonprofit && g.region[v.value] == g.region[start.value];
                        }}}, .day = day};
  std::vector<query_row> rows = executor.run(plan);
  answer a{.count = rows.size()};
  const std::size_t k = std::min<std::size_t>(10, rows.size());
  std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(k), rows.end(), [](const query_row& x, const query_row& y) { return x.weight > y.weight; });
  for (std::size_t at = 0; at < k; ++at) a.checksum += rows[at].weight;
  return a;
}

/// What a careful programmer writes by hand for this one question: flat arrays of days, weights and neighbours.
class plain_loop {
 public:
  plain_loop() {
    const generated& g = network();
    const layer& ties = g.net.layer<participates_in>();
    const auto copy = [&](const adjacency& side, std::vector<std::int32_t>& begin, std::vector<std::int32_t>& end) {
      for (const std::uint32_t row : side.rows) {
        const spell& when = g.net.tie({ties.relation(), row}).properties.active;
        begin.push_back(static_cast<std::int32_t>(when.begin.latest.time_since_epoch().count()));
        end.push_back(static_cast<std::int32_t>(when.end.earliest.time_since_epoch().count()));
      }
    };
    out_ = &ties.out();
    in_ = &ties.in();
    copy(*out_, out_begin_, out_end_);
    copy(*in_, in_begin_, in_end_);
    weight_.resize(g.region.size());
    for (const vertex_ref v : g.net.vertices(g.net.schema().index_of<organization>())) nonprofit_.push_back(g.net.sector(v) == sector::nonprofit);
  }
  answer operator()(std::uint32_t start) {
    const generated& g = network();
    const auto today = static_cast<std::int32_t>(day.time_since_epoch().count());
    found_.clear();
    for (auto a = out_->offsets[start]; a < out_->offsets[start + 1]; ++a) {
      const auto i = static_cast<std::size_t>(a);
      if (out_begin_[i] > today || today >= out_end_[i]) continue;
      const auto p = static_cast<std::size_t>(out_->neighbors[i]);
      for (auto b = in_->offsets[p]; b < in_->offsets[p + 1]; ++b) {
        const auto j = static_cast<std::size_t>(b);
        if (in_begin_[j] > today || today >= in_end_[j]) continue;
        const auto v = static_cast<std::size_t>(in_->neighbors[j]);
        if (!nonprofit_[v] || g.region[v] != g.region[start]) continue;
        if (weight_[v] == 0) found_.push_back(static_cast<std::uint32_t>(v));
        weight_[v] += out_->weights[i] * in_->weights[j];
      }
    }
    std::vector<double> weights;
    for (const std::uint32_t v : found_) weights.push_back(weight_[v]), weight_[v] = 0;
    answer result{.count = found_.size()};
    const std::size_t k = std::min<std::size_t>(10, weights.size());
    std::partial_sort(weights.begin(), weights.begin() + static_cast<std::ptrdiff_t>(k), weights.end(), std::greater<>{});
    for (std::size_t at = 0; at < k; ++at) result.checksum += weights[at];
    return result;
  }

 private:
  const adjacency* out_ = nullptr;
  const adjacency* in_ = nullptr;
  std::vector<std::int32_t> out_begin_, out_end_, in_begin_, in_end_;
  std::vector<bool> nonprofit_;
  std::vector<double> weight_;
  std::vector<std::uint32_t> found_;
};

std::vector<std::uint32_t> starts() {
  random_stream rng{{.seed = 2}};
  std::vector<std::uint32_t> some;
  for (int k = 0; k < 1'000; ++k) some.push_back(rng.below(100'000));
  return some;
}

void two_hop_query(benchmark::State& state) {
  query_executor executor{network().net};
  plain_loop plain;
  const std::vector<std::uint32_t> from = starts();
  const kind_index organizations = network().net.schema().index_of<organization>();
  for (const std::uint32_t v : from) {
    const answer ours = two_hops(executor, {organizations, v});
    const answer theirs = plain(v);
    if (ours.count != theirs.count || std::abs(ours.checksum - theirs.checksum) > 1e-9) {
      state.SkipWithError("the answers differ from the plain loop's");
      return;
    }
  }
  std::size_t at = 0;
  double results = 0;
  for (auto _ : state) {
    results += static_cast<double>(two_hops(executor, {organizations, from[at]}).count);
    at = (at + 1) % from.size();
  }
  state.counters["results"] = benchmark::Counter(results, benchmark::Counter::kAvgIterations);
}
BENCHMARK(two_hop_query)->Unit(benchmark::kMicrosecond);

void two_hop_plain_loop(benchmark::State& state) {
  plain_loop plain;
  const std::vector<std::uint32_t> from = starts();
  std::size_t at = 0;
  double results = 0;
  for (auto _ : state) {
    results += static_cast<double>(plain(from[at]).count);
    at = (at + 1) % from.size();
  }
  state.counters["results"] = benchmark::Counter(results, benchmark::Counter::kAvgIterations);
}
BENCHMARK(two_hop_plain_loop)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace capnet
