#pragma once
/// What a group of holders holds of what is required.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include <capnet/skill/holder_rule.hpp>
#include <capnet/skill/skill_gap.hpp>
#include <capnet/skill/skill_levels.hpp>

namespace capnet {

/// A skill that is required, and what a group holds of it.
struct held_requirement {
  std::size_t column = 0;  ///< of the skill, see skill_levels
  requirement level{};
  std::size_t known = 0;     ///< holders whose level is known
  std::size_t unknown = 0;   ///< people whose level is not, and organizations whose own tie says no level
  bool own_unknown = false;  ///< whether there are such organizations
};

/// Compares what is required with what a group holds, one group after the other: working memory for one thread.
///
/// A level that can't be one (negative, infinite, outside its scale) counts as unknown and is remembered as a fault,
/// as is a negative importance, which counts as 1.
class held_requirements {
 public:
  /// Pre: `levels` outlives it. Time O(skills).
  held_requirements(const skill_levels& levels, holder_rule rule)
      : levels_{&levels}, rule_{rule}, slots_(levels.scales.size(), -1) {
    for (std::int32_t s = 1; s < levels.skills.size(); ++s)
      by_id_ = by_id_ && levels.skills.at(s - 1) < levels.skills.at(s);
    offsets_ = levels.held.offsets.all();
    columns_ = levels.held.columns.all();
    level_ = levels.held.level.all();
  }

  /// Requires what a row of `required` does and nothing else, ascending by skill. Time O(cells * log cells).
  void require(std::size_t row) {
    clear();
    const level_rows& required = levels_->required;
    for (std::size_t cell = required.first(row); cell < required.last(row); ++cell) {
      const auto column = static_cast<std::size_t>(required.columns[cell]);
      double level = required.level[cell], importance = levels_->importance(cell);
      if (!detail::level_faults::fits(level, levels_->scales[column])) {
        faults_.push_back({true, cell});
        if (!(level >= 0) || std::isinf(level)) level = unknown;
      }
      if (!(importance >= 0)) {
        faults_.push_back({true, cell});
        importance = 1;
      }
      require(column, level, importance);
    }
    order();
  }
  /// Requires the highest level that any of several rows requires of each skill, at the highest importance that it has
  /// in any of them. A row without a level of a skill adds nothing to one with it.
  void require_highest(std::span<const std::size_t> rows) {
    if (rows.size() == 1) return require(rows.front());
    std::vector<held_requirement> all;
    for (const std::size_t row : rows) {
      require(row);
      all.insert(all.end(), cells_.begin(), cells_.end());
    }
    clear();
    std::ranges::sort(all, {}, &held_requirement::column);
    for (const held_requirement& one : all) {
      if (cells_.empty() || cells_.back().column != one.column) {
        require(one.column, one.level.required.value_or(unknown), one.level.importance);
        continue;
      }
      requirement& both = cells_.back().level;
      both.importance = std::max(both.importance, one.level.importance);
      if (one.level.required) both.required = std::max(both.required.value_or(0), *one.level.required);
    }
    order();
  }
  /// Sets what the people hold, rows of `held`, and, as one more holder each of what they say that they have, those of
  /// the rows `own`. Time O(cells of the group).
  void hold(std::span<const std::uint32_t> people, std::span<const std::uint32_t> own) {
    for (held_requirement& one : cells_) one.known = one.unknown = 0, one.own_unknown = false;
    for (std::vector<double>& heard : heard_) heard.clear();
    best_.assign(cells_.size(), -1);
    if (rule_ != holder_rule::best()) heard_.resize(std::max(heard_.size(), cells_.size()));
    find(rule_.is_mean() ? by_id(people) : people);
    hear();
    for (held_requirement& one : cells_) one.unknown = people.size() - one.known;
    find(own);
    for (const auto& [slot, cell] : found_) {
      if (!std::isnan(level_[cell])) continue;
      cells_[slot].own_unknown = true;
      ++cells_[slot].unknown;
    }
    hear();
    for (std::size_t slot = 0; slot < cells_.size(); ++slot) settle(slot);
  }
  /// Calls `visit(number of the requirement, level)` for each known level that a row of `held` has of what is required.
  template <class Visit>
  void for_each_level(std::uint32_t row, const Visit& visit) {
    find({&row, 1});
    for (const auto& [slot, cell] : found_) {
      if (!std::isnan(level_[cell])) visit(std::size_t{slot}, level_[cell]);
    }
  }

