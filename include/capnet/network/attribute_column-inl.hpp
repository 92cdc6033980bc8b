#pragma once
/// Definitions of attribute_column.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/attribute_column.hpp>

namespace capnet {

CAPNET_INLINE attribute_writer::attribute_writer(value_type type, std::size_t rows) : type_{type} {
  switch (type) {
    case value_type::number:
      numbers_.assign(rows, missing_number);
      break;
    case value_type::integer:
      integers_.assign(rows, missing_integer);
      break;
    case value_type::category:
      words_.assign(rows, 0);
      break;
    case value_type::yes_no:
      flags_.assign(rows, 0);
      break;
    case value_type::date:
      from_.assign(rows, missing_from), to_.assign(rows, missing_to);
      break;
    case value_type::text:
      break;  // stands in the record of details
  }
}

CAPNET_INLINE void attribute_writer::put(std::size_t at, attribute_cell cell) {
  switch (type_) {
    case value_type::number:
      numbers_[at] = std::bit_cast<double>(cell);
      break;
    case value_type::integer:
      integers_[at] = static_cast<std::int64_t>(cell);
      break;
    case value_type::category:
      words_[at] = static_cast<std::uint32_t>(cell);
      break;
    case value_type::yes_no:
      flags_[at] = static_cast<std::uint8_t>(cell);
      break;
    case value_type::date:
      from_[at] = static_cast<std::int32_t>(cell >> 32);
      to_[at] = static_cast<std::int32_t>(cell & 0xFFFFFFFFu);
      break;
    case value_type::text:
      break;
  }
}

CAPNET_INLINE attribute_column attribute_writer::finish() && {
  attribute_column made;
  made.type = type_;
  made.numbers = std::move(numbers_);
  made.integers = std::move(integers_);
  made.words = std::move(words_);
  made.flags = std::move(flags_);
  made.from = std::move(from_);
  made.to = std::move(to_);
  return made;
}

CAPNET_INLINE std::size_t value_column::size() const {
  // Here and in `cell_at`: one by one, since std::visit takes longer to compile than all of these.
  if (const auto* numbers = std::get_if<std::span<const double>>(&values)) return numbers->size();
  if (const auto* integers = std::get_if<std::span<const std::int64_t>>(&values)) return integers->size();
  if (const auto* flags = std::get_if<std::span<const std::uint8_t>>(&values)) return flags->size();
  if (const auto* days = std::get_if<std::span<const partial_date>>(&values)) return days->size();
  return std::get<std::span<const std::string_view>>(values).size();
}

}  // namespace capnet
