// Who meets whom at events: organizations and seminars as a two-mode graph, which a list of who knows whom hides.
#include <iomanip>
#include <iostream>

#include <capnet/algorithm/two_mode_centrality.hpp>
#include <capnet/algorithm/two_mode_clustering.hpp>
#include <capnet/algorithm/two_mode_density.hpp>
#include <capnet/capnet.hpp>
#include <capnet/query/common_neighbors.hpp>
#include <capnet/view/projection.hpp>

using namespace capnet;

//               storage  security  AI
//   food bank      x        x
//   shelter        x        x
//   library        x                x
//   theater                         x
int main() {
  builder net;
  const auto food = net.add<organization>("food_bank", {.name_en = "Food bank"});
  const auto shelter = net.add<organization>("shelter", {.name_en = "Shelter"});
  const auto library = net.add<organization>("library", {.name_en = "Library"});
  const auto theater = net.add<organization>("theater", {.name_en = "Theater"});
  const auto storage = net.add<event>("storage", {.name_en = "Data storage"});
  const auto security = net.add<event>("security", {.name_en = "IT security"});
  const auto ai = net.add<event>("ai", {.name_en = "Generative AI"});
  for (const auto who : {food, shelter, library}) net.tie<attends>(who, storage);
  for (const auto who : {food, shelter}) net.tie<attends>(who, security);
  for (const auto who : {library, theater}) net.tie<attends>(who, ai);
  const snapshot now = net.freeze();
  const network_view view = all_held(now);
  const auto organizations = now.schema().index_of<organization>();

  const auto [g, who] = flatten_two_mode<attends>(view, {.source_kind = organizations});
  std::cout << std::fixed << std::setprecision(3);
  std::cout << "density: " << *two_mode_density(g) << '\n';  // 7 of 4 x 3 possible visits

  // Each is compared with the most that its own mode allows: an organization can be at the events, at no organization.
  const auto degree = two_mode_degree(g), closeness = two_mode_closeness(g), between = two_mode_betweenness(g);
  for (vertex_index u = 0; u < g.order(); ++u) {
    std::cout << "  " << now.label(who[u]) << ": degree " << *degree[u] << ", closeness " << *closeness[u]
              << ", betweenness " << *between[u] << '\n';
  }

  // Those who meet once, do they meet again? Of nine paths of three visits four lie on the one four-cycle.
  std::cout << "clustering: " << *robins_alexander_clustering(g).value << '\n';
  // An event is redundant where its guests meet elsewhere too. Without IT security, nobody would lose sight of another.
  const auto redundancy = two_mode_redundancy(g);
  for (const vertex_index u : g.vertices(mode::second)) {
    std::cout << "  " << now.label(who[u]) << ": redundancy " << *redundancy[u] << '\n';
  }

  // Who met whom, a large meeting counting less: 1 / (guests - 1) for each (Newman 2001).
  const flattened met = one_mode_projection<attends>(view, relation_end::sources, {.source_kind = organizations},
                                                     projection_weight::newman);
  for (vertex_index u = 0; u < met.graph.order(); ++u) {
    for (std::size_t k = 0; k < met.graph.out_degree(u); ++k) {
      const vertex_index v = met.graph.successors(u)[k];
      if (u < v)
        std::cout << now.label(met.vertices[u]) << " - " << now.label(met.vertices[v]) << ' ' << met.graph.weights(u)[k]
                  << '\n';
    }
  }

  // Who is most like the food bank, by what it attends?
  for (const neighbor_similarity& row :
       most_similar(view, now.ref(food), ways_along<attends>(now, direction::out), 2, similarity_by::jaccard)) {
    std::cout << now.label(row.vertex) << ": " << row.common << " in common, Jaccard " << *row.jaccard << '\n';
  }
}
