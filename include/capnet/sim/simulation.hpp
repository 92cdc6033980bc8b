#pragma once
/// Simulates how a network changes, step by step, by rules that you put together or write.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/core/execution.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/calendar.hpp>
#include <capnet/sim/simulation_state.hpp>
#include <capnet/sim/simulation_step.hpp>

namespace capnet {

/// What happens in a step: anything that can be called with a simulation_step, and copied.
template <class Rule>
concept simulation_rule = std::copy_constructible<Rule> && std::invocable<const Rule&, simulation_step&>;

/// A rule that tells its name and parameters, such as "poisson_arrivals(rate=2)".
template <class Rule>
concept named_rule = simulation_rule<Rule> && requires(const Rule& rule) {
  { rule.name() } -> std::convertible_to<std::string>;
};

/// The most steps that can be simulated: in months more than 800 years.
inline constexpr std::uint32_t max_simulation_steps = 10'000;

struct simulation_options {
  std::uint64_t seed = 0;
  std::uint32_t replica = 0;    ///< another run with the same seed: other random numbers
  std::optional<date> start{};  ///< the day of step 0; empty: the view's day
  step_unit unit = step_unit::month;
  std::uint32_t every = 1;          ///< units of a step
  std::string id_prefix = "grown";  ///< ids of newcomers are PREFIX-STEP-NUMBER
  unsigned threads = 0;             ///< 0: one for each core; no result depends on it
  std::stop_token stop{};
  progress_callback report{};
};

/// A network that changes by rules, in the order in which they were added, step by step:
///
///     simulation run{as_of(net, today), {.seed = 7}};
///     run.add("closure", [](simulation_step& now) {
///       const tie_store& friends = now.relation<rel::collaborates_with>();
///       now.each<kind::organization>([&](actor& v) {
///         if (friends.of(v).empty() || !v.chance(.1)) return;
///         const auto& theirs = friends.of(friends.of(v)[v.below(friends.of(v).size())].vertex);
///         const vertex_index w = theirs[v.below(theirs.size())].vertex;
///         if (w != v && !friends.joins(v, w)) v.tie(friends, w);
///       });
///     });
///     run.run(12);
///
/// It begins with what counts in a view: facts of later days are not in it. A rule sees what the rules before it left;
/// all that it says holds from the next rule on (who joins a group is in it from the next step on). Same seed, same
/// bits, at any thread count and with any compiler, unless a rule decides by what libraries round differently
/// (std::exp: see core/elementary.hpp). A rule that throws, as one that is stopped, changes nothing, and `run` goes on
/// from there with the same numbers.
///
/// On a network that was simulated before, steps and days are counted on, and newcomers keep to the ids that come next:
/// with the seed, replica and rules of that run it does what the run would have done, had it not been frozen.
class simulation {
 public:
  /// Throws input_error for a start beyond the year 9999, or `every` 0.
  explicit simulation(const network_view& start, simulation_options options = {})
      : simulation{simulation_state{start}, std::move(options)} {}
  /// Begins with a state that was prepared once: for many replicas.
  explicit simulation(simulation_state state, simulation_options options = {});

  /// Adds a rule under a name: what keys its random numbers, so that other rules beside it change none of them. Rules
  /// of one name are told apart by their order. Returns this.
  template <simulation_rule Rule>
  simulation& add(std::string name, Rule rule) {
    const std::string_view key = std::string_view{name}.substr(0, name.find('('));
    std::uint64_t purpose = stable_hash(key);
    for (const named_call& other : rules_) {
      if (std::string_view{other.name}.substr(0, other.name.find('(')) == key) purpose = stable_hash("again", purpose);
    }
    rules_.push_back({std::move(name), static_cast<std::uint32_t>(purpose),
                      [rule = std::move(rule)](simulation_step& now) { std::invoke(rule, now); }});
    return *this;
  }
  template <named_rule Rule>
  simulation& add(Rule rule) {
    std::string name = rule.name();
    return add(std::move(name), std::move(rule));
  }
  /// Is called with this simulation after each step: it reads the state, and nothing is copied for it.
  simulation& observe(std::function<void(const simulation&)> observer) {
    observers_.push_back(std::move(observer));
    return *this;
  }

