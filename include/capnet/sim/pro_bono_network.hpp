#pragma once
/// A made-up pro bono network, for trying out what real data are not at hand for: the same bytes from the same seed.
#include <cstddef>
#include <cstdint>

#include <capnet/network/snapshot.hpp>

namespace capnet {

struct pro_bono_options {
  static constexpr std::size_t most_volunteers = 1'000'000, most_projects = 100'000;
  std::uint64_t seed = 1;
  std::size_t volunteers = 30;
  std::size_t projects = 12;
};

/// Volunteers, nonprofits with their staff, and projects that nobody is, in the sizes that public pages of pro bono
/// intermediaries tell: half of the projects are teams of 4 to 6 at 5 hours a week for 1 to 6 months, a third take
/// about 30 hours, the others one hour. All that is said cites the source `generated`, but the skills, whose names are
/// those of a guide to online pro bono.
///
/// Twice as many nonprofits as projects, in circles of 24 who know each other (`shares_knowledge_with`, its weight a
/// probability); each requires four to six skills at levels 1 to 4 of the scale 0-4, some unrated, and `employs` none
/// to three people, of whose levels one in four is unknown. A nonprofit has two to four needs; some have ended, of some
/// it `uses` a practice that `addresses` them. A backbone runs the program `pro_bono` and, with companies, delivers
/// meetings and seminars that were attended in 2024, and planned ones; these and standing courses teach skills up to a
/// level, with `hours`, `seats` and a `cost` in yen. Of the projects the first third is closed: it had volunteers.
/// The others begin from July to December 2025, and volunteers offer 7 to 12 months from May to August on: most periods
/// fit. What is planned for 2025 has the status `planned`; nothing that is held began after 2024.
///
/// Each choice is a function of the seed and of the id it is about, so that a network of more projects holds the same
/// nonprofits. Throws input_error unless there are 1 to `most_volunteers` volunteers and 1 to `most_projects` projects.
/// Time and space O(volunteers + projects).
[[nodiscard]] snapshot pro_bono_network(const pro_bono_options& options);

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/pro_bono_network-inl.hpp>  // IWYU pragma: export
#endif
