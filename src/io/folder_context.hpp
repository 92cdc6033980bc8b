#pragma once
/// What reading a folder has at hand: what it says so far, what is wrong with it, and how much more may be taken.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/io/csv.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>

#include "io/cell_values.hpp"
#include "io/folder_tables.hpp"
#include "io/key_table.hpp"
#include "io/memory_budget.hpp"
#include "io/near_misses.hpp"
#include "io/own_columns.hpp"

namespace capnet::detail {

class folder_context {
 public:
  folder_context(const std::filesystem::path& folder, const data_folder_options& options)
      : folder_{folder}, options_{options} {}
  /// What is read goes on from a network: its vertices and sources may be named, and no table is needed.
  folder_context(const std::filesystem::path& folder, const data_folder_options& options, const snapshot& base)
      : folder_{folder}, options_{options}, net_{base}, adds_{true} {
    for (const source& known : base.sources()) (void)sources_.add(known.id);
  }

 protected:
  /// Adds the rows of ties.csv to the network: on several threads, or one by one where something is wrong with them, so
  /// that what is said of it does not depend on threads.
  void read_ties(csv_reader table);

  /// Stops reading if that would be more memory than is allowed.
  void take(row_reader& row, const memory_of& more) {
    if (memory_.take(more.bytes)) return;
    row.complain(csv_cell{}, memory_.refusal());
    throw input_error{std::move(problems_)};
  }

  /// Calls `record` and turns what the builder refuses into a complaint at `column`.
  template <class Record>
  void attempt(row_reader& row, const column_name& column, const Record& record) {
    if (!row.good()) return;
    try {
      record();
    } catch (const input_error& refusal) {
      row.complain(column, refusal.problems().front().message);
    }
  }

  /// A citation names one or more sources of sources.csv; where there is no such file it is free text.
  std::string_view cite_of(row_reader& row, const column_name& column = "cite") {
    const std::string_view cited = row.text(column);
    if (sources_.keys().empty()) return cited;
    for_each_listed(cited, [&](std::string_view id) {
      if (!sources_.find(id))
        row.complain(column,
                     quote(id) + " is no source; expected an id of sources.csv" + suggestion(id, sources_.keys()));
    });
    return cited;
  }

  std::optional<vertex_ref> end_of(row_reader& row, const column_name& column) {
    const std::string_view id = row.required(column);
    if (id.empty()) return std::nullopt;
    if (const auto found = net_.find(id)) return found;
    if (!faulty_.find(id) && vertices_known_) {
      row.complain(column, quote(id) + " is no vertex; expected an id or alias of vertices.csv" + nearest_vertex(id));
    }
    return std::nullopt;
  }
  std::string nearest_vertex(std::string_view id) {
    if (suggestions_ == most_suggestions) return {};
    std::vector<std::string> keys;
    for (std::size_t k = 0; k < net_.schema().kind_count(); ++k) {
      const auto kind = static_cast<kind_index>(k);
      if (keys.size() + net_.order(kind) > 100'000) return {};
      for (std::uint32_t v = 0; v < net_.order(kind); ++v) keys.push_back(net_.key({kind, v}));
    }
    return suggestion(id, keys);
  }
  /// What may be meant, while a few have been asked for and little was compared.
  template <class Names>
  std::string suggestion(std::string_view given, const Names& names) {
    if (suggestions_ == most_suggestions) return {};
    ++suggestions_;
    for (const std::string_view name : names) letters_compared_ += given.size() * name.size();
    return letters_compared_ <= most_compared ? did_you_mean(given, names) : std::string{};
  }
  [[nodiscard]] std::size_t id_bytes() const { return options_.limits.id_bytes; }

  std::filesystem::path folder_;
  const data_folder_options& options_;
  date_reading dates_{options_.day_first, options_.inclusive_ends};
  builder net_;
  bool adds_ = false;  ///< to a network
  problem_list problems_{options_.limits.problems, folder_.string()};
  problem_list warnings_{options_.limits.problems, folder_.string()};
  near_misses near_misses_{warnings_};
  memory_budget memory_{options_.limits};
  own_columns own_;  // of the table that is read
  std::uint32_t file_ = 0;
  key_table<std::string> sources_, faulty_;
  bool vertices_known_ = true;
  static constexpr int most_suggestions = 20;
  static constexpr std::size_t most_compared = 200'000'000;
  int suggestions_ = 0;
  std::size_t letters_compared_ = 0;  ///< pairs of them, about

 private:
  struct tie_cells;
  template <class Take, class Record>
  void read_tie(row_reader& row, const tie_cells& cells, tie_properties& said, const Take& take, const Record& record);
  bool read_ties_at_once(csv_reader& table, const tie_cells& cells);
};

}  // namespace capnet::detail
