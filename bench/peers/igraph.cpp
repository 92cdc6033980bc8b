/// igraph, as packaged. The graph is made once and outside the clock; results land in igraph's own vectors. One thread:
/// it has no more for these kernels.
#include <igraph/igraph.h>

#include <cmath>

#include "peers.hpp"

namespace capnet::bench {
namespace {

struct graph_holder {
  igraph_t graph{};
  bool made = false;
  ~graph_holder() { clear(); }
  void clear() {
    if (made) igraph_destroy(&graph);
    made = false;
  }
};
struct integers {
  igraph_vector_int_t of{};
  integers() { igraph_vector_int_init(&of, 0); }
  integers(const integers&) = delete;
  integers& operator=(const integers&) = delete;
  ~integers() { igraph_vector_int_destroy(&of); }
  [[nodiscard]] std::span<const igraph_integer_t> values() const {
    return {VECTOR(of), static_cast<std::size_t>(igraph_vector_int_size(&of))};
  }
};
struct reals {
  igraph_vector_t of{};
  reals() { igraph_vector_init(&of, 0); }
  reals(const reals&) = delete;
  reals& operator=(const reals&) = delete;
  ~reals() { igraph_vector_destroy(&of); }
  [[nodiscard]] std::span<const igraph_real_t> values() const {
    return {VECTOR(of), static_cast<std::size_t>(igraph_vector_size(&of))};
  }
};

class igraph_library final : public library {
 public:
  std::string name() const override { return "igraph"; }
  std::string version() const override { return IGRAPH_VERSION; }
  void forget() override {
    simple_.clear();
    weights_.reset();
  }

  task prepare(kernel k, const dataset& data, unsigned) override {
    switch (k) {
      case kernel::build:
        return build(data);
      case kernel::bfs:
        return bfs(data);
      case kernel::pagerank_solve:
        return pagerank(data);
      case kernel::components:
        return components(data);
      case kernel::core_numbers:
        return cores(data);
      case kernel::triangles:
        return triangles(data);
      case kernel::betweenness_fp64:
        return betweenness(data);
      case kernel::shortest_paths:
        return dijkstra(data);
      default:
        return {};
    }
  }

 private:
  static void make(graph_holder& holder, const integers& ends, std::uint32_t order) {
    igraph_create(&holder.graph, &ends.of, order, IGRAPH_UNDIRECTED);
    holder.made = true;
  }
  const igraph_t* graph(const dataset& data) {
    if (!simple_.made) {
      integers ends;
      igraph_vector_int_resize(&ends.of, static_cast<igraph_integer_t>(data.columns.size()));
      std::size_t at = 0;
      for (std::uint32_t u = 0; u < data.order; ++u) {
        for (const std::uint32_t v : data.row(u)) {
          if (v > u) break;
          VECTOR(ends.of)[at++] = v;
          VECTOR(ends.of)[at++] = u;
        }
      }
      make(simple_, ends, data.order);
    }
    return &simple_.graph;
  }

  /// igraph_create and igraph_simplify.
  task build(const dataset& data) {
    auto made = std::make_shared<graph_holder>();
    auto ends = std::make_shared<integers>();  // its kind of edge list, in its favor outside the clock
    igraph_vector_int_resize(&ends->of, static_cast<igraph_integer_t>(2 * data.raw_sources.size()));
    for (std::size_t e = 0; e < data.raw_sources.size(); ++e) {
      VECTOR(ends->of)[2 * e] = data.raw_sources[e];
      VECTOR(ends->of)[2 * e + 1] = data.raw_targets[e];
    }
    return {[made, ends, &data] {
              make(*made, *ends, data.order);
              igraph_simplify(&made->graph, true, true, nullptr);
            },
            [made, &data] {
              answer a;
              std::vector<std::uint32_t> offsets{0}, columns;
              integers row;
              for (std::uint32_t u = 0; u < data.order; ++u) {
                igraph_neighbors(&made->graph, &row.of, u, IGRAPH_ALL);
                for (const igraph_integer_t v : row.values()) columns.push_back(static_cast<std::uint32_t>(v));
                offsets.push_back(static_cast<std::uint32_t>(columns.size()));
              }
              a.hash(offsets);
              a.hash(columns);
              return a;
            },
            [made] { made->clear(); }};
  }

  /// igraph_bfs_simple: order and layers, from which the distances are read off.
  task bfs(const dataset& data) {
    const igraph_t* g = graph(data);
    struct search {
      integers order{}, layers{}, parents{};
    };
    auto found = std::make_shared<std::vector<search>>(data.search_sources.size());
    return {[found, g, &data] {
              for (std::size_t at = 0; at < found->size(); ++at) {
                search& s = (*found)[at];
                igraph_bfs_simple(g, data.search_sources[at], IGRAPH_ALL, &s.order.of, &s.layers.of, &s.parents.of);
              }
            },
            [found, &data] {
              answer a;
              for (const search& s : *found) {
                std::vector<std::uint32_t> distance(data.order, no_path);
                const auto layers = s.layers.values();
                for (std::size_t d = 0; d + 1 < layers.size(); ++d) {
                  for (igraph_integer_t at = layers[d]; at < layers[d + 1]; ++at) {
                    distance[static_cast<std::size_t>(s.order.values()[static_cast<std::size_t>(at)])] =
                        static_cast<std::uint32_t>(d);
                  }
                }
                a.hash(distance);
              }
              return a;
            }};
  }

