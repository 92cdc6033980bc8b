#pragma once
/// How alike the sets of members are, such as their goals: the mean Jaccard index of pairs.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/core/stable_order.hpp>

namespace capnet {

/// |a ∩ b| / |a ∪ b| of two ascending sets without repeats (Jaccard 1901). Range [0, 1]; nothing for two empty ones.
/// Time O(|a| + |b|).
template <class T>
[[nodiscard]] std::optional<double> jaccard(std::span<const T> a, std::span<const T> b) {
  std::size_t both = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x < *y) {
      ++x;
    } else if (*y < *x) {
      ++y;
    } else {
      ++both, ++x, ++y;
    }
  }
  const std::size_t either = a.size() + b.size() - both;
  if (either == 0) return std::nullopt;
  return static_cast<double>(both) / static_cast<double>(either);
}

/// Mean Jaccard index over the pairs of members, each with a set that is not empty.
///
/// Members with the same set are counted together, so that many members with few different sets take no longer than the
/// different sets. Of more than `most_sets` different ones, `drawn_pairs` pairs of members are drawn with a seed: the
/// standard error of their mean is below .0005. Time O(n log n + pairs of different sets), space likewise.
class mean_pair_similarity {
 public:
  static constexpr std::size_t most_sets = 1'400, drawn_pairs = 1'000'000;

  /// Sets ascending, without repeats, none empty. `keys`: of members, for draws that don't depend on their order.
  template <class T>
  mean_pair_similarity(const std::vector<std::vector<T>>& sets, std::span<const std::uint64_t> keys,
                       std::uint64_t seed) {
    std::map<std::span<const T>, std::uint32_t, before<T>> numbers;
    for (const auto& set : sets) group_.push_back(numbers.try_emplace(set, numbers.size()).first->second);
    groups_ = numbers.size();
    std::vector<std::span<const T>> distinct(groups_);
    for (const auto& [set, number] : numbers) distinct[number] = set;
    drawn_ = groups_ > most_sets;
    if (!drawn_) {
      for (std::uint32_t a = 0; a < groups_; ++a) {
        for (std::uint32_t b = a + 1; b < groups_; ++b) pairs_.push_back({a, b, *jaccard(distinct[a], distinct[b])});
      }
      return;
    }
    std::vector<std::uint32_t> by_key(sets.size());
    std::iota(by_key.begin(), by_key.end(), 0u);
    detail::sort_stably(by_key, [&](auto a, auto b) { return keys[a] < keys[b]; });
    random_stream draws{{.seed = seed, .purpose = 0x70616972}};
    const auto n = static_cast<std::uint32_t>(sets.size());
    while (pairs_.size() < drawn_pairs) {
      const std::uint32_t a = by_key[draws.below(n)], b = by_key[draws.below(n)];
      if (a != b) pairs_.push_back({a, b, *jaccard<T>(sets[a], sets[b])});
    }
  }

  /// The mean where member k stands there `times[k]` times, over pairs of different members: two of one member make no
  /// pair, or drawing anew would make members more alike than they are. Nothing without a pair.
  [[nodiscard]] std::optional<double> operator()(std::span<const std::uint32_t> times) const {
    double alike = 0, all = 0;
    if (drawn_) {
      for (const auto& [a, b, similarity] : pairs_) {
        const double weight = static_cast<double>(times[a]) * times[b];
        alike += weight * similarity, all += weight;
      }
    } else {
      std::vector<double> sum(groups_), squares(groups_);
      for (std::size_t k = 0; k < times.size(); ++k) {
        sum[group_[k]] += times[k];
        squares[group_[k]] += static_cast<double>(times[k]) * times[k];
      }
      for (std::size_t a = 0; a < groups_; ++a) alike += (sum[a] * sum[a] - squares[a]) / 2;
      all = alike;
      for (const auto& [a, b, similarity] : pairs_) {
        const double weight = sum[a] * sum[b];
        alike += weight * similarity, all += weight;
      }
    }
    if (!(all > 0)) return std::nullopt;
    return alike / all;
  }
  /// Over all pairs of members.
  [[nodiscard]] std::optional<double> value() const { return (*this)(std::vector<std::uint32_t>(group_.size(), 1)); }
  /// Steps that a mean takes beside one for each member.
  [[nodiscard]] std::size_t work() const { return pairs_.size() + groups_; }
  /// The pairs were drawn.
  [[nodiscard]] bool drawn() const { return drawn_; }

 private:
  template <class T>
  struct before {
    bool operator()(std::span<const T> a, std::span<const T> b) const {
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
    }
  };
  struct pair {
    std::uint32_t a, b;  // groups, or members where they are drawn
    double similarity;
  };
  std::vector<std::uint32_t> group_;  // [member]
  std::size_t groups_ = 0;
  std::vector<pair> pairs_;
  bool drawn_ = false;
};

}  // namespace capnet
