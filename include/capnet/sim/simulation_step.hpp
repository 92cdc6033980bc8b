#pragma once
/// What a rule of a simulation sees and does in a step.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/core/detail/first_blocks.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/random.hpp>
#include <capnet/sim/calendar.hpp>
#include <capnet/sim/detail/step_changes.hpp>
#include <capnet/sim/simulation_state.hpp>

namespace capnet {

/// Who decides: with random numbers of its own, and what it wants changed. Changes hold from the next rule on.
class decider {
 public:
  decider(const random_stream& rng, detail::step_changes& changes) : rng_{rng}, changes_{&changes} {}

  /// Its random numbers: keyed by seed, replica, step, its id and the rule.
  [[nodiscard]] random_stream& random() { return rng_; }
  [[nodiscard]] bool chance(double p) { return rng_.coin(p); }
  [[nodiscard]] double uniform() { return rng_.uniform(); }
  /// Below n. Pre: n > 0.
  [[nodiscard]] std::uint32_t below(std::size_t n) { return rng_.below(static_cast<std::uint32_t>(n)); }

 protected:
  [[nodiscard]] detail::step_changes& changes() { return *changes_; }

 private:
  random_stream rng_;
  detail::step_changes* changes_;
};

/// A vertex that decides. Converts to its number.
class deciding_vertex : public decider {
 public:
  deciding_vertex(vertex_index v, const random_stream& rng, detail::step_changes& changes)
      : decider{rng, changes}, v_{v} {}

  operator vertex_index() const { return v_; }  // NOLINT: is one

  /// Forms a tie to w; its weight is unknown unless it is said.
  void tie(const tie_store& relation, vertex_index w, double weight = std::numeric_limits<double>::quiet_NaN()) {
    changes().form(relation.relation(), v_, w, weight);
  }
  template <class T>
  void set(variable<T> x, T value) {
    changes().set(x, v_, value);
  }
  void join(group_id g) { changes().joined.push_back({g.number, v_}); }

 private:
  vertex_index v_;
};

/// One that is there.
class actor : public deciding_vertex {
 public:
  actor(vertex_index v, const random_stream& rng, const simulation_state& state, detail::step_changes& changes)
      : deciding_vertex{v, rng, changes}, state_{&state} {}

  [[nodiscard]] kind_index kind() const { return state_->kind(*this); }
  [[nodiscard]] capnet::sector sector() const { return state_->sector(*this); }
  [[nodiscard]] std::uint32_t region() const { return state_->region(*this); }

  void untie(const tie_store& relation, std::uint32_t row) { changes().ended.push_back({relation.relation(), row}); }
  void set_weight(const tie_store& relation, std::uint32_t row, double weight) {
    changes().weights.push_back({relation.relation(), row, weight});
  }
  /// Leaves the network; its ties end.
  void leave() { changes().left.push_back(*this); }
  /// Adds to a variable of anybody, in the order of who asks.
  void add(variable<double> x, vertex_index w, double more) { changes().added.push_back({x.number, w, more}); }
  void quit(group_id g) { changes().quit.push_back({g.number, *this}); }
  void move_to_region(std::uint32_t region) { changes().moved.push_back({*this, region}); }
  void move_to_sector(capnet::sector s) { changes().changed_sector.push_back({*this, s}); }

