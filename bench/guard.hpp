#pragma once
/// What the quick run should reach, and must not fall below.
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "row.hpp"

namespace capnet::bench {

/// One row of bench/baseline.json, from several runs.
struct baseline {
  std::string kernel{};
  unsigned threads = 1;
  double ratio = 0;       ///< median of the runs' ratios of medians
  double target = 0;      ///< that, less their spread: what the table shows
  double best_ratio = 0;  ///< median of the runs' ratios of minima
  double tolerance = 0;   ///< relative

  [[nodiscard]] double least() const { return best_ratio * (1 - tolerance); }  ///< a ratio of minima below it is a loss
};
struct baselines {
  std::string simd{};  ///< of the machine that they are from
  std::string machine{};
  std::vector<baseline> rows{};

  [[nodiscard]] const baseline* find(std::string_view kernel, unsigned threads) const;  ///< nullptr: none
  [[nodiscard]] std::optional<double> target_of(std::string_view kernel, unsigned threads) const;
};

/// Throws std::runtime_error that names the file and what is wrong in it.
baselines read_baselines(const std::string& path);

/// From several runs. The target is the median of the ratios less one standard deviation (of their logarithms). The
/// tolerance is three standard deviations of the ratios of minima, at least a fifth: on a machine as noisy as the one
/// that the runs are from, one row in 700 falls below it by chance, and that it does so four times in turn (see
/// `guard`) is out of the question. Baselines from `before`, of another day or another machine of its like, are kept
/// to: what they allowed stays allowed, for peers gain and lose there more than within one sitting.
std::string as_baselines(const std::string& simd, const std::string& machine, std::span<const std::vector<row>> runs,
                         const baselines& before);

/// What the program exits with.
enum class guard_verdict {
  no_loss = 0,
  loss = 1,
  nothing_compared = 2,  ///< no row has a baseline: that says nothing about losses
};

/// Compares the rows with the baselines. What looks like a loss is measured again, up to three times, with
/// `again(filter)`, and the best counts: a busy machine makes a kernel slow, never fast. Says on `out` what stays lost,
/// or why nothing was compared. Baselines of another vector instruction set are not compared.
guard_verdict guard(const baselines& expected, std::span<const row> rows, const std::string& simd,
                    const std::function<std::vector<row>(const std::string& filter)>& again, std::ostream& out);

}  // namespace capnet::bench
