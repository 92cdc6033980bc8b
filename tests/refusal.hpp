#pragma once
/// What is said where something is refused.
#include <string>

#include <capnet/core/error.hpp>

namespace capnet {

inline std::string refusal(const auto& attempt) {
  try {
    attempt();
  } catch (const input_error& fault) {
    return fault.what();
  }
  return "no refusal";
}

}  // namespace capnet
