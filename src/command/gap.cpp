/// capnet gap: who lacks which skill, how much, and why; by party, sector, region or skill, on a day or since another.
#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/network/column_of.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/skill/gap_change.hpp>
#include <capnet/skill/gap_parts.hpp>
#include <capnet/skill/organization_gap.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"

namespace capnet::command {
namespace {

answer_table skill_levels(const snapshot& net, const std::vector<required_skill>& skills) {
  table_maker rows{{}, skills};
  rows.add({.name = "skill"}, [&net](const auto& s) { return net.key(s.skill); })
      .add({.name = "importance"}, [](const auto& s) { return s.level.importance; })
      .add({.name = "required"}, [](const auto& s) { return s.level.required; })
      .add({.name = "held"}, [](const auto& s) { return s.level.held; })
      .add({.name = "held_low"}, [](const auto& s) { return s.level.range.low; })
      .add({.name = "held_high"}, [](const auto& s) { return s.level.range.high; })
      .add({.name = "known"}, &required_skill::known)
      .add({.name = "unknown"}, &required_skill::unknown);
  return std::move(rows.table);
}

struct gap_request {
  folder_options folder{};
  output_options output{};
  std::string holders = "best", by = "organization", since{}, query{};
  std::vector<std::string> parties{}, evidence{};
};

constexpr std::array party_names{"organization", "person", "project", "program"};
constexpr std::array party_plurals{"organizations", "people", "projects", "programs"};
constexpr std::array group_names{"sector", "region", "skill"};

/// Nothing for a group of organizations.
std::optional<gap_party> party_named(const std::string& by) {
  const auto at = std::ranges::find(party_names, by);
  return at == party_names.end() ? std::nullopt : std::optional{static_cast<gap_party>(at - party_names.begin())};
}

/// The columns of a gap, of an organization or a mean; `of` gives its value, bounds and coverage.
template <class T, class Of>
void add_gap_columns(table_maker<T>& rows, Of of) {
  rows.add({.name = "gap", .unit = "share", .digits = 3, .unknown = "unknown"},
           [of](const T& row) { return of(row).gap; })
      .add({.name = "low", .header = "at least", .unit = "share", .digits = 3},
           [of](const T& row) { return of(row).low; })
      .add({.name = "high", .header = "at most", .unit = "share", .digits = 3},
           [of](const T& row) { return of(row).high; })
      .add({.name = "coverage", .header = "covered", .unit = "share", .digits = 2},
           [of](const T& row) { return of(row).coverage; });
}
/// The columns of a mean over parties.
template <class T, class Of>
void add_mean_columns(table_maker<T>& rows, gap_party by, Of of) {
  const auto party = static_cast<std::size_t>(by);
  rows.add({.name = party_plurals[party], .unit = party_names[party]},
           [of](const T& row) { return of(row).organizations; })
      .add({.name = "known", .unit = party_names[party]}, [of](const T& row) { return of(row).known; });
  add_gap_columns(rows, [of](const T& row) {
    const gap_mean& mean = of(row);
    return skill_gap_result{mean.mean, mean.low, mean.high, mean.coverage()};
  });
}

/// "The level of an organization is that of its best holder".
std::string in_words(holder_rule rule, gap_party by) {
  if (by == gap_party::person)
    return "Of a person is required what the organizations that employ them require: the highest level that any does";
  const std::string of = rule.is_mean() ? "the mean of those of its people that are known"
                         : rule == holder_rule::best()
                             ? "that of the best of its people"
                             : "that of number " + std::to_string(rule.k()) + " of its people, the best first";
  return std::string{"The level of "} +
         (by == gap_party::organization ? "an organization"
          : by == gap_party::project    ? "a project"
                                        : "a program") +
         " is " + of;
}

/// What the numbers of gaps are.
std::string lead_of(const gap_options& options) {
  return "0: all is held; 1: nothing is. " + in_words(options.rule(), options.by) +
         ". At least, at most: over the requirements whose required level is stated, whatever the unknown levels held "
         "are. Covered: share of the requirements whose required and held levels are both known.";
}

std::string title_of(std::optional<date> day) {
  return "Skill gaps" + (day ? " as of " + capnet::to_string(*day) : std::string{}) +
         ": of what is required, weighed by importance, the share that is missing.";
}

/// That nothing is required; scales that nobody can read; and of means: levels whose scale does not say that they can
/// be averaged.
std::vector<std::string> notes_of(const network_view& view, const gap_options& options, const gap_report& report) {
  if (report.organizations.empty()) {
    const std::string asked = options.parties ? " of those asked for" : "";
    if (options.by == gap_party::person)
      return {"Of no person" + asked +
              " is a skill required: no employer of one has a requires_skill tie that counts."};
    return {std::string{"No "} + party_names[static_cast<std::size_t>(options.by)] + asked +
            " requires a skill: ties.csv has no requires_skill tie of one that counts."};
  }
  std::vector<std::string> notes, averaged, unread;
  for (const auto& [skill, mean] : report.skills) {
    const auto scale = view.value(skill, "scale");
    const auto known = scale ? parse_scale(scale->text()) : std::nullopt;
    if (scale && !known && !scale->text().empty())
      unread.push_back(quote(scale->text()) + " of " + view.net().label_en(skill));
    if (!known || known->type != scale_type::interval) averaged.push_back(view.net().label_en(skill));
  }
  if (!unread.empty())
    notes.push_back("No scale that can be read (such as '0-4' or '1-8 ordinal'): " + join_names(unread, " and ", 3) +
                    ". The highest level is not known there.");
  if (options.rule().is_mean() && !averaged.empty())
    notes.push_back("Averaged as numbers, though no scale says that they can be (such as '0-4 interval'): levels of " +
                    join_names(averaged, " and ", 3) + ".");
  return notes;
}

std::optional<std::string> known_sector(const network_view& view, sector s) {
  return s == sector::unknown ? std::nullopt : std::optional<std::string>{view.schema().name(s)};
}

/// The means over all parties.
answer_table summary_table(std::optional<date> day, const gap_options& options, const gap_report& report) {
  table_maker summary{
      {.name = "summary",
       .title = "Mean over " + std::string{party_plurals[static_cast<std::size_t>(options.by)]} + " whose gap is known",
       .shape = answer_shape::fields},
      std::span{&report.all, 1}};
  add_mean_columns(summary, options.by, [](const gap_mean& all) -> const auto& { return all; });
  summary.table.set({.name = "as_of", .place = answer_place::detail}, day_cell(day));
  summary.table.set({.name = "holders", .place = answer_place::detail}, capnet::to_string(options.rule()));
  return std::move(summary.table);
}

answer gap_answer(const network_view& view, std::optional<date> day, const gap_options& options,
                  const gap_report& report) {
  const std::string party = party_names[static_cast<std::size_t>(options.by)];
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  table_maker rows{{.name = "rows"}, report.organizations};
  rows.add({.name = party, .place = detail}, [&](const auto& row) { return net.key(row.organization); })
      .add(
          {.name = "name", .header = party}, [&](const auto& row) { return net.label(row.organization); },
          [&](const auto& row) { return net.label_en(row.organization); })
      .add({.name = "sector", .place = detail},
           [&](const auto& row) { return known_sector(view, view.sector(row.organization)); });
  add_gap_columns(rows, [](const auto& row) -> const auto& { return row.gap; });
  rows.add({.name = "people", .unit = "person"}, &organization_gap::people)
      .add({.name = "skills", .place = detail}, [&](const auto& row) { return skill_levels(net, row.skills); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &organization_gap::reason)
      .label([&](const auto& row) { return net.label_en(row.organization); });

  answer_table summary = summary_table(day, options, report);
  if (report.organizations.empty()) summary.title.clear();

  const auto mean_of = [](const auto& one) -> const auto& { return one.second; };
  table_maker skills{{.name = "summary.skills", .title = "The same of each skill"}, report.skills};
  skills.tell({.header = "skill"}, [&](const auto& one) { return net.label_en(one.first); });
  add_mean_columns(skills, options.by, mean_of);
  skills.add({.name = "skill", .place = detail}, [&](const auto& one) { return net.key(one.first); });

  table_maker sectors{{.name = "summary.sectors", .title = "The same of each sector"}, report.sectors};
  sectors.tell({.header = "sector"},
               [&](const auto& one) { return known_sector(view, one.first).value_or("unknown"); });
  add_mean_columns(sectors, options.by, mean_of);
  sectors.add({.name = "sector", .place = detail}, [&](const auto& one) { return known_sector(view, one.first); });

  answer all{.lead = {title_of(day), lead_of(options)}, .notes = notes_of(view, options, report)};
  for (answer_table* const one : {&rows.table, &summary, &skills.table, &sectors.table})
    all.tables.push_back(std::move(*one));
  return all;
}

/// Sectors, regions or skills.
answer parts_answer(const network_view& view, std::optional<date> day, const gap_options& options,
                    const gap_report& report, const std::string& by, const std::vector<gap_part>& parts) {
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  const bool skill = by == "skill";
  table_maker rows{{.name = "rows"}, parts};
  const auto name_of = [&net, skill](const gap_part& part) {
    return part.key.empty() ? std::string{"unknown"} : skill ? net.label_en(net.vertex(part.key)) : part.key;
  };
  rows.add(
      {.name = by}, [](const gap_part& part) { return part.key.empty() ? std::nullopt : std::optional{part.key}; },
      name_of);
  add_mean_columns(rows, options.by, [](const gap_part& part) -> const auto& { return part.mean; });
  rows.add({.name = "adds", .place = detail},
           [&net, skill](const gap_part& part) {
             table_maker adds{{}, part.adds};
             adds.add({.name = skill ? "organization" : "skill"},
                      [&net](const auto& one) { return net.key(one.vertex); })
                 .add({.name = "share"}, [](const auto& one) { return one.share; });
             return std::move(adds.table);
           })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &gap_part::reason)
      .label(name_of);
  answer all{.lead = {title_of(day), "Means over organizations by " + by + ". " + lead_of(options)},
             .notes = notes_of(view, options, report)};
  all.tables.push_back(std::move(rows.table));
  all.tables.push_back(summary_table(day, options, report));
  return all;
}

answer change_answer(const network_view& view, std::optional<date> day, date since, const gap_options& options,
                     const gap_report& before, const gap_report& after, const std::vector<gap_change>& changes) {
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  const std::string party = party_names[static_cast<std::size_t>(options.by)];
  const auto gap = [](const std::optional<skill_gap_result>& one) { return one ? one->gap : std::nullopt; };
  const auto coverage = [](const std::optional<skill_gap_result>& one) {
    return one ? std::optional{one->coverage} : std::nullopt;
  };
  table_maker rows{{.name = "rows"}, changes};
  rows.add({.name = party, .place = detail}, [&](const gap_change& row) { return net.key(row.party); })
      .add(
          {.name = "name", .header = party}, [&](const gap_change& row) { return net.label(row.party); },
          [&](const gap_change& row) { return net.label_en(row.party); })
      .add({.name = "before", .unit = "share", .digits = 3, .unknown = "unknown"},
           [=](const gap_change& row) { return gap(row.before); })
      .add({.name = "after", .unit = "share", .digits = 3, .unknown = "unknown"},
           [=](const gap_change& row) { return gap(row.after); })
      .add({.name = "change", .unit = "share", .digits = 3, .unknown = "unknown"}, &gap_change::change)
      .add({.name = "coverage_before", .place = detail}, [=](const gap_change& row) { return coverage(row.before); })
      .add({.name = "coverage_after", .place = detail}, [=](const gap_change& row) { return coverage(row.after); })
      .add({.name = "skills", .place = detail},
           [&](const gap_change& row) {
             table_maker skills{{}, row.skills};
             skills.add({.name = "skill"}, [&](const auto& one) { return net.key(one.skill); })
                 .add({.name = "before"}, &skill_change::before)
                 .add({.name = "after"}, &skill_change::after)
                 .add({.name = "change"}, [](const auto& one) { return one.change(); })
                 .add({.name = "required_before"}, [](const auto& one) { return one.level_before.required; })
                 .add({.name = "required_after"}, [](const auto& one) { return one.level_after.required; })
                 .add({.name = "held_before"}, [](const auto& one) { return one.level_before.held; })
                 .add({.name = "held_after"}, [](const auto& one) { return one.level_after.held; });
             return std::move(skills.table);
           })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &gap_change::reason)
      .label([&](const gap_change& row) { return net.label_en(row.party); });
  const auto known = static_cast<std::size_t>(
      std::ranges::count_if(changes, [](const gap_change& row) { return row.change.has_value(); }));
  answer all{.lead = {"How skill gaps changed from " + capnet::to_string(since) +
                          (day ? " to " + capnet::to_string(*day) : std::string{}) + ": the largest fall first.",
                      lead_of(options)},
             .notes = notes_of(view, options, after)};
  all.tables.push_back(std::move(rows.table));
  all.tables.push_back(answer_table::fields("summary", {{"parties", changes.size()},
                                                        {"known", known},
                                                        {"before", before.all.mean},
                                                        {"after", after.all.mean},
                                                        {"as_of", day_cell(day)},
                                                        {"since", capnet::to_string(since)},
                                                        {"holders", capnet::to_string(options.rule())}}));
  return all;
}

/// Those of the kind that is asked, of the vertices that are named: themselves, or whoever is tied to them.
void add_named(const network_view& view, kind_index kind, vertex_ref v, std::vector<vertex_ref>& parties) {
  const schema& known = view.schema();
  if (known.is_a(v.kind, kind)) return parties.push_back(v);
  const auto hear = [&](const tie_end& end) {
    if (known.is_a(end.vertex.kind, kind)) parties.push_back(end.vertex);
  };
  for (const relation_index r :
       {known.index_of<rel::employs>(), known.index_of<rel::member_of>(), known.index_of<rel::participates_in>(),
        known.index_of<rel::runs>(), known.index_of<rel::asks_for>(), known.index_of<rel::located_in>()}) {
    view.for_each_out(r, v, hear), view.for_each_in(r, v, hear);
  }
}

/// The parties that `--for` and `--query` mean; nothing if neither is given.
std::optional<std::vector<vertex_ref>> parties_of(const gap_request& asked, const network_view& view, gap_party by) {
  if (asked.parties.empty() && asked.query.empty()) return std::nullopt;
  const kind_index kind = detail::kind_of(view.schema(), by);
  std::vector<vertex_ref> parties;
  problem_list problems;
  for (const std::string& key : asked.parties) {
    try_to(problems, "--for", [&] {
      const std::size_t before = parties.size();
      add_named(view, kind, view.net().vertex(key), parties);
      if (parties.size() == before)
        throw input_error{quote(key) + " is no " + std::string{view.schema().name(kind)} +
                          " and none is tied to it; expected one, or what one is part of"};
    });
  }
  if (!asked.query.empty()) {
    try_to(problems, "--query", [&] {
      query_plan plan = parse_query(view.net(), asked.query);
      if (!plan.day) plan.day = view.options().day;
      for (const query_row& row : query_executor{view.net()}.run(plan)) add_named(view, kind, row.vertex, parties);
    });
  }
  if (!problems.empty()) throw input_error{std::move(problems).told()};
  return parties;
}

/// The words of evidence that count; `unstated` is none.
std::vector<std::string> evidence_of(const gap_request& asked, const snapshot& net) {
  std::vector<std::string> words;
  if (asked.evidence.empty()) return words;
  const std::vector<std::string>& all = net.words();
  std::vector<bool> said(all.size());
  for (const std::uint32_t word : column_of<rel::has_skill, attr::evidence>(net)) said[word] = true;
  std::vector<std::string_view> known;
  for (std::size_t word = 1; word < all.size(); ++word) {
    if (said[word]) known.push_back(all[word]);
  }
  for (const std::string& word : asked.evidence) {
    if (word != "unstated" && std::ranges::find(known, word) == known.end()) {
      throw input_error{{{"--evidence", 0, 0,
                          quote(word) +
                              " is the evidence of nothing here; expected a word of the column evidence, or "
                              "unstated for none" +
                              did_you_mean(word, known)}}};
    }
    words.push_back(word == "unstated" ? std::string{} : word);
  }
  return words;
}

void run_gap(const gap_request& asked) {
  const std::optional<gap_party> party = party_named(asked.by);
  if (!asked.since.empty() && !party)
    throw input_error{"--since tells how gaps of parties changed; expected --by " +
                      join_names(std::vector<std::string>(party_names.begin(), party_names.end()), " or ") +
                      " beside it"};
  gap_options options{.holders = parse_holder_rule(asked.holders), .by = party.value_or(gap_party::organization)};
  const snapshot net = load(asked.folder);
  const auto day = day_of(asked.folder, net);
  const network_view view = view_of(asked.folder, net);
  options.evidence = evidence_of(asked, net);
  options.parties = parties_of(asked, view, options.by);
  const gap_report report = skill_gaps(view, options);
  if (!asked.since.empty()) {
    const date since = day_named("--since", asked.since, true);
    if (day && since > *day)
      throw input_error{{{"--since", 0, 0,
                          capnet::to_string(since) + " lies after the day of the network, " + capnet::to_string(*day) +
                              "; expected that day or an earlier one, or a later --as-of"}}};
    const gap_report before = skill_gaps(as_of(net, since), options);
    const std::vector<gap_change> changes = gap_changes(net, before, report);
    return print_answer(asked.output, change_answer(view, day, since, options, before, report, changes), net);
  }
  if (party) return print_answer(asked.output, gap_answer(view, day, options, report), net);
  const auto group = static_cast<gap_grouping>(std::ranges::find(group_names, asked.by) - group_names.begin());
  const std::vector<gap_part> parts = gap_parts(view, report, group);
  print_answer(asked.output, parts_answer(view, day, options, report, asked.by, parts), net);
}

}  // namespace

