#pragma once
/// A network while it is simulated: columns that grow and change, laid over a snapshot that does not.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/sim/simulated.hpp>
#include <capnet/sim/tie_store.hpp>
#include <capnet/sim/vertex_group.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A state variable: a value of each vertex, of type double (NaN is unknown) or std::int64_t.
template <class T>
struct variable {
  std::uint32_t number = 0;
};
/// A group of a simulation.
struct group_id {
  std::uint32_t number = 0;
};

/// Vertices have one numbering over all kinds: first those of the start that count in its view, by what names them and
/// not by the order of rows, then those that an earlier simulation made, then newcomers in the order of their arrival.
/// A number stays when its vertex has left. Ties of a relation are read from the start when they are first asked for.
///
/// Rules read it and say what they change (sim/simulation_step.hpp); it changes between rules. Cheap to copy beside its
/// columns: the snapshot is shared. 16 bytes a vertex.
class simulation_state {
 public:
  /// Throws input_error for 2^32 vertices.
  explicit simulation_state(const network_view& start);

  /// What it began with.
  [[nodiscard]] const network_view& start() const { return start_; }
  [[nodiscard]] const snapshot& net() const { return start_.net(); }
  [[nodiscard]] const capnet::schema& schema() const { return net().schema(); }

  /// Vertices that were ever there: numbers are below it.
  [[nodiscard]] vertex_index order() const { return static_cast<vertex_index>(kinds_.size()); }
  /// Those of the start: numbers below it.
  [[nodiscard]] vertex_index start_order() const { return static_cast<vertex_index>(refs_.size()); }
  /// Vertices of a kind, and of those that are one, that have not left.
  [[nodiscard]] std::size_t present(kind_index k) const {
    std::size_t n = 0;
    for (const kind_index one : schema().subkinds(k)) n += present_[static_cast<std::size_t>(one)];
    return n;
  }
  [[nodiscard]] bool is_present(vertex_index v) const { return ends_.empty() || ends_[v] == no_step; }
  /// The step in which it left, or `no_step`.
  [[nodiscard]] std::uint32_t end_step(vertex_index v) const { return ends_.empty() ? no_step : ends_[v]; }
  [[nodiscard]] kind_index kind(vertex_index v) const { return kinds_[v]; }
  [[nodiscard]] bool is_a(vertex_index v, kind_index k) const { return kinds_[v] == k || schema().is_a(kinds_[v], k); }
  [[nodiscard]] capnet::sector sector(vertex_index v) const { return sectors_[v]; }
  /// A number for each region name; 0 is unknown.
  [[nodiscard]] std::uint32_t region(vertex_index v) const { return regions_.empty() ? 0 : regions_[v]; }
  /// What its random numbers are keyed by: `stable_hash` of its id.
  [[nodiscard]] std::uint64_t entity(vertex_index v) const { return entities_[v]; }
  [[nodiscard]] std::span<const std::uint64_t> entities() const { return entities_; }
  /// The vertex of the start; nothing for newcomers.
  [[nodiscard]] std::optional<vertex_ref> ref(vertex_index v) const {
    return v < refs_.size() ? std::optional{refs_[v]} : std::nullopt;
  }
  /// The number of a vertex of the start; nothing if it does not count there.
  [[nodiscard]] std::optional<vertex_index> find(vertex_ref v) const {
    const std::vector<vertex_index>& of_kind = numbers_->at(static_cast<std::size_t>(v.kind));
    if (v.value >= of_kind.size() || of_kind[v.value] == nobody) return std::nullopt;
    return of_kind[v.value];
  }
  /// The sectors of the start, by name: the order in which draws see them.
  [[nodiscard]] std::span<const capnet::sector> sectors() const { return *sector_order_; }

  /// The ties of a relation, read from the start if they are asked for the first time.
  [[nodiscard]] tie_store& ties(relation_index r);
  /// The same with lists of neighbors.
  [[nodiscard]] tie_store& listed_ties(relation_index r, unsigned threads) {
    tie_store& all = ties(r);
    all.list_neighbors(order(), threads);
    return all;
  }
  /// Relations that were asked for.
  [[nodiscard]] std::vector<relation_index> relations() const {
    std::vector<relation_index> known;
    for (std::size_t r = 0; r < ties_.size(); ++r) {
      if (ties_[r]) known.push_back(static_cast<relation_index>(r));
    }
    return known;
  }

