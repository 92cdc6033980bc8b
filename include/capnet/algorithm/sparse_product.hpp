#pragma once
/// The adjacency matrix of a graph, ready to be multiplied by vectors again and again.
#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <vector>

#include <capnet/algorithm/detail/reversed_rows.hpp>
#include <capnet/algorithm/detail/sliced_product.hpp>
#include <capnet/algorithm/detail/sliced_rows.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

namespace capnet {

struct sparse_operator_options {
  bool weighted = true;  ///< entries are the weights of the arcs; else, and of a graph without weights, 1 for each arc
  bool transposed = false;  ///< the matrix of the arcs turned round: the same for an undirected graph
  unsigned threads = 0;     ///< to lay it out; 0: one for each core
  std::stop_token stop{};
};

/// The matrix A of a graph: A_uv is the weight of the arc from u to v, of parallel arcs their sum; an undirected edge
/// stands on both sides of the diagonal, a loop on it once. Keeps the arcs in a layout of its own, or that of the
/// ordered_graph: the graph may go.
///
/// `Real` float or double: weights are rounded to it, and sums are made in it. Each entry of a product is the sum over
/// the arcs of its row in their order (a row of 4,096 arcs or more: in 16 strands that are added in a fixed order), so
/// it has the same bits at any number of threads, with any instructions, and for any number of columns. Made from an
/// ordered_graph it takes and gives vectors in the original numbers; a row's arcs are then added in the order of
/// positions, so the last bits may be others than from the graph.
///
/// Kernel: SELL-C-sigma (Kreutzer, Hager, Wellein, Fehske & Bishop 2014) with C = 16 and all rows sorted by length,
/// long rows row by row; columns of several vectors in registers. Verifier: tests/oracle/sparse_product_test.cpp.
template <std::floating_point Real>
class sparse_operator {
 public:
  using options = sparse_operator_options;

  /// Time O(n + m), space O(n + m).   Throws: stopped; input_error if weights are entries and one is not known.
  explicit sparse_operator(const compressed_graph& g, const options& with = {}) { build(g, with, nullptr); }
  explicit sparse_operator(const ordered_graph& g, const options& with = {}) {
    build(g.graph(), with, &g);
    vertex_.assign(rows_->row().begin(), rows_->row().end());
    for (vertex_index& v : vertex_) v = g.original()[v];
  }
  /// Of any other graph that models the concepts.
  template <adjacency_graph Graph>
  explicit sparse_operator(const Graph& g, const options& with = {})
      : sparse_operator(*detail::compressed_view<Graph>{g}, with) {}

  [[nodiscard]] vertex_index order() const noexcept { return rows_->order(); }

  /// y = A x. Both have `order()` entries. Pre: x and y don't overlap.   Throws: stopped; y then holds nothing of use.
  void multiply(std::span<const Real> x, std::span<Real> y, const execution& how = {}) const { multiply(x, y, 1, how); }

  /// Y = A X for tables of `order()` rows and `columns` columns, row by row. Each column has the same bits as if it
  /// came alone. May be called from several threads at once. Time O((n + m) columns / threads), space O(n columns) from
  /// an ordered_graph.
  void multiply(std::span<const Real> x, std::span<Real> y, std::size_t columns, const execution& how = {}) const {
    detail::expect(x.size() == order() * columns && y.size() == x.size(), "tables of ", x.size(), " and ", y.size(),
                   " entries for ", order(), " vertices and ", columns, " columns; expected an entry for each");
    if (columns == 0 || order() == 0) return;
    throw_if_stopped(how.stop);
    if (vertex_.empty()) return run(x.data(), y, columns, how);
    // One call at a time has the room that is kept; others make their own.
    const std::unique_lock mine{room_->lock, std::try_to_lock};
    detail::large_vector<Real> own;
    detail::large_vector<Real>& room = mine ? room_->values : own;
    const std::size_t used = columns_used_;
    if (room.size() < used * columns) room = detail::large_vector<Real>(used * columns);
    parallel_for_blocks(used, 4096, how, [&](std::size_t, std::size_t first, std::size_t last) {
      if (columns == 1) {
        for (std::size_t p = first; p < last; ++p) room[p] = x[vertex_[p]];
      } else {
        for (std::size_t p = first; p < last; ++p)
          copy(x.data() + vertex_[p] * columns, room.data() + p * columns, columns);
      }
    });
    run(room.data(), y, columns, how);
  }

 private:
  struct scratch {
    std::mutex lock;
    detail::large_vector<Real> values;
  };

