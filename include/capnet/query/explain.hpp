#pragma once
/// What a plan will do, step by step, and what that is expected to touch.
#include <string>
#include <vector>

#include <capnet/query/cost.hpp>
#include <capnet/query/plan.hpp>

namespace capnet {

/// A step of a plan in words, with what it is expected to touch.
struct explained_step {
  std::string what{};
  query_counters expected{};
};

/// The start and the steps of a plan in words, each with what it is expected to touch.
///
/// Expected from the orders of kinds and the sizes of relations alone, as if every vertex had its relation's mean
/// degree and every tie counted on the day: hubs make it too low, short-lived ties too high. The share a filter keeps
/// is that of up to 1,024 vertices of each kind. What was touched indeed: `query_executor::run` with counters.   Time
/// O(steps x (kinds + 1,024)).
[[nodiscard]] std::vector<explained_step> explain(const snapshot& net, const query_plan& plan);

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/query/explain-inl.hpp>  // IWYU pragma: export
#endif