  /// A state variable, made if there is none of that name: of who has an attribute of that name, its value, if that is
  /// a number; `initial` of all others, newcomers too. Throws input_error if there is one of another type, or the name
  /// is empty.
  template <class T>
  variable<T> add_variable(std::string_view name, T initial = missing<T>()) {
    static_assert(std::is_same_v<T, double> || std::is_same_v<T, std::int64_t>,
                  "capnet: a state variable is a double or a std::int64_t");
    if (name.empty()) throw input_error{"a state variable without a name; expected one"};
    for (std::uint32_t k = 0; k < variables_.size(); ++k) {
      if (variables_[k].name != name) continue;
      if (!std::holds_alternative<column<T>>(variables_[k].values))
        throw input_error{"the state variable " + quote(name) + " has another type; expected the one it was made with"};
      return {k};
    }
    variables_.push_back({std::string{name}, column<T>{initial, std::vector<T>(order(), initial)}});
    std::vector<T>& values = std::get<column<T>>(variables_.back().values).values;
    for (vertex_index v = 0; v < start_order(); ++v) {
      if (!schema().find_attribute(refs_[v].kind, name)) continue;
      const auto known = start_.value(refs_[v], name);
      const auto number = known ? known->number() : std::nullopt;
      if (number) values[v] = static_cast<T>(*number);
    }
    return {static_cast<std::uint32_t>(variables_.size() - 1)};
  }
  template <class T>
  [[nodiscard]] T value(variable<T> x, vertex_index v) const {
    return values(x)[v];
  }
  template <class T>
  [[nodiscard]] std::span<const T> values(variable<T> x) const {
    return std::get<column<T>>(variables_[x.number].values).values;
  }
  template <class T>
  void set_value(variable<T> x, vertex_index v, T value) {
    std::get<column<T>>(variables_[x.number].values).values[v] = value;
  }
  template <class T>
  void set_values(variable<T> x, std::vector<T> values) {
    std::get<column<T>>(variables_[x.number].values).values = std::move(values);
  }

  group_id add_group() {
    groups_.emplace_back();
    return {static_cast<std::uint32_t>(groups_.size() - 1)};
  }
  [[nodiscard]] const vertex_group& group(group_id g) const { return groups_[g.number]; }
  [[nodiscard]] vertex_group& group(group_id g) { return groups_[g.number]; }

  // What follows is for simulation.

  /// Adds vertices with what is known of them.
  void arrive(kind_index k, std::span<const capnet::sector> sectors, std::span<const std::uint32_t> regions,
              std::span<const std::uint64_t> entities);
  /// Makes room in all columns for those who arrived.
  void settle();
  void leave(vertex_index v, std::uint32_t step);
  void move(vertex_index v, std::uint32_t region) {
    if (regions_.empty()) regions_.resize(order());
    regions_[v] = region;
  }
  void change_sector(vertex_index v, capnet::sector s);
  /// Calls `visit` with each array and number that holds the state, in an order that is always the same.
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit_arrays(*this, visit);
  }
  template <class Visit>
  void for_each_array(Visit&& visit) const {
    visit_arrays(*this, visit);
  }
  /// The ties of a relation that was asked for before; else null.
  [[nodiscard]] const tie_store* known_ties(relation_index r) const {
    const std::optional<tie_store>& store = ties_[static_cast<std::size_t>(r)];
    return store ? &*store : nullptr;
  }
  /// Calls `visit(name, initial value, span of values)` for each state variable.
  template <class Visit>
  void for_each_variable(Visit&& visit) const {
    for (const any_variable& one : variables_)
      std::visit([&](const auto& known) { visit(one.name, known.initial, std::span{std::as_const(known.values)}); },
                 one.values);
  }

 private:
  template <class Self, class Visit>
  static void visit_arrays(Self& self, Visit& visit);

  static constexpr vertex_index nobody = std::numeric_limits<vertex_index>::max();
  template <class T>
  struct column {
    T initial;
    std::vector<T> values;
  };
  struct any_variable {
    std::string name;
    std::variant<column<double>, column<std::int64_t>> values;
  };
  template <class T>
  static constexpr T missing() {
    if constexpr (std::is_same_v<T, double>)
      return std::numeric_limits<double>::quiet_NaN();
    else
      return 0;
  }

  network_view start_;
  std::shared_ptr<const std::vector<std::vector<vertex_index>>> numbers_;  ///< [kind][id]
  std::shared_ptr<const std::vector<capnet::sector>> sector_order_;
  std::vector<vertex_ref> refs_{};
  std::vector<std::uint64_t> entities_{};
  std::vector<kind_index> kinds_{};
  std::vector<capnet::sector> sectors_{};
  std::vector<std::uint32_t> regions_{};  ///< empty: none is known
  std::vector<std::uint32_t> ends_{};     ///< empty: nobody left
  std::vector<std::size_t> present_{};    ///< [kind]
  std::vector<std::optional<tie_store>> ties_{};
  std::vector<any_variable> variables_{};
  std::vector<vertex_group> groups_{};
};

