#pragma once
/// What a network's figures imply, and where its statements can't all be true: capnet's signature (docs/audit.md).
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/model/figure.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// `error`: something stated can't be true. `warning`: something stated invites a wrong reading. `info`: something
/// follows.
enum class severity : std::uint8_t { error, warning, info };

inline constexpr std::array<std::string_view, 3> severity_names{"error", "warning", "info"};

[[nodiscard]] constexpr std::string_view to_string(severity s) { return severity_names[static_cast<std::size_t>(s)]; }

/// What a code adds to a finding: nothing (null), or a value. A `decimal` is a number as reported.
using finding_value = std::variant<std::nullptr_t, bool, std::int64_t, double, decimal, std::string,
                                   std::vector<std::int64_t>, std::vector<std::string>>;

/// Longest list in a finding. A longer one is cut there, and a field with `_total` after its name says how long it was.
inline constexpr std::int64_t finding_list_limit = 1000;

/// One thing the audit found.
struct finding {
  std::string code{};  ///< "percent_impossible", ...: the list is in docs/audit.md
  capnet::severity severity = capnet::severity::info;
  std::string message{};  ///< the figure, the reason and what would make it right, in English
  std::string message_ja{};
  std::vector<std::string> figures{};                           ///< ids, the one it is about first
  std::vector<std::string> vertices{};                          ///< keys
  std::vector<std::string> cite{};                              ///< ids of the sources it rests on, ascending
  std::vector<std::pair<std::string, finding_value>> fields{};  ///< the code's own, in a fixed order

  /// The value of a field; null if the finding has no such field.
  [[nodiscard]] const finding_value* find(std::string_view name) const {
    for (const auto& [field, value] : fields) {
      if (field == name) return &value;
    }
    return nullptr;
  }
};

/// Everything that follows from the figures and statements of a network, by code and then first figure.
///
/// Percentages are taken back to the whole numbers behind them (GRIM: Brown & Heathers 2017), figures of one survey
/// together, in integer arithmetic; shares get Wilson intervals (Wilson 1927). Only held figures are reasoned about,
/// and of those that are marked approximate it is only said that nothing follows exactly. Nothing is corrected: both
/// sides of a conflict stay in the data.
///
/// Time O((n + m + f) log f) for n vertices, m ties and f figures, and up to `joint_search_limit` tries for each survey
/// without a stated denominator that fits. Throws: nothing but std::bad_alloc.
[[nodiscard]] std::vector<finding> audit(const snapshot& net);

}  // namespace capnet
