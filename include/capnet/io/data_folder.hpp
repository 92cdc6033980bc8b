#pragma once
/// A network from a folder of CSV files, and a folder from a network: the format that capnet promises
/// (docs/data-folder.md).
#include <filesystem>
#include <string>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/io/load_limits.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

struct data_folder_options {
  load_limits limits{};
  std::string encoding{};       ///< of the tables, as iconv names it: utf-16, shift_jis, latin1; empty: UTF-8
  bool day_first = false;       ///< 31/12/2023 and 31.12.2023 are days
  bool inclusive_ends = false;  ///< `end` is the last day on which something held, not the day from which it did not
  bool strict = false;          ///< what looks like a slip of the pen is a problem, not a warning
  unsigned threads = 0;         ///< the result does not depend on their number
};

/// A network, and what looks like a slip of the pen though it can be read.
struct folder_contents {
  snapshot net;
  std::vector<problem> warnings;
};

/// Reads `vertices.csv` and `ties.csv`, and where they stand `schema.csv`, `sources.csv`, `skills.csv` and
/// `figures.csv`.
///
/// An empty cell is unknown. Columns that capnet does not know become attributes. A skill stands in `skills.csv`,
/// `vertices.csv` or both; its `parent` and `scale` are attributes. Ties may name a vertex by an alias. All problems of
/// the folder are thrown together as one input_error, each with file, line and column; nothing is loaded if there is
/// any. Time O(bytes + m log m).
///
/// A column, kind or sector of one's own that is a mistyped letter away from a known one (`weigth`, `compny`), or a
/// sector of a single row that is so near to one of several rows, is a warning, each word once.
[[nodiscard]] folder_contents read_folder_with_warnings(const std::filesystem::path& folder,
                                                        const data_folder_options& options = {});
/// The network alone.
[[nodiscard]] snapshot read_folder(const std::filesystem::path& folder, const data_folder_options& options = {});
[[nodiscard]] snapshot read_folder(const std::filesystem::path& folder, const load_limits& limits);

/// A network and what a folder adds to it: new vertices, ties between them and what there was, changes, figures,
/// sources. Its tables are those of a folder, each may be missing, and they may name the network's vertices and
/// sources. Throws input_error as above, and for ids that are taken.
[[nodiscard]] folder_contents read_folder_onto(const snapshot& base, const std::filesystem::path& folder,
                                               const data_folder_options& options = {});

/// Writes a folder that reads to the same network: the same `data_hash`, and the same ids, keys and order of ties.
///
/// Columns that say nothing, and tables without rows, are left out. Left out too are ties that were retracted, so that
/// the rows after them move up, and the files and lines that rows came from. `folder` is new or empty; its files are
/// written beside it, read, compared, and put in place together, or nothing is: who is killed leaves at most a
/// folder `.FOLDER.PROCESS.NUMBER.capnet-part` beside it.
///
/// Throws input_error for what a folder can't say (an alias with `|` in it, a citation that is none of the sources),
/// each with the table, line and column that it would have had, and output_error where nothing can be written.
/// Time O(bytes + (n + m) log (n + m)), space O(bytes).
void write_folder(const snapshot& net, const std::filesystem::path& folder);

/// Writes a folder of two tables for programs that know edges alone, `capnet measure` among them: `nodes.csv`, a vertex
/// of any kind in a row, and `edges.csv`, a tie of any relation, with the columns of `vertices.csv` and `ties.csv`.
/// Figures, sources and declarations are not in it. Throws as `write_folder`.
void write_edge_tables(const snapshot& net, const std::filesystem::path& folder);

}  // namespace capnet
