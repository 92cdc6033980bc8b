#pragma once
/// Texts, dates and sources as the report's payload writes them: see README.md in this folder.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>

#include "io/json_values.hpp"

namespace capnet::detail {

/// A text of the data, printable, as it could turn the numbers beside it; of a long one the first `most` bytes (whole
/// letters of them) and "…".
[[nodiscard]] inline std::string clipped(std::string_view text, std::size_t most = 200) {
  std::string shown = printable(text.substr(0, most + 4));  // never shorter than what it shows
  if (shown.size() <= most) return shown;
  while (most > 0 && (static_cast<unsigned char>(shown[most]) & 0xC0u) == 0x80u) --most;
  return shown.substr(0, most) + "…";
}

/// Adds the field unless the text is empty.
inline void put_text(boost::json::object& into, std::string_view name, std::string_view text, std::size_t most = 200) {
  if (!text.empty()) into[name] = clipped(text, most);
}

[[nodiscard]] inline boost::json::object both(std::string_view en, std::string_view ja) {
  return {{"en", en}, {"ja", ja}};
}

/// The name of a vertex in both languages.
[[nodiscard]] inline boost::json::object both_names(const snapshot& net, vertex_ref v) {
  return both(clipped(net.label_en(v)), clipped(net.label(v)));
}

/// `[earliest, latest]`, or null where there is no such day.
[[nodiscard]] inline boost::json::value date_json(const std::optional<partial_date>& day) {
  if (!day || *day == never_began || *day == never_ends) return nullptr;
  return boost::json::array{capnet::to_string(day->earliest), capnet::to_string(day->latest)};
}
inline void put_date(boost::json::object& into, std::string_view name, const std::optional<partial_date>& day) {
  if (boost::json::value json = date_json(day); !json.is_null()) into[name] = std::move(json);
}

/// `value`, `low` and `high`, null where not known.
template <class Bounds>
[[nodiscard]] boost::json::object bounded_json(const std::optional<double>& value, const Bounds& bounds) {
  return {{"value", to_json(value)}, {"low", to_json(bounds.low)}, {"high", to_json(bounds.high)}};
}

/// The sources, by place: whatever cites one says its number.
class source_list {
 public:
  /// Sources of the network beyond `most`, and citations beyond `most_cites` of one thing, are counted only.
  explicit source_list(const snapshot& net, std::size_t most = 1'000);

  /// Adds `cite`, and `cite_more` where there are more than can be shown. Pre: `ids` are texts.
  template <class Ids>
  void cite(boost::json::object& into, const Ids& ids) {
    boost::json::array places;
    std::size_t more = 0;
    for (const auto& id : ids) {
      const auto place = places.size() < most_cites ? find(id) : std::nullopt;
      if (place)
        places.emplace_back(*place);
      else
        ++more;
    }
    if (!places.empty()) into["cite"] = std::move(places);
    if (more > 0) into["cite_more"] = more;
  }
  /// The same for a cell "a|b".
  void cite_cell(boost::json::object& into, std::string_view cell) {
    std::vector<std::string_view> ids;
    for_each_listed(cell, [&](std::string_view id) { ids.push_back(id); });
    cite(into, ids);
  }
  [[nodiscard]] boost::json::array json() && { return std::move(sources_); }

 private:
  static constexpr std::size_t most_cites = 12;
  [[nodiscard]] std::optional<std::size_t> find(std::string_view id);

  std::size_t most_;
  boost::json::array sources_;
  std::unordered_map<std::string, std::size_t, text_hash> places_;
};

}  // namespace capnet::detail
