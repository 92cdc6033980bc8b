#pragma once
/// Fits curves of growth to membership counts: least squares.
#include <cstddef>
#include <span>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/sim/growth_fit.hpp>

namespace capnet {

/// How many members there were on a day.
struct dated_count {
  date day{};
  double count = 0;
};

struct count_fit_options {
  std::vector<growth_model> models{};  ///< empty: all
  /// Of the counts: what is smaller can't tell curves apart. 1 for whole members, 10 for tens; 0 if the counts are
  /// exact.
  double step = 1;
  double level = .95;  ///< of the intervals
};

/// The curves of growth that membership counts allow, and whether the counts can tell them apart.
///
/// Each model is fitted by least squares over all of its parameters: scale and start in closed form (variable
/// projection, Golub & Pereyra 1973), the shape by a fixed grid and the simplex method; the same bits on each machine.
/// `loss` is the sum of squares; sums of which nothing but rounding is left are 0. Intervals are those of profile
/// likelihood with an F distribution, RSS(x) <= RSS (1 + F / (n - k)) (Bates & Watts 1988); none where a model has as
/// many parameters as there are days with a count. Models are compared by AICc (Burnham & Anderson 2002), their
/// variance being at least that of the rounding, step^2 / 12; a model of k parameters is judged from k + 3 counts on,
/// and left out where it has more parameters than there are days. Curves with a ceiling do not fall: of falling counts
/// they make the mean.
///
/// Identifiable is what leaves one curve (others may run along with it, within a step), and no parameter of
/// these without bounds. Three counts never are: saturating exponential and logistic both go through (0, 45),
/// (5.717, 86), (7.721, 87).
///
/// Counts may come in any order, several of one day too. Throws input_error for counts below 0, above 1e15 or not
/// finite, fewer than two days, an unknown model, a negative step or a level outside (0, 1).
/// Time O(counts x 10^4 for each model), space O(counts).
[[nodiscard]] growth_fit fit_growth(std::span<const dated_count> counts, const count_fit_options& options = {});

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/fit_counts-inl.hpp>  // IWYU pragma: export
#endif
