#pragma once
/// Files that are the old one or the new one, never half of either.
#include <filesystem>
#include <span>
#include <string_view>

#include <capnet/core/error.hpp>

namespace capnet {

/// Replaces `file` by `bytes`: writes a temporary file in the same folder, forces it to the disk, renames it, and
/// forces the folder. Through a symbolic link, to what it stands for. Time O(bytes), and O(files in the folder).
///
/// Until it is in place none but the owner can read it; then it has the permissions, and where that is allowed the
/// owner and group, of the file before (where the group can't be kept, no one may more than before), or those of any
/// new file. Access lists and other extended attributes are not kept. A process that is killed leaves the old file or
/// the new one, and perhaps its temporary file, `.FILE.PROCESS.NUMBER.capnet-part`: the next save of the same file
/// removes it. Several processes and threads may save one file at once: the last one stays.
///
/// Throws output_error that names the file and the reason; what stood there before is then untouched and no temporary
/// file is left. One error comes later: where the folder can't be forced, the new file is in place, perhaps not for
/// good.
void write_atomically(const std::filesystem::path& file, std::string_view bytes);
/// The same for bytes in pieces, one after the other.
void write_atomically(const std::filesystem::path& file, std::span<const std::string_view> pieces);

namespace detail {
/// Forces the folder in which a new file or folder was put to the disk, so that its name stays. Throws output_error.
void confirm_name(const std::filesystem::path& place);
}  // namespace detail

}  // namespace capnet
