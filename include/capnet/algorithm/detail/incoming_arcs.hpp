#pragma once
/// The arcs in of every vertex, ready for drawing which of them are live. Not interface.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/detail/reversed_rows.hpp>
#include <capnet/algorithm/detail/set_stream.hpp>
#include <capnet/core/elementary.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/core/text.hpp>

namespace capnet::detail {

/// How arcs in become live: each on its own with the probability that it weighs, or at most one of a row, each with
/// its weight.
enum class live_arcs : std::uint8_t { each_alone, one_of_row };

/// The arcs in, without loops and those that weigh 0. Rows of equal weights need no weight for each arc; other rows
/// stand by falling weight, if arcs are drawn each alone, or with running sums.
class incoming_arcs {
 public:
  /// Throws input_error for weights that are unknown or outside [0, 1], and where at most one of a row is live for rows
  /// that add up to more than 1. Time O(n + m log(longest row) / threads), space O(n + m).
  incoming_arcs(const compressed_graph& g, live_arcs live, const execution& how) : live_{live} {
    const reversed_rows reversed{g};
    const compressed_rows& in = *reversed;
    rows_.resize(in.order());
    std::vector<problem_list> faults(in.order() / grain + 1);
    // A row needs no more room than it has arcs: it is filled where it begins, and what is dropped is never read.
    sources_.resize(in.size());
    bool even = true;
    if (!in.weights.empty()) {
      std::vector<char> uneven(faults.size());
      parallel_for_blocks(in.order(), grain, how, [&](std::size_t block, std::size_t first, std::size_t last) {
        for (std::size_t v = first; v < last; ++v) uneven[block] |= !is_even(in, static_cast<vertex_index>(v));
      });
      even = std::ranges::find(uneven, char{1}) == uneven.end();
    }
    if (!even) chances_.resize(in.size());
    parallel_for_blocks(in.order(), grain, how, [&](std::size_t block, std::size_t first, std::size_t last) {
      std::vector<std::pair<double, vertex_index>> arcs;
      for (std::size_t v = first; v < last; ++v) fill(in, static_cast<vertex_index>(v), arcs, faults[block]);
    });
    problem_list all;
    for (problem_list& some : faults) all.add(std::move(some));
    if (!all.empty()) throw input_error{std::move(all)};
  }

  [[nodiscard]] vertex_index order() const noexcept { return static_cast<vertex_index>(rows_.size()); }
  [[nodiscard]] vertex_index source(arc_index arc) const noexcept { return sources_[arc]; }
  void prefetch_row(vertex_index v) const noexcept { prefetch(rows_.data() + v); }
  void prefetch_arc(arc_index arc) const noexcept { prefetch(sources_.data() + arc); }

  /// Draws the live arcs in of v: calls `visit(arc)` for each, in ascending order. Expected time O(1 + live arcs) for
  /// equal weights; else O(log arcs + live arcs).
  template <class Visit>
  void draw(vertex_index v, set_stream& random, const Visit& visit) const {
    const row& r = rows_[v];
    if (r.arcs == 0) return;
    if (live_ == live_arcs::one_of_row)
      draw_one(r, random, visit);
    else if (r.even < 0)
      draw_by_gaps(r.first, r.first + r.arcs, r.even, random, visit);
    else if (r.even > 0)
      for (arc_index k = r.first; k < r.first + r.arcs; ++k) {
        if (random.uniform() < r.even) visit(k);
      }
    else
      draw_uneven(r, random, visit);
  }

 private:
  static constexpr std::size_t grain = 1u << 13;
  /// Shorter rows, and larger probabilities, are drawn arc by arc: that is as fast as by gaps, which take a logarithm
  /// for each live arc and one more.
  static constexpr arc_index few = 6;
  static constexpr double often = .25;

  struct row {
    arc_index first = 0, arcs = 0;
    /// Equal weights: each alone, a weight, or below 0 and 1 / ln(1 - weight); one of the row: their sum. 0: they
    /// differ.
    double even = 0;
  };

  /// 1 / ln(1 - p), of small p too: ln(1 - p) = -2 atanh(p / (2 - p)).
  [[nodiscard]] static double inverse_log_of_rest(double p) {
    const double s = p / (2 - p), z = s * s;
    return 1 / (p < 1e-4 ? -2 * s * (1 + z * (1.0 / 3 + z * .2)) : portable_log(1 - p));
  }

