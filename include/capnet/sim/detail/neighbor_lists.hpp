#pragma once
/// For each vertex a list of its ties that grows and shrinks. Not interface: see sim/tie_store.hpp.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/id.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet {

/// Whom a tie leads to, and its row in the store of its relation.
struct neighbor {
  vertex_index vertex = 0;
  std::uint32_t row = 0;
  friend bool operator==(const neighbor&, const neighbor&) = default;
};

namespace detail {

/// Each list is one block of a pool, of a power of two of places; a full one moves to a block twice as large, and what
/// it left is taken again. Vertices are dealt to shards by their number, each with its pool, so that threads change
/// lists at once: the lists depend on the order of the changes to each vertex alone.
class neighbor_lists {
 public:
  static constexpr std::size_t shards = 8;

  void resize(std::size_t order) {
    places_.resize(order);
    sizes_.resize(order);
  }
  [[nodiscard]] std::span<const neighbor> of(vertex_index v) const {
    return {shard_of(v).pool.data() + places_[v], sizes_[v]};
  }
  /// Changes lists: `change(shard, add, remove)` for every shard, on up to so many threads; it calls `add(v, neighbor)`
  /// and `remove(v, row)` for the vertices of its shard alone.
  template <class Change>
  void change(unsigned threads, const Change& change_shard) {
    parallel_for_blocks(shards, 1, threads, [&](std::size_t s, std::size_t, std::size_t) {
      change_shard([s](vertex_index v) { return shard_number(v) == s; },
                   [&](vertex_index v, neighbor uv) { add(shards_[s], v, uv); },
                   [&](vertex_index v, std::uint32_t row) { remove(shards_[s], v, row); });
    });
  }
  /// Calls `visit` with each array that holds its state.
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit_arrays(*this, visit);
  }
  template <class Visit>
  void for_each_array(Visit&& visit) const {
    visit_arrays(*this, visit);
  }

 private:
  template <class Self, class Visit>
  static void visit_arrays(Self& self, Visit& visit) {
    visit(self.places_), visit(self.sizes_);
    for (auto& one : self.shards_) {
      visit(one.pool);
      for (auto& blocks : one.idle) visit(blocks);
    }
  }
  struct shard {
    std::vector<neighbor> pool{};
    std::array<std::vector<std::uint32_t>, 32> idle{};  ///< [power of two]: places of blocks
  };
  static constexpr std::size_t shard_number(vertex_index v) { return (v >> 10) % shards; }
  [[nodiscard]] const shard& shard_of(vertex_index v) const { return shards_[shard_number(v)]; }

  /// The power of two of places that a list of so many has: none, 2, 2, 4, 4, 8, ...
  static constexpr std::size_t power_of(std::uint32_t size) {
    return size <= 2 ? 1 : static_cast<std::size_t>(std::bit_width(size - 1));
  }
  static std::uint32_t take(shard& from, std::size_t power) {
    std::vector<std::uint32_t>& idle = from.idle[power];
    if (!idle.empty()) {
      const std::uint32_t place = idle.back();
      idle.pop_back();
      return place;
    }
    const auto place = static_cast<std::uint32_t>(from.pool.size());
    from.pool.resize(from.pool.size() + (std::size_t{1} << power));
    return place;
  }
  void add(shard& in, vertex_index v, neighbor uv) {
    std::uint32_t& size = sizes_[v];
    if (size == 0) {
      places_[v] = take(in, 1);
    } else if (size >= 2 && std::has_single_bit(size)) {
      const std::size_t power = power_of(size);
      const std::uint32_t before = places_[v], after = take(in, power + 1);
      std::copy_n(in.pool.begin() + before, size, in.pool.begin() + after);
      in.idle[power].push_back(before);
      places_[v] = after;
    }
    in.pool[places_[v] + size++] = uv;
  }
  /// The last of the list takes the place of who goes.
  void remove(shard& in, vertex_index v, std::uint32_t row) {
    std::uint32_t& size = sizes_[v];
    neighbor* const list = in.pool.data() + places_[v];
    neighbor* const gone = std::find_if(list, list + size, [&](const neighbor& uv) { return uv.row == row; });
    if (gone == list + size) return;
    *gone = list[size - 1];
    const std::size_t power = power_of(size);
    --size;
    if (size == 0) {
      in.idle[power].push_back(places_[v]);
    } else if (power_of(size) < power) {
      in.idle[power - 1].push_back(places_[v] + (std::uint32_t{1} << (power - 1)));
    }
  }

  std::array<shard, shards> shards_{};
  std::vector<std::uint32_t> places_{}, sizes_{};
};

}  // namespace detail
}  // namespace capnet