  void forget_observers() { observers_.clear(); }
  /// Listens to another token from now on.
  void stop_at(std::stop_token stop) { options_.stop = std::move(stop); }

  /// So many steps more. Throws input_error for 0 steps, more than `max_simulation_steps` in all, or a step beyond the
  /// year 9999; `stopped` if that is asked for.
  void run(std::uint32_t steps);

  [[nodiscard]] const simulation_state& state() const { return state_; }
  [[nodiscard]] simulation_state& state() { return state_; }
  /// Steps done since the first run's start: 0 at first, unless the network was simulated before.
  [[nodiscard]] std::uint32_t step() const { return step_; }
  [[nodiscard]] std::uint32_t first_step() const { return first_step_; }
  [[nodiscard]] std::optional<date> day() const { return calendar_.day(step_); }
  [[nodiscard]] const calendar& days() const { return calendar_; }
  [[nodiscard]] const simulation_options& options() const { return options_; }
  /// Vertices that arrived in the step done last: their numbers follow each other.
  [[nodiscard]] std::pair<vertex_index, vertex_index> newcomers() const { return {first_newcomer_, state_.order()}; }
  /// Names of the rules, separated by "; ".
  [[nodiscard]] std::string rules() const {
    std::string names;
    for (const named_call& one : rules_) names += (names.empty() ? "" : "; ") + one.name;
    return names;
  }
  /// Id of a newcomer, or the key of a vertex of the start.
  [[nodiscard]] std::string id(vertex_index v) const;
  /// What ids of those who arrive in a step begin with; their number in the step follows.
  [[nodiscard]] std::string id_prefix(std::uint32_t step) const { return ids_.prefix_of(step); }
  /// First number that arrived in a step; of steps that are to come, the order.
  [[nodiscard]] vertex_index first_of_step(std::uint32_t step) const {
    const std::size_t at = step - first_step_;
    return at < first_of_step_.size() ? first_of_step_[at] : state_.order();
  }
  /// The step in which a vertex arrived; `first_step()` for the start's.
  [[nodiscard]] std::uint32_t arrival_step(vertex_index v) const {
    const auto after = std::ranges::upper_bound(first_of_step_, v);
    return v < state_.start_order() ? first_step_
                                    : first_step_ + static_cast<std::uint32_t>(after - first_of_step_.begin() - 1);
  }

  /// The network as it stands: see sim/frozen_simulation.hpp.
  [[nodiscard]] snapshot freeze() const;

  /// A hash of where it stands: the same for the same run on every machine, at any thread count, resumed or not.
  /// Not for security. Time O(n + m), space O(1).
  [[nodiscard]] std::uint64_t hash() const;

  /// Calls `visit` with each array and number that holds where it stands: for checkpoints (interop/checkpoint.hpp).
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit_arrays(*this, visit);
  }
  template <class Visit>
  void for_each_array(Visit&& visit) const {
    visit_arrays(*this, visit);
  }

 private:
  template <class Self, class Visit>
  static void visit_arrays(Self& self, Visit& visit) {
    visit(self.step_), visit(self.next_rule_), visit(self.in_step_), visit(self.first_newcomer_);
    visit(self.first_of_step_), visit(self.joining_);
    self.state_.for_each_array(visit);
  }
  struct named_call {
    std::string name;
    std::uint32_t purpose;
    std::function<void(simulation_step&)> call;
  };
  void begin_step();
  void end_step();

  simulation_options options_;
  simulation_state state_;
  calendar calendar_{};
  detail::newcomer_ids ids_{};
  std::vector<named_call> rules_{};
  std::vector<std::function<void(const simulation&)>> observers_{};
  std::uint32_t first_step_ = 0, step_ = 0;
  std::size_t next_rule_ = 0;  ///< within a step that was broken off; 0: none was
  bool in_step_ = false;
  vertex_index first_newcomer_ = 0;
  std::vector<vertex_index> first_of_step_{};  ///< [step - first_step_]; of the first the start's order
  std::vector<detail::step_changes::group_member> joining_{};
};

