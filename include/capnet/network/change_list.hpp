#pragma once
/// Attributes of vertices that change, and what they are on a day.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// All changes of a network, in the order of recording. Copies share them; what is appended lies beside what was there,
/// in about log2 parts. Changes of sector and region stand apart as numbers too: filters ask for them at every step.
class change_list {
 public:
  [[nodiscard]] bool empty() const { return parts_.empty(); }
  [[nodiscard]] std::vector<change_record> all() const {
    std::vector<change_record> changes;
    for (const auto& some : parts_) changes.insert(changes.end(), some->changes.begin(), some->changes.end());
    return changes;
  }
  /// Pre: the schema knows their sectors, `regions` their regions. Time O(changes), amortized O(log) times that.
  void append(std::vector<change_record> changes, const capnet::schema& schema, const detail::name_list& regions) {
    if (changes.empty()) return;
    while (!parts_.empty() && 2 * changes.size() >= parts_.back()->changes.size()) {
      const std::vector<change_record>& before = parts_.back()->changes;
      changes.insert(changes.begin(), before.begin(), before.end());
      parts_.pop_back();
    }
    auto made = std::make_shared<part>();
    made->changes = std::move(changes);
    for (std::uint32_t k = 0; k < made->changes.size(); ++k) {
      const change_record& change = made->changes[k];
      made->places[change.vertex].push_back(k);
      if (change.attribute == "sector")
        made->sectors[change.vertex].emplace_back(change.from,
                                                  schema.find_sector(change.value.text()).value_or(sector::unknown));
      if (change.attribute == "region")
        made->regions[change.vertex].emplace_back(change.from, regions.find(change.value.text()).value_or(0));
    }
    parts_.push_back(std::move(made));
  }

  [[nodiscard]] bool changes(vertex_ref v) const {
    return std::ranges::any_of(parts_, [&](const auto& some) { return some->places.contains(v); });
  }
  [[nodiscard]] bool changes_regions() const {
    return std::ranges::any_of(parts_, [](const auto& some) { return !some->regions.empty(); });
  }

  /// The sector or region on a day; `first` before any change.
  [[nodiscard]] capnet::sector sector(vertex_ref v, date day, capnet::sector first) const {
    return on(&part::sectors, v, day, first);
  }
  [[nodiscard]] std::uint32_t region(vertex_ref v, date day, std::uint32_t first) const {
    return on(&part::regions, v, day, first);
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
    for (const auto& some : parts_) {
      const auto found = some->places.find(v);
      if (found == some->places.end()) continue;
      for (const std::uint32_t k : found->second) visit(some->changes[k]);
    }
  }

 private:
  template <class T>
  using dated = std::unordered_map<vertex_ref, std::vector<std::pair<date, T>>>;
  struct part {
    std::vector<change_record> changes{};
    std::unordered_map<vertex_ref, std::vector<std::uint32_t>> places{};  ///< in `changes`
    dated<capnet::sector> sectors{};
    dated<std::uint32_t> regions{};
  };
  template <class T>
  [[nodiscard]] T on(dated<T> part::* which, vertex_ref v, date day, T now) const {
    date since = unbounded_past;
    for (const auto& some : parts_) {
      const dated<T>& changes = (*some).*which;
      if (changes.empty()) continue;
      const auto found = changes.find(v);
      if (found == changes.end()) continue;
      for (const auto& [from, value] : found->second) {
        if (from <= day && from >= since) {
          now = value;
          since = from;
        }
      }
    }
    return now;
  }

  std::vector<std::shared_ptr<const part>> parts_;
};

}  // namespace capnet
