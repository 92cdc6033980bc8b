#pragma once
/// Whether arcs pass, many at once: integers of counter-based random streams below thresholds. Portable, with AVX2 and
/// with AVX-512, to the same bits.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>

namespace capnet::detail {

/// A coin of 64 random bits passes below that, the same as `uniform() < p` of a random_stream; all ones: always. Pre: p
/// in [0, 1].
[[nodiscard]] inline std::uint64_t threshold_of(double p) {
  return p >= 1 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(std::ceil(p * 0x1.0p53)) << 11;
}

/// The name of an edge that has no key.
[[nodiscard]] inline std::uint64_t name_by_ends(std::uint64_t ends, std::uint32_t rank, bool both_ways) {
  const auto bits =
      philox4x32({static_cast<std::uint32_t>(ends), static_cast<std::uint32_t>(ends >> 32), rank, both_ways}, {});
  return std::uint64_t{bits[0]} << 32 | bits[1];
}

/// Four arcs of a row, of which missing ones never pass.
struct alignas(32) arc_group {
  std::array<std::uint32_t, 4> threshold{};  ///< high halves: they decide all but one coin of 2^32
  std::array<vertex_index, 4> target{};
};

/// The arcs of a graph in groups: vertex u has those from `first[u]` to `first[u + 1]`, arc `at` is in group at / 4.
struct arc_coins {
  static constexpr std::uint32_t no_edge = 0xFFFFFFFFu;
  std::vector<std::uint32_t> first{};
  std::vector<std::uint32_t> degree{};  ///< arcs of each row, without what fills its last group
  large_vector<arc_group> groups{};     ///< and one of no row
  std::vector<std::uint32_t> low{};     ///< halves of thresholds, of each arc
  std::vector<std::uint32_t> edge{};    ///< of each arc; no_edge: there is none

  [[nodiscard]] vertex_index target(std::size_t at) const { return groups[at / 4].target[at % 4]; }
  [[nodiscard]] bool can_pass(std::size_t at) const { return groups[at / 4].threshold[at % 4] != 0 || low[at] != 0; }
  [[nodiscard]] std::size_t row_begin(vertex_index u) const { return 4 * std::size_t{first[u]}; }
  [[nodiscard]] std::size_t row_end(vertex_index u) const { return row_begin(u) + degree[u]; }
};

/// The streams of one use, by entity, with their words by place.
struct coin_use {
  random_use use{};
  random_streams streams;

  explicit coin_use(const random_use& of) : use{of}, streams{of} {}
  /// The words 4 block to 4 block + 3 of the stream of an entity.
  [[nodiscard]] std::array<std::uint32_t, 4> words(std::uint64_t entity, std::uint32_t block) const {
    return philox4x32(
        {block, static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32), streams.last_word()},
        streams.key());
  }
  /// The first 64 bits.
  [[nodiscard]] std::uint64_t bits(std::uint64_t entity) const {
    const auto w = words(entity, 0);
    return std::uint64_t{w[0]} << 32 | w[1];
  }
};

/// Groups of arcs whose coins are drawn together.
struct coin_jobs {
  static constexpr std::size_t room = 64, batch = 16;
  alignas(64) std::array<std::uint32_t, room> group{};
  alignas(64) std::array<std::uint32_t, room> vertex{};  ///< whose row it is
  alignas(64) std::array<std::uint32_t, room> block{};   ///< of the row
  std::size_t size = 0;

  /// As many groups of the row of u from `from` on as there is room for; where it stopped.
  std::uint32_t add(std::uint32_t u, std::uint32_t first, std::uint32_t from, std::uint32_t last) {
    for (; from < last && size < room; ++from, ++size) {
      group[size] = from;
      vertex[size] = u;
      block[size] = from - first;
    }
    return from;
  }
  void fill(std::uint32_t no_row) {
    for (std::size_t k = size; k % batch != 0; ++k) group[k] = no_row, vertex[k] = block[k] = 0;
  }
};

/// Room for the arcs that pass, and what a kernel writes beyond them.
using passing_arcs = std::array<std::uint32_t, 4 * coin_jobs::room + 16>;

/// What decides the coins of groups. Arc number k of the row of u passes if 64 bits are below its threshold. By row:
/// word k of the stream of u, and behind it word k of the stream of the next purpose. By name, if there are names: the
/// first two words of the stream of the arc's name.
struct coin_source {
  const arc_group* groups = nullptr;
  const std::uint32_t* low = nullptr;
  const std::uint64_t* names = nullptr;
  std::uint32_t no_row = 0;  ///< a group

  coin_source(const arc_coins& arcs, std::span<const std::uint64_t> names_of_arcs)
      : groups{arcs.groups.data()},
        low{arcs.low.data()},
        names{names_of_arcs.empty() ? nullptr : names_of_arcs.data()},
        no_row{static_cast<std::uint32_t>(arcs.groups.size() - 1)} {}

  /// The coin of an arc whose high half is that of its threshold.
  [[nodiscard, gnu::cold, gnu::noinline]] bool resolve(const coin_use& use, const coin_jobs& jobs, std::size_t job,
                                                       std::size_t lane) const {
    const std::size_t at = 4 * std::size_t{jobs.group[job]} + lane;
    const std::uint32_t high = groups[jobs.group[job]].threshold[lane];
    if (high == 0xFFFFFFFFu && low[at] == 0xFFFFFFFFu) return true;
    if (names != nullptr) return static_cast<std::uint32_t>(use.bits(names[at])) < low[at];
    random_use behind = use.use;
    ++behind.purpose;
    return coin_use{behind}.words(jobs.vertex[job], jobs.block[job])[lane] < low[at];
  }
};

}  // namespace capnet::detail
