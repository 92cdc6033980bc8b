#pragma once
/// How much a reader takes before it refuses: so that a hostile file costs an error, not the machine.
#include <cstddef>

namespace capnet {

struct load_limits {
  std::size_t bytes = std::size_t{1} << 30;  ///< of one file
  std::size_t rows = 20'000'000;             ///< of one file
  std::size_t columns = 1'000;
  std::size_t header_bytes = 256;                  ///< of the name of one column
  std::size_t id_bytes = 256;                      ///< of an id, alias, kind or relation: answers repeat them often
  std::size_t field_bytes = std::size_t{1} << 20;  ///< of one cell
  std::size_t problems = 1'000;                    ///< reported; the rest is counted
  /// Of memory, for each byte of the files and before the first: what would take more is refused. From reading to the
  /// snapshot, with all that is needed on the way.
  std::size_t memory_factor = 20, memory_base = std::size_t{64} << 20;
};

}  // namespace capnet
