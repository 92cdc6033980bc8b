#pragma once
/// The most alike pairs without comparing all. Not interface: see skill/peers.hpp.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/skill/peer_similarity.hpp>

namespace capnet::detail {

struct peer_pair {
  std::uint32_t a = 0, b = 0;  ///< numbers of organizations
  peer_similarity alike{};
  /// More alike first, then what more is known of, then by numbers.
  friend bool operator<(const peer_pair& x, const peer_pair& y) {
    if (x.alike.similarity != y.alike.similarity) return x.alike.similarity > y.alike.similarity;
    if (x.alike.coverage != y.alike.coverage) return x.alike.coverage > y.alike.coverage;
    return std::pair{x.a, x.b} < std::pair{y.a, y.b};
  }
};

/// The k least of those that were offered.
class best_peers {
 public:
  explicit best_peers(std::size_t k) : k_{k} {}
  void offer(const peer_pair& one) {
    if (pairs_.size() == k_ && !(one < pairs_.front())) return;
    pairs_.push_back(one);
    std::push_heap(pairs_.begin(), pairs_.end());
    if (pairs_.size() <= k_) return;
    std::pop_heap(pairs_.begin(), pairs_.end());
    pairs_.pop_back();
  }
  [[nodiscard]] bool full() const { return pairs_.size() == k_; }
  [[nodiscard]] const peer_pair& worst() const { return pairs_.front(); }
  [[nodiscard]] std::vector<peer_pair> take() {
    std::sort_heap(pairs_.begin(), pairs_.end());
    return std::move(pairs_);
  }

 private:
  std::size_t k_;
  std::vector<peer_pair> pairs_;
};

/// Searches by an inverted index of needs: pairs that share none are never met. Organizations with the same needs in
/// the same region are met together, those groups that can be most alike first, and in each by falling similarity of
/// size, so that the search of one ends where a bound on what is left, all other parts being 1, falls below what is
/// found already. Parts that are unknown of the one add nothing to its bounds, and sets that have nothing in common are
/// told by signatures: a bit for each number, some for several. Exact.
class peer_search {
 public:
  peer_search(const peer_profiles& all, const peer_weights& weights, std::size_t k, bool solved_only)
      : all_{all}, weights_{weights}, k_{k}, solved_only_{solved_only} {
    std::map<std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>>, std::uint32_t> numbers;
    group_of_.resize(all.size());
    for (std::uint32_t v = 0; v < all.size(); ++v) {
      const auto told = all.told.of(v), regions = all.regions.of(v);
      const auto [at, fresh] =
          numbers.try_emplace({std::vector(told.begin(), told.end()), std::vector(regions.begin(), regions.end())},
                              static_cast<std::uint32_t>(groups_.size()));
      if (fresh) groups_.push_back({.needs = told, .regions = regions});
      group_of_[v] = at->second;
      groups_[at->second].members.push_back(brief_of(v));
    }
    std::map<std::vector<std::uint32_t>, std::uint32_t> places;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t c = 0; c < groups_.size(); ++c) {
      group& one = groups_[c];
      one.place =
          places.try_emplace({one.regions.begin(), one.regions.end()}, static_cast<std::uint32_t>(places.size()))
              .first->second;
      const auto unsized = [](const brief& m) { return std::isnan(m.size); };
      std::ranges::sort(one.members, {},
                        [&](const brief& m) { return std::tuple{unsized(m), unsized(m) ? 0 : m.size, m.number}; });
      one.sized = static_cast<std::size_t>(std::ranges::find_if(one.members, unsized) - one.members.begin());
      for (const std::uint32_t need : one.needs) pairs.emplace_back(need, c);
      for (std::size_t first = 0; first < one.members.size() && !one.needs.empty(); first += grain)
        tasks_.push_back({c, first, std::min(first + grain, one.members.size())});
    }
    places_ = places.size();
    groups_with_ = {all.needs.size(), std::move(pairs)};
  }

  /// The k best peers of one, the best first.
  [[nodiscard]] std::vector<peer_pair> of(std::uint32_t a) const {
    best_peers best{k_};
    const auto groups = near(group_of_[a]);
    meet(brief_of(a), groups, false, best, std::atomic<double>{lowest});
    return best.take();
  }
  /// The same of each, in their order.
  [[nodiscard]] std::vector<std::vector<peer_pair>> of_each(unsigned threads) const {
    std::vector<std::vector<peer_pair>> found(all_.size());
    parallel_for_blocks(tasks_.size(), 1, threads, [&](std::size_t task, std::size_t, std::size_t) {
      const auto groups = near(tasks_[task].group);
      for (const brief& a : members_of(tasks_[task])) {
        best_peers best{k_};
        meet(a, groups, false, best, std::atomic<double>{lowest});
        found[a.number] = best.take();
      }
    });
    return found;
  }
  /// The k best pairs of all, each once, a < b. What one thread has found lets the others stop earlier; the pairs that
  /// are found are the same.
  [[nodiscard]] std::vector<peer_pair> of_all(unsigned threads) const {
    std::vector<std::vector<peer_pair>> found(tasks_.size());
    std::atomic<double> floor{lowest};
    parallel_for_blocks(tasks_.size(), 1, threads, [&](std::size_t task, std::size_t, std::size_t) {
      const auto groups = near(tasks_[task].group, floor);
      best_peers best{k_};
      for (const brief& a : members_of(tasks_[task])) {
        meet(a, groups, true, best, floor);
        if (!best.full()) continue;
        const double here = best.worst().alike.similarity;
        for (double before = floor; before < here && !floor.compare_exchange_weak(before, here);) {
        }
      }
      found[task] = best.take();
    });
    best_peers best{k_};
    for (const auto& some : found) {
      for (const peer_pair& one : some) best.offer(one);
    }
    return best.take();
  }

