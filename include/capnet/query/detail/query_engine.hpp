#pragma once
/// Answers lowered plans: rows of ends and the days they are reached on, hop by hop. The one place that walks ties for
/// a query.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/simd.hpp>
#include <capnet/query/cost.hpp>
#include <capnet/query/detail/query_workspace.hpp>
#include <capnet/query/detail/range_within.hpp>
#include <capnet/query/detail/tie_values.hpp>
#include <capnet/query/match_value.hpp>
#include <capnet/query/plan.hpp>

namespace capnet::detail {

/// Answers one plan on one network, from one set of starts after another. Takes a workspace, and gives it back unless
/// something was thrown.
class query_engine {
 public:
  /// `days`: ascending, at most asked_days::most; none: as the plan says. The plan and the network outlive this.
  query_engine(const snapshot& net, const query_plan& plan, std::span<const date> days = {},
               std::span<const std::string> wanted = {})
      : net_{net}, plan_{plan}, memory_{memory_of_queries::of(net)}, work_{memory_.take()} {
    work_->prepare(net, memory_, plan, days, wanted);
    rows_ordered_ = work_->plan.weighs || plan.sum || work_->days.several() || !work_->plan.names.empty();
  }
  query_engine(const query_engine&) = delete;
  query_engine& operator=(const query_engine&) = delete;
  ~query_engine() {
    if (!work_->asked) work_->views.clear();  // they may keep the network alive, beside which this lies
    if (done_) memory_.give_back(std::move(work_));
  }

  /// Counts what is touched, at the start and by each step of the plan, or collects the ways of walks.
  void count(std::vector<query_counters>* touched) { touched_ = touched; }
  void trace(query_trace* trace) { trace_ = trace; }

  /// From all vertices that the plan starts at: rows of one group, if none was named.
  void follow() {
    begin(1);
    const bool deeds = work_->plan.begins_with_deeds;
    touch(0, [&](touch_counter& c) {
      if (!plan_.start_kind) return c.vertex_time(plan_.start.size());
      for (const kind_index kind : net_.schema().subkinds(*plan_.start_kind)) c.vertex_time(net_.order(kind));
    });
    if (plan_.start_kind) {
      for (const kind_index kind : net_.schema().subkinds(*plan_.start_kind)) {
        for (const vertex_ref v : net_.vertices(kind)) add_start(v, 0, deeds);
      }
    } else {
      for (const vertex_ref v : plan_.start) add_start(v, 0, deeds);
      if (plan_.start.size() == 1) work_->nodes[0].vertex = plan_.start.front(), one_start_ = true;
      if (plan_.start.size() > 1) {  // each once
        order_rows();
        const auto last = std::unique(work_->rows.begin(), work_->rows.end(),
                                      [](const reached& a, const reached& b) { return a.position == b.position; });
        work_->rows.erase(last, work_->rows.end());
      }
    }
    walk();
  }
  /// From each of several starts by itself: its number is the root of its rows' groups.
  void follow(std::span<const vertex_ref> starts) {
    begin(starts.size());
    one_start_ = true;
    for (std::uint32_t k = 0; k < starts.size(); ++k) {
      work_->nodes[k].vertex = starts[k];
      add_start(starts[k], k, work_->plan.begins_with_deeds);
    }
    walk();
  }

  /// The ends that were reached, by root, in no order within one. No two of a root, vertex and day, once they are
  /// `merged`; before, also by what was named.
  [[nodiscard]] std::span<reached> rows() { return work_->rows; }
  [[nodiscard]] vertex_ref vertex(const reached& r) const { return space_->at(r.position); }
  [[nodiscard]] std::uint32_t root(const reached& r) const {
    std::uint32_t at = r.group;
    while (at >= roots_) at = work_->nodes[at].before;
    return at;
  }
  /// What a register holds of a row: of a vertex or of a tie.
  [[nodiscard]] const match_node& named(const reached& r, std::size_t reg) const {
    std::uint32_t at = r.group;
    while (work_->nodes[at].reg != reg) at = work_->nodes[at].before;
    return work_->nodes[at];
  }
  /// What a term stands for of a row, on the day of that number. Pre: its name was wanted, or stands in a condition.
  [[nodiscard]] match_value value(const query_term& term, const reached& r, std::size_t day) const {
    if (term.name.empty()) return {.value = term.value.empty() ? std::nullopt : std::optional{term.value}};
    const match_node& node = named(r, *work_->plan.find(term.name));
    return node.is_tie ? value_of(net_, node.tie, term.attribute)
                       : value_of(work_->views[day], node.vertex, term.attribute);
  }
  /// Whether a row comes before another, as a top says.
  [[nodiscard]] bool better(const step_top& how, const reached& a, const reached& b) const {
    return better_for_top(how, a, b, [&] {
      const vertex_ref u = vertex(a), v = vertex(b);
      return how.by_key ? comes_before(net_, u, v) : u < v;
    });
  }
  /// Leaves one row for each root, vertex and day: what was named is forgotten.
  void merge() {
    if (work_->plan.names.empty()) return;
    for (reached& r : work_->rows) r.group = root(r);
    work_->order.put_together(work_->rows);
  }
  /// By group and position; those of one of each keep their order.
  void order_rows() { work_->order.order(work_->rows); }
  /// To be called when the rows were read: else the workspace is not used again.
  void done() { done_ = true; }
  /// The last top, which is left to whoever reads the rows.
  [[nodiscard]] const step_top* last_top() const { return work_->plan.last_top; }

