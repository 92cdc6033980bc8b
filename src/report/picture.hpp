#pragma once
/// The vertices and ties that the report draws and lists.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include <capnet/io/report.hpp>
#include <capnet/view/network_view.hpp>

#include "report/day_stops.hpp"
#include "report/json_parts.hpp"

namespace capnet::detail {

/// Which vertices are drawn, by the places that the payload refers to them by: all, or those with the most ties.
class picture {
 public:
  picture(const snapshot& net, std::size_t most);

  [[nodiscard]] const std::vector<vertex_ref>& vertices() const { return vertices_; }
  [[nodiscard]] std::optional<std::size_t> place(vertex_ref v) const {
    const auto found = places_.find(v);
    return found == places_.end() ? std::nullopt : std::optional{found->second};
  }

 private:
  std::vector<vertex_ref> vertices_;
  std::unordered_map<vertex_ref, std::size_t> places_;
};

/// A vertex as its place among those drawn, else its names.
[[nodiscard]] boost::json::value drawn_or_named(const snapshot& net, const picture& drawn, vertex_ref v);
/// The first `most` of a list so.
[[nodiscard]] boost::json::array drawn_or_named(const snapshot& net, const picture& drawn,
                                                std::span<const vertex_ref> list,
                                                std::size_t most = std::dynamic_extent);

/// Adds `vertices`, `ties`, the words they use (`kinds`, `sectors`, `relations`, `statuses`, each with how many the
/// whole network has), and `order` and `size` of the whole network, of which not all need be drawn.
void add_picture(boost::json::object& payload, const network_view& view, const picture& drawn, const day_stops& stops,
                 source_list& sources, const report_options& options);

}  // namespace capnet::detail
