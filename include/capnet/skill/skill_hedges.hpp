#pragma once
/// What would keep organizations from losing a skill with the last who holds it: seminars, and second holders.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/forgetting.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/skill/skill_risk.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

enum class hedge_kind : std::uint8_t {
  lesson,    ///< an event, a course or a teacher, to which organizations send one person each
  handover,  ///< somebody of the organization learns it from who holds it there
  newcomer   ///< somebody whom nobody employs, and who is known to hold it, comes in
};
inline constexpr std::array<std::string_view, 3> hedge_kind_names{"lesson", "handover", "newcomer"};

/// Who teaches what between the two days.
struct lesson {
  vertex_ref what{};  ///< the source of `teaches`
  std::string key{};
  std::optional<double> cost{};
  std::optional<std::size_t> seats{};
  std::optional<partial_date> day{};
  std::map<std::size_t, std::optional<double>> levels{};  ///< by column of the skill; nothing: of unknown level
};

struct attendance {
  vertex_ref organization{}, person{};
};
/// One thing to do.
struct skill_hedge {
  hedge_kind kind = hedge_kind::lesson;
  vertex_ref what{};              ///< the lesson, or the person
  std::size_t row = 0;            ///< of skill_risks, unless it is a lesson
  std::vector<attendance> who{};  ///< of a lesson who goes; else the person
  double cut = 0;                 ///< of the expected number of losses, after those chosen before
  double expected_after = 0;      ///< losses
  std::optional<double> cost{};
};

struct hedge_plan {
  double expected = 0;  ///< losses without hedges, of rows whose probability is known
  std::vector<skill_hedge> chosen{};
  double cut_at_most = 0;  ///< no choice of so many cuts more
};

namespace detail {

/// Lessons of a network that are held or planned from one day to another, by key.
[[nodiscard]] inline std::vector<lesson> lessons_of(const network_view& view, const skill_levels& levels,
                                                    const turnover_question& asked) {
  const snapshot& net = view.net();
  const capnet::schema& known = net.schema();
  view_options any;
  any.statuses.set(static_cast<std::size_t>(status::planned));
  const network_view said{net, any};
  const kind_index events = known.index_of<kind::event>(), people = known.index_of<kind::person>();
  std::map<vertex_ref, lesson> found;
  problem_list problems;
  const auto amount = [&](vertex_ref v, const char* name) -> std::optional<double> {
    const auto value = view.value(v, name);
    if (!value || value->empty()) return std::nullopt;
    const auto number = parse_number(value->text());
    if (number && *number >= 0) return number;
    problems.add({"", 0, 0,
                  std::string{name} + " " + quote(value->text()) + " of " + quote(net.key(v)) +
                      "; expected a number of 0 or more, or an empty cell if unknown"});
    return std::nullopt;
  };
  const auto takes_place = [&](vertex_ref v) {
    const held_when when = net.held(v);
    if (!asked.from || !asked.until || when.undated()) return true;
    const std::int32_t from = held_when::number(*asked.from), until = held_when::number(*asked.until);
    if (known.is_a(v.kind, events) && when.begin_latest > first_of_days && when.begin_earliest <= from) return false;
    return when.begin_latest <= until && when.end_earliest > from;
  };
  said.for_each_tie(known.index_of<rel::teaches>(), [&](tie_ref, const dated_tie& uv) {
    if (!takes_place(uv.source) || !levels.skills.admits(uv.target.kind)) return;
    if (known.is_a(uv.source.kind, people) && !view.contains(uv.source)) return;
    const auto [at, added] = found.try_emplace(uv.source);
    lesson& one = at->second;
    if (added) {
      one.what = uv.source, one.key = net.key(uv.source);
      one.cost = amount(uv.source, "cost");
      if (const auto seats = amount(uv.source, "seats")) one.seats = static_cast<std::size_t>(std::min(*seats, 1e9));
      if (const held_when when = net.held(uv.source); known.is_a(uv.source.kind, events) && !when.undated())
        one.day = when.when().begin;
    }
    auto& level = one.levels[levels.column_of(uv.target)];
    if (uv.weight && (!level || *uv.weight > *level)) level = uv.weight;  // of several ties the highest
  });
  if (!problems.empty()) throw input_error{std::move(problems)};
  std::vector<lesson> all;
  for (auto& [what, one] : found) all.push_back(std::move(one));
  std::ranges::sort(all, {}, &lesson::key);
  return all;
}

/// Rows with what was added to them, and what one more holder would do.
class hedge_chooser {
 public:
  hedge_chooser(const network_view& view, const skill_levels& levels, const skill_risks& risks,
                const turnover_question& asked)
      : risks_{risks},
        asked_{asked},
        law_{asked.leaving.probability(asked.from, asked.until)},
        reader_{view, levels, asked},
        lessons_{lessons_of(view, levels, asked)},
        by_column_(levels.scales.size()) {
    for (std::size_t r = 0; r < risks.rows.size(); ++r) {
      const skill_risk& row = risks.rows[r];
      left_.push_back(row.probability.value_or(0));
      std::vector<vertex_ref> holders;
      for (const holder_risk& h : row.holders) holders.push_back(h.post.holder);
      std::ranges::sort(holders);
      holders_.push_back(std::move(holders));
      by_column_[row.column].push_back(r);
      key_.emplace_back(view.net().key(row.organization), view.net().key(row.skill));
    }
    for (std::size_t r = 0; r < key_.size(); ++r) order_.push_back(r);
    std::ranges::sort(order_, [&](std::size_t a, std::size_t b) { return key_[a] < key_[b]; });
    teaching_.resize(levels.scales.size());
    for (std::size_t k = 0; k < lessons_.size(); ++k) {
      for (const auto& [column, level] : lessons_[k].levels) teaching_[column].push_back(k);
    }
    find_free(view, levels);
  }

