#pragma once
/// Which level of each skill is held and required, read once from a view: two sparse matrices by row.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
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

/// Whom each organization employs: each once, by id.
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

struct level_options {
  /// Levels that something else shows, or nothing, count as not stated; empty: all count. Words as the data has them,
  /// such as `self-assessed`, `assessed`, `inferred`; "" is a level of which nobody says what shows it.
  std::vector<std::string> evidence{};
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
};

namespace detail {

[[nodiscard]] inline std::string shortest_number(double number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

/// Whether every tie counts, each two are joined once, and the columns can be read as they lie. The count of equal
/// neighbors, less that over the borders of rows, is the count of parallel ties.
[[nodiscard]] inline bool counts_as_it_lies(const network_view& view, const layer& ties, unsigned threads) {
  const held_when undated{first_of_days, first_of_days, last_of_days, last_of_days, status::held};
  if (!ties.in_rows() || !ties.blocks().front()->out.times.trivial() || !view.keeps(undated)) return false;
  if (!always_exist(view.net(), ties.sources()) || !always_exist(view.net(), ties.targets())) return false;
  const auto neighbors = ties.out().neighbors.all(), offsets = ties.out().offsets.all();
  const auto plus = [](std::size_t a, std::size_t b) { return a + b; };
  if (neighbors.size() < 2) return true;
  const std::size_t equal = parallel_reduce(
      neighbors.size() - 1, std::size_t{1} << 16, threads, std::size_t{0},
      [&](std::size_t first, std::size_t last) {
        std::uint32_t n = 0;
        for (std::size_t at = first; at < last; ++at) n += neighbors[at] == neighbors[at + 1] ? 1u : 0u;
        return std::size_t{n};
      },
      plus);
  const std::size_t at_borders = parallel_reduce(
      offsets.size() - 1, std::size_t{1} << 15, threads, std::size_t{0},
      [&](std::size_t first, std::size_t last) {
        std::size_t n = 0;
        for (std::size_t row = std::max<std::size_t>(first, 1); row < last; ++row) {
          const auto begin = static_cast<std::size_t>(offsets[row]);
          const bool starts = offsets[row] < offsets[row + 1] && begin > 0;
          n += starts && neighbors[begin - 1] == neighbors[begin] ? 1u : 0u;
        }
        return n;
      },
      plus);
  return equal == at_borders;
}

[[nodiscard]] inline bool same_order(const endpoint_domain& a, const endpoint_domain& b) {
  if (a.size() != b.size()) return false;
  for (std::int32_t p = 0; p < a.size(); ++p) {
    if (a.at(p) != b.at(p)) return false;
  }
  return true;
}

inline constexpr std::size_t rows_at_once = 4096;

/// Reads the levels of one relation, and their importance if it lists any.
class level_rows_reader {
 public:
  level_rows_reader(const network_view& view, const level_options& options, const endpoint_domain& skills)
      : view_{view}, options_{options}, skills_{skills} {}

  void read(const layer& ties, level_rows& rows, column<double>* importances) const {
    rows.relation = ties.relation();
    rows.vertices = ties.sources();
    const auto important = importances == nullptr
                               ? std::optional<attribute_index>{}
                               : view_.schema().find_attribute(rows.relation, attr::importance::name);
    if (options_.evidence.empty() && same_order(ties.targets(), skills_) &&
        counts_as_it_lies(view_, ties, options_.threads)) {
      const adjacency& out = ties.out();
      rows.offsets = out.offsets, rows.columns = out.neighbors, rows.tie_rows = out.rows, rows.level = out.weights;
      if (out.weights.empty()) rows.level = std::vector(out.neighbors.size(), std::numeric_limits<double>::quiet_NaN());
      if (important) {
        if (const attribute_column* const known = out.attribute(*important)) *importances = known->numbers;
      }
      return;
    }
    struct block {
      std::vector<std::size_t> sizes{};
      std::vector<std::int32_t> columns{};
      std::vector<double> level{}, importance{};
      std::vector<std::uint32_t> ties{};
    };
    std::vector<block> blocks(rows.rows() / rows_at_once + 1);
    parallel_for_blocks(rows.rows(), rows_at_once, options_.threads,
                        [&](std::size_t b, std::size_t first, std::size_t last) {
                          block& made = blocks[b];
                          std::vector<found> row;
                          for (std::size_t k = first; k < last; ++k) {
                            find(ties, k, important, row);
                            made.sizes.push_back(row.size());
                            for (const found& one : row) {
                              made.columns.push_back(one.column);
                              made.level.push_back(one.level);
                              made.ties.push_back(one.row);
                              if (important) made.importance.push_back(one.importance);
                            }
                          }
                        });
    std::vector<std::int32_t> offsets{0}, columns;
    std::vector<double> level, importance;
    std::vector<std::uint32_t> tie_rows;
    const auto add = [](auto& all, const auto& more) { all.insert(all.end(), more.begin(), more.end()); };
    for (const block& made : blocks) {
      for (const std::size_t n : made.sizes) offsets.push_back(offsets.back() + static_cast<std::int32_t>(n));
      add(columns, made.columns), add(level, made.level), add(importance, made.importance), add(tie_rows, made.ties);
    }
    rows.offsets = std::move(offsets), rows.columns = std::move(columns), rows.level = std::move(level);
    rows.tie_rows = std::move(tie_rows);
    if (important) *importances = std::move(importance);
  }

  void read(const layer& employs, const endpoint_domain& holders, staff_rows& staff) const {
    staff.organizations = employs.sources();
    struct block {
      std::vector<std::size_t> sizes{};
      std::vector<std::uint32_t> people{};
    };
    const auto n = static_cast<std::size_t>(employs.sources().size());
    std::vector<block> blocks(n / rows_at_once + 1);
    parallel_for_blocks(n, rows_at_once, options_.threads, [&](std::size_t b, std::size_t first, std::size_t last) {
      block& made = blocks[b];
      std::vector<vertex_ref> people;
      for (std::size_t k = first; k < last; ++k) {
        people.clear();
        const vertex_ref organization = employs.sources().at(static_cast<std::int32_t>(k));
        if (view_.contains(organization)) {
          view_.for_each_out(employs.relation(), organization, [&](const tie_end& end) {
            if (view_.contains(end.vertex) && holders.admits(end.vertex.kind)) people.push_back(end.vertex);
          });
        }
        if (!std::ranges::is_sorted(people)) std::ranges::sort(people);
        people.erase(std::unique(people.begin(), people.end()), people.end());
        made.sizes.push_back(people.size());
        for (const vertex_ref v : people) made.people.push_back(static_cast<std::uint32_t>(holders.position(v)));
      }
    });
    for (const block& made : blocks) {
      for (const std::size_t size : made.sizes) staff.offsets.push_back(staff.offsets.back() + size);
      staff.people.insert(staff.people.end(), made.people.begin(), made.people.end());
    }
  }

 private:
  struct found {
    std::int32_t column;
    std::uint32_t row;
    std::int32_t began;
    bool shown;  // by evidence that counts
    double level, importance;
  };
  /// The telling ties of a row, by column: of several between the same two, the one that began last, then the one
  /// recorded last; ties of other evidence tell only where no other does.
  void find(const layer& ties, std::size_t k, std::optional<attribute_index> important, std::vector<found>& row) const {
    row.clear();
    const auto position = static_cast<std::int32_t>(k);
    if (!view_.contains(ties.sources().at(position))) return;
    const layer::row_range cells = ties.out_row(position);
    if (cells.first == cells.last) return;
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const attribute_column* const weigh = important ? cells.side->attribute(*important) : nullptr;
    const auto shows = view_.schema().find_attribute(ties.relation(), attr::evidence::name);
    const attribute_column* const evidence = shows ? cells.side->attribute(*shows) : nullptr;
    for (std::size_t at = cells.first; at < cells.last; ++at) {
      const held_when when = cells.side->times[at];
      const vertex_ref skill = ties.targets().at(cells.side->neighbors[at]);
      if (!view_.keeps(when) || !view_.contains(skill)) continue;
      const bool shown = counts(evidence == nullptr ? 0 : static_cast<std::uint32_t>((*evidence)[at]));
      row.push_back({skills_.position(skill), cells.side->row(at), when.begin_latest, shown,
                     shown ? cells.side->weight(at) : unknown, weigh == nullptr ? unknown : weigh->numbers[at]});
    }
    std::ranges::sort(row, [](const found& a, const found& b) {
      return std::tie(a.column, b.shown, b.began, b.row) < std::tie(b.column, a.shown, a.began, a.row);
    });
    row.erase(std::unique(row.begin(), row.end(), [](const found& a, const found& b) { return a.column == b.column; }),
              row.end());
  }
  /// Whether evidence of that word counts.
  [[nodiscard]] bool counts(std::uint32_t word) const {
    return options_.evidence.empty() ||
           std::ranges::find(options_.evidence, view_.net().words()[word]) != options_.evidence.end();
  }

  const network_view& view_;
  const level_options& options_;
  const endpoint_domain& skills_;
};

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
    const origin where = view_.net().tie(t).properties.where;
    faults_.push_back({std::string{view_.net().file_of(where)}, where.line, 0, std::move(message)});
  }
  const network_view& view_;
  const skill_levels& levels_;
  std::vector<problem> faults_{};
};

