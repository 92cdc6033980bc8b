#pragma once
/// A network in one file that is read where it is needed: the snapshot's own columns (docs/native-file.md).
#include <cstddef>
#include <filesystem>

#include <capnet/core/error.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// How far a file is believed.
enum class file_trust {
  verified,  ///< each block of 64 KiB is read and checked when it is first needed; damage throws input_error there and
             ///< then
  trusted,   ///< the file is mapped as it is and believed: shared by processes, and only for files that nobody else can
             ///< change or cut
};

/// Writes the network into one file, whole or not at all: see `write_atomically`. A network that ties were added to
/// since it was frozen as a whole is compacted first. Time O(bytes). Throws output_error.
void write_native(const snapshot& net, const std::filesystem::path& file);

/// Opens such a file: reads its table of contents alone, whatever its size. What questions touch is read when they
/// touch it, so an input_error of a damaged or cut file can come later, from any question; none reads what was not
/// checked. What was read stays in memory, which grows by up to 2 MiB at a touch, to the size of the file at most.
/// Throws input_error for what is no such file, another version's, or one whose table of contents is damaged.
[[nodiscard]] snapshot read_native(const std::filesystem::path& file, file_trust trust = file_trust::verified);

/// What a full check of a file read.
struct native_check {
  std::size_t bytes = 0;
  std::size_t sections = 0;
  std::size_t blocks = 0;
};
/// Reads and checks the whole file: that each byte is the one that was written, that there are none between its parts,
/// that no number in it leads outside another column, that texts lie one after the other, and that days, weights and
/// what was said of each row can be read. It does not ask whether what is said is true, nor whether the same is said
/// where it stands twice (of a tie in both directions). Throws input_error that names each damaged section. Time
/// O(bytes / threads), at about the speed of reading; memory: 256 KiB a thread, and the longest record.
native_check verify_native(const std::filesystem::path& file, unsigned threads = 0);

/// Whether a file begins like one that `write_native` wrote.
[[nodiscard]] bool is_native(const std::filesystem::path& file);

}  // namespace capnet
