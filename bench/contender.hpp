#pragma once
/// What the suite asks of a library: a kernel on a graph, prepared, run under the clock, and its answer afterwards.
///
/// Each library stands in a file and a shared object of its own, so that neither its macros, its compiler flags nor its
/// copies of inline functions reach another.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace capnet::bench {

enum class kernel {
  build,          ///< raw edges to a simple graph in both directions: sorted, without loops and repeats
  bfs,            ///< distances from each of the search sources
  pagerank_fp32,  ///< so many iterations as below, from the uniform vector
  pagerank_fp64,
  pagerank_solve,  ///< fp64 until the change is below 1e-10
  components,
  core_numbers,
  triangles,
  betweenness_fp32,  ///< from the batch sources
  betweenness_fp64,
  product_fp32,    ///< adjacency matrix, all entries 1, times a vector
  product8_fp32,   ///< times eight columns, kept row by row
  shortest_paths,  ///< by weight, from each of the search sources
};

inline constexpr std::array kernels{kernel::build,
                                    kernel::bfs,
                                    kernel::pagerank_fp32,
                                    kernel::pagerank_fp64,
                                    kernel::pagerank_solve,
                                    kernel::components,
                                    kernel::core_numbers,
                                    kernel::triangles,
                                    kernel::betweenness_fp32,
                                    kernel::betweenness_fp64,
                                    kernel::product_fp32,
                                    kernel::product8_fp32,
                                    kernel::shortest_paths};

constexpr std::string_view name_of(kernel k) {
  constexpr std::array<std::string_view, kernels.size()> names{
      "build",      "bfs",          "pagerank-fp32", "pagerank-fp64",      "pagerank-solve",
      "components", "core-numbers", "triangles",     "betweenness64-fp32", "betweenness64-fp64",
      "spmv-fp32",  "spmm8-fp32",   "sssp"};
  return names[static_cast<std::size_t>(k)];
}

/// In fp32 few enough that scores still change: ours stops when they don't.
template <class Real>
inline constexpr int pagerank_iterations = sizeof(Real) == 4 ? 10 : 20;
inline constexpr std::uint32_t no_path = 0xFFFFFFFFu;

/// One graph, the same for all. The spans belong to whoever made it.
struct dataset {
  std::string name{};
  std::uint32_t order = 0;
  std::span<const std::uint32_t> raw_sources{}, raw_targets{};
  std::span<const std::uint32_t> offsets{}, columns{};  ///< simple, sorted, each edge from both its ends
  std::vector<std::uint32_t> search_sources{};          ///< vertices with neighbors
  std::vector<std::uint32_t> batch_sources{};           ///< 64 of them

  [[nodiscard]] std::span<const std::uint32_t> row(std::uint32_t u) const {
    return columns.subspan(offsets[u], offsets[u + 1] - offsets[u]);
  }
  [[nodiscard]] std::uint32_t degree(std::uint32_t u) const { return offsets[u + 1] - offsets[u]; }
};

/// Weight of an edge: a whole number from 1 to 255 that is the same from both ends, so that sums are exact.
constexpr std::uint32_t weight_of(std::uint32_t u, std::uint32_t v) {
  std::uint64_t mix = (std::uint64_t{std::min(u, v)} << 32 | std::max(u, v)) * 0x9E3779B97F4A7C15u;
  mix ^= mix >> 29;
  mix *= 0xBF58476D1CE4E5B9u;
  return static_cast<std::uint32_t>(mix >> 56) % 255 + 1;
}
/// Entry of the vector, or of column c, that a matrix is multiplied with: small whole numbers, so that sums in fp32 are
/// exact.
constexpr float entry_of(std::uint32_t v, std::uint32_t c = 0) { return static_cast<float>(1 + (v + 3 * c) % 7); }

/// What two libraries must agree on: whole numbers exactly, reals within the kernel's tolerance.
struct answer {
  std::vector<std::uint64_t> whole{};
  std::vector<double> real{};

  /// Distances and the like are many: a hash of them in order (FNV-1a by words).
  template <class Range>
  void hash(const Range& values) {
    std::uint64_t h = 0xcbf29ce484222325u;
    for (const auto value : values) h = (h ^ static_cast<std::uint64_t>(value)) * 0x100000001b3u;
    whole.push_back(h);
  }
  /// Labels of any kind, as the smallest member of each class.
  template <class Range>
  void classes(const Range& labels, std::size_t n) {
    std::vector<std::uint32_t> smallest(n, no_path), canonical(n);
    for (std::size_t v = 0; v < n; ++v) {
      std::uint32_t& s = smallest[static_cast<std::size_t>(labels[v])];
      canonical[v] = s = std::min(s, static_cast<std::uint32_t>(v));
    }
    hash(canonical);
  }
  /// Scores, scaled to sum 1.
  template <class Range>
  void scores(const Range& score) {
    double sum = 0;
    for (const auto value : score) sum += static_cast<double>(value);
    for (const auto value : score) real.push_back(static_cast<double>(value) / sum);
  }
};

/// `run` is timed; what it needs is made before, what it gives is turned into an answer after. Empty: the library has
/// no such kernel.
struct task {
  std::function<void()> run{};
  std::function<answer()> result{};
  std::function<void()> clear{};  ///< drops the last result before the clock starts; may be empty
  explicit operator bool() const { return static_cast<bool>(run); }
};

class library {
 public:
  library() = default;
  library(const library&) = delete;
  library& operator=(const library&) = delete;
  virtual ~library() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual std::string version() const = 0;
  /// Runs the kernel on several threads if asked to.
  [[nodiscard]] virtual bool parallel(kernel) const { return false; }
  /// The data must outlive the task.
  virtual task prepare(kernel, const dataset&, unsigned threads) = 0;
  /// Drops what was made of a dataset.
  virtual void forget() {}
};

}  // namespace capnet::bench
