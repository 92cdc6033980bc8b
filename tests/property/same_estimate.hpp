#pragma once
/// What two estimates of the same have in common, to the last bit.
#include <gtest/gtest.h>

#include <string>

#include <capnet/model/estimate.hpp>

namespace capnet {

inline void expect_same(const estimate& a, const estimate& b, const std::string& where) {
  EXPECT_EQ(a.value, b.value) << where;
  EXPECT_EQ(a.low, b.low) << where;
  EXPECT_EQ(a.high, b.high) << where;
  EXPECT_EQ(a.numerator, b.numerator) << where;
  EXPECT_EQ(a.denominator, b.denominator) << where;
  EXPECT_EQ(a.coverage, b.coverage) << where;
  EXPECT_EQ(a.unit, b.unit) << where;
  EXPECT_EQ(a.interval_kind, b.interval_kind) << where;
}

}  // namespace capnet
