#pragma once
/// Greedy choice of options by gain or by gain for its cost, and what no choice can exceed. Not interface.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/execution.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/optimize/detail/level_cover_state.hpp>
#include <capnet/optimize/knapsack_bound.hpp>

namespace capnet::detail {

/// What a gain is divided by: so much for each further option, and so much for each unit of each amount.
struct cover_price {
  double option = 1;
  std::vector<double> amounts{};
};

/// One greedy run from the levels as they were.
class level_cover_run {
 public:
  /// `uppers`: of each option, the most that it can gain at first; NaN-free. Pre: all outlive it.
  level_cover_run(const level_cover_index& index, const cover_price& price, std::vector<double> uppers, bool lazy,
                  level_cover_scratch& scratch)
      : index_{index},
        price_{price},
        uppers_(std::move(uppers)),
        lazy_{lazy},
        scratch_{scratch},
        state_{index},
        left_(index.problem.most_amounts),
        takers_(index.problem.options.size()),
        is_chosen_(index.problem.options.size(), 0),
        version_(index.problem.options.size(), 0) {
    for (std::size_t o = 0; o < takers_.size(); ++o) {
      if (index.problem.options[o].given) takers_[o] = index.problem.options[o].takers;
    }
    options_left_ = index.problem.most_options, places_left_ = index.problem.most_places;
  }

  /// Chooses an option to begin with; whether the limits let it.
  bool start_with(std::uint32_t o) {
    if (!allowed(o)) return false;
    const offer one = offer_of(o);
    if (one.takers.empty()) return false;
    take(o, one);
    return true;
  }
  /// Chooses until nothing gains; calls `step(state, value)` before each choice and after the last.
  template <class Step>
  void choose(const Step& step) {
    for (std::uint32_t o = 0; o < uppers_.size(); ++o) push(o);
    while (true) {
      step(state_, value_);
      std::vector<std::uint32_t> asked;
      std::uint32_t best = none;
      double best_worth = 0;
      offer best_offer;
      while (!heap_.empty()) {
        const entry top = heap_.top();
        if (lazy_ && best != none && top < entry{best_worth, best, 0}) break;
        heap_.pop();
        const std::uint32_t o = top.option;
        if (top.version != version_[o] || !allowed(o)) continue;  // what does not fit never will
        offer one = offer_of(o);
        ++evaluations;
        if (!(uppers_[o] > 0)) continue;
        asked.push_back(o);
        const double worth = worth_of(o, one.gain);
        if (one.gain > 0 && (best == none || entry{best_worth, best, 0} < entry{worth, o, 0}))
          best = o, best_worth = worth, best_offer = std::move(one);
      }
      if (best == none) break;
      for (const std::uint32_t o : asked) {
        if (o != best) push(o);
      }
      take(best, best_offer);
    }
  }
  [[nodiscard]] double value() const { return value_; }
  /// What was chosen, with what each adds in that order; and the levels afterwards.
  [[nodiscard]] level_cover_result result() const {
    level_cover_result all;
    level_cover_state again{index_};
    for (const std::uint32_t o : order_) {
      level_cover_choice& row = all.chosen.emplace_back();
      row.option = o;
      row.takers = takers_[o];
      std::ranges::sort(row.takers);
      for (const std::uint32_t t : row.takers) row.gain += again.lift(t, index_.lifts[o]);
      all.value += row.gain;
    }
    all.levels.resize(again.levels.size());
    for (std::size_t k = 0; k < again.levels.size(); ++k) all.levels[index_.place[k]] = again.levels[k];
    return all;
  }
  std::size_t evaluations = 0;

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  struct entry {
    double worth = 0;
    std::uint32_t option = 0;
    std::uint32_t version = 0;
    friend bool operator<(const entry& a, const entry& b) {
      return a.worth != b.worth ? a.worth < b.worth : a.option > b.option;
    }
  };
  struct offer {
    double gain = 0;
    std::vector<std::uint32_t> takers{};
  };

