#pragma once
/// What a rule wants changed, until it returns. Not interface: see sim/simulation_step.hpp.
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/id.hpp>
#include <capnet/model/sector.hpp>
#include <capnet/sim/simulation_state.hpp>

namespace capnet::detail {

/// How newcomers are named, and what random numbers depend on.
struct newcomer_ids {
  std::uint64_t seed = 0;
  std::uint32_t replica = 0;
  std::string prefix{};

  /// PREFIX-STEP-, which the number follows.
  [[nodiscard]] std::string prefix_of(std::uint32_t step) const { return prefix + '-' + std::to_string(step) + '-'; }
  /// The ids that are hashed from now on are of this step.
  void begin(std::uint32_t step) { step_hash_ = stable_hash(prefix_of(step)); }
  /// stable_hash of ids of that step that follow each other, without making them: those of ten differ in a digit.
  void hash(std::uint64_t first, std::span<std::uint64_t> entities) const {
    std::uint64_t tens = 0, of_tens = 0;
    for (std::size_t k = 0; k < entities.size(); ++k) {
      const std::uint64_t number = first + k;
      if (k == 0 || number / 10 != tens) {
        tens = number / 10;
        char digits[24];
        const char* const end = std::to_chars(digits, digits + sizeof digits, tens).ptr;
        of_tens = tens == 0 ? step_hash_ : stable_hash({digits, static_cast<std::size_t>(end - digits)}, step_hash_);
      }
      const char last = static_cast<char>('0' + number % 10);
      entities[k] = stable_hash({&last, 1}, of_tens);
    }
  }

 private:
  std::uint64_t step_hash_ = 0;
};

/// Vertices of one kind that arrive together, and what holds of them all.
struct arrivals {
  kind_index kind{};
  std::vector<group_id> joined{};
  std::optional<relation_index> relation{};  ///< of a tie to `to`
  vertex_index to = 0;
  std::vector<std::uint64_t> entities{};
  std::vector<sector> sectors{};
  std::vector<std::uint32_t> regions{};
};

/// What was said in one block of a loop, in its order.
struct step_changes {
  struct formed_ties {
    relation_index relation;
    std::vector<vertex_index> sources{}, targets{};
    std::vector<double> weights{};  ///< empty: none is known so far
  };
  struct tie_row {
    relation_index relation;
    std::uint32_t row;
  };
  struct tie_weight {
    relation_index relation;
    std::uint32_t row;
    double weight;
  };
  struct group_member {
    std::uint32_t group;
    vertex_index vertex;
  };
  template <class T>
  struct assignment {
    std::uint32_t variable;
    vertex_index vertex;
    T value;
  };
  std::vector<formed_ties> formed{};  ///< of each relation
  std::vector<tie_row> ended{};
  std::vector<tie_weight> weights{};
  std::vector<vertex_index> left{};
  std::vector<group_member> joined{}, quit{};
  std::vector<std::pair<vertex_index, std::uint32_t>> moved{};
  std::vector<std::pair<vertex_index, sector>> changed_sector{};
  std::vector<assignment<double>> numbers{}, added{};
  std::vector<assignment<std::int64_t>> integers{};

  void form(relation_index r, vertex_index u, vertex_index v, double weight) {
    auto all = formed.begin();
    while (all != formed.end() && all->relation != r) ++all;
    if (all == formed.end()) all = formed.insert(all, {.relation = r});
    if (weight == weight && all->weights.empty())
      all->weights.assign(all->sources.size(), std::numeric_limits<double>::quiet_NaN());
    all->sources.push_back(u), all->targets.push_back(v);
    if (weight == weight || !all->weights.empty()) all->weights.push_back(weight);
  }
  void set(variable<double> x, vertex_index v, double value) { numbers.push_back({x.number, v, value}); }
  void set(variable<std::int64_t> x, vertex_index v, std::int64_t value) { integers.push_back({x.number, v, value}); }
  /// Keeps the room.
  void clear() {
    for (formed_ties& all : formed) all.sources.clear(), all.targets.clear(), all.weights.clear();
    ended.clear(), weights.clear(), left.clear(), joined.clear(), quit.clear(), moved.clear();
    changed_sector.clear(), numbers.clear(), added.clear(), integers.clear();
  }
};

/// All that a rule said.
class rule_changes {
 public:
  /// Room for the blocks of one more loop.
  std::vector<step_changes>& parts(std::size_t n) {
    first_ = used_;
    used_ += n;
    if (parts_.size() < used_) parts_.resize(used_);
    return parts_;
  }
  /// Of the latest loop.
  [[nodiscard]] std::size_t first_part() const { return first_; }
  /// What the rule says itself: after what was said in the loops before.
  step_changes& own() { return parts(1)[first_]; }
  arrivals& arrive(kind_index k, std::uint64_t n) {
    arrivals& all = arrivals_.emplace_back();
    all.kind = k;
    all.entities.resize(n);
    all.sectors.resize(n);
    all.regions.resize(n);
    arrived_ += n;
    return all;
  }
  [[nodiscard]] std::uint64_t arrived() const { return arrived_; }
  template <class T>
  void replace(variable<T> x, std::vector<T> values) {
    replaced_.push_back({x.number, std::move(values)});
  }
  void clear() {
    for (std::size_t k = 0; k < used_; ++k) parts_[k].clear();
    first_ = used_ = 0;
    arrived_ = 0;
    arrivals_.clear();
    replaced_.clear();
  }

