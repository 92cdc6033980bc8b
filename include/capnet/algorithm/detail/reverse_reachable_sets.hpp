#pragma once
/// Random sets of who could have informed a random vertex. Not interface.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/detail/incoming_arcs.hpp>
#include <capnet/algorithm/detail/set_stream.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

namespace capnet::detail {

/// Draws sets one after another, eight side by side: while the memory brings what one of them waits for, others go on.
class reverse_search {
 public:
  explicit reverse_search(const incoming_arcs& arcs) : arcs_{arcs}, marks_(arcs.order(), 0) {}

  /// Calls `found(set, members)` for each set of [first, last) when it is complete, its root first among the members;
  /// in an order that depends on the sets alone. `set_stream{seed, set, purpose}` draws the set.
  template <class Found>
  void draw(std::uint64_t first, std::uint64_t last, std::uint64_t seed, std::uint32_t purpose, const Found& found) {
    std::size_t busy = 0;
    const auto begin = [&](lane& l, std::uint8_t bit) {
      if (first == last) {
        l.members.clear();
        return;
      }
      l.set = first++;
      l.random = set_stream{seed, l.set, purpose};
      const vertex_index root = l.random.below(arcs_.order());
      l.members.assign(1, root);
      l.arcs.clear();
      l.sources.clear();
      l.expanded = 0;
      marks_[root] |= bit;
      arcs_.prefetch_row(root);
      ++busy;
    };
    for (std::size_t k = 0; k < lanes; ++k) begin(lanes_[k], bit_of(k));
    while (busy > 0) {
      for (std::size_t k = 0; k < lanes; ++k) {
        lane& l = lanes_[k];
        if (l.members.empty()) continue;
        const std::uint8_t bit = bit_of(k);
        if (!l.arcs.empty()) {
          look_up(l);
        } else if (!expand(l, bit)) {
          found(l.set, std::span<const vertex_index>{l.members});
          for (const vertex_index v : l.members) marks_[v] &= static_cast<std::uint8_t>(~bit);
          --busy;
          begin(l, bit);
        }
      }
    }
  }

 private:
  static constexpr std::size_t lanes = 8;  ///< as many as bits of a mark
  struct lane {
    std::uint64_t set = 0;
    set_stream random{};
    std::vector<vertex_index> members{};  ///< empty: there are no more sets
    std::size_t expanded = 0;             ///< of the members
    std::vector<arc_index> arcs{};        ///< live ones, whose sources have been asked for
    std::vector<vertex_index> sources{};  ///< of live arcs, whose marks and rows have been asked for
  };
  [[nodiscard]] static std::uint8_t bit_of(std::size_t k) { return static_cast<std::uint8_t>(1u << k); }

  void look_up(lane& l) {
    for (const arc_index arc : l.arcs) {
      const vertex_index u = arcs_.source(arc);
      prefetch(marks_.data() + u);
      arcs_.prefetch_row(u);
      l.sources.push_back(u);
    }
    l.arcs.clear();
  }

  /// Takes in what was looked up, then draws the arcs of the next members up to some that are live. False: there are
  /// no more.
  [[nodiscard]] bool expand(lane& l, std::uint8_t bit) {
    for (const vertex_index u : l.sources) {
      if ((marks_[u] & bit) != 0) continue;
      marks_[u] |= bit;
      l.members.push_back(u);
    }
    l.sources.clear();
    while (l.arcs.empty()) {
      if (l.expanded == l.members.size()) return false;
      arcs_.draw(l.members[l.expanded++], l.random, [&](arc_index arc) {
        arcs_.prefetch_arc(arc);
        l.arcs.push_back(arc);
      });
    }
    return true;
  }

  const incoming_arcs& arcs_;
  large_vector<std::uint8_t> marks_;  ///< [vertex] a bit for each lane whose set it is in
  std::array<lane, lanes> lanes_{};
};

/// Many reverse-reachable sets (Borgs, Brautbar, Chayes & Lucier 2014): each holds who would inform a random vertex, if
/// they were the only ones to know at first. Seeds are in a set with the probability of their spread / n. Set r is a
/// function of the seed, the purpose and r.
class reverse_reachable_sets {
 public:
  /// Some sets after each other.
  struct chunk {
    std::vector<vertex_index> members{};
    std::vector<std::size_t> ends{};
    [[nodiscard]] std::size_t size() const { return ends.size(); }
    [[nodiscard]] std::span<const vertex_index> operator[](std::size_t k) const {
      const std::size_t first = k == 0 ? 0 : ends[k - 1];
      return {members.data() + first, ends[k] - first};
    }
  };

  /// Refers to `searches`, of which each thread has its own.
  reverse_reachable_sets(per_thread<reverse_search>& searches, std::uint64_t seed, std::uint32_t purpose)
      : searches_{searches}, seed_{seed}, purpose_{purpose} {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t members() const { return members_; }
  [[nodiscard]] std::span<const chunk> chunks() const { return chunks_; }

  /// How many sets hold one of some vertices.
  [[nodiscard]] std::size_t holding(std::span<const vertex_index> seeds, vertex_index order,
                                    const execution& how) const {
    std::vector<std::uint64_t> is_seed(order / 64 + 1);
    for (const vertex_index v : seeds) is_seed[v / 64] |= std::uint64_t{1} << v % 64;
    std::atomic<std::size_t> all{0};
    parallel_for_blocks(chunks_.size(), 1, how, [&](std::size_t c, std::size_t, std::size_t) {
      std::size_t some = 0;
      for (std::size_t k = 0; k < chunks_[c].size(); ++k) {
        some +=
            std::ranges::any_of(chunks_[c][k], [&](vertex_index v) { return (is_seed[v / 64] >> v % 64 & 1u) != 0; });
      }
      all += some;
    });
    return all;
  }

  /// Draws more, up to `sets`. Throws input_error if all together would have more than `most` members.
  void grow(std::size_t sets, std::size_t most, const execution& how) {
    if (sets <= size_) return;
    const std::size_t grain = std::clamp<std::size_t>((sets - size_) / 64, 16, 1024);
    const std::size_t before = chunks_.size();
    chunks_.resize(before + (sets - size_ + grain - 1) / grain);
    std::atomic<std::size_t> total{members_};
    parallel_for_blocks(sets - size_, grain, how, [&](std::size_t k, std::size_t first, std::size_t last) {
      chunk& c = chunks_[before + k];
      c.ends.reserve(last - first);
      searches_.local().draw(size_ + first, size_ + last, seed_, purpose_,
                             [&](std::uint64_t, std::span<const vertex_index> members) {
                               if (total.fetch_add(members.size()) + members.size() > most) throw too_many(most);
                               c.members.insert(c.members.end(), members.begin(), members.end());
                               c.ends.push_back(c.members.size());
                             });
    });
    members_ = total;
    size_ = sets;
  }

 private:
  [[nodiscard]] static input_error too_many(std::size_t most) {
    return input_error{"the samples have more than " + std::to_string(most) +
                       " members together; expected a larger epsilon, ties that pass less often, or more memory"};
  }

  per_thread<reverse_search>& searches_;
  std::uint64_t seed_;
  std::uint32_t purpose_;
  std::size_t size_ = 0, members_ = 0;
  std::vector<chunk> chunks_{};
};

}  // namespace capnet::detail
