#pragma once
/// Definitions of executor.hpp: see core/config.hpp.
#include <algorithm>
#include <atomic>
#include <string>
#include <tuple>

#include <capnet/core/config.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/query/detail/query_engine.hpp>
#include <capnet/query/executor.hpp>

namespace capnet {

namespace detail {

/// The rows of an answer out of those of an engine, as a last top ranks them; in no order without one.
class row_writer {
 public:
  row_writer(const snapshot& net, const query_engine& from) : net_{net}, from_{from} {}

  void write(std::span<reached> all, std::vector<query_row>& rows) {
    rows.clear();
    const step_top* const top = from_.last_top();
    const std::size_t most = top == nullptr ? all.size() : std::min(top->k, all.size());
    if (top != nullptr && top->by_key)
      best_by_key(*top, all, most);
    else if (top != nullptr)
      best(all, most, [&](const reached& a, const reached& b) { return from_.better(*top, a, b); });
    rows.reserve(most);
    for (const reached& r : all.first(most)) rows.push_back({from_.vertex(r), r.walks, r.weight, r.unknown});
  }

 private:
  // The best k in front and in order. A few are kept sorted as they come: less is moved than in a heap.
  template <class Better>
  static void best(std::span<reached> all, std::size_t k, const Better& better) {
    constexpr std::size_t few = 32;
    if (k > few) {
      std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k), all.end(), better);
      return;
    }
    for (std::size_t at = 1; at < all.size() && k > 0; ++at) {
      if (at >= k && !better(all[at], all[k - 1])) continue;
      const reached one = all[at];
      std::size_t place = std::min(at, k - 1);
      if (at >= k) std::swap(all[at], all[k - 1]);
      for (; place > 0 && better(one, all[place - 1]); --place) all[place] = all[place - 1];
      all[place] = one;
    }
  }
  // Keys are read once.
  void best_by_key(const step_top& how, std::span<reached> all, std::size_t k) const {
    struct keyed {
      reached row;
      std::string key;
    };
    std::vector<keyed> rows;
    for (const reached& r : all) rows.push_back({r, net_.key(from_.vertex(r))});
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(k), rows.end(),
                      [&](const keyed& a, const keyed& b) {
                        return better_for_top(how, a.row, b.row, [&] {
                          const kind_index x = from_.vertex(a.row).kind, y = from_.vertex(b.row).kind;
                          return x != y ? net_.schema().name(x) < net_.schema().name(y) : a.key < b.key;
                        });
                      });
    for (std::size_t at = 0; at < k; ++at) all[at] = rows[at].row;
  }

  const snapshot& net_;
  const query_engine& from_;
};

/// Days ascending, each once, and where each of those asked stands among them.
struct sorted_days {
  std::vector<date> days{};
  std::vector<std::size_t> places{};

  explicit sorted_days(std::span<const date> asked) : days(asked.begin(), asked.end()) {
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (const date day : asked)
      places.push_back(static_cast<std::size_t>(std::lower_bound(days.begin(), days.end(), day) - days.begin()));
  }
  /// What was found on each day, for the days as they were asked.
  template <class Found>
  [[nodiscard]] std::vector<Found> as_asked(std::vector<Found> found) const {
    if (std::ranges::is_sorted(places) && places.size() == days.size()) return found;
    std::vector<Found> all;
    for (const std::size_t place : places) all.push_back(found[place]);
    return all;
  }
  /// Calls `visit(first, some)` for as many at a time as an engine takes.
  template <class Visit>
  void for_each_part(const Visit& visit) const {
    for (std::size_t first = 0; first < days.size(); first += asked_days::most)
      visit(first, std::span{days}.subspan(first, std::min(asked_days::most, days.size() - first)));
  }
};

/// What the rows come to on each of n days. Each day's sum is in the order of positions.
inline void add_totals(query_engine& engine, std::span<query_total> of_days) {
  engine.follow();
  engine.merge();
  engine.order_rows();
  for (const reached& r : engine.rows()) {
    for_each_bit(r.days, [&](std::size_t d) {
      query_total& all = of_days[d];
      ++all.vertices;
      all.walks = saturating_sum(all.walks, r.walks);
      all.weight += r.weight;
      all.unknown = saturating_sum(all.unknown, r.unknown);
    });
  }
  engine.done();
}

}  // namespace detail

