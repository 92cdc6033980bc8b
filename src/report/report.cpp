#include <capnet/io/report.hpp>

#include <boost/json/serialize.hpp>

#include <array>
#include <string_view>
#include <utility>

#include <capnet/io/atomic_file.hpp>

#include "report/assets.hpp"
#include "report/markup.hpp"
#include "report/payload.hpp"

namespace capnet {
namespace {

/// JSON inside a script element: nothing in it can end the element or begin a comment.
std::string script_safe(std::string_view json) {
  std::string safe;
  safe.reserve(json.size() + json.size() / 16);
  for (std::size_t at = 0; at < json.size(); ++at) {
    const std::string_view rest = json.substr(at, 3);
    if (json[at] == '<')
      safe += "\\u003c";
    else if (json[at] == '>')
      safe += "\\u003e";
    else if (json[at] == '&')
      safe += "\\u0026";
    else if (rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9")
      safe += rest[2] == '\xA8' ? "\\u2028" : "\\u2029", at += 2;
    else
      safe += json[at];
  }
  return safe;
}

/// One pass: what is put in is never looked at for placeholders.
std::string fill(std::string_view page, const std::array<std::pair<std::string_view, std::string_view>, 5>& values) {
  std::string filled;
  while (true) {
    const std::size_t mark = page.find("{{capnet:");
    filled += page.substr(0, mark);
    if (mark == std::string_view::npos) return filled;
    page.remove_prefix(mark);
    const std::size_t end = page.find("}}") + 2;
    for (const auto& [name, value] : values) {
      if (page.substr(9, end - 11) == name) filled += value;
    }
    page.remove_prefix(end);
  }
}

}  // namespace

std::string html_report(const snapshot& net, const report_options& options) {
  const boost::json::object payload = detail::report_payload(net, options);
  const boost::json::object& titles = payload.at("title").as_object();
  const std::string title = markup_safe(titles.at(titles.at("en").as_string().empty() ? "ja" : "en").as_string());
  const std::string data = script_safe(boost::json::serialize(payload));
  const std::string licenses = markup_safe(detail::report_licenses);
  return fill(detail::report_template, {{{"title", title},
                                         {"css", detail::report_css},
                                         {"licenses", licenses},
                                         {"data", data},
                                         {"js", detail::report_js}}});
}

void write_report(const snapshot& net, const std::filesystem::path& file, const report_options& options) {
  write_atomically(file, html_report(net, options));
}

}  // namespace capnet
