#include <capnet/linalg/sparse_map.hpp>

#include <gtest/gtest.h>

#include <capnet/network/builder.hpp>

namespace capnet {
namespace {

//             literacy  security     2 skills, 3 people; levels as weights
//   aki          3         .
//   ben          .         2
//   chie         4         1
struct Skills : testing::Test {
  builder net;
  id<skill> literacy = net.add<skill>("literacy");
  id<skill> security = net.add<skill>("security");
  id<person> aki = net.add<person>("aki");
  id<person> ben = net.add<person>("ben");
  id<person> chie = net.add<person>("chie");
  Skills() {
    net.tie<has_skill>(chie, security, {.weight = 1});
    net.tie<has_skill>(aki, literacy, {.weight = 3});
    net.tie<has_skill>(ben, security, {.weight = 2});
    net.tie<has_skill>(chie, literacy, {.weight = 4});
  }
  [[nodiscard]] relation_index levels() const { return net.schema().index_of<has_skill>(); }
};

TEST_F(Skills, AreReadWhereTheyLie) {
  const snapshot now = net.freeze();
  const sparse_map matrix{now, levels()};
  const adjacency& side = now.layer<has_skill>().out();
  const auto out = matrix.out();
  EXPECT_EQ(out.valuePtr(), side.weights.data());
  EXPECT_EQ(out.innerIndexPtr(), side.neighbors.data());
  EXPECT_EQ(out.outerIndexPtr(), side.offsets.data());
  const auto in = matrix.in();
  EXPECT_EQ(in.valuePtr(), now.layer<has_skill>().in().weights.data());
}

TEST_F(Skills, HaveSourcesAsRowsAndTargetsAsColumns) {
  const snapshot now = net.freeze();
  const sparse_map matrix{now, levels()};
  const auto out = matrix.out();
  const auto at = [&](id<person> p, id<skill> s) {
    return out.coeff(matrix.row(now.ref(p)), matrix.column(now.ref(s)));
  };
  EXPECT_EQ(out.nonZeros(), 4);
  EXPECT_EQ(at(aki, literacy), 3);
  EXPECT_EQ(at(aki, security), 0);
  EXPECT_EQ(at(ben, security), 2);
  EXPECT_EQ(at(chie, literacy), 4);
  EXPECT_EQ(at(chie, security), 1);
  EXPECT_EQ(matrix.source(matrix.row(now.ref(chie))), now.ref(chie));
  EXPECT_EQ(matrix.target(matrix.column(now.ref(security))), now.ref(security));
  EXPECT_TRUE((Eigen::MatrixXd{out}.transpose() - Eigen::MatrixXd{matrix.in()}).isZero(0));
  EXPECT_FALSE(matrix.parallel());
}

// What everyone has together: [1 1 1] A = [7 3], organizations and people both being rows.
TEST_F(Skills, MultiplyAVector) {
  const snapshot now = net.freeze();
  const sparse_map matrix{now, levels()};
  const Eigen::VectorXd total = matrix.in() * Eigen::VectorXd::Ones(matrix.out().rows());
  EXPECT_EQ(total(matrix.column(now.ref(literacy))), 7);
  EXPECT_EQ(total(matrix.column(now.ref(security))), 3);
}

TEST_F(Skills, OfUnknownLevelAreRefusedUnlessAskedForAsAPattern) {
  net.tie<has_skill>(ben, literacy);
  const snapshot now = net.freeze();
  try {
    const sparse_map matrix{now, levels()};
    FAIL();
  } catch (const input_error& error) {
    EXPECT_STREQ(error.what(),
                 "relation 'has_skill' has 1 of 5 entries without a weight; expected a weight for every tie, or "
                 "matrix_entries::pattern");
  }
  const sparse_map pattern{now, levels(), matrix_entries::pattern};
  EXPECT_EQ(pattern.out().sum(), 5);
  EXPECT_EQ(pattern.out().innerIndexPtr(), now.layer<has_skill>().out().neighbors.data());
}

TEST(SparseMap, OfARelationWithoutAnyWeightIsAPatternOrRefused) {
  builder net;
  net.tie<collaborates_with>(net.add<organization>("a"), net.add<organization>("b"));
  const snapshot now = net.freeze();
  const relation_index r = now.schema().index_of<collaborates_with>();
  EXPECT_THROW(sparse_map(now, r), input_error);
  const sparse_map pattern{now, r, matrix_entries::pattern};
  EXPECT_EQ(pattern.out().coeff(0, 1), 1);
  EXPECT_EQ(pattern.out().coeff(1, 0), 1);  // undirected: symmetric
}

TEST(SparseMap, OfARelationWithoutTiesIsZero) {
  builder net;
  net.add<person>("a");
  net.add<skill>("s");
  const snapshot now = net.freeze();
  const sparse_map matrix{now, now.schema().index_of<has_skill>()};
  EXPECT_EQ(matrix.out().rows(), 1);
  EXPECT_EQ(matrix.out().nonZeros(), 0);
  EXPECT_EQ((matrix.out() * Eigen::VectorXd::Ones(1)).sum(), 0);
}

TEST(SparseMap, RepeatsParallelTies) {
  builder net;
  const auto a = net.add<organization>("a");
  const auto b = net.add<organization>("b");
  net.tie<funds>(a, b, {.weight = 10});
  net.tie<funds>(a, b, {.weight = 5});
  const snapshot now = net.freeze();
  const sparse_map matrix{now, now.schema().index_of<funds>()};
  EXPECT_TRUE(matrix.parallel());
  EXPECT_EQ((matrix.out() * Eigen::VectorXd::Ones(matrix.out().cols()))(0), 15);
}

}  // namespace
}  // namespace capnet
