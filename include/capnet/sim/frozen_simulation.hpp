#pragma once
/// What was simulated as a network: what there was at the start, and in columns what came, with the mark and the source
/// of its run.
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/network/builder.hpp>
#include <capnet/network/bulk.hpp>
#include <capnet/sim/simulated.hpp>
#include <capnet/sim/simulation.hpp>

namespace capnet {
namespace detail {

/// Writes a simulation into a builder on its start's network.
class simulation_freezer {
 public:
  explicit simulation_freezer(const simulation& run) : run_{run}, state_{run.state()}, net_{with_ends()} {}

  [[nodiscard]] snapshot freeze() {
    add_source();
    add_vertices();
    for (const relation_index r : state_.relations()) add_ties(r);
    add_changes();
    return std::move(net_).freeze({.run = on_threads({.threads = run_.options().threads})});
  }

 private:
  using day_number = std::int32_t;
  [[nodiscard]] std::optional<day_number> day_of(std::uint32_t step) const {
    const auto day = run_.days().day(step);
    return day ? std::optional{held_when::number(*day)} : std::nullopt;
  }
  [[nodiscard]] bool ended_start_vertices() const {
    for (vertex_index v = 0; v < state_.start_order(); ++v) {
      if (!state_.is_present(v)) return true;
    }
    return false;
  }
  /// The start, and where somebody of it left, with the days of that: by its log, all anew.
  [[nodiscard]] builder with_ends() const {
    if (!run_.day() || !ended_start_vertices()) return builder{state_.net()};
    event_log log = state_.net().to_log();
    for (vertex_index v = 0; v < state_.start_order(); ++v) {
      if (state_.is_present(v)) continue;
      const vertex_ref ref = *state_.ref(v);
      vertex_properties& p = log.vertices[static_cast<std::size_t>(ref.kind)][ref.value].properties;
      p.existence.end = *run_.days().day(state_.end_step(v));
      p.attributes.emplace_back("simulated_end", "yes");
    }
    return builder{log};
  }

  void add_source() {
    source_ = next_simulation_source(state_.net());
    const simulation_options& options = run_.options();
    source run{.id = source_,
               .title = "Simulated by capnet with seed " + std::to_string(options.seed) + ", replica " +
                        std::to_string(options.replica) + "; not observed",
               .attributes = {mark()}};
    const auto say = [&](const char* name, std::string value) { run.attributes.emplace_back(name, std::move(value)); };
    if (run_.days().start) say("simulated_from", to_string(*run_.days().start));
    say("seed", std::to_string(options.seed));
    say("replica", std::to_string(options.replica));
    if (run_.first_step() > 0) say("first_step", std::to_string(run_.first_step()));
    say("steps", std::to_string(run_.step()));
    if (!run_.rules().empty()) say("rules", run_.rules());
    net_.add_source(std::move(run));
  }
  [[nodiscard]] static attribute mark() { return {std::string{simulated_mark}, "yes"}; }
  /// Marks and cites columns, whatever the type of the mark is.
  template <class Owner, class Columns>
  void mark(Owner owner, Columns& columns) {
    columns.cite = source_;
    const auto known = net_.schema().find_attribute(owner, simulated_mark);
    if (!known || net_.schema().attribute(owner, *known).type == value_type::text) {
      columns.texts = {mark()};
      return;
    }
    const std::vector<std::uint8_t>& yes = flags_.emplace_back(columns.size(), std::uint8_t{2});
    columns.attributes.push_back({.name = simulated_mark, .values = std::span{yes}});
  }

