#pragma once
/// How probably an organization loses the last of its people who hold a skill, by a day.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/poisson_binomial.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/forgetting.hpp>
#include <capnet/skill/leaving.hpp>
#include <capnet/skill/level_then.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

struct turnover_question {
  std::optional<date> from{}, until{};     ///< the day of the view, and the day that is asked; none: undated
  leaving_law leaving{};                   ///< of whom the data does not say it
  std::optional<double> stability_days{};  ///< of levels in skills that state none; none: nothing is forgotten
};

/// Why somebody will not hold a skill any more, or will.
enum class holder_fate : std::uint8_t {
  unknown,     ///< nothing says how probably they leave
  by_law,      ///< they may leave, as leaving_law says
  by_hazard,   ///< the same by the `hazard` of their own post
  ends,        ///< the data says that they are gone by then
  stays,       ///< the data says that they are still there
  skill_ends,  ///< the data says that they don't hold the skill then
  forgets      ///< by then less than the required level is left
};

/// Somebody and how probably they are gone by the day.
struct post_risk {
  vertex_ref holder{};
  std::optional<double> gone{};  ///< nothing if nobody knows
  holder_fate fate = holder_fate::unknown;
  partial_date ends{};  ///< where the data says when
};
struct holder_risk {
  post_risk post{};  ///< `gone`: or does not hold it any more
  std::optional<double> level{};
  double level_then = 0;  ///< where it is forgotten
};

/// A skill that an organization holds today.
struct skill_risk {
  vertex_ref organization{}, skill{};
  std::optional<double> required{};  ///< level; nothing: any is enough
  bool stated = true;                ///< false: the organization requires no skill that is known, so that each counts
  double importance = 1;
  std::vector<holder_risk> holders{};   ///< known to hold what is required, by key
  std::size_t unknown = 0;              ///< others of its people whose level nobody knows
  std::optional<double> probability{};  ///< that none of the holders is left
  double low = 0, high = 1;             ///< whatever those of unknown level hold, and of unknown leaving do
  std::optional<double> at_most_one{};  ///< probability that at most one holder is left
  std::size_t staff = 0;                ///< place of the organization in skill_risks::staff
  std::size_t column = 0;               ///< of the skill in skill_levels
};

struct skill_risks {
  std::vector<skill_risk> rows{};               ///< those that can be lost: by organization, then skill
  std::vector<std::vector<post_risk>> staff{};  ///< of each organization: who stays most probably first, then by key
  std::size_t organizations = 0, people = 0;    ///< that employ someone; who are employed
  std::size_t held = 0;                         ///< skills of organizations that are held today
  std::size_t lacking = 0;                      ///< required by those organizations, and held by nobody known
  std::size_t posts = 0, unknown_posts = 0;     ///< people of organizations; of whom nobody knows how they leave
};

namespace detail {

/// Of somebody who holds enough today, whether they do on the day, leaving apart.
enum class stand : std::uint8_t { holds, unknown, ends, forgets };

class risk_reader {
 public:
  risk_reader(const network_view& view, const skill_levels& levels, const turnover_question& asked)
      : view_{view},
        then_{possibly_on(view, asked.until)},
        surely_then_{then_.with(certainty::certain)},
        levels_{levels},
        asked_{asked},
        law_{asked.leaving.probability(asked.from, asked.until)} {
    problem_list problems;
    for (std::int32_t s = 0; s < levels.skills.size(); ++s)
      laws_.push_back(forgetting_of(levels.skills.at(s), problems));
    if (!problems.empty()) throw input_error{std::move(problems)};
  }

