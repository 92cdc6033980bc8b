/// capnet drill: which organizations lose their last holder of which skill when people move on, and what would help.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/skill/turnover_drill.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct drill_arguments {
  folder_options folder{};
  output_options output{};
  std::string on{}, hazard{}, stability{};
  std::optional<double> leave{}, rotation{};
  std::size_t hedges = 3;
};

std::vector<std::string> holders_of(const snapshot& net, const skill_risk& risk) {
  std::vector<std::string> keys;
  for (const holder_risk& h : risk.holders) keys.push_back(net.key(h.post.holder));
  return keys;
}

/// How people leave, in a sentence.
std::string law_in_words(const drill_arguments& asked, const turnover_question& question,
                         const turnover_drill_report& report) {
  std::string text = "Posts end as the data says";
  if (asked.leave)
    text += "; where it does not say, a person is gone with probability " + short_number(*asked.leave);
  else if (asked.rotation)
    text += "; where it does not say, a person moves on with probability " + short_number(*asked.rotation) +
            " on each 1 April";
  else if (!asked.hazard.empty())
    text += "; where it does not say, people leave " + short_number(*parse_number(asked.hazard)) + " times a year";
  else if (report.risks.unknown_posts > 0)
    text += "; of " + std::to_string(report.risks.unknown_posts) + " of " + grouped(report.risks.posts, "post") +
            " it says neither when nor how probably: --leave P, --rotation P or --hazard H says it for them";
  if (question.stability_days) text += "; levels fade by exp(-t / " + short_number(*question.stability_days) + " days)";
  return text + ".";
}

answer_table hedges_table(const network_view& view, const turnover_drill_report& report) {
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  table_maker hedges{{.name = "summary.hedges", .title = "What would help most, one after the other"}, report.hedges};
  const auto row_of = [&report](const drill_hedge& one) -> const skill_risk* {
    return one.hedge.kind == hedge_kind::lesson ? nullptr : &report.risks.rows[one.hedge.row];
  };
  using text = std::optional<std::string>;
  hedges.add({.name = "rank", .header = "#"}, [](const drill_hedge&, std::size_t row) { return row + 1; })
      .add({.name = "kind"},
           [](const drill_hedge& one) { return hedge_kind_names[static_cast<std::size_t>(one.hedge.kind)]; })
      .add({.name = "what", .place = detail}, [&](const drill_hedge& one) { return net.key(one.hedge.what); })
      .add(
          {.name = "name", .header = "what"}, [&](const drill_hedge& one) { return net.label(one.hedge.what); },
          [&](const drill_hedge& one) { return net.label_en(one.hedge.what); })
      .add({.name = "organization", .place = detail},
           [&, row_of](const drill_hedge& one) {
             const skill_risk* const row = row_of(one);
             return row ? text{net.key(row->organization)} : text{};
           })
      .add({.name = "skill", .place = detail},
           [&, row_of](const drill_hedge& one) {
             const skill_risk* const row = row_of(one);
             return row ? text{net.key(row->skill)} : text{};
           })
      .add({.name = "attendees", .place = detail},
           [&](const drill_hedge& one) {
             std::vector<std::string> keys;
             for (const attendance& who : one.hedge.who) keys.push_back(net.key(who.person));
             return keys;
           })
      .add({.name = "cut", .header = "losses less"}, [](const drill_hedge& one) { return one.hedge.cut; })
      .add({.name = "expected_after", .header = "left"},
           [](const drill_hedge& one) { return one.hedge.expected_after; })
      .add({.name = "cost"}, [](const drill_hedge& one) { return one.hedge.cost; })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &drill_hedge::reason)
      .label([&](const drill_hedge& one) { return net.label_en(one.hedge.what); });
  return std::move(hedges.table);
}