 private:
  const simulation_state* state_;
};

/// One that arrives, whose sector and region are still to be said. It is in the state from the next rule on.
class newcomer : public deciding_vertex {
 public:
  using deciding_vertex::deciding_vertex;
  capnet::sector sector = capnet::sector::unknown;
  std::uint32_t region = 0;  ///< as simulation_state numbers them
};

/// What holds of all who arrive together, said once.
struct arrivals_in_common {
  std::vector<group_id> groups{};       ///< that they join
  const tie_store* relation = nullptr;  ///< of a tie that each forms to `to`; null: none does
  vertex_index to = 0;
};

/// A tie that is asked whether it goes on: its numbers are keyed by its ends' ids and the step in which it was formed,
/// so that parallel ties of one step share them.
class tie_actor : public decider {
 public:
  tie_actor(const tie_store& all, std::uint32_t row, const random_stream& rng, detail::step_changes& changes)
      : decider{rng, changes}, all_{&all}, row_{row} {}
  [[nodiscard]] std::uint32_t row() const { return row_; }
  [[nodiscard]] vertex_index source() const { return all_->source(row_); }
  [[nodiscard]] vertex_index target() const { return all_->target(row_); }
  [[nodiscard]] double weight() const { return all_->weight(row_); }
  void end() { changes().ended.push_back({all_->relation(), row_}); }
  void set_weight(double weight) { changes().weights.push_back({all_->relation(), row_, weight}); }

 private:
  const tie_store* all_;
  std::uint32_t row_;
};

/// A step of a simulation, as one of its rules sees it: the state that the rules before it left, and loops over who
/// decides, on all threads. What is said in the loops is done when the rule returns, in the order of the vertices; a
/// rule that throws changes nothing. Inside a loop everything but the actor is to be read only.
class simulation_step {
  struct foresee_nothing {};

 public:
  [[nodiscard]] const simulation_state& state() const { return *state_; }
  [[nodiscard]] const capnet::schema& schema() const { return state_->schema(); }
  /// From 1 on.
  [[nodiscard]] std::uint32_t step() const { return step_; }
  /// Nothing if the simulation has no start day.
  [[nodiscard]] std::optional<date> day() const { return calendar_->day(step_); }
  /// Whether a day of the year falls into this step, such as std::chrono::April / 1. Throws input_error where nothing
  /// is dated.
  [[nodiscard]] bool passes(std::chrono::month_day of_year) const {
    if (!calendar_->start)
      throw input_error{"rule " + quote(rule_) + " asks for a day of the year; expected a simulation with a start day"};
    return calendar_->passes(step_, of_year) > 0;
  }
  [[nodiscard]] unsigned threads() const { return how_.threads; }

  template <vertex_kind Kind>
  [[nodiscard]] kind_index kind() const {
    return schema().template index_of<Kind>();
  }
  /// The ties of a relation, with lists of neighbors. Not inside a loop.
  template <tie_relation Relation>
  [[nodiscard]] const tie_store& relation() {
    return relation(schema().template index_of<Relation>());
  }
  [[nodiscard]] const tie_store& relation(relation_index r) { return state_->listed_ties(r, how_.threads); }
  /// The rows of a relation alone: what only forms ties does not pay for lists. Not inside a loop.
  [[nodiscard]] const tie_store& rows(relation_index r) { return state_->ties(r); }
  template <tie_relation Relation>
  [[nodiscard]] const tie_store& rows() {
    return rows(schema().template index_of<Relation>());
  }
  template <class T>
  [[nodiscard]] T value(variable<T> x, vertex_index v) const {
    return state_->value(x, v);
  }
  [[nodiscard]] const vertex_group& group(group_id g) const { return std::as_const(*state_).group(g); }
  /// The same, which can quickly tell whether it contains somebody. Not inside a loop.
  [[nodiscard]] const vertex_group& indexed_group(group_id g) {
    state_->group(g).index();
    return group(g);
  }
  /// Vertices that arrived in this step by rules before: their numbers follow each other.
  [[nodiscard]] std::pair<vertex_index, vertex_index> newcomers() const { return {first_newcomer_, state_->order()}; }

  /// The step's own random numbers, apart from anybody's.
  [[nodiscard]] random_stream random() { return next_streams().of(0); }
  /// Streams that the rule keys itself.
  [[nodiscard]] random_streams streams() { return next_streams(); }