 private:
  static constexpr std::size_t grain = 256;
  static constexpr std::size_t steps = 1024;
  static constexpr double lowest = -1, rounding = 1e-9;  // a bound may be that much too low

  /// What most comparisons look at, in one place.
  struct brief {
    std::uint32_t number = 0;
    bool gap_known = false;
    double size = 0;
    std::uint64_t practices = 0, missing = 0, unknown = 0;  // signatures; of skills that it lacks, and of unknown ones
  };
  struct group {
    std::span<const std::uint32_t> needs{}, regions{};
    std::uint32_t place = 0;       // number of its regions
    std::vector<brief> members{};  // by size and number, then those of unknown size
    std::size_t sized = 0;
  };
  struct task {
    std::uint32_t group;
    std::size_t first, last;  // of its members
  };
  /// A mean of parts so far.
  struct mean {
    double sum = 0, weights = 0;
    [[nodiscard]] mean plus(double weight, double part) const { return {sum + weight * part, weights + weight}; }
    /// 1 where nothing is known: no bound.
    [[nodiscard]] double value() const { return weights > 0 ? sum / weights : 1; }
  };
  struct near_group {
    std::uint32_t number;
    mean known;  // needs and region
  };
  /// A bound from 0 to 1 rounded up to one of few.
  static std::size_t step_of(double bound) {
    return std::min(steps, static_cast<std::size_t>(std::ceil(bound * steps)));
  }
  static double rounded_up(double bound) { return static_cast<double>(step_of(bound)) / steps; }

  [[nodiscard]] brief brief_of(std::uint32_t v) const {
    const auto bit = [](std::uint32_t number) { return std::uint64_t{1} << number % 64; };
    brief made{.number = v, .gap_known = has_known_gap(all_, v), .size = all_.sizes[v]};
    for (const std::uint32_t practice : all_.practiced.of(v)) made.practices |= bit(practice);
    const sparse_row gap = all_.gap(v);
    for (std::size_t k = 0; k < gap.columns.size(); ++k) {
      if (gap.values[k] > 0) made.missing |= bit(gap.columns[k]);
      if (std::isnan(gap.values[k])) made.unknown |= bit(gap.columns[k]);
    }
    return made;
  }
  [[nodiscard]] double practices_alike(const brief& a, const brief& b) const {
    if ((a.practices & b.practices) == 0) return 0;
    return *set_overlap(all_.practiced.of(a.number), all_.practiced.of(b.number)).similarity();
  }
  [[nodiscard]] std::optional<double> skills_alike(const brief& a, const brief& b) const {
    // Neither lacks what the other does, and something that one lacks is known of the other.
    if ((a.missing & b.missing) == 0 && ((a.missing & ~b.unknown) | (b.missing & ~a.unknown)) != 0) return 0;
    return ruzicka(all_.gap(a.number), all_.gap(b.number)).similarity();
  }
  [[nodiscard]] std::span<const brief> members_of(const task& one) const {
    return std::span{groups_[one.group].members}.subspan(one.first, one.last - one.first);
  }
  /// On how alike a pair can be, given its needs and region.
  [[nodiscard]] double bound_of(const mean& known) const {
    return known.plus(weight(peer_part::practices) + weight(peer_part::skills) + weight(peer_part::size), 1).value();
  }
  /// The groups that share a need with one and can be as alike as `floor`, by bounds that are rounded up, the highest
  /// first.
  [[nodiscard]] std::vector<near_group> near(std::uint32_t of, double floor = lowest) const {
    const group& mine = groups_[of];
    std::vector<std::uint32_t> shared(groups_.size()), met;
    for (const std::uint32_t need : mine.needs) {
      for (const std::uint32_t c : groups_with_.of(need)) {
        if (shared[c]++ == 0) met.push_back(c);
      }
    }
    std::vector<double> region(places_, std::numeric_limits<double>::quiet_NaN());  // [place], once asked for
    std::vector<near_group> found;
    std::vector<std::size_t> places(steps + 2);  // [steps below 1]: where those of a bound begin, once summed up
    for (const std::uint32_t c : met) {
      const group& other = groups_[c];
      const double both = shared[c], either = static_cast<double>(mine.needs.size() + other.needs.size()) - both;
      mean known = mean{}.plus(weight(peer_part::needs), both / either);
      if (!mine.regions.empty() && !other.regions.empty()) {
        double& alike = region[other.place];
        if (std::isnan(alike)) alike = *set_overlap(mine.regions, other.regions).similarity();
        known = known.plus(weight(peer_part::region), alike);
      }
      const double bound = bound_of(known);
      if (bound + rounding < floor) continue;
      found.push_back({c, known});
      ++places[steps - step_of(bound) + 1];
    }
    for (std::size_t k = 1; k < places.size(); ++k) places[k] += places[k - 1];
    std::vector<near_group> sorted(found.size());
    for (const near_group& one : found) sorted[places[steps - step_of(bound_of(one.known))]++] = one;
    return sorted;
  }

