#pragma once
/// One relation of a snapshot: compressed adjacency in both directions, and what was added to it since.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/indexed_range.hpp>
#include <capnet/network/attribute_cells.hpp>
#include <capnet/network/endpoint_domain.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/time_columns.hpp>

namespace capnet {

/// Rows of one direction: the neighbors of the k-th row are [offsets[k], offsets[k + 1]), ascending by position,
/// parallel ties by row of the log. Offsets and neighbors share one signed type, so that Eigen can map them.
struct adjacency {
  detail::column<std::int32_t> offsets{};
  detail::column<std::int32_t> neighbors{};
  detail::column<std::uint32_t> rows{};  ///< the tie's row; empty: the position in `neighbors` is the row
  time_columns times{};                  ///< of the tie, beside the neighbor
  detail::column<double> weights{};      ///< NaN where unknown; empty if no tie of the relation has a weight
  /// [attribute_index] of the tie, beside the neighbor; may be shorter, or empty where nothing is known.
  std::vector<attribute_column> attributes{};
  /// Of later additions: the positions that have a row here, ascending; else row p is of position p.
  detail::column<std::int32_t> touched{};
  /// A bit for each touched position, by its hash: most others are told apart by one look.
  detail::column<std::uint64_t> filter{};

  /// The number of a position's row, or nothing. For `touched` alone.
  [[nodiscard]] std::optional<std::size_t> find(std::int32_t position) const {
    if (filter.empty()) return std::nullopt;
    const std::uint64_t bit = hash(position) & (filter.size() * 64 - 1);
    if ((filter[bit / 64] >> (bit % 64) & 1) == 0) return std::nullopt;
    const auto all = touched.all();
    const auto found = std::lower_bound(all.begin(), all.end(), position);
    if (found == all.end() || *found != position) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
  }
  static std::uint64_t hash(std::int32_t position) {
    return (std::uint64_t{static_cast<std::uint32_t>(position)} * 0x9E3779B97F4A7C15u) >> 32;
  }
  [[nodiscard]] std::uint32_t row(std::size_t at) const {
    return rows.empty() ? static_cast<std::uint32_t>(at) : rows[at];
  }
  [[nodiscard]] double weight(std::size_t at) const {
    return weights.empty() ? std::numeric_limits<double>::quiet_NaN() : weights[at];
  }
  /// Null where nothing is known of any tie.
  [[nodiscard]] const attribute_column* attribute(attribute_index k) const {
    const auto at = static_cast<std::size_t>(k);
    return at < attributes.size() && !attributes[at].empty() ? &attributes[at] : nullptr;
  }
  [[nodiscard]] std::size_t memory() const;
};

/// Ties as they came together: the rows [first_row, first_row + row_count) of a relation, and the adjacency of every
/// vertex that they touch, complete: it stands for what earlier blocks say of the vertex.
struct tie_block {
  std::uint32_t first_row = 0, row_count = 0;
  adjacency out{}, in{};
  detail::column<std::uint32_t> places{};  ///< by row: where it lies in `out`, 0 if retracted; empty: at its own number
  bytes_column details{};                  ///< by row
};

/// A tie as seen from one of its ends: who is at the other, and which tie it is.
struct tie_end {
  vertex_ref vertex;
  tie_ref tie;
  friend bool operator==(const tie_end&, const tie_end&) = default;
};

/// What most questions ask of a tie.
struct dated_tie {
  vertex_ref source{};
  vertex_ref target{};
  held_when when{spell{}, status::held};
  std::optional<double> weight{};
};

/// One relation: who is tied to whom. Immutable; copies share all ties.
class layer {
 public:
  /// A part of one direction: the ties [first, last) of `side`, which is of the block of that number.
  struct row_range {
    const adjacency* side = nullptr;
    std::size_t first = 0, last = 0;
    std::size_t block = 0;
  };
  struct end_access {
    const layer* owner = nullptr;
    const adjacency* side = nullptr;
    const endpoint_domain* other = nullptr;
    tie_end operator()(std::size_t at) const {
      return {other->at(side->neighbors[at]), {owner->relation_, side->row(at)}};
    }
  };
  using tie_range = indexed_range<end_access>;
  struct retracted_tie {
    std::uint32_t row = 0;
    tie_record tie{};
  };

  layer();
  layer(relation_index relation, bool directed);