  void build(const compressed_graph& g, const options& with, const ordered_graph* ordered) {
    const execution how{with.threads, with.stop, {}};
    const bool back = with.transposed && g.directed();
    const bool weighted = with.weighted && !g.out_rows().weights.empty();
    if (weighted) detail::expect_known_weights(g);
    const compressed_rows rows = back ? g.in_rows() : g.out_rows();
    if (ordered != nullptr && (back || !g.directed())) {
      rows_ = ordered->sliced_in_rows(how);
    } else {
      rows_ = std::make_shared<const detail::sliced_rows>(rows, ordered != nullptr, how);
    }
    if (weighted)
      weights_ = back ? rows_->weights_of<Real>(*detail::reversed_rows{g}, how) : rows_->weights_of<Real>(rows, how);
    columns_used_ =
        g.directed() ? rows_->order() : rows_->empty_from();  // undirected: who has no arc is nobody's neighbor
  }

  static void copy(const Real* from, Real* to, std::size_t columns) {
    if (columns == 8) {
      for (std::size_t c = 0; c < 8; ++c) to[c] = from[c];
    } else {
      for (std::size_t c = 0; c < columns; ++c) to[c] = from[c];
    }
  }

  [[nodiscard]] std::size_t vertex_at(std::size_t place) const {
    return vertex_.empty() ? rows_->row()[place] : vertex_[place];
  }

  void run(const Real* x, std::span<Real> y, std::size_t columns, const execution& how) const {
    constexpr std::size_t lanes = 16;
    const simd_level level = current_simd();
    const std::size_t pieces = rows_->piece_place().size();
    std::vector<Real> piece_sums(pieces * columns);
    parallel_for_blocks(rows_->tasks().size(), 1, how, [&](std::size_t k, std::size_t, std::size_t) {
      constexpr std::size_t group = 16;  // slices whose sums stay near before they go to y
      alignas(64) std::array<Real, group * lanes * 64 / sizeof(Real)> sums;
      const auto task = rows_->tasks()[k];
      for (std::size_t s = task.first; s < task.last; s += group) {
        const std::size_t end = std::min(s + group, task.last);
        for (std::size_t c = 0; c < columns; c += detail::widest_sum<Real>(level)) {
          const std::size_t width = std::min(columns - c, detail::widest_sum<Real>(level));
          detail::sum_slices<Real>({rows_.get(), weights_.empty() ? nullptr : weights_.data(), x + c, columns, width},
                                   s, end, sums.data(), level);
          if (s < pieces) {
            for (std::size_t piece = s; piece < end; ++piece) {
              for (std::size_t j = 0; j < width; ++j) {
                piece_sums[piece * columns + c + j] =
                    detail::sum_of_strands(sums.data() + (piece - s) * lanes * width + j, width);
              }
            }
            continue;
          }
          const std::size_t place = rows_->first_place(s);
          const std::size_t places = std::min<std::size_t>((end - s) * lanes, rows_->order() - place);
          if (columns == 1) {
            for (std::size_t p = 0; p < places; ++p) y[vertex_at(place + p)] = sums[p];
          } else {
            for (std::size_t p = 0; p < places; ++p)
              copy(sums.data() + p * width, y.data() + vertex_at(place + p) * columns + c, width);
          }
        }
      }
    });
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      const bool begins = piece == 0 || rows_->piece_place()[piece] != rows_->piece_place()[piece - 1];
      Real* row = y.data() + vertex_at(rows_->piece_place()[piece]) * columns;
      for (std::size_t c = 0; c < columns; ++c)
        row[c] = begins ? piece_sums[piece * columns + c] : row[c] + piece_sums[piece * columns + c];
    }
    // Rows without arcs stand beyond the last slice, which may reach into them.
    parallel_for_blocks(rows_->order() - rows_->empty_from(), 1u << 16, how,
                        [&](std::size_t, std::size_t first, std::size_t last) {
                          for (std::size_t p = rows_->empty_from() + first; p < rows_->empty_from() + last; ++p) {
                            for (std::size_t c = 0; c < columns; ++c) y[vertex_at(p) * columns + c] = 0;
                          }
                        });
  }

  std::shared_ptr<const detail::sliced_rows> rows_;
  detail::large_vector<Real> weights_;  ///< in the order of the slots; none: all are 1
  std::vector<vertex_index>
      vertex_;  ///< the original vertex at a place; empty if vectors come in the order of the rows
  std::size_t columns_used_ = 0;
  std::unique_ptr<scratch> room_ = std::make_unique<scratch>();
};

}  // namespace capnet
