#pragma once
/// Whom two vertices have in common, and who is most alike.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/query/neighbors.hpp>

namespace capnet {

/// The vertices that are neighbors of both: each once, ascending, whatever the number of ties. Loops are ignored. Time
/// O(degrees x log).
[[nodiscard]] inline std::vector<vertex_ref> common_neighbors(const network_view& view, vertex_ref u, vertex_ref v,
                                                              const tie_ways& ways) {
  const std::vector<vertex_ref> of_u = neighbors(view, ways, u), of_v = neighbors(view, ways, v);
  std::vector<vertex_ref> both;
  std::ranges::set_intersection(of_u, of_v, std::back_inserter(both));
  return both;
}

struct neighbor_similarity {
  vertex_ref vertex{};              ///< the other one
  std::size_t common = 0;           ///< number of common neighbors
  std::optional<double> jaccard{};  ///< common / neighbors of either; empty if neither has any
  double adamic_adar = 0;           ///< sum over the common neighbors z of 1 / ln(number of z's neighbors)
};

namespace detail {

/// 1 / ln of how many lead to z by the ways. A common neighbor of two different vertices has at least two.
[[nodiscard]] inline double adamic_adar_share(const network_view& view, const tie_ways& back, vertex_ref z) {
  return 1 / std::log(static_cast<double>(neighbors(view, back, z).size()));
}

}  // namespace detail

/// How alike two different vertices are by whom they are tied to: Jaccard (1901), in [0, 1], and Adamic & Adar (2003),
/// 0 or more, where what few share counts more.
///
/// With directed ways the neighbors are those the ways lead to, and a common neighbor counts by how many lead to it.
/// Throws input_error if u is v. Time O(degrees of both and of what they share, x log).
[[nodiscard]] inline neighbor_similarity similarity(const network_view& view, vertex_ref u, vertex_ref v,
                                                    const tie_ways& ways) {
  detail::expect(u != v, "the likeness of a vertex to itself; expected two different vertices");
  const std::vector<vertex_ref> both = common_neighbors(view, u, v, ways);
  const std::size_t either = neighbors(view, ways, u).size() + neighbors(view, ways, v).size() - both.size();
  neighbor_similarity s{.vertex = v, .common = both.size()};
  if (either > 0) s.jaccard = static_cast<double>(both.size()) / static_cast<double>(either);
  for (const vertex_ref z : both) s.adamic_adar += detail::adamic_adar_share(view, ways.reversed(), z);
  return s;
}

enum class similarity_by : std::uint8_t { jaccard, adamic_adar, common };

/// The k vertices most alike to u among those that share a neighbor with it; equals by kind and id. For the values see
/// `similarity`. u may be like vertices of another kind.   Time O(ties within two steps, x log).
[[nodiscard]] inline std::vector<neighbor_similarity> most_similar(const network_view& view, vertex_ref u,
                                                                   const tie_ways& ways, std::size_t k = 10,
                                                                   similarity_by rank = similarity_by::adamic_adar) {
  const tie_ways back = ways.reversed();
  const std::vector<vertex_ref> own = neighbors(view, ways, u);
  std::unordered_map<vertex_ref, neighbor_similarity> by_vertex;
  for (const vertex_ref z : own) {  // ascending, so that sums are taken in one order
    const std::vector<vertex_ref> others = neighbors(view, back, z);
    const double share = 1 / std::log(static_cast<double>(others.size()));
    for (const vertex_ref v : others) {
      if (v == u) continue;
      neighbor_similarity& s = by_vertex[v];
      s.vertex = v;
      ++s.common;
      s.adamic_adar += share;
    }
  }
  std::vector<neighbor_similarity> rows;
  for (auto& [v, s] : by_vertex) {
    const std::size_t either = own.size() + neighbors(view, ways, v).size() - s.common;
    s.jaccard = static_cast<double>(s.common) / static_cast<double>(either);
    rows.push_back(s);
  }
  const auto value = [&](const neighbor_similarity& s) {
    return rank == similarity_by::jaccard       ? *s.jaccard
           : rank == similarity_by::adamic_adar ? s.adamic_adar
                                                : static_cast<double>(s.common);
  };
  std::ranges::sort(rows, [&](const neighbor_similarity& a, const neighbor_similarity& b) {
    return value(a) != value(b) ? value(a) > value(b) : a.vertex < b.vertex;
  });
  if (rows.size() > k) rows.resize(k);
  return rows;
}

}  // namespace capnet
