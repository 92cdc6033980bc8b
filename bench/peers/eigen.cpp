/// Eigen: SparseMatrix by rows with 32-bit numbers. Compiled from headers with -O3 -march=native -fopenmp, in its
/// favor.
#include <Eigen/Dense>
#include <Eigen/Sparse>

#include <optional>

#include "peers.hpp"

namespace capnet::bench {
namespace {

using sparse = Eigen::SparseMatrix<float, Eigen::RowMajor, std::int32_t>;
using eight = Eigen::Matrix<float, Eigen::Dynamic, 8, Eigen::RowMajor>;

/// The arcs of the raw edges, both directions and without loops, as triplets that are never stored.
class triplets {
 public:
  triplets(const dataset& data, std::size_t at) : data_{&data}, at_{at} { skip_loops(); }
  triplets& operator++() {
    if (std::exchange(back_, !back_)) ++at_;
    skip_loops();
    return *this;
  }
  const triplets* operator->() const { return this; }
  bool operator!=(const triplets& other) const { return at_ != other.at_; }
  [[nodiscard]] std::int32_t row() const {
    return static_cast<std::int32_t>(back_ ? data_->raw_targets[at_] : data_->raw_sources[at_]);
  }
  [[nodiscard]] std::int32_t col() const {
    return static_cast<std::int32_t>(back_ ? data_->raw_sources[at_] : data_->raw_targets[at_]);
  }
  [[nodiscard]] float value() const { return 1; }

 private:
  void skip_loops() {
    while (at_ < data_->raw_sources.size() && data_->raw_sources[at_] == data_->raw_targets[at_]) ++at_;
  }
  const dataset* data_;
  std::size_t at_;
  bool back_ = false;
};

class eigen final : public library {
 public:
  std::string name() const override { return "Eigen"; }
  std::string version() const override {
    return std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
           std::to_string(EIGEN_MINOR_VERSION);
  }
  bool parallel(kernel k) const override { return k == kernel::product_fp32 || k == kernel::product8_fp32; }
  void forget() override { adjacency_.reset(); }

  task prepare(kernel k, const dataset& data, unsigned threads) override {
    switch (k) {
      case kernel::build:
        return build(data);
      case kernel::product_fp32:
        return product(data, threads);
      case kernel::product8_fp32:
        return product8(data, threads);
      default:
        return {};
    }
  }

 private:
  const sparse& adjacency(const dataset& data) {
    if (!adjacency_) {
      adjacency_.emplace(static_cast<Eigen::Index>(data.order), static_cast<Eigen::Index>(data.order));
      adjacency_->resizeNonZeros(static_cast<Eigen::Index>(data.columns.size()));
      std::copy(data.offsets.begin(), data.offsets.end(), adjacency_->outerIndexPtr());
      std::copy(data.columns.begin(), data.columns.end(), adjacency_->innerIndexPtr());
      std::fill_n(adjacency_->valuePtr(), data.columns.size(), 1.0f);
    }
    return *adjacency_;
  }

  task build(const dataset& data) {
    auto made = std::make_shared<sparse>();
    return {[made, &data] {
              made->resize(static_cast<Eigen::Index>(data.order), static_cast<Eigen::Index>(data.order));
              made->setFromTriplets(triplets{data, 0}, triplets{data, data.raw_sources.size()},
                                    [](float first, float) { return first; });
            },
            [made, &data] {
              answer a;
              a.hash(std::span{made->outerIndexPtr(), std::size_t{data.order} + 1});
              a.hash(std::span{made->innerIndexPtr(), static_cast<std::size_t>(made->nonZeros())});
              return a;
            },
            [made] {
              made->resize(0, 0);
              made->data().squeeze();
            }};
  }

  task product(const dataset& data, unsigned threads) {
    const sparse& matrix = adjacency(data);
    struct state {
      Eigen::VectorXf x{}, y{};
    };
    auto s = std::make_shared<state>();
    s->x.resize(static_cast<Eigen::Index>(data.order));
    s->y.resize(static_cast<Eigen::Index>(data.order));
    for (std::uint32_t v = 0; v < data.order; ++v) s->x[static_cast<Eigen::Index>(v)] = entry_of(v);
    return {[s, &matrix, threads] {
              Eigen::setNbThreads(static_cast<int>(threads));
              s->y.noalias() = matrix * s->x;
            },
            [s] {
              answer a;
              a.hash(s->y);
              return a;
            }};
  }

  task product8(const dataset& data, unsigned threads) {
    const sparse& matrix = adjacency(data);
    struct state {
      eight x{}, y{};
    };
    auto s = std::make_shared<state>();
    s->x.resize(static_cast<Eigen::Index>(data.order), 8);
    s->y.resize(static_cast<Eigen::Index>(data.order), 8);
    for (std::uint32_t v = 0; v < data.order; ++v) {
      for (std::uint32_t c = 0; c < 8; ++c)
        s->x(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(c)) = entry_of(v, c);
    }
    return {[s, &matrix, threads] {
              Eigen::setNbThreads(static_cast<int>(threads));
              s->y.noalias() = matrix * s->x;
            },
            [s] {
              answer a;
              a.hash(std::span{s->y.data(), static_cast<std::size_t>(s->y.size())});
              return a;
            }};
  }

  std::optional<sparse> adjacency_;
};

}  // namespace

std::unique_ptr<library> make_eigen() { return std::make_unique<eigen>(); }

}  // namespace capnet::bench
