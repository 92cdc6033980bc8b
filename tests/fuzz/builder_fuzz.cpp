/// Builders against plain rows: every call records or refuses as it should, and what is frozen, in one step or in many,
/// says and shows on each day what the rows do. The input is a list of calls.
#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <capnet/network/builder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/view/network_view.hpp>

#include "described.hpp"
#include "fuzz/builder_model.hpp"
#include "fuzz/fuzz.hpp"
#include "oracle/naive_validity.hpp"

namespace capnet {
namespace {

using fuzz::require;

constexpr std::array<std::string_view, 16> keys{"a",  "b",  "c", "o0", "o1", "o2", "o12", "o01",
                                                "p1", "秋", "",  "o",  "o3", "d",  "0",   "o4"};

/// Calls both and compares.
class session {
 public:
  explicit session(fuzz::byte_reader input) : input_{input} {
    for (const char* name : {"organization", "person", "event"}) kinds_.push_back(*net_.schema().find_kind(name));
    for (const char* name : {"collaborates_with", "attends", "supports", "employs"})
      relations_.push_back(net_.schema().relation_named(name));
  }
  void run() {
    for (int calls = 0; !input_.done() && calls < 200; ++calls) call();
    compare(net_.freeze());
    compare(net_.freeze({.by_locality = false}));
  }

 private:
  void call() {
    switch (input_.below(12)) {
      case 0:
      case 1:
        return add_vertex();
      case 2:
      case 3:
      case 4:
        return add_tie();
      case 5:
        return add_vertices();
      case 6:
        return add_ties();
      case 7: {
        const tie_ref t{relation(), input_.below(24)};
        return same(fuzz::refused([&] { net_.retract(t); }), model_.retract(t));
      }
      case 8: {
        const vertex_ref v = vertex();
        const sector s = some_sector();
        const date from = day().earliest;
        return same(fuzz::refused([&] { net_.set_sector(v, s, from); }), model_.set_sector(v, s, from));
      }
      case 9:
        return declare();
      case 10:
        return go_on();
      default: {
        const figure f{.id = key(), .kind = static_cast<figure_kind>(input_.below(4)), .unit = key()};
        const source s{.id = key(), .title = key()};
        net_.add_figure(f), net_.add_source(s);
        model_.log.figures.push_back(f), model_.log.sources.push_back(s);
        model_.log.files.emplace_back("file");
        require(net_.add_file("file") == model_.log.files.size(), "files are counted from 1");
      }
    }
  }
  static void same(bool refused, bool fits) { require(refused != fits, "a call is refused if it should be"); }

