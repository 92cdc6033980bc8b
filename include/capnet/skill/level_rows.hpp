#pragma once
/// Levels of skills as sparse matrices by row, and what can be wrong with them.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/proficiency_scale.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Levels of vertices in skills. Row by row, the cells of a row ascending by column; every vertex that the relation
/// admits as a source has a row, which is empty if it has no tie that counts or does not count itself.
struct level_rows {
  relation_index relation{};
  endpoint_domain vertices{};                ///< by row
  detail::column<std::int32_t> offsets{};    ///< may be shorter than the rows: the last ones are empty then
  detail::column<std::int32_t> columns{};    ///< of each cell, see skill_levels::skills
  detail::column<double> level{};            ///< of each cell; NaN: the tie says no level, which is never 0
  detail::column<std::uint32_t> tie_rows{};  ///< of each cell, the tie that tells; empty: its own number

  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(vertices.size()); }
  [[nodiscard]] std::size_t cells() const { return columns.size(); }
  [[nodiscard]] vertex_ref vertex(std::size_t row) const { return vertices.at(static_cast<std::int32_t>(row)); }
  /// Nothing for a vertex of a kind that has no row here. Pre: it is one of the network.
  [[nodiscard]] std::optional<std::size_t> row_of(vertex_ref v) const {
    if (!vertices.admits(v.kind)) return std::nullopt;
    return static_cast<std::size_t>(vertices.position(v));
  }
  /// The cells [first, last) of a row.
  [[nodiscard]] std::size_t first(std::size_t row) const {
    return row + 1 < offsets.size() ? static_cast<std::size_t>(offsets[row]) : 0;
  }
  [[nodiscard]] std::size_t last(std::size_t row) const {
    return row + 1 < offsets.size() ? static_cast<std::size_t>(offsets[row + 1]) : 0;
  }
  [[nodiscard]] std::span<const std::int32_t> columns_of(std::size_t row) const {
    return columns.slice(first(row), last(row));
  }
  /// The cell of a row in a column, if it has one. Time O(log cells of the row).
  [[nodiscard]] std::optional<std::size_t> cell_of(std::size_t row, std::int32_t column) const {
    const auto there = columns_of(row);
    const auto at = std::ranges::lower_bound(there, column);
    if (at == there.end() || *at != column) return std::nullopt;
    return first(row) + static_cast<std::size_t>(at - there.begin());
  }
  [[nodiscard]] std::span<const double> levels_of(std::size_t row) const { return level.slice(first(row), last(row)); }
  /// The level of a cell, if it is known.
  [[nodiscard]] std::optional<double> known(std::size_t cell) const {
    return std::isnan(level[cell]) ? std::nullopt : std::optional{level[cell]};
  }
  /// The tie that tells: its days say since when, `network_view::value<attr::evidence>` what shows it.
  [[nodiscard]] tie_ref tie(std::size_t cell) const {
    return {relation, tie_rows.empty() ? static_cast<std::uint32_t>(cell) : tie_rows[cell]};
  }
};

/// Whom each organization employs: each once, by row.
struct staff_rows {
  endpoint_domain organizations{};      ///< by row
  std::vector<std::size_t> offsets{0};  ///< one more than rows
  std::vector<std::uint32_t> people{};  ///< rows of skill_levels::held

  [[nodiscard]] std::span<const std::uint32_t> of(vertex_ref organization) const {
    if (!organizations.admits(organization.kind)) return {};
    const auto row = static_cast<std::size_t>(organizations.position(organization));
    return std::span{people}.subspan(offsets[row], offsets[row + 1] - offsets[row]);
  }
};

/// What is held and required in a view.
struct skill_levels {
  endpoint_domain skills{};                                ///< by column, of both matrices
  std::vector<std::optional<proficiency_scale>> scales{};  ///< by column; nothing: no scale that can be read
  level_rows held{};                                       ///< `has_skill`: by person or organization
  level_rows required{};                                   ///< `requires_skill`: by organization, project or program
  detail::column<double> importances{};                    ///< of each required cell, NaN: 1; empty: all are 1
  staff_rows staff{};

  [[nodiscard]] vertex_ref skill(std::size_t column) const { return skills.at(static_cast<std::int32_t>(column)); }
  [[nodiscard]] std::size_t column_of(vertex_ref skill) const {
    return static_cast<std::size_t>(skills.position(skill));
  }
  /// Of a required cell.
  [[nodiscard]] double importance(std::size_t cell) const {
    return importances.empty() || std::isnan(importances[cell]) ? 1 : importances[cell];
  }
};

namespace detail {

/// What is wrong with levels and importances.
class level_faults {
 public:
  level_faults(const network_view& view, const skill_levels& levels) : view_{view}, levels_{levels} {}

  [[nodiscard]] static bool fits(double level, const std::optional<proficiency_scale>& scale) {
    return std::isnan(level) || level == 0 ||
           (level > 0 && !std::isinf(level) && (!scale || (scale->lowest <= level && level <= scale->highest)));
  }
  void check_level(const level_rows& rows, std::size_t cell) {
    const double level = rows.level[cell];
    const auto& scale = levels_.scales[static_cast<std::size_t>(rows.columns[cell])];
    if (fits(level, scale)) return;
    const std::string skill = quote(view_.net().key(levels_.skill(static_cast<std::size_t>(rows.columns[cell]))));
    add(rows.tie(cell),
        !(level >= 0) || std::isinf(level)
            ? "level " + shortest_number(level) + " of " + skill + "; expected 0 or more, or an empty cell if unknown"
            : "level " + shortest_number(level) + " of " + skill + " lies outside its scale; expected " +
                  shortest_number(scale->lowest) + " to " + shortest_number(scale->highest) +
                  ", 0 for none at all, or an empty cell if unknown");
  }
  void check_importance(std::size_t cell) {
    const double importance = levels_.importance(cell);
    if (importance >= 0) return;
    const tie_ref t = levels_.required.tie(cell);
    const dated_tie uv = view_.net().layer(t.relation).tie(t.row);
    add(t, "importance " + quote(shortest_number(importance)) + " of " + quote(view_.net().key(uv.target)) + " for " +
               quote(view_.net().key(uv.source)) + "; expected a number of 0 or more, or an empty cell for 1");
  }
  /// Throws input_error with all that were found, if any.
  void expect_none() {
    if (faults_.empty()) return;
    std::ranges::sort(faults_, [](const problem& a, const problem& b) {
      return std::tie(a.file, a.line, a.message) < std::tie(b.file, b.line, b.message);
    });
    faults_.erase(std::unique(faults_.begin(), faults_.end()), faults_.end());
    throw input_error{std::move(faults_)};
  }

 private:
  void add(tie_ref t, std::string message) {
    faults_.push_back(view_.net().problem_at(view_.net().tie(t).properties.where, std::move(message)));
  }
  const network_view& view_;
  const skill_levels& levels_;
  std::vector<problem> faults_{};
};

}  // namespace detail
}  // namespace capnet
