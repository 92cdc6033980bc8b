/// Several threads ask one network at once: a file whose bytes are read at the first touch, and one that another thread
/// goes on from.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/metric/audit.hpp>
#include <capnet/metric/headline.hpp>
#include <capnet/metric/measure_series.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/shortest_path.hpp>
#include <capnet/query/why.hpp>
#include <capnet/view/flatten.hpp>

#include "race/at_once.hpp"
#include "scratch_folder.hpp"

namespace capnet::race {
namespace {

constexpr std::uint32_t size = 3'000;
constexpr std::size_t askers = 4;

/// The answers to some of everything, as a number. Each asker begins elsewhere, so that they touch what is not read yet
/// in different orders.
std::uint64_t answers(const snapshot& net, std::size_t asker) {
  std::uint64_t hash = 0;
  const auto add = [&](std::uint64_t number) { hash = stable_hash(std::to_string(number) + ';', hash); };
  const kind_index organizations = net.schema().index_of<organization>();
  const date day = make_date(2023, 1, 1);
  const network_view view = as_of(net, day);
  const tie_ways ways = ways_along<participates_in, collaborates_with>(net);
  const relation_index participates = net.schema().index_of<participates_in>();
  query_plan two_hops{.steps = {step_along{participates, true}, step_along{participates, false}, step_top{5}},
                      .day = day};
  query_executor executor{net};
  const date days[] = {day, make_date(2024, 1, 1)};
  for (std::uint32_t k = 0; k < 60; ++k) {
    const auto number = static_cast<std::uint32_t>((k * 47 + asker * 1'013) % size);
    const vertex_ref v = *net.find("alias " + std::to_string(number));
    add(v.value);
    add(net.label(v).size());
    add(net.region(v).size());
    two_hops.start = {v};
    for (const query_row& row : executor.run(two_hops)) add(row.walks);
    for (const auto& answer : executor.run_on(two_hops, days)) add(answer.total);
    for (const tie_end& end : net.layer(participates).out(v)) add(net.tie(end.tie).properties.role.size());
    add((from(net, {v}) | out<participates_in> | within<participates_in, collaborates_with>(0, 2) | active_on(day))
            .total()
            .vertices);
    if (const auto path = shortest_path(view, v, {organizations, (number + 7) % size}, ways)) add(path->legs.size());
  }
  for (const query_row& row : (from(net, {vertex_ref{organizations, static_cast<std::uint32_t>(asker)}}) |
                               out<participates_in> | in<participates_in> | active_on(day))
                                  .rows())
    add(row.walks);
  add(flatten<collaborates_with>(view).graph.size());
  add(audit(net).size());
  return hash;
}

void expect_the_same_answers(const snapshot& asked, const snapshot& expected) {
  std::vector<std::uint64_t> given(askers);
  at_once(askers, [&](std::size_t k) { given[k] = answers(asked, k); });
  for (std::size_t k = 0; k < askers; ++k) EXPECT_EQ(given[k], answers(expected, k)) << "asker " << k;
}

TEST(ConcurrentQuestions, OfAFrozenNetworkHaveTheAnswersOfOneAsker) {
  const snapshot net = recorded(size).freeze();
  expect_the_same_answers(net, net);
}

TEST(ConcurrentQuestions, ReadAMappedFileAtTheFirstTouch) {
  const snapshot net = recorded(size).freeze();
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(net, file);
  for (const file_trust trust : {file_trust::verified, file_trust::trusted})
    expect_the_same_answers(read_native(file, trust), net);
}

TEST(ConcurrentQuestions, CopyAndForgetTheNetworkThatTheyAsk) {
  const snapshot net = recorded(size / 4).freeze();
  at_once(askers, [&](std::size_t) {
    for (int k = 0; k < 200; ++k) {
      snapshot copy = net;
      const snapshot moved = std::move(copy);
      EXPECT_EQ(moved.order(), net.order());
    }
  });
}

TEST(ConcurrentQuestions, GoOnWhileAnotherThreadExtendsTheNetwork) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(recorded(size).freeze(), file);
  const snapshot base = read_native(file);
  const snapshot beside = recorded(size).freeze();
  std::vector<std::uint64_t> given(askers);
  std::mutex lock;
  snapshot newest = base;
  std::atomic<bool> done{false};
  at_once(askers + 2, [&](std::size_t k) {
    if (k == askers) {  // goes on from what it froze last
      snapshot last = base;
      for (std::uint32_t step = 0; step < 40; ++step) {
        builder next{last};
        const auto v = next.add<organization>("new " + std::to_string(step), {.region = "a new region"});
        next.tie<participates_in>(v, id<program>{step % 7}, {.role = "new"});
        next.tie<collaborates_with>(v, id<organization>{step});
        next.retract({next.schema().index_of<collaborates_with>(), step});
        last = next.freeze();
        const std::lock_guard held{lock};
        newest = last;
      }
      done = true;
    } else if (k == askers + 1) {  // asks the newest one
      std::size_t before = 0;
      while (!done) {
        const snapshot now = [&] {
          const std::lock_guard held{lock};
          return newest;
        }();
        EXPECT_GE(now.order(), before);
        before = now.order();
        (void)(from<organization>(now, {id<organization>{5}}) | within<participates_in>(1, 2)).rows();
      }
    } else {
      given[k] = answers(base, k);
    }
  });
  EXPECT_EQ(newest.order<organization>(), size + 40);
  for (std::size_t k = 0; k < askers; ++k) EXPECT_EQ(given[k], answers(beside, k)) << "asker " << k;
}

TEST(ConcurrentQuestions, FromManyStartsOnThreadsAreThoseOfOne) {
  const snapshot net = recorded(size).freeze();
  const relation_index participates = net.schema().index_of<participates_in>();
  const query_executor executor{net};
  const query_plan plan{.steps = {step_along{participates, true}, step_along{participates, false}}};
  std::vector<vertex_ref> starts;
  for (std::uint32_t v = 0; v < size; ++v) starts.push_back({net.schema().index_of<organization>(), v});
  std::vector<std::size_t> one(size), many(size);
  executor.run_each(plan, starts,
                    [&](std::size_t k, std::span<const query_row> rows, std::size_t) { one[k] = rows.size(); });
  executor.run_each(plan, starts,
                    [&](std::size_t k, std::span<const query_row> rows, std::size_t) { many[k] = rows.size(); },
                    {.threads = 4});
  EXPECT_EQ(one, many);
}

TEST(ConcurrentQuestions, CheckAFileOnThreadsWhileItIsRead) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(recorded(size).freeze(), file);
  const snapshot net = read_native(file);
  at_once(3, [&](std::size_t k) {
    if (k == 0)
      (void)verify_native(file, 4);
    else
      (void)answers(net, k);
  });
}

TEST(ConcurrentQuestions, MeasureAFileThatIsFirstReadByThem) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  write_native(recorded(size).freeze(), file);
  const auto measured = [&](unsigned threads) {
    const snapshot net = read_native(file);
    std::vector<std::optional<double>> values;
    const measure_context context{as_of(net, make_date(2022, 1, 1)), {.threads = threads}};
    for (const named_estimate& m : headline_measures(context)) values.push_back(m.value.value);
    const std::vector<std::string> names{"members", "components"};
    std::vector<date> days;
    for (int k = 0; k < 9; ++k) days.push_back(make_date(2020, 6, 1) + std::chrono::days{150 * k});
    for (const dated_measure& m : measure_series(net, names, days, {.threads = threads}))
      values.push_back(m.value.value);
    return values;
  };
  EXPECT_EQ(measured(4), measured(1));
}

}  // namespace
}  // namespace capnet::race
