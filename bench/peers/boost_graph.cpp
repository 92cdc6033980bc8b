/// Boost.Graph: compressed_sparse_row_graph with 32-bit numbers, its fastest structure, built once and outside the
/// clock. Compiled from headers with -O3 -march=native, in its favor; one thread, as it has no more.
#include <boost/version.hpp>

#include <limits>
#include <optional>
#include <stack>

#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/graph/incremental_components.hpp>
#include <boost/graph/page_rank.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <boost/property_map/function_property_map.hpp>

#include "peers.hpp"

namespace capnet::bench {
namespace {

using csr = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                               boost::no_property, std::uint32_t, std::uint32_t>;
using weighted_csr = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, std::uint32_t,
                                                        boost::no_property, std::uint32_t, std::uint32_t>;
using arc_list = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

arc_list arcs_of(const dataset& data) {
  arc_list arcs;
  arcs.reserve(data.columns.size());
  for (std::uint32_t u = 0; u < data.order; ++u) {
    for (const std::uint32_t v : data.row(u)) arcs.emplace_back(u, v);
  }
  return arcs;
}

template <class T>
auto map_of(std::vector<T>& values) {
  return boost::make_iterator_property_map(values.begin(), boost::typed_identity_property_map<std::uint32_t>{});
}

class boost_graph final : public library {
 public:
  std::string name() const override { return "Boost.Graph"; }
  std::string version() const override {
    return std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000);
  }
  void forget() override {
    graph_.reset();
    weighted_.reset();
  }

  task prepare(kernel k, const dataset& data, unsigned) override {
    switch (k) {
      case kernel::build:
        return build(data);
      case kernel::bfs:
        return bfs(data);
      case kernel::pagerank_fp32:
        return pagerank<float>(data);
      case kernel::pagerank_fp64:
        return pagerank<double>(data);
      case kernel::components:
        return components(data);
      case kernel::core_numbers:
        return cores(data);
      case kernel::betweenness_fp64:
        return betweenness(data);
      case kernel::shortest_paths:
        return dijkstra(data);
      default:
        return {};
    }
  }

 private:
  const csr& graph(const dataset& data) {
    if (!graph_) {
      const arc_list arcs = arcs_of(data);
      graph_.emplace(boost::edges_are_sorted, arcs.begin(), arcs.end(), data.order,
                     static_cast<std::uint32_t>(arcs.size()));
    }
    return *graph_;
  }

  /// It neither sorts nor drops repeats, so its user does: both directions packed in 64 bits, std::sort, std::unique.
  task build(const dataset& data) {
    auto made = std::make_shared<std::optional<csr>>();
    return {[made, &data] {
              std::vector<std::uint64_t> keys;
              keys.reserve(2 * data.raw_sources.size());
              for (std::size_t e = 0; e < data.raw_sources.size(); ++e) {
                const std::uint64_t u = data.raw_sources[e];
                const std::uint64_t v = data.raw_targets[e];
                if (u == v) continue;
                keys.push_back(u << 32 | v);
                keys.push_back(v << 32 | u);
              }
              std::sort(keys.begin(), keys.end());
              keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
              const auto arc = [](std::uint64_t key) {
                return std::pair{static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(key)};
              };
              made->emplace(boost::edges_are_sorted, boost::make_transform_iterator(keys.begin(), arc),
                            boost::make_transform_iterator(keys.end(), arc), data.order,
                            static_cast<std::uint32_t>(keys.size()));
            },
            [made, &data] {
              answer a;
              std::vector<std::uint32_t> columns;
              columns.reserve(num_edges(**made));
              std::vector<std::uint32_t> offsets{0};
              for (std::uint32_t u = 0; u < data.order; ++u) {
                for (auto [v, last] = adjacent_vertices(u, **made); v != last; ++v) columns.push_back(*v);
                offsets.push_back(static_cast<std::uint32_t>(columns.size()));
              }
              a.hash(offsets);
              a.hash(columns);
              return a;
            },
            [made] { made->reset(); }};
  }

  task bfs(const dataset& data) {
    const csr& g = graph(data);
    auto distance = std::make_shared<std::vector<std::vector<std::uint32_t>>>(data.search_sources.size());
    return {[distance, &g, &data] {
              for (std::size_t at = 0; at < data.search_sources.size(); ++at) {
                std::vector<std::uint32_t>& d = (*distance)[at];
                d.assign(data.order, no_path);
                d[data.search_sources[at]] = 0;
                boost::queue<std::uint32_t> queue;
                std::vector<boost::default_color_type> marks(data.order, boost::white_color);
                boost::breadth_first_visit(
                    g, data.search_sources[at], queue,
                    boost::make_bfs_visitor(boost::record_distances(map_of(d), boost::on_tree_edge())), map_of(marks));
              }
            },
            [distance] {
              answer a;
              for (const auto& d : *distance) a.hash(d);
              return a;
            }};
  }

