/// capnet fit: which curves of growth counts or joins allow, and how a forecast by them turned out.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <utility>
#include <variant>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/fit_counts.hpp>
#include <capnet/sim/fit_joins.hpp>

#include "command/answer.hpp"
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/fit.hpp"
#include "command/options.hpp"
#include "command/progress_bar.hpp"

namespace capnet::command {
namespace {

/// The last day of what an option says.
std::optional<date> day_in(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto day = parse_date(text)) return day->latest;
  throw input_error{{{option, 0, 0, quote(text) + " is no date; expected one such as 2024-07-23, 2024-07 or 2024"}}};
}

std::vector<curve_model> models_of(const std::vector<std::string>& names) {
  problem_list problems;
  std::vector<curve_model> models;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(curve_model_names, name);
    if (found == curve_model_names.end()) {
      problems.add({"--model", 0, 0,
                    quote(name) + " is no curve; expected " + join_names(curve_model_names, " or ") +
                        did_you_mean(name, curve_model_names)});
      continue;
    }
    const auto model = static_cast<curve_model>(found - curve_model_names.begin());
    if (std::ranges::find(models, model) == models.end()) models.push_back(model);
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return models;
}

/// The days of `--day FIGURE=DAY`.
std::map<std::string, date> days_given(const std::vector<std::string>& words) {
  std::map<std::string, date> days;
  problem_list problems;
  for (const std::string& word : words) {
    const std::size_t at = word.rfind('=');
    const auto day = at == word.npos ? std::nullopt : parse_date(std::string_view{word}.substr(at + 1));
    if (!day || day->earliest != day->latest) {
      problems.add(
          {"--day", 0, 0, quote(word) + " gives no figure a day; expected one such as members_may_2023=2023-05-10"});
      continue;
    }
    days[word.substr(0, at)] = day->earliest;
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return days;
}

/// The ends of the months from a day on, and the last day.
std::vector<date> forecast_days(date after, date last) {
  std::vector<date> days;
  const std::chrono::year_month_day first{after + std::chrono::days{1}};
  for (std::chrono::year_month month{first.year(), first.month()};; month += std::chrono::months{1}) {
    const date end{month / std::chrono::last};
    if (end >= last) break;
    days.push_back(end);
  }
  if (last > after) days.push_back(last);
  return days;
}

std::string dates(date first, date last) { return capnet::to_string(first) + " to " + capnet::to_string(last); }

fit_answer_parts fit_series(const fit_options& options, const snapshot& net) {
  const std::optional<date> until = day_in("--as-of", options.folder.as_of),
                            train = day_in("--train-until", options.train_until);
  fit_answer_parts parts{.source = counts_of_series(net, options.series, days_given(options.days), until)};
  const series_counts& all = std::get<series_counts>(parts.source);
  std::vector<dated_count> counts = all.dated(), later;
  if (train) {
    const auto after = std::ranges::find_if(counts, [&](const dated_count& one) { return one.day > *train; });
    later.assign(after, counts.end());
    counts.erase(after, counts.end());
  }
  const count_fit_options how{.models = models_of(options.models), .step = all.step};
  if (counts.size() < all.counts.size() && counts.size() < 2) {
    throw input_error{{{"--train-until", 0, 0,
                        "leaves " + std::to_string(counts.size()) + " of " + std::to_string(all.counts.size()) +
                            " counts to fit; expected a day that leaves counts of two days at least"}}};
  }
  parts.fit = fit_growth(counts, how);
  parts.other_days = other_days(all, counts, parts.fit, how);
  parts.forecast = forecast_counts(parts.fit, counts, later);
  parts.score = score_of(parts.forecast);
  std::string& lead = parts.lead;
  const auto subject = net.find(all.subject);
  lead = "Members of " + (subject ? net.label_en(*subject) : all.subject) + " by " + std::to_string(counts.size()) +
         " counts" + (all.unit.empty() ? "" : " (" + all.unit + ")") + ", " + dates(parts.fit.first, parts.fit.last) +
         '.';
  return parts;
}

vertex_ref program_named(const snapshot& net, const std::string& key) {
  if (const auto found = net.find(key)) return *found;
  std::vector<std::string> programs;
  for (const kind_index k : net.schema().subkinds(net.schema().index_of<kind::program>())) {
    for (const vertex_ref v : net.vertices(k)) programs.push_back(net.key(v));
  }
  throw input_error{
      {{"--joins", 0, 0,
        quote(key) + " is no program" +
            (programs.empty() ? "; the network has none"
                              : "; expected " + join_names(programs, " or ") + did_you_mean(key, programs))}}};
}

fit_answer_parts fit_joins(fit_options& options, const snapshot& net) {
  const vertex_ref program = program_named(net, options.joins);
  fit_answer_parts parts{.source = joins_of_program(network_view{net}, program)};
  program_joins& all = std::get<program_joins>(parts.source);
  const std::optional<date> train = day_in("--train-until", options.train_until),
                            ahead = day_in("--until", options.until), seen_until = day_of(options.folder, net);
  std::erase_if(all.days, [&](const partial_date& one) { return seen_until && one.latest > *seen_until; });
  if (all.days.empty()) {
    const std::string groups = all.cohorts == 0 ? ""
                                                : ", and " + std::to_string(all.cohorts) +
                                                      " cohorts, of whose members only the number is known";
    throw input_error{{{"--joins", 0, 0,
                        quote(options.joins) + " has no member whose day of joining is known" + groups +
                            "; expected participates_in ties with a begin, or --series for counts"}}};
  }
  const date last = seen_until ? *seen_until : std::ranges::max(all.days, {}, &partial_date::latest).latest;
  std::vector<partial_date> training = all.days;
  if (train) std::erase_if(training, [&](const partial_date& one) { return one.latest > *train; });
  if (training.size() < 2) {
    throw input_error{{{train ? "--train-until" : "--joins", 0, 0,
                        std::to_string(training.size()) + " of " + std::to_string(all.days.size()) +
                            " dated joins to fit; expected two at least"}}};
  }
  const date first = std::ranges::min(training, {}, &partial_date::earliest).earliest,
             end = train ? std::min(*train, last) : last;
  if (first >= end) {
    throw input_error{quote(options.joins) + " has joins of one day alone, " + capnet::to_string(first) +
                      "; expected joins of several days"};
  }
  const join_window window = window_of(training, end);
  if (window.days.size() < 2) {
    throw input_error{{{train ? "--train-until" : "--joins", 0, 0,
                        grouped(window.days.size(), "dated join") + " after the first day, " +
                            capnet::to_string(first) + ", to fit; expected two at least"}}};
  }
  parts.fit = fit_growth(window.days, window.seen, {.models = models_of(options.models), .before = window.before});
  const date horizon = ahead ? std::max(*ahead, last) : last;
  if (const std::vector<date> days = forecast_days(end, horizon); !days.empty()) {
    progress_bar bar{"replicas", options.forecast.replicas};
    options.forecast.report = bar.callback();
    parts.forecast = forecast_joins(parts.fit, window.days, window.seen, days, options.forecast);
    parts.seed = options.forecast.seed;
    observe(parts.forecast, all.days, last);
    parts.score = score_of(parts.forecast);
  }
  parts.lead = "Joins of " + net.label_en(program) + ": " + std::to_string(training.size()) + " of " +
               std::to_string(all.days.size()) + " dated ones, " + dates(first, end) + '.';
  return parts;
}

void run(fit_options& options) {
  const snapshot net = load(options.folder);
  if (options.series.empty() == options.joins.empty()) {
    throw input_error{
        "capnet fit needs counts or joins; expected one of --series NAME, a series of figures.csv, and --joins "
        "PROGRAM, a program that members join"};
  }
  const fit_answer_parts parts = options.series.empty() ? fit_joins(options, net) : fit_series(options, net);
  print_answer(options.output, fit_answer(options, parts), net, parts.seed);
}

}  // namespace

void add_fit(CLI::App& app) {
  auto options = std::make_shared<fit_options>();
  CLI::App* command =
      app.add_subcommand("fit", "which curves of growth the counts or joins of members allow, and how sure that is");
  add_folder_options(*command, options->folder,
                     {.window = true, .day = "the last day that is looked at. Default: the last day of the data"});
  add_output_options(*command, options->output);
  CLI::Option* const series =
      command->add_option("--series", options->series, "fit the counts of the figures of this series");
  CLI::Option* const joins =
      command->add_option("--joins", options->joins, "fit the days on which members joined this program");
  series->excludes(joins);
  command->add_option("--train-until", options->train_until, "fit what is known up to that day, and forecast the rest")
      ->type_name("DAY");
  command->add_option("--until", options->until, "of joins: forecast up to that day")
      ->type_name("DAY")
      ->excludes(series);
  command->add_option("--day", options->days, "the day of a figure that has a partial date, such as may=2023-05-10")
      ->type_name("FIGURE=DAY")
      ->allow_extra_args(false)
      ->excludes(joins);
  command->add_option("--model", options->models, "of the curves these alone, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...");
  forecast_options& f = options->forecast;
  add_whole_number_with_default(*command, "--seed", f.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "for the band of a forecast");
  add_whole_number_with_default(*command, "--replicas", f.replicas, 1, 1'000'000, "drawn for the band");
  add_whole_number_with_default(*command, "--threads", f.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