  [[nodiscard]] const std::vector<lesson>& lessons() const { return lessons_; }
  /// Places of those that teach the skill of a row, at whatever level.
  [[nodiscard]] const std::vector<std::size_t>& lessons_in_skill_of(std::size_t row) const {
    return teaching_[risks_.rows[row].column];
  }
  [[nodiscard]] double left(std::size_t row) const { return left_[row]; }
  [[nodiscard]] double expected() const {
    double sum = 0;
    for (const double p : left_) sum += p;
    return sum;
  }

  /// Whether what is taught there is enough for a row, on the day.
  [[nodiscard]] bool teaches(const lesson& one, std::size_t row) const {
    const skill_risk& risk = risks_.rows[row];
    const auto taught = one.levels.find(risk.column);
    if (taught == one.levels.end()) return false;
    const std::optional<double>& level = taught->second;
    if (!risk.required) return !level || *level > 0;
    if (!level) return false;
    double days = 0;
    if (asked_.until && (one.day || asked_.from)) {
      const date from = one.day ? std::max(one.day->earliest, asked_.from.value_or(one.day->earliest)) : *asked_.from;
      days = static_cast<double>((*asked_.until - from).count());
    }
    return reader_.forgetting(risk.column).level_after(*level, days) >= *risk.required;
  }
  /// Of the staff of a row's organization who does not hold it the one who stays most probably; `known`: of those of
  /// whom that is known, and who may stay.
  [[nodiscard]] const post_risk* learner(std::size_t row, bool known = true) const {
    for (const post_risk& post : risks_.staff[risks_.rows[row].staff]) {
      if (std::ranges::binary_search(holders_[row], post.holder) || (known && !post.gone) || post.gone == 1.0) continue;
      return &post;
    }
    return nullptr;
  }
  /// Somebody whom nobody employs, who is not known to be gone by the day, and who is known to hold it at the level
  /// that is required, on the day too; by key.
  [[nodiscard]] std::optional<holder_risk> newcomer(std::size_t row) const {
    const skill_risk& risk = risks_.rows[row];
    for (const auto& [holder, then] : free_[risk.column]) {
      const std::optional<double>& level = then.level;
      const bool enough = risk.required ? level && *level >= *risk.required : !level || *level > 0;
      if (!enough || std::ranges::binary_search(holders_[row], holder)) continue;
      if (then.over && !then.surely) continue;
      if (reader_.stands(then, risk.column, risk.required, true).first != stand::holds) continue;
      holder_risk found{.post = {.holder = holder, .gone = law_}, .level = level};
      if (found.post.gone) found.post.fate = holder_fate::by_law;
      return found;
    }
    return std::nullopt;
  }

