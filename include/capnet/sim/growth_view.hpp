#pragma once
/// What a simulated growth goes on from, if the network was grown before.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// The growths that a network has behind it: each left a source with the attribute `simulated` = `yes`, which what was
/// simulated cites.
struct growth_runs {
  std::uint64_t count = 0;
  std::optional<date> start{};  ///< of the earliest one with a day
  std::string next_source{};    ///< id that the next one's source takes: `simulation`, `simulation-2`, ...
};

/// Whether a vertex, tie or source was simulated, by its attributes.
[[nodiscard]] inline bool is_simulated(const std::vector<attribute>& attributes) {
  return std::ranges::find(attributes, attribute{"simulated", "yes"}) != attributes.end();
}

/// Reads them from the sources of a network. Time O(sources).
[[nodiscard]] inline growth_runs growth_runs_of(const snapshot& net) {
  growth_runs runs;
  for (const source& s : net.sources()) {
    if (!is_simulated(s.attributes)) continue;
    ++runs.count;
    for (const auto& [name, text] : s.attributes) {
      const auto day = name == "simulated_from" ? parse_date(text.text()) : std::nullopt;
      if (day && (!runs.start || day->earliest < *runs.start)) runs.start = day->earliest;
    }
  }
  const auto taken = [&](const std::string& id) {
    return std::ranges::find(net.sources(), id, &source::id) != net.sources().end();
  };
  runs.next_source = "simulation";
  for (std::uint64_t k = 2; taken(runs.next_source); ++k) runs.next_source = "simulation-" + std::to_string(k);
  return runs;
}

/// A network on a day: what was simulated up to then, and what was observed up to the day on which its first growth
/// began. Later observations are what the simulation stands for: both together would count twice. A network that was
/// never grown is seen as by `as_of`.
class growth_view {
 public:
  /// Without a day: all that was ever held.
  growth_view(const snapshot& net, std::optional<date> day, const growth_runs& runs)
      : now_{net, {.day = day}},
        observed_{net, {.day = day && runs.start ? std::optional{std::min(*day, *runs.start)} : day}},
        grown_{runs.count > 0} {}

  [[nodiscard]] const snapshot& net() const { return now_.net(); }
  [[nodiscard]] const capnet::schema& schema() const { return now_.schema(); }
  [[nodiscard]] bool contains(vertex_ref v) const {
    return of(grown_ && is_simulated(net().properties(v).attributes)).contains(v);
  }
  [[nodiscard]] bool contains(tie_ref t) const {
    return of(grown_ && is_simulated(net().tie(t).properties.attributes)).contains(t);
  }
  /// What is simulated does not change.
  [[nodiscard]] capnet::sector sector(vertex_ref v) const { return observed_.sector(v); }
  [[nodiscard]] vertex_properties properties(vertex_ref v) const { return observed_.properties(v); }

  /// Calls `visit(vertex_ref)` for each vertex of a kind that counts, by id.
  template <class Visit>
  void for_each_vertex(kind_index k, Visit&& visit) const {
    for (const vertex_ref v : net().vertices(k)) {
      if (contains(v)) visit(v);
    }
  }
  /// The same for each vertex that is one of a kind: of it, and then of each kind that is one.
  template <class Visit>
  void for_each_vertex_of(kind_index k, Visit&& visit) const {
    for (const kind_index one : schema().subkinds(k)) for_each_vertex(one, visit);
  }
  /// Calls `visit(tie_end)` for each tie that reaches v and counts. Time O(degree).
  template <class Visit>
  void for_each_in(relation_index r, vertex_ref v, Visit&& visit) const {
    for (const tie_end& end : net().layer(r).in(v)) {
      if (contains(end.tie)) visit(end);
    }
  }
  /// Number of ties of a relation that count. Time O(ties of the relation).
  [[nodiscard]] std::size_t size(relation_index r) const {
    if (!grown_) return now_.size(r);
    std::size_t m = 0;
    for (std::uint32_t row = 0; row < net().layer(r).rows(); ++row) m += contains(tie_ref{r, row});
    return m;
  }

 private:
  [[nodiscard]] const network_view& of(bool simulated) const { return simulated ? now_ : observed_; }
  network_view now_, observed_;
  bool grown_;
};

}  // namespace capnet
