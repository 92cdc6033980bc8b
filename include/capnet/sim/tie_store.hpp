#pragma once
/// The ties of one relation while they are simulated: rows that are added and ended, and who is tied to whom.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/sim/detail/neighbor_lists.hpp>

namespace capnet {

/// A step that never comes: of what has no end.
inline constexpr std::uint32_t no_step = std::numeric_limits<std::uint32_t>::max();

/// Rows of (source, target), by numbers of simulation_state, from the start's on in the order in which they were
/// formed. 8 bytes a tie; 4 more once one ended, 8 more where weights are known, and some 40 for lists of neighbors
/// once they are asked for. Loops and parallel ties are kept.
class tie_store {
 public:
  tie_store(relation_index relation, bool directed) : relation_{relation}, directed_{directed} {}

  [[nodiscard]] relation_index relation() const { return relation_; }
  [[nodiscard]] bool directed() const { return directed_; }
  /// Of all rows, ended ones too.
  [[nodiscard]] std::uint32_t rows() const { return static_cast<std::uint32_t>(sources_.size()); }
  /// Rows that have not ended.
  [[nodiscard]] std::uint32_t size() const { return rows() - ended_rows_; }
  [[nodiscard]] vertex_index source(std::uint32_t row) const { return sources_[row]; }
  [[nodiscard]] vertex_index target(std::uint32_t row) const { return targets_[row]; }
  [[nodiscard]] std::span<const vertex_index> sources() const { return sources_; }
  [[nodiscard]] std::span<const vertex_index> targets() const { return targets_; }
  /// The step in which it ended, or `no_step`.
  [[nodiscard]] std::uint32_t end_step(std::uint32_t row) const { return ends_.empty() ? no_step : ends_[row]; }
  [[nodiscard]] bool holds(std::uint32_t row) const { return ends_.empty() || ends_[row] == no_step; }
  /// NaN where unknown.
  [[nodiscard]] double weight(std::uint32_t row) const {
    return weights_.empty() ? std::numeric_limits<double>::quiet_NaN() : weights_[row];
  }

  /// Whom v's ties that hold lead to: either way if undirected (a loop once), else from v. Its order depends on what
  /// was formed and ended at v. Pre: `has_neighbors`.
  [[nodiscard]] std::span<const neighbor> of(vertex_index v) const { return out_.of(v); }
  /// Whose ties that hold lead to v. Pre: `has_neighbors`.
  [[nodiscard]] std::span<const neighbor> in(vertex_index v) const { return directed_ ? in_.of(v) : out_.of(v); }
  [[nodiscard]] bool has_neighbors() const { return listed_; }
  /// Whether a tie that holds leads from u to v, or either way if undirected. Time O(degree of u). Pre: as above.
  [[nodiscard]] bool joins(vertex_index u, vertex_index v) const {
    for (const neighbor& uv : of(u)) {
      if (uv.vertex == v) return true;
    }
    return false;
  }

  /// The row of the start's network that a row stands for; nothing for what was formed.
  [[nodiscard]] std::optional<tie_ref> start_row(std::uint32_t row) const {
    return row < start_rows_.size() ? std::optional{tie_ref{relation_, start_rows_[row]}} : std::nullopt;
  }
  /// The step in which it was formed: 0 for those of the start.
  [[nodiscard]] std::uint32_t begin_step(std::uint32_t row) const {
    const auto after = std::ranges::upper_bound(first_rows_, row, {}, &step_rows::first);
    return after == first_rows_.begin() ? 0 : (after - 1)->step;
  }
  /// The first row after this one that was formed in a later step; `rows()` if none was.
  [[nodiscard]] std::uint32_t rows_of_step_end(std::uint32_t row) const {
    const auto after = std::ranges::upper_bound(first_rows_, row, {}, &step_rows::first);
    return after == first_rows_.end() ? rows() : after->first;
  }
  /// The first row that was formed in a step; `rows()` if none was.
  [[nodiscard]] std::uint32_t first_row(std::uint32_t step) const {
    const auto at = std::ranges::find(first_rows_.rbegin(), first_rows_.rend(), step, &step_rows::step);
    return at == first_rows_.rend() ? rows() : at->first;
  }
  /// Whether a row of the start has another weight now.
  [[nodiscard]] bool was_reweighted() const { return reweighted_; }

  // What follows is for simulation_state.