  /// What a lesson does if each organization sends the one person of whom that cuts its losses most, as far as seats
  /// go, the largest cuts first: exact, as what one organization sends changes nothing for another.
  [[nodiscard]] skill_hedge hedge_of(const lesson& one) const {
    std::map<std::size_t, std::vector<std::size_t>> by_staff;  // rows
    for (const auto& [column, level] : one.levels) {
      for (const std::size_t r : by_column_[column]) {
        if (left_[r] > 0 && teaches(one, r)) by_staff[risks_.rows[r].staff].push_back(r);
      }
    }
    struct delegate {
      double cut;
      std::size_t row;
      vertex_ref person;
    };
    std::vector<delegate> delegates;
    for (const auto& [staff, rows] : by_staff) {
      delegate best{0, rows.front(), {}};
      for (const post_risk& post : risks_.staff[staff]) {
        if (!post.gone) continue;
        double losses = 0;
        for (const std::size_t r : rows) losses += std::ranges::binary_search(holders_[r], post.holder) ? 0 : left_[r];
        if (losses * (1 - *post.gone) > best.cut) best.cut = losses * (1 - *post.gone), best.person = post.holder;
      }
      if (best.cut > 0) delegates.push_back(best);
    }
    std::ranges::sort(delegates, [&](const delegate& a, const delegate& b) {
      return a.cut != b.cut ? a.cut > b.cut : key_[a.row].first < key_[b.row].first;
    });
    if (one.seats && delegates.size() > *one.seats) delegates.resize(*one.seats);
    skill_hedge made{.kind = hedge_kind::lesson, .what = one.what, .cost = one.cost};
    for (const delegate& d : delegates) {
      made.cut += d.cut;
      made.who.push_back({risks_.rows[d.row].organization, d.person});
    }
    return made;
  }
  [[nodiscard]] skill_hedge hedge_of(std::size_t row, hedge_kind kind) const {
    skill_hedge made{.kind = kind, .row = row};
    std::optional<post_risk> who;
    if (kind == hedge_kind::handover) {
      if (const post_risk* const post = learner(row)) who = *post;
    } else if (const auto found = newcomer(row)) {
      who = found->post;
    }
    if (!who || !who->gone) return made;
    made.what = who->holder;
    made.who = {{risks_.rows[row].organization, who->holder}};
    made.cut = left_[row] * (1 - *who->gone);
    return made;
  }

  /// What there is to do, by number: lessons by key, then handovers and newcomers for each row, by organization and
  /// skill.
  [[nodiscard]] std::size_t choices() const { return lessons_.size() + 2 * order_.size(); }
  [[nodiscard]] bool is_lesson(std::size_t choice) const { return choice < lessons_.size(); }
  [[nodiscard]] skill_hedge hedge(std::size_t choice) const {
    if (is_lesson(choice)) return hedge_of(lessons_[choice]);
    const std::size_t k = choice - lessons_.size();
    return k < order_.size() ? hedge_of(order_[k], hedge_kind::handover)
                             : hedge_of(order_[k - order_.size()], hedge_kind::newcomer);
  }
  void take(const skill_hedge& one) {
    const auto add = [&](std::size_t row, vertex_ref person, double gone) {
      left_[row] *= gone;
      holders_[row].insert(std::ranges::lower_bound(holders_[row], person), person);
    };
    const auto gone_of = [&](std::size_t row, vertex_ref person) {
      return *std::ranges::find(risks_.staff[risks_.rows[row].staff], person, &post_risk::holder)->gone;
    };
    if (one.kind != hedge_kind::lesson) {
      const vertex_ref person = one.who[0].person;
      return add(one.row, person, one.kind == hedge_kind::handover ? gone_of(one.row, person) : *law_);
    }
    const lesson& taught = *std::ranges::find(lessons_, one.what, &lesson::what);
    for (const attendance& who : one.who) {
      for (const auto& [column, level] : taught.levels) {
        for (const std::size_t r : by_column_[column]) {
          if (risks_.rows[r].organization != who.organization || !teaches(taught, r)) continue;
          if (std::ranges::binary_search(holders_[r], who.person)) continue;
          add(r, who.person, gone_of(r, who.person));
        }
      }
    }
  }
  /// The sum of the `most` largest of the cuts that choices make by themselves: losses are a product over holders, so
  /// that what one hedge cuts after others is never more than that.
  [[nodiscard]] double cut_at_most(const std::vector<double>& of_choices, std::size_t most) const {
    std::vector<double> cuts;
    for (std::size_t choice = 0; choice < of_choices.size(); ++choice) {
      std::size_t times = 1;
      if (!is_lesson(choice)) {  // of the others who may learn it or come in nobody does more
        const std::size_t k = choice - lessons_.size();
        const skill_risk& row = risks_.rows[order_[k % order_.size()]];
        times = std::min(most, k < order_.size() ? risks_.staff[row.staff].size() : free_[row.column].size());
      }
      cuts.insert(cuts.end(), times, of_choices[choice]);
    }
    std::ranges::sort(cuts, std::greater{});
    double sum = 0;
    for (std::size_t k = 0; k < std::min(most, cuts.size()); ++k) sum += cuts[k];
    return std::min(sum, expected());
  }

