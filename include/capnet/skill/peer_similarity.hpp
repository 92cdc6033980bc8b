#pragma once
/// How alike two organizations are as peers: a weighted mean over what is known of both.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

#include <capnet/skill/peer_profile.hpp>

namespace capnet {

/// What is compared. Each part lies in [0, 1]:
/// - needs: Jaccard's similarity (1901) of the needs that each had on some day;
/// - practices: Jaccard's similarity of what each uses and offers;
/// - skills: Ruzicka's similarity (1958) of what is missing of each required skill, importance times max(0, required -
///   held); skills of which a level is unknown are left out, those that one does not require miss nothing there;
/// - size: the smaller over the larger, that is exp(-|ln(a / b)|);
/// - region: Jaccard's similarity of where each lies with all that is around it: the same region 1, two regions of one
///   area alone 1/3.
/// A part is unknown where nothing is known of one of the two, and for skills where nothing that could be compared is
/// missing. An organization without practices in the data has unknown ones, not none.
enum class peer_part : unsigned char { needs, practices, skills, size, region };
inline constexpr std::size_t peer_parts = 5;
inline constexpr std::array<std::string_view, peer_parts> peer_part_names{"needs", "practices", "skills", "size",
                                                                          "region"};

/// Of each part, at least 0 and finite, one above 0: capnet's own choice, since no source sets one.
using peer_weights = std::array<double, peer_parts>;
inline constexpr peer_weights default_peer_weights{4, 1, 2, 1, 1};

/// NaN: unknown.
struct peer_similarity {
  double similarity = 0;  ///< mean of the known parts by their weights
  double coverage = 0;    ///< share of the weights whose parts are known; of skills, the share of those compared
  std::array<double, peer_parts> parts{};
  [[nodiscard]] double part(peer_part which) const { return parts[static_cast<std::size_t>(which)]; }
};

namespace detail {
/// Whether what is missing of some required skill is known.
[[nodiscard]] inline bool has_known_gap(const peer_profiles& all, std::size_t k) {
  return std::ranges::any_of(all.gap(k).values, [](double gap) { return !std::isnan(gap); });
}
}  // namespace detail

/// Symmetric. Time O(needs, practices, skills and regions of both).
[[nodiscard]] inline peer_similarity similarity_of(const peer_profiles& all, std::size_t a, std::size_t b,
                                                   const peer_weights& weights) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const auto sets = [&](const number_sets& of) {
    if (of.of(a).empty() || of.of(b).empty()) return unknown;
    return set_overlap(of.of(a), of.of(b)).similarity().value_or(unknown);
  };
  overlap skills;
  if (detail::has_known_gap(all, a) && detail::has_known_gap(all, b)) skills = ruzicka(all.gap(a), all.gap(b));
  const double size = std::min(all.sizes[a], all.sizes[b]) / std::max(all.sizes[a], all.sizes[b]);
  peer_similarity found{.parts = {sets(all.told), sets(all.practiced), skills.similarity().value_or(unknown),
                                  std::isnan(all.sizes[a]) || std::isnan(all.sizes[b]) ? unknown : size,
                                  sets(all.regions)}};
  double sum = 0, known = 0, covered = 0, whole = 0;
  for (std::size_t k = 0; k < peer_parts; ++k) {
    whole += weights[k];
    if (std::isnan(found.parts[k])) continue;
    sum += weights[k] * found.parts[k], known += weights[k];
    covered += weights[k] * (k == static_cast<std::size_t>(peer_part::skills) ? skills.coverage() : 1);
  }
  found.similarity = known > 0 ? sum / known : unknown;
  found.coverage = covered / whole;
  return found;
}

}  // namespace capnet
