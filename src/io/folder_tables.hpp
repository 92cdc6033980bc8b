#pragma once
/// The tables of a data folder and their columns: the format that capnet promises (docs/data-folder.md).
#include <cstddef>
#include <span>
#include <string_view>

namespace capnet::detail {

struct folder_table {
  const char* file;
  bool needed;                                  ///< in every folder
  std::size_t required;                         ///< the first columns, so many, which the table can't do without
  std::span<const std::string_view> columns;    ///< all that are no attributes
  std::span<const std::string_view> used = {};  ///< attributes that mean something to capnet
};

namespace tables {

// clang-format off
inline constexpr std::string_view kind_columns[]{"kind", "is"};
inline constexpr std::string_view schema_columns[]{"relation", "source_kinds", "target_kinds", "directed", "nature",
                                                   "traits"};
inline constexpr std::string_view attribute_columns[]{"of", "name", "type", "unit", "meaning", "description"};
inline constexpr std::string_view change_columns[]{"vertex", "attribute", "from", "value", "cite"};
inline constexpr std::string_view source_columns[]{"id", "title", "publisher", "date", "url"};
inline constexpr std::string_view skill_columns[]{"id", "name", "name_en", "cite"};
inline constexpr std::string_view skill_attributes[]{"parent", "scale"};
inline constexpr std::string_view vertex_columns[]{
    "id", "kind", "sector", "name", "name_en", "region", "size", "begin", "end", "aliases", "cite", "status"};
inline constexpr std::string_view tie_columns[]{
    "relation", "source", "target", "begin", "end", "status", "weight", "recorded", "role", "cite"};
inline constexpr std::string_view tie_attributes[]{"importance", "evidence", "hours"};
inline constexpr std::string_view figure_columns[]{
    "id", "kind", "subject", "survey", "label", "value", "unit", "numerator", "denominator", "rounding", "approximate",
    "date", "series", "status", "cite"};
// clang-format on

inline constexpr folder_table kinds{"kinds.csv", false, 1, kind_columns};
inline constexpr folder_table schema{"schema.csv", false, 3, schema_columns};
inline constexpr folder_table attributes{"attributes.csv", false, 3, attribute_columns};
inline constexpr folder_table changes{"changes.csv", false, 4, change_columns};
inline constexpr folder_table sources{"sources.csv", false, 1, source_columns};
inline constexpr folder_table skills{"skills.csv", false, 1, skill_columns, skill_attributes};
inline constexpr folder_table vertices{"vertices.csv", true, 2, vertex_columns};
inline constexpr folder_table ties{"ties.csv", true, 3, tie_columns, tie_attributes};
inline constexpr folder_table figures{"figures.csv", false, 2, figure_columns};

}  // namespace tables
}  // namespace capnet::detail
