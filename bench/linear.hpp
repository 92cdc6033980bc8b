#pragma once
/// Linear flow: a step on ten million arcs.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// A step of DeGroot's and of Friedkin and Johnsen's model beside the product of Eigen and of GraphBLAS, which do less,
/// and beside the larger of streaming its bytes and gathering as many doubles; and a solve beside steps where all
/// hardly hold on. A tenth of the size if `quick`.
void run_linear(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
