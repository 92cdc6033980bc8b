#include <capnet/core/text.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

constexpr std::size_t fine = std::string_view::npos;

TEST(FindInvalidUtf8, AcceptsWellFormedText) {
  for (const char* text :
       {"", "abc", "日本NPOセンター", "é", "\xF0\x9F\x8C\xB8", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(find_invalid_utf8(text), fine) << text;
  }
}

TEST(FindInvalidUtf8, FindsTheFirstByteThatIsNot) {
  EXPECT_EQ(find_invalid_utf8("ab\xFF"), 2u);
  EXPECT_EQ(find_invalid_utf8("\xC0\x80"), 0u);          // overlong
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\x80"), 0u);      // overlong
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0u);      // a surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0u);  // past U+10FFFF
  EXPECT_EQ(find_invalid_utf8("a\xE3\x81"), 1u);         // cut off
  EXPECT_EQ(find_invalid_utf8("\x93\xFA\x96\x7B"), 0u);  // 日本 in Shift_JIS
}

TEST(EditDistance, CountsInsertionsDeletionsAndSubstitutions) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
  EXPECT_EQ(edit_distance("weigth", "weight"), 1u) << "a swap of neighbors is one edit";
  EXPECT_EQ(edit_distance("ab", "ba"), 1u);
  EXPECT_EQ(edit_distance("ca", "abc"), 3u) << "and nothing between what was swapped";
}

TEST(DidYouMean, NamesTheNearestOrNobody) {
  const std::vector<std::string> names{"attends", "runs", "delivers"};
  EXPECT_EQ(did_you_mean("atends", names), "; did you mean 'attends'?");
  EXPECT_EQ(did_you_mean("collaborates_with", names), "");
}

TEST(DidYouMean, HasNoIdeaAboutASingleLetter) {
  const std::vector<std::string> names{"a", "e", "ee", "日"};
  EXPECT_EQ(did_you_mean("x", names), "");
  EXPECT_EQ(did_you_mean("", names), "");
  EXPECT_EQ(did_you_mean("本", names), "") << "one letter of three bytes";
}

TEST(DidYouMean, AllowsOneEditInTwoOrThreeLetters) {
  EXPECT_EQ(did_you_mean("ee", std::vector<std::string>{"xy", "e"}), "; did you mean 'e'?");
  EXPECT_EQ(did_you_mean("ee", std::vector<std::string>{"a", "b", "xy"}), "");
  EXPECT_EQ(did_you_mean("knd", std::vector<std::string>{"day", "kind"}), "; did you mean 'kind'?");
  EXPECT_EQ(did_you_mean("day", std::vector<std::string>{"kind", "d"}), "");
}

TEST(DidYouMean, NamesTheFirstOfEquallyNear) {
  EXPECT_EQ(did_you_mean("runt", std::vector<std::string>{"rung", "runs"}), "; did you mean 'rung'?");
}

TEST(Printable, ShowsWhatWouldSteerATerminal) {
  EXPECT_EQ(printable("\x1b[2Jred"), "\\x1b[2Jred");
  EXPECT_EQ(printable("a\tb\nc\rd"), "a\\tb\\nc\\rd");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\x9b31m")
      << "a control sequence in one letter of the C1 block";
  EXPECT_EQ(printable("gpj.\xE2\x80\xAE"
                      "exe"),
            "gpj.\\u202eexe")
      << "what turns the order of letters round";
  EXPECT_EQ(printable("a\xFF\xE3\x81"), "a\\xff\\xe3\\x81") << "no UTF-8";
}

TEST(Printable, LeavesLettersAsTheyAre) {
  for (const char* text : {"", "日本NPOセンター", "é", "\xF0\x9F\x8C\xB8", "C:\\path", "it's"}) {
    EXPECT_EQ(printable(text), text);
    EXPECT_EQ(printable(printable(text)), text);
  }
}

TEST(Quote, IsBoundedAndCutsBetweenLetters) {
  EXPECT_EQ(quote("dell"), "'dell'");
  EXPECT_EQ(quote("abcdef", 3), "'abc...'");
  EXPECT_EQ(quote("日本", 4), "'日...'");
  EXPECT_EQ(quote(std::string(64, 'x')), "'" + std::string(64, 'x') + "'");
  EXPECT_EQ(quote(std::string(1'000'000, 'x')).size(), 64u + 5u);
  EXPECT_LE(quote(std::string(1'000'000, '\x1b')).size(), 4 * 64u + 5u);
}

TEST(ShortNumber, NeverShortensWhatStandsBeforeThePoint) {
  EXPECT_EQ(short_number(1. / 3), "0.3333");
  EXPECT_EQ(short_number(2.5), "2.5");
  EXPECT_EQ(short_number(9'999.4), "9999");
  EXPECT_EQ(short_number(9'999.6), "10000");
  EXPECT_EQ(short_number(17'038.5), "17039");
  EXPECT_EQ(short_number(-17'038.4), "-17038");
  EXPECT_EQ(short_number(123'456'789, 3), "123456789");
  EXPECT_EQ(short_number(1.5e15), "1.5e+15");
  EXPECT_EQ(short_number(0.00001234), "1.234e-05");
  EXPECT_EQ(short_number(17'038.123456, 12), "17038.123456");
}

TEST(JoinNames, ReadsAsASentence) {
  EXPECT_EQ(join_names(std::vector<std::string>{}), "");
  EXPECT_EQ(join_names(std::vector<std::string>{"a"}), "a");
  EXPECT_EQ(join_names(std::vector<std::string>{"a", "b", "c"}, " or "), "a, b or c");
}

TEST(JoinNames, SaysHowManyMore) {
  const std::vector<std::string> names(12, "n");
  EXPECT_EQ(join_names(names, " or "), "n, n, n, n, n, n, n, n, n, n and 2 more");
  EXPECT_EQ(join_names(std::vector<std::string>{"a", "b", "c", "d"}, " or ", 3), "a, b, c and 1 more");
  EXPECT_LT(join_names(std::vector<std::string>(1'000, std::string(10'000, 'x'))).size(), 10 * 70u + 20u);
}

}  // namespace
}  // namespace capnet
