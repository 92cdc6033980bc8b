#include "command/sweep_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <system_error>

#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/atomic_file.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/version.hpp>

#include "command/answer.hpp"
#include "io/json_text.hpp"
#include "io/json_values.hpp"
#include "io/text_file.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

constexpr std::int64_t format_version = 1;
constexpr std::size_t most_bytes = 2'000'000'000;

json::value day_json(const date& day) { return json::value(capnet::to_string(day)); }

json::object head_json(const sweep_frame& frame, const std::vector<std::string>& measures) {
  json::object manifest = manifest_of(frame.data_hash, frame.seed, frame.arguments);
  // Whole, so that the file can be replayed: the answer in JSON.
  for (const char* word : {"--format", "json"}) manifest["arguments"].as_array().emplace_back(word);
  json::array days;
  for (const date& day : frame.start.days) days.push_back(day_json(day));
  return {{"capnet_sweep", format_version},
          {"manifest", std::move(manifest)},
          {"grid", frame.grid.text()},
          {"replicas", frame.replicas},
          {"steps", frame.steps},
          {"shard", {frame.shard.number, frame.shard.of}},
          {"start",
           {{"day", frame.start.day ? day_json(*frame.start.day) : json::value(nullptr)},
            {"days", std::move(days)},
            {"members", frame.start.members},
            {"ties", frame.start.ties},
            {"program", frame.start.program}}},
          {"measures", detail::to_json(measures)}};
}

/// Reads numbers between commas.
class row_text {
 public:
  explicit row_text(std::string_view line) : rest_{line} {}
  template <class Number>
  [[nodiscard]] std::optional<Number> next() {
    const std::string_view cell = rest_.substr(0, rest_.find(','));
    const bool last = cell.size() == rest_.size();
    rest_.remove_prefix(last ? rest_.size() : cell.size() + 1);
    ++cells_;
    ended_ = last;
    Number number{};
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (fault != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
    return number;
  }
  /// A finite number, or NaN for an empty cell.
  [[nodiscard]] std::optional<double> value() {
    if (rest_.empty() || rest_.front() == ',') {
      ended_ = rest_.empty();
      if (!ended_) rest_.remove_prefix(1);
      return std::numeric_limits<double>::quiet_NaN();
    }
    const auto number = next<double>();
    return number && std::isfinite(*number) ? number : std::nullopt;
  }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  std::string_view rest_;
  std::size_t cells_ = 0;
  bool ended_ = false;
};

class sweep_reader {
 public:
  explicit sweep_reader(const std::filesystem::path& file) : file_{file} {
    problem_list problems;
    auto bytes = detail::read_text(file, most_bytes, "a file that capnet sweep wrote", problems);
    if (!bytes) throw input_error{std::move(problems)};
    bytes_ = std::move(*bytes);
  }

  sweep_part read() {
    if (!bytes_.starts_with(sweep_file_beginning) && !sweep_file_beginning.starts_with(bytes_))
      refuse("is no file of a sweep; expected one that capnet sweep wrote with -o or --resume");
    const std::string_view all = bytes_;
    const std::size_t head_end = all.find('\n');
    if (head_end == all.npos) refuse_cut();
    json::error_code fault;
    const json::value head = json::parse(json::string_view{all.data(), head_end}, fault);
    if (fault || !head.is_object()) refuse_cut();
    head_ = head.as_object();
    if (const json::value* const format = head_.if_contains("capnet_sweep"); *format != json::value(format_version))
      refuse_version("format " + detail::json_text(*format));
    // The last line vouches for all before it.
    if (all.back() != '\n') refuse_cut();
    const std::size_t end = all.rfind('\n', all.size() - 2) + 1;
    const std::string_view rows = all.substr(head_end + 1, end - head_end - 1);
    const auto lines = static_cast<std::size_t>(std::ranges::count(rows, '\n'));
    if (all.substr(end) != last_line(all.substr(0, end), lines)) refuse_cut();
    sweep_part part;
    read_head(part);
    read_rows(rows, part.result);
    return part;
  }

  [[nodiscard]] static std::string last_line(std::string_view before, std::size_t rows) {
    return "end," + std::to_string(rows) + ',' + hash_text(stable_hash(before)) + '\n';
  }

