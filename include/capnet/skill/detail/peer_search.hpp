#pragma once
/// The most alike pairs without comparing all. Not interface: see skill/peers.hpp.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
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
    return std::tuple{-x.alike.similarity, -x.alike.coverage, x.a, x.b} <
           std::tuple{-y.alike.similarity, -y.alike.coverage, y.a, y.b};
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

/// Searches by an inverted index of needs: pairs that share none are never met. Organizations with the same needs are
/// met together, sets of needs by falling similarity, and in each by falling similarity of size, so that the search of
/// one ends where a bound on what is left, all other parts being 1, falls below what is found already. Exact.
class peer_search {
 public:
  peer_search(const peer_profiles& all, const peer_weights& weights, std::size_t k, bool solved_only)
      : all_{all}, weights_{weights}, k_{k}, solved_only_{solved_only} {
    std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
    for (std::uint32_t v = 0; v < all.size(); ++v) {
      const auto told = all.told.of(v);
      const auto [at, fresh] =
          numbers.try_emplace({told.begin(), told.end()}, static_cast<std::uint32_t>(classes_.size()));
      if (fresh) classes_.push_back({.needs = told});
      need_class& one = classes_[at->second];
      (std::isnan(all.sizes[v]) ? one.unsized : one.sized).push_back(v);
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t c = 0; c < classes_.size(); ++c) {
      auto& sized = classes_[c].sized;
      std::ranges::sort(sized, {}, [&](std::uint32_t v) { return std::pair{all.sizes[v], v}; });
      for (const std::uint32_t need : classes_[c].needs) pairs.emplace_back(need, c);
    }
    classes_with_ = {all.needs.size(), std::move(pairs)};
  }

  /// The k best peers of one, the best first.
  [[nodiscard]] std::vector<peer_pair> of(std::uint32_t a) const {
    scratch mine{std::vector<std::uint32_t>(classes_.size())};
    best_peers best{k_};
    meet(a, false, best, mine, std::atomic<double>{lowest});
    return best.take();
  }
  /// The same of each, in their order.
  [[nodiscard]] std::vector<std::vector<peer_pair>> of_each(unsigned threads) const {
    std::vector<std::vector<peer_pair>> found(all_.size());
    parallel_for_blocks(all_.size(), grain, threads, [&](std::size_t, std::size_t first, std::size_t last) {
      scratch mine{std::vector<std::uint32_t>(classes_.size())};
      for (std::size_t a = first; a < last; ++a) {
        best_peers best{k_};
        meet(static_cast<std::uint32_t>(a), false, best, mine, std::atomic<double>{lowest});
        found[a] = best.take();
      }
    });
    return found;
  }
  /// The k best pairs of all, each once, a < b. What one thread has found lets the others stop earlier; the pairs that
  /// are found are the same.
  [[nodiscard]] std::vector<peer_pair> of_all(unsigned threads) const {
    std::vector<std::vector<peer_pair>> found(all_.size() / grain + 1);
    std::atomic<double> floor{lowest};
    parallel_for_blocks(all_.size(), grain, threads, [&](std::size_t block, std::size_t first, std::size_t last) {
      scratch mine{std::vector<std::uint32_t>(classes_.size())};
      best_peers best{k_};
      for (std::size_t a = first; a < last; ++a) {
        meet(static_cast<std::uint32_t>(a), true, best, mine, floor);
        if (!best.full()) continue;
        const double here = best.worst().alike.similarity;
        for (double before = floor; before < here && !floor.compare_exchange_weak(before, here);) {
        }
      }
      found[block] = best.take();
    });
    best_peers best{k_};
    for (const auto& block : found) {
      for (const peer_pair& one : block) best.offer(one);
    }
    return best.take();
  }

 private:
  static constexpr std::size_t grain = 256;
  static constexpr double lowest = -1, rounding = 1e-9;  // a bound may be that much too low

  struct need_class {
    std::span<const std::uint32_t> needs{};
    std::vector<std::uint32_t> sized{}, unsized{};  // its organizations: by size and number; by number
  };
  struct scratch {
    std::vector<std::uint32_t> shared;                     // [class]: needs in common; 0 between uses
    std::vector<std::pair<double, std::uint32_t>> near{};  // classes by falling similarity of needs
  };

