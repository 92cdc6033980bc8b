#pragma once
/// What would keep organizations from losing a skill with the last who holds it: seminars, and second holders.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/model/relations.hpp>
#include <capnet/skill/lessons.hpp>
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
    find_places();
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

  /// What a lesson does if each organization that may lose what is taught sends the one person of whom that cuts losses
  /// most, of all organizations that employ them, as far as seats go; one after the other, the largest cuts first, and
  /// nobody twice. Exact where nobody is employed twice, as what one organization sends changes nothing for another
  /// then; else at least half.
  [[nodiscard]] skill_hedge hedge_of(const lesson& one) const {
    const taught_rows rows = rows_of(one);
    std::vector<delegate> delegates;
    std::set<std::pair<double, std::size_t>> line;  // of minus the cut, and the place above
    std::map<std::size_t, double> left;             // of rows, of those that somebody learned it for
    std::vector<vertex_ref> going;
    for (const auto& [staff, at] : rows) delegates.push_back(delegate_of(staff, rows, left, going));
    std::ranges::sort(delegates, {}, [&](const delegate& d) -> const auto& { return key_[rows.at(d.staff)[0]].first; });
    for (std::size_t k = 0; k < delegates.size(); ++k) {
      if (delegates[k].cut > 0) line.emplace(-delegates[k].cut, k);
    }
    skill_hedge made{.kind = hedge_kind::lesson, .what = one.what, .cost = one.cost};
    while (!line.empty() && (!one.seats || made.who.size() < *one.seats)) {
      const auto [cut, k] = *line.begin();
      line.erase(line.begin());
      if (!places_.empty()) {  // less than before, for who goes already: others may do more
        const delegate now = delegate_of(delegates[k].staff, rows, left, going);
        if (now.cut < -cut) {
          if (now.cut > 0) line.emplace(-now.cut, k);
          continue;
        }
        delegates[k] = now;
      }
      const delegate& chosen = delegates[k];
      made.cut += chosen.cut;
      made.who.push_back({risks_.rows[rows.at(chosen.staff)[0]].organization, chosen.post->holder});
      if (places_.empty()) continue;
      going.push_back(chosen.post->holder);
      for_each_place(chosen.staff, *chosen.post, [&](std::size_t staff, const post_risk& post) {
        const auto at = rows.find(staff);
        if (at == rows.end() || !post.gone) return;
        for (const std::size_t r : at->second) {
          if (!holds(r, post.holder)) left.try_emplace(r, left_[r]).first->second *= *post.gone;
        }
      });
    }
    return made;
  }
  [[nodiscard]] skill_hedge hedge_of(std::size_t row, hedge_kind kind) const {
    skill_hedge made{.kind = kind, .row = row};
    const auto use = [&](vertex_ref who, double cut) {
      made.what = who, made.cut = cut;
      made.who = {{risks_.rows[row].organization, who}};
    };
    if (kind == hedge_kind::newcomer) {
      const auto found = newcomer(row);
      if (found && found->post.gone) use(found->post.holder, left_[row] * (1 - *found->post.gone));
      return made;
    }
    const post_risk* const first = learner(row);  // of those whom nobody else employs nobody does more
    if (first == nullptr) return made;
    use(first->holder, cut_of_handover(row, *first));
    for (const post_risk* const post : shared_[risks_.rows[row].staff]) {
      if (!post->gone || *post->gone == 1.0 || holds(row, post->holder)) continue;
      if (const double cut = cut_of_handover(row, *post); cut > made.cut) use(post->holder, cut);
    }
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
    const auto add = [&](std::size_t row, vertex_ref person, const std::optional<double>& gone) {
      if (holds(row, person)) return;
      left_[row] *= gone.value_or(1);
      holders_[row].insert(std::ranges::lower_bound(holders_[row], person), person);
    };
    const auto post_of = [&](std::size_t staff, vertex_ref person) -> const post_risk& {
      return *std::ranges::find(risks_.staff[staff], person, &post_risk::holder);
    };
    if (one.kind == hedge_kind::newcomer) return add(one.row, one.what, law_);
    if (one.kind == hedge_kind::handover) {
      const std::size_t staff = risks_.rows[one.row].staff;
      return for_each_place(staff, post_of(staff, one.what), [&](std::size_t place, const post_risk& post) {
        if (const auto r = row_at(place, risks_.rows[one.row].column); r && enough_for(one.row, *r))
          add(*r, post.holder, post.gone);
      });
    }
    const lesson& taught = *std::ranges::find(lessons_, one.what, &lesson::what);
    for (const attendance& who : one.who) {
      const std::size_t staff = staff_of_.at(who.organization);
      for_each_place(staff, post_of(staff, who.person), [&](std::size_t place, const post_risk& post) {
        for (const auto& [column, level] : taught.levels) {
          if (const auto r = row_at(place, column); r && teaches(taught, *r)) add(*r, post.holder, post.gone);
        }
      });
    }
  }
  /// The sum of the `most` largest of the cuts that choices make by themselves: losses are a product over holders, so
  /// that what one hedge cuts after others is never more than that.
  [[nodiscard]] double cut_at_most(const std::vector<double>& of_choices, std::size_t most) const {
    std::vector<double> cuts;
    for (std::size_t choice = 0; choice < of_choices.size(); ++choice) {
      std::size_t times = 1;
      const bool bounded = is_lesson(choice) && !places_.empty();
      const double cut = bounded ? cut_at_most(lessons_[choice]) : of_choices[choice];
      if (!is_lesson(choice)) {  // of the others who may learn it or come in nobody does more
        const std::size_t k = choice - lessons_.size();
        const skill_risk& row = risks_.rows[order_[k % order_.size()]];
        times = std::min(most, k < order_.size() ? risks_.staff[row.staff].size() : free_[row.column].size());
      }
      cuts.insert(cuts.end(), times, cut);
    }
    std::ranges::sort(cuts, std::greater{});
    double sum = 0;
    for (std::size_t k = 0; k < std::min(most, cuts.size()); ++k) sum += cuts[k];
    return std::min(sum, expected());
  }

 private:
  /// The rows that a lesson helps, of each organization by its place in skill_risks::staff.
  using taught_rows = std::map<std::size_t, std::vector<std::size_t>>;
  struct delegate {
    std::size_t staff;
    const post_risk* post = nullptr;
    double cut = 0;
  };
  [[nodiscard]] bool holds(std::size_t row, vertex_ref person) const {
    return std::ranges::binary_search(holders_[row], person);
  }
  /// The row of an organization and a skill, if it may be lost.
  [[nodiscard]] std::optional<std::size_t> row_at(std::size_t staff, std::size_t column) const {
    const auto& rows = rows_of_[staff];
    const auto at = std::ranges::lower_bound(rows, std::pair{column, std::size_t{0}});
    return at == rows.end() || at->first != column ? std::nullopt : std::optional{at->second};
  }
  /// Whether what is learned for one row is enough for another of the skill.
  [[nodiscard]] bool enough_for(std::size_t learned, std::size_t row) const {
    const auto &level = risks_.rows[learned].required, &required = risks_.rows[row].required;
    return !required || (level && *level >= *required);
  }
  /// Calls `visit(staff, post)` for each organization that employs the person of a post.
  template <class Visit>
  void for_each_place(std::size_t staff, const post_risk& post, Visit&& visit) const {
    const auto at = places_.find(post.holder);
    if (at == places_.end()) return visit(staff, post);
    for (const auto& [place, there] : at->second) visit(place, *there);
  }
  [[nodiscard]] double cut_of_handover(std::size_t row, const post_risk& learner) const {
    double cut = 0;
    for_each_place(risks_.rows[row].staff, learner, [&](std::size_t staff, const post_risk& post) {
      const auto r = row_at(staff, risks_.rows[row].column);
      if (r && post.gone && enough_for(row, *r) && !holds(*r, post.holder)) cut += left_[*r] * (1 - *post.gone);
    });
    return cut;
  }
  [[nodiscard]] taught_rows rows_of(const lesson& one) const {
    taught_rows rows;
    for (const auto& [column, level] : one.levels) {
      for (const std::size_t r : by_column_[column]) {
        if (left_[r] > 0 && teaches(one, r)) rows[risks_.rows[r].staff].push_back(r);
      }
    }
    return rows;
  }
  /// What it cuts, of all organizations that employ the person, after what others learned: `left`.
  [[nodiscard]] double cut_of_lesson(std::size_t staff, const post_risk& who, const taught_rows& rows,
                                     const std::map<std::size_t, double>& left) const {
    double cut = 0;
    for_each_place(staff, who, [&](std::size_t place, const post_risk& post) {
      const auto at = rows.find(place);
      if (at == rows.end() || !post.gone) return;
      double losses = 0;
      for (const std::size_t r : at->second) {
        if (holds(r, post.holder)) continue;
        const auto now = left.find(r);
        losses += now == left.end() ? left_[r] : now->second;
      }
      cut += losses * (1 - *post.gone);
    });
    return cut;
  }
  [[nodiscard]] delegate delegate_of(std::size_t staff, const taught_rows& rows,
                                     const std::map<std::size_t, double>& left,
                                     const std::vector<vertex_ref>& going) const {
    delegate best{.staff = staff};
    for (const post_risk& post : risks_.staff[staff]) {
      if (std::ranges::find(going, post.holder) != going.end()) continue;
      if (const double cut = cut_of_lesson(staff, post, rows, left); cut > best.cut) best.post = &post, best.cut = cut;
    }
    return best;
  }
  /// What a lesson cuts whoever goes: of each organization the best, and of people the best, each once and of those
  /// whom nobody else employs one of each organization.
  [[nodiscard]] double cut_at_most(const lesson& one) const {
    const taught_rows rows = rows_of(one);
    std::vector<double> of_organizations, of_people;
    std::set<vertex_ref> told;
    for (const auto& [staff, at] : rows) {
      double best = 0, own = 0;
      for (const post_risk& post : risks_.staff[staff]) {
        const double cut = cut_of_lesson(staff, post, rows, {});
        best = std::max(best, cut);
        if (!places_.contains(post.holder))
          own = std::max(own, cut);
        else if (told.insert(post.holder).second)
          of_people.push_back(cut);
      }
      of_organizations.push_back(best), of_people.push_back(own);
    }
    const auto largest = [&](std::vector<double>& cuts) {
      std::ranges::sort(cuts, std::greater{});
      cuts.resize(std::min({cuts.size(), rows.size(), one.seats.value_or(rows.size())}));
      return std::accumulate(cuts.begin(), cuts.end(), 0.0);
    };
    return std::min(largest(of_organizations), largest(of_people));
  }
  void find_places() {
    rows_of_.resize(risks_.staff.size()), shared_.resize(risks_.staff.size());
    for (std::size_t r = 0; r < risks_.rows.size(); ++r) {
      rows_of_[risks_.rows[r].staff].emplace_back(risks_.rows[r].column, r);
      staff_of_.emplace(risks_.rows[r].organization, risks_.rows[r].staff);
    }
    for (auto& rows : rows_of_) std::ranges::sort(rows);
    std::vector<std::pair<vertex_ref, std::size_t>> posts;
    for (std::size_t staff = 0; staff < risks_.staff.size(); ++staff) {
      for (const post_risk& post : risks_.staff[staff]) posts.emplace_back(post.holder, staff);
    }
    std::ranges::sort(posts);
    for (std::size_t k = 0; k < posts.size(); ++k) {
      const auto& [person, staff] = posts[k];
      const bool again =
          (k > 0 && posts[k - 1].first == person) || (k + 1 < posts.size() && posts[k + 1].first == person);
      if (!again) continue;
      const post_risk& post = *std::ranges::find(risks_.staff[staff], person, &post_risk::holder);
      places_[person].emplace_back(staff, &post);
      shared_[staff].push_back(&post);
    }
    for (auto& posts_there : shared_) {  // as in skill_risks::staff
      std::ranges::sort(posts_there, std::less{});
    }
  }
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
  std::vector<std::vector<std::size_t>> by_column_;                          // rows
  std::vector<std::pair<std::string, std::string>> key_;                     // of organization and skill, by row
  std::vector<double> left_{};                                               // probability that it is lost, by row
  std::vector<std::vector<vertex_ref>> holders_{};                           // with those added, by row, ascending
  std::vector<std::vector<std::pair<vertex_ref, level_then>>> free_{};       // by column
  std::vector<std::vector<std::size_t>> teaching_{};                         // lessons, by column
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> rows_of_{};  // column and row, by place in staff
  std::map<vertex_ref, std::size_t> staff_of_{};                             // place in staff, of organizations of rows
  /// Of people whom several employ each place in staff, and the post.
  std::map<vertex_ref, std::vector<std::pair<std::size_t, const post_risk*>>> places_{};
  std::vector<std::vector<const post_risk*>> shared_{};  // their posts by place in staff
  std::vector<std::size_t> order_{};                     // rows by organization and skill
};

}  // namespace detail

/// Chooses up to `most` hedges, one after the other the one that cuts the expected number of losses most: a lesson to
/// which each organization that may lose what is taught sends one person, as far as its seats go (all, where nobody
/// says how many), somebody of the organization who learns a skill from who holds it, or somebody whom nobody employs.
/// Of those at risk with a known probability.
///
/// The expected number of losses is a sum of products, and what each hedge cuts falls with what was done before
/// (submodular): the greedy choice cuts at least half of the most, a third where lessons have attendees whom several
/// organizations employ, as those are chosen greedily too (Fisher, Nemhauser & Wolsey 1978); and no choice cuts more
/// than `cut_at_most`. Who learns or comes in is then counted as a holder
/// until the day unless they leave; a lesson counts where the level it teaches is enough, what is forgotten of it by
/// the day taken off. What a person learns counts for every organization that employs them, as far as the level that
/// one requires goes and it is known how probably they leave it; a newcomer counts for the one organization and skill.
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
