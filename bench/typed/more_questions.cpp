/// Questions of other shapes, each beside a plain loop: three hops, results in the thousands, a window, two relations,
/// two days at once.
#include <capnet/core/random.hpp>

#include "parts.hpp"
#include "plain_loop.hpp"

namespace capnet::bench {
namespace {

/// Organizations as they occur among the ties: those of a high degree more often.
std::vector<vertex_ref> starts_by_degree(const typed_case& made, std::size_t count) {
  const layer& ties = made.net.layer<participates_in>();
  random_stream rng{{.seed = 10}};
  std::vector<vertex_ref> starts;
  while (starts.size() < count) starts.push_back(ties.tie(rng.below(ties.rows())).source);
  return starts;
}

struct side_by_side {
  latencies ours{}, theirs{};
  [[nodiscard]] bool equal() const { return ours.all().equal(theirs.all()); }
};
template <class Ours, class Theirs>
side_by_side in_turn(std::size_t rounds, const std::vector<vertex_ref>& starts, Ours ours, Theirs theirs) {
  side_by_side times;
  for (std::size_t round = 0; round < rounds; ++round) {
    times.ours.round(starts, ours);
    times.theirs.round(starts, theirs);
  }
  return times;
}

/// All starts on both days at once, beside all starts on one day and then on the other.
void two_days(const typed_case& made, family_rows& rows) {
  const std::vector<date> days{made.day, made.day + std::chrono::days{92}};
  query_plan plan = two_hop_plan(made.net);
  query_plan second = plan;
  second.day = days[1];
  const query_executor executor{made.net};
  latencies both, one, other;
  for (std::size_t round = 0; round < made.rounds; ++round) {
    both.round(made.starts, [&](vertex_ref start) {
      typed_answer all;
      plan.start.assign(1, start);
      for (const day_rows& on : executor.run_on(plan, days)) all += answer_of(on.rows, on.total);
      return all;
    });
    one.round(made.starts, asking(made.net, plan));
    other.round(made.starts, asking(made.net, second));
  }
  typed_answer apart = one.all();
  apart += other.all();
  rows.add("two-days-at-once", 1, both.mean(), "two runs", one.mean() + other.mean(), std::nullopt,
           both.all().equal(apart), made.rounds);
}

/// What the answer comes to on a hundred days at once, beside twenty single days.
void hundred_days(const typed_case& made, const std::vector<vertex_ref>& starts, family_rows& rows) {
  std::vector<date> days;
  for (int k = 0; k < 100; ++k) days.push_back(made.day - std::chrono::days{1'500} + std::chrono::days{30 * k});
  query_plan plan = two_hop_plan(made.net), single = plan;
  const query_executor executor{made.net};
  const std::vector<vertex_ref> some{starts.begin(), starts.begin() + 200};
  const auto add = [](typed_answer& all, const query_total& total) {
    all.results += total.walks, all.weight += total.weight;
  };
  latencies together, alone;
  typed_answer at_once, apart;
  for (std::size_t round = 0; round < made.rounds; ++round) {
    together.round(some, [&](vertex_ref start) {
      typed_answer all;
      plan.start.assign(1, start);
      for (const query_total& total : executor.totals_on(plan, days)) add(all, total);
      return all;
    });
    alone.round(some, [&](vertex_ref start) {
      typed_answer all;
      single.start.assign(1, start);
      for (std::size_t d = 0; d < days.size(); d += 5) {
        single.day = days[d];
        add(all, executor.total_of(single));
      }
      return all;
    });
  }
  for (const vertex_ref start : some) {
    plan.start = single.start = {start};
    const std::vector<query_total> totals = executor.totals_on(plan, days);
    for (std::size_t d = 0; d < days.size(); d += 5) {
      single.day = days[d];
      add(at_once, totals[d]), add(apart, executor.total_of(single));
    }
  }
  rows.add("hundred-days-at-once", 1, together.mean(), "20 single days", alone.mean(), 1, at_once.equal(apart),
           made.rounds);
}

}  // namespace

void run_more_questions(const typed_case& made, family_rows& rows) {
  const snapshot& net = made.net;
  const std::size_t n = net.order(made.organizations()), programs = net.order<program>();
  const relation_index takes_part = net.schema().index_of<participates_in>(),
                       works_with = net.schema().index_of<collaborates_with>();
  const plain_ties out{net.layer(takes_part), n, true}, in{net.layer(takes_part), programs, false};
  const plain_organizations known{net};
  const plain_day counts{made.day};
  const auto alike = [&](std::uint32_t u) {
    return [&, u](std::uint32_t v) { return known.nonprofit[v] && known.region[v] == known.region[u]; };
  };
  const auto anyone = [](std::uint32_t) { return true; };
  const std::vector<vertex_ref> by_degree = starts_by_degree(made, 2'000);
  plain_sums organizations{n}, ends{programs};
  {
    query_plan plan = two_hop_plan(made.net);
    plan.steps.insert(plan.steps.end() - 1, step_along{takes_part, true});
    const side_by_side times = in_turn(made.rounds, by_degree, asking(net, plan), [&](vertex_ref start) {
      plain_two_hops(out, in, start.value, counts, alike(start.value), organizations);
      plain_hop(organizations, out, counts, ends);
      organizations.clear();
      return ends.take();
    });
    rows.add("three-hop-p99", 1, times.ours.p99(), "plain loop", times.theirs.p99(), made.small ? 2.4 : 2.9,
             times.equal(), made.rounds);
    rows.add("three-hop-mean", 1, times.ours.mean(), "plain loop", times.theirs.mean(), made.small ? 2.4 : 2.7,
             times.equal(), made.rounds);
  }
  {
    const query_plan plan{.steps = {step_along{takes_part, true}, step_along{takes_part, false}, top_k(10)},
                          .day = made.day};
    const side_by_side times = in_turn(made.rounds, by_degree, asking(net, plan), [&](vertex_ref start) {
      plain_two_hops(out, in, start.value, counts, anyone, organizations);
      return organizations.take();
    });
    rows.add("thousands-of-results", 1, times.ours.mean(), "plain loop", times.theirs.mean(), std::nullopt,
             times.equal(), made.rounds);
  }
  {
    query_plan plan = two_hop_plan(made.net);
    plan.window = interval{made.day, made.day + std::chrono::days{365}};
    plan.day.reset();
    const plain_window counts_in{*plan.window};
    const side_by_side times = in_turn(made.rounds, made.starts, asking(net, plan), [&](vertex_ref start) {
      plain_two_hops(out, in, start.value, counts_in, alike(start.value), organizations);
      return organizations.take();
    });
    rows.add("window-of-a-year", 1, times.ours.mean(), "plain loop", times.theirs.mean(), std::nullopt, times.equal(),
             made.rounds);
  }
  {
    const query_plan plan{.steps = {step_along{works_with, true}, step_along{takes_part, true}, top_k(10)},
                          .day = made.day};
    const plain_ties with{net.layer(works_with), n, true};
    const side_by_side times = in_turn(made.rounds, made.starts, asking(net, plan), [&](vertex_ref start) {
      plain_two_hops(with, out, start.value, counts, anyone, ends);
      return ends.take();
    });
    rows.add("two-relations", 1, times.ours.mean(), "plain loop", times.theirs.mean(), std::nullopt, times.equal(),
             made.rounds);
  }
  two_days(made, rows);
  hundred_days(made, by_degree, rows);
}

}  // namespace capnet::bench
