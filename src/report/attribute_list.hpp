#pragma once
/// What is said of drawn vertices and ties beyond their fixed fields: see README.md in this folder.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/network/snapshot.hpp>

#include "report/day_stops.hpp"

namespace capnet::detail {

/// The attributes that are shown, each by place, and how many bytes their values may still take.
class attribute_list {
 public:
  attribute_list(const snapshot& net, const day_stops& stops) : net_{net}, stops_{stops} {}

  /// Adds `attributes`, and `attributes_more` where there are more than can be shown: those of a vertex, but for the
  /// unit of its size and the parent of a skill, or of a tie, with its weight.
  void put(boost::json::object& into, vertex_ref v, const std::vector<attribute>& first);
  void put(boost::json::object& into, tie_ref t, const tie_properties& said);
  [[nodiscard]] boost::json::array json() && { return std::move(shown_); }

 private:
  static constexpr std::size_t most_of_one = 12, most_names = 400, most_bytes = 400'000;

  /// One thing's values, each added to the list while there is room.
  class values;
  [[nodiscard]] std::size_t place_of(const attribute_info& info);

  const snapshot& net_;
  const day_stops& stops_;
  boost::json::array shown_;
  std::map<std::string, std::size_t> places_;
  std::size_t vertex_bytes_ = most_bytes, tie_bytes_ = most_bytes;
};

}  // namespace capnet::detail
