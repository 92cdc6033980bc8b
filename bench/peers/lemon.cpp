/// LEMON: StaticDigraph, its graph in compressed rows, with its Dijkstra and Bfs. Compiled from headers with -O3
/// -march=native, in its favor.
#include <lemon/bfs.h>
#include <lemon/bin_heap.h>
#include <lemon/config.h>
#include <lemon/dijkstra.h>
#include <lemon/static_graph.h>

#include "peers.hpp"

namespace capnet::bench {
namespace {

using digraph = lemon::StaticDigraph;

/// Its own maps don't compile as C++20, which took construct() and destroy() from std::allocator; these are as fast.
template <class Item, class T>
class flat_map {
 public:
  using Key = Item;
  using Value = T;
  using Reference = T&;
  using ConstReference = const T&;
  using ReferenceMapTag = lemon::True;
  explicit flat_map(const digraph& g)
      : values_(static_cast<std::size_t>(std::is_same_v<Item, digraph::Node> ? g.nodeNum() : g.arcNum())) {}
  flat_map(const digraph& g, const T& value) : flat_map(g) { values_.assign(values_.size(), value); }
  T& operator[](const Item& item) { return values_[static_cast<std::size_t>(digraph::id(item))]; }
  const T& operator[](const Item& item) const { return values_[static_cast<std::size_t>(digraph::id(item))]; }
  void set(const Item& item, const T& value) { (*this)[item] = value; }

 private:
  std::vector<T> values_;
};
template <class T>
using node_map = flat_map<digraph::Node, T>;
using arc_weights = flat_map<digraph::Arc, int>;
using no_arcs = lemon::NullMap<digraph::Node, digraph::Arc>;
using heap = lemon::BinHeap<int, node_map<int>>;

class lemon_library final : public library {
 public:
  std::string name() const override { return "LEMON"; }
  std::string version() const override { return LEMON_VERSION; }
  void forget() override {
    weights_.reset();
    graph_.reset();
  }

  task prepare(kernel k, const dataset& data, unsigned) override {
    switch (k) {
      case kernel::bfs:
        return bfs(data);
      case kernel::shortest_paths:
        return dijkstra(data);
      default:
        return {};
    }
  }

 private:
  const digraph& graph(const dataset& data) {
    if (!graph_) {
      graph_ = std::make_unique<digraph>();
      std::vector<std::pair<int, int>> arcs;
      arcs.reserve(data.columns.size());
      for (std::uint32_t u = 0; u < data.order; ++u) {
        for (const std::uint32_t v : data.row(u)) arcs.emplace_back(static_cast<int>(u), static_cast<int>(v));
      }
      graph_->build(static_cast<int>(data.order), arcs.begin(), arcs.end());
    }
    return *graph_;
  }
  template <class Search>
  static void hash_distances(answer& a, const digraph& g, const dataset& data, const Search& distance) {
    std::vector<std::uint32_t> all(data.order);
    for (std::uint32_t v = 0; v < data.order; ++v)
      all[v] = static_cast<std::uint32_t>(distance[g.node(static_cast<int>(v))]);
    a.hash(all);
  }

  using distances = node_map<int>;
  using breadth_first = lemon::Bfs<digraph>::SetPredMap<no_arcs>::Create::SetDistMap<distances>::Create::SetReachedMap<
      node_map<unsigned char>>::Create;
  using by_weight = lemon::Dijkstra<digraph, arc_weights>::SetPredMap<no_arcs>::Create::SetDistMap<
      distances>::Create::SetStandardHeap<heap, node_map<int>>::Create;

  task bfs(const dataset& data) {
    const digraph& g = graph(data);
    auto found = std::make_shared<std::vector<std::unique_ptr<distances>>>();
    for (std::size_t at = 0; at < data.search_sources.size(); ++at) found->push_back(std::make_unique<distances>(g));
    return {[found, &g, &data] {
              for (std::size_t at = 0; at < found->size(); ++at) {
                distances& d = *(*found)[at];
                for (std::uint32_t v = 0; v < data.order; ++v) d[g.node(static_cast<int>(v))] = -1;
                no_arcs none;
                node_map<unsigned char> reached{g};
                breadth_first search(g);
                search.distMap(d).predMap(none).reachedMap(reached);
                search.run(g.node(static_cast<int>(data.search_sources[at])));
              }
            },
            [found, &g, &data] {
              answer a;
              for (const auto& d : *found) hash_distances(a, g, data, *d);
              return a;
            }};
  }

  task dijkstra(const dataset& data) {
    const digraph& g = graph(data);
    if (!weights_) {
      weights_ = std::make_unique<arc_weights>(g);
      int at = 0;
      for (std::uint32_t u = 0; u < data.order; ++u) {
        for (const std::uint32_t v : data.row(u)) (*weights_)[g.arc(at++)] = static_cast<int>(weight_of(u, v));
      }
    }
    auto found = std::make_shared<std::vector<std::unique_ptr<distances>>>();
    for (std::size_t at = 0; at < data.search_sources.size(); ++at) found->push_back(std::make_unique<distances>(g));
    return {[found, &g, &data, weights = weights_.get()] {
              for (std::size_t at = 0; at < found->size(); ++at) {
                distances& d = *(*found)[at];
                for (std::uint32_t v = 0; v < data.order; ++v) d[g.node(static_cast<int>(v))] = -1;
                no_arcs none;
                by_weight search(g, *weights);
                search.distMap(d).predMap(none);
                search.run(g.node(static_cast<int>(data.search_sources[at])));
              }
            },
            [found, &g, &data] {
              answer a;
              for (const auto& d : *found) hash_distances(a, g, data, *d);
              return a;
            }};
  }

  std::unique_ptr<digraph> graph_;
  std::unique_ptr<arc_weights> weights_;
};

}  // namespace

std::unique_ptr<library> make_lemon() { return std::make_unique<lemon_library>(); }

}  // namespace capnet::bench