  /// Ascending by skill.
  [[nodiscard]] const std::vector<held_requirement>& cells() const { return cells_; }
  /// Weighs all of it up.
  [[nodiscard]] skill_gap_result gap() const {
    return detail::weigh(cells_, [](const held_requirement& one) -> const requirement& { return one.level; });
  }
  /// Adds what is wrong with what was read so far.
  void tell_faults(detail::level_faults& to) const {
    for (const auto& [required, cell] : faults_) {
      to.check_level(required ? levels_->required : levels_->held, cell);
      if (required) to.check_importance(cell);
    }
  }

 private:
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  /// People in the order of their ids, in which a mean is summed up.
  [[nodiscard]] std::span<const std::uint32_t> by_id(std::span<const std::uint32_t> people) {
    rows_.assign(people.begin(), people.end());
    std::ranges::sort(rows_, {}, [&](std::uint32_t row) { return levels_->held.vertex(row); });
    return rows_;
  }
  void clear() {
    for (const held_requirement& one : cells_) slots_[one.column] = -1;
    cells_.clear();
  }
  void require(std::size_t column, double level, double importance) {
    cells_.push_back({.column = column, .level = {.importance = importance}});
    if (!std::isnan(level)) cells_.back().level.required = level;
  }
  void order() {
    if (!by_id_) std::ranges::sort(cells_, {}, [&](const held_requirement& one) { return levels_->skill(one.column); });
    for (std::size_t slot = 0; slot < cells_.size(); ++slot)
      slots_[cells_[slot].column] = static_cast<std::int32_t>(slot);
  }
  /// Notes the cells of these rows of what is required. Their levels are few among all and lie far apart: they are
  /// asked for here and read later.
  void find(std::span<const std::uint32_t> rows) {
    found_.clear();
    const std::int32_t* const slots = slots_.data();
    const std::int32_t* const columns = columns_.data();
    const std::int32_t* const offsets = offsets_.data();
    for (const std::size_t row : rows) {
      if (row + 1 >= offsets_.size()) continue;
      const auto last = static_cast<std::uint32_t>(offsets[row + 1]);
      for (auto cell = static_cast<std::uint32_t>(offsets[row]); cell < last; ++cell) {
        const std::int32_t slot = slots[columns[cell]];
        if (slot < 0) continue;
        __builtin_prefetch(level_.data() + cell);
        found_.push_back({static_cast<std::uint32_t>(slot), cell});
      }
    }
  }
  void hear() {
    for (const auto& [slot, cell] : found_) {
      const double level = level_of(slot, cell);
      if (std::isnan(level)) continue;
      ++cells_[slot].known;
      if (rule_ == holder_rule::best())
        best_[slot] = std::max(best_[slot], level);
      else
        heard_[slot].push_back(level);
    }
  }
  /// The level of a cell of `held`; NaN if it is unknown or can't be one.
  [[nodiscard]] double level_of(std::size_t slot, std::size_t cell) {
    const double level = level_[cell];
    if (detail::level_faults::fits(level, levels_->scales[cells_[slot].column])) return level;
    faults_.push_back({false, cell});
    return !(level >= 0) || std::isinf(level) ? unknown : level;
  }
  /// The level that counts, and its range.
  void settle(std::size_t slot) {
    held_requirement& one = cells_[slot];
    const auto& scale = levels_->scales[one.column];
    if (rule_ != holder_rule::best()) {
      one.level.held = held_level(heard_[slot], one.unknown, rule_);
      one.level.range = held_range(heard_[slot], one.unknown, rule_, scale);
      return;
    }
    const double lowest = scale ? scale->lowest : 0;
    const double highest = scale ? scale->highest : std::numeric_limits<double>::infinity();
    one.level.range = {lowest, highest};
    one.level.held.reset();
    if (one.known == 0) return;
    one.level.held = best_[slot];
    one.level.range = one.unknown == 0 ? level_range{best_[slot], best_[slot]}
                                       : level_range{std::max(best_[slot], lowest), std::max(best_[slot], highest)};
  }

  struct found_cell {
    std::uint32_t slot, cell;
  };
  struct fault {
    bool required;
    std::size_t cell;
  };
  const skill_levels* levels_;
  holder_rule rule_;
  std::span<const std::int32_t> offsets_{}, columns_{};
  std::span<const double> level_{};
  std::vector<std::int32_t> slots_;  // [column]: which requirement, or -1
  bool by_id_ = true;                // columns follow the ids of skills
  std::vector<held_requirement> cells_{};
  std::vector<double> best_{};                // [requirement]
  std::vector<std::vector<double>> heard_{};  // by other rules than the best
  std::vector<found_cell> found_{};
  std::vector<std::uint32_t> rows_{};
  std::vector<fault> faults_{};
};

}  // namespace capnet
