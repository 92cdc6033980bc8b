#include <capnet/model/figure.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

TEST(ParseDecimal, KeepsTheDigitsAsWritten) {
  EXPECT_EQ(parse_decimal("63.9"), (decimal{639, 1}));
  EXPECT_EQ(parse_decimal("74"), (decimal{74, 0}));
  EXPECT_EQ(parse_decimal("74.0"), (decimal{740, 1}));
  EXPECT_EQ(parse_decimal("-2"), (decimal{-2, 0}));
  EXPECT_EQ(parse_decimal("+24"), (decimal{24, 0}));
  EXPECT_EQ(parse_decimal(".5"), (decimal{5, 1}));
  EXPECT_DOUBLE_EQ(parse_decimal("0.125")->value(), 0.125);
}

TEST(ParseDecimal, RefusesWhatIsNoDecimal) {
  for (const char* text : {"", ".", "-", "1e5", "nan", "inf", "1,788", "80%", "1.2.3", "1234567890123456", " 1"})
    EXPECT_FALSE(parse_decimal(text)) << text;
}

}  // namespace
}  // namespace capnet