inline simulation_state::simulation_state(const network_view& start)
    : start_{start}, present_(start.schema().kind_count()), ties_(start.schema().relation_count()) {
  struct named {
    bool simulated;
    std::uint64_t entity;
    vertex_ref ref;
  };
  std::vector<named> all;
  auto numbers = std::make_shared<std::vector<std::vector<vertex_index>>>(schema().kind_count());
  bool has_regions = false;
  const simulated_marks marks{net()};
  for (std::size_t k = 0; k < schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    (*numbers)[k].assign(net().order(kind), nobody);
    start.for_each_vertex(kind, [&](vertex_ref v) {
      all.push_back({marks.marks(v), stable_hash(net().key(v)), v});
      has_regions = has_regions || start.region_code(v) != 0;
    });
  }
  if (all.size() >= nobody) throw input_error{"a network of 4,294,967,295 vertices or more; expected fewer"};
  // Those of equal hashes, which somebody has to look for, by their keys.
  std::ranges::sort(all, [&](const named& a, const named& b) {
    if (a.simulated != b.simulated) return b.simulated;
    if (a.simulated) return a.ref < b.ref;
    return a.entity != b.entity ? a.entity < b.entity : a.ref != b.ref && net().key(a.ref) < net().key(b.ref);
  });
  for (const named& v : all) {
    (*numbers)[static_cast<std::size_t>(v.ref.kind)][v.ref.value] = order();
    refs_.push_back(v.ref);
    entities_.push_back(v.entity);
    kinds_.push_back(v.ref.kind);
    sectors_.push_back(start.sector(v.ref));
    if (has_regions) regions_.push_back(start.region_code(v.ref));
    ++present_[static_cast<std::size_t>(v.ref.kind)];
  }
  numbers_ = std::move(numbers);
  std::vector<capnet::sector> known;
  for (std::size_t s = 0; s < schema().sector_names().size(); ++s) known.push_back(static_cast<capnet::sector>(s));
  std::ranges::sort(known, {}, [&](capnet::sector s) { return schema().name(s); });
  sector_order_ = std::make_shared<const std::vector<capnet::sector>>(std::move(known));
}