  void append_start(vertex_index source, vertex_index target, double weight, std::uint32_t row) {
    start_rows_.push_back(row);
    append({&source, 1}, {&target, 1}, weight == weight ? std::span{&weight, 1} : std::span<const double>{});
  }
  /// Rows that are appended from now on were formed in this step.
  void begin_rows(std::uint32_t step) {
    if (first_rows_.empty() || first_rows_.back().step != step) first_rows_.push_back({rows(), step});
  }
  /// Makes the lists of neighbors, which are kept from then on. Time O(n + m).
  void list_neighbors(std::size_t order, unsigned threads) {
    if (listed_) return;
    listed_ = true;
    resize(order);
    list_rows(0, threads);
  }
  void resize(std::size_t order) {
    if (!listed_) return;
    out_.resize(order);
    if (directed_) in_.resize(order);
  }
  /// Adds rows without listing them: see `list_rows`. No weights: none is known.
  void append(std::span<const vertex_index> sources, std::span<const vertex_index> targets,
              std::span<const double> weights) {
    if (!weights.empty() && weights_.empty()) weights_.assign(rows(), std::numeric_limits<double>::quiet_NaN());
    sources_.insert(sources_.end(), sources.begin(), sources.end());
    targets_.insert(targets_.end(), targets.begin(), targets.end());
    weights_.insert(weights_.end(), weights.begin(), weights.end());
    fill_up();
  }
  /// The same for ties of [first, last) with one vertex.
  void append_from_each(vertex_index first, vertex_index last, vertex_index target) {
    for (vertex_index v = first; v < last; ++v) sources_.push_back(v);
    targets_.resize(sources_.size(), target);
    fill_up();
  }
  /// Lists the rows from `first` on.
  void list_rows(std::uint32_t first, unsigned threads) {
    if (!listed_ || first == rows()) return;
    if (rows() - first < 4096) threads = 1;
    out_.change(threads, [&](auto mine, auto add, auto) {
      for (std::uint32_t row = first; row < rows(); ++row) {
        if (!holds(row)) continue;
        const vertex_index u = sources_[row], v = targets_[row];
        if (mine(u)) add(u, neighbor{v, row});
        if (!directed_ && u != v && mine(v)) add(v, neighbor{u, row});
      }
    });
    if (!directed_) return;
    in_.change(threads, [&](auto mine, auto add, auto) {
      for (std::uint32_t row = first; row < rows(); ++row) {
        if (holds(row) && mine(targets_[row])) add(targets_[row], neighbor{sources_[row], row});
      }
    });
  }
  /// Ends rows in a step; those that had ended before stay as they are. `ended` is left with those that ended now.
  void end(std::vector<std::uint32_t>& ended, std::uint32_t step, unsigned threads) {
    if (ended.empty()) return;
    if (ends_.empty()) ends_.assign(rows(), no_step);
    std::erase_if(ended, [&](std::uint32_t row) {
      if (ends_[row] != no_step) return true;
      ends_[row] = step;
      return false;
    });
    ended_rows_ += static_cast<std::uint32_t>(ended.size());
    if (!listed_) return;
    if (ended.size() < 4096) threads = 1;
    out_.change(threads, [&](auto mine, auto, auto remove) {
      for (const std::uint32_t row : ended) {
        const vertex_index u = sources_[row], v = targets_[row];
        if (mine(u)) remove(u, row);
        if (!directed_ && u != v && mine(v)) remove(v, row);
      }
    });
    if (!directed_) return;
    in_.change(threads, [&](auto mine, auto, auto remove) {
      for (const std::uint32_t row : ended) {
        if (mine(targets_[row])) remove(targets_[row], row);
      }
    });
  }
  void set_weight(std::uint32_t row, double weight) {
    reweighted_ = true;
    if (weights_.empty()) weights_.assign(rows(), std::numeric_limits<double>::quiet_NaN());
    weights_[row] = weight;
  }
  /// Calls `visit` with each array and number that holds its state.
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit_arrays(*this, visit);
  }
  template <class Visit>
  void for_each_array(Visit&& visit) const {
    visit_arrays(*this, visit);
  }

 private:
  struct step_rows {
    std::uint32_t first, step;
  };
  template <class Self, class Visit>
  static void visit_arrays(Self& self, Visit& visit) {
    visit(self.sources_), visit(self.targets_), visit(self.ends_), visit(self.weights_), visit(self.start_rows_);
    visit(self.first_rows_), visit(self.ended_rows_), visit(self.listed_), visit(self.reweighted_);
    self.out_.for_each_array(visit);
    self.in_.for_each_array(visit);
  }
  /// What new rows do not say.
  void fill_up() {
    if (!ends_.empty()) ends_.resize(rows(), no_step);
    if (!weights_.empty()) weights_.resize(rows(), std::numeric_limits<double>::quiet_NaN());
  }
  relation_index relation_;
  bool directed_;
  bool listed_ = false;
  bool reweighted_ = false;
  std::uint32_t ended_rows_ = 0;
  std::vector<vertex_index> sources_{}, targets_{};
  std::vector<std::uint32_t> ends_{};  ///< empty: none ended
  std::vector<double> weights_{};      ///< empty: none is known
  std::vector<std::uint32_t> start_rows_{};
  std::vector<step_rows> first_rows_{};  ///< of each step in which some were formed
  detail::neighbor_lists out_{}, in_{};
};

}  // namespace capnet