 private:
  void find_free(const network_view& view, const skill_levels& levels) {
    free_.resize(levels.scales.size());
    std::vector<bool> employed(levels.held.rows());
    for (const std::uint32_t row : levels.staff.people) employed[row] = true;
    const kind_index people = view.schema().index_of<kind::person>();
    std::vector<std::pair<std::string, std::size_t>> by_key;
    for (std::size_t row = 0; row < levels.held.rows(); ++row) {
      if (employed[row] || levels.held.first(row) == levels.held.last(row)) continue;
      const vertex_ref v = levels.held.vertex(row);
      if (!view.schema().is_a(v.kind, people) || !view.contains(v)) continue;
      if (over_on(view.net().held(v), asked_.until) != true) by_key.emplace_back(view.net().key(v), row);
    }
    std::ranges::sort(by_key);
    for (const auto& [key, row] : by_key) {
      const std::vector<level_then> then = reader_.levels_then(row);
      for (std::size_t k = 0; k < then.size(); ++k) {
        const auto column = static_cast<std::size_t>(levels.held.columns[levels.held.first(row) + k]);
        free_[column].emplace_back(levels.held.vertex(row), then[k]);
      }
    }
  }
  const skill_risks& risks_;
  const turnover_question& asked_;
  std::optional<double> law_;
  risk_reader reader_;
  std::vector<lesson> lessons_;
  std::vector<std::vector<std::size_t>> by_column_;                     // rows
  std::vector<std::pair<std::string, std::string>> key_;                // of organization and skill, by row
  std::vector<double> left_{};                                          // probability that it is lost, by row
  std::vector<std::vector<vertex_ref>> holders_{};                      // with those added, by row, ascending
  std::vector<std::vector<std::pair<vertex_ref, level_then>>> free_{};  // by column
  std::vector<std::vector<std::size_t>> teaching_{};                    // lessons, by column
  std::vector<std::size_t> order_{};                                    // rows by organization and skill
};

}  // namespace detail

/// Chooses up to `most` hedges, one after the other the one that cuts the expected number of losses most: a lesson to
/// which each organization sends one person, as far as its seats go (all, where nobody says how many), somebody of the
/// organization who learns a skill from who holds it, or somebody whom nobody employs. Of those at risk with a known
/// probability.
///
/// The expected number of losses is a sum of products, and what each hedge cuts falls with what was done before
/// (submodular): the greedy choice, who goes to a lesson being settled with it, cuts at least half of the most (Fisher,
/// Nemhauser & Wolsey 1978), and no choice more than `cut_at_most`. Who learns or comes in is then counted as a holder
/// until the day unless they leave; a lesson counts where the level it teaches is enough, what is forgotten of it by
/// the day taken off. What a person learns counts for the organization that sends them, and a newcomer for the one
/// skill.
///
/// Of equal cuts a lesson comes before a handover before a newcomer, then the smaller key, of rows the organization's
/// and then the skill's. What cuts less than it did is weighed anew only when it is first in line (Minoux 1978).
///
/// Throws: input_error for costs and seats below 0.   Time O(lessons' rows x staff + rows x staff), and the same again
/// in the worst case for each hedge.
[[nodiscard]] inline hedge_plan choose_hedges(detail::hedge_chooser chooser, std::size_t most) {
  std::vector<double> cuts;
  std::set<std::pair<double, std::size_t>> best;  // of minus the cut, and the choice
  for (std::size_t choice = 0; choice < chooser.choices(); ++choice) {
    cuts.push_back(chooser.hedge(choice).cut);
    if (cuts.back() > 0) best.emplace(-cuts.back(), choice);
  }
  hedge_plan plan{.expected = chooser.expected(), .cut_at_most = chooser.cut_at_most(cuts, most)};
  while (plan.chosen.size() < most && !best.empty()) {
    const auto [cut, choice] = *best.begin();
    best.erase(best.begin());
    skill_hedge next = chooser.hedge(choice);
    if (!(next.cut > 0)) continue;
    if (next.cut < -cut) {  // less than before, for what was chosen since: others may do more
      best.emplace(-next.cut, choice);
      continue;
    }
    chooser.take(next);
    if (!chooser.is_lesson(choice)) best.emplace(cut, choice);
    next.expected_after = chooser.expected();
    plan.chosen.push_back(std::move(next));
  }
  return plan;
}

}  // namespace capnet
