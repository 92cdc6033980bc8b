#pragma once
/// The generated graphs with their kernels: one suite for each.
#include <functional>
#include <memory>
#include <regex>
#include <span>
#include <string>
#include <vector>

#include "contender.hpp"
#include "limits.hpp"
#include "measure.hpp"
#include "row.hpp"

namespace capnet::bench {

struct suite_options {
  bool quick = false;
  unsigned scale = 20;
  std::string filter{};  ///< regular expression; part of a kernel's name
  measure_options measuring{};
};

/// The peers that were found when this was built.
std::vector<std::unique_ptr<library>> peers();

/// Measures the kernels of "kron" or "urand" of `options.scale` whose names match; tells `heard` of each row as it is
/// there.
std::vector<row> run_graph(const std::string& family, const suite_options& options,
                           std::span<const std::unique_ptr<library>> theirs, const machine_limits& limits,
                           const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
