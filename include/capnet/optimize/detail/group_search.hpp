#pragma once
/// Ways to form balanced groups under constraints, one block after another. Not interface.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/optimize/detail/group_blocks.hpp>

namespace capnet::detail {

class group_search {
 public:
  group_search(const group_problem& problem, const group_blocks& blocks, std::size_t steps)
      : problem_{problem},
        blocks_{blocks},
        steps_{steps},
        few_{problem.members / problem.groups},
        larger_{problem.members % problem.groups} {}

  /// Finds a way, by worth or drawn; whether there is one.
  bool first(random_stream* rng = nullptr) {
    rng_ = rng;
    return run(false);
  }
  /// Finds the best way, of equals the first that it comes to.
  bool best() {
    rng_ = nullptr;
    return run(true);
  }
  [[nodiscard]] bool given_up() const { return taken_ > steps_; }
  [[nodiscard]] const std::vector<std::uint32_t>& groups() const { return found_; }  ///< [member]

 private:
  bool run(bool all) {
    found_.clear(), taken_ = 0, all_ = all;
    if (blocks_.contradicted) return false;
    in_.assign(problem_.groups, {});
    size_.assign(problem_.groups, 0);
    is_named_.assign(problem_.groups, 0);
    full_ = 0, value_ = 0;
    for (const auto& [v, g] : problem_.fixed) is_named_[g] = 1;
    order_.resize(blocks_.members.size());
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    std::vector<std::uint32_t> drawn(order_.size(), 0);
    if (rng_ != nullptr) {
      for (std::uint32_t& one : drawn) one = (*rng_)();
    }
    // The hardest first: fixed, large, with many that it can't be with.
    std::ranges::sort(order_, [&](std::uint32_t a, std::uint32_t b) {
      const auto hard = [&](std::uint32_t x) {
        return std::tuple{!blocks_.fixed[x], -std::ssize(blocks_.members[x]), -std::ssize(blocks_.enemies[x]), drawn[x],
                          x};
      };
      return hard(a) < hard(b);
    });
    place(0);
    return !found_.empty();
  }
  [[nodiscard]] bool fits(std::uint32_t block, std::uint32_t g) const {
    if (blocks_.fixed[block] && *blocks_.fixed[block] != g) return false;
    const std::size_t size = size_[g] + blocks_.members[block].size();
    if (size > few_ + 1 || (size == few_ + 1 && full_ == larger_)) return false;
    return std::ranges::none_of(in_[g], [&](std::uint32_t other) { return blocks_.apart(block, other); });
  }
  [[nodiscard]] std::int64_t worth_in(std::uint32_t block, std::uint32_t g) const {
    std::int64_t worth = 0;
    if (problem_.worth.empty()) return worth;
    for (const std::uint32_t other : in_[g]) {
      for (const std::uint32_t u : blocks_.members[other]) {
        for (const std::uint32_t v : blocks_.members[block]) worth += problem_.worth_of(u, v);
      }
    }
    return worth;
  }
  /// Places the blocks from `at` on in every way, or until one is found; whether to stop.
  bool place(std::size_t at) {
    if (++taken_ > steps_) return true;
    if (at == order_.size()) {
      if (found_.empty() || value_ > found_value_) {
        found_value_ = value_;
        found_.resize(problem_.members);
        for (std::uint32_t g = 0; g < problem_.groups; ++g) {
          for (const std::uint32_t block : in_[g]) {
            for (const std::uint32_t v : blocks_.members[block]) found_[v] = g;
          }
        }
      }
      return !all_;
    }
    const std::uint32_t block = order_[at];
    struct way {
      std::int64_t worth;
      std::uint32_t drawn, g;
    };
    std::vector<way> ways;
    bool new_one = false;  // groups that are empty and that nobody is fixed to are alike
    for (std::uint32_t g = 0; g < problem_.groups; ++g) {
      const bool like_another = size_[g] == 0 && is_named_[g] == 0;
      if ((like_another && new_one) || !fits(block, g)) continue;
      new_one = new_one || like_another;
      ways.push_back({worth_in(block, g), rng_ != nullptr ? (*rng_)() : 0, g});
    }
    std::ranges::sort(ways, [&](const way& a, const way& b) {
      if (rng_ != nullptr) return a.drawn != b.drawn ? a.drawn < b.drawn : a.g < b.g;
      return a.worth != b.worth ? a.worth > b.worth : a.g < b.g;
    });
    for (const way& one : ways) {
      in_[one.g].push_back(block);
      size_[one.g] += blocks_.members[block].size();
      full_ += size_[one.g] == few_ + 1 ? 1u : 0u;
      value_ += one.worth;
      const bool stop = place(at + 1);
      value_ -= one.worth;
      full_ -= size_[one.g] == few_ + 1 ? 1u : 0u;
      size_[one.g] -= blocks_.members[block].size();
      in_[one.g].pop_back();
      if (stop) return true;
    }
    return false;
  }

  const group_problem& problem_;
  const group_blocks& blocks_;
  std::size_t steps_, few_, larger_;
  std::size_t taken_ = 0, full_ = 0;
  bool all_ = false;
  random_stream* rng_ = nullptr;
  std::vector<std::uint32_t> order_{}, found_{};
  std::vector<std::vector<std::uint32_t>> in_{};  ///< [group] blocks
  std::vector<std::size_t> size_{};
  std::vector<char> is_named_{};
  std::int64_t value_ = 0, found_value_ = 0;
};

}  // namespace capnet::detail
