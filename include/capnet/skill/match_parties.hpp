#pragma once
/// What volunteers offer and what projects ask, read from a view.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/detail/regions_by_name.hpp>
#include <capnet/skill/proficiency_scale.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

inline constexpr double most_months = 1'200;  ///< of a period

/// Where someone works; sets of ways. None: not stated.
enum class work_mode : std::uint8_t { unstated = 0, online = 1, on_site = 2, either = 3 };

[[nodiscard]] constexpr work_mode common(work_mode a, work_mode b) {
  return static_cast<work_mode>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}

namespace detail {

/// The same day of a later month, or its last day if it has none such.
[[nodiscard]] inline date months_later(date day, int months) {
  const std::chrono::year_month_day then = std::chrono::year_month_day{day} + std::chrono::months{months};
  return then.ok() ? date{then} : date{then.year() / then.month() / std::chrono::last};
}

}  // namespace detail

/// What either side says beside skills. Whatever is not stated is empty, and never a reason against a pair.
struct match_terms {
  std::optional<double> hours{};   ///< a week: offered, or asked of each; 0 or more
  std::optional<double> months{};  ///< offered or asked
  std::optional<date> begin{};     ///< first day
  work_mode mode = work_mode::unstated;
  std::vector<std::uint32_t> tools{}, causes{}, languages{};  ///< words, ascending
  std::vector<std::uint32_t> regions{};                       ///< words: its own, then each wider one around it
  std::vector<vertex_ref> located_in{};                       ///< by ties; if any, its column of region does not count
  std::vector<vertex_ref> conflicts{};                        ///< whom it must not be matched with, ascending
  /// The day after the last one: begin and months by the calendar, a part of a month as the same part of its days.
  [[nodiscard]] std::optional<date> end() const {
    if (!begin || !months) return std::nullopt;
    const double whole = std::floor(*months);
    const date from = detail::months_later(*begin, static_cast<int>(whole));
    const auto days = detail::months_later(*begin, static_cast<int>(whole) + 1) - from;
    return from + std::chrono::days{std::llround((*months - whole) * static_cast<double>(days.count()))};
  }
  /// Months whose end is that day, rounded up to hundredths. Pre: there is a begin, not after that day.
  [[nodiscard]] double months_until(date last) const {
    int whole = 0;
    while (detail::months_later(*begin, whole + 1) <= last) ++whole;
    const date from = detail::months_later(*begin, whole);
    const auto days = detail::months_later(*begin, whole + 1) - from;
    return whole +
           std::ceil(static_cast<double>((last - from).count()) * 100 / static_cast<double>(days.count())) / 100;
  }
};

struct match_volunteer {
  vertex_ref person{};
  match_terms terms{};
  double used = 0;                      ///< hours a week that projects under way take
  std::vector<vertex_ref> projects{};   ///< those
  std::vector<vertex_ref> employers{};  ///< organizations that employ it
  /// Hours a week left, never below 0; nothing if what is offered is not stated.
  [[nodiscard]] std::optional<double> free_hours() const {
    return terms.hours ? std::optional{std::max(0.0, *terms.hours - used)} : std::nullopt;
  }
};

struct match_project {
  vertex_ref project{};
  std::optional<vertex_ref> organization{};  ///< that asks for it: of several the first by key
  std::vector<vertex_ref> organizations{};   ///< all that ask for it, ascending
  match_terms terms{};
  std::uint32_t team = 1;     ///< places, 1 if not stated
  std::uint32_t working = 0;  ///< who fill one already
  [[nodiscard]] std::uint32_t places() const { return team - std::min(team, working); }
};

struct match_parties {
  skill_levels levels{};  ///< importances of a project whose sum no double holds are 2^64 times smaller
  std::vector<match_volunteer> volunteers{};  ///< by id
  std::vector<match_project> projects{};      ///< by id; those that are over are left out
  std::size_t over = 0;                       ///< projects left out
  std::vector<std::string> words{};           ///< by number
  std::set<std::uint32_t> region_words{};     ///< those that are ids of regions in the view
};

