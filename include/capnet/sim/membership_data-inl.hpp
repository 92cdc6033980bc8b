#pragma once
#include <capnet/sim/membership_data.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/participation.hpp>

namespace capnet {
namespace detail {

/// The only day among those of `stated` on which a held tie of a vertex begins, if it is known to the day.
CAPNET_INLINE std::optional<date> only_beginning(const snapshot& net, const std::string& subject, partial_date stated) {
  const auto vertex = net.find(subject);
  if (!vertex) return std::nullopt;
  std::set<date> found;
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    for (const tie_record& tie : net.ties(relation)) {
      if (tie.retracted || (tie.source != *vertex && tie.target != *vertex)) continue;
      const partial_date begin = tie.properties.active.begin;
      if (tie.properties.status == status::held && begin.earliest == begin.latest &&
          stated.earliest <= begin.earliest && begin.latest <= stated.latest)
        found.insert(begin.earliest);
    }
  }
  return found.size() == 1 ? std::optional{*found.begin()} : std::nullopt;
}

CAPNET_INLINE std::vector<std::string> series_with_counts(const snapshot& net) {
  std::set<std::string> names;
  for (const figure& f : net.figures()) {
    if (!f.series.empty() && f.kind == figure_kind::count) names.insert(f.series);
  }
  return {names.begin(), names.end()};
}

/// Why a figure does not count; empty if it does.
CAPNET_INLINE std::string why_left_out(const figure& f) {
  if (f.status != status::held) return "is " + std::string{to_string(f.status)} + ", not held";
  if (f.kind != figure_kind::count) return "is a " + std::string{to_string(f.kind)} + ", not a count";
  if (!f.value) return "has no value";
  if (!f.day) return "has no date";
  if (f.approximate) return "is approximate";
  return {};
}

}  // namespace detail

CAPNET_INLINE std::vector<dated_count> series_counts::dated() const {
  std::vector<dated_count> all;
  for (const series_count& one : counts) all.push_back({one.day, one.count});
  return all;
}

