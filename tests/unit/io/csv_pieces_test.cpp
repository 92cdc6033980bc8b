/// Tables of random letters, whole and in pieces, against a reader that looks at one letter after the other.
#include <capnet/core/random.hpp>
#include <capnet/io/csv.hpp>

#include <gtest/gtest.h>

#include <array>

namespace capnet {
namespace {

/// What a reader tells: rows with the places of their cells, and the places of faults.
using told = std::vector<std::string>;

std::string place(std::size_t line, std::size_t column) {
  return std::to_string(line) + ":" + std::to_string(column) + " ";
}

/// Reads the rows below a header of two columns.
class naive_reader {
 public:
  explicit naive_reader(const std::string& text) {
    std::size_t line = 1, column = 1;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t length = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : 2;
      letters_.push_back({text.substr(at, length), line, column++});
      at += length;
      const bool ends = letters_.back().is('\n') || (letters_.back().is('\r') && text[at] != '\n');  // '\0' at the end
      if (ends) ++line, column = 1;
    }
    end_ = {"", line, column};
  }
  told read() {
    while (!here().text.empty()) read_row();
    told_.erase(told_.begin());  // the header
    return told_;
  }

 private:
  struct letter {
    std::string text;
    std::size_t line, column;
    [[nodiscard]] bool is(char c) const { return text.size() == 1 && text[0] == c; }
    [[nodiscard]] bool is_blank() const { return is(' ') || is('\t'); }
    [[nodiscard]] bool ends_cell() const { return text.empty() || is(',') || is('\n') || is('\r'); }
  };
  [[nodiscard]] const letter& here() const { return at_ < letters_.size() ? letters_[at_] : end_; }

  void read_row() {
    const std::size_t line = here().line;
    std::string cells;
    std::size_t count = 0;
    bool blank = true;
    fault_.clear();
    for (bool more = true; more; ++count) {
      while (here().is_blank()) ++at_;
      const letter begin = here();
      const std::string text = begin.is('"') ? quoted() : plain();
      cells += place(begin.line, begin.column) + text + "|";
      blank = blank && text.empty();
      more = here().is(',');
      if (more) ++at_;
    }
    if (here().is('\r')) ++at_;
    if (here().is('\n')) ++at_;
    if (!fault_.empty()) return told_.push_back("fault " + fault_);
    if (count == 1 && blank) return;
    told_.push_back(count == 2 ? cells : "fault " + place(line, 1));
  }
  std::string plain() {
    std::string text;
    for (; !here().ends_cell(); ++at_) text += here().text;
    return text.substr(0, text.find_last_not_of(" \t") + 1);
  }
  std::string quoted() {
    const letter opened = here();
    std::string text;
    for (++at_;; ++at_) {
      if (here().text.empty()) {
        if (fault_.empty()) fault_ = place(opened.line, opened.column);
        return text;
      }
      if (here().is('"')) {
        ++at_;
        if (!here().is('"')) break;
      }
      text += here().text;
    }
    while (here().is_blank()) ++at_;
    if (!here().ends_cell() && fault_.empty()) fault_ = place(here().line, here().column);
    while (!here().ends_cell()) ++at_;
    return text;
  }

  std::vector<letter> letters_;
  letter end_{};
  std::size_t at_ = 0;
  std::string fault_;
  told told_;
};

void read_on(csv_reader& table, const problem_list& problems, told& into) {
  std::size_t seen = problems.size();
  for (bool more = true; more;) {
    more = table.next();
    for (; seen < problems.size(); ++seen)
      into.push_back("fault " + place(problems.listed()[seen].line, problems.listed()[seen].column));
    if (!more) return;
    std::string cells;
    for (const csv_cell& cell : table.row()) cells += place(cell.line, cell.column) + std::string{cell.text} + "|";
    into.push_back(cells);
  }
}

std::string random_table(std::uint64_t seed) {
  constexpr std::array<std::string_view, 10> letters{"a", "\xC3\xA9", "\"", "\"", ",", ",", "\n", "\r", " ", "\t"};
  random_stream rng{{.seed = seed}};
  std::string text = "p,q\n";
  for (std::uint32_t left = rng() % 40; left > 0; --left) text += letters[rng() % letters.size()];
  return text;
}

TEST(CsvPieces, AreReadAsOneLetterAfterTheOther) {
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    const std::string text = random_table(seed);
    problem_list problems;
    csv_reader table{text, "t.csv", {}, problems};
    told whole;
    read_on(table, problems, whole);
    ASSERT_EQ(whole, naive_reader{text}.read()) << seed << "\n" << text;
  }
}

TEST(CsvPieces, SayWhatTheWholeTableSays) {
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const std::string text = random_table(seed);
    const told whole = naive_reader{text}.read();
    for (const std::size_t bytes : {1u, 3u, 10u}) {
      problem_list problems;
      const csv_reader table{text, "t.csv", {}, problems};
      told pieces;
      for (csv_reader& piece : table.cut(bytes)) {
        problem_list own;
        piece.report_to(own);
        read_on(piece, own, pieces);
      }
      ASSERT_EQ(pieces, whole) << seed << " in pieces of " << bytes << "\n" << text;
    }
  }
}

TEST(CsvPieces, AreOneWhereRowsMayBeTooMany) {
  problem_list problems;
  EXPECT_EQ((csv_reader{"a\n1\n2\n3\n", "t.csv", {}, problems}.cut(1).size()), 3u);
  EXPECT_EQ((csv_reader{"a\n1\n2\n3\n", "t.csv", {.rows = 2}, problems}.cut(1).size()), 1u);
}

}  // namespace
}  // namespace capnet
