// Opinions that settle: three members who estimate how many volunteers a program needs, and listen to each other.
#include <iomanip>
#include <iostream>
#include <vector>

#include <capnet/algorithm/sparse_product.hpp>
#include <capnet/capnet.hpp>
#include <capnet/flow/linear.hpp>
#include <capnet/linalg/friedkin_johnsen.hpp>

using namespace capnet;

void print(const char* what, const std::vector<double>& values) {
  std::cout << what;
  for (const double x : values) std::cout << ' ' << x;
  std::cout << '\n';
}

int main() {
  // The weight of the arc from u to v is how much u listens to v: rows add up to 1, a loop is trust in oneself. The
  // numbers are those of DeGroot's first example (1974).
  const std::vector<edge> listens{{0, 0, 1. / 3}, {0, 1, 1. / 3}, {0, 2, 1. / 3}, {1, 0, .5},
                                  {1, 1, .5},     {2, 1, .25},    {2, 2, .75}};
  const auto g = compressed_graph::from_edges(3, listens, {.directed = true, .keep_loops = true});
  const std::vector<double> start{11, 22, 44};
  std::cout << std::fixed << std::setprecision(2);
  print("at first:", start);

  // One round is one product: everyone takes the weighted mean of what they hear.
  const sparse_operator<double> round{g};
  std::vector<double> heard(3);
  round.multiply(start, heard);
  print("after a round:", heard);

  // In the end all agree: on 3/11 x 11 + 4/11 x 22 + 4/11 x 44 = 27. The bound is proven: slow is not taken for
  // settled.
  const linear_flow_result settled = degroot(g, start);
  print("in the end:", settled.values);
  std::cout << (settled.converged ? "settled" : "not settled") << " after " << settled.iterations
            << " rounds, to within " << (settled.bound < 1e-9 ? "a billionth" : "more than a billionth") << '\n';

  // Friedkin & Johnsen (1990): the last holds on to half of what it began with, and draws the others all
  // the way.
  const std::vector<double> gives_way{1, 1, .5};
  print("with one who holds on:", friedkin_johnsen(g, gives_way, start).values);
  // Where rounds are many, solving for their end is faster.
  print("the same, solved for:", solve_friedkin_johnsen(g, gives_way, start).values);

  // Not to settle is an answer too: two who only listen to each other swap for ever.
  const auto pair = compressed_graph::from_edges(2, std::vector<edge>{{0, 1, 1.}, {1, 0, 1.}}, {.directed = true});
  std::cout << "two who swap: "
            << (degroot(pair, std::vector<double>{0, 1}, {.max_iterations = 100}).converged ? "settled"
                                                                                            : "never settle")
            << '\n';
}
