#pragma once
/// The bytes of a text file.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <capnet/core/problem_list.hpp>

namespace capnet::detail {

/// All bytes of a regular file. Nothing, and a problem, if there is none, it can't be read, it has more than `most`
/// bytes, or is something else: a pipe or device is not waited for. `expected` says what should be there: "a file of
/// edges".
[[nodiscard]] std::optional<std::string> read_text(const std::filesystem::path& file, std::size_t most,
                                                   std::string_view expected, problem_list& problems);

}  // namespace capnet::detail
