#include <algorithm>
#include <atomic>
#include <vector>

#include <capnet/core/parallel.hpp>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "io/checked_ties.hpp"
#include "io/folder_context.hpp"

namespace capnet::detail {
namespace {

constexpr std::size_t lump_bytes = std::size_t{1} << 16;  ///< of memory, which a thread takes at once
constexpr std::size_t most_names = 4'096;                 ///< of attributes and words, which each piece holds

}  // namespace

/// Where the columns of ties.csv are.
struct folder_context::tie_cells {
  column_name relation, source, target, begin, end, status, weight, recorded, role, cite;
  explicit tie_cells(const csv_reader& table)
      : relation{table, "relation"},
        source{table, "source"},
        target{table, "target"},
        begin{table, "begin"},
        end{table, "end"},
        status{table, "status"},
        weight{table, "weight"},
        recorded{table, "recorded"},
        role{table, "role"},
        cite{table, "cite"} {}
};

/// Reads what a row says into `said`, and if it says what ties what, calls `take(memory)` and then
/// `record(relation, source, target)`.
template <class Take, class Record>
void folder_context::read_tie(row_reader& row, const tie_cells& cells, tie_properties& said, const Take& take,
                              const Record& record) {
  const std::string_view name = row.required(cells.relation);
  const auto relation = net_.schema().find_relation(name);
  if (!name.empty() && !relation) {
    std::vector<std::string_view> names;
    for (const relation_info& info : net_.schema().all_relations()) names.push_back(info.name);
    row.complain(cells.relation, quote(name) + " is no relation; expected a built-in one or one of schema.csv" +
                                     suggestion(name, names));
  }
  const auto source = end_of(row, cells.source);
  const auto target = end_of(row, cells.target);
  said.active = row.active(cells.begin, cells.end);
  said.status = row.status(cells.status);
  said.weight = row.number(cells.weight);
  said.recorded = row.day(cells.recorded);
  said.role = row.text(cells.role);
  said.cite = cite_of(row, cells.cite);
  own_.values(row, net_.schema(), relation, said.attributes);
  said.where = {file_, row.line()};
  if (!relation || !source || !target) return;
  if (said.weight) {
    attempt(row, cells.weight, [&] { expect_meant(net_.schema().weight_meaning(*relation), *said.weight, "weight"); });
  }
  take(memory_of{said});
  const relation_info& info = net_.schema().relation(*relation);
  const bool source_fits = std::ranges::binary_search(info.sources, source->kind);
  attempt(row, source_fits ? cells.target : cells.source, [&] { record(*relation, *source, *target); });
}

void folder_context::read_ties(csv_reader table) {
  const tie_cells cells{table};
  if (read_ties_at_once(table, cells)) return;
  tie_properties said;
  while (table.next()) {
    row_reader row{table, problems_, dates_};
    read_tie(
        row, cells, said, [&](const memory_of& more) { take(row, more); },
        [&](relation_index relation, vertex_ref source, vertex_ref target) {
          net_.add_tie(relation, source, target, said);
        });
  }
}

/// Whether all was well; if not, nothing was added. The table is given back before the ties are joined.
bool folder_context::read_ties_at_once(csv_reader& table, const tie_cells& cells) {
  if (!problems_.empty()) return false;
  std::vector<csv_reader> pieces = table.cut();
  if (pieces.size() < 2) return false;
  std::vector<detail::recorded> found(pieces.size());
  std::atomic<bool> failed = false;
  const std::size_t taken_before = memory_.taken();
  const int suggestions_before = std::exchange(suggestions_, most_suggestions);  // no thread makes any
  const auto read = [&](std::size_t k) {
    problem_list problems;
    tie_properties said;
    std::size_t pending = 0;
    csv_reader& piece = pieces[k];
    piece.report_to(problems);
    while (!failed && piece.next()) {
      row_reader row{piece, problems, dates_};
      read_tie(
          row, cells, said, [&](const memory_of& more) { pending += more.bytes; },
          [&](relation_index relation, vertex_ref source, vertex_ref target) {
            checked_ties::add(found[k], net_, relation, source, target, said);
          });
      if (pending >= lump_bytes && !memory_.take(std::exchange(pending, 0))) failed = true;
      if (!row.good()) failed = true;
    }
    found[k].shrink_to_fit();
    if (!piece.sound() || !memory_.take(pending)) failed = true;
  };
  // The first one alone: the others then know most names and words, by the same numbers.
  found[0] = checked_ties::none_yet(net_);
  read(0);
  failed = failed || found[0].attributes.size() + found[0].words.size() > most_names;
  parallel_for_blocks(pieces.size() - 1, 1, options_.threads, [&](std::size_t k, std::size_t, std::size_t) {
    if (failed) return;
    found[k + 1] = checked_ties::none_yet(found[0]);
    read(k + 1);
  });
  suggestions_ = suggestions_before;
  if (failed) {
    memory_.back_to(taken_before);
    return false;
  }
  pieces.clear();
  table = {};
  checked_ties::join(net_, std::move(found));
#if defined(__GLIBC__)
  (void)::malloc_trim(0);  // the pieces lay between what stays
#endif
  return true;
}

}  // namespace capnet::detail