answer_table rows_table(const network_view& view, const turnover_drill_report& report) {
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  table_maker rows{{.name = "rows"}, report.rows};
  rows.add({.name = "organization", .place = detail},
           [&](const drill_row& row) { return net.key(row.risk.organization); })
      .add(
          {.name = "name", .header = "organization"},
          [&](const drill_row& row) { return net.label(row.risk.organization); },
          [&](const drill_row& row) { return net.label_en(row.risk.organization); })
      .add(
          {.name = "skill"}, [&](const drill_row& row) { return net.key(row.risk.skill); },
          [&](const drill_row& row) { return net.label_en(row.risk.skill); })
      .add({.name = "probability", .unit = "probability", .digits = 3, .unknown = "unknown"},
           [](const drill_row& row) { return row.risk.probability; })
      .add({.name = "low", .header = "at least", .unit = "probability", .digits = 3},
           [](const drill_row& row) { return row.risk.low; })
      .add({.name = "high", .header = "at most", .unit = "probability", .digits = 3},
           [](const drill_row& row) { return row.risk.high; })
      .add(
          {.name = "holders"}, [&](const drill_row& row) { return holders_of(net, row.risk); },
          [&](const drill_row& row) {
            std::vector<std::string> names;
            for (const holder_risk& h : row.risk.holders) names.push_back(net.label_en(h.post.holder));
            return join_names(names, ", ", 3);
          })
      .add({.name = "at_most_one", .unit = "probability", .place = detail},
           [](const drill_row& row) { return row.risk.at_most_one; })
      .add({.name = "unknown", .unit = "person", .place = detail},
           [](const drill_row& row) { return row.risk.unknown; })
      .add({.name = "required", .place = detail}, [](const drill_row& row) { return row.risk.required; })
      .add({.name = "importance", .place = detail},
           [](const drill_row& row) { return row.risk.stated ? std::optional{row.risk.importance} : std::nullopt; })
      .add({.name = "with_hedge", .unit = "probability", .place = detail}, &drill_row::with_hedge)
      .add({.name = "hedge_cost", .place = detail}, &drill_row::hedge_cost)
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &drill_row::reason)
      .add({.name = "hedge", .header = "Cheapest hedge", .place = answer_place::sentence}, &drill_row::hedge)
      .label([&](const drill_row& row) {
        return net.label_en(row.risk.organization) + ", " + net.label_en(row.risk.skill);
      });
  constexpr std::size_t shown = 20;
  if (report.rows.size() > shown) {
    rows.table.rows_shown.emplace();
    for (std::size_t k = 0; k < shown; ++k) rows.table.rows_shown->push_back(k);
    rows.table.notes.push_back(std::to_string(report.rows.size() - shown) +
                               " more are left out here; --format csv or json has them.");
  }
  return std::move(rows.table);
}

answer drill_answer(const drill_arguments& asked, const network_view& view, const turnover_question& question,
                    const turnover_drill_report& report) {
  std::vector<std::string> lead;
  const std::string when = question.until ? " by " + capnet::to_string(*question.until) : " by then";
  if (report.rows.empty()) {
    lead.push_back("Nobody is the last holder of a skill who can be gone" + when + ": " +
                   std::to_string(report.risks.held) +
                   " skills of organizations are held, and someone stays for each.");
  } else {
    const std::size_t known = report.rows.size() - report.unknown;
    std::string expected = "; how probably is not known";
    if (known > 0) {
      expected = "; " + short_number(report.expected) + (report.expected == 1 ? " is" : " are") + " expected to be";
      if (report.unknown > 0) expected += ", " + std::to_string(report.unknown) + " of unknown probability not counted";
    }
    lead.push_back("Of " + plural(report.risks.held, "skill") + " that organizations hold through their people, " +
                   std::to_string(report.rows.size()) + " may be lost with the last holder" + when + expected + ".");
    if (!report.hedges.empty())
      lead.push_back((report.hedges.size() == 1
                          ? std::string{"The hedge below leaves "}
                          : "The " + std::to_string(report.hedges.size()) + " hedges below leave ") +
                     short_number(report.expected_after) + "; no such choice leaves less than " +
                     short_number(report.expected - report.cut_at_most) + ".");
  }
  lead.push_back(law_in_words(asked, question, report));
  return {.lead = std::move(lead),
          .tables = {answer_table::fields("summary", {{"as_of", day_cell(question.from)},
                                                      {"on", day_cell(question.until)},
                                                      {"organizations", report.risks.organizations},
                                                      {"people", report.risks.people},
                                                      {"held", report.risks.held},
                                                      {"lacking", report.risks.lacking},
                                                      {"at_risk", report.rows.size()},
                                                      {"certain", report.certain},
                                                      {"unknown", report.unknown},
                                                      {"unknown_posts", report.risks.unknown_posts},
                                                      {"expected_losses", report.expected},
                                                      {"low", report.low},
                                                      {"high", report.high},
                                                      {"expected_after", report.expected_after},
                                                      {"cut_at_most", report.cut_at_most}}),
                     hedges_table(view, report), rows_table(view, report)}};
}