  [[nodiscard]] skill_risks read() {
    skill_risks all;
    std::vector<bool> employed(levels_.held.rows());
    view_.for_each_vertex_of(view_.schema().index_of<kind::organization>(), [&](vertex_ref organization) {
      const auto people = levels_.staff.of(organization);
      if (people.empty()) return;
      ++all.organizations;
      for (const std::uint32_t row : people) employed[row] = true;
      const std::size_t place = all.staff.size();
      all.staff.push_back(posts_of(organization));
      all.posts += all.staff.back().size();
      for (const post_risk& post : all.staff.back()) all.unknown_posts += post.gone ? 0u : 1u;
      read_skills(organization, place, all);
    });
    all.people = static_cast<std::size_t>(std::count(employed.begin(), employed.end(), true));
    return all;
  }
  [[nodiscard]] const forgetting_law& forgetting(std::size_t column) const { return laws_[column]; }
  [[nodiscard]] double days() const {
    return asked_.from && asked_.until ? static_cast<double>((*asked_.until - *asked_.from).count()) : 0;
  }
  /// What each cell of a row of skill_levels::held says of the day.
  [[nodiscard]] std::vector<level_then> levels_then(std::size_t row) const {
    return detail::levels_then(view_, then_, levels_, row, asked_.from, asked_.until);
  }
  /// How somebody stands on the day who holds enough today, and what is left of the level by then, 0 where nothing
  /// fades.
  [[nodiscard]] std::pair<stand, double> stands(const level_then& one, std::size_t column,
                                                const std::optional<double>& required, bool fades) const {
    std::optional<double> level = one.level;
    if (one.over) {
      const bool enough = !one.next || (required ? *one.next >= *required : *one.next > 0);
      if (!one.followed || !enough) return {stand::ends, 0};
      if (!one.surely) return {stand::holds, 0};
      if (required && !one.next) return {stand::unknown, 0};
      level = one.next;
    }
    if (!fades || !required || !level) return {stand::holds, 0};
    const double left = laws_[column].level_after(*level, one.days);
    return {left < *required ? stand::forgets : stand::holds, left};
  }

 private:
  [[nodiscard]] forgetting_law forgetting_of(vertex_ref skill, problem_list& problems) const {
    if (const auto value = view_.value(skill, "stability"); value && !value->empty()) {
      const auto days = parse_number(value->text());
      if (days && *days > 0) return forgetting_law{*days};
      problems.add(
          view_.net().problem_at(view_.properties(skill).where, "stability " + quote(value->text()) +
                                                                    "; expected a number of days above 0, of " +
                                                                    quote(view_.net().key(skill))));
    }
    return asked_.stability_days ? forgetting_law{*asked_.stability_days} : forgetting_law{};
  }
  [[nodiscard]] std::optional<double> hazard_of(tie_ref tie) const {
    const auto value = view_.value(tie, "hazard");
    if (!value || value->empty()) return std::nullopt;
    const auto found = parse_number(value->text());
    if (found && *found >= 0) return found;
    throw input_error{{view_.net().problem_at(
        view_.net().tie(tie).properties.where,
        "hazard " + quote(value->text()) + "; expected how often a year the post ends, 0 or more")}};
  }

  /// Of the people of an organization: of several posts of one person, those too that begin later, the one that surely
  /// lasts on the day tells, then one that possibly does, then the one that ends last.
  [[nodiscard]] std::vector<post_risk> posts_of(vertex_ref organization) const {
    const relation_index employs = view_.schema().index_of<rel::employs>();
    const layer& ties = view_.net().layer(employs);
    struct post {
      held_when when;
      tie_ref tie;
      int lasts;  // on the day: surely 2, possibly 1
      [[nodiscard]] auto rank() const { return std::tuple{lasts, when.end_latest, when.end_earliest}; }
    };
    const auto post_of = [&](tie_ref tie) {
      const held_when when = ties.tie(tie.row).when;
      return post{when, tie, !asked_.until ? 0 : surely_then_.keeps(when) ? 2 : then_.keeps(when) ? 1 : 0};
    };
    std::map<vertex_ref, post> last;
    view_.for_each_out(employs, organization, [&](const tie_end& end) {
      if (!view_.contains(end.vertex)) return;
      const post one = post_of(end.tie);
      const auto [at, added] = last.try_emplace(end.vertex, one);
      if (!added && at->second.rank() < one.rank()) at->second = one;
    });
    if (asked_.until) {
      then_.for_each_out(employs, organization, [&](const tie_end& end) {
        const auto at = last.find(end.vertex);
        if (at == last.end()) return;
        if (const post one = post_of(end.tie); at->second.rank() < one.rank()) at->second = one;
      });
    }
    std::vector<std::pair<std::string, post_risk>> posts;
    for (const auto& [person, post] : last)
      posts.emplace_back(view_.net().key(person), risk_of(person, post.when, post.tie, post.lasts == 1));
    std::ranges::sort(posts, [](const auto& a, const auto& b) {
      const double p = a.second.gone.value_or(2), q = b.second.gone.value_or(2);
      return p != q ? p < q : a.first < b.first;
    });
    std::vector<post_risk> sorted;
    for (auto& [key, post] : posts) sorted.push_back(post);
    return sorted;
  }
  [[nodiscard]] post_risk risk_of(vertex_ref person, const held_when& post, tie_ref tie, bool only_possibly) const {
    const held_when life = view_.net().held(person);
    const auto post_over = over_on(post, asked_.until), life_over = over_on(life, asked_.until);
    post_risk risk{.holder = person};
    if (post_over == true || life_over == true) {
      risk.gone = 1, risk.fate = holder_fate::ends, risk.ends = end_of(post_over == true ? post : life);
    } else if (post_over == false && !only_possibly) {
      risk.gone = 0, risk.fate = holder_fate::stays, risk.ends = end_of(post);
    } else if (const auto hazard = hazard_of(tie); hazard && asked_.from && asked_.until) {
      risk.gone = leaving_law::of_hazard(*hazard, *asked_.from, *asked_.until), risk.fate = holder_fate::by_hazard;
    } else if (law_) {
      risk.gone = *law_, risk.fate = holder_fate::by_law;
    }
    return risk;
  }

