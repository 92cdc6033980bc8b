#pragma once
/// What `capnet taxonomy` answers with.
#include <span>
#include <string>
#include <vector>

#include <capnet/core/answer.hpp>
#include <capnet/io/taxonomy_file.hpp>
#include <capnet/skill/inferred_skills.hpp>

#include "command/common.hpp"

namespace capnet::command {

struct taxonomy_words {
  std::string source{}, format{}, encoding{}, language = "en";
  std::string find{};
  std::string to{}, held{}, as_of{};
  std::vector<std::string> crosswalks{};
  bool inverse = false;
  std::string occupation{}, party{};
  std::string file{}, prefix{};
  output_options output{};
};

/// Answers refer to what they are made from, which is to outlive them.
[[nodiscard]] answer taxonomy_answer(const taxonomy_words& words, const taxonomy_contents& source);
[[nodiscard]] answer mapping_answer(const taxonomy_words& words, const taxonomy_contents& source,
                                    const taxonomy_contents& target, const crosswalk& links,
                                    const crosswalk_coverage& found);
[[nodiscard]] answer occupation_answer(const taxonomy_words& words, const taxonomy_contents& source,
                                       std::uint32_t occupation);
[[nodiscard]] answer inferred_answer(const taxonomy_words& words, const taxonomy_contents& target,
                                     const crosswalk& links, const crosswalk_coverage& found,
                                     std::span<const held_skill> held, std::vector<inferred_skill> inferred);

}  // namespace capnet::command
