#pragma once
/// Which skills an occupation requires, how well, and how important each is: the tables of O*NET and ESCO.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <capnet/skill/taxonomy.hpp>

namespace capnet {

struct occupation {
  std::string id{};
  std::vector<language_label> labels{};
};

/// Whether a skill is essential to an occupation or optional (ESCO); O*NET does not say.
enum class skill_need : std::uint8_t { unstated, essential, optional };

/// A skill that an occupation requires. What the source leaves out, marks as not relevant or advises not to use is
/// unknown, never 0.
struct occupation_skill {
  std::uint32_t occupation = 0;  ///< its number in `occupations`
  skill_number skill = 0;
  std::optional<double> level{};       ///< on the scale of the skill
  std::optional<double> importance{};  ///< on the source's scale: of O*NET 1-5
  skill_need need = skill_need::unstated;
  bool not_relevant = false;  ///< the source says so of its level
  bool suppressed = false;    ///< the source advises against the use of its level or importance
};

/// Occupations with the skills of each. Pre of `of`: `skills` is sorted by occupation and skill, as readers leave it.
struct occupation_skills {
  std::vector<occupation> occupations{};
  std::vector<occupation_skill> skills{};

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const {
    const auto found = std::ranges::find(occupations, id, &occupation::id);
    if (found == occupations.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - occupations.begin());
  }
  /// Those of one occupation. Time O(log skills).
  [[nodiscard]] std::span<const occupation_skill> of(std::uint32_t occupation) const {
    const auto range = std::ranges::equal_range(skills, occupation, {}, &occupation_skill::occupation);
    return {range.begin(), range.end()};
  }
  void sort() {
    std::ranges::sort(skills, {}, [](const occupation_skill& one) { return std::tuple{one.occupation, one.skill}; });
  }
};

}  // namespace capnet