/// A number above 0, or from 0.
double amount_named(const char* option, const std::string& text, bool zero, const char* what) {
  const auto number = parse_number(text);
  if (number && (*number > 0 || (zero && *number == 0))) return *number;
  throw input_error{
      {{option, 0, 0, quote(text) + " is no " + what + "; expected a number " + (zero ? "from 0" : "above 0")}}};
}

void run(const drill_arguments& asked) {
  problem_list problems;
  turnover_question question;
  if ((asked.leave ? 1 : 0) + (asked.rotation ? 1 : 0) + (asked.hazard.empty() ? 0 : 1) > 1)
    problems.add({"--leave", 0, 0, "expected one of --leave, --rotation and --hazard, which all say how people leave"});
  try_to(problems, "--hazard", [&] {
    if (asked.leave) question.leaving = gone_by_then{*asked.leave};
    if (asked.rotation) question.leaving = yearly_rotation{*asked.rotation};
    if (!asked.hazard.empty())
      question.leaving = leaving_hazard{amount_named("--hazard", asked.hazard, true, "hazard")};
  });
  try_to(problems, "--stability", [&] {
    if (!asked.stability.empty())
      question.stability_days = amount_named("--stability", asked.stability, false, "number of days");
  });
  try_to(problems, "--on", [&] {
    if (!asked.on.empty()) question.until = day_named("--on", asked.on, true);
  });
  if (!problems.empty()) throw input_error{std::move(problems)};

  const snapshot net = load(asked.folder);
  question.from = day_of(asked.folder, net);
  if (question.from && !question.until) question.until = next_day_of_year(std::chrono::April / 1, *question.from);
  if (question.from && question.until && *question.until < *question.from) {
    throw input_error{{{"--on", 0, 0,
                        capnet::to_string(*question.until) + " lies before the day of the network, " +
                            capnet::to_string(*question.from) +
                            "; expected that day or a later one, or an earlier "
                            "--as-of"}}};
  }
  if (!question.from && !asked.leave) {
    throw input_error{
        "the data has no day on which it stands, so that nothing tells who has left by when; expected --leave P, the "
        "probability that a person is gone by then, or --as-of DAY"};
  }
  if (question.stability_days && !question.from) {
    throw input_error{{{"--stability", 0, 0,
                        "the data has no day on which it stands, so that nothing tells how long levels fade; "
                        "expected --as-of DAY too"}}};
  }
  const network_view view = view_of(asked.folder, net);
  const turnover_drill_report report = turnover_drill(view, question, asked.hedges);
  print_answer(asked.output, drill_answer(asked, view, question, report), net);
}

}  // namespace

void add_drill(CLI::App& app) {
  auto asked = std::make_shared<drill_arguments>();
  CLI::App* command =
      app.add_subcommand("drill", "which organizations lose their last holder of which skill when people move on");
  add_folder_options(*command, asked->folder);
  add_output_options(*command, asked->output);
  command
      ->add_option("--on", asked->on,
                   "the day that is asked, of a month or a year its last; default: the first 1 April after --as-of")
      ->type_name("DAY");
  add_probability(*command, "--leave", asked->leave,
                  "the probability that a person is gone by then, where the data gives no other");
  add_probability(*command, "--rotation", asked->rotation,
                  "the same on each 1 April until then, the last day included");
  command->add_option("--hazard", asked->hazard, "how often a year a person leaves, in place of --leave")
      ->type_name("H");
  command
      ->add_option("--stability", asked->stability,
                   "days after which 37% of a level is left, of skills without a stability of their own; default: "
                   "nothing is forgotten")
      ->type_name("DAYS");
  add_whole_number_with_default(*command, "--hedges", asked->hedges, 0, 1000, "seminars and second holders to choose");
  command->callback([asked] { run(*asked); });
}

}  // namespace capnet::command
