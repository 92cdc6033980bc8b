#pragma once
/// Definitions of change_list.hpp: see core/config.hpp.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/network/change_list.hpp>
#include <capnet/network/name_list.hpp>

namespace capnet {

struct change_list::part {
  struct change {
    date from;
    std::uint32_t number;  ///< of the sector or region, or among `changes`
  };
  using by_vertex = std::unordered_map<vertex_ref, std::vector<change>>;
  std::vector<change_record> changes{};
  by_vertex places{}, sectors{}, regions{};

  /// What the last change up to the day made of it; `now` before any.
  [[nodiscard]] static std::uint32_t on(const std::vector<std::shared_ptr<const part>>& parts, by_vertex part::* which,
                                        vertex_ref v, date day, std::uint32_t now) {
    date since = unbounded_past;
    for (const auto& some : parts) {
      const auto& changes = (*some).*which;
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
};

CAPNET_INLINE capnet::sector change_list::changed_sector(vertex_ref v, date day, capnet::sector first) const {
  return static_cast<capnet::sector>(part::on(parts_, &part::sectors, v, day, static_cast<std::uint32_t>(first)));
}
CAPNET_INLINE std::uint32_t change_list::changed_region(vertex_ref v, date day, std::uint32_t first) const {
  return part::on(parts_, &part::regions, v, day, first);
}
CAPNET_INLINE std::vector<const change_record*> change_list::of(vertex_ref v) const {
  std::vector<const change_record*> found;
  for (const auto& some : parts_) {
    const auto places = some->places.find(v);
    if (places == some->places.end()) continue;
    for (const part::change& at : places->second) found.push_back(&some->changes[at.number]);
  }
  return found;
}

CAPNET_INLINE std::vector<change_record> change_list::all() const {
  std::vector<change_record> changes;
  for (const auto& some : parts_) {
    for (const change_record& change : some->changes) changes.push_back(change);
  }
  return changes;
}

CAPNET_INLINE void change_list::append(std::vector<change_record> changes, const capnet::schema& schema,
                                       const detail::name_list& regions) {
  if (changes.empty()) return;
  while (!parts_.empty() && 2 * changes.size() >= parts_.back()->changes.size()) {
    std::vector<change_record> both = parts_.back()->changes;
    for (change_record& change : changes) both.push_back(std::move(change));
    changes = std::move(both);
    parts_.pop_back();
  }
  auto made = std::make_shared<part>();
  made->changes = std::move(changes);
  for (std::uint32_t k = 0; k < made->changes.size(); ++k) {
    const change_record& change = made->changes[k];
    made->places[change.vertex].push_back({change.from, k});
    const bool is_sector = change.attribute == "sector";
    if (!is_sector && change.attribute != "region") continue;
    const std::uint32_t now =
        is_sector ? static_cast<std::uint32_t>(schema.find_sector(change.value.text()).value_or(sector::unknown))
                  : regions.find(change.value.text()).value_or(0);
    (is_sector ? made->sectors : made->regions)[change.vertex].push_back({change.from, now});
  }
  parts_.push_back(std::move(made));
}

CAPNET_INLINE bool change_list::changes(vertex_ref v) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const auto& some) { return some->places.contains(v); });
}

CAPNET_INLINE bool change_list::changes_regions() const {
  return std::any_of(parts_.begin(), parts_.end(), [](const auto& some) { return !some->regions.empty(); });
}

CAPNET_INLINE const attribute_value* change_list::value(vertex_ref v, std::string_view attribute, date day) const {
  const attribute_value* now = nullptr;
  date since = unbounded_past;
  for_each(v, [&](const change_record& change) {
    if (change.attribute != attribute || change.from > day || change.from < since) return;
    now = &change.value;
    since = change.from;
  });
  return now;
}

}  // namespace capnet
