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

#include <capnet/core/parallel.hpp>
#include <capnet/io/csv.hpp>
#include <capnet/model/schema.hpp>

#include "io/cell_values.hpp"
#include "io/folder_tables.hpp"

namespace capnet::detail {

/// Which types all cells of a column that were seen could have: those that print as they were read.
class type_guess {
 public:
  void see(std::string_view cell);
  /// What another saw.
  void see(const type_guess& other) {
    seen_ = seen_ || other.seen_;
    integer_ = integer_ && other.integer_;
    number_ = number_ && other.number_;
    yes_no_ = yes_no_ && other.yes_no_;
    date_ = date_ && other.date_;
  }
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
  /// relation says nothing of them. `owner(cells)`: what a row belongs to; nothing if that is not known; from several
  /// threads. `declare(owner, info)` is called for each.
  template <class Owner>
  void infer(const csv_reader& table, unsigned threads, const schema& known,
             const std::function<std::optional<Owner>(std::span<const csv_cell>)>& owner,
             const std::function<void(Owner, attribute_info)>& declare) const {
    if (empty()) return;
    struct seen {
      std::vector<type_guess> guesses;
      std::vector<std::pair<Owner, std::size_t>> met;  // owners and columns that say nothing of each other
      void meet(const std::pair<Owner, std::size_t>& one) {
        if (std::ranges::find(met, one) == met.end()) met.push_back(one);
      }
    };
    std::vector<csv_reader> pieces = table.cut();
    std::vector<seen> parts(pieces.size(), seen{std::vector<type_guess>(places_.size()), {}});
    parallel_for_blocks(pieces.size(), 1, threads, [&](std::size_t p, std::size_t, std::size_t) {
      problem_list unheard{0};
      pieces[p].report_to(unheard);
      while (pieces[p].next()) {
        const std::span<const csv_cell> row = pieces[p].row();
        const auto of = owner(row);
        if (!of) continue;
        for (std::size_t k = 0; k < places_.size(); ++k) {
          const csv_cell& cell = row[places_[k].column];
          if (cell.text.empty() || known.attribute(*of, places_[k].name) != nullptr) continue;
          parts[p].guesses[k].see(cell.text);
          parts[p].meet({*of, k});
        }
      }
    });
    seen all{std::vector<type_guess>(places_.size()), {}};
    for (const seen& part : parts) {
      for (std::size_t k = 0; k < places_.size(); ++k) all.guesses[k].see(part.guesses[k]);
      for (const auto& one : part.met) all.meet(one);
    }
    std::ranges::sort(all.met);
    for (const auto& [of, k] : all.met)
      declare(of, {.name = places_[k].name, .type = all.guesses[k].type(), .declared = false});
  }
  /// The values of a row as their attributes' types say; complains of cells that do not fit.
  template <class Owner>
  void values(row_reader& row, const schema& known, std::optional<Owner> owner, std::vector<attribute>& found) const {
    found.clear();
    for (const place& own : places_) {
      const column_name column{own.name, own.column};
      const std::string_view text = row.text(column);
      if (text.empty()) continue;
      const attribute_info* const info = owner ? known.attribute(*owner, own.name) : nullptr;
      if (auto value = info != nullptr ? read(row, *info, column) : std::optional{attribute_value{text}})
        found.emplace_back(own.name, *std::move(value));
    }
  }
  template <class Owner>
  [[nodiscard]] std::vector<attribute> values(row_reader& row, const schema& known, std::optional<Owner> owner) const {
    std::vector<attribute> found;
    values(row, known, owner, found);
    return found;
  }
  /// The cell of a column as a value of an attribute; nothing if it is empty, or does not fit, of which it complains.
  static std::optional<attribute_value> read(row_reader& row, const attribute_info& info, const column_name& column);

 private:
  struct place {
    std::size_t column;
    std::string name;
  };
  std::vector<place> places_;
};

}  // namespace capnet::detail
