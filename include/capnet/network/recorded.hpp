#pragma once
/// What a builder holds until it is frozen: rows in columns of their own, so that a tie takes some 60 bytes and what is
/// said of it. Not interface: see builder.hpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/model/figure.hpp>
#include <capnet/model/schema.hpp>
#include <capnet/network/attribute_cells.hpp>
#include <capnet/network/column.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/frozen.hpp>
#include <capnet/network/name_list.hpp>
#include <capnet/network/tie_columns.hpp>
#include <capnet/network/time_columns.hpp>
#include <capnet/network/vertex_columns.hpp>

namespace capnet::detail {

/// Room for one more, so that adding it can't throw.
template <class T>
void make_room(std::vector<T>& values) {
  if (values.size() == values.capacity()) values.reserve(std::max<std::size_t>(16, 2 * values.size()));
}

/// Vertices of one kind, in the order of recording.
struct vertex_rows {
  struct row {
    held_when when;
    capnet::sector sector;
    std::uint32_t region;  ///< in `recorded::regions`
  };
  std::vector<row> rows{};
  bytes_writer keys{};
  said_rows said{};

  [[nodiscard]] std::size_t size() const { return rows.size(); }
  /// Or throws std::bad_alloc and changes nothing.
  void add(std::string_view key, const row& fixed, const said_row& more);
};

/// Ties of one relation, in the order of recording.
struct tie_rows {
  struct row {
    vertex_ref source, target;
    held_when when;
    double weight;  ///< NaN if unknown
  };
  std::vector<row> rows{};
  said_rows said{};
  std::vector<std::uint32_t> retracted{};  ///< of these rows, ascending

  [[nodiscard]] std::size_t size() const { return rows.size(); }
  void add(const row& fixed, const said_row& more);
  [[nodiscard]] bool is_retracted(std::size_t at) const;
  /// All that was said of the row.
  [[nodiscard]] tie_record record(std::size_t at, const vocabulary& known,
                                  const std::vector<attribute_info>& infos) const;
};

/// What was recorded since a base: rows, and columns between them.
struct recorded {
  template <class Columns>
  struct batch {
    std::size_t rows_before = 0;  ///< rows that were recorded before it
    Columns columns{};
    std::string details{};  ///< of each row
  };
  capnet::schema schema{};
  name_list regions{std::vector<std::string>{std::string{}}};        ///< those of the base first; [0] is none
  name_list attributes{};                                            ///< names of texts; those of the base first
  name_list words{std::vector<std::string>{std::string{}}};          ///< of categories; those of the base first
  std::vector<vertex_rows> vertices{};                               ///< [kind]
  std::vector<tie_rows> ties{};                                      ///< [relation]
  std::vector<std::vector<std::uint32_t>> retracted{};               ///< [relation]: rows of the base
  std::vector<std::vector<batch<vertex_columns>>> vertex_batches{};  ///< [kind]
  std::vector<std::vector<batch<tie_columns>>> tie_batches{};        ///< [relation]
  std::vector<change_record> changes{};
  std::vector<figure> figures{};
  std::vector<source> sources{};
  std::vector<std::string> files{};

  explicit recorded(capnet::schema known = {});
  /// Nothing yet, on top of a base.
  explicit recorded(const frozen& base);
  /// The rows of a log, believed to be as a builder writes them.
  explicit recorded(const event_log& log);

  /// Room for each kind and relation of the schema, and for no other.
  void fit();
  void add(std::size_t kind, std::string_view key, vertex_properties&& p);
  void add(std::size_t relation, vertex_ref source, vertex_ref target, tie_properties&& p);
  /// What is said beside the fixed columns: values of a type as cells, which are taken from `p`, the rest as a record.
  /// A value of a type that nothing declares declares it. Throws input_error for a value that its attribute can't have.
  template <class Owner, class Properties>
  [[nodiscard]] said_row say(Owner owner, Properties& p) {
    said_row row;
    std::erase_if(p.attributes, [&](const attribute& one) {
      const auto& [name, value] = one;
      auto known = schema.find_attribute(owner, name);
      if (!known && value.type() != value_type::text)
        known = schema.add_attribute(owner, {.name = name, .type = value.type(), .declared = false});
      const attribute_info* const info = known ? &schema.attribute(owner, *known) : nullptr;
      if (info == nullptr || info->type == value_type::text) return false;
      if (const auto cell = cell_of(*info, value, words)) append_cell(row.cells, *known, *cell);
      return true;
    });
    row.details = encode(p, attributes);
    return row;
  }

  /// What columns say of each row alike. Throws input_error for a text of an attribute that has another type.
  template <class Owner, class Columns>
  [[nodiscard]] std::string say_alike(Owner owner, const Columns& columns) {
    for (const attribute& one : columns.texts) {
      const auto known = schema.find_attribute(owner, one.first);
      if (known && schema.attribute(owner, *known).type != value_type::text) {
        refuse_with({"a text ", quote(one.first), " of columns, which is declared as ",
                     to_string(schema.attribute(owner, *known).type), "; expected a column of that type"});
      }
    }
    using properties = std::conditional_t<std::is_same_v<Owner, kind_index>, vertex_properties, tie_properties>;
    properties said;
    said.cite = columns.cite;
    said.attributes = columns.texts;
    return says_nothing(said) ? std::string{} : encode(said, attributes);
  }

  /// Makes the attribute of a column known, and its words. Throws input_error for a value that it can't have.
  template <class Owner>
  void declare(Owner owner, const value_column& values) {
    constexpr std::array types{value_type::number, value_type::integer, value_type::yes_no, value_type::date,
                               value_type::category};
    const value_type type = types[values.values.index()];
    auto known = schema.find_attribute(owner, values.name);
    if (!known)
      known = schema.add_attribute(owner, {.name = std::string{values.name}, .type = type, .declared = false});
    const attribute_info info = schema.attribute(owner, *known);
    if (info.name == "weight") refuse_with({"a column of attributes is named weight; expected it as the weights"});
    const bool whole_numbers = info.type == value_type::number && type == value_type::integer;
    if (info.type != type && !whole_numbers) {
      refuse_with({"the column ", quote(info.name), " has values of the type ", to_string(type), "; expected ",
                   to_string(info.type), (info.type == value_type::text ? ", row by row" : "")});
    }
    for (std::size_t row = 0; row < values.size(); ++row) {
      if (const auto* texts = std::get_if<std::span<const std::string_view>>(&values.values)) {
        (void)words.number((*texts)[row]);
      } else if (const auto value = value_of_cell(info.type, cell_at(values, info.type, row, words), {})) {
        if (const auto number = value->number()) expect_meant(info.meaning, *number, info.name);
        if (const auto* flags = std::get_if<std::span<const std::uint8_t>>(&values.values); flags && (*flags)[row] > 2)
          refuse_with({quote(info.name), " is ", (*flags)[row], "; expected 0 for unknown, 1 for no or 2 for yes"});
      }
    }
  }
  /// The value as one of its attribute's type; a new attribute is declared. Throws input_error if it can't be.
  [[nodiscard]] attribute_value typed(kind_index kind, const std::string& name, const attribute_value& value);

  /// Gives back what no tie takes.
  void shrink_to_fit();
  /// Adds the ties of all parts, one part after the other, as if they had been added here.
  void append_ties(std::vector<recorded> parts);

  template <class Columns>
  static std::size_t batched(const std::vector<batch<Columns>>& batches) {
    std::size_t n = 0;
    for (const auto& b : batches) n += b.columns.size();
    return n;
  }
};

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/recorded-inl.hpp>  // IWYU pragma: export
#endif
