/// Runs a target on each file of the folders that are named, without libFuzzer: what was found stays mended.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "scratch_folder.hpp"

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  for (int k = 1; k < argc; ++k) {
    for (const auto& entry : std::filesystem::directory_iterator{argv[k]}) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  if (files.empty()) {
    std::cerr << "there is nothing to replay; expected folders with files\n";
    return 2;
  }
  LLVMFuzzerTestOneInput(nullptr, 0);
  for (const auto& file : files) {
    std::cout << file.string() << std::endl;  // the last one named is the one that failed
    const std::string input = content(file);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  }
}
