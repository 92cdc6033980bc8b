// A relation as an Eigen sparse matrix, without copying: which skills are rare, and who holds them?
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/linalg/sparse_map.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto security = net.add<skill>("IT security");
  const auto literacy = net.add<skill>("IT literacy");
  const auto aki = net.add<person>("Aki");
  const auto ben = net.add<person>("Ben");
  const auto chie = net.add<person>("Chie");
  // The weight of `has_skill` is the level. Each row of the matrix is a person, each column a skill.
  net.tie<has_skill>(aki, literacy, {.weight = 3});
  net.tie<has_skill>(ben, literacy, {.weight = 2});
  net.tie<has_skill>(chie, literacy, {.weight = 1});
  net.tie<has_skill>(chie, security, {.weight = 4});
  const snapshot now = net.freeze();
  const sparse_map levels{now, now.schema().index_of<has_skill>()};
  const auto A = levels.out();
  std::cout << "the matrix reads the layer's own numbers: " << std::boolalpha
            << (A.valuePtr() == now.layer<has_skill>().out().weights.data()) << '\n';

  // The pattern of the same layer counts instead of weighing: holders of each skill are the column sums.
  const sparse_map who{now, now.schema().index_of<has_skill>(), matrix_entries::pattern};
  const Eigen::VectorXd holders = who.in() * Eigen::VectorXd::Ones(who.out().rows());
  for (const id<skill> s : now.vertices<skill>()) {
    std::cout << now.key(now.ref(s)) << ": held by " << holders(who.column(now.ref(s))) << '\n';
  }

  // One product answers who matters most where holders are few: each skill weighs 1 / its holders (as in inverse
  // document frequency), and a person is worth the sum of what they hold.
  const Eigen::VectorXd rarity = holders.cwiseInverse();
  const Eigen::VectorXd worth = who.out() * rarity;
  for (const id<person> p : now.vertices<person>()) {
    std::cout << now.key(now.ref(p)) << ": " << worth(who.row(now.ref(p))) << '\n';
  }

  // A level that nobody stated is unknown. It can't be read as 0, so the matrix of weights is refused.
  net.tie<has_skill>(ben, security);
  try {
    const snapshot later = net.freeze();
    const sparse_map refused{later, later.schema().index_of<has_skill>()};
  } catch (const input_error& error) {
    std::cout << error.what() << '\n';
  }
}