  void push(std::uint32_t o) {
    if (uppers_[o] > 0 && allowed(o)) heap_.push({worth_of(o, uppers_[o]), o, version_[o]});
  }
  /// Options that come with it and are not chosen yet.
  template <class Visit>
  void for_each_further(std::uint32_t o, const Visit& visit) const {
    for (const std::uint32_t d : index_.closure[o]) {
      if (is_chosen_[d] == 0 && !index_.problem.options[d].given) visit(d);
    }
  }
  [[nodiscard]] bool allowed(std::uint32_t o) const {
    if (is_chosen_[o] != 0 || index_.barred[o] != 0 || index_.problem.options[o].given || places_left_ == 0)
      return false;
    std::size_t further = 0;
    std::vector<double> cost(left_.size(), 0);
    for_each_further(o, [&](std::uint32_t d) {
      ++further;
      for (std::size_t a = 0; a < cost.size(); ++a) cost[a] += index_.problem.options[d].costs[a];
    });
    for (std::size_t a = 0; a < cost.size(); ++a) {
      if (cost[a] > left_[a] + 1e-12 * index_.problem.most_amounts[a]) return false;
    }
    return further <= options_left_;
  }
  [[nodiscard]] double worth_of(std::uint32_t o, double gain) const {
    double price = 0;
    for_each_further(o, [&](std::uint32_t d) {
      price += price_.option;
      for (std::size_t a = 0; a < price_.amounts.size(); ++a)
        price += price_.amounts[a] * index_.problem.options[d].costs[a];
    });
    return gain / std::max(price, 1e-200);
  }
  [[nodiscard]] bool took(std::uint32_t o, std::uint32_t taker) const {
    return std::ranges::find(takers_[o], taker) != takers_[o].end();
  }
  /// Who would take it, and what they gain; sets its upper bound.
  [[nodiscard]] offer offer_of(std::uint32_t o) {
    level_cover_scratch& s = scratch_;
    state_.find_gains(index_.closure_lifts[o], s);
    const bool alone = index_.closure[o].size() == 1;
    const std::size_t places = std::min(index_.problem.options[o].places, places_left_);
    // Where everyone may take it, and is in one group, those of the largest gains do.
    const bool plain = alone && !index_.in_several;
    uppers_[o] = level_cover_state::best_classes(s, plain ? places : index_.problem.options[o].places);
    offer one;
    if (plain) {
      one.gain = uppers_[o];
      for (std::size_t k = 0; k < std::min(places, s.classes.size()); ++k)
        one.takers.push_back(index_.class_members[s.classes[k]].front());
      return one;
    }
    std::vector<std::size_t> room;  // of what comes with it
    for (const std::uint32_t d : index_.closure[o]) {
      const auto& option = index_.problem.options[d];
      room.push_back(option.given ? 0 : option.places - std::min(option.places, takers_[d].size()));
    }
    std::size_t left = places_left_;
    const auto before = [](const std::pair<double, std::uint32_t>& a, const std::pair<double, std::uint32_t>& b) {
      return a.first != b.first ? a.first < b.first : a.second > b.second;
    };
    std::priority_queue<std::pair<double, std::uint32_t>, std::vector<std::pair<double, std::uint32_t>>,
                        decltype(before)>
        waiting{before};
    for (const std::uint32_t c : s.classes) waiting.emplace(s.class_gain[c], c);
    std::vector<std::uint32_t> served;
    while (!waiting.empty() && left > 0 && room.back() > 0) {
      const auto [gain, c] = waiting.top();
      waiting.pop();
      double now = 0;
      for (const std::uint32_t g : index_.class_groups[c]) now += s.served[g] != 0 ? 0 : s.group_gain[g];
      if (!(now > 0)) continue;
      if (now < gain) {
        waiting.emplace(now, c);
        continue;
      }
      const std::uint32_t taker = member_for(o, c, room, left);
      if (taker == none) continue;
      for (std::size_t k = 0; k < room.size(); ++k) {
        if (!took(index_.closure[o][k], taker)) --room[k], --left;
      }
      for (const std::uint32_t g : index_.class_groups[c]) s.served[g] = 1, served.push_back(g);
      one.takers.push_back(taker);
      one.gain += now;
    }
    for (const std::uint32_t g : served) s.served[g] = 0;
    return one;
  }
  /// The member of a class that can take an option with what it needs: who needs the fewest further places, then the
  /// first.
  [[nodiscard]] std::uint32_t member_for(std::uint32_t o, std::uint32_t c, const std::vector<std::size_t>& room,
                                         std::size_t left) const {
    std::uint32_t best = none;
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    for (const std::uint32_t t : index_.class_members[c]) {
      std::size_t further = 0;
      bool can = true;
      for (std::size_t k = 0; k < room.size() && can; ++k) {
        if (took(index_.closure[o][k], t)) continue;
        can = room[k] > 0;
        ++further;
      }
      if (can && further <= left && further < fewest) best = t, fewest = further;
      if (fewest == 1) break;
    }
    return best;
  }
  void take(std::uint32_t o, const offer& one) {
    for_each_further(o, [&](std::uint32_t d) {
      --options_left_;
      for (std::size_t a = 0; a < left_.size(); ++a) left_[a] -= index_.problem.options[d].costs[a];
      order_.push_back(d);
    });
    for (const std::uint32_t d : index_.closure[o]) {
      const bool fresh = is_chosen_[d] == 0;
      if (!index_.problem.options[d].given) is_chosen_[d] = 1;
      for (const std::uint32_t t : one.takers) {
        if (!fresh && took(d, t)) continue;  // of a fresh one nobody did
        if (index_.problem.options[d].given) continue;
        takers_[d].push_back(t);
        if (places_left_ != level_cover_problem::unlimited) --places_left_;
      }
      // What needs it comes cheaper now.
      for (const std::uint32_t later : index_.needed_by[d]) {
        if (is_chosen_[later] == 0 && later != o) touched_.push_back(later);
      }
    }
    for (const std::uint32_t t : one.takers) state_.lift(t, index_.closure_lifts[o]);
    value_ += one.gain;
    std::ranges::sort(touched_);
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    for (const std::uint32_t later : touched_) {
      ++version_[later];
      state_.find_gains(index_.closure_lifts[later], scratch_);
      uppers_[later] = level_cover_state::best_classes(scratch_, index_.problem.options[later].places);
      push(later);
    }
    touched_.clear();
  }

