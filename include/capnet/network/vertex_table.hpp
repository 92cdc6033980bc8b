#pragma once
/// The vertices of one kind, in columns.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/model/sector.hpp>
#include <capnet/network/attribute_column.hpp>
#include <capnet/network/endpoint_domain.hpp>
#include <capnet/network/time_columns.hpp>

namespace capnet {

/// Vertices [first, first + count) of a kind. Columns that say nothing are empty.
struct vertex_table {
  std::uint32_t first = 0, count = 0;
  std::string prefix{};  ///< if `keys` has none: the key is the prefix and the id
  bytes_column keys{};
  time_columns times{};                     ///< of existence
  detail::column<std::uint8_t> sectors{};   ///< as recorded first; empty: all unknown
  detail::column<std::uint32_t> regions{};  ///< in the snapshot's list of regions; empty: none has one
  bytes_column details{};
  std::vector<attribute_column> attributes{};  ///< [attribute_index]; may be shorter, or empty where nothing is known
  kind_order order{};

  /// Pre (also below): first <= id < first + count.
  [[nodiscard]] std::string key(std::uint32_t id) const;
  [[nodiscard]] bool has_key(std::uint32_t id, std::string_view text) const;
  [[nodiscard]] capnet::sector sector(std::uint32_t id) const {
    return sectors.empty() ? capnet::sector::unknown : static_cast<capnet::sector>(sectors[id - first]);
  }
  [[nodiscard]] std::uint32_t region(std::uint32_t id) const { return regions.empty() ? 0 : regions[id - first]; }
  [[nodiscard]] std::size_t memory() const;
  /// Null where nothing is known of any vertex.
  [[nodiscard]] const attribute_column* attribute(attribute_index k) const {
    const auto at = static_cast<std::size_t>(k);
    return at < attributes.size() && !attributes[at].empty() ? &attributes[at] : nullptr;
  }
  /// Calls `visit(attribute_index, attribute_cell)` for each value that is known.
  template <class Visit>
  void for_each_cell(std::uint32_t id, Visit&& visit) const {
    for (std::size_t k = 0; k < attributes.size(); ++k) {
      const attribute_column& values = attributes[k];
      if (values.empty()) continue;
      const attribute_cell cell = values[id - first];
      if (!is_missing(values.type, cell)) visit(static_cast<attribute_index>(k), cell);
    }
  }
};

/// From texts to vertices: keys and aliases of one generation of vertices. An open-addressing table of numbers alone;
/// the texts are compared where they lie. No text lies further than `most_probes` from where its hash leads.
struct key_index {
  std::vector<std::uint32_t> starts{};     ///< [kind]: number of the kind's first vertex here; one more at the end
  std::vector<std::uint32_t> first_ids{};  ///< [kind]: its id
  hash_key key{};                          ///< of `sip_hash`, under which the slots were filled
  detail::column<std::uint32_t> slots{};   ///< number + 1, or 0; a power of two of them
  bytes_column aliases{};                  ///< numbers from starts.back() on
  detail::column<std::uint32_t> alias_owners{};  ///< numbers of the vertices that aliases name

  static constexpr std::size_t most_probes = 512;

  [[nodiscard]] vertex_ref vertex(std::uint32_t number) const {
    std::size_t k = 0;
    while (k + 2 < starts.size() && starts[k + 1] <= number) ++k;
    return {static_cast<kind_index>(k), first_ids[k] + (number - starts[k])};
  }
  /// `has_key(vertex_ref, text)` compares a vertex's key. Time O(length), expected; at most `most_probes` texts are
  /// looked at.
  template <class HasKey>
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view text, const HasKey& has_key) const {
    if (slots.empty()) return std::nullopt;
    const std::uint64_t mask = slots.size() - 1;
    const std::uint32_t vertices = starts.back();
    std::uint64_t at = sip_hash(text, key) & mask;
    for (std::size_t looked = 0; looked < most_probes; ++looked, at = (at + 1) & mask) {
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
///
/// Texts that were chosen to collide cost a second pass, not a long one: the first key is fixed, so that a network's
/// file is the same each time it is written; where texts crowd under it, the next key is made from all of them, so that
/// whoever chose them would have had to know what their own choice makes of it.
class key_slots {
 public:
  /// `each(visit)` calls `visit(text, number)` for each of the `entries`, different texts. Sets `index.key` and
  /// `index.slots`. Throws input_error if the texts crowd under every key, as equal ones do. Time O(bytes).
  template <class EachText>
  static void fill(key_index& index, std::size_t entries, const EachText& each) {
    if (entries == 0) return;
    std::size_t size = 2;
    while (size < entries + entries / 2) size *= 2;
    hash_key key{};
    for (int attempt = 0; attempt < 4; ++attempt) {
      key_slots tried{size, entries, key};
      each([&](std::string_view text, std::uint32_t number) { tried.add(text, number); });
      if (!tried.crowded_) {
        index.key = key;
        index.slots = std::move(tried.slots_);
        return;
      }
      std::uint64_t digest = static_cast<std::uint64_t>(attempt);
      each([&](std::string_view text, std::uint32_t) { digest = sip_hash(text, {digest, key.k0}); });
      key = {digest, ~digest};
    }
    detail::refuse_with({"ids crowd in their table under every key; expected each id once"});
  }

 private:
  key_slots(std::size_t size, std::size_t entries, hash_key key);
  void add(std::string_view text, std::uint32_t number);

  std::vector<std::uint32_t> slots_;
  std::size_t left_;  // what all texts together may look at: twice would be usual
  hash_key key_;
  bool crowded_ = false;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/vertex_table-inl.hpp>  // IWYU pragma: export
#endif