namespace detail {

/// Divides importances by a power of two where their sum in a row would be infinite: their shares stay the same bits.
/// Time O(required cells).
inline void keep_sums_of_importance_finite(skill_levels& levels) {
  if (levels.importances.empty()) return;
  std::vector<double> smaller;
  for (std::size_t row = 0; row < levels.required.rows(); ++row) {
    const std::size_t first = levels.required.first(row), last = levels.required.last(row);
    double sum = 0;
    for (std::size_t cell = first; cell < last; ++cell) sum += levels.importance(cell);
    if (!std::isinf(sum)) continue;
    if (smaller.empty()) {
      const auto all = levels.importances.all();
      smaller.assign(all.begin(), all.end());
    }
    for (std::size_t cell = first; cell < last; ++cell) smaller[cell] = std::ldexp(levels.importance(cell), -64);
  }
  if (!smaller.empty()) levels.importances = std::move(smaller);
}

/// Reads columns of vertices; collects what is wrong with them.
class match_reader {
 public:
  match_reader(const network_view& view, match_parties& made)
      : view_{view}, made_{made}, region_named_{regions_by_name(view)} {}

  [[nodiscard]] match_terms terms(vertex_ref v) {
    match_terms t;
    t.hours = number(v, "hours_per_week", 0, 168);
    t.months = number(v, "months", 0, most_months);
    if (const auto text = cell(v, "period_begin"); !text.empty()) {
      if (const auto day = parse_date(text))
        t.begin = day->earliest;
      else
        fault(v, "period_begin", text, "a day such as 2026-04-01, or a month such as 2026-04");
    }
    for (const std::string& way : list(v, "mode")) {
      const unsigned one = way == "online" ? 1 : way == "on site" || way == "on_site" ? 2 : way == "either" ? 3 : 0;
      if (one == 0) fault(v, "mode", way, "online, on site or either");
      t.mode = static_cast<work_mode>(static_cast<unsigned>(t.mode) | one);
    }
    t.tools = words_of(list(v, "tools"));
    read_what_organizations_say(v, t);
    return t;
  }
  /// Only what stands in for, or is added to, what its projects say.
  [[nodiscard]] const match_terms& terms_of_organization(vertex_ref v) {
    const auto [at, added] = of_organizations_.try_emplace(v);
    if (added) read_what_organizations_say(v, at->second);
    return at->second;
  }
  void add_tools_used(vertex_ref v, match_terms& t) {
    view_.for_each_out(view_.schema().index_of<rel::uses>(), v, [&](const tie_end& end) {
      if (end.vertex.kind == view_.schema().index_of<kind::tool>())
        t.tools.push_back(word(view_.net().key(end.vertex)));
    });
    std::ranges::sort(t.tools);
    t.tools.erase(std::unique(t.tools.begin(), t.tools.end()), t.tools.end());
  }
  [[nodiscard]] std::optional<double> number(vertex_ref v, std::string_view column, double low, double high) {
    const auto value = view_.value(v, column);
    if (!value || value->empty()) return std::nullopt;
    const std::string text = value->text();
    if (const auto n = parse_number(text); n && *n >= low && *n <= high) return n;
    fault(v, column, text, "a number from " + short_number(low) + " to " + short_number(high));
    return std::nullopt;
  }
  void fault(vertex_ref v, std::string_view column, const std::string& found, const std::string& expected) {
    faults_.add(view_.net().problem_at(
        view_.net().properties(v).where,
        std::string{column} + " " + quote(found) + " of " + quote(view_.net().key(v)) + "; expected " + expected));
  }
  void expect_no_faults() {
    if (!faults_.empty()) throw input_error{std::move(faults_)};
  }

