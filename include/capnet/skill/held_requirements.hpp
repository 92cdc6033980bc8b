#pragma once
/// What a group of holders holds of what is required.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
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
/// as is a negative importance, which counts as 1. Of several cells of a row of `held` in the same column the last
/// tells.
class held_requirements {
 public:
  /// Pre: `levels` outlives it. Time O(skills).
  held_requirements(const skill_levels& levels, holder_rule rule)
      : levels_{&levels}, rule_{rule}, slots_(levels.scales.size(), -1) {
    for (const auto& scale : levels.scales) {
      bounds_.push_back(scale ? level_range{scale->lowest, scale->highest}
                              : level_range{0, std::numeric_limits<double>::infinity()});
    }
    for (std::int32_t s = 1; s < levels.skills.size(); ++s)
      by_id_ = by_id_ && levels.skills.at(s - 1) < levels.skills.at(s);
    offsets_ = levels.held.offsets.all();
    columns_ = levels.held.columns.all();
    level_ = levels.held.level.all();
  }

  /// Requires what a row of `required` does and nothing else, ascending by skill. Time O(cells * log cells).
  void require(std::size_t row) {
    forget();
    const level_rows& required = levels_->required;
    const std::size_t first = required.first(row), last = required.last(row);
    const auto columns = required.columns.slice(first, last);
    const auto level_of = required.level.slice(first, last);
    cells_.resize(columns.size());
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const auto column = static_cast<std::size_t>(columns[k]);
      double level = level_of[k], importance = levels_->importance(first + k);
      if (!fits(level, column)) {
        all_.faults.push_back({true, first + k});
        if (!(level >= 0) || std::isinf(level)) level = unknown;
      }
      if (!(importance >= 0)) {
        all_.faults.push_back({true, first + k});
        importance = 1;
      }
      require(column, level, importance, cells_[k]);
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
    forget();
    cells_.clear();
    std::ranges::sort(all, {}, &held_requirement::column);
    for (const held_requirement& one : all) {
      if (cells_.empty() || cells_.back().column != one.column) {
        require(one.column, one.level.required.value_or(unknown), one.level.importance, cells_.emplace_back());
        continue;
      }
      requirement& both = cells_.back().level;
      both.importance = std::max(both.importance, one.level.importance);
      if (one.level.required) both.required = std::max(both.required.value_or(0), *one.level.required);
    }
    order();
  }
  /// Looks for what people hold of what is required, ahead of `hold` with the same people: it asks memory for their
  /// levels, and another group can be looked at before they are there. Time O(cells of the group).
  void seek(std::span<const std::uint32_t> people) {
    find(rule_.is_mean() ? by_id(people) : people, all_.found);
    sought_ = true;
  }
  /// Sets what the people hold, rows of `held`, and, as one more holder each of what they say that they have, those of
  /// the rows `own`. Time O(cells of the group / threads).
  void hold(std::span<const std::uint32_t> people, std::span<const std::uint32_t> own, unsigned threads = 1) {
    all_.clear(cells_.size());
    if (std::exchange(sought_, false))
      read(all_);
    else
      hear_all(rule_.is_mean() ? by_id(people) : people, threads);
    for (std::size_t slot = 0; slot < cells_.size(); ++slot) {
      cells_[slot].unknown = people.size() - all_.known[slot];
      cells_[slot].own_unknown = false;
    }
    hear(own, all_);
    for (const auto& [slot, cell] : all_.found) {
      if (!std::isnan(level_[cell])) continue;
      cells_[slot].own_unknown = true;
      ++cells_[slot].unknown;
    }
    for (std::size_t slot = 0; slot < cells_.size(); ++slot) settle(slot);
  }
  /// Calls `visit(number of the requirement, level)` for each known level that a row of `held` has of what is required.
  template <class Visit>
  void for_each_level(std::uint32_t row, const Visit& visit) {
    find({&row, 1}, all_.found);
    for (const auto& [slot, cell] : all_.found) {
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
    for (const fault& one : all_.faults) {
      to.check_level(one.required ? levels_->required : levels_->held, one.cell);
      if (one.required) to.check_importance(one.cell);
    }
  }

 private:
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  static constexpr std::size_t people_at_once = std::size_t{1} << 14;

  struct found_cell {
    std::uint32_t slot, cell;
  };
  struct fault {
    bool required;
    std::size_t cell;
  };
  /// What was heard of some holders.
  struct hearing {
    std::vector<std::size_t> known{};           // [requirement]: holders whose level is
    std::vector<double> best{};                 // [requirement]: -1 of nobody
    std::vector<std::vector<double>> levels{};  // [requirement]: by other rules than the best
    std::vector<found_cell> found{};
    std::vector<fault> faults{};  // of all groups; also of what is required

    void clear(std::size_t requirements) {
      known.assign(requirements, 0), best.assign(requirements, -1);
      for (std::vector<double>& some : levels) some.clear();
    }
  };

  /// People in the order of their ids, in which a mean is summed up.
  [[nodiscard]] std::span<const std::uint32_t> by_id(std::span<const std::uint32_t> people) {
    rows_.assign(people.begin(), people.end());
    std::ranges::sort(rows_, {}, [&](std::uint32_t row) { return levels_->held.vertex(row); });
    return rows_;
  }
  void forget() {
    for (const held_requirement& one : cells_) slots_[one.column] = -1;
  }
  /// Each member by itself, since the cell is most often one of before.
  static void require(std::size_t column, double level, double importance, held_requirement& to) {
    to.column = column, to.level.importance = importance;
    if (std::isnan(level))
      to.level.required.reset();
    else
      to.level.required = level;
    to.level.held.reset();
  }
  void order() {
    if (!by_id_) std::ranges::sort(cells_, {}, [&](const held_requirement& one) { return levels_->skill(one.column); });
    for (std::size_t slot = 0; slot < cells_.size(); ++slot)
      slots_[cells_[slot].column] = static_cast<std::int32_t>(slot);
  }
  /// Notes the cells of these rows of what is required. Their levels are few among all and lie far apart: they are
  /// asked for here and read later.
  void find(std::span<const std::uint32_t> rows, std::vector<found_cell>& found) const {
    found.clear();
    const std::size_t end = offsets_.empty() ? 0 : offsets_.size() - 1;
    for (std::size_t k = 0; k < rows.size();) {
      const std::size_t first = rows[k];
      std::size_t past = first + 1;  // of rows that lie one after the other, most often all of a group
      while (++k < rows.size() && rows[k] == past) ++past;
      if (first < end) find_run(first, std::min(past, end), found);
    }
  }
  /// The same of rows [first, past).
  void find_run(std::size_t row, std::size_t past, std::vector<found_cell>& found) const {
    const std::int32_t* const slots = slots_.data();
    const std::int32_t* const offsets = offsets_.data();
    const auto last = static_cast<std::uint32_t>(offsets[past]);
    auto cell = static_cast<std::uint32_t>(offsets[row]);
    for (; last - cell >= 8; cell += 8) {
      const std::int32_t* const c = columns_.data() + cell;
      const std::int32_t any =
          slots[c[0]] & slots[c[1]] & slots[c[2]] & slots[c[3]] & slots[c[4]] & slots[c[5]] & slots[c[6]] & slots[c[7]];
      if (any < 0) continue;  // most often
      for (std::uint32_t k = cell; k < cell + 8; ++k) find_cell(k, row, found);
    }
    for (; cell < last; ++cell) find_cell(cell, row, found);
  }
  /// The same of one cell, of `row` or a later one, which becomes the one it is of.
  void find_cell(std::uint32_t cell, std::size_t& row, std::vector<found_cell>& found) const {
    const std::int32_t column = columns_[cell], slot = slots_[static_cast<std::size_t>(column)];
    if (slot < 0) return;
    while (static_cast<std::uint32_t>(offsets_[row + 1]) <= cell) ++row;
    if (cell + 1 < static_cast<std::uint32_t>(offsets_[row + 1]) && columns_[cell + 1] == column) return;
    __builtin_prefetch(level_.data() + cell);
    found.push_back({static_cast<std::uint32_t>(slot), cell});
  }
  /// Adds what these rows hold.
  void hear(std::span<const std::uint32_t> rows, hearing& to) const {
    find(rows, to.found);
    read(to);
  }
  /// Adds the cells that were found.
  void read(hearing& to) const {
    const bool by_best = rule_ == holder_rule::best();
    if (!by_best) to.levels.resize(std::max(to.levels.size(), cells_.size()));
    for (const auto& [slot, cell] : to.found) {
      double level = level_[cell];
      if (!fits(level, cells_[slot].column)) {
        to.faults.push_back({false, cell});
        if (!(level >= 0) || std::isinf(level)) level = unknown;
      }
      if (std::isnan(level)) continue;
      ++to.known[slot];
      if (by_best)
        to.best[slot] = std::max(to.best[slot], level);
      else
        to.levels[slot].push_back(level);
    }
  }
  /// The same of many, part by part.
  void hear_all(std::span<const std::uint32_t> rows, unsigned threads) {
    if (threads == 1 || rows.size() <= people_at_once) return hear(rows, all_);
    std::vector<hearing> parts((rows.size() - 1) / people_at_once + 1);
    parallel_for_blocks(rows.size(), people_at_once, threads, [&](std::size_t k, std::size_t first, std::size_t last) {
      parts[k].clear(cells_.size());
      hear(rows.subspan(first, last - first), parts[k]);
      parts[k].found = {};
    });
    all_.levels.resize(std::max(all_.levels.size(), parts.front().levels.size()));
    for (const hearing& part : parts) {
      for (std::size_t slot = 0; slot < cells_.size(); ++slot) {
        all_.known[slot] += part.known[slot];
        all_.best[slot] = std::max(all_.best[slot], part.best[slot]);
      }
      for (std::size_t slot = 0; slot < part.levels.size(); ++slot)
        all_.levels[slot].insert(all_.levels[slot].end(), part.levels[slot].begin(), part.levels[slot].end());
      all_.faults.insert(all_.faults.end(), part.faults.begin(), part.faults.end());
    }
  }
  /// See level_faults::fits.
  [[nodiscard]] bool fits(double level, std::size_t column) const {
    const level_range& scale = bounds_[column];
    return std::isnan(level) || level == 0 ||
           (level > 0 && scale.low <= level && level <= scale.high && !std::isinf(level));
  }
  /// The level that counts, and its range.
  void settle(std::size_t slot) {
    held_requirement& one = cells_[slot];
    one.known = all_.known[slot];
    if (rule_ != holder_rule::best()) {
      const auto& scale = levels_->scales[one.column];
      one.level.held = held_level(all_.levels[slot], one.unknown, rule_);
      one.level.range = held_range(all_.levels[slot], one.unknown, rule_, scale);
      return;
    }
    one.level.range = bounds_[one.column];
    one.level.held.reset();
    if (one.known == 0) return;
    const double best = all_.best[slot];
    one.level.held = best;
    one.level.range = one.unknown == 0
                          ? level_range{best, best}
                          : level_range{std::max(best, one.level.range.low), std::max(best, one.level.range.high)};
  }

  const skill_levels* levels_;
  holder_rule rule_;
  std::span<const std::int32_t> offsets_{}, columns_{};
  std::span<const double> level_{};
  std::vector<std::int32_t> slots_;    // [column]: which requirement, or -1
  bool by_id_ = true;                  // columns follow the ids of skills
  std::vector<level_range> bounds_{};  // [column]: the scale, or what a level without one can be
  std::vector<held_requirement> cells_{};
  hearing all_{};
  bool sought_ = false;  // what is found there is of the group that comes
  std::vector<std::uint32_t> rows_{};
};

}  // namespace capnet
