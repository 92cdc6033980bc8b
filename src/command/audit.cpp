/// capnet audit: what the figures of a folder imply, and where its statements can't all be true.
#include <boost/json/object.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <capnet/core/text.hpp>
#include <capnet/metric/audit.hpp>
#include <capnet/view/part_of.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "io/finding_json.hpp"
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

void show_text(const std::string& folder, const snapshot& net, const std::vector<finding>& found) {
  std::ostream& out = std::cout;
  std::size_t errors = 0, warnings = 0;
  for (const finding& f : found) {
    errors += f.severity == severity::error;
    warnings += f.severity == severity::warning;
  }
  if (found.empty()) {
    out << printable(folder)
        << ": nothing found. No figure or statement contradicts another, and nothing follows from them.\n";
    return;
  }
  out << printable(folder) << ": " << found.size() << (found.size() == 1 ? " finding" : " findings") << " (" << errors
      << " can't be true, " << warnings << " to read with care, " << found.size() - errors - warnings << " to know)\n";
  std::set<std::string> cited;
  for (const heading& h : headings) {
    bool first = true;
    for (const finding& f : found) {
      if (f.code != h.code) continue;
      if (first) out << '\n' << h.title << '\n';
      first = false;
      out << (f.severity == severity::error ? "  ! " : "  - ") << printable(f.message) << '\n';
      const std::string about = join_names(f.figures.empty() ? f.vertices : f.figures, ", ", 8);
      const std::string where = f.cite.empty() ? "" : "source: " + join_names(f.cite, ", ", 4);
      if (!about.empty() || !where.empty())
        out << "    [" << about << (about.empty() || where.empty() ? "" : "; ") << where << "]\n";
      cited.insert(f.cite.begin(), f.cite.end());
    }
  }
  std::set<std::string> printed;
  for (const source& s : net.sources()) {
    if (!cited.contains(s.id) || !printed.insert(s.id).second) continue;
    if (printed.size() == 1) out << "\nSources\n";
    out << "  " << printable(s.id) << ": " << printable(s.title)
        << (s.publisher.empty() ? "" : ", " + printable(s.publisher)) << (s.day ? ", " + detail::date_text(*s.day) : "")
        << (s.url.empty() ? "" : ", " + printable(s.url)) << '\n';
  }
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
    !output->text() ? print_answer(*output, {{"findings", detail::findings_json(found)}}, net, {}, "findings")
                    : show_text(folder->folder.empty() ? folder->edges : folder->folder, net, found);
    if (std::ranges::any_of(found, [&](const finding& f) { return fails(f, *fail_on); })) throw exit_status{1};
  });
}

}  // namespace capnet::command