 private:
  void read_what_organizations_say(vertex_ref v, match_terms& t) {
    t.causes = words_of(list(v, "causes"));
    t.languages = words_of(list(v, "language"));
    view_.for_each_out(view_.schema().index_of<rel::located_in>(), v,
                       [&](const tie_end& end) { t.located_in.push_back(end.vertex); });
    std::ranges::sort(t.located_in);
    t.located_in.erase(std::unique(t.located_in.begin(), t.located_in.end()), t.located_in.end());
    t.regions = regions_of(v);
    for (const std::string& key : list(v, "conflicts")) {
      if (const auto other = view_.net().find(key))
        t.conflicts.push_back(*other);
      else
        fault(v, "conflicts", key, "ids of this network with | between them");
    }
    std::ranges::sort(t.conflicts);
  }
  [[nodiscard]] std::string cell(vertex_ref v, std::string_view column) const {
    const auto value = view_.value(v, column);
    return value ? value->text() : std::string{};
  }
  [[nodiscard]] std::vector<std::string> list(vertex_ref v, std::string_view column) const {
    std::vector<std::string> parts;
    const std::string text = cell(v, column);
    for_each_listed(text, [&](std::string_view part) { parts.emplace_back(part); });
    return parts;
  }
  [[nodiscard]] std::uint32_t word(const std::string& text) {
    const auto [at, added] = numbers_.emplace(text, static_cast<std::uint32_t>(made_.words.size()));
    if (added) made_.words.push_back(text);
    return at->second;
  }
  [[nodiscard]] std::vector<std::uint32_t> words_of(const std::vector<std::string>& texts) {
    std::vector<std::uint32_t> words;
    for (const std::string& text : texts) words.push_back(word(text));
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
  }
  /// The region that it lies in, by `located_in`, else by its column, and those around that, 1,000 at most; a cycle
  /// ends it.
  [[nodiscard]] std::vector<std::uint32_t> regions_of(vertex_ref v) {
    std::vector<std::uint32_t> chain;
    std::optional<vertex_ref> at = around(v);
    if (!at) {
      const std::string& text = view_.region(v);
      if (text.empty()) return chain;
      const auto known = region_named_.find(text);
      if (known == region_named_.end()) return {word(text)};
      at = known->second;
    }
    std::set<std::uint32_t> passed;
    for (; at && chain.size() < 1'000; at = around(*at)) {
      const std::uint32_t w = word(view_.net().key(*at));
      made_.region_words.insert(w);
      if (!passed.insert(w).second) break;
      chain.push_back(w);
    }
    return chain;
  }
  [[nodiscard]] std::optional<vertex_ref> around(vertex_ref v) const {
    std::optional<vertex_ref> first;
    view_.for_each_out(view_.schema().index_of<rel::located_in>(), v, [&](const tie_end& end) {
      if (!first || end.vertex < *first) first = end.vertex;
    });
    return first;
  }

  const network_view& view_;
  match_parties& made_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_{};
  std::map<std::string, vertex_ref, std::less<>> region_named_;
  std::map<vertex_ref, match_terms> of_organizations_{};
  problem_list faults_{};
};

}  // namespace detail