  /// Offers the peers of `a` that may be among the best: of all, or of those after it.
  void meet(std::uint32_t a, bool after, best_peers& best, scratch& mine, const std::atomic<double>& floor) const {
    const auto needs = all_.told.of(a);
    mine.near.clear();
    for (const std::uint32_t need : needs) {
      for (const std::uint32_t c : classes_with_.of(need)) {
        if (mine.shared[c]++ == 0) mine.near.emplace_back(0, c);
      }
    }
    for (auto& [alike, c] : mine.near) {
      const double both = mine.shared[c];
      alike = -both / (static_cast<double>(needs.size() + classes_[c].needs.size()) - both);
      mine.shared[c] = 0;
    }
    std::sort(mine.near.begin(), mine.near.end());
    const auto hopeless = [&](double bound) {
      return bound + rounding < std::max(best.full() ? best.worst().alike.similarity : lowest, floor.load());
    };
    const double others = known_beside(a);
    for (const auto& [unlike, c] : mine.near) {
      const double base = -unlike * weight(peer_part::needs), whole = weight(peer_part::needs) + others;
      const auto bound = [&](double size) {
        const double most = whole + weight(peer_part::size);
        return most > 0 ? (base + others + weight(peer_part::size) * size) / most : 1;
      };
      if (hopeless(bound(1))) return;
      const need_class& one = classes_[c];
      const auto unsized = [&](const std::vector<std::uint32_t>& members) {
        if (whole > 0 && hopeless((base + others) / whole)) return;
        for (const std::uint32_t b : members) compare(a, b, after, best);
      };
      unsized(one.unsized);
      const double size = all_.sizes[a];
      if (std::isnan(size)) {
        unsized(one.sized);
        continue;
      }
      const auto begin = std::ranges::lower_bound(one.sized, size, {}, [&](std::uint32_t v) { return all_.sizes[v]; });
      for (auto at = begin; at != one.sized.end(); ++at) {
        const double alike = size / all_.sizes[*at];
        if (hopeless(bound(alike))) break;
        // Of those of the same size no later one is better than a perfect one.
        if (alike == 1 && weight(peer_part::size) > 0 && best.full() && is_perfect(best.worst()) &&
            best.worst() < peer_pair{a, *at, perfect})
          break;
        compare(a, *at, after, best);
      }
      for (auto at = begin; at != one.sized.begin();) {
        --at;
        if (hopeless(bound(all_.sizes[*at] / size))) break;
        compare(a, *at, after, best);
      }
    }
  }
  void compare(std::uint32_t a, std::uint32_t b, bool after, best_peers& best) const {
    if (a == b || (after && b < a)) return;
    if (solved_only_ && !(teaches(b, a) || (after && teaches(a, b)))) return;
    const peer_similarity alike = similarity_of(all_, a, b, weights_);
    if (!std::isnan(alike.similarity)) best.offer({a, b, alike});
  }
  /// It has solved a need that is open for the other.
  [[nodiscard]] bool teaches(std::uint32_t b, std::uint32_t a) const {
    return std::ranges::any_of(all_.told.of(a),
                               [&](std::uint32_t need) { return all_.open(a, need) && all_.solved(b, need); });
  }
  [[nodiscard]] double weight(peer_part which) const { return weights_[static_cast<std::size_t>(which)]; }
  /// The weights of the parts, but needs and size, that can be known of a pair with `a`.
  [[nodiscard]] double known_beside(std::uint32_t a) const {
    double sum = 0;
    if (!all_.practiced.of(a).empty()) sum += weight(peer_part::practices);
    if (!all_.gap(a).columns.empty()) sum += weight(peer_part::skills);
    if (!all_.regions.of(a).empty()) sum += weight(peer_part::region);
    return sum;
  }
  static constexpr peer_similarity perfect{.similarity = 1, .coverage = 1};
  static bool is_perfect(const peer_pair& one) { return one.alike.similarity >= 1 && one.alike.coverage >= 1; }

  const peer_profiles& all_;
  peer_weights weights_;
  std::size_t k_;
  bool solved_only_;
  std::vector<need_class> classes_;
  number_sets classes_with_;  // [need]
};

}  // namespace capnet::detail
