#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/io/taxonomy_file.hpp>

#include "io/cell_values.hpp"
#include "io/memory_budget.hpp"

namespace capnet {
namespace {

/// SKOS's names of the relations, in the order of `mapping_relation`.
constexpr std::array<std::string_view, 5> skos_names{"exactMatch", "closeMatch", "broadMatch", "narrowMatch",
                                                     "relatedMatch"};

std::optional<mapping_relation> relation_of(detail::row_reader& row) {
  const std::string_view text = row.required("relation");
  if (text.empty()) return std::nullopt;
  const std::string_view bare = text.starts_with("skos:") ? text.substr(5) : text;
  for (const auto& names : {mapping_relation_names, skos_names}) {
    const auto found = std::ranges::find(names, bare);
    if (found != names.end()) return static_cast<mapping_relation>(found - names.begin());
  }
  row.complain("relation", quote(text) + " is no relation of a mapping; expected one of " +
                               join_names(mapping_relation_names, " or ") + did_you_mean(text, mapping_relation_names));
  return std::nullopt;
}

std::optional<double> confidence_of(detail::row_reader& row) {
  if (row.text("confidence").empty()) {
    row.complain("confidence", "'confidence' is empty; expected a number from 0 to 1: how sure the link is");
    return std::nullopt;
  }
  const auto number = row.number("confidence");
  if (!number || (*number >= 0 && *number <= 1)) return number;
  row.complain("confidence", quote(row.text("confidence")) + " is no confidence; expected a number from 0 to 1");
  return std::nullopt;
}

std::optional<scale_conversion> levels_of(detail::row_reader& row) {
  if (row.text("levels").empty()) return std::nullopt;
  try {
    return parse_scale_conversion(row.text("levels"));
  } catch (const input_error& fault) {
    row.complain("levels", fault.what());
    return std::nullopt;
  }
}

}  // namespace

crosswalk read_crosswalk(const std::filesystem::path& file, const taxonomy_file_options& options) {
  problem_list problems{options.limits.problems};
  csv_reader table = csv_reader::read(file, options.limits, problems, options.encoding);
  detail::memory_budget budget{options.limits};
  budget.read(table.bytes());
  for (const std::string_view name : {"source", "target", "relation", "confidence"}) {
    if (table.header().empty() || table.find_column(name)) continue;
    problems.add({file.string(), 1, 1,
                  "there is no column " + quote(name) +
                      "; expected the columns source, target, relation, confidence and, where levels follow, levels"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  std::vector<crosswalk_link> links;
  std::map<std::pair<std::string, std::string>, std::uint32_t> lines;
  while (table.next()) {
    detail::row_reader row{table, problems};
    crosswalk_link link{.source = row.name("source", options.limits.id_bytes),
                        .target = row.name("target", options.limits.id_bytes)};
    const auto relation = relation_of(row);
    const auto confidence = confidence_of(row);
    link.levels = levels_of(row);
    if (!budget.take(600 + 3 * (link.source.size() + link.target.size()) + file.native().size() +
                     20 * row.text("levels").size())) {
      row.complain("source", budget.refusal());
      break;
    }
    if (!row.good()) continue;
    const auto [first, fresh] = lines.try_emplace({link.source, link.target}, row.line());
    if (!fresh) {
      row.complain("source", "the link from " + quote(link.source) + " to " + quote(link.target) + " stands on line " +
                                 std::to_string(first->second) + " too; expected it once");
      continue;
    }
    link.relation = *relation;
    link.confidence = *confidence;
    link.file = file.string();
    link.line = row.line();
    links.push_back(std::move(link));
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return crosswalk{std::move(links)};
}

}  // namespace capnet
