#pragma once
/// What counts on a day, by the definition. For tests.
#include <optional>

#include <capnet/network/event_log.hpp>

namespace capnet::naive {

/// What counts surely or possibly on a day, or ever.
struct validity {
  std::optional<date> day{};
  certainty sure = certainty::certain;

  [[nodiscard]] bool begun(const spell& when) const {
    return !day || (sure == certainty::certain ? when.begin.latest : when.begin.earliest) <= *day;
  }
  [[nodiscard]] bool lasts(const spell& when) const {
    return !day || *day < (sure == certainty::certain ? when.end.earliest : when.end.latest);
  }
  [[nodiscard]] bool exists(const vertex_properties& p) const { return may_be_party(p, false); }
  /// Of a deed also whoever has ended.
  [[nodiscard]] bool may_be_party(const vertex_properties& p, bool deed) const {
    return p.status == status::held && begun(p.existence) && (deed || lasts(p.existence));
  }
  [[nodiscard]] bool counts(const relation_info& r, const tie_record& uv, const vertex_properties& source,
                            const vertex_properties& target) const {
    const tie_properties& p = uv.properties;
    const bool deed = r.nature == tie_nature::deed;
    return !uv.retracted && p.status == status::held && begun(p.active) && lasts(p.active) &&
           may_be_party(source, deed) && may_be_party(target, deed);
  }
  /// The last change up to the day holds, of several on one day the last recorded.
  [[nodiscard]] std::string value_of(vertex_ref v, const char* attribute, std::string recorded,
                                     const std::vector<change_record>& changes) const {
    date since = unbounded_past;
    for (const change_record& change : changes) {
      if (change.vertex != v || change.attribute != attribute || change.from < since || (day && *day < change.from))
        continue;
      recorded = change.value.text(), since = change.from;
    }
    return recorded;
  }
};

}  // namespace capnet::naive
