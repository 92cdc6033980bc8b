#pragma once
/// What one run of a model tells: a row of named numbers for each step.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

/// The rows of one run. Steps ascend; a number that is not known is empty.
class run_rows {
 public:
  run_rows() = default;
  /// Throws input_error for a measure without a name or one that comes twice.
  explicit run_rows(std::vector<std::string> measures) : measures_{std::move(measures)} {
    for (std::size_t k = 0; k < measures_.size(); ++k) {
      if (measures_[k].empty()) detail::refuse("a measure has no name; expected one");
      for (std::size_t before = 0; before < k; ++before) {
        if (measures_[before] == measures_[k])
          detail::refuse("the measure ", quote(measures_[k]), " is named twice; expected each once");
      }
    }
  }
  /// Adds the row of a step, a value for each measure. Throws input_error for a step that is not after the last one,
  /// another number of values, and an infinite one.
  void add(std::uint32_t step, std::span<const std::optional<double>> values) {
    detail::expect(values.size() == measures_.size(), values.size(), " values for ", measures_.size(),
                   " measures; expected one for each");
    detail::expect(steps_.empty() || step > steps_.back(), "step ", step, " after step ",
                   steps_.empty() ? 0 : steps_.back(), "; expected steps to ascend");
    for (const std::optional<double>& value : values) {
      detail::expect(!value || std::isfinite(*value), "a value of step ", step,
                     " is infinite or no number; expected a finite one, or none where it is not known");
    }
    for (const std::optional<double>& value : values)
      values_.push_back(value ? *value + 0.0 : std::numeric_limits<double>::quiet_NaN());  // -0 is 0
    steps_.push_back(step);
  }
  void add(std::uint32_t step, std::initializer_list<std::optional<double>> values) {
    add(step, std::span{values.begin(), values.size()});
  }

  [[nodiscard]] const std::vector<std::string>& measures() const { return measures_; }
  [[nodiscard]] const std::vector<std::uint32_t>& steps() const { return steps_; }
  /// Row by row; NaN where nothing is known.
  [[nodiscard]] const std::vector<double>& values() const { return values_; }

 private:
  std::vector<std::string> measures_{};
  std::vector<std::uint32_t> steps_{};
  std::vector<double> values_{};
};

}  // namespace capnet
