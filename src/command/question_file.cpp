#include "command/question_file.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/query/text_form.hpp>

#include "io/text_file.hpp"

namespace capnet::command {
namespace {

constexpr std::size_t most_question_bytes = std::size_t{1} << 24;
constexpr std::size_t most_questions = 10'000;
constexpr std::string_view blank = " \t\r\v\f";

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blank);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

std::vector<problem> faults_of(const query_text_error& error, bool excerpts) {
  const std::vector<problem>& told = error.problems();
  std::vector<problem> faults;
  for (std::size_t k = 0; k < std::max(told.size(), error.excerpts().size()); ++k) {
    problem& one = faults.emplace_back(told[std::min(k, told.size() - 1)]);
    if (excerpts && one.line != 0 && k < error.excerpts().size()) one.message += '\n' + error.excerpts()[k];
  }
  return faults;
}

std::vector<question> read_questions(const std::filesystem::path& file, const snapshot& net, bool excerpts) {
  problem_list problems;
  const auto text =
      detail::read_text(file, most_question_bytes, "a file of queries, one a line, such as queries.txt", problems);
  if (!text) throw input_error{std::move(problems)};
  std::vector<question> questions;
  std::map<std::string, std::size_t, std::less<>> seen;  // [query]: its line
  std::string_view rest = *text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view whole = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!whole.empty() && blank.find(whole.back()) != std::string_view::npos) whole.remove_suffix(1);
    const std::string_view query = without_blanks(whole);
    if (query.empty() || query.front() == '#') continue;
    if (seen.size() == most_questions) {
      problems.add({file.string(), line, 0, "is the 10,001st query; expected at most 10,000 in a file"});
      break;
    }
    if (const auto [first, fresh] = seen.emplace(query, line); !fresh) {
      problems.add({file.string(), line, 0,
                    quote(query) + " stands on line " + std::to_string(first->second) +
                        " already; expected each query once, since it is its own name"});
      continue;
    }
    try {
      questions.push_back({std::string{query}, line, parse_query(net, whole)});
    } catch (const query_text_error& error) {
      for (problem& one : faults_of(error, excerpts)) {
        one.file = file.string(), one.line = line;
        problems.add(std::move(one));
      }
    }
  }
  if (seen.empty()) {
    problems.add({file.string(), 0, 0,
                  "holds no query; expected one a line, such as orgs[sector=company] -delivers-> events <-attends- "
                  "orgs"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return questions;
}

}  // namespace capnet::command
