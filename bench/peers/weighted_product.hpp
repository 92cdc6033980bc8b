#pragma once
/// A sparse matrix of doubles times a vector, by the libraries that were found when this was built.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace capnet::bench {

/// A square matrix in compressed rows; the arrays belong to whoever made it.
struct weighted_rows {
  std::span<const std::uint32_t> offsets{}, columns{};
  std::span<const double> weights{};
};

class weighted_product {
 public:
  weighted_product() = default;
  weighted_product(const weighted_product&) = delete;
  weighted_product& operator=(const weighted_product&) = delete;
  virtual ~weighted_product() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  virtual void set(std::span<const double> x) = 0;
  /// What is timed.
  virtual void multiply(unsigned threads) = 0;
  [[nodiscard]] virtual std::vector<double> result() = 0;
};

[[gnu::visibility("default")]] std::unique_ptr<weighted_product> make_eigen_product(const weighted_rows& rows);
[[gnu::visibility("default")]] std::unique_ptr<weighted_product> make_graphblas_product(const weighted_rows& rows);

}  // namespace capnet::bench
