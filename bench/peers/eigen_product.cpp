/// Eigen: SparseMatrix<double> by rows times a vector. Compiled with -O3 -march=native -fopenmp, in its favor.
#include <Eigen/Dense>
#include <Eigen/Sparse>

#include "weighted_product.hpp"

namespace capnet::bench {
namespace {

class eigen_product final : public weighted_product {
 public:
  explicit eigen_product(const weighted_rows& rows)
      : matrix_{static_cast<Eigen::Index>(rows.offsets.size() - 1),
                static_cast<Eigen::Index>(rows.offsets.size() - 1)} {
    matrix_.resizeNonZeros(static_cast<Eigen::Index>(rows.columns.size()));
    std::copy(rows.offsets.begin(), rows.offsets.end(), matrix_.outerIndexPtr());
    std::copy(rows.columns.begin(), rows.columns.end(), matrix_.innerIndexPtr());
    std::copy(rows.weights.begin(), rows.weights.end(), matrix_.valuePtr());
    y_.resize(matrix_.rows());
  }
  std::string name() const override { return "Eigen"; }
  void set(std::span<const double> x) override {
    x_ = Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Eigen::Index>(x.size()));
  }
  void multiply(unsigned threads) override {
    Eigen::setNbThreads(static_cast<int>(threads));
    y_.noalias() = matrix_ * x_;
  }
  std::vector<double> result() override { return {y_.data(), y_.data() + y_.size()}; }

 private:
  Eigen::SparseMatrix<double, Eigen::RowMajor, std::int32_t> matrix_;
  Eigen::VectorXd x_, y_;
};

}  // namespace

std::unique_ptr<weighted_product> make_eigen_product(const weighted_rows& rows) {
  return std::make_unique<eigen_product>(rows);
}

}  // namespace capnet::bench
