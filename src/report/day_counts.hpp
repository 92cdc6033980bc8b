#pragma once
/// How much there is at each stop of the report's slider.
#include <boost/json/object.hpp>

#include <optional>

#include "report/day_stops.hpp"
#include "report/json_parts.hpp"

namespace capnet::detail {

/// The program that most take part in, organizations and cohorts; nothing if there is no program.
[[nodiscard]] std::optional<vertex_ref> main_program(const snapshot& net);

/// Who takes part: organizations by sector, persons, and groups known by their size, side by side and never added; held
/// ties by relation; statements that are not held, by status. Each as `changes` of what surely and what possibly holds.
///
/// They are what the library's measures give on the views of each stop: `participants`, `network_view::size`; found for
/// all stops at once. Time O((n + m) log stops + stops * organizations that take part).
[[nodiscard]] boost::json::object day_counts(const snapshot& net, const day_stops& stops, source_list& sources);

}  // namespace capnet::detail
