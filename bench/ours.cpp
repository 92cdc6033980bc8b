#include "ours.hpp"

#include <optional>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/core_numbers.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/sparse_product.hpp>
#include <capnet/algorithm/sssp_distances.hpp>
#include <capnet/algorithm/triangles.hpp>
#include <capnet/version.hpp>

namespace capnet::bench {
namespace {

template <class Graph>
Graph build_graph(const dataset& data, std::span<const double> weights, unsigned threads) {
  return Graph::from_columns(data.order, data.raw_sources, data.raw_targets, weights,
                             {.parallel = parallel_edges::min, .threads = threads});
}

template <class Graph>
class ours final : public library {
 public:
  std::string name() const override { return "capnet"; }
  std::string version() const override { return CAPNET_VERSION; }
  bool parallel(kernel) const override { return true; }
  void forget() override {
    graph_.reset();
    matrix_.reset();
    weighted_.reset();
  }

  task prepare(kernel k, const dataset& data, unsigned threads) override {
    const execution how{.threads = threads};
    switch (k) {
      case kernel::build:
        return build(data, threads);
      case kernel::bfs: {
        const Graph& g = graph(data);
        auto found = std::make_shared<std::vector<std::vector<std::uint32_t>>>(data.search_sources.size());
        return {[found, &g, &data, threads] {
                  for (std::size_t at = 0; at < found->size(); ++at)
                    (*found)[at] = bfs_distances(g, data.search_sources[at], execution{.threads = threads});
                },
                [found] {
                  answer a;
                  for (const auto& d : *found) a.hash(d);
                  return a;
                }};
      }
      case kernel::pagerank_fp32:
        return pagerank_of<float>(data, threads, 0, pagerank_iterations<float>);
      case kernel::pagerank_fp64:
        return pagerank_of<double>(data, threads, 0, pagerank_iterations<double>);
      case kernel::pagerank_solve:
        return pagerank_of<double>(data, threads, 1e-10, 1000);
      case kernel::components:
        return of(
            data, [how](const Graph& g) { return components(g, how); },
            [](const auto& result) {
              answer a;
              a.hash(result.label);
              return a;
            });
      case kernel::core_numbers:
        return of(
            data, [how](const Graph& g) { return core_numbers(g, how); },
            [](const auto& core) {
              answer a;
              a.hash(core);
              return a;
            });
      case kernel::triangles:
        return of(
            data, [how](const Graph& g) { return count_triangles(g, how); },
            [](const auto& count) { return answer{.whole = {static_cast<std::uint64_t>(count)}}; });
      case kernel::betweenness_fp32:
        return betweenness_of(data, threads, true);
      case kernel::betweenness_fp64:
        return betweenness_of(data, threads, false);
      case kernel::product_fp32:
        return product(data, 1, threads);
      case kernel::product8_fp32:
        return product(data, 8, threads);
      case kernel::shortest_paths:
        return by_weight(data, threads);
    }
    return {};
  }

 private:
  static std::vector<double> weights_of(const dataset& data) {
    std::vector<double> weights(data.raw_sources.size());
    for (std::size_t e = 0; e < weights.size(); ++e) weights[e] = weight_of(data.raw_sources[e], data.raw_targets[e]);
    return weights;
  }
  const Graph& graph(const dataset& data) {
    if (!graph_) graph_.emplace(build_graph<Graph>(data, {}, 0));
    return *graph_;
  }

  task build(const dataset& data, unsigned threads) {
    auto made = std::make_shared<std::optional<Graph>>();
    return {[made, &data, threads] { made->emplace(build_graph<Graph>(data, {}, threads)); },
            [made] {
              answer a;
              if constexpr (std::is_same_v<Graph, compressed_graph>) {
                a.hash((*made)->out_rows().offsets);
                a.hash((*made)->out_rows().columns);
              } else {  // back to original numbers
                const Graph& g = **made;
                std::vector<std::uint32_t> offsets{0}, columns;
                for (std::uint32_t u = 0; u < g.order(); ++u) {
                  for (const std::uint32_t p : g.graph().successors(g.position()[u]))
                    columns.push_back(g.original()[p]);
                  std::sort(columns.begin() + offsets.back(), columns.end());
                  offsets.push_back(static_cast<std::uint32_t>(columns.size()));
                }
                a.hash(offsets);
                a.hash(columns);
              }
              return a;
            },
            [made] { made->reset(); }};
  }

  /// A kernel that takes the graph and gives a value.
  template <class Run, class Read>
  task of(const dataset& data, const Run& run, const Read& read) {
    const Graph& g = graph(data);
    auto value = std::make_shared<decltype(run(g))>();
    return {[value, run, &g] { *value = run(g); }, [value, read] { return read(*value); }};
  }

  template <class Real>
  task pagerank_of(const dataset& data, unsigned threads, double tolerance, int iterations) {
    return of(
        data,
        [=](const auto& g) {
          const double least = tolerance > 0 ? tolerance : 1e-300;
          return pagerank<Real>(g, {.tolerance = least, .max_iterations = iterations, .threads = threads});
        },
        [](const auto& result) {
          answer a;
          a.scores(result.scores);
          return a;
        });
  }

  task betweenness_of(const dataset& data, unsigned threads, bool single) {
    return of(
        data,
        [threads, single, &data](const Graph& g) {
          return betweenness(g, {.threads = threads, .sources = data.batch_sources, .single_precision = single});
        },
        [](const betweenness_result& result) {
          answer a;
          for (const double value : result.raw)
            a.real.push_back(2 * value);  // it counts each path of an undirected graph for half
          return a;
        });
  }

  task product(const dataset& data, std::uint32_t columns, unsigned threads) {
    const sparse_operator<float>& matrix = matrix_of(data);
    struct state {
      std::vector<float> x{}, y{};
    };
    auto s = std::make_shared<state>();
    s->x.resize(std::size_t{data.order} * columns);
    s->y.resize(s->x.size());
    for (std::uint32_t v = 0; v < data.order; ++v) {
      for (std::uint32_t c = 0; c < columns; ++c) s->x[std::size_t{v} * columns + c] = entry_of(v, c);
    }
    return {[s, &matrix, columns, threads] { matrix.multiply(s->x, s->y, columns, {.threads = threads}); },
            [s] {
              answer a;
              a.hash(s->y);
              return a;
            }};
  }
  const sparse_operator<float>& matrix_of(const dataset& data) {
    if (!matrix_) matrix_.emplace(graph(data));
    return *matrix_;
  }

  task by_weight(const dataset& data, unsigned threads) {
    if (!weighted_) weighted_.emplace(build_graph<Graph>(data, weights_of(data), 0));
    const Graph& g = *weighted_;
    auto found = std::make_shared<std::vector<std::vector<double>>>(data.search_sources.size());
    return {[found, &g, &data, threads] {
              for (std::size_t at = 0; at < found->size(); ++at)
                (*found)[at] = sssp_distances(g, data.search_sources[at], {.threads = threads});
            },
            [found] {
              answer a;
              for (const std::vector<double>& all : *found) {
                std::vector<std::uint32_t> whole;
                for (const double d : all) whole.push_back(d < 4e9 ? static_cast<std::uint32_t>(d) : no_path);
                a.hash(whole);
              }
              return a;
            }};
  }

  std::optional<Graph> graph_;
  std::optional<sparse_operator<float>> matrix_;
  std::optional<Graph> weighted_;
};

}  // namespace

std::unique_ptr<library> make_ours(bool ordered) {
  if (ordered) return std::make_unique<ours<ordered_graph>>();
  return std::make_unique<ours<compressed_graph>>();
}

}  // namespace capnet::bench
