#pragma once
/// capnet measure --list: all measures, from the registry.
#include "command/common.hpp"

namespace capnet::command {

void list_measures(const output_options& output);

}  // namespace capnet::command