 private:
  [[noreturn]] void refuse(std::string message) const {
    throw input_error{{{file_.string(), 0, 0, std::move(message)}}};
  }
  [[noreturn]] void refuse_cut() const {
    refuse("was cut short or changed; expected it as capnet sweep wrote it: remove it to run its part again");
  }
  [[noreturn]] void refuse_version(const std::string& found) const {
    refuse("is of a sweep by capnet " + shortened(found) +
           ", this is " CAPNET_VERSION "; expected one version for all of it");
  }
  [[noreturn]] void refuse_content() const {
    refuse("has a hash that fits and rows or fields that don't; expected it as capnet sweep wrote it");
  }

  template <class T, class Get>
  T field(const json::object& of, const char* name, const Get& get) const {
    const json::value* const found = of.if_contains(name);
    if (found == nullptr) refuse_content();
    const std::optional<T> value = get(*found);
    if (!value) refuse_content();
    return *value;
  }
  static std::optional<std::string> as_text(const json::value& v) {
    if (!v.is_string()) return std::nullopt;
    return std::string{v.get_string()};
  }
  static std::optional<std::uint64_t> as_count(const json::value& v) {
    if (v.is_uint64()) return v.get_uint64();
    if (v.is_int64() && v.get_int64() >= 0) return static_cast<std::uint64_t>(v.get_int64());
    return std::nullopt;
  }
  static std::optional<std::uint32_t> as_small(const json::value& v) {
    const auto count = as_count(v);
    return count && *count <= std::numeric_limits<std::uint32_t>::max()
               ? std::optional{static_cast<std::uint32_t>(*count)}
               : std::nullopt;
  }
  static std::optional<json::object> as_object(const json::value& v) {
    return v.is_object() ? std::optional{v.get_object()} : std::nullopt;
  }
  static std::optional<std::vector<std::string>> as_texts(const json::value& v) {
    if (!v.is_array()) return std::nullopt;
    std::vector<std::string> all;
    for (const json::value& one : v.get_array()) {
      if (!one.is_string()) return std::nullopt;
      all.emplace_back(one.get_string());
    }
    return all;
  }

  void read_head(sweep_part& part) const {
    sweep_frame& frame = part.frame;
    const auto manifest = field<json::object>(head_, "manifest", as_object);
    frame.version = field<std::string>(manifest, "version", as_text);
    if (frame.version != CAPNET_VERSION) refuse_version(frame.version);
    frame.data_hash = field<std::string>(manifest, "data_hash", as_text);
    frame.seed = field<std::uint64_t>(manifest, "seed", as_count);
    frame.arguments = field<std::vector<std::string>>(manifest, "arguments", as_texts);
    if (frame.arguments.size() < 2) refuse_content();
    frame.arguments.resize(frame.arguments.size() - 2);  // --format json
    try {
      frame.grid = parameter_grid::parse(field<std::string>(head_, "grid", as_text));
    } catch (const input_error&) {
      refuse_content();
    }
    frame.replicas = field<std::uint32_t>(head_, "replicas", as_small);
    frame.steps = field<std::uint32_t>(head_, "steps", as_small);
    const auto shard = field<std::vector<std::uint32_t>>(head_, "shard", [](const json::value& v) {
      std::optional<std::vector<std::uint32_t>> two;
      if (!v.is_array() || v.get_array().size() != 2) return two;
      const auto number = as_small(v.get_array()[0]), of = as_small(v.get_array()[1]);
      if (number && of && *number >= 1 && *number <= *of) two = {*number, *of};
      return two;
    });
    frame.shard = {shard[0], shard[1]};
    const auto start = field<json::object>(head_, "start", as_object);
    frame.start.members = field<std::uint64_t>(start, "members", as_count);
    frame.start.ties = field<std::uint64_t>(start, "ties", as_count);
    frame.start.program = field<std::string>(start, "program", as_text);
    if (const json::value* const day = start.if_contains("day"); day != nullptr && !day->is_null())
      frame.start.day = day_of(field<std::string>(start, "day", as_text));
    for (const std::string& day : field<std::vector<std::string>>(start, "days", as_texts))
      frame.start.days.push_back(day_of(day));
    part.result.grid = frame.grid;
    part.result.seed = frame.seed;
    part.result.replicas = frame.replicas;
    part.result.measures = field<std::vector<std::string>>(head_, "measures", as_texts);
  }

  [[nodiscard]] date day_of(const std::string& text) const {
    const auto day = parse_date(text);
    if (!day) refuse_content();
    return day->earliest;
  }