CAPNET_INLINE std::vector<query_row> query_executor::run(const query_plan& plan, std::vector<query_counters>* touched,
                                                         query_trace* trace) {
  detail::query_engine engine{net_, plan};
  engine.count(touched);
  engine.trace(trace);
  engine.follow();
  engine.merge();
  total_ = engine.rows().size();
  std::vector<query_row> rows;
  detail::row_writer{net_, engine}.write(engine.rows(), rows);
  if (engine.last_top() == nullptr) {
    std::sort(rows.begin(), rows.end(), [](const query_row& a, const query_row& b) { return a.vertex < b.vertex; });
  } else if (touched != nullptr) {
    touched->back().rows = rows.size();
  }
  if (trace != nullptr && engine.last_top() != nullptr) {
    trace->reached.clear();
    for (const query_row& row : rows) trace->reached.push_back(row.vertex);
    std::sort(trace->reached.begin(), trace->reached.end());
  }
  engine.done();
  return rows;
}

CAPNET_INLINE void query_executor::run_each(const query_plan& plan, std::span<const vertex_ref> starts,
                                            const each_visit& visit, const execution& how) const {
  constexpr std::size_t side_by_side = 64, grain = 256;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    detail::query_engine engine{net_, plan};
    detail::row_writer writer{net_, engine};
    std::vector<query_row> found;
    for (std::size_t begin; (begin = next.fetch_add(grain)) < starts.size();) {
      throw_if_stopped(how.stop);
      for (std::size_t first = begin; first < std::min(starts.size(), begin + grain); first += side_by_side) {
        const std::size_t count = std::min({side_by_side, starts.size() - first, begin + grain - first});
        engine.follow(starts.subspan(first, count));
        engine.merge();
        std::span<detail::reached> rest = engine.rows();
        for (std::uint32_t k = 0; k < count; ++k) {
          const auto own = std::ranges::find_if(rest, [&](const detail::reached& r) { return r.group != k; });
          const auto total = static_cast<std::size_t>(own - rest.begin());
          writer.write(rest.first(total), found);
          rest = rest.subspan(total);
          visit(first + k, std::span<const query_row>{found}, total);
        }
      }
    }
    engine.done();
  };
  const std::size_t workers =
      std::min<std::size_t>(detail::wanted_threads(how.threads), (starts.size() + grain - 1) / grain);
  if (workers <= 1) {
    if (workers == 1) work();
    return;
  }
  parallel_for_blocks(workers, 1, static_cast<unsigned>(workers),
                      [&](std::size_t, std::size_t, std::size_t) { work(); });
}

CAPNET_INLINE std::vector<day_rows> query_executor::run_on(const query_plan& plan, std::span<const date> days,
                                                           std::vector<query_counters>* touched) const {
  const detail::sorted_days asked{days};
  std::vector<day_rows> found(asked.days.size());
  detail::reached_rows of_day;
  std::vector<query_counters> counted;
  if (touched != nullptr) touched->assign(plan.steps.size() + 1, {});
  asked.for_each_part([&](std::size_t first, std::span<const date> some) {
    detail::query_engine engine{net_, plan, some};
    detail::row_writer writer{net_, engine};
    if (touched != nullptr) engine.count(&counted);
    engine.follow();
    engine.merge();
    std::size_t written = 0;
    for (std::size_t d = 0; d < some.size(); ++d) {
      of_day.clear();
      for (const detail::reached& r : engine.rows()) {
        if ((r.days >> d & 1) != 0) of_day.push_back(r);
      }
      day_rows& one = found[first + d];
      one.day = some[d];
      one.total = of_day.size();
      writer.write(of_day, one.rows);
      written += one.rows.size();
      if (engine.last_top() == nullptr) {
        std::sort(one.rows.begin(), one.rows.end(),
                  [](const query_row& a, const query_row& b) { return a.vertex < b.vertex; });
      }
    }
    if (touched != nullptr && engine.last_top() != nullptr) counted.back().rows = written;
    for (std::size_t k = 0; k < counted.size(); ++k) (*touched)[k] += counted[k];
    engine.done();
  });
  return asked.as_asked(std::move(found));
}

CAPNET_INLINE query_total query_executor::total_of(const query_plan& plan) const {
  detail::query_engine engine{net_, plan};
  query_total all;
  detail::add_totals(engine, {&all, 1});
  return all;
}

CAPNET_INLINE std::vector<query_total> query_executor::totals_on(const query_plan& plan,
                                                                 std::span<const date> days) const {
  const detail::sorted_days asked{days};
  std::vector<query_total> found(asked.days.size());
  asked.for_each_part([&](std::size_t first, std::span<const date> some) {
    detail::query_engine engine{net_, plan, some};
    detail::add_totals(engine, std::span{found}.subspan(first, some.size()));
  });
  return asked.as_asked(std::move(found));
}

}  // namespace capnet
