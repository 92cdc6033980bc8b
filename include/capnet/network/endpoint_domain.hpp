#pragma once
/// The vertices that a relation admits at one end, numbered through.
#include <algorithm>
#include <cstdint>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/network/column.hpp>

namespace capnet {

/// Where the vertices of a kind lie: a permutation of their ids, or none.
struct kind_order {
  detail::column<std::uint32_t> positions{};  ///< by id; empty: the id
  detail::column<std::uint32_t> ids{};        ///< by position
};

/// The vertices a relation admits at one end, numbered through by position: kind by kind, vertices that came later
/// after those.
class endpoint_domain {
 public:
  endpoint_domain() = default;

  /// Appends vertices [first, first + count) of a kind. Throws input_error past 2^31 - 1 vertices.
  void append(kind_index kind, std::uint32_t first, std::size_t count, kind_order order = {});

  [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(size_); }
  [[nodiscard]] bool admits(kind_index k) const {
    return static_cast<std::size_t>(k) < extents_of_.size() && !extents_of_[static_cast<std::size_t>(k)].empty();
  }
  /// Pre: admits(v.kind), and v is a vertex of the network. Inline wherever a freezer's loops call it: else whether it
  /// is depends on what else a program compiles (5 percent of freezing columns).
  [[nodiscard, gnu::always_inline]] std::int32_t position(vertex_ref v) const {
    const std::vector<std::uint32_t>& own = extents_of_[static_cast<std::size_t>(v.kind)];
    std::size_t at = own.size() - 1;
    while (at > 0 && extents_[own[at]].first_id > v.value) --at;  // few: one for each later growth
    const extent& e = extents_[own[at]];
    const std::uint32_t local = v.value - e.first_id;
    return static_cast<std::int32_t>(e.first_position + (e.order.positions.empty() ? local : e.order.positions[local]));
  }
  /// The same for a vertex that anybody may name. Throws input_error for one that does not lie here.
  [[nodiscard]] std::int32_t checked_position(vertex_ref v) const {
    detail::expect(holds(v), "vertex ", v.value, " of kind number ", static_cast<std::size_t>(v.kind),
                   " is at no end of this relation; expected a vertex of its network, of a kind that it admits");
    return position(v);
  }
  /// Pre: 0 <= position < size().
  [[nodiscard]] vertex_ref at(std::int32_t position) const {
    const auto p = static_cast<std::uint32_t>(position);
    const extent* e = extents_.data();
    if (extents_.size() > 1) {
      e = &*std::prev(std::upper_bound(extents_.begin() + 1, extents_.end(), p,
                                       [](std::uint32_t x, const extent& y) { return x < y.first_position; }));
    }
    const std::uint32_t local = p - e->first_position;
    return {e->kind, e->first_id + (e->order.ids.empty() ? local : e->order.ids[local])};
  }

  /// A run of positions that hold one kind.
  struct extent {
    kind_index kind{};
    std::uint32_t first_id = 0, count = 0, first_position = 0;
    kind_order order{};
  };
  [[nodiscard]] const std::vector<extent>& extents() const { return extents_; }

 private:
  [[nodiscard]] bool holds(vertex_ref v) const {
    if (!admits(v.kind)) return false;
    for (const std::uint32_t e : extents_of_[static_cast<std::size_t>(v.kind)]) {
      if (v.value - extents_[e].first_id < extents_[e].count) return true;
    }
    return false;
  }

  std::vector<extent> extents_;
  std::vector<std::vector<std::uint32_t>> extents_of_;  // [kind]
  std::uint32_t size_ = 0;
};

/// The vertices of a domain by position, with the memory of their order ready: for passes over many ties. Pre: the
/// domain outlives it.
class vertex_reader {
 public:
  explicit vertex_reader(const endpoint_domain& domain) {
    for (const endpoint_domain::extent& e : domain.extents()) {
      const bool moved = !e.order.ids.empty();
      runs_.push_back({e.first_position, e.kind, e.first_id, moved ? e.order.ids.all().data() : nullptr});
    }
  }
  /// Pre: 0 <= position < size of the domain.
  [[nodiscard]] vertex_ref operator[](std::int32_t position) const {
    const auto p = static_cast<std::uint32_t>(position);
    std::size_t k = runs_.size() - 1;
    while (k > 0 && runs_[k].first_position > p) --k;  // few: one for each kind and each later growth
    const run& r = runs_[k];
    const std::uint32_t local = p - r.first_position;
    return {r.kind, r.first_id + (r.ids == nullptr ? local : r.ids[local])};
  }

 private:
  struct run {
    std::uint32_t first_position;
    kind_index kind;
    std::uint32_t first_id;
    const std::uint32_t* ids;
  };
  std::vector<run> runs_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/endpoint_domain-inl.hpp>  // IWYU pragma: export
#endif
