#pragma once
/// Words of a folder that were likely meant to be others: they are taken as the user's own, which is easily missed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/problem_list.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/csv.hpp>
#include <capnet/model/schema.hpp>

#include "io/folder_tables.hpp"
#include "io/slip.hpp"

namespace capnet::detail {

/// Collects them, each word once, where it stands first.
class near_misses {
 public:
  explicit near_misses(problem_list& found) : found_{found} {}

  /// A table's own columns near one of capnet's that it lacks, unless they are declared; to lack a required one is an
  /// error anyway.
  void see_columns(const csv_reader& table, const folder_table& shape, const std::vector<std::string>& declared) {
    std::vector<std::string_view> lacking;
    for (const auto& names : {shape.columns.subspan(shape.required), shape.used}) {
      for (const std::string_view name : names) {
        if (!table.find_column(name)) lacking.push_back(name);
      }
    }
    for (const csv_cell& column : table.header()) {
      const auto known = [&](const auto& names) { return std::ranges::find(names, column.text) != names.end(); };
      if (known(shape.columns) || known(shape.used) || known(declared)) continue;
      tell(table.file(), column, "column", meant_by(column.text, lacking));
    }
  }

  /// A kind that is not built in, where it is declared.
  void see_own_kind(const std::string& file, const csv_cell& cell, std::string_view kind) {
    std::vector<std::string_view> known;
    builtin_kinds::for_each([&](auto one) { known.push_back(one.name); });
    tell(file, {kind, cell.line, cell.column}, "kind", meant_by(kind, known));
  }

  void see_sector(const csv_cell& cell, sector s) {
    const auto k = static_cast<std::size_t>(s);
    if (k >= uses_.size()) uses_.resize(k + 1);
    if (uses_[k].rows++ == 0) uses_[k].line = cell.line, uses_[k].column = cell.column;
  }
  /// When all have been seen: own sectors near a built-in one, and those of one row near one of several rows, unless it
  /// is their plural or singular.
  void tell_sectors(const std::string& file, const schema& known) {
    const std::vector<std::string>& names = known.sector_names();
    for (std::size_t k = builtin_sector_names.size(); k < uses_.size(); ++k) {
      std::string_view meant = meant_by(names[k], builtin_sector_names);
      for (std::size_t other = builtin_sector_names.size(); other < uses_.size() && meant.empty(); ++other) {
        if (uses_[k].rows == 1 && uses_[other].rows > 1 && is_slip(names[k], names[other]) &&
            !differ_in_number(names[k], names[other]))
          meant = names[other];
      }
      tell(file, {names[k], uses_[k].line, uses_[k].column}, "sector", meant);
    }
  }

 private:
  struct use {
    std::size_t rows = 0;
    std::uint32_t line = 0, column = 0;
  };
  void tell(const std::string& file, const csv_cell& word, std::string_view what, std::string_view meant) {
    if (meant.empty()) return;
    found_.add(
        {file, word.line, word.column,
         quote(word.text) + " is no " + std::string{what} + " that capnet knows; did you mean " + quote(meant) + "?"});
  }

  problem_list& found_;
  std::vector<use> uses_;  // [sector]
};

}  // namespace capnet::detail
