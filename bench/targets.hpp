#pragma once
/// How many times faster than the best packaged peer each kernel should be, on the whole run (scale 20) and on the quick one (scale 16).
#include <array>
#include <optional>
#include <string_view>

namespace capnet::bench {

struct target {
  std::string_view kernel{};  ///< with "20" for the scale; holds for the same name with "-unordered" too
  std::array<double, 2> whole{};  ///< by threads - 1; 0: none is stated
  std::array<double, 2> quick{};  ///< calibrated at scale 16, where caches hold what they don't at scale 20
};

// The whole run's: stated with the task, from prototypes. The quick run's: what the kernels reach there, less a fifth.
inline constexpr std::array targets{
    target{"kron20/build", {8, 7}, {0, 0}},
    target{"kron20/bfs", {4, 4.5}, {0, 0}},
    target{"kron20/pagerank-fp32", {1.9, 1.9}, {0, 0}},
    target{"kron20/pagerank-fp64", {2, 2}, {0, 0}},
    target{"kron20/components", {20, 20}, {0, 0}},
    target{"kron20/core-numbers", {4.5, 5.9}, {0, 0}},
    target{"kron20/triangles", {12, 18}, {0, 0}},
    target{"kron20/betweenness64-fp32", {14, 16}, {0, 0}},
    target{"kron20/betweenness64-fp64", {12, 12}, {0, 0}},
    target{"kron20/spmv-fp32", {1.7, 1.6}, {0, 0}},
    target{"kron20/spmm8-fp32", {2.5, 2.5}, {0, 0}},
};

/// Of a kernel such as "kron16/bfs-unordered".
inline std::optional<double> target_of(std::string_view kernel, unsigned threads, bool quick) {
  constexpr std::string_view unordered = "-unordered";
  if (kernel.ends_with(unordered)) kernel.remove_suffix(unordered.size());
  for (const target& t : targets) {
    const auto slash = t.kernel.find('/');
    const std::string_view graph = t.kernel.substr(0, slash - 2);  // without the scale
    const std::string_view scale = quick ? "16" : "20";
    if (!kernel.starts_with(graph) || !kernel.substr(graph.size()).starts_with(scale) ||
        kernel.substr(graph.size() + 2) != t.kernel.substr(slash)) {
      continue;
    }
    const double value = (quick ? t.quick : t.whole).at(threads - 1);
    if (value > 0) return value;
  }
  return std::nullopt;
}

}  // namespace capnet::bench