CAPNET_INLINE series_counts counts_of_series(const snapshot& net, std::string_view name,
                                             const std::map<std::string, date>& days, std::optional<date> until) {
  series_counts all;
  std::set<std::string> units, subjects;
  problem_list problems;
  bool known = false;
  all.step = 0;
  for (const figure& f : net.figures()) {
    if (f.series != name) continue;
    known = true;
    std::string why = detail::why_left_out(f);
    if (why.empty() && until && f.day->earliest > *until) why = "is later than " + to_string(*until);
    if (!why.empty()) {
      all.left_out.push_back(f.id + ' ' + why + ": left out");
      continue;
    }
    if (f.value->mantissa < 0)
      problems.add({"", 0, 0, f.id + " is " + to_string(*f.value) + "; expected a count from 0"});
    series_count one{.figure = f.id, .count = f.value->value(), .stated = *f.day, .day = f.day->earliest};
    if (const auto given = days.find(f.id); given != days.end()) {
      one.day = given->second, one.choice = day_choice::given;
      if (one.day < f.day->earliest || one.day > f.day->latest) {
        problems.add({"", 0, 0,
                      to_string(one.day) + " can't be the day of " + f.id + ", which is " + shortest_text(*f.day) +
                          "; expected one of its days"});
      }
    } else if (f.day->earliest != f.day->latest) {
      const auto tied = detail::only_beginning(net, f.subject, *f.day);
      one.choice = tied ? day_choice::tied : day_choice::middle;
      one.day = tied ? *tied : f.day->earliest + (f.day->latest - f.day->earliest) / 2;
    }
    const decimal step = f.rounding.value_or(decimal{1, f.value->decimals});
    all.step = std::max(all.step, std::abs(step.value()));
    units.insert(f.unit), subjects.insert(f.subject);
    all.unit = f.unit, all.subject = f.subject;
    all.counts.push_back(std::move(one));
  }
  const auto quoted = [](const std::set<std::string>& words) {
    std::vector<std::string> list;
    for (const std::string& word : words) list.push_back(word.empty() ? "no name" : quote(word));
    return join_names(list, " and ");
  };
  if (!known) {
    const std::vector<std::string> names = detail::series_with_counts(net);
    const std::string expected = names.empty() ? "; expected one that figures of the kind count name, and none do"
                                               : "; expected " + join_names(names, " or ") + did_you_mean(name, names);
    problems.add({"", 0, 0, quote(name) + " is no series of figures" + expected});
  } else if (all.counts.empty()) {
    std::string message =
        "series " + quote(name) + " has no count that can be used; expected held counts with a date: ";
    message += join_names(all.left_out, " and ");
    problems.add({"", 0, 0, std::move(message)});
  }
  if (units.size() > 1) {
    problems.add({"", 0, 0, "series " + quote(name) + " counts in " + quoted(units) + "; expected one unit"});
  }
  if (subjects.size() > 1) {
    problems.add(
        {"", 0, 0, "series " + quote(name) + " counts members of " + quoted(subjects) + "; expected one subject"});
  }
  for (const auto& [id, day] : days) {
    if (std::ranges::find(all.counts, id, &series_count::figure) == all.counts.end())
      problems.add({"", 0, 0, quote(id) + " is no count of series " + quote(name) + "; expected one that has a day"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  std::ranges::sort(all.counts, [](const series_count& a, const series_count& b) {
    return a.day != b.day ? a.day < b.day : a.figure < b.figure;
  });
  return all;
}

CAPNET_INLINE join_window window_of(std::vector<partial_date> joins, date end) {
  join_window window{.days = std::move(joins)};
  std::erase_if(window.days, [end](const partial_date& one) { return one.latest > end; });
  const date first = std::ranges::min(window.days, {}, &partial_date::earliest).earliest;
  window.before = std::erase_if(window.days, [first](const partial_date& one) { return one.latest == first; });
  window.seen = {window.before > 0 ? first + std::chrono::days{1} : first, end + std::chrono::days{1}};
  return window;
}

CAPNET_INLINE program_joins joins_of_program(const network_view& view, vertex_ref program) {
  const schema& known = view.schema();
  if (!known.is_a(program.kind, known.index_of<kind::program>()))
    throw input_error{quote(view.net().key(program)) + " is no program; expected one, which members join"};
  const kind_index organizations = known.index_of<kind::organization>(), persons = known.index_of<kind::person>(),
                   cohorts = known.index_of<kind::cohort>();
  program_joins all;
  std::map<vertex_ref, partial_date> firsts[2];  // of organizations and persons
  for_each_participation(view, [&](tie_ref, const dated_tie& uv) {
    if (uv.target != program) return;
    const spell when = uv.when.when();
    if (known.is_a(uv.source.kind, cohorts)) {
      ++all.cohorts;
      return;
    }
    const bool person = known.is_a(uv.source.kind, persons);
    if (!person && !known.is_a(uv.source.kind, organizations)) return;
    all.ended += when.end.earliest < unbounded_future;
    const auto [at, fresh] = firsts[person].try_emplace(uv.source, when.begin);
    const auto earlier = [](const partial_date& a, const partial_date& b) {
      return a.latest != b.latest ? a.latest < b.latest : a.earliest < b.earliest;
    };
    if (!fresh && earlier(when.begin, at->second)) at->second = when.begin;
  });
  const bool counts_persons = firsts[0].empty();
  all.unit = counts_persons && !firsts[1].empty() ? "person" : "organization";
  all.others = counts_persons ? 0 : firsts[1].size();
  for (const auto& [who, begin] : firsts[counts_persons]) {
    if (begin.earliest <= unbounded_past || begin.latest >= unbounded_future)
      ++all.undated;
    else
      all.days.push_back(begin);
  }
  return all;
}

}  // namespace capnet