  void read_rows(std::string_view rows, ensemble_result& result) const {
    for (; !rows.empty(); rows.remove_prefix(rows.find('\n') + 1)) {
      row_text row{rows.substr(0, rows.find('\n'))};
      const auto cell = row.next<std::uint32_t>(), replica = row.next<std::uint32_t>(),
                 step = row.next<std::uint32_t>();
      if (!cell || !replica || !step || *cell >= result.grid.size() || *replica >= result.replicas) refuse_content();
      const auto place = std::pair{*cell, *replica};
      if (result.runs.empty() || std::pair{result.runs.back().cell, result.runs.back().replica} != place) {
        if (!result.runs.empty() && std::pair{result.runs.back().cell, result.runs.back().replica} > place)
          refuse_content();
        result.runs.push_back({.cell = *cell, .replica = *replica});
      }
      ensemble_run& run = result.runs.back();
      if (!run.steps.empty() && *step <= run.steps.back()) refuse_content();
      run.steps.push_back(*step);
      for (std::size_t k = 0; k < result.measures.size(); ++k) {
        const auto value = row.ended() ? std::nullopt : row.value();
        if (!value) refuse_content();
        run.values.push_back(*value);
      }
      if (!row.ended()) refuse_content();
    }
  }

  std::filesystem::path file_;
  std::string bytes_{};
  json::object head_{};
};

/// From the grid on: where the data lies does not count, as its hash does.
std::vector<std::string> asked(const std::vector<std::string>& arguments) {
  return {std::ranges::find(arguments, "--grid"), arguments.end()};
}

}  // namespace

void write_sweep_file(const std::filesystem::path& file, const sweep_frame& frame,
                      const std::vector<std::string>& measures, std::span<const ensemble_run> runs) {
  std::string text = detail::json_text(head_json(frame, measures)) + '\n';
  std::size_t rows = 0;
  for (const ensemble_run& run : runs) {
    const std::string place = std::to_string(run.cell) + ',' + std::to_string(run.replica) + ',';
    for (std::size_t row = 0; row < run.steps.size(); ++row, ++rows) {
      text += place + std::to_string(run.steps[row]);
      for (std::size_t measure = 0; measure < measures.size(); ++measure) {
        text += ',';
        if (const auto value = run.value(row, measure)) text += detail::shortest_text(*value);
      }
      text += '\n';
    }
  }
  const std::string end = sweep_reader::last_line(text, rows);
  const std::string_view pieces[]{text, end};
  write_atomically(file, pieces);
}

sweep_part read_sweep_file(const std::filesystem::path& file) { return sweep_reader{file}.read(); }

void expect_same_sweep(const sweep_frame& mine, const sweep_frame& other, const std::filesystem::path& file,
                       bool same_shard) {
  problem_list problems;
  const auto compare = [&](const char* what, const std::string& one, const std::string& found) {
    if (one != found)
      problems.add({file.string(), 0, 0,
                    std::string{"is of another sweep, with "} + what + ' ' + shortened(found, 200) + ", not " +
                        shortened(one, 200) + "; expected a part of the same one"});
  };
  const auto line = [](const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
  };
  compare("data_hash", mine.data_hash, other.data_hash);
  compare("arguments", line(asked(mine.arguments)), line(asked(other.arguments)));
  const auto shard = [](const ensemble_shard& s) { return std::to_string(s.number) + '/' + std::to_string(s.of); };
  if (same_shard) compare("shard", shard(mine.shard), shard(other.shard));
  if (!problems.empty()) throw input_error{std::move(problems)};
}

std::vector<std::filesystem::path> cell_files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code fault;
  for (auto at = std::filesystem::directory_iterator{folder, fault};
       !fault && at != std::filesystem::directory_iterator{}; at.increment(fault)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with("cell-") && name.ends_with(".sweep")) files.push_back(at->path());
  }
  if (fault)
    throw input_error{
        {{folder.string(), 0, 0, "can't be listed: " + fault.message() + "; expected a folder of a sweep"}}};
  std::ranges::sort(files);
  return files;
}

std::filesystem::path cell_file(const std::filesystem::path& folder, std::uint32_t cell) {
  std::string number = std::to_string(cell);
  number.insert(0, 6 - std::min<std::size_t>(number.size(), 6), '0');
  return folder / ("cell-" + number + ".sweep");
}

}  // namespace capnet::command