inline simulation::simulation(simulation_state state, simulation_options options)
    : options_{std::move(options)}, state_{std::move(state)} {
  if (options_.every == 0) throw input_error{"steps of 0 days or months; expected at least 1"};
  const network_view& start = state_.start();
  if (!options_.start && start.day() != unbounded_future) options_.start = start.day();
  calendar_ = {.start = options_.start, .unit = options_.unit, .every = options_.every};
  const std::vector<simulation_run> before = simulation_runs(state_.net());
  if (!before.empty()) {
    // The days go on where the last run left them, so that the ends of months stay what they were.
    first_step_ = step_ = before.back().steps;
    calendar from = calendar_;
    from.start = before.back().from;
    if (from.start && options_.start && from.day(step_) == options_.start) {
      calendar_ = from;
    } else if (options_.start) {
      calendar_.first = step_;
    }
  }
  ids_.seed = options_.seed;
  ids_.replica = options_.replica;
  ids_.prefix = options_.id_prefix;
  first_newcomer_ = state_.order();
  first_of_step_.push_back(state_.order());
  if (calendar_.start && (*calendar_.start < make_date(1, 1, 1) || *calendar_.start > make_date(9999, 12, 31)))
    throw input_error{"a simulation that starts on " + to_string(*calendar_.start) +
                      "; expected a day of the years 1 to 9999"};
}

inline void simulation::begin_step() {
  if (in_step_) return;
  ++step_;
  first_newcomer_ = state_.order();
  first_of_step_.push_back(first_newcomer_);
  in_step_ = true;
}

inline void simulation::end_step() {
  for (const auto& [g, v] : joining_) {
    if (state_.is_present(v)) state_.group({g}).add(v, state_.sector(v));
  }
  joining_.clear();
  next_rule_ = 0;
  in_step_ = false;
}

inline void simulation::run(std::uint32_t steps) {
  if (steps == 0) throw input_error{"0 steps; expected at least 1"};
  const std::uint64_t last = std::uint64_t{step_} - (in_step_ ? 1 : 0) + steps;
  if (last > max_simulation_steps) {
    throw input_error{std::to_string(last) + " steps; expected at most " + std::to_string(max_simulation_steps)};
  }
  if (calendar_.start && *calendar_.day(last) > make_date(9999, 12, 31)) {
    throw input_error{std::to_string(steps) + " steps after " + to_string(*day()) +
                      " go beyond the year 9999; expected fewer steps or an earlier start"};
  }
  simulation_step now{state_, calendar_, ids_, execution{.threads = options_.threads, .stop = options_.stop}};
  for (std::uint32_t done = 0; done < steps; ++done) {
    throw_if_stopped(options_.stop);
    begin_step();
    ids_.begin(step_);
    now.step_ = step_;
    now.first_newcomer_ = first_newcomer_;
    for (; next_rule_ < rules_.size(); ++next_rule_) {
      const named_call& rule = rules_[next_rule_];
      now.rule_ = rule.name;
      now.purpose_ = rule.purpose;
      now.loops_ = 0;
      now.changes_->clear();
      rule.call(now);
      now.changes_->apply(state_, step_, options_.threads, joining_);
    }
    end_step();
    for (const auto& observer : observers_) observer(*this);
    if (options_.report) options_.report({(done + 1.0) / steps, "simulation"});
  }
}

inline std::uint64_t simulation::hash() const {
  std::uint64_t hash = stable_hash("capnet simulation 1");
  const auto add = [&]<class T>(const T& value) {
    if constexpr (requires { value.data(); }) {
      static_assert(std::has_unique_object_representations_v<typename T::value_type> ||
                    std::is_floating_point_v<typename T::value_type>);
      hash = stable_hash(std::to_string(value.size()) + ';', hash);
      hash = stable_hash({reinterpret_cast<const char*>(value.data()), value.size() * sizeof(*value.data())}, hash);
    } else {
      hash = stable_hash({reinterpret_cast<const char*>(&value), sizeof value}, hash);
    }
  };
  for_each_array(add);
  return hash;
}

inline std::string simulation::id(vertex_index v) const {
  if (const auto ref = state_.ref(v)) return state_.net().key(*ref);
  detail::expect(v < state_.order(), "vertex ", v, " of ", state_.order(), "; expected a number below that");
  const std::uint32_t step = arrival_step(v);
  return id_prefix(step) + std::to_string(v - first_of_step(step));
}

}  // namespace capnet
