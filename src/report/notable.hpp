#pragma once
/// The organizations that a report asks about: the backbone, who hosts events, and who has most links.
#include <cstddef>
#include <string_view>
#include <vector>

#include <capnet/metric/measure.hpp>

namespace capnet::detail {

/// Why one is asked about: `asked`, `backbone`, `host` or `linked`.
struct notable {
  vertex_ref organization{};
  std::string_view why{};
};

/// In what surely holds: the backbone; then, if wanted, the organizations that deliver or run the most events, two at
/// most; then those with the most links in the organization network; each once, `most` in all. Equals go by id. Time
/// that of the organization network.
[[nodiscard]] std::vector<notable> notable_organizations(const measure_context& context, std::size_t most, bool hosts);

/// The organizations that run or deliver a vertex, such as an event's hosts. By id.
[[nodiscard]] std::vector<vertex_ref> hosts_of(const network_view& view, vertex_ref v);

}  // namespace capnet::detail
