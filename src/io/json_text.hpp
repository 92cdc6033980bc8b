#pragma once
/// JSON as a line of text that is safe wherever it is shown.
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

#include <capnet/core/detail/characters.hpp>

namespace capnet::detail {

/// Serialized, with what would steer a terminal escaped, and U+FFFD for bytes that are not UTF-8, such as those of a
/// file's name: both stand in strings alone. Reads back as it was.
[[nodiscard]] inline std::string json_text(const boost::json::value& json) {
  const std::string serialized = boost::json::serialize(json);
  std::string text;
  text.reserve(serialized.size());
  for (std::string_view rest = serialized; !rest.empty();) {
    const character next = first_character(rest);
    if (!next.well_formed)
      text += "\\ufffd";
    else if (steers_terminals(next.code))
      append_escape(text, 'u', next.code, 4);
    else
      text += rest.substr(0, next.length);
    rest.remove_prefix(next.length);
  }
  return text;
}

}  // namespace capnet::detail
