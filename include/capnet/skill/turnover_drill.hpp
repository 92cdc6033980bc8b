#pragma once
/// The turnover drill: which organizations lose their last holder of which skill, how probably, and what would help.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/stable_order.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/skill_hedges.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/skill/skill_risk.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A skill that an organization may lose.
struct drill_row {
  skill_risk risk{};
  std::string reason{};                ///< one sentence: who holds it, and how probably each is gone
  std::string hedge{};                 ///< one sentence: the cheapest thing to do
  std::optional<double> with_hedge{};  ///< the probability if that is done; nothing if there is nothing, or unknown
  std::optional<double> hedge_cost{};  ///< where the data says it
};
struct drill_hedge {
  skill_hedge hedge{};
  std::string reason{};  ///< one sentence
};
struct turnover_drill_report {
  std::vector<drill_row> rows{};  ///< the most probable losses first, unknown last; then importance, then keys
  std::vector<drill_hedge> hedges{};
  skill_risks risks{};        ///< whose rows stand above, sorted
  double expected = 0;        ///< losses, of rows of known probability
  double low = 0, high = 0;   ///< of all rows, whatever is unknown
  double expected_after = 0;  ///< with the hedges
  double cut_at_most = 0;     ///< that many hedges can do
  std::size_t unknown = 0;    ///< rows of unknown probability
  std::size_t certain = 0;    ///< rows of probability 1
};

namespace detail {

class drill_words {
 public:
  drill_words(const network_view& view, const turnover_question& asked) : net_{view.net()}, asked_{asked} {}

  /// At most 12 digits where that tells more than nothing, else "less than 0.01%".
  [[nodiscard]] static std::string percent(double share) {
    if (share > 0 && share < 1e-4) return "less than 0.01%";
    if (share < 1 && share > .9999) return "more than 99.99%";
    return percent_text(share);
  }
  [[nodiscard]] std::string by_then() const {
    return asked_.until ? "by " + to_string(*asked_.until) : std::string{"by then"};
  }
  [[nodiscard]] std::string skill_at(const skill_risk& row) const {
    return net_.label_en(row.skill) + (row.required ? " at level " + short_number(*row.required) + " or above" : "");
  }

  [[nodiscard]] std::string reason(const skill_risk& row) const {
    const std::size_t n = row.holders.size();
    std::string text;
    if (n == 1) {
      text = holder(row.holders[0]) + " alone holds " + skill_at(row);
    } else {
      std::vector<std::string> names;
      for (const holder_risk& h : row.holders) names.push_back(holder(h));
      text = std::to_string(n) + " hold " + skill_at(row) + ": " + listed(names);
    }
    if (!row.probability) {
      text += "; how probably " + std::string{n == 1 ? "that one leaves" : "they all leave"} + " is not known";
    } else if (*row.probability == 1) {
      text += n == 1 ? "" : "; nobody of them is left " + by_then();
    } else if (n > 1) {
      text += "; all are gone " + by_then() + " with " + percent(*row.probability);
    }
    if (row.unknown > 0) {
      text += "; of " + plural(row.unknown, "other") + " no level is known";
      if (row.probability) text += ", and if all held it, it would be " + percent(row.low);
    }
    if (!row.stated) text += "; no skill is known that the organization requires, so that each counts";
    return text + ".";
  }

  /// "a, b and c", of more than six "and 4 more". Unlike join_names it leaves each as long as it is.
  [[nodiscard]] static std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 6;
    std::string text;
    const std::size_t shown = std::min(names.size(), most);
    for (std::size_t k = 0; k < shown; ++k) text += (k == 0 ? "" : k + 1 == names.size() ? " and " : ", ") + names[k];
    return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
  }
  /// "with Ben as one more holder 25% becomes 6.25%"
  [[nodiscard]] std::string effect(const skill_risk& row, const post_risk& post) const {
    const std::string with = "with " + net_.label_en(post.holder) + " as one more holder ";
    if (!row.probability || !post.gone) return with + "the loss is less probable, nobody knows how much";
    return with + percent(*row.probability) + " becomes " + percent(*row.probability * *post.gone);
  }
  [[nodiscard]] std::string name(const lesson& one) const {
    std::string text = net_.label_en(one.what);
    std::vector<std::string> facts;
    if (one.day) facts.push_back(shortest_text(*one.day));
    if (one.cost) {
      const auto* const known = net_.schema().attribute(one.what.kind, "cost");
      facts.push_back("cost " + short_number(*one.cost, 12) + (known && !known->unit.empty() ? " " + known->unit : ""));
    }
    if (one.seats) facts.push_back(plural(*one.seats, "seat"));
    return facts.empty() ? text : text + " (" + join_names(facts, ", ") + ")";
  }

