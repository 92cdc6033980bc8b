#pragma once
/// One line of the table: a kernel on a graph at a number of threads, ours against the best peer.
#include <optional>
#include <string>
#include <vector>

namespace capnet::bench {

struct row {
  std::string kernel{};  ///< such as "kron20/bfs"
  unsigned threads = 1;
  double ours_s = 0;              ///< median
  std::string peer{};             ///< the fastest; empty if no packaged library has the kernel
  double peer_s = 0;              ///< median
  std::optional<double> ratio{};  ///< peer_s / ours_s
  std::optional<double>
      best_ratio{};  ///< the fastest repetition of any peer over our fastest: far steadier where others use the machine
  std::optional<double> target{};  ///< that the ratio should reach
  std::optional<double>
      limit_fraction{};  ///< time that the machine's measured bandwidth would need for the least bytes, over ours_s
  bool checksum_equal = true;
  std::size_t repetitions = 0;
  double spread = 0;  ///< (third quartile - first) / median of our repetitions
  struct other {
    std::string name{};
    double seconds = 0;
  };
  std::vector<other> others{};  ///< the slower peers

  [[nodiscard]] bool missed() const { return ratio && target && *ratio < *target; }
};

}  // namespace capnet::bench