  /// Calls `decide(actor&)` for each vertex of a kind, and of those that are one, that is there.
  template <class Decide>
  void each(kind_index k, const Decide& decide) {
    loop(
        0, state_->order(),
        [&, several = schema().subkinds(k).size() > 1](vertex_index v) {
          return state_->is_present(v) && (several ? state_->is_a(v, k) : state_->kind(v) == k);
        },
        decide);
  }
  template <vertex_kind Kind, class Decide>
  void each(const Decide& decide) {
    each(kind<Kind>(), decide);
  }
  /// For each member of a group, in its order.
  template <class Decide>
  void each(const vertex_group& members, const Decide& decide) {
    const random_streams streams = next_streams();
    blocks(members.size(), [&](std::size_t first, std::size_t last, detail::step_changes& changes) {
      for (std::size_t k = first; k < last; ++k) {
        const vertex_index v = members[k];
        actor who{v, streams.of(state_->entity(v)), *state_, changes};
        decide(who);
      }
    });
  }
  /// For each that arrived in this step by rules before. Of those to come next it calls `foresee(actor)` with a copy:
  /// for who fetches what they are about to read.
  template <class Decide, class Foresee = foresee_nothing>
  void each_newcomer(const Decide& decide, const Foresee& foresee = {}) {
    loop(first_newcomer_, state_->order(), [&](vertex_index v) { return state_->is_present(v); }, decide, foresee);
  }
  /// Calls `decide(tie_actor&)` for each tie that holds.
  template <class Decide>
  void each_tie(const tie_store& all, const Decide& decide) {
    const random_streams streams = next_streams();
    blocks(all.rows(), [&](std::size_t first, std::size_t last, detail::step_changes& changes) {
      for (auto row = static_cast<std::uint32_t>(first); row < last; ++row) {
        if (!all.holds(row)) continue;
        const std::uint64_t key =
            (state_->entity(all.source(row)) * 0x9E3779B97F4A7C15u + all.begin_step(row)) * 0xBF58476D1CE4E5B9u +
            state_->entity(all.target(row));
        tie_actor uv{all, row, streams.of(key), changes};
        decide(uv);
      }
    });
  }
  /// Sets a variable of each vertex of a kind that is there to `next(vertex_index, value)`, which may read all that the
  /// state says, this variable too: it keeps its values until the rule returns.
  template <class T, class Next>
  void update(kind_index k, variable<T> x, const Next& next) {
    std::vector<T> values(state_->order());
    const std::span<const T> before = std::as_const(*state_).values(x);
    parallel_for_blocks(values.size(), block, how_, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t v = first; v < last; ++v) {
        const auto u = static_cast<vertex_index>(v);
        values[v] = state_->is_present(u) && state_->is_a(u, k) ? next(u, before[v]) : before[v];
      }
    });
    changes_->replace(x, std::move(values));
  }
  /// `n` vertices of a kind arrive: calls `describe(newcomer&)` for each.
  template <class Describe>
  void arrive(kind_index k, std::uint64_t n, const Describe& describe, arrivals_in_common common = {}) {
    (void)schema().name(k);
    const std::uint64_t before = std::uint64_t{state_->order()} + changes_->arrived();
    if (before + n >= std::numeric_limits<vertex_index>::max())
      throw input_error{"rule " + quote(rule_) + ": more than 4,294,967,294 vertices; expected fewer"};
    const random_streams streams = next_streams();
    detail::arrivals& all = changes_->arrive(k, n);
    all.joined = std::move(common.groups), all.to = common.to;
    if (common.relation != nullptr) all.relation = common.relation->relation();
    const auto first_index = static_cast<vertex_index>(before);
    const std::uint64_t first_number = before - first_newcomer_;
    blocks(n, [&](std::size_t first, std::size_t last, detail::step_changes& changes) {
      std::array<detail::random_block, batch> numbers{};
      ids_->hash(first_number + first, std::span{all.entities}.subspan(first, last - first));
      for (std::size_t at = first; at < last; at += batch) {
        const std::size_t count = std::min(batch, last - at);
        const std::span<const std::uint64_t> keys = std::span{all.entities}.subspan(at, count);
        detail::first_blocks(streams, keys, numbers.data());
        for (std::size_t j = 0; j < count; ++j) {
          newcomer v{first_index + static_cast<vertex_index>(at + j), random_stream{streams, keys[j], numbers[j]},
                     changes};
          describe(v);
          all.sectors[at + j] = v.sector;
          all.regions[at + j] = v.region;
        }
      }
    });
  }

  // Said by the rule itself rather than by somebody in a loop.
  void tie(const tie_store& relation, vertex_index u, vertex_index v,
           double weight = std::numeric_limits<double>::quiet_NaN()) {
    changes_->own().form(relation.relation(), u, v, weight);
  }
  void untie(const tie_store& relation, std::uint32_t row) {
    changes_->own().ended.push_back({relation.relation(), row});
  }
  void leave(vertex_index v) { changes_->own().left.push_back(v); }
  template <class T>
  void set(variable<T> x, vertex_index v, T value) {
    changes_->own().set(x, v, value);
  }
  void join(group_id g, vertex_index v) { changes_->own().joined.push_back({g.number, v}); }

 private:
  friend class simulation;
  static constexpr std::size_t block = 4096;  ///< vertices that one thread sees at a time
  static constexpr std::size_t batch = 64;    ///< whose random numbers are drawn at once

  simulation_step(simulation_state& state, const calendar& days, const detail::newcomer_ids& ids, execution how)
      : state_{&state}, calendar_{&days}, ids_{&ids}, how_{std::move(how)} {}

  /// The streams of the next loop of this rule.
  [[nodiscard]] random_streams next_streams() {
    return random_streams{
        {.seed = ids_->seed, .replica = ids_->replica, .step = step_, .purpose = purpose_ + loops_++}};
  }
  template <class Body>
  void blocks(std::size_t n, const Body& body) {
    std::vector<detail::step_changes>& parts = changes_->parts((n + block - 1) / block);
    parallel_for_blocks(n, block, how_, [&](std::size_t k, std::size_t first, std::size_t last) {
      body(first, last, parts[changes_->first_part() + k]);
    });
  }
  template <class Counts, class Decide, class Foresee = foresee_nothing>
  void loop(vertex_index from, vertex_index to, const Counts& counts, const Decide& decide,
            const Foresee& foresee = {}) {
    const random_streams streams = next_streams();
    blocks(to - from, [&](std::size_t first, std::size_t last, detail::step_changes& changes) {
      std::array<detail::random_block, batch> numbers{};
      const std::span<const std::uint64_t> keys = state_->entities();
      for (std::size_t at = first; at < last; at += batch) {
        const std::size_t count = std::min(batch, last - at);
        detail::first_blocks(streams, keys.subspan(from + at, count), numbers.data());
        if constexpr (!std::is_same_v<Foresee, foresee_nothing>) {
          for (std::size_t j = 0; j < count; ++j) {
            const auto v = static_cast<vertex_index>(from + at + j);
            foresee(actor{v, random_stream{streams, keys[v], numbers[j]}, *state_, changes});
          }
        }
        for (std::size_t j = 0; j < count; ++j) {
          const auto v = static_cast<vertex_index>(from + at + j);
          if (!counts(v)) continue;
          actor who{v, random_stream{streams, keys[v], numbers[j]}, *state_, changes};
          decide(who);
        }
      }
    });
  }

  simulation_state* state_;
  const calendar* calendar_;
  const detail::newcomer_ids* ids_;
  execution how_;
  std::uint32_t step_ = 0;
  vertex_index first_newcomer_ = 0;
  std::string_view rule_{};
  std::uint32_t purpose_ = 0, loops_ = 0;
  std::unique_ptr<detail::rule_changes> changes_ = std::make_unique<detail::rule_changes>();
};

}  // namespace capnet
