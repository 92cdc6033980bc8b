#pragma once
/// Identity: strong 32-bit numbers for vertices, one numbering for each kind.
#include <compare>
#include <cstdint>
#include <functional>

namespace capnet {

/// The place of a kind or relation in its schema.
enum class kind_index : std::uint16_t {};
enum class relation_index : std::uint16_t {};

/// Number of a vertex within one graph, from 0 to order - 1. Not stable between graphs: use `id` or `vertex_ref` to
/// keep.
using vertex_index = std::uint32_t;
/// Number of an arc within one graph, by rows.
using arc_index = std::uint32_t;

/// The vertex of a known kind: stable and append-only for the life of a network and its descendants.
template <class Kind>
class id {
 public:
  using kind = Kind;
  constexpr id() = default;
  constexpr explicit id(std::uint32_t value) noexcept : value_{value} {}
  [[nodiscard]] constexpr std::uint32_t value() const noexcept { return value_; }
  friend constexpr auto operator<=>(id, id) = default;

 private:
  std::uint32_t value_ = 0;
};

/// The vertex of a kind that is known at run time. As stable as `id`.
struct vertex_ref {
  kind_index kind{};
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(vertex_ref, vertex_ref) = default;
};

/// A tie: the `row`-th ever recorded of its relation. Stable; a retracted tie leaves its row unused.
struct tie_ref {
  relation_index relation{};
  std::uint32_t row = 0;
  friend constexpr auto operator<=>(tie_ref, tie_ref) = default;
};

}  // namespace capnet

template <class Kind>
struct std::hash<capnet::id<Kind>> {
  std::size_t operator()(capnet::id<Kind> v) const noexcept { return std::hash<std::uint32_t>{}(v.value()); }
};
template <>
struct std::hash<capnet::vertex_ref> {
  std::size_t operator()(capnet::vertex_ref v) const noexcept {
    return std::hash<std::uint64_t>{}(std::uint64_t{static_cast<std::uint16_t>(v.kind)} << 32 | v.value);
  }
};
