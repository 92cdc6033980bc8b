#pragma once
/// What the report shows, as the JSON that its page reads: see README.md in this folder.
#include <boost/json/object.hpp>

#include <capnet/io/report.hpp>

namespace capnet::detail {

[[nodiscard]] boost::json::object report_payload(const snapshot& net, const report_options& options);

}  // namespace capnet::detail