  template <class Visit>
  static void draw_by_gaps(arc_index first, arc_index last, double inverse_log, set_stream& random,
                           const Visit& visit) {
    for (arc_index k = first; k < last; ++k) {
      const double gap = portable_log(1 - random.uniform()) * inverse_log;
      if (!(gap < static_cast<double>(last - k))) return;
      k += static_cast<arc_index>(gap);
      visit(k);
    }
  }

  /// Subset sampling without a table (Guo, Wang, Wei & Chen 2020): by falling weight, in stretches of 2, 4, 8, ...
  /// arcs, each with gaps as for its first weight, from which an arc is taken in the proportion of its own.
  template <class Visit>
  void draw_uneven(const row& r, set_stream& random, const Visit& visit) const {
    const arc_index end = r.first + r.arcs;
    for (arc_index first = r.first, size = 2; first < end; first += size, size *= 2) {
      const arc_index last = size < end - first ? first + size : end;
      const double most = chances_[first];
      if (last - first <= few || most > often) {
        for (arc_index k = first; k < last; ++k) {
          if (random.uniform() < chances_[k]) visit(k);
        }
      } else {
        draw_by_gaps(first, last, inverse_log_of_rest(most), random, [&](arc_index k) {
          if (chances_[k] == most || random.uniform() * most < chances_[k]) visit(k);
        });
      }
      if (last == end) return;
    }
  }

  template <class Visit>
  void draw_one(const row& r, set_stream& random, const Visit& visit) const {
    const double u = random.uniform();
    if (r.even > 0) {
      if (u < r.even) visit(r.first + std::min(r.arcs - 1, static_cast<arc_index>(u / r.even * r.arcs)));
      return;
    }
    const double* const sums = chances_.data() + r.first;
    const auto k = static_cast<arc_index>(std::upper_bound(sums, sums + r.arcs, u) - sums);
    if (k < r.arcs) visit(r.first + k);
  }

  [[nodiscard]] static bool is_even(const compressed_rows& in, vertex_index v) {
    double weight = 0;
    for (arc_index k = in.offsets[v]; k < in.offsets[v + 1]; ++k) {
      if (in.columns[k] == v || in.weights[k] == 0) continue;
      if (weight != 0 && in.weights[k] != weight) return false;
      weight = in.weights[k];
    }
    return true;
  }

  void fill(const compressed_rows& in, vertex_index v, std::vector<std::pair<double, vertex_index>>& arcs,
            problem_list& faults) {
    row& r = rows_[v] = {in.offsets[v], 0, 0};
    arcs.clear();
    double sum = 0;
    for (arc_index k = in.offsets[v]; k < in.offsets[v + 1]; ++k) {
      const double weight = in.weights.empty() ? 1 : in.weights[k];
      if (!(weight >= 0 && weight <= 1)) {
        faults.add({"", 0, 0,
                    "the arc from vertex " + std::to_string(in.columns[k]) + " to " + std::to_string(v) + " weighs " +
                        short_number(weight, 12) + "; expected a probability in [0, 1]"});
        return;
      }
      if (in.columns[k] == v || weight == 0) continue;
      arcs.push_back({weight, in.columns[k]});
      sum += weight;
    }
    if (live_ == live_arcs::one_of_row && sum > 1 + 1e-9) {
      faults.add({"", 0, 0,
                  "the weights of the arcs to vertex " + std::to_string(v) + " add up to " + short_number(sum, 12) +
                      "; expected at most 1"});
      return;
    }
    if (arcs.empty()) return;
    r.arcs = static_cast<arc_index>(arcs.size());
    const double weight = arcs.front().first;
    const bool even = std::ranges::all_of(arcs, [&](const auto& arc) { return arc.first == weight; });
    if (!even && live_ == live_arcs::each_alone)
      std::ranges::sort(arcs, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
      });
    double running = 0;
    for (std::size_t k = 0; k < arcs.size(); ++k) {
      sources_[r.first + k] = arcs[k].second;
      running += arcs[k].first;
      if (!even) chances_[r.first + k] = live_ == live_arcs::each_alone ? arcs[k].first : running;
    }
    if (!even) return;
    r.even = live_ == live_arcs::one_of_row         ? sum
             : weight > often || arcs.size() <= few ? weight
                                                    : inverse_log_of_rest(weight);
  }

  live_arcs live_;
  large_vector<row> rows_;
  large_vector<vertex_index> sources_;
  large_vector<double> chances_;  ///< none: all rows have equal weights
};

}  // namespace capnet::detail