 private:
  using run_of_ties = query_workspace::run;

  template <class Count>
  void touch(std::size_t step, const Count& count) {
    if (touched_ == nullptr) [[likely]]
      return;
    touch_counter counter{(*touched_)[step]};
    count(counter);
  }
  void begin(std::size_t roots) {
    work_->rows.clear();
    work_->nodes.assign(roots, {.reg = ~std::uint32_t{0}});
    for (std::uint32_t k = 0; k < roots; ++k) work_->nodes[k].before = k;
    roots_ = static_cast<std::uint32_t>(roots);
    space_ = starting_space();
    on_the_way_ = one_start_ = false;
    some_ended_ = work_->plan.begins_with_deeds;
    if (touched_ != nullptr) touched_->assign(plan_.steps.size() + 1, {});
    if (trace_ != nullptr) *trace_ = {};
  }
  // That of the first hop: who is at none of its beginnings leads nowhere.
  [[nodiscard]] const vertex_space* starting_space() const {
    const auto steps = work_->plan.steps();
    const bool at_once = !steps.empty() && steps[0].how == lowered_step::what::hop && steps[0].ways.size() == 1 &&
                         steps[0].fewest > 0 && touched_ == nullptr && trace_ == nullptr;
    return at_once ? steps[0].ways[0].from : &memory_.all();
  }
  void add_start(vertex_ref v, std::uint32_t root, bool deeds) {
    const std::uint64_t days = work_->days.of(net_.held(v), deeds ? tie_nature::deed : tie_nature::state);
    if (days != 0 && space_->domain->admits(v.kind))
      work_->rows.push_back({space_->domain->position(v), root, days, 1, plan_.sum ? 0.0 : 1.0, 0});
  }

  void walk() {
    if (touched_ != nullptr) {  // of steps before the first that does something too
      for (query_counters& step : *touched_) step.rows = work_->rows.size();
    }
    for (const lowered_step& step : work_->plan.steps()) {
      if (step.how != lowered_step::what::top || step.top != work_->plan.last_top) take(step);
    }
    if (trace_ != nullptr) trace_->reached = vertices_of(work_->rows);
  }
  void take(const lowered_step& step) {
    switch (step.how) {
      case lowered_step::what::hop:
        hop(step);
        break;
      case lowered_step::what::filter:
        keep(step);
        break;
      case lowered_step::what::top:
        rank_and_cut(*step.top);
        break;
      case lowered_step::what::name:
        give_name(step.reg);
        break;
      case lowered_step::what::again:
        erase_rows([&](reached& r) { return vertex(r) != named(r, step.reg).vertex; });
        break;
      case lowered_step::what::condition:
        erase_rows([&](reached& r) { return (r.days = days_of(*step.condition, r)) == 0; });
        break;
    }
    if (touched_ != nullptr) {
      (*touched_)[step.step + 1].rows = work_->rows.size();
      for (std::size_t next = step.step + 1; next < plan_.steps.size(); ++next)  // filters that the hop has judged
        (*touched_)[next + 1].rows = work_->rows.size();
    }
  }
  template <class Gone>
  void erase_rows(const Gone& gone) {
    std::erase_if(work_->rows, gone);
  }
  void keep(const lowered_step& step) {
    erase_rows([&](reached& r) {
      touch(step.step + 1, [](touch_counter& c) { c.attribute(); });
      const vertex_slice& slice = space_->slice(r.position);
      for (const vertex_filter& filter : step.filters)
        r.days = filter(work_->views, *slice.rows, slice.at(r.position), r.days, start_of(r));
      return r.days == 0;
    });
  }
  // The one start of a row's walks, as filters on its region ask; nobody's if there are several.
  [[nodiscard]] vertex_ref start_of(const reached& r) const { return work_->nodes[root(r)].vertex; }
  void give_name(std::size_t reg) {
    order_rows();
    for (std::size_t k = 0; k < work_->rows.size(); ++k) {
      reached& r = work_->rows[k];
      const bool same = k > 0 && work_->rows[k - 1].position == r.position &&
                        work_->nodes[work_->rows[k - 1].group].before == r.group;
      r.group = same ? work_->rows[k - 1].group
                     : add_node({.before = r.group, .reg = static_cast<std::uint32_t>(reg), .vertex = vertex(r)});
    }
  }
  std::uint32_t add_node(const match_node& node) {
    work_->nodes.push_back(node);
    return static_cast<std::uint32_t>(work_->nodes.size() - 1);
  }