  void read_skills(vertex_ref organization, std::size_t place, skill_risks& all) const {
    const auto row = levels_.required.row_of(organization);
    const std::size_t first = row ? levels_.required.first(*row) : 0, last = row ? levels_.required.last(*row) : 0;
    const auto held = held_by(organization, all.staff[place]);
    const auto add = [&](std::size_t column, std::optional<double> required, double importance, bool stated) {
      if (required && *required == 0) return;
      skill_risk risk{.organization = organization,
                      .skill = levels_.skill(column),
                      .required = required,
                      .stated = stated,
                      .importance = importance,
                      .staff = place,
                      .column = column};
      const auto known = held.find(column);
      const auto others = find_holders(known == held.end() ? std::span<const cell>{} : std::span{known->second},
                                       all.staff[place], risk);
      (risk.holders.empty() ? all.lacking : all.held) += 1;
      if (risk.holders.empty()) return;
      weigh(risk, others);
      if (risk.high > 0) all.rows.push_back(std::move(risk));
    };
    for (std::size_t at = first; at < last; ++at) {
      const auto column = static_cast<std::size_t>(levels_.required.columns[at]);
      add(column, levels_.required.known(at), levels_.importance(at), true);
    }
    if (first != last) return;
    for (const auto& [column, cells] : held) {
      if (std::ranges::any_of(cells, [](const cell& c) { return !c.level.level || *c.level.level > 0; }))
        add(column, std::nullopt, 1, false);
    }
  }

  struct cell {
    post_risk post;
    level_then level;
  };
  /// Who of an organization, itself too, has a tie to which skill, by column.
  [[nodiscard]] std::map<std::size_t, std::vector<cell>> held_by(vertex_ref organization,
                                                                 const std::vector<post_risk>& staff) const {
    std::map<std::size_t, std::vector<cell>> held;
    const auto hear = [&](const post_risk& post) {
      const auto row = levels_.held.row_of(post.holder);
      if (!row) return;
      const std::vector<level_then> levels = levels_then(*row);
      for (std::size_t k = 0; k < levels.size(); ++k)
        held[static_cast<std::size_t>(levels_.held.columns[levels_.held.first(*row) + k])].push_back({post, levels[k]});
    };
    for (const post_risk& post : staff) hear(post);
    hear({.holder = organization, .gone = 0, .fate = holder_fate::stays});
    return held;
  }

