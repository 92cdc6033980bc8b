#pragma once
/// The rows that a figure stands on.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/estimate.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// Collects the vertices and ties behind a measure; writes them, with their sources, into its estimate.
class provenance {
 public:
  explicit provenance(const snapshot& net) : net_{&net} {}
  void add(vertex_ref v) { vertices_.push_back(v); }
  void add(tie_ref t) { ties_.push_back(t); }

  /// Rows in ascending order, each once; `cite` likewise. Time O(k log k) for k rows.
  void write(estimate& into) {
    order(vertices_);
    order(ties_);
    std::unordered_set<std::string, text_hash> cells;
    for (const vertex_ref v : vertices_) cells.insert(net_->properties(v).cite);
    for (const tie_ref t : ties_) cells.insert(net_->tie(t).properties.cite);
    std::set<std::string> cites;
    for (const std::string& ids : cells) for_each_listed(ids, [&](std::string_view id) { cites.emplace(id); });
    into.cite.assign(cites.begin(), cites.end());
    into.vertices = std::exchange(vertices_, {});
    into.ties = std::exchange(ties_, {});
  }

 private:
  template <class Row>
  static void order(std::vector<Row>& rows) {
    if (!std::is_sorted(rows.begin(), rows.end())) std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  }
  const snapshot* net_;
  std::vector<vertex_ref> vertices_;
  std::vector<tie_ref> ties_;
};

}  // namespace capnet
