#pragma once
/// The values of a declared attribute where they lie: for loops of one's own.
///
///     const auto hours = column_of<teaches, attr::hours>(net);  // a double for each entry of the relation's arrays
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// The first and the last day on which something can have been, since 1970-01-01; missing: missing_from, missing_to.
struct date_spans {
  std::span<const std::int32_t> from{}, to{};
};

namespace detail {

/// The column of an attribute; null where nothing is known of any. Throws input_error if the network has an attribute
/// of that name but another type, or grew since it was frozen as a whole.
template <class Owner>
[[nodiscard]] const attribute_column* find_column_of(const snapshot& net, Owner owner, std::string_view name,
                                                     value_type type) {
  constexpr bool of_kind = std::is_same_v<Owner, kind_index>;
  const auto k = net.schema().find_attribute(owner, name);
  if (!k) return nullptr;
  const value_type is = net.schema().attribute(owner, *k).type;
  if (is != type) {
    throw input_error{quote(name) + " is of the type " + std::string{to_string(is)} + " in this network; expected " +
                      std::string{to_string(type)}};
  }
  if constexpr (of_kind) {
    const auto& tables = net.parts().vertices[static_cast<std::size_t>(owner)];
    expect(tables.size() <= 1,
           "vertices were added to this kind since its columns were laid out; expected a network as "
           "snapshot::compacted() gives it");
    return tables.empty() ? nullptr : tables.front()->attribute(*k);
  } else {
    return net.layer(owner).out().attribute(*k);
  }
}

}  // namespace detail

/// The values of an attribute as it was recorded first: of a kind by id, of a relation beside `layer.out().neighbors`,
/// an undirected tie at both places. Empty where nothing is known of any.
///
/// A span of double (missing: NaN), std::int64_t (missing_integer), std::uint8_t (of yes_no: 0 missing, 1 no, 2 yes) or
/// std::uint32_t (of a category: places in `snapshot::words()`; 0 missing), or date_spans. A relation's `weight` is its
/// column of weights. It lives as long as a copy of the snapshot. Throws input_error if the network has an attribute of
/// that name but another type, or was extended: `snapshot::compacted()` gives the same one as a whole.
template <class Owner, attribute_tag Tag>
[[nodiscard]] auto column_of(const snapshot& net) {
  static_assert(Tag::type != value_type::text, "capnet: texts lie in no column: ask for them row by row");
  static_assert(detail::lists_attribute<Owner, Tag>,
                "capnet: this kind or relation does not list that attribute: see its `attributes`");
  static const attribute_column nothing;
  const auto owner = net.schema().template index_of<Owner>();
  if constexpr (tie_relation<Owner>) {
    if (std::string_view{Tag::name} == "weight") {
      if constexpr (Tag::type == value_type::number) return net.layer(owner).out().weights.all();
    }
  }
  const attribute_column* found = detail::find_column_of(net, owner, Tag::name, Tag::type);
  const attribute_column& values = found != nullptr ? *found : nothing;
  if constexpr (Tag::type == value_type::number)
    return values.numbers.all();
  else if constexpr (Tag::type == value_type::integer)
    return values.integers.all();
  else if constexpr (Tag::type == value_type::yes_no)
    return values.flags.all();
  else if constexpr (Tag::type == value_type::category)
    return values.words.all();
  else
    return date_spans{values.from.all(), values.to.all()};
}

}  // namespace capnet
