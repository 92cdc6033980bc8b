#pragma once
/// What a run was, and its lines on the terminal.
#include <string>
#include <vector>

#include "limits.hpp"
#include "row.hpp"

namespace capnet::bench {

/// When, where and of what a run was.
struct circumstances {
  bool quick = false;
  unsigned scale = 20;
  std::string date{};
  std::string machine{};                 ///< processor, cores, memory; no names
  std::string compiler{};                ///< and flags
  std::string simd{};                    ///< that our kernels chose
  std::vector<std::string> libraries{};  ///< peers, with versions
};

/// Of this machine and build, today.
circumstances here(bool quick, unsigned scale);

std::string head_of_table();
std::string line_of_table(const row& r);
std::string limits_as_text(const machine_limits& limits);

}  // namespace capnet::bench