  [[nodiscard]] std::string reason(const hedge_chooser& chooser, const skill_hedge& one, const skill_risks& risks,
                                   double before) const {
    std::string text;
    if (one.kind == hedge_kind::lesson) {
      const auto& all = chooser.lessons();
      const lesson& taught = *std::ranges::find(all, one.what, &lesson::what);
      std::vector<std::string> names;
      for (const attendance& who : one.who)
        names.push_back(net_.label_en(who.person) + " of " + net_.label_en(who.organization));
      text = name(taught) + " teaches " + plural(taught.levels.size(), "skill") + "; if " + listed(names) +
             (names.size() == 1 ? " goes, " : " go, ");
    } else {
      const skill_risk& row = risks.rows[one.row];
      const std::string skill = skill_at(row), organization = net_.label_en(row.organization);
      text = net_.label_en(one.what);
      if (one.kind == hedge_kind::handover) {
        const holder_risk* const from = teacher(row);
        text += " of " + organization + " learns " + skill + (from ? " from " + net_.label_en(from->post.holder) : "");
      } else {
        text += ", whom nobody employs, comes to " + organization + " with " + skill;
      }
      text += ": ";
    }
    return text + "expected losses fall from " + short_number(before) + " to " + short_number(one.expected_after) + ".";
  }
  /// Of the people who hold it, and have not forgotten it by then, the first by key.
  [[nodiscard]] static const holder_risk* teacher(const skill_risk& row) {
    for (const holder_risk& h : row.holders) {
      if (h.post.holder != row.organization && h.post.fate != holder_fate::forgets) return &h;
    }
    return nullptr;
  }

 private:
  /// "Ann (level 4, 25%)"
  [[nodiscard]] std::string holder(const holder_risk& h) const {
    std::string text = net_.label_en(h.post.holder) + " (" +
                       (h.level ? "level " + short_number(*h.level) : std::string{"level unknown"}) + ", ";
    switch (h.post.fate) {
      case holder_fate::unknown:
        return text + "gone nobody knows how probably)";
      case holder_fate::by_law:
        return text + percent(*h.post.gone) + " gone " + by_then() + ")";
      case holder_fate::by_hazard:
        return text + percent(*h.post.gone) + " gone " + by_then() + " at the post's hazard)";
      case holder_fate::ends:
        return text + "ends " + shortest_text(h.post.ends) + ")";
      case holder_fate::stays:
        return text + "stays)";
      case holder_fate::skill_ends:
        return text + "holds it until " + shortest_text(h.post.ends) + ")";
      case holder_fate::forgets:
        return text + "forgotten down to " + short_number(h.level_then, 3) + " " + by_then() + ")";
    }
    return text;
  }

  const snapshot& net_;
  const turnover_question& asked_;
};

