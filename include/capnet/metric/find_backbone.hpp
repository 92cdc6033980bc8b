#pragma once
/// Which organization a network hangs on.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/metric/participation.hpp>

namespace capnet {

/// The organization that runs a program with the most organizations and cohorts taking part in what it runs; among
/// equals the one of the smaller id. Nothing if none runs a program. Time O(m log m) for m ties of both relations.
[[nodiscard]] inline std::optional<vertex_ref> find_backbone(const network_view& view) {
  std::vector<std::pair<vertex_ref, vertex_ref>> runners;  // of a program, who
  for_each_running(view, [&](tie_ref, const dated_tie& uv) { runners.emplace_back(uv.target, uv.source); });
  std::sort(runners.begin(), runners.end());
  runners.erase(std::unique(runners.begin(), runners.end()), runners.end());
  std::vector<std::pair<vertex_ref, vertex_ref>> followers;  // of a runner, who
  const kind_index persons = view.schema().index_of<kind::person>();
  for_each_participation(view, [&](tie_ref, const dated_tie& uv) {
    if (view.schema().is_a(uv.source.kind, persons)) return;
    for (auto at = std::lower_bound(runners.begin(), runners.end(), std::pair{uv.target, vertex_ref{}});
         at != runners.end() && at->first == uv.target; ++at)
      followers.emplace_back(at->second, uv.source);
  });
  std::sort(followers.begin(), followers.end());
  followers.erase(std::unique(followers.begin(), followers.end()), followers.end());
  std::optional<vertex_ref> best;
  std::ptrdiff_t most = -1;
  std::vector<vertex_ref> who;
  for (const auto& [program, runner] : runners) who.push_back(runner);
  std::sort(who.begin(), who.end());
  for (const vertex_ref runner : who) {
    const auto range = std::equal_range(followers.begin(), followers.end(), std::pair{runner, vertex_ref{}},
                                        [](const auto& a, const auto& b) { return a.first < b.first; });
    if (range.second - range.first > most) most = range.second - range.first, best = runner;
  }
  return best;
}

}  // namespace capnet
