#pragma once
/// The vertices of one kind, in columns.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/endpoint_domain.hpp>
#include <capnet/network/time_columns.hpp>

namespace capnet {

/// Vertices [first, first + count) of a kind. Columns that say nothing are empty.
struct vertex_table {
  std::uint32_t first = 0, count = 0;
  std::string prefix{};  ///< if `keys` has none: the key is the prefix and the id
  bytes_column keys{};
  time_columns times{};             ///< of existence
  column<std::uint8_t> sectors{};   ///< as recorded first; empty: all unknown
  column<std::uint32_t> regions{};  ///< in the snapshot's list of regions; empty: none has one
  bytes_column details{};
  kind_order order{};

  /// Pre (also below): first <= id < first + count.
  [[nodiscard]] std::string key(std::uint32_t id) const {
    return keys.offsets.empty() ? prefix + std::to_string(id) : std::string{keys[id - first]};
  }
  [[nodiscard]] bool has_key(std::uint32_t id, std::string_view text) const {
    return keys.offsets.empty() ? text == prefix + std::to_string(id) : keys[id - first] == text;
  }
  [[nodiscard]] capnet::sector sector(std::uint32_t id) const {
    return sectors.empty() ? capnet::sector::unknown : static_cast<capnet::sector>(sectors[id - first]);
  }
  [[nodiscard]] std::uint32_t region(std::uint32_t id) const { return regions.empty() ? 0 : regions[id - first]; }
  [[nodiscard]] std::size_t memory() const {
    return keys.memory() + times.memory() + sectors.size() +
           (regions.size() + order.positions.size() + order.ids.size()) * 4 + details.memory();
  }
};

/// From texts to vertices: keys and aliases of one generation of vertices. An open-addressing table of numbers alone;
/// the texts are compared where they lie.
struct key_index {
  std::vector<std::uint32_t> starts{};     ///< [kind]: number of the kind's first vertex here; one more at the end
  std::vector<std::uint32_t> first_ids{};  ///< [kind]: its id
  column<std::uint32_t> slots{};           ///< number + 1, or 0; a power of two of them
  bytes_column aliases{};                  ///< numbers from starts.back() on
  column<std::uint32_t> alias_owners{};    ///< numbers of the vertices that aliases name

  [[nodiscard]] vertex_ref vertex(std::uint32_t number) const {
    std::size_t k = 0;
    while (k + 2 < starts.size() && starts[k + 1] <= number) ++k;
    return {static_cast<kind_index>(k), first_ids[k] + (number - starts[k])};
  }
  /// `has_key(vertex_ref, text)` compares a vertex's key. Time O(length), expected.
  template <class HasKey>
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view text, const HasKey& has_key) const {
    if (slots.empty()) return std::nullopt;
    const std::uint64_t mask = slots.size() - 1;
    const std::uint32_t vertices = starts.back();
    std::uint64_t at = stable_hash(text) & mask;
    for (std::size_t looked = 0; looked < slots.size(); ++looked, at = (at + 1) & mask) {
      const std::uint32_t slot = slots[at];
      if (slot == 0) return std::nullopt;
      std::uint32_t number = slot - 1;
      if (number >= vertices) {
        const std::size_t alias = number - vertices;
        if (alias >= alias_owners.size() || aliases[alias] != text) continue;
        number = alias_owners[alias];
        if (number < vertices) return vertex(number);
      } else if (has_key(vertex(number), text)) {
        return vertex(number);
      }
    }
    return std::nullopt;
  }
};

/// Fills the slots of a key_index.
class key_slots {
 public:
  explicit key_slots(std::size_t entries) {
    std::size_t size = 2;
    while (size < entries + entries / 2) size *= 2;
    if (entries > 0) slots_.assign(size, 0);
  }
  void add(std::string_view text, std::uint32_t number) {
    const std::uint64_t mask = slots_.size() - 1;
    std::uint64_t at = stable_hash(text) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = number + 1;
  }
  [[nodiscard]] column<std::uint32_t> finish() && { return std::move(slots_); }

 private:
  std::vector<std::uint32_t> slots_;
};

}  // namespace capnet
