#pragma once
/// Which level of each skill is held and required, read once from a view: two sparse matrices by row.
#include <algorithm>
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

#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/level_rows.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

struct level_options {
  /// Held levels that something else shows, or nothing, count as not stated; empty: all count. Words as the data has
  /// them, such as `self-assessed`, `assessed`, `inferred`; "" is a level of which nobody says what shows it.
  std::vector<std::string> evidence{};
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
};

namespace detail {

inline constexpr std::size_t rows_at_once = 4096;

/// Whether every tie of a relation counts, and the columns can be read as they lie.
[[nodiscard]] inline bool all_count(const network_view& view, const layer& ties) {
  const held_when undated{first_of_days, first_of_days, last_of_days, last_of_days, status::held};
  return ties.in_rows() && ties.blocks().front()->out.times.trivial() && view.keeps(undated) &&
         always_exist(view.net(), ties.sources()) && always_exist(view.net(), ties.targets());
}

/// Whether no two vertices are joined by several ties: the count of equal neighbors in the column, less that over the
/// borders of rows, is the count of parallel ties. Pre: all_count().
[[nodiscard]] inline bool joined_once(const layer& ties, unsigned threads) {
  const auto neighbors = ties.out().neighbors.all(), offsets = ties.out().offsets.all();
  return parallel_reduce(
      offsets.size() - 1, rows_at_once, threads, true,
      [&](std::size_t first, std::size_t last) {
        const auto begin = static_cast<std::size_t>(offsets[first]), end = static_cast<std::size_t>(offsets[last]);
        std::uint32_t equal = 0, at_borders = 0;
        for (std::size_t cell = begin + 1; cell < end; ++cell)
          equal += neighbors[cell - 1] == neighbors[cell] ? 1u : 0u;
        for (std::size_t row = first; row < last; ++row) {
          const auto cell = static_cast<std::size_t>(offsets[row]);
          if (offsets[row] < offsets[row + 1] && cell > begin)
            at_borders += neighbors[cell - 1] == neighbors[cell] ? 1u : 0u;
        }
        return equal == at_borders;
      },
      [](bool a, bool b) { return a && b; });
}

[[nodiscard]] inline bool same_order(const endpoint_domain& a, const endpoint_domain& b) {
  if (a.size() != b.size()) return false;
  for (std::int32_t p = 0; p < a.size(); ++p) {
    if (a.at(p) != b.at(p)) return false;
  }
  return true;
}

/// What is added to a position of one domain to give that of the same vertex in another, if it is the same for all.
[[nodiscard]] inline std::optional<std::int32_t> shift_between(const endpoint_domain& from, const endpoint_domain& to) {
  std::optional<std::int32_t> shift;
  for (const endpoint_domain::extent& mine : from.extents()) {
    const auto same = std::ranges::find_if(to.extents(), [&](const endpoint_domain::extent& e) {
      return e.kind == mine.kind && e.first_id == mine.first_id && e.count == mine.count &&
             e.order.ids.size() == mine.order.ids.size() && e.order.ids.data() == mine.order.ids.data();
    });
    if (same == to.extents().end()) return std::nullopt;
    const auto by = static_cast<std::int32_t>(same->first_position) - static_cast<std::int32_t>(mine.first_position);
    if (shift && *shift != by) return std::nullopt;
    shift = by;
  }
  return shift;
}

/// What rows hold of parallel ties.
enum class parallel_ties : bool {
  told_by_one,   ///< the cell of the one that tells
  left_in_place  ///< where columns are shared, a cell of each: the last of equal columns tells
};

/// Reads the levels of one relation, and their importance if it lists any.
class level_rows_reader {
 public:
  level_rows_reader(const network_view& view, const level_options& options, const endpoint_domain& skills)
      : view_{view}, options_{options}, skills_{skills} {}

  void read(const layer& ties, level_rows& rows, column<double>* importances, parallel_ties parallel) const {
    rows.relation = ties.relation();
    rows.vertices = ties.sources();
    const auto important = importances == nullptr
                               ? std::optional<attribute_index>{}
                               : view_.schema().find_attribute(rows.relation, attr::importance::name);
    if (options_.evidence.empty() && same_order(ties.targets(), skills_) && all_count(view_, ties) &&
        (parallel == parallel_ties::left_in_place || joined_once(ties, options_.threads))) {
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
    if (all_count(view_, employs) && joined_once(employs, options_.threads)) {
      if (const auto shift = shift_between(employs.targets(), holders)) {
        const auto offsets = employs.out().offsets.all(), people = employs.out().neighbors.all();
        staff.offsets.assign(offsets.begin(), offsets.end());
        staff.offsets.resize(static_cast<std::size_t>(employs.sources().size()) + 1, staff.offsets.back());
        staff.people = filled_vector<std::uint32_t>(people.size());
        parallel_for_blocks(people.size(), std::size_t{1} << 16, options_.threads,
                            [&](std::size_t, std::size_t first, std::size_t last) {
                              for (std::size_t k = first; k < last; ++k)
                                staff.people[k] = static_cast<std::uint32_t>(people[k] + *shift);
                            });
        return;
      }
    }
    struct block {
      std::vector<std::size_t> sizes{};
      std::vector<std::uint32_t> people{};
    };
    const auto n = static_cast<std::size_t>(employs.sources().size());
    std::vector<block> blocks(n / rows_at_once + 1);
    parallel_for_blocks(n, rows_at_once, options_.threads, [&](std::size_t b, std::size_t first, std::size_t last) {
      block& made = blocks[b];
      std::vector<std::uint32_t> people;
      for (std::size_t k = first; k < last; ++k) {
        people.clear();
        const vertex_ref organization = employs.sources().at(static_cast<std::int32_t>(k));
        if (view_.contains(organization)) {
          view_.for_each_out(employs.relation(), organization, [&](const tie_end& end) {
            if (view_.contains(end.vertex) && holders.admits(end.vertex.kind))
              people.push_back(static_cast<std::uint32_t>(holders.position(end.vertex)));
          });
        }
        std::ranges::sort(people);
        people.erase(std::unique(people.begin(), people.end()), people.end());
        made.sizes.push_back(people.size());
        made.people.insert(made.people.end(), people.begin(), people.end());
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

/// The same as read_skill_levels, but for the checks, and that parallel ties may be left among those that are held.
[[nodiscard]] inline skill_levels unchecked_skill_levels(const network_view& view, const level_options& options,
                                                         parallel_ties of_held = parallel_ties::told_by_one) {
  const snapshot& net = view.net();
  const auto& has = net.layer<rel::has_skill>();
  skill_levels levels{.skills = has.targets()};
  for (std::int32_t s = 0; s < levels.skills.size(); ++s) {
    const auto scale = view.value(levels.skills.at(s), "scale");
    levels.scales.push_back(scale ? parse_scale(scale->text()) : std::nullopt);
  }
  const level_rows_reader reader{view, options, levels.skills};
  reader.read(has, levels.held, nullptr, of_held);
  const level_options any_evidence{.threads = options.threads};
  level_rows_reader{view, any_evidence, levels.skills}.read(net.layer<rel::requires_skill>(), levels.required,
                                                            &levels.importances, parallel_ties::told_by_one);
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
