#include "io/encoding.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <capnet/io/csv.hpp>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

using namespace std::string_literals;

constexpr std::size_t all = 1'000'000;

// id,name / a,日本① in each of them.
const std::string in_utf_8 = "id,name\na,日本①\n";
const std::string in_cp932 = "id,name\na,\x93\xFA\x96\x7B\x87\x40\n";
const std::string in_euc_jp = "id,name\na,\xC6\xFC\xCB\xDC\xAD\xA1\n";
const std::string in_utf_16 =
    "\xFF\xFEi\0d\0,\0n\0a\0m\0e\0\n\0a\0,\0\xE5\x65\x2C\x67\x60\x24\n\0"s;  // with its byte order mark

TEST(Encoding, IsDecodedIntoUtf8) {
  for (const auto& [encoding, bytes] :
       std::vector<std::pair<const char*, std::string>>{{"shift_jis", in_cp932},
                                                        {"Shift-JIS", in_cp932},
                                                        {"cp932", in_cp932},
                                                        {"euc-jp", in_euc_jp},
                                                        {"utf-16", in_utf_16},
                                                        {"UTF-16LE", in_utf_16.substr(2)},
                                                        {"utf-8", in_utf_8},
                                                        {"", in_utf_8}}) {
    const detail::decoded read = detail::decode(bytes, encoding, all);
    EXPECT_EQ(read.text, in_utf_8) << encoding;
    EXPECT_TRUE(read.whole) << encoding;
  }
  EXPECT_EQ(detail::decode("Li\xE8ge, \x80", "latin1", all).text, "Liège, €") << "as windows-1252";
}

TEST(Encoding, OfATableThatTellsItsOwnIsNotForced) {
  EXPECT_EQ(detail::decode("\xEF\xBB\xBF" + in_utf_8, "shift_jis", all).text, "\xEF\xBB\xBF" + in_utf_8);
  EXPECT_EQ(detail::decode("id,kind\n", "utf-16", all).text, "id,kind\n") << "an ASCII table beside others";
}

TEST(Encoding, ThatHoldsNoAsciiIsDecodedToo) { EXPECT_EQ(detail::decode("\x81\x82\x6B", "cp037", 100).text, "ab,"); }

TEST(Encoding, IsDecodedUpToTheFirstBytesThatAreNone) {
  const detail::decoded read = detail::decode("id\n\x93\xFA\xFF", "shift_jis", all);
  EXPECT_EQ(read.text, "id\n日");
  EXPECT_FALSE(read.whole);
  EXPECT_FALSE(detail::decode("id\n\x93", "shift_jis", all).whole) << "cut";
  std::string large(100'000, 'a');
  EXPECT_EQ(detail::decode(large, "latin1", all).text, large);
  const detail::decoded cut = detail::decode(large, "latin1", 50'000);
  EXPECT_GT(cut.text.size(), 50'000u);
  EXPECT_LT(cut.text.size(), 80'000u);
}

TEST(Encoding, IsGuessedFromTheBytes) {
  EXPECT_EQ(detail::possible_encodings(in_cp932), "it could be Shift_JIS or Windows-1252");
  EXPECT_EQ(detail::possible_encodings(in_euc_jp), "it could be EUC-JP or Windows-1252");
  EXPECT_EQ(detail::possible_encodings("Li\xE8ge\n"), "it could be Shift_JIS or Windows-1252");
  EXPECT_EQ(detail::possible_encodings("Universit\xE9,"), "it could be Windows-1252");
  EXPECT_EQ(detail::possible_encodings(in_utf_16), "it could be UTF-16");
  EXPECT_EQ(detail::possible_encodings(in_utf_16.substr(2)), "it could be UTF-16LE");
  EXPECT_EQ(detail::possible_encodings("\0i\0d\0,\0k\0\n\x4E\0\0,\0\n"s), "it could be UTF-16BE")
      << "一 ends with a zero";
  EXPECT_EQ(detail::possible_encodings("\x81\xFF\xE9"),
            "it is neither UTF-8, Shift_JIS, EUC-JP, Windows-1252 nor UTF-16");
  EXPECT_EQ(detail::utf_16_of("id,kind\na,x\0\n"s), "") << "one zero byte makes no UTF-16";
}

TEST(Encoding, ThatIsNotKnownIsRefused) {
  for (const char* known : {"", "utf-8", "SHIFT_JIS", "sjis", "windows-1252", "gb18030", "iso-8859-15"})
    EXPECT_NO_THROW(detail::expect_encoding(known)) << known;
  for (const std::string& unknown : {"shitf_jis"s, "utf-8//IGNORE"s, "../x"s, std::string(10'000, 'x'), "utf-8\0x"s}) {
    try {
      detail::expect_encoding(unknown);
      ADD_FAILURE() << unknown;
    } catch (const input_error& refusal) {
      EXPECT_NE(std::string{refusal.what()}.find("is not known here; expected one such as utf-8"), std::string::npos);
    }
  }
}

TEST(Encoding, OfATableIsToldWithPlaceAndOption) {
  const auto problem_of = [](const std::string& bytes, const char* encoding) {
    const scratch_folder folder{{"t.csv", bytes}};
    problem_list problems;
    const csv_reader table = csv_reader::read(folder.path() / "t.csv", {}, problems, encoding);
    EXPECT_FALSE(table.sound());
    EXPECT_EQ(problems.size(), 1u);
    problem found = problems.listed().at(0);
    found.file = "t.csv";
    return to_string(found);
  };
  EXPECT_EQ(
      problem_of(in_cp932, ""),
      "t.csv:2:3: the bytes here are not UTF-8; expected UTF-8, or --encoding with what the file is in: it could be "
      "Shift_JIS or Windows-1252");
  EXPECT_EQ(problem_of("id,kind\n一,x\n\0"s, ""), "t.csv:3:1: there is a zero byte; expected text");
  EXPECT_EQ(
      problem_of("i\0d\0,\0k\0\n\0a\0,\0\n\0"s, ""),
      "t.csv:1:2: there is a zero byte; expected text, or --encoding with what the file is in: it could be UTF-16LE");
  EXPECT_EQ(
      problem_of("id,name\na,日本\n", "euc-jp"),
      "t.csv:2:3: the bytes here are not euc-jp; expected --encoding with what the file is in: it could be UTF-8, "
      "Shift_JIS or Windows-1252");
}

}  // namespace
}  // namespace capnet
