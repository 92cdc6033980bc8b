#include "report/losses.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/skill/turnover_drill.hpp>

#include "io/json_values.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t most_losses = 40, most_loss_holders = 8, most_hedge_attendees = 6;
constexpr std::array<std::string_view, 7> fate_words{"unknown", "by_law",     "by_hazard", "ends",
                                                     "stays",   "skill_ends", "forgets"};

/// The probability that a skill is lost, and its bounds; of what can't be lost 0.
struct loss {
  std::optional<double> probability = 0;
  double low = 0, high = 0;
  friend bool operator==(const loss&, const loss&) = default;
};

/// What may be lost by one day after the other, by organization and skill; the last is the day of the drill.
class loss_days {
 public:
  loss_days(const network_view& view, const turnover_question& asked, const turnover_drill_report& drill) {
    std::vector<date> months;
    if (asked.from && !asked.leaving.known()) months = firsts_of_months(*asked.from, *asked.until);
    const skill_levels levels = months.empty() ? skill_levels{} : read_skill_levels(view);
    bool differs = false;
    for (const date day : months) {
      turnover_question by = asked;
      by.until = day;
      by_day_.push_back(losses_of(read_skill_risks(view, levels, by).rows));
      days_.push_back(day);
    }
    by_day_.push_back(losses_of(drill.risks.rows));
    if (asked.until) days_.push_back(*asked.until);
    for (const auto& [of, last] : by_day_.back()) {
      for (std::size_t k = 0; k + 1 < by_day_.size(); ++k) differs = differs || at(k, of) != last;
    }
    if (!differs && by_day_.size() > 1) {
      by_day_.erase(by_day_.begin(), by_day_.end() - 1);
      days_.erase(days_.begin(), days_.end() - 1);
    }
  }
  /// Empty without dates.
  [[nodiscard]] const std::vector<date>& days() const { return days_; }
  /// `[[probability, low, high], ...]`, of each day.
  [[nodiscard]] array json(const skill_risk& row) const {
    array all;
    for (std::size_t k = 0; k < by_day_.size(); ++k) {
      const loss one = at(k, {row.organization, row.skill});
      all.push_back(array{to_json(one.probability), one.low, one.high});
    }
    return all;
  }

 private:
  using of_what = std::pair<vertex_ref, vertex_ref>;
  using losses = std::map<of_what, loss>;

  [[nodiscard]] loss at(std::size_t day, const of_what& of) const {
    const auto found = by_day_[day].find(of);
    return found == by_day_[day].end() ? loss{} : found->second;
  }
  static losses losses_of(const std::vector<skill_risk>& rows) {
    losses all;
    for (const skill_risk& row : rows)
      all.emplace(of_what{row.organization, row.skill}, loss{row.probability, row.low, row.high});
    return all;
  }
  /// After one day and before another.
  static std::vector<date> firsts_of_months(date from, date until) {
    std::vector<date> days;
    const std::chrono::year_month_day begins{from};
    auto month = begins.year() / begins.month();
    while (true) {
      month += std::chrono::months{1};
      const date first{month / 1};
      if (first >= until) return days;
      days.push_back(first);
    }
  }

  std::vector<losses> by_day_{};
  std::vector<date> days_{};
};

object loss_json(const snapshot& net, const drill_row& row, const loss_days& days, const picture& drawn) {
  const skill_risk& risk = row.risk;
  object one{{"organization", drawn_or_named(net, drawn, risk.organization)},
             {"skill", drawn_or_named(net, drawn, risk.skill)},
             {"by", days.json(risk)},
             {"required", to_json(risk.required)},
             {"unknown", risk.unknown},
             {"at_most_one", to_json(risk.at_most_one)},
             {"with_hedge", to_json(row.with_hedge)}};
  if (risk.stated) one["importance"] = risk.importance;
  array holders;
  for (const holder_risk& h : risk.holders) {
    if (holders.size() == most_loss_holders) break;
    object holder{{"who", drawn_or_named(net, drawn, h.post.holder)},
                  {"fate", fate_words[static_cast<std::size_t>(h.post.fate)]},
                  {"level", to_json(h.level)},
                  {"gone", to_json(h.post.gone)}};
    if (h.post.fate == holder_fate::ends || h.post.fate == holder_fate::skill_ends)
      put_date(holder, "ends", h.post.ends);
    holders.push_back(std::move(holder));
  }
  if (risk.holders.size() > holders.size()) one["more"] = risk.holders.size() - holders.size();
  one["holders"] = std::move(holders);
  return one;
}

