#pragma once
/// The rows that a figure stands on.
#include <set>
#include <string>

#include <capnet/model/estimate.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// Collects the vertices and ties behind a measure; writes them, with their sources, into its estimate.
class provenance {
 public:
  explicit provenance(const snapshot& net) : net_{&net} {}
  void add(vertex_ref v) { vertices_.insert(v); }
  void add(tie_ref t) { ties_.insert(t); }

  /// Time O(k log k) for k rows. `cite` holds each source once, ascending.
  void write(estimate& into) const {
    std::set<std::string> cites;
    auto cite = [&](const std::string& ids) {
      for (std::size_t first = 0; first < ids.size();) {
        const std::size_t last = std::min(ids.find('|', first), ids.size());
        if (last > first) cites.insert(ids.substr(first, last - first));
        first = last + 1;
      }
    };
    for (const vertex_ref v : vertices_) cite(net_->properties(v).cite);
    for (const tie_ref t : ties_) cite(net_->tie(t).properties.cite);
    into.vertices.assign(vertices_.begin(), vertices_.end());
    into.ties.assign(ties_.begin(), ties_.end());
    into.cite.assign(cites.begin(), cites.end());
  }

 private:
  const snapshot* net_;
  std::set<vertex_ref> vertices_;
  std::set<tie_ref> ties_;
};

}  // namespace capnet
