/// capnet audit: what the figures of a folder imply, and where its statements can't all be true.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/metric/audit.hpp>
#include <capnet/view/part_of.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "metric/audit_words.hpp"

namespace capnet::command {
namespace {

struct heading {
  std::string_view code, title;
};
/// In the order in which they are read: what is wrong, what misleads, what follows.
constexpr heading headings[]{
    {"statements_conflict", "Statements that can't all be true"},
    {"percent_impossible", "Percentages that no whole number gives"},
    {"never_holds", "What holds on no day"},
    {"outlying_date", "Dates far from all others"},
    {"duplicate_tie", "Ties stated more than once"},
    {"denominator_inferred", "How many must have answered"},
    {"units_differ", "Counts that can't be added"},
    {"approximate", "Approximate figures"},
    {"count_inferred", "Counts behind percentages"},
    {"interval", "How sure the shares are"},
    {"previous_value", "Values before a change"},
    {"rate_bounds", "Rates known within bounds"},
    {"not_held", "Stated, but not held"},
};

/// Whether `audit --fail-on` asks to fail for a finding: `impossible` is what can't be true by itself, `conflict` what
/// can't be true together, `any` whatever is found.
bool fails(const finding& f, std::string_view on) {
  const bool conflict = f.code == "statements_conflict";
  if (on == "impossible") return f.severity == severity::error && !conflict;
  return on == "any" || (on == "conflict" && conflict);
}

answer_cell field_cell(const finding& f, const std::string& name) {
  const finding_value* const value = f.find(name);
  if (value == nullptr) return absent{};
  const auto cell = [](const auto& given) -> answer_cell {
    if constexpr (requires { given.value(); })
      return given.value();
    else
      return given;
  };
  return std::visit(cell, *value);
}

/// People read them under the headings, in their order.
answer_table findings_table(const std::vector<finding>& found) {
  constexpr answer_place detail = answer_place::detail;
  table_maker rows{{.name = "findings"}, found};
  rows.tell({.place = answer_place::heading},
            [](const finding& f) {
              return std::string{std::ranges::find(headings, std::string_view{f.code}, &heading::code)->title};
            })
      .add({.name = "code", .place = detail}, &finding::code)
      .add({.name = "severity", .place = detail}, [](const finding& f) { return to_string(f.severity); })
      .add({.name = "message", .place = answer_place::sentence}, &finding::message,
           [](const finding& f) { return (f.severity == severity::error ? "! " : "- ") + f.message; })
      .add({.name = "message_ja", .place = detail}, &finding::message_ja)
      .add({.name = "figures", .place = detail}, &finding::figures)
      .add({.name = "vertices", .place = detail}, &finding::vertices)
      .add({.name = "cite", .place = detail}, &finding::cite)
      .tell({.place = answer_place::sentence}, [](const finding& f) {
        const std::string about = join_names(f.figures.empty() ? f.vertices : f.figures, ", ", 8);
        const std::string where = f.cite.empty() ? "" : "source: " + join_names(f.cite, ", ", 4);
        return about.empty() && where.empty()
                   ? ""
                   : '[' + about + (about.empty() || where.empty() ? "" : "; ") + where + ']';
      });
  std::vector<std::string> names;  // of the fields that only some have
  for (const finding& f : found) {
    for (const auto& [name, value] : f.fields) {
      if (std::ranges::find(names, name) != names.end()) continue;
      names.push_back(name);
      rows.add({.name = name,
                .type = answer_table::fields({}, {{name, field_cell(f, name)}}).columns[0].type,
                .place = detail},
               [name = name](const finding& one) { return field_cell(one, name); });
    }
  }
  rows.table.rows_shown.emplace();
  for (const heading& h : headings) {
    for (std::size_t k = 0; k < found.size(); ++k) {
      if (found[k].code == h.code) rows.table.rows_shown->push_back(k);
    }
  }
  return std::move(rows.table);
}

answer_table sources_of(const snapshot& net, const std::vector<finding>& found) {
  std::set<std::string> cited;
  for (const finding& f : found) cited.insert(f.cite.begin(), f.cite.end());
  std::vector<source> sources;
  for (const source& s : net.sources()) {
    if (cited.erase(s.id) > 0) sources.push_back(s);
  }
  table_maker rows{{.title = "Sources"}, std::move(sources)};
  rows.label([](const source& s) { return s.id; }).tell({.place = answer_place::sentence}, [](const source& s) {
    return s.title + (s.publisher.empty() ? "" : ", " + s.publisher) +
           (s.day ? ", " + capnet::detail::date_text(*s.day) : "") + (s.url.empty() ? "" : ", " + s.url);
  });
  return std::move(rows.table);
}

answer audit_answer(const std::string& folder, const snapshot& net, const std::vector<finding>& found) {
  answer all{.tables = {findings_table(found), sources_of(net, found)}, .main = "findings"};
  if (found.empty()) {
    all.lead = {folder + ": nothing found. No figure or statement contradicts another, and nothing follows from them."};
    return all;
  }
  const auto errors = std::ranges::count(found, severity::error, &finding::severity),
             warnings = std::ranges::count(found, severity::warning, &finding::severity);
  const auto all_found = static_cast<std::ptrdiff_t>(found.size());
  all.lead = {folder + ": " + std::to_string(all_found) + (all_found == 1 ? " finding (" : " findings (") +
              std::to_string(errors) + " can't be true, " + std::to_string(warnings) + " to read with care, " +
              std::to_string(all_found - errors - warnings) + " to know)"};
  return all;
}

}  // namespace

void add_audit(CLI::App& app) {
  auto folder = std::make_shared<folder_options>();
  auto output = std::make_shared<output_options>();
  CLI::App* command = app.add_subcommand("audit", "what the figures imply, and which statements can't all be true");
  add_folder_options(
      *command, *folder,
      {.window = true,
       .day = "what had begun by this day alone, and figures of days up to it; sectors are those of that "
              "day. Default: all that is said"});
  add_output_options(*command, *output);
  auto fail_on = std::make_shared<std::string>();
  command
      ->add_option(
          "--fail-on", *fail_on,
          "exit with status 1 if something was found: impossible (can't be true by itself), conflict (can't be "
          "true together), any")
      ->check(CLI::IsMember({"impossible", "conflict", "any"}));
  command->callback([folder, output, fail_on] {
    snapshot net = load(*folder);
    if (!folder->as_of.empty()) net = begun_by(net, *day_of(*folder, net));
    const std::vector<finding> found = audit(net);
    print_answer(*output, audit_answer(folder->folder.empty() ? folder->edges : folder->folder, net, found), net);
    if (std::ranges::any_of(found, [&](const finding& f) { return fails(f, *fail_on); })) throw exit_status{1};
  });
}

}  // namespace capnet::command
