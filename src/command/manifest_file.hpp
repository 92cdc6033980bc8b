#pragma once
/// The manifest of an answer, out of a file of any size.
#include <boost/json/object.hpp>

#include <filesystem>

namespace capnet::command {

/// The manifest in a file that has a JSON answer, a manifest alone, or a sweep's runs: `version`, a text, `data_hash`,
/// a text or null where the answer is of no data, `arguments`, a list of texts, and `seed`, a whole number, if there is
/// one. What stands beside it is passed over, not checked: neither memory nor the stack grows with it. Throws
/// input_error, with the file as its place, for a file without one, one of other types or over a million bytes, and for
/// what is no regular file. Time O(bytes).
[[nodiscard]] boost::json::object read_manifest(const std::filesystem::path& file);

}  // namespace capnet::command
