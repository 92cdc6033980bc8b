#pragma once
/// Who takes part in a program, as groups of a simulation.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/sim/simulation_state.hpp>

namespace capnet {

/// A program's members: organizations that take part in it, by name, and the size of cohorts that have a sector (groups
/// of organizations), taken as others than those named.
struct program_members {
  std::vector<vertex_ref> named{};
  std::vector<std::pair<vertex_ref, std::uint64_t>> cohorts{};
  [[nodiscard]] std::uint64_t size() const {
    std::uint64_t sum = named.size();
    for (const auto& [cohort, n] : cohorts) sum += n;
    return sum;
  }
};

/// Those who count in a view. Time O(degree of the program).
[[nodiscard]] inline program_members members_of(const network_view& view, vertex_ref program) {
  const schema& known = view.schema();
  const kind_index organization_k = known.index_of<kind::organization>();
  const kind_index cohort_k = known.index_of<kind::cohort>();
  program_members members;
  for (const relation_index r : known.relations_with(relation_traits::membership)) {
    view.for_each_in(r, program, [&](const tie_end& end) {
      if (!view.contains(end.vertex)) return;
      if (known.is_a(end.vertex.kind, organization_k)) members.named.push_back(end.vertex);
      if (!known.is_a(end.vertex.kind, cohort_k)) return;
      const std::int64_t size = view.properties(end.vertex).size.value_or(0);
      if (view.sector(end.vertex) != sector::unknown && size > 0)
        members.cohorts.emplace_back(end.vertex, static_cast<std::uint64_t>(size));
    });
  }
  const auto keep_once = [](auto& all) {
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
  };
  keep_once(members.named);
  keep_once(members.cohorts);
  return members;
}

/// The program of that key, or without one that with the most members; among equals the first by key. Nothing if there
/// is none. Throws input_error for a key that no program has.
[[nodiscard]] inline std::optional<vertex_ref> program_to_join(const network_view& view, const std::string& key) {
  const snapshot& net = view.net();
  const kind_index program_k = view.schema().index_of<kind::program>();
  if (!key.empty()) {
    const vertex_ref v = net.vertex(key);
    if (!view.schema().is_a(v.kind, program_k)) {
      throw input_error{quote(key) + " is not a program but of kind " + view.schema().name(v.kind) +
                        "; expected the id of a program"};
    }
    return v;
  }
  std::optional<vertex_ref> largest;
  std::uint64_t most = 0;
  view.for_each_vertex_of(program_k, [&](vertex_ref v) {
    const std::uint64_t n = members_of(view, v).size();
    if (!largest || n > most || (n == most && net.key(v) < net.key(*largest))) {
      largest = v;
      most = n;
    }
  });
  return largest;
}

/// Groups of a simulation around a program: its members, and whom newcomers can tie themselves to, which are the
/// members by name and who runs it: one group where nobody but members does.
struct program_groups {
  group_id members{};
  group_id partners{};
  std::optional<vertex_index> program{};  ///< empty: all groups begin empty
};

/// Makes them in a state. Time O(degree of the program, log of it).
[[nodiscard]] inline program_groups add_program_groups(simulation_state& state, std::optional<vertex_ref> program) {
  program_groups groups{.members = state.add_group()};
  groups.partners = groups.members;
  if (!program) return groups;
  groups.program = state.find(*program);
  const network_view& view = state.start();
  const auto numbers = [&](const std::vector<vertex_ref>& refs) {
    std::vector<vertex_index> all;
    for (const vertex_ref v : refs) {
      if (const auto number = state.find(v)) all.push_back(*number);
    }
    std::ranges::sort(all);  // which is no order of rows
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  };
  const program_members members = members_of(view, *program);
  std::vector<vertex_ref> partners = members.named;
  for (const relation_index r : view.schema().relations_with(relation_traits::lead))
    view.for_each_in(r, *program, [&](const tie_end& end) { partners.push_back(end.vertex); });
  const std::vector<vertex_index> named = numbers(members.named), all = numbers(partners);
  for (const vertex_index v : named) state.group(groups.members).add(v, state.sector(v));
  for (const auto& [cohort, n] : members.cohorts) state.group(groups.members).add_anonymous(view.sector(cohort), n);
  if (all == named) return groups;
  groups.partners = state.add_group();
  for (const vertex_index v : all) state.group(groups.partners).add(v, state.sector(v));
  return groups;
}

}  // namespace capnet
