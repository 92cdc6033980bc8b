#pragma once
/// Columns of a table that are the user's own: attributes of its kinds or relations.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/io/csv.hpp>
#include <capnet/model/schema.hpp>

#include "io/cell_values.hpp"
#include "io/folder_tables.hpp"

namespace capnet::detail {

/// Which types all cells of a column that were seen could have: those that print as they were read.
class type_guess {
 public:
  void see(std::string_view cell);
  /// The narrowest of them; text if there is none other, or nothing was seen.
  [[nodiscard]] value_type type() const {
    if (!seen_) return value_type::text;
    return integer_  ? value_type::integer
           : number_ ? value_type::number
           : yes_no_ ? value_type::yes_no
           : date_   ? value_type::date
                     : value_type::text;
  }

 private:
  bool seen_ = false, integer_ = true, number_ = true, yes_no_ = true, date_ = true;
};

/// The own columns of a table whose rows each belong to a kind or relation.
class own_columns {
 public:
  own_columns() = default;
  own_columns(const csv_reader& table, const folder_table& shape);

  [[nodiscard]] bool empty() const { return places_.empty(); }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const place& own : places_) all.push_back(own.name);
    return all;
  }
  /// Looks at the rows to come and declares, as inferred, the columns whose cells have a type and whose kind or
  /// relation says nothing of them. `owner(cells)`: what a row belongs to; nothing if that is not known.
  /// `declare(owner, info)` is called for each.
  template <class Owner>
  void infer(csv_reader& table, const schema& known,
             const std::function<std::optional<Owner>(std::span<const csv_cell>)>& owner,
             const std::function<void(Owner, attribute_info)>& declare) const {
    if (empty()) return;
    std::vector<type_guess> guesses(places_.size());
    std::vector<std::pair<Owner, std::size_t>> met;  // owners and columns that say nothing of each other
    table.look_ahead([&](std::span<const csv_cell> row) {
      const auto of = owner(row);
      if (!of) return;
      for (std::size_t k = 0; k < places_.size(); ++k) {
        const csv_cell& cell = row[places_[k].column];
        if (cell.text.empty() || known.find_attribute(*of, places_[k].name)) continue;
        guesses[k].see(cell.text);
        const std::pair one{*of, k};
        if (std::ranges::find(met, one) == met.end()) met.push_back(one);
      }
    });
    std::ranges::sort(met);
    for (const auto& [of, k] : met)
      declare(of, {.name = places_[k].name, .type = guesses[k].type(), .declared = false});
  }
  /// The values of a row as their attributes' types say; complains of cells that do not fit.
  template <class Owner>
  [[nodiscard]] std::vector<attribute> values(row_reader& row, const schema& known, std::optional<Owner> owner) const {
    std::vector<attribute> found;
    for (const place& own : places_) {
      const std::string_view text = row.text(own.name);
      if (text.empty()) continue;
      const auto k = owner ? known.find_attribute(*owner, own.name) : std::nullopt;
      if (auto value = k ? read(row, known.attributes(*owner)[static_cast<std::size_t>(*k)], own.name)
                         : std::optional{attribute_value{text}})
        found.emplace_back(own.name, *std::move(value));
    }
    return found;
  }
  /// The cell of a column as a value of an attribute; nothing if it is empty, or does not fit, of which it complains.
  static std::optional<attribute_value> read(row_reader& row, const attribute_info& info, std::string_view column);

 private:
  struct place {
    std::size_t column;
    std::string name;
  };
  std::vector<place> places_;
};

}  // namespace capnet::detail
