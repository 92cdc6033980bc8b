#pragma once
/// The skill gap of each organization of a network, with the sums by skill and by sector.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/holder_rule.hpp>
#include <capnet/skill/proficiency_scale.hpp>
#include <capnet/skill/skill_gap.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A skill that an organization requires, and who holds it there.
struct required_skill {
  vertex_ref skill{};
  requirement level{};
  std::size_t known = 0;     ///< holders whose level is known
  std::size_t unknown = 0;   ///< people whose level is not, and the organization if its own tie says no level
  bool own_unknown = false;  ///< whether the organization is one of those
  /// By the k-th best: who holds exactly the level that counts, by key; by the mean: nobody.
  std::vector<vertex_ref> decisive{};
};

/// An organization with its gap.
struct organization_gap {
  vertex_ref organization{};
  skill_gap_result gap{};
  std::size_t people = 0;
  std::vector<required_skill> skills{};  ///< what adds most to the gap first, what is unknown last; ties by key
  std::string reason{};                  ///< one sentence
};

/// Means over several gaps. What is unknown is counted, never taken for 0.
struct gap_mean {
  std::size_t organizations = 0;
  std::size_t known = 0;                ///< of them, with a known gap
  std::optional<double> mean{};         ///< over those
  std::optional<double> low{}, high{};  ///< means of the bounds, over all organizations that have bounds
  [[nodiscard]] double coverage() const {
    return organizations == 0 ? 0 : static_cast<double>(known) / static_cast<double>(organizations);
  }
};

struct gap_report {
  std::vector<organization_gap> organizations{};  ///< largest gap first, unknown last; ties by key
  gap_mean all{};
  /// Of max(0, r - h) / r in each organization; ordered likewise.
  std::vector<std::pair<vertex_ref, gap_mean>> skills{};
  std::vector<std::pair<capnet::sector, gap_mean>> sectors{};  ///< by number of the sector, unknown (0) first
};

struct gap_options {
  holder_rule holders = holder_rule::best();
};

namespace detail {

/// Reads the ties that say levels; collects what is wrong with them.
class level_reader {
 public:
  explicit level_reader(const network_view& view) : view_{view} {}

  /// Of several ties between the same two that count, the one that began last tells, then the one recorded last.
  [[nodiscard]] std::optional<tie_ref> telling(const std::vector<tie_ref>& ties) const {
    std::optional<tie_ref> last;
    for (const tie_ref t : ties) {
      if (!last || began(*last) < began(t) || (began(*last) == began(t) && last->row < t.row)) last = t;
    }
    return last;
  }
  /// The weight of the tie as a level on the scale of its skill.
  [[nodiscard]] std::optional<double> level(tie_ref t) {
    const tie_record& uv = view_.net().tie(t);
    const std::optional<double> level = uv.properties.weight;
    if (!level) return std::nullopt;
    const std::optional<proficiency_scale> scale = scale_of(uv.target);
    if (!(*level >= 0) || std::isinf(*level)) {
      fault(uv, "level " + shown(*level) + " of " + quote(view_.net().key(uv.target)) +
                    "; expected 0 or more, or an empty cell if unknown");
      return std::nullopt;
    } else if (scale && *level != 0 && (*level < scale->lowest || *level > scale->highest)) {
      fault(uv, "level " + shown(*level) + " of " + quote(view_.net().key(uv.target)) +
                    " lies outside its scale; expected " + shown(scale->lowest) + " to " + shown(scale->highest) +
                    ", 0 for none at all, or an empty cell if unknown");
    }
    return level;
  }
  [[nodiscard]] double importance(tie_ref t) {
    const double importance = view_.value<attr::importance>(t).value_or(1);
    if (importance >= 0) return importance;
    const tie_record uv = view_.net().tie(t);
    fault(uv, "importance " + quote(shown(importance)) + " of " + quote(view_.net().key(uv.target)) + " for " +
                  quote(view_.net().key(uv.source)) + "; expected a number of 0 or more, or an empty cell for 1");
    return 1;
  }
  [[nodiscard]] std::optional<proficiency_scale> scale_of(vertex_ref skill) const {
    const auto scale = view_.value(skill, "scale");
    return scale ? parse_scale(scale->text()) : std::nullopt;
  }
  void expect_no_faults() {
    if (faults_.empty()) return;
    std::ranges::sort(faults_, [](const problem& a, const problem& b) {
      return std::tie(a.file, a.line, a.message) < std::tie(b.file, b.line, b.message);
    });
    faults_.erase(std::unique(faults_.begin(), faults_.end()), faults_.end());
    throw input_error{std::move(faults_)};
  }
  [[nodiscard]] static std::string shown(double number) {
    char text[32];
    const auto [end, fault] = std::to_chars(text, text + sizeof text, number);
    return {text, end};
  }

