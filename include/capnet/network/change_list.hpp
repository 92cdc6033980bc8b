#pragma once
/// Attributes of vertices that change, and what they are on a day.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/id.hpp>
#include <capnet/model/sector.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/name_list.hpp>

namespace capnet {

/// All changes of a network, those of sector and region as numbers: filters ask for them at every step.
class change_list {
 public:
  change_list() = default;
  /// Pre: the schema knows the sectors, `regions` the regions.
  change_list(std::vector<change_record> all, const capnet::schema& schema, const detail::name_list& regions)
      : all_{std::move(all)} {
    for (std::uint32_t k = 0; k < all_.size(); ++k) {
      const change_record& change = all_[k];
      places_[change.vertex].push_back(k);
      if (change.attribute == "sector")
        sectors_[change.vertex].emplace_back(change.from,
                                             schema.find_sector(change.value.text()).value_or(sector::unknown));
      if (change.attribute == "region")
        regions_[change.vertex].emplace_back(change.from, regions.find(change.value.text()).value_or(0));
    }
  }

  [[nodiscard]] const std::vector<change_record>& all() const { return all_; }
  [[nodiscard]] bool changes(vertex_ref v) const { return !places_.empty() && places_.contains(v); }
  [[nodiscard]] bool changes_regions() const { return !regions_.empty(); }

  /// The sector or region on a day; `first` before any change.
  [[nodiscard]] capnet::sector sector(vertex_ref v, date day, capnet::sector first) const {
    return on(sectors_, v, day, first);
  }
  [[nodiscard]] std::uint32_t region(vertex_ref v, date day, std::uint32_t first) const {
    return on(regions_, v, day, first);
  }
  /// The value of an attribute from its last change up to the day on; null before any.
  [[nodiscard]] const attribute_value* value(vertex_ref v, std::string_view attribute, date day) const {
    const attribute_value* now = nullptr;
    date since = unbounded_past;
    for_each(v, [&](const change_record& change) {
      if (change.attribute != attribute || change.from > day || change.from < since) return;
      now = &change.value;
      since = change.from;
    });
    return now;
  }
  /// Calls `visit(change_record)` for each change of a vertex, in order of recording.
  template <class Visit>
  void for_each(vertex_ref v, Visit&& visit) const {
    if (places_.empty()) return;
    const auto found = places_.find(v);
    if (found == places_.end()) return;
    for (const std::uint32_t k : found->second) visit(all_[k]);
  }

 private:
  template <class T>
  using dated = std::unordered_map<vertex_ref, std::vector<std::pair<date, T>>>;
  template <class T>
  static T on(const dated<T>& changes, vertex_ref v, date day, T now) {
    if (changes.empty()) return now;
    const auto found = changes.find(v);
    if (found == changes.end()) return now;
    date since = unbounded_past;
    for (const auto& [from, value] : found->second) {
      if (from <= day && from >= since) {
        now = value;
        since = from;
      }
    }
    return now;
  }

  std::vector<change_record> all_;
  std::unordered_map<vertex_ref, std::vector<std::uint32_t>> places_;
  dated<capnet::sector> sectors_;
  dated<std::uint32_t> regions_;
};

}  // namespace capnet
