#pragma once
/// Vertices from which one draws while a network is simulated: the members of a program, say.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/random.hpp>
#include <capnet/model/sector.hpp>

namespace capnet {

/// Vertices in the order in which they joined, and those of each sector; and how many more there are whom nobody has
/// named, such as the members of a cohort. Who leaves gives the place to the last one. Drawing takes O(1).
class vertex_group {
 public:
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(members_.size()); }
  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] vertex_index operator[](std::size_t place) const { return members_[place]; }
  [[nodiscard]] std::span<const vertex_index> members() const { return members_; }
  [[nodiscard]] std::span<const vertex_index> of(sector s) const {
    const auto number = static_cast<std::size_t>(s);
    return number < by_sector_.size() ? std::span<const vertex_index>{by_sector_[number]}
                                      : std::span<const vertex_index>{};
  }
  /// Named or not.
  [[nodiscard]] std::uint64_t headcount() const { return members_.size() + anonymous_; }
  [[nodiscard]] std::uint64_t headcount(sector s) const {
    const auto number = static_cast<std::size_t>(s);
    return of(s).size() + (number < unnamed_.size() ? unnamed_[number] : 0);
  }
  [[nodiscard]] bool contains(vertex_index v) const {
    if (!places_.empty()) return v < places_.size() && places_[v] != nowhere;
    for (const vertex_index member : members_) {
      if (member == v) return true;
    }
    return false;
  }

  /// A member, all alike. Pre: not empty.
  template <class Random>
  [[nodiscard]] vertex_index draw(Random& rng) const {
    return members_[rng.below(size())];
  }
  // What follows is for simulation_state.

  /// Makes `contains` O(1) from now on.
  void index() {
    if (places_.empty()) place_all();
  }
  void add(vertex_index v, sector s) {
    const auto number = static_cast<std::size_t>(s);
    if (number >= by_sector_.size()) by_sector_.resize(number + 1);
    if (!places_.empty()) {
      if (v < places_.size() && places_[v] != nowhere) return;
      make_places(v);
      places_[v] = size();
      ranks_[v] = static_cast<std::uint32_t>(by_sector_[number].size());
    }
    members_.push_back(v);
    by_sector_[number].push_back(v);
  }
  /// Pre: `s` is what it was added with.
  void remove(vertex_index v, sector s) {
    if (places_.empty()) place_all();
    if (v >= places_.size() || places_[v] == nowhere) return;
    const auto take = [](std::vector<vertex_index>& from, std::vector<std::uint32_t>& places, std::uint32_t place) {
      from[place] = from.back();
      places[from[place]] = place;
      from.pop_back();
    };
    take(by_sector_[static_cast<std::size_t>(s)], ranks_, ranks_[v]);
    take(members_, places_, places_[v]);
    places_[v] = nowhere;
  }
  void add_anonymous(sector s, std::uint64_t n) {
    const auto number = static_cast<std::size_t>(s);
    if (number >= unnamed_.size()) unnamed_.resize(number + 1);
    unnamed_[number] += n;
    anonymous_ += n;
    if (headcount() > 0xFFFFFFFFu) throw input_error{"over 4,294,967,295 members to grow from; expected fewer"};
  }
  /// Calls `visit` with each array and number that holds its state; `make_ready` once they were replaced.
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit_arrays(*this, visit);
  }
  template <class Visit>
  void for_each_array(Visit&& visit) const {
    visit_arrays(*this, visit);
  }

 private:
  static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
  template <class Self, class Visit>
  static void visit_arrays(Self& self, Visit& visit) {
    std::size_t sectors = self.by_sector_.size();
    visit(sectors);
    if constexpr (!std::is_const_v<Self>) self.by_sector_.resize(sectors);
    visit(self.members_), visit(self.unnamed_), visit(self.anonymous_), visit(self.places_), visit(self.ranks_);
    for (auto& one : self.by_sector_) visit(one);
  }
  void make_places(vertex_index v) {
    if (v < places_.size()) return;
    const std::size_t room = std::max<std::size_t>(std::size_t{v} + 1, 2 * places_.size());
    places_.resize(room, nowhere);
    ranks_.resize(room, nowhere);
  }
  void place_all() {
    make_places(0);
    for (std::uint32_t place = 0; place < size(); ++place)
      make_places(members_[place]), places_[members_[place]] = place;
    for (const std::vector<vertex_index>& one : by_sector_) {
      for (std::uint32_t rank = 0; rank < one.size(); ++rank) ranks_[one[rank]] = rank;
    }
  }

  std::vector<vertex_index> members_{};
  std::vector<std::vector<vertex_index>> by_sector_{};
  std::vector<std::uint64_t> unnamed_{};  ///< [sector]
  std::uint64_t anonymous_ = 0;
  std::vector<std::uint32_t> places_{}, ranks_{};  ///< [vertex] in `members_` and in its sector; empty: nobody left yet
};

/// The headcount of each sector as it was when this was made, to draw from.
class sector_mix {
 public:
  /// `order` lists the sectors as draws are to see them.
  sector_mix(const vertex_group& all, std::span<const sector> order)
      : headcount_{static_cast<std::uint32_t>(all.headcount())} {
    for (const sector s : order) {
      if (const std::uint64_t n = all.headcount(s); n > 0) parts_.push_back({s, static_cast<std::uint32_t>(n)});
    }
  }
  /// The sector of one of the headcount, all alike; unknown if nobody is there. Time O(sectors).
  template <class Random>
  [[nodiscard]] sector draw(Random& rng) const {
    if (headcount_ == 0) return sector::unknown;
    std::uint32_t at = rng.below(headcount_);
    for (const part& one : parts_) {
      if (at < one.headcount) return one.of;
      at -= one.headcount;
    }
    return sector::unknown;
  }

 private:
  struct part {
    sector of;
    std::uint32_t headcount;
  };
  std::vector<part> parts_{};  ///< that are not empty
  std::uint32_t headcount_;
};

}  // namespace capnet
