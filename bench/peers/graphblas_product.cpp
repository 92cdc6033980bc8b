/// SuiteSparse:GraphBLAS: GrB_mxv of a matrix of doubles by rows and a full vector.
extern "C" {
#include <GraphBLAS.h>
}

#include <cstdlib>
#include <stdexcept>

#include "weighted_product.hpp"

namespace capnet::bench {
namespace {

void check(GrB_Info info) {
  if (info != GrB_SUCCESS) throw std::runtime_error{"GraphBLAS: error " + std::to_string(static_cast<int>(info))};
}

class graphblas_product final : public weighted_product {
 public:
  explicit graphblas_product(const weighted_rows& rows) : n_{rows.offsets.size() - 1} {
    static_cast<void>(GrB_init(GrB_NONBLOCKING));  // an error if another peer has done so
    std::vector<GrB_Index> offsets(rows.offsets.begin(), rows.offsets.end());
    std::vector<GrB_Index> columns(rows.columns.begin(), rows.columns.end());
    check(GrB_Matrix_import_FP64(&matrix_, GrB_FP64, n_, n_, offsets.data(), columns.data(), rows.weights.data(),
                                 offsets.size(), columns.size(), rows.weights.size(), GrB_CSR_FORMAT));
    check(GrB_Matrix_wait(matrix_, GrB_MATERIALIZE));
    check(GrB_Vector_new(&x_, GrB_FP64, n_));
    check(GrB_Vector_new(&y_, GrB_FP64, n_));
  }
  ~graphblas_product() override {
    GrB_Matrix_free(&matrix_);
    GrB_Vector_free(&x_);
    GrB_Vector_free(&y_);
  }
  std::string name() const override { return "GraphBLAS"; }
  void set(std::span<const double> x) override {
    auto* values = static_cast<double*>(std::malloc(n_ * sizeof(double)));
    std::copy(x.begin(), x.end(), values);
    void* data = values;
    check(GxB_Vector_pack_Full(x_, &data, n_ * sizeof(double), false, nullptr));
  }
  void multiply(unsigned threads) override {
    check(GxB_Global_Option_set(GxB_GLOBAL_NTHREADS, static_cast<int>(threads)));
    check(GrB_mxv(y_, nullptr, nullptr, GrB_PLUS_TIMES_SEMIRING_FP64, matrix_, x_, nullptr));
    check(GrB_Vector_wait(y_, GrB_MATERIALIZE));
  }
  std::vector<double> result() override {
    std::vector<double> values(n_);
    for (GrB_Index v = 0; v < n_; ++v) static_cast<void>(GrB_Vector_extractElement_FP64(&values[v], y_, v));
    return values;
  }

 private:
  GrB_Index n_;
  GrB_Matrix matrix_{};
  GrB_Vector x_{}, y_{};
};

}  // namespace

std::unique_ptr<weighted_product> make_graphblas_product(const weighted_rows& rows) {
  return std::make_unique<graphblas_product>(rows);
}

}  // namespace capnet::bench