  [[nodiscard]] relation_index relation() const { return relation_; }
  [[nodiscard]] bool directed() const { return directed_; }
  /// Number of ties ever recorded and not retracted, of any status.
  [[nodiscard]] std::size_t size() const { return rows() - retracted_.size(); }
  /// Number of ties ever recorded.
  [[nodiscard]] std::uint32_t rows() const {
    return blocks_.empty() ? 0 : blocks_.back()->first_row + blocks_.back()->row_count;
  }
  [[nodiscard]] const endpoint_domain& sources() const { return sources_; }
  [[nodiscard]] const endpoint_domain& targets() const { return targets_; }
  /// Some tie has a weight.
  [[nodiscard]] bool weighted() const;
  /// Ties were added since the network was frozen as a whole: `out()` and `in()` don't hold them.
  [[nodiscard]] bool extended() const { return blocks_.size() > 1; }
  /// The arrays themselves, for kernels and other libraries. An undirected tie is in both rows; `in` equals `out` then.
  /// Throws input_error if extended().
  [[nodiscard]] const adjacency& out() const;
  [[nodiscard]] const adjacency& in() const { return directed_ ? (void)out(), base().in : out(); }

  /// Where the ties lie that leave or reach a position. O(1); O(log additions) where ties were added later.
  [[nodiscard]] row_range out_row(std::int32_t position) const { return row_of(&tie_block::out, position); }
  [[nodiscard]] row_range in_row(std::int32_t position) const {
    return row_of(directed_ ? &tie_block::in : &tie_block::out, position);
  }
  /// The ties that leave or reach a vertex, ascending by where the other end lies: kind by kind, see
  /// `freeze_options::by_locality`; empty if the relation does not admit its kind. Throws input_error for a vertex that
  /// is none of the network.
  [[nodiscard]] tie_range out(vertex_ref v) const { return range(&tie_block::out, sources_, targets_, v); }
  [[nodiscard]] tie_range in(vertex_ref v) const {
    return directed_ ? range(&tie_block::in, targets_, sources_, v) : range(&tie_block::out, targets_, sources_, v);
  }

