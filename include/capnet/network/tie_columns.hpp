#pragma once
/// Many ties at once, in columns.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <capnet/core/id.hpp>
#include <capnet/network/attribute_column.hpp>
#include <capnet/network/time_columns.hpp>

namespace capnet {

/// Ties of one relation between vertices of two kinds: the k-th tie is the k-th entry of each column. Borrowed: the
/// columns must stay as they are until the builder that they were given to is frozen or gone.
struct tie_columns {
  kind_index source_kind{};
  kind_index target_kind{};
  std::span<const std::uint32_t> sources{};  ///< ids within their kind
  std::span<const std::uint32_t> targets{};
  /// Days since 1970-01-01, or `first_of_days` for unbounded; empty: all unbounded.
  std::span<const std::int32_t> begins{};
  std::span<const std::int32_t> ends{};  ///< the first day on which it does not hold any more, or `last_of_days`
  /// Of partial dates the last day that each can be, `begins` and `ends` being the first; empty: all are exact.
  std::span<const std::int32_t> last_begins{};
  std::span<const std::int32_t> last_ends{};
  std::span<const double> weights{};  ///< NaN where unknown; empty: all unknown
  capnet::status status = capnet::status::held;
  std::vector<value_column> attributes{};  ///< but texts, which are recorded row by row, or in `texts`
  std::string cite{};                      ///< of each of them
  std::vector<attribute> texts{};          ///< the same: attributes that no column of a type has

  [[nodiscard]] std::size_t size() const { return sources.size(); }

  [[nodiscard]] held_when when(std::size_t at) const;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/tie_columns-inl.hpp>  // IWYU pragma: export
#endif