/// Who can be matched with what, on the view's day.
///
/// A volunteer is a person that states `hours_per_week` or takes part in something as a `volunteer` (the role of
/// `participates_in`). A project is one that requires a skill or is asked for (`asks_for`); one whose `period_begin`
/// and `months` have passed by the day is over. Columns of both: hours_per_week, months, period_begin, mode, causes,
/// language, tools, conflicts, region (of persons and organizations a `located_in` tie comes before it); of projects
/// team and hours_total. Tools are also what a person `uses`, or the organization that asks. Causes, region and
/// language of a project that states none are its organization's, of several the first by key; what any that asks is
/// in conflict with its projects are too; of an organization nothing else but what it `uses` is read. A project
/// without hours_per_week asks hours_total shared out evenly over team, months (of 30.4375 days) and weeks. A person
/// with a `collaborates_with` tie that counts, with a project that is not over as its role, works on it, volunteer or
/// not: fills a place and spends its hours.
///
/// Throws input_error with all that is malformed, negative or absurd (more than 168 hours a week, 1,200 months, a team
/// over 100,000) and what read_skill_levels refuses. Time O(n log n + m).
[[nodiscard]] inline match_parties read_match_parties(const network_view& view) {
  const snapshot& net = view.net();
  const schema& names = view.schema();
  match_parties made;
  made.levels = read_skill_levels(view);
  detail::keep_sums_of_importance_finite(made.levels);
  detail::match_reader reader{view, made};

  std::map<vertex_ref, std::set<vertex_ref>> asked_by;
  view.for_each_tie(names.index_of<rel::asks_for>(),
                    [&](tie_ref, const dated_tie& uv) { asked_by[uv.target].insert(uv.source); });
  std::map<vertex_ref, std::size_t> project_at;
  view.for_each_vertex_of(names.index_of<kind::project>(), [&](vertex_ref v) {
    const auto row = made.levels.required.row_of(v);
    const bool requires_some = row && !made.levels.required.columns_of(*row).empty();
    const auto asked = asked_by.find(v);
    if (!requires_some && asked == asked_by.end()) return;
    match_project p{.project = v, .terms = reader.terms(v)};
    if (const auto team = reader.number(v, "team", 1, 100'000)) {
      if (*team != std::floor(*team)) reader.fault(v, "team", short_number(*team), "a whole number");
      p.team = static_cast<std::uint32_t>(*team);
    }
    const auto total = reader.number(v, "hours_total", 0, 10'000'000);
    if (!p.terms.hours && total && p.terms.months && *p.terms.months > 0)
      p.terms.hours = *total / p.team / (*p.terms.months * 30.4375 / 7);
    if (asked != asked_by.end()) {
      p.organizations.assign(asked->second.begin(), asked->second.end());
      p.organization = std::ranges::min(p.organizations, {}, [&](vertex_ref o) { return net.key(o); });
      const match_terms& theirs = reader.terms_of_organization(*p.organization);
      if (p.terms.causes.empty()) p.terms.causes = theirs.causes;
      if (p.terms.languages.empty()) p.terms.languages = theirs.languages;
      if (p.terms.regions.empty()) p.terms.regions = theirs.regions;
      if (p.terms.tools.empty()) reader.add_tools_used(*p.organization, p.terms);
      for (const vertex_ref o : p.organizations) {
        const std::vector<vertex_ref>& conflicts = reader.terms_of_organization(o).conflicts;
        p.terms.conflicts.insert(p.terms.conflicts.end(), conflicts.begin(), conflicts.end());
      }
      std::ranges::sort(p.terms.conflicts);
    }
    if (const auto end = p.terms.end(); end && *end <= view.day() && view.day() != unbounded_future) {
      ++made.over;
      return;
    }
    project_at.emplace(v, made.projects.size());
    made.projects.push_back(std::move(p));
  });

  std::vector<vertex_ref> helpers;
  view.for_each_tie(names.index_of<rel::participates_in>(), [&](tie_ref t, const dated_tie& uv) {
    if (net.tie(t).properties.role == "volunteer") helpers.push_back(uv.source);
  });
  std::ranges::sort(helpers);
  std::map<vertex_ref, std::size_t> volunteer_at;
  view.for_each_vertex_of(names.index_of<kind::person>(), [&](vertex_ref v) {
    const auto hours = view.value(v, "hours_per_week");
    if ((!hours || hours->empty()) && !std::ranges::binary_search(helpers, v)) return;
    match_volunteer one{.person = v, .terms = reader.terms(v)};
    reader.add_tools_used(v, one.terms);
    volunteer_at.emplace(v, made.volunteers.size());
    made.volunteers.push_back(std::move(one));
  });
  view.for_each_tie(names.index_of<rel::employs>(), [&](tie_ref, const dated_tie& uv) {
    const auto v = volunteer_at.find(uv.target);
    if (v != volunteer_at.end()) made.volunteers[v->second].employers.push_back(uv.source);
  });
  std::set<std::pair<vertex_ref, vertex_ref>> at_work;  // on a project, a person
  view.for_each_tie(names.index_of<rel::collaborates_with>(), [&](tie_ref t, const dated_tie& uv) {
    const std::string role = net.tie(t).properties.role;
    const auto named = role.empty() ? std::nullopt : net.find(role);
    const auto p = named ? project_at.find(*named) : project_at.end();
    if (p == project_at.end()) return;
    for (const vertex_ref end : {uv.source, uv.target}) {
      if (end.kind != names.index_of<kind::person>() || !at_work.emplace(*named, end).second) continue;
      ++made.projects[p->second].working;
      const auto v = volunteer_at.find(end);
      if (v == volunteer_at.end()) continue;
      match_volunteer& who = made.volunteers[v->second];
      who.projects.push_back(*named);
      who.used += made.projects[p->second].terms.hours.value_or(0);
    }
  });
  reader.expect_no_faults();
  return made;
}

}  // namespace capnet