 private:
  [[nodiscard]] date began(tie_ref t) const { return view_.net().tie(t).properties.active.begin.latest; }
  void fault(const tie_record& uv, std::string message) {
    const origin where = uv.properties.where;
    faults_.push_back({std::string{view_.net().file_of(where)}, where.line, 0, std::move(message)});
  }
  const network_view& view_;
  std::vector<problem> faults_;
};

[[nodiscard]] inline std::string plural(std::size_t n, std::string_view noun) {
  return std::to_string(n) + ' ' + std::string{noun} + (n == 1 ? "" : "s");
}

/// 2nd, 3rd, 11th, 21st.
[[nodiscard]] inline std::string ordinal(std::size_t k) {
  const bool teen = k / 10 % 10 == 1;
  return std::to_string(k) + (teen ? "th" : k % 10 == 1 ? "st" : k % 10 == 2 ? "nd" : k % 10 == 3 ? "rd" : "th");
}

/// The sentence of a row: what weighs most, who holds it, what is unknown.
[[nodiscard]] inline std::string gap_reason(const snapshot& net, const organization_gap& row, holder_rule rule) {
  auto shown = [](double number) { return short_number(number); };
  std::size_t open = 0, unrated = 0, unknown_levels = 0;
  bool own_unknown = false;
  std::vector<std::string> open_names;
  for (const required_skill& s : row.skills) {
    unknown_levels += s.unknown;
    own_unknown = own_unknown || s.own_unknown;
    if (!s.level.required) {
      ++unrated;
    } else if (!s.level.held) {
      ++open;
      if (open_names.size() < 3) open_names.push_back(net.label_en(s.skill));
    }
  }
  std::string text;
  if (unrated == row.skills.size()) {
    return "No level is stated for " + (unrated == 1 ? "the one skill" : "any of the " + plural(unrated, "skill")) +
           " it requires.";
  }
  if (row.people == 0 && !row.gap.gap && row.gap.coverage == 0) {
    text = "Nobody is known to work there, so no held level is known of the " + plural(row.skills.size(), "skill") +
           " it requires";
  } else if (row.gap.coverage == 0) {
    text = "Of its " + (row.people == 1 ? "one person" : std::to_string(row.people) + " people") +
           " no level that counts is known in the " + plural(row.skills.size(), "skill") + " it requires";
  } else if (!row.gap.gap) {
    text = "What it requires with a known level held asks for nothing above 0";
  } else if (const required_skill& first = row.skills.front(); *row.gap.gap > 0) {
    text = net.label_en(first.skill) + " weighs most: level " + shown(*first.level.required) +
           " required (importance " + shown(first.level.importance) + "), " + shown(*first.level.held) + " held ";
    if (rule.is_mean()) {
      text += first.known == 1 ? "by the only one whose level is known"
                               : "on average of the " + std::to_string(first.known) + " whose level is known";
    } else if (first.decisive.empty()) {
      text += "as there is no " + (rule.k() == 1 ? std::string{"holder"} : ordinal(rule.k()) + " best holder");
    } else if (first.decisive.front() == row.organization) {
      text += "by the organization as a whole";
    } else {
      text += "by " + net.label_en(first.decisive.front());
      if (first.decisive.size() > 1) text += " and " + plural(first.decisive.size() - 1, "other");
      if (first.known > 1)
        text += ", " + (rule.k() == 1 ? std::string{"the best"} : "number " + std::to_string(rule.k())) + " of " +
                std::to_string(first.known) + " whose level is known";
    }
  } else {
    text = "Every requirement whose held level is known is met";
  }
  if (open > 0 && row.gap.coverage > 0) {
    text += "; unknown what is held of " + join_names(open_names, open > open_names.size() ? ", " : " and ");
    if (open > open_names.size()) text += " and " + plural(open - open_names.size(), "other");
  } else if (unknown_levels > 0 && row.gap.coverage > 0) {
    text += "; " + plural(unknown_levels, "level") + (own_unknown ? " of its people or itself " : " of its people ") +
            (unknown_levels == 1 ? "is" : "are") + " unknown";
  }
  if (unrated > 0)
    text += "; " + plural(unrated, "required skill") + (unrated == 1 ? " has" : " have") + " no stated level";
  return text + ".";
}

/// Means gaps up one by one.
struct gap_sum {
  gap_mean mean{};
  double gap = 0, low = 0, high = 0;
  std::size_t bounded = 0;
  void add(const skill_gap_result& one) {
    ++mean.organizations;
    if (one.gap) {
      ++mean.known;
      gap += *one.gap;
    }
    if (one.low) {
      ++bounded;
      low += *one.low;
      high += *one.high;
    }
  }
  [[nodiscard]] gap_mean done() const {
    gap_mean result = mean;
    if (mean.known > 0) result.mean = gap / static_cast<double>(mean.known);
    if (bounded > 0) {
      result.low = low / static_cast<double>(bounded);
      result.high = high / static_cast<double>(bounded);
    }
    return result;
  }
};

// Largest first, unknown last; what is no number is unknown. A total preorder.
[[nodiscard]] inline std::weak_ordering compare_known(const std::optional<double>& a, const std::optional<double>& b) {
  const bool a_known = a && !std::isnan(*a), b_known = b && !std::isnan(*b);
  if (!a_known || !b_known) return b_known <=> a_known;
  return *a > *b ? std::weak_ordering::less : *a < *b ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

}  // namespace detail

/// The skill gap of every organization that requires a skill, see `skill_gap`; weights are levels.
///
/// An organization's requirements are its `requires_skill` ties, with `importance` from the attribute of that name, 1
/// if absent. Its people are those it `employs`; their levels are `has_skill` ties. No such tie, or one without a
/// level, is unknown; a level of 0 is known. An organization's own `has_skill` tie counts as one more holder of that
/// skill, of unknown level if the tie says none; its absence says nothing. Of several ties between the same two, the
/// one that began last tells, then the one recorded last. Bounds use the skill's attribute `scale` (`parse_scale`); a
/// skill without a readable one is bounded by 0 below and by nothing above, which gives the widest honest bounds. Only
/// what counts in `view` is used: vertices as well as ties.
///
/// Throws: input_error with every negative or malformed importance and every level below 0, infinite or outside its
/// skill's scale, with file and line; 0 is allowed on every scale. Time O(sum over organizations of their people's
/// skills * log + n log n), space O(organizations * skills).
[[nodiscard]] inline gap_report skill_gaps(const network_view& view, const gap_options& options = {}) {
  const snapshot& net = view.net();
  const relation_index requires_r = view.schema().index_of<rel::requires_skill>();
  const relation_index has_r = view.schema().index_of<rel::has_skill>();
  const relation_index employs_r = view.schema().index_of<rel::employs>();
  auto by_key = [&](vertex_ref u, vertex_ref v) { return net.key(u) < net.key(v); };
  detail::level_reader reader{view};
  // The ties of a vertex by skill.
  auto ties_by_skill = [&](relation_index r, vertex_ref v) {
    std::vector<tie_end> ends;
    view.for_each_out(r, v, [&](const tie_end& end) {
      if (view.contains(end.vertex)) ends.push_back(end);
    });
    std::ranges::sort(ends, {}, &tie_end::vertex);
    std::vector<std::pair<vertex_ref, std::vector<tie_ref>>> found;  // ascending
    for (const tie_end& end : ends) {
      if (found.empty() || found.back().first != end.vertex) found.push_back({end.vertex, {}});
      found.back().second.push_back(end.tie);
    }
    return found;
  };

  gap_report report;
  detail::gap_sum all;
  std::map<vertex_ref, detail::gap_sum> by_skill;
  std::map<capnet::sector, detail::gap_sum> by_sector;
  view.for_each_vertex_of(view.schema().index_of<kind::organization>(), [&](vertex_ref org) {
    organization_gap row{.organization = org};
    for (const auto& [skill, ties] : ties_by_skill(requires_r, org)) {
      const tie_ref t = *reader.telling(ties);
      row.skills.push_back(
          {.skill = skill, .level = {.importance = reader.importance(t), .required = reader.level(t)}});
    }
    if (row.skills.empty()) return;
    std::vector<vertex_ref> people;
    view.for_each_out(employs_r, org, [&](const tie_end& end) {
      if (view.contains(end.vertex)) people.push_back(end.vertex);
    });
    std::ranges::sort(people);
    people.erase(std::unique(people.begin(), people.end()), people.end());
    row.people = people.size();

    std::vector<std::vector<std::pair<double, vertex_ref>>> levels(row.skills.size());
    auto hear = [&](vertex_ref holder) {
      for (const auto& [skill, ties] : ties_by_skill(has_r, holder)) {
        const auto at = std::ranges::lower_bound(row.skills, skill, {}, &required_skill::skill);
        if (at == row.skills.end() || at->skill != skill) continue;
        if (const auto level = reader.level(*reader.telling(ties))) {
          levels[static_cast<std::size_t>(at - row.skills.begin())].push_back({*level, holder});
        } else if (holder == org) {
          at->own_unknown = true;
        }
      }
    };
    for (const vertex_ref v : people) hear(v);
    for (required_skill& s : row.skills) {
      const auto known = levels[static_cast<std::size_t>(&s - row.skills.data())].size();
      s.unknown = people.size() - known;
    }
    hear(org);
    for (required_skill& s : row.skills) s.unknown += s.own_unknown ? 1u : 0u;

    std::vector<requirement> requirements;
    for (std::size_t k = 0; k < row.skills.size(); ++k) {
      required_skill& s = row.skills[k];
      std::vector<double> known;
      for (const auto& [level, holder] : levels[k]) known.push_back(level);
      s.known = known.size();
      s.level.held = held_level(known, s.unknown, options.holders);
      s.level.range = held_range(known, s.unknown, options.holders, reader.scale_of(s.skill));
      if (s.level.held && !options.holders.is_mean()) {
        for (const auto& [level, holder] : levels[k]) {
          if (level == *s.level.held && s.known >= options.holders.k()) s.decisive.push_back(holder);
        }
        std::ranges::sort(s.decisive, by_key);
      }
      requirements.push_back(s.level);
      if (s.level.required) by_skill[s.skill].add(skill_gap({&s.level, 1}));
    }
    row.gap = skill_gap(requirements);
    all.add(row.gap);
    by_sector[view.sector(org)].add(row.gap);
    std::ranges::sort(row.skills, [&](const required_skill& a, const required_skill& b) {
      auto weight = [](const required_skill& s) -> std::optional<detail::wide_product> {
        if (!s.level.required || !s.level.held) return std::nullopt;
        return detail::wide_product{s.level.importance, std::max(0.0, *s.level.required - *s.level.held)};
      };
      const auto wa = weight(a), wb = weight(b);
      return wa != wb ? wa > wb : by_key(a.skill, b.skill);  // what is unknown is below all
    });
    report.organizations.push_back(std::move(row));
  });
  reader.expect_no_faults();

  for (organization_gap& row : report.organizations) row.reason = detail::gap_reason(net, row, options.holders);
  std::ranges::sort(report.organizations, [&](const organization_gap& a, const organization_gap& b) {
    const auto order = detail::compare_known(a.gap.gap, b.gap.gap);
    return order != 0 ? order < 0 : by_key(a.organization, b.organization);
  });
  report.all = all.done();
  for (const auto& [skill, sum] : by_skill) report.skills.emplace_back(skill, sum.done());
  std::ranges::sort(report.skills, [&](const auto& a, const auto& b) {
    const auto order = detail::compare_known(a.second.mean, b.second.mean);
    return order != 0 ? order < 0 : by_key(a.first, b.first);
  });
  for (const auto& [sector, sum] : by_sector) report.sectors.emplace_back(sector, sum.done());
  return report;
}

}  // namespace capnet
