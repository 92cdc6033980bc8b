#pragma once
/// Values that become weighted means of others, step by step, and how far they can still go. Not interface.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/detail/sliced_product.hpp>
#include <capnet/algorithm/detail/sliced_rows.hpp>
#include <capnet/algorithm/strong_components.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/core/text.hpp>

namespace capnet::detail {

/// What x <- A W x + (I - A) x0 is made of: W the weights of a graph, each row divided by its sum; A a susceptibility
/// for each vertex, none: all are 1. A row without arcs keeps its value.
struct averaging {
  const compressed_graph* graph = nullptr;
  std::span<const double> susceptibility{};
  std::span<const double> start{};
  std::vector<double> sums{};          ///< [vertex] of its weights
  std::vector<vertex_index> circle{};  ///< [vertex] see `closed_circles`

  static constexpr vertex_index nowhere = std::numeric_limits<vertex_index>::max();
  [[nodiscard]] double a(vertex_index u) const { return susceptibility.empty() ? 1 : susceptibility[u]; }
};

/// Sums of the weights of each vertex. Throws unless there is a finite start for each, and every row of weights is a
/// distribution or empty; and for susceptibilities outside [0, 1].
[[nodiscard]] inline std::vector<double> check_averaging(const averaging& of, const execution& how) {
  const compressed_graph& g = *of.graph;
  const auto one_for_each = [&](std::size_t size, const char* what) {
    if (size != g.order()) refuse(size, what, g.order(), " vertices; expected one for each");
  };
  one_for_each(of.start.size(), " values for ");
  if (!of.susceptibility.empty()) one_for_each(of.susceptibility.size(), " susceptibilities for ");
  constexpr std::size_t grain = 1u << 14;
  std::vector<double> sums(g.order());
  std::vector<problem_list> faults(g.order() / grain + 1);
  parallel_for_blocks(g.order(), grain, how, [&](std::size_t block, std::size_t first, std::size_t last) {
    const auto fault = [&](const std::string& of_what, vertex_index u, const std::string& has, const char* expected) {
      faults[block].add(
          {"", 0, 0, "the " + of_what + " of vertex " + std::to_string(u) + has + "; expected " + expected});
    };
    for (std::size_t k = first; k < last; ++k) {
      const auto u = static_cast<vertex_index>(k);
      if (!std::isfinite(of.start[u])) fault("value", u, " is " + short_number(of.start[u]), "a finite number");
      if (!(of.a(u) >= 0 && of.a(u) <= 1))
        fault("susceptibility", u, " is " + short_number(of.a(u), 12), "one in [0, 1]");
      bool wrong = false;
      for (const double weight : g.weights(u)) {
        sums[u] += weight;
        wrong = wrong || !(weight >= 0);
      }
      if (g.out_degree(u) > 0 && (wrong || !(std::abs(sums[u] - 1) <= 1e-9)))
        fault("weights", u,
              " add up to " + short_number(sums[u], 12) + (wrong ? ", one of them negative or unknown" : ""),
              "weights from 0 that add up to 1");
    }
  });
  problem_list all;
  for (problem_list& some : faults) all.add(std::move(some));
  if (!all.empty()) throw input_error{std::move(all)};
  return sums;
}

/// Of those who listen to someone; 0 if nobody does.
[[nodiscard]] inline double largest_susceptibility(const averaging& of) {
  double most = 0;
  for (vertex_index u = 0; u < of.graph->order(); ++u) {
    if (of.graph->out_degree(u) > 0) most = std::max(most, of.a(u));
  }
  return most;
}

/// [vertex] the smallest member of its circle, or averaging::nowhere: who is in a circle of vertices that all give way
/// and listen to each other alone (a strong component that nobody in it looks out of). Only weights above 0 are
/// listened to.
[[nodiscard]] inline std::vector<vertex_index> closed_circles(const averaging& of, const execution& how) {
  const compressed_graph& g = *of.graph;
  const auto weights = g.out_rows().weights;
  std::vector<vertex_index> circle;
  if (largest_susceptibility(of) < 1) {  // nobody who listens gives way wholly; who does not keeps the own value
    circle.assign(g.order(), averaging::nowhere);
    return circle;
  }
  if (std::ranges::find(weights, 0.0) == weights.end()) {
    circle = strong_components(g, how).label;
  } else {
    std::vector<edge> listening;
    for (vertex_index u = 0; u < g.order(); ++u) {
      for (std::size_t k = 0; k < g.out_degree(u); ++k) {
        if (g.weights(u)[k] > 0) listening.push_back({u, g.successors(u)[k]});
      }
    }
    const auto heard =
        compressed_graph::from_edges(g.order(), listening, {.directed = true, .parallel = parallel_edges::first});
    circle = strong_components(heard, how).label;
  }
  std::vector<char> open(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    bool out = of.a(u) < 1;
    for (std::size_t k = 0; k < g.out_degree(u) && !out; ++k)
      out = g.weights(u)[k] > 0 && circle[g.successors(u)[k]] != circle[u];
    if (out) open[circle[u]] = 1;
  }
  for (vertex_index& label : circle) label = open[label] != 0 ? averaging::nowhere : label;
  return circle;
}

/// The steps, and a bound on the distance to where they lead.
///
/// The distance e to the fixed point obeys |e| <- A W |e|, so that s <- A W s, begun with the range of x0, stays above
/// it. In a closed circle A W loses nothing, but its members agree in the end on a value between the least and the
/// largest of theirs: there s is the range of their present values. Where all who listen hold on to 1 - a at least,
/// what is left is at most a / (1 - a) of the last change: s is not needed if a is no more than .99. All are bounds,
/// whatever the eigenvalues.
///
/// Kernel: that of sparse_operator, in its order of places: x and s side by side, or x alone where s is not needed.
/// Verifier: tests/oracle/linear_test.cpp (dense tables).
class averaging_steps {
 public:
  /// Refers to nothing afterwards but the execution's stop token.
  averaging_steps(const averaging& of, const execution& how)
      : how_{how.threads, how.stop, {}}, rows_{of.graph->out_rows(), true, how_} {
    const vertex_index n = rows_.order();
    const vertex_index empty_from = rows_.empty_from();
    weights_ = rows_.weights_of<double>(of.graph->out_rows(), how_);
    bool open = false;
    for (vertex_index p = 0; p < empty_from; ++p) open = open || of.circle[rows_.row()[p]] == averaging::nowhere;
    const double a = largest_susceptibility(of);
    if (a <= .99) share_left_ = a / (1 - a);
    const bool any_open = open;
    open = open && !share_left_;
    width_ = open ? 2 : 1;
    const auto [least, largest] = std::ranges::minmax_element(of.start);
    const double range = n == 0 ? 0 : *largest - *least;
    x_.resize(width_ * n), next_.resize(width_ * n);
    scale_.resize(empty_from), scale_bound_.resize(open ? empty_from : 0), rest_.resize(empty_from);
    parallel_for_blocks(n, grain, how_, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) {
        const vertex_index u = rows_.row()[p];
        x_[width_ * p] = next_[width_ * p] = of.start[u];
        const bool in_circle = of.circle[u] != averaging::nowhere;
        if (open) x_[width_ * p + 1] = next_[width_ * p + 1] = p < empty_from && !in_circle ? range : 0;
        if (p >= empty_from) continue;
        scale_[p] = of.a(u) / of.sums[u];
        rest_[p] = (1 - of.a(u)) * of.start[u];
        if (open) scale_bound_[p] = in_circle ? 0 : scale_[p];
      }
    });
    bound_ = any_open ? range : 0;
    find_members(of);
    bound_circles();
  }

  /// One step for all.
  void step() {
    const simd_level level = current_simd();
    const std::size_t pieces = rows_.piece_place().size();
    std::vector<double> piece_sums(pieces * width_);
    std::vector<seen> parts(rows_.tasks().size() + 1);
    parallel_for_blocks(rows_.tasks().size(), 1, how_, [&](std::size_t k, std::size_t, std::size_t) {
      alignas(64) std::array<double, 2 * group * lanes> sums;
      const auto task = rows_.tasks()[k];
      for (std::size_t s = task.first; s < task.last; s += group) {
        const std::size_t end = std::min(s + group, task.last);
        sum_slices<double>({&rows_, weights_.empty() ? nullptr : weights_.data(), x_.data(), width_, width_}, s, end,
                           sums.data(), level);
        if (s < pieces) {
          for (std::size_t piece = s; piece < end; ++piece) {
            for (std::size_t c = 0; c < width_; ++c)
              piece_sums[piece * width_ + c] = sum_of_strands(sums.data() + (piece - s) * lanes * width_ + c, width_);
          }
          continue;
        }
        const std::size_t first = rows_.first_place(s);
        take(sums.data(), first, std::min<std::size_t>(first + (end - s) * lanes, rows_.empty_from()), parts[k]);
      }
    });
    std::vector<double> of_long(rows_.long_rows() * width_);
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      for (std::size_t c = 0; c < width_; ++c)
        of_long[rows_.piece_place()[piece] * width_ + c] += piece_sums[piece * width_ + c];
    }
    take(of_long.data(), 0, rows_.long_rows(), parts.back());
    x_.swap(next_);
    seen all;
    for (const seen& part : parts) all.add(part);
    residual_ = all.residual;
    bound_ = all.bound;
    if (share_left_)
      bound_ = *share_left_ * residual_;
    else if (one_circle_)
      bound_ = all.most - all.least;
    else
      bound_circles();
  }

  /// The largest change in the last step.
  [[nodiscard]] double residual() const noexcept { return residual_; }
  /// No value is further from where it tends to, but for rounding.
  [[nodiscard]] double bound() const noexcept { return bound_; }
  [[nodiscard]] std::vector<double> values() const {
    auto values = filled_vector<double>(rows_.order());
    for (vertex_index p = 0; p < rows_.order(); ++p) values[rows_.row()[p]] = x_[width_ * p];
    return values;
  }

 private:
  static constexpr std::size_t lanes = sliced_rows::lanes;
  static constexpr std::size_t group = 32;  ///< slices whose sums stay near until they are values
  static constexpr std::size_t grain = 1u << 14;

  /// What a pass over some places has seen; no order matters.
  struct seen {
    double residual = 0, bound = 0;
    double least = std::numeric_limits<double>::infinity(), most = -std::numeric_limits<double>::infinity();
    void add(const seen& more) {
      residual = std::max(residual, more.residual);
      bound = std::max(bound, more.bound);
      least = std::min(least, more.least);
      most = std::max(most, more.most);
    }
  };

  /// The next values at [first, last), of their sums.
  void take(const double* sums, std::size_t first, std::size_t last, seen& all) {
    if (width_ == 1) return take_values(sums, first, last, all);
    double residual = 0, bound = 0;
    for (std::size_t p = first; p < last; ++p, sums += 2) {
      const double next = scale_[p] * sums[0] + rest_[p];
      const double next_bound = scale_bound_[p] * sums[1];
      const double change = std::abs(next - x_[2 * p]);
      residual = residual < change ? change : residual;
      bound = bound < next_bound ? next_bound : bound;
      next_[2 * p] = next;
      next_[2 * p + 1] = next_bound;
    }
    all.add({.residual = residual, .bound = bound});
  }

  void take_values(const double* sums, std::size_t first, std::size_t last, seen& all) {
    constexpr std::size_t strands = 8;
    std::array<double, strands> residual{}, least, most;
    least.fill(all.least);
    most.fill(all.most);
    const auto one = [&](std::size_t p, std::size_t j) {
      const double next = scale_[p] * sums[p - first] + rest_[p];
      const double change = std::abs(next - x_[p]);
      residual[j] = residual[j] < change ? change : residual[j];
      least[j] = next < least[j] ? next : least[j];
      most[j] = most[j] < next ? next : most[j];
      next_[p] = next;
    };
    std::size_t p = first;
    for (; p + strands <= last; p += strands) {
      for (std::size_t j = 0; j < strands; ++j) one(p + j, j);
    }
    for (; p < last; ++p) one(p, 0);
    for (std::size_t j = 0; j < strands; ++j) all.add({.residual = residual[j], .least = least[j], .most = most[j]});
  }

  /// The places of each circle, but of those that keep their value.
  void find_members(const averaging& of) {
    std::vector<std::pair<vertex_index, vertex_index>> of_circle;
    for (vertex_index p = 0; p < rows_.empty_from(); ++p) {
      const vertex_index label = of.circle[rows_.row()[p]];
      if (label != averaging::nowhere) of_circle.push_back({label, p});
    }
    one_circle_ = width_ == 1 && !of_circle.empty() &&
                  std::ranges::all_of(of_circle, [&](const auto& at) { return at.first == of_circle.front().first; });
    if (!one_circle_) std::ranges::sort(of_circle);
    for (std::size_t k = 0; k < of_circle.size(); ++k) {
      if (k == 0 || of_circle[k].first != of_circle[k - 1].first) circles_.push_back(k);
      members_.push_back(of_circle[k].second);
    }
    circles_.push_back(members_.size());
  }

  void bound_circles() {
    for (std::size_t c = 0; c + 1 < circles_.size(); ++c) {
      double least = x_[width_ * members_[circles_[c]]], most = least;
      for (std::size_t k = circles_[c]; k < circles_[c + 1]; ++k) {
        const double x = x_[width_ * members_[k]];
        least = std::min(least, x);
        most = std::max(most, x);
      }
      bound_ = std::max(bound_, most - least);
      if (width_ == 1) continue;
      for (std::size_t k = circles_[c]; k < circles_[c + 1]; ++k) x_[2 * members_[k] + 1] = most - least;
    }
  }

  execution how_;
  sliced_rows rows_;
  large_vector<double> weights_;
  std::size_t width_ = 1;  ///< of the tables: values, and what bounds their distance if some are in no circle
  large_vector<double> x_, next_;
  large_vector<double> scale_, scale_bound_, rest_;  ///< [place with arcs]
  std::vector<std::size_t> circles_;                 ///< where each begins in `members_`
  std::vector<vertex_index> members_;
  bool one_circle_ = false;             ///< all whose value changes are in it
  std::optional<double> share_left_{};  ///< of the last change, that is still to come at most
  double residual_ = 0, bound_ = 0;
};

}  // namespace capnet::detail