  // ---- hops

  void hop(const lowered_step& step) {
    const bool once = step.fewest == 1 && step.most == 1;
    if (trace_ != nullptr) {
      trace_->stages.push_back({.fewest = step.fewest});
      if (const auto* walk = std::get_if<step_walk>(&plan_.steps[step.step]))
        trace_->stages.back().filters = walk->filters;
      for (const lowered_way& way : step.ways) trace_->stages.back().ways.push_back(way.along);
    }
    reached_rows all;  // of each number of ties, one after the other
    for (std::uint32_t ties = 0;; ++ties) {
      if (ties >= step.fewest && !once) {
        if (ties == 0) change_space(*step.space);
        for (reached r : work_->rows) {
          if (!on_the_way_) r.days &= work_->days.of(net_.held(vertex(r)), tie_nature::state);
          if (r.days != 0) all.push_back(r);
        }
      }
      if (ties == step.most || work_->rows.empty()) break;
      if (trace_ != nullptr) trace_->stages.back().fronts.push_back(vertices_of(work_->rows));
      advance(step);
      space_ = step.space;
      on_the_way_ = true;
      for (const lowered_way& way : step.ways) some_ended_ = some_ended_ || way.nature == tie_nature::deed;
    }
    space_ = step.space;
    if (once) return;
    work_->rows = std::move(all);
    if (step.fewest != step.most) work_->order.put_together(work_->rows);
  }
  void change_space(const vertex_space& to) {
    if (space_ == &to) return;
    for (reached& r : work_->rows) r.position = to.domain->position(vertex(r));
    space_ = &to;
  }
  // From the rows to those one tie further.
  void advance(const lowered_step& step) {
    // Sums are in the order of positions from the third tie on, whatever days are asked of; up to the second they are
    // so by themselves: lists are sorted.
    if (rows_ordered_ || work_->nodes.size() > roots_) order_rows();
    work_->next.begin(static_cast<std::size_t>(step.space->domain->size()), !work_->days.several());
    const reached_rows& rows = work_->rows;
    if (step.ways.size() == 1) {
      open(step, step.ways.front(), 0, rows.size());
    } else {  // group by group, so that what its ways lead to is added up in one order
      for (std::size_t first = 0, last = 0; first < rows.size(); first = last) {
        while (last < rows.size() && rows[last].group == rows[first].group) ++last;
        for (const lowered_way& way : step.ways) open(step, way, first, last);
      }
    }
    work_->next.move_to(work_->rows);
  }
  void find_beginnings(const lowered_step& step, const lowered_way& way, std::size_t first, std::size_t last) {
    const bool same = space_->same(*way.from);
    const bool look_back = some_ended_ && way.nature == tie_nature::state;
    work_->beginnings.clear();
    for (const reached& r : std::span{work_->rows}.subspan(first, last - first)) {
      query_workspace::beginning& from = work_->beginnings.emplace_back();
      vertex_ref v{};
      if (!same || look_back) v = vertex(r);
      if (!same && !way.from->domain->admits(v.kind)) continue;
      from = {same ? r.position : way.from->domain->position(v), r.days};
      if (!look_back) continue;
      from.days &= work_->days.of(net_.parts().held(v), tie_nature::state);
      touch(step.step + 1, [](touch_counter& c) { c.vertex_time(1); });
    }
  }
  // Opens the lists of rows [first_row, last_row); the memory of lists to come is asked for on the way.
  void open(const lowered_step& step, const lowered_way& way, std::size_t first_row, std::size_t last_row) {
    find_beginnings(step, way, first_row, last_row);
    constexpr std::size_t far = 24, near = 16, close = 8;
    const std::vector<query_workspace::beginning>& all = work_->beginnings;
    std::vector<run_of_ties>& runs = work_->runs;
    runs.clear();
    if (way.ties->blocks().empty()) return;
    ranged_ = ~std::uint32_t{0};
    by_region_ = nobody_ = false;
    region_ = 0;
    const bool extended = way.ties->extended();
    const adjacency& base = way.side(0);
    const std::size_t n = all.size();
    std::size_t places = 0, lists = 0, found = 0, visited = 0;
    for (std::size_t k = 0; k < n; ++k) {
      if (!extended) {
        for (; places < std::min(n, k + far); ++places) {
          if (all[places].days != 0) prefetch(base.offsets.data() + all[places].position);
        }
        for (; lists < std::min(n, k + near); ++lists) fetch_list(base, all[lists]);
      }
      for (; found < std::min(n, k + close); ++found) {
        const std::size_t before = runs.size();
        if (all[found].days != 0) find_runs(step, way, found, first_row + found);
        for (std::size_t r = before; r < runs.size(); ++r) {
          runs[r].test->prefetch(runs[r].first);
          const column<std::int32_t>& ends = runs[r].side->neighbors;
          if (ends.ready()) work_->next.prefetch(ends.data()[runs[r].first]);
          if (way.weighs != weighing::nothing && !runs[r].side->weights.empty())
            prefetch(runs[r].side->weights.data() + runs[r].first);
        }
      }
      for (; visited < runs.size() && runs[visited].row == first_row + k; ++visited)
        scan(step, way, runs[visited], all[k].days);
    }
  }
  void fetch_list(const adjacency& side, const query_workspace::beginning& from) const {
    if (from.days == 0 || static_cast<std::size_t>(from.position) + 1 >= side.offsets.size()) return;
    const auto first = static_cast<std::size_t>(side.offsets[static_cast<std::size_t>(from.position)]),
               last = static_cast<std::size_t>(side.offsets[static_cast<std::size_t>(from.position) + 1]);
    if (first >= last || last > side.neighbors.size()) return;
    const std::int32_t* const ends = side.neighbors.data();
    prefetch(ends + first);
    if (!by_region_) return;
    prefetch(ends + first + (last - first) / 4);
    prefetch(ends + first + (last - first) / 2);
    prefetch(ends + first + (last - first) / 4 * 3);
  }
  // Where the ends of a hop lie if they are to be of one region; of the region of each start by itself.
  void find_ranges(const lowered_step& step, const lowered_way& way, const reached& from) {
    work_->ranges.clear();
    const bool dated = net_.parts().changes.changes_regions();
    by_region_ = (step.start_region || step.region) && !dated;
    region_ = step.region.value_or(0);
    nobody_ = false;
    if (step.start_region) {
      nobody_ = !one_start_;
      if (one_start_ && (!dated || !work_->days.several()))
        region_ = work_->views.front().region_code(start_of(from)), nobody_ = region_ == 0;
    }
    if (dated) region_ = 0;  // columns don't say it
    if (!by_region_ || nobody_) return;
    bool some = false;
    for (const vertex_slice& slice : way.to->slices) {
      const std::vector<std::int32_t>* const firsts = memory_.regions(slice);
      some = some || firsts != nullptr;
      if (firsts != nullptr)
        work_->ranges.push_back({slice.first + (*firsts)[region_], slice.first + (*firsts)[region_ + 1], true});
      else
        work_->ranges.push_back({slice.first, slice.first + slice.count, false});
    }
    by_region_ = some;
  }
  void find_runs(const lowered_step& step, const lowered_way& way, std::size_t beginning, std::size_t row) {
    const reached& from = work_->rows[row];
    if ((step.start_region || step.region) && ranged_ != from.group) {
      find_ranges(step, way, from);
      ranged_ = from.group;
    }
    if (nobody_) return;
    const std::int32_t position = work_->beginnings[beginning].position;
    const layer::row_range list = way.forward ? way.ties->out_row(position) : way.ties->in_row(position);
    if (list.first == list.last) return;
    const day_test* const test = &work_->plan.tests[way.first_test + list.block];
    if (!by_region_) {
      work_->runs.push_back({list.side, test, row, list.first, list.last, region_, false});
      return;
    }
    const std::int32_t* const ends = list.side->neighbors.slice(list.first, list.last).data();
    for (const query_workspace::range& range : work_->ranges) {
      if (range.low == range.high) continue;
      const auto [a, b] = range_within(ends, list.last - list.first, range.low, range.high);
      if (a != b) work_->runs.push_back({list.side, test, row, list.first + a, list.first + b, region_, range.exact});
    }
  }
  // Up to 64 ties at a time: their days, what they have to pass, and then, of those left, who is at the other end.
  void scan(const lowered_step& step, const lowered_way& way, const run_of_ties& run, std::uint64_t days) {
    const reached from = work_->rows[run.row];
    work_->next.begin_group(from.group);
    const adjacency& side = *run.side;
    const bool many = work_->days.several();
    const tie_values values{way, side, run.first, run.last};
    touch_counter counter{touched_ == nullptr ? unread_ : (*touched_)[step.step + 1]};
    if (touched_ != nullptr) [[unlikely]]
      counter.list(run.first, run.last);
    const bool plain = !many && way.to->always_exist && touched_ == nullptr;
    for (std::size_t at = run.first; at < run.last; at += 64) {
      const std::size_t count = std::min<std::size_t>(64, run.last - at);
      std::uint64_t word = (*run.test)(side.times, at, count);
      for (const tie_filter& filter : way.filters) word &= word == 0 ? 0 : filter(net_, side, at, count);
      if (word == 0) continue;
      const std::int32_t* const neighbors = side.neighbors.slice(at, at + count).data();
      const bool judged = judge_at_once(step, way, run, neighbors, count, word);
      if (word == 0) continue;
      if (plain && judged) {
        add_ends(step, way, side, at, values, from, [&](const auto& visit) {
          for (; word != 0; word &= word - 1) {
            const auto k = static_cast<std::uint32_t>(std::countr_zero(word));
            visit(candidate{neighbors[k], k, days});
          }
        });
        continue;
      }
      candidate_list ends;
      for_each_bit(word, [&](std::size_t k) {
        ends.add(
            {neighbors[k], static_cast<std::uint32_t>(k), many ? days & work_->days.of_tie(side.times, at + k) : days});
      });
      if (many) ends.keep([](const candidate& end) { return end.days; });
      if (!judged) judge_each(step, way, run, ends, counter);
      if (touched_ != nullptr) [[unlikely]] {
        for (const candidate& end : ends)
          counter.end(at + end.tie, way.weighs != weighing::nothing && !side.weights.empty());
      }
      if (!way.to->always_exist) {
        ends.keep([&](const candidate& end) {
          const vertex_slice& slice = way.to->slice(end.position);
          return end.days &
                 work_->days.of(slice.rows->times[slice.at(end.position).value - slice.rows->first], way.nature);
        });
      }
      add_ends(step, way, side, at, values, from, [&](const auto& visit) {
        for (const candidate& end : ends) visit(end);
      });
      if (touched_ != nullptr) [[unlikely]] {
        for (std::size_t k = 0; k < ends.size; ++k) counter.reach();
      }
    }
  }
  // Adds the walks on to ends of ties [at, at + 64): `each(visit)` calls `visit(candidate)` for each that counts.
  template <class Each>
  void add_ends(const lowered_step& step, const lowered_way& way, const adjacency& side, std::size_t at,
                const tie_values& values, const reached& from, const Each& each) {
    row_sums& next = work_->next;
    next.expect(64);
    if (!step.tie_name && way.in_space && values.are_factors()) return next.add_walks(from, values.factors(at), each);
    each([&](const candidate& end) {
      reached more = from;
      more.position = way.in_space ? end.position : step.space->domain->position(way.to->at(end.position));
      more.days = end.days;
      values.weigh(at + end.tie, more);
      if (!step.tie_name) return next.add(more);
      const tie_ref tie{way.along.relation, side.row(at + end.tie)};
      more.group = add_node(
          {.before = from.group, .reg = static_cast<std::uint32_t>(*step.tie_name), .tie = tie, .is_tie = true});
      next.add_alone(more);
    });
  }
  // Leaves the ends that pass the filters, where all can be judged without regard to days; says whether they were.
  bool judge_at_once(const lowered_step& step, const lowered_way& way, const run_of_ties& run, const std::int32_t* ends,
                     std::size_t n, std::uint64_t& word) {
    if (step.filters.size() == (run.in_region ? 1 : 0)) return true;
    if (touched_ != nullptr || !net_.parts().changes.empty()) return false;
    if (step.start_region && !run.in_region) {
      const vertex_slice& slice = way.to->slice(ends[0]);
      if (!slice.holds(ends[n - 1])) return false;
      word = of_region(slice, ends, n, word, run.region, level_);
    }
    const std::span others = std::span{step.filters}.subspan(step.start_region ? 1 : 0);
    if (others.empty() || word == 0) return true;
    word = work_->memos[way.number].passing(ends, word, [&](std::int32_t position) {
      const vertex_slice& slice = way.to->slice(position);
      return std::ranges::all_of(others, [&](const vertex_filter& filter) {
        return filter(work_->views, *slice.rows, slice.at(position), 1, {}) != 0;
      });
    });
    return true;
  }
  // The same one by one.
  void judge_each(const lowered_step& step, const lowered_way& way, const run_of_ties& run, candidate_list& ends,
                  touch_counter& counter) const {
    for (const vertex_filter& filter : std::span{step.filters}.subspan(run.in_region ? 1 : 0)) {
      if (touched_ != nullptr) [[unlikely]] {
        for (std::size_t k = 0; k < ends.size; ++k) counter.attribute();
      }
      filter.keep(work_->views, *way.to, ends, start_of(work_->rows[run.row]));
    }
  }
  [[nodiscard]] std::vector<vertex_ref> vertices_of(const reached_rows& rows) const {
    std::vector<vertex_ref> vertices;
    for (const reached& r : rows) vertices.push_back(vertex(r));
    std::sort(vertices.begin(), vertices.end());
    vertices.erase(std::unique(vertices.begin(), vertices.end()), vertices.end());
    return vertices;
  }
  // A top amid the steps: from each start and on each day by itself.
  void rank_and_cut(const step_top& how) {
    order_rows();
    reached_rows& rows = work_->rows;
    std::vector<std::uint64_t> kept(rows.size());
    std::vector<std::uint32_t> best;
    for (std::uint32_t first = 0, last = 0; first < rows.size(); first = last) {
      while (last < rows.size() && root(rows[last]) == root(rows[first])) ++last;
      for_each_bit(work_->days.every(), [&](std::size_t d) {
        best.clear();
        for (std::uint32_t k = first; k < last; ++k) {
          if ((rows[k].days >> d & 1) != 0) best.push_back(k);
        }
        const std::size_t most = std::min(how.k, best.size());
        std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(most), best.end(),
                          [&](std::uint32_t a, std::uint32_t b) { return better(how, rows[a], rows[b]); });
        for (std::size_t k = 0; k < most; ++k) kept[best[k]] |= std::uint64_t{1} << d;
      });
    }
    for (std::size_t k = 0; k < rows.size(); ++k) rows[k].days = kept[k];
    erase_rows([](const reached& r) { return r.days == 0; });
  }
  // The days of a row on which a condition holds.
  [[nodiscard]] std::uint64_t days_of(const query_condition& condition, const reached& r) const {
    std::uint64_t on = r.days;
    for_each_bit(r.days, [&](std::size_t d) {
      if (!holds(net_, condition, value(condition.left, r, d), value(condition.right, r, d)))
        on &= ~(std::uint64_t{1} << d);
    });
    return on;
  }

  const snapshot& net_;
  const query_plan& plan_;
  memory_of_queries& memory_;
  std::unique_ptr<query_workspace> work_;
  std::vector<query_counters>* touched_ = nullptr;
  query_trace* trace_ = nullptr;
  query_counters unread_{};
  const vertex_space* space_ = nullptr;  // that rows are counted by
  std::uint32_t roots_ = 0;
  std::uint32_t ranged_ = 0;  // group that `ranges` are of
  std::uint32_t region_ = 0;  // that ends are to be of in `ranges`, if it is one
  bool by_region_ = false;    // ends are looked for in ranges
  bool nobody_ = false;       // can be of the region asked for
  simd_level level_ = current_simd();
  bool on_the_way_ = false;  // walks have ties
  bool some_ended_ = false;  // some rows may be of vertices that don't count themselves
  bool one_start_ = false;   // of each root
  bool rows_ordered_ = false;
  bool done_ = false;
};

}  // namespace capnet::detail
