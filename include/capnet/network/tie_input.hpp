#pragma once
/// What a layer is made from. Not interface: see builder.hpp.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/network/attribute_cells.hpp>
#include <capnet/network/layer.hpp>
#include <capnet/network/recorded.hpp>
#include <capnet/network/tie_columns.hpp>

namespace capnet {

/// Recorded ties of one relation in the order of their rows: those of a layer, rows of a log, columns.
class tie_input {
 public:
  /// All of these are borrowed.
  tie_input(const endpoint_domain& sources, const endpoint_domain& targets,
            const std::vector<attribute_info>& attributes, const detail::name_list& words)
      : sources_{&sources}, targets_{&targets}, attributes_{&attributes}, words_{&words} {}
  void add(const layer& old) { add({.old = &old, .rows = old.rows()}); }
  /// The rows [first, last) of those that were recorded.
  void add(const detail::tie_rows& recorded, std::size_t first, std::size_t last) {
    add({.recorded = &recorded, .from = first, .rows = last - first});
  }
  void add(const tie_columns& columns, std::string_view details = {}) {
    add({.columns = &columns, .details = details, .rows = columns.sources.size()});
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Some row may have values of a type.
  [[nodiscard]] bool has_cells() const { return has_cells_; }
  [[nodiscard]] bool only_columns() const {
    return std::all_of(parts_.begin(), parts_.end(), [](const part& p) { return p.columns != nullptr || p.rows == 0; });
  }
  /// Columns that say nothing beside their values.
  [[nodiscard]] bool has_no_details() const {
    return only_columns() &&
           std::all_of(parts_.begin(), parts_.end(), [](const part& p) { return p.details.empty() || p.rows == 0; });
  }
  /// A tie between positions.
  struct placed {
    std::int32_t from, to;
    std::uint32_t row;
  };
  /// Those of the rows [next, last) that are not retracted, in their order, as many as `some` holds; returns how many,
  /// and `next` is where to go on. `backward`: from the target. Many at a time, so that all who read share one loop.
  std::size_t read(std::size_t& next, std::size_t last, std::span<placed> some, bool backward) const {
    const endpoint_domain& from = *(backward ? targets_ : sources_);
    const endpoint_domain& to = *(backward ? sources_ : targets_);
    std::size_t count = 0;
    for (const part& p : parts_) {
      if (count == some.size()) break;
      const std::size_t end = std::min(last, p.first + p.rows);
      if (next >= end) continue;
      if (p.columns != nullptr) {
        const tie_columns& c = *p.columns;
        const kind_index u_kind = backward ? c.target_kind : c.source_kind;
        const kind_index v_kind = backward ? c.source_kind : c.target_kind;
        const std::uint32_t* const us = (backward ? c.targets : c.sources).data() + (next - p.first);
        const std::uint32_t* const vs = (backward ? c.sources : c.targets).data() + (next - p.first);
        const std::size_t rows = std::min(end - next, some.size() - count);
        for (std::size_t k = 0; k < rows; ++k) {
          some[count + k] = {from.position({u_kind, us[k]}), to.position({v_kind, vs[k]}),
                             static_cast<std::uint32_t>(next + k)};
        }
        count += rows, next += rows;
        continue;
      }
      for (; next < end && count < some.size(); ++next) {
        const std::size_t local = next - p.first;
        vertex_ref source, target;
        if (p.old != nullptr) {
          if (p.old->is_retracted(static_cast<std::uint32_t>(local))) continue;
          const dated_tie uv = p.old->tie(static_cast<std::uint32_t>(local));
          source = uv.source, target = uv.target;
        } else {
          if (p.recorded->is_retracted(p.from + local)) continue;
          const detail::tie_rows::row& uv = p.recorded->rows[p.from + local];
          source = uv.source, target = uv.target;
        }
        some[count++] = {from.position(backward ? target : source), to.position(backward ? source : target),
                         static_cast<std::uint32_t>(next)};
      }
    }
    return count;
  }
  [[nodiscard]] held_when when(std::size_t row) const {
    const part& p = part_of(row);
    const std::size_t local = row - p.first;
    if (p.columns != nullptr) return p.columns->when(local);
    if (p.old != nullptr) return p.old->tie(static_cast<std::uint32_t>(local)).when;
    return p.recorded->rows[p.from + local].when;
  }
  /// NaN where unknown.
  [[nodiscard]] double weight(std::size_t row) const {
    const part& p = part_of(row);
    const std::size_t local = row - p.first;
    if (p.columns != nullptr) return p.columns->weights.empty() ? nan : p.columns->weights[local];
    if (p.old != nullptr) return p.old->tie(static_cast<std::uint32_t>(local)).weight.value_or(nan);
    return p.recorded->rows[p.from + local].weight;
  }
  [[nodiscard]] std::string_view details(std::size_t row) const {
    const part& p = part_of(row);
    const std::size_t local = row - p.first;
    if (p.columns != nullptr) return p.details;
    if (p.old != nullptr) return p.old->details(static_cast<std::uint32_t>(local));
    return p.recorded->said.details[p.from + local];
  }
  /// Calls `visit(attribute_index, attribute_cell)` for each value of a type that is known of a row.
  template <class Visit>
  void for_each_cell(std::size_t row, Visit&& visit) const {
    const part& p = part_of(row);
    const std::size_t local = row - p.first;
    if (p.columns != nullptr) {
      for (const value_column& values : p.columns->attributes) {
        const attribute_index k = detail::place_of(values.name, *attributes_);
        const value_type type = (*attributes_)[static_cast<std::size_t>(k)].type;
        const attribute_cell cell = detail::cell_at(values, type, local, *words_);
        if (!is_missing(type, cell)) visit(k, cell);
      }
    } else if (p.old != nullptr) {
      p.old->for_each_cell(static_cast<std::uint32_t>(local), visit);
    } else {
      detail::for_each_cell(p.recorded->said.cells[p.from + local], visit);
    }
  }
  [[nodiscard]] const std::vector<attribute_info>& attributes() const { return *attributes_; }
  [[nodiscard]] std::vector<layer::retracted_tie> retracted(const detail::vocabulary& known) const {
    std::vector<layer::retracted_tie> all;
    for (const part& p : parts_) {
      if (p.old != nullptr) {
        for (layer::retracted_tie gone : p.old->retracted_ties()) {
          gone.row += static_cast<std::uint32_t>(p.first);
          all.push_back(std::move(gone));
        }
      }
      if (p.recorded == nullptr) continue;
      for (const std::uint32_t row : p.recorded->retracted) {
        if (row >= p.from && row - p.from < p.rows)
          all.push_back(
              {static_cast<std::uint32_t>(p.first + row - p.from), p.recorded->record(row, known, *attributes_)});
      }
    }
    return all;
  }

 private:
  struct part {
    const layer* old = nullptr;
    const detail::tie_rows* recorded = nullptr;
    const tie_columns* columns = nullptr;
    std::string_view details{};  ///< of each of the columns' rows
    std::size_t from = 0;        ///< of the rows recorded
    std::size_t rows = 0, first = 0;
  };
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  void add(part p) {
    p.first = size_;
    size_ += p.rows;
    has_cells_ = has_cells_ || (p.columns != nullptr ? !p.columns->attributes.empty()
                                : p.old != nullptr   ? !p.old->attributes().empty()
                                                     : !p.recorded->said.cells.says_nothing());
    parts_.push_back(p);
  }
  [[nodiscard]] const part& part_of(std::size_t row) const {
    std::size_t k = parts_.size() - 1;
    while (parts_[k].first > row) --k;
    return parts_[k];
  }
  const endpoint_domain* sources_;
  const endpoint_domain* targets_;
  const std::vector<attribute_info>* attributes_;
  const detail::name_list* words_;
  std::vector<part> parts_;
  std::size_t size_ = 0;
  bool has_cells_ = false;
};

}  // namespace capnet
