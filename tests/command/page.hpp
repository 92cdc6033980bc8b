#pragma once
/// Runs the commands that stand in a page of the docs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "run.hpp"

namespace capnet::fixture {

/// The blocks of code of a page in one language, such as `console`.
inline std::vector<std::string> blocks_of(const std::string& page, std::string_view language) {
  std::ifstream text{CAPNET_SOURCE_DIR "/docs/" + page};
  EXPECT_TRUE(text) << page;
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("```")) {
      inside = line.substr(3) == language;
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += line + '\n';
    }
  }
  return blocks;
}

/// Each `$ capnet ...` of the page's console blocks gives what stands below it. Returns how many there are.
inline std::size_t expect_answers_of(const std::string& page) {
  const workplace place;
  std::size_t examples = 0;
  for (const std::string& block : blocks_of(page, "console")) {
    for (std::size_t at = block.find("$ capnet "); at < block.size();) {
      const std::size_t end = block.find('\n', at), next = std::min(block.find("\n$ capnet ", end), block.size() - 1);
      std::string command = block.substr(at + 9, end - at - 9);
      for (std::size_t path; (path = command.find(" examples/")) != std::string::npos;)
        command.replace(path + 1, 9, CAPNET_SOURCE_DIR "/examples/");
      const outcome result = place.run(command);
      EXPECT_EQ(result.out + result.err, block.substr(end + 1, next - end)) << command;
      ++examples;
      at = next + 1;
    }
  }
  return examples;
}

}  // namespace capnet::fixture
