#pragma once
/// A relation as an Eigen sparse matrix, without copying: Eigen reads the layer's own arrays.
///
///     const auto hours = make_sparse_map<teaches, attr::hours>(net);
///     const Eigen::VectorXd taught = hours.out() * Eigen::VectorXd::Ones(hours.out().cols());
#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

/// The adjacency matrix of one relation, of double or std::int64_t. Rows of `out()` are its sources, columns its
/// targets, both numbered as in `layer.sources()` and `layer.targets()`; `in()` is its transpose. An undirected
/// relation gives a symmetric matrix.
///
/// It holds all that was ever recorded of the relation, of any day and status; flatten a view for what held on a day. A
/// network that ties were added to since it was frozen as a whole is compacted first. Parallel ties are repeated
/// entries, which products and sums over entries add up; `coeff()` and sums of matrices need `parallel()` to be false.
/// The maps stay valid as long as the sparse_map or another copy of the snapshot lives; with `pattern`, as long as the
/// sparse_map.
template <class Scalar>
class basic_sparse_map {
 public:
  using matrix = Eigen::SparseMatrix<Scalar, Eigen::RowMajor, std::int32_t>;
  using map = Eigen::Map<const matrix>;

  /// Throws input_error for `weights` if a tie's weight is unknown: missing is never zero, and never guessed. Time
  /// O(m).
  basic_sparse_map(const snapshot& net, relation_index relation, matrix_entries entries = matrix_entries::weights)
    requires std::same_as<Scalar, double>
      : basic_sparse_map{laid_out{}, net, relation} {
    if (entries == matrix_entries::weights)
      expect_known(&layer_->out().weights, "weight", ", or matrix_entries::pattern");
    else
      ones_.assign(layer_->out().neighbors.size(), 1.0);
  }
  /// The same with an attribute of the relation as entries. Throws input_error if it has no such attribute of that
  /// type, or one that is unknown of a tie.
  basic_sparse_map(const snapshot& net, relation_index relation, std::string_view attribute)
      : basic_sparse_map{laid_out{}, net, relation} {
    if (attribute == "weight") {
      if constexpr (std::same_as<Scalar, double>) {
        expect_known(&layer_->out().weights, "weight", "");
        return;
      }
    }
    constexpr value_type wanted = std::same_as<Scalar, double> ? value_type::number : value_type::integer;
    const auto k = net_.schema().find_attribute(relation, attribute);
    const value_type is = k ? net_.schema().attribute(relation, *k).type : value_type::text;
    if (is != wanted) {
      throw input_error{"relation " + quote(net_.schema().relation(relation).name) + " has no attribute " +
                        quote(attribute) + " of the type " + std::string{to_string(wanted)} +
                        (k ? "; it is of the type " + std::string{to_string(is)} : std::string{})};
    }
    attribute_ = k;
    expect_known(values(layer_->out()), attribute, "");
  }
  // A copy would have to say whose ones its maps read.
  basic_sparse_map(const basic_sparse_map&) = delete;
  basic_sparse_map& operator=(const basic_sparse_map&) = delete;

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
  struct laid_out {};
  basic_sparse_map(laid_out, const snapshot& net, relation_index relation)
      : net_{net.compacted()}, layer_{&net_.layer(relation)} {
    if (layer_->out().neighbors.empty()) {
      no_offsets_.assign(static_cast<std::size_t>(std::max(layer_->sources().size(), layer_->targets().size())) + 1, 0);
    }
  }
  /// The entries of a direction; null where nothing is known of any tie.
  [[nodiscard]] const detail::column<Scalar>* values(const adjacency& side) const {
    const attribute_column* const known = attribute_ ? side.attribute(*attribute_) : nullptr;
    if constexpr (std::same_as<Scalar, double>)
      return !attribute_ ? &side.weights : known != nullptr ? &known->numbers : nullptr;
    else
      return known != nullptr ? &known->integers : nullptr;
  }
  void expect_known(const detail::column<Scalar>* entries, std::string_view name, std::string_view instead) const {
    std::size_t unknown = entries == nullptr || entries->empty() ? layer_->out().neighbors.size() : 0;
    for (const Scalar entry : entries != nullptr ? entries->all() : std::span<const Scalar>{}) {
      if constexpr (std::same_as<Scalar, double>)
        unknown += std::isnan(entry) ? 1u : 0u;
      else
        unknown += entry == missing_integer ? 1u : 0u;
    }
    if (unknown == 0) return;
    const std::string known{name};
    throw input_error{"relation " + quote(net_.schema().relation(layer_->relation()).name) + " has " +
                      std::to_string(unknown) + " of " + std::to_string(layer_->out().neighbors.size()) +
                      " entries without a " + known + "; expected a " + known + " for every tie" +
                      std::string{instead}};
  }
  [[nodiscard]] map map_of(const adjacency& side, std::int32_t rows, std::int32_t columns) const {
    // Without ties the vectors may be null, which Eigen takes well: it reads no entry.
    const detail::column<Scalar>* const entries = values(side);
    const Scalar* const place = !ones_.empty() ? ones_.data() : entries != nullptr ? entries->all().data() : nullptr;
    return map{rows,
               columns,
               static_cast<Eigen::Index>(side.neighbors.size()),
               no_offsets_.empty() ? side.offsets.all().data() : no_offsets_.data(),
               side.neighbors.all().data(),
               place};
  }

  snapshot net_;
  const layer* layer_;
  std::optional<attribute_index> attribute_{};  // else the weight
  std::vector<Scalar> ones_;
  std::vector<std::int32_t> no_offsets_;  // of a relation without ties, which has no arrays
};

using sparse_map = basic_sparse_map<double>;

/// The matrix of a declared attribute of a declared relation.
template <tie_relation Relation, attribute_tag Tag>
[[nodiscard]] basic_sparse_map<value_of<Tag>> make_sparse_map(const snapshot& net) {
  static_assert(is_number(Tag::type), "capnet: entries of a matrix are numbers or integers");
  static_assert(detail::lists_attribute<Relation, Tag>,
                "capnet: this relation does not list that attribute: see its `attributes`");
  return basic_sparse_map<value_of<Tag>>{net, net.schema().template index_of<Relation>(), Tag::name};
}

}  // namespace capnet
