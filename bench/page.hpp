#pragma once
/// The page docs/performance.md, from what was recorded.
#include <map>
#include <string>

#include "record.hpp"

namespace capnet::bench {

/// Why a kernel is below its target: a sentence or two, by hand. The headings of bench/misses.md name the kernels.
using reasons = std::map<std::string, std::string>;
/// Throws std::runtime_error if the file can't be read.
reasons read_reasons(const std::string& path);

std::string as_page(const record& all, const reasons& why);

}  // namespace capnet::bench
