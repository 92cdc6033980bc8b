#pragma once
/// A network from a folder of CSV files: the format that capnet promises (docs/data-folder.md).
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

}  // namespace capnet