inline tie_store& simulation_state::ties(relation_index r) {
  (void)schema().relation(r);  // refuses what is none
  std::optional<tie_store>& store = ties_[static_cast<std::size_t>(r)];
  if (store) return *store;
  store.emplace(r, schema().relation(r).directed);
  struct row {
    vertex_index source, target;
    double weight;
    std::uint32_t tie;
    bool simulated;
  };
  std::vector<row> rows;
  const simulated_marks marks{net()};
  start_.for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
    const auto u = find(uv.source), v = find(uv.target);
    if (!u || !v) return;
    rows.push_back({*u, *v, uv.weight.value_or(std::numeric_limits<double>::quiet_NaN()), t.row, marks.marks(t)});
    if (!store->directed() && !rows.back().simulated && *v < *u) std::swap(rows.back().source, rows.back().target);
  });
  // Observed ties by their ends, simulated ones as they were formed.
  std::ranges::sort(rows, [](const row& a, const row& b) {
    if (a.simulated != b.simulated) return b.simulated;
    if (a.simulated) return a.tie < b.tie;
    const auto number = [](double x) { return x == x ? x : -std::numeric_limits<double>::infinity(); };
    return std::tuple{a.source, a.target, number(a.weight), a.tie} <
           std::tuple{b.source, b.target, number(b.weight), b.tie};
  });
  for (const row& uv : rows) store->append_start(uv.source, uv.target, uv.weight, uv.tie);
  if (ends_.empty() || schema().relation(r).nature == tie_nature::deed) return *store;
  for (std::uint32_t at = 0; at < store->rows(); ++at) {  // who had left took these along
    std::vector<std::uint32_t> row{at};
    const std::uint32_t end = std::min(end_step(store->source(at)), end_step(store->target(at)));
    if (end != no_step) store->end(row, end, 1);
  }
  return *store;
}

inline void simulation_state::arrive(kind_index k, std::span<const capnet::sector> sectors,
                                     std::span<const std::uint32_t> regions, std::span<const std::uint64_t> entities) {
  const bool any_region = std::ranges::any_of(regions, [](std::uint32_t region) { return region != 0; });
  if (any_region && regions_.empty()) regions_.resize(order());
  if (!regions_.empty()) regions_.insert(regions_.end(), regions.begin(), regions.end());
  entities_.insert(entities_.end(), entities.begin(), entities.end());
  sectors_.insert(sectors_.end(), sectors.begin(), sectors.end());
  if (!ends_.empty()) ends_.resize(ends_.size() + entities.size(), no_step);
  kinds_.resize(kinds_.size() + entities.size(), k);
  present_[static_cast<std::size_t>(k)] += entities.size();
}

inline void simulation_state::settle() {
  for (std::optional<tie_store>& store : ties_) {
    if (store) store->resize(order());
  }
  for (any_variable& one : variables_)
    std::visit([&](auto& known) { known.values.resize(order(), known.initial); }, one.values);
}

inline void simulation_state::leave(vertex_index v, std::uint32_t step) {
  if (!is_present(v)) return;
  if (ends_.empty()) ends_.assign(order(), no_step);
  ends_[v] = step;
  --present_[static_cast<std::size_t>(kinds_[v])];
  for (vertex_group& one : groups_) one.remove(v, sectors_[v]);
}

inline void simulation_state::change_sector(vertex_index v, capnet::sector s) {
  for (vertex_group& one : groups_) {
    if (!one.contains(v)) continue;
    one.remove(v, sectors_[v]);
    one.add(v, s);
  }
  sectors_[v] = s;
}

template <class Self, class Visit>
void simulation_state::visit_arrays(Self& self, Visit& visit) {
  visit(self.entities_), visit(self.kinds_), visit(self.sectors_), visit(self.regions_), visit(self.ends_);
  visit(self.present_);
  for (std::size_t r = 0; r < self.ties_.size(); ++r) {
    auto& store = self.ties_[r];
    bool known = store.has_value();
    visit(known);
    if constexpr (!std::is_const_v<Self>) {
      const auto relation = static_cast<relation_index>(r);
      if (known && !store) store.emplace(relation, self.schema().relation(relation).directed);
    }
    if (known) store->for_each_array(visit);
  }
  std::size_t variables = self.variables_.size(), groups = self.groups_.size();
  visit(variables), visit(groups);
  detail::expect(variables == self.variables_.size(), variables, " state variables; expected ", self.variables_.size(),
                 ", as the rules make them");
  if constexpr (!std::is_const_v<Self>) self.groups_.resize(groups);
  for (auto& one : self.variables_) {
    visit(one.name);
    std::visit([&](auto& known) { visit(known.initial), visit(known.values); }, one.values);
  }
  for (auto& one : self.groups_) one.for_each_array(visit);
}

}  // namespace capnet
