#pragma once
/// A folder that is there for one test.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>

/// All bytes of a file.
inline std::string content(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class scratch_folder {
 public:
  scratch_folder(std::initializer_list<std::pair<const char*, std::string>> files = {}) {
    std::string name = (std::filesystem::temp_directory_path() / "capnet-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    for (const auto& [file, text] : files) write(file, text);
  }
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  void write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories((path_ / file).parent_path());
    std::ofstream{path_ / file, std::ios::binary} << text;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};
