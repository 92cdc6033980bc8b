#pragma once
/// Attributes of vertices that change, and what they are on a day.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/id.hpp>
#include <capnet/model/sector.hpp>
#include <capnet/network/event_log.hpp>

namespace capnet {

namespace detail {
class name_list;
}

/// All changes of a network, in the order of recording. Copies share them; what is appended lies beside what was there,
/// in about log2 parts. Changes of sector and region stand apart as numbers too: filters ask for them at every step.
class change_list {
 public:
  [[nodiscard]] bool empty() const { return parts_.empty(); }
  [[nodiscard]] std::vector<change_record> all() const;
  /// Pre: the schema knows their sectors, `regions` their regions. Time O(changes), amortized O(log) times that.
  void append(std::vector<change_record> changes, const capnet::schema& schema, const detail::name_list& regions);

  [[nodiscard]] bool changes(vertex_ref v) const;
  [[nodiscard]] bool changes_regions() const;

  /// The sector or region on a day; `first` before any change.
  [[nodiscard]] capnet::sector sector(vertex_ref v, date day, capnet::sector first) const {
    return parts_.empty() ? first : changed_sector(v, day, first);
  }
  [[nodiscard]] std::uint32_t region(vertex_ref v, date day, std::uint32_t first) const {
    return parts_.empty() ? first : changed_region(v, day, first);
  }
  /// The value of an attribute from its last change up to the day on; null before any.
  [[nodiscard]] const attribute_value* value(vertex_ref v, std::string_view attribute, date day) const;
  /// Calls `visit(change_record)` for each change of a vertex, in order of recording.
  template <class Visit>
  void for_each(vertex_ref v, Visit&& visit) const {
    for (const change_record* change : of(v)) visit(*change);
  }

 private:
  struct part;
  [[nodiscard]] capnet::sector changed_sector(vertex_ref v, date day, capnet::sector first) const;
  [[nodiscard]] std::uint32_t changed_region(vertex_ref v, date day, std::uint32_t first) const;
  /// Those of a vertex, in order of recording.
  [[nodiscard]] std::vector<const change_record*> of(vertex_ref v) const;

  std::vector<std::shared_ptr<const part>> parts_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/change_list-inl.hpp>  // IWYU pragma: export
#endif
