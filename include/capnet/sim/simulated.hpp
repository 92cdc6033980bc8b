#pragma once
/// What in a network was simulated, by which runs.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// The mark: an attribute of what was simulated, and of the source that it cites.
inline constexpr std::string_view simulated_mark = "simulated";

/// Whether these attributes say that something was simulated.
[[nodiscard]] inline bool is_simulated(const std::vector<attribute>& attributes) {
  return std::ranges::any_of(
      attributes, [](const attribute& one) { return one.first == simulated_mark && one.second.text() == "yes"; });
}

/// A run of a simulation, as the source says that all of it cites.
struct simulation_run {
  std::string source{};  ///< its id
  std::uint64_t seed = 0;
  std::uint32_t replica = 0;
  std::uint32_t first_step = 0;  ///< the step after which it began: 0, or where the run before it ended
  std::uint32_t steps = 0;       ///< up to this one, counted from the first run's start
  std::optional<date> from{};    ///< the day of step 0
  std::string rules{};           ///< in their order, with their parameters, separated by "; "
  friend bool operator==(const simulation_run&, const simulation_run&) = default;
};

/// The runs that a network has behind it, in their order. Time O(sources).
[[nodiscard]] inline std::vector<simulation_run> simulation_runs(const snapshot& net) {
  std::vector<simulation_run> runs;
  for (const source& s : net.sources()) {
    if (!is_simulated(s.attributes)) continue;
    simulation_run run{.source = s.id};
    for (const auto& [name, value] : s.attributes) {
      const std::string text = value.text();
      const auto number = [&](auto& to) { std::from_chars(text.data(), text.data() + text.size(), to); };
      if (name == "simulated_from") {
        if (const auto day = parse_date(text)) run.from = day->earliest;
      } else if (name == "seed") {
        number(run.seed);
      } else if (name == "replica") {
        number(run.replica);
      } else if (name == "first_step") {
        number(run.first_step);
      } else if (name == "steps") {
        number(run.steps);
      } else if (name == "rules") {
        run.rules = text;
      }
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

/// An id that no source has yet: `simulation`, `simulation-2`, ...
[[nodiscard]] inline std::string next_simulation_source(const snapshot& net) {
  const std::vector<source> known = net.sources();
  const auto taken = [&](const std::string& id) { return std::ranges::find(known, id, &source::id) != known.end(); };
  std::string id = "simulation";
  for (std::uint64_t k = 2; taken(id); ++k) id = "simulation-" + std::to_string(k);
  return id;
}

/// Asks of vertices and ties whether they were simulated. Free for a network that has no such run behind it.
class simulated_marks {
 public:
  explicit simulated_marks(const snapshot& net) : net_{&net}, any_{!simulation_runs(net).empty()} {}
  [[nodiscard]] bool marks(vertex_ref v) const { return any_ && is_yes(net_->value(v, simulated_mark)); }
  [[nodiscard]] bool marks(tie_ref t) const { return any_ && is_yes(net_->value(t, simulated_mark)); }
  [[nodiscard]] bool any() const { return any_; }

 private:
  static bool is_yes(const std::optional<attribute_value>& value) { return value && value->text() == "yes"; }
  const snapshot* net_;
  bool any_;
};

}  // namespace capnet