  /// Fills in the holders. Returns how probably the others are gone who may hold it too, their level being unknown.
  [[nodiscard]] std::vector<std::optional<double>> find_holders(std::span<const cell> cells,
                                                                const std::vector<post_risk>& staff,
                                                                skill_risk& risk) const {
    std::vector<std::optional<double>> others;
    std::vector<vertex_ref> told;
    for (const cell& one : cells) {
      const bool own = one.post.holder == risk.organization;
      const std::optional<double>& level = one.level.level;
      const bool enough = risk.required ? level && *level >= *risk.required : !level || *level > 0;
      if (level || enough) told.push_back(one.post.holder);
      if (own && !level && !enough) others.push_back(0.0);
      if (!enough) continue;
      holder_risk holder{.post = one.post, .level = level};
      const auto [then, left] = stands(one.level, risk.column, risk.required, !own);
      holder.level_then = left;
      if (holder.post.gone != 1.0 && then != stand::holds) {
        holder.post.gone = then == stand::unknown ? std::nullopt : std::optional{1.0};
        holder.post.fate = then == stand::ends      ? holder_fate::skill_ends
                           : then == stand::forgets ? holder_fate::forgets
                                                    : holder_fate::unknown;
        if (then == stand::ends) holder.post.ends = one.level.ends;
      }
      risk.holders.push_back(holder);
    }
    std::ranges::sort(told);
    for (const post_risk& post : staff) {
      if (!std::ranges::binary_search(told, post.holder)) others.push_back(post.gone);
    }
    risk.unknown = others.size();
    std::ranges::sort(risk.holders, [&](const holder_risk& a, const holder_risk& b) {
      return view_.net().key(a.post.holder) < view_.net().key(b.post.holder);
    });
    return others;
  }

  static void weigh(skill_risk& risk, const std::vector<std::optional<double>>& others) {
    std::vector<double> gone;  // those of whom nobody knows are
    bool known = true;
    for (const holder_risk& h : risk.holders) {
      known = known && h.post.gone.has_value();
      gone.push_back(h.post.gone.value_or(1));
    }
    const std::vector<double> count = poisson_binomial(gone);
    risk.high = count[gone.size()];
    if (known || risk.high == 0) risk.probability = risk.high;
    if (known) risk.at_most_one = std::min(1.0, count[gone.size()] + count[gone.size() - 1]);
    risk.low = risk.probability.value_or(0);
    for (const std::optional<double>& one : others) risk.low *= one.value_or(0);
  }

  const network_view& view_;
  const network_view then_, surely_then_;  // on the day
  const skill_levels& levels_;
  const turnover_question& asked_;
  std::optional<double> law_;
  std::vector<forgetting_law> laws_{};  // by column
};

}  // namespace detail

/// Which skills organizations hold today through their people, and how probably nobody of those is left on the day.
///
/// An organization holds a skill that it requires at a level if one of the people that it `employs`, or itself, is
/// known to hold it at that level or above; where it states no level, at any above 0 or unknown. An organization of
/// which no requirement is known may need whatever its people hold: each skill counts, at any level. A requirement of
/// level 0 asks for nothing. Those of unknown level are no holders; they widen the bounds.
///
/// Each leaves independently: surely if their post, they themselves or what they know of the skill ends by the day, or
/// if less than the required level is left of it (forgetting_law: the skill's attribute `stability`, in days, else
/// `stability_days`; an organization forgets nothing); not at all if the post ends after it; else at the `hazard` a
/// year of the post, else as `leaving` says. An end that may lie before or after the day says nothing. Of several posts
/// of one person, those too that begin later, the one that surely lasts on the day tells, then one that possibly does,
/// then the one that ends last. Where the tie that tells a level ends by the day, another between the same two that
/// surely holds then tells the level (of several as in read_skill_levels); nobody knows who is left if it says none and
/// one is required; and one that only possibly holds then leaves open whether the skill is lost. The probability is the
/// product over the holders, nothing if nobody knows one of them and none surely stays. Rows that can't be lost are
/// left out. Who joins later is not counted.
///
/// Throws: input_error for levels as read_skill_levels, a hazard that is none, and all stabilities that are none, with
/// file and line. Time O(posts log + cells log + sum over rows of holders^2), space O(posts + cells).
[[nodiscard]] inline skill_risks read_skill_risks(const network_view& view, const skill_levels& levels,
                                                  const turnover_question& asked) {
  return detail::risk_reader{view, levels, asked}.read();
}

}  // namespace capnet
