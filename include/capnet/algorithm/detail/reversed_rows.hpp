#pragma once
/// The arcs in of a graph with their weights.
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>

namespace capnet::detail {

/// The arcs turned round, with their weights; each row in the order of the other ends.
class reversed_rows {
 public:
  explicit reversed_rows(const compressed_graph& g) {
    const compressed_rows out = g.out_rows(), in = g.in_rows();
    rows_ = in;
    if (!g.directed() || out.weights.empty()) return;
    std::vector<arc_index> next(in.offsets.begin(), in.offsets.end() - 1);
    weights_.resize(out.size());
    for (arc_index k = 0; k < out.size(); ++k) weights_[next[out.columns[k]]++] = out.weights[k];
    rows_.weights = weights_;
  }
  reversed_rows(const reversed_rows&) = delete;
  reversed_rows& operator=(const reversed_rows&) = delete;
  [[nodiscard]] const compressed_rows& operator*() const noexcept { return rows_; }

 private:
  compressed_rows rows_;
  std::vector<double> weights_;
};

}  // namespace capnet::detail