  /// Offers the peers of `a` that may be among the best: of all, or of those after it.
  void meet(const brief& a, const std::vector<near_group>& groups, bool after, best_peers& best,
            const std::atomic<double>& floor) const {
    const auto hopeless = [&](double bound) {
      return bound + rounding < std::max(best.full() ? best.worst().alike.similarity : lowest, floor.load());
    };
    const bool sizeless = std::isnan(a.size);
    const double practices = a.practices == 0 ? 0 : weight(peer_part::practices);
    const double skills = a.gap_known ? weight(peer_part::skills) : 0;
    const auto compare = [&](const brief& b, const mean& known) {
      if (a.number == b.number || (after && b.number < a.number)) return;
      mean most = known;
      if (a.practices != 0 && b.practices != 0) most = most.plus(practices, practices_alike(a, b));
      // Skills are the dearest: they are compared only where that may matter.
      if (skills > 0 && b.gap_known) {
        if (hopeless(most.plus(skills, 1).value())) return;
        if (const auto alike = skills_alike(a, b)) most = most.plus(skills, *alike);
      }
      if (hopeless(most.value())) return;
      if (solved_only_ && !(teaches(b.number, a.number) || (after && teaches(a.number, b.number)))) return;
      const peer_similarity alike = similarity_of(all_, a.number, b.number, weights_);
      if (!std::isnan(alike.similarity)) best.offer({a.number, b.number, alike});
    };
    const double others = practices + skills, rest = others + (sizeless ? 0 : weight(peer_part::size));
    for (const near_group& here : groups) {
      if (hopeless(rounded_up(bound_of(here.known)))) return;
      if (hopeless(here.known.plus(rest, 1).value())) continue;
      const std::span<const brief> members = groups_[here.number].members;
      const auto sized = members.first(groups_[here.number].sized);
      if (!hopeless(here.known.plus(others, 1).value())) {
        for (const brief& b : sizeless ? members : members.subspan(sized.size())) compare(b, here.known);
      }
      if (sizeless) continue;
      const auto begin = std::ranges::lower_bound(sized, a.size, {}, &brief::size);
      for (auto at = begin; at != sized.end(); ++at) {
        const double alike = a.size / at->size;
        const mean known = here.known.plus(weight(peer_part::size), alike);
        if (hopeless(known.plus(others, 1).value())) break;
        // Of those of the same size no later one is better than a perfect one.
        if (alike == 1 && weight(peer_part::size) > 0 && best.full() && is_perfect(best.worst()) &&
            best.worst() < peer_pair{a.number, at->number, perfect})
          break;
        compare(*at, known);
      }
      for (auto at = begin; at != sized.begin();) {
        --at;
        const mean known = here.known.plus(weight(peer_part::size), at->size / a.size);
        if (hopeless(known.plus(others, 1).value())) break;
        compare(*at, known);
      }
    }
  }
  /// It has solved a need that is open for the other.
  [[nodiscard]] bool teaches(std::uint32_t b, std::uint32_t a) const {
    return std::ranges::any_of(all_.told.of(a),
                               [&](std::uint32_t need) { return all_.open(a, need) && all_.solved(b, need); });
  }
  [[nodiscard]] double weight(peer_part which) const { return weights_[static_cast<std::size_t>(which)]; }
  static constexpr peer_similarity perfect{.similarity = 1, .coverage = 1};
  static bool is_perfect(const peer_pair& one) { return one.alike.similarity >= 1 && one.alike.coverage >= 1; }

  const peer_profiles& all_;
  peer_weights weights_;
  std::size_t k_;
  bool solved_only_;
  std::vector<group> groups_;
  std::vector<std::uint32_t> group_of_;
  std::vector<task> tasks_;
  number_sets groups_with_;  // [need]
  std::size_t places_ = 0;
};

}  // namespace capnet::detail
