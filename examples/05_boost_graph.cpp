// Boost.Graph on a snapshot, without copying: in which order must a programme's events be held, and how long does it
// take at least?
#include <algorithm>
#include <iostream>
#include <iterator>
#include <vector>

#include <boost/graph/topological_sort.hpp>

#include <capnet/capnet.hpp>
#include <capnet/interop/boost_attributes.hpp>
#include <capnet/interop/boost_graph.hpp>
#include <capnet/interop/layer_graph.hpp>

using namespace capnet;

int main() {
  // `depends_on` goes from an event to what it needs: the follow-up makes no sense without the study visit.
  builder net;
  const auto follow_up =
      net.add<event>("follow_up", {.name_en = "Follow-up session", .attributes = {with<attr::hours>(2)}});
  const auto ordering =
      net.add<event>("ordering", {.name_en = "Ordering from IT vendors", .attributes = {with<attr::hours>(3)}});
  const auto visit = net.add<event>("visit", {.name_en = "1Day study visit", .attributes = {with<attr::hours>(7)}});
  const auto literacy = net.add<event>("literacy", {.name_en = "IT literacy", .attributes = {with<attr::hours>(2)}});
  net.tie<depends_on>(follow_up, visit);
  net.tie<depends_on>(visit, literacy);
  net.tie<depends_on>(ordering, literacy);
  const snapshot now = net.freeze();

  // A relation whose ends are of one kind is a graph as it lies in memory; `boost_graph` only gives it Boost.Graph's
  // vocabulary. (For a relation between different kinds, such as `delivers`, this line would not compile: flatten()
  // makes a graph of both.)
  const layer_graph needs = make_layer_graph<depends_on>(now);
  const auto g = boost_graph(needs);

  // Boost's order ends with what depends on others, so it starts with what needs nothing: just what a planner reads.
  std::vector<vertex_index> order;
  boost::topological_sort(g, std::back_inserter(order), boost::vertex_index_map(get(boost::vertex_index, g)));
  for (const vertex_index u : order) std::cout << now.label(needs.vertex(u)) << '\n';

  // Attributes are property maps: an event can be over its own hours after the last one that it needs.
  const auto hours = vertex_attribute_map<attr::hours>(g);
  std::vector<double> over(needs.order());
  for (const vertex_index u : order) {
    for (const vertex_index v : needs.successors(u)) over[u] = std::max(over[u], over[v]);
    over[u] += get(hours, u);
  }
  std::cout << "at least " << *std::ranges::max_element(over) << " hours from first to last\n";

  // The same without Boost.Graph: the graph is one of capnet's own too.
  std::cout << needs.order() << " events, " << needs.size() << " dependencies; "
            << needs.in_degree(needs.number(now.ref(literacy))) << " need IT literacy\n";
}
