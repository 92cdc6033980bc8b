#pragma once
/// What one question works in, beside the network between questions.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <capnet/query/detail/asked_days.hpp>
#include <capnet/query/detail/end_memo.hpp>
#include <capnet/query/detail/lowered_plan.hpp>
#include <capnet/query/detail/query_memory.hpp>
#include <capnet/query/detail/reached.hpp>
#include <capnet/query/detail/row_sums.hpp>
#include <capnet/query/plan.hpp>

namespace capnet::detail {

/// What walks of one group have in common: a list from the last name to the first, and then the start.
struct match_node {
  std::uint32_t before = 0;
  std::uint32_t reg = 0;  ///< register of the name
  vertex_ref vertex{};    ///< or
  tie_ref tie{};
  bool is_tie = false;
};

/// The memory that answering needs, and the last plan made ready in it: kept for the next question.
struct query_workspace {
  /// A list to open: of whom, and on which days.
  struct beginning {
    std::int32_t position = -1;
    std::uint64_t days = 0;
  };
  /// Where ends of the region asked for lie, of one slice of the hop's space.
  struct range {
    std::int32_t low = 0, high = 0;
    bool exact = false;  ///< all of them, and nobody else
  };
  /// Ties [first, last) of the list of row `row`.
  struct run {
    const adjacency* side = nullptr;
    const day_test* test = nullptr;
    std::size_t row = 0, first = 0, last = 0;
    std::uint32_t region = 0;  ///< that ends are to be of, if it is one
    bool in_region = false;    ///< all are
  };
  std::optional<query_plan> asked{};  ///< that `plan` was lowered from; nothing: from one that is not kept
  std::vector<date> asked_on{};       ///< the days that it was asked on, if not on its own
  lowered_plan plan{};
  std::vector<end_memo> memos{};  ///< [way of the plan]
  asked_days days{};
  std::vector<network_view> views{};  ///< of each day; of the first alone where days differ in what holds alone
  reached_rows rows{};
  row_sums next{};
  row_order order{};
  std::vector<beginning> beginnings{};
  std::vector<run> runs{};
  std::vector<range> ranges{};  ///< [slice]
  std::vector<match_node> nodes{};

  /// Makes a plan ready for these days: ascending, at most asked_days::most; none: as the plan says. One that was asked
  /// last, from whatever starts, is ready, or ready but for other days: questions are mostly asked many times.
  /// `wanted`: names that the answer shows. A workspace that it threw in is not used again.
  template <class Memory>
  void prepare(const snapshot& net, const Memory& memory, const query_plan& query, std::span<const date> on,
               std::span<const std::string> wanted) {
    const bool calls = std::ranges::any_of(
        query.steps, [](const plan_step& step) { return std::holds_alternative<step_where>(step); });
    const bool keeps = !calls && !query.sum && query.conditions.empty() && wanted.empty();
    if (!keeps || !asked || asked->steps != query.steps)
      lower(net, memory, query, keeps, wanted);
    else if (asked->day == query.day && asked->sure == query.sure && asked->window == query.window &&
             std::ranges::equal(on, asked_on))
      return;
    set_days(net, query, on, calls);
  }

 private:
  template <class Memory>
  void lower(const snapshot& net, const Memory& memory, const query_plan& query, bool keeps,
             std::span<const std::string> wanted) {
    asked.reset();
    if (keeps) asked = query_plan{.steps = query.steps};
    plan.clear();
    plan_lowering{net, memory, keeps ? *asked : query, wanted}.lower(plan);
    if (memos.size() < plan.ways) memos.resize(plan.ways);
    for (const lowered_step& step : plan.steps()) {
      for (const lowered_way& way : step.ways)
        memos[way.number].begin(step.filters.empty() ? 0 : static_cast<std::size_t>(way.to->domain->size()));
    }
  }
  void set_days(const snapshot& net, const query_plan& query, std::span<const date> on, bool calls) {
    if (asked) asked->day = query.day, asked->window = query.window, asked->sure = query.sure;
    asked_on.assign(on.begin(), on.end());
    view_options of_day{.day = query.day, .window = query.window, .sure = query.sure}, some_day = of_day;
    days.assign(of_day, on);
    if (on.size() == 1) some_day.day = on.front();
    if (on.size() > 1)
      some_day = {.window = interval{on.front(), on.back() + std::chrono::days{1}}, .sure = query.sure};
    plan.test_days(validity{some_day});
    // What is kept must not keep the network alive, beside which it lies; what functions are handed may.
    const snapshot seen =
        asked ? snapshot{std::shared_ptr<const frozen>{std::shared_ptr<const void>{}, &net.parts()}} : net;
    const bool each = calls || !net.parts().changes.empty() || !plan.names.empty();
    views.clear();
    for (std::size_t d = 0; d < (each ? days.size() : 1); ++d) {
      if (!on.empty()) of_day.day = on[d];
      views.emplace_back(seen, of_day);
    }
  }
};

using memory_of_queries = query_memory<query_workspace>;

}  // namespace capnet::detail