  void add_vertex() {
    const kind_index k = kind();
    const std::string id = key();
    vertex_properties p{.sector = some_sector(), .existence = when(), .status = some_status()};
    if (input_.flag()) p.name = "name", p.region = std::string{input_.flag() ? "Kanto" : "Tohoku"};
    if (input_.flag()) p.size = static_cast<std::int64_t>(input_.below(8)) - 1;
    for (std::uint32_t n = input_.below(4); n > 1; --n) p.aliases.push_back(key());
    if (input_.flag()) p.attributes = {{"colour", key()}}, p.cite = "s", p.where = {.file = 1, .line = 7};
    same(fuzz::refused([&] { (void)net_.add_vertex(k, id, p); }), model_.add_vertex(k, id, p));
  }
  void add_tie() {
    const relation_index r = relation();
    const vertex_ref u = vertex(), v = vertex();
    tie_properties p{.active = when(), .status = some_status()};
    if (input_.flag()) p.weight = weight();
    if (input_.flag()) p.role = key(), p.recorded = day(), p.attributes = {{"hours", "3"}};
    same(fuzz::refused([&] { (void)net_.add_tie(r, u, v, p); }), model_.add_tie(r, u, v, p));
  }
  void add_vertices() {
    const kind_index k = kind();
    vertex_columns columns{.count = input_.below(5), .prefix = key()};
    const std::size_t n = columns.count;
    if (input_.flag()) columns.keys = column<std::string_view>(n, [&] { return keys[input_.below(keys.size())]; });
    if (input_.flag()) columns.sectors = column<sector>(n, [&] { return some_sector(); });
    if (input_.flag()) columns.begins = column<std::int32_t>(n, [&] { return number(first_of_days); });
    if (input_.flag()) columns.ends = column<std::int32_t>(n, [&] { return number(last_of_days); });
    same(fuzz::refused([&] { (void)net_.add_vertices(k, columns); }), model_.add_vertices(k, columns));
  }
  void add_ties() {
    const relation_index r = relation();
    tie_columns columns{.source_kind = kind(), .target_kind = kind()};
    const std::size_t m = input_.below(6);
    columns.sources = column<std::uint32_t>(m, [&] { return input_.below(6); });
    columns.targets = column<std::uint32_t>(m, [&] { return input_.below(6); });
    if (input_.flag()) columns.begins = column<std::int32_t>(m, [&] { return number(first_of_days); });
    if (input_.flag()) columns.ends = column<std::int32_t>(m, [&] { return number(last_of_days); });
    if (input_.flag()) columns.weights = column<double>(m, [&] { return weight(); });
    columns.status = some_status();
    same(fuzz::refused([&] { (void)net_.add_ties(r, columns); }), model_.add_ties(r, columns));
  }
  void declare() {
    if (input_.flag()) {
      const std::string name = key();
      const bool refused = fuzz::refused([&] { (void)net_.declare_kind(name); });
      same(refused, !fuzz::refused([&] { kinds_.push_back(model_.log.schema.add_kind(name)); }));
    } else {
      const relation_info info{.name = key(),
                               .source_kinds = {kind(), kind()},
                               .target_kinds = {kind()},
                               .directed = input_.flag(),
                               .nature = static_cast<tie_nature>(input_.below(2))};
      const bool refused = fuzz::refused([&] { (void)net_.declare(info); });
      same(refused, !fuzz::refused([&] { relations_.push_back(model_.log.schema.add_relation(info)); }));
    }
    model_.fit();
  }
  /// Freezes, and goes on beside what was frozen, or from its log.
  void go_on() {
    const std::uint32_t how = input_.below(4);
    const snapshot now = net_.freeze({.by_locality = how != 1});
    compare(now);
    net_ = how == 2 ? builder{now.compacted()} : how == 3 ? builder{now.to_log()} : builder{now};
    model_.borrowed.clear();
  }

