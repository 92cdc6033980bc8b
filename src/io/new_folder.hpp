#pragma once
/// Folders that are there as a whole or not at all.
#include <filesystem>
#include <string_view>
#include <vector>

namespace capnet::detail {

/// A folder that is filled beside its place, under the name `.FOLDER.PROCESS.NUMBER.capnet-part`, and then put there.
/// What was not put is removed.
class new_folder {
 public:
  /// Throws output_error unless `place` is free, or an empty folder, and a folder can be made beside it.
  explicit new_folder(const std::filesystem::path& place);
  ~new_folder();
  new_folder(const new_folder&) = delete;
  new_folder& operator=(const new_folder&) = delete;

  /// Where it is until it is put in place.
  [[nodiscard]] const std::filesystem::path& path() const { return made_; }
  /// Throws output_error.
  void write(std::string_view name, std::string_view text);
  /// Throws output_error.
  void put();

 private:
  std::filesystem::path place_, made_;
  std::vector<std::filesystem::path> files_;
};

}  // namespace capnet::detail