  const level_cover_index& index_;
  const cover_price& price_;
  std::vector<double> uppers_;
  bool lazy_;
  level_cover_scratch& scratch_;
  level_cover_state state_;
  std::vector<double> left_;
  std::size_t options_left_ = 0, places_left_ = 0;
  std::vector<std::vector<std::uint32_t>> takers_;
  std::vector<char> is_chosen_;
  std::vector<std::uint32_t> version_;
  std::vector<std::uint32_t> order_{}, touched_{};
  std::priority_queue<entry> heap_{};
  double value_ = 0;
};

/// What all options could still add, each for itself; and what that lets a choice be worth.
class level_cover_bound {
 public:
  level_cover_bound(const level_cover_index& index, const execution& how)
      : index_{index}, how_{how}, scratch_{[&index] { return level_cover_scratch{index}; }} {
    for (const auto& o : index.problem.options) possible_.push_back(!o.given);
    for (std::uint32_t o = 0; o < possible_.size(); ++o) {
      std::vector<double> cost(index.problem.most_amounts.size(), 0);
      std::size_t further = 0;
      for (const std::uint32_t d : index.closure[o]) {
        if (index.problem.options[d].given) continue;
        ++further;
        for (std::size_t a = 0; a < cost.size(); ++a) cost[a] += index.problem.options[d].costs[a];
      }
      for (std::size_t a = 0; a < cost.size(); ++a) {
        if (cost[a] > index.problem.most_amounts[a] * (1 + 1e-12)) possible_[o] = 0;
      }
      if (index.barred[o] != 0 || further > index.problem.most_options) possible_[o] = 0;
    }
  }
  /// [option] the most that it can add to a state with its own lifts; 0 for those that no choice can have. `all_pairs`:
  /// the sum of the largest gains of pairs, as many as there are places in all.
  [[nodiscard]] std::vector<double> uppers(const level_cover_state& state, double* all_pairs = nullptr,
                                           bool* short_of_places = nullptr) {
    const auto& p = index_.problem;
    const std::size_t n = p.options.size();
    constexpr std::size_t grain = 64;
    std::vector<double> found(n, 0);
    std::vector<std::vector<double>> pairs(n / grain + 1);
    std::vector<char> lacking(n / grain + 1, 0);
    const bool limited = p.most_places != level_cover_problem::unlimited;
    const auto trim = [&](std::vector<double>& list) {
      if (list.size() <= p.most_places) return;
      std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(p.most_places), list.end(),
                       std::greater{});
      list.resize(p.most_places);
    };
    parallel_for_blocks(n, grain, how_, [&](std::size_t block, std::size_t first, std::size_t last) {
      level_cover_scratch& s = scratch_.local();
      for (std::size_t o = first; o < last; ++o) {
        if (possible_[o] == 0) continue;
        state.find_gains(index_.lifts[o], s);
        if (index_.after_given(static_cast<std::uint32_t>(o))) keep_eligible(static_cast<std::uint32_t>(o), s);
        if (s.classes.size() > p.options[o].places) lacking[block] = 1;
        const std::size_t places = std::min(p.options[o].places, p.most_places);
        found[o] = level_cover_state::best_classes(s, places);
        if (!limited) continue;
        for (std::size_t k = 0; k < std::min(places, s.classes.size()); ++k)
          pairs[block].push_back(s.class_gain[s.classes[k]]);
        if (pairs[block].size() > 2 * p.most_places + 1024) trim(pairs[block]);
      }
    });
    if (short_of_places != nullptr) *short_of_places = std::ranges::find(lacking, 1) != lacking.end();
    if (all_pairs != nullptr && limited) {
      std::vector<double> all;
      for (const auto& part : pairs) all.insert(all.end(), part.begin(), part.end());
      trim(all);
      std::ranges::sort(all);
      *all_pairs = 0;
      for (const double gain : all) *all_pairs += gain;
    }
    return found;
  }
  /// At most so much is any choice within the limits worth, seen from a state of that value.
  [[nodiscard]] double at_most(const level_cover_state& state, double value) {
    const auto& p = index_.problem;
    double all_pairs = std::numeric_limits<double>::infinity();
    const std::vector<double> gains = uppers(state, &all_pairs);
    const std::vector<double> nothing(gains.size(), 0);
    double further = std::min(all_pairs, knapsack_bound(gains, nothing, 0, p.most_options));
    std::vector<double> costs(gains.size());
    for (std::size_t a = 0; a < p.most_amounts.size(); ++a) {
      for (std::size_t o = 0; o < gains.size(); ++o) costs[o] = p.options[o].costs[a];
      further = std::min(further, knapsack_bound(gains, costs, p.most_amounts[a] * (1 + 1e-12), p.most_options));
    }
    return (value + further) * (1 + 1e-12);
  }
  [[nodiscard]] level_cover_scratch& scratch() { return scratch_.local(); }
  [[nodiscard]] bool possible(std::size_t o) const { return possible_[o] != 0; }

 private:
  /// Leaves out the classes of which nobody took all that is over and needed.
  void keep_eligible(std::uint32_t o, level_cover_scratch& s) const {
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t c : s.classes) {
      const bool some = std::ranges::any_of(index_.class_members[c], [&](std::uint32_t t) {
        return std::ranges::all_of(index_.closure[o], [&](std::uint32_t d) {
          const auto& option = index_.problem.options[d];
          return !option.given || std::ranges::binary_search(option.takers, t);
        });
      });
      if (some)
        kept.push_back(c);
      else
        s.class_gain[c] = 0;
    }
    s.classes = std::move(kept);
  }

  const level_cover_index& index_;
  const execution& how_;
  std::vector<char> possible_{};
  per_thread<level_cover_scratch> scratch_;
};

}  // namespace capnet::detail
