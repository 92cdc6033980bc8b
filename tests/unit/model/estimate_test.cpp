#include <capnet/model/estimate.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

std::string said(std::string_view kind) {
  return interval_in_words({.value = .3, .low = .25, .high = .5, .interval_kind = std::string{kind}});
}

TEST(IntervalInWords, TellsBoundsFromReadingsAndSamples) {
  EXPECT_EQ(said(interval_kinds::dates), "at least 0.25, at most 0.5");
  EXPECT_EQ(said(interval_kinds::rounding), "at least 0.25, at most 0.5");
  EXPECT_EQ(said(interval_kinds::readings), "between two readings: 0.25, 0.5");
  EXPECT_EQ(said(interval_kinds::wilson), "95% interval 0.25 to 0.5");
}

TEST(IntervalInWords, SaysNothingWhereNothingIsOpen) {
  EXPECT_EQ(interval_in_words({.value = 1}), "");
  EXPECT_EQ(interval_in_words({.value = 1, .low = 1, .high = 1}), "");
}

}  // namespace
}  // namespace capnet