  /// Push: the out-edges of each vertex in turn. It starts from 1 / n with the n it is told, and adds 1 - d: so it is
  /// told 1, and its scores sum to the order. What lies on isolated vertices it would lose; its test for the end, which
  /// sees the scores before each iteration, adds it.
  template <class Real>
  task pagerank(const dataset& data) {
    const csr& g = graph(data);
    auto score = std::make_shared<std::vector<Real>>();
    std::vector<std::uint32_t> isolated;
    for (std::uint32_t v = 0; v < data.order; ++v) {
      if (data.degree(v) == 0) isolated.push_back(v);
    }
    return {[score, &g, &data, count = isolated.size(), one = isolated.empty() ? 0 : isolated.front()] {
              score->assign(data.order, 0);
              std::vector<Real> next(data.order);
              int left = pagerank_iterations<Real>;
              Real missing = 0;
              const auto done = [&](const auto& scores, const csr&) {
                if (missing != 0) {
                  for (std::uint32_t v = 0; v < data.order; ++v) scores[v] += missing;
                }
                if (count != 0)
                  missing = static_cast<Real>(.85 * static_cast<double>(scores[one]) * static_cast<double>(count) /
                                              data.order);
                return left-- == 0;
              };
              boost::graph::page_rank(g, map_of(*score), done, static_cast<Real>(.85), 1u, map_of(next));
            },
            [score] {
              answer a;
              a.scores(*score);
              return a;
            }};
  }

  /// Disjoint sets with path halving and union by rank; each edge from its larger end only, in its favor.
  task components(const dataset& data) {
    const csr& g = graph(data);
    auto label = std::make_shared<std::vector<std::uint32_t>>();
    return {[label, &g, &data] {
              std::vector<std::uint32_t> rank(data.order), parent(data.order);
              using numbers = decltype(map_of(rank));
              boost::disjoint_sets<numbers, numbers, boost::find_with_path_halving> sets(map_of(rank), map_of(parent));
              for (std::uint32_t u = 0; u < data.order; ++u) sets.make_set(u);
              for (std::uint32_t u = 0; u < data.order; ++u) {
                for (auto [v, last] = adjacent_vertices(u, g); v != last && *v < u; ++v) sets.union_set(u, *v);
              }
              label->resize(data.order);
              for (std::uint32_t u = 0; u < data.order; ++u) (*label)[u] = sets.find_set(u);
            },
            [label, &data] {
              answer a;
              a.classes(*label, data.order);
              return a;
            }};
  }

  task cores(const dataset& data) {
    const csr& g = graph(data);
    auto core = std::make_shared<std::vector<std::uint32_t>>();
    return {[core, &g, &data] {
              core->assign(data.order, 0);
              boost::core_numbers(g, map_of(*core));
            },
            [core] {
              answer a;
              a.hash(*core);
              return a;
            }};
  }

  /// Its own search and its own sums, from the batch sources only: brandes_betweenness_centrality() would start from
  /// every vertex.
  task betweenness(const dataset& data) {
    const csr& g = graph(data);
    auto sum = std::make_shared<std::vector<double>>();
    return {[sum, &g, &data] {
              using arc = boost::graph_traits<csr>::edge_descriptor;
              sum->assign(data.order, 0);
              std::vector<std::vector<arc>> incoming(data.order);
              std::vector<std::uint32_t> distance(data.order);
              std::vector<double> paths(data.order), dependency(data.order);
              std::stack<std::uint32_t> ordered;
              boost::detail::graph::brandes_unweighted_shortest_paths search;
              for (const std::uint32_t s : data.batch_sources) {
                for (auto& list : incoming) list.clear();
                std::fill(paths.begin(), paths.end(), 0.0);
                std::fill(dependency.begin(), dependency.end(), 0.0);
                std::fill(distance.begin(), distance.end(), 0u);
                paths[s] = 1;
                search(g, s, ordered, map_of(incoming), map_of(distance), map_of(paths),
                       boost::typed_identity_property_map<std::uint32_t>{});
                for (; !ordered.empty(); ordered.pop()) {
                  const std::uint32_t w = ordered.top();
                  for (const arc& vw : incoming[w]) {
                    const std::uint32_t v = source(vw, g);
                    dependency[v] += paths[v] / paths[w] * (1 + dependency[w]);
                  }
                  if (w != s) (*sum)[w] += dependency[w];
                }
              }
            },
            [sum] { return answer{.real = *sum}; }};
  }

  task dijkstra(const dataset& data) {
    if (!weighted_) {
      const arc_list arcs = arcs_of(data);
      std::vector<std::uint32_t> weights;
      weights.reserve(arcs.size());
      for (const auto& [u, v] : arcs) weights.push_back(weight_of(u, v));
      weighted_.emplace(boost::edges_are_sorted, arcs.begin(), arcs.end(), weights.begin(), data.order,
                        static_cast<std::uint32_t>(arcs.size()));
    }
    const weighted_csr& g = *weighted_;
    auto distance = std::make_shared<std::vector<std::vector<std::uint32_t>>>(data.search_sources.size());
    return {[distance, &g, &data] {
              for (std::size_t at = 0; at < data.search_sources.size(); ++at) {
                std::vector<std::uint32_t>& d = (*distance)[at];
                d.resize(data.order);
                boost::dijkstra_shortest_paths_no_color_map(g, data.search_sources[at],
                                                            boost::distance_map(map_of(d))
                                                                .predecessor_map(boost::dummy_property_map{})
                                                                .weight_map(get(boost::edge_bundle, g)));
              }
            },
            [distance] {
              answer a;
              for (const auto& d : *distance) a.hash(d);
              return a;
            }};
  }

  std::optional<csr> graph_;
  std::optional<weighted_csr> weighted_;
};

}  // namespace

std::unique_ptr<library> make_boost_graph() { return std::make_unique<boost_graph>(); }

}  // namespace capnet::bench
