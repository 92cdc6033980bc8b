// Whom to teach first: the seats of a seminar, given so that most people come to know what it teaches.
#include <algorithm>
#include <iomanip>
#include <iostream>

#include <capnet/algorithm/pagerank.hpp>
#include <capnet/capnet.hpp>
#include <capnet/flow/influence.hpp>

using namespace capnet;

//   Aki --.95-> Chie --.5--> Dai      Fumi --.9--> Go, Hana, Ito
//   Ben --.8--> Chie --.5--> Emi      Aki and Fumi are of companies, the others of nonprofits
int main() {
  builder net;
  const auto tell = [&](id<organization> from, id<organization> to, double p) {
    net.tie<shares_knowledge_with>(from, to, {.weight = p});
  };
  const auto aki = net.add<organization>("aki", {.name_en = "Aki", .sector = sector::company});
  const auto fumi = net.add<organization>("fumi", {.name_en = "Fumi", .sector = sector::company});
  const auto npo = [&](const char* key, const char* name) {
    return net.add<organization>(key, {.name_en = name, .sector = sector::nonprofit});
  };
  const auto ben = npo("ben", "Ben"), chie = npo("chie", "Chie"), dai = npo("dai", "Dai"), emi = npo("emi", "Emi");
  const auto go = npo("go", "Go"), hana = npo("hana", "Hana"), ito = npo("ito", "Ito");
  tell(aki, chie, .95), tell(ben, chie, .8), tell(chie, dai, .5), tell(chie, emi, .5);
  tell(fumi, go, .9), tell(fumi, hana, .9), tell(fumi, ito, .9);
  const snapshot now = net.freeze();

  const auto show = [&](const char* what, const network_influence& found) {
    std::cout << what << ':';
    for (const chosen_seed& seed : found.seeds) std::cout << ' ' << now.label_en(seed.vertex);
    std::cout << ", who reach about " << std::fixed << std::setprecision(0) << found.choice.spread << " of "
              << found.network.vertices.size() << '\n';
  };
  // Fumi reaches 1 + 3 x .9 = 3.7, then Aki 1 + .95 x 2 = 2.9: Ben, too, reaches Chie, so that only one of them adds
  // much.
  influence_question two{.seeds = 2, .relations = {now.schema().index_of<shares_knowledge_with>()}, .seed = 1};
  const network_influence best = influence(all_held(now), two);
  show("two seats", best);
  std::cout << "certain: at least " << std::setprecision(1) << best.choice.bound << " of the most that two can reach, "
            << best.choice.guarantee << " in any network\n";

  // No more than one of the seats for companies.
  two.sector_limits = {{sector::company, 1}};
  show("one of a company at most", influence(all_held(now), two));

  // Who is near to Chie, by walks along ties that start anew with her?
  const auto order = best.network.vertices.size();
  std::vector<edge> arcs;
  for (const spread_edge& tie : best.network.edges) arcs.push_back({tie.source, tie.target, tie.probability});
  const auto g = compressed_graph::from_edges(order, arcs, {.directed = true});
  std::vector<double> restart(order);
  restart[best.network.numbers.at(now.ref(chie))] = 1;
  const auto near = personalized_pagerank(g, restart);
  std::cout << "near to Chie:";
  for (vertex_index v = 0; v < order; ++v) {
    if (near.scores[v] > 0)
      std::cout << std::setprecision(2) << ' ' << now.label_en(best.network.vertices[v]) << ' ' << near.scores[v];
  }
  std::cout << '\n';
}
