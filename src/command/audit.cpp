/// capnet audit: what the figures of a folder imply, and where its statements can't all be true.
#include <boost/json/object.hpp>

#include <iostream>
#include <memory>
#include <set>

#include <capnet/metric/audit.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"
#include "io/finding_json.hpp"

namespace capnet::command {
namespace {

struct heading {
  std::string_view code, title;
};
/// In the order in which they are read: what is wrong, what misleads, what follows.
constexpr heading headings[]{
    {"statements_conflict", "Statements that can't all be true"},
    {"percent_impossible", "Percentages that no whole number gives"},
    {"denominator_inferred", "How many must have answered"},
    {"units_differ", "Counts that can't be added"},
    {"approximate", "Approximate figures"},
    {"count_inferred", "Counts behind percentages"},
    {"interval", "How sure the shares are"},
    {"previous_value", "Values before a change"},
    {"rate_bounds", "Rates known within bounds"},
    {"not_held", "Stated, but not held"},
};

std::string joined(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t k = 0; k < words.size() && k < most; ++k) text += (k == 0 ? "" : ", ") + words[k];
  return words.size() > most ? text + " and " + std::to_string(words.size() - most) + " more" : text;
}

void show_text(const std::string& folder, const snapshot& net, const std::vector<finding>& found) {
  std::ostream& out = std::cout;
  std::size_t errors = 0, warnings = 0;
  for (const finding& f : found) {
    errors += f.severity == severity::error;
    warnings += f.severity == severity::warning;
  }
  if (found.empty()) {
    out << folder << ": nothing found. No figure or statement contradicts another, and nothing follows from them.\n";
    return;
  }
  out << folder << ": " << found.size() << (found.size() == 1 ? " finding" : " findings") << " (" << errors
      << " can't be true, " << warnings << " to read with care, " << found.size() - errors - warnings << " to know)\n";
  std::set<std::string> cited;
  for (const heading& h : headings) {
    bool first = true;
    for (const finding& f : found) {
      if (f.code != h.code) continue;
      if (first) out << '\n' << h.title << '\n';
      first = false;
      out << (f.severity == severity::error ? "  ! " : "  - ") << f.message << '\n';
      const std::string about = joined(f.figures.empty() ? f.vertices : f.figures, 8);
      const std::string where = f.cite.empty() ? "" : "source: " + joined(f.cite, 4);
      if (!about.empty() || !where.empty())
        out << "    [" << about << (about.empty() || where.empty() ? "" : "; ") << where << "]\n";
      cited.insert(f.cite.begin(), f.cite.end());
    }
  }
  std::set<std::string> printed;
  for (const source& s : net.sources()) {
    if (!cited.contains(s.id) || !printed.insert(s.id).second) continue;
    if (printed.size() == 1) out << "\nSources\n";
    out << "  " << s.id << ": " << s.title << (s.publisher.empty() ? "" : ", " + s.publisher)
        << (s.day ? ", " + capnet::to_string(*s.day) : "") << (s.url.empty() ? "" : ", " + s.url) << '\n';
  }
}

}  // namespace

void add_audit(CLI::App& app) {
  auto folder = std::make_shared<folder_options>();
  auto output = std::make_shared<output_options>();
  CLI::App* command = app.add_subcommand("audit", "what the figures imply, and which statements can't all be true");
  command->add_option("DIR", folder->folder, "folder with vertices.csv and ties.csv, or a file that capnet pack wrote")
      ->required();
  add_output_options(*command, *output);
  command->callback([folder, output] {
    const snapshot net = load(*folder);
    const std::vector<finding> found = audit(net);
    output->json() ? print(boost::json::object{{"findings", detail::findings_json(found)}})
                   : show_text(folder->folder, net, found);
  });
}

}  // namespace capnet::command