/// The same as read_skill_levels, but for the checks.
[[nodiscard]] inline skill_levels unchecked_skill_levels(const network_view& view, const level_options& options) {
  const snapshot& net = view.net();
  const auto& has = net.layer<rel::has_skill>();
  skill_levels levels{.skills = has.targets()};
  for (std::int32_t s = 0; s < levels.skills.size(); ++s) {
    const auto scale = view.value(levels.skills.at(s), "scale");
    levels.scales.push_back(scale ? parse_scale(scale->text()) : std::nullopt);
  }
  const level_rows_reader reader{view, options, levels.skills};
  reader.read(has, levels.held, nullptr);
  reader.read(net.layer<rel::requires_skill>(), levels.required, &levels.importances);
  reader.read(net.layer<rel::employs>(), levels.held.vertices, levels.staff);
  return levels;
}

}  // namespace detail

/// Reads which levels are held (`has_skill`) and required (`requires_skill`), and who `employs` whom, from a view.
///
/// A tie's weight is its level; a tie without one is a cell of NaN. A pair without a tie has no cell: of what someone
/// holds then nothing is known. Of several ties between the same two that count, the one that began last tells, then
/// the one recorded last. Only what counts in the view is read, vertices as well as ties. Where every tie counts and no
/// two are parallel, as in undated data, the columns of the network are shared, not copied.
///
/// Throws: input_error with every negative importance and every level below 0, infinite or outside its skill's scale
/// (attribute `scale`, see parse_scale), with file and line; 0 is allowed on every scale. Time O(n + m / threads), or
/// O(n + m log m) where the columns can't be shared; space O(skills + employees), or O(n + m).
[[nodiscard]] inline skill_levels read_skill_levels(const network_view& view, const level_options& options = {}) {
  skill_levels levels = detail::unchecked_skill_levels(view, options);
  detail::level_faults faults{view, levels};
  for (const level_rows* const rows : {&levels.held, &levels.required}) {
    const auto level = rows->level.all();
    const auto columns = rows->columns.all();
    const bool fit = parallel_reduce(
        level.size(), std::size_t{1} << 16, options.threads, true,
        [&](std::size_t first, std::size_t last) {
          for (std::size_t cell = first; cell < last; ++cell) {
            if (!detail::level_faults::fits(level[cell], levels.scales[static_cast<std::size_t>(columns[cell])]))
              return false;
          }
          return true;
        },
        [](bool a, bool b) { return a && b; });
    for (std::size_t cell = 0; !fit && cell < level.size(); ++cell) faults.check_level(*rows, cell);
  }
  for (std::size_t cell = 0; cell < levels.importances.size(); ++cell) faults.check_importance(cell);
  faults.expect_none();
  return levels;
}

}  // namespace capnet