  /// Changes the state, in the order in which all was said; those who join a group wait in `joining`.
  void apply(simulation_state& state, std::uint32_t step, unsigned threads,
             std::vector<step_changes::group_member>& joining);

 private:
  struct replacement {
    std::uint32_t variable;
    std::variant<std::vector<double>, std::vector<std::int64_t>> values;
  };
  std::vector<step_changes> parts_{};
  std::size_t first_ = 0, used_ = 0;
  std::uint64_t arrived_ = 0;
  std::vector<detail::arrivals> arrivals_{};
  std::vector<replacement> replaced_{};
};

inline void rule_changes::apply(simulation_state& state, std::uint32_t step, unsigned threads,
                                std::vector<step_changes::group_member>& joining) {
  for (replacement& one : replaced_) {
    std::visit(
        [&](auto& values) {
          using T = typename std::remove_reference_t<decltype(values)>::value_type;
          state.set_values(variable<T>{one.variable}, std::move(values));
        },
        one.values);
  }
  const std::span<const step_changes> parts{parts_.data(), used_};
  // Ties first formed, then ended and weighed, relation by relation; each in the order of the parts.
  std::vector<std::vector<std::uint32_t>> ended;
  std::vector<std::uint32_t> first_rows;
  const auto store = [&](relation_index r) -> tie_store& {
    const auto number = static_cast<std::size_t>(r);
    tie_store& all = state.ties(r);
    if (first_rows.size() <= number) first_rows.resize(number + 1, no_step), ended.resize(number + 1);
    if (first_rows[number] == no_step) {
      first_rows[number] = all.rows();
      all.begin_rows(step);
    }
    return all;
  };
  for (const detail::arrivals& all : arrivals_) {
    const vertex_index first = state.order();
    state.arrive(all.kind, all.sectors, all.regions, all.entities);
    if (all.relation) store(*all.relation).append_from_each(first, state.order(), all.to);
    for (const group_id g : all.joined) {
      for (vertex_index v = first; v < state.order(); ++v) joining.push_back({g.number, v});
    }
  }
  if (arrived_ > 0) state.settle();
  for (const step_changes& part : parts) {
    for (const step_changes::formed_ties& all : part.formed) {
      if (!all.sources.empty()) store(all.relation).append(all.sources, all.targets, all.weights);
    }
  }
  for (std::size_t r = 0; r < first_rows.size(); ++r) {
    if (first_rows[r] != no_step) state.ties(static_cast<relation_index>(r)).list_rows(first_rows[r], threads);
  }
  for (const step_changes& part : parts) {
    for (const auto& [r, row, weight] : part.weights) state.ties(r).set_weight(row, weight);
    for (const auto& [r, row] : part.ended) (void)store(r), ended[static_cast<std::size_t>(r)].push_back(row);
    for (const auto& [x, v, value] : part.numbers) state.set_value(variable<double>{x}, v, value);
    for (const auto& [x, v, value] : part.integers) state.set_value(variable<std::int64_t>{x}, v, value);
    for (const auto& [x, v, more] : part.added)
      state.set_value(variable<double>{x}, v, state.value(variable<double>{x}, v) + more);
    for (const auto& [v, region] : part.moved) state.move(v, region);
    for (const auto& [v, s] : part.changed_sector) state.change_sector(v, s);
    for (const auto& [g, v] : part.quit) state.group({g}).remove(v, state.sector(v));
    joining.insert(joining.end(), part.joined.begin(), part.joined.end());
  }
  bool anybody_left = false;
  for (const step_changes& part : parts) {
    for (const vertex_index v : part.left) {
      anybody_left = true;
      state.leave(v, step);
    }
  }
  if (anybody_left) {
    for (const relation_index r : state.relations()) {
      if (state.schema().relation(r).nature == tie_nature::deed) continue;  // stays counted
      tie_store& all = store(r);
      std::vector<std::uint32_t>& rows = ended[static_cast<std::size_t>(r)];
      if (all.has_neighbors()) {
        for (const step_changes& part : parts) {
          for (const vertex_index v : part.left) {
            for (const neighbor& uv : all.of(v)) rows.push_back(uv.row);
            if (all.directed())
              for (const neighbor& uv : all.in(v)) rows.push_back(uv.row);
          }
        }
      } else {
        for (std::uint32_t row = 0; row < all.rows(); ++row) {
          if (all.holds(row) && !(state.is_present(all.source(row)) && state.is_present(all.target(row))))
            rows.push_back(row);
        }
      }
    }
  }
  for (std::size_t r = 0; r < ended.size(); ++r)
    if (!ended[r].empty()) state.ties(static_cast<relation_index>(r)).end(ended[r], step, threads);
  clear();
}

}  // namespace capnet::detail
