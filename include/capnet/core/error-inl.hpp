#pragma once
/// Definitions of error.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/core/error.hpp>

namespace capnet {

CAPNET_INLINE input_error::input_error(problem_list problems) : input_error{std::move(problems).told(), bounded{}} {}

CAPNET_INLINE input_error::input_error(std::vector<problem> problems) : input_error{listed(std::move(problems))} {}

CAPNET_INLINE input_error::input_error(std::string message)
    : input_error{std::vector<problem>{{"", 0, 0, std::move(message)}}} {}

CAPNET_INLINE input_error::input_error(std::vector<problem> problems, bounded)
    : std::runtime_error{join(problems)}, problems_{std::move(problems)} {}

CAPNET_INLINE problem_list input_error::listed(std::vector<problem> problems) {
  problem_list list;
  for (problem& fault : problems) list.add(std::move(fault));
  return list;
}

CAPNET_INLINE std::string input_error::join(const std::vector<problem>& problems) {
  std::string text;
  for (const problem& fault : problems) {
    if (!text.empty()) text += '\n';
    text += to_string(fault);
  }
  return text;
}

}  // namespace capnet
