#pragma once
/// What a careful programmer writes for one question: flat arrays over ids for each relation, and loops.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>

#include "measuring.hpp"

namespace capnet::bench {

/// One direction of a relation between two kinds, by ids; both directions of an undirected one.
struct plain_ties {
  std::vector<std::uint32_t> offsets{}, neighbors{};
  std::vector<std::int32_t> begins{}, ends{};
  std::vector<double> weights{};

  plain_ties(const layer& ties, std::size_t n, bool forward) : offsets(n + 1) {
    const auto visit_ends = [&](const auto& visit) {
      ties.for_each([&](std::uint32_t, const dated_tie& uv) {
        const std::uint32_t u = uv.source.value, v = uv.target.value;
        visit(forward ? u : v, forward ? v : u, uv);
        if (!ties.directed() && u != v) visit(forward ? v : u, forward ? u : v, uv);
      });
    };
    visit_ends([&](std::uint32_t near, std::uint32_t, const dated_tie&) { ++offsets[near + 1]; });
    for (std::size_t u = 0; u < n; ++u) offsets[u + 1] += offsets[u];
    neighbors.resize(offsets[n]), begins.resize(offsets[n]), ends.resize(offsets[n]), weights.resize(offsets[n]);
    std::vector<std::uint32_t> next(offsets.begin(), offsets.end() - 1);
    visit_ends([&](std::uint32_t near, std::uint32_t far, const dated_tie& uv) {
      const std::uint32_t at = next[near]++;
      neighbors[at] = far;
      begins[at] = uv.when.begin_latest, ends[at] = uv.when.end_earliest;
      weights[at] = uv.weight.value_or(1);
    });
  }
};

/// Whether a tie counts.
struct plain_day {
  std::int32_t day;
  explicit plain_day(date when) : day{held_when::number(when)} {}
  bool operator()(std::int32_t begin, std::int32_t end) const { return begin <= day && end > day; }
};
struct plain_window {
  std::int32_t first, last;
  explicit plain_window(const interval& days)
      : first{held_when::number(days.begin)}, last{held_when::number(days.end)} {}
  bool operator()(std::int32_t begin, std::int32_t end) const { return std::max(begin, first) < std::min(end, last); }
};

/// Sums of weights by id, with the ids that have one.
class plain_sums {
 public:
  explicit plain_sums(std::size_t n) : weight_(n, 0) {}
  void add(std::uint32_t v, double weight) {
    if (weight_[v] == 0) found_.push_back(v);
    weight_[v] += weight;
  }
  [[nodiscard]] const std::vector<std::uint32_t>& found() const { return found_; }
  [[nodiscard]] double operator[](std::uint32_t v) const { return weight_[v]; }
  void clear() {
    for (const std::uint32_t v : found_) weight_[v] = 0;
    found_.clear();
  }
  /// How many there are, and the ten largest; is empty then.
  [[nodiscard]] typed_answer take() {
    best_.clear();
    for (const std::uint32_t v : found_) best_.push_back(std::exchange(weight_[v], 0));
    const auto k = static_cast<std::ptrdiff_t>(std::min<std::size_t>(10, best_.size()));
    std::partial_sort(best_.begin(), best_.begin() + k, best_.end(), std::greater<>{});
    typed_answer all{.results = found_.size()};
    for (std::ptrdiff_t at = 0; at < k; ++at) all.weight += best_[static_cast<std::size_t>(at)];
    found_.clear();
    return all;
  }

 private:
  std::vector<std::uint32_t> found_;
  std::vector<double> weight_, best_;
};

/// Sector and region of each organization.
struct plain_organizations {
  std::vector<bool> nonprofit{};
  std::vector<std::uint32_t> region{};

  explicit plain_organizations(const snapshot& net) {
    for (const vertex_ref v : net.vertices(net.schema().index_of<organization>())) {
      nonprofit.push_back(net.sector(v) == sector::nonprofit);
      region.push_back(net.region_code(v));
    }
  }
};

/// Adds what two hops from u reach to `sums`: one loop within the other. `keep(v)` filters the ends.
template <class Counts, class Keep>
void plain_two_hops(const plain_ties& first, const plain_ties& second, std::uint32_t u, const Counts& counts,
                    const Keep& keep, plain_sums& sums) {
  for (std::uint32_t a = first.offsets[u]; a < first.offsets[u + 1]; ++a) {
    if (!counts(first.begins[a], first.ends[a])) continue;
    const std::uint32_t middle = first.neighbors[a];
    for (std::uint32_t b = second.offsets[middle]; b < second.offsets[middle + 1]; ++b) {
      if (!counts(second.begins[b], second.ends[b])) continue;
      const std::uint32_t v = second.neighbors[b];
      if (keep(v)) sums.add(v, first.weights[a] * second.weights[b]);
    }
  }
}
/// Adds what one hop from the ends in `from` reaches.
template <class Counts>
void plain_hop(const plain_sums& from, const plain_ties& ties, const Counts& counts, plain_sums& sums) {
  for (const std::uint32_t u : from.found()) {
    for (std::uint32_t a = ties.offsets[u]; a < ties.offsets[u + 1]; ++a) {
      if (counts(ties.begins[a], ties.ends[a])) sums.add(ties.neighbors[a], from[u] * ties.weights[a]);
    }
  }
}

}  // namespace capnet::bench
