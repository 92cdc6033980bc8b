/// The answer of capnet fit.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include <capnet/core/text.hpp>

#include "command/answer_text.hpp"
#include "command/fit.hpp"

namespace capnet::command {
namespace {

constexpr answer_place detail_place = answer_place::detail;

/// The parameters of a curve as an object: the value, low or high of each.
template <class Get>
answer_table object_of(const fitted_curve& one, Get get) {
  answer_table made = answer_table::fields("");
  for (const fitted_parameter& p : one.parameters) made.set({.name = std::string{p.name}}, std::invoke(get, p));
  return made;
}

std::string support_in_words(const fitted_curve& one) {
  switch (one.support) {
    case curve_support::best:
      return "most likely";
    case curve_support::possible:
      return "possible";
    case curve_support::unlikely:
      return "unlikely";
    case curve_support::unjudged:
      break;
  }
  return one.exact ? "fits exactly" : "can't be judged";
}

std::string in_words(std::string_view name) {
  std::string text{name};
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// As far ahead as the data reach back.
date day_ahead(const growth_fit& fit) { return fit.last + (fit.last - fit.first); }

answer_table curve_rows(const fit_answer_parts& parts) {
  const growth_fit& fit = parts.fit;
  const bool joins = std::holds_alternative<program_joins>(parts.source);
  table_maker rows{{.name = "rows"}, fit.curves};
  rows.add(
          {.name = "model", .header = "curve"}, [](const fitted_curve& one) { return to_string(one.curve.model); },
          [](const fitted_curve& one) { return std::string{label(one.curve.model)}; })
      .add({.name = "parameters", .place = detail_place},
           [](const fitted_curve& one) { return object_of(one, &fitted_parameter::value); })
      .add({.name = "low", .place = detail_place},
           [](const fitted_curve& one) { return object_of(one, &fitted_parameter::low); })
      .add({.name = "high", .place = detail_place},
           [](const fitted_curve& one) { return object_of(one, &fitted_parameter::high); })
      .add(
          {.name = "support", .header = "the data say"},
          [](const fitted_curve& one) { return std::string{to_string(one.support)}; },
          [](const fitted_curve& one) { return support_in_words(one); })
      .add({.name = "loss", .header = joins ? "-log likelihood" : "squares"}, &fitted_curve::loss)
      .add({.name = "largest_miss", .header = "misses by", .digits = 2}, &fitted_curve::largest_miss)
      .add({.name = "aicc", .place = detail_place}, &fitted_curve::aicc)
      .add({.name = "weight", .unit = "share", .digits = 2, .unknown = "", .if_any = true},
           [](const fitted_curve& one) { return one.aicc ? std::optional{one.weight} : std::nullopt; });
  const date ahead = day_ahead(fit);
  rows.add({.name = "ahead", .header = "on " + capnet::to_string(ahead)},
           [&fit, ahead](const fitted_curve& one) { return fit.value(one, ahead); });
  rows.table.notes = {"Misses by: the most that the curve is away from " +
                      std::string{joins ? "the joins up to a day" : "a count"} +
                      (std::ranges::any_of(fit.curves, [](const fitted_curve& one) { return one.aicc.has_value(); })
                           ? ". Weight: Akaike's, how likely a curve is among those judged."
                           : ".")};
  return std::move(rows.table);
}

struct parameter_row {
  const fitted_curve* curve;
  const fitted_parameter* parameter;
};
/// For people: a line a parameter of each curve that the data allow.
answer_table parameter_lines(const growth_fit& fit) {
  std::vector<parameter_row> lines;
  for (const fitted_curve* one : fit.family()) {
    for (const fitted_parameter& p : one->parameters) lines.push_back({one, &p});
  }
  const auto bound = [](const std::optional<double>& value) { return value ? short_number(*value) : std::string{"-"}; };
  table_maker rows{
      {.title = "Parameters of these curves, with 95% intervals (-: open or unknown); rates are a month", .keys = 2},
      std::move(lines)};
  rows.tell({.header = "curve"}, [](const parameter_row& row) { return std::string{label(row.curve->curve.model)}; })
      .tell({.header = "parameter"}, [](const parameter_row& row) { return in_words(row.parameter->name); })
      .tell({.header = "value", .type = answer_type::number},
            [bound](const parameter_row& row) { return bound(row.parameter->value); })
      .tell({.header = "from", .type = answer_type::number},
            [bound](const parameter_row& row) { return bound(row.parameter->low); })
      .tell({.header = "to", .type = answer_type::number},
            [bound](const parameter_row& row) { return bound(row.parameter->high); });
  return std::move(rows.table);
}

answer_table forecast_rows(const fit_answer_parts& parts) {
  const growth_forecast& days = parts.forecast;
  const bool joins = std::holds_alternative<program_joins>(parts.source);
  table_maker rows{{.name = "forecast",
                    .title = joins ? "Joins by a day: the 80% band, and forecasts that need no curve"
                                   : "Members on a day: between the curves, and forecasts that need no curve"},
                   days};
  rows.add({.name = "day"}, [](const forecast_day& one) { return capnet::to_string(one.day); })
      .add({.name = "observed"}, &forecast_day::observed)
      .add({.name = "low", .header = "from"}, &forecast_day::low)
      .add({.name = "center", .header = joins ? "median" : "best curve"}, &forecast_day::center)
      .add({.name = "high", .header = "to"}, &forecast_day::high)
      .add({.name = "inside", .header = "inside"}, &forecast_day::inside)
      .add({.name = "last_value", .header = "last value"}, &forecast_day::last_value);
  if (joins) rows.add({.name = "last_period", .header = "last period"}, &forecast_day::last_period);
  rows.add({.name = "linear_trend", .header = "line"}, &forecast_day::linear_trend);
  constexpr std::size_t shown = 12;
  if (days.size() > shown) {
    // The last one, and others as far apart.
    rows.table.rows_shown.emplace();
    for (std::size_t k = 0; k < shown; ++k) rows.table.rows_shown->push_back((k + 1) * days.size() / shown - 1);
  }
  return std::move(rows.table);
}

std::string choice_in_words(const series_counts& all, const series_count& one) {
  const std::string stated = one.figure + " is of " + shortest_text(one.stated) + ": " + capnet::to_string(one.day);
  switch (one.choice) {
    case day_choice::given:
      return stated + " is taken, as --day says.";
    case day_choice::tied:
      return stated + " is taken, the only day of it on which a tie of " + all.subject + " begins.";
    case day_choice::middle:
      return stated + " is taken, its middle.";
    case day_choice::known:
      break;
  }
  return {};
}

/// "With 2023-05-31 for it: ceiling 87.3, rate 0.61 (saturating exponential); ..."
std::string other_in_words(const other_day& other, const growth_fit& fit) {
  std::string text;
  for (const fitted_curve* one : fit.family()) {
    const auto again =
        std::ranges::find(other.fit.curves, one->curve.model, [](const fitted_curve& c) { return c.curve.model; });
    if (again == other.fit.curves.end()) continue;
    text += (text.empty() ? "" : "; ") + std::string{label(one->curve.model)};
    const char* between = " ";
    for (const fitted_parameter& p : again->parameters) {
      if (p.name == "start" || p.name == "midpoint") continue;
      text += between + in_words(p.name) + ' ' + short_number(p.value);
      between = ", ";
    }
  }
  return "If " + other.figure + " is of " + capnet::to_string(other.day) + ": " + text + '.';
}

answer_table count_rows(const series_counts& all) {
  table_maker rows{{.name = "summary.counts"}, all.counts};
  rows.add({.name = "figure", .place = detail_place}, &series_count::figure)
      .add({.name = "count", .place = detail_place}, &series_count::count)
      .add({.name = "stated", .place = detail_place}, [](const series_count& one) { return shortest_text(one.stated); })
      .add({.name = "day", .place = detail_place}, [](const series_count& one) { return capnet::to_string(one.day); })
      .add({.name = "chosen", .place = detail_place}, [](const series_count& one) {
        constexpr std::array<const char*, 4> names{"known", "given", "tied", "middle"};
        return names[static_cast<std::size_t>(one.choice)];
      });
  return std::move(rows.table);
}
answer_table other_day_rows(const std::vector<other_day>& all) {
  table_maker rows{{.name = "summary.other_days"}, all};
  rows.add({.name = "figure", .place = detail_place}, &other_day::figure)
      .add({.name = "day", .place = detail_place}, [](const other_day& one) { return capnet::to_string(one.day); })
      .add({.name = "rows", .place = detail_place}, [](const other_day& one) {
        table_maker curves{{}, one.fit.curves};
        curves.add({.name = "model"}, [](const fitted_curve& c) { return to_string(c.curve.model); })
            .add({.name = "parameters"}, [](const fitted_curve& c) { return object_of(c, &fitted_parameter::value); })
            .add({.name = "loss"}, &fitted_curve::loss);
        return std::move(curves.table);
      });
  return std::move(rows.table);
}

std::vector<std::string> series_notes(const series_counts& all, const fit_answer_parts& parts) {
  std::vector<std::string> notes;
  for (const series_count& one : all.counts) {
    if (std::string text = choice_in_words(all, one); !text.empty()) notes.push_back(std::move(text));
  }
  for (const other_day& one : parts.other_days) notes.push_back(other_in_words(one, parts.fit));
  for (const std::string& one : all.left_out) notes.push_back(one + '.');
  return notes;
}

std::vector<std::string> join_notes(const program_joins& all, const fit_answer_parts& parts) {
  std::vector<std::string> notes;
  const auto count = [](std::size_t n, const std::string& one, const std::string& many) {
    return std::to_string(n) + ' ' + (n == 1 ? one : many);
  };
  const auto before = static_cast<std::size_t>(parts.fit.before);
  if (before > 0) {
    notes.push_back("The curves count from the day after the first on: " +
                    count(before, "join of that day is", "joins of that day are") +
                    " given, and no part of a ceiling.");
  }
  if (all.undated > 0)
    notes.push_back(count(all.undated, "member", "members") + " without a day of joining " +
                    (all.undated == 1 ? "is" : "are") + " left out.");
  if (all.ended == 0) {
    notes.push_back(
        "No participation has an end: if those who left are missing, these are the joins of the survivors, and the rates of long ago "
        "read too low.");
  }
  if (all.cohorts > 0)
    notes.push_back(count(all.cohorts, "cohort", "cohorts") +
                    " that take part are left out: when their members joined is not known.");
  if (all.others > 0)
    notes.push_back(count(all.others, "person is", "persons are") + " left out: organizations are counted.");
  if (parts.fit.dispersion > 1)
    notes.push_back("Joins come in batches: their variance is " + short_number(parts.fit.dispersion, 3) +
                    " times their mean, which widens the intervals and the band.");
  return notes;
}

std::string score_in_words(const fit_answer_parts& parts) {
  const forecast_score& score = *parts.score;
  const bool joins = std::holds_alternative<program_joins>(parts.source);
  std::string text = "Of " + std::to_string(score.days) + (score.days == 1 ? " day " : " days ") +
                     std::to_string(score.inside) + (score.inside == 1 ? " lies " : " lie ") +
                     (joins ? "in the 80% band" : "between the curves") + " (" + short_number(100 * score.coverage, 3) +
                     "%). Mean error: " + short_number(score.center_error, 3) +
                     (joins ? " of the median, " : " of the best curve, ");
  if (score.last_period_error)
    text += short_number(*score.last_period_error, 3) + " if as many join as in the last period as long, ";
  text += short_number(score.linear_trend_error, 3) + " of the line, " + short_number(score.last_value_error, 3) +
          " of the last value.";
  const double naive = std::min(
      {score.linear_trend_error, score.last_value_error, score.last_period_error.value_or(score.last_value_error)});
  if (naive < score.center_error) text += " A forecast that needs no curve was nearer.";
  if (joins && score.coverage < .5)
    text +=
        " The band takes members to go on joining for the reasons of before; it holds nothing of what changed since.";
  return text;
}

}  // namespace

std::vector<other_day> other_days(const series_counts& all, std::span<const dated_count> fitted, const growth_fit& fit,
                                  const count_fit_options& how) {
  std::vector<other_day> others;
  count_fit_options again = how;
  again.models.clear();
  for (const fitted_curve& one : fit.curves) again.models.push_back(one.curve.model);
  for (std::size_t k = 0; k < fitted.size(); ++k) {
    const series_count& one = all.counts[k];
    if (one.choice == day_choice::known || one.choice == day_choice::given) continue;
    for (const date day : {one.stated.earliest, one.stated.latest}) {
      if (day == one.day) continue;
      std::vector<dated_count> moved(fitted.begin(), fitted.end());
      moved[k].day = day;
      if (std::ranges::all_of(moved, [&](const dated_count& c) { return c.day == moved[0].day; })) continue;
      others.push_back({one.figure, day, fit_growth(moved, again)});
    }
  }
  return others;
}

answer fit_answer(const fit_options& options, const fit_answer_parts& parts) {
  const growth_fit& fit = parts.fit;
  const auto* const series = std::get_if<series_counts>(&parts.source);
  const auto* const joins = std::get_if<program_joins>(&parts.source);
  const std::string reason = fit.reason + '.';
  answer_table summary = answer_table::fields("summary", {{"identifiable", fit.identifiable},
                                                          {"reason", reason},
                                                          {"first", capnet::to_string(fit.first)},
                                                          {"last", capnet::to_string(fit.last)},
                                                          {"time_unit", "month"},
                                                          {"days_per_month", days_per_month},
                                                          {"level", .95},
                                                          {"ahead", capnet::to_string(day_ahead(fit))}});
  std::vector<std::string> left_out, family;
  for (const growth_model model : fit.left_out) left_out.emplace_back(to_string(model));
  for (const fitted_curve* one : fit.family()) family.emplace_back(to_string(one->curve.model));
  summary.set({.name = "family"}, family);
  summary.set({.name = "left_out"}, left_out);
  if (series != nullptr) {
    summary.set({.name = "series"}, options.series);
    summary.set({.name = "unit"}, series->unit);
    summary.set({.name = "step"}, series->step);
  } else {
    summary.set({.name = "program"}, options.joins);
    summary.set({.name = "unit"}, joins->unit);
    summary.set({.name = "before"}, static_cast<std::int64_t>(fit.before));
    summary.set({.name = "dispersion"}, fit.dispersion);
    summary.set({.name = "dated"}, joins->days.size());
    summary.set({.name = "undated"}, joins->undated);
    summary.set({.name = "ended"}, joins->ended);
  }
  std::vector<std::string> notes = series != nullptr ? series_notes(*series, parts) : join_notes(*joins, parts);
  summary.set({.name = "notes"}, notes);
  answer all{.lead = {parts.lead, (fit.identifiable ? "Identifiable: " : "Not identifiable: ") + reason}};
  if (!fit.identifiable && family.size() > 1) {
    all.lead.push_back("No one curve is the truth: what the data allow is the whole family.");
  }
  if (!left_out.empty()) {
    std::vector<std::string_view> names;
    for (const growth_model model : fit.left_out) names.push_back(label(model));
    all.lead.push_back("Left out, as they have more parameters than there are data: " + join_names(names, " and ") +
                       '.');
  }
  if (parts.score) {
    const forecast_score& score = *parts.score;
    answer_table told =
        answer_table::fields("summary.forecast", {{"band", joins != nullptr ? std::optional{.8} : std::nullopt},
                                                  {"days", score.days},
                                                  {"inside", score.inside},
                                                  {"coverage", score.coverage},
                                                  {"center_error", score.center_error},
                                                  {"last_value_error", score.last_value_error},
                                                  {"last_period_error", score.last_period_error},
                                                  {"linear_trend_error", score.linear_trend_error}});
    all.tables.push_back(std::move(told));
    notes.insert(notes.begin(), score_in_words(parts));
  }
  all.tables.insert(all.tables.begin(), std::move(summary));
  all.tables.push_back(curve_rows(parts));
  all.tables.push_back(parameter_lines(fit));
  if (series != nullptr)
    all.tables.push_back(count_rows(*series)), all.tables.push_back(other_day_rows(parts.other_days));
  if (!parts.forecast.empty()) all.tables.push_back(forecast_rows(parts));
  all.notes = std::move(notes);
  return all;
}

}  // namespace capnet::command
