#pragma once
/// The contract of a measure of a network: one row beside its function, from which commands, report and documents are
/// made.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/core/measure_info.hpp>
#include <capnet/metric/reading.hpp>
#include <capnet/model/estimate.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

namespace detail {

/// Some vertex or tie has dates that are known only in part.
[[nodiscard]] inline bool has_partial_dates(const snapshot& net) {
  for (const auto& tables : net.parts().vertices) {
    for (const auto& table : tables) {
      if (table->times.partial) return true;
    }
  }
  for (const layer& ties : net.layers()) {
    for (const auto& block : ties.blocks()) {
      if (block->out.times.partial) return true;
    }
  }
  return false;
}

}  // namespace detail

/// A view with what measures of it share, for what surely held and for what possibly did. Where no date is partial the
/// two are one. From any thread.
class measure_context {
 public:
  explicit measure_context(const network_view& view, const measure_options& options = {})
      : certain_{std::make_shared<network_reading>(view.with(certainty::certain), options)}, possible_{certain_} {
    if (!dated() || !detail::has_partial_dates(view.net())) return;
    measure_options bare = options;
    bare.rows = rows_kept::none;
    possible_ = std::make_shared<network_reading>(view.with(certainty::possible), std::move(bare));
  }

  [[nodiscard]] const network_reading& certain() const { return *certain_; }
  [[nodiscard]] const network_reading& possible() const { return *possible_; }
  [[nodiscard]] bool exact() const { return certain_ == possible_; }
  /// The view is of a day or a window: dates may leave something open.
  [[nodiscard]] bool dated() const {
    const view_options& asked = certain_->view().options();
    return asked.day || asked.window;
  }

 private:
  std::shared_ptr<network_reading> certain_, possible_;
};

/// `measure(reading)` on what surely held, with `low` and `high` spanning it and its value on what possibly held.
///
/// For counts of vertices or ties these are bounds (`monotone`): a day that is known only in part adds, never removes.
/// For other measures they are two readings of the same data, between which the truth usually but not provably lies;
/// `interval_kind` says which. Left as they are where the measure has an interval of its own, or where the view has no
/// day and no window. Time: twice the measure's, once where no date is partial.
template <class Measure>
[[nodiscard]] estimate over_partial_dates(const measure_context& context, bool monotone, const Measure& measure) {
  estimate result = measure(context.certain());
  if (!context.dated() || result.low || result.high || !result.interval_kind.empty()) return result;
  const std::optional<double> possible =
      context.exact() ? result.value : std::optional<double>{measure(context.possible()).value};
  if (!result.value || !possible) return result;
  result.low = std::min(*result.value, *possible);
  result.high = std::max(*result.value, *possible);
  result.interval_kind = monotone ? interval_kinds::dates : interval_kinds::readings;
  return result;
}
template <class Measure>
[[nodiscard]] estimate over_partial_dates(const network_view& view, bool monotone, const Measure& measure) {
  return over_partial_dates(measure_context{view}, monotone, measure);
}

/// Under which headings measures stand.
namespace measure_groups {
inline constexpr phrase reach{"Whom it reaches", "どこに届いているか"};
inline constexpr phrase conditions{"Collective impact", "コレクティブ・インパクト"};
inline constexpr phrase hub{"What it hangs on", "何に支えられているか"};
inline constexpr phrase structure{"How it hangs together", "どうつながっているか"};
inline constexpr phrase trust{"How its members rate each other", "互いの評価"};
inline constexpr phrase change{"What comes and goes", "何が入れ替わるか"};
inline constexpr phrase growth{"How it grows", "どう広がっているか"};
}  // namespace measure_groups

/// A measure of a network, or a family of them with one for each of its subjects (`density.attends`). Its row stands in
/// the namespace `measure`, beside its function, called as the measure is; what is built of all rows finds it there
/// (cmake/measures.cmake). A measure of one's own is a value like these.
struct network_measure {
  measure_info info{};
  phrase group{};
  bool monotone = false;   ///< counts that partial dates bound: see over_partial_dates
  bool by_reading = true;  ///< else what was reported, whatever the dates of ties leave open
  bool shown = true;       ///< by `capnet show`; else where it is asked for
  estimate (*of)(const network_reading&, std::string_view subject) = nullptr;
  std::vector<std::string> (*subjects)(const network_reading&) = nullptr;  ///< of a family
  std::optional<vertex_ref> (*about)(const network_reading&) = nullptr;    ///< whom its label names

  /// Of a context, and of a view by itself. `subject`: of a family, one of its subjects.
  [[nodiscard]] estimate operator()(const measure_context& context, std::string_view subject = {}) const {
    if (!by_reading) return of(context.certain(), subject);
    return over_partial_dates(context, monotone, [&](const network_reading& reading) { return of(reading, subject); });
  }
  [[nodiscard]] estimate operator()(const network_view& view) const { return (*this)(measure_context{view}); }
};

/// A number that a measure of graphs finds of the graph of a context, as an estimate.
[[nodiscard]] inline estimate estimate_of(const graph_measure& measure, const measure_context& context,
                                          std::string_view name = {}) {
  if (name.empty()) name = measure.info.name;
  return over_partial_dates(context, false, [&](const network_reading& reading) {
    graph_findings found;
    measure.find(reading.context(), found);
    estimate result{.unit = std::string{measure.info.unit},
                    .definition = std::string{measure.info.definition} + " (" + std::string{measure.info.source} + ")"};
    for (const auto& number : found.graph) {
      if (number.name == name) result.value = number.value;
    }
    for (const auto& list : found.lists) {
      if (list.name == name) result.value = static_cast<double>(list.vertices.size());
    }
    if (result.value && !measure.info.range) result.numerator = static_cast<std::int64_t>(*result.value);
    if (reading.options().relations.empty()) write_organizations(reading, result);
    return result;
  });
}

}  // namespace capnet
