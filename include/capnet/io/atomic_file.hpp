#pragma once
/// Files that are the old one or the new one, never half of either.
#include <filesystem>
#include <span>
#include <string_view>

#include <capnet/core/error.hpp>

namespace capnet {

/// Replaces `file` by `bytes`: writes a temporary file in the same folder, forces it to the disk, renames it, and
/// forces the folder. Throws output_error that names the file and the reason; what stood there before is then untouched
/// and no temporary file is left. Time O(bytes).
void write_atomically(const std::filesystem::path& file, std::string_view bytes);
/// The same for bytes in pieces, one after the other.
void write_atomically(const std::filesystem::path& file, std::span<const std::string_view> pieces);

}  // namespace capnet