object hedge_json(const snapshot& net, const skill_hedge& hedge, const skill_risks& risks, const picture& drawn) {
  object one{{"kind", hedge_kind_names[static_cast<std::size_t>(hedge.kind)]},
             {"what", drawn_or_named(net, drawn, hedge.what)},
             {"cut", hedge.cut},
             {"after", hedge.expected_after},
             {"cost", to_json(hedge.cost)}};
  if (hedge.kind == hedge_kind::lesson) {
    array who;
    for (const attendance& goes : hedge.who) {
      if (who.size() == most_hedge_attendees) break;
      who.push_back(drawn_or_named(net, drawn, goes.person));
    }
    if (hedge.who.size() > who.size()) one["more"] = hedge.who.size() - who.size();
    one["who"] = std::move(who);
  } else {
    one["organization"] = drawn_or_named(net, drawn, risks.rows[hedge.row].organization);
    one["skill"] = both_names(net, risks.rows[hedge.row].skill);
  }
  return one;
}

object drill_json(const network_view& view, const turnover_question& asked, const std::optional<double>& leave,
                  const picture& drawn) {
  const snapshot& net = view.net();
  const turnover_drill_report drill = turnover_drill(view, asked);
  const loss_days days{view, asked, drill};
  array by, rows, hedges;
  for (const date day : days.days()) by.emplace_back(capnet::to_string(day));
  for (const drill_row& row : drill.rows) {
    if (rows.size() == most_losses) break;
    rows.push_back(loss_json(net, row, days, drawn));
  }
  for (const drill_hedge& one : drill.hedges) hedges.push_back(hedge_json(net, one.hedge, drill.risks, drawn));
  object all{{"days", std::move(by)},
             {"held", drill.risks.held},
             {"at_risk", drill.rows.size()},
             {"unknown", drill.unknown},
             {"expected", drill.expected},
             {"low", drill.low},
             {"high", drill.high},
             {"posts", drill.risks.posts},
             {"unknown_posts", drill.risks.unknown_posts},
             {"cut_at_most", drill.cut_at_most},
             {"rows", std::move(rows)},
             {"hedges", std::move(hedges)}};
  if (asked.from) all["from"] = capnet::to_string(*asked.from);
  if (leave) all["leave"] = *leave;
  return all;
}

/// Why there is nothing to tell unless a probability is assumed; nothing if there is.
std::string_view why_no_drill(const network_view& view, const turnover_question& asked) {
  if (!asked.from) return "day";
  const skill_risks risks = read_skill_risks(view, read_skill_levels(view), asked);
  return risks.posts == 0 ? "nobody" : risks.unknown_posts == risks.posts ? "missing" : "";
}

}  // namespace

void add_losses(object& payload, const network_view& view, std::optional<date> from, const std::optional<double>& leave,
                bool any_required, bool quick, const picture& drawn) {
  turnover_question asked{.from = from};
  if (leave) asked.leaving = gone_by_then{*leave};
  if (from) asked.until = next_day_of_year(std::chrono::April / 1, *from);
  if (leave) {
    payload["losses"] = drill_json(view, asked, leave, drawn);
    return;
  }
  if (!any_required) return;
  if (!quick) {
    payload["losses"] = {{"none", "slow"}};
    return;
  }
  try {
    const std::string_view none = why_no_drill(view, asked);
    payload["losses"] = none.empty() ? drill_json(view, asked, leave, drawn) : object{{"none", none}};
  } catch (const input_error& error) {
    payload["losses"] = {{"none", "refused"}, {"message", clipped(error.what(), 600)}};
  }
}

}  // namespace capnet::detail
