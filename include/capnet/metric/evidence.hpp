#pragma once
/// The rows and sources behind a number.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/model/estimate.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// One row that a figure stands on.
struct evidence {
  std::string file{};      ///< where it was read; empty if it was not
  std::uint32_t line = 0;  ///< 0 if it was not read from a file
  std::string row{};       ///< the row in words: "dell participates_in nptech from 2023"
  std::string cite{};
};

/// Everything that a number can be checked with.
struct explanation {
  std::string definition{};
  std::vector<evidence> rows{};   ///< vertices, then ties
  std::vector<source> sources{};  ///< of those rows and of the figure itself, as far as the network lists them
};

namespace detail {

inline evidence make_evidence(const snapshot& net, std::string row, const origin& where, const std::string& cite) {
  evidence found{.row = std::move(row), .cite = cite};
  found.file = net.file_of(where);
  if (!found.file.empty()) found.line = where.line;
  return found;
}

inline std::string dates_in_words(const spell& when) {
  std::string words;
  if (when.begin != never_began) words += " from " + to_string(when.begin);
  if (when.end != never_ends) words += " until before " + to_string(when.end);
  return words;
}

inline std::vector<source> sources_of(const snapshot& net, const std::vector<std::string>& cites) {
  std::vector<source> found;
  for (const source& where : net.sources()) {
    if (std::find(cites.begin(), cites.end(), where.id) != cites.end()) found.push_back(where);
  }
  return found;
}

}  // namespace detail

/// The vertices and ties that an estimate was computed from, in words, and their sources. Time O(rows * length of their
/// texts).
[[nodiscard]] inline explanation evidence_of(const snapshot& net, const estimate& figure) {
  explanation result{.definition = figure.definition};
  for (const vertex_ref v : figure.vertices) {
    const vertex_properties& p = net.properties(v);
    result.rows.push_back(detail::make_evidence(
        net, net.schema().name(v.kind) + " " + net.key(v) + detail::dates_in_words(p.existence), p.where, p.cite));
  }
  for (const tie_ref t : figure.ties) {
    const tie_record& uv = net.tie(t);
    const std::string words =
        net.key(uv.source) + " " + net.schema().relation(t.relation).name + " " + net.key(uv.target);
    result.rows.push_back(detail::make_evidence(net, words + detail::dates_in_words(uv.properties.active),
                                                uv.properties.where, uv.properties.cite));
  }
  result.sources = detail::sources_of(net, figure.cite);
  return result;
}

/// The same for a reported figure: what was said, and where.
[[nodiscard]] inline explanation evidence_of(const snapshot& net, const figure& reported) {
  explanation result{.definition = "reported: " + reported.label};
  if (const auto subject = net.find(reported.subject)) {
    const vertex_properties& p = net.properties(*subject);
    result.rows.push_back(
        detail::make_evidence(net, net.schema().name(subject->kind) + " " + net.key(*subject), p.where, p.cite));
  }
  std::vector<std::string> cites;
  for_each_listed(reported.cite, [&](std::string_view id) { cites.emplace_back(id); });
  result.sources = detail::sources_of(net, cites);
  return result;
}

}  // namespace capnet