  void compare(const snapshot& net) const {
    fuzz::require_same(described(net), described(model_.log), "a snapshot says what was recorded");
    require(data_hash(net) == data_hash(net.compacted()), "it says the same as a whole");
    for (const std::string_view text : keys) {
      require(net.find(text) == model_.find(text), "a key is found where it is");
      require(net_.find(text) == model_.find(text), "and while it is recorded");
    }
    for (std::size_t k = 0; k < model_.log.vertices.size(); ++k) {
      const auto kind = static_cast<kind_index>(k);
      require(net_.order(kind) == model_.log.vertices[k].size(), "the builder counts its vertices");
      for (const vertex_ref v : net.vertices(kind)) {
        require(net_.key(v) == net.key(v) && net.find(net.key(v)) == v, "a vertex has its key");
      }
    }
    for (std::size_t r = 0; r < model_.log.ties.size(); ++r) compare(net, static_cast<relation_index>(r));
    for (const std::optional<date>& day :
         {std::optional<date>{}, std::optional{make_date(2024, 1, 3)}, std::optional{make_date(2024, 1, 6)}}) {
      for (const certainty sure : {certainty::certain, certainty::possible})
        compare(network_view{net, {.day = day, .sure = sure}}, naive::validity{day, sure});
    }
  }
  /// The lists of ties of each vertex, both ways.
  void compare(const snapshot& net, relation_index r) const {
    const layer& ties = net.layer(r);
    const bool directed = model_.log.schema.relation(r).directed;
    std::set<std::tuple<vertex_ref, vertex_ref, std::uint32_t>> out, in, seen_out, seen_in;
    const auto& rows = model_.log.ties[static_cast<std::size_t>(r)];
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
      const tie_record& uv = rows[row];
      if (uv.retracted) continue;
      out.emplace(uv.source, uv.target, row), in.emplace(uv.target, uv.source, row);
    }
    require(ties.rows() == rows.size() && ties.size() == out.size(), "a layer counts its ties");
    if (!directed) out.insert(in.begin(), in.end()), in = out;
    for (std::size_t k = 0; k < model_.log.vertices.size(); ++k) {
      for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
        for (const tie_end& end : ties.out(v)) require(seen_out.emplace(v, end.vertex, end.tie.row).second, "once");
        for (const tie_end& end : ties.in(v)) require(seen_in.emplace(v, end.vertex, end.tie.row).second, "once");
      }
    }
    require(seen_out == out && seen_in == in, "each tie is in the lists of its ends");
  }
  /// What counts on a day.
  void compare(const network_view& view, const naive::validity& on) const {
    for (std::size_t k = 0; k < model_.log.vertices.size(); ++k) {
      for (const vertex_ref v : view.net().vertices(static_cast<kind_index>(k))) {
        const vertex_properties& p = model_.properties(v);
        require(view.contains(v) == on.exists(p), "a vertex counts while it exists");
        const std::string& now = view.schema().name(view.sector(v));
        require(now == on.value_of(v, "sector", view.schema().name(p.sector), model_.log.changes),
                "a vertex has its last sector");
      }
    }
    for (std::size_t r = 0; r < model_.log.ties.size(); ++r) {
      std::set<std::uint32_t> counted, expected;
      const auto relation = static_cast<relation_index>(r);
      view.for_each_tie(relation, [&](tie_ref t, const dated_tie&) { counted.insert(t.row); });
      for (std::uint32_t row = 0; row < model_.log.ties[r].size(); ++row) {
        const tie_record& uv = model_.log.ties[r][row];
        const bool counts = on.counts(model_.log.schema.relation(relation), uv, model_.properties(uv.source),
                                      model_.properties(uv.target));
        require(view.contains(tie_ref{relation, row}) == counts, "a tie counts as it should");
        if (counts) expected.insert(row);
      }
      require(counted == expected, "all ties that count are visited");
    }
  }

  std::string key() { return std::string{keys[input_.below(keys.size())]}; }
  kind_index kind() { return kinds_[input_.below(static_cast<std::uint32_t>(kinds_.size()))]; }
  relation_index relation() { return relations_[input_.below(static_cast<std::uint32_t>(relations_.size()))]; }
  vertex_ref vertex() { return {kind(), input_.below(6)}; }
  sector some_sector() { return static_cast<sector>(input_.below(16) == 0 ? 200 : input_.below(4)); }
  status some_status() { return input_.below(4) == 0 ? status::planned : status::held; }
  partial_date day() {
    const date first = make_date(2024, 1, 1) + std::chrono::days{input_.below(8)};
    return {first, first + std::chrono::days{input_.below(2) * input_.below(4)}};
  }
  spell when() {
    spell s;
    if (input_.flag()) s.begin = day();
    if (input_.flag()) s.end = day();
    return s;
  }
  std::int32_t number(std::int32_t unbounded) { return input_.flag() ? held_when::number(day().earliest) : unbounded; }
  double weight() {
    const std::array<double, 6> some{
        0, 1, -2.5, 1e300, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()};
    return some[input_.below(some.size())];
  }
  /// A column that stays as it is until the end.
  template <class T, class Draw>
  std::span<const T> column(std::size_t n, const Draw& draw) {
    auto& kept = std::get<std::deque<std::vector<T>>>(columns_).emplace_back();
    for (std::size_t at = 0; at < n; ++at) kept.push_back(draw());
    return kept;
  }

  fuzz::byte_reader input_;
  builder net_{};
  fuzz::builder_model model_{};
  std::vector<kind_index> kinds_{};
  std::vector<relation_index> relations_{};
  std::tuple<std::deque<std::vector<std::string_view>>, std::deque<std::vector<sector>>,
             std::deque<std::vector<std::int32_t>>, std::deque<std::vector<std::uint32_t>>,
             std::deque<std::vector<double>>>
      columns_{};
};

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  capnet::session{capnet::fuzz::byte_reader{data, size}}.run();
  return 0;
}
