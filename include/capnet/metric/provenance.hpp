#pragma once
/// The rows that a figure stands on.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <capnet/metric/cited_sources.hpp>
#include <capnet/metric/reading.hpp>
#include <capnet/model/estimate.hpp>

namespace capnet {

/// Collects the vertices and ties behind a measure as far as the reading keeps them; writes them, with their sources,
/// into its estimate.
class provenance {
 public:
  explicit provenance(const network_reading& of) : keeps_{of.options().rows}, cited_{of.net()} {}

  void add(vertex_ref v) {
    if (keeps_ == rows_kept::all) vertices_.push_back(v);
    if (keeps_ != rows_kept::none) cited_.add(v);
  }
  void add(tie_ref t) {
    if (keeps_ == rows_kept::all) ties_.push_back(t);
    if (keeps_ != rows_kept::none) cited_.add(t);
  }
  /// Rows in ascending order, each once; `cite` likewise. Time O(k log k) for k rows.
  void write(estimate& into) {
    order(vertices_);
    order(ties_);
    into.cite = cited_.ids();
    into.vertices = std::exchange(vertices_, {});
    into.ties = std::exchange(ties_, {});
  }

 private:
  template <class Row>
  static void order(std::vector<Row>& rows) {
    if (!std::is_sorted(rows.begin(), rows.end())) std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  }
  rows_kept keeps_;
  cited_sources cited_;
  std::vector<vertex_ref> vertices_;
  std::vector<tie_ref> ties_;
};

}  // namespace capnet
