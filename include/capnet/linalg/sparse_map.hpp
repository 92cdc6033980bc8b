#pragma once
/// A relation as an Eigen sparse matrix, without copying: Eigen reads the layer's own arrays.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/SparseCore>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// What stands in the matrix where there is a tie.
enum class matrix_entries : std::uint8_t {
  weights,  ///< the layer's own weight column; every tie must have a known weight
  pattern,  ///< 1 for every tie, from a column of ones that the sparse_map owns: offsets and neighbours are still the
            ///< layer's
};

/// The adjacency matrix of one relation. Rows of `out()` are its sources, columns its targets, both numbered as in
/// `layer.sources()` and `layer.targets()`; `in()` is its transpose. An undirected relation gives a symmetric matrix.
///
/// It holds all that was ever recorded of the relation, of any day and status; flatten a view for what held on a day. A
/// network that ties were added to since it was frozen as a whole is compacted first. Parallel ties are repeated
/// entries, which products and sums over entries add up; `coeff()` and sums of matrices need `parallel()` to be false.
/// The maps stay valid as long as the sparse_map or another copy of the snapshot lives; with `pattern`, as long as the
/// sparse_map.
class sparse_map {
 public:
  using matrix = Eigen::SparseMatrix<double, Eigen::RowMajor, std::int32_t>;
  using map = Eigen::Map<const matrix>;

  /// Throws input_error for `weights` if a tie's weight is unknown: missing is never zero, and never guessed. Time
  /// O(m).
  sparse_map(snapshot net, relation_index relation, matrix_entries entries = matrix_entries::weights)
      : net_{net.compacted()}, layer_{&net_.layer(relation)} {
    if (entries == matrix_entries::weights) expect_weights();
    if (layer_->out().neighbors.empty()) {
      no_offsets_.assign(static_cast<std::size_t>(std::max(layer_->sources().size(), layer_->targets().size())) + 1, 0);
    }
    if (entries == matrix_entries::pattern) ones_.assign(layer_->out().neighbors.size(), 1.0);
  }
  // A copy would have to say whose ones its maps read.
  sparse_map(const sparse_map&) = delete;
  sparse_map& operator=(const sparse_map&) = delete;

  [[nodiscard]] map out() const { return map_of(layer_->out(), layer_->sources().size(), layer_->targets().size()); }
  [[nodiscard]] map in() const { return map_of(layer_->in(), layer_->targets().size(), layer_->sources().size()); }

  /// Which vertex a row and a column of `out()` stand for, and back. Throws input_error for a place outside the matrix,
  /// and for a vertex that has none in it.
  [[nodiscard]] vertex_ref source(Eigen::Index row) const { return vertex_at(layer_->sources(), row); }
  [[nodiscard]] vertex_ref target(Eigen::Index column) const { return vertex_at(layer_->targets(), column); }
  [[nodiscard]] Eigen::Index row(vertex_ref v) const { return layer_->sources().checked_position(v); }
  [[nodiscard]] Eigen::Index column(vertex_ref v) const { return layer_->targets().checked_position(v); }

  /// Whether two ties join the same two vertices the same way. Time O(m).
  [[nodiscard]] bool parallel() const {
    const adjacency& side = layer_->out();
    for (std::size_t u = 0; u + 1 < side.offsets.size() && no_offsets_.empty(); ++u) {
      const auto row = side.neighbors.slice(static_cast<std::size_t>(side.offsets[u]),
                                            static_cast<std::size_t>(side.offsets[u + 1]));
      if (std::adjacent_find(row.begin(), row.end()) != row.end()) return true;
    }
    return false;
  }

 private:
  static vertex_ref vertex_at(const endpoint_domain& domain, Eigen::Index place) {
    detail::expect(place >= 0 && place < domain.size(), "row or column ", place, " of a matrix that has ",
                   domain.size(), "; expected one from 0 and below that");
    return domain.at(static_cast<std::int32_t>(place));
  }
  void expect_weights() const {
    const std::span<const double> weights = layer_->out().weights.all();
    std::size_t unknown = weights.empty() ? layer_->out().neighbors.size() : 0;
    for (const double weight : weights) unknown += std::isnan(weight) ? 1u : 0u;
    if (unknown == 0) return;
    throw input_error{"relation " + quote(net_.schema().relation(layer_->relation()).name) + " has " +
                      std::to_string(unknown) + " of " + std::to_string(layer_->out().neighbors.size()) +
                      " entries without a weight; expected a weight for every tie, or matrix_entries::pattern"};
  }
  [[nodiscard]] map map_of(const adjacency& side, std::int32_t rows, std::int32_t columns) const {
    // Without ties the vectors may be null, which Eigen takes well: it reads no entry.
    const double* values = ones_.empty() ? side.weights.all().data() : ones_.data();
    return map{rows,
               columns,
               static_cast<Eigen::Index>(side.neighbors.size()),
               no_offsets_.empty() ? side.offsets.all().data() : no_offsets_.data(),
               side.neighbors.all().data(),
               values};
  }

  snapshot net_;
  const layer* layer_;
  std::vector<double> ones_;
  std::vector<std::int32_t> no_offsets_;  // of a relation without ties, which has no arrays
};

}  // namespace capnet