void add_gap(CLI::App& app) {
  auto asked = std::make_shared<gap_request>();
  CLI::App* command = app.add_subcommand("gap", "which organization lacks which skill, how much, and why");
  add_folder_options(*command, asked->folder);
  add_output_options(*command, asked->output);
  command
      ->add_option("--holders", asked->holders,
                   "whose level is the organization's: best, mean, or k:N for the N-th best")
      ->capture_default_str();
  std::vector<std::string> ways(party_names.begin(), party_names.end());
  ways.insert(ways.end(), group_names.begin(), group_names.end());
  command
      ->add_option("--by", asked->by,
                   "whose gaps: organization, person, project, program; or means over organizations by sector, region "
                   "or skill")
      ->check(CLI::IsMember(ways))
      ->capture_default_str();
  command->add_option("--for", asked->parties, "of these alone, or of those tied to these")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID,...");
  command->add_option("--query", asked->query, "of what a pattern ends at alone, or of those tied to it")
      ->type_name("PATTERN");
  command
      ->add_option("--evidence", asked->evidence,
                   "levels that nothing of this shows are unknown, such as assessed,inferred; unstated: no evidence")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("WORD,...");
  command->add_option("--since", asked->since, "how the gaps changed since that day, and which skills changed them")
      ->type_name("DAY");
  command->callback([asked] { run_gap(*asked); });
}

}  // namespace capnet::command
