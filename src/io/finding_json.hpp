#pragma once
/// The audit's findings as JSON of the report; `capnet audit` has the same fields as columns.
#include <variant>

#include <capnet/metric/audit.hpp>

#include "io/json_values.hpp"

namespace capnet::detail {

/// `{"code","severity","message","message_ja","figures","vertices","cite",...}` with the code's own fields after these.
inline boost::json::object to_json(const finding& f) {
  boost::json::object one{{"code", f.code},
                          {"severity", to_string(f.severity)},
                          {"message", f.message},
                          {"message_ja", f.message_ja},
                          {"figures", to_json(f.figures)},
                          {"vertices", to_json(f.vertices)},
                          {"cite", to_json(f.cite)}};
  struct writer {
    boost::json::value operator()(std::nullptr_t) const { return nullptr; }
    boost::json::value operator()(bool truth) const { return truth; }
    boost::json::value operator()(std::int64_t number) const { return number; }
    boost::json::value operator()(double number) const { return to_json(std::optional{number}); }
    boost::json::value operator()(decimal number) const { return to_json(std::optional{number.value()}); }
    boost::json::value operator()(const std::string& text) const { return boost::json::value(text); }
    boost::json::value operator()(const std::vector<std::int64_t>& numbers) const {
      return boost::json::array(numbers.begin(), numbers.end());
    }
    boost::json::value operator()(const std::vector<std::string>& texts) const { return to_json(texts); }
  };
  for (const auto& [name, value] : f.fields) one[name] = std::visit(writer{}, value);
  return one;
}

}  // namespace capnet::detail
