// How what a seminar taught travels on: from the two who attended, along the ties by which members share knowledge.
#include <iomanip>
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/flow/exposure.hpp>
#include <capnet/flow/spread.hpp>

using namespace capnet;

//   seminar: Aki, Ben        Aki --.8--> Chie --.5--> Dai
//                            Ben --.5--> Chie        Emi (tied to nobody)
int main() {
  builder net;
  const auto seminar = net.add<event>("storage", {.name_en = "Foundation seminar: data storage"});
  const auto aki = net.add<person>("aki", {.name_en = "Aki"});
  const auto ben = net.add<person>("ben", {.name_en = "Ben"});
  const auto chie = net.add<person>("chie", {.name_en = "Chie"});
  const auto dai = net.add<person>("dai", {.name_en = "Dai"});
  net.add<person>("emi", {.name_en = "Emi"});
  net.tie<attends>(aki, seminar, {.active = {.begin = make_date(2024, 4, 1)}});
  net.tie<attends>(ben, seminar, {.active = {.begin = make_date(2024, 6, 1)}});
  // The weight is the probability that knowledge passes: a model's assumption, stated as data, not something observed.
  net.tie<shares_knowledge_with>(aki, chie, {.weight = 0.8});
  net.tie<shares_knowledge_with>(ben, chie, {.weight = 0.5});
  net.tie<shares_knowledge_with>(chie, dai, {.weight = 0.5});
  const snapshot now = net.freeze();

  std::vector<vertex_ref> starts;
  for (const tie_end& who : now.layer<attends>().in(now.ref(seminar))) starts.push_back(who.vertex);
  const relation_index along[] = {now.schema().index_of<shares_knowledge_with>()};

  // Few ties: every way that they can turn out is counted, so the answer is exact.
  // Chie misses it only if both ties fail: 1 - .2 x .5 = .9; Dai hears it half of those times.
  const spread_result exact = spread(all_held(now), starts, along);
  std::cout << std::fixed << std::setprecision(2) << "expected to know: " << exact.estimate.spread << " people\n";
  for (const informed_vertex& v : exact.vertices) {
    std::cout << now.label(v.vertex) << ' ' << v.probability << "  " << v.reason << '\n';
  }

  // Many ties: seeded samples, the same on every machine and with any number of threads, with their standard error.
  const spread_result sampled = spread(all_held(now), starts, along, {.samples = 20'000, .seed = 1});
  const double away = sampled.estimate.spread - exact.estimate.spread;
  std::cout << "20,000 samples lie within three standard errors: " << std::boolalpha
            << (away * away < 9 * sampled.estimate.standard_error * sampled.estimate.standard_error) << '\n';

  // In steps: who knows goes on telling for ten days on average, and is then busy with other things.
  const spread_result days = spread(all_held(now), starts, along, {.seed = 1, .model = spread_model::sir});
  std::cout << "after " << days.steps.back().step << " steps " << days.estimate.spread << " knew of it at some time\n";

  // Whom to teach first, if there is one seat? Try each.
  for (const vertex_ref v : {now.ref(aki), now.ref(ben), now.ref(chie), now.ref(dai)}) {
    std::cout << "only " << now.label(v) << ": " << spread(all_held(now), {&v, 1}, along).estimate.spread << '\n';
  }

  // And what was observed: had those around one attended before?
  for (const vertex_exposure& v : exposure_to(
           all_held(now), along, adoptions_of(all_held(now), now.schema().index_of<attends>(), now.ref(seminar)),
           make_date(2024, 12, 31))) {
    std::cout << now.label(v.vertex) << ": " << v.reason << '\n';
  }
}
