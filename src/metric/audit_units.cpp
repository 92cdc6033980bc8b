/// Counts side by side that can't be added: units_differ.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "metric/audit_context.hpp"
#include "metric/audit_words.hpp"

namespace capnet::detail {
namespace {

/// Figures that a reader may be tempted to add up, ascending.
using group = std::vector<figure_index>;

/// The groups that no other one contains, each once.
std::vector<group> maximal(std::vector<group> groups) {
  std::ranges::sort(groups);
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  std::unordered_map<figure_index, std::vector<std::size_t>> containing;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    for (const figure_index f : groups[k]) containing[f].push_back(k);
  }
  std::vector<group> kept;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    const figure_index rarest =
        *std::ranges::min_element(groups[k], {}, [&](figure_index f) { return containing[f].size(); });
    const bool contained = std::ranges::any_of(containing[rarest], [&](std::size_t other) {
      return other != k && std::ranges::all_of(
                               groups[k], [&](figure_index f) { return std::ranges::binary_search(groups[other], f); });
    });
    if (!contained) kept.push_back(groups[k]);
  }
  return kept;
}

}  // namespace

void audit_units(const audit_context& context, std::vector<finding>& found) {
  std::unordered_map<vertex_ref, group> by_subject;
  std::map<std::string, group> by_survey;
  for (figure_index at = 0; at < context.size(); ++at) {
    const figure& f = context.at(at);
    if (!context.firm(at) || f.kind != figure_kind::count || !f.value || f.unit.empty()) continue;
    if (const auto subject = context.subject(at)) by_subject[*subject].push_back(at);
    if (!f.survey.empty()) by_survey[f.survey].push_back(at);
  }
  const auto differ = [&](const group& figures) {
    return std::ranges::any_of(figures,
                               [&](figure_index f) { return context.at(f).unit != context.at(figures[0]).unit; });
  };
  std::vector<group> groups;
  for (const auto& [subject, figures] : by_subject) {
    if (differ(figures)) groups.push_back(figures);
  }
  for (const auto& [survey, figures] : by_survey) {
    if (differ(figures)) groups.push_back(figures);
  }
  // What is part of one whole, such as the events of a program: added up for the whole, without what is counted of the
  // whole itself. Only wholes that are no part themselves are looked at, as theirs contain all others; of a circle of
  // parts, the first.
  std::unordered_set<vertex_ref> covered;
  const auto roll_up = [&](vertex_ref whole) {
    group figures;
    for (const vertex_ref v :
         audit_context::closure(whole, [&](vertex_ref u) -> const auto& { return context.parts(u); })) {
      covered.insert(v);
      const auto counts = by_subject.find(v);
      if (v != whole && counts != by_subject.end())
        figures.insert(figures.end(), counts->second.begin(), counts->second.end());
    }
    std::ranges::sort(figures);
    if (!figures.empty() && differ(figures)) groups.push_back(std::move(figures));
  };
  std::set<vertex_ref> wholes;
  for (const auto& [subject, figures] : by_subject) {
    for (const vertex_ref v :
         audit_context::closure(subject, [&](vertex_ref u) -> const auto& { return context.wholes(u); }))
      wholes.insert(v);
  }
  for (const vertex_ref v : wholes) {
    if (context.wholes(v).empty()) roll_up(v);
  }
  for (const vertex_ref v : wholes) {
    if (!covered.contains(v)) roll_up(v);
  }
  for (const group& figures : maximal(std::move(groups))) {
    finding result = context.about("units_differ", severity::warning, figures);
    std::set<std::string> units;
    std::vector<std::string> counts, counts_ja;
    for (const figure_index f : figures) {
      units.insert(context.at(f).unit);
      if (counts.size() == 6) continue;
      counts.push_back(value_text(context.at(f)));
      counts_ja.push_back(value_text_ja(context.at(f)));
    }
    if (figures.size() > counts.size()) {
      counts.push_back(std::to_string(figures.size() - counts.size()) + " more");
      counts_ja.push_back("ほか" + std::to_string(figures.size() - counts_ja.size()) + "件");
    }
    result.message = join_names(counts) + " cannot be added: they count different things (" + join_names(units) + ").";
    result.message_ja = join_ja(counts_ja) + "は、数えているものが異なるため合算できません。";
    result.fields = {{"units", std::vector<std::string>(units.begin(), units.end())}};
    found.push_back(std::move(result));
  }
}

}  // namespace capnet::detail