  /// A tie by its row, retracted or not. Throws input_error unless row < rows(). Time O(log n).
  [[nodiscard]] dated_tie tie(std::uint32_t row) const;
  [[nodiscard]] bool is_retracted(std::uint32_t row) const { return retracted(row) != nullptr; }
  /// The whole record, with its details decoded.
  [[nodiscard]] tie_record record(std::uint32_t row) const;
  /// The attributes of the relation, by attribute_index. Its weight, if it stands here, has its column in `weights`.
  [[nodiscard]] const std::vector<attribute_info>& attributes() const;
  /// Some tie that is not retracted has a value of the attribute.
  [[nodiscard]] bool has(attribute_index k) const;
  /// The value of an attribute of a type; nothing where it is unknown, the tie retracted or the attribute a text, which
  /// stands in the record. Throws input_error unless row < rows(). Time O(1), O(log additions) where ties were added.
  [[nodiscard]] std::optional<attribute_value> value(std::uint32_t row, attribute_index k) const;
  /// Calls `visit(attribute_index, attribute_cell)` for each value of a type that is known of a tie. Pre: the tie is
  /// one of the relation and not retracted.
  template <class Visit>
  void for_each_cell(std::uint32_t row, Visit&& visit) const {
    const tie_block& block = block_of(row);
    for (std::size_t k = 0; k < block.out.attributes.size(); ++k) {
      const attribute_column& values = block.out.attributes[k];
      if (values.empty()) continue;
      const attribute_cell cell = values[place_in(block, row)];
      if (!is_missing(values.type, cell)) visit(static_cast<attribute_index>(k), cell);
    }
  }
  /// What was said of a tie beside its columns, as bytes (details.hpp).
  [[nodiscard]] std::string_view details(std::uint32_t row) const;
  /// Calls `visit(row, dated_tie)` for each tie that is not retracted, by row. Time O(m log n); O(n + m) where rows lie
  /// in order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& block : blocks_) {
      if (block->places.empty() && block->out.touched.empty()) {
        const std::int32_t n = static_cast<std::int32_t>(std::max<std::size_t>(block->out.offsets.size(), 1) - 1);
        for (std::int32_t p = 0; p < n; ++p) {
          const vertex_ref u = sources_.at(p);
          const row_range row = slice(block->out, static_cast<std::size_t>(p));
          for (std::size_t at = row.first; at < row.last; ++at) {
            if (is_retracted(static_cast<std::uint32_t>(at))) continue;
            visit(static_cast<std::uint32_t>(at), dated_tie{u, targets_.at(block->out.neighbors[at]),
                                                            block->out.times[at], known(block->out.weight(at))});
          }
        }
        continue;
      }
      for (std::uint32_t row = block->first_row; row < block->first_row + block->row_count; ++row) {
        if (!is_retracted(row)) visit(row, tie_in(row));
      }
    }
  }

  /// Its ties lie source by source, and for each by target: nothing was added or retracted since they were frozen.
  [[nodiscard]] bool in_rows() const {
    return blocks_.size() == 1 && retracted_.empty() && blocks_.front()->out.touched.empty() &&
           (directed_ || sources_.size() == targets_.size());
  }
  /// The same in the order in which ties lie: see snapshot::for_each_tie_as_it_lies.
  template <class Visit>
  void for_each_as_it_lies(Visit&& visit) const {
    if (!in_rows()) return for_each(visit);
    const adjacency& out = blocks_.front()->out;
    const std::int32_t n = static_cast<std::int32_t>(std::max<std::size_t>(out.offsets.size(), 1) - 1);
    // All of the columns is read, so it is made ready at once, not element by element.
    const std::int32_t* const neighbors = out.neighbors.all().data();
    const std::uint32_t* const rows = out.rows.empty() ? nullptr : out.rows.all().data();
    const double* const weights = out.weights.empty() ? nullptr : out.weights.all().data();
    const auto row_at = [&](std::size_t at) { return rows == nullptr ? static_cast<std::uint32_t>(at) : rows[at]; };
    const time_reader times{out.times};
    const vertex_reader sources{sources_}, targets{targets_};
    for (std::int32_t p = 0; p < n; ++p) {
      const row_range row = slice(out, static_cast<std::size_t>(p));
      if (row.first == row.last) continue;
      const vertex_ref u = sources[p];
      for (std::size_t at = row.first; at < row.last; ++at) {
        const std::int32_t q = neighbors[at];
        if (!directed_ && q < p) continue;  // seen from the other end
        if (!directed_ && q == p && at > row.first && row_at(at) == row_at(at - 1)) continue;  // a loop, once
        visit(row_at(at), dated_tie{u, targets[q], times[at], weights == nullptr ? std::nullopt : known(weights[at])});
      }
    }
  }

  [[nodiscard]] const std::vector<std::shared_ptr<const tie_block>>& blocks() const { return blocks_; }
  [[nodiscard]] const std::vector<retracted_tie>& retracted_ties() const { return retracted_; }
  /// Bytes of the arrays: both directions, weights and days; cold columns (places of rows, details) apart.
  [[nodiscard]] std::size_t memory() const;
  [[nodiscard]] std::size_t cold_memory() const;

 private:
  friend class layer_builder;

  [[nodiscard]] const tie_block& base() const;
  static std::optional<double> known(double weight) {
    return std::isnan(weight) ? std::nullopt : std::optional{weight};
  }
  static dated_tie dated(const tie_record& uv);
  /// Pre: row < rows().
  [[nodiscard]] dated_tie tie_in(std::uint32_t row) const;
  static std::size_t place_in(const tie_block& block, std::uint32_t row) {
    const std::uint32_t k = row - block.first_row;
    return block.places.empty() ? k : block.places[k];
  }
  [[nodiscard]] dated_tie tie_at(const adjacency& side, std::size_t at) const;
  [[nodiscard]] const tie_block& block_of(std::uint32_t row) const {
    std::size_t b = blocks_.size() - 1;
    while (b > 0 && blocks_[b]->first_row > row) --b;
    return *blocks_[b];
  }
  [[nodiscard]] const retracted_tie* retracted(std::uint32_t row) const {
    return retracted_.empty() ? nullptr : find_retracted(row);
  }
  [[nodiscard]] const retracted_tie* find_retracted(std::uint32_t row) const;
  [[noreturn, gnu::cold]] static void refuse_slice();
  [[nodiscard]] row_range row_of(adjacency tie_block::* which, std::int32_t position) const {
    for (std::size_t b = blocks_.size(); b-- > 1;) {
      const adjacency& side = (*blocks_[b]).*which;
      if (const auto k = side.find(position)) return slice(side, *k, b);
    }
    const adjacency& side = base().*which;
    const auto k = static_cast<std::size_t>(position);
    if (k + 1 >= side.offsets.size()) return {&side, 0, 0};  // came later, without ties
    return slice(side, k);
  }
  static row_range slice(const adjacency& side, std::size_t k, std::size_t block = 0) {
    const std::int32_t first = side.offsets[k], last = side.offsets[k + 1];
    if (first < 0 || first > last || static_cast<std::size_t>(last) > side.neighbors.size()) {
      refuse_slice();
    }
    return {&side, static_cast<std::size_t>(first), static_cast<std::size_t>(last), block};
  }
  [[nodiscard]] tie_range range(adjacency tie_block::* which, const endpoint_domain& mine, const endpoint_domain& other,
                                vertex_ref v) const {
    if (!mine.admits(v.kind)) return {};
    const row_range row = row_of(which, mine.checked_position(v));
    return {{this, row.side, &other}, row.first, row.last};
  }

  relation_index relation_{};
  bool directed_ = true;
  endpoint_domain sources_, targets_;
  std::vector<std::shared_ptr<const tie_block>> blocks_;  // the first holds the network as it was frozen as a whole
  std::vector<retracted_tie> retracted_;                  // by row
  std::shared_ptr<const detail::vocabulary> known_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/layer-inl.hpp>  // IWYU pragma: export
#endif
