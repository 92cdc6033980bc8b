#pragma once
/// How many times faster than the best packaged peer each kernel should be at scale 20. The quick run's are in
/// baseline.json.
#include <array>
#include <optional>
#include <string_view>

namespace capnet::bench {

struct target {
  std::string_view kernel{};
  std::array<double, 2> by_threads{};  ///< by threads - 1
  bool ordering_counted =
      false;  ///< holds for "-unordered" too: what is done to the order is in the time that the target is of
};

/// Stated with the task, from prototypes. Those of urand20 are over the best of all peers, also those that are not
/// packaged.
inline constexpr std::array targets{
    target{"kron20/build", {8, 7}, true},
    target{"kron20/bfs", {4, 4.5}},
    target{"kron20/pagerank-fp32", {1.9, 1.9}},
    target{"kron20/pagerank-fp64", {2, 2}},
    target{"kron20/components", {20, 20}},
    target{"kron20/core-numbers", {4.5, 5.9}},
    target{"kron20/triangles", {12, 18}, true},
    target{"kron20/betweenness64-fp32", {14, 16}, true},
    target{"kron20/betweenness64-fp64", {12, 12}, true},
    target{"kron20/spmv-fp32", {1.7, 1.6}},
    target{"kron20/spmm8-fp32", {2.5, 2.5}},
    target{"urand20/bfs", {1.6, 1.1}},
    target{"urand20/pagerank-fp32", {1.6, 1.8}},
    target{"urand20/components", {1.2, 1.3}},
    target{"urand20/triangles", {3, 3.5}, true},
};

/// Of a kernel such as "kron20/triangles-unordered". Pre: threads is 1 or 2.
constexpr std::optional<double> target_of(std::string_view kernel, unsigned threads) {
  constexpr std::string_view suffix = "-unordered";
  const bool unordered = kernel.ends_with(suffix);
  if (unordered) kernel.remove_suffix(suffix.size());
  for (const target& t : targets) {
    if (t.kernel == kernel && (!unordered || t.ordering_counted)) return t.by_threads.at(threads - 1);
  }
  return std::nullopt;
}

}  // namespace capnet::bench