  /// PRPACK, its default and fastest, which stops at a change of 1e-10.
  task pagerank(const dataset& data) {
    const igraph_t* g = graph(data);
    auto score = std::make_shared<reals>();
    return {[score, g] {
              igraph_pagerank(g, IGRAPH_PAGERANK_ALGO_PRPACK, &score->of, nullptr, igraph_vss_all(), false, .85,
                              nullptr, nullptr);
            },
            [score] {
              answer a;
              a.scores(score->values());
              return a;
            }};
  }

  task components(const dataset& data) {
    const igraph_t* g = graph(data);
    auto label = std::make_shared<integers>();
    return {[label, g] { igraph_connected_components(g, &label->of, nullptr, nullptr, IGRAPH_WEAK); },
            [label, &data] {
              answer a;
              a.classes(label->values(), data.order);
              return a;
            }};
  }

  task cores(const dataset& data) {
    const igraph_t* g = graph(data);
    auto core = std::make_shared<integers>();
    return {[core, g] { igraph_coreness(g, &core->of, IGRAPH_ALL); },
            [core] {
              answer a;
              a.hash(core->values());
              return a;
            }};
  }

  /// Through transitivity, the only count that this version has without listing: 3 triangles / connected triples.
  task triangles(const dataset& data) {
    const igraph_t* g = graph(data);
    auto share = std::make_shared<double>();
    return {[share, g] { igraph_transitivity_undirected(g, share.get(), IGRAPH_TRANSITIVITY_ZERO); },
            [share, &data] {
              double triples = 0;
              for (std::uint32_t u = 0; u < data.order; ++u) {
                const double d = data.degree(u);
                triples += d * (d - 1) / 2;
              }
              return answer{.whole = {static_cast<std::uint64_t>(std::llround(*share * triples / 3))}};
            }};
  }

  /// igraph_betweenness_subset: from the batch sources to all. It counts each path of an undirected graph for half.
  task betweenness(const dataset& data) {
    const igraph_t* g = graph(data);
    auto sum = std::make_shared<reals>();
    auto sources = std::make_shared<integers>();
    for (const std::uint32_t s : data.batch_sources) igraph_vector_int_push_back(&sources->of, s);
    return {[sum, sources, g] {
              igraph_betweenness_subset(g, &sum->of, igraph_vss_all(), false, igraph_vss_vector(&sources->of),
                                        igraph_vss_all(), nullptr);
            },
            [sum] {
              answer a;
              for (const double half : sum->values()) a.real.push_back(2 * half);
              return a;
            }};
  }

  task dijkstra(const dataset& data) {
    const igraph_t* g = graph(data);
    if (!weights_) {
      weights_ = std::make_unique<reals>();
      igraph_vector_resize(&weights_->of, igraph_ecount(g));
      for (igraph_integer_t e = 0; e < igraph_ecount(g); ++e) {
        VECTOR(weights_->of)
        [e] = weight_of(static_cast<std::uint32_t>(IGRAPH_FROM(g, e)), static_cast<std::uint32_t>(IGRAPH_TO(g, e)));
      }
    }
    struct table {
      igraph_matrix_t of{};
      table() { igraph_matrix_init(&of, 0, 0); }
      table(const table&) = delete;
      table& operator=(const table&) = delete;
      ~table() { igraph_matrix_destroy(&of); }
    };
    auto distance = std::make_shared<std::vector<table>>(data.search_sources.size());
    return {[distance, g, weights = weights_.get(), &data] {
              for (std::size_t at = 0; at < distance->size(); ++at) {
                igraph_distances_dijkstra(g, &(*distance)[at].of, igraph_vss_1(data.search_sources[at]),
                                          igraph_vss_all(), &weights->of, IGRAPH_ALL);
              }
            },
            [distance, &data] {
              answer a;
              for (const table& row : *distance) {
                std::vector<std::uint32_t> whole(data.order);
                for (std::uint32_t v = 0; v < data.order; ++v) {
                  const double d = MATRIX(row.of, 0, static_cast<igraph_integer_t>(v));
                  whole[v] = std::isinf(d) ? no_path : static_cast<std::uint32_t>(d);
                }
                a.hash(whole);
              }
              return a;
            }};
  }

  graph_holder simple_;
  std::unique_ptr<reals> weights_;
};

}  // namespace

std::unique_ptr<library> make_igraph() { return std::make_unique<igraph_library>(); }

}  // namespace capnet::bench
