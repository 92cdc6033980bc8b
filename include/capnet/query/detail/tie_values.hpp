#pragma once
/// What ties make of the weights of walks along them.
#include <cstddef>
#include <cstdint>
#include <limits>

#include <capnet/network/layer.hpp>
#include <capnet/query/detail/lowered_plan.hpp>
#include <capnet/query/detail/reached.hpp>

namespace capnet::detail {

/// What the ties of a run make of the weight of a walk: ties [first, last) of a list.
class tie_values {
 public:
  tie_values(const lowered_way& way, const adjacency& side, std::size_t first, std::size_t last)
      : how_{way.weighs}, first_{first} {
    if (how_ == weighing::nothing) return;
    const column<double>* numbers = way.summed ? nullptr : &side.weights;
    const attribute_column* const values = way.summed ? side.attribute(*way.summed) : nullptr;
    if (values != nullptr && values->type == value_type::number) numbers = &values->numbers;
    if (values != nullptr && values->type == value_type::integer) wholes_ = values->integers.slice(first, last).data();
    if (numbers != nullptr && !numbers->empty()) numbers_ = numbers->slice(first, last).data();
  }
  /// Ties multiply by what `factors` says, or by nothing.
  [[nodiscard]] bool are_factors() const {
    return how_ == weighing::nothing || (how_ == weighing::product && numbers_ != nullptr);
  }
  /// What ties from the at-th on multiply by; NaN where it is unknown.   Pre: are_factors().
  [[nodiscard]] const double* factors(std::size_t at) const {
    return numbers_ == nullptr ? nullptr : numbers_ + (at - first_);
  }
  void weigh(std::size_t at, reached& more) const {
    if (how_ == weighing::nothing) return;
    double value = std::numeric_limits<double>::quiet_NaN();
    if (numbers_ != nullptr) value = numbers_[at - first_];
    if (wholes_ != nullptr && wholes_[at - first_] != missing_integer)
      value = static_cast<double>(wholes_[at - first_]);
    const bool known = value == value;  // not NaN
    if (!known) more.unknown = saturating_sum(more.unknown, more.walks);
    if (how_ == weighing::product)
      more.weight = known ? more.weight * value : more.weight;
    else
      more.weight = known ? static_cast<double>(more.walks) * value : 0;
  }

 private:
  weighing how_;
  std::size_t first_;
  const double* numbers_ = nullptr;
  const std::int64_t* wholes_ = nullptr;
};

}  // namespace capnet::detail
