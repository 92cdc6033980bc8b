#pragma once
/// What this machine can do at most, measured in the same run: the kernels are held against it.
#include <array>
#include <cstddef>
#include <vector>

namespace capnet::bench {

struct machine_limits {
  struct reading {
    std::size_t bytes = 0;  ///< of the buffer that is read over and over, by all threads together
    double bytes_per_second = 0;
  };
  struct loading {
    std::size_t bytes = 0;  ///< of the table
    double per_second = 0;
  };
  /// By threads - 1: sequential reading from buffers of rising size, up to what no cache holds.
  std::array<std::vector<reading>, 2> sequential{};
  /// Independent random 64-byte lines, by threads - 1: over 4 KiB pages, over huge pages.
  std::array<double, 2> lines_small_pages{}, lines_huge_pages{};
  /// fp32 values through a list of random indices, by threads - 1 and size of the table.
  std::array<std::vector<loading>, 2> gathers{};

  /// The bandwidth of reading this many bytes again and again. Pre: threads is 1 or 2.
  [[nodiscard]] double bandwidth(double bytes, unsigned threads) const;
};

/// About half a second in quick mode (smaller buffers), three seconds else. With one core the figures for two threads
/// are those for one.
machine_limits measure_limits(bool quick);

}  // namespace capnet::bench
