#pragma once
/// The figures of one survey solved for how many answered.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/metric/feasible_counts.hpp>

namespace capnet::detail {

/// How many numbers of respondents the audit tries in all, so that absurdly precise percentages in many surveys cost no
/// more than a second. What is found by then is found; figures that people report take a few hundred tries each.
inline constexpr std::int64_t audit_tries = 10'000'000;

/// The numbers of respondents that a survey's percentages and counts allow together, whatever denominators are stated.
class joint_denominators {
 public:
  joint_denominators(std::vector<share_statement> statements, std::int64_t& tries_left)
      : statements_{std::move(statements)}, tries_left_{&tries_left} {
    range_ = denominators_of_counts(statements_);
    if (std::ranges::any_of(statements_, [](const share_statement& s) { return s.share.empty(); })) range_ = {};
    possible_ = !range_.empty();
    if (statements_.size() < 2 || !range_.bounded() || range_.size() > limit()) return;
    // Between the first and last that the counts allow, each count fits all; a percentage without a count may not.
    std::vector<share_statement> open;
    std::ranges::copy_if(statements_, std::back_inserter(open), [](const share_statement& s) { return !s.count; });
    all_.emplace();
    for (std::int64_t n = range_.first; n <= range_.last; ++n) {
      if (fits_all(open, n)) all_->push_back(n);
    }
    *tries_left_ -= range_.size();
    possible_ = !all_->empty();
  }

  [[nodiscard]] const std::vector<share_statement>& statements() const { return statements_; }
  /// False: surely no number. True: some, or more than were tried.
  [[nodiscard]] bool possible() const { return possible_; }
  /// All of them, if there are several statements and the counts leave few enough to be tried.
  [[nodiscard]] const std::optional<std::vector<std::int64_t>>& all() const { return all_; }
  /// The smallest; nothing if there is none or it was not found within the tries.
  [[nodiscard]] std::optional<std::int64_t> smallest() {
    if (smallest_ || !possible_) return smallest_;
    if (all_) return smallest_ = all_->front();
    const std::int64_t most = limit();
    if (searched_ || (most <= 0 && statements_.size() > 1)) return smallest_;
    searched_ = true;
    smallest_ = smallest_joint_denominator(statements_, std::max<std::int64_t>(most, 1));
    if (statements_.size() > 1) *tries_left_ -= smallest_ ? *smallest_ - range_.first + 1 : most;
    return smallest_;
  }

 private:
  [[nodiscard]] std::int64_t limit() const { return std::min(joint_search_limit, *tries_left_); }
  std::vector<share_statement> statements_;
  std::int64_t* tries_left_;
  count_range range_{};
  bool possible_ = true, searched_ = false;
  std::optional<std::int64_t> smallest_{};
  std::optional<std::vector<std::int64_t>> all_{};
};

}  // namespace capnet::detail