  void add_vertices() {
    ids_.resize(state_.order());
    for (vertex_index v = 0; v < state_.start_order(); ++v) ids_[v] = state_.ref(v)->value;
    std::map<kind_index, std::vector<vertex_index>> by_kind;
    for (vertex_index v = state_.start_order(); v < state_.order(); ++v) {
      if (state_.is_present(v) || run_.day()) by_kind[state_.kind(v)].push_back(v);
    }
    for (const auto& [kind, all] : by_kind) {
      newcomers& columns = newcomers_.emplace_back();
      vertex_columns added{.count = all.size()};
      std::uint32_t step = no_step;
      std::optional<day_number> day;
      vertex_index first = 0, next = 0;  // of the step
      std::string prefix;
      std::vector<std::size_t> places;
      places.reserve(all.size() + 1);
      columns.reserve(all.size());
      for (const vertex_index v : all) {
        if (step == no_step || next <= v) {
          step = run_.arrival_step(v), day = day_of(step);
          first = run_.first_of_step(step), next = run_.first_of_step(step + 1);
          prefix = run_.id_prefix(step);
        }
        places.push_back(columns.text.size());
        columns.text += prefix;
        std::array<char, 24> digits{};
        columns.text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), v - first).ptr);
        columns.sectors.push_back(state_.sector(v));
        put(columns.regions, columns.sectors.size(), std::uint32_t{0}, state_.region(v));
        columns.begins.push_back(day.value_or(first_of_days));
        put(columns.ends, columns.sectors.size(), last_of_days,
            state_.is_present(v) ? last_of_days : *day_of(state_.end_step(v)));
      }
      places.push_back(columns.text.size());
      for (std::size_t k = 0; k < all.size(); ++k)
        columns.keys.push_back(std::string_view{columns.text}.substr(places[k], places[k + 1] - places[k]));
      added.keys = columns.keys, added.sectors = columns.sectors, added.ends = columns.ends;
      if (!columns.regions.empty()) added.regions = columns.regions, added.region_names = state_.net().regions();
      if (day) added.begins = columns.begins;
      state_.for_each_variable([&](const std::string& name, auto, auto values) {
        auto& own = columns.column(values);
        for (const vertex_index v : all) own.push_back(values[v]);
        added.attributes.push_back({.name = name, .values = std::span{std::as_const(own)}});
      });
      mark(kind, added);
      std::uint32_t id = net_.add_vertices(kind, std::move(added)).value;
      for (const vertex_index v : all) ids_[v] = id++;
    }
  }

  void add_ties(relation_index r) {
    const tie_store& all = *state_.known_ties(r);
    std::uint32_t row = 0;
    for (std::optional<tie_ref> start; row < all.rows() && (start = all.start_row(row)); ++row) {
      if (!all.holds(row) || reweighted(all, row, *start)) say_anew(all, row, *start);
    }
    std::map<std::pair<kind_index, kind_index>, formed> by_kinds;
    std::pair<kind_index, kind_index> before{};
    formed* same = nullptr;
    std::optional<day_number> day;
    for (std::uint32_t next = row; row < all.rows(); ++row) {  // of the next step
      if (row == next) day = day_of(all.begin_step(row)), next = all.rows_of_step_end(row);
      if (!all.holds(row) && !run_.day()) continue;
      const std::pair kinds{state_.kind(all.source(row)), state_.kind(all.target(row))};
      if (same == nullptr || kinds != before) {
        same = &by_kinds[before = kinds];
        if (same->sources.empty()) same->reserve(by_kinds.size() == 1 ? all.rows() - row : 0);
      }
      const std::size_t n = same->begins.size() + 1;
      same->sources.push_back(ids_[all.source(row)]);
      same->targets.push_back(ids_[all.target(row)]);
      same->begins.push_back(day.value_or(first_of_days));
      put(same->ends, n, last_of_days, all.holds(row) ? last_of_days : *day_of(all.end_step(row)));
      put(same->weights, n, std::numeric_limits<double>::quiet_NaN(), all.weight(row));
    }
    for (auto& [kinds, rows] : by_kinds) {
      formed& columns = formed_.emplace_back(std::move(rows));
      tie_columns added{.source_kind = kinds.first,
                        .target_kind = kinds.second,
                        .sources = columns.sources,
                        .targets = columns.targets,
                        .ends = columns.ends,
                        .weights = columns.weights};
      if (day) added.begins = columns.begins;
      mark(r, added);
      net_.add_ties(r, std::move(added));
    }
  }
  /// Puts the value of row n - 1, where a column without entries says `none` of all rows.
  template <class T>
  static void put(std::vector<T>& column, std::size_t n, T none, T value) {
    if (column.empty() && !(value == value && value != none)) return;
    column.resize(n - 1, none);
    column.push_back(value);
  }
  /// A tie of the start that ended or has another weight: it is retracted and recorded with that.
  void say_anew(const tie_store& all, std::uint32_t row, tie_ref start) {
    net_.retract(start);
    if (!all.holds(row) && !run_.day()) return;
    const tie_record before = state_.net().tie(start);
    tie_properties now = before.properties;
    if (!all.holds(row)) now.active.end = *run_.days().day(all.end_step(row));
    const double weight = all.weight(row);
    now.weight = weight == weight ? std::optional{weight} : std::nullopt;
    now.cite += (now.cite.empty() ? "" : "|") + source_;
    now.attributes.push_back(mark());
    net_.add_tie(all.relation(), before.source, before.target, std::move(now));
  }
  [[nodiscard]] bool reweighted(const tie_store& all, std::uint32_t row, tie_ref start) const {
    if (!all.was_reweighted()) return false;
    const auto before = state_.net().layer(all.relation()).tie(start.row).weight;
    const double now = all.weight(row);
    return before ? *before != now : now == now;
  }

  /// Sectors, regions and state variables that are not what they were.
  void add_changes() {
    const auto day = run_.day();
    if (!day) return;
    state_.for_each_variable([&](const std::string& name, auto initial, auto values) {
      for (vertex_index v = 0; v < state_.start_order(); ++v) {
        const vertex_ref ref = *state_.ref(v);
        if (values[v] == initial || !(values[v] == values[v])) continue;
        const attribute_value now{values[v]};
        if (state_.start().value(ref, name) != now) net_.change_attribute(ref, name, now, *day, source_);
      }
    });
    for (vertex_index v = 0; v < state_.start_order(); ++v) {
      const vertex_ref ref = *state_.ref(v);
      if (state_.sector(v) != state_.start().sector(ref)) net_.set_sector(ref, state_.sector(v), *day);
      if (state_.region(v) != state_.start().region_code(ref))
        net_.change_attribute(ref, "region", attribute_value{state_.net().regions()[state_.region(v)]}, *day, source_);
    }
  }

  struct newcomers {
    void reserve(std::size_t n) {
      text.reserve(16 * n);
      keys.reserve(n), sectors.reserve(n), begins.reserve(n);
    }
    std::string text{};
    std::vector<std::string_view> keys{};
    std::vector<sector> sectors{};
    std::vector<std::uint32_t> regions{};
    std::vector<day_number> begins{}, ends{};
    std::list<std::vector<double>> numbers{};  ///< of state variables
    std::list<std::vector<std::int64_t>> integers{};
    std::vector<double>& column(std::span<const double>) { return numbers.emplace_back(); }
    std::vector<std::int64_t>& column(std::span<const std::int64_t>) { return integers.emplace_back(); }
  };
  struct formed {
    void reserve(std::size_t n) { sources.reserve(n), targets.reserve(n), begins.reserve(n); }
    std::vector<std::uint32_t> sources{}, targets{};
    std::vector<day_number> begins{}, ends{};
    std::vector<double> weights{};
  };
  const simulation& run_;
  const simulation_state& state_;
  builder net_;
  std::string source_{};
  std::vector<std::uint32_t> ids_{};  ///< [vertex] within its kind
  std::list<std::vector<std::uint8_t>> flags_{};
  std::list<newcomers> newcomers_{};  // builders borrow columns
  std::list<formed> formed_{};
};

}  // namespace detail

/// The network of its start with all that was simulated: vertices, ties and ends with their days, sectors and regions
/// that changed, and a source of the run (`simulation`, `simulation-2`, ...) that tells its seed, replica, steps and
/// rules. What was simulated has the attribute `simulated` = `yes` and cites that source; a tie of the start that ended
/// or has another weight is retracted and said anew so. Facts of days after the start are not in it. State variables
/// are its attributes. Ids of the start stay. Time as a bulk build of what came, beside an eighth of the start or less
/// in proportion to it.
inline snapshot simulation::freeze() const { return detail::simulation_freezer{*this}.freeze(); }

}  // namespace capnet
