#include "command/question_baseline.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

#include "command/options.hpp"
#include "io/text_file.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

constexpr std::size_t most_baseline_bytes = std::size_t{1} << 26;
constexpr std::string_view wanted_baseline =
    "the file that capnet bench NET QUERIES.txt --json FILE writes, on the state to guard";

/// Reads fields of a baseline; a missing or odd one is a fault of the file.
class baseline_reader {
 public:
  explicit baseline_reader(const std::filesystem::path& file) : read_{.file = file} {}

  question_baseline read(const json::value& all) {
    const json::object* whole = all.if_object();
    const json::value* benchmarks = whole != nullptr ? whole->if_contains("benchmarks") : nullptr;
    if (benchmarks == nullptr || !benchmarks->is_array()) refuse("has no list 'benchmarks'");
    context(*whole);
    std::size_t number = 0;
    for (const json::value& one : benchmarks->get_array()) {
      where_ = "benchmark " + std::to_string(++number);
      if (!one.is_object()) refuse("is no object");
      const json::value* name = one.get_object().if_contains("name");
      if (name == nullptr || !name->is_string()) refuse("has no text 'name'");
      where_ = quote(std::string_view{name->get_string()});
      const question_cost cost = cost_of(one.get_object());
      if (!read_.costs.emplace(std::string{name->get_string()}, cost).second) refuse("stands twice");
    }
    return std::move(read_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw input_error{{{read_.file.string(), 0, 0,
                        (where_.empty() ? "" : where_ + ' ') + what + "; expected " + std::string{wanted_baseline}}}};
  }
  std::uint64_t counted(const json::object& from, std::string_view name) const {
    const json::value* field = from.if_contains(name);
    if (field == nullptr) refuse("has no " + quote(name));
    if (const auto* whole = field->if_int64(); whole != nullptr && *whole >= 0)
      return static_cast<std::uint64_t>(*whole);
    if (const auto* whole = field->if_uint64()) return *whole;
    refuse("has " + quote(name) + " that is no count");
  }
  double time(const json::object& from, std::string_view name) const {
    const json::value* field = from.if_contains(name);
    if (field == nullptr) return 0;
    const double ns = field->is_number() ? field->to_number<double>() : -1;
    if (!(ns >= 0)) refuse("has " + quote(name) + " that is no time");
    return ns;
  }
  std::string text(const json::object& from, std::string_view name) const {
    const json::value* field = from.if_contains(name);
    if (field == nullptr || field->is_null()) return {};
    if (!field->is_string()) refuse("has a context with " + quote(name) + " that is no text");
    return std::string{field->get_string()};
  }
  question_cost cost_of(const json::object& from) const {
    return {.rows = counted(from, "rows"),
            .touched_bytes = counted(from, "touched_bytes"),
            .touched_lines = counted(from, "touched_lines"),
            .median_ns = time(from, "median_ns"),
            .q1_ns = time(from, "q1_ns"),
            .q3_ns = time(from, "q3_ns")};
  }
  /// Without a context nothing is known of the machine, and the same question is taken to be asked of the same network.
  void context(const json::object& whole) {
    const json::value* found = whole.if_contains("context");
    if (found == nullptr) return;
    if (!found->is_object()) refuse("has a 'context' that is no object");
    const json::object& from = found->get_object();
    const json::value* cores = from.if_contains("num_cpus");
    read_.context.place = {.processor = text(from, "cpu_model"), .build = text(from, "library_build_type")};
    if (cores != nullptr) read_.context.place.cores = static_cast<unsigned>(counted(from, "num_cpus"));
    read_.context.data_hash = text(from, "data_hash");
    if (const std::string day = text(from, "asked_as_of"); !day.empty()) read_.context.as_of = day;
    read_.context.possible = text(from, "certainty") == "possible";
  }

  question_baseline read_;
  std::string where_{};
};

std::string share_text(double share) { return short_number(100 * share, 4) + '%'; }

/// "at most 440, which is 10% over the baseline's 400"
std::string allowed(std::uint64_t most, std::uint64_t baseline, double tolerance) {
  if (most == baseline) return "at most " + grouped(baseline) + ", as in the baseline";
  return "at most " + grouped(most) + ", which is " + share_text(tolerance) + " over the baseline's " +
         grouped(baseline);
}
std::uint64_t with_tolerance(std::uint64_t number, double tolerance) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  const double more = std::floor(static_cast<double>(number) * tolerance + 1e-6);
  return more >= static_cast<double>(largest - number) ? largest : number + static_cast<std::uint64_t>(more);
}
std::string micro(double ns) { return short_number(ns / 1'000, 3) + " microseconds"; }

void compare_one(const question& asked, const question_cost& now, const question_cost& before, bool same_network,
                 const bench_tolerance& tolerance, bench_comparison& all) {
  const double more = same_network ? 0 : tolerance.touched;
  const std::uint64_t apart = now.rows > before.rows ? now.rows - before.rows : before.rows - now.rows;
  if (apart > with_tolerance(before.rows, more) - before.rows) {
    all.losses.push_back({&asked, "rows", now.rows, before.rows,
                          "has another answer: " + grouped(now.rows) + (now.rows == 1 ? " row" : " rows") +
                              "; expected " + grouped(before.rows) +
                              (more > 0 ? " or up to " + share_text(more) + " more or less" : "") +
                              ", as in the baseline"});
  }
  const auto touched = [&](const char* field, std::uint64_t value, std::uint64_t baseline, const char* what) {
    const std::uint64_t most = with_tolerance(baseline, tolerance.touched);
    if (value <= most) return;
    all.losses.push_back(
        {&asked, field, value, baseline,
         "touches " + grouped(value) + ' ' + what + "; expected " + allowed(most, baseline, tolerance.touched)});
  };
  touched("touched_bytes", now.touched_bytes, before.touched_bytes, "bytes");
  touched("touched_lines", now.touched_lines, before.touched_lines, "cache lines");
  if (!all.times || before.q3_ns <= 0) return;
  const double longest = before.q3_ns * (1 + tolerance.time);
  if (now.q1_ns <= longest) return;
  all.losses.push_back(
      {&asked, "q1_ns", static_cast<std::uint64_t>(now.q1_ns), static_cast<std::uint64_t>(before.q3_ns),
       "takes " + micro(now.q1_ns) + " even in its fastest quarter; expected at most " + micro(longest) +
           ", which is " + share_text(tolerance.time) + " over the slowest quarter of the baseline"});
}

}  // namespace

question_baseline read_question_baseline(const std::filesystem::path& file) {
  problem_list problems;
  const auto text = detail::read_text(file, most_baseline_bytes, wanted_baseline, problems);
  if (!text) throw input_error{std::move(problems)};
  boost::system::error_code fault;
  const json::value all = json::parse(*text, fault);
  if (fault) {
    throw input_error{
        {{file.string(), 0, 0, "is no JSON: " + fault.message() + "; expected " + std::string{wanted_baseline}}}};
  }
  return baseline_reader{file}.read(all);
}

bench_comparison compare(const question_baseline& before, const bench_context& now, std::span<const question> questions,
                         std::span<const question_cost> costs, const bench_tolerance& tolerance) {
  bench_comparison all{.times = now.place.comparable(before.context.place)};
  const bool same_network = before.context.data_hash.empty() || before.context.data_hash == now.data_hash;
  std::set<std::string_view> asked;
  std::size_t fresh = 0, better = 0;
  for (std::size_t k = 0; k < questions.size(); ++k) {
    asked.insert(questions[k].text);
    const auto found = before.costs.find(questions[k].text);
    if (found == before.costs.end()) {
      ++fresh;
      continue;
    }
    ++all.compared;
    compare_one(questions[k], costs[k], found->second, same_network, tolerance, all);
    better += costs[k].touched_bytes < found->second.touched_bytes;
  }
  std::vector<std::string> gone;
  for (const auto& [name, cost] : before.costs) {
    if (!asked.contains(name)) gone.push_back(quote(name));
  }
  const auto questions_text = [](std::size_t n, const char* is, const char* are) {
    return grouped(n) + (n == 1 ? std::string{" question "} + is : std::string{" questions "} + are);
  };
  if (!same_network)
    all.notes.push_back("the network is not the one of the baseline: a new baseline is due if that is meant");
  if (fresh > 0)
    all.notes.push_back(questions_text(fresh, "has", "have") + " no baseline: not compared until a new one is made");
  if (!gone.empty())
    all.notes.push_back(questions_text(gone.size(), "is", "are") +
                        " in the baseline but not asked: " + join_names(gone, " and ", 3));
  if (better > 0)
    all.notes.push_back(questions_text(better, "touches", "touch") +
                        " less than in the baseline: a new baseline guards that");
  if (!all.times)
    all.notes.push_back(
        "times were not compared: the baseline is not known to be of the same processor, number of cores and build");
  return all;
}

}  // namespace capnet::command
