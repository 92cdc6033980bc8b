#pragma once
/// What makes an answer of a question better than another: by the plan itself, or once its rows are found.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <capnet/query/plan.hpp>

namespace capnet::command {

struct ranking {
  std::string by{};                           ///< weight, walks or an attribute
  std::optional<attribute_info> attribute{};  ///< of what is found
  bool ascending = false;
  std::size_t most = std::numeric_limits<std::uint32_t>::max();  ///< rows that are shown

  /// A plan ranks by weight or walks, the most first; else rows are ranked when all are found.
  [[nodiscard]] bool by_plan() const { return !attribute && !ascending; }
};

/// By weight, or by walks where these have none.
[[nodiscard]] ranking default_ranking(const snapshot& net, const query_plan& plan);
/// By what the option `--by` names. Throws input_error where nothing can be ranked by it.
[[nodiscard]] ranking ranking_by(const snapshot& net, const query_plan& plan, const std::string& by);

/// Ends a plan with what it ranks by.
void complete(query_plan& plan, const ranking& how);
/// Ranks what a plan has found and leaves the best, with the value of each; equals by kind and id, unknown last. Knows
/// from then on the attribute as the kinds that were found have it. Throws input_error if these have several units.
[[nodiscard]] std::vector<std::optional<attribute_value>> rank(const network_view& view, ranking& how,
                                                               std::vector<query_row>& rows);

}  // namespace capnet::command
