#include "record.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <type_traits>

namespace capnet::bench {
namespace {

namespace json = boost::json;

// A structure is written and read by one list of its fields: `each(name, field)`.
template <class Row, class Each>
void fields(Row& r, const Each& each)
  requires std::is_same_v<std::remove_const_t<Row>, row>
{
  each("kernel", r.kernel);
  each("threads", r.threads);
  each("ours_s", r.ours_s);
  each("peer", r.peer);
  each("peer_s", r.peer_s);
  each("ratio", r.ratio);
  each("target_ratio", r.target);
  each("limit_fraction", r.limit_fraction);
  each("checksum_equal", r.checksum_equal);
  each("best_ratio", r.best_ratio);
  each("repetitions", r.repetitions);
  each("spread", r.spread);
  each("others", r.others);
}
template <class Other, class Each>
void fields(Other& o, const Each& each)
  requires std::is_same_v<std::remove_const_t<Other>, row::other>
{
  each("peer", o.name);
  each("seconds", o.seconds);
}
template <class Run, class Each>
void fields(Run& run, const Each& each)
  requires std::is_same_v<std::remove_const_t<Run>, circumstances>
{
  each("quick", run.quick);
  each("scale", run.scale);
  each("date", run.date);
  each("machine", run.machine);
  each("compiler", run.compiler);
  each("simd", run.simd);
  each("peers", run.libraries);
}
template <class Limits, class Each>
void fields(Limits& limits, const Each& each)
  requires std::is_same_v<std::remove_const_t<Limits>, machine_limits>
{
  each("sequential_read_1_thread", limits.sequential[0]);
  each("sequential_read_2_threads", limits.sequential[1]);
  each("random_lines_small_pages_1_thread", limits.lines_small_pages[0]);
  each("random_lines_small_pages_2_threads", limits.lines_small_pages[1]);
  each("random_lines_huge_pages_1_thread", limits.lines_huge_pages[0]);
  each("random_lines_huge_pages_2_threads", limits.lines_huge_pages[1]);
  each("gathers_1_thread", limits.gathers[0]);
  each("gathers_2_threads", limits.gathers[1]);
}
template <class Reading, class Each>
void fields(Reading& r, const Each& each)
  requires std::is_same_v<std::remove_const_t<Reading>, machine_limits::reading>
{
  each("bytes", r.bytes);
  each("bytes_per_second", r.bytes_per_second);
}
template <class Loading, class Each>
void fields(Loading& r, const Each& each)
  requires std::is_same_v<std::remove_const_t<Loading>, machine_limits::loading>
{
  each("bytes", r.bytes);
  each("per_second", r.per_second);
}
template <class Scale, class Each>
void fields(Scale& r, const Each& each)
  requires std::is_same_v<std::remove_const_t<Scale>, graph_scale>
{
  each("edges", r.edges);
  each("order", r.order);
  each("build_s", r.build_s);
  each("bfs_s", r.bfs_s);
  each("pagerank_s", r.pagerank_s);
  each("bytes", r.bytes);
  each("peak_bytes", r.peak_bytes);
}
template <class Scale, class Each>
void fields(Scale& r, const Each& each)
  requires std::is_same_v<std::remove_const_t<Scale>, network_scale>
{
  each("ties", r.ties);
  each("order", r.order);
  each("check_s", r.check_s);
  each("freeze_s", r.freeze_s);
  each("column_bytes", r.column_bytes);
  each("hot_bytes", r.hot_bytes);
  each("cold_bytes", r.cold_bytes);
  each("vertex_bytes", r.vertex_bytes);
  each("peak_bytes", r.peak_bytes);
  each("write_s", r.write_s);
  each("file_bytes", r.file_bytes);
  each("open_s", r.open_s);
  each("first_s", r.first_s);
  each("p50_s", r.p50_s);
  each("p99_s", r.p99_s);
  each("flatten_s", r.flatten_s);
  each("flat_edges", r.flat_edges);
  each("bfs_s", r.bfs_s);
  each("pagerank_s", r.pagerank_s);
}

template <class T>
json::value written(const T& value) {
  if constexpr (std::is_arithmetic_v<T>) {
    return json::value(value);  // braces would make arrays
  } else if constexpr (std::is_same_v<T, std::string>) {
    return value.empty() ? json::value(nullptr) : json::value(value);
  } else if constexpr (std::is_same_v<T, std::optional<double>>) {
    return value ? json::value(*value) : json::value(nullptr);
  } else if constexpr (requires { value.size(); }) {
    json::array all;
    for (const auto& one : value) all.push_back(written(one));
    return json::value(std::move(all));
  } else {
    json::object object;
    fields(value, [&](const char* name, const auto& field) { object.emplace(name, written(field)); });
    return json::value(std::move(object));
  }
}

template <class T>
void read(const json::value& from, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = from.as_bool();
  } else if constexpr (std::is_arithmetic_v<T>) {
    if (!from.is_null()) value = from.to_number<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!from.is_null()) value = std::string{from.as_string()};
  } else if constexpr (std::is_same_v<T, std::optional<double>>) {
    if (!from.is_null()) value = from.to_number<double>();
  } else if constexpr (requires { value.emplace_back(); }) {
    for (const json::value& one : from.as_array()) read(one, value.emplace_back());
  } else {
    fields(value, [&](const char* name, auto& field) { read(from.at(name), field); });
  }
}

/// A line for each element of an array.
std::string lines(const json::value& all) {
  std::string text = "[\n";
  const json::array& elements = all.as_array();
  for (std::size_t k = 0; k < elements.size(); ++k)
    text += json::serialize(elements[k]) + (k + 1 < elements.size() ? ",\n" : "\n");
  return text + "]";
}

/// Reads a file with `take(parsed)`.
template <class Take>
void read_file(const std::filesystem::path& file, const Take& take) {
  std::ifstream in{file};
  if (!in) throw std::runtime_error{file.string() + ": can't be read; expected what --record writes"};
  std::ostringstream text;
  text << in.rdbuf();
  try {
    take(json::parse(text.str()));
  } catch (const std::exception& wrong) {
    throw std::runtime_error{file.string() + ": " + wrong.what() + "; expected what --record writes"};
  }
}

}  // namespace

std::string as_json(std::span<const row> rows) {
  json::array all;
  for (const row& r : rows) {
    json::value one = written(r);
    if (r.peer.empty()) one.as_object()["peer_s"] = nullptr;
    all.push_back(std::move(one));
  }
  return lines(json::value(std::move(all))) + "\n";
}

std::string as_json(const circumstances& run, const machine_limits& limits) {
  return "{\"run\": " + json::serialize(written(run)) + ",\n\"limits\": " + json::serialize(written(limits)) + "}\n";
}

std::string as_json(const circumstances& run, const scaling_tables& tables) {
  return "{\"run\": " + json::serialize(written(run)) + ",\n\"graphs\": " + lines(written(tables.graphs)) +
         ",\n\"networks\": " + lines(written(tables.networks)) + "}\n";
}

record read_record(const std::string& folder) {
  record all;
  const std::filesystem::path at{folder};
  read_file(at / rows_file, [&](const json::value& from) { read(from, all.rows); });
  read_file(at / run_file,
            [&](const json::value& from) { read(from.at("run"), all.run), read(from.at("limits"), all.limits); });
  if (std::filesystem::exists(at / scaling_file)) {
    read_file(at / scaling_file, [&](const json::value& from) {
      read(from.at("run"), all.scaling_run);
      read(from.at("graphs"), all.scaling.graphs);
      read(from.at("networks"), all.scaling.networks);
    });
  }
  return all;
}

}  // namespace capnet::bench