/// The cheapest hedge of a row: of the lessons of known cost that teach enough the cheapest, then the one of the
/// smaller key; else somebody of the organization who learns it there; else a lesson of unknown cost, the first by key;
/// else a newcomer.
inline void choose_cheapest(const network_view& view, const hedge_chooser& chooser, const drill_words& words,
                            std::size_t at, drill_row& row) {
  const snapshot& net = view.net();
  const skill_risk& risk = row.risk;
  const post_risk* learner = chooser.learner(at);
  if (learner == nullptr) learner = chooser.learner(at, false);
  const lesson *cheapest = nullptr, *unpriced = nullptr;
  if (learner != nullptr) {
    for (const std::size_t k : chooser.lessons_in_skill_of(at)) {
      const lesson& one = chooser.lessons()[k];
      if (one.seats == std::size_t{0} || !chooser.teaches(one, at)) continue;
      if (one.cost && (cheapest == nullptr || *one.cost < *cheapest->cost)) cheapest = &one;
      if (!one.cost && unpriced == nullptr) unpriced = &one;
    }
  }
  const auto use = [&](const post_risk& post, const std::string& how) {
    row.hedge = how + ": " + words.effect(risk, post) + ".";
    if (risk.probability && post.gone) row.with_hedge = *risk.probability * *post.gone;
  };
  const holder_risk* const teacher = drill_words::teacher(risk);
  if (cheapest != nullptr) {
    row.hedge_cost = cheapest->cost;
    use(*learner, words.name(*cheapest) + " teaches it, the cheapest of known cost");
  } else if (learner != nullptr && teacher != nullptr) {
    use(*learner, net.label_en(learner->holder) + " learns it from " + net.label_en(teacher->post.holder));
  } else if (unpriced != nullptr) {
    use(*learner, words.name(*unpriced) + " teaches it, at a cost that is not known");
  } else if (const auto newcomer = chooser.newcomer(at)) {
    use(newcomer->post, net.label_en(newcomer->post.holder) + ", whom nobody employs, holds it" +
                            (newcomer->level ? " at level " + short_number(*newcomer->level) : ""));
  } else {
    row.hedge =
        "None is known: it has nobody else who may stay and learn it, and nobody outside an organization is known to hold it.";
  }
}

}  // namespace detail

/// Runs the drill on a view as of `asked.from`: rows of `read_skill_risks`, hedges of `choose_hedges`, and for each row
/// the cheapest hedge. What a sentence says is in the row, too.
///
/// Throws: input_error if `until` is before `from`, or nobody is employed; as read_skill_levels, read_skill_risks and
/// choose_hedges.   Time: theirs.
[[nodiscard]] inline turnover_drill_report turnover_drill(const network_view& view, const turnover_question& asked,
                                                          std::size_t hedges = 3) {
  if (asked.from && asked.until && *asked.until < *asked.from)
    detail::refuse("a drill on ", to_string(*asked.until), ", before the day of the network, ", to_string(*asked.from),
                   "; expected that day or a later one");
  const skill_levels levels = read_skill_levels(view);
  turnover_drill_report report{.risks = read_skill_risks(view, levels, asked)};
  const snapshot& net = view.net();
  if (report.risks.posts == 0) {
    throw input_error{"no organization employs anyone" +
                      (asked.from ? " on " + to_string(*asked.from) : std::string{}) +
                      ", so that nobody can leave; expected employs ties, from organizations to people"};
  }
  auto& rows = report.risks.rows;
  const auto keys = [&](const skill_risk& r) { return std::pair{net.key(r.organization), net.key(r.skill)}; };
  detail::sort_stably(rows, [&](const skill_risk& a, const skill_risk& b) {
    const double p = a.probability.value_or(-1), q = b.probability.value_or(-1);
    if (p != q) return p > q;
    if (a.importance != b.importance) return a.importance > b.importance;
    return keys(a) < keys(b);
  });
  const detail::hedge_chooser chooser{view, levels, report.risks, asked};
  const detail::drill_words words{view, asked};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    drill_row row{.risk = rows[r], .reason = words.reason(rows[r])};
    detail::choose_cheapest(view, chooser, words, r, row);
    report.low += rows[r].low, report.high += rows[r].high;
    report.unknown += rows[r].probability ? 0u : 1u;
    report.certain += rows[r].probability == 1.0 ? 1u : 0u;
    report.rows.push_back(std::move(row));
  }
  const hedge_plan plan = choose_hedges(chooser, hedges);
  report.expected = report.expected_after = plan.expected;
  report.cut_at_most = plan.cut_at_most;
  for (const skill_hedge& one : plan.chosen) {
    report.hedges.push_back({one, words.reason(chooser, one, report.risks, report.expected_after)});
    report.expected_after = one.expected_after;
  }
  return report;
}

}  // namespace capnet
